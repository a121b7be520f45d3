"""Whether this process goes on serving: what answers for minutes (a stream) asks now and then, so
that a server told to stop need not wait for it."""

from __future__ import annotations

from collections.abc import Callable

_ask: Callable[[], bool] = lambda: True  # noqa: E731 -- a value that is replaced


def ask_of(ask: Callable[[], bool]) -> None:
    """The server says here how to ask it, once, at its start."""
    global _ask
    _ask = ask


def goes_on() -> bool:
    """False once the server was told to stop."""
    return _ask()
