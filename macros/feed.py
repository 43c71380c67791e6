"""The feed of changes of each language, from `docs/changes.yml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from macros.audit import Auditor
from macros.locales import Locale
from macros.markup import Writer
from macros.model import Date, Line, Record, Text
from macros.numbers import NumberFinder
from macros.problems import Faults, Problem, placed
from macros.project import Project
from macros.vouchers import Vouchers, text_of
from macros.wording import in_words
from macros.yamlfile import YamlFile

PATH = "docs/changes.yml"
FILE = "feed.xml"


class Change(Record):
    """One change that readers may want to know of."""

    date: Date
    page: Line
    title: Text
    text: Text


CHANGES = TypeAdapter(tuple[Change, ...])


@dataclass(frozen=True)
class ChangeLog:
    """The changes, newest first, and the file for their lines."""

    file: YamlFile
    changes: tuple[Change, ...]

    @classmethod
    def read(cls, root: Path) -> ChangeLog:
        """Read the change log, which a site may not have; raise Faults."""
        exists = (root / PATH).exists()
        file = YamlFile.read(root / PATH, PATH) if exists else YamlFile("[]", PATH)
        try:
            return cls(file, CHANGES.validate_python(file.value or []))
        except ValidationError as error:
            raise Faults(
                file.problem(*in_words(detail, Change.model_fields)) for detail in error.errors()
            ) from None

    def problems(self, project: Project) -> Iterator[Problem]:
        """Find changes out of order, of pages that do not exist, or without one of the languages."""
        seen: set[tuple[str, str]] = set()
        for index, change in enumerate(self.changes):
            # In a reader of feeds, page and day are the name of an entry.
            if (name := (change.page, str(change.date))) in seen:
                yield self.file.problem(
                    (index,), f'"{change.page}" has another entry of {change.date}; join the two'
                )
            seen.add(name)
            if index and change.date.first() > self.changes[index - 1].date.first():
                yield self.file.problem(
                    (index, "date"), f"{change.date} is newer than the entry above it; put the newest first"
                )
            if change.page.partition("#")[0] not in project.pages[project.source]:
                yield self.file.problem(
                    (index, "page"), f'no page "{change.page}"; write its file name without .md'
                )
            for field in ("title", "text"):
                for language in project.data.records.languages:
                    if language not in getattr(change, field) and "*" not in getattr(change, field):
                        yield self.file.problem(
                            (index, field), f'{field}: missing in language "{language}"; add "{language}: …"'
                        )
            for locale in project.locales.values():
                yield from self._unwritable(index, change, project, locale)

    def _unwritable(self, index: int, change: Change, project: Project, locale: Locale) -> Iterator[Problem]:
        writer = Writer(project, locale, "", Vouchers(), where=PATH)
        for field, text in (("title", change.title), ("text", change.text)):
            try:
                with placed(PATH, self.file.line((index, field, locale.code))):
                    writer.text(text)
            except Faults as faults:
                yield from faults.problems


def uncited(log: ChangeLog, project: Project, locale: Locale) -> Iterator[Problem]:
    """Find numbers of the changes that nothing vouches for, as the audit does on pages."""
    writer = Writer(project, locale, "", Vouchers(), where=PATH)
    auditor = Auditor(NumberFinder(locale.own.get("audit")), writer.vouchers, project.names)
    for index, change in enumerate(log.changes):
        for field, text in (("title", change.title), ("text", change.text)):
            for found in auditor.read(f"<p>{writer.text(text)}</p>", Counter()):
                yield log.file.problem((index, field, locale.code), found.message)


def atom(log: ChangeLog, project: Project, locale: Locale, url: Callable[[str, str], str]) -> str:
    """Return the Atom feed of one language; `url(language, page)` is a page's address."""
    writer = Writer(project, locale, "", Vouchers(), where=PATH)
    name = project.languages[locale.code].site_name
    home = url(locale.code, "index")
    newest = f"{log.changes[0].date.first()}T00:00:00Z" if log.changes else "1970-01-01T00:00:00Z"
    entries = []
    for change in log.changes:
        page, _, fragment = change.page.partition("#")
        place = f"#{fragment}" if fragment else ""
        address, entry = (url(locale.code, page) + more for more in (place, f"?{change.date}{place}"))
        title, summary = (escape(text_of(writer.text(text))) for text in (change.title, change.text))
        entries.append(
            f'<entry><id>{escape(entry)}</id><title>{title}</title><link href="{escape(address)}"/>'
            f"<updated>{change.date.first()}T00:00:00Z</updated><summary>{summary}</summary></entry>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(locale.code)}"><id>{escape(home)}</id><title>{escape(name)}</title>'
        f'<link href="{escape(home)}"/><link rel="self" href="{escape(home + FILE)}"/><updated>{newest}</updated>'
        f"<author><name>{escape(name)}</name></author>{''.join(entries)}</feed>\n"
    )
