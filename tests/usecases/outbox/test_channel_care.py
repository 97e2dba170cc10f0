"""What an operator can do about messages that are stuck: look, send again, set aside."""

import pytest

from bot.rules.delivery import MOST_TRIES
from bot.usecases.answer import say
from bot.usecases.outbox.channel_care import (
    NotStuck,
    WouldBeRefused,
    dismiss,
    send_again,
    stuck_messages,
)
from bot.usecases.outbox.channel_report import channel_report
from bot.usecases.people.opt_out import opt_out
from bot.usecases.records import ContactPoint
from channels.errors import BadCredentials, Blocked, Rejected, RetryLater, Unreachable, Unsure
from tests.web.channels_story import writes


@pytest.fixture(autouse=True)
async def introduced(ada):
    """Past the first message, which says who writes."""
    await ada.hears((say("greet"),))


async def fails(world, person, error, **how):
    """A message that meets this error; answers its row."""
    if not (await person.thread()).introduced_at:
        await person.hears((say("greet"),))
    world.phones["sms"].fail_next(error)
    await person.hears((say("thanks"),), **how)
    return next(row for row in await person.look("outbox") if row.status in ("failed", "queued"))


async def only(world):
    """The one message that is stuck, and whose it is."""
    ((reference, row),) = await stuck_messages(world.tools)
    return reference, row


async def test_nothing_is_stuck_where_all_went_well(world):
    assert await stuck_messages(world.tools) == []


async def test_what_failed_is_stuck_with_its_account(world, ada):
    row = await fails(world, ada, Rejected("no"))
    reference, stuck = await only(world)
    assert (reference, stuck.id, stuck.status) == ("A-1", row.id, "failed")


