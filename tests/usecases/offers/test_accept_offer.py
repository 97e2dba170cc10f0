"""Yes: the offer is checked once more, now, and becomes a plan to the cent."""

from datetime import timedelta

from bot.rules.money import Money
from bot.usecases.answer import Need
from bot.usecases.offers import offer_records
from bot.usecases.offers.accept_offer import (
    accept_chosen,
    accept_offer,
    decline_offers,
    was_chosen,
)
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.people.assert_rights import dispute
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship
from tests.usecases.world import keys


async def offered(person, wish=Wish.PLAN):
    """Circumstances told and offers made; the offers as they were kept."""
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, wish, "")
    return [offer_records.from_json(row.offer) for row in await person.look("offers", state="open")]


async def test_yes_takes_the_first(ada):
    first, *_ = await offered(ada)
    answer = await ada.does(accept_offer, None)
    assert keys(answer) == ["plan_accepted", "how_to_pay"]
    assert answer.need is Need.RATING
    plan = (await ada.state())["plan"]
    assert plan["state"] == "active"
    assert plan["total"] == first.total.decimal()
    assert [part["amount"] for part in plan["instalments"]] == [
        part.amount.decimal() for part in first.instalments
    ]


async def test_a_number_takes_that_one_and_the_others_are_declined(ada):
    _, second, *_ = await offered(ada)
    await ada.does(accept_offer, 2)
    assert (await ada.state())["plan"]["total"] == second.total.decimal()
    states = {row.position: row.state for row in await ada.look("offers")}
    assert states.pop(2) == "accepted"
    assert set(states.values()) == {"declined"}


async def test_the_instalments_sum_to_what_was_agreed_to_the_cent(world):
    bob = await world.meet("B-1", debts=(("333.33", "7.77", "1.11"), ("98.76", "5.43", "0.01")))
    await offered(bob)
    await bob.does(accept_offer, None)
    plan = (await bob.state())["plan"]
    parts = [Money.parse(part["amount"], "USD").minor for part in plan["instalments"]]
    assert sum(parts) == Money.parse(plan["total"], "USD").minor
    owed = sum(Money.parse(one["total"], "USD").minor for one in (await bob.state())["balance"])
    assert owed == sum(parts)


async def test_what_the_plan_waives_is_in_the_ledger_at_once(ada):
    first, *_ = await offered(ada)
    assert first.waived == Money(2_500, "USD")
    await ada.does(accept_offer, None)
    assert await ada.owes() == "305.00"
    async with ada.world.tools.open_work() as work:
        waivers = await work.ledger.find(kind="waiver")
    assert sorted((w.component, w.amount) for w in waivers) == [
        ("fees", 1_000),
        ("interest", 1_500),
    ]


async def test_the_confirmation_passes_the_door(ada):
    first, *_ = await offered(ada)
    texts = await ada.hears(await ada.does(accept_offer, None))
    assert f"${first.total.decimal()}" in texts[-2]
    assert f"${first.instalments[0].amount.decimal()}" in texts[-1]
    assert "/pay/" in texts[-1]


async def test_paying_in_full_earns_its_waiver_by_paying(ada):
    (offer, *_) = await offered(ada, Wish.DISCOUNT)
    assert (offer.kind, offer.total, offer.waived) == (
        "pay_in_full", Money(30_000, "USD"), Money(3_000, "USD"),
    )  # fmt: skip
    assert keys(await ada.does(accept_offer, None)) == ["pay_in_full_accepted", "how_to_pay"]
    assert await ada.owes() == "330.00"


