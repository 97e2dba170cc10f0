"""A promise to pay, as a diary: made, left in peace, kept or broken."""

from datetime import date, timedelta

import pytest

from bot.rules.holds import HoldReason
from bot.usecases.answer import Need, say
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.payments.reverse_payment import reverse_payment
from bot.usecases.plans.promise_payment import promise_payment
from bot.usecases.records import HoldRecord
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


async def test_a_payment_that_is_taken_back_opens_the_promise_again(world, ada):
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await record_payment(world.tools, "A-1-D1", "100.00", "bank:1")
    assert ((await promise(ada))["state"], await holds(ada)) == ("kept", [])
    await reverse_payment(world.tools, "bank:1", "0.01", reason="no funds", reference="r-1")
    assert ((await promise(ada))["state"], await holds(ada)) == ("open", ["promise"])
    await record_payment(world.tools, "A-1-D1", "0.01", "bank:2")
    assert ((await promise(ada))["state"], await holds(ada)) == ("kept", [])


async def test_taken_back_after_its_day_the_promise_is_broken(world, ada):
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")
    await record_payment(world.tools, "A-1-D1", "100.00", "bank:1")
    await world.wait(days=30)
    await reverse_payment(world.tools, "bank:1", reason="no funds", reference="r-1")
    assert ((await promise(ada))["state"], await holds(ada)) == ("broken", [])
    assert [kind for kind in await ada.history() if kind.startswith("promise")] == [
        "promised", "promise_kept", "promise_reopened", "promise_broken",
    ]  # fmt: skip


async def break_one(world, person):
    await person.proves_identity()
    answer = await person.does(promise_payment, "I will pay 100 dollars tomorrow")
    await world.wait(days=5)
    assert (await promise(person))["state"] == "broken"
    return answer


async def test_after_two_broken_in_a_row_a_person_asks_what_is_in_the_way(world, ada):
    for _ in range(2):
        assert keys(await break_one(world, ada)) == ["promise_recorded"]
    await ada.proves_identity()
    answer = await ada.does(promise_payment, "I will pay 50 dollars tomorrow")
    assert keys(answer) == ["promise_recorded", "promise_person"]
    assert ((await promise(ada))["amount"], (await promise(ada))["state"]) == ("50.00", "open")
    assert (await ada.state())["owner_reason"] == "promises_broken"
    texts = await ada.hears(answer)
    assert "A person from our team" in texts[-1]


async def test_a_kept_promise_in_between_begins_anew(world, ada):
    await break_one(world, ada)
    await ada.proves_identity()
    await ada.does(promise_payment, "I will pay 50 dollars tomorrow")
    await record_payment(world.tools, "A-1-D1", "50.00", "bank:1")
    await world.wait(seconds=5)
    assert keys(await break_one(world, ada)) == ["promise_recorded"]
    await ada.proves_identity()
    assert keys(await ada.does(promise_payment, "I pay tomorrow")) == ["promise_recorded"]


async def test_days_under_a_hold_do_not_break_a_promise(world, ada):
    """Promised for Friday 6 March, held from 5 to 12 March: the 13th and 14th are days of grace."""
    await ada.does(promise_payment, "I will pay 100 dollars on Friday")

    async def hold(work, scene):
        row = HoldRecord(
            account_id=scene.account.id, reason=HoldReason.BREATHING_SPACE, set_by="test",
            starts=scene.now + timedelta(days=2), until=scene.now + timedelta(days=9),
        )  # fmt: skip
        work.holds.add(row)

    await ada.change(hold)
    await world.wait(days=11)
    assert (await promise(ada))["state"] == "open"
    await world.wait(days=1)
    assert (await promise(ada))["state"] == "broken"
