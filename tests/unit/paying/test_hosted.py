"""Signed addresses and signed calls of any other provider."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.paying.hosted import HostedEvents, HostedLinks, check_template
from bot.rules.money import Money
from bot.usecases.ports import Forged, LinkRequest, Unreadable

URL = (
    "https://pay.example/?amount={amount}&currency={currency}&ref={reference}&exp={expires}"
    "&lang={language}&sig={signature}"
)
NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
SECRET = "a secret of the tests"


def request(**given):
    facts = {"amount": Money(33_000, "USD"), "reference": "A-1 & more"} | given
    return LinkRequest(
        subject="debt:1",
        description="for a sofa",
        language="en",
        expires=NOW,
        idempotency_key="k",
        **facts,
    )


async def test_the_address_is_filled_in_and_signed():
    address = await HostedLinks(URL, SECRET).link(request())
    read = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    signed = b"amount=330.00&currency=USD&expires=1772550000&reference=A-1+%26+more"
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert read == {
        "amount": "330.00", "currency": "USD", "ref": "A-1 & more", "exp": "1772550000",
        "lang": "en", "sig": expected,
    }  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"amount": Money(33_001, "USD")}, {"amount": Money(33_000, "CAD")},
               {"reference": "A-2"}]
)  # fmt: skip
async def test_each_signed_parameter_changes_the_signature(change):
    links = HostedLinks(URL, SECRET)
    signatures = {(await links.link(r)).rsplit("=", 1)[1] for r in (request(), request(**change))}
    assert len(signatures) == 2


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (
            "https://pay.example/?a={amount}",
            "lacks {currency}, {expires}, {reference}, {signature}",
        ),
        (URL + "&name={name}", "has {name}, which nothing fills"),
    ],
)
def test_an_address_that_cannot_be_filled_in_is_refused(template, reason):
    with pytest.raises(ValueError, match=reason.replace("{", r"\{").replace("}", r"\}")):
        check_template(template)


def header(body, seconds="1772550000", secret=SECRET):
    text = seconds.encode() + b"." + body
    return f"t={seconds},v1={hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


BODY = (
    b'{"event": "payment.succeeded", "id": "p-1", "debt": "A-1-D1", "amount": "30.00",'
    b' "currency": "USD"}'
)


def read(body, signature, now=NOW):
    return HostedEvents(SECRET).read(body, {"x-goodfaith-signature": signature}, now)


def test_a_signed_call_is_read():
    news = read(BODY, header(BODY))
    assert (news.source, news.method, news.debt) == ("hosted:p-1", "hosted", "A-1-D1")
    assert (str(news.amount), news.at, news.reverses) == ("30.00 USD", NOW, None)


def test_several_signatures_let_a_secret_be_changed():
    old, new = header(BODY, secret="old"), header(BODY)
    assert read(BODY, f"{old},{new.split(',')[1]}") is not None


@pytest.mark.parametrize("seconds", ["1772549700", "1772550300"])
def test_five_minutes_are_believed(seconds):
    assert read(BODY, header(BODY, seconds)) is not None


@pytest.mark.parametrize(
    "seconds", ["1772549699", "1772550301", "", "-1", "1e9", "²", "1" * 13, "1772550000.0"]
)
def test_any_other_time_is_not(seconds):
    with pytest.raises(Forged):
        read(BODY, header(BODY, seconds))


def test_a_call_that_names_no_debt_cannot_be_read():
    body = BODY.replace(b'"debt"', b'"owed"')
    with pytest.raises(Unreadable, match="debt"):
        read(body, header(body))
