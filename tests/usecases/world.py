"""A small world for use cases: the store in memory, a scripted engine, phones that keep messages.

Nothing waits in it: the clock is moved by hand, and due jobs run when they are told to.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.paying.page import OwnPages
from bot.policies import Policies
from bot.rules.contact import MessageKind
from bot.rules.money import Money
from bot.store.memory import MemoryStore
from bot.usecases import records
from bot.usecases.accounts.create_account import (
    NewAccount,
    NewContactPoint,
    NewDebt,
    create_account,
)
from bot.usecases.accounts.describe_person import describe_reference
from bot.usecases.answer import Answer
from bot.usecases.clock.run_due import run_due
from bot.usecases.conversation.meet_stranger import tell_stranger
from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.conversation.take_turns import take_turns
from bot.usecases.fake_engine import FakeEngine
from bot.usecases.outbox.compose import compose
from bot.usecases.outbox.deliver import deliver
from bot.usecases.people.verify_identity import keep_proof
from bot.usecases.ports import Creditor, Say, Tools, Wording, Work
from bot.usecases.scene import Scene
from channels.message import ChannelName, InboundMessage
from channels.simulator import SimulatorChannel

TUESDAY = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York, on a working day."""
PLACES = {"US": ("America/New_York", "USD"), "GB": ("Europe/London", "GBP")} | {
    "BR": ("America/Sao_Paulo", "BRL")
}
TASKS = {"take_turns": take_turns, "deliver": deliver, "tell_stranger": tell_stranger}
MOST_JOBS = 50
SECRET = "of the simulator in tests"


@dataclass(repr=False)
class World:
    """Everything that a use case needs, and time."""

    store: MemoryStore
    engine: FakeEngine
    phones: dict[str, SimulatorChannel]
    tools: Tools
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    @classmethod
    def make(cls, policies: Policies, wording: Wording, creditor: Creditor) -> World:
        store, engine = MemoryStore(TUESDAY), FakeEngine()
        phones = {str(name): SimulatorChannel(name, SECRET) for name in ChannelName}
        pages = OwnPages("https://pay.test", "a secret of the tests")
        doors = store.open_work, store.keep_message
        tools = Tools(*doors, engine, wording, policies, phones, creditor, pages)
        return cls(store, engine, phones, tools)

    async def meet(
        self,
        reference: str = "A-1",
        *,
        country: str = "US",
        verified: bool = True,
        debts: tuple[tuple[str, str, str], ...] = (("300.00", "20.00", "10.00"),),
        due: date = date(2026, 2, 1),
        channels: tuple[str, ...] = ("sms",),
        terms: dict[str, Any] | None = None,
        **given: Any,
    ) -> Person:
        """Someone with debts of (principal, interest, fees), each due ten days after the last."""
        zone, currency = PLACES[country]
        facts: dict[str, Any] = {
            "name": "Ada Lovelace",
            "language": "pt" if country == "BR" else "en",
            "time_zone": zone,
            "birth_date": date(1985, 12, 10),
            "document_last": "4321",
            "first_time_late": True,
        }
        new = NewAccount(
            reference=reference,
            country=country,
            contact_points=tuple(NewContactPoint(c, f"{c}:{reference}") for c in channels),
            debts=tuple(
                NewDebt(
                    f"{reference}-D{n}",
                    f"{('Sofa', 'Mattress', 'Fridge')[n - 1]}, order {n}",
                    *(Money.parse(part, currency) for part in parts),
                    due + timedelta(days=10 * (n - 1)),
                    terms=terms or {},
                )
                for n, parts in enumerate(debts, start=1)
            ),
            **facts | given,
        )
        async with self.tools.open_work() as work:
            account = await create_account(work, new, source="test")
            await work.flush()
            thread = await work.conversations.get(account_id=account.id)
            assert thread is not None
            for point in await work.contact_points.find(account_id=account.id) if verified else []:
                keep_proof(point, work.now)
            await work.commit()
        return Person(self, reference, thread.id, account.id)

    async def run(self) -> None:
        """Run the jobs that are due, in the order in which they were queued."""
        for _ in range(MOST_JOBS):
            due = [job for job in self.store.jobs if job.due_at <= self.store.now]
            if not due:
                return
            self.store.jobs.remove(due[0])
            whose, *rest = due[0].arguments.values()
            await TASKS[due[0].task](self.tools, uuid.UUID(str(whose)), *rest)
        raise AssertionError("the jobs never end")

    async def wait(self, **span: float) -> None:
        """Let time pass, then do what fell due."""
        self.store.clock += timedelta(**span)
        await run_due(self.tools)
        await self.run()


