"""A provider told us something: a message, an invitation taken up, or what became of a message."""

from __future__ import annotations

from enum import StrEnum

import structlog

from bot.usecases.conversation.enrol import enrol
from bot.usecases.conversation.meet_stranger import meet_stranger
from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.conversation.sender import UnknownAddress
from bot.usecases.outbox.note_status import note_status
from bot.usecases.ports import Receiver, Tools
from channels.errors import ChannelError
from channels.message import InboundMessage, News

log = structlog.get_logger()


class Outcome(StrEnum):
    """What was done with it, for those who count."""

    KEPT = "kept"
    KNOWN = "known"
    STRANGER = "stranger"
    NOTED = "noted"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


async def receive_news(tools: Tools, news: News) -> Outcome:
    """Keep what a provider told us. What was told before changes nothing."""
    if not isinstance(news, InboundMessage):
        return Outcome.NOTED if await note_status(tools, news) else Outcome.UNKNOWN
    if news.says_nothing:
        return Outcome.IGNORED
    try:
        if news.invitation is not None and (taken := await enrol(tools, news)) is not None:
            return Outcome.KEPT if taken else Outcome.KNOWN
        return Outcome.KEPT if await receive_message(tools, news) else Outcome.KNOWN
    except UnknownAddress:
        await meet_stranger(tools, news)
        return Outcome.STRANGER


async def acknowledge(receiver: Receiver, message: InboundMessage) -> None:
    """Answer what the provider wants answered at once, once the message is kept. A provider that
    does not hear it shows a spinner, and no more."""
    try:
        await receiver.acknowledge(message)
    except ChannelError as error:
        log.info("not_acknowledged", channel=message.channel, reason=type(error).__name__)
