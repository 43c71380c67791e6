"""The notes of a page: each figure and claim it prints, with its evidence.

On screen a note is the body of the figure's card; on paper the notes stand at the end of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.markup import Writer
from macros.template import Call


def notes(writer: Writer, calls: Iterable[Call]) -> str:
    """Return the notes of a page's macro calls, each record once, in order of appearance."""
    keys = dict.fromkeys(call.key for call in calls if call.name in ("figure", "as_of", "claim"))
    if not keys:
        return ""
    items = "".join(f'<li data-note="{key}">{_note(writer, key)}</li>' for key in keys)
    return f'<aside class="notes" aria-label="{escape(writer.locale.say("notes.title"))}"><ol>{items}</ol></aside>'


def _note(writer: Writer, key: str) -> str:
    project = writer.project
    if key in project.facts:
        fact = project.facts[key]
        return f'<p class="label">{writer.text(fact.record.label)}</p>' + "".join(writer.body(fact))
    claim = project.data.records.claims[key]
    label = writer.text(claim.label)
    writer.vouchers.add("claim", key, label)
    return f'<p class="label"><span data-claim="{key}">{label}</span></p><p class="computed">{writer.formula(key, claim.condition)}</p>'
