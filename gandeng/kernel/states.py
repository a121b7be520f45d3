"""State machines as tables: a Flow holds named Moves from some states to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """From any of these states to that one."""

    sources: frozenset[str]
    target: str

    def __init__(self, sources: Iterable[str], target: str) -> None:
        object.__setattr__(self, "sources", frozenset(str(source) for source in sources))
        object.__setattr__(self, "target", str(target))


class Flow:
    """The life of a thing: ``Flow(sign=Move({State.OFFERED}, State.SIGNED))``."""

    def __init__(self, **moves: Move) -> None:
        self.moves = moves

    def __getitem__(self, name: str) -> Move:
        return self.moves[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.moves)

    def open_from(self, state: str) -> list[str]:
        """The moves that may be made from a state, in the table's order."""
        return [name for name, move in self.moves.items() if state in move.sources]

    def as_mermaid(self) -> str:
        """The table drawn, for ``docs/states/``."""
        lines = ["stateDiagram-v2"]
        for name, move in self.moves.items():
            lines += [f"    {source} --> {move.target}: {name}" for source in sorted(move.sources)]
        return "\n".join(lines) + "\n"
