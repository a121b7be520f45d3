"""People are invited to act for an organisation, and stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.organisations import actions, queries
from gandeng.organisations.forms import InvitationForm
from gandeng.organisations.models import Seat
from gandeng.people.queries import set_password_path
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in

from .register import organisation_of


@never_cache
@require_http_methods(["GET", "POST"])
def new_seat(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Invite somebody. A new account's link is shown once, to be sent by WhatsApp."""
    organisation = organisation_of(request, pk)
    require(request.user, "organisations.give_seat", organisation)
    form = InvitationForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusals_shown_in(form):
            seat, is_new = actions.invite(
                organisation,
                said.get("role", Seat.Role.OWNER),
                name=said["name"],
                email=said["email"],
                phone=said["phone"],
                outlet=said.get("outlet"),
                by=request.user,
                at=clock.now(),
            )
            if not is_new:
                messages.success(request, _("%(name)s ditambahkan.") % {"name": seat.person})
                return redirect(organisation)
            context = {
                "person": seat.person,
                "link": request.build_absolute_uri(set_password_path(seat.person)),
                "back_url": organisation.get_absolute_url(),
            }
            return render(request, "people/link_made.html", context)
    context = {
        "form": form,
        "title": _("Undang orang"),
        "lead": _("Ia bisa masuk dan bertindak atas nama %(name)s.") % {"name": organisation},
        "submit_label": _("Undang"),
        "cancel_url": organisation.get_absolute_url(),
        "crumbs": [
            {"label": organisation.name, "url": organisation.get_absolute_url()},
            {"label": _("Undang orang")},
        ],
    }
    return render(request, "ui/form.html", context)


@require_POST
def end_seat(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a seat back."""
    seat = get_object_or_404(queries.seats_for(request.user), pk=pk)
    actions.end_seat(seat, by=request.user, at=clock.now())
    said = _("%(name)s tidak lagi bertindak atas nama %(organisation)s.")
    messages.success(request, said % {"name": seat.person, "organisation": seat.organisation})
    return redirect(seat.organisation)
