"""The address of the pay page: opaque, signed, and nothing that could be read as money."""

import random
import uuid
from datetime import UTC, datetime

import pytest

from bot.paying.page import KINDS, AgreementTicket, OwnPages, Subject, Ticket
from bot.paying.pix import PixCharge, br_code
from bot.rules.figures import money_in
from bot.rules.money import Money
from bot.usecases.ports import LinkRequest

PAGES = OwnPages("https://pay.test/", "a secret")
EXPIRES = datetime(2026, 3, 17, 15, 0, tzinfo=UTC)
NUMBER = uuid.UUID("00000000-0000-4000-8000-00000000002a")


def ticket(kind="debt", language="en"):
    return Ticket(Subject(kind, NUMBER), language, EXPIRES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "pt"])
def test_what_was_written_is_read(kind, language):
    wanted = ticket(kind, language)
    assert PAGES.read(PAGES.token(wanted)) == wanted


async def test_the_port_gives_the_address():
    request = LinkRequest(
        Money(100, "USD"), "D-1", f"debt:{NUMBER}", "for a sofa", "pt", EXPIRES, "k"
    )
    address = await PAGES.link(request)
    token = address.removeprefix("https://pay.test/pay/")
    assert PAGES.read(token) == ticket(language="pt")
    assert token.isalnum()
    assert token == token.lower()


def test_no_letter_may_be_changed():
    token = PAGES.token(ticket())
    for place in range(len(token)):
        for letter in "ab7":
            changed = token[:place] + letter + token[place + 1 :]
            assert changed == token or PAGES.read(changed) is None


@pytest.mark.parametrize("token", ["", "g", "gg", "x" * 60, "g" + "a" * 59, "gé", "g====", "../x"])
def test_anything_else_is_none_of_ours(token):
    assert PAGES.read(token) is None


def test_longer_shorter_or_written_otherwise_is_none_of_ours():
    token = PAGES.token(ticket())
    for other in (token[:-1], token + "a", token.upper(), f" {token}", f"{token}="):
        assert PAGES.read(other) is None


def test_another_secret_signs_otherwise():
    assert OwnPages("https://pay.test", "another").read(PAGES.token(ticket())) is None
    with pytest.raises(ValueError, match="secret"):
        OwnPages("https://pay.test", "")


def test_the_token_names_nobody():
    """Two addresses of one debt share the id only, and that is random."""
    assert len(PAGES.token(ticket())) == len(PAGES.token(ticket("account", "pt"))) == 61


@pytest.mark.parametrize("language", ["en", "pt"])
def test_an_agreement_has_tokens_of_its_own(language):
    wanted = AgreementTicket(NUMBER, language, EXPIRES)
    token = PAGES.agreement_token(wanted)
    assert PAGES.agreement(NUMBER, language, EXPIRES) == f"https://pay.test/agreements/{token}"
    assert PAGES.read_agreement(token) == wanted
    assert (len(token), token[0], token.isalnum(), token.islower()) == (61, "a", True, True)
    for place in range(len(token)):
        changed = token[:place] + ("b" if token[place] != "b" else "c") + token[place + 1 :]
        assert PAGES.read_agreement(changed) is None
    assert OwnPages("https://pay.test", "another").read_agreement(token) is None


@pytest.mark.parametrize("kind", KINDS)
def test_no_token_opens_the_other_page(kind):
    """Not even with the other's first letter: each is signed with a key of its own."""
    paid = PAGES.token(ticket(kind))
    agreed = PAGES.agreement_token(AgreementTicket(NUMBER, "en", EXPIRES))
    for token in (agreed, f"g{agreed[1:]}"):
        assert PAGES.read(token) is None
    for token in (paid, f"a{paid[1:]}"):
        assert PAGES.read_agreement(token) is None


@pytest.mark.parametrize("text", ["debt", "debt:", "debt:7", f"person:{NUMBER}", ""])
def test_a_subject_is_read_exactly(text):
    with pytest.raises(ValueError, match=r".+"):
        Subject.parse(text)


def test_no_address_can_be_misread_as_money_and_a_pix_code_is_its_sum():
    dice = random.Random(7)
    for base in ("https://pay.test", "http://127.0.0.1:8000"):
        pages = OwnPages(base, "a secret")
        for _ in range(1500):
            number = uuid.UUID(int=dice.getrandbits(128))
            address = pages.address(Ticket(Subject(dice.choice(KINDS), number), "en", EXPIRES))
            assert money_in(f"You can pay here: {address}\nReference: D-1") == ()
            agreement = pages.agreement(number, dice.choice(("en", "pt")), EXPIRES)
            assert money_in(f"In writing: {agreement}") == ()
            minor = dice.randrange(1, 10**9)
            key = dice.choice((str(number), "+5511900000000", "pix@loja-24.example", "1" * 14))
            code = br_code(
                PixCharge(key, "Juniper & Oak 24 Home", "Sampleton", Money(minor, "BRL"), "BR-7")
            )
            (figure,) = money_in(code)
            assert figure.readings == (Money(minor, "BRL"),)
