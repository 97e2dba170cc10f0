"""What is owed, of what it is made, and how to pay: the ledger's own figures, after identity."""

import pytest

from bot.usecases.answer import Need
from bot.usecases.record_payment import record_payment
from bot.usecases.show_account import show_balance, show_breakdown, show_ways_to_pay
from tests.usecases.world import keys

EVERYTHING = (show_balance, show_breakdown, show_ways_to_pay)


@pytest.mark.parametrize("show", EVERYTHING)
async def test_nothing_before_identity(stranger, show):
    answer = await stranger.does(show)
    assert answer.says == ()
    assert answer.need is Need.IDENTITY


@pytest.mark.parametrize("show", EVERYTHING)
async def test_nothing_owed_is_said_so(world, show):
    bob = await world.meet("B-1", debts=())
    assert keys(await bob.does(show)) == ["nothing_owed"]


async def test_the_balance_to_the_cent_passes_the_door(ada):
    (_, text) = await ada.hears(await ada.does(show_balance))
    assert "$330.00, for Sofa, order 1, with a due date of February 1, 2026" in text


async def test_several_debts_a_line_each_and_the_sum(world):
    bob = await world.meet("B-1", debts=(("100.10", "0", "0"), ("200.20", "5.05", "0")))
    (_, text) = await bob.hears(await bob.does(show_balance))
    assert "$305.35 in all" in text
    assert "Sofa, order 1: $100.10, due date February 1, 2026" in text
    assert "Mattress, order 2: $205.25, due date February 11, 2026" in text


async def test_a_debt_that_was_paid_is_no_longer_shown(world):
    bob = await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "0", "0")))
    await record_payment(world.tools, "B-1-D1", "100.00", "bank:1")
    answer = await bob.does(show_balance)
    assert answer.says[0].facts["total"] == {"money": "200.00", "currency": "USD"}
    assert answer.says[0].facts["description"] == "Mattress, order 2"


async def test_the_breakdown_adds_up(ada):
    (_, text, note) = await ada.hears(await ada.does(show_breakdown))
    assert text.splitlines()[1:] == [
        "Principal (the bill itself): $300.00", "Interest: $20.00", "Fees: $10.00",
        "Total: $330.00",
    ]  # fmt: skip
    assert "proof" in note


async def test_ways_to_pay_name_the_reference_and_the_countrys_own_way(world, ada):
    texts = await ada.hears(await ada.does(show_ways_to_pay))
    assert "https://pay.juniper-oak.example/A-1" in texts[1]
    assert "bank transfer" in texts[2]
    bia = await world.meet("B-1", country="BR")
    texts = await bia.hears(await bia.does(show_ways_to_pay))
    assert "R$ 330,00" in texts[1]
    assert "pix@juniper-oak.example" in texts[2]
