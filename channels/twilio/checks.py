"""Is the account at Twilio ready? Credentials, sender, webhook, templates: each with a remedy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from channels.errors import BadCredentials, ChannelError, Rejected
from channels.message import Aside, ChannelName, Finding
from channels.twilio.contents import check_content, unasked
from channels.twilio.sender import Sender

CREDENTIALS, SENDER, WEBHOOK = "credentials", "sender", "webhook"
POST = "POST"  # a GET would carry the message in its address, and into every log


async def check(sender: Sender) -> list[Finding]:
    """Everything that was looked at; nothing more when the credentials are wrong."""
    first = await _credentials(sender)
    if not first.ok:
        return [first]
    found = [first, _address(sender)]
    found += [one async for one in (_service(sender) if sender.is_service else _number(sender))]
    return found + [await check_content(sender, content) for content in sender.contents]


async def _credentials(sender: Sender) -> Finding:
    account = sender.account
    try:
        fetched = await account.ask(account.client.api.v2010.accounts(account.sid).fetch_async())
    except (BadCredentials, Rejected):
        told = (
            f"Twilio does not know {account.sid} with this auth token; copy both from its console"
        )
        return Finding(CREDENTIALS, False, told)
    except ChannelError as error:
        return Finding(CREDENTIALS, False, unasked(error))
    if fetched.status != "active":
        told = f"the account is {fetched.status}; see Twilio's console for the reason"
        return Finding(CREDENTIALS, False, told)
    return Finding(CREDENTIALS, True, f"Twilio knows {account.sid}")


def _address(sender: Sender) -> Finding:
    url = sender.account.public_url
    if url.startswith("https://"):
        return Finding("public address", True, f"{url} is what Twilio is given")
    told = f"{url} is not encrypted; set a public https address that leads to this service"
    return Finding("public address", False, told)


async def _number(sender: Sender) -> AsyncIterator[Finding]:
    account, number = sender.account, sender.sender
    if sender.name == ChannelName.WHATSAPP:
        told = (
            f"see in Twilio's console that {number} calls {_webhook(sender)} by POST; Twilio's "
            "interface does not tell where a WhatsApp number leads"
        )
        yield Finding(WEBHOOK, True, told, Aside.LOOK)
        return
    if not number.startswith("+"):
        told = (
            f"see in Twilio's console that {number} may send, and that what people answer comes to "
            f"{_webhook(sender)} by POST; nobody can answer a sender ID"
        )
        yield Finding(SENDER, True, told, Aside.LOOK)
        return
    call = account.client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
    try:
        owned = await account.ask(call)
    except ChannelError as error:
        yield Finding(SENDER, False, unasked(error))
        return
    if not owned:
        yield Finding(SENDER, False, f"{number} is not in this account; buy it or name another")
        return
    yield Finding(SENDER, True, f"{number} is in this account")
    yield _leads(sender, owned[0].sms_url, owned[0].sms_method, owned[0].sms_application_sid)


async def _service(sender: Sender) -> AsyncIterator[Finding]:
    account, sid = sender.account, sender.sender
    try:
        service = await account.ask(account.client.messaging.v1.services(sid).fetch_async())
    except ChannelError as error:
        absent = f"{sid} is no messaging service of this account; copy its SID from the console"
        yield Finding(SENDER, False, absent if isinstance(error, Rejected) else unasked(error))
        return
    yield Finding(SENDER, True, f"{sid} is a messaging service of this account")
    if service.use_inbound_webhook_on_number:
        told = f"{sid} leaves incoming messages to its numbers; let it send a webhook by itself"
        yield Finding(WEBHOOK, False, told)
        return
    yield _leads(sender, service.inbound_request_url, service.inbound_method, None)


def _webhook(sender: Sender) -> str:
    return f"{sender.account.public_url}/webhooks/{sender.name.value}"


def _leads(sender: Sender, url: str | None, method: str | None, app: Any) -> Finding:
    """Do incoming messages come to us? A service for both channels may call either address."""
    wanted = _webhook(sender)
    ours = [wanted]
    if sender.is_service:
        ours = [f"{sender.account.public_url}/webhooks/{name}" for name in ("sms", "whatsapp")]
    if app:
        told = f"an application of Twilio's takes the messages; remove it and set {wanted} by POST"
        return Finding(WEBHOOK, False, told)
    if url not in ours or (method or POST) != POST:
        told = f"messages go to {method or POST} {url or 'nowhere'}; set {wanted} by POST"
        return Finding(WEBHOOK, False, told)
    return Finding(WEBHOOK, True, f"messages come to {url}")
