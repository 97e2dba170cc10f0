"""What do the commands call the things that the rules name by code? In English, for the business.

What people read is worded in `bot/dialogs`; this is what the operator reads.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from bot.wording import money

LIMITS: Final = {
    "max_instalments": ("most instalments, in months", ""),
    "smallest_instalment": ("smallest instalment", "money"),
    "first_payment_share": ("part to be paid first", "part"),
    "first_payment_within_days": ("first payment at the latest", "days"),
    "first_payment_usual_days": ("first payment unless they say", "days"),
    "longest_days": ("last payment at the latest", "days"),
    "interest_waiver": ("interest waived by a plan", "part"),
    "fees_waiver": ("fees waived by a plan", "part"),
    "full_payment_interest_waiver": ("interest waived by paying in full", "part"),
    "full_payment_fees_waiver": ("fees waived by paying in full", "part"),
    "full_payment_principal_waiver": ("principal waived by paying in full", "part"),
    "full_payment_within_days": ("paying in full at the latest", "days"),
    "more_time_days": ("more time at the most", "days"),
    "token_payment": ("smallest token payment", "money"),
    "token_instalments": ("most token payments", ""),
    "pause_days": ("pause at the most", "days"),
    "frequencies": ("how often a plan is paid", ""),
    "usual_counts": ("instalments offered unasked", ""),
    "affordable_share": ("part of what they can pay that is asked", "part"),
    "person_below_share": ("a person decides below this part of the nearest", "part"),
    "interest_free": ("no interest while the plan is kept", ""),
    "grace_days": ("days of grace for a payment", "days"),
    "renegotiations": ("changes of a plan before a person decides", ""),
    "approver": ("who decides beyond this", ""),
    "income_share": ("part of what is left of the income", "part"),
    "rest_within_days": ("the rest in one sum at the latest", "days"),
    "alignments": ("paydays that dates may follow", ""),
    "minimum_income": ("income that must be left to live on", "money"),
    "owed": ("what is owed", "money"),
    "affordable": ("what they said they can pay", "money"),
    "amount": ("the amount they named", "money"),
    "income_ceiling": ("what their income leaves for a payment", "money"),
    "charges_alone": ("principal owed: charges alone are not waived by machine", "money"),
    "down_payment": ("what they pay first", "money"),
    "first_date": ("the first day they named", ""),
    "payday": ("their payday", "payday"),
    "payday_not_followed": ("their payday, which the policy does not follow", "payday"),
    "nothing_waived": ("nothing is waived", "said"),
    "one_payment": ("it is one payment", "said"),
    "monthly": ("it is paid monthly", "said"),
}
"""Rule to its words and the unit of its value: money, part, days, payday, none; or "said" where the
words say it all."""

KINDS: Final = {
    "pay_in_full": "Pay in full",
    "instalments": "Instalments",
    "more_time": "More time",
    "token": "Token payments",
    "pause": "A pause",
    "principal_waiver": "A cut of the principal",
    "charges_waiver": "A cut of interest and fees",
}
NUMBERS: Final = {
    "total": "total",
    "waived_principal": "principal waived",
    "waived_interest": "interest waived",
    "waived_fees": "fees waived",
    "count": "payments",
    "amount": "amount",
    "first_date": "first date",
    "dates": "dates",
    "frequency": "how often",
    "until": "last day",
}
CLOSED: Final = {
    "policy_none": "the policy allows none",
    "care_only": "only in hardship or vulnerability",
    "too_small": "what is owed is less than two of the smallest instalments",
    "above_affordable": "no plan within the time allowed is as small as what they can pay",
    "does_not_fit": "nothing fits between the smallest instalment and the time allowed",
    "charges_only": "a debt of charges alone is not waived by machine",
    "renegotiation": "a plan that is changed again waives nothing further",
}
CONDITIONS: Final = {
    "person_type": "the person is: {fact}",
    "first_time_late": "late for the first time: {fact}",
    "hardship": "in hardship: {fact}",
    "vulnerable": "vulnerable: {fact}",
    "times_late_at_least": "late {fact} times with this one; the rule asks {asked} or more",
    "lifetime_value_at_least": "spent {fact} with us; the rule asks {asked} or more",
    "owed_at_most": "owes {fact}; the rule asks {asked} or less",
    "days_past_due_at_least": "{fact} days past due; the rule asks {asked} or more",
}
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOTHING: Final = {
    "nothing_owed": "Nothing is owed, so there is nothing to offer.",
    "no_offer": "No arrangement fits inside the limits.",
    "dispute": "The debt is disputed: nobody is asked to pay it until that is settled.",
    "identity_theft": "Identity theft was reported: nobody is asked to pay until that is settled.",
}
VERDICTS: Final = {
    "same": "the same offer",
    "inside": "allowed (an answer to what they proposed)",
    "outside": "OUTSIDE the rules",
    "unknown": "cannot be replayed: what it was made from was not kept",
}


def rule(code: str) -> str:
    """The words of a rule; the code itself, readable, when it has none."""
    return LIMITS[code][0] if code in LIMITS else code.replace("_", " ")


def value(code: str, raw: Any, currency: str, locale: str) -> str:
    """The value of a rule as people write it."""
    unit = LIMITS.get(code, ("", ""))[1]
    if unit == "said":
        return ""
    if raw is None or raw in ("", "None"):
        return "none"
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, (list, tuple)):
        return ", ".join(str(each).replace("_", " ") for each in raw)
    return _of_unit(unit, str(raw), currency, locale)


def _of_unit(unit: str, raw: str, currency: str, locale: str) -> str:
    if unit == "money":
        return money(raw, currency, locale)
    if unit == "days":
        return f"{raw} days"
    words = {"part": part, "payday": payday}
    return words[unit](raw) if unit in words else raw.replace(",", ", ")


def told(text: str, locale: str) -> str:
    """A fact or a condition of a segment: "true", "5000.00 USD", "individual"."""
    amount, _, currency = text.partition(" ")
    if len(currency) == len("USD") and currency.isupper():
        return money(amount, currency, locale)
    return {"true": "yes", "false": "no", "": "not known"}.get(text, text)


def payday(text: str) -> str:
    """A payday as `bot.rules.payday` writes it, in words."""
    kind, _, number = text.partition(":")
    if kind == "weekday":
        return WEEKDAYS[int(number)]
    if kind == "last_business_day":
        return "last business day of the month"
    return f"{kind.replace('_', ' ')} {number} of the month"


def condition(code: str, fact: str, asked: str, locale: str) -> str:
    """A condition of a segment, with what the account has."""
    template = CONDITIONS.get(code, f"{code}: {{fact}}; the rule asks {{asked}}")
    return template.format(fact=told(fact, locale), asked=told(asked, locale))


def part(text: str) -> str:
    """A part of a whole, "3/4", as "75 %"; in thirds and the like as it is."""
    percent = Fraction(text) * 100
    return f"{percent.numerator} %" if percent.denominator == 1 else text
