"""The simulator's page and its fragments, over HTTP, on a desk in memory."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from bot.web.simulator.fake import START, FakeDesk
from bot.web.simulator.port import Person

MARY = {"person": "US-1001"}
HX = {"hx-request": "true"}
ACCOUNT = {
    "reference": "DEMO-1",
    "name": "Rosa Lima",
    "language": "pt",
    "country": "BR",
    "region": "SP",
    "time_zone": "America/Sao_Paulo",
    "birth_date": "1990-02-01",
    "document_last": "4321",
    "person_type": "individual",
    "verified": "yes",
    "debt_reference": "INV-1",
    "currency": "BRL",
    "due_date": "2026-02-11",
    "principal": "1.300,00",
    "interest": "12",
    "fees": "",
}


def seen_in(answer: Response) -> str:
    found = re.search(r"seen=([0-9a-f.]+)", answer.text)
    assert found
    return found[1]


def parts_in(answer: Response) -> set[str]:
    return set(re.findall(r'<div id="part-(\w+)" hx-swap-oob', answer.text))


async def test_without_a_person_the_page_says_what_to_do_next(client: AsyncClient) -> None:
    answer = await client.get("/simulator")
    assert answer.status_code == 200
    assert "Choose a person" in answer.text
    assert "23 days past due" in answer.text
    assert "due in 3 days" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_the_page_shows_the_whole_other_side(client: AsyncClient) -> None:
    text = (await client.get("/simulator", params=MARY)).text
    for expected in (
        "With a person",
        "Verified",
        "accept_plan",
        "93%",
        "Hardship pause",
        "Mar 20, 2026 · in 2 weeks",
        "no end date",
        "$105.67",
        "Paid in part",
        "$85.67 open",
        "in 3 days",
        "Crisis",
        "Kind and quick.",
        "Eastern Time (New York)",
        "Real time",
    ):
        assert expected in text, expected


async def test_a_held_message_says_why(client: AsyncClient) -> None:
    text = (await client.get("/simulator", params=MARY)).text
    assert "Held back" in text
    assert "Outside business hours there" in text


async def test_every_address_and_colour_is_our_own(client: AsyncClient) -> None:
    text = (await client.get("/simulator", params=MARY)).text
    assert "style=" not in text
    assert not re.search(r"(src|href)=\"https?:", text)


async def test_a_message_brings_the_reply_and_the_state(
    client: AsyncClient, desk: FakeDesk
) -> None:
    form = {"person": "BR-2001", "channel": "whatsapp", "text": "oi\n<b>tudo</b> bem"}
    answer = await client.post("/simulator/ui/messages", data=form, headers=HX)
    assert answer.status_code == 200
    assert parts_in(answer) == {"head", "thread", "facts", "clock", "agent", "pay"}
    assert "I read: oi\n&lt;b&gt;tudo&lt;/b&gt; bem" in answer.text
    assert 'value="three"' in answer.text
    assert [one.channel for one in desk.threads["BR-2001"]] == ["whatsapp", "whatsapp"]


async def test_without_scripts_the_forms_answer_with_the_page(client: AsyncClient) -> None:
    form = {"person": "BR-2001", "channel": "sms", "text": "oi"}
    answer = await client.post("/simulator/ui/messages", data=form)
    assert answer.status_code == 200
    assert "<!doctype html>" in answer.text
    assert "I read: oi" in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"channel": "sms", "text": "  "}, "Write a message first"),
        ({"channel": "sms", "text": "x" * 1601}, "too long for this channel"),
        ({"channel": "fax", "text": "x"}, "Choose SMS"),
    ],
)
async def test_what_cannot_be_sent_is_said_kindly(
    client: AsyncClient, desk: FakeDesk, form: dict[str, str], said: str
) -> None:
    before = len(desk.threads["US-1001"])
    answer = await client.post("/simulator/ui/messages", data=MARY | form, headers=HX)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(desk.threads["US-1001"]) == before


async def test_a_product_that_is_down_is_said_kindly(client: AsyncClient, desk: FakeDesk) -> None:
    desk.down = True
    form = MARY | {"channel": "sms", "text": "hello"}
    answer = await client.post("/simulator/ui/messages", data=form, headers=HX)
    assert answer.status_code == 503
    assert "try again in a moment" in answer.text
    for path in ("/simulator", "/simulator?person=US-1001", "/simulator?new=1"):
        page = await client.get(path)
        assert page.status_code == 503
        assert "try again in a moment" in page.text
    assert (await client.get("/simulator/ui/new")).status_code == 503
    assert (await client.get("/simulator/ui/people")).status_code == 503
    news = await client.get("/simulator/ui/news", params=MARY | {"seen": "x"})
    assert (news.status_code, news.text) == (503, "")


async def test_an_unknown_person_is_said_kindly(client: AsyncClient) -> None:
    answer = await client.get("/simulator", params={"person": "X"})
    assert answer.status_code == 422
    assert "Nobody has this reference" in answer.text


async def test_news_are_empty_until_something_changes(client: AsyncClient, desk: FakeDesk) -> None:
    seen = seen_in(await client.get("/simulator", params=MARY))
    quiet = await client.get("/simulator/ui/news", params=MARY | {"seen": seen})
    assert quiet.status_code == 204
    desk.say("US-1001", "agent:Ana", "Still here.")
    news = await client.get("/simulator/ui/news", params=MARY | {"seen": seen})
    assert parts_in(news) == {"thread"}
    assert '<p id="spoken" hx-swap-oob="innerHTML">Still here.</p>' in news.text
    again = await client.get("/simulator/ui/news", params=MARY | {"seen": seen_in(news)})
    assert again.status_code == 204


async def test_the_list_narrows(client: AsyncClient) -> None:
    found = (await client.get("/simulator/ui/people", params={"search": "silva"})).text
    assert "João da Silva" in found
    assert "Mary" not in found
    nobody = (await client.get("/simulator/ui/people", params={"search": "zzz"})).text
    assert "Nobody found" in nobody


async def test_a_long_list_and_a_long_thread_stay_light(
    client: AsyncClient, desk: FakeDesk
) -> None:
    for number in range(60):
        person = Person(f"P-{number}", "Sam Doe", "US", "en", "individual", 1, "$1", False, "bot")
        desk.add(person, "UTC", [])
    for number in range(90):
        desk.say("P-1", "bot", f"message {number}.")
    page = await client.get("/simulator", params={"person": "P-1"})
    assert "25 more people" in page.text
    assert "Show 30 earlier messages" in page.text
    assert "message 29." not in page.text
    whole = await client.get("/simulator", params={"person": "P-1", "all": "1"})
    assert "message 0." in whole.text
    assert "&amp;all=1" in whole.text


async def test_the_clock_moves_and_comes_back(client: AsyncClient, desk: FakeDesk) -> None:
    async def move(move: str, at: str = "") -> Response:
        form = MARY | {"move": move, "at": at}
        return await client.post("/simulator/ui/clock", data=form, headers=HX)

    assert "Wed, 4 Mar 2026, 09:05" in (await move("day")).text
    week = await move("week")
    assert "Wed, 11 Mar 2026" in week.text
    assert "Simulated" in week.text
    assert week.headers["hx-trigger"] == "people-changed"
    await move("set", "2026-04-01T09:30")
    assert desk.clock == datetime(2026, 4, 1, 9, 30, tzinfo=ZoneInfo("America/New_York"))
    assert "Choose a later time" in (await move("set", "2026-03-01T09:30")).text
    assert "not a date" in (await move("set", "soon")).text
    assert "Real time" in (await move("real")).text
    assert desk.clock == START


async def test_the_agent_claims_says_and_hands_back(client: AsyncClient, desk: FakeDesk) -> None:
    async def act(action: str, text: str = "") -> Response:
        form = {"person": "BR-2001", "action": action, "text": text}
        return await client.post("/simulator/ui/agent", data=form, headers=HX)

    refused = await act("say", "hello")
    assert refused.status_code == 422
    assert "Claim it first" in refused.text
    assert "A person joined." in (await act("claim")).text
    assert "Hi, I am Ana" in (await act("say", "Hi, I am Ana")).text
    assert "Assistant answers" in (await act("hand_back")).text
    assert (await act("shout")).status_code == 422


async def test_an_instalment_or_any_amount_is_paid(client: AsyncClient, desk: FakeDesk) -> None:
    async def pay(**form: str) -> Response:
        data = MARY | {"debt": "INV-US-1001"} | form
        return await client.post("/simulator/ui/payments", data=data, headers=HX)

    page = await client.get("/simulator", params=MARY)
    assert "Pay the instalment: $85.67" in page.text
    assert "$211.33" in (await pay(exactly="105.67")).text
    assert "$201.33" in (await pay(amount="10,00")).text
    assert "not an amount" in (await pay(amount="ten")).text
    assert "not an amount" in (await pay(amount="-5")).text
    assert "debt is not there" in (await pay(debt="INV-0", amount="1")).text


async def test_a_new_person_arrives_in_the_contract_s_shape(
    client: AsyncClient, desk: FakeDesk
) -> None:
    answer = await client.post("/simulator/ui/accounts", data=ACCOUNT, headers=HX)
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"] == "/simulator?person=DEMO-1"
    assert desk.created == [
        {
            "reference": "DEMO-1",
            "name": "Rosa Lima",
            "language": "pt",
            "country": "BR",
            "region": "SP",
            "time_zone": "America/Sao_Paulo",
            "birth_date": "1990-02-01",
            "document_last": "4321",
            "person_type": "individual",
            "first_time_late": False,
            "verified": True,
            "debts": [
                {
                    "reference": "INV-1",
                    "description": "INV-1",
                    "principal": "1300.00",
                    "interest": "12",
                    "fees": "0",
                    "currency": "BRL",
                    "due_date": "2026-02-11",
                }
            ],
        }
    ]


@pytest.mark.parametrize("headers", [HX, {}])
async def test_a_wrong_form_comes_back_as_it_was(
    client: AsyncClient, desk: FakeDesk, headers: dict[str, str]
) -> None:
    form = ACCOUNT | {"name": "", "birth_date": "soon", "principal": "much", "time_zone": "Mars"}
    answer = await client.post("/simulator/ui/accounts", data=form, headers=headers)
    assert answer.status_code == 422
    assert "4 fields need another look" in answer.text
    assert 'value="DEMO-1"' in answer.text
    assert '<option value="BR" selected>' in answer.text
    assert not desk.created


async def test_a_taken_reference_is_said_in_the_form(client: AsyncClient) -> None:
    form = ACCOUNT | {"reference": "US-1001"}
    answer = await client.post("/simulator/ui/accounts", data=form, headers=HX)
    assert answer.status_code == 422
    assert "This reference is taken" in answer.text


async def test_a_form_on_another_site_may_not_act(client: AsyncClient, desk: FakeDesk) -> None:
    form = MARY | {"channel": "sms", "text": "hello"}
    answer = await client.post(
        "/simulator/ui/messages", data=form, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_language_and_light_are_kept_and_lead_back(client: AsyncClient) -> None:
    back = {"referer": "http://test/simulator?person=US-1001"}
    answer = await client.get("/simulator/ui/reader?language=pt", headers=back)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/simulator?person=US-1001"
    await client.get("/simulator/ui/reader?theme=dark")
    page = (await client.get("/simulator", params=MARY)).text
    assert '<html lang="pt" data-theme="dark">' in page
    assert "Pagar a parcela: US$\xa085,67" in page
    elsewhere = {"referer": "https://elsewhere.example/simulator"}
    lost = await client.get("/simulator/ui/reader?language=xx", headers=elsewhere)
    assert lost.headers["location"] == "/simulator"
    assert "set-cookie" not in lost.headers


async def test_a_bare_or_strange_state_still_shows(client: AsyncClient, desk: FakeDesk) -> None:
    desk.states["GB-3001"] = {
        "owner": "someone_new",
        "holds": [{"reason": "new_reason", "until": "whenever"}],
        "cases": ["new_kind"],
        "offers": [{"kind": "pause", "until": "2026-05-01"}, {"discount": "10.00"}],
        "plan": {"state": "proposed", "instalments": [{"amount": "5", "due_date": "2026-03-01"}]},
    }
    text = (await client.get("/simulator", params={"person": "GB-3001"})).text
    for expected in (
        "Someone new",
        "New reason",
        "whenever",
        "New kind",
        "discount: 10.00",
        "Pause",
    ):
        assert expected in text
    assert "Not paid yet" in text
    assert "£5.00" in text


async def test_the_contract_s_own_addresses_stay_free(app: FastAPI, client: AsyncClient) -> None:
    for path in ("messages", "accounts", "outbox", "clock", "agent", "payments"):
        assert (await client.post(f"/simulator/{path}")).status_code == 404


async def test_a_page_weighs_little(client: AsyncClient, desk: FakeDesk) -> None:
    page = await client.get("/simulator", params=MARY)
    linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
    linked.add("/static/vendor/pico/pico.fluid.classless.min.css")
    assert len(linked) > 4
    weight = len(page.content)
    for address in linked:
        answer = await client.get(address)
        assert answer.status_code == 200
        weight += len(answer.content)
    assert weight <= 200_000
