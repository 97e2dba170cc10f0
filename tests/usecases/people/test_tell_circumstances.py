"""What is going on in someone's life: heard, kept as few facts, and the pressure taken off."""

from datetime import timedelta

import pytest

from bot.usecases.answer import Need
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship
from tests.usecases.world import TUESDAY, keys


@pytest.mark.parametrize("kind", ["income", "general"])
async def test_hardship_opens_a_case_and_pauses_reminders(ada, kind):
    answer = await ada.does(tell_hardship, f"hardship_{kind}", "I lost my job")
    assert keys(answer) == [f"hardship_{kind}", "debt_advice"]
    state = await ada.state()
    assert state["cases"] == ["hardship"]
    (hold,) = state["holds"]
    assert (hold["reason"], hold["debt"]) == ("hardship", None)
    assert (await ada.look("holds"))[0].until == TUESDAY + timedelta(days=30)
    assert state["owner"] == "bot"


async def test_advice_is_free_and_of_the_persons_country(world, ada):
    texts = await ada.hears(await ada.does(tell_hardship, "hardship_income", "I lost my job"))
    assert "until April 2, 2026" in texts[1]
    assert "National Foundation for Credit Counseling" in texts[2]
    bob = await world.meet("B-1", country="GB")
    texts = await bob.hears(await bob.does(tell_hardship, "hardship_income", "I lost my job"))
    assert "StepChange" in texts[2]
    assert "Business Debtline" not in texts[2]


async def test_what_would_be_affordable_is_asked_next_and_never_twice(ada):
    first = await ada.does(tell_hardship, "hardship_income", "I lost my job")
    assert first.need is Need.AFFORDABLE
    again = await ada.does(tell_hardship, "hardship_income", "I lost it, 40 dollars a month is all")
    assert again.need is None
    (_, told) = await ada.look("circumstances")
    assert (told.kind, told.affordable, told.frequency) == ("income", 4_000, "monthly")


async def test_identity_first_where_nobody_is_known_yet(stranger):
    assert (await stranger.does(tell_hardship, "hardship_income", "x")).need is Need.IDENTITY


async def test_illness_goes_to_a_person_and_needs_no_explanation(ada):
    answer = await ada.does(tell_hardship, "hardship_health", "I am in hospital with cancer")
    assert keys(answer) == ["hardship_health"]
    assert answer.need is None
    state = await ada.state()
    assert state["cases"] == ["hardship", "vulnerability"]
    assert state["owner"] == "waiting"
    assert {hold["reason"] for hold in state["holds"]} == {"hardship", "vulnerability"}


async def test_a_death_stops_everything_without_an_end(ada):
    answer = await ada.does(tell_hardship, "hardship_bereavement", "my husband died")
    assert keys(answer) == ["hardship_bereavement"]
    state = await ada.state()
    assert (state["cases"], state["owner"]) == (["bereavement"], "waiting")
    assert state["holds"] == [{"reason": "bereavement", "debt": None, "until": None}]


async def test_no_words_about_health_are_kept(ada):
    await ada.does(tell_hardship, "hardship_health", "I am in hospital with cancer")
    rows = [*await ada.look("circumstances"), *await ada.look("cases"), *await ada.look("events")]
    assert rows
    assert "cancer" not in str(rows)


async def test_telling_it_twice_is_one_case_and_one_hold(ada):
    for _ in range(3):
        await ada.does(tell_hardship, "hardship_income", "I lost my job")
    assert len(await ada.look("cases")) == 1
    assert len(await ada.look("holds")) == 1
    assert len(await ada.look("circumstances")) == 3


async def test_a_pause_that_is_over_can_be_had_again(world, ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job")
    await world.wait(days=31)
    assert (await ada.state())["holds"] == []
    await ada.does(tell_hardship, "hardship_income", "still no job")
    assert len((await ada.state())["holds"]) == 1


@pytest.mark.parametrize(
    ("intent", "kind", "said"),
    [
        ("deny", "not_said", ["heard"]),
        ("out_of_scope", "other", ["heard"]),
        ("hardship_income", "income", ["hardship_income"]),
        ("hardship_health", "health", ["hardship_general"]),
    ],
)
async def test_the_answer_to_our_question(ada, intent, kind, said):
    answer = await ada.does(tell_circumstances, intent, "well")
    assert keys(answer) == said
    assert [told.kind for told in await ada.look("circumstances")] == [kind]
    assert bool((await ada.state())["holds"]) is (said != ["heard"])


async def test_payday_is_kept(ada):
    await ada.does(tell_circumstances, "hardship_income", "I get paid on the 5th of each month")
    assert (await ada.look("circumstances"))[0].payday == "day:5"


@pytest.mark.parametrize(
    ("text", "payday"),
    [
        ("I get paid every second Friday", "weekday:4"),
        ("payday is the last working day", "last_business_day"),
        ("recebo no quinto dia útil", "business_day:5"),
    ],
)
async def test_every_kind_of_payday_is_kept(ada, text, payday):
    await ada.does(tell_circumstances, "other", text)
    assert (await ada.look("circumstances"))[0].payday == payday


async def test_a_budget_is_kept_and_not_taken_for_what_is_affordable(ada):
    await ada.does(tell_circumstances, "other", "I earn 2500 a month and spend 2100")
    (told,) = await ada.look("circumstances")
    assert (told.income, told.outgoings, told.affordable) == (250_000, 210_000, None)


@pytest.mark.parametrize(
    "text", ["the car broke down, it cost me 800", "my rent went up 200", "no wage coming in"]
)
async def test_what_something_cost_is_neither(ada, text):
    await ada.does(tell_circumstances, "other", text)
    (told,) = await ada.look("circumstances")
    assert (told.income, told.outgoings, told.affordable) == (None, None, None)
