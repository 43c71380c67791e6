"""The axis of a chart: where each row stands on it, and which marks it bears."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros.charts.lettering import NARROW, width
from macros.charts.rows import Shown, Wording
from macros.charts.scales import Dates, Linear, Log
from macros.dates import PartialDate

# How far a value stands from its mark, in em, and the share of the width kept free at the edges for dots.
AFTER, EDGE = 0.45, 0.022

# The least distance between the words of two marks, in em.
APART = 0.6

Place = Callable[[Decimal], float]
Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Axis:
    """Where values stand, from 0 to 1, and the marks with their words."""

    span: Callable[[Shown], tuple[float, float]]
    place: Place
    ticks: Ticks


def axis_for(wording: Wording, rows: Sequence[Shown], beside: float) -> Axis:
    """Return the axis of a chart; raise ValueError for a value that it has no place for.

    `beside` is the width of the words that may stand beside the longest bar, in em.
    """
    if wording.chart.kind == "timeline":
        return _years(wording, rows)
    if wording.chart.scale == "log":
        return _log(wording, rows)
    return _linear(wording, rows, beside)


def _years(wording: Wording, rows: Sequence[Shown]) -> Axis:
    years = Dates.around([row.value for row in rows if isinstance(row.value, PartialDate)])
    write = wording.writer.locale.date
    sets = ([(years.place(year.first()), write(year)) for year in ticks] for ticks in years.ticks())

    def span(row: Shown) -> tuple[float, float]:
        assert isinstance(row.value, PartialDate)
        return years.span(row.value)

    return Axis(span, lambda value: 0.0, _legible(sets, align=0))


def _log(wording: Wording, rows: Sequence[Shown]) -> Axis:
    log = Log.around([value for row in rows for value in (row.low, row.high)])

    def place(value: Decimal) -> float:
        return EDGE + (1 - 2 * EDGE) * log.place(value)

    sets = ([(place(value), wording.tick(value)) for value in ticks] for ticks in log.ticks())
    return Axis(lambda row: (place(amount(row)),) * 2, place, _legible(sets))


def _linear(wording: Wording, rows: Sequence[Shown], beside: float) -> Axis:
    lowest, top = min(row.low for row in rows), max(row.high for row in rows)
    if lowest < 0 or not top:
        raise ValueError(f"a bar has no length for {lowest:f}")
    linear = Linear(top)
    # The longest bars are as long as they can be with their value still beside them.
    shares = [(NARROW - AFTER - beside) / NARROW]
    shares += [(NARROW - AFTER - row.width) / NARROW / linear.place(row.high) for row in rows if row.high > 0]
    share = max(0.3, min(shares))

    def place(value: Decimal) -> float:
        return share * linear.place(value)

    sets = ([(place(value), wording.tick(value)) for value in ticks] for ticks in linear.ticks())
    return Axis(lambda row: (0.0, place(amount(row))), place, _legible(sets))


def _legible(sets: Iterable[Ticks], align: float = 0.5) -> Ticks:
    """Return the first set whose words stand clear of one another on a narrow screen, else the last.

    `align` is the share of a word that stands before its mark; the first word never does.
    """
    ticks: Ticks = ()
    for ticks in sets:
        starts = [place * NARROW - align * width(word) for place, word in ticks]
        starts[0] = ticks[0][0] * NARROW
        stops = [start + width(word) for start, (_, word) in zip(starts, ticks, strict=True)]
        if all(stop + APART <= start for stop, start in zip(stops, starts[1:], strict=False)):
            return ticks
    return ticks


def amount(row: Shown) -> Decimal:
    """Return the value of a row that is no date."""
    assert isinstance(row.value, Decimal)
    return row.value
