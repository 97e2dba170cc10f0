"""How much of a plan is paid, debt by debt and instalment by instalment, and what follows?

A plan freezes, when it is agreed, what each debt pays under it (`Share`). What was paid and
credited on the debts since then fills the shares, and the shares fill the instalments: payments in
the order of the due dates, credit notes from the last instalment backwards. Money of one currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.rules.account import Balance, Component
from bot.rules.money import Money, total_of
from bot.rules.plan import Instalment, PlanEvent, PlanState, Standing


@dataclass(frozen=True, slots=True)
class Share:
    """What one debt pays under a plan, and what is waived on it for that."""

    debt: str
    payable: Money
    waived_principal: Money
    waived_interest: Money
    waived_fees: Money

    @property
    def waived(self) -> dict[Component, Money]:
        """What is waived, by component."""
        return {
            Component.PRINCIPAL: self.waived_principal,
            Component.INTEREST: self.waived_interest,
            Component.FEES: self.waived_fees,
        }


def shares(
    owed: Sequence[tuple[str, Balance]], total: Money, waived: dict[Component, Money]
) -> tuple[Share, ...]:
    """Each debt's share of `total`, oldest due first as they come: the oldest gets its charges
    waived first, and pays first where the plan asks for a part only (token payments).

    ValueError when the plan asks for more than is owed.
    """
    left, to_pay, found = dict(waived), total, []
    for reference, balance in owed:
        cut = {}
        for component, outstanding in _parts(balance).items():
            cut[component] = min(left.get(component, total - total), outstanding)
            left[component] = left.get(component, total - total) - cut[component]
        rest = balance.total - total_of(cut.values(), total.currency)
        payable = min(rest, to_pay)
        to_pay -= payable
        found.append(
            Share(
                reference,
                payable,
                cut[Component.PRINCIPAL],
                cut[Component.INTEREST],
                cut[Component.FEES],
            )
        )
    if to_pay:
        raise ValueError("the plan asks for more than is owed")
    return tuple(found)


def _parts(balance: Balance) -> dict[Component, Money]:
    return {
        Component.PRINCIPAL: balance.principal,
        Component.INTEREST: balance.interest,
        Component.FEES: balance.fees,
    }


@dataclass(frozen=True, slots=True)
class Covered:
    """A share, and how much of it was paid and credited since; never more than it asks for."""

    share: Share
    paid: Money
    credited: Money

    @property
    def left(self) -> Money:
        """What is still to be paid of it."""
        return self.share.payable - self.paid - self.credited


def cover(share: Share, paid: Money, credited: Money) -> Covered:
    """How far `paid` (net of what was taken back) and `credited` since then fill the share.

    Credit notes come first: what was paid beyond the rest is credit on the debt, not on the plan.
    """
    zero = Money.zero(share.payable.currency)
    cut = min(max(credited, zero), share.payable)
    return Covered(share, min(max(paid, zero), share.payable - cut), cut)


def split_over(amount: Money, covered: Iterable[Covered]) -> tuple[tuple[str, Money], ...]:
    """How a payment goes onto the debts of a plan: the oldest first, each up to what is left of its
    share. What is beyond the plan is not in the answer."""
    parts = []
    for one in covered:
        part = min(amount, one.left)
        amount -= part
        if part:
            parts.append((one.share.debt, part))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Filled:
    """An instalment with what was paid of it and what a credit note took off it."""

    instalment: Instalment
    paid: Money
    credited: Money

    @property
    def left(self) -> Money:
        """What is still to be paid."""
        return self.instalment.amount - self.paid - self.credited


def fill(instalments: Iterable[Instalment], paid: Money, credited: Money) -> tuple[Filled, ...]:
    """The instalments by due date: `credited` cuts the last first, `paid` fills the first first."""
    parts = sorted(instalments, key=lambda i: i.due_date)
    cuts = []
    for part in reversed(parts):
        cut = min(credited, part.amount)
        credited -= cut
        cuts.append(cut)
    filled = []
    for part, cut in zip(parts, reversed(cuts), strict=True):
        used = min(paid, part.amount - cut)
        paid -= used
        filled.append(Filled(part, used, cut))
    return tuple(filled)


def asked(filled: Iterable[Filled]) -> tuple[Instalment, ...]:
    """The instalments as they still stand: less what was credited, none of nothing."""
    parts = (Instalment(f.instalment.amount - f.credited, f.instalment.due_date) for f in filled)
    return tuple(part for part in parts if part.amount)


def what_follows(state: PlanState, now: Standing) -> PlanEvent | None:
    """What a plan's standing means for its state; None: it stays as it is."""
    if state is PlanState.COMPLETED:
        return None if now.completed else PlanEvent.REOPEN
    if state not in (PlanState.ACTIVE, PlanState.BROKEN):
        return None
    if now.completed:
        return PlanEvent.COMPLETE
    if now.broken == (state is PlanState.BROKEN):
        return None
    return PlanEvent.BREAK if now.broken else PlanEvent.CURE
