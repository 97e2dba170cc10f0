"""The web of the product over ASGI, with a worker and a scripted engine: the contract's calls."""

import asyncio
import itertools
import uuid

import httpx
import pytest

from bot.settings import Settings
from bot.usecases.payments.show_account import show_balance
from bot.usecases.people.verify_identity import keep_proof
from bot.usecases.scene import Scene
from bot.web.internal import HEADER
from bot.web_app import web
from tests.integration.product import NOWHERE, SECRET, rows, working

STATE = {
    "conversation", "owner", "verified", "language", "cases", "holds", "opted_out", "plan",
    "offers", "promise", "preferences", "feedback", "intent", "confidence",
}  # fmt: skip
_numbers = itertools.count(1)
INVENTED = {
    "name": "Ada Lovelace", "language": "en", "country": "US", "birth_date": "1985-12-10",
    "document_last": "4321", "person_type": "individual", "verified": True,
}  # fmt: skip


@pytest.fixture
async def service(settings, database_url, engine, make):
    """The web and one worker; answers a client."""
    app = web(settings, database_url, engine=engine)
    road = httpx.ASGITransport(app)
    async with (
        working(await make()),
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=road, base_url="http://test") as client,
    ):
        yield client


@pytest.fixture
async def reference(service):
    return await create(service)


async def create(client, **given):
    number = next(_numbers)
    debt = {
        "reference": f"D-{number}", "description": "Sofa", "principal": "300.00",
        "interest": "20.00", "fees": "10.00", "currency": "USD", "due_date": "2026-02-01",
    }  # fmt: skip
    body = {"reference": f"P-{number}", "debts": [debt], **INVENTED, **given}
    answer = await client.post("/simulator/accounts", json=body)
    assert answer.status_code == 201, answer.text
    return body["reference"]


async def write(client, reference, text, **how):
    body = {"account": reference, "channel": "sms", "text": text} | how
    answer = await client.post("/simulator/messages", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def texts(answer):
    return [reply["text"] for reply in answer["replies"]]


# -- the simulator ------------------------------------------------------------------------------


async def test_a_new_person_has_the_contracts_state(service, reference):
    answer = await service.get(f"/simulator/accounts/{reference}")
    assert answer.status_code == 200
    state = answer.json()
    assert set(state) >= STATE
    assert (state["owner"], state["verified"], state["plan"]) == ("bot", True, None)
    assert state["balance"][0]["total"] == "330.00"


async def test_a_message_is_answered_on_the_real_road(service, reference, engine):
    answer = await write(service, reference, "hello")
    assert set(answer) >= STATE | {"replies"}
    assert "I'm not sure I understood." in texts(answer)[-1]
    assert all(reply["buttons"] == [] for reply in answer["replies"])
    (turn,) = engine.turns
    assert (turn.text, turn.conversation) == ("hello", answer["conversation"])
    sent = (await service.get("/simulator/outbox", params={"account": reference})).json()
    assert [row["status"] for row in sent] == ["delivered"] * len(answer["replies"])


async def test_a_message_id_that_was_seen_changes_nothing(service, reference, engine):
    first = await write(service, reference, "hello", message_id="m-1")
    again = await write(service, reference, "hello", message_id="m-1")
    assert first["replies"] != []
    assert again["replies"] == []
    assert len(engine.turns) == 1
    await write(service, reference, "hello", message_id="m-2")
    assert len(engine.turns) == 2


async def test_the_same_id_from_another_person_is_another_message(service, reference, engine):
    other = await create(service)
    await write(service, reference, "hello", message_id="m-1")
    assert (await write(service, other, "hello", message_id="m-1"))["replies"] != []


async def test_ten_at_once_the_same_id_among_them(service, reference, engine):
    answers = await asyncio.gather(
        *(write(service, reference, f"m{n % 5}", message_id=f"m-{n % 5}") for n in range(10))
    )
    answered = [answer for answer in answers if answer["replies"]]
    assert len(answered) == 5
    assert sorted(turn.text for turn in engine.turns) == [f"m{n}" for n in range(5)]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("", "I couldn't find anything I can read"),
        ("   \n\t ", "I couldn't find anything I can read"),
        ("\x00\x07\x1b", "I couldn't find anything I can read"),
        ("\u200b\u200e", "I couldn't find anything I can read"),
        ("x" * 10_000, "longer than I can read"),
        ("🙂", "I'm not sure I understood."),
        ("pay\x00 \x07now", "I'm not sure I understood."),
        ("/restart", "I'm not sure I understood."),
        ('/affirm{"x":1}', "I'm not sure I understood."),
        ("'; DROP TABLE inbox; --", "I'm not sure I understood."),
        ("{creditor} {0} %s", "I'm not sure I understood."),
    ],
)
async def test_whatever_is_written_there_is_a_clear_answer(service, reference, text, reply):
    answer = await write(service, reference, text)
    assert reply in texts(answer)[-1]
    assert answer["owner"] == "bot"


