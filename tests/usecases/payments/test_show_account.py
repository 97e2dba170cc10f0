"""What is owed, of what it is made, and how to pay: the ledger's own figures, after identity."""

from datetime import date, timedelta

import pytest

from bot.paying.pix import fields, is_valid
from bot.usecases.answer import Need
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.payments.show_account import show_balance, show_breakdown, show_ways_to_pay
from bot.usecases.payments.ways_to_pay import due_now, how_to_pay_line
from bot.usecases.records import Plan, PlanInstalment
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


async def test_ways_to_pay_name_the_reference_and_a_transfer(ada):
    texts = await ada.hears(await ada.does(show_ways_to_pay))
    first, link = texts[1].splitlines()[0].rsplit(" ", 1)
    assert first == "You can pay $330.00 here:"
    assert texts[1].splitlines()[1] == "Reference: A-1-D1"
    ticket = ada.world.tools.pages.read(link.removeprefix("https://pay.test/pay/"))
    assert (ticket.subject.kind, ticket.language) == ("debt", "en")
    assert ticket.expires == ada.world.store.now + timedelta(days=14)
    assert texts[2].splitlines()[0].endswith("with the reference A-1-D1:")


async def test_in_brazil_the_pix_code_is_a_message_of_its_own(world):
    bia = await world.meet("B-1", country="BR")
    answer = await bia.does(show_ways_to_pay)
    assert keys(answer) == ["ways_to_pay", "pix"]
    _, ways, code = await bia.hears(answer)
    assert ways.startswith("Você pode pagar R$ 330,00 aqui: https://pay.test/pay/g")
    read = fields(code)
    assert is_valid(code)
    assert (read["53"], read["54"], read["58"]) == ("986", "330.00", "BR")
    assert fields(read["26"]) == {"00": "br.gov.bcb.pix", "01": "pix@juniper-oak.example"}
    assert fields(read["62"]) == {"05": "B1D1"}


async def test_several_debts_are_paid_in_one_sum_by_the_accounts_reference(world):
    bob = await world.meet("B-1", debts=(("100.10", "0", "0"), ("200.20", "5.05", "0")))
    due = await bob.does(due_now)
    assert (str(due.amount), due.reference, due.subject.kind) == ("305.35 USD", "B-1", "account")
    assert due.onto == "account:B-1"


async def agree(person, *parts, debts=("A-1-D1",)):
    """A plan runs, by hand; the parts are (amount, paid) in minor units, a month apart."""

    async def agreed(work, scene):
        plan = Plan(
            account_id=scene.account.id, state="active", currency="USD", frequency="monthly",
            total=sum(amount for amount, _ in parts), policy_version="1", agreed_at=work.now,
            offer={"debts": list(debts)},
        )  # fmt: skip
        work.plans.add(plan)
        for n, (amount, paid) in enumerate(parts, start=1):
            day = date(2026, 3 + n, 5)
            work.instalments.add(
                PlanInstalment(plan_id=plan.id, position=n, amount=amount, due_date=day, paid=paid)
            )

    await person.change(agreed)


async def test_a_running_plan_asks_for_what_is_open_on_its_next_instalment(ada):
    await agree(ada, (11000, 11000), (11000, 2550), (11000, 0))
    due = await ada.does(due_now)
    assert (str(due.amount), due.due_date) == ("84.50 USD", date(2026, 5, 5))
    answer = await ada.does(show_ways_to_pay)
    assert "line_pay_hard" not in str(answer.says)
    (_, text, _) = await ada.hears(answer)
    assert text.startswith("You can pay $84.50, due May 5, 2026, here: https://pay.test/pay/g")


async def test_the_line_after_an_agreement_names_its_first_payment(ada):
    await agree(ada, (16500, 0), (16500, 0))
    line = await ada.does(how_to_pay_line)
    (_, text) = await ada.hears((line,))
    assert text.startswith(
        "You can pay $165.00, due April 5, 2026, here whenever it suits you: https://pay.test/pay/"
    )
    assert "\nOur agreement in writing: https://pay.test/agreements/a" in text
    assert text.isascii()
    assert len(text) <= 320


async def test_who_asks_how_to_pay_is_told_where_the_agreement_is_while_a_plan_runs(ada):
    assert "agreements" not in str((await ada.does(show_ways_to_pay)).says)
    await agree(ada, (16500, 0), (16500, 0))
    (_, text, _) = await ada.hears(await ada.does(show_ways_to_pay))
    (plan,) = await ada.look("plans")
    title, address = text.splitlines()[-2:]
    assert title == "Payment agreement"
    token = address.removeprefix("https://pay.test/agreements/")
    ticket = ada.world.tools.pages.read_agreement(token)
    assert (ticket.plan_id, ticket.language) == (plan.id, "en")
    assert ticket.expires - ada.world.store.now == timedelta(days=14)


async def test_the_line_names_the_plan_that_took_the_place_of_another(ada):
    await agree(ada, (16500, 0), (16500, 0))

    async def earlier(work, scene):
        plan = await work.plans.get(account_id=scene.account.id)
        plan.state, plan.agreed_at = "renegotiated", plan.agreed_at - timedelta(days=3)

    await ada.change(earlier)
    await agree(ada, (11000, 0), (11000, 0), (11000, 0))
    line = await ada.does(how_to_pay_line)
    token = line.facts["agreement"].rsplit("/", 1)[1]
    (active,) = await ada.look("plans", state="active")
    assert ada.world.tools.pages.read_agreement(token).plan_id == active.id


async def test_no_line_without_an_agreement(ada):
    assert await ada.does(how_to_pay_line) is None


async def test_no_line_when_nothing_is_owed(world):
    bob = await world.meet("B-1", debts=())
    assert await bob.does(how_to_pay_line) is None


async def test_an_instalment_over_two_debts_names_the_first_that_is_open(world):
    bob = await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "0", "0")))
    await agree(bob, (15000, 0), (15000, 0), debts=("B-1-D1", "B-1-D2"))
    due = await bob.does(due_now)
    assert (str(due.amount), due.onto, due.reference) == ("150.00 USD", "B-1-D1", "B-1-D1")
