"""Is a content at Twilio as it has to be: there, in its language, with its gaps, approved?"""

from __future__ import annotations

import json
import re
from typing import Any

from channels.errors import ChannelError, Rejected
from channels.message import ChannelName, Finding
from channels.twilio.sender import Content, Sender

GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def unasked(error: ChannelError) -> str:
    """Twilio could not tell."""
    return f"could not be asked ({error}); try again"


async def check_content(sender: Sender, content: Content) -> Finding:
    """What Twilio says of a content in use."""
    account, what = sender.account, f"template {content.sid}"
    asked = account.client.content.v1.contents(content.sid)
    needs_approval = content.approved and sender.name == ChannelName.WHATSAPP
    try:
        there = await account.ask(asked.fetch_async())
        if wrong := _unlike(there, content):
            return Finding(what, False, wrong)
        if not needs_approval:
            return Finding(what, True, "exists")
        told = await account.ask(asked.approval_fetch().fetch_async())
    except Rejected:
        return Finding(what, False, "does not exist in this account; create it or remove its SID")
    except ChannelError as error:
        return Finding(what, False, unasked(error))
    return _approval(what, told.whatsapp or {})


def _unlike(there: Any, content: Content) -> str | None:
    """How Twilio's content differs from what we take it for."""
    language = (there.language or "").replace("-", "_").partition("_")[0].lower()
    if content.language and language and language != content.language:
        return f"is in the language {there.language}, and the setting says {content.language}"
    gaps = set(GAP.findall(json.dumps(there.types or {}))) | set(there.variables or {})
    wanted = {str(n) for n in range(1, content.gaps + 1)} if content.gaps is not None else gaps
    if gaps != wanted:
        return f"has {_listed(gaps)}; what we send fills {_listed(wanted)}"
    return None


def _listed(gaps: set[str]) -> str:
    return " ".join(f"{{{{{gap}}}}}" for gap in sorted(gaps, key=_place)) or "no gaps"


def _place(gap: str) -> tuple[int, str]:
    return int(gap) if gap.isdecimal() else 0, gap


def _approval(what: str, whatsapp: dict[str, Any]) -> Finding:
    status = whatsapp.get("status") or "not submitted"
    if status == "approved":
        return Finding(what, True, "exists and is approved")
    reason = f" ({whatsapp['rejection_reason']})" if whatsapp.get("rejection_reason") else ""
    told = f"is {status}{reason}; WhatsApp has to approve it before it can be sent"
    return Finding(what, False, told)
