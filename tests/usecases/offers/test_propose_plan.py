"""The person wants to pay differently: identity, then circumstances, then what the rules allow."""

from datetime import date

import pytest

from bot.rules.money import Money, total_of
from bot.rules.offers import compute_offers
from bot.usecases.answer import Need, Question
from bot.usecases.offers import offer_records
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.offer_inputs import inputs_from_json
from bot.usecases.offers.propose_plan import SHOWN, Wish, change_plan, keep_plan, propose_plan
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.people.assert_rights import dispute, report_identity_theft
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship
from tests.usecases.world import keys


async def told(person, text="my car broke", intent="other"):
    await person.does(tell_circumstances, intent, text)


async def open_offers(person):
    return [offer_records.from_json(row.offer) for row in await person.look("offers", state="open")]


@pytest.mark.parametrize("wish", Wish)
async def test_identity_comes_first(stranger, wish):
    answer = await stranger.does(propose_plan, wish, "can I pay in parts")
    assert (answer.says, answer.need) == ((), Need.IDENTITY)


@pytest.mark.parametrize("wish", Wish)
async def test_then_the_circumstances_are_asked_before_any_terms(ada, wish):
    answer = await ada.does(propose_plan, wish, "can I pay in parts")
    assert (answer.says, answer.need) == ((), Need.CIRCUMSTANCES)
    assert await ada.look("offers") == []


async def test_not_saying_is_an_answer(ada):
    await told(ada, "no", "deny")
    assert (await ada.does(propose_plan, Wish.PLAN, "")).question is Question.OFFERS


async def test_offers_are_kept_shown_and_pass_the_door(ada):
    await told(ada)
    answer = await ada.does(propose_plan, Wish.PLAN, "can I pay in parts")
    assert answer.question is Question.OFFERS
    offers = await open_offers(ada)
    assert 1 <= len(offers) <= SHOWN
    assert [row.position for row in await ada.look("offers")] == list(range(1, len(offers) + 1))
    assert all(offer.reasons for offer in offers)
    texts = await ada.hears(answer)
    assert len(texts) == 2
    for offer in offers:
        assert f"${offer.instalments[0].amount.decimal()}" in texts[1]


async def test_every_offer_is_inside_the_written_rules(ada, policies):
    await told(ada)
    await ada.does(propose_plan, Wish.PLAN, "")
    limits = policies.for_country("US").plan_limits("first_time_late", "USD")
    plans = [offer for offer in await open_offers(ada) if len(offer.instalments) > 1]
    assert plans
    for offer in plans:
        assert total_of((part.amount for part in offer.instalments), "USD") == offer.total
        assert offer.total + offer.waived == Money(33_000, "USD")
        assert offer.total >= Money(30_000, "USD")
        assert len(offer.instalments) <= limits.max_instalments
        assert min(part.amount for part in offer.instalments) >= limits.smallest_instalment
        assert (offer.instalments[0].due_date - date(2026, 3, 3)).days <= 30


@pytest.mark.parametrize(
    ("wish", "first"),
    [(Wish.PLAN, "instalments"), (Wish.MORE_TIME, "more_time"), (Wish.DISCOUNT, "pay_in_full")],
)
async def test_what_was_asked_for_comes_first(ada, wish, first):
    await told(ada)
    await ada.does(propose_plan, wish, "")
    assert (await open_offers(ada))[0].kind == first


async def test_more_time_till_the_day_that_was_named(ada):
    await told(ada)
    await ada.does(propose_plan, Wish.MORE_TIME, "can I pay on March 20?")
    assert (await open_offers(ada))[0].instalments[0].due_date == date(2026, 3, 20)


async def test_of_a_few_days_and_a_day_that_was_named_the_day_counts(ada):
    await told(ada)
    await ada.does(propose_plan, Wish.MORE_TIME, "I need a few more days, until March 20?")
    assert (await open_offers(ada))[0].instalments[0].due_date == date(2026, 3, 20)


