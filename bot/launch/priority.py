"""Who goes behind when a machine is busy? Worker and engine, so that the web answers at once.

A message that is kept waits a little longer for its answer; one that a provider could not hand
over in time may be lost.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

LOWER: Final = 10
"""Steps of niceness: one such process gets a tenth of what another one gets, while both want all
(sched(7), nice: 1.25 a step)."""
OF_THE_SESSION: Final = Path("/proc/self/autogroup")
"""Linux may share the processors between sessions first, and then niceness counts only within each
(sched(7), autogroup)."""


def go_behind() -> None:
    """Let this process, and what it starts, go behind others; the whole session if it is ours.
    Needs no rights."""
    os.nice(LOWER)
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):  # another system, or one without autogroups
            OF_THE_SESSION.write_text(str(LOWER))
