"""Do dialogues go the same way with Rasa's own parts and with ours?"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from fakes import SECRET
from test_state import plan

NLU = Path(__file__).resolve().parents[1]


async def talk(model, actions, stock):
    """All answers of two wild conversations with a process of its own."""
    app = web.Application(client_max_size=10**8)
    app.router.add_post("/actions", actions.handle)
    server = web.AppRunner(app)
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{server.addresses[0][1]}/actions"
    env = {**os.environ, "GOODFAITH_ENGINE_SECRET": SECRET, "GOODFAITH_ACTIONS_URL": url}
    process = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-m", "engine.launcher", "--model", str(model)],
        cwd=NLU,
        env={**env, "GOODFAITH_ENGINE_STOCK": stock},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = json.loads(await asyncio.to_thread(process.stdout.readline))
        return line, [answer async for answer in converse(line["port"])]
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
        await server.cleanup()


async def converse(port):
    async with aiohttp.ClientSession(headers={"X-Goodfaith-Secret": SECRET}) as session:
        for seed in (1, 2):
            state = None
            for number, step in enumerate(plan(seed)):
                body = {"conversation": "c", "message_id": str(number), "state": state, **step}
                async with session.post(f"http://127.0.0.1:{port}/turn", json=body) as response:
                    assert response.status == 200, await response.text()
                    answer = await response.json()
                state = answer["state"]
                yield answer


@pytest.mark.parametrize("stock", ["all"])
def test_stock_and_replaced_give_the_same(model, actions, stock):
    ours, replaced = asyncio.run(talk(model, actions, ""))
    theirs, original = asyncio.run(talk(model, actions, stock))
    assert (ours["tensorflow"], theirs["tensorflow"]) == (False, True)
    assert len(replaced) == 60
    assert replaced == original
