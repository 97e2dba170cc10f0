"""The state that the simulator and the desk show, and the reasons behind offers."""

import json

import pytest

from bot.usecases.accounts.describe_person import describe_reference
from bot.usecases.accounts.list_people import list_people
from bot.usecases.find_person import UnknownAccount
from bot.usecases.offers.explain_offers import explain_offers
from bot.usecases.payments.record_payment import record_payment

CONTRACT = {
    "conversation", "owner", "verified", "language", "cases", "holds", "opted_out", "plan",
    "offers", "promise", "preferences", "feedback", "intent", "confidence",
}  # fmt: skip


async def test_every_field_of_the_contract_is_there_and_is_json(ada):
    state = await ada.state()
    assert set(state) >= CONTRACT
    assert json.loads(json.dumps(state)) == state
    assert (state["plan"], state["promise"], state["feedback"]) == (None, None, None)
    assert (state["cases"], state["holds"], state["opted_out"], state["offers"]) == ([], [], [], [])


async def test_what_was_paid_too_much_is_shown_as_credit(world, ada):
    await record_payment(world.tools, "A-1-D1", "340.00", "bank:1")
    (balance,) = (await ada.state())["balance"]
    assert (balance["total"], balance["credit"]) == ("0.00", "10.00")


async def test_the_conversations_name_tells_nothing_about_the_person(ada):
    assert "A-1" not in (await ada.state())["conversation"]


@pytest.mark.parametrize("reference", ["nobody", "", "a\x00b", "x" * 5000])
async def test_nobody_has_this_reference(world, ada, reference):
    with pytest.raises(UnknownAccount):
        await describe_reference(world.tools, reference)


async def test_everybody_in_a_list(world, ada):
    await world.meet("B-1", country="BR", debts=(("10.00", "0", "0"), ("5.00", "0", "0")))
    await world.meet("C-1", debts=(), verified=False)
    rows = {row.account.reference: row for row in await list_people(world.tools)}
    assert set(rows) == {"A-1", "B-1", "C-1"}
    assert str(rows["A-1"].total) == "330.00 USD"
    assert str(rows["B-1"].total) == "15.00 BRL"
    assert rows["C-1"].total is None
    assert rows["A-1"].days_past_due == 30
    assert rows["C-1"].days_past_due is None
    assert (rows["A-1"].verified, rows["C-1"].verified) == (True, False)


async def test_offers_are_explained_without_being_made(world, ada):
    told = await explain_offers(world.tools, "A-1")
    assert told["segment"] == "first_time_late"
    assert told["offers"]
    assert all(reason["source"] for offer in told["offers"] for reason in offer["reasons"])
    assert await ada.look("offers") == []
    assert json.loads(json.dumps(told)) == told


async def test_without_debts_there_is_nothing_to_explain(world, ada):
    await record_payment(world.tools, "A-1-D1", "330.00", "bank:1")
    assert (await explain_offers(world.tools, "A-1"))["offers"] == []
    with pytest.raises(UnknownAccount):
        await explain_offers(world.tools, "nobody")
