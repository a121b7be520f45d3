"""Two organisations that may be one are noted, kept apart, merged, and parted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change, record, record_many, snapshot
from gandeng.intake.core import similarity
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.kernel.sealing import mask
from gandeng.organisations.core.doubles import evidence_of
from gandeng.organisations.models import Double, Organisation
from gandeng.organisations.states import DoubleState, State
from gandeng.parameters.queries import value_of
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .moving import move, move_back

# Of these the one that stays takes over what it lacks. Fields on one line go together.
FILLED = (
    ("owner_name",),
    ("pic_name",),
    ("signatory_name", "signatory_title"),
    ("phone",),
    ("email",),
    ("nik", "nik_fingerprint"),
    ("npwp",),
    ("nib",),
    ("cooperative_number",),
    ("address",),
    ("district",),
    ("village",),
    ("started_year",),
    ("yearly_turnover", "size_class"),
    ("size_class",),
    ("worker_count",),
    ("estate",),
    ("company_field",),
    ("employee_count",),
    ("member_count",),
    ("has_pos",),
    ("payment_habit",),
    ("receiving_hours",),
    ("note",),
)


@transaction.atomic
def note_double(
    left: Organisation,
    right: Organisation,
    evidence: Sequence[Mapping[str, Any]],
    *,
    by: Person,
    at: datetime,
) -> Double:
    """Note that two may be one. A pair already noted, or decided, stays as it is.

    ``evidence``: objects with a ``code`` and ``words``. Refuses: ``not_a_pair``.
    """
    require(by, "organisations.decide_double", left)
    left, right = sorted((left, right), key=lambda organisation: organisation.pk)
    is_pair = left.programme_id == right.programme_id and left.is_maker == right.is_maker
    if left.pk == right.pk or not is_pair:
        raise Refusal("not_a_pair", _("Keduanya bukan pasangan yang bisa disatukan."))
    double, made = Double.objects.get_or_create(
        programme_id=left.programme_id,
        left=left,
        right=right,
        defaults={"evidence": list(evidence), "created_at": at},
    )
    if made:
        record(double, "note_double", by=by, at=at, after={"evidence": double.evidence})
    return double


@transaction.atomic
def find_doubles(
    programme: Programme,
    *,
    by: Person,
    at: datetime,
    serials: Mapping[int, Iterable[str]] | None = None,
    among: Iterable[int] | None = None,
) -> list[Double]:
    """Compare all organisations of a programme and note the pairs not noted before: same NIB, NIK,
    phone or P-IRT serial, or a similar name in the same village.

    ``serials``: P-IRT producer serials by organisation id (certificates are a later room).
    ``among``: ids of which one must be in the pair, such as those just taken in.
    """
    require(by, "organisations.decide_double", programme)
    noted = set(Double.objects.filter(programme=programme).values_list("left_id", "right_id"))
    touching = None if among is None else [_key(pk) for pk in among]
    found = []
    for side in (Organisation.objects.makers(), Organisation.objects.buyers()):
        businesses = _businesses(side.filter(programme=programme).standing(), serials or {})
        for pair in similarity.find_doubles(businesses, only_touching=touching):
            left, right = int(pair.first), int(pair.second)
            if (left, right) not in noted:
                found.append((left, right, evidence_of(pair)))
    _mask_numbers(found)
    things = Organisation.objects.in_bulk(
        {pk for left, right, _why in found for pk in (left, right)}
    )
    doubles = [
        Double(
            programme=programme,
            left=things[left],
            right=things[right],
            evidence=evidence,
            created_at=at,
        )
        for left, right, evidence in found
    ]
    Double.objects.bulk_create(doubles, batch_size=500)
    record_many(doubles, "note_double", by=by, at=at)
    return doubles


def keep_apart(double: Double, *, by: Person, at: datetime) -> Double:
    """They look alike and are two."""
    require(by, "organisations.decide_double", double)
    return advance(double, "keep_apart", by=by, at=at, decided_at=at)


@transaction.atomic
def merge(
    double: Double, *, by: Person, at: datetime, keep: Organisation | None = None
) -> Organisation:
    """Make one of two: everything of the one that goes moves to the one that stays (the older, if
    none is named), which also takes over what it did not know. ``undo_merge`` brings all back.

    Refuses: ``merged`` when either is part of another by now, ``outlet_name_taken``,
    ``merge_collides``.
    """
    require(by, "organisations.decide_double", double)
    kept = double.right if keep is not None and keep.pk == double.right_id else double.left
    gone = double.left if kept.pk == double.right_id else double.right
    if State.MERGED in (kept.state, gone.state):
        raise Refusal("merged", _("Salah satunya sudah digabung dengan yang lain."))
    _refuse_equal_shops(kept, gone)
    gone_state = gone.state
    moved = move(gone, kept)
    filled = _fill(kept, gone, by=by, at=at)
    advance(gone, "merge", by=by, at=at, note=kept.name, merged_into=kept)
    merge_record = {
        "kept": kept.pk,
        "gone": gone.pk,
        "gone_state": gone_state,
        "moved": moved,
        "filled": filled,
        "noted": _carry_open_pairs(double, kept, gone, at),
    }
    advance(double, "merge", by=by, at=at, decided_at=at, merge_record=merge_record)
    return kept


@transaction.atomic
def undo_merge(double: Double, *, by: Person, at: datetime) -> None:
    """Part what was merged, within the parameter ``merge_undo_hours``. What was moved returns, what
    was taken over is blank again unless changed since; what is new since then stays.

    Refuses: ``too_late``, ``merged_further``.
    """
    require(by, "organisations.decide_double", double)
    hours = value_of("merge_undo_hours", on=clock.day_of(at), programme=double.programme_id)
    if double.decided_at is None or at > double.decided_at + timedelta(hours=hours):
        raise Refusal(
            "too_late",
            _("Penggabungan hanya bisa dibatalkan dalam %(hours)s jam.") % {"hours": hours},
        )
    merge_record = double.merge_record
    things = Organisation.objects.in_bulk([merge_record["kept"], merge_record["gone"]])
    kept, gone = things[merge_record["kept"]], things[merge_record["gone"]]
    if kept.state == State.MERGED:
        raise Refusal(
            "merged_further",
            _("Yang dipertahankan sudah digabung lagi. Batalkan dulu penggabungan itu."),
        )
    advance(double, "undo_merge", by=by, at=at, decided_at=None, merge_record={})
    move_back(merge_record["moved"], kept, gone)
    _unfill(kept, gone, merge_record["filled"], by=by, at=at)
    Double.objects.filter(pk__in=merge_record["noted"], state=DoubleState.OPEN).delete()
    change(gone, "undo_merge", by=by, at=at, state=merge_record["gone_state"], merged_into=None)


def _key(pk: int) -> str:
    """Keys sort as the numbers do, so that a pair's first is the older one."""
    return f"{pk:012d}"


