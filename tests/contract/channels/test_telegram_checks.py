"""Is the bot ready, does Telegram call us, and how does a person find it?"""

import json

import pytest

from channels.errors import BadCredentials, Forged, Rejected
from tests.contract.channels.telegram_double import LOST, Refusal
from tests.contract.channels.telegram_kit import SECRET, WEBHOOK, TelegramKit

ALL = ["token", "webhook secret", "webhook", "calls", "waiting updates"]


async def failing(kit):
    found = await kit.channel.check()
    return {one.what: one.told for one in found if not one.ok}


async def test_all_is_well_once_it_is_connected(telegram):
    assert list(await failing(telegram)) == ["webhook"]
    await telegram.channel.connect(max_connections=10)
    found = await telegram.channel.check()
    assert [one.what for one in found] == ALL
    assert all(one.ok for one in found)
    assert "@goodfaith_bot" in found[0].told


async def test_connecting_tells_telegram_all_it_needs(telegram):
    await telegram.channel.connect(max_connections=10)
    [posted] = telegram.double.asked("setWebhook")
    wanted = json.loads(posted.pop("allowed_updates"))
    assert wanted == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert posted == {"url": WEBHOOK, "secret_token": SECRET, "max_connections": "10"}


@pytest.mark.parametrize(
    "given",
    [
        {"public_url": ""},
        {"public_url": "http://pay.juniper-oak.example/x"},
        {"public_url": "https://pay.juniper-oak.example:8000/x"},
        {"webhook_secret": ""},
    ],
)
async def test_nothing_is_connected_that_would_not_be_safe(given):
    kit = await TelegramKit.open(**given)
    with pytest.raises(Rejected):
        await kit.channel.connect()
    assert kit.double.requests == []
    await kit.close()


async def test_without_a_secret_every_call_is_forged_and_the_check_says_so():
    kit = await TelegramKit.open(webhook_secret="")
    with pytest.raises(Forged):
        kit.channel.verify(kit.message_call())
    assert "webhook secret" in await failing(kit)
    await kit.close()


async def test_a_wrong_token_is_all_that_is_said():
    kit = await TelegramKit.open(token="1:wrong-token-altogether")
    [found] = await kit.channel.check()
    assert (found.what, found.ok) == ("token", False)
    assert "@BotFather" in found.told
    with pytest.raises(BadCredentials):
        await kit.channel.connect()
    await kit.close()


async def test_another_address_and_missing_updates_are_named(telegram):
    telegram.double.webhook["url"] = "https://elsewhere.example"
    assert "elsewhere.example" in (await failing(telegram))["webhook"]
    await telegram.channel.connect()
    telegram.double.webhook["allowed_updates"] = ["message"]
    assert "callback_query" in (await failing(telegram))["webhook"]


async def test_trouble_that_telegram_had_is_told_with_its_time(telegram):
    await telegram.channel.connect()
    trouble = {"last_error_date": 1790000000, "last_error_message": "Wrong response: 502"}
    telegram.double.webhook |= trouble | {"pending_update_count": 250}
    found = await failing(telegram)
    assert "2026-09-21" in found["calls"]
    assert "Wrong response: 502" in found["calls"]
    assert "250 wait" in found["waiting updates"]
    telegram.double.webhook["pending_update_count"] = 0
    assert await failing(telegram) == {}


async def test_where_updates_are_fetched_a_webhook_is_in_the_way():
    kit = await TelegramKit.open(public_url="", webhook_secret="")
    assert await failing(kit) == {}
    kit.double.webhook["url"] = "https://elsewhere.example"
    assert list(await failing(kit)) == ["webhook"]
    await kit.close()


@pytest.mark.parametrize("failure", [LOST, Refusal(502, "Bad Gateway")], ids=str)
@pytest.mark.parametrize("before", [0, 1])
async def test_what_cannot_be_asked_is_a_finding_too(telegram, failure, before):
    telegram.double.answers += [None] * before + [failure]
    found = (await telegram.channel.check())[-1]
    assert not found.ok
    assert "try again" in found.told


@pytest.mark.parametrize("payload", ["a", "Ab_-9", "x" * 64])
async def test_a_link_opens_the_bot(telegram, payload):
    link = await telegram.channel.deep_link(payload)
    assert link == f"https://t.me/goodfaith_bot?start={payload}"


@pytest.mark.parametrize("payload", ["", "x" * 65, "a b", "é", "a\n", "a&b"])
async def test_a_link_with_another_payload_would_not_come_back(telegram, payload):
    with pytest.raises(ValueError, match="64 characters"):
        await telegram.channel.deep_link(payload)


async def test_the_bots_name_is_asked_once(telegram):
    for payload in ("a", "b"):
        await telegram.channel.deep_link(payload)
    assert len(telegram.double.asked("getMe")) == 1
