"""What readers of one language get of a page: each section translated, or as the source has it.

The page follows the source's order and ids. A section that the source renamed, or moved to another page, is
printed where the source has it now; one that is missing is printed in the source language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from macros import blocks
from macros.page import Page
from macros.project import Project
from macros.sections import FRONT, HEADING, TOP, Section
from macros.states import Status
from macros.template import Call

OPENING = re.compile(r"<h(?P<level>[1-6])\b[^>]*?\bid=\"(?P<id>[^\"]+)\"[^>]*>.*?</h(?P=level)>", re.S)
AFTER_TITLE = re.compile(r"</h1>")
FOOTNOTES = '<div class="footnote">'


@dataclass(frozen=True)
class Part:
    """One section as it is printed: its text, the id it has on this page, and its state if translated."""

    section: Section
    key: str
    level: int
    status: Status | None = None

    @property
    def printed(self) -> str:
        """Return the Markdown of the section under the id that the source gives it now."""
        text = self.section.printed
        if (self.key, self.level) == (self.section.key, self.section.level):
            return text
        heading, _, rest = text.partition("\n")
        match = HEADING.match(heading)
        assert match
        return f"{'#' * self.level} {match['text']} {{: #{self.key} }}\n{rest}"


@dataclass(frozen=True)
class Rendition:
    """A page as readers of a language get it; `page` is the file it is read from, the source's if need be."""

    language: str
    page: Page
    parts: tuple[Part, ...]
    front: Status | None = None

    @property
    def borrowed(self) -> bool:
        """Tell whether the language has no such page, so that the source's stands in."""
        return self.page.language != self.language

    @cached_property
    def calls(self) -> list[Call]:
        """Return the macro calls of the page as printed, in order."""
        return [call for part in self.parts for call in part.section.calls]

    @property
    def foreign(self) -> frozenset[str]:
        """Return the ids of the sections printed in the source language, unless the whole page is."""
        if self.borrowed:
            return frozenset()
        return frozenset(part.key for part in self.parts if part.section.language != self.language)

    def markdown(self, expand: Callable[[Part], str], pages: Mapping[str, Mapping[str, Page]]) -> str:
        """Return the Markdown of the page, with the macros of each part made by `expand`."""
        texts = [expand(part) for part in self.parts]
        others = {
            (part.section.language, part.section.page)
            for part in self.parts
            if part.section.path != self.page.path
        }
        known = blocks.definitions("\n".join(texts).split("\n"))
        for language, name in sorted(others):
            for label, to in blocks.definitions(pages[language][name].body.split("\n")).items():
                if label not in known:
                    known[label] = to
                    texts.append(f"\n[{label}]: {to}")
        return "\n".join(texts)

    def dress(
        self, html: str, notice: Callable[[Part], str], page_notice: str, foreign: Callable[[str], str]
    ) -> str:
        """Return the page's HTML with its notices, and with `foreign` around what is in the source language."""
        by_key = {part.key: part for part in self.parts}
        title = AFTER_TITLE.search(html)
        start = title.end() if title else 0
        out = [html[:start], page_notice]
        for key, opening, text in _segments(html[start:], by_key):
            part = by_key.get(key)
            note = notice(part) if part else ""
            if key not in self.foreign:
                out.append(f"{opening}{note}{text}")
                continue
            text, notes, rest = text.partition(FOOTNOTES)
            out.append(note + foreign(opening + text) + notes + rest)
        return "".join(out)


def _segments(html: str, keys: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield id, heading and text of each section of a page's HTML, the preamble first."""
    openings = [match for match in OPENING.finditer(html) if match["id"] in keys]
    starts = [*(match.start() for match in openings), len(html)]
    yield TOP, "", html[: starts[0]]
    for match, end in zip(openings, starts[1:], strict=True):
        yield match["id"], match[0], html[match.end() : end]


def rendition(project: Project, language: str, name: str) -> Rendition:
    """Return what readers of a language get of the page `name`."""
    survey, own = project.survey, project.pages[language].get(name)
    page = own or project.pages[project.source][name]
    sections = survey.sections[page.language][name]
    statuses = survey.by_page.get((language, name), ())
    if language == project.source or not own or name not in survey.source:
        parts = [Part(section, section.key, section.level) for section in sections if section.key != FRONT]
        return Rendition(language, page, tuple(parts))
    front = next((status for status in statuses if status.section.key == FRONT), None)
    printed = [_part(status) for status in statuses if status.source and status.section.key != FRONT]
    _place_orphans(printed, statuses, sections)
    return Rendition(language, page, tuple(printed), front)


def _part(status: Status) -> Part:
    source, translation = status.source, status.translation
    assert source
    shown = translation if translation and status.state != "missing" else source
    return Part(shown, source.key, source.level, status)


def _place_orphans(parts: list[Part], statuses: tuple[Status, ...], sections: tuple[Section, ...]) -> None:
    """Put each section that the source no longer has after the one that it followed in the translation."""
    order = [section.key for section in sections]
    for status in statuses:
        orphan = status.translation
        if status.source or not orphan or not status.happened("deleted", "unknown") or orphan.key == FRONT:
            continue
        before = set(order[: order.index(orphan.key)])
        index = max((i for i, part in enumerate(parts, 1) if part.section.key in before), default=0)
        parts.insert(index, Part(orphan, orphan.key, orphan.level, status))
