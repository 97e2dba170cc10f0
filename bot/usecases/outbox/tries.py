"""How often was a message tried, and how often did it fail in the same way?

Each failure counts for what it is: a handset that is out of reach is worth one more try, whatever
went wrong before. All counts begin anew when an operator sends a message again; the number of its
tries goes on, because news names the try that it is of.
"""

from __future__ import annotations

from itertools import takewhile

from bot.usecases.records import Event, Outbound
from bot.usecases.scene import Scene

SENT_AGAIN = "sent_again"
"""The event of a stuck message that an operator sent again."""
FAILED_TRY = "failed_try"
"""The event of a failure that is worth a few more tries only; `code` tells it from others."""

ASKED_IN_VAIN = "asked_in_vain"
"""The event of a late question about a message in doubt that the provider did not answer."""


async def tries_made(scene: Scene, row: Outbound) -> int:
    """How often it was tried."""
    before = [e.data.get("tries", 0) for e in await _told(scene, row) if e.kind == SENT_AGAIN]
    return row.tries - max(before, default=0)


async def failed_alike(scene: Scene, row: Outbound) -> int:
    """How often it failed as it did now, this time included."""
    scene.log(FAILED_TRY, message=row.id, code=row.error_code)
    await scene.work.flush()
    latest = reversed(await _told(scene, row))
    since = takewhile(lambda event: event.kind == FAILED_TRY, latest)
    return sum(event.data["code"] == row.error_code for event in since)


async def asked_in_vain(scene: Scene, row: Outbound) -> int:
    """How often it was asked too late about this try, this time included."""
    scene.log(ASKED_IN_VAIN, message=row.id, tries=row.tries)
    await scene.work.flush()
    told = await scene.work.events.find(account_id=scene.account.id, kind=ASKED_IN_VAIN)
    return sum(e.data == {"message": row.id, "tries": row.tries} for e in told)


async def _told(scene: Scene, row: Outbound) -> list[Event]:
    told = await scene.work.events.find(account_id=scene.account.id, kind=(FAILED_TRY, SENT_AGAIN))
    return [event for event in told if event.data["message"] == row.id]
