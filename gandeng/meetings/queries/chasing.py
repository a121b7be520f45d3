"""Whom to phone next, in which order, and why: the order explains itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandeng.catalogue.models import Listing
from gandeng.kernel import clock
from gandeng.meetings.core.chasing import Clue, Facts, Part, Priority, in_order, priority_of
from gandeng.meetings.models import Call, Day, Invitation, Outcome, Wish
from gandeng.meetings.states import PROMISES, CallResult, InvitationState, Side
from gandeng.ui.templatetags.ui import quantity

from .access import invitations_for
from .answers import answers_close_at
from .attendance import Outlook, Past

SPOKEN = {CallResult.REACHED, CallResult.WILL_COME, CallResult.WILL_NOT, CallResult.CALL_LATER}


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why: words, and what it does ("+12" points or "×1,5")."""

    words: str
    effect: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class ToCall:
    """A silent invitee with its place in the list, what was tried, and why it stands there."""

    invitation: Invitation
    priority: Priority
    reasons: tuple[Reason, ...]
    calls: tuple[Call, ...]

    @property
    def last_call(self) -> Call | None:
        return self.calls[0] if self.calls else None

    @property
    def sum_in_words(self) -> str:
        """How the place in the list comes about, to be reckoned after."""
        priority = self.priority
        said = {
            "value": priority.value,
            "chance": _figure(100 * priority.chance, 1),
            "urgency": _figure(priority.urgency, 2),
            "score": quantity(priority.score),
        }
        if priority.urgency == 1:
            return _("%(value)s poin × peluang datang %(chance)s%% × 10 = %(score)s") % said
        return (
            _("%(value)s poin × peluang datang %(chance)s%% × waktu %(urgency)s × 10 = %(score)s")
            % said
        )


def silent(person: Any, day: Day) -> QuerySet[Invitation]:
    """Those of a day a person may see who were asked and have not answered."""
    return (
        invitations_for(person)
        .filter(day=day, state=InvitationState.SENT)
        .select_related("organisation__district")
        .order_by("pk")
    )


def calls_in_order(
    invitations: Iterable[Invitation], day: Day, outlook: Outlook, *, at: datetime
) -> list[ToCall]:
    """These invitations of a day, whom to phone first on top. Five queries, whatever the size."""
    invitations = list(invitations)
    calls = _calls(invitations)
    facts = _facts(invitations, day, outlook, calls, at)
    priorities = {pk: priority_of(known) for pk, known in facts.items()}
    by_pk = {invitation.pk: invitation for invitation in invitations}
    return [
        ToCall(
            by_pk[pk],
            priorities[pk],
            tuple(reason for part in priorities[pk].parts if (reason := _reason(part))),
            tuple(calls[pk]),
        )
        for pk in in_order(list(priorities.items()))
    ]


def _facts(
    invitations: list[Invitation],
    day: Day,
    outlook: Outlook,
    calls: dict[int, list[Call]],
    at: datetime,
) -> dict[int, Facts]:
    today = clock.day_of(at)
    organisations = [invitation.organisation_id for invitation in invitations]
    wished_for = Counter(
        dict(
            Wish.objects.filter(day=day, target__in=organisations)
            .order_by()
            .values_list("target_id")
            .annotate(count=Count("invitation", distinct=True))
        )
    )
    own = Counter(
        dict(
            Wish.objects.filter(day=day, invitation__in=invitations)
            .order_by()
            .values_list("invitation_id")
            .annotate(count=Count("pk"))
        )
    )
    products = Counter(
        dict(
            Listing.objects.up()
            .filter(programme_id=day.programme_id, product__maker__in=organisations)
            .order_by()
            .values_list("product__maker_id")
            .annotate(count=Count("pk"))
        )
    )
    promised = _promised_before(day)
    days_left = max((clock.day_of(answers_close_at(day)) - today).days, 0)
    nothing = Past(Counter(), Counter())
    facts: dict[int, Facts] = {}
    for invitation in invitations:
        past = outlook.pasts.get(invitation.organisation_id, nothing)
        tried = calls[invitation.pk]
        facts[invitation.pk] = Facts(
            is_buyer=invitation.side == Side.BUYER,
            chance=outlook.chances.get(invitation.pk, 0.0),
            wished_for=wished_for[invitation.organisation_id],
            own_wishes=own[invitation.pk],
            promised_before=promised[invitation.organisation_id],
            employees=invitation.organisation.employee_count or 0,
            products=products[invitation.organisation_id],
            is_newcomer=invitation.side == Side.MAKER and not past.invited,
            came_before=past.attended,
            invited_before=past.invited,
            has_opened=invitation.opened_at is not None,
            has_phone=bool(invitation.phone),
            has_wrong_number=bool(tried) and tried[0].result == CallResult.WRONG_NUMBER,
            unreached_calls=sum(call.result == CallResult.NO_ANSWER for call in tried),
            spoken_calls=sum(call.result in SPOKEN for call in tried),
            again_in_days=_again_in(tried, today),
            waiting_days=_waiting(invitation, today),
            days_left=days_left,
        )
    return facts


