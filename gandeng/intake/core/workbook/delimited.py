"""Text with separators: which alphabet, which separator, which rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from gandeng.intake.core.workbook.refusals import refuse

DELIMITERS = ",;\t|"
SAMPLE_CHARACTERS = 64 * 1024
FIELD_LIMIT = 131_072
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding it was in. Raises Unreadable when it is not text."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, encoding)
    head = content[:4096]
    if head.count(b"\0") > len(head) // 4:
        odd = head[1::2].count(b"\0") > head[0::2].count(b"\0")
        return _strictly(content, "utf-16-le" if odd else "utf-16-be")
    for encoding in ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(text, encoding)
    return _checked(content.decode("latin-1"), "latin-1")


def _strictly(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return _checked(content.decode(encoding), encoding)
    except UnicodeDecodeError:
        refuse("unreadable_text")


def _checked(text: str, encoding: str) -> tuple[str, str]:
    """Binary data decodes as *something* too; control characters give it away."""
    sample = text[:SAMPLE_CHARACTERS]
    if len(CONTROL.findall(sample)) > len(sample) // 200:
        refuse("not_a_workbook")
    letters = sum(character.isalnum() for character in sample)
    if not letters or (encoding in ("cp1252", "latin-1") and letters < len(sample) // 3):
        refuse("not_a_workbook")
    return text, encoding


def find_delimiter(text: str) -> str:
    """The separator that cuts most lines into the same number (more than one) of fields."""
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:
        return declared[1]
    sample = text[:SAMPLE_CHARACTERS]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter)]
        except csv.Error:
            continue
        widths = [width for width in widths[:200] if width][:-1] or widths
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            continue
        width, count = counts.most_common(1)[0]
        score = count / len(widths) + min(width, 30) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Each record as its fields. Raises Unreadable on a field without an end."""
    csv.field_size_limit(FIELD_LIMIT)
    skip = re.match(r"sep=.\r?\n", text)
    lines = io.StringIO(text[skip.end() :] if skip else text, newline="")
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        refuse("damaged")