@dataclass(repr=False)
class Person:
    """One person, their phone, and what we know of them."""

    world: World
    reference: str
    thread_id: uuid.UUID
    account_id: uuid.UUID

    # -- talking -------------------------------------------------------------------------------

    async def sends(
        self, text: str, *, channel: str = "sms", event: str | None = None, **more: Any
    ) -> Any:
        """A message arrives and waits for its turn."""
        message = InboundMessage(
            provider="test",
            event_id=event or f"e-{next(self.world.numbers)}",
            channel=channel,
            address=f"{channel}:{self.reference}",
            text=text,
            received_at=self.world.store.now,
            **more,
        )
        return await receive_message(self.world.tools, message)

    async def writes(self, text: str, **how: Any) -> list[str]:
        """A message arrives and gets its turn. Answers what reached the phones by that."""
        before = len(self.phone())
        await self.sends(text, **how)
        await self.world.run()
        return self.phone()[before:]

    async def does(self, usecase: Callable[..., Awaitable[Any]], *args: Any, **how: Any) -> Any:
        """Run a use case on this person's scene, and keep what it did."""
        async with self.world.tools.open_work() as work:
            scene = await Scene.open(work, self.world.tools, self.thread_id)
            answer = await usecase(scene, *args, **how)
            await work.commit()
            return answer

    async def hears(
        self, answer: Answer | tuple[Say, ...], *, kind: str = "reply", channel: str = "sms"
    ) -> list[str]:
        """What is answered goes through the outbox. Answers what reached the phones by that."""
        before = len(self.phone())
        how = {"kind": MessageKind(kind), "channel": channel}
        says = list(answer.says if isinstance(answer, Answer) else answer)
        turn = f"test:{next(self.world.numbers)}"
        await self.does(compose, says, turn=turn, **how)
        await self.world.run()
        return self.phone()[before:]

    def phone(self, channel: str | None = None) -> list[str]:
        """The texts on the phone, in the order in which they came, channel by channel."""
        names = [channel] if channel else list(self.world.phones)
        return [
            sent.text
            for name in names
            for sent in self.world.phones[name].delivered.values()
            if sent.address == f"{name}:{self.reference}"
        ]

    # -- looking -------------------------------------------------------------------------------

    async def state(self) -> dict[str, Any]:
        """What the simulator and the desk show."""
        return await describe_reference(self.world.tools, self.reference)

    async def thread(self) -> records.Conversation:
        """The conversation as it is stored now."""
        async with self.world.tools.open_work() as work:
            found = await work.conversations.get(id=self.thread_id)
            assert found is not None
            return found

    async def look(self, name: str, **equals: Any) -> list[Any]:
        """The rows of this person in one of the repositories."""
        own = {"inbox": "conversation_id", "outbox": "conversation_id"}.get(name, "account_id")
        of = self.thread_id if own == "conversation_id" else self.account_id
        async with self.world.tools.open_work() as work:
            rows: list[Any] = await getattr(work, name).find(**{own: of}, **equals)
            return rows

    async def history(self) -> list[str]:
        """The kinds of the account's events, oldest first."""
        return [event.kind for event in await self.look("events")]

    async def owes(self, place: int = 0) -> str:
        """What is outstanding on one debt, as a decimal string."""
        total: str = (await self.state())["balance"][place]["total"]
        return total

    # -- arranging -----------------------------------------------------------------------------

    async def change(self, what: Callable[[Work, Scene], Awaitable[None]]) -> None:
        """Change rows by hand."""

        async def changed(scene: Scene) -> None:
            await what(scene.work, scene)

        await self.does(changed)

    async def proves_identity(self, channel: str | None = None) -> None:
        """As if the two answers had been right, now, on this channel, or on each one."""

        async def prove(work: Work, scene: Scene) -> None:
            for point in scene.points:
                if channel in (None, point.channel):
                    keep_proof(point, work.now)

        await self.change(prove)


def keys(answer: Answer) -> list[str]:
    """The response keys of an answer, without their prefix."""
    return [say.key.removeprefix("utter_") for say in answer.says]
