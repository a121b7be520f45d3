"""Official letters of invitation as one PDF, drawn with Typst: everything printed is handed over as
data, nothing a person typed ever becomes Typst source."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

LAYOUT = Path(__file__).with_name("letters.typ")
# the compiler keeps its fonts and cannot be shared by two threads at the same moment
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Head:
    """What is the same on every letter: who writes, number, place and date, who signs."""

    programme: str
    office: str
    regency: str
    number: str
    place_and_date: str
    signer_title: str
    signer_name: str
    signer_number: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. ``to`` are the lines of the addressee; ``facts`` (label, value); ``short`` is
    the address as one would type it."""

    to: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    contact: str
    url: str
    short: str


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import fontpkg_plus_jakarta_sans
    import typst

    fonts = str(fontpkg_plus_jakarta_sans.ROOT / "files")
    return typst.Compiler(str(LAYOUT), font_paths=[fonts], ignore_system_fonts=True)


def draw_letters(head: Head, letters: Sequence[Letter], *, at: datetime) -> bytes:
    """One PDF, a page for each letter (more where the note is long)."""
    data = {
        "head": asdict(head),
        "letters": [asdict(letter) | {"qr": _qr_svg(letter.url)} for letter in letters],
    }
    with ONE_AT_A_TIME:
        drawn: bytes = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=at.replace(microsecond=0),
        )
    return drawn


def _qr_svg(text: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=0, dark="#000000", xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
