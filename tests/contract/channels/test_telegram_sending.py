"""Messages to a chat: plain text, buttons, long texts in parts, and Telegram's own pace."""

import asyncio
import itertools
import json

import pytest

from channels.errors import Blocked, ChannelError, Rejected, RetryLater, Unreachable, Unsure
from channels.message import Button, InboundMessage
from channels.telegram import Pace, TelegramChannel, Timeouts, wire
from channels.telegram.progress import Progress
from tests.contract.channels.kits import NOW, message
from tests.contract.channels.telegram_double import HANGS, LOST, TOKEN, Refusal
from tests.contract.channels.telegram_kit import PERSON, TelegramKit, hurried

LONG = "This is a sentence. " * 500
FLOOD = Refusal(429, "Too Many Requests: retry after 9", {"retry_after": 9})


def to_ana(key="1", **given):
    return message(key, address=PERSON, **given)


async def test_plain_text_without_previews(telegram):
    await telegram.channel.send(to_ana(text="*1* <b> https://pay.juniper-oak.example"))
    [posted] = telegram.double.asked("sendMessage")
    assert posted == {
        "chat_id": PERSON,
        "text": "*1* <b> https://pay.juniper-oak.example",
        "link_preview_options": '{"is_disabled": true}',
    }


async def test_one_button_a_row(telegram):
    await telegram.channel.send(to_ana(buttons=(Button("t1", "Yes"), Button("t2", "Não"))))
    [posted] = telegram.double.asked("sendMessage")
    assert json.loads(posted["reply_markup"])["inline_keyboard"] == [
        [{"text": "Yes", "callback_data": "t1"}],
        [{"text": "Não", "callback_data": "t2"}],
    ]


@pytest.mark.parametrize("button", [Button("", "Yes"), Button("é" * 33, "Yes"), Button("t", " ")])
async def test_a_button_that_telegram_would_refuse_is_not_sent(telegram, button):
    with pytest.raises(Rejected, match="button"):
        await telegram.channel.send(to_ana(buttons=(button,)))
    assert telegram.double.requests == []


async def test_a_token_may_have_64_bytes(telegram):
    await telegram.channel.send(to_ana(buttons=(Button("é" * 32, "Yes"),)))
    assert telegram.phone() == ["Hello\nYes"]


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_a_message_without_words_is_not_sent(telegram, text):
    with pytest.raises(Rejected):
        await telegram.channel.send(to_ana(text=text))
    assert telegram.double.requests == []


@pytest.mark.parametrize(
    "address", ["+12025550100", "-1001234", "@somebody", "", "0", "７", "1" * 17]
)
async def test_only_a_persons_chat_is_written_to(telegram, address):
    with pytest.raises(Unreachable):
        await telegram.channel.send(message(address=address))
    assert telegram.double.requests == []


async def test_a_long_text_comes_in_parts_with_the_buttons_below(telegram):
    receipt = await telegram.channel.send(to_ana(text=LONG, buttons=(Button("t1", "Yes"),)))
    parts = telegram.double.messages
    assert [("reply_markup" in part) for part in parts] == [False, False, True]
    assert all(part["text"].endswith(".") for part in parts)
    assert " ".join(part["text"] for part in parts) == LONG.strip()
    assert receipt.provider_id == f"{PERSON}:1-3"


@pytest.mark.parametrize("failure", [FLOOD, Refusal(503, "down")])
async def test_parts_that_have_left_are_not_sent_again(telegram, failure):
    telegram.double.answers.extend([None, failure])
    with pytest.raises(RetryLater):
        await telegram.channel.send(to_ana(text=LONG))
    assert len(telegram.double.messages) == 1
    receipt = await telegram.channel.send(to_ana(text=LONG))
    assert receipt.provider_id == f"{PERSON}:1-3"
    assert " ".join(part["text"] for part in telegram.double.messages) == LONG.strip()


@pytest.mark.parametrize("failure", [FLOOD, Refusal(403, "Forbidden: bot was blocked"), LOST])
async def test_another_process_goes_on_behind_what_left(telegram, failure):
    """A deployment between two parts: the one that tries again has sent nothing itself."""
    telegram.double.answers.extend([None, failure])
    with pytest.raises(ChannelError) as failed:
        await telegram.channel.send(to_ana(text=LONG))
    assert failed.value.parts == ("1",)
    telegram.double.messages[1:] = []
    another = telegram.another()
    receipt = await another.send(to_ana(text=LONG, parts=failed.value.parts))
    await another.close()
    assert receipt.provider_id == f"{PERSON}:1-{telegram.double.messages[-1]['message_id']}"
    assert " ".join(part["text"] for part in telegram.double.messages) == LONG.strip()


async def test_two_tries_at_once_are_one_message(telegram):
    receipts = await asyncio.gather(*(telegram.channel.send(to_ana(text=LONG)) for _ in range(3)))
    assert len(set(receipts)) == 1
    assert len(telegram.double.messages) == 3


async def test_the_same_key_in_another_chat_is_another_message(telegram):
    first = await telegram.channel.send(to_ana())
    other = await telegram.channel.send(message(address="42"))
    assert first != other


