"""Somebody wrote whom we do not know: one kind line, at most once in a while, and nothing kept.

The line names no debt and no person, so it may leave without a conversation (decision 0026).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import structlog

from bot.policies import Policies
from bot.reading.language.detect import next_language
from bot.rules.contact import is_opt_out
from bot.usecases.conversation import rails
from bot.usecases.people.opt_out import shut_out
from bot.usecases.people.telephones import OF_TELEPHONES, points_at
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Stranger
from bot.usecases.scene import Scene
from channels.errors import ChannelError
from channels.message import InboundMessage, OutboundMessage, Wish

log = structlog.get_logger()

TELL_STRANGER = "tell_stranger"
ONCE_IN = timedelta(days=7)
"""A choice of the product: a wrong number must not become a conversation with a machine."""
SOON_SECONDS = 1
"""A job for later is queued once, however many calls come at once."""
LOCALES = {"en": "en_US", "pt": "pt_BR"}


async def meet_stranger(tools: Tools, message: InboundMessage) -> None:
    """Remember the address, and queue the line unless it was said lately or is not wanted."""
    most_read = tools.policies.default.messages.inbound
    async with tools.open_work() as work:
        stranger = await _remembered(work, message.channel, message.address)
        for channel in _stopped(message, tools.policies):
            if channel == message.channel:
                stranger.stopped_at = work.now
            elif {channel, message.channel} <= set(OF_TELEPHONES):
                await _silence_elsewhere(work, tools, message, channel)
        if _may_hear(stranger, work.now) and not _says_nothing(message):
            await work.flush()
            await work.defer(
                TELL_STRANGER,
                lock=f"stranger:{stranger.id}",
                after_seconds=SOON_SECONDS,
                stranger=str(stranger.id),
                language=next_language("en", message.text[:most_read]),
            )
        await work.commit()


async def _remembered(work: Work, channel: str, address: str) -> Stranger:
    """What is known of whoever has this address."""
    fresh = Stranger(channel=channel, address=address, seen_at=work.now)
    if await work.strangers.add_once(fresh):
        return fresh
    known = await work.strangers.get(channel=channel, address=address) or fresh
    known.seen_at = work.now
    return known


def _may_hear(stranger: Stranger, now: datetime) -> bool:
    said = stranger.told_at is not None and stranger.told_at > now - ONCE_IN
    return stranger.stopped_at is None and not said


def _stopped(message: InboundMessage, policies: Policies) -> frozenset[str]:
    """The channels that these words stop, or the network's own button."""
    words = policies.default.contact
    if named := rails.named_by_stop(message.text, words):
        return named
    stops = message.wish in (Wish.STOP, Wish.BLOCKED)
    here = stops or is_opt_out(message.text, words.opt_out_words)
    return frozenset({message.channel}) if here else frozenset()


async def _silence_elsewhere(
    work: Work, tools: Tools, message: InboundMessage, channel: str
) -> None:
    """The same telephone is meant on another channel, also where we know whose it is there. Nothing
    is said about that here: nobody knows who reads it."""
    points = await points_at(work, channel, message.address)
    if not points:
        (await _remembered(work, channel, message.address)).stopped_at = work.now
    for point in points:
        thread = await work.conversations.get(account_id=point.account_id)
        if thread is not None:
            scene = await Scene.open(work, tools, thread.id)
            shut_out(scene, channel, f"message on {message.channel} from the same number")


def _says_nothing(message: InboundMessage) -> bool:
    """Changed words were answered once; who unblocks us has not said any."""
    return message.edited or message.wish is Wish.UNBLOCKED


async def tell_stranger(tools: Tools, stranger_id: uuid.UUID, language: str) -> None:
    """Say the line. A courtesy: marked before it is said, and not tried again when the channel
    fails or we die meanwhile. One at a time for each stranger, by the job's lock."""
    async with tools.open_work() as work:
        stranger = await work.strangers.get(id=stranger_id)
        if stranger is None or not _may_hear(stranger, work.now):
            return
        channel, address, told_at = stranger.channel, stranger.address, work.now
        if channel not in tools.channels:
            return
        stranger.told_at = told_at
        await work.commit()
    locale = LOCALES.get(language, LOCALES["en"])
    message = OutboundMessage(
        idempotency_key=f"stranger:{stranger_id}:{told_at:%Y%m%d}",
        channel=channel,
        address=address,
        text=tools.wording.text("utter_stranger", {}, locale, channel),
    )
    try:
        await tools.channels[channel].send(message)
    except ChannelError as error:
        log.info("stranger_not_told", channel=channel, reason=type(error).__name__)
