"""Who goes behind when a machine is busy: what is started so, and nobody who shares its session."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.launch import children
from bot.launch.priority import LOWER, OF_THE_SESSION

TELLS = "import os; print(os.nice(0))"
GOES = f"from bot.launch.priority import go_behind; go_behind(); {TELLS}"
SHARED = OF_THE_SESSION.exists()


def session() -> str:
    """How the kernel ranks our own session; empty where it ranks none."""
    return OF_THE_SESSION.read_text() if SHARED else ""


async def started(**given):
    """What a child says of itself: its niceness, and its session's."""
    code = f"{TELLS}; print(open('{OF_THE_SESSION}').read() if {SHARED} else '')"
    process = await children.spawn(
        [sys.executable, "-c", code],
        cwd=Path.cwd(),
        env=os.environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        **given,
    )
    said, _ = await process.communicate()
    return said.decode().split()


@pytest.mark.parametrize("outlives", [False, True])
async def test_a_child_goes_behind_with_its_session(outlives):
    nice, *group = await started(behind=True, outlives=outlives)
    assert int(nice) == min(os.nice(0) + LOWER, 19)
    assert group[-1:] == ([str(LOWER)] if SHARED else [])


async def test_a_child_is_like_its_parent_unless_told():
    nice, *group = await started()
    assert int(nice) == os.nice(0)
    assert group[-1:] == (["0"] if SHARED else [])


def test_who_shares_a_session_leaves_it_as_it_is():
    """A worker from a shell: the shell, and a web beside it, are not pushed back."""
    before = session()
    said = subprocess.run(
        [sys.executable, "-c", GOES], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert int(said.stdout) == min(os.nice(0) + LOWER, 19)
    assert session() == before
