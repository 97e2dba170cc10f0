"""A provider tells that money came, or was taken back: it is booked once, however often told."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

from bot.rules.money import Money
from bot.usecases.payments.record_payment import UnknownDebt, find_debt, record_payment
from bot.usecases.payments.reverse_payment import PART, parts_of, reverse_parts
from bot.usecases.ports import PaymentNews, Tools, Work
from bot.usecases.scene import Scene

ACCOUNT = "account:"
"""Before an account's reference: the money is for all that the account owes."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


async def hear_of_payment(tools: Tools, news: PaymentNews) -> bool:
    """Book what the provider tells; False when nothing was new.

    Raises UnknownDebt, UnknownPayment; PaymentConflict when the same was told otherwise before;
    ValueError when the amount or its currency does not fit.
    """
    if news.reverses is not None:
        return await reverse_parts(
            tools, news.reverses, news.amount, reason=news.reason, reference=news.source
        )
    async with tools.open_work() as work:
        at = min(news.at, work.now)
    await check_time(tools, at)
    return await take_payment(
        tools, news.debt or "", news.amount, news.source, at, method=news.method
    )


async def take_payment(
    tools: Tools,
    onto: str,
    amount: Money,
    source: str,
    at: datetime | None = None,
    *,
    method: str,
) -> bool:
    """Book a payment onto a debt, or with `account:` before it onto an account's debts, oldest
    first; False when all of it was booked before. Raises as `hear_of_payment`."""
    if not onto.startswith(ACCOUNT):
        await check_currency(tools, onto, amount.currency)
        return await record_payment(tools, onto, amount.decimal(), source, at, method=method)
    async with tools.open_work() as work:
        parts = await _spread(work, tools, onto.removeprefix(ACCOUNT), amount, source)
    new = [
        await record_payment(tools, debt, part.decimal(), name, at, method=method)
        for debt, part, name in parts
    ]
    return any(new)


async def check_currency(tools: Tools, debt: str, currency: str) -> None:
    """ValueError when the debt is in another currency; UnknownDebt when there is none."""
    async with tools.open_work() as work:
        known = (await find_debt(work, debt)).currency
    if known != currency:
        raise ValueError(f"the debt {debt} is in {known}, not in {currency}")


async def check_time(tools: Tools, at: datetime) -> None:
    """ValueError when a payment would lie in the future, or before there were such payments."""
    async with tools.open_work() as work:
        if not EARLIEST <= at <= work.now:
            raise ValueError(f"{at.isoformat()} is no time at which a payment can have come")


async def _spread(
    work: Work, tools: Tools, reference: str, amount: Money, source: str
) -> list[tuple[str, Money, str]]:
    """What is still to be booked of a payment: debt, amount and the source of each part."""
    account = await work.accounts.get(reference=reference)
    thread = await work.conversations.get(account_id=account.id) if account else None
    if account is None or thread is None:
        raise UnknownDebt(f"no account has the reference {reference}")
    scene = await Scene.open(work, tools, thread.id)
    debts = [o for o in await scene.debts() if o.debt.currency == amount.currency]
    if not debts:
        raise ValueError(f"the account {reference} has no debt in {amount.currency}")
    booked = await parts_of(work, source)
    left = amount.minor - sum(payment.amount for payment in booked)
    onto: dict[str, int] = defaultdict(int)
    for owed in debts:
        used = max(0, min(left, owed.total.minor))
        if used:
            onto[owed.debt.reference] += used
            left -= used
    if left > 0:
        onto[next(iter(onto), debts[0].debt.reference)] += left
    return [
        (debt, Money(minor, amount.currency), source if n == 1 else f"{source}{PART}{n}")
        for n, (debt, minor) in enumerate(onto.items(), start=len(booked) + 1)
    ]
