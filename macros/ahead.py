"""What other processors do for a build while its pages are rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from macros import citations, exports
from macros.dressing import Measure, Wardrobe, wardrobe
from macros.problems import Problem
from macros.project import Project
from macros.sharing import Sharing
from macros.spread import Aside, Waiting


@dataclass
class Ahead:
    """The work that one build has begun, and `measure`, what its pages were found to load so far."""

    project: Project
    site_url: str
    typeset: Callable[[str, str], str]
    sharing: Sharing
    measure: Measure = field(default_factory=Measure)
    _asides: list[Aside[None]] = field(default_factory=list)
    _dressing: Waiting[Measure, Wardrobe | Problem] | None = None

    def draw(self) -> None:
        """Begin to draw the pictures of pages, which can be done from the first moment."""
        self._asides.append(Aside(self.sharing.draw_ahead, patient=True))

    def write(self, built: Path) -> None:
        """Begin to write the data for programs into the site."""
        self._asides.append(Aside(partial(self._write, built), patient=True))

    def _write(self, built: Path) -> None:
        exports.write(self.project, self.site_url, built)
        citations.write(self.project, self.site_url, self.typeset, built)

    def dress(self, built: Path, sheets: Sequence[Path]) -> None:
        """Begin to read the style sheets that pages will load."""
        self._dressing = Waiting(partial(wardrobe, self.project.root, built, sheets))

    def all_built(self, built: Path) -> None:
        """Go on to make light what pages load, now that all of them are built."""
        if self._dressing:
            self.measure.rest(built)
            self._dressing.give(self.measure)

    def dressed(self) -> Wardrobe | Problem | None:
        """Wait for what dresses the pages, or for what is in its way; nothing where none was asked for."""
        return self._dressing.result() if self._dressing else None

    def wait(self) -> None:
        """Wait until pictures and data are there, and draw pictures meanwhile."""
        self.sharing.draw_behind()
        for aside in self._asides:
            aside.result()

    def end(self) -> None:
        """Stop all, where the build has failed."""
        for aside in (*self._asides, self._dressing):
            if aside:
                aside.end()
