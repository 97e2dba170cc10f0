"""What does the simulator do with the product? What anybody could do, and no more.

Messages take the same road as a provider's webhook: inbox, job, turn, outbox, channel. The desk
only waits till the turn is done.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from bot.rules import identity
from bot.rules.money import Money
from bot.usecases.accounts.create_account import (
    Exists,
    NewContactPoint,
    add_contact_point,
    create_account,
)
from bot.usecases.accounts.describe_person import describe_reference
from bot.usecases.accounts.list_people import list_people
from bot.usecases.clock.move_clock import move_clock
from bot.usecases.conversation import agent_desk
from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.find_person import UnknownAccount, find_person
from bot.usecases.payments.record_payment import UnknownDebt, record_payment
from bot.usecases.people.verify_identity import keep_proof
from bot.usecases.ports import Sender, Tools, Work
from bot.usecases.records import Conversation, Event, Inbound, Outbound
from bot.usecases.scene import Scene
from bot.web.simulator.accounts import Account
from bot.web.simulator.port import Bubble, Button, ClockView, DebtView, DeskError, Person
from bot.wording import money
from channels.message import ChannelName, InboundMessage

AGENT = "Alex (demonstration)"
PROVIDER = "simulator"
VERIFIED = "verified_by_simulator"
"""The event of a person who was made so that they need not prove who they are."""
OPEN = ("queued", "sending")
GONE = ("sent", "delivered", "read")
HOW = "write from that phone, or from another channel here"
PATIENCE_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.015


@runtime_checkable
class PartlyReal(Sender, Protocol):
    """A channel that is a simulator for some and a provider for others: `channels.beside.Beside`
    says more."""

    def is_real(self, address: str) -> bool:
        """Does what is sent to this address leave through the provider?"""
        ...


class ProductDesk:
    """The simulator's hands on the product.

    `answers_here`: answers leave by the channels of these tools. Where another process has its own,
    any chat that was ever connected is taken for a real one.
    """

    def __init__(self, tools: Tools, *, answers_here: bool = True) -> None:
        self.tools = tools
        self._answers_here = answers_here

    # -- people ---------------------------------------------------------------------------------

    async def people(self, search: str) -> list[Person]:
        """Who fits the search, by name or reference."""
        wanted = search.casefold().strip()
        rows = await list_people(self.tools)
        return [
            Person(
                reference=row.account.reference,
                name=row.account.name,
                country=row.account.country,
                language=row.language,
                person_type=row.account.person_type,
                days_past_due=row.days_past_due,
                total=self._written(row.total, row.account.country, row.language),
                verified=row.verified,
                owner=row.owner,
            )
            for row in rows
            if wanted in row.account.name.casefold() or wanted in row.account.reference.casefold()
        ]

    @staticmethod
    def _written(total: Money | None, country: str, language: str) -> str:
        if total is None:
            return ""
        return money(total.decimal(), total.currency, f"{language}_{country}")

    async def create(self, payload: dict[str, Any]) -> None:
        """A new person, from the contract's JSON."""
        await self.create_account(Account.model_validate(payload))

    async def create_account(self, account: Account) -> None:
        """A new person with debts; `verified` people need not prove who they are, from whichever
        channel they will write."""
        async with self.tools.open_work() as work:
            try:
                new = await create_account(work, account.as_new(), source=PROVIDER)
            except Exists as error:
                raise DeskError("taken", str(error)) from error
            if account.verified:
                work.events.add(Event(account_id=new.id, kind=VERIFIED, at=work.now))
                await work.flush()
                for point in await work.contact_points.find(account_id=new.id):
                    keep_proof(point, work.now)
            await work.commit()

    async def state(self, reference: str) -> dict[str, Any]:
        """The state of the person; who was made as verified is so before they have an address."""
        try:
            state = await describe_reference(self.tools, reference)
        except UnknownAccount as error:
            raise DeskError("unknown_person", str(error)) from error
        async with self.tools.open_work() as work:
            scene = await self._scene(work, reference)
            made = None if scene.points else await _made_verified(work, scene.account.id)
            known = identity.still_verified(made, scene.now, scene.policy.identity)
        return {**state, "verified": state["verified"] or known}

    async def debts(self, reference: str) -> list[DebtView]:
        """The open debts of this person."""
        async with self.tools.open_work() as work:
            scene = await self._scene(work, reference)
            return [
                DebtView(
                    reference=owed.debt.reference,
                    description=owed.debt.description,
                    total=owed.total.decimal(),
                    currency=owed.debt.currency,
                    due_date=owed.debt.due_date,
                )
                for owed in await scene.owed()
            ]

    # -- messages -------------------------------------------------------------------------------

    async def send(self, reference: str, channel: str, text: str) -> dict[str, Any]:
        """A message from the person; the state and the replies once the turn is done."""
        return await self.message(reference, channel, text, None)

    async def message(
        self,
        reference: str,
        channel: str,
        text: str,
        message_id: str | None,
        *,
        pressed: str | None = None,
    ) -> dict[str, Any]:
        """The same with a message id of the caller's own; seen before, it changes nothing.

        `pressed`: the token of the button that was tapped, as a provider tells it.
        """
        if channel not in set(ChannelName):
            raise DeskError("channel", f"{channel!r} is none of {', '.join(ChannelName)}")
        message = InboundMessage(
            provider=PROVIDER,
            event_id=f"{reference}:{message_id or uuid.uuid4()}",
            channel=channel,
            address=await self._address(reference, channel),
            text=text,
            received_at=datetime.now(UTC),
            pressed=pressed,
        )
        row = await receive_message(self.tools, message)
        replies = await self._turn_done(row) if row is not None else []
        return {"replies": [as_reply(r) for r in replies], **await self.state(reference)}

    async def real_channels(self, reference: str) -> frozenset[str]:
        """The channels on which this person has a real phone: nobody writes in their name there."""
        async with self.tools.open_work() as work:
            scene = await self._scene(work, reference)
            return frozenset(
                point.channel
                for point in scene.points
                if self._is_real(point.channel, point.address)
            )

    def _is_real(self, channel: str, address: str) -> bool:
        sender = self.tools.channels.get(channel)
        if self._answers_here:
            return isinstance(sender, PartlyReal) and sender.is_real(address)
        return channel == ChannelName.TELEGRAM and not address.startswith(f"{PROVIDER}:")

    async def _address(self, reference: str, channel: str) -> str:
        """The person's address; whoever writes from a channel for the first time gets one.

        DeskError where it is a real phone: answers would go there, and what is proved here would
        count there.
        """
        async with self.tools.open_work() as work:
            scene = await self._scene(work, reference)
            account = scene.account
            point = await work.contact_points.get(account_id=account.id, channel=channel)
            if point is not None and self._is_real(channel, point.address):
                raise DeskError(
                    "real_phone", f"{reference} has a real {channel.title()} chat: {HOW}"
                )
            if point is not None:
                return point.address
            new = NewContactPoint(channel, f"{PROVIDER}:{reference}", True, "wrote first")
            await add_contact_point(work, account, new)
            made = await _made_verified(work, account.id)
            point = await work.contact_points.get(account_id=account.id, channel=channel)
            if made is not None and point is not None:
                keep_proof(point, made)
            await work.commit()
            return new.address

    async def _turn_done(self, row: Inbound) -> list[Outbound]:
        """Wait till the message is answered, or held because the engine is down."""
        waited = 0.0
        while True:
            async with self.tools.open_work() as work:
                now = await work.inbox.get(id=row.id)
                replies = await work.outbox.find(inbound_id=row.id)
                settled = now is not None and (now.processed_at or now.held_at)
                if settled and not any(reply.status in OPEN for reply in replies):
                    return [reply for reply in replies if reply.status in GONE]
                if waited > PATIENCE_SECONDS:
                    raise DeskError("unavailable", "the turn is not done yet: is a worker running?")
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            waited += LOOK_AGAIN_SECONDS

    async def thread(self, reference: str) -> list[Bubble]:
        """Every message of this person, on every channel, oldest first."""
        async with self.tools.open_work() as work:
            scene = await self._scene(work, reference)
            came = await work.inbox.find(conversation_id=scene.conversation.id)
            left = await work.outbox.find(conversation_id=scene.conversation.id)
        labels = {b["token"]: b["label"] for row in left for b in row.buttons}
        bubbles = [inbound_bubble(row, labels) for row in came]
        bubbles += [outbound_bubble(row) for row in left]
        order = {b.id: n for n, b in enumerate(bubbles)}
        return sorted(bubbles, key=lambda b: (b.at, order[b.id]))

    async def outbox(self, reference: str | None) -> list[dict[str, Any]]:
        """Every message that left, was held or was refused, with the reason."""
        async with self.tools.open_work() as work:
            if reference is None:
                rows = await work.outbox.find()
            else:
                scene = await self._scene(work, reference)
                rows = await work.outbox.find(conversation_id=scene.conversation.id)
            return [as_outbox(row) for row in rows]

    # -- the other side ---------------------------------------------------------------------------

    async def now(self, reference: str | None = None) -> ClockView:
        """The clock, with the zone of this person where one is named."""
        async with self.tools.open_work() as work:
            zone = "UTC"
            if reference is not None:
                zone = (await self._scene(work, reference)).account.time_zone
            setting = await work.clock.get(id=1)
            simulated = setting is not None and setting.offset_seconds != 0
            return ClockView(work.now.astimezone(ZoneInfo(zone)), simulated, zone)

    async def move_clock(self, now: datetime | None, advance: str | None, reset: bool) -> None:
        """Set the clock, advance it, or go back to real time; due jobs run."""
        try:
            await move_clock(self.tools, now=now, advance=advance, reset=reset)
        except ValueError as error:
            raise DeskError("date", str(error)) from error

    async def agent(self, reference: str, action: str, text: str | None) -> dict[str, Any]:
        """`claim`, `say` or `hand_back` as the demonstration agent; returns the state."""
        conversation = (await self._thread(reference)).id
        try:
            if action == "claim":
                await agent_desk.take_over(self.tools, conversation, AGENT)
            elif action == "say":
                row = await agent_desk.agent_says(self.tools, conversation, AGENT, text or "")
                await self._left(row)
            elif action == "hand_back":
                await agent_desk.hand_back(self.tools, conversation)
            else:
                raise DeskError("unknown_deed", f"{action!r} is not claim, say or hand_back")
        except agent_desk.NotAllowed as error:
            raise DeskError("not_owner", str(error)) from error
        return await self.state(reference)

    async def _left(self, row: Outbound) -> None:
        """Wait till an agent's message left or was turned away."""
        waited = 0.0
        while waited < PATIENCE_SECONDS:
            async with self.tools.open_work() as work:
                now = await work.outbox.get(id=row.id)
                if now is not None and now.status not in OPEN:
                    return
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            waited += LOOK_AGAIN_SECONDS

    async def pay(self, debt: str, amount: Decimal) -> None:
        """A payment arrives on this debt."""
        await self.payment(debt, str(amount), None)

    async def payment(self, debt: str, amount: str, at: datetime | None) -> None:
        """The same with a time of its own."""
        try:
            await record_payment(self.tools, debt, amount, f"{PROVIDER}:{uuid.uuid4()}", at)
        except UnknownDebt as error:
            raise DeskError("unknown_debt", str(error)) from error
        except ValueError as error:
            raise DeskError("amount", str(error)) from error

    async def reference_of(self, debt: str) -> str:
        """Whose debt is this?"""
        async with self.tools.open_work() as work:
            found = await work.debts.get(reference=debt)
            account = await work.accounts.get(id=found.account_id) if found else None
            if account is None:
                raise DeskError("unknown_debt", f"no debt has the reference {debt}")
            return account.reference

    async def _thread(self, reference: str) -> Conversation:
        async with self.tools.open_work() as work:
            return (await self._scene(work, reference)).conversation

    async def _scene(self, work: Any, reference: str) -> Scene:
        try:
            return await find_person(work, self.tools, reference)
        except UnknownAccount as error:
            raise DeskError("unknown_person", str(error)) from error


