"""The values an installation starts with, each with its basis. Rates in basis points."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Seed(NamedTuple):
    """One dated value: ``basis`` is the law or the practice it comes from."""

    key: str
    value: int
    starts_on: date
    basis: str


OURS = "Usulan Gandeng; tidak ada rubrik nasional dengan bobot yang diterbitkan"
FAIR = "Aturan Gandeng: setiap UMKM yang diminati bertemu pembeli"
ALWAYS = date(2020, 1, 1)

SEEDS = (
    Seed("micro_yearly_turnover_most", 2_000_000_000, date(2021, 2, 2), "PP 7/2021 pasal 35"),
    Seed("small_yearly_turnover_most", 15_000_000_000, date(2021, 2, 2), "PP 7/2021 pasal 35"),
    Seed("medium_yearly_turnover_most", 50_000_000_000, date(2021, 2, 2), "PP 7/2021 pasal 35"),
    Seed("food_halal_is_mandatory", 1, date(2026, 10, 18), "PP 42/2024 pasal 160 ayat (2)"),
    Seed("certificate_lapses_soon_days", 90, ALWAYS, "Praktik: pengingat 90/30/7 hari"),
    Seed("halal_confirm_every_months", 12, ALWAYS, "Aturan Gandeng, bukan hukum"),
    Seed("certificate_years_pirt", 5, ALWAYS, "Peraturan BPOM 4/2024 dan pendahulunya"),
    Seed("certificate_years_md", 5, ALWAYS, "Izin edar BPOM berlaku 5 tahun"),
    Seed("certificate_years_slhs", 3, ALWAYS, "Permenkes 14/2021"),
    Seed("certificate_years_brand", 10, ALWAYS, "UU 20/2016 pasal 35"),
    Seed("curation_weight_taste", 30, ALWAYS, OURS),
    Seed("curation_weight_packaging", 20, ALWAYS, OURS),
    Seed("curation_weight_capacity", 20, ALWAYS, OURS),
    Seed("curation_weight_price", 15, ALWAYS, OURS),
    Seed("curation_weight_shelf_life", 10, ALWAYS, OURS),
    Seed("curation_weight_story", 5, ALWAYS, OURS),
    Seed("curation_accept_from", 70, ALWAYS, OURS),
    Seed("curation_improve_from", 55, ALWAYS, OURS),
    Seed("curation_criterion_least", 3, ALWAYS, OURS),
    Seed("curation_grade_a_from", 85, ALWAYS, OURS),
    Seed("curation_grade_b_from", 70, ALWAYS, OURS),
    Seed("curation_judges_least", 3, ALWAYS, OURS),
    Seed("agreement_stalls_after_days", 14, ALWAYS, "Praktik dinas"),
    Seed("margin_warning_above", 1_500, ALWAYS, "Batas syarat perdagangan toko modern 15 %"),
    Seed("stamp_duty", 10_000, date(2021, 1, 1), "UU 10/2020"),
    Seed("stamp_duty_receipt_above", 5_000_000, date(2021, 1, 1), "UU 10/2020 pasal 3"),
    Seed("merge_undo_hours", 24, ALWAYS, "Aturan Gandeng"),
    Seed("near_expiry_days", 14, ALWAYS, "Praktik: ditarik 14–30 hari sebelum kedaluwarsa"),
    Seed("statement_objection_days", 7, ALWAYS, "Aturan Gandeng"),
    Seed("meeting_floor_per_maker", 3, ALWAYS, FAIR),
    Seed("meeting_weight_rank", 60, ALWAYS, OURS),
    Seed("meeting_weight_maker_wish", 20, ALWAYS, OURS),
    Seed("meeting_weight_fit", 20, ALWAYS, OURS),
    Seed("meeting_weight_price", 10, ALWAYS, OURS),
    Seed("meeting_weight_storage", 5, ALWAYS, OURS),
    Seed("meeting_weight_certificate", 10, ALWAYS, OURS),
    Seed("meeting_weight_capacity", 15, ALWAYS, OURS),
    Seed("meeting_weight_dates", 5, ALWAYS, OURS),
    Seed("meeting_weight_near", 5, ALWAYS, OURS),
    Seed("meeting_weight_novelty", 10, ALWAYS, OURS),
    Seed("meeting_weight_fairness", 5, ALWAYS, FAIR),
    Seed("meeting_mutual_bonus", 25, ALWAYS, OURS),
    Seed("meeting_newcomer_bonus", 10, ALWAYS, FAIR),
)
