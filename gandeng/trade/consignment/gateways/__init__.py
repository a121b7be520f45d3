"""Papers for the hand: the square code that leads a phone from a paper to its page."""

from __future__ import annotations

import io

import segno


def qr_svg(url: str) -> bytes:
    """A QR code as SVG without inline style, dark on white whatever the screen's theme."""
    buffer = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        buffer, kind="svg", scale=4, border=3, dark="#000", light="#fff", xmldecl=False
    )
    return buffer.getvalue()
