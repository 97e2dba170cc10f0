"""Which Twilio is spoken to? The real one, or the one that the settings name."""

import pytest

from bot.connect import connect
from bot.settings import Settings
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
