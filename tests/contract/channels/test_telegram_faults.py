"""Every failure of the library and of the network has its meaning, in one table."""

import inspect

import httpx
import pytest
from telegram import error as library

from channels import errors
from channels.telegram import faults
from channels.telegram.wire import Flooded, Unavailable
from tests.contract.channels.kits import message
from tests.contract.channels.telegram_double import Refusal
from tests.contract.channels.telegram_kit import PERSON

E = errors
REFUSALS = [
    (403, "Forbidden: bot was blocked by the user", E.Blocked),
    (403, "Forbidden: user is deactivated", E.Blocked),
    (403, "Forbidden: bot can't initiate conversation with a user", E.Unreachable),
    (403, "Forbidden: bot can't send messages to bots", E.Unreachable),
    (400, "Bad Request: chat not found", E.Unreachable),
    (400, "Bad Request: PEER_ID_INVALID", E.Unreachable),
    (400, "Bad Request: message text is empty", E.Rejected),
    (400, "Bad Request: BUTTON_DATA_INVALID", E.Rejected),
    (401, "Unauthorized", E.BadCredentials),
    (404, "Not Found", E.BadCredentials),
    (409, "Conflict: terminated by other getUpdates request", faults.AnotherPoller),
    (413, "Request Entity Too Large", E.Unsure),
    (429, "Too Many Requests", E.RetryLater),
    (500, "Internal Server Error", E.Unsure),
    (502, "Bad Gateway", E.Unsure),
    (503, "Service Unavailable", E.RetryLater),
    (504, "Gateway Timeout", E.Unsure),
]
UNWRITTEN = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"}


def kinds_in(module, base):
    found = inspect.getmembers(module, inspect.isclass)
    return [kind for _, kind in found if issubclass(kind, base)]


def made(kind):
    """An error without its constructor, which may warn."""
    return Exception.__new__(kind)


def test_every_error_of_the_library_is_in_the_table():
    known = kinds_in(library, library.TelegramError)
    assert len(known) > 10
    assert set(known) | {Flooded, Unavailable} == set(faults.MEANINGS)


@pytest.mark.parametrize(("status", "told", "kind"), REFUSALS)
async def test_a_refusal_is_named_by_what_can_be_done(telegram, status, told, kind):
    telegram.double.answers.append(Refusal(status, told))
    with pytest.raises(kind) as raised:
        await telegram.channel.send(message(address=PERSON))
    assert type(raised.value) is kind
    assert telegram.phone() == []


async def test_a_group_that_moved_is_no_persons_chat(telegram):
    moved = Refusal(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100})
    telegram.double.answers.append(moved)
    with pytest.raises(E.Unreachable):
        await telegram.channel.send(message(address=PERSON))


@pytest.mark.parametrize("kind", kinds_in(httpx, httpx.HTTPError), ids=lambda kind: kind.__name__)
def test_only_what_was_never_written_is_sure_to_be_lost(kind):
    error = library.NetworkError("lost")
    error.__cause__ = made(kind)
    wanted = E.RetryLater if kind.__name__ in UNWRITTEN else E.Unsure
    assert type(faults.from_error(error, sending=True)) is wanted
    assert type(faults.from_error(error, sending=False)) is E.RetryLater


@pytest.mark.parametrize("kind", [KeyError, TypeError, ValueError, RuntimeError])
def test_whatever_else_the_library_raises_is_unsure_when_sending(kind):
    assert type(faults.from_error(kind("x"), sending=True)) is E.Unsure
    assert type(faults.from_error(kind("x"), sending=False)) is E.RetryLater


@pytest.mark.parametrize("seconds", [1, 35])
def test_the_librarys_own_flood_error_says_when(seconds, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    told = faults.from_error(library.RetryAfter(seconds), sending=True)
    assert isinstance(told, E.RetryLater)
    assert told.after_seconds == seconds


@pytest.mark.parametrize("error", [library.EndPointNotFound("x"), library.Conflict("x" * 999)])
def test_the_rest_has_a_meaning_in_few_words(error):
    told = faults.from_error(error, sending=False)
    assert isinstance(told, E.Rejected | E.RetryLater)
    assert len(str(told)) < 300