async def test_another_script_gets_a_kind_line_and_a_person(service, reference):
    answer = await write(service, reference, "مرحبا שלום 你好")
    assert "I can only write in English and Portuguese" in texts(answer)[-1]
    assert answer["owner"] == "waiting"


async def test_half_a_character_loses_nothing(service, reference, engine):
    body = f'{{"account": "{reference}", "channel": "sms", "text": "hi \\ud83d"}}'
    headers = {"content-type": "application/json"}
    answer = await service.post("/simulator/messages", content=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["replies"] != []
    assert engine.turns[0].text == "hi \ufffd"


@pytest.mark.parametrize("field", ["name", "region", "postcode", "phone"])
async def test_what_cannot_be_stored_is_left_out_of_a_new_person(service, field):
    reference = await create(service, **{field: f"S{next(_numbers)}W\x001"})
    assert (await service.get(f"/simulator/accounts/{reference}")).status_code == 200


async def test_stop_and_start(service, reference):
    (line,) = texts(await write(service, reference, "STOP"))
    assert "no more messages by SMS" in line
    state = await write(service, reference, "hello?")
    assert (state["replies"], state["opted_out"]) == ([], ["sms"])
    assert (await write(service, reference, "START"))["opted_out"] == []


async def test_a_figure_leaves_only_to_who_is_verified(service, engine, make):
    product = await make()

    async def script(turn):
        async with product.tools.open_work() as work:
            scene = await Scene.open(work, product.tools, uuid.UUID(turn.conversation))
            keep_proof(scene.point, work.now)  # undone: nothing is committed
            return (await show_balance(scene)).says

    engine.script = script
    known, stranger = await create(service), await create(service, verified=False)
    assert "$330.00" in texts(await write(service, known, "what do I owe"))[-1]
    assert not any("$" in text for text in texts(await write(service, stranger, "what do I owe")))
    sent = (await service.get("/simulator/outbox", params={"account": stranger})).json()
    assert "identity_not_verified" in sent[-1]["reason"]
    assert any(rule["verdict"] == "refuse" for rule in sent[-1]["rules"])


async def test_while_the_engine_is_down_one_line_is_said_and_stop_is_obeyed(
    service, reference, engine
):
    engine.down = True
    (*_, line) = texts(await write(service, reference, "hello"))
    assert "Your message is kept and will be answered." in line
    assert texts(await write(service, reference, "hello?")) == []
    assert (await write(service, reference, "stop"))["opted_out"] == ["sms"]


# -- what cannot be done ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/simulator/accounts/nobody", None),
        ("GET", "/simulator/accounts/a%00b", None),
        ("GET", "/simulator/outbox?account=nobody", None),
        ("POST", "/simulator/messages", {"account": "nobody", "channel": "sms", "text": "x"}),
        ("POST", "/simulator/agent", {"account": "nobody", "action": "claim"}),
        ("POST", "/simulator/payments", {"debt": "nobody", "amount": "5.00"}),
    ],
)
async def test_nobody_is_404(service, method, path, body):
    answer = await service.request(method, path, json=body)
    assert answer.status_code == 404
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("messages", {"account": "P", "channel": "fax", "text": "x"}),
        ("messages", {"account": "P", "channel": "sms"}),
        ("messages", {"account": "P", "channel": "sms", "text": 5}),
        ("messages", {"account": "P", "channel": "sms", "text": "x", "more": 1}),
        ("messages", []),
        ("clock", {"now": "tomorrow"}),
        ("clock", {"advance": "a day"}),
        ("clock", {"advance": "P99999999999D"}),
        ("clock", {"advance": "P9999999D"}),
        ("clock", {}),
        ("agent", {"account": "P", "action": "shout"}),
        ("accounts", {"reference": "X"}),
        ("accounts", {"reference": "X", "debts": [], **INVENTED, "country": "FR"}),
        ("accounts", {"reference": "X", "debts": [], **INVENTED, "time_zone": "Mars/Base"}),
        ("accounts", {"reference": "X", "debts": [], **INVENTED, "name": "\x00"}),
        ("accounts", {"reference": "X", "debts": [], **INVENTED, "phone": "x" * 300}),
    ],
)
async def test_a_wrong_body_is_422_and_changes_nothing(service, path, body):
    answer = await service.post(f"/simulator/{path}", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]
    assert (await service.get("/simulator/clock")).json()["simulated"] is False


