"""What each parameter is called on screen, and in what its value is counted."""

from __future__ import annotations

from typing import Literal, NamedTuple

Unit = Literal[
    "rupiah", "rate", "days", "hours", "months", "years", "points", "percent", "count", "switch"
]


def gettext_noop(message: str) -> str:
    """Marks a source string; a core never translates."""
    return message


_ = gettext_noop


class Words(NamedTuple):
    """A name, a unit and the part of the page it stands in."""

    name: str
    unit: Unit
    group: str


SIZE, LAW = _("Kelas usaha"), _("Sertifikat")
CURATION, TRADE = _("Kurasi"), _("Perdagangan")
MEETING, OTHER = _("Temu bisnis"), _("Lainnya")
GROUPS = (SIZE, LAW, CURATION, MEETING, TRADE, OTHER)

WORDS: dict[str, Words] = {
    "micro_yearly_turnover_most": Words(
        _("Omzet setahun usaha mikro, paling banyak"), "rupiah", SIZE
    ),
    "small_yearly_turnover_most": Words(
        _("Omzet setahun usaha kecil, paling banyak"), "rupiah", SIZE
    ),
    "medium_yearly_turnover_most": Words(
        _("Omzet setahun usaha menengah, paling banyak"), "rupiah", SIZE
    ),
    "food_halal_is_mandatory": Words(_("Pangan wajib bersertifikat halal"), "switch", LAW),
    "certificate_lapses_soon_days": Words(
        _("Sertifikat disebut segera habis sebelum"), "days", LAW
    ),
    "halal_confirm_every_months": Words(_("Halal dinyatakan tidak berubah tiap"), "months", LAW),
    "certificate_years_pirt": Words(_("Masa berlaku P-IRT"), "years", LAW),
    "certificate_years_md": Words(_("Masa berlaku izin edar MD"), "years", LAW),
    "certificate_years_slhs": Words(_("Masa berlaku SLHS"), "years", LAW),
    "certificate_years_brand": Words(_("Masa berlaku merek"), "years", LAW),
    "curation_weight_taste": Words(_("Bobot rasa"), "percent", CURATION),
    "curation_weight_packaging": Words(_("Bobot kemasan"), "percent", CURATION),
    "curation_weight_capacity": Words(_("Bobot kapasitas"), "percent", CURATION),
    "curation_weight_price": Words(_("Bobot harga"), "percent", CURATION),
    "curation_weight_shelf_life": Words(_("Bobot masa simpan"), "percent", CURATION),
    "curation_weight_story": Words(_("Bobot cerita produk"), "percent", CURATION),
    "curation_accept_from": Words(_("Lolos mulai nilai"), "points", CURATION),
    "curation_improve_from": Words(_("Perbaikan mulai nilai"), "points", CURATION),
    "curation_criterion_least": Words(_("Nilai tiap unsur paling sedikit"), "points", CURATION),
    "curation_grade_a_from": Words(_("Kelas A mulai nilai"), "points", CURATION),
    "curation_grade_b_from": Words(_("Kelas B mulai nilai"), "points", CURATION),
    "curation_judges_least": Words(_("Kurator paling sedikit"), "count", CURATION),
    "meeting_floor_per_maker": Words(
        _("Pertemuan tiap UMKM yang diminati, sedapatnya paling sedikit"), "count", MEETING
    ),
    "meeting_weight_rank": Words(_("Nilai pilihan pertama pembeli"), "points", MEETING),
    "meeting_weight_maker_wish": Words(_("Nilai pilihan pertama UMKM"), "points", MEETING),
    "meeting_weight_fit": Words(_("Nilai cocok dengan kebutuhan"), "points", MEETING),
    "meeting_weight_price": Words(_("Nilai harga yang sesuai"), "points", MEETING),
    "meeting_weight_storage": Words(_("Nilai cara simpan yang bisa"), "points", MEETING),
    "meeting_weight_certificate": Words(_("Nilai sertifikat lengkap"), "points", MEETING),
    "meeting_weight_capacity": Words(_("Nilai kapasitas yang cukup"), "points", MEETING),
    "meeting_weight_dates": Words(_("Nilai siap tepat waktu"), "points", MEETING),
    "meeting_weight_near": Words(_("Nilai satu kecamatan"), "points", MEETING),
    "meeting_weight_novelty": Words(_("Nilai belum pernah bekerja sama"), "points", MEETING),
    "meeting_weight_fairness": Words(_("Nilai pemerataan"), "points", MEETING),
    "meeting_mutual_bonus": Words(_("Tambahan bila saling ingin bertemu"), "percent", MEETING),
    "meeting_newcomer_bonus": Words(_("Tambahan untuk UMKM baru"), "percent", MEETING),
    "agreement_stalls_after_days": Words(_("Perjanjian disebut macet setelah"), "days", TRADE),
    "margin_warning_above": Words(_("Margin diberi peringatan di atas"), "rate", TRADE),
    "stamp_duty": Words(_("Bea meterai"), "rupiah", TRADE),
    "stamp_duty_receipt_above": Words(_("Kuitansi bermeterai bila di atas"), "rupiah", TRADE),
    "near_expiry_days": Words(_("Barang disebut hampir kedaluwarsa sebelum"), "days", TRADE),
    "statement_objection_days": Words(_("Waktu menyanggah rekap"), "days", TRADE),
    "merge_undo_hours": Words(_("Penggabungan data ganda bisa dibatalkan selama"), "hours", OTHER),
}


def words_for(key: str) -> Words:
    """The words of a parameter; one that has none yet shows its key."""
    return WORDS.get(key) or Words(key, "count", OTHER)


def place_of(key: str) -> tuple[int, str]:
    """Sorts parameters as the table above does, unknown ones last."""
    keys = list(WORDS)
    return (keys.index(key) if key in WORDS else len(keys), key)
