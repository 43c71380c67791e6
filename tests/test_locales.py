"""Numbers, units and dates as each language writes them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from macros.data import check
from macros.dates import PartialDate
from macros.figures import evaluate
from macros.locales import Locale
from macros.problems import Faults
from macros.yamlfile import YamlFile
from tests.samples import DATA

DOCS = Path(__file__).parent.parent / "docs"
LOCALES = {code: Locale.read(DOCS, code) for code in ("fr", "en")}
SAMPLE = check(YamlFile(DATA, "figures.yml"))
FACTS = evaluate(SAMPLE)
THIN, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("100000", f"100{THIN}000", "100,000"),
        ("1500", f"1{THIN}500", "1,500"),
        ("0.36", "0,36", "0.36"),
        ("-3.5", "−3,5", "−3.5"),
        ("1.20", "1,20", "1.20"),
        ("3.8e25", f"3,8{HARD}×{HARD}10²⁵", f"3.8{HARD}×{HARD}10²⁵"),
        ("1e25", "10²⁵", "10²⁵"),
    ],
)
def test_number(value: str, french: str, english: str) -> None:
    """Groups, decimal marks, minus signs and powers of ten."""
    assert LOCALES["fr"].number(Decimal(value)) == french
    assert LOCALES["en"].number(Decimal(value)) == english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("1900000", f"1,9{HARD}million", f"1.9{HARD}million"),
        ("2100000", f"2,1{HARD}millions", f"2.1{HARD}million"),
        ("1000000", f"1{HARD}million", f"1{HARD}million"),
        ("1250000000", f"1,25{HARD}milliard", f"1.25{HARD}billion"),
        ("1e12", f"1{THIN}000{HARD}milliards", f"1{HARD}trillion"),
        ("500000", f"500{THIN}000", "500,000"),
    ],
)
def test_compact(value: str, french: str, english: str) -> None:
    """French is plural from two on and has no billion; English never inflects."""
    assert LOCALES["fr"].compact(Decimal(value))[0] == french
    assert LOCALES["en"].compact(Decimal(value))[0] == english


@pytest.mark.parametrize(
    ("key", "form", "french", "english"),
    [
        ("gpus-launch", "full", f"100{THIN}000{HARD}GPU (contesté)", f"100,000{HARD}GPUs (disputed)"),
        ("gpus-launch", "bare", f"100{THIN}000{HARD}GPU", f"100,000{HARD}GPUs"),
        ("gpus-launch", "number", f"100{THIN}000", "100,000"),
        ("power", "full", f"environ{HARD}150{THIN}MW", f"about{HARD}150{HARD}MW"),
        (
            "power-per-gpu",
            "full",
            f"environ{HARD}1{THIN}500{THIN}W par GPU",
            f"about{HARD}1,500{HARD}W per GPU",
        ),
        ("power-per-gpu", "short", f"1{THIN}500{THIN}W", f"1,500{HARD}W"),
        (
            "water",
            "full",
            f"jusqu'à{HARD}7,2{HARD}millions de{HARD}litres par jour",
            f"up to{HARD}1.9{HARD}million{HARD}gallons a day",
        ),
        ("price", "full", f"2,1{HARD}milliards de{HARD}dollars", f"$2.1{HARD}billion"),
        ("growth", "full", f"environ{HARD}100{THIN}%", f"about{HARD}100%"),
        ("wait", "full", f"42{HARD}jours", f"42{HARD}days"),
        ("launch", "full", f"2{HARD}septembre 2024", f"September{HARD}2, 2024"),
        ("launch", "month", f"septembre{HARD}2024", f"September{HARD}2024"),
        ("launch", "year", "2024", "2024"),
    ],
)
def test_figure(key: str, form: str, french: str, english: str) -> None:
    """A figure in words: qualifier, number, unit and spaces are those of the language."""
    for code, expected in (("fr", french), ("en", english)):
        assert LOCALES[code].write(FACTS[key], SAMPLE, "fr", form).plain == expected


def test_original_unit_and_another_one() -> None:
    """A figure can be written in its source's unit, or in another that measures the same."""
    assert (
        LOCALES["fr"].write(FACTS["water"], SAMPLE, "fr", "bare", "gal/day").plain
        == f"1,9{HARD}million de{HARD}gallons par jour"
    )
    assert (
        LOCALES["en"].write(FACTS["water"], SAMPLE, "fr", "bare", "L/day").plain
        == f"7.2{HARD}million{HARD}liters a day"
    )
    with pytest.raises(ValueError, match='the figure is volume/time, "MW" is power'):
        LOCALES["en"].write(FACTS["water"], SAMPLE, "fr", "full", "MW")


@pytest.mark.parametrize(
    ("date", "form", "french", "english"),
    [
        ("2024-09-01", "day", f"1er{HARD}septembre 2024", f"September{HARD}1, 2024"),
        ("2024-09", "day", f"septembre{HARD}2024", f"September{HARD}2024"),
        ("2024", "day", "2024", "2024"),
    ],
)
def test_date(date: str, form: str, french: str, english: str) -> None:
    """A date is written no more precisely than it is known."""
    assert LOCALES["fr"].date(PartialDate.parse(date), form) == french
    assert LOCALES["en"].date(PartialDate.parse(date), form) == english


def test_plurals_of_a_third_language() -> None:
    """A language with more plurals than ours picks its own forms, and lacking words falls back to the source's."""
    data = check(
        YamlFile(
            DATA.replace(
                "en: {one: day, other: days}",
                "en: {one: day, other: days}, pl: {one: dzień, few: dni, many: dni, other: dnia}",
            ),
            "f",
        )
    )
    polish = Locale("pl", {}, LOCALES["fr"].words)
    record = data.records.units["day"]
    assert [polish.unit(record, Decimal(n), "fr")[1] for n in (1, 3, 5)] == [
        f"{HARD}dzień",
        f"{HARD}dni",
        f"{HARD}dni",
    ]
    assert polish.say("qualifier.about") == "environ"
    assert polish.number(Decimal("1234.5")) == f"1{HARD}234,5"


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("de", "1900000", ("1,9\u00a0Millionen", True)),
        # Lakhs and ten thousands: a word of the wrong power would tell a tenth, or ten thousand times as much.
        ("hi", "1900000", ("1,900,000", False)),
        ("ja", "1900000", ("1,900,000", False)),
        ("zh", "100000000", ("100,000,000", False)),
    ],
)
def test_a_large_number_has_a_word_where_the_language_has_one(
    code: str, value: str, expected: tuple[str, bool]
) -> None:
    """A language that does not count by thousands gets all the digits."""
    assert Locale(code, {}).compact(Decimal(value)) == expected


def test_an_unknown_language_is_told(tmp_path: Path) -> None:
    """A code that Babel does not know ends in a sentence and not in a traceback."""
    with pytest.raises(Faults, match=r'mkdocs.yml:1: "xx" is no language that Babel knows; write its code'):
        Locale.read(tmp_path, "xx")
