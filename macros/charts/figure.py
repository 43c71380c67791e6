"""A chart on a page: its words, its drawing, and the same data as a table one click away."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from html import escape

from macros import voices
from macros.charts import verdicts
from macros.charts.bars import Bars
from macros.charts.rows import Wording
from macros.charts.svg import Drawing
from macros.data import PATH
from macros.locales import How
from macros.markup import Writer
from macros.model import Chart
from macros.numbers import NumberFinder
from macros.problems import Faults, suggestion
from macros.template import Macro, MacroError, expand, parse
from macros.vouchers import text_of

# The heads of the table's columns, by the kind of chart.
HEADS = {
    "bars": ("figure", "value"),
    "timeline": ("figure", "date"),
    "verdicts": ("verdict", "count"),
}


def macro_for(writer: Writer) -> Callable[[str], str]:
    """Return the macro `chart` of one page, which draws each chart once."""
    drawn: set[str] = set()

    def chart(key: str) -> str:
        if key in drawn:
            raise MacroError(f'chart "{key}" stands twice on this page; link to #chart-{key} instead')
        drawn.add(key)
        return draw(writer, key)

    return chart


def draw(writer: Writer, key: str) -> str:
    """Return a chart as HTML on one line.

    Raise MacroError for an unknown id, and Faults for what the data file has wrong in the chart.
    """
    charts = writer.project.data.records.charts
    if key not in charts:
        raise MacroError(f'unknown chart "{key}"{suggestion(key, charts)}')
    chart = charts[key]
    drawing = _drawing(writer, key, chart)
    svg = drawing.done(_title(writer, key, chart), _description(writer, key, chart))
    caption = f'<p class="chart__title">{writer.text(chart.title)}</p><p>{writer.text(chart.caption)}</p>'
    return (
        f'<figure class="chart" id="chart-{key}"><figcaption>{caption}</figcaption>'
        f"{voices.record(writer, f'charts.{key}')}{svg}{_table(writer, key, chart)}</figure>"
    )


def _drawing(writer: Writer, key: str, chart: Chart) -> Drawing:
    try:
        return verdicts.draw(writer, key) if chart.kind == "verdicts" else Bars(writer, key, chart).draw()
    except ValueError as error:
        file = writer.project.data.file
        raise Faults(
            [file.problem(("charts", key), f"{key}: {error}; use another scale or figure")]
        ) from None


def _title(writer: Writer, key: str, chart: Chart) -> str:
    return _alternative(writer, "title", key, _plain(writer, key, "title", chart.title), chart.title)


def _description(writer: Writer, key: str, chart: Chart) -> str:
    text = _plain(writer, key, "description", chart.description)
    if chart.kind == "verdicts":
        text += f" {verdicts.in_words(writer)}"
    if chart.scale == "log":
        text += f" {writer.locale.say('chart.log')}"
    return _alternative(writer, "desc", key, text, chart.description)


def _alternative(writer: Writer, name: str, key: str, text: str, original: Mapping[str, str]) -> str:
    """Return a text for those who do not see the drawing as the element that names or describes it."""
    language = writer.locale.text(original, writer.project.source)[1]
    lang = "" if language == writer.locale.code else f' lang="{language}"'
    content = escape(text, quote=False)
    writer.vouchers.add("chart", key, content)
    return f'<{name} id="chart-{key}-{name}"{lang} data-chart="{key}">{content}</{name}>'


def _plain(writer: Writer, key: str, name: str, text: Mapping[str, str]) -> str:
    """Return a text of the chart as plain text.

    The audit accepts it whole, so what was typed of it must hold no number: raise Faults for one.
    """
    version, language = writer.locale.text(text, writer.project.source)
    pieces = parse(version, PATH)
    words = writer.project.locales.get(language, writer.locale).words
    for piece in pieces:
        typed = writer.project.names.sub("", piece) if isinstance(piece, str) else ""
        for number in NumberFinder(words.get("audit")).find(typed):
            message = f'{key}.{name}: typed number "{number.text}"; write {{{{ figure("…") }}}} in its place'
            raise Faults([writer.project.data.file.problem(("charts", key, name, language), message)])
    macros = {name: _as_text(macro) for name, macro in writer.data_macros().items()}

    def figure(
        key: str, form: str = "full", unit: str | None = None, digits: int | None = None, hedge: str = ""
    ) -> str:
        # A qualifier stands in brackets here: there is no style to set it apart.
        return writer.written(writer.fact(key), How(form, unit, digits, hedge)).plain

    return expand(pieces, macros | {"figure": figure}, PATH)


def _as_text(macro: Macro) -> Macro:
    @functools.wraps(macro)
    def plain(*args: object, **options: object) -> str:
        return text_of(macro(*args, **options))

    return plain


def _table(writer: Writer, key: str, chart: Chart) -> str:
    say = writer.locale.say
    heads = "".join(f'<th scope="col">{escape(say(f"chart.{head}"))}</th>' for head in HEADS[chart.kind])
    body = verdicts.table(writer, key) if chart.kind == "verdicts" else _bodies(writer, chart)
    return (
        f"<details><summary>{escape(say('chart.table'))}</summary>"
        f'<table><caption class="quiet">{writer.text(chart.title, plain=True)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{body}</table></details>"
    )


def _bodies(writer: Writer, chart: Chart) -> str:
    wording, say = Wording(writer, chart), writer.locale.say
    bodies = []
    for group in chart.groups:
        rows = []
        if group.label:
            rows.append(f'<tr><th colspan="2" scope="rowgroup">{writer.text(group.label)}</th></tr>')
        for row in wording.ordered(group):
            label = writer.text(row.label or writer.fact(row.figure).record.label)
            if chart.kind != "timeline":
                label = say("chart.dated", label=label, date=writer.as_of(row.figure))
            rows.append(f'<tr><th scope="row">{label}</th><td>{wording.figure(row.figure)}</td></tr>')
        bodies.append(f"<tbody>{''.join(rows)}</tbody>")
    return "".join(bodies)
