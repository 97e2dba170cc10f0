"""Is this answer a concession, and has the person given something in return since the last?

Two concessions never follow each other without something in return (humane collection: flexible
is not permissive). Then the standing offer is repeated and a person decides: never a bare no.
An offer is a concession when it asks for less than the most lenient offer shown so far in the
same negotiation: a smaller burden a month, a smaller total, or a later end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from bot.rules.offers.terms import (
    CounterAnswer,
    Offer,
    OfferKind,
    Outcome,
    Proposal,
    Reason,
)
from bot.rules.plan import A_YEAR, Frequency

TWO_IN_A_ROW: Final = "concession_in_return"
"""The reason when a second concession is asked for and nothing is given in return."""
_SOURCE: Final = "product choice: never two concessions in a row without something in return"


@dataclass(frozen=True, slots=True)
class Burden:
    """What an offer asks for: the largest payment brought to a month, all of it, and its end.

    `monthly` and `total` in minor units of one currency.
    """

    monthly: Fraction
    total: int
    until: date

    def as_json(self) -> dict[str, str | int]:
        """As it is kept: the fraction as text, the day as ISO."""
        return {
            "monthly": str(self.monthly),
            "total": self.total,
            "until": self.until.isoformat(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Burden:
        """As it was kept."""
        until = date.fromisoformat(kept["until"])
        return cls(Fraction(kept["monthly"]), int(kept["total"]), until)


@dataclass(frozen=True, slots=True)
class Step:
    """One proposal of this negotiation that was answered, and whether that was a concession.

    `told`: the person told us something new after it (circumstances, affordability, payday).
    """

    proposal: Proposal
    conceded: bool
    told: bool = False


def burden(offer: Offer) -> Burden:
    """What the offer asks for. A single payment and payments outside any rhythm count as they
    are; a pause asks for nothing."""
    largest = max((i.amount.minor for i in offer.instalments), default=0)
    return Burden(_a_month(largest, offer.frequency), offer.total.minor, offer.until)


def is_concession(offer: Offer, shown: Iterable[Burden]) -> bool:
    """Does it ask for less than the most lenient that was shown?

    The first offer never does; token payments and a pause are forbearance (CONC 7.3), which is not
    bargained for.
    """
    before = list(shown)
    if not before or offer.kind in (OfferKind.TOKEN, OfferKind.PAUSE):
        return False
    new = burden(offer)
    return (
        new.monthly < min(b.monthly for b in before)
        or new.total < min(b.total for b in before)
        or new.until > max(b.until for b in before)
    )


def moved(now: Proposal, before: Proposal) -> bool:
    """Has the person come towards us: more each time, more at once, fewer or earlier payments?

    A currency that differs compares as no move.
    """
    pairs = (
        (_worth(now), _worth(before)),
        (_down(now), _down(before)),
        (_back(now.count), _back(before.count)),
        (_early(now), _early(before)),
    )
    return any(a is not None and b is not None and a > b for a, b in pairs)


def weigh(
    answer: CounterAnswer,
    proposal: Proposal,
    steps: Sequence[Step],
    shown: Sequence[Burden],
    standing: Offer | None,
) -> tuple[CounterAnswer, bool]:
    """(the answer, is it a concession). A second concession without something in return becomes
    the standing offer and a person decides. `steps` and `shown` are of this negotiation, oldest
    first."""
    if answer.offer is None or answer.outcome is Outcome.PERSON:
        return answer, False
    if not is_concession(answer.offer, shown):
        return answer, False
    last = max((n for n, step in enumerate(steps) if step.conceded), default=None)
    if last is None or moved(proposal, steps[last].proposal) or any(s.told for s in steps[last:]):
        return answer, True
    reason = Reason(TWO_IN_A_ROW, "", _SOURCE)
    return CounterAnswer(Outcome.PERSON, standing, (*answer.reasons, reason)), False


def _a_month(minor: int, frequency: Frequency | None) -> Fraction:
    return Fraction(minor * A_YEAR[frequency], 12) if frequency else Fraction(minor)


def _worth(proposal: Proposal) -> Fraction | None:
    """The amount named, brought to a month."""
    if proposal.amount is None:
        return None
    return _a_month(proposal.amount.minor, proposal.frequency)


def _down(proposal: Proposal) -> int:
    return proposal.down_payment.minor if proposal.down_payment else 0


def _back(count: int | None) -> int | None:
    return None if count is None else -count


def _early(proposal: Proposal) -> int | None:
    days = [d for d in (proposal.rest_date, proposal.first_date) if d is not None]
    return -days[0].toordinal() if days else None
