"""Updates that are fetched: none lost, none handed over twice, one poller at a time."""

import asyncio
import contextlib
import json
import logging

import pytest

from channels.errors import BadCredentials
from channels.telegram import Poller
from tests.contract.channels.kits import NOW
from tests.contract.channels.telegram_double import CUT, LOST, Refusal
from tests.contract.channels.telegram_kit import TelegramKit, said


class Reader:
    """Keeps what is handed over, pauses in no time, and can be told to fail."""

    def __init__(self, channel):
        self.poller = Poller(channel, wait=1, now=lambda: NOW, sleep=self.sleep)
        self.kept = []
        self.failures = []
        self.pauses = []
        self.changed = asyncio.Event()

    async def handle(self, news):
        if self.failures:
            raise self.failures.pop(0)
        self.kept += [told.event_id for told in news]
        self.changed.set()

    async def sleep(self, seconds):
        self.pauses.append(seconds)
        self.changed.set()
        await asyncio.sleep(0.01)

    async def until(self, happened):
        async with asyncio.timeout(10):
            while not happened():
                self.changed.clear()
                await self.changed.wait()

    @contextlib.asynccontextmanager
    async def polling(self):
        task = asyncio.create_task(self.poller.poll(self.handle))
        try:
            yield task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@pytest.fixture
def reader(telegram):
    return Reader(telegram.channel)


def numbered(*numbers):
    return [said(number, text=f"text {number}") for number in numbers]


def ids(kept, count):
    return lambda: len(kept) >= count


async def test_updates_arrive_in_their_order_and_are_confirmed(telegram, reader):
    telegram.double.told(*numbered(5, 6))
    async with reader.polling():
        await reader.until(ids(reader.kept, 2))
        telegram.double.told(*numbered(7))
        await reader.until(ids(reader.kept, 3))
    assert reader.kept == ["5", "6", "7"]
    assert telegram.double.updates == []
    asked = telegram.double.asked("getUpdates")
    assert [one.get("offset") for one in asked[:2]] == [None, "7"]
    assert asked[0]["allowed_updates"].startswith('["message"')


async def test_a_webhook_is_removed_first_and_nothing_that_waits_is_dropped(telegram, reader):
    telegram.double.webhook["url"] = "https://elsewhere.example"
    telegram.double.told(*numbered(1))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
    assert telegram.double.asked("deleteWebhook") == [{"drop_pending_updates": "false"}]


async def test_what_was_not_kept_comes_again(telegram, reader):
    reader.failures += [OSError("no database"), OSError("still none")]
    telegram.double.told(*numbered(1, 2))
    async with reader.polling():
        await reader.until(ids(reader.kept, 2))
    assert reader.kept == ["1", "2"]
    assert reader.pauses == [1, 2]


async def test_an_update_is_confirmed_only_when_it_was_kept(telegram, reader):
    telegram.double.told(*numbered(1, 2))
    reader.failures.append(OSError("no database"))
    async with reader.polling():
        await reader.until(ids(reader.pauses, 1))
        assert len(telegram.double.updates) == 2
        assert all("offset" not in one for one in telegram.double.asked("getUpdates")[:1])
        await reader.until(ids(reader.kept, 2))


@pytest.mark.parametrize("failure", [CUT, LOST, b"<html>", Refusal(502, "Bad Gateway")], ids=str)
async def test_a_lost_connection_loses_nothing_and_repeats_nothing(telegram, reader, failure):
    telegram.double.told(*numbered(1, 2))
    telegram.double.answers += [None, failure, failure]
    async with reader.polling():
        await reader.until(ids(reader.kept, 2))
        telegram.double.answers += [failure]
        telegram.double.told(*numbered(3))
        await reader.until(ids(reader.kept, 3))
    assert reader.kept == ["1", "2", "3"]
    assert reader.pauses[:2] == [1, 2]


async def test_telegrams_wish_to_wait_is_obeyed(telegram, reader):
    telegram.double.answers += [None, Refusal(429, "Too Many", {"retry_after": 17})]
    async with reader.polling():
        await reader.until(ids(reader.pauses, 1))
    assert reader.pauses[0] == 17


async def test_pauses_grow_to_a_minute_and_no_further(telegram, reader):
    telegram.double.answers += [CUT] * 9
    async with reader.polling():
        await reader.until(ids(reader.pauses, 9))
    assert reader.pauses[:9] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_an_update_that_comes_twice_is_handed_over_once(telegram, reader):
    telegram.double.told(*numbered(1, 1, 2, 1))
    async with reader.polling():
        await reader.until(ids(reader.kept, 2))
    assert reader.kept == ["1", "2"]


