"""Providers' calls: forged, stale, told twice, too large, about nobody; and the books after it."""

import copy
import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.usecases.accounts.api_keys import issue_api_key
from bot.usecases.payments import reverse_payment
from tests.web.paying import HEADERS, application, client_of, signed, tell

PAID = {
    "event": "payment.succeeded", "id": "p-1", "debt": "A-1-D1", "amount": "30.00",
    "currency": "USD", "paid_at": "2026-03-03T09:00:00Z",
}  # fmt: skip
BACK = {
    "event": "payment.reversed", "id": "r-1", "payment": "p-1", "amount": "10.00",
    "currency": "USD",
}  # fmt: skip


def stripe(kind, **of):
    return {"id": "evt_1", "type": kind, "created": 1_772_528_400, "data": {"object": of}}


def checkout(**of):
    given = {
        "payment_status": "paid", "payment_intent": "pi_1", "amount_total": 3000,
        "currency": "usd", "metadata": {"debt": "A-1-D1"},
    }  # fmt: skip
    return stripe("checkout.session.completed", **given | of)


def intent(**of):
    given = {
        "id": "pi_1", "amount_received": 3000, "currency": "usd", "metadata": {"debt": "A-1-D1"}
    }  # fmt: skip
    return stripe("payment_intent.succeeded", **given | of)


def refunded(so_far, before=None):
    event = stripe(
        "charge.refunded", id="ch_1", payment_intent="pi_1", amount_refunded=so_far,
        currency="usd", metadata={"debt": "A-1-D1"},
    )  # fmt: skip
    if before is not None:
        event["data"]["previous_attributes"] = {"amount_refunded": before}
    return event


def disputed(amount=3000, kind="created"):
    return stripe(
        f"charge.dispute.{kind}", id="dp_1", payment_intent="pi_1", amount=amount, currency="usd"
    )  # fmt: skip


@pytest.fixture
async def client(world, ada):
    async with client_of(application(world)) as client:
        yield client


async def test_a_payment_is_booked_once(client, ada):
    first = await tell(client, "hosted", PAID)
    assert (first.status_code, first.json()) == (200, {"status": "booked"})
    assert await ada.owes() == "300.00"
    again = await tell(client, "hosted", PAID)
    assert (again.status_code, again.json()) == (200, {"status": "known"})
    assert await ada.owes() == "300.00"
    (payment,) = await ada.look("payments")
    assert (payment.reference, payment.method, payment.amount) == ("hosted:p-1", "hosted", 3000)
    assert payment.paid_at == datetime(2026, 3, 3, 9, tzinfo=UTC)


async def test_what_was_paid_is_taken_back_once_and_never_more_than_came(client, ada):
    await tell(client, "hosted", PAID)
    for status in ("booked", "known"):
        assert (await tell(client, "hosted", BACK)).json() == {"status": status}
        assert await ada.owes() == "310.00"
    await tell(client, "hosted", BACK | {"id": "r-2", "amount": "500.00"})
    assert await ada.owes() == "330.00"
    assert (await tell(client, "hosted", BACK | {"id": "r-3"})).json() == {"status": "known"}


async def test_a_provider_whose_clock_is_ahead_is_taken_at_our_time(client, world, ada):
    await tell(client, "hosted", PAID | {"paid_at": "2026-03-03T15:04:00Z"})
    (payment,) = await ada.look("payments")
    assert payment.paid_at == world.store.now == datetime(2026, 3, 3, 15, tzinfo=UTC)


async def test_both_of_stripes_events_are_one_payment(client, ada):
    assert (await tell(client, "stripe", checkout())).json() == {"status": "booked"}
    assert (await tell(client, "stripe", intent())).json() == {"status": "known"}
    assert (await tell(client, "stripe", checkout())).json() == {"status": "known"}
    assert await ada.owes() == "300.00"
    (payment,) = await ada.look("payments")
    assert (payment.reference, payment.method) == ("stripe:pi_1", "stripe")


async def test_refunds_of_stripe_add_up_and_a_dispute_takes_the_rest(client, ada):
    await tell(client, "stripe", intent())
    await tell(client, "stripe", refunded(500, 0))
    assert await ada.owes() == "305.00"
    for _ in range(2):
        await tell(client, "stripe", refunded(1200, 500))
        assert await ada.owes() == "312.00"
    for kind in ("created", "funds_withdrawn"):
        await tell(client, "stripe", disputed(kind=kind))
        assert await ada.owes() == "330.00"


@pytest.mark.parametrize(
    "event",
    [
        stripe("invoice.paid", id="in_1"),
        checkout(payment_status="unpaid"),
        checkout(payment_intent=None),
        checkout(metadata={}),
        intent(metadata=None),
        stripe("charge.refunded", id="ch_9", payment_intent="pi_9", metadata={}),
    ],
    ids=["another event", "not paid yet", "no payment", "not ours", "no metadata", "not ours back"],
)
async def test_what_is_none_of_our_business_is_ignored(client, ada, event):
    answer = await tell(client, "stripe", event)
    assert (answer.status_code, answer.json()) == (200, {"status": "ignored"})
    assert await ada.look("payments") == []


