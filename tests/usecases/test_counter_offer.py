"""The person names what they can do: yes, the nearest that is allowed, or a person; never no."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.money import Money
from bot.usecases import offer_records
from bot.usecases.accept_offer import accept_offer
from bot.usecases.answer import Need, Question
from bot.usecases.assert_rights import dispute
from bot.usecases.counter_offer import counter_offer, tell_affordable
from bot.usecases.tell_circumstances import tell_circumstances
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
    assert keys(await ada.does(accept_offer, None)) == ["plan_accepted"]


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


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
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
