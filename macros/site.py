"""One build of the site: what happens to each of its pages."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from macros import headings, homes, translations
from macros.addresses import address, up
from macros.ahead import Ahead
from macros.blocks import outside_code
from macros.configuration import host, languages_from
from macros.frame import Frame
from macros.glossary import Marker, glossary_page, glosses, mark
from macros.markup import Writer
from macros.memory import Made, Memory
from macros.notes import marks, notes
from macros.notices import Notices
from macros.page import Page
from macros.phrases import phrases
from macros.places import Places
from macros.problems import Faults, Problem
from macros.project import Project
from macros.prose import macros_for
from macros.rendition import Part, Rendition, rendition
from macros.sharing import Sharing
from macros.stash import Expanded, Stash
from macros.template import Macro, expand, parse
from macros.timing import TIMES
from macros.typography import Typesetter
from macros.vouchers import Vouchers


@dataclass
class Site:
    """A project being built, with what its macros have vouched for so far."""

    project: Project
    vouchers: Vouchers = field(default_factory=Vouchers)
    typesetters: dict[str, Typesetter] = field(default_factory=dict)
    markers: dict[str, Marker] = field(default_factory=dict)
    made: dict[tuple[str, str], Made] = field(default_factory=dict)
    renditions: dict[tuple[str, str], Rendition] = field(default_factory=dict)
    site_url: str = ""
    memory: Memory | None = None

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
        return cls(project, typesetters=typesetters, markers=markers, site_url=host(config.site_url))

    def check_sources(self, elsewhere: Collection[str] = ()) -> None:
        """Check all that can be known before rendering; raise Faults.

        Pages of the languages that are built `elsewhere` are expanded there.
        """
        problems: list[Problem] = []
        try:
            self.check_texts(elsewhere)
        except Faults as faults:
            problems += faults.problems
        # Which ids are lost is known where every page of the source could be read.
        with contextlib.suppress(Faults):
            problems += self.places.source_problems()
        if problems:
            raise Faults(problems)
        self._know_anchors(language for language in self.project.languages if language not in elsewhere)

    def check_texts(self, elsewhere: Collection[str] = ()) -> None:
        """Check and expand every page by itself; raise Faults."""
        here = [language for language in self.project.languages if language not in elsewhere]
        problems = [*self._text_problems(here), *headings.check(self.project)]
        with TIMES.of("translations"):
            problems += translations.problems(self.project.survey)
        problems += [*homes.problems(self.project), *self.sharing.problems()]
        if problems:
            # Where something is wrong, all that is wrong is told.
            raise Faults([*problems, *self._text_problems(elsewhere)])

    def expand_texts(self, languages: Iterable[str]) -> None:
        """Expand every page of some languages; raise Faults."""
        if problems := [*self._text_problems(languages)]:
            raise Faults(problems)
        self._know_anchors(languages)

    def _know_anchors(self, languages: Iterable[str]) -> None:
        """Read off the ids of all pages while their texts are at hand."""
        if self.memory and self.memory.valid:
            self.places.known.update(self.memory.anchors)
        for language in languages:
            self.places.anchors(language)
        if self.memory:
            self.memory.anchors.update(self.places.known)

    def _text_problems(self, languages: Iterable[str]) -> Iterator[Problem]:
        for language in languages:
            for page in self.project.pages[language].values():
                try:
                    with TIMES.of("expand"):
                        self.text(language, page)
                except Faults as faults:
                    yield from faults.problems

    def remember(self, memory: Memory) -> None:
        """Use what the last build left, where it is still right, and leave the same for the next one."""
        memory.begin(self.project, self.sharing.modified)
        self.memory, self.vouchers = memory, memory.vouchers

    @cached_property
    def ahead(self) -> Ahead:
        """Return what other processors do meanwhile."""
        return Ahead(self.project, self.site_url, self.typeset, self.sharing)

    def rendition(self, language: str, name: str) -> Rendition:
        """Return what readers of a language get of a page."""
        if (language, name) not in self.renditions:
            with TIMES.of("translations"):
                self.renditions[language, name] = rendition(self.project, language, name)
        return self.renditions[language, name]

    def text(self, language: str, page: Page) -> Expanded:
        """Return a page's Markdown for readers of a language, with its macros expanded; raise Faults."""
        return self._made(language, page).expanded

    def _made(self, language: str, page: Page) -> Made:
        """Return what is made of a page so far, be it in the build before; raise Faults."""
        if (language, page.path) not in self.made:
            printed = self.rendition(language, page.name)
            make = partial(self._expand, language, page, printed)
            self.made[language, page.path] = (
                self.memory.recall(language, printed, make) if self.memory else Made(make())
            )
        return self.made[language, page.path]

    def _expand(self, language: str, page: Page, printed: Rendition) -> Expanded:
        stash = Stash()

        @cache
        def macros(own: str) -> Mapping[str, Macro]:
            # A text in the source language keeps that language's numbers and units wherever it is read.
            return macros_for(self.writer(own, page, printed))

        def expanded(part: Part) -> str:
            section = part.section
            pieces = parse(part.printed, section.path, section.line)
            return expand(pieces, macros(section.language), section.path, stash.keep)

        return Expanded(printed.markdown(expanded, self.project.pages), stash.html)

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
        root = up(address(page.name)) if page else "./"
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
        made = self._made(language, ours)
        if made.html:
            return ""
        text = made.expanded.markdown
        # Writers give the title once, in the front matter; here it becomes the page's first heading.
        titled = any(line.startswith("# ") for _, line in outside_code(text.split("\n")))
        if titled or "title" not in ours.meta:
            return text
        return f"# {ours.meta['title']} {{: #top }}\n\n{text}"

    def forget(self, language: str, page: Any) -> None:
        """Keep no longer what a page is made of: it is made."""
        if ours := self.page(language, page):
            self.made.pop((language, ours.path), None)
            self.renditions.pop((language, ours.name), None)

    def finish(self, language: str, page: Any, html: str) -> str:
        """Return a page's HTML with its notices, terms, notes, typography and the script's phrases."""
        ours = self.page(language, page)
        if ours is None:
            return self._set(language, html)
        made = self._made(language, ours)
        if not made.html:
            # MkDocs knows the ids that Markdown met, and tells of links to others.
            made.ids = frozenset(page.present_anchor_ids) | made.expanded.ids
            made.html = self._set(language, self._finished(language, page, ours, html))
            made.title, made.toc = page.title, page.toc
        page.present_anchor_ids, page.title, page.toc = {*made.ids}, made.title, made.toc
        return made.html

    def _finished(self, language: str, page: Any, ours: Page, html: str) -> str:
        printed = self.rendition(language, ours.name)
        html = self._with_notices(printed, page, self.text(language, ours).finish(html))
        # The notes are in the language of the text.
        writer = self.writer(ours.language, ours, printed)
        html, terms = mark(writer, self.markers[ours.language], self.glossary, ours.name, html)
        label = self.project.locales[language].say("heading.link")
        html = headings.linked(self.places.finish(language, ours.name, html), label)
        return html + notes(writer, printed.calls) + glosses(writer, terms)

    def _set(self, language: str, html: str) -> str:
        typesetter = self.typesetters[language]
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

    def context(self, language: str, page: Any = None) -> dict[str, Any]:
        """Return what the templates need: `say` for the interface's words, and what they show around a page.

        A template without a page, such as that of a missing address, gets the same words.
        """
        ours = self.page(language, page) if page else None
        locale = self.project.locales[language]
        writer = self.writer(language, ours)

        location = self.places.locate(language, ours.name) if ours else None

        return {
            "say": locale.say,
            "ours": ours,
            "frame": Frame(writer, self.typesetters[language]),
            "page_of": partial(self.page, language),
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
