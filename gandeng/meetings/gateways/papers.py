"""The day's papers as one PDF, drawn with Typst: everything printed is handed over as data, nothing
a person typed ever becomes Typst source."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

LAYOUT = Path(__file__).with_name("papers.typ")
KINDS = ("personal", "tables", "attendance", "badges", "all")
# the compiler keeps its fonts and cannot be shared by two threads at the same moment
ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import fontpkg_plus_jakarta_sans
    import typst

    fonts = str(fontpkg_plus_jakarta_sans.ROOT / "files")
    return typst.Compiler(str(LAYOUT), font_paths=[fonts], ignore_system_fonts=True)


def draw_papers(data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of what ``queries.papers`` put together; ``url`` of a person or badge becomes a QR
    code. The same data gives the same bytes."""
    codes: dict[str, str] = {}
    ready = dict(data)
    for name in ("people", "badges"):
        if name in ready:
            ready[name] = [
                {**one, "qr": codes.setdefault(one["url"], "") or _code(codes, one["url"])}
                for one in ready[name]
            ]
    with ONE_AT_A_TIME:
        drawn: bytes = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(ready, ensure_ascii=False)},
            timestamp=at.replace(microsecond=0),
        )
    return drawn


def _code(codes: dict[str, str], url: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=0, dark="#000000", xmldecl=False, svgns=True
    )
    codes[url] = out.getvalue().decode()
    return codes[url]
