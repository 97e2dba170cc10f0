"""No token and no secret in logs, errors or representations; nor in what a traceback would show."""

import logging
import traceback

import pytest
from pydantic import SecretStr

from channels.errors import ChannelError
from channels.telegram import Poller, TelegramChannel, Timeouts
from channels.telegram.wire import PLACEHOLDER
from tests.contract.channels.kits import message
from tests.contract.channels.telegram_double import HANGS, LOST, TOKEN, Refusal
from tests.contract.channels.telegram_kit import PERSON, SECRET, WEBHOOK, TelegramKit, hurried

FAILURES = [Refusal(401, "Unauthorized"), Refusal(500, "x"), LOST, HANGS, b"<html>", b'{"ok": 1}']


def held(error):
    """Whatever an error drags along: its causes, its words, and their representations."""
    while error is not None:
        yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
        error = error.__cause__ or error.__context__


def variables(error):
    """What a traceback that shows variables would show, of the service's and the library's."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if "/tests/" not in frame.f_code.co_filename:
            yield from (repr(value) for value in frame.f_locals.values())


def secrets_in(*texts):
    return [text for text in texts if TOKEN in text or TOKEN.partition(":")[2] in text]


@pytest.mark.parametrize("failure", FAILURES, ids=str)
async def test_errors_and_logs_hold_none(failure, caplog):
    caplog.set_level(logging.DEBUG)
    kit = await TelegramKit.open(timeouts=Timeouts(read=0.2))
    kit.double.answers.append(failure)
    with pytest.raises(ChannelError) as raised:
        await kit.channel.send(message(address=PERSON, text="Ana's words"))
    await kit.close()
    error = raised.value
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = [*held(error), *variables(error), *traceback.format_exception(error)]
    ours = [line for line in caplog.text.splitlines() if "aiohttp" not in line]
    assert secrets_in(*shown, *ours) == []
    assert len(list(variables(error))) > 3
    assert [text for text in (*held(error), *ours) if "Ana" in text] == []


async def test_nobody_there_holds_none(unused_tcp_port, caplog):
    caplog.set_level(logging.DEBUG)
    base_url = f"http://127.0.0.1:{unused_tcp_port}/bot"
    channel = TelegramChannel(TOKEN, base_url=base_url, pace=hurried())
    with pytest.raises(ChannelError) as raised:
        await channel.send(message(address=PERSON))
    await channel.close()
    assert secrets_in(*held(raised.value), *variables(raised.value), caplog.text) == []


async def test_the_log_names_requests_without_the_token_or_the_secret(telegram, caplog):
    caplog.set_level(logging.DEBUG)
    await telegram.channel.send(message(address=PERSON))
    await telegram.channel.connect()
    await telegram.channel.check()
    ours = [one for one in caplog.records if not one.name.startswith("aiohttp")]
    told = [one.getMessage() for one in ours]
    assert [line for line in told if PLACEHOLDER in line]
    assert secrets_in(*told) == []
    assert [line for line in told if SECRET in line] == []
    assert telegram.double.webhook["secret"] == SECRET


async def test_representations_hold_none(telegram):
    channel = telegram.channel
    await channel.username()
    request = channel.line.request
    shown = [repr(one) for one in (channel, channel.line, channel.line.bot, request)]
    shown += [repr(Poller(channel)), repr(request._client), repr(request._client._transport)]
    assert secrets_in(*shown) == []
    assert [text for text in shown if SECRET in text] == []


@pytest.mark.parametrize("token", ["", "x", "123", "123456:kurz", f"{TOKEN} ", f"{TOKEN}/getMe?"])
def test_what_is_no_token_is_refused_and_not_repeated(token):
    with pytest.raises(ValueError, match="BotFather") as raised:
        TelegramChannel(token)
    assert secrets_in(str(raised.value)) == []


@pytest.mark.parametrize("secret", ["with space", "é", "x" * 257])
def test_what_is_no_secret_is_refused_and_not_repeated(secret):
    with pytest.raises(ValueError, match="256 characters") as raised:
        TelegramChannel(TOKEN, webhook_secret=secret)
    assert secret not in str(raised.value)


async def test_a_token_is_taken_in_its_envelope():
    kit = await TelegramKit.open(token=SecretStr(TOKEN), webhook_secret=SecretStr(SECRET))
    await kit.channel.send(message(address=PERSON))
    kit.channel.verify(kit.message_call())
    assert kit.channel.public_url == WEBHOOK
    await kit.close()


async def test_a_proxy_of_the_environment_is_used_with_the_true_token(monkeypatch):
    kit = await TelegramKit.open()
    proxy = str(kit.double.server.make_url("")).rstrip("/")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", proxy)
    base_url = "http://telegram.example/bot"
    channel = TelegramChannel(TOKEN, base_url=base_url, pace=hurried())
    await channel.send(message(address=PERSON))
    assert kit.phone() == ["Hello"]
    await channel.close()
    await kit.close()
