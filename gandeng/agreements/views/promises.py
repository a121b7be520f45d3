"""From what was said at a table to a draft of an agreement, one by one or a day's all at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gandeng.agreements import actions, queries
from gandeng.agreements.models import Agreement, Ceremony
from gandeng.kernel import clock
from gandeng.kernel.permissions import may
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.outcomes import outcomes_for
from gandeng.programmes.middleware import ProgrammeRequest


@require_safe
def day_promises(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What was promised at the tables of a day, and which of it is an agreement by now."""
    day = office_day(request.user, pk)
    rows = queries.promises_of(day)
    may_hold = may(request.user, "agreements.hold_ceremony", Ceremony(programme=day.programme))
    context = {
        "day": day,
        "promises": rows,
        "missing": sum(row.agreement is None for row in rows),
        "may_hold": may_hold,
        "ceremonies": queries.ceremonies_for(request.user).filter(day=day),
    }
    return render(request, "agreements/day_promises.html", context)


@require_POST
def draft_promises(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Draft every promise of a day that is no agreement yet."""
    day = office_day(request.user, pk)
    missing = [row.outcome for row in queries.promises_of(day) if row.agreement is None]
    drafted, refused = actions.draft_all_from(missing, by=request.user, at=clock.now())
    if drafted:
        messages.success(
            request,
            ngettext("%(count)s konsep dibuat.", "%(count)s konsep dibuat.", len(drafted))
            % {"count": len(drafted)},
        )
    for outcome, sentence in refused[:10]:
        messages.error(request, f"{outcome.maker} – {outcome.buyer}: {sentence}")
    return redirect("agreements:day-promises", pk)


@require_safe
def outcome_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What became of an outcome here, or the one tap that makes it an agreement."""
    outcome = get_object_or_404(outcomes_for(request.user), pk=pk)
    fresh = Agreement(
        programme=outcome.programme,
        maker=outcome.maker.organisation,
        buyer=outcome.buyer.organisation,
    )
    context = {
        "outcome": outcome,
        "agreement": queries.agreement_from(outcome),
        "may_draft": outcome.is_promise and may(request.user, "agreements.draft_agreement", fresh),
    }
    return render(request, "agreements/_outcome_panel.html", context)


@require_POST
def draft_from_outcome(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One tap: a draft with everything filled in."""
    outcome = get_object_or_404(outcomes_for(request.user), pk=pk)
    made = actions.draft_from_outcome(outcome, by=request.user, at=clock.now())
    messages.success(request, _("Konsep perjanjian dibuat dari hasil pertemuan."))
    return redirect("agreements:agreement", made.pk)
