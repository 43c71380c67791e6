"""One build of the site: what happens to each of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

from macros import citations, exports, headings, homes, translations
from macros.frame import Frame
from macros.glossary import Marker, glossary_page, glosses, mark
from macros.markup import Writer
from macros.notes import marks, notes
from macros.notices import Notices
from macros.phrases import phrases
from macros.places import Places
from macros.problems import Faults, Problem
from macros.project import Page, Project, languages_from
from macros.prose import macros_for
from macros.rendition import Part, Rendition, rendition
from macros.sharing import Sharing
from macros.spread import Aside
from macros.template import expand, parse
from macros.timing import TIMES
from macros.typography import Typesetter
from macros.vouchers import Vouchers

HEADING = re.compile(
    r'(?P<open><h[1-4][^>]* id="(?P<id>[^"]+)"[^>]*>)(?P<text>.*?)(?P<close></h[1-4]>)', re.S
)
H1 = re.compile(r"^# ", re.M)


@dataclass
class Site:
    """A project being built, with what its macros have vouched for so far."""

    project: Project
    vouchers: Vouchers = field(default_factory=Vouchers)
    typesetters: dict[str, Typesetter] = field(default_factory=dict)
    markers: dict[str, Marker] = field(default_factory=dict)
    expanded: dict[tuple[str, str], str] = field(default_factory=dict)
    renditions: dict[tuple[str, str], Rendition] = field(default_factory=dict)
    site_url: str = ""
    serving: bool = False
    ahead: tuple[Aside[None], ...] = ()

    @classmethod
    def load(cls, root: Path, config: Any) -> Site:
        """Load the project for the languages of a MkDocs configuration; raise Faults."""
        options = config.plugins["i18n"].config
        listed = [dict(language) for language in options["languages"]]
        source, languages = languages_from(listed, config.site_name)
        with TIMES.of("load"):
            project = Project.load(root, source, languages)
        typesetters = {
            code: Typesetter(locale.own.get("typography"), project.data.records.names)
            for code, locale in project.locales.items()
        }
        markers = {code: Marker(project.data.records.glossary, code) for code in languages}
        return cls(project, typesetters=typesetters, markers=markers, site_url=str(config.site_url or ""))

    def check_sources(self) -> None:
        """Check all that can be known before rendering; raise Faults."""
        self.check_texts()
        # Which ids are lost is known once every page could be read.
        if problems := [*self.places.source_problems()]:
            raise Faults(problems)

    def check_texts(self) -> None:
        """Check and expand every page by itself; raise Faults."""
        with TIMES.of("expand"):
            problems = [*self._source_problems(), *headings.check(self.project)]
        if problems:
            raise Faults(problems)

    def _source_problems(self) -> Iterator[Problem]:
        for language, pages in self.project.pages.items():
            for page in pages.values():
                try:
                    self.text(language, page)
                except Faults as faults:
                    yield from faults.problems
        with TIMES.of("translations"):
            yield from translations.problems(self.project.survey)
        yield from homes.problems(self.project)

    def begin(self, built: Path) -> None:
        """Begin what another processor can do while the pages are rendered: draw their pictures, write the data."""
        self.ahead = (Aside(partial(self._write_data, built)), Aside(partial(self.sharing.draw_ahead, built)))

    def _write_data(self, built: Path) -> None:
        exports.write(self.project, self.site_url, built)
        citations.write(self.project, self.site_url, self.typeset, built)

    def end(self) -> None:
        """Stop what was begun, where the build has failed."""
        for aside in self.ahead:
            aside.end()

    def rendition(self, language: str, name: str) -> Rendition:
        """Return what readers of a language get of a page."""
        if (language, name) not in self.renditions:
            with TIMES.of("translations"):
                self.renditions[language, name] = rendition(self.project, language, name)
        return self.renditions[language, name]

    def text(self, language: str, page: Page) -> str:
        """Return a page's Markdown for readers of a language, with its macros expanded; raise Faults."""
        if (language, page.path) not in self.expanded:
            printed = self.rendition(language, page.name)

            def expanded(part: Part) -> str:
                # A text in the source language keeps that language's numbers and units wherever it is read.
                writer = self.writer(part.section.language, page, printed)
                pieces = parse(part.printed, part.section.path, part.section.line)
                return expand(pieces, macros_for(writer), part.section.path)

            self.expanded[language, page.path] = printed.markdown(expanded, self.project.pages)
        return self.expanded[language, page.path]

    @cached_property
    def places(self) -> Places:
        """Return what is known of the site's addresses."""

        def writer(language: str, root: str) -> Writer:
            return Writer(self.project, self.project.locales[language], root, self.vouchers)

        def typeset(language: str, html: str) -> str:
            return self.typesetters[language].html(html) if language in self.typesetters else html

        return Places(self.project, self.site_url, self.text, writer, typeset)

    @cached_property
    def glossary(self) -> str | None:
        """Return the name of the page that prints the glossary, or None."""
        return glossary_page(self.project)

    @cached_property
    def sharing(self) -> Sharing:
        """Return what pages say of themselves to chats and search engines."""
        return Sharing(self.project, self.site_url, self.writer, self.typeset)

    def typeset(self, language: str, text: str) -> str:
        """Return a text in the typography of its language."""
        return self.typesetters[language].text(text)

    def writer(self, language: str, page: Page | None, printed: Rendition | None = None) -> Writer:
        """Return what writes on a page in a language; `printed` is what readers get of the page."""
        depth = 0 if page is None or page.name == "index" else page.name.count("/") + 1
        root = "../" * depth or "./"
        noted = marks(self.project, printed.calls if printed else page.calls if page else ())
        folder = printed.language if printed else language
        locale = self.project.locales[language]
        return Writer(self.project, locale, root, self.vouchers, marks=noted, folder=folder)

    def page(self, language: str, page: Any) -> Page | None:
        """Return our page for MkDocs' page, which may be the source's where a translation is missing."""
        name = str(page.file.norm_src_uri).removesuffix(".md")
        return self.project.pages[language].get(name) or self.project.pages[self.project.source].get(name)

    def expand(self, language: str, page: Any, markdown: str) -> str:
        """Return a page's Markdown with its macros expanded; raise Faults."""
        ours = self.page(language, page)
        if ours is None:
            return markdown
        text = self.text(language, ours)
        # Writers give the title once, in the front matter; here it becomes the page's first heading.
        if H1.search(text) or "title" not in ours.meta:
            return text
        return f"# {ours.meta['title']} {{: #top }}\n\n{text}"

    def forget(self, language: str, page: Any) -> None:
        """Keep no longer what a page is made of: it is made."""
        if ours := self.page(language, page):
            self.expanded.pop((language, ours.path), None)
            self.renditions.pop((language, ours.name), None)

    def finish(self, language: str, page: Any, html: str) -> str:
        """Return a page's HTML with its notices, terms, notes, typography and the script's phrases."""
        ours = self.page(language, page)
        typesetter = self.typesetters[language]
        if ours:
            printed = self.rendition(language, ours.name)
            html = self._with_notices(printed, page, html)
            # The notes are in the language of the text.
            writer = self.writer(ours.language, ours, printed)
            html, terms = mark(writer, self.markers[ours.language], self.glossary, ours.name, html)
            html = self._with_links(language, self.places.finish(language, ours.name, html))
            html += notes(writer, printed.calls) + glosses(writer, terms)
        return typesetter.html(html) + phrases(self.project.locales[language].say, typesetter.text)

    def _with_notices(self, printed: Rendition, page: Any, html: str) -> str:
        """Return a page's HTML with what its readers are told of its translation."""
        source = self.project.source
        if printed.language == source:
            return html
        notices = Notices(self.writer(printed.language, printed.page), printed, str(page.edit_url or ""))
        if printed.borrowed:
            html = self.typesetters[source].html(html)
        for item in page.toc:
            _mark_foreign(item, printed.foreign, source)

        def foreign(text: str) -> str:
            way = self.project.locales[source].direction
            return f'<div lang="{source}" dir="{way}" data-pagefind-ignore>{self.typesetters[source].html(text)}</div>'

        return printed.dress(html, notices.section, notices.page(), foreign)

    def _with_links(self, language: str, html: str) -> str:
        """Return a page's HTML with a link to itself in each of its headings."""
        label = escape(self.project.locales[language].say("heading.link"))
        link = rf'<a class="headerlink" href="#\g<id>" aria-label="{label}"></a>'
        return HEADING.sub(rf"\g<open>\g<text>{link}\g<close>", html)

    def context(self, language: str, page: Any = None) -> dict[str, Any]:
        """Return what the templates need: `say` for the interface's words, and what they show around a page.

        A template without a page, such as that of a missing address, gets the same words.
        """
        ours = self.page(language, page) if page else None
        locale = self.project.locales[language]
        writer = self.writer(language, ours)

        location = self.places.locate(language, ours.name) if ours else None

        def page_of(other: Any) -> Page | None:
            return self.page(language, other)

        return {
            "say": locale.say,
            "locale": locale,
            "writer": writer,
            "ours": ours,
            "project": self.project,
            "frame": Frame(writer, self.typesetters[language]),
            "page_of": page_of,
            "location": location,
            "share": self.sharing.head(language, ours, location) if ours and location else "",
            "alternates": location.alternates if location else self.places.homes(language),
            "missing": [] if ours else self.places.missing(language),
        }


def _mark_foreign(item: Any, keys: Iterable[str], source: str) -> None:
    """Give the sections that are printed in the source language that language in the table of contents too."""
    if item.id in keys:
        item.title = f'<span lang="{source}">{item.title}</span>'
    for child in item.children:
        _mark_foreign(child, keys, source)
