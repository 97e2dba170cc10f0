"""What the contract suite needs of every channel: its phone, its failures, its signed calls."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from channels import errors
from channels.base import Channel
from channels.errors import ChannelError
from channels.message import OutboundMessage, WebhookCall
from channels.simulator import SIGNATURE, SimulatorChannel

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
PERSON = "+12025550100"
SITE = "https://pay.juniper-oak.example"
EVERY_KIND = frozenset(
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ChannelError)
)


class Kit(Protocol):
    """A channel, and a look at what is on the other side of it.

    `keyed`: our idempotency key is known to the provider or, while the process lives, to the
    channel, so that a second send is no second message. `person` is whom we write to. What a
    provider cannot do: `asked` tells whether it can be asked what became of a message, `reports`
    whether it calls with statuses, `signs` whether its signature covers address and body, `refuses`
    which errors it knows.
    """

    channel: Channel
    keyed: bool
    secret: str
    person: str
    asked: bool
    reports: bool
    signs: bool
    refuses: frozenset[type[ChannelError]]

    def fail_next(self, *errors: ChannelError) -> None: ...

    def phone(self) -> list[str]: ...

    def message_call(self, **told: Any) -> WebhookCall: ...

    def status_call(self, **told: Any) -> WebhookCall: ...

    def strange_call(self) -> WebhookCall: ...

    def broken_call(self) -> WebhookCall: ...

    async def close(self) -> None: ...


def message(key="1", **given):
    facts = {"channel": "sms", "address": PERSON, "text": "Hello"}
    return OutboundMessage(idempotency_key=key, **facts | given)


@dataclass
class SimulatorKit:
    """The channel without a network."""

    name: str
    keyed: bool = True
    secret: str = "a-secret-of-the-simulator"
    person: str = PERSON
    asked: bool = True
    reports: bool = True
    signs: bool = True
    refuses: frozenset = EVERY_KIND
    channel: SimulatorChannel = field(init=False)

    def __post_init__(self):
        self.channel = SimulatorChannel(self.name, self.secret)

    def fail_next(self, *errors):
        self.channel.fail_next(*errors)

    def phone(self):
        sent = self.channel.delivered.values()
        return ["\n".join([m.text, *(b.label for b in m.buttons)]) for m in sent]

    def message_call(self, *, sid="in-1", text="Hello", pressed=None):
        told = {"event": "message", "id": sid, "from": PERSON, "text": text, "pressed": pressed}
        return self._signed(told)

    def status_call(self, *, status, sid="out-1", key="1"):
        return self._signed({"event": "status", "id": sid, "status": status, "key": key})

    def strange_call(self):
        return self._signed({"event": "weather", "id": "1"})

    def broken_call(self):
        return self._call(b'{"event": "message", "text": "\xff"}')

    def _signed(self, told):
        return self._call(json.dumps(told).encode())

    def _call(self, body):
        url = f"{SITE}/webhooks/{self.name}"
        return WebhookCall(url, {SIGNATURE: self.channel.sign(url, body)}, body, NOW)

    async def close(self):
        await self.channel.close()
