"""Rights: dispute, proof, privacy, a representative, a wrong number, a complaint, fraud."""

import pytest

from bot.usecases.answer import say
from bot.usecases.people import assert_rights as rights
from bot.usecases.ports import EngineAnswer
from tests.usecases.world import keys


async def holds(person):
    return [(hold["reason"], hold["debt"]) for hold in (await person.state())["holds"]]


async def two_debts(world):
    return await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "0", "0")))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("I never got the mattress", ["B-1-D2"]),
        ("B-1-D1 is not mine", ["B-1-D1"]),
        ("the order for the sofa is wrong", ["B-1-D1"]),
        ("the sofa and the mattress are both wrong", ["B-1-D1", "B-1-D2"]),
        ("I do not owe this", ["B-1-D1", "B-1-D2"]),
    ],
)
async def test_a_dispute_holds_the_debt_that_was_named_or_all(world, text, held):
    bob = await two_debts(world)
    answer = await bob.does(rights.dispute, text)
    assert keys(answer) == ["dispute"]
    assert sorted(await holds(bob)) == [("dispute", debt) for debt in held]
    state = await bob.state()
    assert (state["cases"], state["owner"]) == (["dispute"], "bot")
    assert "within 5 days" in (await bob.hears(answer))[-1]


async def test_a_second_debt_can_be_disputed_later(world):
    bob = await two_debts(world)
    await bob.does(rights.dispute, "the mattress never came")
    await bob.does(rights.dispute, "and the sofa is broken")
    assert sorted(await holds(bob)) == [("dispute", "B-1-D1"), ("dispute", "B-1-D2")]
    assert len(await bob.look("cases")) == 1


async def test_disputing_twice_is_one_hold(ada):
    await ada.does(rights.dispute, "wrong")
    await ada.does(rights.dispute, "wrong!")
    assert await holds(ada) == [("dispute", "A-1-D1")]


async def test_fraud_freezes_everything_and_a_person_takes_over(ada):
    await ada.does(rights.report_identity_theft)
    state = await ada.state()
    assert (state["cases"], state["owner"]) == (["identity_theft"], "waiting")
    assert await holds(ada) == [("identity_theft", None)]


async def test_a_wrong_number_is_never_written_to_again_but_for_one_line(world, ada):
    async def script(turn):
        answer = await ada.does(rights.report_wrong_person, "sms")
        return EngineAnswer(answer.says, {}, "wrong_person", 0.9)

    world.engine.script = script
    (line,) = await ada.writes("you have the wrong number")
    assert line.endswith("We won't send any more messages to this number or address.")
    state = await ada.state()
    assert (state["opted_out"], state["verified"]) == (["sms"], False)
    assert state["cases"] == ["wrong_person"]
    assert await ada.hears((say("greet"),)) == []
    assert await ada.writes("START") == []


async def test_a_wrong_number_leaves_other_channels_open(world):
    bob = await world.meet("B-1", channels=("sms", "whatsapp"))
    await bob.does(rights.report_wrong_person, "sms")
    assert (await bob.state())["opted_out"] == ["sms"]


async def test_a_representative_is_asked_for_and_kept(world, ada):
    async def script(turn):
        answer = await ada.does(rights.name_representative)
        return EngineAnswer(answer.says, {}, "has_representative", 0.9)

    world.engine.script = script
    (*_, question) = await ada.writes("my lawyer handles this")
    assert "What is your representative's name" in question
    assert await holds(ada) == [("representative", None)]
    (thanks,) = await ada.writes("Jane Roe, jane@law.example")
    assert thanks.startswith("Thank you. From now on we'll talk to your representative")
    (case,) = await ada.look("cases")
    assert case.note == "Jane Roe, jane@law.example"
    await ada.writes("hello?")
    assert (await ada.look("cases"))[0].note == "Jane Roe, jane@law.example"
    assert len(world.engine.turns) == 1


async def test_no_representative_was_asked_for(ada):
    assert await ada.does(rights.keep_representative, "Jane Roe") is None


async def test_proof_is_owed_to_whoever_asks(stranger):
    answer = await stranger.does(rights.ask_for_proof)
    assert "within 5 days" in (await stranger.hears(answer))[-1]
    assert (await stranger.state())["cases"] == ["proof"]
    assert await holds(stranger) == [("proof", None)]


async def test_personal_data_is_for_a_person_in_the_time_of_the_law(ada):
    answer = await ada.does(rights.ask_about_data, "delete all you know about me")
    assert "within 15 days" in (await ada.hears(answer))[-1]
    state = await ada.state()
    assert (state["cases"], state["owner"], state["holds"]) == (["privacy"], "waiting", [])


async def test_a_complaint_has_a_reference_which_stays_the_same(ada):
    first = await ada.does(rights.complain, "this is unacceptable")
    (case,) = await ada.look("cases")
    assert case.note == "this is unacceptable"
    assert first.says[0].facts["reference"] == f"C-{case.id.hex[:8].upper()}"
    again = await ada.does(rights.complain, "still unacceptable")
    assert again.says[0].facts["reference"] == first.says[0].facts["reference"]
    assert (await ada.state())["owner"] == "waiting"


async def test_each_case_has_a_priority_and_a_time_from_the_policy(ada, policies):
    await ada.does(rights.dispute, "wrong")
    await ada.does(rights.complain, "unacceptable")
    rules = policies.for_country("US").cases
    for case in await ada.look("cases"):
        rule = next(r for r in rules.rules if r.kind == case.kind)
        assert (case.priority, case.due_at - case.opened_at) == (rule.priority, rule.respond_within)
