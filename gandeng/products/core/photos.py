"""A photo as a phone or a camera gives it becomes a picture the catalogue can show.

Turned upright, without what the camera wrote down (place, time, device), at most 1600 pixels, WebP.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageCms, ImageOps

MOST_BYTES = 12 * 1024 * 1024
# A 48-megapixel phone camera and a little more; a decompression bomb has far more.
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 1600
SHORTEST_SIDE = 200
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY = 80


class UnusablePhoto(ValueError):
    """``code`` says why: ``too_heavy``, ``not_a_photo``, ``too_many_pixels``, ``too_small``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept. ``digest`` is of the file as it came: the same file twice has the same one."""

    webp: bytes
    width: int
    height: int
    digest: str


def read_photo(content: bytes) -> Picture:
    """Read a JPEG, PNG, WebP or HEIC file. Raises UnusablePhoto, whatever the bytes are."""
    if len(content) > MOST_BYTES:
        raise UnusablePhoto("too_heavy")
    image = _opened(content)
    if image.width * image.height > MOST_PIXELS:
        raise UnusablePhoto("too_many_pixels")
    if min(image.size) < SHORTEST_SIDE:
        raise UnusablePhoto("too_small")
    try:
        # Decoding a large JPEG at a fraction of its size saves most of the memory.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image = ImageOps.exif_transpose(image)
        image = _in_plain_colours(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        raise UnusablePhoto("not_a_photo") from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(out.getvalue(), image.width, image.height, hashlib.sha256(content).hexdigest())


def _opened(content: bytes) -> Image.Image:
    pi_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            # Our own, lower limit answers first; the library's warning would only be noise.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise UnusablePhoto("too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        raise UnusablePhoto("not_a_photo") from error


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """Red, green and blue as every screen shows them; what was transparent becomes white."""
    profile = image.info.get("icc_profile")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if has_alpha:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a broken profile: the colours as they are
        image = converted or image
    image = image.convert("RGB")
    image.info.clear()
    return image
