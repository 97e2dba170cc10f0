"""Offers are kept as JSON with their reasons, and shown in words that say what they are."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import figures
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Offer, Situation, compute_offers
from bot.usecases.offers import offer_records

TODAY = date(2026, 3, 3)
AMOUNT = st.integers(min_value=0, max_value=10**7)
LOCALES = {"US": "en_US", "GB": "en_GB", "BR": "pt_BR"}
CURRENCY = {"US": "USD", "GB": "GBP", "BR": "BRL"}


def offers_of(policies, country, parts, affordable, hardship, segment):
    currency = CURRENCY[country]
    balance = Balance.of(*(Money(part, currency) for part in parts))
    situation = Situation(
        country=country, person_type="individual", segment=segment,
        owed=(DebtOwed("D-1", balance, TODAY - timedelta(days=40)),),
        affordable=Money(affordable, currency) if affordable else None, hardship=hardship,
    )  # fmt: skip
    limits = policies.for_country(country).plan_limits(segment, currency)
    return compute_offers(situation, limits, TODAY)


ANY_OFFERS = {
    "country": st.sampled_from(["US", "GB", "BR"]),
    "parts": st.tuples(st.integers(min_value=1, max_value=10**7), AMOUNT, AMOUNT),
    "affordable": st.integers(min_value=0, max_value=10**5),
    "hardship": st.booleans(),
    "segment": st.sampled_from(["standard", "hardship", "high_value", "first_time_late"]),
}


@given(**ANY_OFFERS)
def test_an_offer_comes_back_as_it_was_kept(policies, **facts):
    for offer in offers_of(policies, **facts):
        assert (
            offer_records.from_json(json.loads(json.dumps(offer_records.to_json(offer)))) == offer
        )


@given(**ANY_OFFERS)
def test_every_amount_in_the_words_of_an_offer_is_backed_by_it(policies, wording, **facts):
    locale = LOCALES[facts["country"]]
    for offer in offers_of(policies, **facts):
        allowed = offer_records.amounts_in(offer_records.to_json(offer))
        button = offer_records.button(offer, 1)
        for say in (offer_records.line(offer), *offer_records.numbered([offer]), button.label):
            for channel in ("sms", "whatsapp"):
                text = wording.text(say.key, say.facts, locale, channel)
                assert figures.unbacked(text, allowed) == ()
        assert button.entities == {"option": 1}


@pytest.fixture
def some(policies) -> dict[str, Offer]:
    offers = offers_of(policies, "US", (30_000, 2_000, 1_000), 0, True, "hardship")
    return {offer.kind: offer for offer in offers}


def test_every_kind_says_what_it_is(some, wording):
    lines = {kind: offer_records.line(offer) for kind, offer in some.items()}
    texts = {
        k: wording.text(line.key, line.facts, "en_US", "whatsapp") for k, line in lines.items()
    }
    assert set(texts) == {"pay_in_full", "instalments", "more_time", "token", "pause"}
    assert texts["pay_in_full"] == "Pay $300.00 at once by April 2, 2026, saving $30.00"
    assert texts["more_time"] == "More time: pay $330.00 by May 2, 2026"
    assert texts["pause"] == "A pause: nothing to pay until May 2, 2026"
    assert texts["token"].startswith("A small payment for now: $1.00 monthly")
    assert "$300.00 in all" in texts["instalments"]


def test_a_larger_first_payment_is_told_apart(policies, wording):
    # 190,317 + half of 7,777 and of 4,501 = 196,455; a tenth of it, rounded up, comes first, and
    # 176,809 in eleven parts are ten times 16,074 at most and 16,073 at the end.
    offers = offers_of(policies, "GB", (190_317, 7_777, 4_501), 0, False, "company")
    three, six, twelve = (o for o in offers if o.kind == "instalments")
    line, label = offer_records.line(twelve), offer_records.button(twelve, 4).label
    assert wording.text(line.key, line.facts, "en_GB", "whatsapp") == (
        "£196.46 by 17 March 2026, then 11 payments of £160.74 monthly from 17 April 2026, "
        "the last one £160.73: £1,964.55 in all, saving £61.40"
    )
    assert wording.text(line.key, line.facts, "en_GB", "sms") == (
        "£196.46 by 17 March 2026, then 11 x £160.74 monthly (last £160.73): £1,964.55"
    )
    assert wording.text(label.key, label.facts, "en_GB", "sms") == "£196.46 first"
    assert [offer_records.line(o).key for o in (three, six)] == [
        "utter_line_instalments", "utter_line_instalments_uneven",
    ]  # fmt: skip
    by_share = [any(r.rule == "first_payment_share" for r in o.reasons) for o in (six, twelve)]
    assert by_share == [False, True]


def test_the_number_stands_before_the_line(some, wording):
    first, second, *_ = offer_records.numbered(list(some.values()))
    assert wording.text(second.key, second.facts, "en_US", "whatsapp").startswith("2. ")
    assert wording.text(first.key, first.facts, "pt_BR", "whatsapp").startswith("1. ")
