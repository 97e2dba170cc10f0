"""Some days on three channels, and the operator's page over them: for a client and a browser."""

from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.usecases.records import Halt, Inbound, Outbound
from bot.web.channels.page import channels_page_router
from bot.web.pages import STATIC
from tests.usecases.world import Person, World

LANDLINE = "Unreachable: Twilio 30006: a landline, or a network that takes no messages"
FILTERED = "Halted: Twilio 30007: the network filtered the message"
IN_DOUBT = "may have arrived: no clear answer from Telegram (ReadTimeout)"
ENDS = {
    "sms": {"delivered": 412, "sent": 21, "queued": 3, "held": 14, "refused": 9},
    "whatsapp": {"read": 188, "delivered": 57, "sent": 6, "held": 5},
    "telegram": {"sent": 73},
}
RECEIVED = {"sms": 131, "whatsapp": 164, "telegram": 58}


def application(world: World) -> FastAPI:
    app = FastAPI()
    app.include_router(channels_page_router(world.tools))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


async def writes(person: Person, *, days_ago: int = 1, times: int = 1, **given: Any) -> None:
    """Rows of the outbox, as delivery would have left them."""

    async def add(work: Any, scene: Any) -> None:
        at = work.now - timedelta(days=days_ago)
        facts = {"channel": "sms", "kind": "reply", "text": "hello"} | given
        facts = {"address": f"{facts['channel']}:{person.reference}"} | facts
        for _ in range(times):
            turn = f"story:{next(person.world.numbers)}"
            work.outbox.add(
                Outbound(conversation_id=person.thread_id, turn=turn, created_at=at, **facts)
            )

    await person.change(add)


async def hears(person: Person, channel: str, *, days_ago: int = 1, times: int = 1) -> None:
    async def add(work: Any, scene: Any) -> None:
        at = work.now - timedelta(days=days_ago)
        for _ in range(times):
            work.inbox.add(
                Inbound(
                    conversation_id=person.thread_id,
                    provider="test",
                    event_id=f"story:{next(person.world.numbers)}",
                    channel=channel,
                    text="hi",
                    received_at=at,
                    processed_at=at,
                )
            )

    await person.change(add)


async def halts(person: Person, scope: str, *, channel: str = "sms", **given: Any) -> None:
    async def add(work: Any, scene: Any) -> None:
        facts = {"reason": "Twilio 30007: the network filtered the message"} | given
        work.halts.add(Halt(channel=channel, scope=scope, at=work.now, **facts))

    await person.change(add)


async def story(world: World) -> Person:
    """A week as an operator might find it."""
    person = await world.meet("US-FIRST-1")
    for channel, states in ENDS.items():
        await hears(person, channel, times=RECEIVED[channel])
        for status, times in states.items():
            reason = "opt_out: opted_out" if status == "refused" else None
            segments = 2 if channel == "sms" and status in ("delivered", "sent") else None
            how = {"status": status, "reason": reason, "segments": segments}
            await writes(person, channel=channel, times=times, **how)
    await writes(person, status="failed", error_code="30006", reason=LANDLINE, times=6)
    await writes(person, status="failed", error_code="30007", reason=FILTERED)
    await writes(person, status="dead", reason="RetryLater: Twilio HTTP 503: Twilio failed")
    await writes(person, channel="telegram", status="unknown", reason=IN_DOUBT, times=2)
    await halts(person, "utter_plan_reminder", error_code="30007")
    return person
