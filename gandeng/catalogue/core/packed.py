"""An answer packed once for everybody who asks: its bytes in the encodings browsers take. Pure."""

import gzip
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import brotli

_NEVER = {"q=0", "q=0.0", "q=0.00", "q=0.000"}


@dataclass
class Packed:
    """Bytes of a media type, and the tag that says when they change."""

    body: bytes
    media_type: str
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        # weak: the same answer in another encoding carries the same tag
        self.etag = f'W/"{blake2b(self.body, digest_size=9).hexdigest()}"'

    def is_known_to(self, if_none_match: str) -> bool:
        """Does whoever sends this header have it already?"""
        return self.etag in if_none_match

    def encoded_for(self, accept_encoding: str) -> tuple[bytes, str]:
        """The bytes for a browser that sends this header, and the encoding's name (or nothing)."""
        if "br" in accept_encoding and accepts(accept_encoding, "br"):
            return self._by_brotli, "br"
        if "gzip" in accept_encoding and accepts(accept_encoding, "gzip"):
            return self._by_gzip, "gzip"
        return self.body, ""

    @cached_property
    def _by_brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=6))

    @cached_property
    def _by_gzip(self) -> bytes:
        return gzip.compress(self.body, compresslevel=6, mtime=0)


def accepts(header: str, encoding: str) -> bool:
    """Whether an Accept-Encoding header names an encoding and does not refuse it."""
    for part in header.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        if name.strip() == encoding:
            return quality.replace(" ", "") not in _NEVER
    return False
