"""A try failed: how often did this message fail so before, and is it worth another try?

Each failure counts for what it is. A handset that is out of reach is worth one more try, whatever
went wrong before; all tries together are bounded by `rules.delivery`.
"""

from __future__ import annotations

from itertools import takewhile

from bot.usecases.outbox.sending_failed import SENT_AGAIN, sending_failed
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene
from channels.errors import ChannelError, RetryLater

FAILED_TRY = "failed_try"
"""The event of a failure that is worth a few more tries only; `code` tells it from others."""
NOTHING_MORE = 0


async def try_failed(
    scene: Scene, row: Outbound, error: ChannelError, code: str | None = None
) -> None:
    """Keep the provider's code for what went wrong, and do what follows."""
    row.error_code = code or error.code
    if isinstance(error, RetryLater) and error.tries is not None:
        error = await _as_counted(scene, row, error, error.tries)
    await sending_failed(scene, row, error, row.error_code)


async def _as_counted(scene: Scene, row: Outbound, error: RetryLater, most: int) -> RetryLater:
    """The failure with what it is worth now: as many tries as any, or nothing more."""
    scene.log(FAILED_TRY, message=row.id, code=row.error_code)
    worth = None if await _failed_so(scene, row) <= most else NOTHING_MORE
    return RetryLater(str(error), error.after_seconds, worth)


async def _failed_so(scene: Scene, row: Outbound) -> int:
    """How often, with this time, it failed in this way; since an operator sent it again, if one
    did."""
    await scene.work.flush()
    told = await scene.work.events.find(account_id=scene.account.id, kind=(FAILED_TRY, SENT_AGAIN))
    latest = (event for event in reversed(told) if event.data["message"] == row.id)
    since = takewhile(lambda event: event.kind == FAILED_TRY, latest)
    return sum(event.data["code"] == row.error_code for event in since)
