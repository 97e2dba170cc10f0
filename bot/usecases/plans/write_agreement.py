"""What stands in the written agreement of a plan? Facts and words; `bot.documents` sets them.

The creditor is named with its legal identity, address and tax number (CDC 42-A). Every sum comes
from the plan as it was agreed; the words come from `bot/dialogs/domain/agreement.yml`, in the
person's language.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.rules.money import Money, total_of
from bot.usecases.answer import days, say
from bot.usecases.find_person import find_person
from bot.usecases.plans.plan_waivers import WAIVED_AT_ONCE
from bot.usecases.ports import Tools
from bot.usecases.records import Debt, Plan, PlanInstalment
from bot.usecases.scene import Scene

DOCUMENT = "document"
"""The wording's channel of what is printed: no key has a shorter variant for it."""
LETTER = frozenset({"US"})
"""Where paper is US Letter; elsewhere it is A4 (CLDR, paper size)."""


class NoAgreement(LookupError):
    """Nothing was agreed with this person, or not the plan that was asked for."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under a heading; the last `figures` columns hold figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    figures: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    table: Table | None = None
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """One agreement in words, ready to be set on paper.

    `page` and `footer` stand on every page; `page` has the places {page} and {pages}. `language`
    is a BCP 47 tag; `agreed_at` in UTC; `paper` is "a4" or "letter".
    """

    number: uuid.UUID
    agreed_at: datetime
    language: str
    paper: str
    author: str
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: str
    page: str


async def write_agreement(
    tools: Tools, reference: str, plan_id: uuid.UUID | None = None
) -> AgreementFacts:
    """The agreement of that plan, by default the last one agreed, as it was agreed.

    Raises UnknownAccount, NoAgreement.
    """
    async with tools.open_work() as work:
        scene = await find_person(work, tools, reference)
        asked: dict[str, Any] = {} if plan_id is None else {"id": plan_id}
        plans = await work.plans.find(account_id=scene.account.id, newest=True, limit=1, **asked)
        if not plans:
            raise NoAgreement(f"nothing was agreed in writing with {reference}")
        plan = plans[0]
        debts = await work.debts.find(account_id=scene.account.id)
        parts = await work.instalments.find(plan_id=plan.id)
        named = [debt for debt in debts if debt.reference in plan.offer["debts"]]
        return _Writer(scene, plan, named, parts).write()


@dataclass(frozen=True, slots=True)
class _Writer:
    """One plan, in the words of one language."""

    scene: Scene
    plan: Plan
    debts: list[Debt]
    parts: list[PlanInstalment]

    def write(self) -> AgreementFacts:
        account, creditor = self.scene.account, self.scene.tools.creditor
        number = str(self.plan.id)
        return AgreementFacts(
            number=self.plan.id,
            agreed_at=self.plan.agreed_at,
            language=f"{self.scene.conversation.language}-{account.country}",
            paper="letter" if account.country in LETTER else "a4",
            author=creditor.legal_name,
            title=self.words("title"),
            facts=self._who(),
            sections=(
                Section(self.words("heading_agreed"), paragraphs=self._what()),
                Section(self.words("heading_debts"), self._debts(), self._waived()),
                Section(self.words("heading_schedule"), self._schedule()),
                Section(self.words("heading_pay"), paragraphs=self._ways()),
                Section(self.words("heading_change"), paragraphs=self._changes()),
            ),
            footer=self.words("footer", number=number, version=self.plan.policy_version),
            page=self.words("page", page="{page}", pages="{pages}"),
        )

    def words(self, key: str, **facts: Any) -> str:
        """The words of a key of the agreement."""
        message = say(f"agreement_{key}", **facts)
        return self.scene.tools.wording.text(
            message.key, message.facts, self.scene.locale, DOCUMENT
        )

    def cell(self, value: Any) -> str:
        """A sum or a day as people here write it."""
        return self.words("cell", value=value)

    def money(self, decimal: str) -> Money:
        """A sum of the plan's offer or terms."""
        return Money.parse(decimal, self.plan.currency)

    def _who(self) -> tuple[tuple[str, str], ...]:
        account, creditor = self.scene.account, self.scene.tools.creditor
        agreed = self.plan.agreed_at.astimezone(self.scene.zone).date()
        named = {
            "date": self.cell(agreed),
            "number": str(self.plan.id),
            "creditor": creditor.legal_name,
            "address": creditor.address,
            "tax_id": creditor.tax_id,
            "site": creditor.site,
            "customer": account.name,
            "reference": account.reference,
        }
        return tuple((self.words(f"label_{label}"), value) for label, value in named.items())

    def _what(self) -> tuple[str, ...]:
        old = self.plan.renegotiates
        replaced = (self.words("replaces", number=str(old)),) if old else ()
        agreed = self.words(
            str(self.plan.offer["kind"]),
            name=self.scene.account.name,
            total=Money(self.plan.total, self.plan.currency),
            count=len(self.parts),
            date=self.parts[-1].due_date,
        )
        return agreed, *replaced

    def _debts(self) -> Table:
        names = ("debt", "description", "due", "waived", "payable")
        shares = {share["debt"]: share for share in self.plan.terms.get("shares", ())}
        rows, payable = [], []
        for debt in self.debts:
            share = shares.get(debt.reference)
            due = self.cell(debt.due_date)
            sums = ("", "") if share is None else self._sums(share)
            rows.append((debt.reference, debt.description, due, *sums))
            payable += [self.money(share["payable"])] if share is not None else []
        waived = total_of(self._all_waived().values(), self.plan.currency)
        total = total_of(payable, self.plan.currency) or Money(self.plan.total, self.plan.currency)
        return Table(
            tuple(self.words(f"column_{name}") for name in names),
            tuple(rows),
            (self.words("total"), "", "", self.cell(waived), self.cell(total)),
            figures=2,
        )

    def _sums(self, share: Mapping[str, Any]) -> tuple[str, str]:
        """What one debt is let off, and what it takes of the plan."""
        parts = (self.money(share[f"waived_{part}"]) for part in ("principal", "interest", "fees"))
        waived = total_of(parts, self.plan.currency)
        return self.cell(waived), self.cell(self.money(share["payable"]))

    def _all_waived(self) -> dict[str, Money]:
        """What is waived in all, by component; only what is more than nothing."""
        offer = self.plan.offer
        sums = {
            part: self.money(offer.get(f"waived_{part}") or "0")
            for part in ("principal", "interest", "fees")
        }
        return {part: amount for part, amount in sums.items() if amount}

    def _waived(self) -> tuple[str, ...]:
        waived = self._all_waived()
        if not waived:
            return (self.words("nothing_waived"),)
        parts = "; ".join(self.words(f"part_{part}", amount=sum_) for part, sum_ in waived.items())
        total = total_of(waived.values(), self.plan.currency)
        at_once = self.plan.offer["kind"] in WAIVED_AT_ONCE
        key = "waived_at_once" if at_once else "waived_when_paid"
        return (self.words(key, waived=total, parts=parts),)

    def _schedule(self) -> Table:
        currency = self.plan.currency
        rows = tuple(
            (str(part.position), self.cell(part.due_date), self.cell(Money(part.amount, currency)))
            for part in self.parts
        )
        return Table(
            tuple(self.words(f"column_{name}") for name in ("number", "day", "amount")),
            rows,
            (self.words("total"), "", self.cell(Money(self.plan.total, currency))),
        )

    def _ways(self) -> tuple[str, ...]:
        creditor, account = self.scene.tools.creditor, self.scene.account
        if account.country == "BR" and creditor.pix_key:
            way = self.words("pix", pix_key=creditor.pix_key, reference=account.reference)
        else:
            bank = creditor.bank_details
            way = self.words("bank", bank_details=bank, reference=account.reference)
        return way, self.words("ask")

    def _changes(self) -> tuple[str, ...]:
        """What holds by the terms that were frozen when the plan was agreed."""
        terms, said = self.plan.terms, [self.words("change")]
        if grace := terms.get("grace_days"):
            said.append(self.words("grace", grace=days(timedelta(days=grace))))
        elif grace is not None:
            said.append(self.words("no_grace"))
        if (free := terms.get("interest_free")) is not None:
            said.append(self.words("interest_free" if free else "interest_runs"))
        return tuple(said)
