"""Old addresses that keep working with no server: ids on a page, and pages that lead to where theirs went."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from macros import addresses, ledger
from macros.anchors import Anchor
from macros.ledger import Entry, Ledger
from macros.markup import Writer
from macros.problems import placed

# What stands on a redirect page before anything else, the same bytes on each: the fragment and the query
# go along, and a fragment that moved elsewhere goes there.
SCRIPT = (
    "(function(d){var m=JSON.parse(d.moves),k=decodeURIComponent(location.hash.slice(1)),"
    "u=new URL(m[k]||d.to,location);u.search=location.search;u.hash=u.hash||location.hash;"
    "location.replace(u)})(document.documentElement.dataset)"
)


@dataclass(frozen=True)
class Past:
    """Writes what became of ids, in the language of one page; `anchors` gives what ids name in it."""

    book: Ledger
    writer: Writer
    anchors: Callable[[], Mapping[str, Anchor]]
    page: str

    def on_page(self, html: str) -> str:
        """Return a page's HTML with its old ids: beside what they name now, or as a line that leads on.

        The lines stand at the end of the page and are shown only to those who followed an old link.
        """
        lines = []
        for at in self.book.on_page(self.page):
            if not self.book.is_past(at):
                continue
            key, final = at.partition("#")[2], self.book.final(at) or self.page
            page, _, target = final.partition("#")
            if page == self.page and target and not self.book.removed(at):
                html = beside(html, target, key)
            else:
                lines.append(self.line(at, key))
        return html + (f'<div class="past" data-pagefind-ignore>{"".join(lines)}</div>' if lines else "")

    def line(self, at: str, key: str) -> str:
        """Return the line that says where an id went, as an element with that id."""
        removed = self.book.removed(at)
        if removed is None:
            return f'<p class="moved" id="{key}">{self.say("past.moved")} {self.link(at)}</p>'
        return f'<p class="removed" id="{key}">{self.reason(at, removed)}</p>'

    def reason(self, at: str, removed: Entry) -> str:
        """Return when and why an id was removed, and what to read instead."""
        date = escape(self.writer.locale.date(removed.tombstone)) if removed.tombstone else ""
        self.writer.vouchers.add("count", "", date)
        when = self.say("past.removed", date=f'<time datetime="{removed.tombstone}" data-count>{date}</time>')
        with placed(ledger.PATH, self.book.line(at)):
            why = self.writer.text(removed.why) if removed.why else ""
        return f"{when} {why} {self.say('past.instead')} {self.link(at)}"

    def link(self, at: str) -> str:
        """Return a link to where an address leads today."""
        final = self.book.final(at) or "/"
        return f'<a href="{self.way(final)}">{self.title(final)}</a>'

    def way(self, target: str) -> str:
        """Return the way from this page to an address of the same language."""
        return self.writer.root + target[1:]

    def title(self, at: str) -> str:
        """Return what an address names, in this page's language where it is known in it."""
        anchor, entry = self.anchors().get(at), self.book.entries.get(at)
        return escape(anchor.gist if anchor else entry.gist if entry else at)

    def say(self, key: str, **values: str) -> str:
        """Return a phrase of the interface."""
        return self.writer.locale.say(key, **values)


def beside(html: str, target: str, old: str) -> str:
    """Return the HTML with an empty anchor for an old id at the start of the element that it names now."""
    return re.sub(
        rf'(<[a-z][a-z0-9]*\b[^>]*\sid="{re.escape(target)}"[^>]*>)',
        lambda element: f'{element[1]}<span class="was" id="{old}"></span>',
        html,
        count=1,
    )


def write_redirects(
    book: Ledger,
    past_of: Callable[[str, str], Past],
    typeset: Callable[[str, str], str],
    site_url: str,
    source: str,
    languages: Mapping[str, str],
    built: Path,
) -> None:
    """Write a small page at every address of a page that moved; `languages` gives each one's site name."""
    for at, entry in book.entries.items():
        if "#" in at or not entry.alias:
            continue
        for language, site_name in languages.items():
            past = past_of(language, at)
            file = built / addresses.built(language, source, at)
            if file.exists():
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            html = redirect(past, at, language, site_url, source, site_name)
            file.write_text(typeset(language, html), "utf-8")


def redirect(past: Past, at: str, language: str, site_url: str, source: str, site_name: str) -> str:
    """Return the page that leads from a page's old address to its new one."""
    final = past.book.final(at) or "/"
    page, _, fragment = final.partition("#")
    full = addresses.url(site_url, language, source, page) + (f"#{fragment}" if fragment else "")
    moves = {
        key: past.way(there)
        for old in past.book.on_page(at)
        if (key := old.partition("#")[2]) and (there := past.book.final(old)) and there != f"{final}#{key}"
    }
    ids = "".join(f'<li id="{old.partition("#")[2]}">{past.link(old)}</li>' for old in past.book.on_page(at))
    return (
        f"<!doctype html>\n"
        f'<html lang="{language}" dir="{past.writer.locale.direction}" data-to="{escape(past.way(final))}"'
        f' data-moves="{escape(json.dumps(moves, ensure_ascii=False))}">\n'
        f'<meta charset="utf-8">\n<script>{SCRIPT}</script>\n'
        f'<meta http-equiv="refresh" content="0; url={escape(past.way(final))}">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f'<link rel="canonical" href="{escape(full)}">\n'
        f"<title>{past.title(final)} · {escape(site_name)}</title>\n"
        f"<body data-pagefind-ignore>\n<p>{past.say('past.moved')} {past.link(at)}</p>\n"
        + (f"<ul>{ids}</ul>\n" if ids else "")
        + "</body>\n</html>\n"
    )


def base(site_url: str) -> str:
    """Return the path at which the site lies on its host, with both slashes."""
    path = urlsplit(site_url).path
    return path if path.endswith("/") else f"{path}/"
