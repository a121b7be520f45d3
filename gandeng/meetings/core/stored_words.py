"""What is said once and kept: sentences with places for their names and figures, in Indonesian.

Those of ``breaks`` and ``scheduler`` are written again here, since they are put together there; a
test reads them in those modules and finds each of them here.
"""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Marks a source string; a core never translates."""
    return message


_ = gettext_noop

# How few breaks were proved, and which few requirements contradict each other (``breaks``).
BREAKS = {
    "proved": _("{breaks} jeda terbukti paling sedikit:"),
    "unproved": _("{breaks} jeda; paling sedikit {least} (belum terbukti)."),
    "none_yet": _("Belum ada jadwal dalam waktu yang diberikan; jeda paling sedikit {least}."),
    "impossible": _("Tidak mungkin:"),
    "no_order": _("tidak ada susunan jam yang memenuhi semua syarat (SAT)."),
    "no_breaks": _("tidak ada jeda sama sekali."),
    "by_levels": _("kapan tiap peserta sibuk saja sudah menuntut sebanyak itu."),
    "by_sat": _("dengan {breaks} jeda tidak ada susunan yang memenuhi semua syarat (SAT)."),
    "contradictory": _("Syaratnya saling bertentangan."),
    "forbidden": _("{a} – {b} wajib bertemu, tetapi juga dilarang."),
    "never": _("{a} – {b} wajib bertemu, tetapi tidak pernah hadir bersama pada jam yang diminta."),
    "too_many": _("{who} punya {count} pertemuan wajib, paling banyak {most}."),
    "too_few_times": _("{who} punya {count} pertemuan wajib, tetapi hanya {times} jam."),
    "too_few_wishes": _("{who} harus bertemu {least} kali, hanya ada {have} keinginan."),
    "too_few_places": _("{count} pertemuan wajib, tetapi hanya {places} tempat (meja × slot)."),
    "without_spread": _("Tanpa batas selisih jeda, jadwal ini bisa disusun."),
    "with_spread": _("Dengan selisih jeda antarpeserta paling banyak {most}, tidak bisa."),
    "all_together": _("Semua pertemuan wajib bersama-sama tidak muat dalam jam dan meja yang ada."),
    "not_together": _("Syarat-syarat ini tidak bisa dipenuhi bersama:"),
    "held": _("Pertemuan {a} – {b} diadakan."),
    "in_a_slot": _("Paling banyak {most} pertemuan dalam satu slot."),
    "order": _("Pertemuan {a} – {b} mendahului pertemuan {c} – {d}."),
    "more": _("… dan {count} syarat lain."),
    "circle": _("Urutannya berputar:"),
    "of_circle": _("pertemuan {a} – {b}"),
}

# Where the calculation ended without a timetable (``scheduler``).
UNSETTLED = {
    "choice": _(
        "Yang wajib dan jumlah minimum tidak dapat dipenuhi bersama, apa pun pembagian jamnya."
    ),
    "slots": _("Yang wajib dan jumlah minimum tidak dapat dibagi ke jam yang ada."),
    "not_found": _("Belum ditemukan jadwal yang memuat semua yang wajib."),
    "spread": _("Tidak ada jadwal dengan selisih jeda sekecil itu (model tepat)."),
    "spread_asked": _("Selisih jeda antarpihak paling banyak {most}."),
    "all_kept": _("Semua yang wajib dan jumlah minimum dipenuhi."),
    "spread_not_found": _("Belum ditemukan jadwal dengan selisih jeda sekecil yang diminta."),
}

# What actions keep with a version.
SENTENCES = {
    "copy": _("Salinan versi %(version)s"),
    "cancelled": _("Dibatalkan dengan tangan di versi %(version)s."),
}

# What a proposal is for: names for a few, a number for many.
CAUSES = {
    "absent": _("%(names)s tidak datang"),
    "many_absent": _("%(count)s peserta tidak datang"),
    "left": _("%(names)s sudah pulang"),
    "many_left": _("%(count)s peserta sudah pulang"),
    "late": _("%(names)s terlambat"),
    "many_late": _("%(count)s peserta terlambat"),
    "present": _("%(names)s datang tanpa undangan"),
    "many_present": _("%(count)s peserta datang tanpa undangan"),
    "back": _("Ada peserta yang datang kembali."),
}

# What a party is told of its own day; ``CHANGES`` follow on ``NOTICES["changed"]``.
CHANGES = {
    "cancelled": _("pukul %(was)s dengan %(who)s dibatalkan"),
    "added": _("pukul %(time)s di meja %(table)s bertemu %(who)s (baru)"),
    "moved": _("%(who)s pindah dari pukul %(was)s ke pukul %(time)s, meja %(table)s"),
    "table": _("pukul %(time)s dengan %(who)s pindah ke meja %(table)s"),
}
NOTICES = {
    "first": _("Jadwal Anda sudah terbit: %(count)s pertemuan."),
    "changed": _("Jadwal Anda berubah:"),
    "many_changed": _("Jadwal Anda berubah di %(count)s pertemuan. Lihat jadwal terbaru."),
    "later": _("Acara mundur %(minutes)s menit. Pertemuan Anda: %(time)s di meja %(table)s."),
    "earlier": _("Acara maju %(minutes)s menit. Pertemuan Anda: %(time)s di meja %(table)s."),
    "day_cancelled": _("%(day)s dibatalkan. %(why)s"),
}
