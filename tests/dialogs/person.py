"""A person with a phone, over the simulator's HTTP calls; and the clock of the whole system."""

import copy
import itertools
import time
from pathlib import Path
from typing import Any

import httpx
import yaml

PEOPLE = yaml.safe_load((Path(__file__).parent / "people.yml").read_text(encoding="utf-8"))
NOW = "2027-03-10T15:00:00+00:00"
"""A Wednesday on which people are at work in New York, London and São Paulo."""
_numbers = itertools.count(1)


class World:
    """The product as it can be reached from outside."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=base, timeout=80, trust_env=False)
        self.took: list[float] = []

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(path, params=query)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        answer = self.http.post(path, json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def clock(self, **move: Any) -> Any:
        return self.post("/simulator/clock", **move)

    def person(self, who: str, **other: Any) -> "Person":
        """A new person like `who` in people.yml, with some facts of their own."""
        facts = {**copy.deepcopy(PEOPLE[who]), **other}
        number = next(_numbers)
        reference = f"{who.upper()}-{number}"
        for debt in facts["debts"]:
            debt["reference"] = f"{reference}/{debt['reference']}"
            debt["due_date"] = str(debt["due_date"])
        facts["birth_date"] = str(facts["birth_date"])
        if facts.get("phone") == "one of their own":
            facts["phone"] = f"+1212555{number:04d}"
        state = self.post("/simulator/accounts", reference=reference, **facts)
        return Person(self, reference, facts.pop("channel", "whatsapp"), facts, state)


class Person:
    """One debtor's side of a conversation."""

    def __init__(
        self, world: World, reference: str, channel: str, facts: dict[str, Any], new: dict[str, Any]
    ) -> None:
        self.world, self.reference, self.channel = world, reference, channel
        self.facts, self.new = facts, new

    def says(self, text: str, channel: str | None = None, message_id: str | None = None) -> Any:
        """A message, and what came of it."""
        more = {"message_id": message_id} if message_id else {}
        began = time.monotonic()
        answer = self.world.post(
            "/simulator/messages",
            account=self.reference,
            channel=channel or self.channel,
            text=text,
            **more,
        )
        self.world.took.append(time.monotonic() - began)
        return answer

    def taps(self, button: dict[str, str], channel: str | None = None) -> Any:
        """A button is tapped, as a provider tells it: its label for text, and its token."""
        return self.world.post(
            "/simulator/messages",
            account=self.reference,
            channel=channel or self.channel,
            text=button["label"],
            pressed=button["token"],
        )

    def state(self) -> Any:
        return self.world.get(f"/simulator/accounts/{self.reference}")

    def outbox(self) -> list[dict[str, Any]]:
        return self.world.get("/simulator/outbox", account=self.reference)

    def left(self) -> list[dict[str, Any]]:
        """The outbox, once nothing in it is under way any more."""
        end = time.monotonic() + 20
        while True:
            rows = self.outbox()
            if all(row["status"] not in ("queued", "sending") for row in rows):
                return rows
            assert time.monotonic() < end, rows
            time.sleep(0.02)

    def agent(self, action: str, text: str | None = None) -> Any:
        return self.world.post("/simulator/agent", account=self.reference, action=action, text=text)

    def pay(self, debt: str, amount: str) -> Any:
        return self.world.post(
            "/simulator/payments", debt=f"{self.reference}/{debt}", amount=amount
        )
