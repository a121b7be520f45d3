"""Six ornaments in the manner of Javanese cloth and packaging paper: one path for a given box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Pattern = Callable[[int, int, int, int, str], str]


def _stroke(path: str, colour: str, width: int, more: str = "") -> str:
    return (
        f'<path fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"'
        f'{more} opacity=".5" d="{path}"/>'
    )


def dots(x: int, y: int, width: int, height: int, colour: str) -> str:
    """Beras wutah, scattered rice: rows of dots, every second one shifted."""
    rows = "".join(
        f"M{x + 8 + 10 * (row % 2)} {y + 8 + row * 17}h{width - 24}"
        for row in range(max(1, (height - 6) // 17))
    )
    return _stroke(rows, colour, 6, ' stroke-dasharray="0 20"')


def waves(x: int, y: int, width: int, height: int, colour: str) -> str:
    """Water: even waves."""
    count = (width - 8) // 20 - 1
    rows = "".join(
        f"M{x + 4} {y + 12 + row * 19}q10-11 20 0" + "t20 0" * count
        for row in range(max(1, (height - 8) // 19))
    )
    return _stroke(rows, colour, 3)


def teeth(x: int, y: int, width: int, height: int, colour: str) -> str:
    """Tumpal: a row of triangles along the upper and the lower edge."""
    count = width // 20
    side = width / count
    upper = f"M{x} {y}" + f"l{side / 2:.4g} 18 {side / 2:.4g}-18" * count
    lower = f"M{x} {y + height}" + f"l{side / 2:.4g}-18 {side / 2:.4g} 18" * count
    return f'<path fill="{colour}" opacity=".6" d="{upper}z{lower}z"/>'


def slants(x: int, y: int, width: int, height: int, colour: str) -> str:
    """Parang: slanting strokes, row under row."""
    rows = max(1, height // 26)
    path = "".join(
        f"M{x + 10 + column * 18} {y + 20 + row * 26}l9-13"
        for row in range(rows)
        for column in range((width - 14) // 18)
    )
    return _stroke(path, colour, 5)


def petals(x: int, y: int, width: int, height: int, colour: str) -> str:
    """Kawung: four petals round an empty middle."""
    step = 34
    left = x + (width % step + step) // 2
    path = "".join(
        f"M{left + column * step} {y + 19 + row * step}m-4-4l-7-7m15 7l7-7m-7 15l7 7m-15-7l-7 7"
        for row in range(max(1, height // step))
        for column in range(width // step)
    )
    return _stroke(path, colour, 6)


def stripes(x: int, y: int, width: int, height: int, colour: str) -> str:
    """Lurik: upright stripes, thick and thin."""
    path = "".join(f"M{x + 10 + i * 22} {y + 2}v{height - 4}" for i in range((width - 6) // 22))
    thin = "".join(f"M{x + 18 + i * 22} {y + 2}v{height - 4}" for i in range((width - 14) // 22))
    return _stroke(path, colour, 4) + _stroke(thin, colour, 1)


PATTERNS: Final[tuple[Pattern, ...]] = (dots, waves, teeth, slants, petals, stripes)
