"""What shapes the offers open to this person? Facts from the records, put before the rules."""

from __future__ import annotations

from datetime import date

from bot.rules.account import days_past_due
from bot.rules.cases import CaseKind
from bot.rules.holds import HoldReason, active
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Frequency, PlanLimits, Situation, owed_in_all
from bot.rules.payday import Payday
from bot.rules.segments import INDIVIDUAL, AccountFacts, Segment, segment_of
from bot.usecases.people.tell_circumstances import HARDSHIP, known
from bot.usecases.plans.running_plan import times_changed
from bot.usecases.records import Circumstance
from bot.usecases.scene import OwedDebt, Scene, sum_owed

NOT_NEGOTIABLE = frozenset({HoldReason.DISPUTE, HoldReason.IDENTITY_THEFT})
"""While one of these holds a debt, nobody is asked to pay it, not even in parts."""


async def negotiable(scene: Scene) -> list[OwedDebt]:
    """The debts that offers may be made about: owed, and neither disputed nor frozen."""
    holds = [h for h in active(await scene.holds(), scene.now) if h.reason in NOT_NEGOTIABLE]
    if any(h.debt is None for h in holds):
        return []
    frozen = {h.debt for h in holds}
    return [owed for owed in await scene.owed() if owed.debt.reference not in frozen]


async def situation_of(scene: Scene, owed: list[OwedDebt]) -> Situation:
    """The person's situation as the offer rules judge it. `owed` must not be empty."""
    currency = owed[0].debt.currency
    told = await known(scene)
    affordable = next((c for c in told if c.affordable is not None), None)
    income, outgoings = _newest(told, "income"), _newest(told, "outgoings")
    hardship = any(c.kind in HARDSHIP for c in told) or await _has_case(scene, CaseKind.HARDSHIP)
    vulnerable = await _has_case(scene, CaseKind.VULNERABILITY)
    return Situation(
        country=scene.account.country,
        person_type=scene.account.person_type,
        segment=segment_for(scene, owed, hardship=hardship, vulnerable=vulnerable).name,
        owed=tuple(
            DebtOwed(o.debt.reference, o.balance, o.debt.due_date, o.debt.product or "")
            for o in owed
        ),
        affordable=Money(affordable.affordable or 0, currency) if affordable else None,
        frequency=Frequency(affordable.frequency) if affordable and affordable.frequency else None,
        payday=next((Payday.parse(c.payday) for c in told if c.payday), None),
        hardship=hardship,
        vulnerable=vulnerable,
        income=Money(income, currency) if income is not None else None,
        outgoings=Money(outgoings, currency) if outgoings is not None else None,
        minimum_income=_minimum_income(scene, currency),
        renegotiations=await times_changed(scene),
    )


def _newest(told: list[Circumstance], name: str) -> int | None:
    """What was told last of it."""
    return next((getattr(c, name) for c in told if getattr(c, name) is not None), None)


def _minimum_income(scene: Scene, currency: str) -> Money | None:
    """What the law of the country leaves a person to live on, where it is in force."""
    row = scene.policy.facts.minimum_income
    if row is None or scene.today < row.valid_from or row.amount.currency != currency:
        return None
    return row.amount if scene.account.person_type == INDIVIDUAL else None


LATE_MORE_THAN_ONCE = 2
"""An account that is not late for the first time was late at least once before: twice with this
time. How often exactly is not in the record."""


def segment_for(scene: Scene, owed: list[OwedDebt], *, hardship: bool, vulnerable: bool) -> Segment:
    """The segment that the account is in, by the policy's rows, with the conditions that led there.

    `owed` must not be empty.
    """
    oldest = min(o.debt.due_date for o in owed)
    return _segment(scene, sum_owed(owed), oldest, hardship=hardship, vulnerable=vulnerable)


def _segment(
    scene: Scene, owed: Money, oldest: date, *, hardship: bool, vulnerable: bool
) -> Segment:
    account, worth = scene.account, scene.account.lifetime_value
    facts = AccountFacts(
        country=account.country,
        person_type=account.person_type,
        first_time_late=account.first_time_late,
        times_late=0 if account.first_time_late else LATE_MORE_THAN_ONCE,
        lifetime_value=Money(worth, owed.currency) if worth is not None else None,
        hardship=hardship,
        vulnerable=vulnerable,
        owed=owed,
        oldest_days_past_due=days_past_due(oldest, scene.today),
    )
    return segment_of(facts, scene.policy.segments)


def limits_for(scene: Scene, situation: Situation) -> PlanLimits:
    """The policy rows that bound this person's offers: the strictest of the products, and for a
    person in need of care nothing less than they would have without it."""
    currency = situation.owed[0].balance.currency
    products = [d.product for d in situation.owed if d.balance.total]
    calm = ""
    if situation.needs_care:
        owed = owed_in_all(situation.owed, currency).total
        oldest = min(d.due_date for d in situation.owed)
        calm = _segment(scene, owed, oldest, hardship=False, vulnerable=False).name
    return scene.policy.limits_for(situation.segment, currency, products, calm)


async def _has_case(scene: Scene, kind: CaseKind) -> bool:
    case = await scene.work.cases.get(account_id=scene.account.id, kind=kind, closed_at=None)
    return case is not None
