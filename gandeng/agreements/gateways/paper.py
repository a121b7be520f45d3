"""Draws the frozen paper as a PDF with Typst. Everything printed comes from the signed text and the
signatures, handed over as JSON data: nothing a person typed ever becomes Typst source."""

from __future__ import annotations

import io
import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

LAYOUT = Path(__file__).with_name("paper.typ")
# the compiler keeps its fonts and cannot be shared by two threads at the same moment
ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """Reading the fonts is the slow part, so it is done once for each process."""
    import fontpkg_plus_jakarta_sans
    import typst

    fonts = str(fontpkg_plus_jakarta_sans.ROOT / "files")
    return typst.Compiler(str(LAYOUT), font_paths=[fonts], ignore_system_fonts=True)


def draw_paper(
    document: dict[str, Any],
    *,
    document_hash: str,
    signatures: list[dict[str, str]],
    status: str,
    verify_url: str,
    at: datetime,
) -> bytes:
    """The PDF of a paper.

    ``signatures`` are ``{"side", "name", "title", "at", "address"}`` with words for people,
    ``status`` is printed across the head of a paper that is not signed by both (empty otherwise),
    ``at`` is when its content last changed, so that the same paper gives the same bytes.
    """
    data = {
        "document": document,
        "hash": document_hash,
        "signatures": signatures,
        "status": status,
        "verify_url": verify_url,
        "qr": _qr_svg(verify_url),
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
        out, kind="svg", border=0, dark="#0a4846", xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
