"""Reads scanned papers: each page becomes a picture, and the code printed on it its document."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 25 * 1024 * 1024
MOST_PAGES = 400
MOST_PIXELS = 64_000_000
# enough to read an A4 page's small print, about 150 dots an inch
LONGEST_SIDE = 1800
_HASH = re.compile(r"/periksa/([0-9a-f]{64})")


class UnreadableScan(ValueError):
    """``code`` says why: ``too_heavy``, ``too_many_pages``, ``not_a_scan``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is kept. ``digest`` is the SHA-256 of the picture; ``document_hash`` the paper's
    own, read off its code, or empty."""

    webp: bytes
    digest: str
    document_hash: str


def read_pages(content: bytes) -> list[Page]:
    """The pages of a PDF, or the one page of a photo. Raises UnreadableScan."""
    if len(content) > MOST_BYTES:
        raise UnreadableScan("too_heavy")
    images = _pages_of_pdf(content) if content[:1024].find(b"%PDF-") >= 0 else _photo(content)
    return [_read(image) for image in images]


def _pages_of_pdf(content: bytes) -> Iterator[Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableScan("not_a_scan") from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableScan("too_many_pages")
        for page in document:
            longest = max(page.get_width(), page.get_height(), 1.0)
            yield page.render(scale=LONGEST_SIDE / longest).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise UnreadableScan("not_a_scan") from error
    finally:
        document.close()


def _photo(content: bytes) -> Iterator[Image]:
    import pi_heif
    from PIL import Image as images
    from PIL import ImageOps

    pi_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", images.DecompressionBombWarning)
            opened = images.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "HEIF"))
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadableScan("not_a_scan")
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except UnreadableScan:
        raise
    except (OSError, ValueError, SyntaxError, Warning, MemoryError) as error:
        raise UnreadableScan("not_a_scan") from error
    yield image


def _read(image: Image) -> Page:
    import zxingcpp

    document_hash = ""
    for code in zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        if found := _HASH.search(code.text):
            document_hash = found.group(1)
            break
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=70, method=2)
    webp = out.getvalue()
    return Page(webp, hashlib.sha256(webp).hexdigest(), document_hash)