def test_only_messages_of_late_are_remembered():
    progress = Progress(remembered=2)
    progress.of(1, "a").ids.append(7)
    progress.of(1, "b")
    assert progress.of(1, "a").ids == [7]
    progress.of(1, "c")
    assert progress.of(1, "a").ids == [7]
    assert progress.of(1, "b").ids == []


async def test_no_answer_in_time_is_unsure(telegram):
    kit = await TelegramKit.open(timeouts=Timeouts(read=0.1))
    kit.double.answers.append(HANGS)
    with pytest.raises(Unsure):
        await kit.channel.send(to_ana())
    await kit.close()


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"ok": true, "result": {}}', b"\xff", LOST])
async def test_an_answer_that_cannot_be_read_is_unsure(telegram, answer):
    telegram.double.answers.append(answer)
    with pytest.raises(Unsure):
        await telegram.channel.send(to_ana())


async def test_nobody_there_is_tried_again(unused_tcp_port):
    base_url = f"http://127.0.0.1:{unused_tcp_port}/bot"
    channel = TelegramChannel(TOKEN, base_url=base_url, pace=hurried())
    with pytest.raises(RetryLater, match="out of reach"):
        await channel.send(to_ana())
    await channel.close()


async def test_a_chat_that_telegram_wants_left_alone_is_left_alone(telegram):
    clock = [100.0]
    kit = await TelegramKit.open(pace=Pace(1000, 1000, lambda: clock[0]))
    kit.double.answers.append(FLOOD)
    for seconds in (9, 9, 4):
        clock[0] += 9 - seconds
        with pytest.raises(RetryLater) as raised:
            await kit.channel.send(to_ana())
        assert raised.value.after_seconds == seconds
    assert len(kit.double.requests) == 1
    assert await kit.channel.send(message(address="42"))
    clock[0] += 4
    assert await kit.channel.send(to_ana())
    await kit.close()


async def test_when_a_second_chat_is_refused_all_wait():
    clock = [100.0]
    pace = Pace(1000, 1000, lambda: clock[0])
    pace.hold(1, 9)
    await pace.turn(3)
    pace.hold(2, 5)
    with pytest.raises(RetryLater) as raised:
        await pace.turn(3)
    assert raised.value.after_seconds == 5
    clock[0] += 5
    await pace.turn(3)
    with pytest.raises(RetryLater):
        await pace.turn(1)


async def test_a_chat_gets_one_message_at_a_time_and_others_do_not_wait_for_it():
    pace, loop = Pace(overall=1000, per_chat=10), asyncio.get_running_loop()
    begin = loop.time()
    await asyncio.gather(*(pace.turn(1) for _ in range(4)))
    assert loop.time() - begin >= 0.25
    begin = loop.time()
    await asyncio.gather(*(pace.turn(chat) for chat in range(2, 100)))
    assert loop.time() - begin < 0.25


async def test_all_together_keep_to_the_rate_of_the_bot():
    pace, loop = Pace(overall=50, per_chat=1000), asyncio.get_running_loop()
    begin = loop.time()
    await asyncio.gather(*(pace.turn(chat) for chat in range(65)))
    assert loop.time() - begin >= 0.25


async def test_chats_of_long_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr("channels.telegram.pace.MANY", 10)
    pace = Pace(100_000, 100_000, itertools.count(0, 3600).__next__)
    for chat in range(100):
        await pace.turn(chat)
        await asyncio.sleep(0)
    assert len(pace._chats) <= 10


async def test_a_block_of_one_person_is_no_trouble_for_another(telegram):
    telegram.fail_next(Blocked("blocked"))
    with pytest.raises(Blocked):
        await telegram.channel.send(to_ana())
    assert await telegram.channel.send(message(address="42"))


def query(token="query-1"):
    return InboundMessage("telegram", "1", "telegram", PERSON, "Yes", NOW, acknowledge=token)


async def test_a_tap_is_answered_once_and_nothing_else_is(telegram):
    await telegram.channel.acknowledge(query())
    await telegram.channel.acknowledge(query(None))
    assert telegram.double.answered == ["query-1"]


async def test_a_tap_that_is_too_old_is_no_error(telegram):
    told = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.double.answers.append(Refusal(400, told))
    await telegram.channel.acknowledge(query())
    telegram.double.answers.append(Refusal(400, "Bad Request: something else"))
    with pytest.raises(Rejected):
        await telegram.channel.acknowledge(query())
    telegram.double.answers.append(LOST)
    with pytest.raises(RetryLater):
        await telegram.channel.acknowledge(query())


@pytest.mark.parametrize("number", ['"5"', "1.5", "true", "null", "[]", str(2**63), "9" * 29])
async def test_a_message_without_a_number_may_have_left(telegram, number):
    told = '{"message_id": %s, "date": 1, "chat": {"id": %s, "type": "private"}}'
    result = told % (number, PERSON)
    telegram.double.answers.append(b'{"ok": true, "result": %s}' % result.encode())
    with pytest.raises(Unsure):
        await telegram.channel.send(to_ana())


@pytest.mark.parametrize(
    ("asked", "seconds"), [("1e999", 30), ("9" * 400, 86_400), ("-5", 1), ('"x"', 30), ("[]", 30)]
)
def test_however_long_telegram_wants_us_to_wait(asked, seconds):
    body = b'{"ok": false, "parameters": {"retry_after": %s}}' % asked.encode()
    assert wire._seconds(body) == seconds
