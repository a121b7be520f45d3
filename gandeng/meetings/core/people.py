"""The people named in a line such as "Dr. Siti, S.E., M.M., Budi dan Ani"."""

from __future__ import annotations

import re

# what follows a comma and is a degree, not a person: S.E · M.M. · S.Pd.I · MBA · Ph.D
_DEGREE = re.compile(r"(?:[A-Za-z]{1,6}\.)+[A-Za-z]{0,6}\.?|[A-Z]{2,5}")
_BETWEEN = re.compile(r"\s*[,;\n/&+]\s*|\s+dan\s+", re.IGNORECASE)


def people_in(line: str) -> list[str]:
    """One name for each person, with the degrees that belong to it."""
    names: list[str] = []
    for part in _BETWEEN.split(line):
        text = part.strip()
        if not text:
            continue
        if names and _DEGREE.fullmatch(text):
            names[-1] += f", {text}"
        else:
            names.append(text)
    return names
