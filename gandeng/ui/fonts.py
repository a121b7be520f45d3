"""Makes the web font: Plus Jakarta Sans from its package, cut down to what Indonesian needs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FILE_NAME = "jakarta.woff2"

# Latin with the accents of names, typographic marks, and the few signs the screens print.
CHARACTERS = (
    "".join(chr(code) for code in range(0x20, 0x7F))
    + " ©«°±²³·»¼½¾¿×÷"
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ"
    + "–—‘’“”•…‹›€→←↑↓≤≥−"
)
FEATURES = ["kern", "ccmp", "mark", "tnum", "calt"]


def make_subset(folder: Path) -> Path:
    """Write ``jakarta.woff2`` into the folder and return its path.

    Weights 400 to 800 stay variable. The write is atomic: a reader sees the old file or the new.
    """
    import fontpkg_plus_jakarta_sans as package
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source = package.ROOT / "files" / "PlusJakartaSans[wght].ttf"
    options = Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [1, 2, 13, 14]  # the licence travels with the font (OFL 1.1)
    with TTFont(source, recalcTimestamp=False) as font:  # the same bytes every time
        subsetter = Subsetter(options)
        subsetter.populate(text=CHARACTERS)
        subsetter.subset(font)
        instantiateVariableFont(font, {"wght": (400, 800)}, inplace=True)
        font.flavor = "woff2"
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        try:
            font.save(name)
            Path(name).chmod(0o644)
            Path(name).replace(folder / FILE_NAME)
        finally:
            Path(name).unlink(missing_ok=True)
    return folder / FILE_NAME
