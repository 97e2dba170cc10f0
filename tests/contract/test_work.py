"""What a unit of work reads back: the same from the store in memory and from PostgreSQL."""

import random
import string
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.rules.money import Money
from bot.store.memory import MemoryStore
from bot.usecases import records
from bot.usecases.accounts.create_account import NewAccount, NewDebt, create_account
from tests.contract.kit import START, account, debt, inbound, outbound, person, unknown


async def test_what_was_added_is_found_before_and_after_commit(kit):
    async with kit.open() as work:
        new = account(birth_date=date(1980, 5, 2), preferences={"channel": "sms", "n": [1, None]})
        work.accounts.add(new)
        assert await work.accounts.get(reference="A-1") is new
        await work.commit()
    async with kit.open() as work:
        found = await work.accounts.get(reference="A-1")
        assert found is not None
        assert found is not new
        assert (found.id, found.birth_date) == (new.id, date(1980, 5, 2))
        assert found.preferences == {"channel": "sms", "n": [1, None]}
        assert await work.accounts.get(id=new.id) is found
        assert await work.accounts.get(reference="A-2") is None


async def test_find_matches_all_fields_none_and_one_of(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        for kind, closed in (("dispute", None), ("proof", START), ("crisis", None)):
            case = records.Case(
                account_id=owner.id, kind=kind, priority=1, opened_at=START, closed_at=closed
            )
            work.cases.add(case)
        await work.commit()
    async with kit.open() as work:

        async def kinds(**equals):
            return {case.kind for case in await work.cases.find(**equals)}

        assert await kinds() == {"dispute", "proof", "crisis"}
        assert await kinds(closed_at=None) == {"dispute", "crisis"}
        assert await kinds(closed_at=START) == {"proof"}
        assert await kinds(kind=("dispute", "proof")) == {"dispute", "proof"}
        assert await kinds(kind=["dispute", "proof"], closed_at=None) == {"dispute"}
        assert await kinds(kind=()) == set()
        assert await kinds(account_id=unknown()) == set()


async def test_pages_follow_each_other_and_leave_nobody_out(kit):
    zones = ("Europe/London", "America/New_York")
    async with kit.open() as work:
        for n in (3, 1, 5, 2, 4):
            work.accounts.add(account(reference=f"A-{n}", time_zone=zones[n % 2]))
        await work.commit()
    async with kit.open() as work:

        async def page(after, limit, **equals):
            found = await work.accounts.page("reference", after, limit, **equals)
            return [one.reference for one in found]

        assert await page("", 2) == ["A-1", "A-2"]
        assert await page("A-2", 2) == ["A-3", "A-4"]
        assert await page("A-4", 2) == ["A-5"]
        assert await page("A-5", 2) == []
        assert await page("A-1", 9, time_zone=["America/New_York"]) == ["A-3", "A-5"]
        assert await page("", 9, time_zone=[]) == []
        assert await work.accounts.values("time_zone") == set(zones)


async def test_records_are_counted_by_their_fields(kit):
    later = START + timedelta(hours=1)
    async with kit.open() as work:
        _, thread = await person(work)
        for n, (status, segments) in enumerate([("sent", 2), ("sent", None), ("dead", 1)]):
            work.outbox.add(outbound(thread, f"t:{n}", status=status, segments=segments))
        work.outbox.add(outbound(thread, "t:9", status="sent", segments=5, created_at=later))
        assert await work.outbox.tally("channel", "status") == {
            ("sms", "sent"): 3, ("sms", "dead"): 1
        }  # fmt: skip
        assert await work.outbox.tally("status", adding="segments") == {("sent",): 7, ("dead",): 1}
        assert await work.outbox.tally("status", since=("created_at", later)) == {("sent",): 1}
        assert await work.outbox.tally("status", since=("sent_at", later)) == {}


@pytest.mark.parametrize("reference", ["A-1\x00", "\ud83d"])
async def test_a_text_that_cannot_be_kept_is_found_nowhere(kit, reference):
    async with kit.open() as work:
        await person(work)
        assert await work.accounts.find(reference=reference) == []


async def test_an_unknown_field_is_an_error(kit):
    async with kit.open() as work:
        with pytest.raises(KeyError):
            await work.accounts.find(colour="blue")


async def test_oldest_first_newest_first_and_a_limit(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        for number, days in (("D-2", 2), ("D-3", 3), ("D-1", 1)):
            work.debts.add(debt(owner, number, due_date=date(2026, 1, days)))
        await work.commit()
    async with kit.open() as work:

        async def references(**how):
            return [found.reference for found in await work.debts.find(**how)]

        assert await references() == ["D-1", "D-2", "D-3"]
        assert await references(newest=True) == ["D-3", "D-2", "D-1"]
        assert await references(limit=2) == ["D-1", "D-2"]
        assert await references(newest=True, limit=1) == ["D-3"]
        first = await work.debts.get(account_id=owner.id)
        assert first.reference == "D-1"


async def test_messages_are_numbered_in_the_order_in_which_they_came(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        rows = [inbound(thread, str(n)) for n in range(3)]
        for row in rows:
            work.inbox.add(row)
            await work.flush()
        assert all(isinstance(row.id, int) for row in rows)
        assert rows[0].id < rows[1].id < rows[2].id
        found = await work.inbox.find(conversation_id=thread.id)
        assert [row.event_id for row in found] == ["0", "1", "2"]


async def test_a_record_is_one_and_the_same_within_a_unit_of_work(kit):
    async with kit.open() as work:
        await person(work)
        await work.commit()
    async with kit.open() as work:
        once = await work.accounts.get(reference="A-1")
        once.name = "Grace"
        assert (await work.accounts.find())[0] is once
        assert await work.accounts.get(name="Grace") is once
        assert await work.accounts.get(name="Ada") is None


async def test_aware_times_come_back_aware(kit):
    abroad = datetime(2026, 3, 3, 12, 0, 0, 123456, timezone(timedelta(hours=-3)))
    async with kit.open() as work:
        owner, thread = await person(work)
        work.inbox.add(inbound(thread, "1", received_at=abroad))
        await work.commit()
    async with kit.open() as work:
        row = await work.inbox.get(event_id="1")
        assert row.received_at.utcoffset() is not None
        assert row.received_at == abroad
        assert await work.inbox.get(received_at=abroad.astimezone(UTC)) is row
        assert (await work.accounts.get(id=owner.id)).created_at == START


async def test_now_is_aware_stands_still_and_follows_the_clock(kit):
    async with kit.open() as work:
        before = work.now
        assert before.utcoffset() == timedelta(0)
        work.clock.add(records.ClockSetting(offset_seconds=86_400))
        await work.commit()
        assert work.now == before
    async with kit.open() as work:
        ahead = work.now - before
        assert timedelta(days=1) <= ahead < timedelta(days=1, minutes=2)


@pytest.mark.parametrize("text", ["🙂 ção", "line\nline", "'; DROP TABLE inbox; --", "x" * 20_000])
async def test_any_readable_text_is_kept_as_it_is(kit, text):
    async with kit.open() as work:
        _, thread = await person(work)
        work.inbox.add(inbound(thread, "1", text=text))
        await work.commit()
    async with kit.open() as work:
        assert (await work.inbox.get(event_id="1")).text == text


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d"])
async def test_what_postgresql_cannot_write_is_refused(kit, text):
    async with kit.open() as work:
        _, thread = await person(work)
        work.inbox.add(inbound(thread, "1", text=text))
        with pytest.raises(Exception, match=r"NUL|surrogates"):
            await work.commit()


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1])
async def test_a_number_that_has_no_room_is_refused(kit, value):
    async with kit.open() as work:
        work.accounts.add(account(lifetime_value=value))
        with pytest.raises(Exception, match="out of range"):
            await work.commit()


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
async def test_a_number_that_has_no_room_is_found_nowhere(kit, number):
    async with kit.open() as work:
        await person(work)
        assert await work.inbox.find(id=number) == []
        assert await work.accounts.find(lifetime_value=number) == []


async def test_what_does_not_fit_an_index_is_refused(kit):
    long = "".join(random.Random(1).choices(string.ascii_letters, k=10_000))
    async with kit.open() as work:
        _, thread = await person(work)
        work.inbox.add(inbound(thread, long))
        with pytest.raises(Exception, match="index row"):
            await work.commit()


async def test_a_json_value_is_kept_when_it_is_set_anew_and_only_then(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        await work.commit()
    async with kit.open() as work:
        found = await work.accounts.get(id=owner.id)
        found.preferences["channel"] = "sms"
        await work.commit()
    async with kit.open() as work:
        found = await work.accounts.get(id=owner.id)
        assert found.preferences == {}
        found.preferences = {"channel": "sms"}
        await work.commit()
    async with kit.open() as work:
        assert (await work.accounts.get(id=owner.id)).preferences == {"channel": "sms"}


@pytest.mark.parametrize("value", [{"day": date(2026, 1, 1)}, {1, 2}])
async def test_a_json_value_is_json(kit, value):
    async with kit.open() as work:
        work.accounts.add(account(preferences=value))
        with pytest.raises(Exception, match="JSON serializable"):
            await work.commit()


async def test_a_required_field_is_required(kit):
    async with kit.open() as work:
        work.accounts.add(account(name=None))
        with pytest.raises(Exception, match=r"required|not-null"):
            await work.commit()


async def test_a_row_refers_to_a_row(kit):
    async with kit.open() as work:
        work.debts.add(debt(account()))
        with pytest.raises(Exception, match=r"no such row|foreign key"):
            await work.commit()


async def test_a_debtor_comes_back_as_it_went_in(kit):
    debts = tuple(
        NewDebt(
            reference=f"D-{n}",
            description=f"Order {n}",
            principal=Money(10_000 * n, "USD"),
            interest=Money(150, "USD"),
            fees=Money(0, "USD"),
            due_date=date(2026, 1, 3 - n),
        )
        for n in (1, 2)
    )
    new = NewAccount("A-1", "Ada", "en", "US", "America/New_York", debts=debts)
    async with kit.open() as work:
        await create_account(work, new, source="import")
        await work.commit()
    async with kit.open() as work:
        assert [d.reference for d in await work.debts.find()] == ["D-2", "D-1"]
        entries = await work.ledger.find()
        assert sorted((e.kind, e.amount) for e in entries) == [
            ("charge", 10_000), ("charge", 20_000), ("interest", 150), ("interest", 150),
        ]  # fmt: skip
        assert (await work.conversations.get()).owner == "bot"


def test_the_store_in_memory_moves_its_clock_by_hand():
    store = MemoryStore(START)
    store.clock += timedelta(days=3)
    assert store.now == START + timedelta(days=3)
