"""The report of the translations as Markdown, for the summary of a pull request's checks."""

from __future__ import annotations

from collections.abc import Iterator

from macros.report import Report, numbered, typed
from macros.report_text import label
from macros.states import Status


def lines(report: Report) -> Iterator[str]:
    """Yield the report line by line."""
    yield "## Translations"
    for code in report.statuses:
        yield from _language(report, code)


def _language(report: Report, code: str) -> Iterator[str]:
    counts = ", ".join(f"{count} {state}" for state, count in report.counts(code).items() if count)
    yield ""
    yield f"### {report.project.languages[code].name} (`{code}`): {counts or 'nothing to translate'}"
    yield ""
    yield "| Page | Section | State | What happened | Edit |"
    yield "|---|---|---|---|---|"
    for page, statuses in report.pages(code):
        for status in statuses:
            yield _row(page, status)
    for status in report.to_mend(code):
        yield ""
        yield from _details(report, status)
    if accepted := report.accepted(code):
        yield ""
        yield "#### Edits that did not change the meaning, by their author's word"
        yield ""
        for status in accepted:
            for edit in status.accepted:
                yield f"- `{status.section.path}:{status.section.line}`, {edit.on}: {_cell(edit.reason)}"
    if lacking := report.lacking_words(code):
        yield ""
        yield f"`docs/{code}/words.yml` lacks, and borrows from the source: {', '.join(f'`{key}`' for key in lacking)}"


def _row(page: str, status: Status) -> str:
    where = status.translation or status.source
    assert where
    told = "; ".join(map(str, status.told))
    state = f"**urgent**, {status.state}" if status.urgent else status.state
    return f"| {page} | {_cell(label(status))} | {state} | {_cell(told)} | `{where.path}:{where.line}` |"


def _details(report: Report, status: Status) -> Iterator[str]:
    source, translation = status.source, status.translation
    where = translation or source
    assert where
    yield f"<details><summary><code>{where.path}:{where.line}</code> {_html(label(status))}: {status.state}</summary>"
    for edit in status.urgent:
        yield ""
        yield f"Correction of {edit.on}: {_cell(edit.reason)}"
    if source:
        change = report.change(status) if status.state == "outdated" else []
        yield ""
        yield f"The source, `{source.path}:{source.line}`:"
        yield ""
        yield from _fenced(change or typed(source), "diff" if change else "markdown")
    if translation and not translation.to_write:
        yield ""
        yield "The translation:"
        yield ""
        yield from _fenced([line for _, line in numbered(translation)], "markdown")
    if terms := report.terms(status):
        yield ""
        yield f"Agreed terms: {'; '.join(f'{_cell(name)} = {_cell(agreed)}' for name, agreed in terms)}"
    if command := report.command(status):
        yield ""
        yield f"Then: `{command}`"
    yield ""
    yield "</details>"


def _fenced(texts: list[str], kind: str) -> Iterator[str]:
    # A fence longer than any in the text holds all of it.
    fence = "`" * max(
        3, 1 + max((len(t) - len(t.lstrip("`")) for t in (text.strip() for text in texts)), default=0)
    )
    yield f"{fence}{kind}"
    yield from texts
    yield fence


def _cell(text: str) -> str:
    """Return a text that cannot break out of a table's cell."""
    return _html(text).replace("|", "\\|").replace("\n", " ")


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
