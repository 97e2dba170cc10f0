"""How does a soak go? Everything is started, people write, parts die, and what waits is awaited."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.app import build
from bot.launch import children
from bot.rules.money import Money
from bot.settings import Settings
from bot.usecases.accounts.create_account import (
    NewAccount,
    NewContactPoint,
    NewDebt,
    create_account,
)
from tests.dialogs.stack import Part
from tests.integration.product import NOWHERE, SECRET, rows
from tests.soak.load import Load
from tests.soak.parts import Parts
from tests.soak.plan import Plan, calls, phone
from tests.soak.verdict import WATCH, Verdict, judge

STARTS_WITHIN_SECONDS = 60.0
LOOK_EVERY_SECONDS = 1.0
DOWN_SECONDS = 2.0
PROGRESS = """
    SELECT (SELECT count(*) FROM inbox),
           (SELECT count(*) FROM outbox WHERE status IN ('sent', 'delivered', 'read', 'failed')
            AND inbound_id IS NOT NULL AND key = 'utter_contact_time'),
           (SELECT count(*) FROM inbox WHERE processed_at IS NULL)
           + (SELECT count(*) FROM outbox WHERE status IN ('queued', 'held', 'sending', 'unknown'))
           + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))
"""

Tell = Callable[[dict[str, int]], None]


class Soak:
    """One soak on a migrated database."""

    def __init__(self, plan: Plan, url: str, folder: Path, tell: Tell) -> None:
        self.plan, self.url, self.folder, self.tell = plan, url, folder, tell
        self.calls = calls(plan)
        self.parts = Parts(plan, url, folder)
        self.load = Load(self.parts.web_url, self.calls)
        self.kept = self.answered = self.waiting = 0
        self.killed: list[str] = []

    async def run(self) -> Verdict:
        """All of it. The verdict's violations are empty when nothing was lost or repeated."""
        for statement in WATCH:
            await rows(self.url, statement)
        await self._people()
        begun = time.monotonic()
        try:
            self.parts.start()
            await self._ready()
            sending = asyncio.create_task(self.load.run())
            killing = asyncio.create_task(self._kill())
            quiet = await self._until_quiet(sending, killing)
            told = await self._told()
            verdict = await judge(self.url, self.calls, told)
        finally:
            self.parts.stop()
        if not quiet:
            verdict.violations.append(f"{self.waiting} rows and jobs still waited at the end")
        verdict.expect_none("wrong answers of the webhook", self._wrong_answers())
        verdict.figures = {**self._figures(told, time.monotonic() - begun), **verdict.figures}
        return verdict

    async def _people(self) -> None:
        """Invented people, each with a debt, an SMS number and the same number on WhatsApp."""
        secret = SecretStr(SECRET)
        settings = Settings(
            mode="test", data=self.folder, engine_url=NOWHERE,
            engine_secret=secret, session_secret=secret,
        )  # fmt: skip
        product = build(settings, self.url)
        try:
            async with product.queue.open_async(), product.tools.open_work() as work:
                for number in range(self.plan.people):
                    await create_account(work, _person(number), source="soak")
                await work.commit()
        finally:
            await product.close()

    async def _ready(self) -> None:
        """The web answers, and every worker lives."""
        end = time.monotonic() + STARTS_WITHIN_SECONDS
        async with aiohttp.ClientSession() as http:
            while time.monotonic() < end:
                try:
                    async with http.get(f"{self.parts.web_url}/ready") as answer:
                        if answer.ok:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        raise RuntimeError(f"the product did not start\n{self.tails()}")

    def tails(self) -> str:
        """What the processes said last."""
        parts = (self.parts.outside, self.parts.web, *self.parts.workers)
        return "\n".join(f"{part.log.stem}:\n{children.tail(part.log)}" for part in parts)

    async def _kill(self) -> None:
        """Workers die at their times in the course of the answers, the web in that of the calls;
        each is started again."""
        dice = random.Random(self.plan.seed)
        kills = self.plan.kills
        workers = [(n + 0.5 + dice.random() / 2) / (kills + 1) for n in range(kills)]
        webs = sorted(0.3 + dice.random() * 0.4 for _ in range(self.plan.web_kills))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._kill_at("worker", workers, self.parts.workers, dice))
            group.create_task(self._kill_at("web", webs, [self.parts.web], dice))

    async def _kill_at(
        self, who: str, places: list[float], parts: list[Part], dice: random.Random
    ) -> None:
        for place in places:
            await self._until(who, place)
            part = dice.choice(parts)
            part.kill()
            self.killed.append(part.log.stem)
            await asyncio.sleep(DOWN_SECONDS)
            part.start()

    async def _until(self, who: str, place: float) -> None:
        while True:
            web = self.load.done / len(self.calls)
            if place <= (web if who == "web" else self.answered / self.plan.messages):
                return
            await asyncio.sleep(LOOK_EVERY_SECONDS / 5)

    async def _until_quiet(self, *tasks: asyncio.Task[None]) -> bool:
        """Nothing waits any more; False when nothing moves for as long as patience lasts."""
        moved, before = time.monotonic(), None
        async with aiohttp.ClientSession(self.parts.outside_url) as http:
            while True:
                ((self.kept, self.answered, self.waiting),) = await rows(self.url, PROGRESS)
                self.tell({"calls": self.load.done, "kept": self.kept, "answered": self.answered})
                if all(task.done() for task in tasks) and not self.waiting:
                    for task in tasks:
                        task.result()
                    async with http.get("/soak") as answer:
                        if not (await answer.json())["news_to_come"]:
                            return True
                state = (self.load.done, self.kept, self.answered, self.waiting)
                if state != before:
                    moved, before = time.monotonic(), state
                if time.monotonic() - moved > self.plan.patience:
                    for task in tasks:
                        task.cancel()
                    return False
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _told(self) -> dict[str, Any]:
        async with aiohttp.ClientSession(self.parts.outside_url) as http, http.get("/soak") as told:
            found: dict[str, Any] = await told.json()
            return found

    def _wrong_answers(self) -> list[str]:
        right = {"signed_200", "forged_403"}
        return [name for name in self.load.answers if name not in right]

    def _figures(self, told: dict[str, Any], seconds: float) -> dict[str, Any]:
        forged = sum(call.forged for call in self.calls)
        cuts = statistics.quantiles(self.load.took, n=100)
        return {
            "messages": self.plan.messages,
            "people": self.plan.people,
            "seed": self.plan.seed,
            "calls": len(self.calls),
            "duplicates": len(self.calls) - forged - self.plan.messages,
            "forged": forged,
            "calls_made_again": self.load.again,
            "webhook_answers": dict(self.load.answers),
            "webhook_p50_ms": round(cuts[49] * 1000, 1),
            "webhook_p99_ms": round(cuts[98] * 1000, 1),
            "injected": told["injected"],
            "sent_by_provider": len(told["got"]),
            "kills": self.killed,
            "seconds": round(seconds),
        }


def _person(number: int) -> NewAccount:
    nothing = Money(0, "USD")
    debt = NewDebt(
        f"SOAK-{number}-1", "Sofa", Money(10_000, "USD"), nothing, nothing, date(2026, 2, 1)
    )
    points = tuple(NewContactPoint(channel, phone(number)) for channel in ("sms", "whatsapp"))
    return NewAccount(
        f"SOAK-{number}", "Sol Soaked", "en", "US", "America/New_York",
        contact_points=points, debts=(debt,),
    )  # fmt: skip
