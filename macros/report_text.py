"""The report of the translations for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from macros import records
from macros.report import Report, numbered, typed
from macros.states import Status


def lines(report: Report) -> Iterator[str]:
    """Yield the report line by line: a table, then each section to mend, then what a second reader checks."""
    for index, code in enumerate(report.statuses):
        if index:
            yield ""
        yield from _language(report, code)


def _language(report: Report, code: str) -> Iterator[str]:
    counts = ", ".join(f"{count} {state}" for state, count in report.counts(code).items() if count)
    yield f"{report.project.languages[code].name} ({code}): {counts or 'nothing to translate'}"
    for page, statuses in report.pages(code):
        yield f"  {page}"
        for status in statuses:
            yield f"    {_row(status)}"
    for status in report.to_mend(code):
        yield ""
        yield from _details(report, status)
    if accepted := report.accepted(code):
        yield ""
        yield "Edits that did not change the meaning, by their author's word; please read them again:"
        for status in accepted:
            for edit in status.accepted:
                source = status.section
                yield f"  {source.path}:{source.line}: #{source.key}, {edit.on}: {edit.reason}"
    if lacking := report.lacking_words(code):
        yield ""
        yield f"docs/{code}/words.yml lacks, and borrows from the source: {', '.join(lacking)}"


def _row(status: Status) -> str:
    where = status.translation or status.source
    assert where
    told = "; ".join([*(["urgent"] if status.urgent else []), *map(str, status.told)])
    return f"{status.state:<10} {label(status):<28} {where.path}:{where.line}{'  ' + told if told else ''}".rstrip()


def label(status: Status) -> str:
    """Return how the report calls a section."""
    key = status.section.key
    return key.removeprefix("@") if key.startswith("@") or status.page == records.PAGE else f"#{key}"


def _details(report: Report, status: Status) -> Iterator[str]:
    source, translation = status.source, status.translation
    where = translation or source
    assert where
    yield f"{where.path}:{where.line}: {label(status)} is {'urgent and ' if status.urgent else ''}{status.state}"
    for told in status.told:
        yield f"  {told}"
    for edit in status.urgent:
        yield f"  correction of {edit.on}: {edit.reason}"
    if source:
        stamp = translation.stamp if translation else None
        change = report.change(status) if status.state == "outdated" else []
        since = f" since {stamp.on}" if change and stamp else ""
        yield f"  The source{since}, {source.path}:{source.line}:"
        yield from (f"    {line}" for line in change or typed(source))
    if translation and not translation.to_write:
        yield "  The translation:"
        yield from (f"    {number:>5}  {line}" for number, line in numbered(translation))
    if terms := report.terms(status):
        yield f"  Agreed terms: {'; '.join(f'{name} = {agreed}' for name, agreed in terms)}"
    if command := report.command(status):
        yield f"  Then: {command}"
