"""The paper label: picture, maker, name in at most three lines, size."""

from __future__ import annotations

import re
from html import escape as escape_html
from typing import Final

from .forms import LabelBox
from .palette import CREAM, Tone

LONGEST_NAME: Final = 3

# Widths in em of a bold grotesque, near enough to break lines by.
_NARROW: Final = frozenset("iIjl.,:;'!|-()[]/ ft1r")
_WIDE: Final = frozenset("mwMW@%&")


def tidy(text: str) -> str:
    """One line without control characters (XML knows no way to write them)."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", " ", text).split())


def escape(text: str) -> str:
    """Text as it may stand in an SVG, in content and in an attribute."""
    return escape_html(text, quote=True)


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.4
    if letter in _WIDE:
        return 0.95
    return 0.76 if letter.isupper() else 0.64


def width_of(text: str, font_size: int) -> float:
    """About how wide the text comes out, in the units of the drawing."""
    return font_size * sum(map(_ems, text))


def cut(text: str, font_size: int, width: int) -> str:
    """The text, or as much as fits with an ellipsis."""
    if width_of(text, font_size) <= width:
        return text
    while text and width_of(text + "…", font_size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, font_size: int, width: int) -> list[str]:
    """Lines broken between words, each as full as it can be; a number stays with the word before
    it ("Level 3")."""
    lines: list[str] = []
    for word in re.split(r" (?!\d{1,3}(?: |$))", text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, font_size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fit_name(name: str, width: int) -> tuple[int, list[str]]:
    """The largest of four type sizes at which the name takes few lines, and its lines."""
    for font_size, most in ((27, 2), (23, 2), (20, LONGEST_NAME), (17, LONGEST_NAME)):
        lines = wrap(name, font_size, width)
        if len(lines) <= most and all(width_of(line, font_size) <= width for line in lines):
            return font_size, lines
    lines = wrap(name, 17, width)
    if len(lines) > LONGEST_NAME:
        lines = [*lines[: LONGEST_NAME - 1], " ".join(lines[LONGEST_NAME - 1 :])]
    return 17, [cut(line, 17, width) for line in lines]


def draw_label(
    box: LabelBox, name: str, maker: str, size: str, tone: Tone, mark: str, dice: int
) -> str:
    """The label in its box, the picture in a disc that overlaps its upper edge."""
    middle = box.x + box.width // 2
    font_size, lines = fit_name(name, box.width - 18)
    radius = box.mark_size // 2
    scale = box.mark_size * 0.7 / 48
    corner = (
        f"translate({middle - 24 * scale:.4g} {box.mark_y - 24 * scale:.4g}) scale({scale:.3g})"
    )
    parts = [
        _paper(box, tone, dice),
        f'<circle cx="{middle}" cy="{box.mark_y}"'
        f' r="{radius}" fill="{CREAM if dice % 2 else tone.glow}"/>',
    ]
    parts.append(
        f'<g transform="{corner}" stroke-linecap="round" stroke-linejoin="round" '
        f'fill="{tone.body}" stroke="{tone.ink}" stroke-width="2.5">{mark}</g>'
    )
    first = box.y + 21
    bottom = box.y + box.height
    room = (bottom - 34) - (first + 6)
    line_height = round(font_size * 1.08)
    top = first + 6 + (room - line_height * len(lines)) // 2 + round(font_size * 0.86)
    words = (
        [_words(middle, first, 10, 600, cut(maker.upper(), 11, box.width - 18))] if maker else []
    )
    words += [
        _words(middle, top + index * line_height, font_size, 800, line)
        for index, line in enumerate(lines)
    ]
    parts.append(
        f'<g font-family="Plus Jakarta Sans,system-ui,sans-serif" text-anchor="middle" '
        f'fill="{tone.ink}">{"".join(words)}</g>'
    )
    if size:
        shown = cut(size, 13, box.width - 40)
        wide = round(width_of(shown, 13)) + 24
        parts.append(
            f'<rect x="{middle - wide // 2}" y="{bottom - 31}" width="{wide}" height="22" rx="11" '
            f'fill="{tone.ink}"/><text x="{middle}" y="{bottom - 15}" fill="{CREAM}" '
            'text-anchor="middle" font-family="Plus Jakarta Sans,system-ui,sans-serif" '
            f'font-size="13" font-weight="700">{escape(shown)}</text>'
        )
    return "".join(parts)


def _words(x: int, y: int, font_size: int, weight: int, text: str) -> str:
    spacing = ' letter-spacing=".6"' if font_size == 10 else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{font_size}" font-weight="{weight}"{spacing}>'
        f"{escape(text)}</text>"
    )


def _paper(box: LabelBox, tone: Tone, dice: int) -> str:
    """Three cuts of paper: plain, with an inner line, with an edge of accent."""
    x, y, width, height = box.x, box.y, box.width, box.height
    paper = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="12" fill="{CREAM}"/>'
    cut_of_paper = dice // 2 % 3
    if cut_of_paper == 1:
        paper += (
            f'<rect x="{x + 5}" y="{y + 5}" width="{width - 10}" height="{height - 10}" rx="8" '
            f'fill="none" stroke="{tone.accent}" stroke-width="2"/>'
        )
    elif cut_of_paper == 2:
        paper = (
            f'<rect x="{x - 3}" y="{y - 4}" width="{width + 6}" height="{height + 8}" rx="14" '
            f'fill="{tone.accent}"/>' + paper
        )
    return paper