async def test_in_hardship_nobody_is_pressed_to_pay_in_one_sum(ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job, I can pay 15 dollars a month")
    await ada.does(propose_plan, Wish.PLAN, "")
    kinds = [offer.kind for offer in await open_offers(ada)]
    assert "pay_in_full" not in kinds
    assert kinds[0] in ("instalments", "token")


async def test_new_offers_take_the_place_of_the_old(ada):
    await told(ada)
    await ada.does(propose_plan, Wish.PLAN, "")
    before = {row.id for row in await ada.look("offers")}
    await ada.does(propose_plan, Wish.DISCOUNT, "")
    rows = await ada.look("offers")
    assert {row.id for row in rows if row.state == "replaced"} == before
    assert len([row for row in rows if row.state == "open"]) >= 1


async def test_an_offer_that_was_replaced_may_still_be_on_its_way(ada):
    await told(ada)
    first = await ada.does(propose_plan, Wish.PLAN, "")
    await ada.does(propose_plan, Wish.DISCOUNT, "")
    assert len(await ada.hears(first)) == 2


async def with_plan(person):
    await told(person)
    await person.does(propose_plan, Wish.PLAN, "")
    await person.does(accept_offer, None)


async def test_a_plan_that_runs_is_shown_first(ada):
    await with_plan(ada)
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    assert keys(answer) == ["plan_already"]
    assert answer.question is Question.CHANGE_PLAN
    assert len(await ada.hears(answer)) == 2
    assert await open_offers(ada) == []


async def test_of_a_plan_that_runs_only_what_is_left_is_shown(world, ada):
    await with_plan(ada)
    parts = (await ada.state())["plan"]["instalments"]
    first = Money.parse(parts[0]["amount"], "USD")
    paid = (first + Money(1_000, "USD")).decimal()
    await record_payment(world.tools, "A-1-D1", paid, "bank:1")
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    second = Money.parse(parts[1]["amount"], "USD") - Money(1_000, "USD")
    heard = " ".join(await ada.hears(answer))
    assert f"1. ${second.decimal()} by " in heard
    assert f"{len(parts) - 1}. $" in heard
    assert f"{len(parts)}. $" not in heard


async def test_nothing_owed(world):
    bob = await world.meet("B-1", debts=())
    assert keys(await bob.does(propose_plan, Wish.PLAN, "")) == ["nothing_owed"]


async def test_a_disputed_debt_is_not_bargained_about(world):
    bob = await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "0", "0")))
    await told(bob)
    await bob.does(dispute, "the mattress never came")
    await bob.does(propose_plan, Wish.PLAN, "")
    for offer in await open_offers(bob):
        assert offer.debts == ("B-1-D1",)
        assert offer.total == Money(10_000, "USD")


@pytest.mark.parametrize(
    "freeze", [report_identity_theft, lambda scene: dispute(scene, "all wrong")]
)
async def test_while_everything_is_frozen_a_person_decides(ada, freeze):
    """It would be wrong to say that nothing is owed."""
    await told(ada)
    await ada.does(freeze)
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    assert keys(answer) == ["no_offer_person"]
    assert (await ada.thread()).owner == "waiting"
    assert await ada.look("offers") == []


# -- what is affordable, and what an offer was computed from --------------------------------------


async def test_no_plan_is_as_low_as_what_was_said_so_that_is_answered(world):
    """330.00 with 25.00 waived; 12 payments of 25.42 are the least, 20.00 a month is near it."""
    bob = await world.meet("B-1")
    await told(bob, "I can only do 20 dollars a month")
    answer = await bob.does(propose_plan, Wish.PLAN, "")
    assert keys(answer) == ["counter_nearest"]
    (offer,) = await open_offers(bob)
    assert offer.instalments[0].amount == Money(2_542, "USD")


async def test_far_below_any_plan_a_person_decides_and_the_case_is_prepared(world):
    bob = await world.meet("B-1")
    await told(bob, "I can only do 3 dollars a month")
    assert keys(await bob.does(propose_plan, Wish.PLAN, "")) == ["counter_person"]
    assert (await bob.thread()).owner == "waiting"
    (event,) = await bob.look("events", kind="escalated")
    case = event.data["case"]
    assert case["proposal"] == {"amount": "3.00", "frequency": "monthly", "currency": "USD"}
    assert case["nearest"]["instalments"][0]["amount"] == "25.42"
    assert case["reasons"] == ["below_smallest_instalment"]
    assert case["affordability"]["affordable"] == 300
    assert case["approver"] == "agent"


