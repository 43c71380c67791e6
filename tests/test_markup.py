"""What is printed of a figure beside its value: its range, in the unit of the page's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.figures import machine
from macros.locales import Locale
from macros.markup import Writer
from macros.project import Project
from macros.template import MacroError
from macros.vouchers import Vouchers, text_of
from tests import samples


@pytest.fixture
def writers(tmp_path: Path) -> dict[str, Writer]:
    """Return a writer of the sample project for each language."""
    project = Project.load(samples.write(tmp_path))
    return {code: Writer(project, locale, "", Vouchers()) for code, locale in project.locales.items()}


@pytest.mark.parametrize(
    ("code", "expected"),
    [("fr", "(de 3,8 millions à 7,6 millions)"), ("en", "(from 1 million to 2 million)")],
)
def test_a_range_is_in_the_unit_shown(writers: dict[str, Writer], code: str, expected: str) -> None:
    """Lowest and highest are converted as the value is."""
    writer = writers[code]
    assert text_of(writer.range(writer.fact("water"))) == expected


def test_the_original_unit_stands_beside_a_converted_value(writers: dict[str, Writer]) -> None:
    """French shows litres and tells the gallons; English shows the gallons alone."""
    assert (
        text_of(writers["fr"].original(writers["fr"].fact("water")))
        == "soit, dans la source, 1,9 million de gallons par jour"
    )
    assert writers["en"].original(writers["en"].fact("water")) == ""


def test_no_source_is_said_to_state_a_computed_value(tmp_path: Path) -> None:
    """What a formula gives in gallons is told in gallons, and no source is named for it."""
    half = "  half:\n    label: {fr: Moitié, en: Half}\n    formula: water / 2\n    unit: gal/day\n  price:\n"
    project = Project.load(
        samples.write(tmp_path, **{"docs/figures.yml": samples.DATA.replace("  price:\n", half, 1)})
    )
    writer = Writer(project, project.locales["fr"], "", Vouchers())
    assert text_of(writer.original(writer.fact("half"))) == "soit 950 000 gallons par jour"


def test_what_is_computed_from_hearsay_is_hearsay(tmp_path: Path) -> None:
    """A figure that was only seen cited has a caution, and so has all that is computed from it."""
    told = "read: cited}\n    cited_only: true\n"
    data = samples.DATA.replace(
        "- {source: journal, stated: 122 jours}\n", f"- {{source: journal, stated: 122 jours, {told}", 1
    )
    project = Project.load(samples.write(tmp_path, **{"docs/figures.yml": data}))
    writer = Writer(project, project.locales["en"], "", Vouchers())
    cautioned = [
        key for key in project.facts if 'class="caution"' in "".join(writer.body(project.facts[key]))
    ]
    assert cautioned == ["build-days", "pace"]


def test_a_language_without_texts_reads_the_units_of_the_source(tmp_path: Path) -> None:
    """What is borrowed from the French page speaks of litres, and so does the figure in it."""
    project = Project.load(samples.write(tmp_path))
    polish, english = Locale("pl", {}, project.locales["fr"].words), project.locales["en"]
    polish.source = "fr"
    fact = project.facts["water"]
    assert polish.shown_unit(fact, project.data) == "L/day"
    assert english.shown_unit(fact, project.data) == "gal/day"


def test_a_date_without_a_day_makes_no_exact_duration(tmp_path: Path) -> None:
    """From a month to a day there are about so many days."""
    data = samples.DATA.replace("value: 2024-07-22", "value: 2024-07").replace(
        "stated: 22 juillet 2024", "stated: juillet 2024"
    )
    facts = Project.load(samples.write(tmp_path, **{"docs/figures.yml": data})).facts
    assert (facts["launch"].qualifier, facts["start"].qualifier, facts["wait"].qualifier) == (
        "exact",
        "exact",
        "about",
    )


@pytest.mark.parametrize(
    ("key", "expected"),
    [("gpus-launch", "100000"), ("launch", "2024-09-02"), ("pace", None), ("price", "2100000000")],
)
def test_machine_value(writers: dict[str, Writer], key: str, expected: str | None) -> None:
    """Programs read a plain decimal, all digits of it, or an ISO date."""
    value = machine(writers["en"].fact(key).value)
    assert value == expected or (expected is None and value.startswith("819.672131147"))


@pytest.mark.parametrize(
    ("code", "formula", "expected"),
    [
        ("fr", "gpus-final >= 2.8 * gpus-launch", "200 000 GPU ≥ 2,8 × contesté 100 000 GPU"),
        ("en", "(power - 12500) / power ** 2 < 1.5", "(about 150 MW − 12,500) ÷ about 150 MW ^ 2 < 1.5"),
    ],
)
def test_numbers_of_a_formula_are_written_in_the_language(
    writers: dict[str, Writer], code: str, formula: str, expected: str
) -> None:
    """A formula shows signs and numbers as its readers write them."""
    assert re.sub(r"\s+", " ", text_of(writers[code].formula("x", formula))) == expected


@pytest.mark.parametrize(
    ("code", "key", "hedge", "expected"),
    [
        ("fr", "power", "quelque", "quelque 150"),
        ("en", "power", "some", "some 150"),
        ("fr", "water", "moins d'", "moins d'7,2 millions"),
        ("en", "power", "", "about 150"),
    ],
)
def test_a_sentence_may_hedge_a_number_in_its_own_words(
    writers: dict[str, Writer], code: str, key: str, hedge: str, expected: str
) -> None:
    """A listener hears one word that says how near a number is: the sentence's, or else the figure's."""
    assert text_of(writers[code].figure(key, form="number", hedge=hedge)) == expected


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("build-days", "number"),  # An exact figure has no such word,
        ("gpus-launch", "number"),  # a disputed one keeps its own,
        ("power", "full"),  # and a full form shows it.
    ],
)
def test_a_hedge_takes_the_place_of_a_word(writers: dict[str, Writer], key: str, form: str) -> None:
    """Where there is no word to take the place of, the contributor is told to leave the hedge out."""
    with pytest.raises(MacroError, match=f'hedge="some": "{key}" says no such word .*; leave it out'):
        writers["en"].figure(key, form=form, hedge="some")


@pytest.mark.parametrize(("hedge", "number"), [("900 fois", "900 "), ("deux millions et", "deux millions")])
def test_a_hedge_holds_no_number(writers: dict[str, Writer], hedge: str, number: str) -> None:
    """Nothing would vouch for it."""
    with pytest.raises(
        MacroError, match=f'hedge="{hedge}": "{number.split()[0]}.*" is a number of its own; say how near'
    ):
        writers["fr"].figure("power", form="number", hedge=hedge)


@pytest.mark.parametrize(
    ("words", "digits"), [("900 fois plus", "900 "), ("plus de 1,5 fois", "1,5 "), ("comme 2024", "2024")]
)
def test_the_words_of_a_claim_hold_no_digits(writers: dict[str, Writer], words: str, digits: str) -> None:
    """Nothing compares a number typed there with the claim's condition."""
    with pytest.raises(
        MacroError, match=f'claim\\("doubled"\\): "{digits}" is compared with nothing; say it in letters'
    ):
        writers["fr"].claim("doubled", words)


