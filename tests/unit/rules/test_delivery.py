"""How far has a message come, when is it tried again, when given up, and where does it go next?"""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.delivery import (
    FIRST_WAIT,
    GONE,
    LONGEST_WAIT,
    MOST_TRIES,
    State,
    channel_order,
    gives_up,
    moves_on,
    wait,
)

NEWS = (*GONE, State.FAILED)


@pytest.mark.parametrize("order", list(permutations(NEWS)))
def test_in_whatever_order_news_comes_what_arrived_stays_arrived(order):
    now = State.SENDING
    for news in order:
        now = news if moves_on(now, news) else now
    assert now == State.READ


@pytest.mark.parametrize("news", NEWS)
@pytest.mark.parametrize("now", list(State))
def test_the_same_news_twice_is_no_news(now, news):
    then = news if moves_on(now, news) else now
    assert not moves_on(then, news)


@pytest.mark.parametrize("now", [State.QUEUED, State.HELD, State.REFUSED, State.FAILED, State.DEAD])
def test_whatever_we_thought_what_arrived_arrived_and_only_what_was_sent_can_fail(now):
    assert moves_on(now, State.DELIVERED)
    assert not moves_on(now, State.FAILED)


@given(st.integers(0, 40), st.integers(0, 90_000), st.integers(0, 100))
def test_a_wait_is_never_shorter_than_asked_and_at_most_a_quarter_longer(tries, seconds, spread):
    asked = timedelta(seconds=seconds)
    waits = wait(tries, asked, spread)
    assert waits >= max(asked, FIRST_WAIT)
    assert waits <= max(asked, LONGEST_WAIT) * 5 / 4


def test_waits_double():
    told = [wait(tries, timedelta(), 0) for tries in range(1, 6)]
    assert told == [FIRST_WAIT * factor for factor in (1, 2, 4, 8, 16)]


@pytest.mark.parametrize(
    ("tries", "alike", "most", "ends"),
    [
        (1, 1, 1, False),
        (2, 2, 1, True),
        (5, 1, 1, False),
        (1, 0, None, False),
        (MOST_TRIES - 1, 0, None, False),
        (MOST_TRIES, 0, None, True),
        (MOST_TRIES, 1, 1, True),
    ],
)
def test_a_failure_is_worth_its_own_tries_and_all_are_bounded(tries, alike, most, ends):
    assert gives_up(tries, alike, most) is ends


@pytest.mark.parametrize(
    ("wanted", "last", "open_to_us", "order"),
    [
        (None, None, {"sms", "telegram"}, ["sms", "telegram"]),
        ("telegram", "whatsapp", {"sms", "whatsapp", "telegram"}, ["telegram", "whatsapp", "sms"]),
        ("telegram", "telegram", {"sms", "telegram"}, ["telegram", "sms"]),
        ("telegram", None, {"sms"}, ["sms"]),
        (None, "whatsapp", set(), []),
    ],
)
def test_first_what_they_want_then_where_they_wrote_then_the_rest(wanted, last, open_to_us, order):
    assert channel_order(wanted, last, open_to_us, ("sms", "whatsapp", "telegram")) == order
