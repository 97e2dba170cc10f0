"""Is the bot ready? Its token and its webhook, each with what to do about it."""

from __future__ import annotations

from telegram import WebhookInfo

from channels.errors import BadCredentials, ChannelError
from channels.message import Finding
from channels.telegram.line import Line
from channels.telegram.updates import WANTED

TOKEN, SECRET, WEBHOOK = "token", "webhook secret", "webhook"
CALLS, WAITING = "calls", "waiting updates"
MANY = 100  # updates that wait, before we say so


async def check(line: Line, public_url: str, *, has_secret: bool) -> list[Finding]:
    """Everything that was looked at; nothing more when the token is wrong. Without a `public_url`
    the updates are fetched."""
    first = await _token(line)
    if not first.ok:
        return [first]
    try:
        told = await line.ask(line.bot.get_webhook_info())
    except ChannelError as error:
        return [first, Finding(WEBHOOK, False, f"could not be asked ({error}); try again")]
    if not public_url:
        return [first, _polled(told), _waiting(told)]
    return [first, _secret(has_secret), _webhook(public_url, told), _calls(told), _waiting(told)]


async def _token(line: Line) -> Finding:
    try:
        name = await line.username()
    except BadCredentials as error:
        return Finding(TOKEN, False, str(error))
    except ChannelError as error:
        return Finding(TOKEN, False, f"could not be asked ({error}); try again")
    return Finding(TOKEN, True, f"Telegram knows this bot as @{name}")


def _secret(has_secret: bool) -> Finding:
    if has_secret:
        return Finding(SECRET, True, "Telegram's calls are known by it")
    told = "is missing, and every call is refused; set one (A-Z a-z 0-9 _ -) and connect again"
    return Finding(SECRET, False, told)


def _polled(told: WebhookInfo) -> Finding:
    if told.url:
        advice = f"{told.url} takes the updates; polling removes it, or set it as public address"
        return Finding(WEBHOOK, False, advice)
    return Finding(WEBHOOK, True, "there is none: the updates are fetched")


def _webhook(public_url: str, told: WebhookInfo) -> Finding:
    if told.url != public_url:
        where = told.url or "nowhere"
        advice = f"updates go to {where}; connect again to send them to {public_url}"
        return Finding(WEBHOOK, False, advice)
    missing = [kind for kind in WANTED if kind not in (told.allowed_updates or WANTED)]
    if missing:
        advice = f"Telegram keeps back {', '.join(missing)}; connect again"
        return Finding(WEBHOOK, False, advice)
    return Finding(WEBHOOK, True, f"updates come to {told.url}")


def _calls(told: WebhookInfo) -> Finding:
    if told.last_error_date is None:
        return Finding(CALLS, True, "Telegram has had no trouble with our address")
    when = f"{told.last_error_date:%Y-%m-%d %H:%M} UTC"
    why = told.last_error_message or "without a reason"
    advice = f"the last failure was at {when}: {why}; see that the address answers with 200"
    return Finding(CALLS, told.pending_update_count == 0, advice)


def _waiting(told: WebhookInfo) -> Finding:
    count = told.pending_update_count
    if count < MANY:
        return Finding(WAITING, True, f"{count} wait at Telegram")
    advice = f"{count} wait at Telegram; see that the service runs: after a day they are lost"
    return Finding(WAITING, False, advice)