async def test_the_newest_first_and_no_more_than_asked_for(world, ada):
    await writes(ada, status="dead", times=5)
    numbers = [row.id for _, row in await stuck_messages(world.tools, limit=3)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 3


async def test_it_is_sent_again_as_one_more_try(world, ada):
    row = await fails(world, ada, Rejected("no"))
    before = len(ada.phone())
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    (again,) = await ada.look("outbox", id=row.id)
    assert (again.status, again.reason, again.error_code, again.tries) == (
        *("delivered", None, None), 2
    )  # fmt: skip
    assert len(ada.phone()) == before + 1
    (event,) = await ada.look("events", kind="sent_again")
    assert event.data == {"message": row.id, "by": "Ana", "tries": 1}


async def test_sent_again_it_gets_all_its_tries(world, ada):
    row = await fails(world, ada, Rejected("no"))

    async def tried_often(work, _):
        (await work.outbox.get(id=row.id)).tries = MOST_TRIES

    await ada.change(tried_often)
    world.phones["sms"].fail_next(RetryLater("busy"), RetryLater("busy"))
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    await world.wait(minutes=1)
    await world.wait(minutes=2)
    (again,) = await ada.look("outbox", id=row.id)
    assert (again.status, again.tries) == ("delivered", MOST_TRIES + 3)


async def test_a_message_in_doubt_waits_for_somebody_and_leaves_by_their_word_only(world, ada):
    phone = world.phones["sms"]

    async def cannot_be_asked(message, since):
        raise Unsure("no such question")

    phone.fail_next(Unsure("no answer"))
    phone.find = cannot_be_asked
    await ada.hears((say("thanks"),))
    await world.wait(minutes=1)
    reference, row = await only(world)
    assert (reference, row.status, row.tries) == ("A-1", "unknown", 1)
    await world.wait(hours=30)
    _, row = await only(world)
    assert (row.status, row.tries) == ("unknown", 1)
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    assert await stuck_messages(world.tools) == []


async def test_sent_again_it_stands_at_the_door_like_any_other(world, ada):
    row = await fails(world, ada, Rejected("no"))
    await send_again(world.tools, row.id, "Ana")
    await ada.does(opt_out, "sms", everywhere=True)
    await world.run()
    (again,) = await ada.look("outbox", id=row.id)
    assert again.status == "refused"
    assert "opted_out" in again.reason


async def is_told(world, person, row, sentence):
    """The operator hears at once that it would be refused, and nothing changes."""
    with pytest.raises(WouldBeRefused, match=sentence):
        await send_again(world.tools, row.id, "Ana")
    await world.run()
    (same,) = await person.look("outbox", id=row.id)
    assert (same.status, same.reason) == (row.status, row.reason)
    assert await person.look("events", kind="sent_again") == []


@pytest.mark.parametrize("kind", ["reply", "reminder"])
async def test_somebody_opted_out_meanwhile(world, ada, kind):
    row = await fails(world, ada, Rejected("no"), kind=kind)
    await ada.does(opt_out, "sms", everywhere=False)
    await is_told(world, ada, row, "the person has opted out of sms")


async def test_whoever_said_stop_is_reached_on_no_other_channel_instead(world, ada):
    row = await fails(world, ada, Rejected("no"), kind="reminder")
    await has(ada, "telegram")
    await ada.does(opt_out, "sms", everywhere=False)
    await is_told(world, ada, row, "opted out of sms")


async def test_a_channel_that_is_not_connected_any_more(world, ada):
    row = await fails(world, ada, Rejected("no"))
    del world.tools.channels["sms"]
    await is_told(world, ada, row, "sms is not connected by the settings of this terminal")


async def test_a_reminder_may_take_a_channel_that_was_opened_meanwhile(world, ada):
    row = await fails(world, ada, Unreachable("gone"), kind="reminder")
    await has(ada, "telegram")
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    last = (await ada.look("outbox"))[-1]
    assert (last.instead_of, last.channel) == (row.id, "telegram")


async def test_help_in_danger_is_sent_again_past_a_stop(world, ada):
    row = await fails(world, ada, Rejected("no"), kind="safety")
    await ada.does(opt_out, "sms", everywhere=True)
    await send_again(world.tools, row.id, "Ana")


async def has(person, channel):
    """The person can be reached on this channel too."""

    async def opens(work, scene):
        address = f"{channel}:{person.reference}"
        work.contact_points.add(
            ContactPoint(account_id=scene.account.id, channel=channel, address=address)
        )

    await person.change(opens)


async def test_a_bad_address_stays_bad(world, ada):
    row = await fails(world, ada, Unreachable("gone"))
    await is_told(world, ada, row, "the address on sms is marked as bad")


async def test_wrong_credentials_are_no_end(world, ada):
    row = await fails(world, ada, BadCredentials("who are you?"))
    assert row.status == "queued"
    assert (await channel_report(world.tools))[0].waiting == 1
    assert await stuck_messages(world.tools) == []


@pytest.mark.parametrize("status", ["queued", "held", "sending", "delivered", "refused"])
async def test_what_is_not_stuck_cannot_be_sent_again(world, ada, status):
    await writes(ada, status=status)
    row = (await ada.look("outbox"))[-1]
    with pytest.raises(NotStuck, match=str(row.id)):
        await send_again(world.tools, row.id, "Ana")


async def test_what_does_not_exist_cannot_be_sent_again(world):
    with pytest.raises(NotStuck):
        await send_again(world.tools, 10**9, "Ana")


# -- decided about -------------------------------------------------------------------------------


async def test_what_went_on_on_another_channel_waits_for_nobody(world):
    bob = await world.meet("B-1", channels=("sms", "telegram"))
    row = await fails(world, bob, Rejected("no"), kind="reminder")
    assert (await bob.look("outbox"))[-1].instead_of == row.id
    assert await stuck_messages(world.tools) == []
    with pytest.raises(NotStuck, match="telegram"):
        await send_again(world.tools, row.id, "Ana")


async def test_somebody_who_opted_out_at_the_network_cannot_be_told_so(world, ada):
    world.phones["sms"].fail_next(Blocked("Twilio 21610: the person has opted out"))
    await ada.writes("STOP")
    assert (await ada.look("outbox"))[-1].status == "failed"
    assert await stuck_messages(world.tools) == []


async def test_what_is_set_aside_waits_for_nobody_and_who_did_it_is_kept(world, ada):
    row = await fails(world, ada, Rejected("no"))
    await dismiss(world.tools, row.id, "Ana")
    assert await stuck_messages(world.tools) == []
    (event,) = await ada.look("events", kind="set_aside")
    assert event.data == {"message": row.id, "by": "Ana"}
    for deed in (send_again, dismiss):
        with pytest.raises(NotStuck, match="set aside"):
            await deed(world.tools, row.id, "Ana")


async def test_many_that_are_decided_about_hide_none_that_waits(world, ada):
    waits = await fails(world, ada, Rejected("no"))
    await writes(ada, kind="confirmation", status="failed", reason="Blocked: 21610", times=20)
    _, row = (await stuck_messages(world.tools, limit=2))[0]
    assert row.id == waits.id


# -- for the address that it was written for -----------------------------------------------------


async def moves(person, address):
    """The person has another address on SMS from now on."""

    async def changes(work, scene):
        scene.point.address = address

    await person.change(changes)


async def test_what_was_written_for_an_earlier_address_is_not_sent_again(world, ada):
    row = await fails(world, ada, Rejected("no"))
    assert row.address == "sms:A-1"
    await moves(ada, "sms:another")
    with pytest.raises(NotStuck, match="an earlier address on sms") as refused:
        await send_again(world.tools, row.id, "Ana")
    assert "sms:A-1" not in str(refused.value), "addresses stand in no message of ours"
    assert (await only(world))[1].id == row.id
    await moves(ada, "sms:A-1")
    await send_again(world.tools, row.id, "Ana")


async def test_nor_what_was_kept_before_addresses_were(world, ada):
    await writes(ada, status="unknown", address=None)
    (row,) = await ada.look("outbox", status="unknown")
    with pytest.raises(NotStuck, match="nobody knows for which address"):
        await send_again(world.tools, row.id, "Ana")


async def test_what_waits_is_turned_away_when_the_address_changes(world, ada):
    world.phones["sms"].fail_next(RetryLater("busy", 600))
    await ada.hears((say("thanks"),))
    await moves(ada, "sms:another")
    await world.wait(hours=1)
    (row,) = await ada.look("outbox", status="refused")
    assert row.reason == "another_address: written for an earlier address of this account"
    assert all(sent.address == "sms:A-1" for sent in world.phones["sms"].delivered.values())


async def test_the_other_form_of_a_brazilian_number_is_the_same_address(world):
    bia = await world.meet("B-1", country="BR")
    await bia.change(at("+5511987654321"))
    row = await fails(world, bia, Rejected("no"))
    await bia.change(at("+5511987650000"))
    with pytest.raises(NotStuck, match="earlier address"):
        await send_again(world.tools, row.id, "Ana")
    await bia.change(at("+551187654321"))
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    (again,) = await bia.look("outbox", id=row.id)
    assert again.status == "delivered"


def at(address):
    """The person's number is this one from now on."""

    async def moves(work, scene):
        scene.point.address = address

    return moves
