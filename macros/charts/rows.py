"""What the rows of a chart show: figures in one unit, in the words of the page's language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from macros import units
from macros.charts.lettering import BOLD, width
from macros.dates import PartialDate
from macros.figures import Fact
from macros.locales import How
from macros.markup import Writer
from macros.model import Chart, ChartGroup, ChartRow

# The longest symbol that is repeated beside each number; a longer one is said once, above the axis.
SHORT = 3

# How a mark is filled, by the qualifier of its figure; what is neither planned nor disputed is solid.
FILLS = ("solid", "planned", "disputed")


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: a figure with its label, its value in the chart's unit, and how it is printed."""

    key: str
    label: str
    lang: str
    date: str
    value: Decimal | PartialDate
    low: Decimal
    high: Decimal
    before: str
    number: str
    after: str
    fill: str
    second: bool

    @property
    def width(self) -> float:
        """Return the width of the value as it is printed, its number in bold."""
        return width(self.before) + width(self.number) * BOLD + width(self.after)


@dataclass(frozen=True)
class Wording:
    """How one language writes the values of one chart: their unit, their form, and what follows them."""

    writer: Writer
    chart: Chart

    @property
    def unit(self) -> str:
        """Return the unit in which the language shows the chart."""
        records = self.writer.project.data.records
        key = self.chart.unit or records.figures[self.chart.figures[0]].unit
        if key == "date":
            return key
        return (records.units[key].shown_as or {}).get(self.writer.locale.code) or key

    @property
    def unit_name(self) -> str:
        """Return the unit in words, as a plural, for the head of the axis."""
        record = self.writer.project.data.records.units[self.unit]
        before, after = self.writer.locale.unit(record, Decimal(1000), self.writer.project.source)
        return f"{before}{after}".strip()

    @property
    def symbol(self) -> str:
        """Return the symbol to repeat beside each number, or nothing."""
        if self.unit == "date":
            return ""
        record = self.writer.project.data.records.units[self.unit]
        source = self.writer.project.source
        if not record.symbol or len(self.writer.locale.text(record.symbol, source)[0]) > SHORT:
            return ""
        return self.writer.locale.unit(record, Decimal(1), source, per=False)[1]

    @property
    def form(self) -> str:
        """Return the form of every value: with words for millions as soon as one figure has them."""
        if self.unit == "date":
            return "day"
        compact = any(self.writer.fact(key).record.compact for key in self.chart.figures)
        return "compact" if compact else "full"

    def tick(self, value: Decimal) -> str:
        """Write a mark of the axis."""
        locale = self.writer.locale
        number = locale.compact(value)[0] if self.form == "compact" else locale.number(value)
        return f"{number}{self.symbol}" if value else number

    def figure(self, key: str) -> str:
        """Return a figure as the table prints it: a door, with the same number as the drawing's."""
        if self.unit == "date":
            return self.writer.figure(key)
        return self.writer.figure(key, self.form, self.unit)

    def ordered(self, group: ChartGroup) -> list[ChartRow]:
        """Return the rows of a group as the data file lists them, those of a timeline by date."""
        if self.chart.kind != "timeline":
            return list(group.rows)
        return sorted(group.rows, key=lambda row: _day(self.writer.fact(row.figure)))

    def rows(self, group: ChartGroup) -> list[Shown]:
        """Return what the rows of a group show."""
        return [self._shown(row) for row in self.ordered(group)]

    def _shown(self, row: ChartRow) -> Shown:
        writer, fact = self.writer, self.writer.fact(row.figure)
        label, lang = writer.locale.text(row.label or fact.record.label, writer.project.source)
        dates = self.unit == "date"
        written = writer.written(fact, How(self.form, None if dates else self.unit))
        value, low, high = self._amounts(fact)
        return Shown(
            key=fact.id,
            label=label,
            lang="" if lang == writer.locale.code else lang,
            date=writer.locale.date(fact.as_of, "month") if self.chart.dated else "",
            value=value,
            low=low,
            high=high,
            before=written.before,
            number=written.number + self.symbol,
            after=f" ({written.tag})" if written.tag else "",
            fill=fact.qualifier if fact.doubtful else FILLS[0],
            second=row.second,
        )

    def _amounts(self, fact: Fact) -> tuple[Decimal | PartialDate, Decimal, Decimal]:
        """Return the value as the site shows it, its lowest and its highest, in the unit of the chart.

        A mark stands at the rounded value, so that no bar belies the number beside it.
        """
        if isinstance(fact.shown, PartialDate):
            return fact.shown, Decimal(0), Decimal(0)
        known = self.writer.project.data.records.units
        factor = units.unit(known[fact.record.unit].pint).factor / units.unit(known[self.unit].pint).factor
        value, low, high = fact.shown * factor, fact.record.low, fact.record.high
        return value, Decimal(low) * factor if low else value, Decimal(high) * factor if high else value


def _day(fact: Fact) -> tuple[datetime.date, datetime.date]:
    assert isinstance(fact.value, PartialDate)
    return fact.value.first(), fact.value.last()
