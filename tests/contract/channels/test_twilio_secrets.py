"""No secret in logs, errors or representations; nor what a traceback would show of them."""

import base64
import logging
import traceback

import pytest
from pydantic import SecretStr

from channels.errors import ChannelError
from channels.twilio import TwilioAccount
from tests.contract.channels.kits import PERSON, SITE, message
from tests.contract.channels.twilio_double import HANGS, LOST, SID, TOKEN, Refusal
from tests.contract.channels.twilio_kit import account_at

PROOF = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
FAILURES = [Refusal(401, 20003), Refusal(500), LOST, HANGS, b"<html>", b'{"sid": null}']


def held(error):
    """Whatever an error drags along: its causes, its words, and their representations."""
    while error is not None:
        yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
        error = error.__cause__ or error.__context__


def variables(error):
    """What a traceback that shows variables would show, of the service's and the client's."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if "/tests/" not in frame.f_code.co_filename:
            yield from (repr(value) for value in frame.f_locals.values())


@pytest.mark.parametrize("failure", FAILURES, ids=str)
async def test_errors_and_logs_hold_none(twilio, failure, caplog):
    caplog.set_level(logging.DEBUG)
    origin = str(twilio.double.server.make_url("")).rstrip("/")
    twilio.channel.account = account_at(origin, read=0.2)
    twilio.double.answers.append(failure)
    with pytest.raises(ChannelError) as raised:
        await twilio.channel.send(message())
    await twilio.channel.close()
    error = raised.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert error.__traceback__ is not None
    shown = [*held(error), *variables(error), *traceback.format_exception(error), caplog.text]
    assert [text for text in shown if TOKEN in text or PROOF in text] == []
    assert len(list(variables(error))) > 3
    assert [text for text in held(error) if PERSON in text] == []


async def test_a_question_leaves_no_number_in_the_log(twilio, caplog):
    caplog.set_level(logging.DEBUG, logger="twilio")
    await twilio.channel.send(message())
    await twilio.channel.check()
    assert [one for one in caplog.records if one.name.startswith("twilio")] == []


def test_a_token_is_taken_in_its_envelope_and_never_shown():
    account = TwilioAccount(SID, SecretStr(TOKEN), SITE)
    assert account.client.password == TOKEN
    assert TOKEN not in repr(account) + str(account) + repr(account.client)
    with pytest.raises(ValueError, match="auth token") as raised:
        TwilioAccount("", SecretStr(TOKEN), SITE)
    assert TOKEN not in str(raised.value)
