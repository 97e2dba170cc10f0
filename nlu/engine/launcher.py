"""How is an engine started?

    python -m engine.launcher --model models/<fingerprint>.tar.gz --port 5105

Needs GOODFAITH_ENGINE_SECRET and GOODFAITH_ACTIONS_URL. Listens on 127.0.0.1 only (port 0
takes a free one), prints one JSON line when it is ready, and ends cleanly on SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import signal
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"


def main() -> int:
    """Parse the arguments and serve until told to stop."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(prog="engine.launcher", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    secret = os.environ.get("GOODFAITH_ENGINE_SECRET", "")
    if not secret:
        return _fail("GOODFAITH_ENGINE_SECRET is not set")
    if not options.model.is_file():
        return _fail(f"no model at {options.model}")
    asyncio.run(_serve(options.model, options.port, secret, started))
    return 0


def _fail(why: str) -> int:
    print(json.dumps({"ready": False, "error": why}), flush=True)
    return 2


async def _serve(model: Path, port: int, secret: str, started: float) -> None:
    from engine import quiet
    from engine.light import without_tensorflow

    quiet.settle()
    light = without_tensorflow()
    # Only now: these import rasa.
    from aiohttp import web

    from engine import channel
    from engine.engine import Engine
    from engine.replacements import replace_stock

    replace_stock()
    engine = Engine(model, os.environ.get("GOODFAITH_ACTIONS_URL"), secret)
    await engine.parse(["hello"])
    gc.collect()
    gc.freeze()  # the model stays: no turn waits while all of it is looked through again
    runner = web.AppRunner(channel.build(engine, secret), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    await site.start()
    _announce(runner, engine.fingerprint, time.monotonic() - started, light)
    await _told_to_stop()
    await runner.cleanup()


def _announce(runner, model: str, seconds: float, light: bool) -> None:
    port = runner.addresses[0][1]
    line = {"ready": True, "port": port, "model": model, "seconds": round(seconds, 2)}
    print(json.dumps({**line, "tensorflow": not light}), flush=True)


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
