"""Every id that the site publishes, what it names, and whether the ledger of permanent ids agrees."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros import ledger
from macros.addresses import address, built
from macros.data import PATH as DATA
from macros.headings import headings
from macros.ledger import Ledger
from macros.page import Page
from macros.problems import Problem
from macros.project import Project
from macros.scan import Scan
from macros.stash import Expanded

# What a page or a macro prints with an id is for ever; what is drawn inside a picture is not.
LASTING = "article[id],figure[id],section[id],h1[id],h2[id],h3[id],h4[id],h5[id],h6[id]"
NAMED_BY = "figcaption,.label,h1,h2,h3,h4,h5,h6"
NUMBERS = "[data-figure]"
OWN_LINKS = "a.self,a.headerlink"
TITLE = "top"

# A list of ten thousand entries is parsed in parts: as one tree it would take eighty megabytes.
TOGETHER = 200

# The macro that lists all ids, under a heading for each page.
LIST = "permanent_ids"
COMMAND = "python -m macros anchors"


class Anchor(NamedTuple):
    """One id of the site: what it names in one language, and the line that makes it."""

    address: str
    gist: str
    path: str
    line: int


# --- what the site publishes ---------------------------------------------------------------------


def published(
    project: Project, language: str, expanded: Callable[[str, Page], Expanded]
) -> dict[str, Anchor]:
    """Return every id of a language's pages by address, in order; `expanded` gives a page with its macros made."""
    found: dict[str, Anchor] = {}
    for page in project.pages[language].values():
        at = address(page.name)
        found[at] = Anchor(at, str(page.meta.get("title", page.name)), page.path, 1)
        for anchor in _on_page(project, page, expanded(language, page)):
            found.setdefault(anchor.address, anchor)
    return found


def _on_page(project: Project, page: Page, expanded: Expanded) -> Iterator[Anchor]:
    at = address(page.name)
    # The title stands in the front matter, and every page is built with it as a heading.
    yield Anchor(f"{at}#{TITLE}", str(page.meta.get("title", page.name)), page.path, 1)
    for heading in headings(page.body, page.first_line):
        if heading.id:
            yield Anchor(f"{at}#{heading.id}", heading.title, page.path, heading.line)
    # Listings make headings of their own.
    for heading in headings(expanded.markdown):
        if heading.id:
            yield Anchor(f"{at}#{heading.id}", heading.title, page.path, page.first_line)
    if any(call.name == LIST for call in page.calls):
        for other in project.pages[page.language].values():
            key = list_heading(address(other.name))
            yield Anchor(f"{at}#{key}", str(other.meta.get("title", other.name)), page.path, page.first_line)
    made = [html for html in expanded.html if " id=" in html]
    for start in range(0, len(made), TOGETHER):
        for node in LexborHTMLParser("".join(made[start : start + TOGETHER])).css(LASTING):
            key = node.attributes["id"] or ""
            if not _drawn(node):
                yield Anchor(f"{at}#{key}", gist(node) or key, *_origin(project, page, key))


def list_heading(page: str) -> str:
    """Return the id of the part of the list of ids that is about one page."""
    return f"of-{page.strip('/').replace('/', '-') or 'index'}"


