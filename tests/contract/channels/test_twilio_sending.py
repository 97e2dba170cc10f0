"""What leaves through Twilio: parameters, templates, buttons, limits, pace."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.errors import Busy, Rejected
from channels.message import Button, ChannelName, Template
from channels.twilio import SmsChannel, TwilioAccount
from tests.contract.channels.kits import PERSON, SITE, message
from tests.contract.channels.twilio_double import NUMBER, SERVICE, SID, TOKEN
from tests.contract.channels.twilio_kit import TwilioKit, account_at

REPLY = "HX" + "2" * 32
YES_NO = (Button("tok-1", "Yes"), Button("tok-2", "No"))


@pytest.fixture
async def tapping():
    kit = await TwilioKit.open(ChannelName.WHATSAPP, quick_replies={2: REPLY})
    yield kit
    await kit.close()


async def test_addresses_carry_the_channel(twilio):
    await twilio.channel.send(message())
    [sent] = twilio.double.requests
    assert sent["To"] == f"{twilio.prefix}{PERSON}"
    assert sent["From"] == f"{twilio.prefix}{NUMBER}"
    assert "MessagingServiceSid" not in sent


async def test_our_key_travels_in_the_callback_and_comes_back(twilio):
    await twilio.channel.send(message("a&b=c d/é"))
    address = twilio.double.requests[0]["StatusCallback"]
    assert address.startswith(f"{SITE}/webhooks/status?key=")
    assert parse_qs(urlsplit(address).query) == {
        "key": ["a&b=c d/é"], "try": ["1"], "channel": [twilio.name]
    }  # fmt: skip


@pytest.mark.parametrize("name", [ChannelName.SMS, ChannelName.WHATSAPP])
async def test_a_service_picks_the_number(name):
    kit = await TwilioKit.open(name, sender=SERVICE)
    receipt = await kit.channel.send(message())
    [sent] = kit.double.requests
    assert sent["MessagingServiceSid"] == SERVICE
    assert "From" not in sent
    assert receipt.segments == 1
    await kit.close()


async def test_a_template_goes_with_its_variables(twilio):
    template = Template("HX" + "3" * 32, {"1": "Ana", "2": "R$ 50,00"})
    await twilio.channel.send(message(text="Ana, R$ 50,00", template=template, buttons=YES_NO))
    [sent] = twilio.double.requests
    assert sent["ContentSid"] == template.id
    assert json.loads(sent["ContentVariables"]) == {"1": "Ana", "2": "R$ 50,00"}
    assert "Body" not in sent


async def test_a_template_without_gaps_has_no_variables(twilio):
    await twilio.channel.send(message(template=Template("HX" + "3" * 32)))
    assert "ContentVariables" not in twilio.double.requests[0]


async def test_whatsapp_variables_are_one_line(whatsapp):
    await whatsapp.channel.send(message(template=Template("HX" + "3" * 32, {"1": "a\n b\t  c"})))
    assert json.loads(whatsapp.double.requests[0]["ContentVariables"]) == {"1": "a b c"}


async def test_buttons_are_tapped_where_there_is_content_for_so_many(tapping):
    await tapping.channel.send(message(text="Right?", buttons=YES_NO))
    [sent] = tapping.double.requests
    assert sent["ContentSid"] == REPLY
    told = {"1": "Right?", "2": "Yes", "3": "tok-1", "4": "No", "5": "tok-2"}
    assert json.loads(sent["ContentVariables"]) == told


@pytest.mark.parametrize(
    "given",
    [
        {"buttons": (*YES_NO, Button("tok-3", "Later"))},
        {"buttons": (Button("tok-1", "Y" * 21), Button("tok-2", "No"))},
        {"buttons": YES_NO, "text": "x" * 1025},
    ],
    ids=["too many", "a long label", "a long text"],
)
async def test_else_they_are_numbered_lines(tapping, given):
    await tapping.channel.send(message(**given))
    body = tapping.double.requests[0]["Body"]
    lines = [f"{n}. {button.label}" for n, button in enumerate(given["buttons"], 1)]
    assert body.splitlines()[1:] == lines


async def test_choices_that_the_text_lists_are_not_listed_again(twilio):
    text = "1. 50 a month\n2. 100 a month"
    buttons = (*YES_NO, Button("tok-3", "A person"))
    await twilio.channel.send(message(text=text, buttons=buttons))
    assert twilio.double.requests[0]["Body"] == f"{text}\n3. A person"


@pytest.mark.parametrize("text", ["", " \n", "x" * 1601])
async def test_what_twilio_would_refuse_never_leaves(twilio, text):
    with pytest.raises(Rejected):
        await twilio.channel.send(message(text=text))
    assert twilio.double.requests == []


async def test_sms_is_written_plainly_where_that_saves_and_whatsapp_never(twilio):
    kept = "Não há cobrança hoje… “ok” " + "a" * 60
    plain = 'Nao ha cobranca hoje... "ok" ' + "a" * 60
    await twilio.channel.send(message(text=kept))
    assert twilio.phone() == [plain if twilio.name == ChannelName.SMS else kept]


async def test_the_sender_keeps_its_pace(sms):
    account = sms.channel.account
    slow = SmsChannel(account, NUMBER, per_second=4)
    began = time.monotonic()
    for n in range(6):
        await slow.send(message(str(n)))
    assert 0.4 <= time.monotonic() - began < 3  # four at once, two more at a quarter second each


async def test_a_long_sms_takes_as_much_as_its_segments(sms):
    slow = SmsChannel(sms.channel.account, NUMBER, per_second=4)
    began = time.monotonic()
    await slow.send(message("1", text="x" * 400))
    await slow.send(message("2", text="x" * 400))
    assert 0.4 <= time.monotonic() - began < 3  # three, and three


async def test_a_slow_sender_can_send_a_long_message(sms):
    slow = SmsChannel(sms.channel.account, NUMBER, per_second=0.5)
    assert await slow.send(message(text="x" * 400))


async def test_who_would_wait_long_comes_back_and_nothing_has_left(sms):
    slow = SmsChannel(sms.channel.account, NUMBER, per_second=1)
    await slow.send(message("1", text="x" * 400))
    with pytest.raises(Busy) as raised:
        await slow.send(message("2"))
    assert raised.value.after_seconds == 3
    assert len(sms.double.requests) == 1


async def test_connections_are_kept(sms):
    account = sms.channel.account
    for n in range(3):
        await sms.channel.send(message(str(n)))
    pool = account._http.session.connector
    assert sum(len(idle) for idle in pool._conns.values()) == 1


def test_an_account_without_credentials_is_no_account():
    for sid, token in [("", TOKEN), (SID, "")]:
        with pytest.raises(ValueError, match="auth token"):
            TwilioAccount(sid, token, SITE)
    with pytest.raises(ValueError, match="auth token"):
        TwilioAccount(SID, TOKEN, SITE, earlier_tokens=[""])


def test_nothing_is_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("TWILIO_REGION", "au1")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "another")
    account = account_at("http://127.0.0.1:1")
    assert (account.client.region, account.client.password) == (None, TOKEN)
