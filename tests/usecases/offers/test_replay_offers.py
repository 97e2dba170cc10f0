"""Whoever audits an offer computes it again, and finds a forged one."""

import json
from datetime import timedelta

import pytest

from bot.rules.money import Money
from bot.usecases.find_person import UnknownAccount
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.counter_offer import counter_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.offers.replay_offers import Verdict, replay, replay_offers
from bot.usecases.people.tell_circumstances import tell_circumstances


async def offered(person):
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, Wish.PLAN, "")


async def replayed(person):
    return (await replay_offers(person.world.tools, person.reference))["offers"]


async def test_every_offer_made_comes_out_the_same_again(ada):
    await offered(ada)
    made = await replayed(ada)
    assert len(made) >= 2
    assert [offer["replay"] for offer in made] == [{"verdict": "same", "codes": []}] * len(made)
    assert made[0]["made_at"] == "2026-03-03T15:00:00+00:00"
    assert all(offer["policy_version"] and offer["reasons"] for offer in made)


async def test_it_is_the_same_later_too_whatever_has_changed_since(world, ada):
    await offered(ada)
    world.store.clock += timedelta(days=40)

    async def grow(work, scene):
        scene.account.first_time_late = False
        scene.account.lifetime_value = 9_999_999

    await ada.change(grow)
    assert {offer["replay"]["verdict"] for offer in await replayed(ada)} == {"same"}


async def test_its_state_is_told(ada):
    await offered(ada)
    await ada.does(accept_offer, 2)
    states = {offer["position"]: offer["state"] for offer in await replayed(ada)}
    assert states.pop(2) == "accepted"
    assert set(states.values()) == {"declined"}


async def test_an_answer_to_a_proposal_is_inside_the_rules(ada):
    await offered(ada)
    await ada.does(counter_offer, "what about 45 a month")
    newest = (await replayed(ada))[-1]
    assert newest["replay"]["verdict"] in {"same", "inside"}
    assert newest["replay"]["codes"] == []


async def test_a_forged_offer_is_found_with_what_is_wrong(ada):
    await offered(ada)
    record = (await ada.look("offers"))[0]
    record.offer = {**record.offer, "waived_interest": "0.01"}
    found = replay(record)
    assert found.verdict is Verdict.OUTSIDE
    assert found.codes


async def test_one_cent_off_a_payment_is_outside(ada):
    await offered(ada)
    record = next(row for row in await ada.look("offers") if row.offer["kind"] == "instalments")
    first, *rest = record.offer["instalments"]
    less = Money.parse(first["amount"], "USD") - Money(1, "USD")
    moved = {**first, "amount": less.decimal()}
    record.offer = {**record.offer, "instalments": [moved, *rest]}
    assert replay(record).verdict is Verdict.OUTSIDE


async def test_without_what_it_was_made_from_nothing_can_be_said(ada):
    await offered(ada)
    record = (await ada.look("offers"))[0]
    record.inputs = {}
    assert replay(record).verdict is Verdict.UNKNOWN


async def test_plain_json_and_an_unknown_person(world, ada):
    assert (await replay_offers(world.tools, "A-1"))["offers"] == []
    await offered(ada)
    told = await replay_offers(world.tools, "A-1")
    assert json.loads(json.dumps(told)) == told
    with pytest.raises(UnknownAccount):
        await replay_offers(world.tools, "NOBODY")
