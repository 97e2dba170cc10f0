"""The channels that have to behave alike, and those of Twilio for its own tests."""

import pytest

from channels.message import ChannelName
from tests.contract.channels.kits import SimulatorKit
from tests.contract.channels.telegram_kit import TelegramKit
from tests.contract.channels.twilio_kit import KINDS, TwilioKit


async def simulated(name):
    return SimulatorKit(name)


CHANNELS = {
    **{f"simulator-{name}": (simulated, name) for name in ChannelName},
    **{f"twilio-{name}": (TwilioKit.open, name) for name in KINDS},
    "telegram": (TelegramKit.open, ChannelName.TELEGRAM),
}


@pytest.fixture(params=CHANNELS)
async def kit(request):
    """Each channel in turn, with its other side."""
    make, name = CHANNELS[request.param]
    made = await make(name)
    yield made
    await made.close()


@pytest.fixture(params=list(KINDS))
async def twilio(request):
    """Each channel of Twilio's in turn."""
    made = await TwilioKit.open(request.param)
    yield made
    await made.close()


@pytest.fixture
async def sms():
    made = await TwilioKit.open(ChannelName.SMS)
    yield made
    await made.close()


@pytest.fixture
async def whatsapp():
    made = await TwilioKit.open(ChannelName.WHATSAPP)
    yield made
    await made.close()


@pytest.fixture
async def telegram():
    made = await TelegramKit.open()
    yield made
    await made.close()
