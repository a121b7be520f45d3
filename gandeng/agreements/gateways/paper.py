"""Draws the frozen paper as a PDF with Typst. Everything printed comes from the signed text and the
signatures, handed over as JSON data: nothing a person typed ever becomes Typst source."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from gandeng.agreements.core.scans import mark_of

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


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed of one agreement.

    ``signatures`` are ``{"side", "name", "title", "at", "address", "method", "recorded_by",
    "ink"}`` with words for people and ``ink`` as strokes; ``status`` is printed across the head of
    a paper that is not signed by both (empty otherwise); ``place`` is its place in a batch
    ("12 / 75"); ``witness`` who saw the signing, as (name, title).
    """

    document: dict[str, Any]
    document_hash: str
    signatures: list[dict[str, Any]]
    status: str
    verify_url: str
    place: str = ""
    witness: tuple[str, str] = ("", "")


def draw_paper(paper: Paper, *, at: datetime) -> bytes:
    """The PDF of one paper. ``at`` is when its content last changed, so that the same paper gives
    the same bytes."""
    return draw_papers([paper], at=at)


def draw_papers(papers: Sequence[Paper], *, at: datetime, copies: int = 1) -> bytes:
    """One PDF of many papers, each with its own page numbers, ``copies`` of each behind each
    other: what a printer takes in one run."""
    data = [_as_data(paper) for paper in papers for _ in range(copies)]
    with ONE_AT_A_TIME:
        drawn: bytes = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=at.replace(microsecond=0),
        )
    return drawn


def _as_data(paper: Paper) -> dict[str, Any]:
    return {
        "document": paper.document,
        "hash": paper.document_hash,
        "signatures": [
            {**one, "ink": ink_svg(one["ink"]) if one.get("ink") else ""}
            for one in paper.signatures
        ],
        "status": paper.status,
        "verify_url": paper.verify_url,
        "qr": _qr_svg(paper.verify_url),
        "mark": _qr_svg(f"GANDENG:{mark_of(paper.document_hash).upper()}"),
        "place": paper.place,
        "witness": list(paper.witness),
    }


def ink_svg(strokes: list[list[list[int]]]) -> str:
    """The strokes on the glass as a drawing, cut to what was written."""
    points = [point for stroke in strokes for point in stroke]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    lines = "".join(
        f'<polyline points="{" ".join(f"{int(x)},{int(y)}" for x, y in stroke)}"/>'
        for stroke in strokes
    )
    box = f"{left - 12} {top - 12} {right - left + 24} {bottom - top + 24}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none" stroke="#1c2330" '
        f'stroke-width="9" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )


def _qr_svg(text: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=0, dark="#0a4846", xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
