"""The number a source printed is read in the source's language, to the precision printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.dates import PartialDate
from macros.stated import agrees, agrees_date, read

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
    ("four halls", "en", "4"), ("dix-neuf jours", "fr", "19"), ("two hundred megawatts", "en", "200"), ("one hundred thousand GPUs", "en", "100000"),
    ("half a million gallons", "en", "500000"), ("a quarter of a billion dollars", "en", "250e6"), ("1/2 million", "en", "500000"), ("3/4 of a million", "en", "750000"),
    ("1½ million", "en", "1500000"), ("2 1/2 million", "en", "2500000"), ("two and a half million", "en", "2500000"), ("2 and a half million", "en", "2500000"),
    ("one hundred and fifty", "en", "150"), ("sixty-five million two hundred thousand", "en", "65200000"), ("a dozen", "en", "12"), ("half a dozen", "en", "6"),
    ("deux cents mégawatts", "fr", "200"), ("cent cinquante", "fr", "150"), ("un, cent", "fr", "100"), ("environ, mille", "fr", "1000"), ("deux mille cinq cents", "fr", "2500"), ("mille milliards", "fr", "1e12"),
    ("soixante-dix", "fr", "70"), ("soixante et onze", "fr", "71"), ("quatre-vingts", "fr", "80"), ("quatre-vingt-dix-neuf", "fr", "99"), ("septante-deux", "fr", "72"),
    ("nonante", "fr", "90"), ("vingt et un", "fr", "21"), ("une douzaine", "fr", "12"), ("une trentaine", "fr", "30"), ("une centaine de millions", "fr", "100e6"),
    ("un demi-million", "fr", "500000"), ("deux millions et demi", "fr", "2500000"), ("trente pour cent", "fr", "30"), ("19 centimes", "fr", "0.19"), ("nineteen cents", "en", "0.19"),
    ("four of the 15 turbines", "en", "4"), ("four of the 15 turbines", "en", "15"), ("two 20 MW generators", "en", "2"), ("two 20 MW generators", "en", "20"),
    ("4 x 100 MW", "en", "4"), ("4 x 100 MW", "en", "100"), ("4 x 100 MW", "en", "400"), ("10²⁵", "en", "1e25"), ("10^25 GPUs", "en", "1e25"), ("2 x 10**5", "en", "200000"),
    ("150³", "en", "150"), ("in July 2024 150 MW", "en", "150"), ("in July 2024 150 MW", "en", "2024"), ("Colossus 1 200,000 GPUs", "en", "200000"),
    # Multipliers of one language
    ("150 Md$", "fr", "150e9"), ("6 Mds de dollars", "fr", "6e9"), ("6 Mrd", "fr", "6e9"), ("6 Mio", "fr", "6e6"), ("6 mln", "en", "6e6"), ("2 mil millones", "es", "2e9"), ("5 mille milliards", "fr", "5e12"),
    # A sign, which may be a dash
    ("−15 %", "fr", "-15"), ("-150", "en", "-150"), ("(-1.5 million)", "en", "-1500000"), ("-40%", "en", "40"), ("-$5 million", "en", "-5e6"), ("$-5", "en", "-5"),
    # One of the two ends of a printed range, and rounding within what is printed
    ("180 to 200 million", "en", "200000000"), ("180 to 200 million", "en", "180000000"), ("$40–$50bn", "en", "40e9"),
    ("between 40 and 50 billion", "en", "40e9"), ("de 1 à 1,5 million", "fr", "1000000"), ("10-20%", "en", "10"),
    ("180 to nearly 200 million gallons", "en", "180e6"), ("two to three million", "en", "2e6"), ("20 ± 2 MW", "en", "18"), ("20 ± 2 MW", "en", "20"), ("20 ± 2 MW", "en", "22"),
    # One letter multiplies at its number, or beside a currency
    ("150m GPUs, $20 t", "en", "20e12"), ("150 m", "en", "150"), ("150W", "en", "150"), ("10x", "en", "10"), ("$20 t", "en", "20e12"), ("$1.5m", "en", "1500000"), ("150 M€", "fr", "150000000"), ("6b users", "en", "6e9"),
    ("$4.5bn", "en", "4520000000"), ("155MW", "en", "155"),
]  # fmt: skip

DISAGREE = [
    # Words are read whole, or not at all
    ("two hundred megawatts", "en", "2"), ("one hundred thousand GPUs", "en", "1"), ("half a million gallons", "en", "1000000"), ("a quarter of a billion dollars", "en", "1e9"),
    ("1/2 million", "en", "2e6"), ("1/3 million", "en", "3e6"), ("deux cents mégawatts", "fr", "0.02"), ("deux cents", "fr", "2"), ("no comment", "en", "0"), ("no one", "en", "1"),
    ("30 pour cent", "fr", "100"), ("several hundred", "en", "100"), ("hundreds of thousands", "en", "1000"), ("twenty-first", "en", "20"), ("twenty twenty-four", "en", "20"),
    ("two point five million", "en", "5e6"), ("une turbine de 150 MW", "fr", "1"), ("une trentaine", "fr", "1"), ("deux, mille", "fr", "2000"), ("un, cent", "fr", "101"), ("two thirds", "en", "2"), ("half", "en", "50"), ("a third", "en", "33"),
    # Powers, spaces and letters
    ("2 x 105 MW", "en", "200000"), ("150³", "en", "150e3"), ("in July 2024 150 MW", "en", "2024150"), ("Colossus 1 200,000 GPUs", "en", "1200000"), ("$5 mil", "en", "5000"), ("150 MD", "en", "150e9"),
    ("100m GPUs", "en", "100"), ("100q", "en", "100"), ("1e999999999", "en", "1"), ("500 thousand to 2 million", "en", "500e6"), ("$180 million", "en", "180"),
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
    ("stated", "language", "unit", "value", "expected"),
    [
        ("less than a quarter", "en", "percent", "25", True),
        ("three-quarters", "en", "percent", "75", True),
        ("a third", "en", "percent", "33", True),
        ("a third", "en", "percent", "33.3", True),
        ("a third", "en", "percent", "33.4", False),
        ("two thirds", "en", "percent", "66.7", True),
        ("la moitié", "fr", "percent", "50", True),
        ("trois quarts", "fr", "percent", "75", True),
        ("a quarter", "en", "month", "25", False),
        ("the third quarter", "en", "percent", "25", False),
        ("the first half", "en", "percent", "50", False),
        ("half a million", "en", "percent", "50", False),
        ("150m", "en", "meter", "150", True),
        ("150m²", "en", "meter ** 2", "150", True),
        ("150m", "en", "gpu", "150", False),
    ],
)
def test_shares_and_letters_go_by_the_unit(
    stated: str, language: str, unit: str, value: str, expected: bool
) -> None:
    """A share is a number in per cent alone, and a letter at a number is the unit of the figure or none."""
    assert any(printed.says(Decimal(value)) for printed in read(stated, language, unit)) is expected


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
        ("Sept. 2, 2024", "en", "2024-09-02", 2024, True),
        ("22 juil. 2024", "fr", "2024-07-22", 2024, True),
        ("1er mai 2025", "fr", "2025-05-01", 2025, True),
        ("the 22nd of July 2024", "en", "2024-07-22", 2024, True),
        ("July 22–24, 2024", "en", "2024-07-24", 2024, True),
        ("22-24 juillet 2024", "fr", "2024-07-22", 2024, True),
        ("22/07/2024", "fr", "2024-07-22", 2024, True),
        ("7/22/2024", "en", "2024-07-22", 2024, True),
        ("7/22/2024", "fr", "2024-07-22", 2024, False),
        ("22/07/2024", "en", "2024-07-22", 2024, False),
        ("07/2024", "fr", "2024-07", 2024, True),
        ("decided in 2024", "en", "2024-12", 2024, False),
        ("the market in 2024", "en", "2024-03", 2024, False),
        ("it may open in 2024", "en", "2024-05", 2024, False),
        ("In July 2024, 22 turbines", "en", "2024-07-22", 2024, False),
        ("July 22, 120245", "en", "2024-07-22", 2024, False),
    ],
)
def test_printed_date(stated: str, language: str, date: str, year: int, expected: bool) -> None:
    """A date agrees by day, month and year; a year left out is that of the fact."""
    assert agrees_date(stated, language, PartialDate.parse(date), year) is expected
