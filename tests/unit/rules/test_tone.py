"""Is pressure found in both languages, and kind wording left alone?"""

import pytest

from bot.policies import load_policies
from bot.rules.country import advice_for, leaves_minimum
from bot.rules.money import Money
from bot.rules.text import plain
from bot.rules.tone import (
    Pressure,
    inbound_too_long,
    longer_than_advised,
    pressure_in,
    too_long,
)

US = load_policies().for_country("US")
BR = load_policies().for_country("BR")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("This is your FINAL WARNING.", Pressure.THREAT), ("Vamos processar voce", Pressure.THREAT),
     ("Act now!", Pressure.FALSE_URGENCY), ("Última chance!", Pressure.FALSE_URGENCY),
     ("you haven’t paid", Pressure.ACCUSATION), ("caloteiro", Pressure.SHAME)],
)  # fmt: skip
def test_pressure(text: str, kind: Pressure) -> None:
    assert kind in [found for found, _ in pressure_in(text, US.tone)]


@pytest.mark.parametrize(
    "text",
    ["There is an outstanding balance of $80. What is making this payment hard?",
     "Há um saldo em aberto de R$ 80,00. Quer ver as opções?", "You can pay now or later.", ""],
)  # fmt: skip
def test_kind_wording(text: str) -> None:
    assert pressure_in(text, US.tone) == ()


def test_lengths() -> None:
    limits = US.messages
    assert not too_long("a" * 1600, "sms", limits)
    assert too_long("a" * 1601, "sms", limits)
    assert not too_long("a" * 4096, "telegram", limits)
    assert not too_long("a" * 9999, "simulator", limits)
    assert longer_than_advised("a" * 321, "sms", limits)
    assert not longer_than_advised("a" * 321, "whatsapp", limits)
    assert not inbound_too_long("a" * 1000, limits)
    assert inbound_too_long("a" * 1001, limits)


def test_plain() -> None:
    assert plain("  Não, don’t!  OPT-OUT ") == "nao dont opt out"


def test_help_lines_and_the_minimum_income() -> None:
    assert [line.phone for line in US.facts.crisis_lines] == ["988"]
    assert "Procon" in [line.name for line in advice_for("individual", BR.facts)]
    assert "Sebrae" not in [line.name for line in advice_for("individual", BR.facts)]
    income = Money.parse("1000.00", "BRL")
    assert leaves_minimum(income, Money.parse("400.00", "BRL"), BR.facts, BR.valid_from)
    assert not leaves_minimum(income, Money.parse("400.01", "BRL"), BR.facts, BR.valid_from)
