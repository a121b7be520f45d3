"""The nine packages as flat drawings: body, folds and light; where their label sits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .palette import CREAM, Tone
from .patterns import Pattern


class Form(StrEnum):
    """What can be drawn."""

    POUCH = "pouch"
    PILLOW = "pillow"
    FOIL = "foil"
    JAR = "jar"
    BOX = "box"
    CAN = "can"
    BOTTLE = "bottle"
    BESEK = "besek"
    SACK = "sack"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class LabelBox:
    """Where the label lies, and the middle and size of the picture above it."""

    x: int
    y: int
    width: int
    height: int
    mark_y: int
    mark_size: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """One form: how it is drawn, where its label sits, how wide its shadow falls."""

    draw: Callable[[Tone, Pattern], str]
    label: LabelBox
    shadow: int
    may_lean: bool = True


def _fill(colour: str, path: str, opacity: str = "") -> str:
    faded = f' opacity="{opacity}"' if opacity else ""
    return f'<path fill="{colour}"{faded} d="{path}"/>'


def _line(colour: str, path: str, width: int, opacity: str = "") -> str:
    faded = f' opacity="{opacity}"' if opacity else ""
    return (
        f'<path fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"'
        f'{faded} d="{path}"/>'
    )


def _pouch(tone: Tone, pattern: Pattern) -> str:
    body = (
        "M70 64q90 10 180 0 9 74 5 148-2 70 3 122 1 18-16"
        " 20-82 8-164 0-17-2-16-20 5-60 3-122-4-78 5-148z"
    )
    return (
        _fill(tone.body, body)
        + pattern(78, 92, 164, 92, tone.accent)
        + _fill(tone.deep, "M66 42q94 9 188 0l-3 40q-91 10-182 0z")
        + _line(CREAM, "M76 56q84 8 168 0M75 68q85 8 170 0", 1, ".45")
        + f'<circle cx="160" cy="61" r="7" fill="{tone.ground}"/>'
        + _fill("#fff", "M80 92q9 3 17 3-8 110-3 246-8 0-15-4 5-110 1-245z", ".2")
        + _fill("#000", "M250 82q6 70 4 130-2 70 3 122 1 18-16 20-14 1-18 1 20-120 12-272z", ".1")
    )


def _pillow(tone: Tone, pattern: Pattern) -> str:
    upper, lower = "l7-8 7 8" * 13, "l-7 8-7-8" * 13
    return (
        _fill(tone.deep, f"M69 52{upper}l-2 24H71zM251 346{lower}l2-22h178z")
        + _fill(tone.body, "M70 66h180q16 66 14 134t-12 134H68q-14-66-12-134T70 66z")
        + pattern(76, 84, 168, 92, tone.accent)
        + _line(CREAM, "M72 64h176M71 336h178", 1, ".5")
        + _fill("#fff", "M80 76q8 0 12 2-14 122 0 246l-12 2q-20-122 0-250z", ".22")
        + _fill("#000", "M232 72h18q16 66 14 134t-12 126h-18q22-122-2-260z", ".1")
    )


def _foil(tone: Tone, pattern: Pattern) -> str:
    body = "M74 52h172l10 22-6 20v240q0 18-16 20H86q-16-2-16-20V94l-6-20z"
    return (
        _fill(tone.body, body)
        + pattern(84, 104, 152, 76, tone.accent)
        + _fill(tone.deep, "M74 38h172v44H74z")
        + _line(CREAM, "M80 48h160M80 56h160M80 64h160", 1, ".4")
        + _line(tone.deep, "M70 94h180", 3, ".7")
        + _fill("#fff", "M74 98h22v252H84q-10-4-10-16z", ".22")
        + _fill("#fff", "M102 98h6v254h-6z", ".22")
        + _fill("#000", "M226 98h24v236q0 18-16 20h-8z", ".14")
    )


def _jar(tone: Tone, pattern: Pattern) -> str:
    glass = "M92 106h136q34 14 34 52v164q0 34-34 34H92q-34 0-34-34V158q0-38 34-52z"
    filling = "M68 164q0-26 22-34 70 12 140 0 22 8 22 34v156q0 28-26 28H94q-26 0-26-28z"
    return (
        _fill("#fff", glass, ".75")
        + _fill(tone.body, filling)
        + pattern(80, 146, 160, 40, tone.accent)
        + _fill(tone.deep, "M92 52q68-8 136 0 8 1 8 10v36q0 8-8 9-68 7-136 0-8-1-8-9V62q0-9 8-10z")
        + _line(
            CREAM,
            "M100 66v32M116 64v36M132 63v38M148 62v40M164 62v40M180 63v39M196 64v37M212 65v34",
            2,
            ".35",
        )
        + _fill(tone.accent, "M84 92q76 9 152 0v8q-76 9-152 0z")
        + _fill("#fff", "M72 166q0-22 14-30 6 0 8 4-8 10-8 30v140q0 20 10 30-24-4-24-28z", ".35")
        + _fill("#000", "M252 164v156q0 28-26 28h-12q20-8 20-40V148q0-12-4-18 22 8 22 34z", ".1")
    )


def _box(tone: Tone, pattern: Pattern) -> str:
    return (
        _fill(tone.body, "M56 100h168v256H56z")
        + _fill(tone.deep, "M224 100l42-22v256l-42 22z")
        + _fill(tone.accent, "M56 100l42-22h168l-42 22z")
        + _fill("#fff", "M56 100l42-22h168l-42 22z", ".3")
        + pattern(64, 110, 152, 64, tone.accent)
        + _line(tone.deep, "M140 100l42-22", 2, ".5")
        + _fill("#fff", "M56 100h8v256h-8z", ".22")
        + _fill("#fff", "M236 94l6-3v256l-6 3z", ".12")
    )


def _can(tone: Tone, pattern: Pattern) -> str:
    return (
        _fill(tone.deep, "M66 84q94 24 188 0v250q0 22-94 22t-94-22z")
        + _fill(tone.body, "M66 96q94 22 188 0v234q-94 22-188 0z")
        + pattern(78, 118, 164, 60, tone.accent)
        + '<ellipse cx="160" cy="80" rx="96" ry="20" fill="#d8d2c8"/>'
        '<ellipse cx="160" cy="78" rx="84" ry="14" fill="#efeae1"/>'
        + _line("#a9a196", "M150 76q10-8 26 0-10 8-26 0z", 3)
        + _fill("#d8d2c8", "M64 330q96 24 192 0v10q0 18-96 18t-96-18z")
        + _fill("#fff", "M78 104q10 3 20 4v236q-10-1-20-4z", ".26")
        + _fill("#000", "M222 106q18-3 32-10v234q-14 4-32 7z", ".12")
    )


def _bottle(tone: Tone, pattern: Pattern) -> str:
    body = (
        "M134 72h52v28q4 22 30 36 22 14 22 44v146q0 28-26 28H108q-26 0-26-28V180q0-30 22-44 "
        "26-14 30-36z"
    )
    return (
        _fill(tone.body, body)
        + pattern(90, 166, 140, 34, tone.accent)
        + _fill(tone.deep, "M130 32q30-5 60 0 4 1 4 6v34q-34 6-68 0V38q0-5 4-6z")
        + _line(CREAM, "M138 40v28M149 39v30M160 38v32M171 39v30M182 40v28", 2, ".3")
        + _fill(tone.accent, "M132 76h56v12h-56z")
        + _fill(
            "#fff",
            "M96 178q2-22 20-34 20-12 26-34l8 2q-6 30-26 44-12 8-12 30v140q0 16 6 24-22-2-22-26z",
            ".25",
        )
        + _fill(
            "#000", "M238 180v146q0 28-26 28h-10q16-10 16-36V186q0-20-8-36l6-14q22 14 22 44z", ".12"
        )
    )


def _besek(tone: Tone, pattern: Pattern) -> str:
    weave = "".join(f"M54 {y}h212" for y in range(138, 350, 22))
    upright = "".join(f"M{x} 122v232" for x in range(66, 262, 22))
    return (
        _fill("#d9b26f", "M48 120h224l-8 222q-1 14-16 14H72q-15 0-16-14z")
        + '<path fill="none" stroke="#b98a45" stroke-width="9" stroke-dasharray="11 11" '
        f'd="{weave}"/><path fill="none" stroke="#f0d49c" stroke-width="2" opacity=".7" '
        f'd="{upright}"/>'
        + _fill("#c4984f", "M40 84q120-16 240 0l-4 50q-116 10-232 0z")
        + _line("#eacb8c", "M48 98q112-12 224 0M47 112q113-10 226 0", 3, ".8")
        + _fill(tone.body, "M140 76q20-2 40 0l2 280h-44z")
        + _line(tone.accent, "M147 78v276M173 78v276", 3, ".8")
        + _fill("#000", "M236 134h36l-8 208q-1 14-16 14h-20z", ".09")
    )


def _sack(tone: Tone, pattern: Pattern) -> str:
    body = (
        "M64 84q96 12 192 0 16 80 10 150-3 68 0 100 0"
        " 20-18 22-88 8-176 0-18-2-18-22 3-40 0-100-6-80 10-150z"
    )
    return (
        _fill("#f4e8cf", body)
        + _fill(tone.body, "M57 118q103 14 206 0 5 32 5 62-108 14-216 0 0-30 5-62z")
        + pattern(70, 130, 180, 44, tone.accent)
        + _fill(tone.body, "M54 322q106 14 212 0v12q0 20-18 22-88 8-176 0-18-2-18-22z")
        + _fill(
            "#e6d3ab", "M68 46q10 6 22 0t24 0 24 0 24 0 24 0 24 0 24 0 18 0l8 40q-100 12-200 0z"
        )
        + '<path fill="none" stroke="'
        + tone.deep
        + '" stroke-width="3" stroke-dasharray="9 7" d="M66 80q94 12 188 0"/>'
        + _fill("#fff", "M74 94q8 2 14 2-6 120-2 256-8-1-14-2 4-130 2-256z", ".3")
        + _fill("#000", "M256 84q16 80 10 150-3 68 0 100 0 20-18 22l-16 1q16-130 8-271z", ".08")
    )


def _tag(tone: Tone, pattern: Pattern) -> str:
    return (
        _line(tone.deep, "M160 92q-40-40-8-92M160 92q34-50 20-92", 3)
        + _fill("#000", "M128 66l-60 52v228q0 14 14 14h160q14 0 14-14V118l-60-52z", ".1")
        + _fill(tone.body, "M126 60l-60 52v228q0 14 14 14h160q14 0 14-14V112l-60-52z")
        + pattern(80, 128, 160, 56, tone.accent)
        + _line(CREAM, "M130 70l-54 47v217q0 10 10 10h148q10 0 10-10V117l-54-47z", 2, ".5")
        + f'<circle cx="160" cy="92" r="15" fill="{tone.accent}"/>'
        f'<circle cx="160" cy="92" r="8" fill="{tone.ground}"/>'
        + _line(tone.deep, "M160 92q-28-30-14-66", 3)
        + _fill("#000", "M226 86l28 26v228q0 14-14 14h-14z", ".08")
    )


FORMS: Final[Mapping[Form, Drawing]] = {
    Form.POUCH: Drawing(_pouch, LabelBox(82, 200, 156, 138, 142, 98), 96),
    Form.PILLOW: Drawing(_pillow, LabelBox(78, 194, 164, 134, 132, 104), 98),
    Form.FOIL: Drawing(_foil, LabelBox(84, 202, 152, 138, 146, 92), 96),
    Form.JAR: Drawing(_jar, LabelBox(66, 204, 188, 132, 158, 78), 106),
    Form.BOX: Drawing(_box, LabelBox(66, 208, 148, 136, 154, 92), 112, may_lean=False),
    Form.CAN: Drawing(_can, LabelBox(76, 204, 168, 122, 154, 88), 100, may_lean=False),
    Form.BOTTLE: Drawing(_bottle, LabelBox(84, 214, 152, 130, 168, 80), 86),
    Form.BESEK: Drawing(_besek, LabelBox(78, 206, 164, 132, 150, 98), 112, may_lean=False),
    Form.SACK: Drawing(_sack, LabelBox(78, 194, 164, 124, 144, 88), 110),
    Form.TAG: Drawing(_tag, LabelBox(84, 208, 152, 130, 160, 84), 96),
}
