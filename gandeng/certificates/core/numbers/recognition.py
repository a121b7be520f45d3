"""Which kind of certificate a number looks like, when it stands in the wrong row or column."""

from __future__ import annotations

import re

from .bpom import SERIES
from .reading import Kind, look_at


def recognise(raw: object) -> Kind | None:
    """The kind of certificate whose own marks the number bears, or None. Words first, then the
    digits: a P-IRT is fifteen digits that start like one."""
    cell = look_at(raw)
    text = re.sub(r"[^A-Z0-9]", "", cell.text.upper())
    if "SLHS" in text:
        return Kind.SLHS
    if re.match(r"(NO)?(SPP)?PIRT", text):
        return Kind.PIRT
    if re.match(r"ID[0-9]{15,18}$", text) or re.match(r"(KH|KF)[0-9]{6}", text):
        return Kind.HALAL
    if re.match(r"(BPOM)?(RI)?(SP|" + "|".join(SERIES) + r")[0-9]{9,}$", text):
        return Kind.BPOM
    if re.match(r"(IDM|JID|DID|M00)[0-9]{6,}$", text):
        return Kind.TRADEMARK
    if re.fullmatch(r"[1-8](0[1-9]|1[0-5])[1-9][0-9]{11}", text):
        return Kind.PIRT
    return None
