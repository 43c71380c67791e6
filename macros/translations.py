"""What is current, outdated, missing, orphan or untracked in each language, known from the texts alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from macros import parity, records, sections, structure
from macros.leftovers import Leftovers
from macros.page import Page
from macros.pairing import compare
from macros.problems import Problem, suggestion
from macros.project import Project
from macros.sections import Section
from macros.states import Status


@dataclass(frozen=True)
class Survey:
    """The sections of every language, and their states in every language but the source."""

    project: Project
    sections: Mapping[str, Mapping[str, tuple[Section, ...]]]

    @classmethod
    def of(cls, project: Project) -> Survey:
        """Read the sections of all pages, and of the data file."""
        return cls(
            project,
            {
                language: {
                    **{name: sections.read(page) for name, page in pages.items()},
                    records.PAGE: records.read(project, language),
                }
                for language, pages in project.pages.items()
            },
        )

    @property
    def source(self) -> Mapping[str, tuple[Section, ...]]:
        """Return the sections of the source language by page."""
        return self.sections[self.project.source]

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the languages that are translated into."""
        return tuple(code for code in self.project.languages if code != self.project.source)

    @cached_property
    def statuses(self) -> Mapping[str, tuple[Status, ...]]:
        """Return the state of every section in each language that is translated into."""
        source = _flat(self.source)
        return {code: compare(code, source, _flat(self.sections[code])) for code in self.targets}

    def leftovers(self, code: str) -> Leftovers:
        """Return what finds text of the source language in a translation."""
        return Leftovers(_flat(self.source), _flat(self.sections[code]), self.project.names)

    @cached_property
    def by_page(self) -> Mapping[tuple[str, str], tuple[Status, ...]]:
        """Return the states by language and page."""
        found: dict[tuple[str, str], list[Status]] = defaultdict(list)
        for code, statuses in self.statuses.items():
            for status in statuses:
                found[code, status.page].append(status)
        return {place: tuple(statuses) for place, statuses in found.items()}

    @cached_property
    def record_states(self) -> Mapping[tuple[str, str], Status]:
        """Return the states of the data file's records by language and key, such as `figures.water`."""
        return {
            (code, status.section.key): status
            for code in self.targets
            for status in self.by_page.get((code, records.PAGE), ())
        }


def _flat(pages: Mapping[str, tuple[Section, ...]]) -> list[Section]:
    return [section for page in pages.values() for section in page]


def problems(survey: Survey) -> Iterator[Problem]:
    """Find what is broken in the pages of all languages; what is merely outdated or missing is not."""
    project = survey.project
    for language, pages in project.pages.items():
        for name, page in pages.items():
            own = survey.sections[language][name]
            yield from structure.problems(page, own)
            if name not in survey.source:
                yield _orphan_page(page, survey.source)
        for section in survey.sections[language][records.PAGE]:
            yield from section.faults
    for code, statuses in survey.statuses.items():
        leftovers = survey.leftovers(code)
        for status in statuses:
            yield from parity.problems(status)
            if status.translation and not status.translation.to_write:
                yield from leftovers.problems(status.translation, status.source)


def _orphan_page(page: Page, source: Mapping[str, object]) -> Problem:
    near = suggestion(page.name, [name for name in source if name != records.PAGE])
    return Problem(
        page.path, 1, f'the source has no page "{page.name}"{near or "; remove this one, or rename it"}'
    )
