"""Do whole turns work: replies by key, state that travels, failures that are heard?"""

from __future__ import annotations

import asyncio

import pytest
from fakes import SECRET, Talk, keys, returning, slot

from engine.errors import ActionFailedError, BadTurnError


def test_a_response_is_a_key_and_facts(run, actions):
    async def story(engine):
        talk = Talk(engine())
        assert (await talk.mean("greet"))["replies"] == [{"key": "utter_greet", "facts": {}}]
        balance = await talk.mean("ask_balance")
        assert balance["replies"] == [
            {"key": "utter_balance", "facts": {"amount": {"minor": 1250}}}
        ]
        human = await talk.mean("request_human")
        assert human["replies"][0]["facts"] == {"buttons": [{"title": "ok", "payload": "t:1"}]}
        assert human["slots"]["owner"] == "agent"

    run(story)
    assert set(actions.secrets) == {SECRET}


def test_the_model_reads_texts(run):
    async def story(engine):
        answer = await Talk(engine()).say("hello")
        assert answer["intent"] == "greet"
        assert keys(answer) == ["utter_greet"]
        assert 0 < answer["confidence"] <= 1
        assert len(answer["ranking"]) == 3

    run(story)


def test_a_form_survives_any_number_of_engines(run, actions):
    async def story(engine):
        talk = Talk(engine())
        first = await talk.mean("promise")
        assert (first["active_loop"], first["requested_slot"]) == ("promise_form", "amount")
        talk.engine = engine()
        second = await talk.say("250")
        assert second["slots"]["amount"] == 250
        assert keys(second) == ["utter_ask_day"]
        talk.engine = engine()
        third = await talk.say("friday")
        assert keys(third) == ["utter_promise_recorded"]
        assert third["active_loop"] is None
        assert "amount" not in third["slots"]

    run(story)


def test_a_general_rule_interrupts_a_form_and_the_form_asks_again(run, actions):
    async def story(engine):
        talk = Talk(engine())
        await talk.mean("promise")
        answer = await talk.mean("ask_balance")
        assert keys(answer) == ["utter_balance", "utter_ask_amount"]
        assert answer["requested_slot"] == "amount"
        assert keys(await talk.say("90")) == ["utter_ask_day"]

    run(story)


def test_a_follow_up_back_to_the_form_does_not_validate_the_old_text(run, actions):
    follow = {"event": "followup", "name": "promise_form"}
    actions.answers["action_balance"] = lambda _: {"events": [follow]}
    seen = []

    def validate(call):
        seen.append(returning(call))
        return {}

    async def story(engine):
        talk = Talk(engine())
        await talk.mean("promise")
        actions.answers["validate_promise_form"] = validate
        answer = await talk.mean("ask_balance", text="7")
        assert keys(answer) == ["utter_ask_amount"]
        assert "amount" not in answer["slots"]

    run(story)
    assert seen == [False, True]


def test_not_understood_asks_again_and_nothing_asked_is_unhandled(run, actions):
    async def story(engine):
        talk = Talk(engine())
        await talk.mean("promise")
        assert keys(await talk.say("what")) == ["utter_not_understood", "utter_ask_amount"]
        lost = await talk.mean("affirm")
        assert keys(lost) == ["utter_unhandled", "utter_ask_amount"]
        assert lost["active_loop"] == "promise_form"

    run(story)


def test_an_intent_without_a_rule_is_answered(run):
    async def story(engine):
        assert keys(await Talk(engine()).mean("odd")) == ["utter_unhandled"]

    run(story)


def test_leaving_a_form(run):
    async def story(engine):
        talk = Talk(engine())
        await talk.mean("promise")
        answer = await talk.mean("request_human")
        assert keys(answer) == ["utter_hand_over"]
        assert answer["active_loop"] is None
        assert answer["requested_slot"] is None

    run(story)


def test_a_follow_up_with_no_rule_after_it_ends_the_turn(run):
    async def story(engine):
        assert keys(await Talk(engine()).mean("chain")) == ["utter_balance"]

    run(story)


