"""Whatever dies, hangs or arrives twice: nothing is lost, nothing is answered twice."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.dialogs.person import Person, World
from tests.dialogs.stack import Stack

BALANCE, BREAKDOWN = "what's the total I owe?", "how much of that is fees and interest?"
WAYS = "where can I pay?"
SETTLED = 7.0
"""Seconds in which a job that is still queued for later would have run."""
TOO_OLD = 40.0
"""Seconds after which an engine that hangs counts as down, also on a busy machine."""


@pytest.fixture
def broken(stack: Stack, world: World) -> Iterator[Stack]:
    """A product whose parts the test may kill; afterwards all of it runs again."""
    yield stack
    for part in stack.parts:
        if part.runs():
            part.thaw()
    stack.start()


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as pool:
        yield pool


def keys(person: Person) -> list[str]:
    """What was said to this person, in order, without the first introduction."""
    said = [str(row["key"]).removeprefix("utter_") for row in person.left()]
    return [key for key in said if key != "disclosure"]


def held(stack: Stack, person: Person) -> list[str]:
    """The messages that are kept for this person and not answered yet."""
    ask = """
        select i.text from inbox i join conversations c on c.id = i.conversation_id
        join accounts a on a.id = c.account_id
        where a.reference = %s and i.processed_at is null order by i.id
    """
    with psycopg.connect(stack.url.replace("+psycopg", "")) as database:
        return [text for (text,) in database.execute(ask, [person.reference])]


def answered_in_order(stack: Stack, person: Person) -> int:
    """How many messages were answered; each reply stands in the order of what it answers."""
    ask = """
        select o.inbound_id from outbox o join conversations c on c.id = o.conversation_id
        join accounts a on a.id = c.account_id
        where a.reference = %s and o.inbound_id is not null order by o.id
    """
    with psycopg.connect(stack.url.replace("+psycopg", "")) as database:
        ids = [row[0] for row in database.execute(ask, [person.reference])]
    assert ids == sorted(ids)
    return len(set(ids))


def one_after_the_other(crowd: ThreadPoolExecutor, person: Person, *texts: str) -> list[Future]:
    sent = []
    for text in texts:
        sent.append(crowd.submit(person.says, text))
        time.sleep(0.4)
    return sent


def test_the_engine_is_killed_in_mid_conversation(world: World, broken: Stack):
    grace = world.person("grace", verified=True)
    oliver = world.person("oliver", verified=True)
    grace.says(BALANCE)
    broken.engine.kill()
    assert world.http.get("/health").status_code == 200
    ready = world.http.get("/ready")
    assert (ready.status_code, ready.json()["engine"]) == (503, "down")

    first = grace.says(BREAKDOWN)
    assert len(first["replies"]) == 1
    assert grace.says(WAYS)["replies"] == []
    assert keys(grace) == ["balance", "holding"]
    assert held(broken, grace) == [BREAKDOWN, WAYS]

    oliver.says(BALANCE)
    stopped = oliver.says("STOP")
    assert stopped["opted_out"] == ["whatsapp"]
    assert keys(oliver)[:2] == ["holding", "opted_out"]

    broken.engine.start()
    all_of_it = ["balance", "holding", "breakdown", "breakdown_note", "ways_to_pay"]
    all_of_it += ["bank_transfer"]
    broken.wait_till(lambda: len(keys(grace)) >= len(all_of_it), "answered")
    time.sleep(SETTLED)
    assert keys(grace) == all_of_it
    assert held(broken, grace) == held(broken, oliver) == []
    assert grace.state()["owner"] == "bot"
    after_stop = [r for r in oliver.left() if r["key"] not in ("utter_holding", "utter_opted_out")]
    assert [r["key"] for r in after_stop if r["status"] == "sent" and "£" in r["text"]] == []
    assert grace.says(BALANCE)["replies"]


def test_the_engine_hangs(world: World, broken: Stack, crowd: ThreadPoolExecutor):
    grace = world.person("grace", verified=True)
    oliver = world.person("oliver", verified=True)
    luiza = world.person("luiza", verified=True)
    for person in (grace, oliver):
        person.says("hello")
    broken.engine.freeze()
    began = time.monotonic()
    waits = crowd.submit(grace.says, BREAKDOWN)
    waits_too = crowd.submit(oliver.says, BALANCE)
    time.sleep(0.5)
    assert luiza.says("PARAR")["opted_out"] == ["whatsapp"]
    assert not waits.done(), "a stop waits for nobody else's turn"
    assert oliver.says("stop")["opted_out"] == ["whatsapp"]
    assert time.monotonic() - began < TOO_OLD
    assert len(waits.result()["replies"]) == 1
    assert time.monotonic() - began < TOO_OLD
    waits_too.result()
    assert keys(grace) == ["greet", "holding"]
    assert keys(oliver) == ["greet", "opted_out"], "who stopped us gets no holding line"
    broken.engine.thaw()
    whole = ["greet", "holding", "breakdown", "breakdown_note"]
    broken.wait_till(lambda: len(keys(grace)) >= len(whole), "answered")
    time.sleep(SETTLED)
    assert keys(grace) == whole
    assert held(broken, grace) == held(broken, oliver) == []


def test_the_worker_is_killed_while_turns_wait(
    world: World, broken: Stack, crowd: ThreadPoolExecutor
):
    grace = world.person("grace", verified=True)
    grace.says("hello")
    broken.engine.freeze()
    sent = one_after_the_other(crowd, grace, BALANCE, BREAKDOWN)
    broken.worker.kill()
    broken.engine.thaw()
    sent += one_after_the_other(crowd, grace, WAYS)
    assert held(broken, grace) == [BALANCE, BREAKDOWN, WAYS]
    broken.worker.start()
    counts = [len(one.result()["replies"]) for one in sent]
    assert counts == [1, 2, 2]
    time.sleep(SETTLED)
    assert keys(grace) == [
        "greet", "balance", "breakdown", "breakdown_note", "ways_to_pay", "bank_transfer",
    ]  # fmt: skip
    assert answered_in_order(broken, grace) == 4


def test_the_web_is_killed_and_comes_back(world: World, broken: Stack):
    grace = world.person("grace")
    grace.says(BALANCE)
    broken.web.kill()
    broken.start()
    answer = grace.says("04/03/1986, 7731")
    assert answer["verified"]
    assert keys(grace)[-2:] == ["identity_verified", "balance"]


def test_the_same_message_twice_is_one_turn(world: World, crowd: ThreadPoolExecutor):
    grace = world.person("grace", verified=True)
    before = grace.says(BALANCE, message_id="m-1")
    again = grace.says(BALANCE, message_id="m-1")
    assert before["replies"]
    assert again["replies"] == []
    assert keys(grace) == ["balance"]
    at_once = [crowd.submit(grace.says, BREAKDOWN, None, "m-2") for _ in range(4)]
    counts = sorted(len(one.result()["replies"]) for one in at_once)
    assert counts == [0, 0, 0, 2]
    assert keys(grace) == ["balance", "breakdown", "breakdown_note"]
    other = world.person("oliver", verified=True)
    assert other.says(BALANCE, message_id="m-1")["replies"], "ids are a person's own"


def test_a_promise_that_arrives_twice_is_one_promise(world: World, crowd: ThreadPoolExecutor):
    grace = world.person("grace", verified=True)
    text = "I'll pay 150 dollars on March 19th"
    at_once = [crowd.submit(grace.says, text, None, "p-1") for _ in range(3)]
    answers = [one.result() for one in at_once]
    assert sum(len(answer["replies"]) > 0 for answer in answers) == 1
    assert keys(grace) == ["promise_recorded"]
    assert [hold["reason"] for hold in grace.state()["holds"]] == ["promise"]


def test_ten_messages_at_once(world: World, stack: Stack, crowd: ThreadPoolExecutor):
    grace = world.person("grace", verified=True)
    texts = [BALANCE, BREAKDOWN, WAYS, "are you a robot?", "who is this?"] * 2
    answers: list[Any] = [one.result() for one in [crowd.submit(grace.says, t) for t in texts]]
    groups = {tuple(reply["text"] for reply in answer["replies"]) for answer in answers}
    assert all(groups)
    said = keys(grace)
    expected = ["balance", "breakdown", "breakdown_note", "ways_to_pay", "bank_transfer"]
    expected += ["ask_bot", "ask_who"]
    assert sorted(said) == sorted(expected * 2)
    assert answered_in_order(stack, grace) == len(texts)


def test_ten_people_at_once(world: World, crowd: ThreadPoolExecutor):
    people = [world.person("grace", verified=True) for _ in range(10)]
    answers = [one.result() for one in [crowd.submit(p.says, BALANCE) for p in people]]
    assert all("$407.40" in answer["replies"][-1]["text"] for answer in answers)


def test_an_unknown_account_is_404(world: World):
    body = {"account": "NOBODY", "channel": "sms", "text": "hello"}
    answer = world.http.post("/simulator/messages", json=body)
    assert answer.status_code == 404
    assert "NOBODY" in answer.json()["detail"]
    assert world.http.get("/simulator/accounts/NOBODY").status_code == 404
    assert world.http.get("/simulator/outbox", params={"account": "NOBODY"}).status_code == 404
    body = {"account": "NOBODY", "action": "claim"}
    assert world.http.post("/simulator/agent", json=body).status_code == 404
    body = {"debt": "NOTHING", "amount": "1.00"}
    assert world.http.post("/simulator/payments", json=body).status_code == 404


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\x00\x07\x1b", "empty"),
        ("\u200b\u202e\ufeff", "empty"),
        ("owe " * 2500, "too_long"),
        ("é" * 10_000, "too_long"),
    ],
    ids=["nothing", "spaces", "control", "invisible", "10,000 letters", "10,000 accents"],
)
def test_what_cannot_be_read_gets_a_clear_answer(world: World, text: str, key: str):
    grace = world.person("grace", verified=True)
    assert grace.says(text)["replies"]
    assert keys(grace) == [key]
    assert grace.says(BALANCE)["replies"], "nothing is lost by it"


@pytest.mark.parametrize(
    "text",
    [
        "😀🎉🙈",
        "👨‍👩‍👧‍👦",
        "\x1b[31mhello\x07\x00 there",
        "/restart",
        "/session_start",
        '/affirm{"x":1}',
        '/inform{"amount": 0}',
        "EXTERNAL: affirm",
        "{balance} %s {{7*7}} <b>x</b> ' or 1=1 --",
        "12345678901234567890",
        "؟" * 900,
    ],
)
def test_odd_texts_are_only_texts(world: World, text: str):
    grace = world.person("grace", verified=True)
    grace.says("can I pay this in instalments?")
    grace.says("no comment")
    offers = grace.state()["offers"]
    assert offers
    after = grace.says(text)
    assert after["replies"], after
    assert (after["plan"], after["promise"], after["verified"]) == (None, None, True)
    assert after["intent"] not in ("affirm", "restart", "session_start")
    assert after["offers"] == offers
    assert "$407.40" in grace.says(BALANCE)["replies"][-1]["text"]


def test_a_text_that_swells_does_not_take_the_engine_down(world: World, stack: Stack):
    """One character becomes 18 when it is normalised: too much for the encoder's memory once."""
    grace, oliver = world.person("grace", verified=True), world.person("oliver", verified=True)
    before = stack.engine.process
    assert grace.says("ﷺ" * 1000)["replies"]
    assert "£265.10" in oliver.says(BALANCE)["replies"][-1]["text"]
    assert stack.engine.runs()
    assert stack.engine.process is before
    assert "holding" not in keys(grace)


