"""Draws the minutes of a meeting day (berita acara) as a PDF with Typst. Everything printed comes
as JSON data: nothing a person typed ever becomes Typst source."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

LAYOUT = Path(__file__).with_name("minutes.typ")
# the compiler keeps its fonts and cannot be shared by two threads at the same moment
ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import fontpkg_plus_jakarta_sans
    import typst

    fonts = str(fontpkg_plus_jakarta_sans.ROOT / "files")
    return typst.Compiler(str(LAYOUT), font_paths=[fonts], ignore_system_fonts=True)


def draw_minutes(data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF of the minutes.

    ``data`` has ``programme``, ``office``, ``regency``, ``title``, ``subtitle``, ``opening``,
    ``stages`` (label,
    buyers, makers, pairs, worth), ``rows`` (number, maker, buyer, products, result, next),
    ``closing``, ``place_and_day`` and ``signers`` (word, office, name), all words for people.
    """
    with ONE_AT_A_TIME:
        drawn: bytes = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=at.replace(microsecond=0),
        )
    return drawn
