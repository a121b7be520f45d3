"""Signing in and out, the account, forgotten passwords, the language."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import LoginView, PasswordResetView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.ui.htmx import refusals_shown_in

from . import actions, queries
from .core.agents import browser_of, is_phone, system_of
from .forms import AccountForm, ChangePasswordForm, ForgottenForm, NewPasswordForm, SignInForm
from .middleware import PersonRequest
from .models import Person

BACKEND = "gandeng.people.backends.EmailOrPhoneBackend"
A_YEAR = 365 * 24 * 60 * 60
MOST_LISTED = 50


class SignIn(LoginView):
    """Django's own sign-in: it rotates the session and only follows a safe ``next``."""

    template_name = "people/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _note_sign_in(self.request)
        return response


def _note_sign_in(request: HttpRequest) -> None:
    actions.open_sign_in(
        request.user,  # type: ignore[arg-type]
        request.session.session_key or "",
        agent=request.headers.get("User-Agent", ""),
        address=get_client_ip_address(request) or None,
        at=clock.now(),
    )


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave, in this browser."""
    if request.user.is_authenticated:
        sign_in = request.user.sign_ins.filter(session_key=request.session.session_key).first()
        if sign_in:
            actions.end_sign_in(sign_in, by=request.user, at=clock.now())
    logout(request)
    return redirect("people:sign-in")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    """The person's own page: how they are called and reached, and where they are signed in."""
    person = request.user
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "email", "phone")}
        with refusals_shown_in(form):
            actions.change_account(person, by=person, at=clock.now(), **said)
            messages.success(request, _("Akun disimpan."))
            return redirect("people:account")
    return _account_page(request, form)


def _account_page(request: PersonRequest, form: AccountForm) -> HttpResponse:
    browsers = [
        {
            "sign_in": sign_in,
            "browser": browser_of(sign_in.agent) or _("Peramban lain"),
            "system": system_of(sign_in.agent),
            "icon": "smartphone" if is_phone(sign_in.agent) else "monitor",
            "is_this": sign_in.session_key == request.session.session_key,
        }
        for sign_in in queries.sign_ins_of(request.user)[:MOST_LISTED]
    ]
    context = {"form": form, "browsers": browsers, "languages": settings.LANGUAGES}
    return render(request, "people/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: PersonRequest) -> HttpResponse:
    """A new password; every other browser is signed out, this one stays."""
    person = request.user
    form = ChangePasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        new_password = form.cleaned_data["new_password1"]
        actions.change_password(person, new_password, by=person, at=clock.now())
        login(request, person, backend=BACKEND)
        _note_sign_in(request)
        messages.success(request, _("Kata sandi diganti. Peramban lain sudah dikeluarkan."))
        return redirect("people:account")
    context = {
        "form": form,
        "title": _("Ganti kata sandi"),
        "cancel_url": reverse_lazy("people:account"),
    }
    return render(request, "ui/form.html", context)


@require_POST
def end_sign_in(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign one browser out, also one that is far away."""
    sign_in = get_object_or_404(queries.sign_ins_of(request.user), pk=pk)
    actions.end_sign_in(sign_in, by=request.user, at=clock.now())
    messages.success(request, _("Peramban itu sudah dikeluarkan."))
    return redirect("people:account")


@require_POST
def end_other_sign_ins(request: PersonRequest) -> HttpResponse:
    """Sign all browsers out but this one."""
    key = request.session.session_key or ""
    count = actions.end_other_sign_ins(request.user, key, by=request.user, at=clock.now())
    said = ngettext("%(count)d peramban dikeluarkan.", "%(count)d peramban dikeluarkan.", count)
    messages.success(request, said % {"count": count})
    return redirect("people:account")


@method_decorator(login_not_required, name="dispatch")
class Forgotten(PasswordResetView):
    """Asks for an address and says the same whether anybody has it."""

    template_name = "people/forgotten.html"
    form_class = ForgottenForm
    email_template_name = "people/mail/forgotten.txt"
    subject_template_name = "people/mail/forgotten_subject.txt"
    success_url = reverse_lazy("people:forgotten-sent")


@require_safe
@login_not_required
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """What to do now."""
    return render(request, "people/forgotten_sent.html")


TOKEN_IN_SESSION = "_set_password_token"  # noqa: S105 -- a key, not a secret


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a password by a link that works once.

    The token moves from the address into the session first, so that no page that is opened from
    here learns it (as Django's own view does).
    """
    person = _person_of(uid)
    if token != "in":  # noqa: S105 -- the address without its secret
        request.session[TOKEN_IN_SESSION] = token
        return redirect("people:set-password", uid, "in")
    token = request.session.get(TOKEN_IN_SESSION, "")
    if person is None or not default_token_generator.check_token(person, token):
        return render(request, "people/link_spent.html", status=410)
    form = NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        new_password = form.cleaned_data["new_password1"]
        actions.change_password(person, new_password, by=person, at=clock.now())
        request.session.pop(TOKEN_IN_SESSION, None)
        messages.success(request, _("Kata sandi disimpan. Silakan masuk."))
        return redirect("people:sign-in")
    return render(request, "people/set_password.html", {"form": form, "person": person})


def _person_of(uid: str) -> Person | None:
    try:
        pk = int(urlsafe_base64_decode(uid).decode())
    except ValueError:
        return None
    if not 0 < pk < 2**63:
        return None
    return Person.objects.filter(pk=pk, is_active=True).first()


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's own language switch; a signed-in person's choice also goes with their account."""
    response = i18n.set_language(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if settings.LANGUAGE_COOKIE_NAME in response.cookies:
            response.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] = A_YEAR
        if request.user.is_authenticated:
            actions.choose_language(request.user, language, by=request.user, at=clock.now())
    return response
