"""A proof of payment: a picture or a PDF, told by its content, kept under a random name."""

from __future__ import annotations

import io
import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from gandeng.kernel.errors import Refusal

MOST_BYTES = 5 * 1024 * 1024
LONGEST_SIDE = 1600


def checked_proof(file: Any) -> tuple[str, ContentFile]:
    """A name nobody can guess and the content: PDF as it is, pictures made anew without EXIF.

    Refuses ``proof_wrong``.
    """
    if file.size > MOST_BYTES:
        raise _wrong(_("Bukti lebih besar dari 5 MB. Kirim foto yang lebih kecil."))
    content = file.read()
    if content.startswith(b"%PDF-"):
        return f"{secrets.token_hex(16)}.pdf", ContentFile(content)
    return f"{secrets.token_hex(16)}.webp", ContentFile(_picture(content))


def _picture(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > 60_000_000:
                raise _wrong(_("Gambar terlalu besar. Kirim foto yang lebih kecil."))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _wrong(_("Bukti harus foto (JPG, PNG) atau PDF.")) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=80)
    return output.getvalue()


def _wrong(message: str) -> Refusal:
    return Refusal("proof_wrong", message, field="proof")
