"""What is told of a words file that would not work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros.problems import Faults
from macros.words import read
from macros.yamlfile import YamlFile

DOCS = Path(__file__).parent.parent / "docs"
PATH = "docs/de/words.yml"
SOURCE = {"interface": {"colon": " :", "search.count": "Résultats : {count}", "reading.one": "{count} minute", "reading.other": "{count} minutes"}}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_of_the_site_are_good(language: str) -> None:
    """The files that translators begin from have nothing to mend."""
    assert read(YamlFile.read(DOCS / language / "words.yml", f"docs/{language}/words.yml"))["interface"]


def test_what_a_language_lacks_is_no_fault() -> None:
    """A words file may begin empty, and have a form for each of its plurals."""
    text = 'interface: {reading.one: minuta, reading.few: "{count} minuty", reading.other: "{count} minut"}\nnumbers:\naudit: {words: [dwa]}\n'
    assert read(YamlFile(text, PATH), SOURCE) == {
        "interface": {
            "reading.one": "minuta",
            "reading.few": "{count} minuty",
            "reading.other": "{count} minut",
        },
        "audit": {"words": ["dwa"]},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "1: not a mapping of words; write keys and values"),
        ("interfaec:\n  colon: a\n", '1: unknown key "interfaec"; did you mean "interface"?'),
        ("numbers:\n  largest: 9\n", '2: unknown key "largest"; did you mean "largest_power"?'),
        ("interface: oops\n", '1: interface: "oops": input should be a valid dictionary; write it as docs/en/words.yml does'),
        ("interface:\n  colon: [a]\n", "2: interface.colon: this: input should be a valid string; write it as docs/en/words.yml does"),
        ("numbers: {largest_power: zwölf}\n", '1: numbers.largest_power: "zwölf": input should be a valid integer, unable to parse string as an integer; write it as docs/en/words.yml does'),
        ("typography:\n  quotes: x\n", '2: typography.quotes: "x": input should be a valid list; write it as docs/en/words.yml does'),
        ("audit:\n  words: [fünf]\n  patterns: ['(']\n", '3: audit.patterns.0: "(": no regular expression (missing ), unterminated subpattern at position 0); write it as docs/en/words.yml does'),
        ("audit:\n  patterns: ['(?i)fünf']\n", '2: audit.patterns.0: "(?i)fünf": no regular expression (global flags not at the start of the expression at position 3)'),
        ("interface:\n  colonn: a\n", '2: unknown phrase "colonn"; did you mean "colon"?'),
        ('interface:\n  search.count: "{count} Ergebnisse: {cout}"\n', '2: search.count: nothing is known by the name "{cout}"; did you mean "count"?'),
        ('interface:\n  reading.other: Minuten\n', '2: reading.other: "{count}" is missing; the phrase of the source has it'),
        ('interface:\n  reading.few: minuty\n  reading.other: "{count} minut"\n', '2: reading.few: "{count}" is missing; the phrase of the source has it'),
        ('interface:\n  reading.one: Minute\n', '2: reading.one: the form "reading.other" is missing; write it for all other numbers'),
        ("numbers:\n  unit_space: x\n", '2: numbers.unit_space: "x": more than a space; leave it empty, or write one space'),
        ("numbers:\n  of: de 3\n", '2: numbers.of: "de 3": "3" is no letter, and would be printed beside a number; take it out'),
        ("numbers:\n  of_before_vowel: <b>\n", '2: numbers.of_before_vowel: "<b>": "<" is no letter, and would be printed beside a number; take it out'),
        ("dates:\n  first_of_month: 12er\n", '2: dates.first_of_month: "12er": "2" is no letter; write what stands for the 1 of a date, such as "1er"'),
        ("dates:\n  first_of_month: le 1\n", '2: dates.first_of_month: "le 1": "1" is no letter; write what stands for the 1 of a date, such as "1er"'),
        ('interface:\n  search.count: "Ergebnisse: {"\n', '2: search.count: "Ergebnisse: {": '),
        ('interface:\n  colon: "{count}:"\n', '2: colon: nothing is known by the name "{count}"; known: none'),
    ],
)  # fmt: skip
def test_what_would_not_work_is_told(text: str, message: str) -> None:
    """Each fault names the file, the line, the value and the mend."""
    with pytest.raises(Faults) as told:
        read(YamlFile(text, PATH), SOURCE)
    assert [str(problem)[: len(PATH) + 1 + len(message)] for problem in told.value.problems] == [
        f"{PATH}:{message}"
    ]


@pytest.mark.parametrize("first", ["1er", "1.", "1º", "1°", "1-a", "primero", "1ਵੀਂ"])
def test_the_first_of_a_month_is_written_as_languages_do(first: str) -> None:
    """Letters, their marks and what joins them may follow the 1, or stand for it."""
    text = f'dates: {{first_of_month: "{first}"}}\nnumbers: {{of: "de", of_before_vowel: "d’", unit_space: ""}}\n'
    assert read(YamlFile(text, PATH), SOURCE)["dates"] == {"first_of_month": first}


def test_a_language_may_say_a_number_that_the_source_does_not() -> None:
    """A form may hold what the form for all numbers holds."""
    source = {"interface": {"reading.one": "une minute", "reading.other": "{count} minutes"}}
    own = {"reading.one": "{count} Minute", "reading.other": "{count} Minuten"}
    text = f"interface: {json.dumps(own)}\n"
    assert read(YamlFile(text, PATH), source)["interface"] == own


def test_all_faults_are_told_at_once() -> None:
    """A translator mends them in one go."""
    with pytest.raises(Faults) as told:
        read(YamlFile("interface: {colonn: a, search.count: '{count} {a}'}\n", PATH), SOURCE)
    assert len(told.value.problems) == 2
