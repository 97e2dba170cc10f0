"""The API of the creditor's systems: who may call, what is said, and the books after it."""

import json

import pytest

from bot.usecases.accounts.api_keys import issue_api_key, revoke_api_key
from tests.web.paying import application, client_of

PAY = "/api/v1/payments"
PAID = {"reference": "L-1", "debt": "A-1-D1", "amount": "30.00"}


@pytest.fixture
async def client(world, ada):
    key = await issue_api_key(world.tools, "ledger")
    async with client_of(application(world), authorization=f"Bearer {key}") as client:
        yield client


async def test_a_payment_answers_the_state_after_it(client, ada):
    answer = await client.post(
        PAY,
        json=PAID | {"currency": "USD", "paid_at": "2026-03-03T09:00:00-05:00", "method": "wire"},
    )
    assert answer.status_code == 201
    assert answer.json() == {
        "payment": {
            "reference": "L-1", "debt": "A-1-D1", "amount": "30.00", "currency": "USD",
            "reversed": "0.00", "method": "wire", "paid_at": "2026-03-03T14:00:00+00:00",
            "received_at": "2026-03-03T15:00:00+00:00",
        },
        "debt": {
            "reference": "A-1-D1", "currency": "USD", "total": "300.00", "principal": "300.00",
            "interest": "0.00", "fees": "0.00", "credit": "0.00",
        },
        "plan": None,
    }  # fmt: skip
    assert (await client.get(f"{PAY}/L-1")).json() == answer.json()
    assert await ada.owes() == "300.00"


async def test_told_again_it_changes_nothing_told_otherwise_it_conflicts(client, ada):
    assert (await client.post(PAY, json=PAID)).status_code == 201
    again = await client.post(PAY, json=PAID)
    assert (again.status_code, again.json()["debt"]["total"]) == (200, "300.00")
    other = await client.post(PAY, json=PAID | {"amount": "31.00"})
    assert other.status_code == 409
    assert "L-1" in other.json()["detail"]
    assert "api:" not in other.json()["detail"]
    assert await ada.owes() == "300.00"


async def test_a_reversal_in_part_and_then_of_all_that_is_left(client, ada):
    await client.post(PAY, json=PAID)
    back = {"reference": "R-1", "amount": "10.00", "reason": "bounced"}
    for status in (201, 200):
        answer = await client.post(f"{PAY}/L-1/reversal", json=back)
        assert answer.status_code == status
        assert answer.json()["payment"]["reversed"] == "10.00"
        assert await ada.owes() == "310.00"
    rest = await client.post(f"{PAY}/L-1/reversal", json={"reference": "R-2"})
    assert (rest.status_code, rest.json()["debt"]["total"]) == (201, "330.00")
    over = await client.post(f"{PAY}/L-1/reversal", json={"reference": "R-3"})
    assert over.status_code == 422
    other = await client.post(f"{PAY}/L-1/reversal", json=back | {"amount": "11.00"})
    assert other.status_code == 409


async def test_a_credit_lowers_the_debt_once(client, ada):
    credit = {"reference": "C-1", "amount": "50.00", "reason": "returned goods"}
    for status in (201, 200):
        answer = await client.post("/api/v1/debts/A-1-D1/credits", json=credit)
        assert (answer.status_code, answer.json()["debt"]["total"]) == (status, "280.00")
    other = await client.post("/api/v1/debts/A-1-D1/credits", json=credit | {"amount": "5.00"})
    assert other.status_code == 409
    assert await ada.owes() == "280.00"


async def test_what_is_not_known_is_not_found(client):
    assert (await client.post(PAY, json=PAID | {"debt": "nobody"})).status_code == 404
    assert (await client.get(f"{PAY}/nobody")).status_code == 404
    assert (await client.get(f"{PAY}/a%00b")).status_code == 404
    for path in (f"{PAY}/nobody/reversal", "/api/v1/debts/nobody/credits"):
        body = {"reference": "R-1", "amount": "1.00"}
        answer = await client.post(path, json=body)
        assert answer.status_code == 404
        assert "nobody" in answer.json()["detail"]


