"""The old compound file (OLE): is it encrypted, and how far do its xls sheets reach?"""

from __future__ import annotations

import struct

from gandeng.intake.core.workbook.refusals import check_extent, refuse

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE_FROM = 0xFFFFFFFA
CELL_RECORDS = {0x0006, 0x00BD, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6}
BOF, EOF, FILEPASS = 0x0809, 0x000A, 0x002F


def check_compound(content: bytes) -> None:
    """Raise Unreadable for an encrypted workbook, another Office file, or an endless xls."""
    streams = _streams(content)
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        refuse("password_protected")
    if "WordDocument" in streams:
        refuse("other_kind_of_file", kind="dokumen Word")
    if "PowerPoint Document" in streams:
        refuse("other_kind_of_file", kind="presentasi PowerPoint")
    book = streams.get("Workbook", streams.get("Book"))
    if book is None:
        refuse("not_a_workbook")
    _check_records(book)


def _streams(content: bytes) -> dict[str, bytes]:
    """The streams we look at, by name; damaged files are refused, loops are cut."""
    try:
        sector_size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
        fat_count, directory = struct.unpack_from("<I", content, 44)[0], 0
        directory, _, cutoff, mini_start = struct.unpack_from("<IIII", content, 48)
        difat_next, difat_count = struct.unpack_from("<II", content, 68)
        difat = list(struct.unpack_from("<109I", content, 76))
        while difat_next < FREE_FROM and difat_count > 0 and len(difat) <= fat_count + 109:
            entries = struct.unpack_from(
                f"<{sector_size // 4}I", content, (difat_next + 1) * sector_size
            )
            difat += entries[:-1]
            difat_next, difat_count = entries[-1], difat_count - 1
        fat: list[int] = []
        for sector in [entry for entry in difat if entry < FREE_FROM][:fat_count]:
            offset = (sector + 1) * sector_size
            fat += struct.unpack(
                f"<{sector_size // 4}I", content[offset : offset + sector_size].ljust(sector_size)
            )
        return _named_streams(content, fat, directory, cutoff, mini_start, sector_size)
    except (struct.error, IndexError, MemoryError):
        refuse("damaged")


def _chain(content: bytes, fat: list[int], start: int, sector_size: int) -> bytes:
    pieces, seen, sector = [], 0, start
    while sector < FREE_FROM and sector < len(fat) and seen <= len(content) // sector_size:
        offset = (sector + 1) * sector_size
        pieces.append(content[offset : offset + sector_size])
        sector, seen = fat[sector], seen + 1
    return b"".join(pieces)


def _named_streams(
    content: bytes,
    fat: list[int],
    directory: int,
    cutoff: int,
    mini_start: int,
    sector_size: int,
) -> dict[str, bytes]:
    entries = _chain(content, fat, directory, sector_size)
    found: dict[str, bytes] = {}
    mini_fat: list[int] = []
    mini_stream = b""
    for at in range(0, len(entries) - 127, 128):
        entry = entries[at : at + 128]
        name_size = min(struct.unpack_from("<H", entry, 64)[0], 64)
        name = entry[: max(name_size - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if at == 0:
            table = _chain(content, fat, struct.unpack_from("<I", content, 60)[0], sector_size)
            mini_fat = [number for (number,) in struct.iter_unpack("<I", table)]
            mini_stream = _chain(content, fat, start, sector_size)[:size]
        elif size < cutoff:
            # Sectors of the small stream have no header before them: start one sector earlier.
            padded = b"\0" * 64 + mini_stream
            found[name] = _chain(padded, mini_fat, start, 64)[:size]
        else:
            found[name] = _chain(content, fat, start, sector_size)[:size]
    return found


def _check_records(book: bytes) -> None:
    at = rows = columns = sheet = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == FILEPASS:
            refuse("password_protected")
        if kind & 0xFF == BOF & 0xFF and kind in (0x0009, 0x0209, 0x0409, BOF):
            rows = columns = 0
            sheet += 1
        elif kind in CELL_RECORDS and at + 8 <= len(book):
            row, column = struct.unpack_from("<HH", book, at + 4)
            if kind == 0x00BD and length >= 6:
                column = struct.unpack_from("<H", book, at + 4 + length - 2)[0]
            if row >= rows or column >= columns:
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                check_extent(str(max(sheet - 1, 1)), rows=rows, columns=columns)
        at += 4 + length
