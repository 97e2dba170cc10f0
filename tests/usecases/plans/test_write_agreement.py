"""What was agreed, in writing: the creditor by law and name, each debt, each payment."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.money import Money
from bot.usecases.find_person import UnknownAccount
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.plans.write_agreement import NoAgreement, write_agreement


async def agrees(person, wish=Wish.PLAN, *, terms=None):
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, wish, "")
    await person.does(accept_offer, 1)

    async def change(work, scene):
        plan = (await work.plans.find(account_id=scene.account.id))[-1]
        plan.terms = {**plan.terms, **(terms or {})}

    await person.change(change)
    return (await person.look("plans"))[-1]


def sections(facts):
    return {section.heading: section for section in facts.sections}


async def test_it_names_the_creditor_as_the_law_asks_and_the_person(world, ada):
    plan = await agrees(ada)
    facts = await write_agreement(world.tools, "A-1")
    creditor = world.tools.creditor
    assert facts.facts == (
        ("Date of the agreement", "March 3, 2026"),
        ("Agreement number", str(plan.id)),
        ("Creditor", creditor.legal_name),
        ("Address", creditor.address),
        ("Tax number", creditor.tax_id),
        ("Site", creditor.site),
        ("Customer", "Ada Lovelace"),
        ("Customer reference", "A-1"),
    )
    assert facts.footer == f"Agreement {plan.id}, written rules {plan.policy_version}"
    assert (facts.number, facts.agreed_at) == (plan.id, plan.agreed_at)
    assert (facts.language, facts.paper) == ("en-US", "letter")


async def test_the_schedule_is_the_plan_to_the_cent(world, ada):
    plan = await agrees(ada)
    parts = await agreed_parts(world, plan)
    schedule = sections(await write_agreement(world.tools, "A-1"))["The payments"].table
    assert [row[0] for row in schedule.rows] == [str(n) for n in range(1, len(parts) + 1)]
    assert [row[2] for row in schedule.rows] == [f"${p.amount / 100:,.2f}" for p in parts]
    assert schedule.rows[0][1] == parts[0].due_date.strftime("%B %-d, %Y")
    assert schedule.total == ("Total", "", "$305.00")
    assert plan.total == sum(p.amount for p in parts) == 30_500


async def agreed_parts(world, plan):
    async with world.tools.open_work() as work:
        return await work.instalments.find(plan_id=plan.id)


async def test_each_debt_with_its_share_and_what_is_waived(world, ada):
    await agrees(ada)
    debts = sections(await write_agreement(world.tools, "A-1"))["The debts"]
    assert debts.table.rows == (
        ("A-1-D1", "Sofa, order 1", "February 1, 2026", "$25.00", "$305.00"),
    )
    assert debts.table.total == ("Total", "", "", "$25.00", "$305.00")
    (waived,) = debts.paragraphs
    assert waived.endswith(
        "waives $25.00 from the date of this agreement: $15.00 of interest; $10.00 of fees."
    )


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"grace_days": 3, "interest_free": True}, "up to 3 days after its day"),
        ({"grace_days": 1, "interest_free": True}, "up to 1 day after its day"),
        ({"grace_days": 0, "interest_free": True}, "A payment that arrives after its day"),
        ({"grace_days": 3, "interest_free": True}, "No interest is added"),
        ({"grace_days": 3, "interest_free": False}, "Interest goes on as your contract says"),
    ],
)
async def test_the_terms_frozen_with_it_are_told(world, ada, terms, said):
    await agrees(ada, terms=terms)
    change = sections(await write_agreement(world.tools, "A-1"))["If something changes"]
    assert len(change.paragraphs) == 3
    assert said in "\n".join(change.paragraphs)


async def test_paying_in_full_earns_its_waiver_by_paying(world, ada):
    await agrees(ada, Wish.DISCOUNT)
    found = sections(await write_agreement(world.tools, "A-1"))
    assert "pays $300.00 by" in found["What we agreed"].paragraphs[0]
    assert "once the payment under this agreement has arrived" in found["The debts"].paragraphs[0]
    assert len(found["The payments"].table.rows) == 1


async def test_two_debts_each_with_its_share_sum_to_the_plan(world):
    bob = await world.meet("B-1", debts=(("333.33", "7.77", "1.11"), ("98.76", "5.43", "0.01")))
    plan = await agrees(bob)
    debts = sections(await write_agreement(world.tools, "B-1"))["The debts"].table
    payable = [Money.parse(row[4].lstrip("$"), "USD").minor for row in debts.rows]
    assert len(payable) == 2
    assert sum(payable) == plan.total
    assert debts.total[4] == f"${plan.total / 100:.2f}"


async def test_a_changed_plan_names_the_one_whose_place_it_takes(world, ada):
    plan = await agrees(ada)
    earlier = plan.agreed_at - timedelta(days=9)
    old = replace(plan, id=uuid.uuid4(), state="renegotiated", agreed_at=earlier, offer_id=None)

    async def renegotiate(work, scene):
        work.plans.add(old)
        await work.flush()
        (await work.plans.get(id=plan.id)).renegotiates = old.id

    await ada.change(renegotiate)
    agreed = sections(await write_agreement(world.tools, "A-1"))["What we agreed"]
    assert agreed.paragraphs[1] == f"It takes the place of agreement {old.id}."


async def test_in_portuguese_with_pix(world):
    rita = await world.meet("R-1", country="BR", name="Conceição Ninguém")
    await agrees(rita)
    facts = await write_agreement(world.tools, "R-1")
    found = sections(facts)
    assert (facts.title, facts.language, facts.paper) == ("Acordo de pagamento", "pt-BR", "a4")
    assert facts.page == "Página {page} de {pages}"
    assert "Conceição Ninguém paga R$" in found["O que combinamos"].paragraphs[0]
    assert world.tools.creditor.pix_key in found["Como pagar"].paragraphs[0]


async def test_a_transfer_outside_brazil(world, ada):
    await agrees(ada)
    ways = sections(await write_agreement(world.tools, "A-1"))["How to pay"].paragraphs
    assert world.tools.creditor.bank_details in ways[0]
    assert "with the reference A-1" in ways[0]


async def test_the_plan_that_is_asked_for(world, ada):
    plan = await agrees(ada)
    assert (await write_agreement(world.tools, "A-1", plan.id)).number == plan.id
    with pytest.raises(NoAgreement, match="nothing was agreed in writing with A-1"):
        await write_agreement(world.tools, "A-1", uuid.uuid4())


async def test_nothing_agreed_and_nobody_known(world, ada):
    with pytest.raises(NoAgreement):
        await write_agreement(world.tools, "A-1")
    with pytest.raises(UnknownAccount):
        await write_agreement(world.tools, "NOBODY")
