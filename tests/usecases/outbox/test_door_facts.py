"""What the record holds binds a message of ours: earlier contacts, wishes, age of the debt."""

from datetime import date, timedelta

import pytest

from bot.usecases.answer import say
from tests.usecases.outbox.test_fall_over import reminds


@pytest.fixture
async def bob(world):
    person = await world.meet("B-1", channels=("sms", "telegram"))
    await person.hears((say("greet"),))
    return person


async def prefers(bob, **wishes):
    async def keep(_, scene):
        scene.account.preferences = wishes

    await bob.change(keep)


async def reason(bob):
    return (await bob.look("outbox"))[-1].reason


async def delivered(bob):
    rows = await bob.look("outbox", kind="reminder", status="delivered")
    return [row.sent_at for row in rows]


async def test_at_most_one_a_day_two_in_seven_days_six_in_thirty(world, bob):
    """A new one on each day on which none waits, on two channels in turn."""
    for day in range(60):
        if not await bob.look("outbox", status="held"):
            await bob.hears((say("thanks"),), channel=("sms", "telegram")[day % 2], kind="reminder")
        await world.wait(hours=24)
    sent = await delivered(bob)
    assert len(sent) > 8
    for most, days in ((1, 1), (2, 7), (6, 30)):
        within = timedelta(days=days)
        assert all(b - a >= within for a, b in zip(sent, sent[most:], strict=False))


async def test_a_second_reminder_waits_for_its_day(world, bob):
    await reminds(world, bob, "sms")
    assert await reminds(world, bob, "sms") == []
    row = (await bob.look("outbox"))[-1]
    assert (row.status, row.reason) == ("held", "caps: cap_1_in_1_days")
    assert row.not_before == world.store.now + timedelta(days=1)


async def test_answers_count_against_no_cap(world, bob):
    for _ in range(3):
        await bob.hears((say("thanks"),))
    assert await reminds(world, bob, "sms") == ["sms"]


async def test_what_failed_is_no_contact(world, bob):
    await prefers(bob)
    await reminds(world, bob, "whatsapp")
    assert len(await delivered(bob)) == 1


async def test_a_wish_for_another_channel_is_obeyed(world, bob):
    await prefers(bob, channel="telegram")
    assert await reminds(world, bob, "sms") == ["telegram"]
    first, _ = (await bob.look("outbox"))[-2:]
    assert first.reason == "preference: other_channel_preferred"


async def test_a_wish_for_a_channel_that_cannot_be_used_shuts_no_other(world, bob):
    await prefers(bob, channel="whatsapp")
    assert await reminds(world, bob, "sms") == ["sms"]


async def test_the_first_day_and_the_hours_that_were_asked_for(world, bob):
    await prefers(bob, not_before="2026-03-06", time_window="after 18:00")
    assert await reminds(world, bob, "sms") == []
    row = (await bob.look("outbox"))[-1]
    assert row.not_before.isoformat() == "2026-03-06T23:00:00+00:00"
    await world.wait(days=3, hours=7)
    assert await delivered(bob) == []
    await world.wait(hours=1)
    assert len(await delivered(bob)) == 1


async def test_no_outreach_about_a_debt_past_its_limitation(world):
    eve = await world.meet("E-1", country="GB", due=date(2015, 1, 1))
    await eve.hears((say("thanks"),), kind="reminder")
    assert "time_barred" in await reason(eve)


async def test_an_introduction_and_what_follows_it_are_one_contact(world):
    """The first reminder of all says who writes, and then what it is for."""
    eve = await world.meet("E-1")
    assert len(await eve.hears((say("thanks"),), kind="reminder")) == 2
    assert await eve.hears((say("thanks"),), kind="reminder") == []
    assert await reason(eve) == "caps: cap_1_in_1_days"
