"""The verdicts on the article's statements, counted: one bar for all of them, one square a statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from babel import Locale
from babel.lists import format_list

from macros.charts.svg import BAR, LINE, Drawing
from macros.listings import VERDICTS, page_title
from macros.markup import Writer

Tally = Mapping[str, Counter[str]]

# The height of the bar of all statements, in em, and the share of its width between two parts.
HEIGHT, SLIT = 1.7, 0.004

# A pattern that Babel lacks a part of cannot join a list of any length.
JOINTS = frozenset({"start", "middle", "end", "2"})


def tally(writer: Writer) -> Tally:
    """Return how many statements of each chapter got each verdict, in the order of the chapters."""
    project = writer.project
    chapters: dict[str, Counter[str]] = {name: Counter() for name in project.pages[project.source]}
    for statement in project.data.records.statements.values():
        chapters.setdefault(statement.page, Counter())[statement.verdict] += 1
    return {name: counts for name, counts in chapters.items() if counts}


def total(chapters: Tally) -> Counter[str]:
    """Return the counts of all chapters together."""
    return sum(chapters.values(), Counter())


def draw(writer: Writer, key: str) -> Drawing:
    """Draw the bar of all statements with its words, then the squares of each chapter."""
    drawing, chapters = Drawing(key, writer.locale.direction == "rtl"), tally(writer)
    counts = total(chapters)
    _parts(drawing, counts)
    for verdict in VERDICTS:
        if counts[verdict]:
            number = str(counts[verdict])
            writer.vouchers.add("chart", key, number)
            bold = f'<tspan class="chart__count" data-chart="{key}">{number}</tspan>'
            drawing.swatch(0, verdict, writer.locale.say(f"verdict.{verdict}"), bold)
            drawing.y += LINE
    drawing.y += 0.6
    drawing.paragraph(writer.locale.say("chart.squares"), "axis")
    for name, chapter in chapters.items():
        drawing.y += 0.3
        drawing.paragraph(page_title(writer, name), "label")
        drawing.y += 0.1
        drawing.squares([verdict for verdict in VERDICTS for _ in range(chapter[verdict])])
    return drawing


def _parts(drawing: Drawing, counts: Counter[str]) -> None:
    whole, start = counts.total(), 0
    for verdict in VERDICTS:
        end = start + counts[verdict]
        if counts[verdict]:
            drawing.bar(
                start / whole, end / whole - (SLIT if end < whole else 0), 0, HEIGHT * BAR, f"mark {verdict}"
            )
        start = end
    drawing.y = HEIGHT * BAR + 0.5


def in_words(writer: Writer) -> str:
    """Return the counts as a sentence, for those who do not see the drawing; plain text."""
    say, counts = writer.locale.say, total(tally(writer))
    colon = say("colon")
    items = [
        f"{say(f'verdict.{verdict}')}{colon} {counts[verdict]}" for verdict in VERDICTS if counts[verdict]
    ]
    listed = in_a_row(items, writer.locale.babel)
    return f"{say('chart.statements')}{colon} {counts.total()}. {listed[:1].upper()}{listed[1:]}."


def in_a_row(items: Sequence[str], locale: Locale) -> str:
    """Return items as one text, joined as the measures of one thing are where the language has that way whole."""
    patterns = locale.list_patterns
    if patterns.get("unit", {}).keys() >= JOINTS:
        return str(format_list(items, style="unit", locale=locale))
    if patterns.get("unit-short", {}).keys() >= JOINTS:
        return str(format_list(items, style="unit-short", locale=locale))
    return str(format_list(items, locale=locale))


def table(writer: Writer, key: str) -> str:
    """Return the body of the table: the count of each verdict, for all chapters and for each."""
    chapters = tally(writer)
    bodies = [_body(writer, key, writer.locale.say("chart.all"), total(chapters))]
    bodies += [_body(writer, key, page_title(writer, name), counts) for name, counts in chapters.items()]
    return "".join(bodies)


def _body(writer: Writer, key: str, title: str, counts: Counter[str]) -> str:
    rows = [f'<tr><th colspan="2" scope="rowgroup">{escape(title, quote=False)}</th></tr>']
    for verdict in VERDICTS:
        if counts[verdict]:
            number = str(counts[verdict])
            writer.vouchers.add("chart", key, number)
            word = escape(writer.locale.say(f"verdict.{verdict}"), quote=False)
            rows.append(
                f'<tr><th scope="row">{word}</th><td><span data-chart="{key}">{number}</span></td></tr>'
            )
    return f"<tbody>{''.join(rows)}</tbody>"
