"""How does the page behave without the product? A small desk in memory, for tests and for show."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.web.simulator.port import Bubble, Button, ClockView, DebtView, DeskError, Person

START = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)


def blank_state(language: str) -> dict[str, Any]:
    """The state of a person with whom nothing has happened yet."""
    return {
        "conversation": "c-1",
        "owner": "bot",
        "verified": False,
        "language": language,
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


class FakeDesk:
    """Keeps the promises of `SimulatorDesk` with dictionaries; answers every message alike."""

    def __init__(self) -> None:
        self.clock = START
        self.simulated = False
        self.down = False
        self.persons: dict[str, Person] = {}
        self.zones: dict[str, str] = {}
        self.threads: dict[str, list[Bubble]] = {}
        self.states: dict[str, dict[str, Any]] = {}
        self.owed: dict[str, list[DebtView]] = {}
        self.created: list[dict[str, Any]] = []
        self.real: dict[str, frozenset[str]] = {}

    def add(self, person: Person, zone: str, debts: list[DebtView]) -> None:
        self.persons[person.reference] = person
        self.zones[person.reference] = zone
        self.threads[person.reference] = []
        self.states[person.reference] = blank_state(person.language)
        self.owed[person.reference] = debts

    def say(self, reference: str, author: str, text: str, **more: Any) -> Bubble:
        """A bubble at the end of the thread."""
        thread = self.threads[reference]
        facts: dict[str, Any] = {
            "id": f"{reference}-{len(thread)}",
            "from_person": author == "person",
            "author": author,
            "channel": "sms",
            "text": text,
            "at": self.clock,
            "status": "received" if author == "person" else "delivered",
        }
        bubble = Bubble(**facts | more)
        thread.append(bubble)
        return bubble

    async def people(self, search: str) -> list[Person]:
        self._reach()
        wanted = search.lower()
        return [
            one
            for one in self.persons.values()
            if wanted in one.name.lower() or wanted in one.reference.lower()
        ]

    async def thread(self, reference: str) -> list[Bubble]:
        self._known(reference)
        return list(self.threads[reference])

    async def state(self, reference: str) -> dict[str, Any]:
        self._known(reference)
        return self.states[reference]

    async def real_channels(self, reference: str) -> frozenset[str]:
        self._known(reference)
        return self.real.get(reference, frozenset())

    async def send(self, reference: str, channel: str, text: str) -> dict[str, Any]:
        if channel in await self.real_channels(reference):
            raise DeskError("real_phone")
        state = self.states[reference]
        self.say(reference, "person", text, channel=channel)
        state.update(intent="ask_plan", confidence=0.91)
        if state["owner"] == "bot":
            buttons = [Button("Three instalments", "three"), Button("A person, please", "person")]
            self.say(
                reference,
                "bot",
                f"I read: {text}\nWhat would suit you?",
                channel=channel,
                buttons=buttons,
            )
        return state

    async def now(self, reference: str | None = None) -> ClockView:
        self._reach()
        return ClockView(self.clock, self.simulated, self.zones.get(reference or "", "UTC"))

    async def move_clock(self, now: datetime | None, advance: str | None, reset: bool) -> None:
        self._reach()
        steps = {"P1D": timedelta(days=1), "P7D": timedelta(days=7)}
        if now and now < self.clock:
            raise DeskError("past")
        self.clock = START if reset else now or self.clock + steps[str(advance)]
        self.simulated = not reset

    async def agent(self, reference: str, action: str, text: str | None) -> dict[str, Any]:
        self._known(reference)
        state = self.states[reference]
        if action != "claim" and state["owner"] != "agent":
            raise DeskError("not_owner")
        if action == "say":
            self.say(reference, "agent:Ana", text or "")
        else:
            state["owner"] = "agent" if action == "claim" else "bot"
            news = "A person joined." if action == "claim" else "The assistant is back."
            self.say(reference, "system", news)
        return state

    async def pay(self, debt: str, amount: Decimal) -> None:
        self._reach()
        for debts in self.owed.values():
            for place, one in enumerate(debts):
                if one.reference == debt:
                    debts[place] = replace(one, total=str(Decimal(one.total) - amount))
                    return
        raise DeskError("unknown_debt")

    async def create(self, payload: dict[str, Any]) -> None:
        self._reach()
        reference = payload["reference"]
        if reference in self.persons:
            raise DeskError("taken")
        self.created.append(payload)
        debts = [
            DebtView(
                reference=one["reference"],
                description=one["description"],
                total=str(sum(Decimal(one[part]) for part in ("principal", "interest", "fees"))),
                currency=one["currency"],
                due_date=date.fromisoformat(one["due_date"]),
            )
            for one in payload["debts"]
        ]
        late = (self.clock.date() - debts[0].due_date).days
        person = Person(
            reference=reference,
            name=payload["name"],
            country=payload["country"],
            language=payload["language"],
            person_type=payload["person_type"],
            days_past_due=late,
            total=f"{debts[0].currency} {debts[0].total}",
            verified=payload["verified"],
            owner="bot",
        )
        self.add(person, payload.get("time_zone", "UTC"), debts)

    async def debts(self, reference: str) -> list[DebtView]:
        self._known(reference)
        return list(self.owed[reference])

    def _reach(self) -> None:
        if self.down:
            raise ConnectionError("the product is down")

    def _known(self, reference: str) -> None:
        self._reach()
        if reference not in self.persons:
            raise DeskError("unknown_person")
