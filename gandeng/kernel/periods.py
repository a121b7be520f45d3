"""Half-open spans of days: a period contains its start and excludes its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``starts_on`` up to, but not including, ``ends_on``. Raises ValueError when empty."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.starts_on >= self.ends_on:
            raise ValueError("a period ends after it starts")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on

    @property
    def last_day(self) -> date:
        """The last day inside, as people write it ("s.d.")."""
        return self.ends_on - timedelta(days=1)

    @property
    def day_count(self) -> int:
        return (self.ends_on - self.starts_on).days

    def overlaps(self, other: Period) -> bool:
        return self.starts_on < other.ends_on and other.starts_on < self.ends_on
