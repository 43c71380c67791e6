"""What stands around a page's own text, and the notes at its end."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.configuration import reading_order
from macros.frame import Frame, minutes, words
from macros.markup import Writer
from macros.notes import marks, note_keys, notes
from macros.page import read_page
from macros.project import Project
from macros.typography import Typesetter
from macros.vouchers import Vouchers, text_of
from tests import samples
from tests.pages import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Load the small project."""
    return Project.load(samples.write(tmp_path))


def frame(project: Project, language: str = "fr") -> Frame:
    """Return what writes the frame of a language's pages."""
    locale = project.locales[language]
    return Frame(Writer(project, locale, "./", Vouchers()), Typesetter(locale.words["typography"]))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Elle a pris du temps.", 5),
        # An elided article reads with its noun, and a hyphen joins.
        ("L'eau, peut-être.", 2),
        # What is not read aloud: addresses, attributes, tags.
        ("[Là](machine.md#days) <b>bas</b>\n\n## Durée {: #days }", 3),
        # A call stands for a number and its unit.
        ('Soit {{ figure("power") }}.', 3),
    ],
)
def test_words_of_a_page_are_counted(text: str, count: int) -> None:
    """The words counted are those that a reader reads."""
    assert words(read_page(text, "fr", "x", "docs/fr/x.md")) == count


@pytest.mark.parametrize(("length", "expected"), [(0, 1), (100, 1), (329, 1), (331, 2), (880, 4)])
def test_reading_takes_whole_minutes(length: int, expected: int) -> None:
    """At 220 words a minute, a page takes one minute at least."""
    assert minutes(read_page("mot " * length, "fr", "x", "docs/fr/x.md")) == expected


@pytest.mark.parametrize(
    ("language", "length", "expected"),
    [
        ("fr", 200, "1 minute de lecture"),
        ("fr", 440, "2 minutes de lecture"),
        ("en", 440, "2-minute read"),
    ],
)
def test_reading_time_is_vouched_for(project: Project, language: str, length: int, expected: str) -> None:
    """The time is in the language's own plural, and the audit knows it for a count."""
    writes = frame(project, language)
    html = writes.reading(read_page("mot " * length, language, "x", "x.md"))
    assert html == f"<span data-count>{expected}</span>"
    assert writes.writer.vouchers.accept("count", "", expected)


def test_page_says_how_many_figures_it_has(project: Project) -> None:
    """Figures and claims of a page are counted once each; a page without any says nothing."""
    writes = frame(project)
    assert text_of(writes.figures(project.pages["fr"]["machine"])) == "4 chiffres sourcés"
    assert writes.figures(read_page("Rien.", "fr", "x", "x.md")) == ""


@pytest.mark.parametrize(
    ("key", "section", "place"),
    [
        ("story", "Le récit", "Chapitre 2 sur 7"),
        ("evidence", "Les preuves", ""),
        ("L'annexe", "L’annexe", ""),
    ],
)
def test_parts_are_named_in_the_page_s_language(project: Project, key: str, section: str, place: str) -> None:
    """A part of the navigation is named by the interface's words, or stays as it is typed; only the story counts."""
    assert frame(project).section(key) == section
    assert text_of(frame(project).place(key, 2, 7)) == place


def test_titles_are_typeset_and_escaped(project: Project) -> None:
    """A title from the front matter may stand in HTML and in an attribute."""
    assert frame(project).typeset("L'eau & \"l'air\"") == "L’eau &amp; «\xa0l’air\xa0»"
    assert frame(project).typeset(None) == ""


def test_notes_stand_in_the_order_of_the_calls(project: Project) -> None:
    """Each record that a page prints has one note, numbered by its first call."""
    calls = project.pages["fr"]["machine"].calls
    assert note_keys(project, calls) == ("gpus-launch", "pace", "doubled", "build-days")
    assert marks(project, calls)["doubled"] == 3


def test_list_of_corrections_brings_its_figures(project: Project) -> None:
    """The figures inside the list of corrections have notes like those of the text."""
    page = read_page('{{ figure("power") }} {{ corrections() }}', "fr", "x", "x.md")
    assert note_keys(project, page.calls) == ("power", "build-days")


def test_marks_stand_in_the_text_and_not_in_the_notes(project: Project) -> None:
    """A number of the text carries its note's place; inside the notes it would only lead back."""
    calls = project.pages["fr"]["machine"].calls
    writer = Writer(project, project.locales["fr"], "./", Vouchers(), marks=marks(project, calls))
    assert ' data-mark="4"' in writer.figure("build-days")
    assert "data-mark" not in writer.figure("power")
    assert ' data-mark="3"' in writer.claim("doubled", "doublé")
    assert "data-mark" not in notes(writer, calls)


def test_reading_order_is_that_of_the_navigation(tmp_path: Path) -> None:
    """Pages are ranked as the navigation lists them, through its parts; without a navigation none is."""
    file = tmp_path / "mkdocs.yml"
    assert reading_order(file) == {}
    file.write_text("nav:\n- index.md\n- story:\n  - b.md\n  - Named: deep/a.md\n- last.md\n", "utf-8")
    assert reading_order(file) == {"index": 0, "b": 1, "deep/a": 2, "last": 3}


@pytest.mark.parametrize(
    ("features", "printed"),
    [([], ["Une", "a", "Autre", "b"]), (["navigation.prune"], ["Une", "a", "Autre"])],
)
def test_navigation_can_be_pruned(features: list[str], printed: list[str]) -> None:
    """The navigation is whole, or opens only the part that is being read where the site asks for that."""
    loader = jinja2.FileSystemLoader(ROOT / "overrides")
    templates = jinja2.Environment(loader=loader, autoescape=True)
    templates.filters["url"] = str
    parts = [
        SimpleNamespace(
            title=title, active=title == "Une", children=[SimpleNamespace(title=page, url=f"{page}/")]
        )
        for title, page in (("Une", "a"), ("Autre", "b"))
    ]
    html = templates.get_template("partials/nav.html").render(
        nav=SimpleNamespace(items=parts), features=features, lang=SimpleNamespace(t=str),
        frame=SimpleNamespace(section=str, typeset=str),
    )  # fmt: skip
    assert re.findall(r">([^<>\s]+)<", html) == printed


def test_the_first_link_leads_past_the_navigation(site: Path) -> None:
    """On every page, that of a missing address too, who goes from link to link comes first to the one that skips."""
    for file in sorted(site.rglob("*.html")):
        tree = LexborHTMLParser(file.read_text("utf-8"))
        first = tree.css_first("body a[href]")
        assert first, file
        if tree.css_first("meta[http-equiv=refresh]"):
            continue
        target = str(first.attributes["href"])
        assert target.startswith("#"), (file, target)
        assert tree.css_first(f'[id="{target[1:]}"]'), (file, target)
