"""The life of a plan, as diaries: paid, late, caught up, corrected, taken back, changed, ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.offers import compute_offers
from bot.usecases.offers.accept_offer import accept_offer, write_plan
from bot.usecases.offers.offer_records import to_json
from bot.usecases.offers.propose_plan import Wish, change_plan, propose_plan
from bot.usecases.offers.situation import limits_for, negotiable, situation_of
from bot.usecases.payments.correct_debt import correct_debt
from bot.usecases.payments.record_payment import PaymentConflict, UnknownDebt, record_payment
from bot.usecases.payments.reverse_payment import UnknownPayment, reverse_payment
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.plans.cancel_plan import cancel_plan
from bot.usecases.plans.plan_shares import discount_lost
from bot.usecases.records import HoldRecord, OfferRecord

TWO = (("100.00", "10.00", "5.00"), ("200.00", "20.00", "0"))


async def agree(person, wish=Wish.PLAN):
    await person.proves_identity()
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, wish, "")
    await person.does(accept_offer, None)
    return await plan(person)


async def plan(person):
    return (await person.state())["plan"]


async def paid(person):
    return [part["paid"] for part in (await plan(person))["instalments"]]


async def pay(world, amount, source, debt="A-1-D1"):
    return await record_payment(world.tools, debt, amount, source)


async def hold(person, days):
    async def add(work, scene):
        until = scene.now + timedelta(days=days)
        row = HoldRecord(
            account_id=scene.account.id, reason=HoldReason.HARDSHIP, starts=scene.now,
            set_by="test", until=until,
        )  # fmt: skip
        work.holds.add(row)

    await person.change(add)


async def three_hundred(world, **given):
    """Owes 300.00 and pays it in three instalments of 100.00 from 17 March."""
    ada = await world.meet(debts=(("300.00", "0", "0"),), **given)
    agreed = await agree(ada)
    assert [(p["amount"], p["due_date"]) for p in agreed["instalments"]] == [
        ("100.00", "2026-03-17"), ("100.00", "2026-04-17"), ("100.00", "2026-05-17"),
    ]  # fmt: skip
    return ada


async def test_diary_of_a_plan_that_breaks_and_is_caught_up_with(world):
    ada = await three_hundred(world)
    await world.wait(days=17)  # 20 March, the last day of grace
    assert (await plan(ada))["state"] == "active"
    await world.wait(days=1)
    assert (await plan(ada))["state"] == "broken"
    await world.wait(days=1)
    assert (await ada.history()).count("plan_broken") == 1
    await pay(world, "99.99", "bank:1")
    assert (await plan(ada))["state"] == "broken"
    await pay(world, "0.01", "bank:2")
    assert (await plan(ada))["state"] == "active"
    assert (await ada.history())[-2:] == ["plan_cured", "payment"]
    await pay(world, "200.00", "bank:3")
    assert (await plan(ada))["state"] == "completed"
    assert await ada.owes() == "0.00"


async def test_a_broken_plan_that_is_paid_at_once_is_completed(world):
    ada = await three_hundred(world)
    await world.wait(days=40)
    await pay(world, "300.00", "bank:1")
    assert (await plan(ada))["state"] == "completed"
    assert "plan_cured" not in await ada.history()


async def test_days_of_a_hold_are_no_days_of_delay(world):
    """Held from 10 to 25 March: of the days after 17 March, eight are frozen."""
    ada = await three_hundred(world)
    await world.wait(days=7)
    await hold(ada, 15)
    await world.wait(days=18)  # 28 March: three days that count
    assert (await plan(ada))["state"] == "active"
    await world.wait(days=1)
    assert (await plan(ada))["state"] == "broken"


async def test_early_and_over_payments(world):
    ada = await three_hundred(world)
    await pay(world, "150.00", "bank:1")
    assert await paid(ada) == ["100.00", "50.00", "0.00"]
    await pay(world, "180.00", "bank:2")
    assert await paid(ada) == ["100.00"] * 3
    assert (await ada.state())["balance"][0]["credit"] == "30.00"


async def test_a_notice_that_comes_twice_is_one_payment(world):
    ada = await three_hundred(world)
    assert [await pay(world, "100.00", "bank:1") for _ in range(3)] == [True, False, False]
    assert (await paid(ada), await ada.owes()) == (["100.00", "0.00", "0.00"], "200.00")
    assert [(p.amount, p.method) for p in await ada.look("payments")] == [(10_000, "simulator")]


@pytest.mark.parametrize(("debt", "amount"), [("A-1-D1", "100.01"), ("B-1-D1", "100.00")])
async def test_the_same_reference_for_something_else_is_refused(world, debt, amount):
    await world.meet("B-1")
    ada = await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    with pytest.raises(PaymentConflict):
        await pay(world, amount, "bank:1", debt)
    assert await ada.owes() == "200.00"


async def test_a_payment_that_was_sent_before_the_agreement_counts_for_the_plan(world, ada):
    """305.00 with 25.00 waived; the 30.00 of a week before do not eat the waiver."""
    await agree(ada)
    at = world.store.now - timedelta(days=7)
    await record_payment(world.tools, "A-1-D1", "30.00", "bank:1", at)
    assert (await ada.owes(), (await paid(ada))[0]) == ("275.00", "30.00")
    (kept,) = await ada.look("payments")
    assert kept.paid_at == at


async def test_over_two_debts_the_oldest_first(world):
    """Nothing but principal: 100.00 and 200.00 in three instalments of 100.00."""
    ada = await world.meet(debts=(("100.00", "0", "0"), ("200.00", "0", "0")))
    await agree(ada)
    await pay(world, "130.00", "bank:1", "A-1-D2")
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "170.00"]
    assert await paid(ada) == ["100.00", "30.00", "0.00"]
    await pay(world, "175.00", "bank:2")
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "0.00"]
    first, second = (await ada.state())["balance"]
    assert (first["credit"], second["credit"]) == ("5.00", "0.00")
    assert (await plan(ada))["state"] == "completed"


async def test_paying_two_debts_in_full_earns_the_waiver_of_both(world):
    """335.00 owed, 300.00 in full."""
    ada = await world.meet(debts=TWO)
    assert (await agree(ada, Wish.DISCOUNT))["total"] == "300.00"
    await pay(world, "120.00", "bank:1", "A-1-D2")
    assert (await plan(ada))["state"] == "active"
    assert [await ada.owes(0), await ada.owes(1)] == ["15.00", "200.00"]
    await world.wait(days=1)
    await pay(world, "180.00", "bank:2")
    assert (await plan(ada))["state"] == "completed"
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "0.00"]


async def lost(person):
    async def look(scene):
        return [await discount_lost(scene, plan) for plan in await person.look("plans")]

    return await person.does(look)


async def test_a_discount_that_was_not_paid_in_time_is_lost(world):
    """Due on 17 March, three days of grace: from 21 March on, 335.00 again."""
    ada = await world.meet(debts=TWO)
    await agree(ada, Wish.DISCOUNT)
    await pay(world, "299.99", "bank:1")
    assert await lost(ada) == [False]
    await world.wait(days=18)
    assert ((await plan(ada))["state"], await lost(ada)) == ("broken", [True])
    await pay(world, "0.01", "bank:2")
    assert (await plan(ada))["state"] == "broken"
    assert [await ada.owes(0), await ada.owes(1)] == ["15.00", "20.00"]
    await pay(world, "35.00", "bank:3")
    assert (await plan(ada))["state"] == "completed"
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "0.00"]
    assert (await ada.state())["balance"][1]["credit"] == "0.00"


async def test_a_discount_that_was_paid_in_time_and_told_late_stands(world):
    ada = await world.meet(debts=TWO)
    await agree(ada, Wish.DISCOUNT)
    in_time = world.store.now + timedelta(days=17)
    await world.wait(days=20)
    assert (await plan(ada))["state"] == "broken"
    await record_payment(world.tools, "A-1-D1", "300.00", "bank:1", in_time)
    assert (await plan(ada))["state"] == "completed"
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "0.00"]


async def test_days_of_a_hold_keep_a_discount_open(world):
    ada = await world.meet(debts=TWO)
    await agree(ada, Wish.DISCOUNT)
    await hold(ada, 30)
    await world.wait(days=33)
    await pay(world, "300.00", "bank:1")
    assert (await plan(ada))["state"] == "completed"
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "0.00"]


async def test_a_reversal_opens_the_plan_again_and_takes_back_what_it_had_earned(world):
    ada = await world.meet(debts=TWO)
    await agree(ada, Wish.DISCOUNT)
    await pay(world, "120.00", "bank:1")
    await pay(world, "180.00", "bank:2")
    assert await reverse_payment(
        world.tools, "bank:2", "50.00", reason="charged back", reference="r-1"
    )
    assert (await plan(ada))["state"] == "active"
    assert await paid(ada) == ["250.00"]
    assert [await ada.owes(0), await ada.owes(1)] == ["15.00", "70.00"]
    await pay(world, "50.00", "bank:3")
    assert (await plan(ada))["state"] == "completed"
    assert [await ada.owes(0), await ada.owes(1)] == ["0.00", "0.00"]
    history = [kind for kind in await ada.history() if kind.startswith("plan_")]
    assert history == ["plan_completed", "plan_reopened", "plan_completed"]


async def test_a_reversal_after_the_due_date_breaks_the_plan(world):
    ada = await three_hundred(world)
    await pay(world, "300.00", "bank:1")
    await world.wait(days=60)
    await reverse_payment(world.tools, "bank:1", reason="no funds", reference="r-1")
    assert ((await plan(ada))["state"], await ada.owes()) == ("broken", "300.00")


async def test_a_reversal_is_booked_once_and_never_above_its_payment(world):
    ada = await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    how = {"reason": "no funds", "reference": "r-1"}
    assert await reverse_payment(world.tools, "bank:1", "40.00", **how)
    assert not await reverse_payment(world.tools, "bank:1", "40.00", **how)
    assert not await reverse_payment(world.tools, "bank:1", **how)
    assert await ada.owes() == "240.00"
    with pytest.raises(PaymentConflict):
        await reverse_payment(world.tools, "bank:1", "41.00", **how)
    for amount in ("60.01", "0.00", "-1.00"):
        with pytest.raises(ValueError, match="no more than is left"):
            await reverse_payment(world.tools, "bank:1", amount, reason="", reference="r-2")
    assert await reverse_payment(world.tools, "bank:1", reason="", reference="r-3")
    with pytest.raises(ValueError, match="no more than is left"):
        await reverse_payment(world.tools, "bank:1", reason="", reference="r-4")
    with pytest.raises(UnknownPayment):
        await reverse_payment(world.tools, "bank:9", reason="", reference="r-5")
    assert (await ada.owes(), await paid(ada)) == ("300.00", ["0.00"] * 3)


async def test_one_reference_cannot_take_back_two_payments(world):
    await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    await pay(world, "100.00", "bank:2")
    await reverse_payment(world.tools, "bank:1", reason="", reference="r-1")
    with pytest.raises(PaymentConflict):
        await reverse_payment(world.tools, "bank:2", reason="", reference="r-1")


async def test_a_credit_note_shortens_the_plan_from_its_end(world):
    ada = await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    how = {"reference": "c-1", "reason": "goods came back"}
    assert await correct_debt(world.tools, "A-1-D1", "130.00", **how)
    assert not await correct_debt(world.tools, "A-1-D1", "130.00", **how)
    with pytest.raises(PaymentConflict):
        await correct_debt(world.tools, "A-1-D1", "131.00", **how)
    parts = (await plan(ada))["instalments"]
    assert [(p["paid"], p["credited"]) for p in parts] == [
        ("100.00", "0.00"), ("0.00", "30.00"), ("0.00", "100.00"),
    ]  # fmt: skip
    assert await ada.owes() == "70.00"
    await pay(world, "70.00", "bank:2")
    assert (await plan(ada))["state"] == "completed"
    assert await ada.owes() == "0.00"


async def test_a_credit_note_for_all_that_is_left_completes_the_plan(world):
    ada = await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    await correct_debt(world.tools, "A-1-D1", "200.00", reference="c-1", reason="")
    assert ((await plan(ada))["state"], await ada.owes()) == ("completed", "0.00")


async def test_a_later_charge_stays_outside_the_plan(world):
    ada = await three_hundred(world)
    await correct_debt(world.tools, "A-1-D1", "-50.00", reference="c-1", reason="delivery")
    assert await ada.owes() == "350.00"
    await pay(world, "300.00", "bank:1")
    assert ((await plan(ada))["state"], await ada.owes()) == ("completed", "50.00")


async def test_corrections_that_are_none(world, ada):
    with pytest.raises(ValueError, match="more than nothing"):
        await correct_debt(world.tools, "A-1-D1", "0.00", reference="c-1", reason="")
    with pytest.raises(UnknownDebt):
        await correct_debt(world.tools, "A-9", "1.00", reference="c-1", reason="")


async def test_a_plan_that_is_cancelled_leaves_the_rest_owed(world):
    ada = await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    assert await ada.does(cancel_plan, "the person asked for it")
    assert not await ada.does(cancel_plan, "again")
    assert ((await plan(ada))["state"], await ada.owes()) == ("cancelled", "200.00")
    await pay(world, "50.00", "bank:2")
    assert (await plan(ada))["state"] == "cancelled"
    assert await paid(ada) == ["100.00", "0.00", "0.00"]


async def test_a_new_plan_takes_the_place_of_the_one_that_is_running(world):
    ada = await three_hundred(world)
    await pay(world, "100.00", "bank:1")
    await world.wait(days=3)
    await ada.proves_identity()
    await ada.does(change_plan)
    await ada.does(accept_offer, None)
    old, new = await ada.look("plans")
    assert (old.state, old.ended_at, new.renegotiates) == ("renegotiated", world.store.now, old.id)
    assert (new.state, new.total) == ("active", 20_000)
    await pay(world, "200.00", "bank:2")
    assert ((await plan(ada))["state"], await ada.owes()) == ("completed", "0.00")
    await reverse_payment(world.tools, "bank:1", reason="", reference="r-1")
    assert await ada.owes() == "100.00"
    assert (await plan(ada))["state"] == "completed"


async def test_what_was_waived_stays_waived_in_the_next_plan(world, ada):
    """330.00 with 25.00 waived: 305.00; changing the plan waives no more."""
    await agree(ada)
    await world.wait(days=1)
    await ada.proves_identity()
    await ada.does(change_plan)
    await ada.does(accept_offer, None)
    assert (await plan(ada))["total"] == "305.00"
    assert await ada.owes() == "305.00"


async def test_the_terms_are_frozen_with_the_plan(world, ada):
    await agree(ada)
    (kept,) = await ada.look("plans")
    assert kept.terms == {
        "grace_days": 3,
        "interest_free": True,
        "shares": [{
            "debt": "A-1-D1", "payable": "305.00", "waived_principal": "0.00",
            "waived_interest": "15.00", "waived_fees": "10.00",
        }],
        "before": [],
    }  # fmt: skip


async def test_principal_that_is_waived_is_earned_by_paying(world, ada):
    """An offer of 200.00 for 330.00: interest and fees, and 100.00 of the principal."""

    async def settlement(scene):
        owed = await negotiable(scene)
        situation = await situation_of(scene, owed)
        full = compute_offers(situation, limits_for(scene, situation), scene.today)[0]
        part = replace(full.instalments[0], amount=Money(20_000, "USD"))
        offer = replace(
            full, total=part.amount, instalments=(part,), waived_principal=Money(10_000, "USD"),
            waived_interest=Money(2_000, "USD"), waived_fees=Money(1_000, "USD"),
        )  # fmt: skip
        record = OfferRecord(
            account_id=scene.account.id, position=1, made_at=scene.now, offer=to_json(offer)
        )
        scene.work.offers.add(record)
        await scene.work.flush()
        await write_plan(scene, record, offer, owed)

    await ada.does(settlement)
    assert await ada.owes() == "330.00"
    await pay(world, "200.00", "bank:1")
    assert ((await plan(ada))["state"], await ada.owes()) == ("completed", "0.00")
