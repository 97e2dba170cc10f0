"""Where can people pay, and read what they agreed? At addresses nobody can guess or change.

The token of the pay page names what is paid (an instalment, a debt, or all that an account owes)
by its random id; that of an agreement names the plan. Both name the language and when the address
expires, and neither opens the other's page. A token tells nothing about a person.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from bot.paying.tokens import Signed, Tokens
from bot.usecases.ports import LinkRequest

KINDS = ("account", "debt", "instalment")
LANGUAGES = ("en", "pt")
PATH = "/pay"
AGREEMENTS = "/agreements"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is paid: one of KINDS, and the id of its row."""

    kind: str
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Subject:
        """Read what `str` wrote. ValueError on anything else."""
        kind, _, number = text.partition(":")
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
        return cls(kind, uuid.UUID(number))


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a token of the pay page says. `expires` in UTC, in whole minutes."""

    subject: Subject
    language: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class AgreementTicket:
    """What a token of an agreement says: which plan's. `expires` in UTC, in whole minutes."""

    plan_id: uuid.UUID
    language: str
    expires: datetime


class OwnPages:
    """Makes and reads the tokens of our own pages, and the addresses that carry them."""

    def __init__(self, base_url: str, secret: str) -> None:
        """`base_url` without a path. ValueError when there is no secret."""
        self._base = base_url.rstrip("/")
        self._to_pay = Tokens(secret, "pay page", "g")
        self._agreed = Tokens(secret, "agreement", "a")

    async def link(self, request: LinkRequest) -> str:
        """The address at which this can be paid."""
        subject = Subject.parse(request.subject)
        return self.address(Ticket(subject, request.language, request.expires))

    async def close(self) -> None:
        """Nothing is open."""

    def address(self, ticket: Ticket) -> str:
        """The whole address of the pay page."""
        return f"{self._base}{PATH}/{self.token(ticket)}"

    def token(self, ticket: Ticket) -> str:
        """A token of the pay page. ValueError for a language that it does not speak."""
        what = KINDS.index(ticket.subject.kind) << 4 | LANGUAGES.index(ticket.language)
        return self._to_pay.write(Signed(what, ticket.expires, ticket.subject.id))

    def read(self, token: str) -> Ticket | None:
        """What a token of the pay page says, expired or not; None when it is not one of ours."""
        said = self._to_pay.read(token)
        if said is None:
            return None
        subject = Subject(KINDS[said.what >> 4], said.id)
        return Ticket(subject, LANGUAGES[said.what & 15], said.expires)

    def agreement(self, plan_id: uuid.UUID, language: str, expires: datetime) -> str:
        """The whole address of what was agreed. ValueError for a language that we do not speak."""
        ticket = AgreementTicket(plan_id, language, expires)
        return f"{self._base}{AGREEMENTS}/{self.agreement_token(ticket)}"

    def agreement_token(self, ticket: AgreementTicket) -> str:
        """A token of an agreement. ValueError for a language that we do not speak."""
        what = LANGUAGES.index(ticket.language)
        return self._agreed.write(Signed(what, ticket.expires, ticket.plan_id))

    def read_agreement(self, token: str) -> AgreementTicket | None:
        """What a token of an agreement says, expired or not; None when it is not one of ours."""
        said = self._agreed.read(token)
        return AgreementTicket(said.id, LANGUAGES[said.what], said.expires) if said else None
