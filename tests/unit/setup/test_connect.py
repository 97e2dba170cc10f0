"""Which Twilio is spoken to? The real one, or the one that the settings name."""

from dataclasses import replace

import pytest

from bot.connect import check_channels, connect
from bot.settings import Settings
from bot.wording import DIALOGS, Responses
from channels.errors import Forged
from channels.message import OutboundMessage
from tests.contract.channels.kits import SITE
from tests.contract.channels.twilio_double import NUMBER, SID, TOKEN, TwilioDouble
from tests.contract.channels.twilio_kit import TwilioKit, form_call


@pytest.fixture
async def double():
    made = TwilioDouble()
    yield made
    await made.close()


async def test_all_of_twilios_addresses_may_be_another(double, monkeypatch):
    monkeypatch.setenv("TWILIO_URL", await double.open())
    settings = Settings(
        mode="production",
        twilio_account_sid=SID,
        twilio_auth_token=TOKEN,
        twilio_sms_from=NUMBER,
        twilio_whatsapp_from=NUMBER,
    )
    channels = connect(settings)
    assert set(channels) == {"sms", "whatsapp"}
    try:
        for name, channel in channels.items():
            await channel.send(OutboundMessage("1", name, "+12025550143", f"by {name}"))
    finally:
        for channel in channels.values():
            await channel.close()
    assert [one["Body"] for one in double.requests] == ["by sms", "by whatsapp"]


@pytest.mark.parametrize("mode", ["demo", "test"])
async def test_in_a_demonstration_twilio_is_heard_and_nothing_leaves_through_it(double, mode):
    settings = Settings(
        mode=mode,
        twilio_account_sid=SID,
        twilio_auth_token=TOKEN,
        twilio_sms_from=NUMBER,
        twilio_url=await double.open(),
        public_url=SITE,
        engine_secret="of-the-simulator",
    )
    sms, whatsapp = (connect(settings)[name] for name in ("sms", "whatsapp"))
    kit = TwilioKit("sms", double, settings.twilio_url)
    try:
        call = kit.message_call(text="is this my invoice?")
        sms.verify(call)
        assert [news.text for news in sms.parse(call)] == ["is this my invoice?"]
        with pytest.raises(Forged):
            sms.verify(replace(call, body=call.body + b"1"))
        with pytest.raises(Forged):
            whatsapp.verify(call)  # without a sender it is the simulator's
        receipt = await sms.send(OutboundMessage("1", "sms", "+12025550143", "nobody reads this"))
        assert receipt.provider_id.startswith("simulator")
        assert double.requests == []
    finally:
        await sms.close()
        await kit.channel.close()


@pytest.mark.parametrize("mode", ["production", "demo"])
async def test_an_earlier_token_verifies_and_only_the_new_one_is_sent(double, mode):
    settings = Settings(
        mode=mode,
        twilio_account_sid=SID,
        twilio_auth_token=TOKEN,
        twilio_earlier_auth_tokens=["earlier", "earlier still"],
        twilio_sms_from=NUMBER,
        twilio_whatsapp_from=NUMBER,
        twilio_url=await double.open(),
        public_url=SITE,
    )
    channels = connect(settings)
    told = {"MessageSid": "SM1", "SmsStatus": "received", "From": "+12025550143", "Body": "hi"}
    try:
        for name in ("sms", "whatsapp"):
            url = f"{SITE}/webhooks/{name}"
            for token in (TOKEN, "earlier", "earlier still"):
                channels[name].verify(form_call(url, told, token))
            with pytest.raises(Forged):
                channels[name].verify(form_call(url, told, "never ours"))
            assert "earlier" not in repr(channels[name])
        if mode == "production":
            await channels["sms"].send(OutboundMessage("1", "sms", "+12025550143", "hello"))
            assert double.passwords == {TOKEN}
    finally:
        for channel in channels.values():
            await channel.close()


OPENER, REPLY = "HX" + "1" * 32, "HX" + "2" * 32


async def test_every_content_is_checked_once_and_quick_replies_need_no_approval(double):
    double.contents |= {OPENER: "Hi, {{1}}", REPLY: "{{1}} {{2}} {{3}}"}
    double.approvals[OPENER] = {"status": "approved"}
    settings = Settings(
        mode="production",
        twilio_account_sid=SID,
        twilio_auth_token=TOKEN,
        twilio_whatsapp_from=NUMBER,
        twilio_url=await double.open(),
        public_url="https://pay.example",
        whatsapp_templates=[
            {"id": OPENER, "key": "utter_opener", "language": "en", "gaps": ["creditor"]}
        ],
        whatsapp_quick_replies={1: REPLY},
    )
    found = await check_channels(settings, Responses(DIALOGS, {"creditor": "Juniper & Oak"}))
    told = {one.what: one.mark for one in found["whatsapp"]}
    assert len([one for one in found["whatsapp"] if REPLY in one.what]) == 1
    assert told == {
        "credentials": "ok",
        "public address": "ok",
        "webhook": "look yourself",
        f"template {OPENER}": "ok",
        f"template {REPLY}": "ok",
        f"setting of {OPENER}": "ok",
        "opener": "look yourself",
    }