WRONG = [
    {"amount": 30}, {"amount": 30.5}, {"amount": "0"}, {"amount": "-1"}, {"amount": "1,50"},
    {"amount": "1.234"}, {"amount": "1e3"}, {"amount": "٣"}, {"amount": ""}, {"amount": None},
    {"amount": "9" * 25}, {"currency": "GBP"}, {"currency": ""}, {"reference": ""},
    {"reference": "x" * 121}, {"reference": "a\x00"}, {"reference": "\ud800"}, {"debt": "\ud800"},
    {"debt": 7}, {"paid_at": "yesterday"}, {"paid_at": "2026-03-03T09:00:00"},
    {"paid_at": "2026-03-04T00:00:00Z"}, {"paid_at": "0001-01-01T00:00:00+14:00"},
    {"method": "a\nb"}, {"colour": "red"},
]  # fmt: skip


@pytest.mark.parametrize("change", WRONG, ids=str)
async def test_what_does_not_fit_is_said_in_one_sentence(client, ada, change):
    body = json.dumps(PAID | change)
    answer = await client.post(PAY, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert isinstance(detail, str)
    assert detail.endswith(".")
    assert await ada.look("payments") == []


@pytest.mark.parametrize("path", [PAY, f"{PAY}/L-1/reversal", "/api/v1/debts/A-1-D1/credits"])
@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b"7", b"", b'"x"', b"[" * 50_000])
async def test_what_is_no_json_object_is_told(client, path, body):
    answer = await client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert isinstance(answer.json()["detail"], str)


async def test_a_megabyte_is_the_most(client):
    answer = await client.post(PAY, json=PAID | {"method": "x" * 1_000_001})
    assert answer.status_code == 413


CALLS = [
    ("POST", PAY), ("POST", f"{PAY}/L-1/reversal"), ("GET", f"{PAY}/L-1"),
    ("POST", "/api/v1/debts/A-1-D1/credits"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_nobody_calls_without_a_key_that_is_in_force(world, ada, method, path):
    key = await issue_api_key(world.tools, "ledger")
    await revoke_api_key(world.tools, "ledger")
    headers = (None, "", "Bearer", "Bearer ", "Bearer gf_x", f"Bearer {key}", f"Basic {key}", key)
    async with client_of(application(world)) as client:
        for header in headers:
            given = {} if header is None else {"authorization": header}
            answer = await client.request(method, path, json=PAID, headers=given)
            assert answer.status_code == 401, header
            assert answer.headers["www-authenticate"] == "Bearer"
    assert await ada.owes() == "330.00"


async def test_a_providers_payment_is_found_by_its_whole_reference(world, client):
    from bot.usecases.payments.record_payment import record_payment

    await record_payment(world.tools, "A-1-D1", "5.00", "stripe:pi_1", method="stripe")
    answer = await client.get(f"{PAY}/stripe:pi_1")
    assert answer.json()["payment"]["reference"] == "stripe:pi_1"
    answer = await client.post(f"{PAY}/stripe:pi_1/reversal", json={"reference": "R-9"})
    assert answer.json()["debt"]["total"] == "330.00"


async def test_the_description_names_calls_bodies_and_the_key(client):
    told = (await client.get("/openapi.json")).json()
    assert set(told["paths"][PAY]["post"]["responses"]) >= {"201", "200", "401", "404", "409"}
    fields = told["components"]["schemas"]["PaymentIn"]["properties"]
    assert set(fields) == {"reference", "debt", "amount", "currency", "paid_at", "method"}
    assert told["components"]["securitySchemes"]["API key"]["scheme"] == "bearer"
    assert "/webhooks/payments/stripe" in told["paths"]
    assert not any(path.startswith("/pay/") for path in told["paths"])
