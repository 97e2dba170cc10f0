"""Much in one message, a little in the next: what was said is kept, and never asked for again."""

from datetime import date

import pytest

from bot.reading.answers import answers
from bot.rules.money import Money
from bot.rules.offers import Frequency, OfferKind, Proposal
from bot.usecases.answer import Need, Question
from bot.usecases.offers import offer_records
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.counter_offer import (
    counter_instead,
    counter_offer,
    counter_several,
    tell_affordable,
)
from bot.usecases.offers.proposal_records import continued
from bot.usecases.offers.propose_plan import Wish, ask_affordable, propose_plan
from bot.usecases.offers.show_offers import show_again
from bot.usecases.people.tell_circumstances import hear_hardship, tell_circumstances, tell_hardship
from bot.usecases.plans.promise_payment import correct_promise, one_sum, promise_payment
from tests.usecases.world import keys

FIFTY = Money(5_000, "USD")


async def open_offer(person):
    row = next(row for row in await person.look("offers", state="open") if row.position == 1)
    return offer_records.from_json(row.offer)


async def promised(person):
    (promise,) = await person.look("promises", state="open")
    return Money(promise.amount, promise.currency).decimal(), promise.day.isoformat()


# -- hardship beside figures ---------------------------------------------------------------------


async def test_hardship_beside_a_proposal_is_heard_once(ada):
    text = "I lost my job, 5 a month is all I can do"
    heard = await ada.does(hear_hardship, "income", text)
    assert [say.key for say in heard] == ["utter_hardship_income", "utter_debt_advice"]
    assert await ada.does(hear_hardship, "income", text) == ()
    answer = await ada.does(counter_offer, text)
    assert keys(answer) == ["counter_accepted"]
    offer = await open_offer(ada)
    assert offer.kind is OfferKind.TOKEN
    assert {part.amount for part in offer.instalments} == {Money(500, "USD")}
    assert (await ada.state())["cases"] == ["hardship"]


async def test_who_names_nothing_beside_it_is_left_alone(ada):
    assert await ada.does(hear_hardship, None, "60 a month") == ()
    assert (await ada.state())["cases"] == []


async def test_hardship_with_an_amount_needs_no_question(ada):
    answer = await ada.does(tell_hardship, "hardship_income", "laid off, 30 a month")
    assert answer.need is None
    assert not answer.ends_form
    assert (await ada.does(ask_affordable)).question is Question.OFFERS
    assert (await open_offer(ada)).instalments[0].amount == Money(3_000, "USD")


async def test_before_identity_it_is_asked_for_all_the_same(stranger):
    answer = await stranger.does(tell_hardship, "hardship_income", "laid off, 30 a month")
    assert answer.need is Need.IDENTITY


@pytest.mark.parametrize("text", ["nothing right now, sorry", "0", "not a penny"])
async def test_nothing_is_an_answer_and_gets_a_pause(ada, text):
    await ada.does(tell_hardship, "hardship_income", "lost my job")
    assert (await ada.does(tell_affordable, text)).need is None
    answer = await ada.does(propose_plan, Wish.PLAN, "")
    assert keys(answer) == ["counter_relief"]
    assert (await open_offer(ada)).kind is OfferKind.PAUSE


async def test_nothing_told_unasked_is_not_asked_again(ada):
    text = "I can't pay anything, I was made redundant"
    assert (await ada.does(tell_hardship, "hardship_income", text)).need is None
    assert keys(await ada.does(ask_affordable)) == ["counter_relief"]


async def test_after_nothing_more_may_be_named(ada):
    await ada.does(tell_hardship, "hardship_income", "I can't afford anything, got fired")
    await ada.does(ask_affordable)
    answer = await ada.does(counter_offer, "I could do 15 a month now")
    assert keys(answer) == ["counter_accepted"]
    assert (await open_offer(ada)).instalments[0].amount == Money(1_500, "USD")


# -- offers that stay on the table ---------------------------------------------------------------


@pytest.fixture
async def told(ada):
    await ada.does(tell_circumstances, "other", "my car broke")
    return ada


async def test_a_yes_with_other_figures_is_a_proposal(told):
    await told.does(propose_plan, Wish.PLAN, "")
    assert await told.does(counter_instead, "yes, that is fine") is None
    answer = await told.does(counter_instead, "yes but 61 a month")
    assert keys(answer) == ["counter_accepted"]
    assert (await told.look("plans")) == []


async def test_a_day_alone_counts_beside_a_yes_only(told):
    await told.does(counter_offer, "61 a month")
    assert await told.does(counter_instead, "fine, on March 20") is None
    answer = await told.does(counter_instead, "yes but starting on March 20", days=True)
    assert keys(answer) == ["counter_accepted"]
    parts = (await open_offer(told)).instalments
    assert (parts[0].amount, parts[0].due_date) == (Money(6_100, "USD"), date(2026, 3, 20))


