"""The state of each translation, page by page, as readers of the site see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import escape

from macros import records
from macros.addresses import address
from macros.listings import page_title
from macros.markup import Writer
from macros.states import STATES, Status


def translations(writer: Writer) -> str:
    """Return a table for each language that is translated into: one row a page, one column a state."""
    return "\n\n".join(_table(writer, code) for code in writer.project.survey.targets)


def _table(writer: Writer, code: str) -> str:
    project, say = writer.project, writer.locale.say
    survey = project.survey
    states = [
        state for state in STATES if state in ("current", "outdated", "missing") or _any(writer, code, state)
    ]
    head = "".join(f'<th scope="col">{escape(say(f"state.{state}"))}</th>' for state in states)
    rows = "".join(
        _row(writer, _page(writer, code, name), survey.by_page.get((code, name), ()), states)
        for name in (*project.pages[project.source], records.PAGE)
    )
    name = project.languages[code].name
    caption = f'<caption lang="{code}">{escape(name)}</caption>'
    return (
        f'<table class="translations">{caption}<thead><tr><th scope="col">{escape(say("state.page"))}</th>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _any(writer: Writer, code: str, state: str) -> bool:
    return any(status.state == state for status in writer.project.survey.statuses[code])


def _row(writer: Writer, title: str, statuses: Iterable[Status], states: Iterable[str]) -> str:
    counts: Counter[str] = Counter(status.state for status in statuses)
    cells = "".join(_cells(writer, counts, states))
    return f'<tr><th scope="row">{title}</th>{cells}</tr>'


def _cells(writer: Writer, counts: Counter[str], states: Iterable[str]) -> Iterator[str]:
    for state in states:
        written = writer.locale.number(Decimal(counts[state]))
        writer.vouchers.add("count", "", written)
        kind = f' class="{state}"' if counts[state] else ""
        yield f"<td{kind} data-count>{written}</td>"


def _page(writer: Writer, code: str, name: str) -> str:
    """Return a page's title in the reader's language, as a link to the page in the other one."""
    project = writer.project
    if name == records.PAGE:
        return escape(writer.locale.say("state.records"))
    title = page_title(writer, name)
    folder = "" if code == project.source else f"{code}/"
    return f'<a href="{writer.up}{folder}{address(name).lstrip("/")}" hreflang="{code}">{escape(title)}</a>'
