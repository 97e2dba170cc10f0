"""What shapes the offers open to this person? Facts from the records, put before the rules."""

from __future__ import annotations

from bot.rules.cases import CaseKind
from bot.rules.holds import HoldReason, active
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Frequency, PlanLimits, Situation
from bot.rules.payday import Payday
from bot.rules.segments import AccountFacts, segment_of
from bot.usecases.scene import OwedDebt, Scene
from bot.usecases.tell_circumstances import HARDSHIP, known

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
    hardship = any(c.kind in HARDSHIP for c in told) or await _has_case(scene, CaseKind.HARDSHIP)
    vulnerable = await _has_case(scene, CaseKind.VULNERABILITY)
    return Situation(
        country=scene.account.country,
        person_type=scene.account.person_type,
        segment=segment_name(scene, currency, hardship=hardship, vulnerable=vulnerable),
        owed=tuple(DebtOwed(o.debt.reference, o.balance, o.debt.due_date) for o in owed),
        affordable=Money(affordable.affordable or 0, currency) if affordable else None,
        frequency=Frequency(affordable.frequency) if affordable and affordable.frequency else None,
        payday=next((Payday.parse(c.payday) for c in told if c.payday), None),
        hardship=hardship,
        vulnerable=vulnerable,
    )


LATE_MORE_THAN_ONCE = 2
"""An account that is not late for the first time was late at least once before."""


def segment_name(scene: Scene, currency: str, *, hardship: bool, vulnerable: bool) -> str:
    """The segment that the account is in, by the policy's rows."""
    account = scene.account
    worth = account.lifetime_value
    facts = AccountFacts(
        country=account.country,
        person_type=account.person_type,
        first_time_late=account.first_time_late,
        times_late=0 if account.first_time_late else LATE_MORE_THAN_ONCE,
        lifetime_value=Money(worth, currency) if worth is not None else None,
        hardship=hardship,
        vulnerable=vulnerable,
    )
    return segment_of(facts, scene.policy.segments).name


def limits_for(scene: Scene, situation: Situation) -> PlanLimits:
    """The policy row that bounds this person's offers."""
    currency = situation.owed[0].balance.currency
    return scene.policy.plan_limits(situation.segment, currency)


async def _has_case(scene: Scene, kind: CaseKind) -> bool:
    case = await scene.work.cases.get(account_id=scene.account.id, kind=kind, closed_at=None)
    return case is not None
