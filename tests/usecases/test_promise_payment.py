"""A promise to pay, as a diary: made, left in peace, kept or broken."""

from datetime import date

import pytest

from bot.usecases.answer import Need, say
from bot.usecases.promise_payment import promise_payment
from bot.usecases.record_payment import record_payment
from tests.usecases.world import keys


async def promise(person):
    return (await person.state())["promise"]


async def holds(person):
    return [hold["reason"] for hold in (await person.state())["holds"]]


async def test_identity_comes_first(stranger):
    assert (await stranger.does(promise_payment, "I pay on Friday")).need is Need.IDENTITY


async def test_amount_and_day_are_said_back_and_kept(ada):
    answer = await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    assert keys(answer) == ["promise_recorded"]
    assert "$100.00 for March 6, 2026" in (await ada.hears(answer))[-1]
    assert await promise(ada) == {
        "amount": "100.00", "currency": "USD", "date": "2026-03-06", "state": "open",
    }  # fmt: skip


async def test_no_amount_means_all_that_is_owed(ada):
    await ada.does(promise_payment, "I will pay tomorrow")
    assert (await promise(ada))["amount"] == "330.00"


async def test_the_day_is_asked_when_none_was_said(ada):
    assert (await ada.does(promise_payment, "I will pay, I promise")).need is Need.PROMISE_DATE
    assert await promise(ada) is None
    await ada.does(promise_payment, "I will pay, I promise", date(2026, 3, 10))
    assert (await promise(ada))["date"] == "2026-03-10"


async def test_nothing_owed(world):
    bob = await world.meet("B-1", debts=())
    assert keys(await bob.does(promise_payment, "I pay on Friday")) == ["nothing_owed"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("I will pay on December 24", "promise_too_far"),
        ("I will pay 400 dollars on Friday", "promise_over"),
    ],
)
async def test_what_cannot_be_taken_down_is_said_and_not_kept(ada, text, key):
    answer = await ada.does(promise_payment, text)
    assert keys(answer) == [key]
    assert await ada.hears(answer) != []
    assert await promise(ada) is None
    assert await holds(ada) == []


async def test_a_day_that_is_over(ada):
    assert keys(await ada.does(promise_payment, "I pay", date(2026, 3, 2))) == ["promise_past"]


async def test_a_new_promise_takes_the_place_of_the_old(world, ada):
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await world.wait(seconds=5)
    await ada.does(promise_payment, "make it 50 dollars on Monday")
    states = [row.state for row in await ada.look("promises")]
    assert sorted(states) == ["open", "replaced"]
    assert await holds(ada) == ["promise"]
    assert (await promise(ada))["amount"] == "50.00"


async def reminded(person):
    """Would a reminder leave now?"""
    return await person.hears((say("goodbye"),), kind="reminder") != []


async def test_diary_of_a_kept_promise(world, ada):
    await ada.hears((say("greet"),))
    assert await reminded(ada)
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await world.wait(days=2)  # Thursday: nothing happens, nobody is reminded
    assert not await reminded(ada)
    await world.wait(days=1)  # Friday, day 0
    assert (await promise(ada))["state"] == "open"
    assert await record_payment(world.tools, "A-1-D1", "100.00", "bank:1")
    assert (await promise(ada))["state"] == "kept"
    assert await holds(ada) == []
    assert "promise_kept" in await ada.history()
    await world.wait(days=10)
    assert (await promise(ada))["state"] == "kept"


async def test_diary_of_a_broken_promise(world, ada):
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await record_payment(world.tools, "A-1-D1", "99.99", "bank:1")
    for day in ("Wednesday", "Thursday", "Friday", "Saturday, grace", "Sunday, grace"):
        await world.wait(days=1)
        assert (await promise(ada))["state"] == "open", day
        assert await holds(ada) == ["promise"], day
        assert not await reminded(ada), day
    await world.wait(days=1)  # Monday
    assert (await promise(ada))["state"] == "broken"
    assert await holds(ada) == []
    assert (await ada.history()).count("promise_broken") == 1
    await world.wait(days=1)
    assert (await ada.history()).count("promise_broken") == 1


async def test_a_payment_on_the_last_day_of_grace_keeps_it(world, ada):
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await world.wait(days=5)
    await record_payment(world.tools, "A-1-D1", "100.00", "bank:1")
    await world.wait(days=1)
    assert (await promise(ada))["state"] == "kept"


async def test_two_part_payments_keep_it_too(world, ada):
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await record_payment(world.tools, "A-1-D1", "60.00", "bank:1")
    assert (await promise(ada))["state"] == "open"
    await world.wait(days=1)
    await record_payment(world.tools, "A-1-D1", "40.00", "bank:2")
    assert (await promise(ada))["state"] == "kept"


async def test_what_was_paid_before_does_not_keep_it(world, ada):
    await record_payment(world.tools, "A-1-D1", "100.00", "bank:1")
    await world.wait(seconds=1)
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await record_payment(world.tools, "A-1-D1", "1.00", "bank:2")
    assert (await promise(ada))["state"] == "open"
