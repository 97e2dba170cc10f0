"""What is a person's situation, and what is an offer made of?

The types that offers, their check and the answers to proposals share. Money in one currency;
dates are calendar days where the person lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.rules.account import Balance
from bot.rules.money import Money, total_of
from bot.rules.payday import Payday
from bot.rules.plan import Frequency, Instalment


class OfferKind(StrEnum):
    """What kind of arrangement an offer is."""

    PAY_IN_FULL = "pay_in_full"
    INSTALMENTS = "instalments"
    MORE_TIME = "more_time"
    TOKEN = "token"  # noqa: S105 - a token payment
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class DebtOwed:
    """One debt with its balance of today. `product`: what was sold, as the policy names it."""

    reference: str
    balance: Balance
    due_date: date
    product: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What shapes the offers open to a person.

    `affordable` is what the person can pay each time (None: not said), with the `frequency` in
    which they said it. `income` and `outgoings` are of a month; `minimum_income` is what the
    country's law leaves to live on each month. `renegotiations`: so often the plan was changed
    already. All debts have one currency: CurrencyMismatch appears where they are summed.
    """

    country: str
    person_type: str
    segment: str
    owed: tuple[DebtOwed, ...]
    affordable: Money | None = None
    frequency: Frequency | None = None
    payday: Payday | None = None
    hardship: bool = False
    vulnerable: bool = False
    income: Money | None = None
    outgoings: Money | None = None
    minimum_income: Money | None = None
    renegotiations: int = 0

    @property
    def needs_care(self) -> bool:
        """Token payments and a pause are open to this person."""
        return self.hardship or self.vulnerable

    @property
    def waives_no_more(self) -> bool:
        """A plan that is changed waives nothing further, except for a person in need of care:
        never two concessions in a row without something in return."""
        return self.renegotiations > 0 and not self.needs_care


def owed_in_all(debts: tuple[DebtOwed, ...], currency: str) -> Balance:
    """The balances of these debts, summed by component."""
    sums = [d.balance for d in debts]
    return Balance(
        total_of((b.principal for b in sums), currency),
        total_of((b.interest for b in sums), currency),
        total_of((b.fees for b in sums), currency),
        total_of((b.credit for b in sums), currency),
    )


NUMBERS: Final = (
    "total", "waived_principal", "waived_interest", "waived_fees", "count", "amount",
    "first_date", "dates", "frequency", "until",
)  # fmt: skip
"""The numbers of an offer that reasons explain."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Which rule shaped which number, and where the rule comes from ("person": they said so;
    "ledger": what is owed; "this kind of offer": what it is by its nature).

    `shapes` names the numbers of the offer, each one of `NUMBERS`.
    """

    rule: str
    value: str
    source: str
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One arrangement that the rules allow.

    `total` is what the person pays under it, the sum of its instalments; for a token arrangement
    and a pause that settles only a part, or nothing, and the rest stays owed. `until` is the last
    day of the arrangement. `down_payment`: the first instalment stands outside the rhythm of the
    others. `waived_principal` None: nothing of the principal is cut.
    """

    kind: OfferKind
    total: Money
    waived_interest: Money
    waived_fees: Money
    instalments: tuple[Instalment, ...]
    frequency: Frequency | None
    debts: tuple[str, ...]
    policy_version: str
    reasons: tuple[Reason, ...]
    until: date
    waived_principal: Money | None = None
    down_payment: bool = False

    @property
    def waived(self) -> Money:
        """Interest and fees waived, together."""
        return self.waived_interest + self.waived_fees

    @property
    def saved(self) -> Money:
        """All that is waived, principal too."""
        return self.waived + (self.waived_principal or Money.zero(self.waived_fees.currency))


def numbers_of(offer: Offer) -> tuple[str, ...]:
    """The numbers that this offer has: a pause has no payments, one sum no frequency."""
    absent = set()
    if offer.waived_principal is None:
        absent.add("waived_principal")
    if offer.frequency is None:
        absent.add("frequency")
    if not offer.instalments:
        absent |= {"count", "amount", "first_date", "dates"}
    return tuple(name for name in NUMBERS if name not in absent)


def unexplained(offer: Offer) -> tuple[str, ...]:
    """The numbers of the offer that none of its reasons shapes; empty when all are explained."""
    shaped = {name for reason in offer.reasons for name in reason.shapes}
    return tuple(name for name in numbers_of(offer) if name not in shaped)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person proposes; None is what they did not say.

    `down_payment` by `down_date` comes first; then `amount` in the rhythm of the others, or, with
    `rest_date`, all the rest in one sum by that day.
    """

    amount: Money | None = None
    count: int | None = None
    frequency: Frequency | None = None
    first_date: date | None = None
    in_full: bool = False
    down_payment: Money | None = None
    down_date: date | None = None
    rest_date: date | None = None
    payday: Payday | None = None


class Outcome(StrEnum):
    """The answer to a proposal: yes, the nearest that is allowed, or a person decides."""

    ACCEPTED = "accepted"
    NEAREST = "nearest"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class CounterAnswer:
    """Never a bare refusal: an offer, a person, or both. `reasons` say what stood in the way."""

    outcome: Outcome
    offer: Offer | None
    reasons: tuple[Reason, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes alone."""
        return tuple(reason.rule for reason in self.reasons)
