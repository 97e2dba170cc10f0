"""Is the account at Twilio ready? Credentials, sender, webhook, templates: each with a remedy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from channels.errors import BadCredentials, ChannelError, Rejected
from channels.message import ChannelName, Finding

if TYPE_CHECKING:
    from channels.twilio.channel import TwilioChannel

CREDENTIALS, SENDER, WEBHOOK = "credentials", "sender", "webhook"
POST = "POST"  # a GET would carry the message in its address, and into every log


async def check(channel: TwilioChannel) -> list[Finding]:
    """Everything that was looked at; nothing more when the credentials are wrong."""
    first = await _credentials(channel)
    if not first.ok:
        return [first]
    found = [first, _address(channel)]
    found += [one async for one in (_service(channel) if channel.is_service else _number(channel))]
    replies: dict[int, str] = getattr(channel, "quick_replies", {})
    found += [await _content(channel, sid, approved=False) for sid in replies.values()]
    needs_approval = channel.name == ChannelName.WHATSAPP
    found += [await _content(channel, sid, approved=needs_approval) for sid in channel.templates]
    return found


async def _credentials(channel: TwilioChannel) -> Finding:
    account = channel.account
    try:
        fetched = await account.ask(account.client.api.v2010.accounts(account.sid).fetch_async())
    except BadCredentials:
        told = (
            f"Twilio does not know {account.sid} with this auth token; copy both from its console"
        )
        return Finding(CREDENTIALS, False, told)
    except ChannelError as error:
        return Finding(CREDENTIALS, False, _unasked(error))
    if fetched.status != "active":
        told = f"the account is {fetched.status}; see Twilio's console for the reason"
        return Finding(CREDENTIALS, False, told)
    return Finding(CREDENTIALS, True, f"Twilio knows {account.sid}")


def _unasked(error: ChannelError) -> str:
    return f"could not be asked ({error}); try again"


def _address(channel: TwilioChannel) -> Finding:
    url = channel.account.public_url
    if url.startswith("https://"):
        return Finding("public address", True, f"{url} is what Twilio is given")
    told = f"{url} is not encrypted; set a public https address that leads to this service"
    return Finding("public address", False, told)


async def _number(channel: TwilioChannel) -> AsyncIterator[Finding]:
    account, number = channel.account, channel.sender
    if channel.name == ChannelName.WHATSAPP:
        told = (
            f"Twilio's interface does not tell where a WhatsApp number leads; see in its console "
            f"that {number} calls {_webhook(channel)} by POST, or send through a messaging service"
        )
        yield Finding(WEBHOOK, True, told)
        return
    call = account.client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
    try:
        owned = await account.ask(call)
    except ChannelError as error:
        yield Finding(SENDER, False, _unasked(error))
        return
    if not owned:
        yield Finding(SENDER, False, f"{number} is not in this account; buy it or name another")
        return
    yield Finding(SENDER, True, f"{number} is in this account")
    yield _leads(channel, owned[0].sms_url, owned[0].sms_method, owned[0].sms_application_sid)


async def _service(channel: TwilioChannel) -> AsyncIterator[Finding]:
    account, sid = channel.account, channel.sender
    try:
        service = await account.ask(account.client.messaging.v1.services(sid).fetch_async())
    except ChannelError as error:
        absent = f"{sid} is no messaging service of this account; copy its SID from the console"
        yield Finding(SENDER, False, absent if isinstance(error, Rejected) else _unasked(error))
        return
    yield Finding(SENDER, True, f"{sid} is a messaging service of this account")
    if service.use_inbound_webhook_on_number:
        told = f"{sid} leaves incoming messages to its numbers; let it send a webhook by itself"
        yield Finding(WEBHOOK, False, told)
        return
    yield _leads(channel, service.inbound_request_url, service.inbound_method, None)


def _webhook(channel: TwilioChannel) -> str:
    return f"{channel.account.public_url}/webhooks/{channel.name.value}"


def _leads(channel: TwilioChannel, url: str | None, method: str | None, app: Any) -> Finding:
    """Do incoming messages come to us? A service for both channels may call either address."""
    wanted = _webhook(channel)
    ours = [wanted]
    if channel.is_service:
        ours = [f"{channel.account.public_url}/webhooks/{name}" for name in ("sms", "whatsapp")]
    if app:
        told = f"an application of Twilio's takes the messages; remove it and set {wanted} by POST"
        return Finding(WEBHOOK, False, told)
    if url not in ours or (method or POST) != POST:
        told = f"messages go to {method or POST} {url or 'nowhere'}; set {wanted} by POST"
        return Finding(WEBHOOK, False, told)
    return Finding(WEBHOOK, True, f"messages come to {url}")


async def _content(channel: TwilioChannel, sid: str, *, approved: bool) -> Finding:
    account, what = channel.account, f"template {sid}"
    content = account.client.content.v1.contents(sid)
    try:
        await account.ask(content.fetch_async())
        told = await account.ask(content.approval_fetch().fetch_async()) if approved else None
    except Rejected:
        return Finding(what, False, "does not exist in this account; create it or remove its SID")
    except ChannelError as error:
        return Finding(what, False, _unasked(error))
    if told is None:
        return Finding(what, True, "exists")
    whatsapp = told.whatsapp or {}
    status = whatsapp.get("status") or "not submitted"
    if status == "approved":
        return Finding(what, True, "exists and is approved")
    reason = f" ({whatsapp['rejection_reason']})" if whatsapp.get("rejection_reason") else ""
    told = f"is {status}{reason}; WhatsApp has to approve it before it can be sent"
    return Finding(what, False, told)
