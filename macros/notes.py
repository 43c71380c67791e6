"""The notes of a page: each figure and claim it prints, with its evidence.

On screen a note is the body of the figure's card; on paper the notes stand at the end of the page,
numbered in the order in which the page calls them, and each number of the page carries its note's mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape

from macros.listings import corrected
from macros.markup import Writer
from macros.project import Project, keys_in
from macros.template import Call

NOTED = ("figure", "as_of", "claim")


def note_keys(project: Project, calls: Iterable[Call]) -> tuple[str, ...]:
    """Return the figures and claims that a page's calls print, each once, in order of appearance."""
    return tuple(dict.fromkeys(_printed(project, calls)))


def _printed(project: Project, calls: Iterable[Call]) -> Iterator[str]:
    for call in calls:
        if call.name in NOTED:
            yield call.key
        elif call.name == "chart":
            yield from project.figures_of(call)
        elif call.name == "corrections":
            for _, statement in corrected(project.data):
                keys = keys_in(statement.said)
                yield from (key for key in keys if key in project.facts or key in project.facts.claims)


def marks(project: Project, calls: Iterable[Call]) -> Mapping[str, int]:
    """Return the number of each note of a page, from 1, by the record it is about."""
    return {key: number for number, key in enumerate(note_keys(project, calls), 1)}


def notes(writer: Writer, calls: Iterable[Call]) -> str:
    """Return the notes of a page's macro calls, each record once, in order of appearance."""
    keys = note_keys(writer.project, calls)
    if not keys:
        return ""
    # Inside the notes a mark would only send the reader to where they are.
    writer = replace(writer, marks={})
    items = "".join(f'<li data-note="{key}">{_note(writer, key)}</li>' for key in keys)
    title = escape(writer.locale.say("notes.title"))
    return f'<aside class="notes" aria-label="{title}"><p class="notes-title">{title}</p><ol>{items}</ol></aside>'


def _note(writer: Writer, key: str) -> str:
    project = writer.project
    if key in project.facts:
        fact = project.facts[key]
        return f'<p class="label">{writer.text(fact.record.label)}</p>' + "".join(writer.body(fact))
    claim = project.data.records.claims[key]
    label = writer.text(claim.label)
    writer.vouchers.add("claim", key, label)
    return f'<p class="label"><span data-claim>{label}</span></p><p class="computed">{writer.formula(key, claim.condition)}</p>'
