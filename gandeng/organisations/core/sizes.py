"""Which class a business is by its yearly turnover (PP 7/2021 article 35)."""

from __future__ import annotations

from collections.abc import Mapping

from gandeng.kernel.money import Money

# The parameters that hold the upper bounds, the smallest class first. "Paling banyak": a turnover
# that is exactly the bound still belongs to the class.
BOUNDS = (
    ("micro", "micro_yearly_turnover_most"),
    ("small", "small_yearly_turnover_most"),
    ("medium", "medium_yearly_turnover_most"),
)
KEYS = tuple(key for _size, key in BOUNDS)


def size_class_of(yearly_turnover: Money, bounds: Mapping[str, int]) -> str:
    """``micro``, ``small``, ``medium`` or ``large``. ``bounds`` are rupiah by parameter key, as in
    force on the day asked about."""
    for size, key in BOUNDS:
        if yearly_turnover.rupiah <= bounds[key]:
            return size
    return "large"