async def test_numbers_that_begin_again_lower_are_no_duplicates(telegram, reader):
    telegram.double.told(*numbered(900, 3))  # Telegram starts anywhere after a quiet week
    async with reader.polling():
        await reader.until(ids(reader.kept, 2))
    assert reader.kept == ["900", "3"]


async def test_an_orderly_end_confirms_what_was_kept_so_a_restart_sees_it_no_more(telegram, reader):
    telegram.double.told(*numbered(1))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
    assert telegram.double.updates == []
    later = Reader(telegram.channel)
    telegram.double.told(*numbered(2))
    async with later.polling():
        await later.until(ids(later.kept, 1))
    assert later.kept == ["2"]


async def test_a_crash_while_keeping_brings_the_update_again(telegram, reader):
    telegram.double.told(*numbered(1))
    begun = asyncio.Event()

    async def dies(news):
        begun.set()
        await asyncio.sleep(60)

    task = asyncio.create_task(reader.poller.poll(dies))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    later = Reader(telegram.channel)
    async with later.polling():
        await later.until(ids(later.kept, 1))
    assert later.kept == ["1"]


async def test_a_cancelled_poll_ends_at_once_and_can_go_on(telegram, reader):
    async with reader.polling() as task:
        await asyncio.sleep(0.05)
        task.cancel()
        async with asyncio.timeout(1):
            with pytest.raises(asyncio.CancelledError):
                await task
    await asyncio.sleep(0.05)
    telegram.double.told(*numbered(1))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))


async def test_an_end_without_telegram_takes_no_time(telegram, reader):
    telegram.double.told(*numbered(1))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
        await telegram.double.close()
    assert reader.kept == ["1"]


async def test_another_poller_is_waited_for_and_named(telegram, reader, caplog):
    telegram.double.polls = 1
    telegram.double.told(*numbered(1))
    async with reader.polling():
        await reader.until(ids(reader.pauses, 2))
        assert reader.kept == []
        telegram.double.polls = 0
        await reader.until(ids(reader.kept, 1))
    assert reader.pauses[:2] == [30, 30]
    assert "another program with the same token" in caplog.text


async def test_one_process_has_one_poller(telegram, reader):
    async with reader.polling():
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError):
            await reader.poller.poll(reader.handle)


async def test_an_update_that_cannot_be_read_keeps_nothing_back(telegram, reader, caplog):
    caplog.set_level(logging.WARNING)
    telegram.double.told({"update_id": 1, "message": {"text": "Ana's words"}}, *numbered(2))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
    assert reader.kept == ["2"]
    assert "update 1 was left out" in caplog.text
    assert "Ana" not in caplog.text


def poison():
    """Updates that nobody can read: numbers beyond all bounds, no number, no update at all."""
    person = said(1, text="x")["message"]
    huge = person | {"chat": {"id": 1e999, "type": "private"}}
    return [{"update_id": 1, "message": huge}, {"message": person}, 7, {"update_id": 1e999}]


@pytest.mark.parametrize("update", poison(), ids=str)
async def test_poison_keeps_nothing_back(telegram, reader, update):
    telegram.double.told(update, *numbered(2))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
        telegram.double.told(*numbered(3))
        await reader.until(ids(reader.kept, 2))
    assert (reader.kept, reader.pauses) == (["2", "3"], [])


async def test_an_update_without_a_number_alone_is_asked_for_with_pauses(telegram, reader):
    telegram.double.told({"message": {}})
    async with reader.polling():
        await reader.until(ids(reader.pauses, 3))
        telegram.double.told(*numbered(4))
        await reader.until(ids(reader.kept, 1))
    assert reader.pauses[:3] == [1, 2, 4]


async def test_a_number_of_thousands_of_digits_keeps_nothing_back(telegram, reader):
    digits = "9" * 5000
    batch = '{"ok": true, "result": [{"update_id": 1, "x": %s}, {"update_id": %s}, %s]}'
    fine = json.dumps(numbered(2)[0])
    telegram.double.answers += [None, (batch % (digits, digits, fine)).encode()]
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
    assert reader.kept == ["2"]


async def test_none_of_our_business_is_confirmed_in_silence(telegram, reader):
    telegram.double.told({"update_id": 1, "poll": {}}, *numbered(2))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
    assert telegram.double.updates == []


async def test_a_strange_answer_is_no_end(telegram, reader):
    strange = [b'{"ok": true, "result": {}}', b'{"ok": true, "result": [7]}']
    telegram.double.answers += [None, *strange]
    telegram.double.told(*numbered(1))
    async with reader.polling():
        await reader.until(ids(reader.kept, 1))
    assert len(reader.pauses) == 2


async def test_a_wrong_token_ends_it():
    kit = await TelegramKit.open(token="1:wrong-token-altogether")
    with pytest.raises(BadCredentials):
        await Reader(kit.channel).poller.poll(None)
    await kit.close()
