"""Charts: what is drawn, the table beside it, and the audit that reads both."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import babel
import pytest
from babel.localedata import locale_identifiers
from selectolax.lexbor import LexborHTMLParser

from macros import records
from macros.audit import Auditor
from macros.charts import verdicts
from macros.charts.figure import draw, macro_for
from macros.notes import note_keys
from macros.numbers import NumberFinder
from macros.project import Project
from macros.prose import macros_for
from macros.template import Call, MacroError
from tests import samples
from tests.chart_samples import DATA, KINDS, LANGUAGES, only, writer


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return the sample project with one chart of each kind, and a language written from right to left."""
    samples.write(tmp_path, **{"docs/figures.yml": DATA})
    return Project.load(tmp_path, "fr", LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_drawing_is_xml(project: Project, kind: str, language: str) -> None:
    """Each kind in each language is well-formed, named and described, without a script or a style."""
    html = draw(writer(project, language), kind)
    figure = ElementTree.fromstring(html)
    svg = figure.find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    names = [svg.get("aria-labelledby"), svg.get("aria-describedby")]
    assert names == [f"chart-{kind}-title", f"chart-{kind}-desc"]
    ids = [element.get("id") for element in figure.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(names) <= set(ids)
    assert "nan" not in html.lower()
    assert not re.search(r"<script|style=|<a[^>]*><tspan", html)
    assert draw(writer(project, language), kind) == html


@pytest.mark.parametrize("items", ["1", "12", "123", "1234"])
def test_verdicts_are_listed_in_every_language(items: str) -> None:
    """Babel has not all patterns of all languages; each item is there once, whatever it lacks."""
    for code in locale_identifiers():
        told = verdicts.in_a_row(list(items), babel.Locale.parse(code))
        assert "".join(char for char in told if char.isdigit()) == items, code


@pytest.mark.parametrize(
    ("code", "listed"),
    [
        ("fr", "1, 2, 3 et 4"),
        ("en", "1, 2, 3, 4"),
        ("es", "1, 2, 3 y 4"),
        ("de", "1, 2, 3 und 4"),
        ("nl", "1, 2, 3 en 4"),
        ("sv", "1, 2, 3 och 4"),
        ("ja", "1 2 3 4"),
    ],
)
def test_verdicts_are_listed_as_the_language_does(code: str, listed: str) -> None:
    """The site's own languages keep their way, and the others have one."""
    assert verdicts.in_a_row(["1", "2", "3", "4"], babel.Locale.parse(code)) == listed


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("machine", ["100\u202f000 (contesté)", "200\u202f000"]),
        ("powers", ["environ\u00a0150\u202fMW", "0,4\u202fMW (prévu)"]),
        ("water", ["jusqu'à\u00a07,2\u00a0millions"]),
        ("dates", ["22\u00a0juillet 2024", "2\u00a0septembre 2024"]),
    ],
)
def test_values_in_words(project: Project, kind: str, texts: list[str]) -> None:
    """Values stand in the language's numbers and unit, with their qualifier, dates in their order."""
    tree = LexborHTMLParser(draw(writer(project, "fr"), kind))
    assert [node.text() for node in tree.css("svg .chart__value")] == texts


def test_bars_are_to_scale(project: Project) -> None:
    """Half the value is half the length, and the fill tells what is disputed."""
    tree = LexborHTMLParser(draw(writer(project), "machine"))
    first, second = tree.css("figure > svg > .chart__mark")
    assert second.attributes["width"] == f"{2 * float(str(first.attributes['width'])[:-1]):g}%"
    assert (first.attributes["fill"], second.attributes.get("fill")) == ("url(#chart-machine-disputed)", None)
    assert "chart__second" in str(second.attributes["class"])
    assert only(tree, "#chart-machine-disputed").tag == "pattern"


def test_range_of_sources(project: Project) -> None:
    """A group with a range ends in a line from its lowest to its highest value, with a word."""
    tree = LexborHTMLParser(draw(writer(project), "machine"))
    beam = tree.css("svg .chart__range")[0].attributes
    bars = [str(node.attributes["width"]) for node in tree.css("figure > svg > .chart__mark")]
    assert [beam["x1"], beam["x2"]] == bars
    assert "range of the sources" in [node.text() for node in tree.css("svg text")]


def test_log_is_said(project: Project) -> None:
    """A logarithmic axis is said in words, in the drawing and in its description, and has dots, no bars."""
    tree = LexborHTMLParser(draw(writer(project), "powers"))
    words = "Logarithmic scale: each gridline is ten times the one before."
    assert words in " ".join(node.text() for node in tree.css("svg > text"))
    assert only(tree, "desc").text() == f"Dots. {words}"
    assert len(tree.css("figure > svg > circle")) == 2
    assert tree.css("figure > svg > rect") == []


def test_verdicts_are_counted(project: Project) -> None:
    """The verdicts are counted from the statements, in the drawing, its description and its table."""
    tree = LexborHTMLParser(draw(writer(project), "checked"))
    assert only(tree, "desc").text() == "A bar. Statements examined: 1. Imprecise: 1."
    assert [node.text() for node in tree.css("svg .chart__count")] == ["1"]
    assert [row.text() for row in tree.css("tbody tr")] == [
        "All chapters",
        "imprecise1",
        "The machine",
        "imprecise1",
    ]


