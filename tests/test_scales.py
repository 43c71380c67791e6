"""Scales put values in their places, and lettering knows what fits beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.charts.lettering import NARROW, width, words, wrap
from macros.charts.scales import Dates, Linear, Log
from macros.dates import PartialDate


@pytest.mark.parametrize(
    ("top", "value", "place", "ticks"),
    [
        ("230000", "115000", 0.5, ["0 50000 100000 150000 200000", "0 100000 200000", "0 200000"]),
        ("7", "7", 1.0, ["0 2 4 6", "0 2.5 5", "0 5"]),
        ("1", "0.25", 0.25, ["0 0.2 0.4 0.6 0.8 1", "0 0.25 0.5 0.75 1", "0 0.5 1", "0 1"]),
        ("0.4", "0", 0.0, ["0 0.1 0.2 0.3 0.4", "0 0.2 0.4", "0 0.25"]),
    ],
)
def test_linear(top: str, value: str, place: float, ticks: list[str]) -> None:
    """A linear axis starts at zero, and its marks are round and end within it."""
    scale = Linear(Decimal(top))
    assert scale.place(Decimal(value)) == place
    assert [" ".join(map(str, marks)) for marks in scale.ticks()] == ticks


@pytest.mark.parametrize(
    ("values", "ends", "value", "place", "ticks"),
    [
        (["2", "400"], (0, 3), "10", 1 / 3, "1 10 100 1000"),
        (["0.4", "150"], (-1, 3), "1", 0.25, "0.1 1 10 100 1000"),
        (["10", "100"], (1, 2), "100", 1.0, "10 100"),
        (["5"], (0, 1), "1", 0.0, "1 10"),
    ],
)
def test_log(values: list[str], ends: tuple[int, int], value: str, place: float, ticks: str) -> None:
    """A logarithmic axis runs between powers of ten, in equal steps."""
    scale = Log.around([Decimal(value) for value in values])
    assert (scale.first, scale.last) == ends
    assert scale.place(Decimal(value)) == pytest.approx(place)
    assert " ".join(map(str, next(iter(scale.ticks())))) == ticks


@pytest.mark.parametrize("value", ["0", "-3"])
def test_log_refuses_zero(value: str) -> None:
    """A logarithmic axis has no place for zero and below, and says for which value."""
    with pytest.raises(ValueError, match=f"no place for {value}"):
        Log.around([Decimal(5), Decimal(value)])


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2024-01-01", 0.0, 1 / 731),
        ("2024", 0.0, 366 / 731),
        ("2025-12", 700 / 731, 1.0),
        ("2024-02", 31 / 731, 60 / 731),
    ],
)
def test_dates(date: str, start: float, end: float) -> None:
    """An axis of dates holds whole years, and a month or a year covers its days on it."""
    scale = Dates.around([PartialDate.parse("2024-09-02"), PartialDate.parse("2025")])
    assert list(scale.span(PartialDate.parse(date))) == pytest.approx([start, end])
    assert [" ".join(map(str, years)) for years in scale.ticks()] == ["2024 2025", "2024"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Une ligne", ["Une ligne"]),
        (
            "Puissance du réseau après les premiers travaux",
            ["Puissance du réseau après", "les premiers travaux"],
        ),
        (
            "Annoncés en tout : les « grands » comptes !",
            ["Annoncés en tout\u00a0: les", "«\u00a0grands\u00a0» comptes\u00a0!"],
        ),
        ("Un-mot-bien-plus-long-que-la-place seul", ["Un-mot-bien-plus-long-que-la-place", "seul"]),
    ],
)
def test_wrap(text: str, lines: list[str]) -> None:
    """A label takes as few lines as it needs, even ones, and no sign starts a line."""
    assert [" ".join(line) for line in wrap(words(text), NARROW)] == lines


@pytest.mark.parametrize(
    ("text", "em"), [("", 0), ("1\u202f000", 2.76), ("MW", 2), ("عدد", 1.92), ("数", 1.05)]
)
def test_width(text: str, em: float) -> None:
    """A width is known for any script, in em."""
    assert width(text) == pytest.approx(em)
