"""The charts of the real site: the same numbers in drawing, table and data file, legible on a phone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros.charts.figure import draw
from macros.charts.rows import Wording
from macros.charts.verdicts import tally, total
from macros.dates import PartialDate
from macros.figures import convert, significant
from macros.project import Project
from macros.stated import agrees_date, numbers
from tests.chart_samples import writer
from tests.pages import LANGUAGES, ROOT, SOURCE

PROJECT = Project.load(ROOT)
CHARTS = PROJECT.data.records.charts
SHOWN = [(key, language) for key in CHARTS if CHARTS[key].kind != "verdicts" for language in LANGUAGES]
PAGES = {
    call.key: name
    for name, page in PROJECT.pages[SOURCE].items()
    for call in page.calls
    if call.name == "chart"
}


def number(node: LexborNode) -> str:
    """Return the number of a value in a drawing, without the words of its qualifier."""
    for word in node.css(".chart__aside"):
        word.decompose()
    return node.text().strip()


@pytest.mark.parametrize(("key", "language"), SHOWN)
def test_drawing_table_and_data_agree(key: str, language: str) -> None:
    """Each figure of a chart has the same number in the drawing, in the table and in the data file."""
    write, chart = writer(PROJECT, language), CHARTS[key]
    tree = LexborHTMLParser(draw(write, key))
    drawn = {str(node.attributes["data-figure"]): number(node) for node in tree.css("svg .chart__value")}
    listed = {str(node.attributes["data-figure"]): node for node in tree.css("table td a")}
    assert list(drawn) == list(listed)
    assert set(drawn) == set(chart.figures)
    unit = Wording(write, chart).unit
    for name, shown in drawn.items():
        fact = PROJECT.facts[name]
        assert shown in listed[name].text()
        if isinstance(fact.value, PartialDate):
            assert agrees_date(shown, language, fact.value, fact.value.year)
        else:
            exact = convert(fact, unit, PROJECT.data)
            ((read, _),) = numbers(shown, language)
            assert read in {significant(exact, digits) for digits in range(1, 13)}


@pytest.mark.parametrize("key", [key for key in CHARTS if CHARTS[key].kind == "bars"])
def test_marks_are_at_their_values(key: str) -> None:
    """Lengths of bars stand in the ratio of the values shown, and dots of a logarithmic axis in their order."""
    write, chart = writer(PROJECT, SOURCE), CHARTS[key]
    tree = LexborHTMLParser(draw(write, key))
    values = [in_unit(name, Wording(write, chart).unit) for name in chart.figures]
    attribute = "cx" if chart.scale == "log" else "width"
    marks = [float(str(node.attributes[attribute])[:-1]) for node in tree.css("figure > svg > .chart__mark")]
    assert len(marks) == len(values)
    if chart.scale == "log":
        assert sorted(range(len(marks)), key=marks.__getitem__) == sorted(
            range(len(values)), key=values.__getitem__
        )
    else:
        whole = max(marks) / max(values)
        assert marks == pytest.approx([value * whole for value in values], abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_agree(language: str) -> None:
    """The verdicts of the drawing and of the table are those of the data file."""
    (key,) = (key for key, chart in CHARTS.items() if chart.kind == "verdicts")
    write = writer(PROJECT, language)
    tree = LexborHTMLParser(draw(write, key))
    statements = PROJECT.data.records.statements.values()
    counts = {
        v: sum(s.verdict == v for s in statements) for v in ("wrong", "imprecise", "unverifiable", "holds")
    }
    expected = [str(count) for count in counts.values() if count]
    assert dict(total(tally(write))) == {verdict: count for verdict, count in counts.items() if count}
    assert [node.text() for node in tree.css("svg .chart__count")] == expected
    assert [node.text() for node in tree.css("tbody:first-of-type td")] == expected
    rest = [int(node.text()) for node in tree.css("tbody:not(:first-of-type) td")]
    squares = tree.css("svg svg .chart__mark")
    assert sum(rest) == len(statements) == len(squares) - len(expected)


# --- In a browser -----------------------------------------------------------------------------------

# Texts that leave their drawing or lie over one another, and those smaller than 11 px.
FAULTS = """figure => {
  const svg = figure.querySelector(':scope > svg'), room = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  const faults = [];
  for (const [words, box] of texts) {
    if (box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1) faults.push(`outside: ${words}`);
    for (const [others, other] of texts) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (words < others && across > 1 && down > 4) faults.push(`over one another: ${words} / ${others}`);
    }
  }
  if (parseFloat(getComputedStyle(svg).fontSize) < 11) faults.push('too small');
  const table = figure.querySelector('table');
  if (table.scrollWidth > table.parentElement.clientWidth + 1) faults.push('the table is wider than its page');
  return faults;
}"""


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("key", CHARTS)
def test_legible(visit: Callable[..., Page], key: str, width: int) -> None:
    """On any screen the texts of a drawing are large enough, inside it, and clear of one another."""
    for language in LANGUAGES:
        page = visit(address(language, PAGES[key]), viewport={"width": width, "height": 800})
        page.locator(f"#chart-{key} summary").click()
        assert page.locator(f"#chart-{key}").evaluate(FAULTS) == []


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"forced_colors": "active", "color_scheme": "dark"},
    ],
)
def test_marks_stand_out(visit: Callable[..., Page], options: dict[str, str]) -> None:
    """Marks and words have contrast with the page in light, dark and forced colors, without a script."""
    page = visit(address(SOURCE, PAGES["growth"]), java_script_enabled=False, **options)
    chart = page.locator("#chart-growth")
    colours = [
        chart.locator(selector).first.evaluate(f"node => getComputedStyle(node).{name}")
        for selector, name in (
            ("svg .chart__mark", "stroke"),
            ("svg .chart__value", "fill"),
            ("svg .chart__aside", "fill"),
        )
    ]
    ground = luminance(page, page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor"))
    for colour, least in zip(colours, (3, 4.5, 4.5), strict=True):
        light = luminance(page, colour)
        assert (max(light, ground) + Decimal("0.05")) / (min(light, ground) + Decimal("0.05")) >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_named_for_those_who_listen(visit: Callable[..., Page], language: str) -> None:
    """A drawing is one picture with a name that says its message, and its table is one press away."""
    page = visit(address(language, PAGES["growth"]))
    drawing = page.get_by_role("img", name=text(language, "growth", "title"))
    assert drawing.count() == 1
    summary = page.locator("#chart-growth summary")
    assert page.locator("#chart-growth table").is_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#chart-growth table").is_visible()


def test_print_shows_drawing_and_table(visit: Callable[..., Page]) -> None:
    """On paper the table stands open under the drawing, with the marks of the notes."""
    page = visit(address(SOURCE, PAGES["growth"]))
    page.emulate_media(media="print")
    assert page.locator("#chart-growth table").is_visible()
    assert page.locator("#chart-growth td a[data-mark]").count() == len(CHARTS["growth"].figures)


def in_unit(name: str, unit: str) -> float:
    """Return the value that the site shows for a figure, in a unit."""
    fact = PROJECT.facts[name]
    assert isinstance(fact.value, Decimal)
    assert isinstance(fact.shown, Decimal)
    return float(convert(fact, unit, PROJECT.data) / fact.value * fact.shown)


def address(language: str, name: str) -> str:
    """Return the path of a page of the built site."""
    folder = "" if language == SOURCE else f"{language}/"
    return f"/{folder}" if name == "index" else f"/{folder}{name}/"


def text(language: str, key: str, name: str) -> str:
    """Return a text of a chart in a language."""
    return str(PROJECT.locales[language].text(getattr(CHARTS[key], name), SOURCE)[0])


def luminance(page: Page, colour: str) -> Decimal:
    """Return the relative luminance of a colour of CSS, as WCAG defines it; the browser reads the colour."""
    return Decimal(str(page.evaluate(LUMINANCE, colour)))


LUMINANCE = """colour => {
  const context = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
    .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}"""
