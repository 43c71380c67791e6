"""Where each figure, claim and source has its entry: the page whose macro lists it.

`figures("machine")` and `claims("machine")` list what belongs to a chapter, `sources("a", "e")` the sources
whose ids begin with those letters, and each of them without arguments lists all that no other page does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from macros.problems import Problem, suggestion
from macros.project import Project, keys_in
from macros.template import Call

# The page that a record is sought on where none lists it; the link checker then says so.
DEFAULT = {"figures": "figures", "claims": "figures", "sources": "sources"}


def homes(project: Project) -> dict[tuple[str, str], str]:
    """Return the name of the page that holds the entry of each record, by part of the data file and id."""
    lists = _lists(project)
    out: dict[tuple[str, str], str] = {}
    own = project.chapters
    for part in ("figures", "claims"):
        pages = {call.key: name for name, call in lists if call.name == part}
        for key in getattr(project.data.records, part):
            out[part, key] = pages.get(own.get(key, ""), pages.get("", DEFAULT[part]))
    spans = [(name, call) for name, call in lists if call.name == "sources"]
    for key in project.data.records.sources:
        found = (name for name, call in spans if within(key, *map(str, call.args[:2])))
        out["sources", key] = next(found, DEFAULT["sources"])
    return out


def within(key: str, first: str = "", last: str = "") -> bool:
    """Tell whether an id begins with one of the letters of a span, both ends included."""
    return first <= key and (not last or key[: len(last)] <= last)


def _lists(project: Project) -> list[tuple[str, Call]]:
    return [
        (name, call)
        for name, page in project.pages[project.source].items()
        for call in page.calls
        if call.name in DEFAULT
    ]


def listed(project: Project) -> tuple[str, ...]:
    """Return the chapters whose figures have a list of their own, in the order of the pages."""
    asked = {call.key for _, call in _lists(project) if call.name == "figures"}
    return tuple(name for name in project.pages[project.source] if name in asked)


def chapters(project: Project) -> Mapping[str, str]:
    """Return the chapter that each figure and claim is listed under, of those that have a list.

    That is the record's own `page`, else the first chapter that prints it, else the first that needs it.
    """
    names = listed(project)
    if not names:
        return {}
    found = {key: page for key, page in _direct(project, names) if page}
    todo = sorted(found, key=lambda key: names.index(found[key]))
    for key in todo:
        for needed in project.needs(key):
            if needed not in found and (needed in project.facts or needed in project.facts.claims):
                found[needed] = found[key]
                todo.append(needed)
    for key in (*project.facts, *project.facts.claims):
        found.setdefault(key, names[0])
    return found


def problems(project: Project) -> Iterator[Problem]:
    """Find records that are to be listed under a chapter that has no list."""
    names = listed(project)
    records = project.data.records
    for part, own in (("figures", records.figures), ("claims", records.claims)):
        for key, record in own.items():
            if record.page and record.page not in names:
                mend = (
                    suggestion(record.page, names) or f"; chapters with a list: {', '.join(names) or 'none'}"
                )
                yield project.data.file.problem(
                    (part, key, "page"), f'{key}.page: no page lists the figures of "{record.page}"{mend}'
                )


def _direct(project: Project, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    records = project.data.records
    for statement in records.statements.values():
        if statement.page in names:
            texts = (statement.said, statement.found, statement.why)
            for needed in (*statement.figures, *(each for text in texts for each in keys_in(text))):
                if needed in project.facts:
                    yield needed, statement.page
    # What a chapter prints counts for more than what a statement about it does, so it comes later.
    for key in (*project.facts, *project.facts.claims):
        record = records.figures.get(key) or records.claims[key]
        own = record.page if record.page in names else ""
        yield key, own or _first(project.uses.get(key, ()), names)


def _first(pages: Collection[str], names: Sequence[str]) -> str:
    return next((name for name in pages if name in names), "")
