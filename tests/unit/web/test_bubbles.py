"""What does the simulated phone show of what a person sent?"""

import uuid
from datetime import UTC, datetime

import pytest

from bot.usecases.records import Inbound
from bot.web.simulator.desk import inbound_bubble


@pytest.mark.parametrize(
    ("text", "shown"), [("gf_abc", "Yes, please"), ("hello", "hello"), ("gf_other", "gf_other")]
)
def test_a_tap_shows_what_stood_on_the_button(text, shown):
    row = Inbound(
        conversation_id=uuid.uuid4(),
        provider="simulator",
        event_id="e-1",
        channel="whatsapp",
        text=text,
        received_at=datetime(2026, 3, 3, tzinfo=UTC),
        id=1,
    )
    assert inbound_bubble(row, {"gf_abc": "Yes, please"}).text == shown