async def test_in_hardship_what_was_said_is_taken_as_a_token(ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job, 5 dollars a month is all")
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    assert keys(answer) == ["counter_accepted"]
    (offer,) = await open_offers(ada)
    assert (offer.kind, offer.instalments[0].amount) == ("token", Money(500, "USD"))


async def test_each_offer_is_kept_with_what_it_was_computed_from(ada):
    await told(ada)
    await ada.does(propose_plan, Wish.PLAN, "")
    rows = await ada.look("offers")
    assert rows
    for row in rows:
        situation, limits, today = inputs_from_json(row.inputs)
        offers = compute_offers(situation, limits, today)
        assert offer_records.from_json(row.offer) in offers
        assert (today, limits.segment) == (date(2026, 3, 3), "first_time_late")


async def test_income_and_outgoings_bound_every_plan(world):
    """(1,000 - 860) / 2 = 70.00 a month at most: 305.00 takes five payments of 61.00."""
    bob = await world.meet("B-1")
    await told(bob, "I earn 1000 dollars a month and spend 860")
    await bob.does(propose_plan, Wish.PLAN, "")
    plans = [o for o in await open_offers(bob) if o.kind == "instalments"]
    assert plans
    assert max(part.amount for o in plans for part in o.instalments) <= Money(7_000, "USD")


async def test_the_law_leaves_a_minimum_to_live_on(world):
    """Brazil: 600.00 must be left of 640.00, so no instalment is above 40.00, and 50.00 is the
    smallest."""
    bia = await world.meet("B-1", country="BR")
    await told(bia, "ganho 640 reais por mês e gasto 100")
    await bia.does(propose_plan, Wish.PLAN, "")
    assert "instalments" not in {o.kind for o in await open_offers(bia)}


@pytest.mark.parametrize(
    ("wish", "text", "said", "first"),
    [
        (Wish.PLAN, "chop it into 4 please", "counter_accepted", "instalments"),
        (
            Wish.MORE_TIME,
            "can I do 200 now and the rest in April",
            "counter_accepted",
            "instalments",
        ),
        (Wish.DISCOUNT, "would you take 250 to settle it", "counter_nearest", "pay_in_full"),
        (Wish.PLAN, "any chance of paying all of it over some months", "offers", "instalments"),
    ],
)
async def test_figures_are_answered_whatever_was_asked_for(ada, wish, text, said, first):
    await told(ada)
    assert keys(await ada.does(propose_plan, wish, text)) == [said]
    assert (await open_offers(ada))[0].kind == first


# -- another plan ----------------------------------------------------------------------------------


async def test_a_plan_can_be_changed_without_asking_anyone(ada):
    await with_plan(ada)
    answer = await ada.does(change_plan)
    assert answer.question is Question.OFFERS
    offers = await open_offers(ada)
    # what is left after the first plan waived 25.00: nothing is waived a second time
    assert {offer.total for offer in offers} == {Money(30_500, "USD")}
    assert len(await ada.hears(answer)) == 2
    assert keys(keep_plan()) == ["plan_kept"]


async def test_who_fell_into_need_gets_more_in_the_new_plan(ada):
    await with_plan(ada)
    await ada.does(tell_hardship, "hardship_income", "I lost my job")
    await ada.does(change_plan)
    assert Money(30_000, "USD") in {offer.total for offer in await open_offers(ada)}


async def test_who_agreed_to_pay_at_once_and_cannot_still_gets_what_a_plan_waives(ada):
    """Paying in full earns its waiver by paying; nothing was given yet."""
    await told(ada)
    await ada.does(propose_plan, Wish.DISCOUNT, "")
    await ada.does(accept_offer, None)
    await ada.does(change_plan)
    plans = [o for o in await open_offers(ada) if o.kind == "instalments"]
    assert {offer.total for offer in plans} == {Money(30_500, "USD")}
    await ada.does(accept_offer, None)
    await ada.does(change_plan)
    assert {o.total for o in await open_offers(ada)} == {Money(30_500, "USD")}


async def test_changed_as_often_as_the_rules_allow_then_a_person_decides(ada):
    await with_plan(ada)
    for _ in range(2):
        assert (await ada.does(change_plan)).question is Question.OFFERS
        await ada.does(accept_offer, None)
    assert keys(await ada.does(change_plan)) == ["change_person"]
    assert (await ada.thread()).owner_reason == "renegotiations"
    (event,) = await ada.look("events", kind="escalated")
    assert event.data["case"]["reasons"] == ["renegotiations:2"]


async def test_a_broken_plan_is_no_reason_to_ask_first(ada):
    await with_plan(ada)

    async def broken(work, scene):
        (plan,) = await work.plans.find(account_id=scene.account.id)
        plan.state = "broken"

    await ada.change(broken)
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    assert answer.question is Question.OFFERS
    situation, _, _ = inputs_from_json((await ada.look("offers", state="open"))[0].inputs)
    assert situation.renegotiations == 1