def _drawn(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "svg":
            return True
        parent = parent.parent
    return False


def gist(node: LexborNode) -> str:
    """Return what an element says that it is, with the id of each figure instead of its number."""
    named = node.css_first(NAMED_BY) or node
    if any(_nameless(link) for link in named.css(OWN_LINKS)) or named.css_first(NUMBERS):
        named = LexborHTMLParser(named.html or "").root or named
        for figure in named.css(NUMBERS):
            figure.replace_with(f"[{figure.attributes['data-figure']}]")
        for link in named.css(OWN_LINKS):
            if _nameless(link):
                link.decompose()
    return " ".join(named.text().split())


def _nameless(link: LexborNode) -> bool:
    """Tell whether a link of an element to itself shows a sign and not the element's name."""
    return link.text().strip() in ("", "#")


def _origin(project: Project, page: Page, key: str) -> tuple[str, int]:
    """Return where the record that an entry shows is written, or else the call that prints it."""
    records = project.data.records
    for part in ("figures", "claims", "sources", "statements", "glossary"):
        if key in getattr(records, part) and any(call.name == part for call in page.calls):
            return DATA, project.data.line(part, key)
    for call in page.calls:
        if call.key and key.endswith(call.key):
            return page.path, call.line
    return page.path, page.first_line


# --- what the ledger says of it ------------------------------------------------------------------


def new(book: Ledger, anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """Return the ids that the ledger does not hold yet."""
    return {at: anchor for at, anchor in anchors.items() if at not in book.entries}


def lost(book: Ledger, anchors: Mapping[str, Anchor]) -> Iterator[Problem]:
    """Find ids of the ledger that are gone without a word, and ids that came back as something else."""
    fresh = new(book, anchors)
    for at, entry in book.entries.items():
        if book.is_past(at) and at in anchors:
            anchor = anchors[at]
            went = "was removed" if book.removed(at) else f"moved to {book.onward(at)}"
            yield Problem(
                anchor.path,
                anchor.line,
                f'the id "{at}" is not free: it named "{entry.gist}", which {went}; give "{anchor.gist}" another',
            )
        elif not book.is_past(at) and at not in anchors:
            yield book.problem(
                at,
                f'"{at}" ("{entry.gist}") is gone from the site; put the id back, or, where it moved, run {COMMAND} --add '
                f'and then end its line with "alias: {_likely(at, entry.gist, fresh)}", or, where it was removed, '
                'with "tombstone: <date>, why: {…}, instead: /page/#id"',
            )


def reworded(book: Ledger, anchors: Mapping[str, Anchor]) -> Iterator[Problem]:
    """Find ids that name something else than what the ledger says."""
    for at, entry in book.present.items():
        anchor = anchors.get(at)
        if anchor and _folded(anchor.gist) != _folded(entry.gist):
            yield Problem(
                anchor.path,
                anchor.line,
                f'"{at}" now names "{anchor.gist}", and "{entry.gist}" in {ledger.PATH}; for the same thing in '
                f"other words, {COMMAND} --reword {at}; for another thing, give it an id of its own",
            )


def _likely(at: str, gist: str, fresh: Mapping[str, Anchor]) -> str:
    """Return the new id that has the gist of a lost one, or a place for the writer to fill in."""
    same = [anchor.address for anchor in fresh.values() if _folded(anchor.gist) == _folded(gist)]
    page = at.partition("#")[0]
    return next((address for address in same if address.startswith(page)), same[0] if same else "/page/#id")


def _folded(text: str) -> str:
    """Return what makes two wordings the same: letters and digits, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


# --- what the built site shows -------------------------------------------------------------------


def missing(project: Project, book: Ledger, scans: Mapping[str, Scan]) -> Iterator[Problem]:
    """Find ids of the ledger that the built pages of a language do not have."""
    ids = {file: frozenset(scan.ids) for file, scan in scans.items()}
    for at, entry in book.entries.items():
        page, _, key = at.partition("#")
        # A page that was removed is told of by the page of missing addresses.
        if book.removed(page):
            continue
        for language in project.languages:
            file = built(language, project.source, page)
            scan = scans.get(file)
            if scan and (not key or key in ids[file]):
                continue
            what = "id" if scan else "page"
            yield Problem(
                *_missing_from(project, book, language, at),
                f'"{at}" ("{entry.gist}") has no {what} in {file}; give the same section the same id, '
                f'or say in {ledger.PATH} where it went ("alias:" or "tombstone:")',
            )


def _missing_from(project: Project, book: Ledger, language: str, at: str) -> tuple[str, int]:
    for name, page in project.pages[language].items():
        if address(name) == at.partition("#")[0]:
            return page.path, page.first_line
    return ledger.PATH, book.file.line((at,))


def made_up(
    project: Project, language: str, name: str, known: Mapping[str, Anchor], scan: Scan
) -> Iterator[Problem]:
    """Find headings of a built page whose id nobody wrote."""
    page = project.pages[language][name]
    for heading in scan.headings:
        if heading.id and f"{address(name)}#{heading.id}" not in known:
            yield Problem(
                page.path,
                page.first_line,
                f'the id "{heading.id}" of the heading "{heading.text}" was made up;'
                " write one at the end of its line: {: #id }",
            )
