"""The state of one section in one language, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from macros.sections import Section
from macros.stamps import Edit

State = Literal["current", "outdated", "missing", "orphan", "untracked"]
STATES: tuple[State, ...] = ("current", "outdated", "missing", "orphan", "untracked")

# What happened to a section, as the report says it; `{}` is the other section.
TOLD = {
    "renamed": "renamed in the source, from {}",
    "moved": "moved in the source, from {}",
    "reordered": "stands elsewhere on the source's page",
    "split": "split in the source: part of it is now {}",
    "split-from": "split in the source: part of it was in {}",
    "merged": "merged in the source: {} is now part of it",
    "merged-into": "merged in the source into {}",
    "deleted": "deleted in the source",
    "unknown": "the source has no such section",
    "scaffolded": "scaffolded, to be written",
    "lacks": "lacks {}",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to a section: a key of `TOLD`, and the other section if there is one."""

    kind: str
    other: str = ""

    def __str__(self) -> str:
        return TOLD[self.kind].format(self.other)


@dataclass(frozen=True)
class Status:
    """The state of one section in one language: its source, its translation, and what happened to it."""

    language: str
    state: State
    source: Section | None
    translation: Section | None
    told: tuple[Told, ...] = ()
    accepted: tuple[Edit, ...] = ()
    urgent: tuple[Edit, ...] = ()

    @property
    def section(self) -> Section:
        """Return the section that gives the state its place: the source's, or the orphan."""
        found = self.source or self.translation
        assert found
        return found

    @property
    def page(self) -> str:
        """Return the page on which readers find the section."""
        return self.section.page

    @property
    def exact(self) -> bool:
        """Tell whether the translation renders the very text that the source has now."""
        stamp = self.translation.stamp if self.translation else None
        return bool(self.source and stamp and stamp.source == self.source.hash)

    def happened(self, *kinds: str) -> bool:
        """Tell whether one of these happened to the section."""
        return any(told.kind in kinds for told in self.told)
