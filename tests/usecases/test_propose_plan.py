"""The person wants to pay differently: identity, then circumstances, then what the rules allow."""

from datetime import date

import pytest

from bot.rules.money import Money, total_of
from bot.usecases import offer_records
from bot.usecases.accept_offer import accept_offer
from bot.usecases.answer import Need, Question
from bot.usecases.assert_rights import dispute, report_identity_theft
from bot.usecases.propose_plan import SHOWN, Wish, propose_plan
from bot.usecases.tell_circumstances import tell_circumstances, tell_hardship
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


async def test_with_a_plan_running_no_other_is_offered(ada):
    await told(ada)
    await ada.does(propose_plan, Wish.PLAN, "")
    await ada.does(accept_offer, None)
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    assert keys(answer) == ["plan_already"]
    assert answer.question is Question.PERSON


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
