"""The number a source printed is read in the source's language, to the precision printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.dates import PartialDate
from macros.stated import agrees, agrees_date

AGREE = [
    # Group and decimal marks
    ("100,000", "en", "100000"), ("12 000", "fr", "12000"), ("1\u202f500", "fr", "1500"), ("7,5", "fr", "7.5"),
    ("958,086 votes", "en", "958086"), ("624.94 lbs/MWh", "en", "624.94"), ("21,7 gCO2eq", "fr", "21.7"), ("30 %", "cs", "30"),
    # Magnitudes
    ("100k", "en", "100000"), ("1.9 million", "en", "1900000"), ("$7B", "en", "7000000000"), ("30.84M", "en", "30840000"),
    ("1 000 milliards", "fr", "1000000000000"), ("un billion", "fr", "1000000000000"), ("754 millones", "es", "754000000"),
    ("2 billions", "en", "2000000000"), ("2 billions", "fr", "2000000000000"), ("2 Billions", "fr", "2000000000000"),
    ("19 cents", "en", "0.19"), ("one million gallons", "en", "1000000"), ("a trillion dollars", "en", "1000000000000"),
    # Powers of ten
    ("3.8 x 10^25", "en", "3.8e25"), ("3,8 × 10²⁵", "fr", "3.8e25"), ("10^25", "en", "1e25"), ("1e25", "en", "1e25"),
    # Words and shares
    ("four halls", "en", "4"), ("dix-neuf jours", "fr", "19"), ("less than a quarter", "en", "25"), ("three-quarters", "en", "75"),
    # A sign, which may be a dash
    ("−15 %", "fr", "-15"), ("-150", "en", "-150"), ("(-1.5 million)", "en", "-1500000"), ("-40%", "en", "40"),
    # One of the two ends of a printed range, and rounding within what is printed
    ("180 to 200 million", "en", "200000000"), ("180 to 200 million", "en", "180000000"), ("$40–$50bn", "en", "40e9"),
    ("between 40 and 50 billion", "en", "40e9"), ("de 1 à 1,5 million", "fr", "1000000"), ("10-20%", "en", "10"),
    # One letter multiplies at its number, or beside a currency
    ("150m GPUs, $20 t", "en", "150"), ("$20 t", "en", "20e12"), ("$1.5m", "en", "1500000"), ("150 M€", "fr", "150000000"), ("6b users", "en", "6e9"),
    ("$4.5bn", "en", "4520000000"), ("155MW", "en", "155"),
]  # fmt: skip

DISAGREE = [
    ("100k", "en", "10000"), ("1.9 million", "en", "2000000"), ("7,5", "en", "7.5e3"), ("about", "en", "1"), ("$7B", "en", "8000000000"),
    ("20 t", "en", "20e12"), ("150 m3", "en", "150e6"), ("150m3", "en", "150e6"), ("150 B200", "en", "150e9"), ("H100", "en", "100"),
    ("GB200s", "en", "0"), ("60 and 5 billion people", "en", "6e9"), ("5 million, of which 40", "en", "40e6"), ("10-15", "en", "-15"), ("15 %", "fr", "-15"), ("1,234", "en", "1.234"), ("1.234", "fr", "1.3"), ("6-1", "en", "5"), ("", "en", "0"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "language", "value"), AGREE)
def test_printed_number_holds_the_value(stated: str, language: str, value: str) -> None:
    """A value within the printed precision agrees."""
    assert agrees(stated, language, Decimal(value))


@pytest.mark.parametrize(("stated", "language", "value"), DISAGREE)
def test_printed_number_refuses_another_value(stated: str, language: str, value: str) -> None:
    """A value beyond the printed precision disagrees, and so does one where no number is printed."""
    assert not agrees(stated, language, Decimal(value))


@pytest.mark.parametrize(
    ("stated", "language", "date", "year", "expected"),
    [
        ("July 22, 2024", "en", "2024-07-22", 2024, True),
        ("22 juillet 2024", "fr", "2024-07-22", 2024, True),
        ("2024-07-22", "en", "2024-07-22", 2024, True),
        ("Oct. 10", "en", "2025-10-10", 2025, True),
        ("May 1st", "en", "2025-05-01", 2025, True),
        ("Nov 07, 2024", "en", "2024-11-07", 2024, True),
        ("fall 2025", "en", "2025", 2025, True),
        ("July 23, 2024", "en", "2024-07-22", 2024, False),
        ("August 22, 2024", "en", "2024-07-22", 2024, False),
        ("July 22, 2023", "en", "2024-07-22", 2024, False),
        ("July 2, 2024", "en", "2024-07-22", 2024, False),
    ],
)
def test_printed_date(stated: str, language: str, date: str, year: int, expected: bool) -> None:
    """A date agrees by day, month and year; a year left out is that of the fact."""
    assert agrees_date(stated, language, PartialDate.parse(date), year) is expected