async def test_an_unknown_event_is_ignored(client):
    answer = await tell(client, "hosted", PAID | {"event": "payment.pondered"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ignored"})


FORGERIES = {
    "unsigned": lambda body: None,
    "empty": lambda body: "",
    "nonsense": lambda body: "t=now,v1=yes",
    "another secret": lambda body: signed(body, secret="guessed"),
    "another body": lambda body: signed(body + b" "),
    "stale": lambda body: signed(body, at=datetime.now(UTC) - timedelta(minutes=6)),
    "no time": lambda body: signed(body).split(",")[1],
    "cut": lambda body: signed(body)[:-1],
    "not ascii": lambda body: signed(body).replace("v1=", "v1=\xe9"),
}


@pytest.mark.parametrize("provider", HEADERS)
@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_call_is_refused_and_nothing_is_kept(client, ada, provider, forgery):
    body = json.dumps(PAID if provider == "hosted" else checkout()).encode()
    signature = FORGERIES[forgery](body)
    headers = {} if signature is None else {HEADERS[provider]: signature.encode("latin-1")}
    answer = await client.post(f"/webhooks/payments/{provider}", content=body, headers=headers)
    assert answer.status_code == 403
    assert await ada.owes() == "330.00"
    assert await ada.look("payments") == []
    assert await ada.history() == ["account_created"]


async def test_a_time_from_the_future_is_not_believed(client):
    late = datetime.now(UTC) + timedelta(minutes=6)
    assert (await tell(client, "hosted", PAID, at=late)).status_code == 403


@pytest.mark.parametrize("provider", HEADERS)
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"7", b"null", b'{"type": 7}', b'{"event": null}', b"\xff\xfe"),
        *(b"[" * 100_000, b'{"type":' * 100_000),
    ],
)
async def test_what_cannot_be_read_is_told(client, provider, body):
    answer = await tell(client, provider, body)
    assert answer.status_code in ((400, 403) if body == b"\xff\xfe" else (400,))


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "much"}, {"amount": 30}, {"amount": "1.234"}, {"currency": "XXX"},
        {"amount": "9" * 40}, {"id": ""}, {"id": "a\x00b"}, {"debt": None}, {"debt": "\ud800"},
        {"paid_at": "yesterday"}, {"paid_at": "2026-03-03T09:00:00"}, {"currency": None},
    ],
    ids=str,
)  # fmt: skip
async def test_a_field_that_does_not_fit_is_named(client, ada, change):
    answer = await tell(client, "hosted", PAID | change)
    assert answer.status_code == 400
    assert await ada.look("payments") == []


@pytest.mark.parametrize(
    "change",
    [
        {"payment_intent": 7}, {"amount_total": "3000"}, {"amount_total": None},
        {"currency": "xxx"}, {"currency": 7}, {"metadata": {"debt": 7}}, {"metadata": 7},
        {"metadata": {"debt": "a\x00"}}, {"amount_total": True},
    ],
    ids=str,
)  # fmt: skip
async def test_a_stripe_event_that_does_not_fit_is_told(client, ada, change):
    assert (await tell(client, "stripe", checkout(**change))).status_code == 400
    assert await ada.look("payments") == []


@pytest.mark.parametrize(
    "change",
    [{"debt": "nobody"}, {"debt": "account:nobody"}, {"currency": "GBP"}, {"amount": "0"},
     {"amount": "-1"}, {"paid_at": "0001-01-01T00:00:00+14:00"}],
    ids=str,
)  # fmt: skip
async def test_what_cannot_be_booked_stays_in_sight(client, ada, change):
    answer = await tell(client, "hosted", PAID | change)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Not booked: ")
    assert await ada.look("payments") == []


async def test_the_same_reference_with_another_sum_stays_in_sight(client, ada):
    await tell(client, "hosted", PAID)
    assert (await tell(client, "hosted", PAID | {"amount": "31.00"})).status_code == 422
    assert await ada.owes() == "300.00"


async def test_taking_back_what_never_came_stays_in_sight(client):
    assert (await tell(client, "hosted", BACK)).status_code == 422
    assert (await tell(client, "stripe", disputed())).status_code == 422


async def test_a_megabyte_is_the_most(client, ada):
    body = json.dumps(PAID | {"reason": " " * 1_000_001}).encode()
    assert (await tell(client, "hosted", body)).status_code == 413

    async def pieces():
        for _ in range(11):
            yield b" " * 100_000

    answer = await client.post("/webhooks/payments/stripe", content=pieces())
    assert answer.status_code == 413
    assert await ada.look("payments") == []


