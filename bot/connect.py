"""Which channels are connected, with which credentials? Part of the composition root.

In production a channel is connected when its credentials are set. In demo and test the simulator
stands in for every provider: the demonstration's people have invented numbers, and nothing may
reach a stranger's phone. What comes in through Twilio is taken from Twilio, where its credentials
are set, so that an address and its signature can be tried before anything leaves. Telegram alone
can be real beside it, because a chat has to come to us first: people of the simulator keep their
phone in the browser, everybody else is on Telegram.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.check_templates import Words, check_templates
from bot.settings import Settings
from bot.usecases.conversation.enrol import invite
from bot.usecases.ports import Approved, Tools
from channels.base import Channel
from channels.beside import Beside
from channels.message import Aside, ChannelName, Finding
from channels.simulator import PROVIDER, SimulatorChannel

if TYPE_CHECKING:
    from channels.telegram import TelegramChannel


EVERYBODY = ""
"""What every address begins with."""


class NotConnected(LookupError):
    """The channel has no credentials, or its provider does not answer."""


def connect(settings: Settings) -> dict[str, Channel]:
    """Every channel that messages may take, by name. Nothing connects yet."""
    if not settings.is_open_to_simulation:
        return {**_twilio(settings), **_telegram(settings)}
    channels: dict[str, Channel] = {name: simulator(settings, name) for name in ChannelName}
    for name, twilio in _twilio(settings).items():
        channels[name] = Beside(channels[name], twilio, prefix=EVERYBODY)
    real = telegram(settings)
    if real is not None:
        there = channels[ChannelName.TELEGRAM]
        channels[ChannelName.TELEGRAM] = Beside(there, real, prefix=f"{PROVIDER}:")
    return channels


def simulator(settings: Settings, name: str) -> SimulatorChannel:
    """A phone in the browser; its webhook is signed with the engine's secret."""
    secret = settings.engine_secret
    return SimulatorChannel(name, secret.get_secret_value() if secret else "")


def _twilio(settings: Settings) -> dict[str, Channel]:
    """SMS and WhatsApp, as far as they have a sender."""
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
        return {}
    # Twilio's library takes a second to load: for those who use it only.
    from channels.twilio import (  # noqa: PLC0415
        Content,
        SmsChannel,
        TwilioAccount,
        WhatsAppChannel,
        Wire,
    )

    account = TwilioAccount(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        settings.base_url,
        earlier_tokens=settings.twilio_earlier_auth_tokens,
        wire=Wire.to(settings.twilio_url) if settings.twilio_url else None,
    )
    channels: dict[str, Channel] = {}
    if settings.twilio_sms_from:
        channels[ChannelName.SMS] = SmsChannel(
            account, settings.twilio_sms_from, per_second=settings.twilio_sms_per_second
        )
    if settings.twilio_whatsapp_from:
        channels[ChannelName.WHATSAPP] = WhatsAppChannel(
            account,
            settings.twilio_whatsapp_from,
            quick_replies=settings.whatsapp_quick_replies,
            contents=[
                Content(each.id, each.language, len(each.gaps))
                for each in settings.whatsapp_templates
            ],
        )
    return channels


def _telegram(settings: Settings) -> dict[str, Channel]:
    real = telegram(settings)
    return {} if real is None else {ChannelName.TELEGRAM: real}


def telegram(settings: Settings) -> TelegramChannel | None:
    """The Telegram bot that the token names; None without a token."""
    if settings.telegram_token is None:
        return None
    from channels.telegram import API, TelegramChannel  # noqa: PLC0415 - as above

    secret = settings.telegram_webhook_secret
    return TelegramChannel(
        settings.telegram_token,
        webhook_secret="" if secret is None else secret,
        public_url="" if polls_telegram(settings) else f"{settings.base_url}{TELEGRAM_CALLS}",
        base_url=settings.telegram_url or API,
    )


def polls_telegram(settings: Settings) -> bool:
    """Without a webhook secret and a public address Telegram is asked for updates instead.

    Decided here, and nowhere else.
    """
    has_webhook = settings.telegram_webhook_secret is not None and settings.public_url is not None
    return settings.telegram_token is not None and not has_webhook


