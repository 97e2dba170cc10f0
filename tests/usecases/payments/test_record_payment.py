"""Money came in: once into the ledger, onto the plan, and what was agreed is settled by it."""

from datetime import timedelta

import pytest

from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.record_payment import UnknownDebt, record_payment
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship


async def agree(person, wish=Wish.PLAN, place=None):
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, wish, "")
    await person.does(accept_offer, place)
    return (await person.state())["plan"]


async def plan(person):
    return (await person.state())["plan"]


async def test_it_lowers_what_is_owed_fees_and_interest_first(world, ada):
    assert await record_payment(world.tools, "A-1-D1", "25.00", "bank:1")
    (balance,) = (await ada.state())["balance"]
    assert (balance["total"], balance["fees"], balance["interest"]) == ("305.00", "0.00", "5.00")
    assert "payment" in await ada.history()


async def test_the_same_source_is_booked_once(world, ada):
    assert await record_payment(world.tools, "A-1-D1", "25.00", "bank:1")
    assert not await record_payment(world.tools, "A-1-D1", "25.00", "bank:1")
    assert await ada.owes() == "305.00"


async def test_a_time_that_is_still_to_come_counts_as_now(world, ada):
    late = world.store.now + timedelta(days=400)
    assert await record_payment(world.tools, "A-1-D1", "25.00", "bank:1", late)
    (payment,) = await ada.look("payments")
    assert payment.paid_at == world.store.now
    assert await ada.owes() == "305.00"


async def test_nobody_owes_less_than_nothing(world, ada):
    await record_payment(world.tools, "A-1-D1", "1000.00", "bank:1")
    assert await ada.owes() == "0.00"


@pytest.mark.parametrize("amount", ["0", "-5", "1,000.00", "ten", "1.234", "", "1e3", "9" * 30])
async def test_what_is_no_amount_is_not_booked(world, ada, amount):
    with pytest.raises(ValueError, match=r"amount|decimals|nothing|hold"):
        await record_payment(world.tools, "A-1-D1", amount, "bank:1")
    assert await ada.owes() == "330.00"


async def test_an_unknown_debt(world, ada):
    with pytest.raises(UnknownDebt):
        await record_payment(world.tools, "nobody", "5.00", "bank:1")


async def test_instalments_fill_in_their_order_and_the_last_completes_the_plan(world, ada):
    agreed = await agree(ada)
    amounts = [part["amount"] for part in agreed["instalments"]]
    await record_payment(world.tools, "A-1-D1", amounts[0], "bank:0")
    paid = [part["paid"] for part in (await plan(ada))["instalments"]]
    assert paid == [amounts[0], *["0.00"] * (len(amounts) - 1)]
    await record_payment(world.tools, "A-1-D1", "0.50", "bank:x")
    assert (await plan(ada))["instalments"][1]["paid"] == "0.50"
    for number, amount in enumerate(amounts[1:-1], start=1):
        await record_payment(world.tools, "A-1-D1", amount, f"bank:{number}")
    assert (await plan(ada))["state"] == "active"
    await record_payment(world.tools, "A-1-D1", amounts[-1], "bank:last")
    done = await plan(ada)
    assert done["state"] == "completed"
    assert [part["paid"] for part in done["instalments"]] == amounts
    assert await ada.owes() == "0.00"
    assert "plan_completed" in await ada.history()


async def test_paying_in_full_settles_everything_its_waiver_included(world, ada):
    assert (await agree(ada, Wish.DISCOUNT))["total"] == "300.00"
    await world.wait(days=3)
    await record_payment(world.tools, "A-1-D1", "300.00", "bank:1")
    assert (await plan(ada))["state"] == "completed"
    assert await ada.owes() == "0.00"


async def test_paying_in_full_in_two_payments_settles_it_too(world, ada):
    await agree(ada, Wish.DISCOUNT)
    await world.wait(days=1)
    await record_payment(world.tools, "A-1-D1", "120.00", "bank:1")
    assert await ada.owes() == "210.00"
    await world.wait(days=1)
    await record_payment(world.tools, "A-1-D1", "180.00", "bank:2")
    assert (await plan(ada))["state"] == "completed"
    assert await ada.owes() == "0.00"


async def test_paying_less_than_in_full_waives_nothing(world, ada):
    await agree(ada, Wish.DISCOUNT)
    await world.wait(days=1)
    await record_payment(world.tools, "A-1-D1", "299.99", "bank:1")
    assert (await plan(ada))["state"] == "active"
    assert await ada.owes() == "30.01"


async def test_over_several_debts_too(world):
    bob = await world.meet("B-1", debts=(("100.00", "10.00", "5.00"), ("200.00", "20.00", "0")))
    assert (await agree(bob, Wish.DISCOUNT))["total"] == "300.00"
    await record_payment(world.tools, "B-1-D1", "100.00", "bank:1")
    await record_payment(world.tools, "B-1-D2", "200.00", "bank:2")
    assert (await plan(bob))["state"] == "completed"
    assert [await bob.owes(0), await bob.owes(1)] == ["0.00", "0.00"]


async def test_more_time_is_completed_by_paying_all(world, ada):
    await agree(ada, Wish.MORE_TIME)
    await record_payment(world.tools, "A-1-D1", "330.00", "bank:1")
    assert (await plan(ada))["state"] == "completed"


async def test_token_payments_settle_a_part_only(world, ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job, 1 dollar a month at most")
    await ada.does(propose_plan, Wish.PLAN, "")
    row = next(r for r in await ada.look("offers", state="open") if r.offer["kind"] == "token")
    await ada.does(accept_offer, row.position)
    await record_payment(world.tools, "A-1-D1", row.offer["total"], "bank:1")
    assert (await plan(ada))["state"] == "active"
    assert await ada.owes() != "0.00"


async def test_a_payment_on_a_debt_outside_the_plan_does_not_fill_it(world):
    bob = await world.meet("B-1")
    await agree(bob)
    other = await world.meet("C-1")
    await record_payment(world.tools, "C-1-D1", "100.00", "bank:1")
    assert {part["paid"] for part in (await plan(bob))["instalments"]} == {"0.00"}
    assert await other.owes() == "230.00"
