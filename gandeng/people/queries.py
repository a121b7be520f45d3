"""Finding a person by what they type, and where they are signed in."""

from __future__ import annotations

import phonenumbers
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .models import Person, SignIn


def handle_of(text: str) -> str:
    """What people type as their name, made comparable: an e-mail address in lower case, a phone
    number as E.164 (0812…, 62812…, +62 812-…). Anything else comes back stripped."""
    text = text.strip()
    if "@" in text:
        return text.lower()
    digits = "".join(letter for letter in text if letter.isdigit() or letter == "+")
    if len(digits) < 8:
        return text.lower()
    if digits.startswith("62"):
        digits = "+" + digits
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        return text.lower()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def person_called(text: str) -> Person | None:
    """The person with this e-mail address or phone number."""
    handle = handle_of(text)
    if not handle:
        return None
    return Person.objects.filter(Q(email=handle) | Q(phone=handle)).order_by("pk").first()


def sign_ins_of(person: Person) -> QuerySet[SignIn]:
    """Where a person is signed in, the latest seen first."""
    return person.sign_ins.order_by("-seen_at", "-pk")


def set_password_path(person: Person) -> str:
    """Where a person sets a password, once, within three days: for the one who hands it over.

    Whoever has it can take the account: only for an account just made, or by an action that asked.
    """
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return reverse("people:set-password", args=[uid, token])
