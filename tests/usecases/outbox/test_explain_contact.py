"""What is said about a contact before it is made is what the door says when it is made."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.contact import MessageKind
from bot.rules.contact_rules import rules_for
from bot.usecases.answer import say
from bot.usecases.find_person import UnknownAccount
from bot.usecases.outbox.explain_contact import explain_contact
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.people.assert_rights import dispute
from bot.usecases.people.opt_out import opt_out
from tests.usecases.outbox.test_fall_over import reminds
from tests.usecases.world import TUESDAY

ALL = ("sms", "whatsapp", "telegram")


async def explained(person, **how):
    return await explain_contact(person.world.tools, person.reference, **how)


def stops(found):
    return [(rule["rule"], rule["reason"]) for rule in found["rules"] if rule["verdict"] != "pass"]


async def prefers(person, **wishes):
    async def keep(_, scene):
        scene.account.preferences = wishes

    await person.change(keep)


async def test_everything_that_was_judged_with_its_source(ada):
    found = await explained(ada)
    assert (found["allowed"], found["channel"], found["not_before"]) == (True, "sms", None)
    named = [rule.__name__ for rule in rules_for(MessageKind.REMINDER)]
    assert [rule["rule"] for rule in found["rules"]] == named
    assert {rule["verdict"] for rule in found["rules"]} == {"pass"}
    assert all(rule["source"] for rule in found["rules"] if rule["reason"] != "no_rule")
    assert json.loads(json.dumps(found)) == found


async def test_the_channels_that_the_person_does_not_have_are_named(ada):
    channels = (await explained(ada))["channels"]
    assert list(channels) == list(ALL)
    assert channels["telegram"] == {
        "allowed": False,
        "not_before": None,
        "writes_as": None,
        "reasons": ["no_address_on_this_channel"],
        "rules": [],
    }


async def test_at_night_it_waits_for_the_morning_where_the_person_lives(ada):
    found = await explained(ada, at=TUESDAY + timedelta(hours=12))
    assert not found["allowed"]
    assert found["not_before"] == "2026-03-04T14:00:00+00:00"
    assert ("hours", "outside_hours") in stops(found)
    later = await explained(ada, at=datetime.fromisoformat(found["not_before"]))
    assert later["allowed"]


async def test_an_instant_without_a_zone_is_none(ada):
    with pytest.raises(ValueError, match="time zone"):
        await explained(ada, at=datetime(2026, 3, 3, 10))  # noqa: DTZ001 - that is what is refused


async def test_nobody_has_that_reference(world):
    with pytest.raises(UnknownAccount):
        await explain_contact(world.tools, "NOBODY")


@pytest.mark.parametrize(
    ("happens", "stop"),
    [
        (lambda ada: ada.does(dispute, "that is not mine"), ("hold", "hold_dispute")),
        (lambda ada: ada.does(opt_out, "sms", everywhere=False), ("opt_out", "opted_out")),
        (
            lambda ada: record_payment(ada.world.tools, "A-1-D1", "330.00", source="test"),
            ("nothing_owed", "nothing_owed"),
        ),
    ],
)
async def test_what_happened_is_the_reason(ada, happens, stop):
    await happens(ada)
    found = await explained(ada)
    assert not found["allowed"]
    assert stop in stops(found)
    assert await reminds(ada.world, ada, "sms") == []
    assert (await ada.look("outbox", kind="reminder"))[-1].status in ("refused", "held")


async def test_an_answer_is_bound_by_less(ada):
    await ada.does(dispute, "that is not mine")
    night = TUESDAY + timedelta(hours=12)
    assert (await explained(ada, kind=MessageKind.REPLY, at=night))["allowed"]
    assert not (await explained(ada, at=night))["allowed"]


async def test_the_channel_that_was_asked_for_is_the_one(world):
    bob = await world.meet("B-1", channels=("sms", "telegram"))
    await prefers(bob, channel="telegram")
    found = await explained(bob)
    assert found["channel"] == "telegram"
    assert found["channels"]["sms"]["reasons"] == ["other_channel_preferred"]


async def test_where_the_preferred_channel_is_shut_the_next_one_is_told(world):
    """WhatsApp's window is shut and no template is approved: what the door does is foretold."""
    bob = await world.meet("B-1", channels=("sms", "whatsapp"))
    await prefers(bob, channel="whatsapp")
    found = await explained(bob)
    assert (found["allowed"], found["channel"]) == (True, "sms")
    assert found["channels"]["whatsapp"]["reasons"] == ["needs_template"]
    assert await reminds(world, bob, "whatsapp") == ["sms"]


async def test_who_consented_nowhere_is_left_alone(world):
    bob = await world.meet("B-1", channels=("sms", "whatsapp"))

    async def refuses(work, scene):
        for point in await work.contact_points.find(account_id=scene.account.id):
            point.consent = False

    await bob.change(refuses)
    found = await explained(bob)
    assert (found["allowed"], found["channel"]) == (False, None)
    assert found["channels"]["sms"]["reasons"] == ["no_consent"]


async def test_caps_say_from_when(ada):
    await ada.hears((say("greet"),))
    await reminds(ada.world, ada, "sms")
    found = await explained(ada)
    assert stops(found) == [("caps", "cap_1_in_1_days")]
    assert found["not_before"] == (TUESDAY + timedelta(days=1)).astimezone(UTC).isoformat()


async def test_nothing_is_kept_and_nothing_is_sent(ada):
    before = [await ada.look("outbox"), await ada.look("events"), list(ada.world.store.jobs)]
    await explained(ada)
    after = [await ada.look("outbox"), await ada.look("events"), list(ada.world.store.jobs)]
    assert before == after


async def test_what_the_person_is_called_in_the_app_is_told(ada):
    await ada.sends("hello", profile_name="Countess A.")
    assert (await explained(ada))["channels"]["sms"]["writes_as"] == "Countess A."
