"""How do the provider's calls reach the product? At their times, whatever the answers take.

An open loop: a call does not wait for the one before, so waiting is counted. A call without an
answer, or with a server's error, is made again till it has one, as the provider does.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import RequestValidator

from tests.contract.channels.twilio_double import NUMBER, TOKEN
from tests.soak.parts import PUBLIC
from tests.soak.plan import TEXT, Call, phone

FORM = "application/x-www-form-urlencoded"
SOMEBODY_ELSE = "not-the-token-of-this-account"
PATIENCE_SECONDS = 15.0  # Twilio's own; waiting here for a free connection is not in it
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 15.0
SERVER_ERROR = 500


@dataclass
class Load:
    """The calls, and what came of them."""

    url: str
    calls: list[Call]
    done: int = 0
    again: int = 0
    took: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._signs = {False: RequestValidator(TOKEN), True: RequestValidator(SOMEBODY_ELSE)}

    async def run(self) -> None:
        """Make every call at its time; over when each has its answer."""
        loop = asyncio.get_running_loop()
        limits = aiohttp.ClientTimeout(
            None, sock_connect=PATIENCE_SECONDS, sock_read=PATIENCE_SECONDS
        )
        pool = aiohttp.TCPConnector(limit=256)
        async with aiohttp.ClientSession(self.url, timeout=limits, connector=pool) as http:
            begun = loop.time()
            async with asyncio.TaskGroup() as group:
                for call in self.calls:
                    due = begun + call.due
                    await asyncio.sleep(max(0.0, due - loop.time()))
                    group.create_task(self._until_answered(http, call, due))

    async def _until_answered(self, http: aiohttp.ClientSession, call: Call, due: float) -> None:
        path, body, headers = self._made(call)
        now, pause = asyncio.get_running_loop().time, FIRST_PAUSE_SECONDS
        while True:
            try:
                async with http.post(path, data=body, headers=headers) as answer:
                    await answer.read()
                self.took.append(now() - due)
                kind = "forged" if call.forged else "signed"
                self.answers[f"{kind}_{answer.status}"] += 1
                if answer.status < SERVER_ERROR:
                    break
            except (aiohttp.ClientError, TimeoutError):
                self.again += 1
            await asyncio.sleep(pause * (0.5 + random.random()))
            due, pause = now(), min(2 * pause, LONGEST_PAUSE_SECONDS)
        self.done += 1

    def _made(self, call: Call) -> tuple[str, str, dict[str, str]]:
        path = f"/webhooks/{call.channel}"
        prefix = "whatsapp:" if call.channel == "whatsapp" else ""
        told = {
            "MessageSid": call.sid,
            "SmsStatus": "received",
            "From": f"{prefix}{phone(call.person)}",
            "To": f"{prefix}{NUMBER}",
            "Body": TEXT.format(name=call.name),
            "NumMedia": "0",
        }
        signature = self._signs[call.forged].compute_signature(f"{PUBLIC}{path}", told)
        headers = {"Content-Type": FORM, "X-Twilio-Signature": signature}
        return path, urlencode(told), headers
