"""Who writes? Two answers judged together, three tries, then a person."""

from datetime import timedelta

import pytest

from bot.usecases.answer import Need
from bot.usecases.people.verify_identity import verify_identity
from tests.usecases.world import TUESDAY, keys

RIGHT, WRONG = ("December 10, 1985", "4321"), ("1 May 1970", "9999")


@pytest.mark.parametrize(
    ("born", "code"),
    [
        RIGHT,
        ("12/10/1985", "it ends in 4321"),
        ("1985-12-10", "000-00-4321"),
        ("10 dec 85", "4321"),
    ],
)
async def test_the_right_answers_in_many_writings(stranger, born, code):
    answer = await stranger.does(verify_identity, born, code)
    assert keys(answer) == ["identity_verified"]
    assert answer.need is None
    (point,) = await stranger.look("contact_points")
    assert (point.verified_at, point.verified_address) == (TUESDAY, point.address)
    assert (await stranger.thread()).identity_tries == 0


async def test_a_postcode_does_as_well(world):
    bob = await world.meet("B-1", country="GB", verified=False, postcode="SW1A 1AA")
    assert keys(await bob.does(verify_identity, "10/12/1985", "sw1a1aa")) == ["identity_verified"]


async def test_it_lasts_an_hour(world, stranger):
    await stranger.does(verify_identity, *RIGHT)
    assert (await stranger.state())["verified"]
    await world.wait(minutes=59)
    assert (await stranger.state())["verified"]
    await world.wait(minutes=1)
    assert not (await stranger.state())["verified"]


@pytest.mark.parametrize("pair", [(RIGHT[0], WRONG[1]), (WRONG[0], RIGHT[1]), WRONG])
async def test_a_wrong_pair_does_not_tell_which_one_was_wrong(stranger, pair):
    answer = await stranger.does(verify_identity, *pair)
    assert keys(answer) == ["identity_failed"]
    assert answer.says[0].facts == {"tries_left": 2}
    assert answer.need is Need.IDENTITY
    assert not (await stranger.state())["verified"]


async def test_three_tries_then_a_person(stranger):
    answers = [await stranger.does(verify_identity, *WRONG) for _ in range(3)]
    assert [answer.says[0].facts for answer in answers[:2]] == [
        {"tries_left": 2},
        {"tries_left": 1},
    ]
    last = answers[2]
    assert keys(last) == ["identity_handover"]
    assert last.need is None
    thread = await stranger.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "identity")


async def test_then_the_right_answer_is_for_a_person_too(stranger):
    for _ in range(3):
        await stranger.does(verify_identity, *WRONG)
    answer = await stranger.does(verify_identity, *RIGHT)
    assert keys(answer) == ["identity_handover"]
    assert not (await stranger.state())["verified"]


async def test_a_right_answer_gives_the_tries_back(stranger):
    await stranger.does(verify_identity, *WRONG)
    await stranger.does(verify_identity, *WRONG)
    await stranger.does(verify_identity, *RIGHT)
    assert (await stranger.thread()).identity_tries == 0


async def test_without_facts_on_file_nobody_is_verified(world):
    bob = await world.meet("B-1", verified=False, birth_date=None, document_last=None)
    for born, code in (RIGHT, ("", ""), ("None", "None")):
        answer = await bob.does(verify_identity, born, code)
        assert "identity_verified" not in keys(answer)


async def test_guessing_many_at_once_is_wrong(stranger):
    many = " ".join(str(number) for number in range(4300, 4330))
    assert keys(await stranger.does(verify_identity, RIGHT[0], many)) == ["identity_failed"]


async def test_every_try_is_written_down_without_the_answers(stranger):
    await stranger.does(verify_identity, *WRONG)
    await stranger.does(verify_identity, *RIGHT)
    events = await stranger.look("events", kind="identity_checked")
    assert [event.data["verified"] for event in events] == [False, True]
    assert "4321" not in str([event.data for event in events])
    assert events[0].at - events[1].at == timedelta(0)
