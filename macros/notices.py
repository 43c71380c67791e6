"""What a reader is told of a translation: one line, with what changed and when, and where to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from babel.lists import format_list

from macros import addresses, voices
from macros.dates import PartialDate
from macros.listings import page_url
from macros.locales import Locale
from macros.markup import Writer
from macros.parity import differences
from macros.project import Project
from macros.rendition import Part, Rendition
from macros.sections import FRONT, HEADING, TOP, Section
from macros.states import Status
from macros.template import Call

# The macro that prints the state of each language: the page that calls it says how to translate.
MACRO = "translations"

EMPHASIS = re.compile(r"[*_`]")

# A notice is one line: it names so many figures and no more.
NAMED = 3


def guide(project: Project) -> str | None:
    """Return the name of the page that tells how to translate, or None."""
    pages = project.pages[project.source].items()
    return next((name for name, page in pages if any(call.name == MACRO for call in page.calls)), None)


@dataclass(frozen=True)
class Notices:
    """Writes the notices of one page; `edit` is the address at which its file is edited, if there is one."""

    writer: Writer
    rendition: Rendition
    edit: str

    @property
    def _source(self) -> str:
        return self.writer.project.source

    # --- the page -------------------------------------------------------------------------------

    def page(self) -> str:
        """Return what stands under the title: the whole page borrowed, its opening outdated, corrections."""
        if self.rendition.borrowed:
            return self._line("missing_page", self._there(self.rendition.page.name), "translate")
        statuses = [part.status for part in self.rendition.parts if part.status]
        front = self.rendition.front
        corrected = [status for status in (front, *statuses) if status and status.urgent]
        opening = ""
        if (
            front
            and front.state == "outdated"
            and not any(s.section.key == TOP and s.state == "outdated" for s in statuses)
        ):
            opening = self.outdated(front)
        return "".join(self._urgent(corrected)) + opening

    def _urgent(self, statuses: Iterable[Status]) -> Iterator[str]:
        for status in statuses:
            latest = status.urgent[-1]
            title = self._title(status.translation or status.section)
            reason = f'<q lang="{self._source}">{escape(latest.reason)}</q>'
            key = status.section.key
            where = f'<a href="#{key}">{title}</a>' if status.section.level else title
            phrase = self._phrase("urgent", date=self._date(latest.on), section=where, reason=reason)
            yield self._wrap(phrase + self._there(status.section.page, key), "urgent")

    # --- sections -------------------------------------------------------------------------------

    def section(self, part: Part) -> str:
        """Return the notice of one section, or nothing where there is nothing to tell."""
        status = part.status
        if status is None:
            return ""
        if status.state == "outdated":
            return self.outdated(status)
        if status.state == "missing" and part.section.language != self.rendition.language:
            return self._line("missing", "", "translate")
        if status.state == "orphan":
            return self._line("orphan", "", "mend")
        return ""

    def outdated(self, status: Status) -> str:
        """Return the notice of an outdated section: what changed in the source, and since when."""
        source, translation = status.source, status.translation
        assert source
        assert translation
        assert translation.stamp
        phrase = self._phrase(
            "outdated_page" if source.key in (FRONT, TOP) else "outdated",
            date=self._date(translation.stamp.on),
            what=self._what(source, translation),
        )
        links = self._there(source.page, source.key) + self._mend("mend")
        return self._wrap(phrase + links)

    def _what(self, source: Section, translation: Section) -> str:
        """Say what changed, as far as the two texts tell by themselves."""
        came, went = differences(source, translation)
        changes = []
        if figures := self._figures(came):
            changes.append(self._phrase("what.came", figures=figures))
        if figures := self._figures(went):
            changes.append(self._phrase("what.went", figures=figures))
        if not changes:
            there, here = sum(source.counts), sum(translation.counts)
            key = "longer" if there > here else "shorter" if there < here else "words"
            changes.append(self._phrase(f"what.{key}"))
        return str(format_list(changes, locale=self._voice.babel))

    def _figures(self, calls: Iterable[Call]) -> str:
        facts = self.writer.project.facts
        keys = [key for key in dict.fromkeys(call.key for call in calls) if key in facts]
        labels = [
            f'<a href="{self.writer.entry("figures", key)}">{self.writer.text(facts[key].record.label)}</a>'
            for key in keys[:NAMED]
        ]
        if len(keys) > NAMED:
            labels.append("…")
        return str(format_list(labels, locale=self._voice.babel)) if labels else ""

    # --- words ----------------------------------------------------------------------------------

    @property
    def _voice(self) -> Locale:
        return voices.voice(self.writer)

    def _phrase(self, key: str, **values: str) -> str:
        return voices.say(self.writer, f"translation.{key}", **values)

    def _line(self, key: str, links: str, mend: str) -> str:
        return self._wrap(self._phrase(key) + links + self._mend(mend))

    def _wrap(self, html: str, kind: str = "") -> str:
        return voices.paragraph(self.writer, html, kind, self.rendition.page.language)

    def _title(self, section: Section) -> str:
        match = HEADING.match(section.heading.raw) if section.heading else None
        return self.writer.text({"*": EMPHASIS.sub("", match["text"])}) if match else self._phrase("opening")

    def _date(self, on: date) -> str:
        written = escape(self._voice.date(PartialDate.parse(on.isoformat())))
        self.writer.vouchers.add("count", "", written)
        return f'<time datetime="{on.isoformat()}" data-count>{written}</time>'

    def _there(self, page: str, key: str = "") -> str:
        """Return a link to the same section in the source language."""
        address = addresses.address(page)
        fragment = f"#{key}" if key and not key.startswith("@") else ""
        href = f"{self.writer.up}{address[1:]}{fragment}"
        words = self._phrase("there")
        return f' <a href="{href}" hreflang="{self._source}">{words}</a>'

    def _mend(self, key: str) -> str:
        home = guide(self.writer.project)
        href = self.edit if self.edit and not self.rendition.borrowed else ""
        if not href and home:
            href = page_url(self.writer, home)
        return f' <a href="{escape(href)}">{self._phrase(key)}</a>' if href else ""
