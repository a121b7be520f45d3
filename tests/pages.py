"""The pages a person meets, as whom: walked by a test, and photographed for the docs."""

from __future__ import annotations

# who (a demo person's key, or nobody) -> the paths they open
PAGES: dict[str | None, tuple[str, ...]] = {
    None: (
        "/",
        "/masuk/",
        "/sandi/lupa/",
        "/katalog/",
        "/katalog/?q=kripik+pedes",
        "/katalog/?q=zzzz",
        "/periksa/",
    ),
    "petugas": (
        "/",
        "/berkas/",
        "/berkas/baru/",
        "/berkas/1/",
        "/umkm/",
        "/umkm/1/",
        "/umkm/baru/",
        "/pembeli/",
        "/produk/",
        "/produk/1/",
        "/sertifikat/",
        "/sertifikat/1/",
        "/kurasi/",
        "/kurasi/1/",
        "/kurasi/ajuan/1/",
        "/ganda/",
        "/katalog/kelola/",
        "/perjanjian/",
        "/perjanjian/1/",
        "/rekap/",
        "/program/anggota/",
        "/parameter/",
        "/akun/",
    ),
    "kabid": ("/", "/janji/", "/janji/1/", "/ringkasan/", "/jejak/"),
    "umkm": (
        "/",
        "/stok/",
        "/perjanjian/",
        "/kiriman/",
        "/retur/",
        "/pesanan/",
        "/rekap/",
        "/pembayaran/",
    ),
    "toko": ("/", "/toko/", "/kiriman/", "/rak/1/", "/rak/1/hitung/"),
    "manajer": ("/", "/rekap/", "/tagihan/", "/pembayaran/", "/perjanjian/"),
    "kurator": ("/", "/kurasi/"),
}

# The demo's days: one that is over, one to come, one that runs.
_PAST, _COMING, _RUNNING = "/temu/1/", "/temu/2/", "/temu/3/"
# The meeting day as the office sees it, in parts that take about as long.
PAGES_OF_THE_DAY: dict[str, tuple[str, ...]] = {
    "before": (
        "/temu/",
        "/temu/baru/",
        _COMING,
        *(
            _COMING + part
            for part in (
                "ubah/",
                "tempat/",
                "undangan/",
                "undangan/pilih/",
                "undangan/kirim/",
                "hubungi/",
                "keinginan/",
                "pasangan/",
            )
        ),
        "/temu/undangan/138/",
        "/temu/undangan/198/",
    ),
    "timetable": (
        *(_COMING + part for part in ("jadwal/", "kertas/", "usulan/", "hasil/")),
        *(f"/temu/jadwal/4/{part}" for part in ("", "tidak-terpenuhi/", "bandingkan/", "papan/")),
        "/temu/jadwal/4/berlakukan/",
    ),
    "the-day-and-after": (
        _RUNNING,
        *(_RUNNING + part for part in ("hari/", "usulan/", "kabar/", "meja/", "hasil/catat/")),
        "/perjanjian/hari-temu/3/",
        _PAST,
        *(_PAST + part for part in ("hasil/", "perkembangan/", "keadilan/", "tindak-lanjut/")),
        "/penandatanganan/",
        "/penandatanganan/1/",
    ),
}
# Invitations whose pages show their guests' link, and what opens with it.
GUESTS: dict[str, tuple[str, ...]] = {
    "/temu/undangan/138/": ("", "keinginan/", "kebutuhan/"),
    "/temu/undangan/198/": ("", "keinginan/"),
    "/temu/undangan/258/": ("", "keinginan/", "hasil/"),
}

# The main screens: file name, who, path, width, height, dark?
SCREENS = (
    ("katalog", None, "/katalog/", 1280, 900, False),
    ("katalog-hp", None, "/katalog/?q=kripik+pedes", 360, 740, False),
    ("beranda-petugas", "petugas", "/", 1280, 900, False),
    ("pemeriksaan-berkas", "petugas", "/berkas/1/", 1280, 900, False),
    ("kurasi", "petugas", "/kurasi/ajuan/1/", 1280, 900, False),
    ("janji-sampai-bayar", "kabid", "/janji/", 1280, 900, False),
    ("ringkasan-gelap", "kabid", "/ringkasan/", 1280, 900, True),
    ("perjanjian", "petugas", "/perjanjian/1/", 1280, 900, False),
    ("hitung-rak", "toko", "/rak/1/hitung/", 360, 740, False),
    ("rekap", "manajer", "/rekap/?status=paid", 1280, 900, False),
    ("temu-hubungi", "petugas", "/temu/2/hubungi/", 1280, 900, False),
    ("temu-jadwal", "petugas", "/temu/jadwal/4/", 1280, 900, False),
    ("temu-papan", "petugas", "/temu/jadwal/4/papan/", 1280, 900, False),
    ("temu-usulan", "petugas", "/temu/3/usulan/", 1280, 900, False),
    ("temu-meja-hp", "petugas", "/temu/3/meja/", 360, 740, False),
    ("temu-keadilan", "petugas", "/temu/1/keadilan/", 1280, 900, False),
)
