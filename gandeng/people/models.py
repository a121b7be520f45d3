"""Who can sign in, and where they are signed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, handle: str | None) -> Person:
        return self.get(handle=handle)

    def create_superuser(self, **_values: Any) -> Person:
        raise NotImplementedError("nobody is above the rules: use manage.py person")


class Person(AbstractBaseUser):
    """An account. ``handle`` is the e-mail address or E.164 phone number it was made with."""

    handle = models.CharField(max_length=254, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = models.CharField(_("nomor HP"), max_length=20, null=True, blank=True, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    language = models.CharField(_("bahasa"), max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False),
                name="person_can_be_reached",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class SignIn(models.Model):
    """One browser in which a person is signed in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("peramban")
        verbose_name_plural = _("peramban")
        indexes = [models.Index(fields=["person", "-seen_at"], name="sign_in_of_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.agent[:40]}"