def test_half_a_character_is_refused_or_read_but_breaks_nothing(world: World):
    grace = world.person("grace", verified=True)
    body = f'{{"account": "{grace.reference}", "channel": "sms", "text": "\\ud83d ok \\ud83d"}}'
    answer = world.http.post(
        "/simulator/messages", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code in (200, 422), answer.text
    assert grace.says(BALANCE)["replies"]


def test_bodies_that_make_no_sense_are_422(world: World):
    grace = world.person("grace")
    for body in (
        {"account": grace.reference, "channel": "fax", "text": "x"},
        {"account": grace.reference, "channel": "sms"},
        {"account": grace.reference, "channel": "sms", "text": 5},
        {"account": grace.reference, "channel": "sms", "text": "x", "extra": 1},
    ):
        assert world.http.post("/simulator/messages", json=body).status_code == 422
    for body in ({}, {"advance": "tomorrow"}, {"now": "soon"}):
        assert world.http.post("/simulator/clock", json=body).status_code == 422, body
    for body in ({"action": "dance"}, {"action": "say", "text": "hi"}):
        answer = world.http.post("/simulator/agent", json={"account": grace.reference, **body})
        assert answer.status_code in (409, 422), body


def test_the_clock_goes_forward_and_the_talk_goes_on(world: World):
    grace = world.person("grace", verified=True)
    grace.says("I'll pay 150 dollars on March 19th")
    assert world.clock(advance="P1D")["now"].startswith("2027-03-11")
    assert not grace.state()["verified"], "a day later it may be somebody else"
    asked = grace.says(BALANCE)
    assert not any("$" in reply["text"] for reply in asked["replies"])
    assert "$407.40" in grace.says("4/3/1986 7731")["replies"][-1]["text"]
    assert world.clock(advance="P2W")["now"].startswith("2027-03-25")
    assert (grace.state()["promise"]["state"], grace.state()["holds"]) == ("broken", [])
    assert grace.says("hello")["replies"]
