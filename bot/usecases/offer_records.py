"""How is an offer kept and shown? As JSON with its reasons, as lines and buttons."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.rules.money import Money
from bot.rules.offers import Frequency, Instalment, Offer, OfferKind, Reason
from bot.usecases.answer import Button, say
from bot.usecases.ports import Say


def to_json(offer: Offer) -> dict[str, Any]:
    """The offer as it is stored: amounts as decimal strings, dates as ISO."""
    return {
        "kind": offer.kind,
        "currency": offer.total.currency,
        "total": offer.total.decimal(),
        "waived_interest": offer.waived_interest.decimal(),
        "waived_fees": offer.waived_fees.decimal(),
        "instalments": [
            {"amount": i.amount.decimal(), "due_date": i.due_date.isoformat()}
            for i in offer.instalments
        ],
        "frequency": offer.frequency,
        "debts": list(offer.debts),
        "policy_version": offer.policy_version,
        "reasons": [{"rule": r.rule, "value": r.value, "source": r.source} for r in offer.reasons],
        "until": offer.until.isoformat(),
    }


def from_json(kept: dict[str, Any]) -> Offer:
    """The offer as it was stored."""
    currency = kept["currency"]

    def money(name: str) -> Money:
        return Money.parse(kept[name], currency)

    return Offer(
        kind=OfferKind(kept["kind"]),
        total=money("total"),
        waived_interest=money("waived_interest"),
        waived_fees=money("waived_fees"),
        instalments=tuple(
            Instalment(Money.parse(i["amount"], currency), date.fromisoformat(i["due_date"]))
            for i in kept["instalments"]
        ),
        frequency=Frequency(kept["frequency"]) if kept["frequency"] else None,
        debts=tuple(kept["debts"]),
        policy_version=kept["policy_version"],
        reasons=tuple(Reason(r["rule"], r["value"], r["source"]) for r in kept["reasons"]),
        until=date.fromisoformat(kept["until"]),
    )


def amounts_in(kept: dict[str, Any]) -> set[Money]:
    """Every amount that this offer may be shown with."""
    offer = from_json(kept)
    amounts = {offer.total, offer.waived, offer.waived_interest, offer.waived_fees}
    return amounts | {i.amount for i in offer.instalments}


def line(offer: Offer) -> Say:
    """One line that says what the offer is."""
    saved = offer.waived
    if offer.kind is OfferKind.PAUSE:
        return say("line_pause", date=offer.until)
    first = offer.instalments[0]
    plain = "" if saved else "_plain"
    if offer.kind is OfferKind.PAY_IN_FULL:
        return say(
            f"line_pay_in_full{plain}", total=offer.total, due_date=first.due_date, saved=saved
        )
    if offer.kind is OfferKind.MORE_TIME:
        return say("line_more_time", total=offer.total, due_date=first.due_date)
    facts = {
        "count": len(offer.instalments),
        "amount": first.amount,
        "frequency": say(f"frequency_{offer.frequency or Frequency.MONTHLY}"),
        "first_date": first.due_date,
        "total": offer.total,
        "saved": saved,
    }
    if offer.kind is OfferKind.TOKEN:
        return say("line_token", **facts)
    uneven = "_uneven" if offer.instalments[-1].amount != first.amount else ""
    return say(f"line_instalments{uneven}{plain}", **facts, last=offer.instalments[-1].amount)


def numbered(offers: list[Offer]) -> list[Say]:
    """A line for each offer, with the number by which it is chosen."""
    return [say("line_option", number=n, offer=line(o)) for n, o in enumerate(offers, start=1)]


def button(offer: Offer, position: int) -> Button:
    """The button that takes the offer at this position (1 is the first)."""
    facts: dict[str, Any] = {}
    if offer.instalments:
        first = offer.instalments[0]
        facts = {
            "count": len(offer.instalments),
            "amount": first.amount,
            "due_date": first.due_date,
        }
    return Button(say(f"button_{offer.kind}", **facts), "affirm", {"option": position})
