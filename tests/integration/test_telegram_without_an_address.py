"""A token alone makes a working bot: updates are fetched, answered once, and outlive who asks."""

import asyncio
import contextlib
from functools import partial

import pytest
from pydantic import SecretStr

from bot import jobs
from bot.app import build
from bot.connect import check_channels, connect, invitation_link, polls_telegram, telegram
from bot.listen import LOCK, listen
from bot.wording import DIALOGS, Responses
from channels.beside import Beside
from channels.errors import BadCredentials
from channels.simulator import SimulatorChannel
from tests.contract.channels.telegram_double import TOKEN, TelegramDouble
from tests.integration.product import meet, rows, until, working

CHAT = 700


def update(number, text):
    person = {"id": CHAT, "is_bot": False, "first_name": "Ada"}
    message = {
        "message_id": number, "date": 1_772_550_000, "text": text, "from": person,
        "chat": {"id": CHAT, "type": "private", "first_name": "Ada"},
    }  # fmt: skip
    return {"update_id": number, "message": message}


@pytest.fixture
async def double():
    double = TelegramDouble()
    double.base = await double.open()
    yield double
    await double.close()


@pytest.fixture
def with_token(settings, double):
    told = {"telegram_token": SecretStr(TOKEN), "telegram_url": double.base}
    return settings.model_copy(update=told)


@contextlib.asynccontextmanager
async def listening(settings, url, product):
    channel = telegram(settings)
    listener = asyncio.create_task(listen(url, product.tools, channel))
    try:
        yield
    finally:
        await jobs.end(listener)
        await channel.close()


@pytest.fixture
async def product(with_token, database_url, engine):
    product = build(with_token, database_url, engine=engine)
    yield product
    await product.close()


async def shown(double, count, worker):
    """What was sent, once there are so many."""

    async def there():
        return len(double.asked("sendMessage")) >= count

    await until(there, worker)
    return [posted["text"] for posted in double.asked("sendMessage")]


async def test_a_token_alone_is_enough(with_token):
    assert polls_telegram(with_token)
    channels = connect(with_token)
    assert isinstance(channels["telegram"], Beside)
    assert isinstance(channels["sms"], SimulatorChannel)
    with_address = {"telegram_webhook_secret": SecretStr("s"), "public_url": "https://a.example"}
    assert not polls_telegram(with_token.model_copy(update=with_address))


async def test_from_the_invitation_to_an_answer(with_token, double, product, database_url):
    await meet(product.tools)
    link = await invitation_link(with_token, product.tools, "A-1")
    token = link.partition("start=")[2]
    async with working(product) as worker, listening(with_token, database_url, product):
        double.told(update(1, f"/start {token}"))
        texts = await shown(double, 2, worker)
        assert "automated assistant" in texts[0]
        double.told(update(2, "STOP"))
        assert "no more messages" in (await shown(double, 3, worker))[2]
    assert double.violations == []
    kept = await rows(database_url, "SELECT event_id, outcome FROM inbox ORDER BY id")
    assert kept == [("1", "invitation"), ("2", "opt_out")]


async def test_an_update_that_comes_again_after_a_restart_changes_nothing(
    with_token, double, product, database_url
):
    await meet(product.tools)
    link = await invitation_link(with_token, product.tools, "A-1")
    start = update(1, f"/start {link.partition('start=')[2]}")
    async with working(product) as worker:
        for _ in range(2):
            double.updates.clear()
            double.told(start)
            async with listening(with_token, database_url, product):
                await shown(double, 2, worker)
                await asyncio.sleep(0.3)
    assert len(double.asked("sendMessage")) == 2


async def test_of_two_workers_one_asks(with_token, double, product, database_url):
    async with (
        listening(with_token, database_url, product),
        listening(with_token, database_url, product),
    ):
        await asyncio.sleep(1.0)
        assert len(double.asked("deleteWebhook")) == 1


async def test_who_lost_the_lock_with_its_connection_stops_asking(
    double, with_token, product, database_url, monkeypatch
):
    """A database that restarts frees the lock; whoever had it must not go on beside the next.

    For the moment that the news takes there may be two: Telegram refuses one of them, and what
    came is known by its number.
    """
    monkeypatch.setattr("bot.listen.LOOK_AGAIN_SECONDS", 0.1)
    begun, asking = [], set()

    class Poller:
        def __init__(self, channel):
            self.channel = channel

        async def poll(self, handle):
            begun.append(self)
            asking.add(self)
            try:
                await asyncio.sleep(60)
            finally:
                asking.discard(self)

    async def only_the_last_asks(times):
        return len(begun) == times and asking == {begun[-1]}

    monkeypatch.setattr("channels.telegram.Poller", Poller)
    async with (
        listening(with_token, database_url, product),
        listening(with_token, database_url, product),
    ):
        for turn in range(1, 5):
            assert await until(partial(only_the_last_asks, turn), asyncio.current_task())
            killed = await rows(
                database_url,
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                f" WHERE locktype = 'advisory' AND objid = {LOCK} AND granted"
                " AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())",
            )
            assert killed == [(True,)]
    assert asking == set()


async def test_an_end_of_asking_is_told_although_the_lock_is_held(
    double, with_token, product, database_url, monkeypatch
):
    """A wrong token ends the asking; it begins again later, as it did."""
    monkeypatch.setattr("bot.listen.LOOK_AGAIN_SECONDS", 0.05)
    wrong = with_token.model_copy(update={"telegram_token": SecretStr("1:wrong-token-altogether")})

    async def thrice():
        return len(double.asked("deleteWebhook")) >= 3

    async with listening(wrong, database_url, product):
        assert await until(thrice, asyncio.current_task())


async def test_no_invitation_is_kept_that_no_link_leads_to(with_token, product, double):
    await meet(product.tools)
    wrong = with_token.model_copy(update={"telegram_token": SecretStr("1:wrong-token-altogether")})
    with pytest.raises(BadCredentials):
        await invitation_link(wrong, product.tools, "A-1")
    async with product.tools.open_work() as work:
        assert await work.invitations.find() == []


@pytest.mark.parametrize("told", [{"public_url": "https://a.example"}, {}])
async def test_where_updates_are_fetched_nothing_is_missing(with_token, told):
    words = Responses(DIALOGS, {"creditor": "Juniper & Oak"})
    found = await check_channels(with_token.model_copy(update=told), words)
    assert [(one.what, one.ok) for one in found["telegram"]] == [
        ("token", True), ("webhook", True), ("waiting updates", True)
    ]  # fmt: skip


async def test_a_stranger_is_told_kindly_and_nothing_is_kept(
    with_token, double, product, database_url
):
    async with working(product) as worker, listening(with_token, database_url, product):
        double.told(update(1, "hi, who is this?"))
        (text,) = await shown(double, 1, worker)
    assert "don't know this contact" in text
    assert await rows(database_url, "SELECT 1 FROM inbox") == []


async def test_the_simulator_s_people_stay_in_the_browser(product, double):
    real = product.tools.channels["telegram"]
    await real._of("simulator:A-1").check()
    assert double.requests == []