def _businesses(
    organisations: Any, serials: Mapping[int, Iterable[str]]
) -> list[similarity.Business]:
    rows = organisations.order_by("pk").values_list(
        "pk",
        "name",
        "owner_name",
        "nib",
        "nik_fingerprint",
        "phone",
        "village_id",
        "village__name",
        "district_id",
        "district__name",
    )
    return [
        similarity.Business(
            key=_key(pk),
            name=name,
            owner=owner,
            nib=nib,
            nik=nik,
            phones=(phone,) if phone else (),
            serials=tuple(serials.get(pk, ())),
            village=village or "",
            village_name=village_name or "",
            district=district or "",
            district_name=district_name or "",
        )
        for (
            pk,
            name,
            owner,
            nib,
            nik,
            phone,
            village,
            village_name,
            district,
            district_name,
        ) in rows
    ]


def _mask_numbers(found: list[tuple[int, int, list[dict[str, Any]]]]) -> None:
    """NIKs were compared by fingerprint; as evidence they are shown masked."""
    by_nik = [
        (left, reason)
        for left, _right, evidence in found
        for reason in evidence
        if reason["code"] == "nik"
    ]
    niks = Organisation.objects.in_bulk({left for left, _reason in by_nik})
    for left, reason in by_nik:
        reason["facts"] = {"value": mask(niks[left].nik)}
        reason["words"] = similarity.SENTENCES["nik"].format(**reason["facts"])


def _refuse_equal_shops(kept: Organisation, gone: Organisation) -> None:
    names = set(kept.outlets.values_list("name", flat=True))
    equal = gone.outlets.filter(name__in=names).order_by("name").first()
    if equal:
        raise Refusal(
            "outlet_name_taken",
            _('Keduanya punya toko "%(name)s". Ganti nama salah satunya, lalu gabungkan lagi.')
            % {"name": equal.name},
        )


def _fill(kept: Organisation, gone: Organisation, *, by: Person, at: datetime) -> list[str]:
    """Take over what ``kept`` does not know. The names of the fields that were filled."""
    filled: list[str] = []
    for names in FILLED:
        first = names[0]
        known, offered = getattr(kept, first), getattr(gone, first)
        if known not in (None, "") or offered in (None, ""):
            continue
        if first == "village" and gone.district_id != kept.district_id:
            continue
        for name in names:
            # a second field of a line is only taken when it is blank too, or follows from the first
            if getattr(kept, name) in (None, "") and name not in filled:
                setattr(kept, name, getattr(gone, name))
                filled.append(name)
    after = snapshot(kept, filled)
    if filled:
        kept.save(update_fields=filled)
    before = dict.fromkeys(after)
    record(kept, "merge_in", by=by, at=at, before=before, after=after, note=gone.name)
    return filled


def _unfill(
    kept: Organisation, gone: Organisation, filled: list[str], *, by: Person, at: datetime
) -> None:
    blank = {
        name: Organisation._meta.get_field(name).get_default()  # type: ignore[union-attr]
        for name in filled
        if getattr(kept, name) == getattr(gone, name)
    }
    if not change(kept, "undo_merge", by=by, at=at, trace_note=gone.name, **blank):
        record(kept, "undo_merge", by=by, at=at, note=gone.name)


def _carry_open_pairs(
    double: Double, kept: Organisation, gone: Organisation, at: datetime
) -> list[int]:
    """Open pairs of the one that goes become pairs of the one that stays; the new pairs' ids."""
    new = []
    pairs = Double.objects.filter(programme_id=double.programme_id, state=DoubleState.OPEN)
    for pair in [*pairs.filter(left=gone), *pairs.filter(right=gone)]:
        other = pair.right_id if pair.left_id == gone.pk else pair.left_id
        if pair.pk == double.pk or other == kept.pk:
            continue
        left, right = sorted((other, kept.pk))
        carried, made = Double.objects.get_or_create(
            programme_id=double.programme_id,
            left_id=left,
            right_id=right,
            defaults={"evidence": pair.evidence, "created_at": at},
        )
        if made:
            new.append(carried.pk)
    return new
