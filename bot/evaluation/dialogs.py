"""How many of the written conversations go as they are written? Held for real, by pytest.

They stand in tests/dialogs, so a checkout with the developers' packages is needed; without one
the report says so.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from bot.launch import children
from bot.settings import ROOT

SUITE = "tests/dialogs/test_conversations.py"
NEEDED = ("pytest", "pytest_asyncio", "pytest_socket", "pytest_timeout")
GRACE = 20.0
WIDEST = 300
_PERCENT = re.compile(r"\[\s*(\d+)%\]\s*$")
_NAME = re.compile(r"test_conversation\[(?P<topic>\w+)-(?P<language>\w+): (?P<name>.*)\]$")


async def hold(folder: Path, log: Path, on_progress: Callable[[int], None]) -> dict[str, Any]:
    """Hold all conversations; progress in per cent. What stands in the way is told as a state."""
    why = missing()
    if why:
        return {"state": "missing", "why": why}
    results = folder / "conversations.xml"
    results.unlink(missing_ok=True)
    since = children.size(log)
    code = await _pytest(results, log, on_progress)
    if code not in (0, 1) or not results.exists():
        return {"state": "broken", "why": f"pytest ended with {code}; {log} says why."}
    found = summary(results.read_text("utf-8"))
    if found["held"] == 0:
        return {"state": "broken", "why": children.tail(log, since=since)}
    return found


def missing() -> str | None:
    """What is not here that the conversations need."""
    if not (ROOT / SUITE).exists():
        return f"There is no {SUITE} here: the conversations need a checkout of the repository."
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        return f"{', '.join(absent)} not installed: `make setup` brings the developers' packages."
    return None


async def _pytest(results: Path, log: Path, on_progress: Callable[[int], None]) -> int:
    command = [sys.executable, "-m", "pytest", SUITE, "-v", "--color=no", "--tb=short"]
    command += ["-p", "no:cacheprovider", f"--junit-xml={results}"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with children.open_log(log) as errors:
        process = await children.spawn(
            command, cwd=ROOT, env=environment, stdout=PIPE, stderr=errors
        )
        try:
            assert process.stdout is not None
            async for line in process.stdout:
                errors.write(line)
                percent = _PERCENT.search(line.decode(errors="replace"))
                if percent:
                    on_progress(int(percent[1]))
            return await process.wait()
        finally:
            await children.stop(process, GRACE)


def summary(xml: str) -> dict[str, Any]:
    """What pytest's results say: how many passed, of each topic too, and what failed.

    A conversation that could not be begun was not held.
    """
    held, failed = [], []
    for case in _cases(xml):
        named = _NAME.match(case.get("name", ""))
        if named is None or case.find("error") is not None or case.find("skipped") is not None:
            continue
        held.append(named["topic"])
        problem = case.find("failure")
        if problem is not None:
            failed.append({**named.groupdict(), "why": _why(problem)})
    topics = {
        topic: {
            "held": held.count(topic),
            "passed": held.count(topic) - sum(one["topic"] == topic for one in failed),
        }
        for topic in sorted(set(held))
    }
    passed = len(held) - len(failed)
    return {
        "state": "held",
        "held": len(held),
        "passed": passed,
        "share": passed / len(held) if held else 0.0,
        "topics": topics,
        "failed": failed,
    }


def _cases(xml: str) -> Iterator[Element]:
    parser: XMLPullParser[Element] = XMLPullParser(["end"])
    parser.feed(xml)
    for event in parser.read_events():
        element = event[-1]
        if isinstance(element, Element) and element.tag == "testcase":
            yield element


def _why(problem: Element) -> str:
    """The first line, and in which turn."""
    lines = (problem.get("message") or problem.text or "").strip().splitlines() or [""]
    turn = re.search(r"in turn \d+[^\n]*", problem.text or "")
    told = f"{lines[0]} ({turn[0]})" if turn and turn[0] not in lines[0] else lines[0]
    return told[:WIDEST]
