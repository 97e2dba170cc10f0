"""Which JSON describes a new person? The body of POST /simulator/accounts, checked."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from bot.portfolio.places import default_zone
from bot.rules.charges import as_terms
from bot.rules.money import CURRENCIES, Money
from bot.usecases.accounts.create_account import NewAccount, NewContactPoint, NewDebt
from bot.usecases.conversation.receive_message import storable


def as_text(value: object) -> object:
    """Amounts may come as numbers; they are read as the decimal that was written."""
    if isinstance(value, str):
        return storable(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Amount = Annotated[str, BeforeValidator(as_text)]
Text = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=200)]


class DebtIn(BaseModel):
    """A debt: amounts as decimal strings in major units; `annual_rate` as "12%", `late_fee` as
    "2%" of the principal or an amount."""

    model_config = ConfigDict(extra="forbid")

    reference: Text
    description: Text
    principal: Amount
    interest: Amount = "0"
    fees: Amount = "0"
    currency: str
    due_date: date
    product: Text | None = None
    annual_rate: Text | None = None
    late_fee: Text | None = None

    @field_validator("currency")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in CURRENCIES:
            raise ValueError(f"is none of {', '.join(CURRENCIES)}")
        return value

    @model_validator(mode="after")
    def _amounts(self) -> DebtIn:
        parts = [Money.parse(a, self.currency) for a in (self.principal, self.interest, self.fees)]
        if any(part.minor < 0 for part in parts):
            raise ValueError("amounts cannot be negative")
        as_terms(self.annual_rate, self.late_fee, self.currency)
        return self

    def as_new(self) -> NewDebt:
        """As the use case takes it."""
        return NewDebt(
            reference=self.reference,
            description=self.description,
            principal=Money.parse(self.principal, self.currency),
            interest=Money.parse(self.interest, self.currency),
            fees=Money.parse(self.fees, self.currency),
            due_date=self.due_date,
            product=self.product,
            terms=as_terms(self.annual_rate, self.late_fee, self.currency),
        )


class Account(BaseModel):
    """A person or company that owes something."""

    model_config = ConfigDict(extra="forbid")

    reference: Text
    name: Text
    language: Literal["en", "pt"]
    country: Literal["US", "GB", "BR"]
    region: Text | None = None
    time_zone: str | None = None
    birth_date: date | None = None
    document_last: Text | None = None
    postcode: Text | None = None
    person_type: Literal["individual", "company"] = "individual"
    lifetime_value: Amount | None = None
    first_time_late: bool = True
    phone: Text | None = None
    debts: list[DebtIn] = Field(default_factory=list)
    verified: bool = False

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError(f"{value!r} is not a time zone such as America/New_York")
        return value

    @model_validator(mode="after")
    def _one_currency(self) -> Account:
        currencies = {debt.currency for debt in self.debts}
        if len(currencies) > 1:
            raise ValueError("all debts of one account are in one currency")
        if self.lifetime_value is not None:
            Money.parse(self.lifetime_value, self.currency)
        return self

    @property
    def currency(self) -> str:
        """The currency of the debts, else the country's own."""
        own = {"US": "USD", "GB": "GBP", "BR": "BRL"}[self.country]
        return self.debts[0].currency if self.debts else own

    def as_new(self) -> NewAccount:
        """As the use case takes it; the phone takes SMS and WhatsApp."""
        worth = self.lifetime_value
        points: tuple[NewContactPoint, ...] = ()
        if self.phone:
            points = tuple(
                NewContactPoint(channel, self.phone, True, "simulator")
                for channel in ("sms", "whatsapp")
            )
        return NewAccount(
            reference=self.reference,
            name=self.name,
            language=self.language,
            country=self.country,
            time_zone=self.time_zone or default_zone(self.country, self.region),
            region=self.region,
            birth_date=self.birth_date,
            document_last=self.document_last,
            postcode=self.postcode,
            person_type=self.person_type,
            lifetime_value=Money.parse(worth, self.currency).minor if worth else None,
            first_time_late=self.first_time_late,
            contact_points=points,
            debts=tuple(debt.as_new() for debt in self.debts),
        )