@pytest.mark.parametrize("part", ["1.234", "-5", "ten", "9" * 30, "1e3"])
async def test_a_wrong_amount_of_a_debt_is_422(service, part):
    debt = {
        "reference": "D-X", "description": "Sofa", "principal": part, "currency": "USD",
        "due_date": "2026-02-01",
    }  # fmt: skip
    body = {"reference": "P-X", "debts": [debt], **INVENTED}
    answer = await service.post("/simulator/accounts", json=body)
    assert answer.status_code == 422
    assert (await service.get("/simulator/accounts/P-X")).status_code == 404


async def test_what_is_no_json_is_422(service):
    headers = {"content-type": "application/json"}
    for body in ("", "{", '{"account": ', "hello"):
        answer = await service.post("/simulator/messages", content=body, headers=headers)
        assert answer.status_code == 422


async def test_a_reference_that_is_taken_is_409(service, reference):
    body = {"reference": reference, "debts": [], **INVENTED}
    answer = await service.post("/simulator/accounts", json=body)
    assert answer.status_code == 409


# -- agent, payments, clock ---------------------------------------------------------------------


async def test_an_agent_claims_speaks_and_gives_back(service, reference):
    async def act(action, text=None):
        body = {"account": reference, "action": action, "text": text}
        return await service.post("/simulator/agent", json=body)

    assert (await act("claim")).status_code == 409  # there is no way to reach the person yet
    await write(service, reference, "hello")
    assert (await act("say", "Hello")).status_code == 409
    assert (await act("hand_back")).status_code == 409
    assert (await act("claim")).json()["owner"] == "agent"
    assert (await write(service, reference, "hello"))["replies"] == []
    assert (await act("say", "Hello, a person here")).status_code == 200
    assert (await act("say", "")).status_code == 409
    assert (await act("hand_back")).json()["owner"] == "bot"
    assert (await write(service, reference, "hello"))["replies"] != []
    sent = (await service.get("/simulator/outbox", params={"account": reference})).json()
    assert "Hello, a person here" in [row["text"] for row in sent if row["status"] == "delivered"]


async def test_a_payment_lowers_what_is_owed(service, reference):
    debt = reference.replace("P", "D")
    answer = await service.post("/simulator/payments", json={"debt": debt, "amount": "30.00"})
    assert answer.json()["balance"][0]["total"] == "300.00"
    for amount in ("0", "-1", "1.234", "9" * 30, "much"):
        body = {"debt": debt, "amount": amount}
        assert (await service.post("/simulator/payments", json=body)).status_code == 422
    state = (await service.get(f"/simulator/accounts/{reference}")).json()
    assert state["balance"][0]["total"] == "300.00"


