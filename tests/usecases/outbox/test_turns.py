"""Which messages are one touch: whatever came of one turn, on whichever channel."""

import pytest

from bot.usecases.outbox.turns import elsewhere, numbered, opener_of, touch


def test_messages_of_one_turn_are_one_touch_and_have_names_of_their_own():
    first, second = numbered("cadence:7:reminder", 0), numbered("cadence:7:reminder", 11)
    every = [
        first,
        second,
        opener_of(second),
        elsewhere(second, "whatsapp"),
        opener_of(elsewhere(second, "whatsapp")),
        elsewhere(elsewhere(second, "whatsapp"), "sms"),
    ]
    assert len(set(every)) == len(every)
    assert {touch(turn) for turn in every} == {"cadence:7:reminder"}


@pytest.mark.parametrize("turn", ["in:5:reply", "in:51:reply", "step 1>2", "a:opener"])
def test_other_turns_are_other_touches(turn):
    assert touch(numbered(turn, 0)) == turn