@pytest.mark.parametrize("intent", ["break_it"])
def test_a_failed_action_fails_the_turn(run, intent):
    async def story(engine):
        talk = Talk(engine())
        await talk.mean("greet")
        before = talk.state
        with pytest.raises(ActionFailedError, match="action_break"):
            await talk.mean(intent)
        assert talk.state == before
        assert keys(await talk.mean("greet")) == ["utter_greet"]

    run(story)


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [{"no": "type"}]},
        {"events": "none"},
        {"events": [slot("no_such_slot", 1)]},
        {"responses": [{"text": "wording in code"}]},
        {"events": [{"event": "followup", "name": "action_nowhere"}]},
        {"events": [{"event": "followup", "name": "action_balance"}]},
    ],
)
def test_events_are_never_lost_silently(run, actions, answer):
    actions.answers["action_balance"] = lambda _: answer

    async def story(engine):
        with pytest.raises(ActionFailedError):
            await Talk(engine()).mean("ask_balance")

    run(story)


def test_a_failed_validation_fails_the_turn(run, actions):
    actions.answers["validate_promise_form"] = actions.answers["action_break"]

    async def story(engine):
        with pytest.raises(ActionFailedError, match="validate_promise_form"):
            await Talk(engine()).mean("promise")

    run(story)


@pytest.mark.parametrize("text", ["/restart", "/greet", ' /affirm{"amount": 0}', "/", "//"])
def test_a_slash_is_only_a_slash(run, actions, text):
    async def story(engine):
        answer = await Talk(engine()).say(text)
        assert answer["confidence"] < 1.0
        sent = [c["tracker"]["latest_message"]["text"] for c in actions.calls]
        assert set(sent) <= {text.strip()}

    run(story)


@pytest.mark.parametrize("name", ["restart", "back", "session_start", "nothing_of_ours"])
def test_typed_intents_cannot_steer_rasa_itself(run, name):
    async def story(engine):
        with pytest.raises(BadTurnError):
            await Talk(engine()).mean(name)

    run(story)


def test_typed_entities_and_metadata_reach_the_action(run, actions):
    async def story(engine):
        intent = {"name": "ask_balance", "entities": {"amount": 5}}
        await Talk(engine()).say(None, intent=intent, metadata={"locale": "pt"})

    run(story)
    message = actions.calls[-1]["tracker"]["latest_message"]
    assert message["entities"] == [{"entity": "amount", "value": 5}]
    assert message["metadata"]["locale"] == "pt"
    assert message["message_id"] == "m1"


def test_the_service_can_set_slots_before_the_message(run, actions):
    async def story(engine):
        talk = Talk(engine())
        answer = await talk.mean("ask_balance", slots={"language": "pt"})
        assert answer["slots"]["language"] == "pt"
        assert (await talk.mean("greet"))["slots"]["language"] == "pt"
        with pytest.raises(BadTurnError, match="nowhere"):
            await talk.mean("greet", slots={"nowhere": 1})

    run(story)
    assert actions.calls[0]["tracker"]["slots"]["language"] == "pt"


def test_two_conversations_at_once(run, actions):
    actions.delay = 0.1

    async def story(engine):
        shared = engine()
        talks = [Talk(shared, f"c{i}") for i in range(4)]
        await asyncio.gather(*(talk.mean("promise") for talk in talks))
        answers = await asyncio.gather(*(t.say(str(i)) for i, t in enumerate(talks)))
        assert [a["slots"]["amount"] for a in answers] == [0, 1, 2, 3]

    run(story)


def test_an_action_gets_little(run, actions):
    async def story(engine):
        talk = Talk(engine())
        for _ in range(10):
            await talk.mean("ask_balance")

    run(story)
    call = actions.calls[-1]
    assert call["domain"] == {}
    assert call["sender_id"] == "c1"
    assert next(e["event"] for e in call["tracker"]["events"]) == "user"
    assert len(call["tracker"]["events"]) < 5
