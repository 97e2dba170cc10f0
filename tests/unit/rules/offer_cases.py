"""People of every kind for the offer rules: debts, means, paydays, products and days.

Everything is drawn as few whole numbers, so that most of the time goes to the rules.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Frequency, PlanLimits, Situation
from bot.rules.payday import Payday, PaydayKind

POLICIES = load_policies()
SEGMENTS = (*POLICIES.default.plan_segments, "nobody_wrote_this_segment")

Case = tuple[Situation, PlanLimits, date]


@cache
def limits_in(
    country: str, segment: str, currency: str, products: tuple[str, ...], calm: str = ""
) -> PlanLimits:
    return POLICIES.for_country(country).limits_for(segment, currency, products, calm)


def limits_of(situation: Situation, calm: str = "") -> PlanLimits:
    """The limits of the person; `calm`: the segment without hardship."""
    currency = situation.owed[0].balance.currency
    products = tuple(dict.fromkeys(d.product for d in situation.owed))
    return limits_in(situation.country, situation.segment, currency, products, calm)


def table() -> tuple[int, ...]:
    """4,096 sums in minor units, small ones first: some nothing, cents, edges, the usual
    ones, and a few as large as no one owes."""
    edges = (100, 1000, 2000, 2500, 5000, 10_000, 30_000, 60_000, 120_000)
    near = [max(1, edge * times + off) for edge in edges for times in (1, 2) for off in (-1, 0, 1)]
    fair = Random(1)
    sums = [0] * 400 + [1, 2, 3, 4, 5] * 20 + near * 10
    sums += [fair.randint(10**7, 10**15) for _ in range(200)]
    sums += [fair.randint(1, 10 ** fair.randint(2, 7)) for _ in range(4096 - len(sums))]
    return tuple(sorted(sums))


SUMS = table()
"""Debts and terms are drawn as few whole numbers, each of which says several things: the rest of
the time goes to the rules. None has more than 24 bits: larger ones would mostly be small."""
DEBT = st.tuples(st.integers(0, len(SUMS) - 1), st.integers(0, len(SUMS) ** 2 - 1))
DEBTS = st.lists(DEBT, min_size=1, max_size=4)
ABLE = st.integers(-len(SUMS), len(SUMS) - 1)
"""Below zero: not said."""
NASTY_DAYS = [
    date(year, month, day)
    for year in (2023, 2024, 2028, 2099, 2100)
    for month in range(1, 13)
    for day in (1, 27, 28, monthrange(year, month)[1] - 1, monthrange(year, month)[1])
]
DAYS = st.sampled_from(
    NASTY_DAYS * 10 + [date(2023, 1, 1) + timedelta(days=n) for n in range(12 * 365)]
)
KEYS = [
    (country, segment, currency)
    for country in ("US", "GB", "BR")
    for segment in SEGMENTS
    for currency in ("USD", "GBP", "BRL")
]
PRODUCTS = (("", ""), ("subscription", "subscription"), ("", ""), ("", "subscription"))
"""Of the first debt and of all others."""
FREQUENCIES = (None, *Frequency)
PAYDAYS = (
    *(None,) * 20, *(Payday(PaydayKind.DAY, n) for n in (*range(1, 32), 1, 28, 29, 30, 31)),
    *(Payday(PaydayKind.BUSINESS_DAY, n) for n in range(1, 16)),
    Payday(PaydayKind.LAST_BUSINESS_DAY),
    *(Payday(PaydayKind.WEEKDAY, n) for n in range(7)),
)  # fmt: skip
FLAGS = (None, (False, False), None, (True, False), None, (False, True), None, (True, True))
"""(hardship, vulnerable); None: as the segment says."""
TERMS = st.integers(0, len(KEYS) * len(FREQUENCIES) * len(PAYDAYS) * len(FLAGS) - 1)
MONTHS = (
    *((None, None, None),) * 4, (None, None, 60_000), (None, 150_000, None),
    (200_000, 150_000, None), (200_000, 150_000, 60_000), (200_000, None, None),
    (65_000, 5_001, 60_000), (65_000, None, 60_000), (50_000, 10_000, 60_000),
    (50_000, 60_000, None), (90_001, 90_000, None), (90_100, 89_903, None), (10**9, 0, 60_000),
)  # fmt: skip
"""(income, outgoings, minimum income) in minor units."""
CHANGED = (0, 0, 0, 1, 3)
MORE = st.integers(0, len(MONTHS) * len(CHANGED) * len(PRODUCTS) - 1)


def one_of(things: Sequence[Any], number: int) -> tuple[Any, int]:
    """One of the things by the number, and what is left of the number."""
    rest, index = divmod(number, len(things))
    return things[index], rest


def components(principal: int, charges: int, currency: str) -> tuple[Money, Money, Money]:
    """Principal, interest and fees."""
    interest, charges = one_of(SUMS, charges)
    return (
        Money(SUMS[principal], currency),
        Money(interest, currency),
        Money(SUMS[charges], currency),
    )


def case_of(debts: list[tuple[int, int]], able: int, terms: int, more: int, today: date) -> Case:
    flags, terms = one_of(FLAGS, terms)
    frequency, terms = one_of(FREQUENCIES, terms)
    (country, segment, currency), terms = one_of(KEYS, terms)
    flags = flags or (segment == "hardship", segment == "vulnerable")
    months, more = one_of(MONTHS, more)
    changed, more = one_of(CHANGED, more)
    owed = []
    for n, debt in enumerate(debts):
        parts = components(*debt, currency)
        credit = Money(0 if any(parts) else 7 * n, currency)
        product = PRODUCTS[more][min(n, 1)]
        owed.append(DebtOwed(f"D-{n}", Balance(*parts, credit), date(2022, 12, 31), product))
    affordable = Money(SUMS[able], currency) if able >= 0 else None
    kind = "company" if segment == "company" else "individual"
    sums_told = (None if n is None else Money(n, currency) for n in months)
    who = Situation(
        country, kind, segment, tuple(owed), affordable, frequency, PAYDAYS[terms], *flags,
        *sums_told, changed,
    )  # fmt: skip
    return who, limits_of(who), today


CASES = st.builds(case_of, DEBTS, ABLE, TERMS, MORE, DAYS)


def sums(situation: Situation) -> tuple[int, int, int]:
    """(principal, interest, fees) of all debts, in minor units."""
    balances = [d.balance for d in situation.owed]
    return (
        sum(b.principal.minor for b in balances),
        sum(b.interest.minor for b in balances),
        sum(b.fees.minor for b in balances),
    )
