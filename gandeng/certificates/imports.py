"""What a workbook row becomes here: a certificate of a product, or of a maker."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gandeng.intake.core.cells import Choices, read_day, text_reader
from gandeng.intake.core.kinds import Column
from gandeng.intake.core.kinds import Kind as TableKind
from gandeng.intake.core.tables import TableRow
from gandeng.intake.queries.importers import Importer, Planned, register
from gandeng.kernel.errors import Refusal
from gandeng.organisations import actions as organisations
from gandeng.people.models import Person

from . import actions
from .core import numbers
from .models import Certificate
from .states import CORE_KINDS, Kind

KINDS = Choices(
    {
        Kind.PIRT: ("p-irt", "p irt", "pirt", "spp-irt", "spp irt", "sppirt", "izin pirt"),
        Kind.HALAL: ("sertifikat halal", "halal mui", "halal bpjph", "bpjph"),
        Kind.MD: ("bpom md", "bpom", "izin edar", "bpom ri md", "md bpom", "izin edar md"),
        Kind.SLHS: ("laik higiene", "laik sehat", "sertifikat laik higiene sanitasi"),
        Kind.NIB: ("nomor induk berusaha", "izin usaha"),
        Kind.SNI: ("sppt sni", "sppt-sni"),
        Kind.HACCP: ("sertifikat haccp",),
        Kind.BRAND: ("haki", "hki", "djki", "hak merek", "sertifikat merek", "merk"),
        Kind.OTHER: ("iso", "lain", "lain-lain", "organik"),
    },
    {
        "pirt": "PIRT", "halal": "HALAL", "md": "BPOM MD", "slhs": "SLHS", "nib": "NIB",
        "sni": "SNI", "haccp": "HACCP", "brand": "Merek", "other": "Lainnya",
    },
)  # fmt: skip


@dataclass(eq=False)
class Known:
    """A certificate that is there, or that this run makes."""

    name: str
    pk: int | None = None
    row: int | None = None
    thing: Certificate | None = None
    product: Any = None
    maker: Any = None


@register
class CertificateImporter(Importer):
    """A row of the office's list of certificates."""

    key = "certificate"
    label = _("Sertifikat")
    example = ("CONTOH-01", "PIRT", "P-IRT 2153215010001-30", "", "31-12-2030", "")

    def columns(self) -> TableKind:
        return TableKind(
            "certificate",
            "Sertifikat",
            (
                Column("code", "Kode Produk", ("kode", "produk", "sku", "nama produk"),
                    is_required=True, reader=text_reader(150)),
                Column("kind", "Jenis", ("jenis sertifikat", "sertifikat", "jenis izin", "izin",
                    "tipe"), is_required=True, reader=KINDS.read),
                Column("number", "Nomor", ("nomor sertifikat", "no sertifikat", "no", "nomor izin",
                    "no izin", "number"), reader=text_reader(80)),
                Column("issued_on", "Terbit", ("tanggal terbit", "tgl terbit", "diterbitkan",
                    "tanggal", "issued"), reader=read_day),
                Column("expires_on", "Berlaku s.d.", ("berlaku sampai", "kedaluwarsa",
                    "masa berlaku", "expired", "berakhir", "habis", "tanggal habis", "expiry"),
                    reader=read_day),
                Column("note", "Keterangan", ("catatan", "ket"), reader=text_reader(250)),
                Column("maker", "Merek / UMKM", ("umkm", "nama umkm", "nama usaha", "merek",
                    "produsen", "pelaku usaha", "nama ikm"), reader=text_reader(150)),
            ),
            sheet_words=("sertifikat", "izin", "legalitas", "perizinan"),
        )  # fmt: skip

    def load(self) -> None:
        self.by_number: dict[tuple[int, str, str], Known] = {}
        self.serials: dict[int, set[str]] = defaultdict(set)
        products = {known.pk: known for known in self.desk["product"].by_code.values() if known.pk}
        rows = Certificate.objects.filter(programme=self.desk.programme).select_related("product")
        for certificate in rows.order_by("pk"):
            product = products.get(certificate.product_id)
            known = Known(str(certificate), certificate.pk, thing=certificate, product=product)
            if product is not None:
                place = (id(product), certificate.kind, _squeezed(certificate.number))
                self.by_number[place] = known
                self._note_serial(product.maker, certificate.producer_serial)
        # makers are compared by serial too: their importer asks here
        self.desk.producer_serials = self.serials  # type: ignore[attr-defined]

    def _note_serial(self, maker: Any, serial: str) -> None:
        if maker is not None and serial:
            self.serials[id(maker)].add(serial)

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        values = planned.values
        kind = Kind(values["kind"])
        planned.name = f"{KINDS.labels[kind]} {values['code']}"
        product = self.desk["product"].meant(planned)
        if product is None:
            return planned
        if note := row.values["number"].note if "number" in row.values else "":
            values["note"] = f"{note}. {values.get('note', '')}".strip(" .")[:250]
        number = values.get("number", "")
        reading = numbers.read_number(CORE_KINDS[kind], row.cells.get("number"), on=self.desk.on)
        if any(problem.code in {"in_process", "empty"} for problem in reading.errors):
            planned.action = "skip"
            said = "Belum ada nomornya, jadi belum dicatat. Isi nomornya bila sudah terbit."
            return planned.look("number", "number_missing", said)
        for problem in reading.problems:
            planned.look("number", problem.code, problem.message)
        issued, expires = values.get("issued_on"), values.get("expires_on")
        if issued and expires and expires < issued:
            said = "Tanggal habis lebih awal dari tanggal terbit. Periksa keduanya."
            return planned.stop("expires_on", "ends_before_issue", said)
        place = (id(product), str(kind), _squeezed(number))
        known = self.by_number.get(place)
        if known is not None:
            return self._meant(planned, known)
        planned.ref = Known(planned.name, row=planned.row, product=product)
        self.by_number[place] = planned.ref
        self._note_serial(product.maker, reading.parts.get("producer_serial", ""))
        return planned

    def _meant(self, planned: Planned, known: Known) -> Planned:
        planned.ref = known
        if known.thing is None:
            planned.action = "unchanged"
            said = f"Sertifikat ini sudah ada di baris {known.row}; baris ini dilewati."
            return planned.look("number", "certificate_twice", said)
        planned.action = "change" if _differing(known.thing, planned.values) else "unchanged"
        return planned

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        ready = []
        for row in planned:
            if row.ref.product.thing is None:
                row.stop("code", "product_stopped", "Produknya sendiri tidak dapat dimasukkan.")
            else:
                ready.append(row)
        names = ("kind", "number", "issued_on", "expires_on", "note")
        rows = [
            {name: row.values[name] for name in names if name in row.values}
            | {"product": row.ref.product.thing}
            for row in ready
        ]
        answers = actions.add_many(self.desk.programme, rows, by=by, at=at)
        for row, answer in zip(ready, answers, strict=True):
            if isinstance(answer, Refusal):
                row.stop(answer.field, answer.code, str(answer))
            else:
                row.ref.pk, row.ref.thing = answer.pk, answer

    def change(self, planned: Planned, *, by: Person, at: dt.datetime) -> None:
        certificate = planned.ref.thing
        days = {
            name: planned.values.get(name) or getattr(certificate, name)
            for name in ("issued_on", "expires_on")
        }
        actions.correct_certificate(certificate, by=by, at=at, note=certificate.note, **days)

    def after(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        """Makers that share a producer serial are pairs to look at."""
        if not any(row.action == "create" for row in planned):
            return
        makers = self.desk["maker"].register.all
        serials = {
            maker.pk: sorted(self.serials[id(maker)])
            for maker in makers
            if maker.pk and id(maker) in self.serials
        }
        organisations.find_doubles(self.desk.programme, by=by, at=at, serials=serials)


def _differing(thing: Certificate, values: dict[str, Any]) -> bool:
    return any(
        values.get(name) is not None and getattr(thing, name) != values[name]
        for name in ("issued_on", "expires_on")
    )


def _squeezed(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())
