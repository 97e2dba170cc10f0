"""A payment is taken back, in whole or part: what it had paid is owed again."""

from __future__ import annotations

from bot.rules.account import EntryKind
from bot.rules.money import Money
from bot.usecases.ports import Tools, Work
from bot.usecases.record_payment import PaymentConflict
from bot.usecases.records import LedgerEntry, Payment
from bot.usecases.scene import Scene
from bot.usecases.settle import settle


class UnknownPayment(LookupError):
    """No payment has this reference."""


async def reverse_payment(
    tools: Tools, source: str, amount: str | None = None, *, reason: str, reference: str
) -> bool:
    """Take back a payment that was booked as `source`; False if `reference` was booked.

    `amount` is a decimal string in the payment's currency, None: all that is left of it. Plans,
    promises and waivers that rested on it follow. Raises UnknownPayment; PaymentConflict when the
    reference was used otherwise; ValueError when the amount is not positive, or above what is
    left.
    """
    async with tools.open_work() as work:
        payment = await work.payments.get(reference=source)
        thread = await work.conversations.get(account_id=payment.account_id) if payment else None
        if payment is None or thread is None:
            raise UnknownPayment(f"no payment has the reference {source}")
        scene = await Scene.open(work, tools, thread.id)
        rows = await work.ledger.find(payment_id=payment.id)
        wanted = Money.parse(amount, payment.currency).minor if amount is not None else None
        if await _known(work, rows, f"reversal:{reference}", wanted):
            return False
        taken = _book(scene, payment, rows, f"reversal:{reference}", wanted)
        await work.flush()
        await settle(scene)
        scene.log("payment_reversed", source=source, amount=taken.decimal(), reason=reason)
        await work.commit()
        return True


async def _known(work: Work, rows: list[LedgerEntry], source: str, wanted: int | None) -> bool:
    """Was this very reversal booked? PaymentConflict when the reference stands for another."""
    first = await work.ledger.get(source=source)
    if first is None:
        return False
    same = [row for row in rows if row.source == source or row.source.startswith(f"{first.id}:")]
    if not same or wanted not in (None, sum(row.amount for row in same)):
        raise PaymentConflict(f"the {source} was booked otherwise before")
    return True


def _book(
    scene: Scene, payment: Payment, rows: list[LedgerEntry], source: str, wanted: int | None
) -> Money:
    """From the last debt that the money went onto to the first. Answers how much."""
    lines = [row for row in rows if row.kind == EntryKind.PAYMENT]
    lines.sort(key=lambda row: (row.source != payment.reference, row.source))
    left = {
        row.id: row.amount - sum(r.amount for r in rows if r.reverses == row.id) for row in lines
    }
    rest = sum(left.values()) if wanted is None else wanted
    if not 0 < rest <= sum(left.values()):
        raise ValueError("a reversal takes back more than nothing and no more than is left")
    taken = Money(rest, payment.currency)
    first: LedgerEntry | None = None
    for n, row in enumerate(reversed(lines), start=1):
        part = min(rest, left[row.id])
        if not part:
            continue
        rest -= part
        entry = LedgerEntry(
            debt_id=row.debt_id,
            kind=EntryKind.REVERSAL,
            amount=part,
            at=max(scene.now, row.at),
            source=source if first is None else f"{first.id}:{n}",
            reverses=row.id,
            payment_id=payment.id,
        )
        first = first or entry
        scene.work.ledger.add(entry)
    return taken
