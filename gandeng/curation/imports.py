"""What a workbook row becomes here: one judge's scores of one product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gandeng.intake.core.cells import text_reader, whole_reader
from gandeng.intake.core.kinds import Column, Kind
from gandeng.intake.core.tables import TableRow
from gandeng.intake.queries.importers import Importer, Planned, register
from gandeng.kernel.errors import Refusal
from gandeng.people.models import Person

from . import actions
from .models import CRITERIA, Assessment, Round

HEADINGS = {
    "taste": ("Rasa (1-5)", ("rasa", "cita rasa", "taste", "organoleptik")),
    "packaging": ("Kemasan & Label (1-5)", ("kemasan label", "kemasan", "label", "packaging")),
    "capacity": ("Kapasitas (1-5)", ("kapasitas", "kapasitas produksi", "kontinuitas")),
    "price": ("Harga (1-5)", ("harga", "kesesuaian harga", "price")),
    "shelf_life": ("Masa Simpan (1-5)", ("masa simpan", "daya tahan", "umur simpan")),
    "story": ("Cerita Lokal (1-5)", ("cerita lokal", "kearifan lokal", "cerita", "story")),
}


@dataclass(eq=False)
class Known:
    """An assessment that is there, or that this run makes."""

    name: str
    product: Any
    judge: str
    pk: int | None = None
    row: int | None = None
    thing: Assessment | None = None


@register
class AssessmentImporter(Importer):
    """A row of the judges' workbook."""

    key = "assessment"
    label = _("Nilai kurasi")
    example = ("CONTOH-01", "797", "Juri 1", 4, 4, 3, 5, 4, 4, "")

    def columns(self) -> Kind:
        score = whole_reader(1, 5)
        return Kind(
            "assessment",
            "Penilaian",
            (
                Column("code", "Kode Produk", ("kode", "produk", "sku", "nama produk"),
                    is_required=True, reader=text_reader(150)),
                Column("sample_code", "Kode Sampel", ("sampel", "kode uji", "no sampel"),
                    reader=text_reader(10)),
                Column("judge", "Juri", ("nama juri", "penilai", "kurator", "judge"),
                    is_required=True, reader=text_reader(100)),
                *(
                    Column(key, label, synonyms, is_required=True, reader=score)
                    for key, (label, synonyms) in HEADINGS.items()
                ),
                Column("note", "Catatan", ("keterangan", "komentar", "saran"),
                    reader=text_reader(300)),
                Column("maker", "Merek / UMKM", ("umkm", "nama umkm", "nama usaha", "merek",
                    "produsen", "pelaku usaha"), reader=text_reader(150)),
            ),
            sheet_words=("penilaian", "kurasi", "nilai", "juri"),
        )  # fmt: skip

    def load(self) -> None:
        self.known: dict[tuple[int, str], Known] = {}
        products = {known.pk: known for known in self.desk["product"].by_code.values() if known.pk}
        rows = Assessment.objects.filter(programme=self.desk.programme)
        for assessment in rows.select_related("submission").order_by("pk"):
            product = products.get(assessment.submission.product_id)
            if product is not None:
                judge = assessment.judge_name
                self.known[id(product), judge.casefold()] = Known(
                    f"{judge}: {product.name}", product, judge, assessment.pk, thing=assessment
                )

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        values = planned.values
        product = self.desk["product"].meant(planned)
        if product is None:
            return planned
        judge = values["judge"]
        planned.name = f"{judge}: {product.name}"
        place = (id(product), judge.casefold())
        known = self.known.get(place)
        if known is None:
            planned.ref = self.known[place] = Known(planned.name, product, judge, row=planned.row)
            return planned
        planned.ref = known
        if known.thing is None:
            return planned.stop(
                "judge",
                "judge_twice",
                f"{judge} sudah menilai produk ini di baris {known.row}. Hapus salah satunya.",
            )
        same = all(getattr(known.thing, key) == values[key] for key in CRITERIA)
        planned.action = "unchanged" if same else "change"
        return planned

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        ready = []
        for row in planned:
            if row.ref.product.thing is None:
                row.stop("code", "product_stopped", "Produknya sendiri tidak dapat dimasukkan.")
            else:
                ready.append(row)
        sitting = self._round(by=by, at=at)
        offers = {
            row.ref.product.pk: {
                "product": row.ref.product.thing,
                "sample_code": row.values.get("sample_code", ""),
            }
            for row in reversed(ready)
        }
        offers = dict(sorted(offers.items()))
        submitted = actions.submit_many(sitting, list(offers.values()), by=by, at=at)
        of_product = dict(zip(offers, submitted, strict=True))
        rows, able = [], []
        for row in ready:
            submission = of_product[row.ref.product.pk]
            if isinstance(submission, Refusal):
                row.stop("code", submission.code, str(submission))
                continue
            able.append(row)
            rows.append(_row_of(row, submission))
        answers = actions.assess_many(rows, by=by, at=at)
        for row, answer in zip(able, answers, strict=True):
            if isinstance(answer, Refusal):
                row.stop(answer.field, answer.code, str(answer))
            else:
                row.ref.pk, row.ref.thing = answer.pk, answer

    def change(self, planned: Planned, *, by: Person, at: dt.datetime) -> None:
        submission = planned.ref.thing.submission
        if submission.state != "submitted":
            reason = "Nilai baru dari berkas penilaian."
            submission = actions.reopen(submission, reason, by=by, at=at)
        answers = actions.assess_many([_row_of(planned, submission)], by=by, at=at)
        if isinstance(answers[0], Refusal):
            planned.stop(answers[0].field, answers[0].code, str(answers[0]))

    def after(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        """Whatever enough judges have seen is decided."""
        if not any(row.action in {"create", "change"} for row in planned):
            return
        for sitting in Round.objects.filter(programme=self.desk.programme).order_by("pk"):
            actions.decide_many(sitting, by=by, at=at)

    def _round(self, *, by: Person, at: dt.datetime) -> Round:
        """One sitting for each month of intake; what is not decided yet joins it."""
        name = f"Kurasi {date_format(self.desk.on, 'F Y')}"
        known = Round.objects.filter(programme=self.desk.programme, name=name).first()
        return known or actions.open_round(self.desk.programme, name, self.desk.on, by=by, at=at)


def _row_of(planned: Planned, submission: Any) -> dict[str, Any]:
    return {
        "submission": submission,
        "judge_name": planned.values["judge"],
        "scores": {key: planned.values[key] for key in CRITERIA},
        "note": planned.values.get("note", ""),
    }
