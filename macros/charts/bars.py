"""Bars, dots on a logarithmic axis, and a timeline: one row a figure, its words above its mark.

Words above marks leave the whole width to both, so that one drawing serves a phone and a desk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from macros.charts.axes import AFTER, Axis, amount, axis_for
from macros.charts.lettering import NARROW, width, words, wrap
from macros.charts.rows import FILLS, Shown, Wording
from macros.charts.svg import BAR, GAP, LINE, Drawing
from macros.dates import PartialDate
from macros.markup import Writer
from macros.model import Chart, ChartGroup

# A span of time shorter than this share of the axis is drawn as a dot.
POINT = 0.05

# From here on the word of a mark ends at the mark, so that it does not leave the drawing.
LAST = 0.9

# Stands for the date in a phrase, so that the date keeps an element of its own.
DATE = "\ufffc"


@dataclass
class Bars:
    """A chart of rows being drawn for one page."""

    writer: Writer
    id: str
    chart: Chart
    drawing: Drawing = field(init=False)
    wording: Wording = field(init=False)
    groups: list[tuple[ChartGroup, list[Shown]]] = field(init=False)

    def __post_init__(self) -> None:
        """Read the rows as the page's language shows them."""
        self.drawing = Drawing(self.id, self.writer.locale.direction == "rtl")
        self.wording = Wording(self.writer, self.chart)
        self.groups = [(group, self.wording.rows(group)) for group in self.chart.groups]

    def draw(self) -> Drawing:
        """Draw the whole chart; raise ValueError for a value that the scale has no place for."""
        ranges = any(group.range for group in self.chart.groups)
        beside = width(self.writer.locale.say("chart.range")) if ranges else 0.0
        axis = axis_for(self.wording, [row for _, rows in self.groups for row in rows], beside)
        self._head()
        self._ticks(axis)
        top, under = self.drawing.y, len(self.drawing.parts)
        self.drawing.y += 0.3
        for group, rows in self.groups:
            self._group(group, rows, axis)
        self.drawing.y -= GAP
        # The lines of the axis lie under the rows, and reach down to the last of them.
        grid = Drawing(self.id, self.drawing.rtl)
        for place, _ in axis.ticks:
            grid.line((place, top), (place, self.drawing.y), "grid")
        self.drawing.parts[under:under] = grid.parts
        return self.drawing

    def _head(self) -> None:
        """Say what the fills mean, the unit where the values do not, and the scale."""
        say, drawing = self.writer.locale.say, self.drawing
        used = {row.fill for _, rows in self.groups for row in rows}
        if used - {FILLS[0]}:
            drawing.legend([(fill, say(f"chart.{fill}")) for fill in FILLS if fill in used])
            drawing.y += 0.3
        if self.wording.unit != "date" and not self.wording.symbol:
            self._vouched(say("chart.unit", unit=self.wording.unit_name))
        if self.chart.scale == "log":
            self._vouched(say("chart.log"))

    def _vouched(self, text: str) -> None:
        for line in self.drawing.paragraph(text, "axis", {"data-chart": self.id}):
            self.writer.vouchers.add("chart", self.id, escape(line))

    def _ticks(self, axis: Axis) -> None:
        for place, word in axis.ticks:
            anchor = "end" if place > LAST else "" if place == 0 or self.wording.unit == "date" else "middle"
            content = escape(word)
            self.writer.vouchers.add("chart", self.id, content)
            self.drawing.text(place, self.drawing.y, content, "axis", anchor, more={"data-chart": self.id})
        self.drawing.y += LINE

    def _group(self, group: ChartGroup, rows: list[Shown], axis: Axis) -> None:
        drawing = self.drawing
        if group.label:
            label, lang = self.writer.locale.text(group.label, self.writer.project.source)
            drawing.paragraph(label, "group", {"lang": "" if lang == self.writer.locale.code else lang})
            drawing.y += 0.15
        for row in rows:
            self._label(row)
            self._mark(row, axis)
            drawing.y += BAR + GAP
        if group.range:
            start, end = (axis.place(edge([amount(row) for row in rows])) for edge in (min, max))
            drawing.beam(start, end, drawing.y + BAR / 2, "range")
            text = escape(self.writer.locale.say("chart.range"), quote=False)
            drawing.text(end, drawing.y - 0.17, text, "aside", gap=AFTER)
            drawing.y += BAR + GAP
        drawing.y += 0.45

    def _label(self, row: Shown) -> None:
        """Write a row's words, and the date of its fact, on as many lines as they need."""
        before, after = row.label, ""
        if row.date:
            phrase = self.writer.locale.say("chart.dated", label=row.label, date=DATE)
            before, _, after = phrase.partition(DATE)
            self.writer.vouchers.add("figure", row.key, escape(row.date))
        lines = wrap(words(before), NARROW)
        dated = row.date + after.strip()
        if dated and width(" ".join([*lines[-1], dated])) > NARROW:
            lines.append([])
        for index, line in enumerate(lines, 1):
            content = escape(" ".join(line), quote=False)
            if dated and index == len(lines):
                date = f'<tspan class="chart__aside" data-figure="{row.key}">{escape(row.date)}</tspan>'
                content = f"{content} {date}{escape(after.strip())}".strip()
            self.drawing.text(0, self.drawing.y, content, "label", more={"lang": row.lang})
            self.drawing.y += LINE
        self.drawing.y += 0.1

    def _mark(self, row: Shown, axis: Axis) -> None:
        """Draw a row's bar or dot, and its value beside it."""
        drawing, middle = self.drawing, self.drawing.y + BAR / 2
        names = f"mark {'second ' if row.second else ''}{row.fill}"
        start, end = axis.span(row)
        dot = self.chart.scale == "log" or (isinstance(row.value, PartialDate) and end - start < POINT)
        if dot:
            start = end = (start + end) / 2
            drawing.dot(end, middle, names)
        else:
            drawing.bar(start, end, drawing.y, BAR, names)
        if row.low < row.high:
            end = max(end, axis.place(row.high))
            drawing.beam(axis.place(row.low), axis.place(row.high), middle, "whisker")
        self._value(row, start, end, AFTER + (BAR / 2 if dot else 0))

    def _value(self, row: Shown, start: float, end: float, gap: float) -> None:
        parts = ((row.before, True), (row.number, False), (row.after, True))
        content = "".join(
            f'<tspan class="chart__aside">{escape(part)}</tspan>' if aside else escape(part)
            for part, aside in parts
            if part
        )
        self.writer.vouchers.add("figure", row.key, content)
        # A value that would leave a narrow screen stands before its mark.
        fits = end * NARROW + gap + row.width <= NARROW
        place, anchor, gap = (end, "", gap) if fits else (start, "end", -gap)
        self.drawing.text(
            place, self.drawing.y - 0.17, content, "value", anchor, gap, {"data-figure": row.key}
        )
