"""A debtor with debts: put into the store, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.rules.account import EntryKind
from bot.rules.charges import read_terms
from bot.rules.money import Money
from bot.usecases.people.opt_out import OPTED_OUT
from bot.usecases.people.telephones import stopped_as_stranger
from bot.usecases.ports import Work
from bot.usecases.records import Account, ContactPoint, Conversation, Debt, Event, LedgerEntry

BEFORE_WE_KNEW: Final = "message of a stranger at this address"


class Exists(ValueError):
    """The reference is taken already."""


@dataclass(frozen=True, slots=True)
class NewDebt:
    """A debt as it comes from outside: what it is made of on the day it is handed over.

    `terms` is what the contract adds from the next day on, as `bot.rules.charges.read_terms` reads
    it; `product` is what was sold, in the creditor's own words.
    """

    reference: str
    description: str
    principal: Money
    interest: Money
    fees: Money
    due_date: date
    product: str | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewContactPoint:
    """An address, and whether and by which act the person agreed to be written to there."""

    channel: str
    address: str
    consent: bool = True
    consent_source: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A debtor as it comes from outside."""

    reference: str
    name: str
    language: str
    country: str
    time_zone: str
    region: str | None = None
    birth_date: date | None = None
    document_last: str | None = None
    postcode: str | None = None
    person_type: str = "individual"
    lifetime_value: int | None = None
    first_time_late: bool = True
    contact_points: tuple[NewContactPoint, ...] = ()
    debts: tuple[NewDebt, ...] = field(default=())


async def create_account(work: Work, new: NewAccount, *, source: str) -> Account:
    """Add the debtor, the addresses, one conversation and the debts. Raises Exists."""
    if await work.accounts.get(reference=new.reference) is not None:
        raise Exists(f"the account reference {new.reference} is taken")
    account = Account(
        reference=new.reference,
        name=new.name,
        language=new.language,
        country=new.country,
        person_type=new.person_type,
        region=new.region,
        time_zone=new.time_zone,
        birth_date=new.birth_date,
        document_last=new.document_last,
        postcode=new.postcode,
        lifetime_value=new.lifetime_value,
        first_time_late=new.first_time_late,
        created_at=work.now,
    )
    work.accounts.add(account)
    await work.flush()
    work.conversations.add(
        Conversation(account_id=account.id, language=new.language, created_at=work.now)
    )
    for point in new.contact_points:
        await add_contact_point(work, account, point)
    for debt in new.debts:
        if not await add_debt(work, account, debt, source=source):
            raise Exists(f"the debt reference {debt.reference} is taken")
    _note(work, account, "account_created", work.now, source=source)
    return account


async def add_contact_point(work: Work, account: Account, point: NewContactPoint) -> None:
    """Add an address, unless another account has it: the first keeps it, and that is noted. Who
    said "stop" there before we knew them is not written to."""
    stopped_at = await stopped_as_stranger(work, point.channel, point.address)
    added = await work.contact_points.add_once(
        ContactPoint(
            account_id=account.id,
            channel=point.channel,
            address=point.address,
            consent=point.consent,
            consent_source=point.consent_source,
            opted_out_at=stopped_at,
        )
    )
    if not added:
        _note(work, account, "address_belongs_to_another_account", work.now, channel=point.channel)
    elif stopped_at is not None:
        told = {"channel": point.channel, "everywhere": False, "source": BEFORE_WE_KNEW}
        _note(work, account, OPTED_OUT, stopped_at, **told)


def _note(work: Work, account: Account, kind: str, at: datetime, **data: Any) -> None:
    work.events.add(Event(account_id=account.id, kind=kind, at=at, data=data))


async def add_debt(work: Work, account: Account, new: NewDebt, *, source: str) -> bool:
    """Add a debt with its opening entries; False when the reference is known already.

    ValueError when its terms cannot be read.
    """
    read_terms(new.terms, new.principal.currency)
    debt = Debt(
        account_id=account.id,
        reference=new.reference,
        description=new.description,
        currency=new.principal.currency,
        due_date=new.due_date,
        product=new.product,
        terms=dict(new.terms),
        created_at=work.now,
    )
    if not await work.debts.add_once(debt):
        return False
    parts = (
        (EntryKind.CHARGE, new.principal),
        (EntryKind.INTEREST, new.interest),
        (EntryKind.FEE, new.fees),
    )
    for kind, amount in parts:
        if amount:
            entry = LedgerEntry(
                debt_id=debt.id,
                kind=kind,
                amount=amount.minor,
                at=_opening(account, new, work.now),
                source=f"{source}:{new.reference}:{kind}",
            )
            work.ledger.add(entry)
    return True


def _opening(account: Account, new: NewDebt, now: datetime) -> datetime:
    """Opening entries stand on the due date, or now when that is still to come."""
    due = datetime.combine(new.due_date, time.min, ZoneInfo(account.time_zone))
    return min(due, now)
