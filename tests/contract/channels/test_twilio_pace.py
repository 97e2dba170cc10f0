"""How fast a sender sends: as its kind may, whatever the length of the texts."""

import pytest

from channels.errors import Busy
from channels.twilio import pace
from channels.twilio.pace import Pace


@pytest.fixture
def time(monkeypatch):
    """A clock of the test's own, which a wait moves on."""

    class Time:
        now = 0.0

        async def sleep(self, seconds):
            self.now += seconds

    made = Time()
    monkeypatch.setattr(pace.asyncio, "sleep", made.sleep)
    return made


def paced(time, per_second):
    return Pace(per_second, clock=lambda: time.now)


@pytest.mark.parametrize("rate", [0.2, 1, 3, 10, 100])
@pytest.mark.parametrize("segments", [1, 3, 7])
async def test_no_more_leaves_than_may(time, rate, segments):
    bucket, left = paced(time, rate), 0
    while left < 40:
        try:
            await bucket.turn(segments)
            left += segments
        except Busy as busy:
            time.now += busy.after_seconds
        assert left <= rate * time.now + max(rate, 1) + segments


async def test_a_long_text_makes_those_behind_it_wait_the_longer(time):
    bucket = paced(time, 3)
    await bucket.turn(7)
    await bucket.turn(1)
    assert time.now == pytest.approx((7 - 2) / 3)


async def test_who_is_sent_away_takes_nothing(time):
    bucket = paced(time, 1)
    await bucket.turn(5)
    for _ in range(3):
        with pytest.raises(Busy):
            await bucket.turn(1)
    time.now = 5.0
    await bucket.turn(1)
    assert time.now == 5.0


async def test_those_who_are_sent_away_come_back_one_after_the_other(time):
    bucket, told = paced(time, 1), []
    await bucket.turn(5)
    for _ in range(100):
        with pytest.raises(Busy) as raised:
            await bucket.turn(1)
        told.append(raised.value.after_seconds)
    assert told[:4] == [5, 6, 7, 8]
    assert max(told) == pace.LONGEST_TURN_SECONDS
