"""The expected answers: ``expected.tsv``, a row for each question, a column for each role."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

ROLES = (
    "anonymous",
    "officer",
    "curator",
    "mentor",
    "head",
    "auditor",
    "owner",
    "manager",
    "clerk",
    "outsider",
)
FILE = Path(__file__).parent / "expected.tsv"
HEADINGS = ("url", "method", "whose")

Row = tuple[str, str, str]
Column = dict[Row, str]


@cache
def read() -> dict[Row, dict[str, str]]:
    """What is expected, by question and role."""
    if not FILE.exists():
        return {}
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        (row["url"], row["method"], row["whose"]): {role: row[role] for role in ROLES}
        for row in rows
    }


def column(role: str) -> Column:
    """What one role is expected to be answered."""
    return {row: cells[role] for row, cells in read().items()}


def share(role: str) -> set[Row]:
    """What this role asks where all was asked of another database already.

    Every question gets each of its answers once, from somebody; who that is goes round, so that
    everybody's way of finding things is walked. Sign-in and a method that is not taken come before
    any question to the database.
    """
    asked = set()
    for number, (row, answers) in enumerate(read().items()):
        for answer in set(answers.values()) - {"302>", "405"}:
            roles = [each for each in ROLES if answers[each] == answer]
            if roles[number % len(roles)] == role:
                asked.add(row)
    return asked


def write_column(role: str, answers: Column) -> None:
    """Put down what one role was answered; questions nobody asks any more go."""
    known = read()
    rows = {
        row: known.get(row, dict.fromkeys(ROLES, "?")) | {role: answer}
        for row, answer in answers.items()
    }
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow((*HEADINGS, *ROLES))
        for row in sorted(rows):
            writer.writerow((*row, *(rows[row][each] for each in ROLES)))
    read.cache_clear()
