"""One reading of the built site: each page is dressed, written and parsed once, for all that is asked of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from macros.audit import Auditor, Uncited, parsed
from macros.scan import Scan, scan
from macros.spread import spread
from macros.timing import TIMES


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was found on one page."""

    scan: Scan
    uncited: tuple[Uncited, ...]
    met: Counter[str]


@dataclass
class Reading:
    """What was found on the pages of a built site, by their paths in it: nothing of the pages themselves.

    `pages` is the same by what the pages hold, for a later reading.
    """

    pages: dict[bytes, PageReading] = field(default_factory=dict)
    scans: dict[str, Scan] = field(default_factory=dict)
    uncited: list[tuple[str, Uncited]] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)

    def add(self, other: Reading) -> None:
        """Take in what was found on other pages."""
        self.pages |= other.pages
        self.scans |= other.scans
        self.uncited += other.uncited
        self.met.update(other.met)


@dataclass(frozen=True)
class Reader:
    """Reads built pages with the auditor of their language; `dressed` changes each before it is read.

    `known` is what an earlier reading found, and is given where there will be a later one.
    """

    built: Path
    auditors: Mapping[str, Auditor]
    source: str
    dressed: Callable[[str], str] | None = None
    known: Mapping[bytes, PageReading] | None = None

    def read(self) -> Reading:
        """Read all pages."""
        whole = Reading()
        for part in spread(sorted(self.built.rglob("*.html")), self._share):
            whole.add(part)
        return whole

    def _share(self, files: Sequence[Path]) -> Reading:
        reading = Reading()
        for file in files:
            page = file.relative_to(self.built).as_posix()
            if self.known is None:
                # A page may be large, and is held in as few forms at once as can be.
                found = self._page(file, file.read_text("utf-8"))
            else:
                html = file.read_text("utf-8")
                key = hashlib.sha256(html.encode()).digest()
                found = reading.pages[key] = self.known.get(key) or self._page(file, html)
            reading.scans[page] = found.scan
            reading.uncited += ((page, uncited) for uncited in found.uncited)
            reading.met.update(found.met)
        return reading

    def _page(self, file: Path, html: str) -> PageReading:
        if self.dressed:
            with TIMES.of("dress"):
                html = self.dressed(html)
                file.write_text(html, "utf-8")
        met: Counter[str] = Counter()
        tree = parsed(html)
        with TIMES.of("links"):
            found = scan(tree)
        # The audit is the last to look at the tree, since it takes out what is vouched for.
        with TIMES.of("audit"):
            auditor = self.auditors.get(found.language) or self.auditors[self.source]
            return PageReading(found, tuple(auditor.read_tree(tree, met)), met)