def test_a_name_in_the_words_of_a_claim_keeps_its_digits(writers: dict[str, Writer]) -> None:
    """What is declared as a name counts nothing."""
    assert text_of(writers["fr"].claim("doubled", "autant que le H100")) == "autant que le H100"


@pytest.mark.parametrize("digits", [0, -1, 16, 10**20])
def test_so_many_digits_are_refused(writers: dict[str, Writer], digits: int) -> None:
    """Digits that count are some, and no more than a reader can tell apart."""
    with pytest.raises(MacroError, match=f"digits is {digits}; write a whole number from 1 to 15"):
        writers["en"].figure("power", digits=digits)


@pytest.mark.parametrize(
    ("key", "form", "message"),
    [
        ("launch", "compact", '"launch" is a date; its forms are day, month and year'),
        ("launch", "rounded", '"launch" is a date; its forms are day, month and year'),
        ("launch", "exact", '"launch" is a date; its forms are day, month and year'),
        ("power", "day", '"power" is not a date; the form "day" is for dates'),
        ("power", "month", '"power" is not a date; the form "month" is for dates'),
        ("power", "year", '"power" is not a date; the form "year" is for dates'),
        ("power", "loud", 'unknown form "loud"'),
    ],
)
def test_a_form_that_does_not_fit_is_refused(
    writers: dict[str, Writer], key: str, form: str, message: str
) -> None:
    """A date is no amount, an amount no date, and the message says which forms there are."""
    with pytest.raises(MacroError) as told:
        writers["en"].figure(key, form=form)
    assert str(told.value).startswith(message)
