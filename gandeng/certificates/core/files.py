"""What may be kept as the copy of a certificate, told by its content and never by its name."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 64_000_000

# ending -> what a browser is told
CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


class UnusableFile(ValueError):
    """``code``: too_heavy, not_a_document, too_many_pixels."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ending_of(content: bytes) -> str:
    """``pdf``, ``jpg`` or ``png``. Raises UnusableFile."""
    if len(content) > MOST_BYTES:
        raise UnusableFile("too_heavy")
    # The format allows a little rubbish before the header; a script dressed up as one has more.
    if b"%PDF-" in content[:1024] and b"%%EOF" in content[-2048:]:
        return "pdf"
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnusableFile("too_many_pixels")
            ending = "jpg" if picture.format == "JPEG" else "png"
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as problem:
        raise UnusableFile("not_a_document") from problem
    return ending
