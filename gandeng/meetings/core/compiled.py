"""Inner loops as machine code. Import this only where something is to be reckoned: it takes half a
second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled on its first call and kept on disk for the next process.

    Where neither the package's folder nor the user's cache can be written, every process compiles
    anew; the answer is the same.
    """
    try:
        fast: Callable[..., Any] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no place to keep it
        fast = numba.njit(nogil=True)(function)
    return fast
