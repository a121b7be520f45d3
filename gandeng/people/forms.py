"""What people type to sign in and to keep their account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from .models import Person
from .queries import handle_of


class SignInForm(AuthenticationForm):
    """One message for every wrong try: nobody learns which accounts there are."""

    error_messages = {
        "invalid_login": _("E-mail, nomor HP, atau kata sandi tidak cocok. Periksa lagi."),
        "inactive": _("E-mail, nomor HP, atau kata sandi tidak cocok. Periksa lagi."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail atau nomor HP")
        self.fields["username"].widget.attrs.update(autocomplete="username", autocapitalize="none")
        self.fields["password"].label = _("Kata sandi")

    def clean_username(self) -> str:
        # In one form, so that 0812… and +62812… count towards the same lock.
        return handle_of(self.cleaned_data["username"])


class AccountForm(forms.ModelForm):
    """Name and ways to be reached. Those are how one gets back in, so the password is asked."""

    current_password = forms.CharField(
        label=_("Kata sandi sekarang"),
        help_text=_("Hanya bila e-mail atau nomor HP diganti."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = Person
        fields = ("name", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.reached_by = (person.email or "", person.phone or "")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["phone"].widget.attrs.update(autocomplete="tel", inputmode="tel")

    def clean_email(self) -> str:
        return handle_of(self.cleaned_data["email"] or "")

    def clean_phone(self) -> str:
        return handle_of(self.cleaned_data["phone"] or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        reached_by = (cleaned.get("email", ""), cleaned.get("phone", ""))
        is_changed = not self.errors and reached_by != self.reached_by
        password = cleaned.get("current_password", "")
        if is_changed and not self.instance.check_password(password):
            self.add_error("current_password", _("Tulis kata sandi Anda yang sekarang."))
        return cleaned

    def _post_clean(self) -> None:
        """The action checks what is taken; the person in the session stays untouched."""


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new_password1 = forms.CharField(
        label=_("Kata sandi baru"),
        help_text=_("Paling sedikit 10 huruf atau angka; tiga kata acak mudah diingat."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("Sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("new_password1"), cleaned.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", _("Kedua kata sandi tidak sama. Ketik ulang."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The old password as well."""

    old_password = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def clean_old_password(self) -> str:
        password = self.cleaned_data["old_password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("Kata sandi sekarang tidak cocok. Ketik ulang."))
        return password


class ForgottenForm(PasswordResetForm):
    """Sends a link to whoever has this address; also those who never set a first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")

    def clean_email(self) -> str:
        return handle_of(self.cleaned_data["email"])

    def get_users(self, email: str) -> Iterator[Person]:
        return Person.objects.filter(email=email, is_active=True).iterator()
