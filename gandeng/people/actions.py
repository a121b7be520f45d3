"""Accounts are made, signed in and out. Nobody acts on another person's account here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import change, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require

from .models import Person, SignIn
from .queries import handle_of, person_called

SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def register_person(
    name: str, *, at: datetime, email: str = "", phone: str = "", password: str | None = None
) -> Person:
    """Make an account. Callers ask for their own permission first (an officer invites, the
    command line sets up). Raises Refusal ``unreachable`` or ``handle_taken``."""
    email, phone = handle_of(email), handle_of(phone)
    if not email and not phone:
        raise Refusal("unreachable", _("Isi alamat e-mail atau nomor HP."))
    for handle in filter(None, (email, phone)):
        if person_called(handle):
            raise Refusal("handle_taken", _("Sudah ada akun dengan e-mail atau nomor HP itu."))
    person = Person(
        name=" ".join(name.split())[:150] or email or phone,
        handle=email or phone,
        email=email or None,
        phone=phone or None,
        created_at=at,
    )
    person.set_password(password)
    person.save()
    record(person, "register_person", by=None, at=at, after={"name": person.name})
    return person


@transaction.atomic
def open_sign_in(
    person: Person, session_key: str, *, agent: str, address: str | None, at: datetime
) -> SignIn:
    """Note that a person signed in with this browser."""
    sign_in, _made = SignIn.objects.update_or_create(
        session_key=session_key,
        defaults={
            "person": person,
            "agent": agent[:200],
            "address": address,
            "opened_at": at,
            "seen_at": at,
        },
    )
    record(person, "sign_in", by=person, at=at, after={"agent": agent[:80]})
    return sign_in


def touch_sign_in(session_key: str, *, at: datetime) -> None:
    """Note that a browser was seen, at most every few minutes: reading must not write."""
    SignIn.objects.filter(session_key=session_key, seen_at__lt=at - SEEN_EVERY).update(seen_at=at)


@transaction.atomic
def end_sign_in(sign_in: SignIn, *, by: Person, at: datetime) -> None:
    """Sign a browser out, also one that is far away."""
    require(by, "people.end_sign_in", sign_in)
    Session.objects.filter(session_key=sign_in.session_key).delete()
    agent = sign_in.agent[:80]
    person = sign_in.person
    sign_in.delete()
    record(person, "end_sign_in", by=by, at=at, before={"agent": agent})


@transaction.atomic
def end_other_sign_ins(person: Person, session_key: str, *, by: Person, at: datetime) -> int:
    """Sign every browser out but this one. How many there were."""
    require(by, "people.change_account", person)
    others = person.sign_ins.exclude(session_key=session_key)
    keys = list(others.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    if keys:
        record(person, "end_other_sign_ins", by=by, at=at, after={"count": len(keys)})
    return len(keys)


@transaction.atomic
def change_account(
    person: Person, *, name: str, email: str, phone: str, by: Person, at: datetime
) -> bool:
    """Change what a person is called and reached by. False when nothing differed.

    Refuses: ``name_missing``, ``unreachable``, ``handle_taken``.
    """
    require(by, "people.change_account", person)
    name, email, phone = " ".join(name.split()), handle_of(email), handle_of(phone)
    if not name:
        raise Refusal("name_missing", _("Tulis nama Anda."), field="name")
    if not email and not phone:
        raise Refusal("unreachable", _("Isi alamat e-mail atau nomor HP."), field="email")
    for field, handle in (("email", email), ("phone", phone)):
        known = person_called(handle)
        if known is not None and known.pk != person.pk:
            raise Refusal("handle_taken", _("Itu sudah dipakai akun lain."), field=field)
    return change(
        person,
        "change_account",
        by=by,
        at=at,
        name=name,
        email=email or None,
        phone=phone or None,
        handle=email or phone,
    )


def choose_language(person: Person, language: str, *, by: Person, at: datetime) -> None:
    """Remember the language a person reads in."""
    require(by, "people.change_account", person)
    change(person, "choose_language", by=by, at=at, language=language)


@transaction.atomic
def change_password(person: Person, password: str, *, by: Person, at: datetime) -> None:
    """Set a new password and sign every browser out: whoever had the old one is outside."""
    require(by, "people.change_account", person)
    person.set_password(password)
    person.save(update_fields=["password"])
    keys = list(person.sign_ins.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    person.sign_ins.all().delete()
    record(person, "change_password", by=by, at=at)
