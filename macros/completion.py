"""The end of a build: what happens to the built site as a whole, and how it is checked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from macros.addresses import language_of, name_of
from macros.audit import Auditor, Origins, Report, Uncited
from macros.compress import compress
from macros.dressing import Wardrobe
from macros.numbers import NumberFinder
from macros.problems import Problem
from macros.reading import Reader, Reading
from macros.search import ENTRY_FILE, FOLDER, Indexing, search
from macros.site import Site
from macros.timing import TIMES
from macros.weight import Scales, summary

HEADERS = "serving/_headers"


@dataclass
class Completion:
    """A site of which all pages are built, and what is under way or known of it."""

    site: Site
    built: Path
    ends: ExitStack
    indexing: Indexing | None = None
    wardrobe: Wardrobe | None = None
    reading: Reading = field(default_factory=Reading)

    def write_places(self) -> Iterator[Problem]:
        """Write what MkDocs does not know of: missing addresses, moved pages, translations, permanent ids."""
        self.site.places.write(self.built)
        yield from ()

    def begin_dressing(self) -> Iterator[Problem]:
        """Let what pages load be made light, which another processor can do meanwhile."""
        self.site.ahead.all_built(self.built)
        yield from ()

    def search(self) -> Iterator[Problem]:
        """Begin to write the search index of each language, which another program does meanwhile."""
        there = (self.built / FOLDER / ENTRY_FILE).exists()
        if not (self.site.memory and self.site.memory.valid and there):
            self.indexing = search(self.site.project, self.site.typesetters, self.built)
            self.ends.callback(self.indexing.end)
        yield from ()

    def write_headers(self) -> Iterator[Problem]:
        """Write the headers for hosts that read them from the site itself."""
        if (file := self.site.project.root / HEADERS).exists():
            shutil.copyfile(file, self.built / file.name)
        yield from ()

    def dress(self) -> Iterator[Problem]:
        """Wait until what pages load is made; the pages are dressed as they are read."""
        made = self.site.ahead.dressed()
        if isinstance(made, Problem):
            yield made
        else:
            self.wardrobe = made

    def await_ahead(self) -> Iterator[Problem]:
        """Wait until the data for programs is written and the pages' pictures are drawn."""
        self.site.ahead.wait()
        yield from ()

    def write_sharing(self) -> Iterator[Problem]:
        """Write the pages' pictures, and the feeds."""
        self.site.sharing.draw(self.built)
        yield from self.site.sharing.write(self.built)

    def read(self) -> Iterator[Problem]:
        """Read every page once, for the checks that follow."""
        site, project = self.site, self.site.project
        auditors = {
            code: Auditor(NumberFinder(locale.own.get("audit")), site.vouchers, project.names)
            for code, locale in project.locales.items()
        }
        dressed = self.wardrobe.dressed if self.wardrobe else None
        known = site.memory.readings if site.memory else None
        self.reading = Reader(self.built, auditors, project.source, dressed, known).read()
        if site.memory:
            site.memory.readings = self.reading.pages
        if self.wardrobe:
            self.wardrobe.clear()
        yield from ()

    def unused(self) -> Iterator[Problem]:
        """Find figures, claims and charts of the data file that no page needs."""
        yield from self.site.project.unused()

    def await_search(self) -> Iterator[Problem]:
        """Wait until the search index is written."""
        with TIMES.of("search"):
            if self.indexing:
                yield from self.indexing.finish()

    def links(self) -> Iterator[Problem]:
        """Find dead links, and ids that are lost or that nobody wrote."""
        yield from self.site.places.check(self.built, self.reading.scans)

    def audit(self) -> Iterator[Problem]:
        """Find every number of the built site that nothing vouches for, and print the coverage."""
        project = self.site.project
        templates = sorted((project.root / "overrides").rglob("*.html"))
        origins = Origins(
            project.root,
            [
                "docs/figures.yml",
                "docs/anchors.yml",
                *(f"docs/{code}/words.yml" for code in project.languages),
                "mkdocs.yml",
                *(file.relative_to(project.root).as_posix() for file in templates),
            ],
        )
        typed: list[tuple[Uncited, list[str]]] = []
        for path, uncited in self.reading.uncited:
            # A page that stands in for a missing translation is in the source language.
            folder, below = language_of(path, project.languages, project.source)
            codes = (folder, project.source)
            own = [page.path for code in codes if (page := project.pages[code].get(name_of(below)))][:1]
            typed.append((uncited, own))
        yield from origins.problems(typed, len(self.reading.scans))
        print(Report(len(self.reading.scans), self.reading.met))

    def compress(self) -> Iterator[Problem]:
        """Write the texts compressed, for servers that can hand them out so."""
        compress(self.built, self.site.project.root / ".cache/compressed")
        yield from ()

    def weigh(self) -> Iterator[Problem]:
        """Print what the heaviest pages cost their readers; `make weight` tells it of each, and refuses."""
        print(summary([*Scales(self.built, self.reading.scans).pages()]))
        yield from ()


# What happens to the built site, in this order: each step may write files and yields what it finds wrong.
Step = Callable[[Completion], Iterable[Problem]]
STEPS: tuple[Step, ...] = (
    Completion.write_places,
    Completion.begin_dressing,
    Completion.search,
    Completion.write_headers,
    Completion.unused,
    Completion.dress,
    Completion.read,
    Completion.await_ahead,
    Completion.write_sharing,
    Completion.await_search,
    Completion.links,
    Completion.audit,
    Completion.compress,
    Completion.weigh,
)

# The benchmark names steps here that the build it compares with has no like of.
LEFT_OUT = "LEAVE_OUT"

# A writer at work, who sees the site through `mkdocs serve`, does not wait for these.
PUBLISHING = (Completion.dress, Completion.compress, Completion.weigh)


def complete(site: Site, built: Path) -> list[Problem]:
    """Finish the built site and check it as a whole; return the problems found."""
    problems: list[Problem] = []
    left_out = os.environ.get(LEFT_OUT, "").split()
    with ExitStack() as ends:
        completion = Completion(site, built, ends)
        for step in STEPS:
            if not (site.memory and step in PUBLISHING) and step.__name__ not in left_out:
                with TIMES.of(step.__name__):
                    problems += step(completion)
    TIMES.write()
    return sorted(set(problems))
