"""Processes of their own for a solver, which cannot be interrupted from within."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from typing import Any

# of Linux' <sys/prctl.h>
_PR_SET_PDEATHSIG = 1


def context() -> Any:
    """How to start one from here: forking shares what is in memory for nothing, but is not safe
    beside other threads."""
    import pysat.solvers  # noqa: F401 -- loaded once, before the processes part

    is_alone = threading.active_count() == 1 and os.name == "posix"
    return multiprocessing.get_context("fork" if is_alone else "spawn")


def die_with_parent(parent: int) -> None:
    """End when the process that asks is killed, where the system can tell (Linux): a search that
    nobody waits for any more would take a core for hours."""
    # a keyboard's interrupt is for the parent, which then stops us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it was killed before we could say so
            os._exit(1)
