"""One line for what a fact says. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest_of(agreement_id: int, moves: Iterable[tuple[str, str, int]], because: str) -> str:
    """Equal content, equal digest, in whatever order the (credit, debit, amount) moves come.

    The day is compared apart: a fact of a day that is already stated counts for the next.
    """
    lines = sorted(f"{credit}>{debit}={amount}" for credit, debit, amount in moves)
    return hashlib.sha256("\n".join([str(agreement_id), because, *lines]).encode()).hexdigest()
