"""A page as sections: from one heading with an id to the next, the preamble, and the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from macros import blocks, normal, stamps
from macros.blocks import Block, digest
from macros.normal import Link
from macros.page import TEXTS, Page
from macros.problems import Problem
from macros.stamps import Edit, Stamp, Unreadable
from macros.template import Call

HEADING = re.compile(
    r"^(?P<marks>#{1,6})[ \t]*(?P<text>.*?)[ \t]*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*#*[ \t]*$"
)
ID = re.compile(r"^:[^#]*#(?P<id>[^\s{}#]+)|#(?P<loose>[^\s{}#]+)")

# The parts of a page that stand under no heading.
FRONT, TOP = "@front", "@top"

# What stands where a scaffolded text is still to be written.
TO_WRITE = "[…]"
IN_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True)
class Section:
    """A heading and its text up to the next heading, or one of the parts that have no heading.

    `key` is the id written by hand, empty where it is missing; `line` is the heading's in the file, and
    `lines` are those under it, with stamps and notes still there.
    """

    language: str
    page: str
    key: str
    path: str
    line: int
    level: int
    heading: Block | None
    blocks: tuple[Block, ...]
    lines: tuple[str, ...] = ()
    attributes: str = ""
    stamp: Stamp | None = None
    edits: tuple[Edit, ...] = ()
    faults: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """Return how the command line calls the section."""
        return f"{self.language}/{self.page}#{self.key}"

    @property
    def place(self) -> tuple[str, str]:
        """Return page and id, the same in all languages."""
        return self.page, self.key

    @cached_property
    def all(self) -> tuple[Block, ...]:
        """Return the heading and the blocks under it."""
        return (self.heading, *self.blocks) if self.heading else self.blocks

    @cached_property
    def hash(self) -> str:
        """Return the short hash of the section's normal form."""
        return digest([block.key for block in self.all], 8)

    @cached_property
    def prints(self) -> tuple[str, ...]:
        """Return the print of each block."""
        return tuple(block.print for block in self.all)

    @property
    def counts(self) -> tuple[int, ...]:
        """Return how many sentences each block has."""
        return tuple(len(block.sentences) for block in self.all)

    @property
    def calls(self) -> tuple[Call, ...]:
        """Return the macro calls of the section, in order."""
        return tuple(call for block in self.all for call in block.text.calls)

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links of the section, in order."""
        return tuple(link for block in self.all for link in block.text.links)

    @property
    def title(self) -> str:
        """Return the heading's text, or the id of what has none."""
        return self.heading.text.normal if self.heading else self.key

    @property
    def to_write(self) -> bool:
        """Tell whether a scaffold stands here, whose text is still to be written."""
        return any(TO_WRITE in IN_CODE.sub("", block.raw) for block in self.all if block.kind != "code")

    @property
    def printed(self) -> str:
        """Return the Markdown that is rendered: without stamps and notes, with the same line numbers."""
        return "\n".join(_printed(self.lines, self.level > 0))


def read(page: Page) -> tuple[Section, ...]:
    """Return the sections of a page, in order: the front matter, the preamble, then one a heading."""
    lines = page.body.split("\n")
    references = blocks.definitions(lines)
    starts = [
        index
        for index, line in blocks.outside_code(lines)
        if line.startswith("#") and HEADING.match(line) and _begins(line)
    ]
    cuts = [(None, 0), *((index, index) for index in starts)]
    sections = [_front(page)]
    for (heading, first), end in zip(cuts, [*starts, len(lines)], strict=True):
        if heading is None and not any(map(str.strip, lines[:end])):
            continue
        sections.append(
            _section(page, lines[first:end], page.first_line + first, heading is not None, references)
        )
    return tuple(sections)


def _begins(line: str) -> bool:
    """Tell whether a line is a heading that people mean as one, and not an issue number or a tag."""
    return bool(line.lstrip("#").strip())


def _section(
    page: Page, lines: Sequence[str], line: int, headed: bool, references: Mapping[str, str]
) -> Section:
    key, level, attributes, heading = TOP, 0, "", None
    if headed:
        match = HEADING.match(lines[0])
        assert match
        level, attributes = len(match["marks"]), match["attributes"] or ""
        found = ID.search(attributes)
        key = (found["id"] or found["loose"]) if found else ""
        text = normal.read(match["text"], page.path, line, references)
        heading = Block("heading", 0, line, line, text, raw=lines[0])
    stamp, edits, faults = words(
        page.path, [(line + index, lines[index].strip()[2:-1].strip()) for index in note_lines(lines, headed)]
    )
    body = _printed(lines, headed)
    if headed:
        body[0] = ""
    return Section(
        page.language, page.name, key, page.path, line, level, heading,
        blocks.read(body, page.path, line, references), tuple(lines), attributes, stamp, edits, faults,
    )  # fmt: skip


def note_lines(lines: Sequence[str], headed: bool) -> list[int]:
    """Return the indices of a section's stamps and notes: right under its heading, before any text."""
    found = []
    for index, line in enumerate(lines):
        if stamps.LINE.match(line):
            found.append(index)
        elif line.strip() and not (headed and index == 0):
            break
    return found


def _printed(lines: Sequence[str], headed: bool) -> list[str]:
    hidden = set(note_lines(lines, headed))
    return ["" if index in hidden else line for index, line in enumerate(lines)]


def words(
    path: str, typed: Iterable[tuple[int, str]]
) -> tuple[Stamp | None, tuple[Edit, ...], tuple[Problem, ...]]:
    """Read the stamp and the notes of a section from their lines; return what cannot be read as faults."""
    stamp: Stamp | None = None
    edits: list[Edit] = []
    faults: list[Problem] = []
    for line, text in typed:
        try:
            note = stamps.read(text)
        except Unreadable as error:
            faults.append(
                Problem(path, line, f"this stamp cannot be read: {error}; remove it and stamp again")
            )
            continue
        if isinstance(note, Edit):
            edits.append(note)
        elif stamp:
            faults.append(Problem(path, line, "a second stamp in one section; remove it and stamp again"))
        else:
            stamp = note
    return stamp, tuple(edits), tuple(faults)


def _front(page: Page) -> Section:
    fields = [
        field_of(name, str(page.meta[name]), page.path, page.line(name))
        for name in TEXTS
        if page.meta.get(name)
    ]
    line = fields[0].first if fields else 1
    notes: list[tuple[int, str]] = []
    if isinstance(page.meta.get("stamp"), str):
        notes.append((page.line("stamp"), str(page.meta["stamp"])))
    edits: Any = page.meta.get("edits")
    if isinstance(edits, list):
        notes += [(page.line("edits"), str(edit)) for edit in edits]
    stamp, found, faults = words(page.path, notes)
    return Section(
        page.language, page.name, FRONT, page.path, line, 0, None, tuple(fields), (), "", stamp, found, faults
    )


def field_of(name: str, text: str, path: str, line: int) -> Block:
    """Return a field of front matter or of the data file as a block."""
    return Block("field", 0, line, line, normal.read(text, path, line), (name,), raw=text)
