"""Charts: scales, drawings, tables, and the audit that reads them."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.audit import Auditor
from macros.charts.figure import draw, macro_for
from macros.charts.lettering import NARROW, width, words, wrap
from macros.charts.scales import Dates, Linear, Log
from macros.data import check
from macros.dates import PartialDate
from macros.markup import Vouchers, Writer
from macros.numbers import NumberFinder
from macros.problems import Faults
from macros.project import Language, Project
from macros.prose import macros_for
from macros.template import Call, MacroError
from macros.yamlfile import YamlFile
from tests import samples

CHARTS = """
charts:
  machine:
    kind: bars
    title: {fr: La machine, en: The machine}
    caption: {fr: 'Annoncée à {{ figure("gpus-launch") }}.', en: 'Announced at {{ figure("gpus-launch") }}.'}
    description: {fr: 'Barres : {{ figure("gpus-launch") }} en H100.', en: 'Bars: {{ figure("gpus-launch") }} of H100.'}
    dated: true
    groups:
    - label: {fr: Les comptes, en: The counts}
      range: true
      rows: [gpus-launch, {figure: gpus-final, label: {fr: Plus tard, en: Later}, second: true}]
  powers:
    kind: bars
    scale: log
    title: {fr: Puissances, en: Powers}
    caption: {fr: Sur un axe., en: On an axis.}
    description: {fr: Des points., en: Dots.}
    groups:
    - rows: [power, half]
  water:
    kind: bars
    title: {fr: Eau, en: Water}
    caption: {fr: Une prévision., en: A forecast.}
    description: {fr: Une barre., en: A bar.}
    groups:
    - rows: [water]
  dates:
    kind: timeline
    title: {fr: Dates, en: Dates}
    caption: {fr: Dans l'ordre., en: In order.}
    description: {fr: Des points., en: Dots.}
    groups:
    - rows: [launch, start]
  checked:
    kind: verdicts
    title: {fr: Verdicts, en: Verdicts}
    caption: {fr: Tous., en: All.}
    description: {fr: Une barre., en: A bar.}
"""
HALF = """
  half:
    label: {fr: Part du réseau, en: The grid's part}
    value: 0.4
    unit: MW
    as_of: 2024
    qualifier: planned
    sources:
    - {source: filing, stated: "0.4"}

claims:
"""
DATA = samples.DATA.replace("\nclaims:\n", HALF) + CHARTS
KINDS = ("machine", "powers", "water", "dates", "checked")
LANGUAGES = {code: Language(code, code, code) for code in ("fr", "en", "ar")}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return the sample project with one chart of each kind, and a language written from right to left."""
    samples.write(tmp_path, **{"docs/figures.yml": DATA})
    return Project.load(tmp_path, "fr", LANGUAGES)


def writer(project: Project, language: str = "en") -> Writer:
    """Return a writer of a page in a language."""
    return Writer(project, project.locales[language], "./", Vouchers())


# --- Scales ---------------------------------------------------------------------------------------


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
    assert scale.span(PartialDate.parse(date)) == (pytest.approx(start), pytest.approx(end))
    assert [" ".join(map(str, years)) for years in scale.ticks()] == ["2024 2025", "2024"]


# --- Lettering ------------------------------------------------------------------------------------


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


# --- Drawings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_drawing_is_xml(project: Project, kind: str, language: str) -> None:
    """Each kind in each language is well-formed, named and described, without a script or a style."""
    html = draw(writer(project, language), kind)
    figure = ElementTree.fromstring(html)
    svg = figure.find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    names = (svg.get("aria-labelledby") or "").split()
    assert names == [f"chart-{kind}-title", f"chart-{kind}-desc"]
    ids = [element.get("id") for element in figure.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(names) <= set(ids)
    assert "nan" not in html.lower()
    assert not re.search(r"<script|style=|<a[^>]*><tspan", html)
    assert draw(writer(project, language), kind) == html


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
    assert tree.css_first("#chart-machine-disputed") is not None


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
    assert tree.css_first("desc").text() == f"Dots. {words}"
    assert len(tree.css("figure > svg > circle")) == 2
    assert tree.css("figure > svg > rect") == []


def test_verdicts_are_counted(project: Project) -> None:
    """The verdicts are counted from the statements, in the drawing, its description and its table."""
    tree = LexborHTMLParser(draw(writer(project), "checked"))
    assert tree.css_first("desc").text() == "A bar. Statements examined: 1. Imprecise: 1."
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
    assert right.css_first("svg").attributes["direction"] == "rtl"
    for ours, mirrored in zip(left.css("figure > svg > rect"), right.css("figure > svg > rect"), strict=True):
        start, length = (float(str(mirrored.attributes[name])[:-1]) for name in ("x", "width"))
        assert start + length == pytest.approx(100, abs=0.02)
        assert ours.attributes["x"] == "0%"


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
    texts = [match.span() for match in re.finditer(r">[^<]+", masked)]
    digits = [place for start, end in texts for place in range(start, end) if masked[place].isdigit()]
    assert len(digits) > 3
    for place in digits:
        assert uncited(auditor, f"{html[:place]}{9 - int(html[place])}{html[place + 1 :]}")


# --- What a page and the data file may have wrong ---------------------------------------------------


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
    """A call of a chart stands for its rows and for the figures that its texts name."""
    assert project.figures_of(Call("chart", ("machine",), {}, 1)) == ("gpus-launch", "gpus-final")
    assert project.figures_of(Call("claim", ("doubled",), {}, 1)) == ("gpus-final", "gpus-launch")
    assert project.figures_of(Call("as_of", ("power",), {}, 1)) == ("power",)
    assert project.figures_of(Call("chart", ("checked",), {}, 1)) == ()


def test_chart_uses_its_figures(tmp_path: Path) -> None:
    """A figure that a page shows in a chart alone is used there, and a chart that no page shows is told."""
    page = samples.PAGE_FR + '\n{{ chart("water") }}\n'
    samples.write(tmp_path, **{"docs/figures.yml": DATA, "docs/fr/machine.md": page})
    project = Project.load(tmp_path, "fr", LANGUAGES)
    assert project.uses["water"] == ("machine",)
    told = [problem.message for problem in project.unused() if "chart" in problem.message]
    assert told == [
        f'chart "{key}" is shown by no page; show it or remove it' for key in KINDS if key != "water"
    ]


# Each row: the text replaced, its replacement, the text whose line is blamed, the message.
FAULTS = [
    ("[power, half]", "[power, halve]", "[power, halve]", 'powers: unknown figure "halve"; did you mean "half"?'),
    ("[power, half]", "[power, power]", "[power, power]", 'powers: figure "power" is shown twice; keep one row'),
    ("[power, half]", "[power, build-days]", "[power, build-days]",
     'powers: "build-days" is in "day" (time), and the axis is in "MW" (power); show it in another chart'),
    ("[power, half]", "[power, launch]", "[power, launch]", 'powers: "launch" is a date; dates go on a chart of kind: timeline'),
    ("[launch, start]", "[launch, power]", "[launch, power]", 'dates: "power" is in "MW", and a timeline shows dates; use kind: bars'),
    ("    scale: log\n", "    scale: log\n    unit: MWh\n", "    unit: MWh", 'powers.unit: unknown unit "MWh"; did you mean "MW"?'),
    ("    kind: timeline\n", "    kind: timeline\n    scale: log\n", "  dates:", "dates: a timeline has an axis of dates; remove its unit and scale"),
    ("    kind: verdicts\n", "    kind: verdicts\n    scale: log\n", "  checked:",
     "checked: a chart of verdicts counts the statements; remove its groups, unit and scale"),
    ("    groups:\n    - rows: [water]\n", "", "  water:\n    kind", 'water: nothing to show; add "groups:" with rows of figures'),
    ("{fr: Puissances, en: Powers}", "{fr: Puissances}", "{fr: Puissances}", 'powers.title: missing in language "en"; add "en: …"'),
    ("label: {fr: Plus tard, en: Later}", "label: {fr: Plus tard}", "label: {fr: Plus tard}",
     'machine.groups.0.rows.1.label: missing in language "en"; add "en: …"'),
    ("label: {fr: Les comptes, en: The counts}", "label: {fr: Les comptes}", "label: {fr: Les comptes}",
     'machine.groups.0.label: missing in language "en"; add "en: …"'),
    ("    scale: log\n", "    scal: log\n", "scal: log", 'unknown key "scal"; did you mean "scale"?'),
    ("      range: true\n", "      rang: true\n", "rang: true", 'unknown key "rang"; did you mean "range"?'),
    ("    kind: timeline\n", "    kind: line\n", "kind: line", "dates.kind: \"line\" is not one of 'bars', 'timeline' or 'verdicts'"),
]  # fmt: skip


def test_sample_is_sound() -> None:
    """The sample has no fault, so each test below sees only the one it makes."""
    check(YamlFile(DATA, "docs/figures.yml"))


@pytest.mark.parametrize(("old", "new", "blamed", "message"), FAULTS)
def test_data_faults(old: str, new: str, blamed: str, message: str) -> None:
    """Each fault of a chart is told at its line, with the value and the mend."""
    assert DATA.count(old) == 1
    text = DATA.replace(old, new)
    with pytest.raises(Faults) as told:
        check(YamlFile(text, "docs/figures.yml"))
    line = text[: text.rindex(blamed)].count("\n") + 1
    assert f"docs/figures.yml:{line}: {message}" in map(str, told.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fr: Des points., en: Dots.}\n    groups:\n    - rows: [power", "fr: Des points., en: Two dots.}\n    groups:\n    - rows: [power",
         'powers.description: typed number "Two"; write {{ figure("…") }} in its place'),
        ("{fr: Puissances, en: Powers}", "{fr: Puissances, en: Powers of 2024}",
         'powers.title: typed number "2024"; write {{ figure("…") }} in its place'),
        ('value: 0.4\n', 'value: 0\n', "powers: a logarithmic scale has no place for 0; use another scale or figure"),
    ],
)  # fmt: skip
def test_drawing_faults(tmp_path: Path, old: str, new: str, message: str) -> None:
    """What only the drawing can know is told at the chart's line in the data file too."""
    assert DATA.count(old) == 1
    text = DATA.replace(old, new).replace(
        'stated: "0.4"', 'stated: "0"' if "value: 0\n" in new else 'stated: "0.4"'
    )
    samples.write(tmp_path, **{"docs/figures.yml": text})
    project = Project.load(tmp_path, "fr", LANGUAGES)
    with pytest.raises(Faults, match=r"docs/figures\.yml:\d+: ") as told:
        draw(writer(project), "powers")
    assert [problem.message for problem in told.value.problems] == [message]
