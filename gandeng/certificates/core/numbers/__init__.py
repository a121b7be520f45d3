"""Reading certificate and identity numbers as people type them, with reasons.

Every reader takes what stood in the cell (text, or the number a spreadsheet made of it) and
returns a ``Reading``; none raises on bad input. Today's date, the programme's regency and lists of
codes are handed in: nothing here looks anything up.
"""

from __future__ import annotations

from .bpom import read_bpom
from .by_kind import read_number
from .cooperative import read_cooperative_number
from .free_text import read_free_text
from .gtin import check_digit, in_store_code, read_gtin
from .halal import read_halal
from .kbli import PIRT_KBLI, read_kbli
from .nib import read_nib
from .nik import read_nik
from .npwp import luhn_is_right, read_npwp
from .phone import read_phone
from .pirt import FOOD_TYPES, PACKAGINGS, read_pirt
from .reading import Kind, Problem, Reading, Severity
from .recognition import recognise
from .slhs import read_slhs
from .trademark import read_trademark

__all__ = [
    "FOOD_TYPES",
    "PACKAGINGS",
    "PIRT_KBLI",
    "Kind",
    "Problem",
    "Reading",
    "Severity",
    "check_digit",
    "in_store_code",
    "luhn_is_right",
    "read_bpom",
    "read_cooperative_number",
    "read_free_text",
    "read_gtin",
    "read_halal",
    "read_kbli",
    "read_nib",
    "read_nik",
    "read_npwp",
    "read_number",
    "read_phone",
    "read_pirt",
    "read_slhs",
    "read_trademark",
    "recognise",
]
