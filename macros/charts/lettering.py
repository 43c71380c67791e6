"""How wide a text will be and where it breaks, without a browser at hand.

Widths are in em, and those of a wide system font (DejaVu Sans): on most screens a text takes less room
than is kept for it, and on none does it leave the drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# The narrowest drawing, in em of its own text: that of a phone 320 px wide.
NARROW = 20.5

WIDTHS = {
    0.2: "\u202f",
    0.33: "iIjlJ.,:;'’|·/ \u00a0",
    0.41: "frt-()[]!",
    0.52: "sz–",
    0.78: "ABCDGHKNOQRUVXYZw−×",
    1.0: "mMWœ%@—",
}
WIDTH = {char: width for width, chars in WIDTHS.items() for char in chars}
USUAL, WIDE, BOLD = 0.64, 1.05, 1.1


def width(text: str, *, bold: bool = False) -> float:
    """Return the width of a text in em."""
    return sum(map(_width, text)) * (BOLD if bold else 1)


def _width(char: str) -> float:
    if char in WIDTH:
        return WIDTH[char]
    if unicodedata.combining(char):
        return 0.0
    return WIDE if unicodedata.east_asian_width(char) in "WF" else USUAL


def words(text: str) -> list[str]:
    """Return the words of a text, signs that stand apart joined to the word that they belong to."""
    found: list[str] = []
    opening = False
    for word in text.split():
        sign = not any(char.isalnum() for char in word)
        if found and (opening or (sign and word not in ("«", "–", "—", "&", "+"))):
            found[-1] += f"\u00a0{word}"
        else:
            found.append(word)
        opening = word == "«"
    return found


def wrap(parts: Iterable[str], room: float, *, bold: bool = False) -> list[list[str]]:
    """Return as few lines as the room allows, and as even ones; a word too long has a line to itself."""
    parts = list(parts)
    lines = _filled(parts, room, bold)
    narrower = room
    while len(lines) > 1 and len(filled := _filled(parts, narrower := narrower - 0.5, bold)) <= len(lines):
        lines = filled
        if narrower < room / 2:
            break
    return lines


def _filled(parts: Iterable[str], room: float, bold: bool) -> list[list[str]]:
    lines: list[list[str]] = []
    used = 0.0
    for part in parts:
        needed = width(part, bold=bold)
        if lines and used + width(" ") + needed <= room:
            lines[-1].append(part)
            used += width(" ") + needed
        else:
            lines.append([part])
            used = needed
    return lines
