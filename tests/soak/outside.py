"""Who stands around the product in the soak? A provider with bad days, and an engine of one line.

A process of its own, so that what it costs is not taken for the product's. The engine answers
every turn at once and names what the message named, so that the soak measures the road and not
the model.
"""

from __future__ import annotations

import asyncio
import os
import re

from aiohttp import web

from tests.soak.provider import Provider

NAME = re.compile(r"N\d{6}")
KEY = "utter_contact_time"  # a response with room for a fact of ours: "Noted: {window}. …"
FACT = "window"


async def turn(request: web.Request) -> web.Response:
    """Repeat the name in the text; say nothing to a text without one."""
    found = NAME.search((await request.json())["text"] or "")
    says = [{"key": KEY, "facts": {FACT: found.group()}}] if found else []
    told = {"replies": says, "state": {}, "slots": {}, "active_loop": None}
    return web.json_response({**told, "intent": "contact_time", "confidence": 1.0})


async def parse(request: web.Request) -> web.Response:
    """Nothing in particular."""
    texts = (await request.json())["texts"]
    return web.json_response(
        [{"text": text, "intent": "contact_time", "confidence": 1.0} for text in texts]
    )


async def health(_: web.Request) -> web.Response:
    """The engine is there."""
    return web.json_response({"status": "ok"})


async def main() -> None:
    """Stand there till told to go."""
    provider = Provider(
        os.environ["SOAK_HOOKS"], os.environ["PUBLIC"], seed=int(os.environ["SOAK_SEED"])
    )
    app = web.Application()
    app.add_routes([web.post("/turn", turn), web.post("/parse", parse), web.get("/health", health)])
    provider.add_to(app)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["SOAK_PORT"])).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
