"""What does the person owe, of what is it made, and how can it be paid? From the ledger only."""

from __future__ import annotations

from bot.usecases.answer import Answer, Need, say
from bot.usecases.payments.ways_to_pay import agreement_address, due_now, page_address, pix_code
from bot.usecases.ports import Say
from bot.usecases.scene import OwedDebt, Scene, sum_owed


async def show_balance(scene: Scene) -> Answer:
    """What is owed in all and since when; a line for each debt when there are several."""
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    owed = await scene.owed()
    if not owed:
        return Answer((say("nothing_owed"),))
    total, oldest = sum_owed(owed), min(o.debt.due_date for o in owed)
    if len(owed) == 1:
        description = owed[0].debt.description
        message = say("balance", total=total, oldest_due=oldest, description=description)
    else:
        message = say("balance_several", total=total, oldest_due=oldest, lines=_lines(owed))
    return Answer((message,))


def _lines(owed: list[OwedDebt]) -> list[Say]:
    return [
        say(
            "line_debt",
            description=o.debt.description,
            total=o.total,
            due_date=o.debt.due_date,
        )
        for o in owed
    ]


async def show_breakdown(scene: Scene) -> Answer:
    """Principal, interest and fees of each debt."""
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    owed = await scene.owed()
    if not owed:
        return Answer((say("nothing_owed"),))
    parts = [
        say(
            "breakdown",
            description=o.debt.description,
            principal=o.balance.principal,
            interest=o.balance.interest,
            fees=o.balance.fees,
            total=o.total,
            due_date=o.debt.due_date,
        )
        for o in owed
    ]
    return Answer((*parts, say("breakdown_note")))


async def show_ways_to_pay(scene: Scene) -> Answer:
    """What is to be paid now, our page for it, and the country's own way: Pix or a transfer; of a
    plan that runs also where its agreement can be read.

    The Pix code is a message of its own, so that it can be copied.
    """
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    due = await due_now(scene)
    if due is None:
        return Answer((say("nothing_owed"),))
    code = pix_code(scene.tools.creditor, due)
    what = "line_pay_instalment" if due.instalment else "line_pay_balance"
    notes = [] if due.instalment else [say("line_pay_hard")]
    notes += await _agreement(scene)
    ways = say(
        "ways_to_pay",
        what=say(what, amount=due.amount, due_date=due.due_date),
        link=await page_address(scene, due),
        reference=due.reference,
        notes=[*notes, say("line_pix_follows")] if code else notes,
        amount=due.amount,
    )
    if code:
        return Answer((ways, say("pix", code=code)))
    bank = scene.tools.creditor.bank_details
    return Answer((ways, say("bank_transfer", bank_details=bank, reference=due.reference)))


async def _agreement(scene: Scene) -> list[Say]:
    address = await agreement_address(scene)
    return [say("agreement_title"), say("agreement_cell", value=address)] if address else []
