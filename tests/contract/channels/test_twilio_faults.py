"""What a failure at Twilio means: the map is complete, and the same for answers and callbacks."""

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import (
    LONGEST_WAIT_SECONDS,
    BadCredentials,
    Blocked,
    ChannelError,
    Halted,
    HaltedContent,
    Rejected,
    RetryLater,
    Unreachable,
    Unsure,
    WindowShut,
)
from channels.twilio import faults
from tests.contract.channels.kits import NOW, message
from tests.contract.channels.twilio_double import HANGS, LOST, Refusal
from tests.contract.channels.twilio_kit import account_at

MEANINGS = {
    Blocked: (21610, 63014),
    Unreachable: (30005, 30006, 21211, 21614, 63003, 63024),
    Halted: (30007, 30034, 63013, 92007),
    HaltedContent: (63040, 63041, 63042),
    RetryLater: (30003, 20429, 63018, 63012),
    WindowShut: (63016,),
    BadCredentials: (20003,),
    Rejected: (21617, 21656, 30008, 30001, 63005, 1),
}
EVERY_CODE = [(code, kind) for kind, codes in MEANINGS.items() for code in codes]
KNOWN = [pair for pair in EVERY_CODE if pair[1] is not Rejected]


def test_the_table_holds_these_codes_and_no_others():
    assert {code for code, _ in KNOWN} == set(faults.CODES)
    assert len(KNOWN) == 21


def test_everything_that_a_channel_may_raise_has_a_way_there():
    listed = {fault.kind for fault in (*faults.CODES.values(), faults.OTHER, faults.LOST)}
    assert listed == set(ChannelError.__subclasses__()) | {WindowShut, Halted, HaltedContent}


@pytest.mark.parametrize(("code", "kind"), EVERY_CODE)
async def test_an_answer_and_a_callback_mean_the_same(sms, code, kind):
    sms.double.answers.append(Refusal(400, code))
    with pytest.raises(ChannelError) as raised:
        await sms.channel.send(message())
    call = sms.status_call(status="undelivered", ErrorCode=str(code))
    [told] = sms.channel.parse(call)
    assert type(raised.value) is type(told.error) is kind
    assert str(raised.value) == str(told.error)
    assert str(code) in str(told.error)
    assert told.code == raised.value.code == told.error.code == str(code)


def test_a_handset_out_of_reach_is_tried_once_more_and_not_at_once():
    error = faults.from_code(30003)
    assert (error.tries, error.after_seconds) == (1, faults.UNREACHABLE_SECONDS)
    assert faults.from_code(20429).tries is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Rejected),
        (400, Rejected),
        (401, BadCredentials),
        (403, BadCredentials),
        (404, Rejected),
        (408, RetryLater),
        (429, RetryLater),
        (500, Unsure),
        (502, Unsure),
        (503, Unsure),
        (504, Unsure),
        (599, Unsure),
    ],
)
async def test_without_a_code_the_status_decides(sms, status, kind):
    sms.double.answers.append(Refusal(status))
    with pytest.raises(ChannelError) as raised:
        await sms.channel.send(message())
    assert type(raised.value) is kind
    assert str(status) in str(raised.value)
    assert raised.value.code is None


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(500, 20500, Unsure), (503, 20503, RetryLater), (429, 20429, RetryLater), (400, 1, Rejected)],
)
async def test_a_failure_in_twilios_own_words(sms, status, code, kind):
    sms.double.answers.append(Refusal(status, code))
    with pytest.raises(ChannelError) as raised:
        await sms.channel.send(message())
    assert type(raised.value) is kind


async def test_a_failure_that_may_have_sent_the_message_is_none_when_only_asking(sms):
    sms.double.answers.append(Refusal(500, 20500))
    with pytest.raises(RetryLater):
        await sms.channel.find(message(), NOW)


@given(st.integers(300, 700), st.none() | st.integers(-1, 10**6), st.booleans())
def test_every_answer_means_something(status, code, sending):
    error = faults.from_answer(status, code, sending=sending)
    assert isinstance(error, ChannelError)
    assert sending or not isinstance(error, Unsure)


@given(st.text(), st.dictionaries(st.sampled_from(["Retry-After", "Date"]), st.text()))
def test_no_body_and_no_header_is_too_strange(text, headers):
    assert isinstance(faults.from_response(429, text, headers, sending=True), RetryLater)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "9"}, 9),
        (
            {
                "Retry-After": "Thu, 26 Nov 2026 15:02:00 GMT",
                "Date": "Thu, 26 Nov 2026 15:00:00 GMT",
            },
            120,
        ),
        (
            {
                "Retry-After": "Thu, 26 Nov 2026 14:00:00 GMT",
                "Date": "Thu, 26 Nov 2026 15:00:00 GMT",
            },
            0,
        ),
        ({"Retry-After": "Thu, 26 Nov 2026 15:02:00 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": f"Thu, 26 Nov {'9' * 20} 15:02:00 GMT", "Date": ""}, None),
        ({"Retry-After": "9" * 5_000}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers, seconds):
    assert faults.retry_after(headers) == seconds


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"code": 1e999}', '{"code": %s}' % ("9" * 5_000), '{"code": []}']
)
def test_a_refusal_whose_code_cannot_be_read_has_none(body):
    assert faults.code_in(body) is None


@pytest.mark.parametrize("seconds", [10**30, -5])
def test_nobody_has_us_wait_for_ever(seconds):
    error = faults.from_response(429, "", {"Retry-After": str(seconds)}, sending=True)
    assert 0 <= error.after_seconds <= LONGEST_WAIT_SECONDS


async def test_nothing_left_when_nobody_listens(sms, unused_tcp_port):
    sms.channel.account = account_at(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(RetryLater):
        await sms.channel.send(message())
    await sms.channel.close()


async def test_a_connection_that_was_never_made_is_no_doubt():
    timed_out = aiohttp.ConnectionTimeoutError("Connection timeout to host")
    assert isinstance(faults.from_network(timed_out, sending=True), RetryLater)


async def test_no_answer_in_time_may_have_left_and_is_not_tried_again_by_itself(sms):
    sms.channel.account = account_at(str(sms.double.server.make_url("")).rstrip("/"), read=0.1)
    sms.double.answers.append(HANGS)
    with pytest.raises(Unsure):
        await sms.channel.send(message())
    assert len(sms.double.requests) == 1
    await sms.channel.close()


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b"{}", b"[]", b'"x"', b'{"sid": "%s"}' % (b"S" * 129), b'{"sid": 1}']
)
async def test_an_answer_that_cannot_be_read_may_have_left(sms, body):
    sms.double.answers.append(body)
    with pytest.raises(Unsure):
        await sms.channel.send(message())


@pytest.mark.parametrize("counted", ['"?"', "-1", '"99999999999"', "0", "[]", "null", "1e999"])
async def test_a_count_that_cannot_be_is_our_own(sms, counted):
    sms.double.answers.append(b'{"sid": "SM1", "num_segments": %s}' % counted.encode())
    receipt = await sms.channel.send(message())
    assert (receipt.provider_id, receipt.segments) == ("SM1", 1)


async def test_a_message_that_twilio_took_and_failed_at_once_raises(sms):
    sms.double.answers.append(b'{"sid": "SM1", "status": "failed", "error_code": 30007}')
    with pytest.raises(Halted):
        await sms.channel.send(message())


async def test_a_kept_connection_that_breaks_is_not_written_to_again_by_itself(sms):
    await sms.channel.send(message("1"))
    sms.double.answers.append(LOST)
    with pytest.raises(Unsure):
        await sms.channel.send(message("2"))
    assert len(sms.double.requests) == 2
