"""The person names what they can do: yes, the nearest that is allowed, or a person; never no."""

import asyncio
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Reason, Situation, compute_offers
from bot.usecases.answer import Need, Question
from bot.usecases.offers import offer_records
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.answer_proposal import _WORDS, because
from bot.usecases.offers.counter_offer import counter_offer, tell_affordable, tell_budget
from bot.usecases.people.assert_rights import dispute
from bot.usecases.people.tell_circumstances import tell_circumstances
from tests.usecases.world import World, keys


@pytest.fixture(autouse=True)
async def told(ada):
    await ada.does(tell_circumstances, "other", "my car broke")


async def open_offer(person):
    (row,) = await person.look("offers", state="open")
    return offer_records.from_json(row.offer)


async def test_identity_and_circumstances_come_first(world, stranger_with_debts):
    answer = await stranger_with_debts.does(counter_offer, "I can pay 50 a month")
    assert answer.need is Need.IDENTITY
    bob = await world.meet("B-2")
    assert (await bob.does(counter_offer, "I can pay 50 a month")).need is Need.CIRCUMSTANCES


@pytest.fixture
async def stranger_with_debts(world):
    return await world.meet("S-1", verified=False)


async def test_what_the_rules_allow_is_accepted_as_it_was_said(ada):
    answer = await ada.does(counter_offer, "I can pay 61 dollars a month")
    assert keys(answer) == ["counter_accepted"]
    assert answer.question is Question.OFFERS
    offer = await open_offer(ada)
    assert [part.amount for part in offer.instalments] == [Money(6_100, "USD")] * 5
    assert len(await ada.hears(answer)) == 2
    assert keys(await ada.does(accept_offer, None)) == ["plan_accepted", "how_to_pay"]


async def test_a_number_of_payments(ada):
    await ada.does(counter_offer, "in 4 instalments")
    assert len((await open_offer(ada)).instalments) == 4


async def test_about_frozen_debts_a_person_decides(ada):
    await ada.does(dispute, "that is all wrong")
    assert keys(await ada.does(counter_offer, "I can pay 61 dollars a month")) == ["counter_person"]
    assert (await ada.thread()).owner == "waiting"


async def test_too_little_gets_the_nearest_and_the_reason(ada):
    answer = await ada.does(counter_offer, "I can pay 20 dollars a month")
    assert keys(answer) == ["counter_nearest"]
    offer = await open_offer(ada)
    assert offer.instalments[0].amount >= Money(2_500, "USD")
    assert len(await ada.hears(answer)) == 2


async def test_far_too_little_goes_to_a_person_and_is_no_refusal(ada):
    answer = await ada.does(counter_offer, "I can pay 1 dollar a month")
    assert keys(answer) == ["counter_person"]
    assert (await ada.thread()).owner_reason == "counter_offer"
    assert await ada.look("offers", state="open") == []


async def test_what_names_nothing_is_asked_again(ada):
    assert keys(await ada.does(counter_offer, "less than that, please")) == ["counter_unclear"]


async def test_what_was_asked_for_is_kept_with_its_outcome(ada):
    await ada.does(counter_offer, "I can pay 20 dollars a month")
    (event,) = await ada.look("events", kind="counter_offer")
    assert event.data["outcome"] == "nearest"
    assert event.data["reasons"] == ["below_smallest_instalment"]


async def test_weekly_on_fridays_and_the_days_are_the_persons_own_from_then_on(ada):
    answer = await ada.does(counter_offer, "I can do 80 every Friday")
    assert keys(answer) == ["counter_accepted"]
    offer = await open_offer(ada)
    # 305.00 to pay: three of 80.00 and 65.00
    assert [part.amount.minor for part in offer.instalments] == [8_000, 8_000, 8_000, 6_500]
    assert [part.due_date.isoformat() for part in offer.instalments] == [
        "2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27"
    ]  # fmt: skip
    assert (await ada.look("circumstances"))[-1].payday == "weekday:4"
    assert keys(await ada.does(accept_offer, None)) == ["plan_accepted", "how_to_pay"]


