"""What does the simulator's page show? The product's facts, in the words and order of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any

from bot.web.pages import Reader, render, translations
from bot.web.simulator.figures import Figures, decimal_of, moment_of, zone_of
from bot.web.simulator.labels import label
from bot.web.simulator.port import CHANNELS, Bubble, ClockView, DebtView, Person, SimulatorDesk

PARTS = ("head", "thread", "facts", "clock", "agent", "pay")
PEOPLE_SHOWN = 40
BUBBLES_SHOWN = 60
OWNER_ICONS = {"bot": "bot", "waiting": "clock", "agent": "headset", "closed": "lock"}
STATUS_ICONS = {
    "received": "check-check",
    "queued": "clock",
    "sent": "check",
    "delivered": "check-check",
    "read": "check-check",
    "held": "circle-pause",
    "refused": "ban",
    "failed": "triangle-alert",
}
EMPTY_STATE: Mapping[str, Any] = {
    "owner": "bot",
    "verified": False,
    "language": "en",
    "cases": [],
    "holds": [],
    "opted_out": [],
    "plan": None,
    "offers": [],
    "promise": None,
    "preferences": {},
    "feedback": None,
    "intent": None,
    "confidence": None,
}
KEPT_BACK = frozenset({"held", "refused", "failed"})


@dataclass(frozen=True)
class Line:
    """A line of the thread: a bubble, with the day over it where a new one begins."""

    bubble: Bubble
    day: str | None
    channel: str | None
    agent: str | None
    kept_back: bool


@dataclass(frozen=True)
class Instalment:
    """One of a plan: how much, when, and what of it is still open."""

    amount: Decimal
    due: Any
    status: str
    paid: Decimal
    rest: Decimal


@dataclass(frozen=True)
class Screen:
    """Everything that one look at a person shows."""

    reference: str
    lines: list[Line]
    hidden: int
    state: Mapping[str, Any]
    plan: list[Instalment]
    clock: ClockView
    debts: list[DebtView]
    real: frozenset[str]
    figures: Figures

    @property
    def currency(self) -> str | None:
        plan = self.state.get("plan") or {}
        return plan.get("currency") or (self.debts[0].currency if self.debts else None)

    @property
    def next_instalment(self) -> Instalment | None:
        open_ones = [one for one in self.plan if one.status in {"next", "missed"}]
        return open_ones[0] if open_ones else None

    @property
    def spoken(self) -> str:
        """The last thing that was said to the person, for those who listen to the page."""
        last = self.lines[-1].bubble if self.lines else None
        return "" if last is None or last.from_person else last.text


async def look_at(
    desk: SimulatorDesk, reader: Reader, reference: str, everything: bool = False
) -> Screen:
    """One look at a person, as this reader reads it."""
    clock = await desk.now(reference)
    state = {**EMPTY_STATE, **await desk.state(reference)}
    thread = await desk.thread(reference)
    debts = await desk.debts(reference)
    real = await desk.real_channels(reference)
    figures = figures_for(reader, clock)
    shown = thread if everything else thread[-BUBBLES_SHOWN:]
    return Screen(
        reference=reference,
        lines=lines_of(shown, figures),
        hidden=len(thread) - len(shown),
        state=state,
        plan=instalments_of(state, figures.today),
        clock=clock,
        debts=debts,
        real=real,
        figures=figures,
    )


def figures_for(reader: Reader, clock: ClockView) -> Figures:
    return Figures(
        reader.language, zone_of(clock.time_zone), clock.now, translations(reader.language)
    )


def lines_of(bubbles: list[Bubble], figures: Figures) -> list[Line]:
    """The bubbles with what changes between them: the day, the channel."""
    lines = []
    day = channel = None
    for bubble in bubbles:
        this_day = figures.heading(bubble.at)
        lines.append(
            Line(
                bubble=bubble,
                day=this_day if this_day != day else None,
                channel=bubble.channel if bubble.channel != channel else None,
                agent=bubble.author.partition(":")[2] or None,
                kept_back=bubble.status in KEPT_BACK,
            )
        )
        day, channel = this_day, bubble.channel
    return lines


def instalments_of(state: Mapping[str, Any], today: date) -> list[Instalment]:
    """The plan's instalments: paid, missed, the next one, and those that come later."""
    found = []
    next_seen = False
    for one in (state.get("plan") or {}).get("instalments", []):
        due = moment_of(one.get("due_date"))
        amount = decimal_of(one.get("amount")) or Decimal(0)
        paid = amount if one.get("paid") is True else decimal_of(one.get("paid")) or Decimal(0)
        if paid >= amount:
            status = "paid"
        elif isinstance(due, date) and due < today:
            status = "missed"
        else:
            status = "later" if next_seen else "next"
            next_seen = True
        found.append(Instalment(amount, one.get("due_date"), status, paid, amount - paid))
    return found


def plain(value: Any) -> str:
    """A value whose shape the page does not know, as short text."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')}: {plain(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(one) for one in value)
    return str(value)


def helpers(reader: Reader) -> dict[str, Any]:
    """What every template of the simulator may use."""
    return {
        "label": partial(label, translations(reader.language)),
        "plain": plain,
        "owner_icons": OWNER_ICONS,
        "status_icons": STATUS_ICONS,
        "channels": CHANNELS,
    }


def parts_of(screen: Screen, reader: Reader) -> dict[str, str]:
    """The pieces of the page that change by themselves, by name."""
    facts = {"screen": screen, "figures": screen.figures, "state": screen.state} | helpers(reader)
    return {name: render(f"simulator/part_{name}.html", reader, **facts) for name in PARTS}


def marks_of(parts: Mapping[str, str]) -> str:
    """A short mark for each piece, so that the page can say which ones it has."""
    return ".".join(sha256(parts[name].encode()).hexdigest()[:10] for name in PARTS)


def changed(parts: Mapping[str, str], seen: str) -> dict[str, str]:
    """The pieces that differ from those the page has."""
    known = dict(zip(PARTS, seen.split("."), strict=False))
    fresh = dict(zip(PARTS, marks_of(parts).split("."), strict=True))
    return {name: parts[name] for name in PARTS if known.get(name) != fresh[name]}


def people_facts(people: list[Person], chosen: str, search: str) -> dict[str, Any]:
    """What the list of people needs."""
    return {
        "people": people[:PEOPLE_SHOWN],
        "more": max(0, len(people) - PEOPLE_SHOWN),
        "chosen": chosen,
        "search": search,
    }