async def test_open_offers_are_shown_again_as_they_were(told):
    assert await told.does(show_again) is None
    first = await told.does(propose_plan, Wish.PLAN, "")
    again = await told.does(show_again)
    assert again.says == first.says
    assert again.question is Question.OFFERS
    assert "plan_accepted" in keys(await told.does(accept_offer, 2))
    assert await told.does(show_again) is None


async def test_a_higher_sum_to_settle_is_no_instalment(told):
    await told.does(counter_offer, "I'll give you 200 to settle it all")
    answer = await told.does(counter_offer, "250 final")
    assert keys(answer) == ["counter_nearest"]
    offer = await open_offer(told)
    assert (offer.kind, offer.total) == (OfferKind.PAY_IN_FULL, Money(30_000, "USD"))


@pytest.mark.parametrize(
    ("now", "before", "meant"),
    [
        (Proposal(amount=FIFTY), None, Proposal(amount=FIFTY)),
        (
            Proposal(amount=FIFTY),
            Proposal(amount=Money(4_000, "USD"), frequency=Frequency.WEEKLY),
            Proposal(amount=FIFTY, frequency=Frequency.WEEKLY),
        ),
        (
            Proposal(frequency=Frequency.MONTHLY),
            Proposal(amount=FIFTY, frequency=Frequency.WEEKLY),
            Proposal(amount=FIFTY, frequency=Frequency.MONTHLY),
        ),
        (Proposal(count=3), Proposal(amount=FIFTY), Proposal(count=3)),
        (
            Proposal(first_date=date(2026, 4, 1)),
            Proposal(amount=FIFTY, in_full=True),
            Proposal(first_date=date(2026, 4, 1)),
        ),
    ],
)
def test_a_little_goes_on_from_what_was_proposed(now, before, meant):
    assert continued(now, before) == meant


@pytest.mark.parametrize(("text", "option"), [("take the first", 1), ("I'll take the second", 2)])
def test_taking_one_chooses_it(text, option):
    assert answers.choice(text, 3) == option


@pytest.mark.parametrize("text", ["ok then", "alright then", "Set it up!"])
def test_more_ways_to_say_yes(text):
    assert answers.yes_or_no(text) is True


async def test_another_rhythm_keeps_the_sum(told):
    await told.does(counter_offer, "61 a week")
    assert keys(await told.does(counter_instead, "no, monthly", days=True)) == ["counter_accepted"]
    offer = await open_offer(told)
    assert offer.frequency is Frequency.MONTHLY
    assert offer.instalments[0].amount == Money(6_100, "USD")


async def test_several_payments_are_a_plan_not_a_promise(told):
    assert keys(await told.does(counter_several, "paying 61 on fridays?")) == ["counter_accepted"]
    parts = (await open_offer(told)).instalments
    assert [part.due_date.weekday() for part in parts] == [4] * 5
    for text in ("I'll pay 61 on Friday", "I'll pay it all on Friday"):
        assert await told.does(counter_several, text) is None


# -- promises that are put right -----------------------------------------------------------------


async def test_a_promise_is_put_right_in_few_words(ada):
    await ada.does(promise_payment, "I will pay 100 tomorrow")
    assert await promised(ada) == ("100.00", "2026-03-04")
    for text, meant in (
        ("sorry, I meant Thursday", ("100.00", "2026-03-05")),
        ("actually make it 120", ("120.00", "2026-03-05")),
        ("no, Monday", ("120.00", "2026-03-09")),
    ):
        assert keys(await ada.does(correct_promise, text)) == ["promise_recorded"]
        assert await promised(ada) == meant
    await ada.does(promise_payment, "I'll pay all of it on Friday")
    assert await promised(ada) == ("330.00", "2026-03-06")


async def test_what_corrects_no_promise(ada):
    assert await ada.does(correct_promise, "no, Monday") is None
    await ada.does(promise_payment, "I will pay 100 tomorrow")
    for text in ("50 a month", "no", "call it what you like but on Monday my sister comes over"):
        assert await ada.does(correct_promise, text) is None
    assert await promised(ada) == ("100.00", "2026-03-04")


async def test_the_next_day_of_the_month_is_a_day(ada):
    await ada.does(promise_payment, "I get paid on the 30th, will pay it all then")
    assert await promised(ada) == ("330.00", "2026-03-30")


def test_one_sum_is_no_plan():
    assert one_sum("i will pay you 90 bucks")
    assert one_sum("expect 120 from me this friday")
    for text in (
        "90 a month",
        "90 in 3 parts",
        "90 now, the rest later",
        "on Friday",
        "90 then 50",
        "qro pgar 100 td quinto dia util",
    ):
        assert not one_sum(text)
