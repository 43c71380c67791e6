"""The HTML that macros make, kept from Markdown while it reads the page around it.

Markdown reads a list of ten thousand entries in quadratic time, to leave it as it is. In place of each piece
of HTML it gets a short mark that it knows nothing about, and the HTML takes the mark's place afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown.util import BLOCK_LEVEL_ELEMENTS

# Two code points that Unicode keeps for a program's own use and that no text may hold.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
MARK = re.compile(f"(?P<paragraph><p>)?{OPEN}(?P<index>\\d+){CLOSE}(?(paragraph)(?P<ended></p>)?)")
TAG = re.compile(r"<([a-z][a-z0-9]*)\b")
ID = re.compile(r'\sid="([^"]+)"')
BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)


@dataclass(frozen=True)
class Expanded:
    """A page's Markdown with its macros expanded, and the HTML that its marks stand for."""

    markdown: str
    html: Sequence[str] = ()

    @property
    def whole(self) -> str:
        """Return the Markdown with the HTML in its place."""
        return MARK.sub(lambda mark: mark[0].replace(_mark(mark["index"]), self._of(mark)), self.markdown)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids in the HTML that macros made."""
        return frozenset(key for html in self.html if " id=" in html for key in ID.findall(html))

    def finish(self, html: str) -> str:
        """Return the HTML that Markdown made of the page, with that of the macros in its place."""
        return MARK.sub(self._put, html)

    def _put(self, mark: re.Match[str]) -> str:
        html = self._of(mark)
        # What is no text stands beside paragraphs and not in one, as Markdown has it.
        if mark["ended"] and _is_block(html):
            return html
        return f"{mark['paragraph'] or ''}{html}{mark['ended'] or ''}"

    def _of(self, mark: re.Match[str]) -> str:
        index = int(mark["index"])
        return self.html[index] if index < len(self.html) else ""


@dataclass
class Stash:
    """The HTML of one page while its macros are expanded, in the order of their calls."""

    html: list[str] = field(default_factory=list)

    def keep(self, made: str, line: str) -> str:
        """Return what Markdown gets of what a macro made; `line` is the text before the call on its line."""
        # A heading is read for the table of contents, with all that it says.
        if line.startswith("#"):
            return made
        kept = "\n\n".join(map(self._piece, made.split("\n\n")))
        return f"\n\n{kept}\n\n" if _is_block(made) and not line else kept

    def _piece(self, piece: str) -> str:
        if not piece.startswith("<"):
            return piece
        self.html.append(piece)
        return _mark(len(self.html) - 1)


def _mark(index: int | str) -> str:
    return f"{OPEN}{index}{CLOSE}"


def _is_block(html: str) -> bool:
    match = TAG.match(html)
    return match is not None and match[1] in BLOCKS
