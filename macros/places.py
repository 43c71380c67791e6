"""All that the site knows of its addresses: what is where, in which languages, and what became of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from macros import addresses, alternates, anchors, ledger, links, moved, not_found, permalinks
from macros.alternates import Alternate, Location
from macros.anchors import Anchor
from macros.ledger import Ledger
from macros.markup import Writer
from macros.moved import Past
from macros.not_found import Missing, sections
from macros.page import Page
from macros.problems import Faults, Problem
from macros.project import Project
from macros.scan import Scan
from macros.stash import Expanded


@dataclass
class Places:
    """The addresses of one build.

    `expanded` gives a page's text with its macros made; `writer` writes in a language, with links that
    begin at a root; `typeset` sets HTML in a language's typography.
    """

    project: Project
    site_url: str
    expanded: Callable[[str, Page], Expanded]
    writer: Callable[[str, str], Writer]
    typeset: Callable[[str, str], str]
    templates: dict[tuple[str, str], str] = field(default_factory=dict)
    known: dict[str, Mapping[str, Anchor]] = field(default_factory=dict)

    @cached_property
    def book(self) -> Ledger:
        """Return the ledger; raise Faults."""
        return ledger.load(self.project.root)

    def anchors(self, language: str) -> Mapping[str, Anchor]:
        """Return what a language publishes by address, with the source's for what it lacks."""
        if language not in self.known:
            own = anchors.published(self.project, language, self.expanded)
            pages, source = self.project.pages, self.project.source
            if pages[source].keys() - pages[language].keys():
                own = {**self.anchors(source), **own}
            self.known[language] = own
        return self.known[language]

    # --- before rendering --------------------------------------------------------------------------

    def source_problems(self) -> Iterator[Problem]:
        """Find faults of the ledger, and ids that are lost or taken; every page must be readable."""
        try:
            book = self.book
        except Faults as faults:
            yield from faults.problems
            return
        yield from anchors.lost(book, self.anchors(self.project.source))

    def tells_of_removed_pages(self) -> bool:
        """Tell whether some page was removed, of which the page of missing addresses then tells in all languages."""
        try:
            book = self.book
        except Faults:
            return False
        return any("#" not in at and book.removed(at) for at in book.past)

    # --- one page ----------------------------------------------------------------------------------

    def past(self, language: str, page: str, root: str | None = None) -> Past:
        """Return what writes of old ids for the page at an address, or for links from another root."""
        writer = self.writer(language, root or addresses.up(page))
        return Past(self.book, writer, partial(self.anchors, language), page)

    def finish(self, language: str, name: str, html: str) -> str:
        """Return a page's HTML with its old ids, and with the lists of ids where it asks for them."""
        past = self.past(language, addresses.address(name))
        return past.on_page(permalinks.fill(past, html))

    def locate(self, language: str, name: str) -> Location:
        """Return where a page stands among its translations."""
        return alternates.locate(self.project, self.site_url, language, name)

    def homes(self, language: str) -> tuple[Alternate, ...]:
        """Return the first page of each language, for pages that belong to no address."""
        return alternates.homes(self.project, self.site_url, moved.base(self.site_url), language)

    def missing(self, language: str) -> list[Missing]:
        """Return what the page of missing addresses says."""
        base = moved.base(self.site_url)
        past = {
            code: self.past(code, "", base + addresses.folder(code, self.project.source))
            for code in self.project.languages
        }
        return [*sections(self.project, language, past, self.typeset)]

    # --- the built site ----------------------------------------------------------------------------

    def write(self, built: Path) -> None:
        """Write what MkDocs does not: missing addresses, moved pages, sitemap, and the list of ids."""
        project = self.project
        names = {code: language.site_name for code, language in project.languages.items()}
        not_found.write(self.templates, project.source, built)
        moved.write_redirects(self.book, self.past, self.typeset, self.site_url, project.source, names, built)
        permalinks.write(self.book, built)
        alternates.mark_untranslated(project, built)
        alternates.write_sitemap(project, self.site_url, built)

    def check(self, built: Path, scans: Mapping[str, Scan]) -> Iterator[Problem]:
        """Find dead links, ids that are not there, and ids that nobody wrote, on pages that were scanned."""
        yield from links.check(self.project, links.Links(built, self.site_url, scans))
        yield from anchors.missing(self.project, self.book, scans)
        for language, pages in self.project.pages.items():
            known = self.anchors(language)
            for name in pages:
                file = addresses.built(language, self.project.source, addresses.address(name))
                if file in scans:
                    yield from anchors.made_up(self.project, language, name, known, scans[file])