async def test_a_time_without_a_zone_is_utc(service):
    answer = await service.post("/simulator/clock", json={"now": "2030-01-01T12:00:00"})
    assert answer.json()["now"].startswith("2030-01-01T12:00:0")
    await service.post("/simulator/clock", json={"reset": True})


async def test_the_clock_moves_for_the_whole_system(service):
    answer = await service.post("/simulator/clock", json={"now": "2030-01-01T12:00:00Z"})
    assert answer.json()["now"].startswith("2030-01-01T12:00:0")
    reference = await create(service)
    await service.post("/simulator/clock", json={"advance": "P1D"})
    assert (await service.get(f"/simulator/accounts/{reference}")).json()["verified"] is False
    await write(service, reference, "hello")
    sent = (await service.get("/simulator/outbox", params={"account": reference})).json()
    assert sent[0]["created_at"].startswith("2030-01-02T12:00:")
    answer = await service.post("/simulator/clock", json={"reset": True})
    assert answer.json()["simulated"] is False


# -- health, readiness, secrets, production -----------------------------------------------------


async def test_alive_and_not_ready_while_the_engine_is_down(service):
    alive = await service.get("/health")
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    ready = await service.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["database"] == "ok"
    assert ready.json()["engine"] == "down"


async def test_not_ready_without_a_database(settings, tmp_path):
    app = web(settings, f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    road = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=road, base_url="http://test") as client:
        assert (await client.get("/health")).status_code == 200
        ready = await client.get("/ready")
    await app.state.product.close()
    assert ready.status_code == 503
    assert ready.json()["database"] == "down"


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}])
async def test_the_internal_route_needs_the_secret(service, headers):
    answer = await service.post("/internal/actions", json={}, headers=headers)
    assert answer.status_code == 403


async def test_the_internal_route_runs_an_action_with_the_secret(
    service, reference, engine, database_url
):
    conversation = (await write(service, reference, "hello"))["conversation"]
    message = engine.turns[0].message_id
    call = {
        "next_action": "action_ask_bot",
        "sender_id": conversation,
        "tracker": {
            "sender_id": conversation,
            "slots": {},
            "latest_message": {"text": "hello", "message_id": message, "intent": {"name": "x"}},
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        },
        "domain": {},
    }
    headers = {HEADER: SECRET}
    late = await service.post("/internal/actions", json=call, headers=headers)
    assert late.json()["responses"] == [], "a settled message has no effect any more"
    await rows(database_url, "UPDATE inbox SET processed_at = NULL")
    answers = [
        await service.post("/internal/actions", json=call, headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["responses"][0]["response"] == "utter_ask_bot"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/simulator"),
        ("GET", "/simulator/accounts/P-1"),
        ("GET", "/simulator/outbox"),
        ("GET", "/simulator/clock"),
        ("POST", "/simulator/clock"),
        ("POST", "/simulator/messages"),
        ("POST", "/simulator/accounts"),
        ("POST", "/simulator/agent"),
        ("POST", "/simulator/payments"),
    ],
)
async def test_in_production_there_is_no_simulator(database_url, tmp_path, method, path):
    chosen = Settings(
        mode="production", data=tmp_path, engine_url=NOWHERE, engine_secret=SECRET,
        session_secret=SECRET,
    )  # fmt: skip
    app = web(chosen, database_url)
    road = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=road, base_url="http://test") as client:
        answer = await client.request(method, path, json={})
        assert answer.status_code == 404
        assert (await client.get("/health")).status_code == 200
        assert (await client.post("/internal/actions", json={})).status_code == 403
    await app.state.product.close()


async def test_the_root_leads_to_the_simulator(service):
    answer = await service.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/simulator")
    assert (await service.get("/simulator")).status_code == 200
