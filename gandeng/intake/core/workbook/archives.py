"""Is a zip file what it claims to be? Looked at before anything unpacks it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from gandeng.intake.core.workbook.refusals import (
    PART_LIMIT,
    SHRINK_LIMIT,
    SHRINK_MATTERS_FROM_BYTES,
    UNPACKED_LIMIT_BYTES,
    refuse,
)

CHUNK_BYTES = 256 * 1024
READABLE_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive, once every part was unpacked within bounds. Raises Unreadable otherwise.

    The sizes in a zip directory are only claims, so each part is inflated (and thrown away):
    what it really holds decides. Overlapping parts are the other trick; each byte of the file
    may be unpacked once.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        refuse("damaged")
    parts = archive.infolist()
    if len(parts) > PART_LIMIT:
        refuse("zip_bomb")
    if any(part.flag_bits & 0x1 for part in parts):
        refuse("password_protected")
    if any(part.compress_type not in READABLE_METHODS for part in parts):
        refuse("damaged")
    if len({part.filename for part in parts}) != len(parts):
        refuse("damaged")
    if sum(part.compress_size for part in parts) > len(content):
        refuse("zip_bomb")
    unpacked_total = sum(part.file_size for part in parts)
    if unpacked_total > UNPACKED_LIMIT_BYTES:
        refuse("zip_bomb")
    left = UNPACKED_LIMIT_BYTES
    for part in parts:
        left -= _measure(archive, part, left)
    return archive


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How many bytes a part really holds, counted while inflating it piece by piece."""
    size = 0
    packed = max(part.compress_size, 1)
    for piece in _inflate(archive, part):
        size += piece
        if size > left:
            refuse("zip_bomb")
        if size > SHRINK_MATTERS_FROM_BYTES and size > packed * SHRINK_LIMIT:
            refuse("zip_bomb")
    return size


def _inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[int]:
    """Lengths of the inflated pieces, past the claimed size if the data goes on."""
    handle = archive.fp
    if handle is None or part.header_offset < 0:
        refuse("damaged")
    handle.seek(part.header_offset)
    header = handle.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        refuse("damaged")
    handle.seek(int.from_bytes(header[26:28], "little"), 1)
    handle.seek(int.from_bytes(header[28:30], "little"), 1)
    if part.compress_type == zipfile.ZIP_STORED:
        yield part.compress_size
        return
    left, inflater = part.compress_size, zlib.decompressobj(-15)
    while left > 0 and not inflater.eof:
        packed = handle.read(min(CHUNK_BYTES, left))
        if not packed:
            refuse("damaged")
        left -= len(packed)
        while packed and not inflater.eof:
            try:
                yield len(inflater.decompress(packed, CHUNK_BYTES))
            except zlib.error:
                refuse("damaged")
            packed = inflater.unconsumed_tail


def read_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part's bytes, piece by piece; nothing if there is no such part. Raises Unreadable."""
    try:
        with archive.open(name) as handle:
            while piece := handle.read(4 * CHUNK_BYTES):
                yield piece
    except KeyError:
        return
    except (zipfile.BadZipFile, OSError, zlib.error, EOFError, RuntimeError, ValueError):
        refuse("damaged")


def read_small(archive: zipfile.ZipFile, name: str, limit: int = 4 * 1024 * 1024) -> bytes:
    """The beginning of a part, at most `limit` bytes."""
    found = bytearray()
    for piece in read_pieces(archive, name):
        found += piece
        if len(found) >= limit:
            break
    return bytes(found[:limit])