async def test_two_payments_that_fall_short_are_made_to_fit(ada):
    answer = await ada.does(counter_offer, "2x 150")
    assert keys(answer) == ["counter_nearest"]
    assert [p.amount.minor for p in (await open_offer(ada)).instalments] == [15_250, 15_250]
    assert "$305.00" in "".join(await ada.hears(answer))


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("200 now and the rest in April", [20_000, 10_500]),
        ("half now, half next month", [15_250, 15_250]),
        ("pay 105 upfront then 100 a month", [10_500, 10_000, 10_000]),
        ("80 down today and 3 payments of 75", [8_000, 7_500, 7_500, 7_500]),
    ],
)
async def test_a_part_first_and_the_rest_later(ada, text, amounts):
    answer = await ada.does(counter_offer, text)
    assert keys(answer) == ["counter_accepted"]
    assert [part.amount.minor for part in (await open_offer(ada)).instalments] == amounts
    assert len(await ada.hears(answer)) == 2


async def test_both_ways_to_say_a_first_part_are_shown_in_words(ada):
    answer = await ada.does(counter_offer, "200 now and the rest on April 10")
    text = "".join(await ada.hears(answer))
    assert "$200.00 by March 3, 2026 and the rest, $105.00, by April 10, 2026" in text
    answer = await ada.does(counter_offer, "105 now and then 100 a month")
    text = "".join(await ada.hears(answer))
    assert "$105.00 by March 3, 2026, then 2 payments of $100.00 monthly" in text


async def test_settling_it_all_shows_what_is_saved(ada):
    answer = await ada.does(counter_offer, "can I settle it all if you drop the interest?")
    assert keys(answer) == ["counter_accepted"]
    offer = await open_offer(ada)
    assert (offer.kind, offer.total, offer.saved) == (
        "pay_in_full", Money(30_000, "USD"), Money(3_000, "USD")
    )  # fmt: skip
    assert "saving $30.00" in "".join(await ada.hears(answer))


async def test_all_of_it_later_also_names_what_paying_sooner_saves(ada):
    answer = await ada.does(counter_offer, "I'll settle it all on March 30")
    assert keys(answer) == ["counter_accepted"]
    later, sooner = [offer_records.from_json(o.offer) for o in await ada.look("offers")]
    assert (later.kind, later.total, later.until) == (
        "more_time", Money(33_000, "USD"), date(2026, 3, 30)
    )  # fmt: skip
    assert (sooner.kind, sooner.total, sooner.until) == (
        "pay_in_full", Money(30_000, "USD"), date(2026, 3, 17)
    )  # fmt: skip


async def test_never_two_concessions_in_a_row(ada):
    """Four payments, then eight: conceded. Ten at once after that: a person decides, and what
    stands is repeated."""
    await ada.does(counter_offer, "in 4 instalments")
    assert keys(await ada.does(counter_offer, "in 8 instalments")) == ["counter_accepted"]
    answer = await ada.does(counter_offer, "in 10 instalments")
    assert keys(answer) == ["counter_person_standing"]
    assert len((await open_offer(ada)).instalments) == 8
    assert (await ada.thread()).owner_reason == "counter_offer"
    events = [e.data for e in await ada.look("events", kind="counter_offer")]
    assert [event["conceded"] for event in events] == [False, True, False]
    assert events[-1]["reasons"] == ["concession_in_return"]
    assert "8 payments of $38.13" in "".join(await ada.hears(answer))


async def test_something_told_in_return_opens_the_way_again(ada):
    await ada.does(counter_offer, "in 4 instalments")
    await ada.does(counter_offer, "in 8 instalments")
    await ada.does(tell_circumstances, "other", "my hours were cut")
    assert keys(await ada.does(counter_offer, "in 10 instalments")) == ["counter_accepted"]


async def test_after_an_agreement_a_new_negotiation_begins(ada):
    await ada.does(counter_offer, "in 4 instalments")
    await ada.does(counter_offer, "in 6 instalments")
    await ada.does(accept_offer, None)
    answer = await ada.does(counter_offer, "in 8 instalments")
    assert keys(answer) == ["counter_accepted"]
    assert (await open_offer(ada)).total == Money(30_500, "USD")


