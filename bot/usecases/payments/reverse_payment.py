"""A payment is taken back, in whole or part: what it had paid is owed again."""

from __future__ import annotations

from bot.rules.account import EntryKind
from bot.rules.money import Money
from bot.usecases.payments.record_payment import PaymentConflict
from bot.usecases.plans.settle import settle
from bot.usecases.ports import Tools, Work
from bot.usecases.records import LedgerEntry, Payment
from bot.usecases.scene import Scene

PART = "+"
"""Between the source of a payment in one sum for several debts and the number of its part."""
TOO_MUCH = "a reversal takes back more than nothing and no more than is left"
_ADDS = {EntryKind.PAYMENT: 1, EntryKind.REVERSAL: -1}


class UnknownPayment(LookupError):
    """No payment has this reference."""


async def reverse_payment(
    tools: Tools,
    source: str,
    amount: str | None = None,
    *,
    reason: str,
    reference: str,
    whole: bool = False,
) -> bool:
    """Take back a payment that was booked as `source`; False if `reference` was booked.

    `amount` is a decimal string in the payment's currency, None: all that is left of it. `whole`:
    with every part of a sum that came for several debts. Plans, promises and waivers that rested
    on it follow. Raises UnknownPayment; PaymentConflict when the reference was used otherwise;
    ValueError when the amount is not positive, or above what is left.
    """
    async with tools.open_work() as work:
        payment = await find_payment(work, source)
        scene = await _open_for(work, tools, payment)
        wanted = Money.parse(amount, payment.currency).minor if amount is not None else None
        parts = await parts_of(work, source) if whole else [payment]
        if len(parts) > 1:
            if await _told(work, parts, reference):
                return False
            rest = wanted if wanted is not None else await _left_of(work, parts)
            if not 0 < rest <= await _left_of(work, parts):
                raise ValueError(TOO_MUCH)
            await _take_back_parts(scene, parts, rest, reason=reason, reference=reference)
        elif not await take_back(scene, payment, wanted, reason=reason, reference=reference):
            return False
        await _keep(scene)
        return True


async def reverse_parts(
    tools: Tools, source: str, amount: Money, *, reason: str, reference: str
) -> bool:
    """Take back what came in one sum for several debts: all of it or, when the process dies
    meanwhile, nothing. Never more than is left; False when `reference` was booked, or nothing is
    left. Raises UnknownPayment; ValueError for another currency.
    """
    async with tools.open_work() as work:
        first = await find_payment(work, source)
        scene = await _open_for(work, tools, first)
        if first.currency != amount.currency:
            raise ValueError(f"the payment {source} is in {first.currency}")
        parts = await parts_of(work, source)
        rest = min(amount.minor, await _left_of(work, parts))
        if rest <= 0 or await _told(work, parts, reference):
            return False
        await _take_back_parts(scene, parts, rest, reason=reason, reference=reference)
        await _keep(scene)
        return True


async def _take_back_parts(
    scene: Scene, parts: list[Payment], rest: int, *, reason: str, reference: str
) -> None:
    """From the last part to the first."""
    for payment, name in reversed(list(zip(parts, _names(parts, reference), strict=True))):
        part = min(rest, await _left_of(scene.work, [payment]))
        if part > 0:
            rest -= part
            await take_back(scene, payment, part, reason=reason, reference=name)


async def _told(work: Work, parts: list[Payment], reference: str) -> bool:
    sources = [f"reversal:{name}" for name in _names(parts, reference)]
    return bool(await work.ledger.find(source=sources, limit=1))


def _names(parts: list[Payment], reference: str) -> list[str]:
    return [f"{reference}{PART}{n}" for n in range(1, len(parts) + 1)]


async def find_payment(work: Work, source: str) -> Payment:
    """The payment that was booked as `source`. Raises UnknownPayment."""
    payment = await work.payments.get(reference=source)
    if payment is None:
        raise UnknownPayment(f"no payment has the reference {source}")
    return payment


async def parts_of(work: Work, source: str) -> list[Payment]:
    """The payments that a source was booked as, in the order of their parts."""
    found: list[Payment] = []
    name = source
    while (payment := await work.payments.get(reference=name)) is not None:
        found.append(payment)
        name = f"{source}{PART}{len(found) + 1}"
    return found


async def take_back(
    scene: Scene, payment: Payment, wanted: int | None, *, reason: str, reference: str
) -> bool:
    """Write the reversal (minor units; None: all that is left); False if it stands. What rests on
    the payment follows when the scene is settled. Raises as `reverse_payment`."""
    rows = await scene.work.ledger.find(payment_id=payment.id)
    if await _known(scene.work, rows, f"reversal:{reference}", wanted):
        return False
    taken = _book(scene, payment, rows, f"reversal:{reference}", wanted)
    amount = taken.decimal()
    scene.log("payment_reversed", source=payment.reference, amount=amount, reason=reason)
    return True


async def _open_for(work: Work, tools: Tools, payment: Payment) -> Scene:
    thread = await work.conversations.get(account_id=payment.account_id)
    if thread is None:
        raise UnknownPayment(f"the payment {payment.reference} belongs to no conversation")
    return await Scene.open(work, tools, thread.id)


async def _keep(scene: Scene) -> None:
    await scene.work.flush()
    await settle(scene)
    await scene.work.commit()


async def _left_of(work: Work, parts: list[Payment]) -> int:
    """What was not taken back of these payments, in minor units."""
    rows = await work.ledger.find(payment_id=[payment.id for payment in parts])
    return sum(_ADDS[EntryKind(row.kind)] * row.amount for row in rows)


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
        raise ValueError(TOO_MUCH)
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
