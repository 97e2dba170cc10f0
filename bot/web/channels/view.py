"""How do a channel's counts become a picture and a list in words?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.rules.delivery import State
from bot.usecases.outbox.channel_report import IN_SEGMENTS, ChannelReport
from bot.web.words import N_

ICONS = {"sms": "message-square-text", "whatsapp": "message-circle", "telegram": "send"}
STATES: dict[str, str] = {
    State.FAILED: N_("Failed for good"),
    State.DEAD: N_("Given up"),
    State.UNKNOWN: N_("May have arrived"),
    State.REFUSED: N_("Turned away by a rule"),
}
STATE_ICONS: dict[str, str] = {
    State.FAILED: "triangle-alert",
    State.DEAD: "x",
    State.UNKNOWN: "circle-alert",
    State.REFUSED: "ban",
}
TELLS = {
    "sms": N_("Networks tell what was delivered, and never what was read."),
    "whatsapp": N_("What was read is known of those who let WhatsApp say so."),
    "telegram": N_("Telegram never tells what was delivered or read."),
}
"""Why there is no bar, or a low one."""

ROW, MARGIN = 36, 9  # pixels of a bar with its words, and of what is free below it
_TOLD = re.compile(r"(\w+(?:, \w+)*)(?: (.+))?", re.DOTALL)
"""How a report tells a reason: codes, then the provider's number."""
BARS = ("sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the picture: how many, which part of what was sent, and where it stands.
    `told`: the channel tells this, so that 0 means none."""

    name: str
    count: int
    share: float
    top: int
    told: bool

    @property
    def width(self) -> str:
        """As SVG writes it; a few are seen too."""
        least = 1.0 if self.count else 0.0
        return f"{max(100 * self.share, least):.1f}%"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why messages ended: the state that they ended in, codes, the provider's own number."""

    state: str
    codes: tuple[str, ...]
    number: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Tile:
    """What one channel's part of the page shows; `quiet` when nothing at all happened."""

    report: ChannelReport
    bars: tuple[Bar, ...]
    reasons: tuple[Reason, ...]
    quiet: bool

    @property
    def told(self) -> tuple[Bar, ...]:
        """The bars of the picture."""
        return tuple(bar for bar in self.bars if bar.told)

    @property
    def costs_segments(self) -> bool:
        """Does a network charge for segments here?"""
        return self.report.channel in IN_SEGMENTS

    @property
    def height(self) -> int:
        """Of the picture, to the lower edge of its last bar."""
        return ROW * len(self.told) - MARGIN


def tile(report: ChannelReport) -> Tile:
    """A channel's report with its picture."""
    states = ("received", "waiting", "held", "sent", "refused", "failed", "dead", "unknown")
    return Tile(
        report=report,
        bars=tuple(_bar(report, n, name) for n, name in enumerate(BARS)),
        reasons=tuple(_reason(words, count) for words, count in report.reasons),
        quiet=not any(getattr(report, name) for name in states),
    )


def _bar(report: ChannelReport, place: int, name: str) -> Bar:
    count: int = getattr(report, name)
    share = count / report.sent if report.sent else 0.0
    return Bar(name, count, share, place * ROW, report.tells(name))


def _reason(told: str, count: int) -> Reason:
    state, _, rest = told.partition(": ")
    found = _TOLD.fullmatch(rest)
    codes, number = (found[1], found[2]) if found else ("other", None)
    return Reason(state, tuple(codes.split(", ")), number, count)