async def _made_verified(work: Work, account_id: uuid.UUID) -> datetime | None:
    """When somebody was made as a person who need not prove who they are; None for others."""
    event = await work.events.get(account_id=account_id, kind=VERIFIED)
    return event.at if event is not None else None


def as_reply(row: Outbound) -> dict[str, Any]:
    """A reply as the simulator answers it."""
    buttons = [{"label": b["label"], "token": b["token"]} for b in row.buttons]
    return {"text": row.text, "buttons": buttons}


def as_outbox(row: Outbound) -> dict[str, Any]:
    """A message of the outbox with everything that was decided about it."""
    return {
        "id": row.id,
        "channel": row.channel,
        "kind": row.kind,
        "key": row.key,
        "text": row.text,
        "author": row.author,
        "status": row.status,
        "reason": row.reason,
        "rules": row.verdicts,
        "not_before": row.not_before.isoformat() if row.not_before else None,
        "created_at": row.created_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
    }


def inbound_bubble(row: Inbound, labels: Mapping[str, str]) -> Bubble:
    """A message of the person; a tap shows what stood on the button (`labels` by token)."""
    text = labels.get(row.text, row.text)
    return Bubble(f"in-{row.id}", True, "person", row.channel, text, row.received_at, "received")


def outbound_bubble(row: Outbound) -> Bubble:
    """A message to the person."""
    status = "queued" if row.status == "sending" else row.status
    notice = row.key in {"utter_agent_joined", "utter_agent_left"}
    return Bubble(
        id=f"out-{row.id}",
        from_person=False,
        author="system" if notice else row.author,
        channel=row.channel,
        text=row.text,
        at=row.created_at,
        status=status,
        buttons=[Button(b["label"], b["token"]) for b in row.buttons],
        reason=row.reason,
    )
