"""What a page of any language must be: Markdown alone, with stamps where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from macros import blocks, stamps
from macros.blocks import Block
from macros.headings import SLUG
from macros.normal import AUTOLINK, CODE_SPAN, MACRO
from macros.page import Page
from macros.problems import Problem
from macros.sections import HEADING, Section, note_lines

HTML = re.compile(r"</?[a-zA-Z][^<>]*>?|<!--|<!\[|<\?")
CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
UNDERLINE = re.compile(r"(?:=+|-+)[ ]*")
INDENTED_HEADING = re.compile(r"(?:[ \t]+|[ \t]*(?:[-*+>]|\d+[.)])[ \t]+)#{1,6}[ \t]+\S")
NO_PLACE = re.compile(r"!\[[^\]]*\{\{|\]\([^)\s]+\s+[\"'][^)]*\{\{")
VOUCHING = re.compile(r"\{.*?\b(data-(?:figure|claim|source|formula|count|chart|note)\b[^\s}]*)")
# An attribute list, up to its end or to what breaks it, and its words.
ATTRIBUTES = re.compile(
    r"(?<![\\{])\{(?P<colon>:?)\s*(?P<words>(?:[^\s={}]+(?:=(?:\".*?\"|'.*?'|[^\s={}]*))?\s*)*)"
)
ATTRIBUTE = re.compile(r"[^\s={}]+(?:=(?:\".*?\"|'.*?'|[^\s={}]*))?")
PLAIN_CLASS = re.compile(r"\.[A-Za-z][\w-]*")
# By these the audit knows what the site itself writes.
TRUSTED = frozenset({".figure", ".footnote-ref", ".footnote-backref"})
STRONG = re.compile(r"\*{2,}")
ESCAPED = re.compile(r"\\.")
LINK_TARGET = re.compile(r"\]\([^)\s]*")
LOOSE_ID = re.compile(r"\{[ ]*#[^{}]*\}")


def problems(page: Page, sections: Sequence[Section]) -> Iterator[Problem]:
    """Find what is wrong with a page by itself, the ids of its headings left to `headings`."""
    for section in sections:
        yield from section.faults
    yield from _ids(page, sections)
    for section in sections:
        for block in section.all:
            if block.kind == "table":
                yield from _rows(page, block)
            if block.kind not in ("code", "field"):
                yield from _strong(page, block)
    yield from _lines(page)


def _ids(page: Page, sections: Sequence[Section]) -> Iterator[Problem]:
    seen = {section.key: section.line for section in sections if section.level}
    for section in sections:
        for block in section.blocks:
            for key in block.ids:
                if not SLUG.fullmatch(key):
                    message = (
                        f'"#{key}" is not an id; write lower-case ASCII letters, digits and single hyphens'
                    )
                    yield Problem(page.path, block.first, message)
                if key in seen:
                    message = f'the id "#{key}" is taken by line {seen[key]}; give this text another'
                    yield Problem(page.path, block.first, message)
                seen.setdefault(key, block.first)


def _rows(page: Page, table: Block) -> Iterator[Problem]:
    """Find the rows of a table that have fewer or more cells than its head."""
    head, *rows = table.raw.split("\n")
    bordered = blocks.bordered(head)
    columns = len(blocks.cells(head, bordered=bordered))
    for number, row in enumerate(rows, table.first + 1):
        found = len(blocks.cells(row, bordered=bordered))
        if "|" not in row:
            message = "a text right under a table becomes a row of it; leave an empty line between, or write its | signs"
            yield Problem(page.path, number, message)
        elif found != columns:
            message = f"this row has {_cells(found)}, and the head of its table {columns}; mend its | signs"
            yield Problem(page.path, number, message)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _strong(page: Page, block: Block) -> Iterator[Problem]:
    """Find a ** that begins bold text which nothing ends in its paragraph, item or cell."""
    lines = block.raw.split("\n")
    texts = [(n, cell) for n, row in enumerate(lines) for cell in blocks.cells(row)]
    for offset, text in texts if block.kind == "table" else [(0, block.raw)]:
        bare = text
        for pattern in (CODE_SPAN, MACRO, AUTOLINK, LINK_TARGET, ESCAPED):
            bare = pattern.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), bare)
        # A run between two spaces is a sign of the text.
        marks = [
            match.start()
            for match in STRONG.finditer(bare)
            if bare[match.start() - 1 : match.start()].strip() or bare[match.end() : match.end() + 1].strip()
            for _ in range(len(match[0]) // 2)
        ]
        if len(marks) % 2:
            line = block.first + offset + bare.count("\n", 0, marks[-1])
            message = "** is opened and not closed; close it in the same paragraph, or write \\*\\*"
            yield Problem(page.path, line, message)


def _attributes(bare: str) -> Iterator[str]:
    """Find what an attribute list holds that is neither an id nor a class of the page's own."""
    for attributes in ATTRIBUTES.finditer(bare):
        for word in ATTRIBUTE.findall(attributes["words"]):
            if word in TRUSTED:
                yield f'the class "{word}" is for what the site itself writes; take it out'
            elif word.startswith("#") or PLAIN_CLASS.fullmatch(word):
                continue
            elif attributes["colon"] or "=" in word:
                yield f'"{word}" is neither an id nor a class; between {{: and }} write #id and .class alone'


