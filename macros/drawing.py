"""How the picture of a page is drawn.

In levels of grey that a palette turns into paper, ink and one colour: a picture is some ten kilobytes,
the same bytes wherever it is drawn, since the fonts come with the packages of `pyproject.toml`.
"""

from __future__ import annotations

import functools
import io
import zlib

from font_source_sans_pro import SourceSansProSemibold
from font_source_serif_pro import SourceSerifProSemibold
from PIL import Image, ImageDraw, ImageFont

from macros.pictures import HEIGHT, WIDTH, Picture

# The margin survives a crop to a square.
MARGIN = 80
PAPER, INK, DOOR = (252, 252, 250), (23, 25, 28), (29, 79, 145)

# Levels up to this one run from paper to ink; the highest is the colour of doors, in flat surfaces only.
DARKEST, FLAT = 200, 255

# Sixteen colours are enough for the edges of letters, and two dots of a picture share a byte.
SHADES = 15
COLOURS = [
    SHADES if level == FLAT else round(min(level, DARKEST) / DARKEST * (SHADES - 1)) for level in range(256)
]
PALETTE = [
    *(
        round(p + (i - p) * shade / (SHADES - 1))
        for shade in range(SHADES)
        for p, i in zip(PAPER, INK, strict=True)
    ),
    *DOOR,
]

# Fonts lack the narrow no-break space, and draw a box for it.
SPACES = str.maketrans({"\u202f": "\u00a0"})


@functools.cache
def _font(serif: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(SourceSerifProSemibold if serif else SourceSansProSemibold, size)


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int, lines: int) -> list[str] | None:
    """Return a text in at most `lines` lines of `width` pixels, or nothing where it does not fit."""
    out, current = [], ""
    for word in text.split(" "):
        longer = f"{current} {word}".strip()
        if font.getlength(longer) <= width:
            current = longer
            continue
        out.append(current)
        current = word
    out.append(current)
    fits = len(out) <= lines and all(font.getlength(line) <= width for line in out)
    return out if fits else None


def _fitted(text: str, serif: bool, sizes: range, lines: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    width = WIDTH - 2 * MARGIN
    for size in sizes:
        if found := wrap(text, _font(serif, size), width, lines):
            return found, _font(serif, size)
    font = _font(serif, sizes[-1])
    return (wrap(text, font, width, 99) or [text])[:lines], font


@functools.lru_cache(8)
def _ground(site: str) -> Image.Image:
    """Return what the pictures of a language have in common: the bar, and the name of the site."""
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 16), fill=FLAT)
    pen.text((MARGIN, 64), site.translate(SPACES), DARKEST, _font(False, 32))
    return image


def draw(picture: Picture) -> bytes:
    """Return the picture as PNG."""
    image = _ground(picture.site).copy()
    pen = ImageDraw.Draw(image)
    room = 2 if picture.number else 4
    lines, font = _fitted(picture.title.translate(SPACES), True, range(92, 43, -4), room)
    y = 140.0
    for line in lines:
        pen.text((MARGIN, y), line, DARKEST, font)
        y += font.size * 1.12
    if picture.number:
        pen.line((MARGIN, 400, WIDTH - MARGIN, 400), fill=DARKEST, width=2)
        number, font = _fitted(picture.number.translate(SPACES), True, range(92, 43, -4), 1)
        pen.text((MARGIN, 418), number[0], DARKEST, font)
        label, font = _fitted(picture.label.translate(SPACES), False, range(34, 25, -2), 1)
        pen.text((MARGIN, 536), label[0], DARKEST, font)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    image = image.point(COLOURS)
    image.putpalette(PALETTE)
    out = io.BytesIO()
    # Flat surfaces are runs of one colour, which are written at once; to look for more takes twenty times as long.
    image.save(out, "PNG", compress_level=6, compress_type=zlib.Z_RLE)
    return out.getvalue()