async def test_money_for_an_account_goes_onto_its_debts_oldest_first(world, client):
    bob = await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "0", "0")))
    paid = PAID | {"debt": "account:B-1", "amount": "150.00"}
    assert (await tell(client, "hosted", paid)).json() == {"status": "booked"}
    assert (await bob.owes(0), await bob.owes(1)) == ("0.00", "150.00")
    assert (await tell(client, "hosted", paid)).json() == {"status": "known"}
    assert sorted(p.reference for p in await bob.look("payments")) == ["hosted:p-1", "hosted:p-1+2"]
    back = BACK | {"amount": "70.00"}
    for status in ("booked", "known"):
        assert (await tell(client, "hosted", back)).json() == {"status": status}
        assert (await bob.owes(0), await bob.owes(1)) == ("20.00", "200.00")


async def test_a_provider_whose_secret_is_not_set_is_not_believed(world, ada):
    from fastapi import FastAPI

    from bot.web.payment_webhooks import webhooks_router

    app = FastAPI()
    app.include_router(webhooks_router(world.tools, {}))
    async with client_of(app) as client:
        assert (await tell(client, "hosted", PAID)).status_code == 403
        assert (await tell(client, "stripe", checkout(), secret="")).status_code == 403


ODD = (
    None, True, 0, -1, 1.5, 10**30, 1e308, "", "x", "9" * 400, [], {}, {"debt": []}, "\ud800",
    "a\x00", "usd", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", 10**12, -(10**12),
)  # fmt: skip


def places(of, way=()):
    """The way to each field of an event."""
    for name in of if isinstance(of, dict) else ():
        yield (*way, name)
        yield from places(of[name], (*way, name))


async def test_no_signed_call_whatever_it_says_breaks_us(client, ada):
    dice = random.Random(3)
    events = (PAID, BACK, checkout(), intent(), refunded(100, 0), disputed())
    answered = Counter()
    for _ in range(500):
        event = copy.deepcopy(dice.choice(events))
        *way, name = dice.choice(list(places(event)))
        field = event
        for step in way:
            field = field[step]
        if dice.random() < 0.2:
            del field[name]
        else:
            field[name] = dice.choice(ODD)
        provider = "hosted" if "event" in event or "amount" in event else "stripe"
        answer = await tell(client, provider, event)
        answered[answer.status_code] += 1
    assert set(answered) == {200, 400, 422}
    assert min(answered.values()) > 5


async def test_a_process_that_dies_between_two_debts_takes_back_nothing_or_all(world, monkeypatch):
    ben = await world.meet("B-2", debts=(("100.00", "0", "0"), ("50.00", "0", "0")))
    async with client_of(application(world)) as client:
        await tell(client, "hosted", PAID | {"debt": "account:B-2", "amount": "150.00"})
        assert [await ben.owes(n) for n in (0, 1)] == ["0.00", "0.00"]
        back = BACK | {"amount": "120.00"}
        take_back, taken = reverse_payment.take_back, []

        async def die_at_the_second(*args, **how):
            taken.append(await take_back(*args, **how))
            if len(taken) == 2:
                raise RuntimeError("the machine went dark")

        monkeypatch.setattr(reverse_payment, "take_back", die_at_the_second)
        with pytest.raises(RuntimeError, match="went dark"):
            await tell(client, "hosted", back)
        monkeypatch.undo()
        assert [await ben.owes(n) for n in (0, 1)] == ["0.00", "0.00"]
        for status in ("booked", "known"):
            assert (await tell(client, "hosted", back)).json() == {"status": status}
            assert [await ben.owes(n) for n in (0, 1)] == ["70.00", "50.00"]


async def test_the_creditor_takes_back_the_whole_of_a_sum_for_two_debts(world):
    ben = await world.meet("B-2", debts=(("100.00", "0", "0"), ("50.00", "0", "0")))
    key = await issue_api_key(world.tools, "ledger")
    how = {"headers": {"Authorization": f"Bearer {key}"}}
    async with client_of(application(world)) as client:
        paid = PAID | {"debt": "account:B-2", "amount": "150.00"}
        both = [tell(client, "hosted", paid) for _ in range(2)]
        assert [(await one).json()["status"] for one in both] == ["booked", "known"]
        address = "/api/v1/payments/hosted:p-1"
        assert (await client.get(address, **how)).json()["payment"]["amount"] == "150.00"
        for amount, status in (("150.01", 422), ("120.00", 201), ("30.01", 422), (None, 201)):
            given = {"amount": amount} if amount else {}
            body = {"reference": f"r-{amount}", **given}
            answer = await client.post(f"{address}/reversal", json=body, **how)
            assert answer.status_code == status, answer.text
        again = await client.post(f"{address}/reversal", json={"reference": "r-120.00"}, **how)
        assert again.status_code == 200
        assert again.json()["payment"]["reversed"] == "150.00"
    assert [await ben.owes(n) for n in (0, 1)] == ["100.00", "50.00"]
