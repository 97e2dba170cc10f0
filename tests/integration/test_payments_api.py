"""Paying on the real database: the calls, the page that the conversation links to, the keys."""

import asyncio
import json
import re
from datetime import UTC, date, datetime

import httpx
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli.commands import app as commands
from bot.settings import Payment
from bot.usecases.accounts.api_keys import issue_api_key
from bot.usecases.answer import Answer
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.show_account import show_ways_to_pay
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.people.verify_identity import keep_proof
from bot.usecases.scene import Scene
from bot.web_app import web
from tests.integration.product import meet, rows
from tests.web.paying import WEBHOOK_SECRET, signed

PAID = {"reference": "L-1", "debt": "A-1-D1", "amount": "30.00"}


@pytest.fixture
async def service(settings, database_url):
    """The web with a provider that signs, one debtor and a key; answers a client."""
    payment = Payment(hosted_webhook_secret=SecretStr(WEBHOOK_SECRET))
    app = web(settings.model_copy(update={"payment": payment}), database_url)
    tools = app.state.product.tools
    thread = await meet(tools)
    key = await issue_api_key(tools, "ledger")
    road = httpx.ASGITransport(app)
    headers = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(transport=road, base_url="http://test", headers=headers) as client:
        client.tools, client.thread = tools, thread
        yield client
    await app.state.product.close()


async def test_the_same_payment_told_at_once_is_booked_once(service, database_url):
    answers = await asyncio.gather(*(service.post("/api/v1/payments", json=PAID) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert {answer.json()["debt"]["total"] for answer in answers} == {"70.00"}
    assert await rows(database_url, "SELECT reference, amount FROM payments") == [("api:L-1", 3000)]
    back = await service.post("/api/v1/payments/L-1/reversal", json={"reference": "R-1"})
    assert (back.status_code, back.json()["debt"]["total"]) == (201, "100.00")


async def test_no_text_can_break_the_database(service):
    for text in ("a\x00b", "\ud800", "x" * 5000, "'; DROP TABLE debts; --"):
        body = json.dumps(PAID | {"debt": text})
        answer = await service.post("/api/v1/payments", content=body)
        assert answer.status_code in (404, 422)
    assert (await service.get("/api/v1/payments/a%00b")).status_code == 404
    body = json.dumps(PAID | {"paid_at": datetime.now(UTC).isoformat(), "amount": "9" * 20})
    answer = await service.post("/api/v1/payments", content=body)
    assert answer.status_code == 422


async def test_a_providers_call_that_comes_five_times_is_booked_once(service, database_url):
    call = {"event": "payment.succeeded", "id": "p-1", "debt": "A-1-D1", "amount": "30.00"}
    body = json.dumps(call | {"currency": "USD"}).encode()
    headers = {"X-Goodfaith-Signature": signed(body)}
    answers = await asyncio.gather(
        *(
            service.post("/webhooks/payments/hosted", content=body, headers=headers)
            for _ in range(5)
        )
    )
    assert sorted(a.json()["status"] for a in answers) == ["booked", *["known"] * 4]
    forged = await service.post("/webhooks/payments/hosted", content=body + b" ", headers=headers)
    assert forged.status_code == 403
    assert await rows(database_url, "SELECT reference FROM payments") == [("hosted:p-1",)]


async def test_the_address_in_the_conversation_opens_and_is_paid_once(service, database_url):
    async with service.tools.open_work() as work:
        scene = await Scene.open(work, service.tools, service.thread)
        keep_proof(scene.point, work.now)
        answer: Answer = await show_ways_to_pay(scene)
    path = "/pay/" + answer.says[0].facts["link"].rsplit("/", 1)[1]
    page = await service.get(path)
    assert page.status_code == 200
    assert "$100.00" in page.text
    stand = re.search(r'name="stand" value="([0-9a-f]+)"', page.text)[1]
    posts = [service.post(path, data={"stand": stand}) for _ in range(4)]
    thanks = await asyncio.gather(*posts)
    assert [answer.status_code for answer in thanks] == [200] * 4
    assert (await service.get(path)).status_code == 410
    assert await rows(database_url, "SELECT sum(amount)::int, count(*) FROM payments") == [
        (10_000, 1)
    ]


async def test_what_was_agreed_is_read_after_one_answer_and_wrong_ones_are_counted(
    service, database_url
):
    async with service.tools.open_work() as work:
        scene = await Scene.open(work, service.tools, service.thread)
        keep_proof(scene.point, work.now)
        scene.account.birth_date = date(1985, 12, 10)
        await tell_circumstances(scene, "other", "my car broke")
        await propose_plan(scene, Wish.PLAN, "")
        answer: Answer = await accept_offer(scene, 1)
        await work.commit()
    path = "/agreements/" + answer.says[1].facts["agreement"].rsplit("/", 1)[1]
    assert (await service.get(path)).status_code == 200
    paper = await service.post(path, data={"answer": "December 10, 1985"})
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    wrong = [service.post(path, data={"answer": "May 1, 1970"}) for _ in range(6)]
    assert {answer.status_code for answer in await asyncio.gather(*wrong)} == {403}
    assert await rows(database_url, "SELECT identity_tries, owner FROM conversations") == [
        (2, "bot")
    ]
    assert await rows(
        database_url, "SELECT kind, count(*) FROM events WHERE kind LIKE 'agreement%' GROUP BY 1"
    ) == [("agreement_opened", 1), ("agreement_refused", 2)]


def test_keys_are_made_listed_and_revoked_by_command(database_url, tmp_path, monkeypatch):
    for name, value in {
        "DATABASE_URL": database_url, "GOODFAITH_MODE": "test", "GOODFAITH_DATA": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def run(*words):
        return CliRunner().invoke(commands, ["api-key", *words])

    made = run("add", "ledger")
    assert made.exit_code == 0, made.output
    assert re.fullmatch(r"gf_[\w-]{43}\n", made.output)
    again = run("add", "ledger")
    assert again.exit_code == 1
    assert "already" in again.output
    assert made.output.strip() not in run("list").output
    (listed,) = json.loads(run("list", "--json").output)
    assert (listed["name"], listed["revoked"]) == ("ledger", None)
    assert run("revoke", "ledger").exit_code == 0
    assert run("revoke", "ledger").exit_code == 1
    assert "revoked" in run("list").output
