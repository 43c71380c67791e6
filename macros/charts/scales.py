"""From a value to its place on the axis, and the marks of the axis: linear, logarithmic, dates.

A place runs from 0, where the axis starts, to 1, where it ends. Each scale offers several sets of marks,
from many to few: how many words fit beside one another is not its concern.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros.dates import PartialDate

# Steps between marks that a reader counts in without effort, for one power of ten.
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))

# More marks than this on an axis are clutter.
MOST = 6


@dataclass(frozen=True, slots=True)
class Linear:
    """An axis from zero to `top`, on which twice the length is twice the value."""

    top: Decimal

    def place(self, value: Decimal) -> float:
        """Return where a value stands."""
        return float(value / self.top)

    def ticks(self) -> Iterator[tuple[Decimal, ...]]:
        """Yield sets of round values from zero to the top, from many to few; the last one has two."""
        for power in (self.top.adjusted() - 1, self.top.adjusted()):
            for step in (step.scaleb(power) for step in STEPS):
                if self.top / MOST < step <= self.top:
                    yield tuple(_plain(step * index) for index in range(int(self.top / step) + 1))


@dataclass(frozen=True, slots=True)
class Log:
    """An axis between two powers of ten, on which equal steps multiply by ten."""

    first: int
    last: int

    @classmethod
    def around(cls, values: Sequence[Decimal]) -> Log:
        """Return the axis that holds these values; raise ValueError for zero and below."""
        for value in values:
            if value <= 0:
                raise ValueError(f"a logarithmic scale has no place for {value:f}")
        first, top = min(values).adjusted(), max(values)
        last = top.adjusted() if top == Decimal(1).scaleb(top.adjusted()) else top.adjusted() + 1
        return cls(first, max(last, first + 1))

    def place(self, value: Decimal) -> float:
        """Return where a value stands."""
        return float((value.log10() - self.first) / (self.last - self.first))

    def ticks(self) -> Iterator[tuple[Decimal, ...]]:
        """Yield the powers of ten: all of them, then one in two, one in three, and so on."""
        for every in range(1, self.last - self.first + 1):
            powers = range(self.first, self.last + 1, every)
            yield tuple(_plain(Decimal(1).scaleb(power)) for power in powers)


@dataclass(frozen=True, slots=True)
class Dates:
    """An axis of whole years, the last one included."""

    first: int
    last: int

    @classmethod
    def around(cls, dates: Sequence[PartialDate]) -> Dates:
        """Return the axis that holds these dates."""
        return cls(min(date.year for date in dates), max(date.year for date in dates))

    def place(self, day: datetime.date) -> float:
        """Return where a day begins."""
        start, end = datetime.date(self.first, 1, 1), datetime.date(self.last + 1, 1, 1)
        return (day - start).days / (end - start).days

    def span(self, date: PartialDate) -> tuple[float, float]:
        """Return where a date begins and ends: a month or a year covers more than a point."""
        return self.place(date.first()), self.place(date.last() + datetime.timedelta(days=1))

    def ticks(self) -> Iterator[tuple[PartialDate, ...]]:
        """Yield the years: all of them, then one in two, one in three, and so on."""
        for every in range(1, self.last - self.first + 2):
            yield tuple(PartialDate(year) for year in range(self.first, self.last + 1, every))


def _plain(value: Decimal) -> Decimal:
    """Return a value without zeros after its point and without an exponent."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if int(value.as_tuple().exponent) > 0 else value