def test_right_to_left_is_a_mirror(project: Project) -> None:
    """In a language written from right to left, bars start at the right and keep their lengths."""
    left, right = (LexborHTMLParser(draw(writer(project, code), "machine")) for code in ("en", "ar"))
    assert only(right, "figure > svg").attributes["direction"] == "rtl"
    for ours, mirrored in zip(left.css("figure > svg > rect"), right.css("figure > svg > rect"), strict=True):
        start, length = (float(str(mirrored.attributes[name])[:-1]) for name in ("x", "width"))
        assert start + length == pytest.approx(100, abs=0.02)
        assert ours.attributes["x"] == "0%"


def test_borrowed_text_says_its_language(project: Project) -> None:
    """A language without texts of its own borrows the source's, and says so."""
    tree = LexborHTMLParser(draw(writer(project, "ar"), "machine"))
    borrowed = tree.css("svg > title, svg > desc, svg .chart__group, svg .chart__label")
    assert [node.attributes.get("lang") for node in borrowed] == ["fr"] * len(borrowed)
    assert len(borrowed) == 5


# --- The audit ------------------------------------------------------------------------------------


def uncited(auditor: Auditor, html: str) -> list[str]:
    """Return the numbers of a chart that nothing vouches for."""
    return [found.number for found in auditor.read(f"<html><body>{html}</body></html>", Counter())]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_audit_reads_the_drawing(project: Project, kind: str, language: str) -> None:
    """The audit accepts each chart, and reports it as soon as one digit of its texts is another one."""
    write = writer(project, language)
    html = draw(write, kind)
    finder = NumberFinder(project.locales[language].words["audit"])
    auditor = Auditor(finder, write.vouchers, project.names)
    assert uncited(auditor, html) == []
    masked = project.names.sub(lambda name: "~" * len(name[0]), html)
    # The number of a character is none of the text's.
    masked = re.sub(r"&#\w+;", lambda entity: "~" * len(entity[0]), masked)
    texts = [match.span() for match in re.finditer(r">[^<]+", masked)]
    digits = [place for start, end in texts for place in range(start, end) if masked[place].isdigit()]
    assert len(digits) > 3
    for place in digits:
        assert uncited(auditor, f"{html[:place]}{9 - int(html[place])}{html[place + 1 :]}")


# --- The macro -----------------------------------------------------------------------------------


def test_unknown_chart(project: Project) -> None:
    """An unknown chart is told with the nearest known one."""
    with pytest.raises(MacroError, match='unknown chart "machin"; did you mean "machine"'):
        draw(writer(project), "machin")


def test_chart_twice(project: Project) -> None:
    """A chart stands once on a page, where its ids are its own."""
    chart = macro_for(writer(project))
    chart("machine")
    with pytest.raises(MacroError, match="twice on this page; link to #chart-machine"):
        chart("machine")


def test_chart_is_a_macro(project: Project) -> None:
    """A page calls a chart by its id."""
    assert macros_for(writer(project))["chart"]("water").startswith('<figure class="chart" id="chart-water">')


def test_figures_of_a_chart(project: Project) -> None:
    """A call of a chart stands for its rows and for the figures that its texts name, and has their notes."""
    machine = Call("chart", ("machine",), {}, 1)
    assert project.figures_of(machine) == ("gpus-launch", "gpus-final")
    assert note_keys(project, [machine]) == ("gpus-launch", "gpus-final")
    assert project.figures_of(Call("claim", ("doubled",), {}, 1)) == ("gpus-final", "gpus-launch")
    assert project.figures_of(Call("as_of", ("power",), {}, 1)) == ("power",)
    assert project.figures_of(Call("chart", ("checked",), {}, 1)) == ()


def test_the_texts_of_a_chart_are_watched(project: Project) -> None:
    """What is translated of a chart is a section like another, its groups and rows included."""
    watched = {section.key: section for section in records.read(project, "fr")}
    assert [(*block.shape, block.text.normal) for block in watched["charts.machine"].all] == [
        ("title", "La machine"),
        ("caption", 'Annoncée à {{ figure("gpus-launch") }}.'),
        ("description", 'Barres: {{ figure("gpus-launch") }} en H100.'),
        ("groups.0.label", "Les comptes"),
        ("groups.0.rows.1.label", "Plus tard"),
    ]


def test_an_outdated_chart_says_so(tmp_path: Path) -> None:
    """A reader of the translation is told, and a reader of the source is not."""
    stamped = DATA.replace("  powers:\n", "  powers:\n    stamp: {en: source=00000000 on=2026-11-24}\n")
    samples.write(tmp_path, **{"docs/figures.yml": stamped})
    project = Project.load(tmp_path, "fr", LANGUAGES)
    assert '</figcaption><p class="translation"' in draw(writer(project, "en"), "powers")
    assert 'class="translation"' not in draw(writer(project, "fr"), "powers")
