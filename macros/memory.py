"""What a build leaves for the next one, while a writer is at work under `mkdocs serve`.

An edit of prose changes one page and what is told of its translations. So long as nothing changes that pages
say of each other (data, words, ledger, titles, headings, macro calls), every other page is as it was, and so are
the data for programs and the search index, which then knows the prose as it was before. A page that tells of its
translation's state is made anew each time, and so is all after a build in which MkDocs warned of something.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros import exports, search
from macros.anchors import Anchor
from macros.frame import minutes
from macros.headings import headings
from macros.notices import MACRO as STATES
from macros.project import Project
from macros.reading import PageReading
from macros.rendition import Rendition
from macros.stash import Expanded
from macros.vouchers import Vouchers

# What MkDocs cleans away before each build, and what is put back where it is still right.
FOLDERS = (exports.FOLDER, search.FOLDER)


@dataclass
class Made:
    """A page as it was made: its macros expanded, its HTML, its title, its table of contents, and its ids."""

    expanded: Expanded
    html: str = ""
    title: str = ""
    toc: Any = None
    ids: frozenset[str] = frozenset()


@dataclass
class Memory:
    """What is known of the last build; `valid` tells whether it holds for all but the edited pages."""

    valid: bool = False
    outline: str = ""
    vouchers: Vouchers = field(default_factory=Vouchers)
    anchors: dict[str, Mapping[str, Anchor]] = field(default_factory=dict)
    readings: dict[bytes, PageReading] = field(default_factory=dict)
    _pages: dict[tuple[str, str, str], Made] = field(default_factory=dict)
    _sound: bool = False
    _aside: tempfile.TemporaryDirectory[str] | None = None

    def begin(self, project: Project, modified: Mapping[str, str]) -> None:
        """Begin a build; forget the last one if it was not sound or if pages now say something else of each other."""
        outline = _digest((*_files(project), *_of_pages(project), repr(sorted(modified.items()))))
        self.valid = self._sound and outline == self.outline
        self.outline, self._sound = outline, False
        if self._aside:
            # A build failed before it put back what was set aside.
            self._aside.cleanup()
            self._aside = None
        if not self.valid:
            self.vouchers, self.anchors, self.readings, self._pages = Vouchers(), {}, {}, {}

    def end(self, sound: bool) -> None:
        """End a build; it is remembered if it was whole, and if all that was wrong with it will be found again."""
        # What was set aside and not put back is lost with the build that failed in between.
        self._sound = sound and self._aside is None

    def recall(self, language: str, printed: Rendition, make: Callable[[], Expanded]) -> Made:
        """Return a page as it was made before from the same text, else what `make` makes of it."""
        if not _remembered(printed):
            return Made(make())
        key = (language, printed.page.path, printed.page.head + printed.page.body)
        if key not in self._pages:
            # An older text of the page is of no use any more.
            for other in [other for other in self._pages if other[:2] == key[:2]]:
                del self._pages[other]
            self._pages[key] = Made(make())
        return self._pages[key]

    # --- folders that MkDocs would clean away --------------------------------------------------------

    def set_aside(self, built: Path) -> None:
        """Take the folders that are still right out of the built site before it is cleaned."""
        if self.valid:
            self._aside = tempfile.TemporaryDirectory(dir=built.parent)
            for name in FOLDERS:
                if (built / name).exists():
                    shutil.move(built / name, Path(self._aside.name, name))

    def put_back(self, built: Path) -> None:
        """Put them back into the cleaned site."""
        if self._aside:
            for folder in Path(self._aside.name).iterdir():
                shutil.move(folder, built / folder.name)
            self._aside.cleanup()
            self._aside = None


def _remembered(printed: Rendition) -> bool:
    """Tell whether a page is made from its own text alone, and from what the outline holds."""
    statuses = [printed.front, *(part.status for part in printed.parts)]
    return (
        not printed.borrowed
        and all(part.section.path == printed.page.path for part in printed.parts)
        and all(status is None or (status.state == "current" and not status.urgent) for status in statuses)
        and all(call.name != STATES for call in printed.calls)
    )


def _files(project: Project) -> Iterator[str]:
    """Yield what tells whether a file was changed, of all but the pages."""
    root = project.root
    for file in (
        root / "mkdocs.yml",
        *sorted((root / "docs").rglob("*")),
        *sorted((root / "overrides").rglob("*")),
    ):
        if file.is_file() and file.suffix != ".md":
            stat = file.stat()
            yield f"{file} {stat.st_mtime_ns} {stat.st_size}"


def _of_pages(project: Project) -> Iterator[str]:
    """Yield what pages may say of each other."""
    for language, pages in project.pages.items():
        for page in pages.values():
            yield f"{language} {page.name} {page.head} {minutes(page)}"
            yield from (f"{heading.level} {heading.text} {heading.id}" for heading in headings(page.body))
            yield from (f"{call.name} {call.args} {call.options}" for call in page.calls)


def _digest(texts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
