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
        "waived_principal": offer.waived_principal and offer.waived_principal.decimal(),
        "down_payment": offer.down_payment,
        "instalments": [
            {"amount": i.amount.decimal(), "due_date": i.due_date.isoformat()}
            for i in offer.instalments
        ],
        "frequency": offer.frequency,
        "debts": list(offer.debts),
        "policy_version": offer.policy_version,
        "reasons": [
            {"rule": r.rule, "value": r.value, "source": r.source, "shapes": list(r.shapes)}
            for r in offer.reasons
        ],
        "until": offer.until.isoformat(),
    }


def from_json(kept: dict[str, Any]) -> Offer:
    """The offer as it was stored."""
    currency, cut = kept["currency"], kept.get("waived_principal")

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
        reasons=tuple(
            Reason(r["rule"], r["value"], r["source"], tuple(r.get("shapes", ())))
            for r in kept["reasons"]
        ),
        until=date.fromisoformat(kept["until"]),
        waived_principal=Money.parse(cut, currency) if cut is not None else None,
        down_payment=kept.get("down_payment", False),
    )


def amounts_in(kept: dict[str, Any]) -> set[Money]:
    """Every amount that this offer may be shown with."""
    offer = from_json(kept)
    amounts = {offer.total, offer.saved, offer.waived, offer.waived_interest, offer.waived_fees}
    if offer.waived_principal is not None:
        amounts.add(offer.waived_principal)
    return amounts | {i.amount for i in offer.instalments}


def line(offer: Offer) -> Say:
    """One line that says what the offer is."""
    saved = offer.saved
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
    if offer.kind is OfferKind.TOKEN:
        return say("line_token", **_steps(offer, offer.instalments))
    if _first_is_larger(offer):
        return _down_first(offer, plain)
    facts = _steps(offer, offer.instalments)
    uneven = "_uneven" if offer.instalments[-1].amount != first.amount else ""
    return say(f"line_instalments{uneven}{plain}", **facts, last=offer.instalments[-1].amount)


def _steps(offer: Offer, parts: tuple[Instalment, ...]) -> dict[str, Any]:
    """The facts of payments in equal steps."""
    return {
        "count": len(parts),
        "amount": parts[0].amount,
        "frequency": say(f"frequency_{offer.frequency or Frequency.MONTHLY}"),
        "first_date": parts[0].due_date,
        "total": offer.total,
        "saved": offer.saved,
    }


def _first_is_larger(offer: Offer) -> bool:
    """Is the first payment to be told apart: outside the rhythm of the others, or larger than the
    next by more than the one minor unit that equal parts may differ by?"""
    first, *rest = (i.amount.minor for i in offer.instalments)
    return offer.down_payment or bool(rest and first - rest[0] > 1 and len(rest) > 1)


def _down_first(offer: Offer, plain: str) -> Say:
    """A first part, then the rest: in one sum, or in steps."""
    down, *rest = offer.instalments
    first = {"down": down.amount, "down_date": down.due_date}
    last = rest[-1]
    if len(rest) == 1:
        return say(
            f"line_down_and_rest{plain}", **first, rest=last.amount, rest_date=last.due_date,
            total=offer.total, saved=offer.saved,
        )  # fmt: skip
    facts = _steps(offer, tuple(rest))
    uneven = "_uneven" if last.amount != rest[0].amount else ""
    return say(f"line_down_and_steps{uneven}{plain}", **first, **facts, last=last.amount)


def numbered(offers: list[Offer]) -> list[Say]:
    """A line for each offer, with the number by which it is chosen."""
    return [say("line_option", number=n, offer=line(o)) for n, o in enumerate(offers, start=1)]


def button(offer: Offer, position: int) -> Button:
    """The button that takes the offer at this position (1 is the first)."""
    facts: dict[str, Any] = {}
    key = f"button_{offer.kind}"
    if offer.instalments:
        first, last = offer.instalments[0], offer.instalments[-1]
        facts = {
            "count": len(offer.instalments),
            "amount": first.amount,
            "due_date": first.due_date,
        }
        if _first_is_larger(offer):
            key, facts = "button_down", {"amount": first.amount, "due_date": last.due_date}
    return Button(say(key, **facts), "affirm", {"option": position})
