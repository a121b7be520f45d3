"""How many will come, with a range.

People who gave the same answer come at some rate that is not known exactly: a Beta belief, starting
from what other days showed and narrowed by the programme's own days. An organisation's own record
moves its own chance within that. The number that comes is then a sum of unequal coins
(Poisson-binomial) averaged over the belief, so the range is honest about few past days too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

# how many past answers of its own outweigh what everybody's rate says of one organisation
OWN_STRENGTH = 4.0
# the belief is averaged over this many equally likely rates
NODES = 24
LOW, HIGH = 0.1, 0.9


class Said(StrEnum):
    """What is known of a party before the day, and on it."""

    COMING = "coming"
    SILENT = "silent"
    NOT_COMING = "not_coming"
    CAME = "came"
    STAYED_AWAY = "stayed_away"


@dataclass(frozen=True, slots=True)
class Belief:
    """How many of those who said the same came before: ``came`` of ``invited``. Fractions are
    welcome: a starting belief is worth a few days, not many."""

    came: float
    invited: float

    @property
    def rate(self) -> float:
        return self.came / self.invited if self.invited else 0.0

    def seeing(self, came: float, invited: float) -> Belief:
        """The belief after so many more were seen."""
        return Belief(self.came + came, self.invited + invited)


# Before the programme has days of its own. 32 of 70 invited came in Karawang in March 2024 (report
# in the press); how that splits by answer was not published, so the rest is a careful assumption:
# most who promise come, one in five who never answered, hardly anybody who declined. Each is worth
# ten organisations.
STARTING: Mapping[Said, Belief] = {
    Said.COMING: Belief(8.0, 10.0),
    Said.SILENT: Belief(2.0, 10.0),
    Said.NOT_COMING: Belief(0.3, 10.0),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One party: what it said for this day; on how many earlier days it said the same, and how
    often it then came."""

    said: Said
    same_before: int = 0
    came_before: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Those who said the same: how many, how many of them are expected, at which common rate."""

    said: Said
    count: int
    expected: float
    belief: Belief


@dataclass(frozen=True, slots=True)
class Expectation:
    """``expected`` parties; with four chances in five between ``low`` and ``high``."""

    expected: float
    low: int
    high: int
    groups: tuple[Group, ...]


def chance_of(record: Record, beliefs: Mapping[Said, Belief]) -> float:
    """How likely one party is to come."""
    if record.said is Said.CAME:
        return 1.0
    if record.said is Said.STAYED_AWAY:
        return 0.0
    return _own(beliefs[record.said].rate, record)


def expect(records: Sequence[Record], beliefs: Mapping[Said, Belief]) -> Expectation:
    """How many of these come."""
    total = np.ones(1)
    groups: list[Group] = []
    for said in Said:
        those = [record for record in records if record.said is said]
        if not those:
            continue
        if said in {Said.CAME, Said.STAYED_AWAY}:
            came = len(those) if said is Said.CAME else 0
            groups.append(Group(said, len(those), float(came), Belief(came, len(those))))
            total = np.concatenate([np.zeros(came), total])
            continue
        belief = beliefs[said]
        counts = _count_of(those, belief)
        expected = float(counts @ np.arange(counts.size))
        groups.append(Group(said, len(those), expected, belief))
        total = np.convolve(total, counts)
    below = np.cumsum(total)
    return Expectation(
        expected=sum(group.expected for group in groups),
        low=int(np.searchsorted(below, LOW)),
        high=int(np.searchsorted(below, HIGH)),
        groups=tuple(groups),
    )


def learn(history: Iterable[tuple[Said, bool]]) -> dict[Said, Belief]:
    """The beliefs after the programme's own days: what each party said, and whether it came."""
    beliefs = dict(STARTING)
    for said, came in history:
        if said in beliefs:
            beliefs[said] = beliefs[said].seeing(float(came), 1.0)
    return beliefs


def _own(rate: float, record: Record) -> float:
    return (OWN_STRENGTH * rate + record.came_before) / (OWN_STRENGTH + record.same_before)


def _count_of(those: Sequence[Record], belief: Belief) -> npt.NDArray[np.float64]:
    """How many of a group come: the chance of 0, 1, 2 …"""
    rates = _quantiles(belief)
    same = np.array([record.same_before for record in those], dtype=float)
    came = np.array([record.came_before for record in those], dtype=float)
    chances = (OWN_STRENGTH * rates[:, None] + came) / (OWN_STRENGTH + same)
    counts = np.zeros((rates.size, len(those) + 1))
    counts[:, 0] = 1.0
    for place in range(len(those)):
        chance = chances[:, place : place + 1]
        kept = counts[:, : place + 1].copy()
        counts[:, : place + 1] = kept * (1 - chance)
        counts[:, 1 : place + 2] += kept * chance
    mean: npt.NDArray[np.float64] = counts.mean(axis=0)
    return mean


def _quantiles(belief: Belief) -> npt.NDArray[np.float64]:
    """Equally likely rates under the Beta belief, from its density on a fine grid."""
    grid = (np.arange(2000) + 0.5) / 2000
    came, stayed = max(belief.came, 1e-3), max(belief.invited - belief.came, 1e-3)
    log_density = (came - 1) * np.log(grid) + (stayed - 1) * np.log1p(-grid)
    density = np.exp(log_density - log_density.max())
    below = np.cumsum(density)
    below /= below[-1]
    wanted = (np.arange(NODES) + 0.5) / NODES
    rates: npt.NDArray[np.float64] = grid[np.searchsorted(below, wanted)]
    return rates
