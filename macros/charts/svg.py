"""A drawing that is as responsive as the text around it.

Places along the axis are percentages of the drawing's width; heights and gaps are em of its text.
So nothing is scaled: text keeps its size on every screen, grows with the reader's own setting,
and the drawing turns around in a language written from right to left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from macros.charts.lettering import NARROW, width, words, wrap

# Heights in em: a line of text, a bar, and the gap after a row.
LINE, BAR, GAP = 1.3, 0.95, 0.75
BASELINE = 0.98
NOTHING: Mapping[str, str] = {}

# Fills that are drawn, by what they mean, so that they can be told apart without colour.
STRIPES = ('patternTransform="rotate(45)"', '<rect class="chart__stripe" width="3" height="6"/>')
POINTS = ("", '<circle class="chart__stripe" cx="3" cy="3" r="1.4"/>')
PATTERNS = {"disputed": STRIPES, "imprecise": STRIPES, "unverifiable": POINTS}


def element(name: str, attributes: Mapping[str, str], inner: str = "") -> str:
    """Return an element; an attribute that is empty is left out."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{written}>{inner}</{name}>"


def css(names: str) -> str:
    """Return class names of the style sheet's part on charts."""
    return " ".join(f"chart__{name}" for name in names.split())


def _number(value: float) -> str:
    """Return a length with at most two decimals, the same on every machine."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")


@dataclass
class Drawing:
    """An SVG being drawn from top to bottom: `y` is how far down it is, in em."""

    id: str
    rtl: bool = False
    y: float = 0.0
    parts: list[str] = field(default_factory=list)

    # --- along the axis --------------------------------------------------------------------------

    def across(self, place: float) -> str:
        """Return a place of the axis (0 to 1) as a percentage of the width."""
        return f"{_number(100 * (1 - place if self.rtl else place))}%"

    def text(
        self,
        place: float,
        y: float,
        content: str,
        names: str,
        anchor: str = "",
        gap: float = 0.0,
        more: Mapping[str, str] = NOTHING,
    ) -> None:
        """Write escaped content on the line that starts `y` em down, `gap` em after its place."""
        attributes = {
            "class": css(names),
            "x": self.across(place),
            "y": f"{_number(y + BASELINE)}em",
            "dx": f"{_number(-gap if self.rtl else gap)}em" if gap else "",
            "text-anchor": anchor,
        }
        self.parts.append(element("text", {**attributes, **more}, content))

    def paragraph(self, text: str, names: str, more: Mapping[str, str] = NOTHING) -> list[str]:
        """Write a text in as many lines as a narrow screen needs, and return the lines."""
        lines = [" ".join(line) for line in wrap(words(text), NARROW, bold=names == "group")]
        for line in lines:
            self.text(0, self.y, escape(line, quote=False), names, more=more)
            self.y += LINE
        return lines

    def bar(self, start: float, end: float, y: float, height: float, names: str) -> None:
        """Draw a bar between two places; the last of its class names says how it is filled."""
        attributes = {
            "class": css(names),
            "x": self.across(end if self.rtl else start),
            "y": f"{_number(y)}em",
            "width": f"{_number(100 * (end - start))}%",
            "height": f"{_number(height)}em",
            "fill": self._fill(names),
        }
        self.parts.append(element("rect", attributes))

    def dot(self, place: float, y: float, names: str) -> None:
        """Draw a dot, where a bar would lie about its length."""
        attributes = {
            "class": css(names),
            "cx": self.across(place),
            "cy": f"{_number(y)}em",
            "r": f"{_number(BAR / 2 - 0.05)}em",
            "fill": self._fill(names),
        }
        self.parts.append(element("circle", attributes))

    def line(self, start: tuple[float, float], end: tuple[float, float], names: str) -> None:
        """Draw a line between two points, each a place and a height."""
        attributes = {
            "class": css(names),
            "x1": self.across(start[0]),
            "y1": f"{_number(start[1])}em",
            "x2": self.across(end[0]),
            "y2": f"{_number(end[1])}em",
        }
        self.parts.append(element("line", attributes))

    def beam(self, start: float, end: float, y: float, names: str) -> None:
        """Draw a line with closed ends, from the lowest to the highest of several values."""
        half = BAR / 2 - 0.12
        self.line((start, y), (end, y), names)
        for place in (start, end):
            self.line((place, y - half), (place, y + half), names)

    # --- from the start of the line ----------------------------------------------------------------

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show what each fill means, `(fill, word)`, in as few lines as a narrow screen allows."""
        x = 0.0
        for fill, word in entries:
            needed = BAR + 0.4 + width(word)
            if x and x + needed > NARROW:
                x, self.y = 0.0, self.y + LINE
            self.swatch(x, fill, word)
            x += needed + 1.1
        self.y += LINE

    def swatch(self, x: float, fill: str, word: str, more: str = "") -> None:
        """Show one fill, `x` em from the start of the line, with its word and what follows it."""
        label = {
            "class": css("legend"),
            "x": f"{_number((-1 if self.rtl else 1) * (x + BAR + 0.4))}em",
            "y": f"{_number(self.y + BASELINE)}em",
        }
        content = escape(word, quote=False) + (f" {more}" if more else "")
        self._at_start(self._square(x, self.y + 0.2, fill) + element("text", label, content))

    def squares(self, fills: Sequence[str]) -> None:
        """Draw one square for each thing counted, in rows that a narrow screen can hold."""
        step = BAR + 0.3
        row = int((NARROW + 0.3) / step)
        for first in range(0, len(fills), row):
            drawn = [
                self._square(step * index, self.y, fill)
                for index, fill in enumerate(fills[first : first + row])
            ]
            self._at_start("".join(drawn))
            self.y += step

    def _square(self, x: float, y: float, fill: str) -> str:
        attributes = {
            "class": css(f"mark {fill}"),
            "x": f"{_number(-x - BAR if self.rtl else x)}em",
            "y": f"{_number(y)}em",
            "width": f"{_number(BAR)}em",
            "height": f"{_number(BAR)}em",
            "fill": self._fill(fill),
        }
        return element("rect", attributes)

    def _at_start(self, inner: str) -> None:
        # A drawing within the drawing puts lengths in em at the start of the line in both directions.
        self.parts.append(element("svg", {"x": self.across(0), "overflow": "visible"}, inner))

    # --- the whole ------------------------------------------------------------------------------------

    def _fill(self, names: str) -> str:
        """Return the reference to a pattern; other fills are left to the style sheet."""
        fill = names.split()[-1]
        return f"url(#chart-{self.id}-{fill})" if fill in PATTERNS else ""

    def done(self, title: str, description: str) -> str:
        """Return the drawing with its alternative text: two elements with the ids that name it."""
        name = f"chart-{self.id}"
        body = "".join(self.parts)
        patterns = "".join(
            f'<pattern id="{name}-{fill}" class="{css(fill)}" width="6" height="6"'
            f' patternUnits="userSpaceOnUse"{f" {turn}" if turn else ""}>'
            f'<rect class="chart__ground" width="6" height="6"/>{drawn}</pattern>'
            for fill, (turn, drawn) in PATTERNS.items()
            if f"#{name}-{fill})" in body
        )
        attributes = {
            "role": "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-desc",
            "width": "100%",
            "height": f"{_number(self.y)}em",
            "direction": "rtl" if self.rtl else "",
            "overflow": "visible",
        }
        defs = f"<defs>{patterns}</defs>" if patterns else ""
        return element("svg", attributes, title + description + defs + body)
