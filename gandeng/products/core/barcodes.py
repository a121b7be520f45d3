"""Barcodes of products: the GS1 check digit, and codes for use inside shops only.

A GTIN is given out by GS1 and never invented here (899 is GS1 Indonesia). A product without one
gets an in-store code: GS1 leaves the prefixes 20 to 29 to everybody for their own use.
"""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)
MOST = 10**11


def check_digit(body: str) -> str:
    """The GS1 check digit: weights 3, 1, 3, … from the right, ten minus the last digit of the sum.

    Raises ValueError when the body is not digits.
    """
    if not body or not (body.isascii() and body.isdigit()):
        raise ValueError("a barcode body is digits")
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def is_barcode(text: str) -> bool:
    """Whether this is an EAN-8, UPC-A, EAN-13 or GTIN-14 whose check digit is right."""
    if len(text) not in LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    return len(set(text)) > 1 and check_digit(text[:-1]) == text[-1]


def in_store_code(number: int) -> str:
    """An EAN-13 for use inside shops only: prefix 20–29, the number, a valid check digit.

    Different numbers give different codes. Raises ValueError outside 0 … 99,999,999,999.
    """
    if not 0 <= number < MOST:
        raise ValueError("an in-store number has at most eleven digits and is not negative")
    body = f"2{number:011d}"
    return body + check_digit(body)
