"""Interest and the late fee that the contract adds, written into the ledger: exactly, and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.rules.account import Component, EntryKind
from bot.rules.charges import Overdue, Posting, accrued, read_terms, to_post
from bot.rules.money import Money
from bot.usecases.plans.frozen_days import days_without_charges
from bot.usecases.records import Debt, LedgerEntry
from bot.usecases.scene import Scene, as_entry

INTEREST, LATE_FEE = "interest", "late-fee"
"""How the sources of the entries begin that accrual writes: interest:<debt>:<through day>."""


async def accrue(scene: Scene) -> None:
    """Bring the charges of all debts up to today, where the person lives.

    Any number of times a day: the sum is reckoned from the first day on and the ledger gets the
    difference to what was written before.
    """
    for debt in await scene.work.debts.find(account_id=scene.account.id):
        if bears_charges(scene, debt):
            await _accrue(scene, debt)


def bears_charges(scene: Scene, debt: Debt) -> bool:
    """May anything be added to this debt at all?"""
    return bool(debt.terms or scene.policy.charges.interest_without_agreement)


async def _accrue(scene: Scene, debt: Debt) -> None:
    rows = await scene.work.ledger.find(debt_id=debt.id)
    own = [row for row in rows if is_accrual(row)]
    last = max((day for day in map(_day_of, own) if day is not None), default=None)
    through = scene.today if last is None else max(scene.today, last)
    overdue = await _overdue(scene, debt, through)
    if through < overdue.first_day:
        return
    others = [as_entry(row, debt.currency) for row in rows if not is_accrual(row)]
    steps = accrued(overdue, others, through, [last] if last else [])
    interest, fee = (_written(own, name, debt.currency) for name in (INTEREST, LATE_FEE))
    corrections = sum(_day_of(row) is None for row in own)
    for posting in to_post(steps, interest, fee, last):
        corrections += posting.day is None
        scene.work.ledger.add(_entry(scene, overdue, debt, posting, corrections))
        if posting.day is None or posting.component is Component.FEES:
            facts = {"what": posting.kind, "component": posting.component}
            scene.log(
                "charges_changed", debt=debt.reference, amount=posting.amount.decimal(), **facts
            )


async def _overdue(scene: Scene, debt: Debt, through: date) -> Overdue:
    """What fell due till the debt was handed over stands in the amounts that were handed over."""
    overdue = Overdue(
        currency=debt.currency,
        terms=read_terms(debt.terms, debt.currency),
        limits=scene.policy.charges,
        due=debt.due_date,
        since=debt.created_at.astimezone(scene.zone).date(),
        zone=scene.zone,
    )
    frozen = await days_without_charges(scene, debt, overdue.first_day, through)
    return replace(overdue, frozen=frozen)


def is_accrual(row: LedgerEntry) -> bool:
    """Did accrual write this line?"""
    return row.kind in _KINDS and row.source.startswith((f"{INTEREST}:", f"{LATE_FEE}:"))


_KINDS = (EntryKind.INTEREST, EntryKind.FEE, EntryKind.CREDIT)


def _day_of(row: LedgerEntry) -> date | None:
    """The last day that the line is for; None for a correction."""
    try:
        return date.fromisoformat(row.source.rpartition(":")[2])
    except ValueError:
        return None


def _written(own: list[LedgerEntry], name: str, currency: str) -> Money:
    """What accrual has written in all, less what it took back."""
    minor = 0
    for row in own:
        if row.source.startswith(f"{name}:"):
            minor += -row.amount if row.kind == EntryKind.CREDIT else row.amount
    return Money(minor, currency)


def _entry(
    scene: Scene, overdue: Overdue, debt: Debt, posting: Posting, correction: int
) -> LedgerEntry:
    name = INTEREST if posting.component is Component.INTEREST else LATE_FEE
    at: datetime = scene.now
    end = f"correction-{correction}"
    if posting.day is not None:
        at, end = overdue.opening(posting.day), posting.day.isoformat()
    return LedgerEntry(
        debt_id=debt.id,
        kind=posting.kind,
        amount=posting.amount.minor,
        at=at,
        source=f"{name}:{debt.reference}:{end}",
        component=posting.component if posting.kind is EntryKind.CREDIT else None,
    )
