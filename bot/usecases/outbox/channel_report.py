"""What happened to each channel's messages? Counts by state and reason, and what they cost.

A cost of SMS is counted in segments, which is what the networks charge for; the price of one is in
the creditor's own contract. WhatsApp has no segments, and Telegram is free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.rules.delivery import State
from bot.usecases.outbox.reasons import provider_code, reason_codes
from bot.usecases.ports import Tools
from bot.usecases.records import Halt
from channels.message import ChannelName

WAITING = (State.QUEUED, State.SENDING)
ENDS = (State.FAILED, State.DEAD, State.REFUSED)
IN_SEGMENTS = (ChannelName.SMS,)
"""Channels on which a network charges for each segment; elsewhere there are none."""
UNTOLD: Mapping[str, tuple[str, ...]] = {
    ChannelName.SMS: ("read",),
    ChannelName.TELEGRAM: ("delivered", "read"),
}
"""What nobody tells us on a channel; a simulator, which stands in its place, may tell more."""
DAYS = 30
"""So many are counted where nobody says how many."""


@dataclass(slots=True)
class ChannelReport:
    """One channel. `received` counts messages of people; `sent` all that the provider took,
    `delivered` and `read` those of them of which we know so; `segments` those of SMS; `reasons` why
    messages ended or wait, in codes, the most frequent first."""

    channel: str
    connected: bool
    received: int = 0
    waiting: int = 0
    held: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    refused: int = 0
    failed: int = 0
    dead: int = 0
    unknown: int = 0
    segments: int = 0
    reasons: list[tuple[str, int]] = field(default_factory=list)
    halts: list[Halt] = field(default_factory=list)

    def tells(self, count: str) -> bool:
        """Are we told this count on this channel, so that 0 means none?"""
        return count not in UNTOLD.get(self.channel, ()) or getattr(self, count) > 0


async def channel_report(tools: Tools, *, days: int | None = None) -> list[ChannelReport]:
    """One report for each channel that is connected or has something to tell; `days`: of the last
    ones only, by the clock of the messages, which a demonstration can move."""
    async with tools.open_work() as work:
        since = work.now - timedelta(days=days) if days is not None else None
        outbox_since = ("created_at", since) if since else None
        inbox_since = ("received_at", since) if since else None
        states = await work.outbox.tally("channel", "status", since=outbox_since)
        causes = await work.outbox.tally(
            "channel", "status", "error_code", "reason", since=outbox_since
        )
        costs = await work.outbox.tally("channel", adding="segments", since=outbox_since)
        came = await work.inbox.tally("channel", since=inbox_since)
        halts = await work.halts.find(ended_at=None)
    names = dict.fromkeys(
        [
            *tools.channels,
            *(channel for channel, _ in states),
            *(channel for (channel,) in came),
            *(halt.channel for halt in halts),
        ]
    )
    return [
        ChannelReport(
            channel=name,
            connected=name in tools.channels,
            received=came.get((name,), 0),
            **_counts({s: n for (c, s), n in states.items() if c == name}),
            segments=costs.get((name,), 0) if name in IN_SEGMENTS else 0,
            reasons=_reasons({k[1:]: n for k, n in causes.items() if k[0] == name}),
            halts=[halt for halt in halts if halt.channel == name],
        )
        for name in names
    ]


def _counts(states: dict[str, int]) -> dict[str, int]:
    """What is read was delivered, and what is delivered was sent."""
    read = states.get(State.READ, 0)
    delivered = states.get(State.DELIVERED, 0) + read
    return {
        "waiting": sum(states.get(state, 0) for state in WAITING),
        "held": states.get(State.HELD, 0),
        "sent": states.get(State.SENT, 0) + delivered,
        "delivered": delivered,
        "read": read,
        "refused": states.get(State.REFUSED, 0),
        "failed": states.get(State.FAILED, 0),
        "dead": states.get(State.DEAD, 0),
        "unknown": states.get(State.UNKNOWN, 0),
    }


def _reasons(causes: dict[tuple[str, str | None, str | None], int]) -> list[tuple[str, int]]:
    """By state, why, and the provider's code: codes only, never words of a message."""
    found: Counter[str] = Counter()
    for (state, code, reason), count in causes.items():
        if state in ENDS or (state == State.UNKNOWN and reason):
            told = [", ".join(reason_codes(reason)), provider_code(code, reason)]
            found[f"{state}: {' '.join(filter(None, told))}"] += count
    return found.most_common()
