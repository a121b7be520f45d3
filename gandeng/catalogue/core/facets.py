"""Which rows of a fixed list have what is asked, and how many would with one more wish. Pure.

Every value of every facet is one big integer with a bit for each row that has it, so that choosing
is an `&` and counting is a `bit_count`, whatever the number of rows.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

Row = Mapping[str, Iterable[Hashable]]
Wishes = Mapping[str, Iterable[Hashable]]


class Facets:
    """A list of rows ready to be asked; rows are known by their place in it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.size = len(rows)
        self.all = (1 << self.size) - 1
        places: dict[str, dict[Hashable, list[int]]] = {}
        for at, row in enumerate(rows):
            for facet, values in row.items():
                here = places.setdefault(facet, {})
                for value in values:
                    here.setdefault(value, []).append(at)
        self._masks = {
            facet: {value: self.mask_of(found) for value, found in values.items()}
            for facet, values in places.items()
        }

    def mask_of(self, places: Iterable[int]) -> int:
        """The bits of these places."""
        bits = bytearray(self.size // 8 + 1)
        for at in places:
            bits[at >> 3] |= 1 << (at & 7)
        return int.from_bytes(bits, "little")

    def chosen(self, wishes: Wishes, *, within: int | None = None) -> int:
        """The rows that have, of every facet wished for, one of the values wished for. A wish
        without values is none."""
        mask = self.all if within is None else within
        for facet, values in wishes.items():
            mask &= self._any_of(facet, values)
        return mask

    def counts(
        self, wishes: Wishes, *, within: int | None = None
    ) -> dict[str, dict[Hashable, int]]:
        """By facet and value: how many rows there would be if this value were what is wished of
        its facet. Values that would leave nothing are left out."""
        found: dict[str, dict[Hashable, int]] = {}
        for facet, values in self._masks.items():
            others = {name: wish for name, wish in wishes.items() if name != facet}
            mask = self.chosen(others, within=within)
            counted = ((value, (mask & bits).bit_count()) for value, bits in values.items())
            found[facet] = {value: count for value, count in counted if count}
        return found

    def picked(self, mask: int, order: Sequence[int]) -> list[int]:
        """Of the places in this order, those in the mask."""
        if mask == self.all and len(order) == self.size:
            return list(order)
        bits = mask.to_bytes(self.size // 8 + 1, "little")
        return [at for at in order if bits[at >> 3] >> (at & 7) & 1]

    def _any_of(self, facet: str, values: Iterable[Hashable]) -> int:
        wished = list(values)
        if not wished:
            return self.all
        known = self._masks.get(facet, {})
        mask = 0
        for value in wished:
            mask |= known.get(value, 0)
        return mask
