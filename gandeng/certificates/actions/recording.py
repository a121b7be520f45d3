"""What was shown is written down: one certificate, its renewal, or a workbook full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change, record, record_many
from gandeng.certificates.core import numbers
from gandeng.certificates.core.files import MOST_BYTES, UnusableFile, ending_of
from gandeng.certificates.models import Certificate
from gandeng.certificates.queries import Surroundings, surroundings_of
from gandeng.certificates.states import CORE_KINDS, OF_A_PRODUCT, Kind, State
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .examining import FOUND, examine_all

LONGEST_NUMBER = 80
# What a paper may bear; further off, the calendar itself would end.
EARLIEST, LATEST = date(1980, 1, 1), date(2100, 12, 31)
# A rubber stamp may be illegible, a register entry may have no number: these need none.
NEED_NO_NUMBER = frozenset({Kind.SNI, Kind.HACCP, Kind.OTHER})
WHY = {
    "too_heavy": _("Berkas lebih dari 8 MB. Kecilkan dulu, lalu unggah lagi."),
    "not_a_document": _("Berkas itu bukan PDF, JPG, atau PNG. Pilih berkas lain."),
    "too_many_pixels": _("Gambar terlalu besar. Foto ulang dengan ukuran lebih kecil."),
}


@transaction.atomic
def add_certificate(
    thing: Product | Organisation,
    kind: str,
    number: str = "",
    *,
    by: Person,
    at: datetime,
    issued_on: date | None = None,
    expires_on: date | None = None,
    file: Any = None,
    note: str = "",
    key: str = "",
) -> Certificate:
    """Write down a certificate of a product, or of a maker. The number is read at once; what is odd
    about it is kept with it and does not stop it. The same ``key`` twice is once.

    Refuses: ``kind_unknown``, ``kind_needs_product``, ``not_a_maker``, ``empty`` and ``in_process``
    (no number yet), ``number_too_long``, ``day_impossible``, ``ends_before_issue``,
    ``already_recorded``, ``already_rejected``, and for a file ``too_heavy``, ``not_a_document``,
    ``too_many_pixels``.
    """
    require(by, "certificates.add_certificate", thing)
    if key:
        known = Certificate.objects.filter(programme=thing.programme_id, key=key).first()
        if known:
            return known
    certificate = _draft(thing, kind, number, issued_on, expires_on, note, at)
    certificate.key = key or None
    check(certificate, on=clock.day_of(at))
    around = surroundings_of([certificate.maker_id], on=clock.day_of(at))
    _refuse_known(certificate, around.certificates)
    examine_all([certificate], around, at)
    if file:
        _put_file(certificate, file)
    certificate.save()
    after = {"kind": certificate.kind, "number": certificate.shown_number}
    record(certificate, "add_certificate", by=by, at=at, after=after, note=note)
    return certificate


@transaction.atomic
def renew_certificate(
    old: Certificate,
    number: str,
    *,
    by: Person,
    at: datetime,
    issued_on: date | None = None,
    expires_on: date | None = None,
    file: Any = None,
    note: str = "",
    key: str = "",
) -> Certificate:
    """Write down the certificate that follows another one. The old one stays, and counts as long as
    it holds; lists show the new one.

    Refuses as ``add_certificate``, and ``already_renewed``.
    """
    require(by, "certificates.add_certificate", old.product or old.maker)
    known = bool(key) and Certificate.objects.filter(programme=old.programme_id, key=key).exists()
    if not known and Certificate.objects.filter(renews=old).exists():
        raise Refusal(
            "already_renewed",
            _("Sertifikat ini sudah diperpanjang. Buka yang terbaru, lalu perpanjang dari sana."),
        )
    new = add_certificate(
        old.product or old.maker,
        old.kind,
        number,
        by=by,
        at=at,
        issued_on=issued_on,
        expires_on=expires_on,
        file=file,
        note=note,
        key=key,
    )
    change(new, "renew_certificate", by=by, at=at, trace_note=old.shown_number, renews=old)
    return new


@transaction.atomic
def correct_certificate(
    certificate: Certificate,
    *,
    by: Person,
    at: datetime,
    number: str | None = None,
    issued_on: date | None = None,
    expires_on: date | None = None,
    note: str = "",
) -> bool:
    """Put right what was typed; it then has to be looked up again. The days given are the days it
    has from now on. False when nothing differed. Refuses as ``add_certificate``, and
    ``wrong_state`` for one that was refused."""
    require(by, "certificates.correct_certificate", certificate)
    values: dict[str, Any] = {
        "number": certificate.number if number is None else _tidy(number),
        "issued_on": issued_on,
        "expires_on": expires_on,
        "note": note.strip(),
    }
    if all(getattr(certificate, name) == value for name, value in values.items()):
        return False
    draft = copy(certificate)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.state = State.RECORDED
    check(draft, on=clock.day_of(at))
    around = surroundings_of([draft.maker_id], on=clock.day_of(at))
    _refuse_known(draft, [other for other in around.certificates if other.pk != draft.pk])
    examine_all([draft], around, at)
    found = {name: getattr(draft, name) for name in FOUND}
    # ``advance`` keeps ``note`` for the trace, so the field of that name is saved by itself.
    certificate.note = values.pop("note")
    advance(certificate, "correct", by=by, at=at, note=certificate.note, **values, **found)
    certificate.save(update_fields=["note"])
    return True


def attach_file(certificate: Certificate, file: Any, *, by: Person, at: datetime) -> Certificate:
    """Keep a copy of the paper with the certificate, instead of the one before. Refuses:
    ``too_heavy``, ``not_a_document``, ``too_many_pixels``."""
    require(by, "certificates.correct_certificate", certificate)
    storage, old = certificate.file.storage, certificate.file.name
    with transaction.atomic():
        _put_file(certificate, file)
        certificate.save(update_fields=["file"])
        record(certificate, "attach_file", by=by, at=at)
        if old:
            transaction.on_commit(lambda: storage.delete(old))
    return certificate


def confirm_unchanged(
    certificate: Certificate, *, by: Person, at: datetime, on: date | None = None
) -> Certificate:
    """The maker says that composition and process are as they were (halal, every twelve months: our
    rule). Refuses ``not_halal``."""
    require(by, "certificates.confirm_unchanged", certificate)
    if certificate.kind != Kind.HALAL:
        raise Refusal("not_halal", _("Hanya sertifikat halal yang ditegaskan tiap tahun."))
    draft = copy(certificate)
    draft.confirmed_on = on or clock.day_of(at)
    examine_all([draft], surroundings_of([draft.maker_id], on=clock.day_of(at)), at)
    names = ("confirmed_on", "confirm_from", "problems", "doubt")
    values = {name: getattr(draft, name) for name in names}
    change(certificate, "confirm_unchanged", by=by, at=at, **values)
    return certificate


@transaction.atomic
def add_many(
    programme: Programme, rows: Sequence[Mapping[str, Any]], *, by: Person, at: datetime
) -> list[Certificate | Refusal]:
    """A workbook's rows at once: the same checks and traces as one by one, in few queries.

    Each row holds ``product`` (or ``maker``), ``kind`` and any of ``number``, ``issued_on``,
    ``expires_on``, ``note``. In the rows' order, what was written down or why not; what was already
    recorded is refused as ``already_recorded``.
    """
    things = {(type(thing), thing.pk): thing for thing in map(_thing, rows)}
    for thing in things.values():
        require(by, "certificates.add_certificate", thing)
        if thing.programme_id != programme.pk:
            raise Refusal("other_programme", _("Produk itu milik program lain."))
    on = clock.day_of(at)
    makers = {
        thing.maker_id if isinstance(thing, Product) else thing.pk for thing in things.values()
    }
    around = surroundings_of(makers, on=on)
    known = {_place(certificate) for certificate in around.certificates}
    read = {place for certificate in around.certificates if (place := _read_place(certificate))}
    answers: list[Certificate | Refusal] = []
    for row in rows:
        try:
            certificate = _draft(
                _thing(row),
                row["kind"],
                str(row.get("number") or ""),
                row.get("issued_on"),
                row.get("expires_on"),
                row.get("note") or "",
                at,
            )
            check(certificate, on=on)
            if certificate.number and _place(certificate) in known:
                raise already_recorded()
            place = _read_place(certificate)
            if place and place in read:
                raise already_recorded()
        except Refusal as refusal:
            answers.append(refusal)
            continue
        known.add(_place(certificate))
        if place:
            read.add(place)
        answers.append(certificate)
    good = [answer for answer in answers if isinstance(answer, Certificate)]
    examine_all(good, _with_the_new(around, good, on), at)
    Certificate.objects.bulk_create(good, batch_size=500)
    record_many(good, "add_certificate", by=by, at=at)
    return answers


def check(certificate: Certificate, *, on: date) -> None:
    """Raise Refusal unless it may be written down at all."""
    number = certificate.number
    if len(number) > LONGEST_NUMBER:
        raise Refusal(
            "number_too_long", _("Tulis nomornya saja, paling panjang 80 huruf."), field="number"
        )
    kind = Kind(certificate.kind)
    reading = numbers.read_number(CORE_KINDS[kind], number, on=on)
    certificate.normal_number = reading.normal
    certificate.producer_serial = reading.parts.get("producer_serial", "")
    needs_number = kind not in NEED_NO_NUMBER or not (certificate.note or certificate.file)
    for problem in reading.errors:
        if problem.code == "in_process" or (problem.code == "empty" and needs_number):
            raise Refusal(problem.code, problem.message, field="number")
    issued_on, expires_on = certificate.issued_on, certificate.expires_on
    for field, day in (("issued_on", issued_on), ("expires_on", expires_on)):
        if day and not EARLIEST <= day <= LATEST:
            raise Refusal(
                "day_impossible", _("Tahun itu tidak mungkin. Periksa tanggalnya."), field=field
            )
    if issued_on and expires_on and expires_on < issued_on:
        raise Refusal(
            "ends_before_issue",
            _("Tanggal habis lebih awal dari tanggal terbit. Periksa keduanya."),
            field="expires_on",
        )


def already_recorded() -> Refusal:
    """The same number of the same kind stands with the same product."""
    return Refusal(
        "already_recorded",
        _("Sertifikat ini sudah tercatat. Buka yang ada untuk membetulkan atau memperpanjang."),
        field="number",
    )


def _draft(
    thing: Product | Organisation,
    kind: str,
    number: str,
    issued_on: date | None,
    expires_on: date | None,
    note: str,
    at: datetime,
) -> Certificate:
    if kind not in Kind.values:
        raise Refusal("kind_unknown", _("Pilih jenis sertifikatnya."), field="kind")
    product = thing if isinstance(thing, Product) else None
    maker = thing.maker if isinstance(thing, Product) else thing
    if not maker.is_maker:
        raise Refusal("not_a_maker", _("Hanya UMKM dan produknya yang punya sertifikat di sini."))
    if product is None and kind in OF_A_PRODUCT:
        raise Refusal(
            "kind_needs_product",
            _("%(kind)s berlaku untuk produk tertentu. Tambahkan dari halaman produknya.")
            % {"kind": Kind(kind).label},
            field="kind",
        )
    return Certificate(
        programme_id=thing.programme_id,
        maker=maker,
        product=product,
        kind=kind,
        number=_tidy(number),
        issued_on=issued_on,
        expires_on=expires_on,
        note=note.strip(),
        created_at=at,
    )


def _tidy(number: str) -> str:
    return " ".join(number.replace("\x00", "").split())


def _thing(row: Mapping[str, Any]) -> Product | Organisation:
    thing: Product | Organisation = row.get("product") or row["maker"]
    return thing


def _place(certificate: Certificate) -> tuple[int, int | None, str, str]:
    return certificate.maker_id, certificate.product_id, certificate.kind, certificate.number


def _read_place(certificate: Certificate) -> tuple[int, int | None, str, str] | None:
    """Where a number as it is *read* stands: typed otherwise, it is the same one."""
    if not certificate.normal_number:
        return None
    return (*_place(certificate)[:3], certificate.normal_number)


def _refuse_known(certificate: Certificate, others: Sequence[Certificate]) -> None:
    """One that was refused before has its own unique row, too."""
    refused = Certificate.objects.filter(
        maker=certificate.maker_id,
        product=certificate.product_id,
        kind=certificate.kind,
        number=certificate.number,
        state=State.REJECTED,
    ).exclude(pk=certificate.pk)
    if certificate.number and refused.exists():
        raise Refusal(
            "already_rejected",
            _("Nomor ini sudah pernah ditolak. Minta petugas memeriksanya lagi."),
            field="number",
        )
    for other in others:
        same_text = certificate.number and _place(other) == _place(certificate)
        place = _read_place(certificate)
        if same_text or (place and place == _read_place(other)):
            raise already_recorded()


def _with_the_new(
    around: Surroundings, certificates: Sequence[Certificate], on: date
) -> Surroundings:
    """The serials of the rows count among each other before they have ids: negative ones."""
    serials: dict[int, dict[int, str]] = defaultdict(dict)
    for maker, own in around.serials.items():
        serials[maker] |= own
    for number, certificate in enumerate(certificates, start=1):
        if certificate.producer_serial:
            serials[certificate.maker_id][-number] = certificate.producer_serial
    return replace(around, serials=serials)


def _put_file(certificate: Certificate, file: Any) -> None:
    # one byte more than allowed is enough to know
    content = file.read(MOST_BYTES + 1)
    try:
        ending = ending_of(content)
    except UnusableFile as problem:
        raise Refusal(problem.code, WHY[problem.code], field="file") from problem
    certificate.file.save(f"berkas.{ending}", ContentFile(content), save=False)
