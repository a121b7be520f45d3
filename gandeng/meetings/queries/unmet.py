"""Wishes without a meeting, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gandeng.meetings.core.reasons import SENTENCES
from gandeng.meetings.models import Invitation, Timetable, Wish
from gandeng.meetings.models.said import in_words
from gandeng.meetings.states import InvitationState, Side

from .boards import is_there, unmet_pairs
from .timetables import names_in


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish without a meeting and why. ``buyer`` and ``maker`` are (invitation id, name); no id:
    not invited. ``value`` None: the calculation did not weigh it."""

    buyer: tuple[int | None, str]
    maker: tuple[int | None, str]
    value: int | None
    reason: str

    def concerns(self, party: int | None, folded: str) -> bool:
        """Is of this party, and has these words in a name."""
        is_of = party is None or party in (self.buyer[0], self.maker[0])
        return is_of and folded in f"{self.buyer[1]}\n{self.maker[1]}".casefold()


def unmet_in(timetable: Timetable, party: int | None = None, words: str = "") -> list[Unmet]:
    """What the calculation weighed and could not grant, the dearest first; of one party, or of
    those whose name has these words in it."""
    held = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    reasons = {(row["buyer"], row["maker"]): row for row in timetable.why_not}
    pairs = unmet_pairs(timetable, held)
    names = names_in(timetable.day, {pk for buyer, maker, _v in pairs for pk in (buyer, maker)})
    by_hand = _("Dibatalkan dengan tangan di papan.")
    rows = [
        Unmet(
            (buyer, names[buyer]),
            (maker, names[maker]),
            value,
            _said(reasons.get((buyer, maker)), names) or by_hand,
        )
        for buyer, maker, value in pairs
        if buyer in names and maker in names
    ]
    return _concerning(rows, party, words)


def _said(row: Mapping[str, Any] | None, names: Mapping[int, str]) -> str:
    """A reason in the reader's language, where the calculation left its figures."""
    if row is None:
        return ""
    if row.get("code") not in SENTENCES or "count" not in row:
        return in_words(row["reason"])
    figures = {name: row[name] for name in ("value", "count", "low", "loss")}
    who = names.get(row["who"], "") if row["who"] else ""
    return _(SENTENCES[row["code"]]).format(
        a=names[row["buyer"]], b=names[row["maker"]], who=who, **figures
    )


def not_weighed_in(timetable: Timetable, party: int | None = None, words: str = "") -> list[Unmet]:
    """Wishes that were no part of the calculation: one of the two does not come, or the wish came
    afterwards. By name."""
    day = timetable.day
    known = set(timetable.meetings.values_list("buyer_id", "maker_id"))
    known |= {(buyer, maker) for buyer, maker, _v in unmet_pairs(timetable, known)}
    guests = list(day.invitations.select_related("organisation"))
    of_organisation = {guest.organisation_id: guest for guest in guests}
    by_id = {guest.pk: guest for guest in guests}
    found: dict[tuple[object, object], Unmet] = {}
    for wish in Wish.objects.filter(day=day).select_related("target").order_by("rank", "pk"):
        own, other = by_id[wish.invitation_id], of_organisation.get(wish.target_id)
        if not is_there(own):
            continue  # who does not come wishes for nothing any more
        there = (other.pk if other else None, str(wish.target))
        is_buyer = own.side == Side.BUYER
        buyer, maker = ((own.pk, str(own)), there) if is_buyer else (there, (own.pk, str(own)))
        key = (buyer[0] or buyer[1], maker[0] or maker[1])
        if (buyer[0], maker[0]) not in known and key not in found:
            found[key] = Unmet(buyer, maker, None, _absence(other, str(wish.target)))
    rows = sorted(found.values(), key=lambda row: (row.buyer[1], row.maker[1]))
    return _concerning(rows, party, words)


def _absence(other: Invitation | None, name: str) -> str:
    if other is None:
        return _("%(party)s tidak diundang ke acara ini.") % {"party": name}
    if is_there(other):
        return _("Jawaban atau keinginan ini masuk sesudah versi ini dihitung.")
    sentences = {
        InvitationState.LISTED: _("Undangan untuk %(party)s belum dikirim."),
        InvitationState.WITHDRAWN: _("Undangan untuk %(party)s ditarik."),
        InvitationState.NOT_COMING: _("%(party)s menjawab tidak hadir."),
    }
    waiting = _("%(party)s belum menjawab undangan.")
    return sentences.get(InvitationState(other.state), waiting) % {"party": name}


def _concerning(rows: Iterable[Unmet], party: int | None, words: str) -> list[Unmet]:
    folded = words.casefold().strip()
    return [row for row in rows if row.concerns(party, folded)]
