"""The project as a whole: what is wrong in any of its files is told at once, and what it prints is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.markup import Writer
from macros.problems import Faults
from macros.project import Project
from macros.vouchers import Vouchers
from tests import samples
from tests.samples import DATA


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    """The data file, the words of a language and a page are read on, whatever is wrong with another."""
    root = samples.write(tmp_path)
    for name, old, new in (
        ("docs/figures.yml", "unit: MW\n", "unit: mw\n"),
        ("docs/en/words.yml", "  colon:", "  colonn:"),
        ("docs/fr/machine.md", "title:", "titel:"),
    ):
        file = root / name
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(Faults) as told:
        Project.load(root)
    assert {problem.path for problem in told.value.problems} == {
        "docs/figures.yml",
        "docs/en/words.yml",
        "docs/fr/machine.md",
    }


@pytest.mark.parametrize(
    ("place", "text", "key"),
    [
        ("fr: processeur de calcul", """fr: '{{ figure("price") }}'""", "price"),
        ("fr: processeur de calcul", """fr: '{{ claim("tripled", "plus") }}'""", "tripled"),
    ],
)
def test_what_a_text_of_the_data_prints_is_used(tmp_path: Path, place: str, text: str, key: str) -> None:
    """What stands in a term's gloss is printed with it, and needs no page of its own."""

    def unused(data: str) -> bool:
        loaded = Project.load(samples.write(tmp_path, **{"docs/figures.yml": data}))
        return any(f'"{key}" is used by no page' in problem.message for problem in loaded.unused())

    assert unused(DATA)
    assert not unused(DATA.replace(place, text))


def test_a_mistake_in_a_text_is_told_at_its_line(tmp_path: Path) -> None:
    """The line is that of the text in the data file, in the language that has it wrong."""
    data = DATA.replace("en: processor for arithmetic", """en: '{{ figure("powwer") }}'""")
    line = 1 + data.split("\n").index(next(text for text in data.split("\n") if "powwer" in text))
    project = Project.load(samples.write(tmp_path, **{"docs/figures.yml": data}))
    writer = Writer(project, project.locales["en"], "", Vouchers())
    with pytest.raises(Faults) as told:
        writer.text(project.data.records.glossary["gpu"].gloss)
    assert str(told.value) == f'docs/figures.yml:{line}: unknown figure "powwer"; did you mean "power"?'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site_name: [a\n", "mkdocs.yml:2: not YAML: "),
        ("site_name: a\n", "mkdocs.yml:1: no language is built; list one under plugins: i18n: languages:"),
        (samples.MKDOCS.replace("build: true", "build: false"), "mkdocs.yml:1: no language is built;"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_told(tmp_path: Path, text: str, message: str) -> None:
    """`make check` reads the file in which a new language begins, and says what it lacks."""
    with pytest.raises(Faults) as told:
        Project.load(samples.write(tmp_path, **{"mkdocs.yml": text}))
    assert str(told.value).startswith(message)
