"""What does the person owe, of what is it made, and how can it be paid? From the ledger only."""

from __future__ import annotations

from bot.usecases.answer import Answer, Need, say
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
    """A link with the account's reference, and the country's own way: Pix or a bank transfer."""
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    owed = await scene.owed()
    if not owed:
        return Answer((say("nothing_owed"),))
    reference = scene.account.reference
    creditor = scene.tools.creditor
    link = f"{creditor.payment_link}/{reference}"
    says = [say("ways_to_pay", link=link, reference=reference, total=sum_owed(owed))]
    if scene.account.country == "BR":
        says.append(say("pix", pix_key=creditor.pix_key))
    else:
        says.append(say("bank_transfer", bank_details=creditor.bank_details))
    return Answer(tuple(says))