async def test_words_without_figures_about_a_plan_that_runs_show_it(ada):
    await ada.does(counter_offer, "in 4 instalments")
    await ada.does(accept_offer, None)
    answer = await ada.does(counter_offer, "less than that, please")
    assert (keys(answer), answer.question) == (["plan_already"], Question.CHANGE_PLAN)


async def test_nothing_can_be_paid_in_hardship(ada):
    await ada.does(tell_circumstances, "hardship_income", "I lost my job")
    await ada.does(tell_budget, "nothing comes in, bills are 900")
    answer = await ada.does(counter_offer, "in 12 instalments")
    assert keys(answer) == ["counter_relief"]
    assert (await open_offer(ada)).kind == "pause"
    assert len(await ada.hears(answer)) == 2


async def test_a_budget_is_asked_once_and_only_where_it_helps(ada):
    assert (await ada.does(tell_affordable, "not sure")).need is None
    await ada.does(tell_circumstances, "hardship_income", "I lost my job")
    assert (await ada.does(tell_affordable, "not sure")).need is Need.BUDGET
    assert (await ada.does(tell_affordable, "no idea")).need is None
    assert (await ada.does(tell_budget, "rather not say")).need is None
    assert all(c.income is None for c in await ada.look("circumstances"))


async def test_a_budget_bounds_the_offers(ada):
    await ada.does(tell_circumstances, "hardship_income", "I lost my job")
    await ada.does(tell_affordable, "not sure")
    await ada.does(tell_budget, "1200 comes in, rent and food take 1160")
    newest = (await ada.look("circumstances"))[-1]
    assert (newest.income, newest.outgoings, newest.affordable) == (120_000, 116_000, None)
    # (1,200 - 1,160) / 2 = 20.00 a month at most: 300.00 in 12 payments would be 25.00
    answer = await ada.does(counter_offer, "in 12 instalments")
    assert keys(answer) == ["counter_nearest"]
    offer = await open_offer(ada)
    assert [part.amount.minor for part in offer.instalments] == [2_000] * 15


@pytest.mark.parametrize("code", sorted(_WORDS))
def test_every_reason_has_its_words(code, policies, wording):
    limits = policies.for_country("US").plan_limits("standard", "USD")
    balance = Balance.of(Money(30_000, "USD"), Money(0, "USD"), Money(0, "USD"))
    owed = (DebtOwed("D-1", balance, date(2026, 1, 1)),)
    situation = Situation("US", "individual", "standard", owed)
    offers = {o.kind: o for o in compute_offers(situation, limits, date(2026, 3, 3))}
    for offer in offers.values():
        say = because((Reason(code, "", ""),), offer)
        assert say.key != "utter_reason_rules"
        for locale in ("en_US", "pt_BR"):
            assert wording.text(say.key, say.facts, locale, "sms")


async def test_what_is_affordable_shapes_later_offers(ada):
    await ada.does(tell_affordable, "maybe 40 dollars a week")
    newest = (await ada.look("circumstances"))[-1]
    assert (newest.affordable, newest.frequency) == (4_000, "weekly")
    before = len(await ada.look("circumstances"))
    await ada.does(tell_affordable, "no idea")
    assert len(await ada.look("circumstances")) == before


SAYINGS = """I can pay|$|R$|€|£|50|0|0,01|1.000.000|-5|99999999999999|mil|euros|reais|dollars|
a month|por semana|in|12|0 instalments|vezes|tomorrow|next year|31/02|yesterday|every two weeks|
on the 31st|🙂|½|all"""
SAID = st.lists(st.sampled_from(SAYINGS.replace("\n", "").split("|")), max_size=6)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(words=SAID, country=st.sampled_from(["US", "GB", "BR"]))
def test_whatever_is_said_there_is_an_answer(words, country, policies, wording, creditor):
    async def talk():
        world = World.make(policies, wording, creditor)
        bob = await world.meet("B-1", country=country)
        text = " ".join(words)
        await bob.does(tell_circumstances, "hardship_income", text)
        for use_case in (counter_offer, tell_affordable):
            answer = await bob.does(use_case, text)
            await bob.hears(answer)
        assert not [r for r in await bob.look("outbox") if "not_backed" in (r.reason or "")]

    asyncio.run(talk())
