"""Links from a Stripe that listens on this machine: what it is asked, what its errors become."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest
import stripe
import structlog

from bot.paying.stripe import StripeLinks, translated
from bot.rules.money import Money
from bot.usecases.ports import LinkRequest, ProviderDown, ProviderRefuses

KEY = "sk_test_a_key_of_the_tests"

# Stripe's library hands httpx its text in a way that httpx means to give up.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


class Double(ThreadingHTTPServer):
    """Answers as Stripe does; remembers the requests, and the sessions by their keys."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, dict, dict]] = []
        self.sessions: dict[str, dict] = {}
        self.fails: tuple[int, dict] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Double

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.requests.append((self.path, dict(self.headers), dict(parse_qsl(body))))
        self._answer(*(self.server.fails or self._session()))

    def _session(self) -> tuple[int, dict]:
        if self.headers["Authorization"] != f"Bearer {KEY}":
            error = {"type": "invalid_request_error", "message": f"Invalid API Key: {KEY}"}
            return 401, {"error": error}
        made = self.server.sessions.setdefault(
            self.headers["Idempotency-Key"],
            {
                "id": f"cs_{len(self.server.sessions)}",
                "object": "checkout.session",
                "url": f"https://checkout.example/{len(self.server.sessions)}",
            },
        )
        return 200, made

    def _answer(self, status: int, body: dict) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def double() -> Iterator[Double]:
    server = Double()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
async def links(double: Double):
    links = StripeLinks(KEY, "https://shop.example", api_url=double.url)
    yield links
    await links.close()


def request(key="state-1", **given):
    facts = {"amount": Money(8450, "GBP"), "language": "en"} | given
    return LinkRequest(
        reference="GB-1-D1",
        subject="debt:1",
        description="Juniper & Oak · GB-1-D1",
        expires=datetime(2026, 3, 17, tzinfo=UTC),
        idempotency_key=key,
        **facts,
    )


async def test_stripe_is_asked_for_exactly_this_payment(links, double):
    assert await links.link(request()) == "https://checkout.example/0"
    ((path, headers, form),) = double.requests
    assert path == "/v1/checkout/sessions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form == {
        "mode": "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "gbp",
        "line_items[0][price_data][unit_amount]": "8450",
        "line_items[0][price_data][product_data][name]": "Juniper & Oak · GB-1-D1",
        "client_reference_id": "GB-1-D1",
        "metadata[debt]": "GB-1-D1",
        "payment_intent_data[metadata][debt]": "GB-1-D1",
        "locale": "en",
        "success_url": "https://shop.example",
        "cancel_url": "https://shop.example",
    }


async def test_the_same_state_gives_the_same_link(links):
    assert await links.link(request()) == await links.link(request())
    assert await links.link(request("state-2")) == "https://checkout.example/1"


async def test_a_long_key_fits_and_portuguese_is_spoken(links, double):
    await links.link(request("x" * 500, language="pt", amount=Money(33_000, "BRL")))
    ((_, headers, form),) = double.requests
    assert len(headers["Idempotency-Key"]) == 64
    assert (form["locale"], form["line_items[0][price_data][unit_amount]"]) == ("pt-BR", "33000")


FAILURES = {
    "unknown key": (401, "invalid_request_error", ProviderRefuses),
    "no permission": (403, "invalid_request_error", ProviderRefuses),
    "bad request": (400, "invalid_request_error", ProviderRefuses),
    "key used otherwise": (400, "idempotency_error", ProviderRefuses),
    "declined": (402, "card_error", ProviderRefuses),
    "in use": (409, "idempotency_error", ProviderRefuses),
    "too many": (429, "rate_limit_error", ProviderDown),
    "broken": (500, "api_error", ProviderDown),
    "away": (503, "api_error", ProviderDown),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_each_failure_is_named_by_what_can_be_done(links, double, failure):
    status, kind, expected = FAILURES[failure]
    double.fails = status, {"error": {"type": kind, "message": f"about {KEY}", "code": "c_1"}}
    with structlog.testing.capture_logs() as logs, pytest.raises(expected) as told:
        await links.link(request())
    assert str(status) in str(told.value)
    assert KEY not in f"{told.value}{logs}"
    assert told.value.__suppress_context__
    assert [line["event"] for line in logs] == ["stripe_failed"]


def kinds(of: type[Exception]) -> set[type[Exception]]:
    return {of}.union(*(kinds(one) for one in of.__subclasses__()))


def test_every_error_of_the_library_becomes_one_of_ours():
    found = kinds(stripe.StripeError)
    assert len(found) > 10
    for kind in found:
        error = kind.__new__(kind)
        stripe.StripeError.__init__(error, f"about {KEY}")
        down = kind in (stripe.APIConnectionError, stripe.RateLimitError)
        ours = translated(error)
        assert type(ours) is (ProviderDown if down else ProviderRefuses)
        assert KEY not in str(ours)


async def test_nobody_there_is_down(double):
    double.server_close()
    links = StripeLinks(KEY, "https://shop.example", api_url=double.url)
    with pytest.raises(ProviderDown):
        await asyncio.wait_for(links.link(request()), 10)
    await links.close()


async def test_a_wrong_key_shows_nowhere(double):
    links = StripeLinks("sk_test_wrong", "https://shop.example", api_url=double.url)
    with structlog.testing.capture_logs() as logs, pytest.raises(ProviderRefuses) as told:
        await links.link(request())
    assert "sk_test" not in f"{told.value}{logs}{links!r}"
    await links.close()


async def test_an_answer_without_an_address_is_no_link(links, double):
    double.fails = 200, {"id": "cs_1", "object": "checkout.session", "url": None}
    with pytest.raises(ProviderRefuses):
        await links.link(request())
