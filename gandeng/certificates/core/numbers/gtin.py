"""GTIN barcodes: reading them, and building in-store codes that pretend to nothing.

Source: GS1 General Specifications for the check digit; 899 is GS1 Indonesia; products without a
GTIN get an in-store code (20–29), never an invented 899.
"""

from __future__ import annotations

from .reading import (
    Kind,
    Problem,
    Reading,
    a_warning,
    all_the_same,
    an_error,
    look_at,
    nothing_there,
)

LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> str:
    """The GS1 check digit: weights 3, 1, 3, … from the right, ten minus the last digit of the sum.

    Raises ValueError when the body is not digits.
    """
    if not body or not (body.isascii() and body.isdigit()):
        raise ValueError("a barcode body is digits")
    total = sum(
        int(letter) * (1 if place % 2 else 3) for place, letter in enumerate(reversed(body))
    )
    return str(-total % 10)


def in_store_code(number: int) -> str:
    """An EAN-13 for use inside shops only: prefix 20–29, the number, a valid check digit.

    Different numbers give different codes. Raises ValueError outside 0 … 99,999,999,999.
    """
    if not 0 <= number < 10**11:
        raise ValueError("an in-store number has at most eleven digits and is not negative")
    body = f"2{number:011d}"
    return body + check_digit(body)


def read_gtin(raw: object) -> Reading:
    """Read a barcode of 8, 12, 13 or 14 digits. Part ``scope``: indonesian, in_store, foreign."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "Barcode"):
        return Reading(Kind.GTIN, cell.text, "", {}, (problem,))
    digits = cell.digits
    if len(digits) not in LENGTHS:
        return _unread(
            cell.text,
            "wrong_length",
            f"Barcode harus 13 angka (boleh 8, 12, atau 14), ini {len(digits)}. Pindai ulang.",
        )
    if all_the_same(digits):
        return _unread(cell.text, "all_same", "Barcode ini bukan barcode sungguhan. Pindai ulang.")
    if check_digit(digits[:-1]) != digits[-1]:
        return _unread(
            cell.text,
            "check_digit_wrong",
            "Angka terakhir barcode tidak cocok; ada angka yang salah. Pindai ulang dari kemasan.",
        )
    # The country or shop prefix is that of the thirteen-digit form.
    thirteen = digits[1:] if len(digits) == 14 else digits.zfill(13)
    problems: tuple[Problem, ...] = ()
    if len(digits) == 8:
        scope = "in_store" if digits[0] in "02" else "short"
    elif thirteen.startswith("899"):
        scope = "indonesian"
    elif thirteen.startswith("2"):
        scope = "in_store"
    else:
        scope = "foreign"
        problems = (
            a_warning(
                "foreign_prefix",
                "Barcode tidak diawali 899 (GS1 Indonesia). Pastikan barcode ini milik produknya.",
            ),
        )
    return Reading(
        Kind.GTIN, cell.text, digits, {"form": f"gtin{len(digits)}", "scope": scope}, problems
    )


def _unread(text: str, code: str, message: str) -> Reading:
    return Reading(Kind.GTIN, text, "", {}, (an_error(code, message),))