async def test_a_pause_is_a_hold_and_no_plan(ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job")
    await ada.does(propose_plan, Wish.PLAN, "")
    (place,) = [
        row.position for row in await ada.look("offers", state="open")
        if row.offer["kind"] == "pause"
    ] or [None]  # fmt: skip
    if place is None:
        await ada.does(propose_plan, Wish.MORE_TIME, "")
        rows = await ada.look("offers", state="open")
        place = next(row.position for row in rows if row.offer["kind"] == "pause")
    assert keys(await ada.does(accept_offer, place)) == ["pause_accepted"]
    assert (await ada.state())["plan"] is None
    hold = (await ada.look("holds", set_by="agreement"))[0]
    assert hold.until - hold.starts == timedelta(days=60)


async def test_a_balance_that_changed_meanwhile_expires_the_offer_and_makes_new_ones(world, ada):
    first, *_ = await offered(ada)
    await record_payment(world.tools, "A-1-D1", "50.00", "bank:1")
    answer = await ada.does(accept_offer, None)
    assert keys(answer)[0] == "offers_expired"
    assert (await ada.state())["plan"] is None
    fresh = [offer_records.from_json(row.offer) for row in await ada.look("offers", state="open")]
    assert fresh
    assert all(offer.total < first.total for offer in fresh)
    texts = await ada.hears(answer)
    assert len(texts) == 3
    await ada.does(accept_offer, None)
    assert (await ada.state())["plan"]["total"] == fresh[0].total.decimal()


async def test_a_date_that_passed_meanwhile_expires_the_offer(world, ada):
    await offered(ada)
    await world.wait(days=20)
    await ada.proves_identity()
    assert keys(await ada.does(accept_offer, None))[0] == "offers_expired"
    assert (await ada.state())["plan"] is None


async def test_what_is_paid_off_meanwhile_needs_no_plan(world, ada):
    await offered(ada)
    await record_payment(world.tools, "A-1-D1", "330.00", "bank:1")
    assert keys(await ada.does(accept_offer, None)) == ["offers_expired", "nothing_owed"]


async def test_a_debt_disputed_meanwhile_expires_the_offer(world):
    bob = await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "0", "0")))
    await offered(bob)
    await bob.does(dispute, "the mattress never came")
    assert keys(await bob.does(accept_offer, None))[0] == "offers_expired"
    kept = await bob.look("offers", state="open")
    assert {tuple(row.offer["debts"]) for row in kept} == {("B-1-D1",)}


async def test_identity_is_needed_to_accept(world, ada):
    await offered(ada)
    await world.wait(minutes=61)
    answer = await ada.does(accept_offer, None)
    assert (answer.says, answer.need) == ((), Need.IDENTITY)
    assert await ada.look("plans") == []


async def test_what_was_chosen_before_identity_was_asked_is_accepted_after_it(world, ada):
    _, second, *_ = await offered(ada)
    await world.wait(minutes=61)
    asked = await ada.does(accept_offer, 2)
    assert was_chosen(asked.wish)
    again = await ada.does(accept_chosen, asked.wish)
    assert (again.need, again.wish) == (Need.IDENTITY, asked.wish), "a wrong answer loses nothing"
    await ada.proves_identity()
    assert keys(await ada.does(accept_chosen, asked.wish))[-1] == "how_to_pay"
    assert (await ada.state())["plan"]["total"] == second.total.decimal()


async def test_what_took_its_place_is_shown_and_not_accepted(world, ada):
    await offered(ada)
    await world.wait(minutes=61)
    asked = await ada.does(accept_offer, 2)
    await ada.proves_identity()
    await ada.does(propose_plan, Wish.DISCOUNT, "")
    answer = await ada.does(accept_chosen, asked.wish)
    assert keys(answer)[0].startswith("offer")
    assert await ada.look("plans") == []


async def test_the_choice_is_checked_by_the_figures_of_the_day(world, ada):
    await offered(ada)
    await world.wait(minutes=61)
    asked = await ada.does(accept_offer, 2)
    await record_payment(world.tools, "A-1-D1", "100.00", "p-1", None)
    await ada.proves_identity()
    assert keys(await ada.does(accept_chosen, asked.wish))[0] == "offers_expired"
    assert await ada.look("plans") == []


async def test_a_choice_of_somebody_else_is_none(world, ada):
    await offered(ada)
    bob = await world.meet("B-1")
    (theirs, *_) = await ada.look("offers", state="open")
    assert keys(await bob.does(accept_chosen, f"offer:{theirs.id}")) == ["nothing_open"]


async def test_yes_to_nothing(ada):
    assert keys(await ada.does(accept_offer, None)) == ["nothing_open"]
    await offered(ada)
    assert keys(await ada.does(accept_offer, 7)) == ["nothing_open"]
    assert await ada.look("plans") == []


async def test_yes_twice_is_one_plan(ada):
    await offered(ada)
    await ada.does(accept_offer, None)
    assert keys(await ada.does(accept_offer, None)) == ["nothing_open"]
    assert len(await ada.look("plans")) == 1


async def test_no_changes_nothing_and_closes_the_offers(ada):
    await offered(ada)
    assert keys(await ada.does(decline_offers)) == ["offer_declined"]
    assert {row.state for row in await ada.look("offers")} == {"declined"}
    assert keys(await ada.does(accept_offer, None)) == ["nothing_open"]
    assert await ada.owes() == "330.00"
