"""The public list of permanent ids: a page of the site for readers, and a file for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from itertools import groupby
from pathlib import Path

from macros.anchors import list_heading
from macros.ledger import Entry, Ledger
from macros.markup import Writer
from macros.moved import Past

FILE = "permalinks.json"

# What the macros print; the lists themselves are written when all pages are known.
PRESENT = "<div data-permanent-ids></div>"
PAST = "<div data-past-ids></div>"


def download(writer: Writer) -> Callable[[str, str], str]:
    """Return the macro that links to a file at the site's root.

    All languages share such a file; a `*` in its name stands for the language of the text.
    """

    def macro(name: str, words: str) -> str:
        path = escape(name.replace("*", writer.locale.code))
        return f'<a href="{writer.up}{path}" download>{escape(words)}</a>'

    return macro


def fill(past: Past, html: str) -> str:
    """Return a page's HTML with the lists in the places that its macros left for them."""
    return html.replace(PRESENT, present(past)).replace(PAST, gone(past))


def present(past: Past) -> str:
    """Return every id that the site shows and will keep, page by page, the day of its publication beside."""
    pages = groupby(past.book.present.items(), key=lambda item: item[0].partition("#")[0])
    return "".join(_page(past, page, dict(entries)) for page, entries in pages)


def _page(past: Past, page: str, entries: Mapping[str, Entry]) -> str:
    out = [f'<h3 id="{list_heading(page)}"><a href="{past.way(page)}">{past.title(page)}</a></h3>']
    by_day = sorted(entries.items(), key=lambda item: str(item[1].since))
    for since, group in groupby(by_day, key=lambda item: item[1].since):
        date = escape(past.writer.locale.date(since))
        ids = [at.partition("#")[2] for at, _ in group if "#" in at]
        past.writer.vouchers.add("count", "", date)
        past.writer.vouchers.add("count", "", "".join(ids))
        when = past.say("permalinks.since", date=f'<time datetime="{since}" data-count>{date}</time>')
        links = "".join(f'<li><a href="{past.way(page)}#{each}">{each}</a></li>' for each in ids)
        out.append(
            f'<p class="since">{when}</p>' + (f'<ul class="ids" data-count>{links}</ul>' if ids else "")
        )
    return "".join(out)


def gone(past: Past) -> str:
    """Return the ids that moved, with where they lead now, and those removed, with why."""
    if not past.book.past:
        return f"<p>{past.say('permalinks.none')}</p>"
    return f'<ul class="past-ids">{"".join(f"<li>{_was(past, at)}</li>" for at in past.book.past)}</ul>'


def _was(past: Past, at: str) -> str:
    past.writer.vouchers.add("count", "", at)
    removed = past.book.removed(at)
    told = past.reason(at, removed) if removed else f"{past.say('past.moved')} {past.link(at)}"
    return f"<code data-count>{escape(at)}</code> {told}"


def write(book: Ledger, built: Path) -> None:
    """Write the list for programs, which the page of missing addresses reads as well."""
    past: dict[str, dict[str, object]] = {}
    for at in book.past:
        removed = book.removed(at)
        why = {"removed": str(removed.tombstone), "why": removed.why} if removed else {}
        past[at] = {"to": book.final(at), **why}
    value = {"present": {at: str(entry.since) for at, entry in book.present.items()}, "past": past}
    (built / FILE).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
