"""A trained fixture bot and a fake action server, for tests of the engine alone."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NLU = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).resolve().parent / "fixtures"

from engine import quiet  # noqa: E402
from engine.light import without_tensorflow  # noqa: E402

quiet.settle()
without_tensorflow()

from aiohttp import web  # noqa: E402
from fakes import SECRET, Actions, said, slot, validate_promise  # noqa: E402

from engine.engine import Engine  # noqa: E402
from engine.replacements import replace_stock  # noqa: E402

replace_stock()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture bot, trained by the command itself."""
    out = Path(os.environ.get("GOODFAITH_TEST_MODELS") or tmp_path_factory.mktemp("models"))
    command = [sys.executable, "-m", "engine.train", "--out", str(out)]
    command += ["--data", str(FIXTURES / "data"), "--domain", str(FIXTURES / "domain")]
    command += ["--config", str(FIXTURES / "config.yml")]
    done = subprocess.run(command, cwd=NLU, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return Path(json.loads(done.stdout.splitlines()[-1])["model"])


@pytest.fixture
def actions() -> Actions:
    """The fixture bot's actions."""
    fake = Actions()
    fake.answers = {
        "validate_promise_form": validate_promise,
        "action_balance": lambda _: {"responses": [said("utter_balance", amount={"minor": 1250})]},
        "action_record_promise": lambda _: {
            "events": [slot("amount", None), slot("day", None)],
            "responses": [said("utter_promise_recorded")],
        },
        "action_hand_over": lambda _: {
            "events": [
                slot("owner", "agent"),
                {"event": "active_loop", "name": None},
                slot("requested_slot", None),
            ],
            "responses": [said("utter_hand_over", buttons=[{"title": "ok", "payload": "t:1"}])],
        },
        "action_chain": lambda _: {"events": [{"event": "followup", "name": "action_balance"}]},
        "action_break": lambda _: web.json_response({"why": "down"}, status=500),
        "action_unhandled": lambda _: {"responses": [said("utter_unhandled")]},
    }
    return fake


@pytest.fixture
def run(model: Path, actions: Actions) -> Callable:
    """Runs `story(make_engine)` with the fake actions up; a new engine at each call."""

    def runner(story: Callable) -> Any:
        return asyncio.run(_with_actions(model, actions, story))

    return runner


async def _with_actions(model: Path, actions: Actions, story: Callable) -> Any:
    app = web.Application()
    app.router.add_post("/actions", actions.handle)
    server = web.AppRunner(app)
    await server.setup()
    site = web.TCPSite(server, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{server.addresses[0][1]}/actions"
    made: list[Engine] = []

    def engine(**settings: Any) -> Engine:
        made.append(Engine(model, url, SECRET, **settings))
        return made[-1]

    try:
        return await story(engine)
    finally:
        for one in made:
            await one.close()
        await server.cleanup()
