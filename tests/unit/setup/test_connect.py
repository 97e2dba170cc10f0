"""Which Twilio is spoken to? The real one, or the one that the settings name."""

import pytest

from bot.connect import check_channels, connect
from bot.settings import Settings
from bot.wording import DIALOGS, Responses
from channels.message import OutboundMessage
from tests.contract.channels.twilio_double import NUMBER, SID, TOKEN, TwilioDouble


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