def _promised_before(day: Day) -> Counter[int]:
    """By organisation, the pairs that promised each other something on earlier days."""
    found: Counter[int] = Counter()
    rows = Outcome.objects.filter(
        programme_id=day.programme_id, day__held_on__lt=day.held_on, result__in=PROMISES
    ).values_list("buyer__organisation_id", "maker__organisation_id")
    for buyer, maker in rows:
        found[buyer] += 1
        found[maker] += 1
    return found


def _calls(invitations: list[Invitation]) -> dict[int, list[Call]]:
    """By invitation, its calls, the latest first."""
    found: dict[int, list[Call]] = defaultdict(list)
    rows = Call.objects.filter(invitation__in=invitations).select_related("by")
    for call in rows.order_by("-at", "-pk"):
        found[call.invitation_id].append(call)
    return found


def _again_in(calls: list[Call], today: date) -> int | None:
    """The latest call decides: what was agreed before it is done with."""
    again_on = calls[0].again_on if calls else None
    return (again_on - today).days if again_on else None


def _waiting(invitation: Invitation, today: date) -> int | None:
    return (today - clock.day_of(invitation.sent_at)).days if invitation.sent_at else None


def _reason(part: Part) -> Reason | None:
    """A part of the priority in words."""
    count = part.number
    counted = {"count": quantity(count)}
    words = {
        Clue.INVITED: lambda: _("diundang"),
        Clue.WISHED_FOR: lambda: ngettext(
            "ditunggu %(count)s peserta", "ditunggu %(count)s peserta", count
        ),
        Clue.OWN_WISHES: lambda: ngettext(
            "sudah memilih %(count)s yang ingin ditemui",
            "sudah memilih %(count)s yang ingin ditemui",
            count,
        ),
        Clue.PROMISED_BEFORE: lambda: ngettext(
            "%(count)s kesepakatan di acara lalu", "%(count)s kesepakatan di acara lalu", count
        ),
        Clue.EMPLOYEES: lambda: _("perusahaannya %(count)s karyawan"),
        Clue.PRODUCTS: lambda: ngettext(
            "%(count)s produk di katalog", "%(count)s produk di katalog", count
        ),
        Clue.NEWCOMER: lambda: _("belum pernah ikut"),
        Clue.CAME_BEFORE: lambda: ngettext(
            "pernah datang %(count)s kali", "pernah datang %(count)s kali", count
        ),
        Clue.STAYED_AWAY_BEFORE: lambda: ngettext(
            "%(count)s kali diundang, belum pernah datang",
            "%(count)s kali diundang, belum pernah datang",
            count,
        ),
        Clue.OPENED: lambda: _("tautannya sudah dibuka"),
        Clue.NO_PHONE: lambda: _("tidak ada nomor telepon"),
        Clue.WRONG_NUMBER: lambda: _("nomornya salah"),
        Clue.UNREACHED: lambda: ngettext(
            "%(count)s kali tidak diangkat", "%(count)s kali tidak diangkat", count
        ),
        Clue.SPOKE: lambda: ngettext("sudah %(count)s kali bicara", "sudah %(count)s kali bicara",
            count),
        Clue.CALL_DUE: lambda: _("minta dihubungi hari ini") if count == 0 else ngettext(
            "terlambat %(count)s hari dari janji dihubungi",
            "terlambat %(count)s hari dari janji dihubungi",
            count,
        ),
        Clue.CALL_LATER: lambda: ngettext(
            "minta dihubungi %(count)s hari lagi", "minta dihubungi %(count)s hari lagi", count
        ),
        Clue.JUST_SENT: lambda: _("baru dikirim, beri waktu menjawab"),
        Clue.HURRY: lambda: _("waktu menjawab hampir habis") if count else _(
            "hari terakhir menjawab"
        ),
        Clue.NOT_SENT: lambda: "",
    }[part.clue]()  # fmt: skip
    if not words:
        return None
    if part.points:
        return Reason(words % counted, f"+{part.points}", is_good=True)
    if part.factor == 1:
        return Reason(words % counted, "", is_good=part.clue == Clue.CAME_BEFORE)
    return Reason(words % counted, f"×{_figure(part.factor, 2)}", is_good=part.factor > 1)


def _figure(number: float, places: int) -> str:
    """``1,5``: no noughts behind the comma."""
    return f"{number:.{places}f}".rstrip("0").rstrip(".").replace(".", ",")
