"""Phone numbers as Indonesians write them, brought to E.164.

As seen in offices' lists: ``0812…``, ``62812…``, ``+62 812…``, ``812…``, ``+62 0812…``; a mobile
number has 10 to 13 digits with its leading 0 and starts with 08.
"""

from __future__ import annotations

import re

import phonenumbers

from .reading import Kind, Problem, Reading, a_warning, an_error, look_at, nothing_there

_BETWEEN_TWO = re.compile(r"\s*(?:/|,|;|\||&|\bdan\b|\batau\b)\s*", re.IGNORECASE)


def read_phone(raw: object) -> Reading:
    """Read a phone number; ``normal`` is E.164 (``+62812…``). Part ``line``: mobile, landline,
    foreign; ``whatsapp`` is the form wa.me wants, for mobiles. Of two numbers the first is read."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor HP"):
        return Reading(Kind.PHONE, cell.text, "", {}, (problem,))
    problems: list[Problem] = []
    pieces = [piece for piece in _BETWEEN_TWO.split(cell.text) if re.search(r"\d", piece)]
    if len(pieces) > 1:
        problems.append(
            a_warning("two_numbers", "Ada lebih dari satu nomor; yang pertama yang dipakai.")
        )
    first = pieces[0] if pieces else cell.text
    first = re.sub(r"(?i)\b(wa|whatsapp|hp|telp?|telepon|tlp)\b\W*|\(?(wa|whatsapp)\)?$", "", first)
    if re.search(r"[^\W\d_]", first):
        return _unread(cell.text, "letters", "Nomor HP hanya berisi angka. Hapus hurufnya.")
    digits = "".join(letter for letter in first if letter in "0123456789")
    is_abroad = first.lstrip("( ").startswith("+") and not digits.startswith("62")
    if is_abroad:
        return _read_abroad(cell.text, f"+{digits}", problems)
    national = _national(digits, has_plus="+" in first)
    if national.startswith("8"):
        return _read_mobile(cell.text, national, problems)
    return _read_landline(cell.text, national, problems)


def _national(digits: str, *, has_plus: bool) -> str:
    """The number without its country code and trunk zero: 0812 → 812, +62 0812 → 812."""
    if digits.startswith("0062"):
        digits = digits[4:]
    elif digits.startswith("62") and (has_plus or len(digits) > 9):
        digits = digits[2:]
    return digits.lstrip("0")


def _read_mobile(text: str, national: str, problems: list[Problem]) -> Reading:
    length = len(national) + 1
    if length < 10:
        return _unread(
            text,
            "too_short",
            f"Nomor HP ini {length} angka, paling sedikit 10. Tanyakan lagi nomornya.",
        )
    if length > 13:
        return _unread(
            text,
            "too_long",
            f"Nomor HP ini {length} angka, paling banyak 13. Periksa angka yang terketik dua kali.",
        )
    parts = {"line": "mobile", "whatsapp": f"62{national}"}
    return Reading(Kind.PHONE, text, f"+62{national}", parts, tuple(problems))


def _read_landline(text: str, national: str, problems: list[Problem]) -> Reading:
    if len(national) < 8:
        return _unread(
            text,
            "too_short",
            "Nomor telepon ini terlalu pendek. Tulis lengkap dengan kode wilayah, misalnya 0267.",
        )
    try:
        number = phonenumbers.parse(f"+62{national}")
    except phonenumbers.NumberParseException:
        return _unread(
            text, "not_a_phone", "Ini bukan nomor telepon. Tulis seperti 0812-3456-7890."
        )
    if not phonenumbers.is_possible_number(number) or len(national) > 11:
        return _unread(
            text, "not_a_phone", "Ini bukan nomor telepon. Tulis seperti 0812-3456-7890."
        )
    return Reading(Kind.PHONE, text, f"+62{national}", {"line": "landline"}, tuple(problems))


def _read_abroad(text: str, number: str, problems: list[Problem]) -> Reading:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return _unread(text, "not_a_phone", "Kode negara tidak dikenal. Tulis seperti +62 812….")
    if not phonenumbers.is_valid_number(parsed):
        return _unread(text, "not_a_phone", "Nomor luar negeri ini tidak ada. Periksa lagi.")
    problems.append(a_warning("foreign", "Ini nomor luar negeri. Pastikan memang benar."))
    normal = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Reading(Kind.PHONE, text, normal, {"line": "foreign"}, tuple(problems))


def _unread(text: str, code: str, message: str) -> Reading:
    return Reading(Kind.PHONE, text, "", {}, (an_error(code, message),))
