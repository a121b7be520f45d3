"""Why two organisations may be one: evidence kept as plain data, and told in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gandeng.intake.core.similarity import SENTENCES, Pair

# Of two rows, what differs between them is marked; these are compared in this order.
COMPARED = (
    "name",
    "owner_name",
    "phone",
    "email",
    "nik",
    "npwp",
    "nib",
    "cooperative_number",
    "district",
    "village",
    "address",
    "started_year",
    "size_class",
    "worker_count",
    "estate",
    "employee_count",
)


def evidence_of(pair: Pair) -> list[dict[str, Any]]:
    """The reasons of a pair as JSON: the code for programs, the facts, and the words."""
    return [
        {"code": reason.clue, "facts": dict(reason.facts), "words": reason.message}
        for reason in pair.evidence
    ]


def words_of(
    evidence: Sequence[Mapping[str, Any]], translate: Callable[[str], str] = str
) -> list[str]:
    """The reasons in words, in the reader's language where the reason is one we know."""
    said = []
    for reason in evidence:
        template = SENTENCES.get(reason.get("code", ""))
        facts = reason.get("facts")
        if template and facts:
            said.append(translate(template).format(**facts))
        else:
            said.append(str(reason.get("words") or reason.get("code", "")))
    return said
