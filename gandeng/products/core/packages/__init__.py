"""A drawn package for a product without a photo: our own illustration, as one small SVG.

The form follows the packaging code (1–8, as in a P-IRT number) and the category, the colours the
category, the little picture the product's own words; seed varies the rest, so that a wall of three
hundred stays lively and each product always looks the same. No ids, no style attributes, no
references: the drawing may stand in a page under a strict content policy, many times over.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from .forms import FORMS, Form
from .label import draw_label, escape, tidy
from .marks import mark_for
from .palette import CREAM, TONES, Tone, tone_for
from .patterns import PATTERNS

__all__ = ["CREAM", "TONES", "Tone", "draw_package", "form_for"]

_LIQUIDS = re.compile(
    r"(?i)\b(kecap|sirup|syrup|saus|saos|minyak|cuka|sabun|susu|yogh?urt|jus|sari)\b"
)
_CRAFTS = re.compile(r"(?i)fesyen|fashion|kriya|kerajinan|batik|konveksi|busana|tas\b|aksesori")
_COOKIES = re.compile(
    r"(?i)\b(nastar|kastengel|putri salju|lidah kucing|sagu keju|bawang goreng|toples)\b"
)
_LEAF = re.compile(r"(?i)\b(lemper|lontong|pepes|besek|tape|peuyeum|lepet|nasi)\b")


def draw_package(
    name: str,
    maker: str,
    size: str,
    packaging_code: int | None,
    category: str,
    seed: int | str,
) -> str:
    """The package as an SVG of 320 × 400, at most 3.5 KB; the same arguments, the same drawing.

    ``packaging_code`` is the 1–8 of a P-IRT number or None; ``size`` is as people read it
    ("200 g"). A size repeated at the end of the name is left out of the name.
    """
    name, maker, size = tidy(name), tidy(maker), tidy(size)
    dice = int.from_bytes(blake2b(str(seed).encode(), digest_size=8).digest(), "big")
    chosen = form_for(name, category, packaging_code)
    if chosen is Form.POUCH and dice // 32 % 5 < 2:
        chosen = Form.PILLOW  # two plastic bags in five are the flat kind
    form = FORMS[chosen]
    tone = tone_for(name, category, dice)
    dice //= 64
    pattern = PATTERNS[dice % len(PATTERNS)]
    backdrop = _BACKDROPS[dice // 8 % len(_BACKDROPS)]
    # A small lean to either side, or none; never enough to look fallen over.
    lean = (-2, 0, 0, 2)[dice // 64 % 4] if form.may_lean else 0
    body = form.draw(tone, pattern)
    label = draw_label(
        form.label, _without_size(name), maker, size, tone, mark_for(name, category), dice // 256
    )
    turned = f'<g transform="rotate({lean} 160 356)">{body}{label}</g>' if lean else body + label
    spoken = escape(", ".join(part for part in (name, size, maker) if part))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 400" role="img" '
        f'aria-label="{spoken}"><path fill="{tone.ground}" d="M0 0h320v400H0z"/>'
        f"{backdrop.format(tone.glow)}"
        f'<ellipse cx="166" cy="357" rx="{form.shadow}" ry="10" fill="{tone.ink}" opacity=".2"/>'
        f"{turned}</svg>"
    )


def form_for(name: str, category: str, packaging_code: int | None) -> Form:
    """Which package is drawn: the category speaks first where a code would mislead (a bag of
    leather is no pouch, rice comes in a sack), then the packaging code."""
    if _CRAFTS.search(category):
        return Form.TAG
    if re.search(r"(?i)beras", f"{name} {category}"):
        return Form.SACK
    is_liquid = _LIQUIDS.search(name) or re.fullmatch(r"(?i)minuman( cair)?", category.strip())
    if is_liquid and packaging_code not in {3, 4, 5}:
        return Form.BOTTLE
    if _COOKIES.search(name) and packaging_code in {None, 2, 8}:
        return Form.JAR
    if packaging_code == 6 or (packaging_code is None and _LEAF.search(name)):
        return Form.BESEK
    return {
        1: Form.JAR,
        2: Form.POUCH,
        3: Form.BOX,
        4: Form.CAN,
        5: Form.FOIL,
        7: Form.FOIL,
        8: Form.BOX,
    }.get(packaging_code or 0, Form.POUCH)


def _without_size(name: str) -> str:
    shorter = re.sub(
        r"(?i)[\s,(]+\d+([.,]\d+)?\s*(g|gr|gram|kg|ml|l|ltr|liter|pcs|lembar|pasang|biji)\)?$",
        "",
        name,
    )
    return shorter or name


# What stands behind the package: a sun, an arch, a hill, a low sun.
_BACKDROPS = (
    '<circle cx="160" cy="190" r="138" fill="{}"/>',
    '<path fill="{}" d="M38 400V174a122 122 0 0 1 244 0v226z"/>',
    '<path fill="{}" d="M0 400V262c60-66 128-92 176-52s92 40 144-18v208z"/>',
    '<path fill="{}" d="M0 400v-62a160 160 0 0 1 320 0v62z"/>',
)
