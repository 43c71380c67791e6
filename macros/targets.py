"""What a verb of the command line is about: a language, a page, or one section, such as `en/impact#water`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros import records
from macros.problems import suggestion
from macros.project import Project
from macros.states import Status
from macros.usage import Usage


@dataclass(frozen=True, slots=True)
class Target:
    """A language, perhaps a page of it, perhaps a section of that."""

    language: str
    page: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        return self.language + (f"/{self.page}" if self.page else "") + (f"#{self.key}" if self.key else "")

    def covers(self, status: Status) -> bool:
        """Tell whether a section belongs to the target, under its old name or its new one."""
        if status.language != self.language:
            return False
        found = [section for section in (status.source, status.translation) if section]
        return any(self.page in (None, section.page) and self.key in (None, section.key) for section in found)


def read(words: str, project: Project, *, source: bool = False) -> Target:
    """Read a target as people type it, path and all; raise Usage with the mend."""
    typed, _, key = words.partition("#")
    language, _, page = typed.removeprefix("./").removeprefix("docs/").strip("/").partition("/")
    page = page.removesuffix(".md")
    codes = [code for code in project.languages if source or code != project.source]
    if language not in codes:
        raise Usage(
            f'"{words}": no language "{language}" here; write {_or(codes)}, then a page: {codes[0]}/impact#water'
        )
    if page and page not in (known := known_pages(project, language)):
        raise Usage(f'"{words}": no page "{page}"{suggestion(page, known) or "; known: " + ", ".join(known)}')
    if not key:
        return Target(language, page or None)
    keys = [
        section.key
        for code in (project.source, language)
        for section in project.survey.sections[code].get(page, ())
    ]
    if page == records.PAGE and "." not in key:
        key = next((each for each in keys if each.partition(".")[2] == key), key)
    if key not in keys:
        raise Usage(f'"{words}": no section "{key}" there{suggestion(key, keys)}')
    return Target(language, page, key)


def read_all(words: Sequence[str], project: Project) -> list[Target]:
    """Read several targets; none means all languages that are translated into."""
    if not words:
        return [Target(code) for code in project.survey.targets]
    return [read(word, project) for word in words]


def known_pages(project: Project, language: str) -> list[str]:
    """Return the pages of a language, those it lacks included, and the data file."""
    return [*{**project.pages[project.source], **project.pages[language]}, records.PAGE]


def _or(words: Sequence[str]) -> str:
    return " or ".join(words)