def _lines(page: Page) -> Iterator[Problem]:
    lines = page.body.split("\n")
    if (fence := blocks.open_fence(lines)) is not None:
        message = f'the code that "{lines[fence].strip()}" begins has no end, and takes in all that follows; end it with the same signs'
        yield Problem(page.path, page.first_line + fence, message)
    stamped = _stamp_lines(lines)
    earlier = before = ""
    for index, line in blocks.outside_code(lines):
        number = page.first_line + index
        if CONFLICT.match(line):
            message = f'a merge conflict is not resolved at "{line[:7]}"; keep one side, and remove the lines <<<<<<<, ======= and >>>>>>>'
            yield Problem(page.path, number, message)
            earlier = before = ""
            continue
        bare = AUTOLINK.sub("", CODE_SPAN.sub("", line))
        if match := HTML.search(bare):
            yield Problem(page.path, number, f'raw HTML "{match[0]}"; write Markdown, or a macro')
        if match := VOUCHING.search(bare):
            message = f'"{match[1]}" would vouch for a number, which only a macro may; take it out'
            yield Problem(page.path, number, message)
        elif not stamps.LINE.match(line):
            yield from (Problem(page.path, number, message) for message in _attributes(bare))
        if NO_PLACE.search(bare):
            message = "a macro in the alt text of an image or in the title of a link; say it in the text"
            yield Problem(page.path, number, message)
        # Under the first row of what would be a table as well.
        first = "|" not in before or not earlier.strip()
        if UNDERLINE.fullmatch(line) and before.strip() and not before.startswith("#") and first:
            yield Problem(
                page.path, number, "a line under a text makes it a heading; write ## and the text, with an id"
            )
        if INDENTED_HEADING.match(line):
            yield Problem(
                page.path, number, "a heading inside a list or a box is no section; move it to the margin"
            )
        if not line.startswith("#") and (match := LOOSE_ID.search(bare)) and "{{" not in bare:
            yield Problem(page.path, number, f'"{match[0]}" is printed as it stands; write {{: #id }}')
        if index not in stamped and stamps.LINE.match(line):
            yield Problem(
                page.path, number, "a stamp vouches for the section above it; move it under the heading"
            )
        earlier, before = before, line


def _stamp_lines(lines: Sequence[str]) -> set[int]:
    """Return the lines on which a stamp or a note may stand and does."""
    starts = [i for i, line in blocks.outside_code(lines) if line.startswith("#") and HEADING.match(line)]
    found = set(note_lines(lines[: starts[0] if starts else len(lines)], False))
    for start, end in pairwise([*starts, len(lines)]):
        found |= {start + index for index in note_lines(lines[start:end], True)}
    return found
