"""What must not be there twice is not, in memory and in PostgreSQL alike."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store.shelf import Taken
from bot.usecases import records
from tests.contract.kit import START, account, debt, entry, inbound, outbound, person


def same_event(owner, thread):
    return "inbox", inbound(thread, "e-1"), inbound(thread, "e-1", text="again")


def same_turn(owner, thread):
    return "outbox", outbound(thread, "in:1:0"), outbound(thread, "in:1:0", text="again")


def same_reference(owner, thread):
    return "accounts", account("A-9"), account("A-9", name="Other")


def same_debt(owner, thread):
    return "debts", debt(owner, "D-9"), debt(owner, "D-9", description="Other")


def same_address(owner, thread):
    points = [
        records.ContactPoint(account_id=owner.id, channel="sms", address="+1202") for _ in range(2)
    ]
    return "contact_points", *points


def same_thread(owner, thread):
    made = {"account_id": owner.id, "language": "en", "created_at": START}
    return "conversations", None, records.Conversation(**made)


KEYS = (same_event, same_turn, same_reference, same_debt, same_address, same_thread)


async def test_what_was_added_once_is_a_record_like_any_other(kit):
    """It has its number, it is the one that is found, and what is changed on it is kept."""
    async with kit.open() as work:
        _, thread = await person(work)
        row = inbound(thread, "1", media=["image"])
        assert await work.inbox.add_once(row)
        assert isinstance(row.id, int)
        assert await work.inbox.get(event_id="1") is row
        row.text, row.media = "changed", ["audio"]
        await work.commit()
        row.outcome = "later"
        await work.commit()
    async with kit.open() as work:
        (kept,) = await work.inbox.find()
        assert (kept.id, kept.text, kept.media) == (row.id, "changed", ["audio"])
        assert (kept.outcome, kept.pressed, kept.wish) == ("later", None, None)


async def test_what_was_not_added_stays_outside(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        await work.inbox.add_once(inbound(thread, "1"))
        second = inbound(thread, "1")
        assert not await work.inbox.add_once(second)
        second.text = "nowhere"
        await work.commit()
    async with kit.open() as work:
        assert [row.text for row in await work.inbox.find()] != ["nowhere"]


@pytest.mark.parametrize(
    ("channel", "address", "found"),
    [
        ("sms", "+12025550100", True),
        ("whatsapp", "+12025550100", False),
        ("sms", "+12025550199", False),
        ("sms", "\x00", False),
        ("sms", "\ud800", False),
    ],
)
async def test_whose_address_it_is(kit, channel, address, found):
    async with kit.open() as work:
        owner, thread = await person(work)
        known = {"channel": "sms", "address": "+12025550100"}
        work.contact_points.add(records.ContactPoint(account_id=owner.id, **known))
        await work.commit()
        at = await work.conversation_at(channel, address)
        assert (at is thread) == found
        assert (at is None) != found


@pytest.mark.parametrize("key", KEYS, ids=lambda f: f.__name__)
async def test_add_once_keeps_the_first_of_a_unique_key(kit, key):
    async with kit.open() as work:
        owner, thread = await person(work)
        name, first, second = key(owner, thread)
        rows = getattr(work, name)
        if first is not None:
            assert await rows.add_once(first)
        before = len(await rows.find())
        assert not await rows.add_once(second)
        assert len(await rows.find()) == before
        await work.commit()
    async with kit.open() as work:
        rows = getattr(work, name)
        found = await rows.find()
        assert len(found) == before
        assert second.id not in [row.id for row in found] or first is not None
        again = key(owner, thread)[2]
        assert not await rows.add_once(again)


@pytest.mark.parametrize("key", KEYS, ids=lambda f: f.__name__)
async def test_without_once_a_taken_key_is_an_error_and_nothing_is_kept(kit, key):
    async with kit.open() as work:
        owner, thread = await person(work)
        name, first, second = key(owner, thread)
        if first is not None:
            getattr(work, name).add(first)
        await work.commit()
    async with kit.open() as work:
        events = records.Event(account_id=owner.id, kind="beside", at=START)
        work.events.add(events)
        getattr(work, name).add(second)
        with pytest.raises((Taken, IntegrityError)):
            await work.commit()
    async with kit.open() as work:
        assert await work.events.find() == []


async def test_a_ledger_source_is_booked_once(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        owed = debt(owner)
        work.debts.add(owed)
        await work.flush()
        assert await work.ledger.add_once(entry(owed, "bank:1"))
        assert not await work.ledger.add_once(entry(owed, "bank:1", amount=5))
        assert await work.ledger.add_once(entry(owed, "bank:2", amount=7))
        await work.commit()
    async with kit.open() as work:
        assert sorted(e.amount for e in await work.ledger.find()) == [7, 100]


async def test_an_action_is_answered_once_for_a_message_and_a_step(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        row = inbound(thread, "1")
        work.inbox.add(row)
        await work.flush()

        def effect(step):
            return records.ActionEffect(inbound_id=row.id, step=step, answer={}, at=START)

        assert await work.effects.add_once(effect("0:a"))
        assert not await work.effects.add_once(effect("0:a"))
        assert await work.effects.add_once(effect("1:a"))


async def test_instalments_have_a_place_each(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        plan = records.Plan(
            account_id=owner.id, state="active", currency="USD", total=2, frequency=None,
            policy_version="1", offer={}, agreed_at=START,
        )  # fmt: skip
        work.plans.add(plan)
        await work.flush()

        def part(position):
            due = date(2026, 4, 1)
            return records.PlanInstalment(
                plan_id=plan.id, position=position, amount=1, due_date=due
            )

        assert await work.instalments.add_once(part(1))
        assert not await work.instalments.add_once(part(1))
        assert await work.instalments.add_once(part(2))


async def test_a_refused_row_leaves_everything_else_as_it_was(kit):
    async with kit.open() as work:
        owner, thread = await person(work)
        await work.inbox.add_once(inbound(thread, "1"))
        owner.name = "Grace"
        thread.owner = "waiting"
        assert not await work.inbox.add_once(inbound(thread, "1"))
        assert (owner.name, thread.owner) == ("Grace", "waiting")
        work.events.add(records.Event(account_id=owner.id, kind="after", at=START))
        await work.commit()
    async with kit.open() as work:
        assert (await work.accounts.get(id=owner.id)).name == "Grace"
        assert (await work.conversations.get(id=thread.id)).owner == "waiting"
        assert [event.kind for event in await work.events.find()] == ["after"]
