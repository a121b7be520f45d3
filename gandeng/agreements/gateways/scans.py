"""Reads scanned papers: each page becomes a picture, and the code printed on it its document."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gandeng.agreements.core.scans import mark_of

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 25 * 1024 * 1024
MOST_PAGES = 400
MOST_PIXELS = 64_000_000
# enough to read an A4 page's small print, about 150 dots an inch; a code that is too small for that
# gets a second look at a finer picture
LONGEST_SIDE = 1800
FINER_SIDE = 3000
# the large code beside the signatures, and the small one at the foot of every page
_CODES = (re.compile(r"/periksa/([0-9a-f]{64})"), re.compile(r"GANDENG:([0-9A-F]{16})"))


class UnreadableScan(ValueError):
    """``code`` says why: ``too_heavy``, ``too_many_pages``, ``not_a_scan``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is kept. ``digest`` is the SHA-256 of the picture; ``mark`` tells the paper
    (``core.scans.mark_of``), read off a code, or is empty."""

    webp: bytes
    digest: str
    mark: str


def read_pages(content: bytes) -> list[Page]:
    """The pages of a PDF, or the one page of a photo. Raises UnreadableScan."""
    return list(pages_in(content))


def pages_in(content: bytes) -> Iterator[Page]:
    """The same one after the other."""
    if not _is_pdf(content):
        image = _photo(content)
        yield _kept(image, _mark_on(image))
        return
    with _opened(content) as document:
        for page in document:
            longest = max(page.get_width(), page.get_height(), 1.0)
            image = page.render(scale=LONGEST_SIDE / longest).to_pil().convert("RGB")
            mark = _mark_on(image) or _mark_on(page.render(scale=FINER_SIDE / longest).to_pil())
            yield _kept(image, mark)


def count_pages(content: bytes) -> int:
    """How many there are, without reading them; what is no PDF is one. Raises UnreadableScan."""
    if not _is_pdf(content):
        return 1
    with _opened(content) as document:
        return len(document)


def _is_pdf(content: bytes) -> bool:
    if len(content) > MOST_BYTES:
        raise UnreadableScan("too_heavy")
    return content[:1024].find(b"%PDF-") >= 0


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableScan("not_a_scan") from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableScan("too_many_pages")
        yield document
    except pypdfium2.PdfiumError as error:
        raise UnreadableScan("not_a_scan") from error
    finally:
        document.close()


def _photo(content: bytes) -> Image:
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
    return image


def _mark_on(image: Image) -> str:
    import zxingcpp

    for code in zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        for pattern in _CODES:
            if found := pattern.search(code.text):
                return mark_of(found.group(1))
    return ""


def _kept(image: Image, mark: str) -> Page:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=70, method=2)
    webp = out.getvalue()
    return Page(webp, hashlib.sha256(webp).hexdigest(), mark)
