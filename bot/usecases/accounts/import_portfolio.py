"""A file of debtors and debts goes into the store, once; the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from bot.portfolio.read import PortfolioRow
from bot.rules.charges import as_terms
from bot.usecases.accounts.create_account import (
    NewAccount,
    NewContactPoint,
    NewDebt,
    add_debt,
    create_account,
)
from bot.usecases.ports import Tools, Work

SOURCE = "import"


@dataclass(slots=True)
class Imported:
    """What an import changed."""

    accounts: int = 0
    debts: int = 0
    known: int = 0


async def import_portfolio(
    tools: Tools, rows: Iterable[PortfolioRow], on_progress: Callable[[int], None]
) -> Imported:
    """Import all rows in one transaction; what is known already stays as it is."""
    done = Imported()
    ordered = sorted(rows, key=lambda row: row.reference)
    async with tools.open_work() as work:
        for _, group in groupby(ordered, key=lambda row: row.reference):
            debtor = list(group)
            await _import_debtor(work, debtor, done)
            on_progress(len(debtor))
        await work.commit()
    return done


async def _import_debtor(work: Work, rows: list[PortfolioRow], done: Imported) -> None:
    account = await work.accounts.get(reference=rows[0].reference)
    if account is None:
        account = await create_account(work, _account(rows[0]), source=SOURCE)
        done.accounts += 1
    for row in rows:
        if await add_debt(work, account, _debt(row), source=SOURCE):
            done.debts += 1
        else:
            done.known += 1


def _debt(row: PortfolioRow) -> NewDebt:
    return NewDebt(
        reference=row.debt_reference,
        description=row.description,
        principal=row.principal,
        interest=row.interest,
        fees=row.fees,
        due_date=row.due_date,
        product=row.product,
        terms=as_terms(row.annual_rate, row.late_fee, row.currency),
    )


def _account(row: PortfolioRow) -> NewAccount:
    return NewAccount(
        reference=row.reference,
        name=row.name,
        language=row.language,
        country=row.country,
        time_zone=row.time_zone,
        region=row.region,
        birth_date=row.birth_date,
        document_last=row.document_last,
        postcode=row.postcode,
        person_type=row.person_type,
        lifetime_value=row.lifetime_value.minor if row.lifetime_value else None,
        first_time_late=row.first_time_late,
        contact_points=tuple(_contact_points(row)),
    )


def _contact_points(row: PortfolioRow) -> Iterable[NewContactPoint]:
    """A phone number takes SMS; WhatsApp has its own number, or none."""
    sms = ("sms", row.phone, row.consent_sms, row.consent_sms_source)
    whatsapp = ("whatsapp", row.whatsapp, row.consent_whatsapp, row.consent_whatsapp_source)
    for channel, address, consent, source in (sms, whatsapp):
        if address:
            yield NewContactPoint(channel, address, bool(consent), source or SOURCE)
    if row.telegram:
        yield NewContactPoint("telegram", row.telegram, consent=True, consent_source=SOURCE)
