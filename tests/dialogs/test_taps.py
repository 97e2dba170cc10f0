"""Buttons tapped twice, late, or on an older message: the plan agreed stays the only one."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.dialogs.person import Person, World
from tests.dialogs.stack import Stack


def plans(stack: Stack, person: Person) -> list[str]:
    """The states of all plans that were ever agreed with this person."""
    ask = """
        select p.state from plans p join accounts a on a.id = p.account_id
        where a.reference = %s order by p.agreed_at
    """
    with psycopg.connect(stack.url.replace("+psycopg", "")) as database:
        return [state for (state,) in database.execute(ask, [person.reference])]


def keys(person: Person) -> list[str]:
    return [str(row["key"]).removeprefix("utter_") for row in person.left()]


def offered(person: Person, wish: str, nothing: str) -> list[dict[str, str]]:
    """The buttons under the offers, the one for a person left out."""
    person.says(wish)
    shown = person.says(nothing)["replies"][-1]["buttons"]
    assert len(shown) > 2
    return shown[:-1]


SAID = [
    ("grace", "can I pay this in instalments?", "no comment", "telegram"),
    ("grace", "can I pay this in instalments?", "no comment", "whatsapp"),
    ("luiza", "posso parcelar?", "prefiro não dizer", "whatsapp"),
]


@pytest.mark.parametrize(("who", "wish", "nothing", "channel"), SAID)
def test_a_double_tap_and_a_late_one_leave_the_plan_alone(
    world: World, stack: Stack, who: str, wish: str, nothing: str, channel: str
):
    person = world.person(who, verified=True)
    person.channel = channel
    chosen, other, *_ = offered(person, wish, nothing)
    with ThreadPoolExecutor(2) as pool:
        both = [one.result() for one in [pool.submit(person.taps, chosen) for _ in range(2)]]
    assert sorted(bool(one["replies"]) for one in both) == [False, True]
    plan = person.state()["plan"]
    said = keys(person)
    assert plan["state"] == "active"

    for button in (chosen, chosen):
        assert person.taps(button)["replies"] == []
    assert person.says(chosen["token"])["replies"] == [], "as the page in the browser sends it"
    late = person.taps(other)
    assert keys(person)[len(said) :] == ["button_closed"]
    assert late["intent"] in (None, "affirm")

    after = person.state()
    assert (after["plan"], after["offers"]) == (plan, [])
    assert plans(stack, person) == ["active"]
    assert said.count("plan_accepted") <= 1


def test_a_tap_on_older_offers_under_a_newer_proposal_agrees_to_neither(world: World, stack: Stack):
    grace = world.person("grace", verified=True)
    old, *_ = offered(grace, "can I pay this in instalments?", "no comment")
    proposed = grace.says("could I do 4 payments?")
    assert proposed["replies"][-1]["buttons"], proposed
    said = len(keys(grace))
    again = grace.taps(old)
    assert keys(grace)[said] == "button_closed_now"
    assert plans(stack, grace) == []
    assert again["replies"][-1] == proposed["replies"][-1], "what is open now, once more"
    assert again["offers"] == proposed["offers"]

    grace.taps(again["replies"][-1]["buttons"][0])
    assert plans(stack, grace) == ["active"]
    assert grace.taps(proposed["replies"][-1]["buttons"][0])["replies"] == [], "the same choice"
    assert plans(stack, grace) == ["active"]


@pytest.mark.parametrize("by", ["tap", "number"])
def test_a_choice_outlasts_the_question_who_writes(world: World, stack: Stack, by: str):
    """Identity lapses while the offers are read: what was chosen then is what is agreed."""
    grace = world.person("grace", verified=True)
    first, second, *_ = offered(grace, "can I pay this in instalments?", "no comment")
    wanted = grace.state()["offers"][1]
    world.clock(advance="PT61M")
    seen = len(keys(grace))
    asked = grace.taps(second) if by == "tap" else grace.says("2")
    assert (asked["verified"], asked["plan"]) == (False, None)
    assert keys(grace)[seen:] == ["identity_why", "ask_identity_form_birth_date"]
    grace.says("April 3, 1986")
    wrong = grace.says("9999")
    assert wrong["plan"] is None
    grace.says("April 3, 1986")
    agreed = grace.says("7731")
    assert agreed["plan"]["state"] == "active", agreed["replies"]
    shown = [(part["amount"], part["due_date"]) for part in agreed["plan"]["instalments"]]
    assert shown == [(part["amount"], part["due_date"]) for part in wanted["instalments"]]
    assert plans(stack, grace) == ["active"]
    assert grace.taps(first)["plan"] == agreed["plan"], "the other offers are open no more"


def test_a_proposal_outlasts_it_too_and_no_offer_is_taken_for_it(world: World, stack: Stack):
    grace = world.person("grace", verified=True)
    offered(grace, "can I pay this in instalments?", "no comment")
    world.clock(advance="PT61M")
    grace.says("yes, but 4 payments of 101.85")
    grace.says("April 3, 1986")
    answer = grace.says("7731")
    assert answer["verified"]
    assert len(answer["replies"][-1]["buttons"]) > 1, answer
    assert plans(stack, grace) == []
