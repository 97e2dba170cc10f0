"""What we send keeps to Telegram's description of its Bot API, and the double would notice else."""

import json

import httpx
import pytest

from channels.message import Button
from tests.contract.channels import telegram_rules
from tests.contract.channels.kits import message
from tests.contract.channels.telegram_double import METHODS, TOKEN, TelegramDouble
from tests.contract.channels.telegram_kit import PERSON, tapped

GOOD = {"chat_id": PERSON, "text": "Hello"}
KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "t"}]]}
LIMITS = [
    ("sendMessage", {"chat_id": PERSON, "text": ""}),
    ("sendMessage", GOOD | {"text": "x" * 4097}),
    ("sendMessage", GOOD | {"text": "🙂" * 2049}),
    *(
        ("sendMessage", GOOD | {"reply_markup": json.dumps({"inline_keyboard": [[button]]})})
        for button in (
            {"text": "Yes", "callback_data": ""},
            {"text": "Yes", "callback_data": "é" * 33},
            {"text": "", "callback_data": "t"},
        )
    ),
    ("setWebhook", {"url": "https://a.example", "secret_token": "with space"}),
    ("setWebhook", {"url": "https://a.example", "secret_token": "x" * 257}),
    ("setWebhook", {"url": "http://a.example"}),
    ("setWebhook", {"url": "https://a.example", "max_connections": "101"}),
    ("setWebhook", {"url": "https://a.example", "allowed_updates": '["gossip"]'}),
    ("getUpdates", {"limit": "0"}),
    ("getUpdates", {"allowed_updates": '["gossip"]'}),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
]
DESCRIBED = [
    ("sendMassage", GOOD),
    ("sendMessage", {"text": "Hello"}),
    ("sendMessage", {"chat_id": PERSON}),
    ("sendMessage", GOOD | {"colour": "green"}),
    ("sendMessage", GOOD | {"protect_content": "perhaps"}),
    ("sendMessage", GOOD | {"disable_notification": "1"}),
    ("sendMessage", GOOD | {"link_preview_options": "off"}),
    ("sendMessage", GOOD | {"link_preview_options": '{"is_disabled": "yes"}'}),
    ("sendMessage", GOOD | {"link_preview_options": '{"is_off": true}'}),
    ("sendMessage", GOOD | {"entities": '[{"type": "bold"}]'}),
    ("sendMessage", GOOD | {"reply_markup": '{"inline_keyboard": [{"text": "Yes"}]}'}),
    ("sendMessage", GOOD | {"reply_markup": '{"inline_keyboard": [[{"label": "Yes"}]]}'}),
    ("getUpdates", {"timeout": "soon"}),
    ("getUpdates", {"offset": "true"}),
    ("getMe", {"who": "me"}),
    ("answerCallbackQuery", {}),
]
RIGHT = [
    ("sendMessage", GOOD | {"reply_markup": json.dumps(KEYBOARD), "protect_content": "true"}),
    ("sendMessage", {"chat_id": "@somebody", "text": "x" * 4096}),
    ("getUpdates", {"timeout": "30", "offset": "-1", "allowed_updates": "[]"}),
    ("deleteWebhook", {"drop_pending_updates": "false"}),
    ("getMe", {}),
]


def named(case):
    return case if isinstance(case, str) else str(case)[:60]


@pytest.mark.parametrize(("method", "posted"), LIMITS, ids=named)
def test_a_request_beyond_a_limit_is_noticed(method, posted):
    assert telegram_rules.violations(method, posted)


@pytest.mark.parametrize(("method", "posted"), DESCRIBED, ids=named)
def test_a_request_that_is_not_described_is_noticed(method, posted):
    telegram_rules.needs()
    assert telegram_rules.violations(method, posted)


@pytest.mark.parametrize(("method", "posted"), RIGHT, ids=named)
def test_a_right_request_is_not(method, posted):
    assert telegram_rules.violations(method, posted) == []


async def test_the_double_refuses_a_wrong_request_and_remembers_it():
    double = TelegramDouble()
    base_url = await double.open()
    async with httpx.AsyncClient() as client:
        wrong = {"chat_id": PERSON, "text": ""}
        answer = await client.post(f"{base_url}{TOKEN}/sendMessage", data=wrong)
        stranger = await client.post(f"{base_url}1:another/sendMessage", data=GOOD)
    await double.close()
    assert answer.status_code == 400
    assert double.violations == ["a text has 1 to 4096 characters"]
    assert double.messages == []
    assert stranger.status_code == 401


async def test_everything_that_we_send_is_described(telegram):
    """Every method that we use, with all that we ever give it."""
    telegram_rules.needs()
    channel = telegram.channel
    buttons = (Button("é" * 32, "Sim"), Button("t2", "Não"))
    await channel.send(message(address=PERSON, text="A sentence 🙂. " * 600, buttons=buttons))
    [told] = channel.parse(telegram.call(tapped()))
    await channel.acknowledge(told)
    await channel.connect()
    await channel.check()
    await channel.disconnect()
    await channel.fetch(None, 0)
    await channel.fetch(7, 0, limit=1)
    assert {method for method, _ in telegram.double.requests} == set(METHODS)
    assert telegram.double.violations == []
