"""A form asks once more for what nobody could read, then gives up; it hears no text twice."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.account import ValidatePromiseForm
from bot.actions.base import UNREADABLE, gave_up, inbound_of, step_of
from bot.actions.identity import ValidateIdentityForm
from bot.actions.plan import AskDiscount, ValidateAffordableForm, ValidateCircumstancesForm


def tracker(form, asked, text, intent="out_of_scope", sure=0.9, events=(), **slots):
    latest = {"text": text, "intent": {"name": intent, "confidence": sure}, "message_id": "7"}
    slots = {"requested_slot": asked, **slots}
    return Tracker("p", slots, latest, list(events), False, None, {"name": form}, None)


async def validated(form, *told, **more):
    dispatcher = CollectingDispatcher()
    events = await form().run(dispatcher, tracker(form.form, *told, **more), {})
    hints = [message["response"] for message in dispatcher.messages]
    return {event["name"]: event["value"] for event in events}, hints


async def test_the_first_unreadable_answer_gets_a_hint():
    slots, hints = await validated(ValidatePromiseForm, "promise_date", "purple monkey")
    assert slots == {"unclear": 1, "promise_date": None}
    assert hints == ["utter_promise_date_unclear"]


async def test_the_second_in_a_row_ends_the_form():
    slots, hints = await validated(ValidatePromiseForm, "promise_date", "purple", unclear=1)
    assert slots == {"promise_date": UNREADABLE}
    assert hints == []
    assert gave_up(Tracker("p", slots, {}, [], False, None, {}, None), "promise_form")


@pytest.mark.parametrize(
    ("text", "intent"), [("yes", "affirm"), ("thank you", "thank"), ("hm, sorry?", "out_of_scope")]
)
async def test_what_is_understood_is_no_misunderstanding(text, intent):
    slots, _ = await validated(ValidatePromiseForm, "promise_date", text, intent, unclear=1)
    assert slots == {"unclear": 1, "promise_date": None}


async def test_an_answer_begins_the_count_anew():
    slots, _ = await validated(ValidatePromiseForm, "promise_date", "on Friday", unclear=1)
    assert slots == {"promise_date": "on Friday", "unclear": None}


async def test_on_the_way_back_from_another_matter_the_text_is_not_heard_again():
    form = {"event": "action", "name": "promise_form"}
    back = [{"event": "action", "name": "action_ask_bot"}, form]
    told = ("promise_date", "a robot on Friday?")
    assert await validated(ValidatePromiseForm, *told, events=back) == ({}, [])
    slots, _ = await validated(ValidatePromiseForm, *told, events=[form])
    assert slots["promise_date"] == "a robot on Friday?"


@pytest.mark.parametrize(
    ("asked", "text", "filled"),
    [
        ("birth_date", "04/03/1986", {"birth_date"}),
        ("birth_date", "04/03/1986 and 7731", {"birth_date", "identity_code"}),
        ("identity_code", "7731", {"identity_code"}),
        ("identity_code", "sorry, I meant 04/03/1986", {"birth_date"}),
        ("identity_code", "04/03/1986 and 7731", {"birth_date", "identity_code"}),
    ],
)
async def test_a_birth_date_told_once_more_takes_the_place_of_the_first(asked, text, filled):
    slots, _ = await validated(ValidateIdentityForm, asked, text)
    assert slots == {**dict.fromkeys(filled, text), "unclear": None}


@pytest.mark.parametrize(
    ("text", "intent", "slots", "interrupts"),
    [
        ("can I get a discount?", "ask_discount", {}, True),
        ("can I get a discount?", "ask_discount", {"wish": AskDiscount.action_name}, False),
        ("I'll pay on Friday", "promise_to_pay", {}, True),
        ("I will pay", "promise_to_pay", {}, False),
        ("how do I pay?", "ask_how_to_pay", {}, True),
        ("my hours were cut", "hardship_income", {}, False),
    ],
)
async def test_another_wish_is_no_reason(text, intent, slots, interrupts):
    told = ("circumstances", text, intent)
    found, _ = await validated(ValidateCircumstancesForm, *told, **slots)
    assert found == ({} if interrupts else {"circumstances": text, "unclear": None})


async def test_a_day_beside_what_is_affordable_is_part_of_the_answer():
    told = ("affordable", "40 on Friday", "promise_to_pay")
    slots, _ = await validated(ValidateAffordableForm, *told)
    assert slots["affordable"] == "40 on Friday"


def test_each_part_of_a_message_has_steps_of_its_own():
    now = tracker("", None, "hi")
    assert (inbound_of(now), step_of("action_greet", now)) == (7, "0:action_greet")
    now.latest_message["message_id"] = "7.1"
    assert (inbound_of(now), step_of("action_greet", now)) == (7, "1/0:action_greet")


async def test_the_form_s_own_matter_said_again_is_no_other_matter():
    told = ("promise_date", "when my wages come in", "promise_to_pay")
    slots, hints = await validated(ValidatePromiseForm, *told)
    assert slots == {"unclear": 1, "promise_date": None}
    assert hints == ["utter_promise_date_unclear"]
    other = ("promise_date", "what is this fee for", "ask_breakdown")
    assert await validated(ValidatePromiseForm, *other) == ({}, [])


@pytest.mark.parametrize(
    ("intent", "sure", "interrupts"),
    [
        ("dispute_debt", 0.51, True),
        ("already_paid", 0.51, True),
        ("dispute_debt", 0.49, False),
        ("crisis", 0.36, True),
        ("crisis", 0.34, False),
        ("ask_balance", 0.79, False),
        ("ask_balance", 0.81, True),
    ],
)
async def test_a_right_that_is_likelier_than_not_is_no_reason(intent, sure, interrupts):
    told = ("circumstances", "the debt for the table is not mine", intent)
    found, _ = await validated(ValidateCircumstancesForm, *told, sure=sure)
    assert (found == {}) is interrupts


async def test_without_a_sum_another_matter_need_only_be_likelier_than_not():
    told = ("affordable", "how would I even pay that", "ask_how_to_pay")
    assert await validated(ValidateAffordableForm, *told, sure=0.55) == ({}, [])
    told = ("affordable", "I'd pay 40, however that works", "ask_how_to_pay")
    slots, _ = await validated(ValidateAffordableForm, *told, sure=0.55)
    assert slots["affordable"] == told[1]


@pytest.mark.parametrize(("sure", "interrupts"), [(0.55, True), (0.45, False)])
async def test_the_day_of_a_payment_made_is_no_day_of_a_promise(sure, interrupts):
    told = ("promise_date", "that was paid on Friday", "already_paid")
    slots, _ = await validated(ValidatePromiseForm, *told, sure=sure)
    assert (slots == {}) is interrupts
