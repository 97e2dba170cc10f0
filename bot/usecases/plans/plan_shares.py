"""How far is each debt's share of a plan paid, and does what the plan would waive still stand?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.rules.account import EntryKind
from bot.rules.money import Money, total_of
from bot.rules.plan import late_on
from bot.rules.plan_progress import Covered, Share, cover, split_over
from bot.usecases.plans.accrue_charges import is_accrual
from bot.usecases.plans.frozen_days import days_on_hold
from bot.usecases.plans.plan_terms import PlanTerms, terms_of
from bot.usecases.plans.plan_waivers import WAIVED_AT_ONCE
from bot.usecases.records import LedgerEntry, Plan, PlanInstalment
from bot.usecases.scene import Scene


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares, oldest due first; the instalments and the days on which a hold froze them;
    and since when the plan's discount is lost (None: it stands, or there was none).

    A discount for paying by a day is lost when that day, and the days of grace, went by without
    all of it: from then on each debt asks for the whole again. Money that was sent in time and
    told later counts as in time.
    """

    agreed: tuple[Covered, ...]
    whole: tuple[Covered, ...]
    parts: tuple[PlanInstalment, ...]
    frozen: Collection[date]
    currency: str
    lapsed_on: date | None = None

    @property
    def covered(self) -> tuple[Covered, ...]:
        """What each debt pays: as agreed, or the whole of it since the discount was lost."""
        return self.whole if self.lapsed_on else self.agreed

    def split(self, amount: Money) -> dict[str, Money]:
        """Onto which debts a payment goes, oldest first: what was agreed, then what a lost discount
        asks for. What is beyond the plan is not in the answer."""
        onto = dict(split_over(amount, self.agreed))
        rest = amount - total_of(onto.values(), self.currency)
        for one, agreed in zip(self.covered, self.agreed, strict=True):
            more = min(rest, one.left - agreed.left)
            rest -= more
            if more:
                before = onto.get(one.share.debt, Money.zero(self.currency))
                onto[one.share.debt] = before + more
        return onto

    @property
    def paid(self) -> Money:
        """What was paid on the plan."""
        return total_of((one.paid for one in self.covered), self.currency)

    @property
    def credited(self) -> Money:
        """What credit notes took off the plan."""
        return total_of((one.credited for one in self.covered), self.currency)

    @property
    def left(self) -> Money:
        """What is still to be paid."""
        return total_of((one.left for one in self.covered), self.currency)


async def shares_of(scene: Scene, plan: Plan, terms: PlanTerms) -> Shares:
    """How the plan's shares stand by the ledger."""
    known = {d.reference: d for d in await scene.work.debts.find(account_id=scene.account.id)}
    debts = [known[share.debt] for share in terms.shares]
    since = {}
    for debt in debts:
        rows = await scene.work.ledger.find(debt_id=debt.id)
        since[debt.reference] = [row for row in rows if str(row.id) not in terms.before]
    parts = await scene.work.instalments.find(plan_id=plan.id)
    parts.sort(key=lambda part: part.due_date)
    first = min((part.due_date for part in parts), default=scene.today)
    frozen = await days_on_hold(scene, [debt.id for debt in debts], first, scene.today)
    whole = tuple(_whole(share) for share in terms.shares)
    stands = Shares(
        agreed=_covered(terms.shares, since),
        whole=_covered(whole, since),
        parts=tuple(parts),
        frozen=frozen,
        currency=plan.currency,
    )
    if plan.offer["kind"] in WAIVED_AT_ONCE or whole == terms.shares:
        return stands
    return replace(stands, lapsed_on=_lapsed_on(scene, terms, stands, since))


async def discount_lost(scene: Scene, plan: Plan) -> bool:
    """Did a plan that would waive something for paying by a day run out of that day?"""
    terms = terms_of(plan)
    return terms is not None and (await shares_of(scene, plan, terms)).lapsed_on is not None


def _lapsed_on(
    scene: Scene, terms: PlanTerms, stands: Shares, since: dict[str, list[LedgerEntry]]
) -> date | None:
    """The day on which a discount was lost, if it was."""
    last = max((part.due_date for part in stands.parts), default=scene.today)
    late = late_on(last, scene.today, terms.grace_days, stands.frozen)
    if late is None:
        return None
    end = datetime.combine(late, time.min, scene.zone)
    in_time = _covered(terms.shares, since, end)
    return late if any(one.left for one in in_time) else None


def _whole(share: Share) -> Share:
    waived = total_of(share.waived.values(), share.payable.currency)
    return replace(share, payable=share.payable + waived)


def _covered(
    shares: tuple[Share, ...], since: dict[str, list[LedgerEntry]], end: datetime | None = None
) -> tuple[Covered, ...]:
    """With payments before `end` only, if it is given."""
    found = []
    for share in shares:
        rows, currency = since[share.debt], share.payable.currency
        paid, credited = Money(_paid(rows, end), currency), Money(_credited(rows), currency)
        found.append(cover(share, paid, credited))
    return tuple(found)


def _paid(since: list[LedgerEntry], end: datetime | None) -> int:
    """Net of what was taken back of these payments; of older ones nothing counts either way."""
    paid = [r for r in since if r.kind == EntryKind.PAYMENT and (end is None or r.at < end)]
    own = {row.id for row in paid}
    back = sum(row.amount for row in since if row.reverses in own)
    return sum(row.amount for row in paid) - back


def _credited(since: list[LedgerEntry]) -> int:
    """Credit notes. Accrual's own lower first what accrual has added since, outside the plan."""
    notes = [row for row in since if row.kind == EntryKind.CREDIT]
    charged = sum(r.amount for r in since if is_accrual(r) and r.kind != EntryKind.CREDIT)
    by_hand = sum(row.amount for row in notes if not is_accrual(row))
    by_accrual = sum(row.amount for row in notes if is_accrual(row))
    return by_hand + max(0, by_accrual - charged)