def approved_templates(settings: Settings) -> tuple[Approved, ...]:
    """The templates that an administrator has named."""
    return tuple(
        Approved(each.id, each.key, each.language, tuple(each.gaps))
        for each in settings.whatsapp_templates
    )


TELEGRAM_CALLS = "/webhooks/telegram"
NAMES = {
    ChannelName.SMS: "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_SMS_FROM",
    ChannelName.WHATSAPP: "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_WHATSAPP_FROM",
    ChannelName.TELEGRAM: "TELEGRAM_TOKEN",
}
SENDERS = {ChannelName.SMS: "twilio_sms_from", ChannelName.WHATSAPP: "twilio_whatsapp_from"}
CREDENTIALS = ("twilio_account_sid", "twilio_auth_token")
PAGES = {
    ChannelName.SMS: "docs/connect-sms.md",
    ChannelName.WHATSAPP: "docs/connect-whatsapp.md",
    ChannelName.TELEGRAM: "docs/connect-telegram.md",
}


async def check_channels(settings: Settings, words: Words) -> dict[str, list[Finding]]:
    """What the providers say of our credentials, addresses and templates; nothing is sent."""
    real: Mapping[str, Channel] = {**_twilio(settings), **_telegram(settings)}
    found: dict[str, list[Finding]] = {}
    for name in ChannelName:
        channel = real.get(name)
        if channel is None:
            found[name] = [_unconnected(settings, name)]
            continue
        try:
            found[name] = await channel.check()
        finally:
            await channel.close()
    if ChannelName.WHATSAPP in real:
        found[ChannelName.WHATSAPP] += check_templates(settings.whatsapp_templates, words)
    if settings.is_open_to_simulation and any(n in real for n in (ChannelName.SMS, "whatsapp")):
        told = "in demo and test SMS and WhatsApp are sent to the simulator; set GOODFAITH_MODE"
        found["mode"] = [Finding("mode", ok=False, told=f"{told}=production to reach people")]
    return found


def is_well(found: Mapping[str, list[Finding]]) -> bool:
    """Is at least one channel connected, and nothing missing that is wanted?"""
    every = [finding for findings in found.values() for finding in findings]
    connected = any(finding.aside is not Aside.NOT_CONNECTED for finding in every)
    return connected and not any(finding.is_fault for finding in every)


def _unconnected(settings: Settings, name: ChannelName) -> Finding:
    """Nobody wants the channel, or it has a sender and lacks the credentials."""
    sender = SENDERS.get(name)
    if sender is None or getattr(settings, sender) is None:
        told = f"set {NAMES[name]} to connect it ({PAGES[name]})"
        return Finding("credentials", False, told, Aside.NOT_CONNECTED)
    lacking = [n for n in CREDENTIALS if getattr(settings, n) is None]
    told = f"{sender.upper()} is set; set {' and '.join(n.upper() for n in lacking)} too"
    return Finding("credentials", False, f"{told} ({PAGES[name]})")


async def connect_telegram(settings: Settings) -> str:
    """Have Telegram call us; the address that it will call. Raises NotConnected, ChannelError."""
    real = telegram(settings)
    if real is None or polls_telegram(settings):
        raise NotConnected(
            "a webhook needs TELEGRAM_TOKEN, TELEGRAM_WEBHOOK_SECRET and GOODFAITH_PUBLIC_URL"
        )
    try:
        await real.connect()
        return real.public_url
    finally:
        await real.close()


async def invitation_link(settings: Settings, tools: Tools, reference: str) -> str:
    """A link that connects a Telegram chat to this account, once.

    Telegram is asked for the bot's name first: where it does not answer, no invitation is kept.
    Raises NotConnected, ChannelError.
    """
    real = telegram(settings)
    if real is None:
        raise NotConnected("Telegram is not connected: set TELEGRAM_TOKEN in this terminal too")
    try:
        await real.username()
        return await real.deep_link(await invite(tools, reference))
    finally:
        await real.close()
