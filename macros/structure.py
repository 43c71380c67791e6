"""What a page of any language must be: Markdown alone, with stamps where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from macros import blocks, stamps
from macros.headings import SLUG
from macros.normal import AUTOLINK, CODE_SPAN
from macros.page import Page
from macros.problems import Problem
from macros.sections import HEADING, Section, note_lines

HTML = re.compile(r"</?[a-zA-Z][^<>]*>?|<!--|<!\[|<\?")
CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
UNDERLINE = re.compile(r"(?:=+|-+)[ ]*")
INDENTED_HEADING = re.compile(r"(?:[ \t]+|[ \t]*(?:[-*+>]|\d+[.)])[ \t]+)#{1,6}[ \t]+\S")
NO_PLACE = re.compile(r"!\[[^\]]*\{\{|\]\([^)\s]+\s+[\"'][^)]*\{\{")
VOUCHING = re.compile(r"\{.*?\b(data-(?:figure|claim|source|formula|count|chart|note)\b[^\s}]*)")
LOOSE_ID = re.compile(r"\{[ ]*#[^{}]*\}")


def problems(page: Page, sections: Sequence[Section]) -> Iterator[Problem]:
    """Find what is wrong with a page by itself, the ids of its headings left to `headings`."""
    for section in sections:
        yield from section.faults
    yield from _ids(page, sections)
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


def _lines(page: Page) -> Iterator[Problem]:
    lines = page.body.split("\n")
    if (fence := blocks.open_fence(lines)) is not None:
        message = f'the code that "{lines[fence].strip()}" begins has no end, and takes in all that follows; end it with the same signs'
        yield Problem(page.path, page.first_line + fence, message)
    stamped = _stamp_lines(lines)
    before = ""
    for index, line in blocks.outside_code(lines):
        number = page.first_line + index
        if CONFLICT.match(line):
            message = f'a merge conflict is not resolved at "{line[:7]}"; keep one side, and remove the lines <<<<<<<, ======= and >>>>>>>'
            yield Problem(page.path, number, message)
            before = ""
            continue
        bare = AUTOLINK.sub("", CODE_SPAN.sub("", line))
        if match := HTML.search(bare):
            yield Problem(page.path, number, f'raw HTML "{match[0]}"; write Markdown, or a macro')
        if match := VOUCHING.search(bare):
            message = f'"{match[1]}" would vouch for a number, which only a macro may; take it out'
            yield Problem(page.path, number, message)
        if NO_PLACE.search(bare):
            message = "a macro in the alt text of an image or in the title of a link; say it in the text"
            yield Problem(page.path, number, message)
        if UNDERLINE.fullmatch(line) and before.strip() and not before.startswith("#") and "|" not in before:
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
        before = line


def _stamp_lines(lines: Sequence[str]) -> set[int]:
    """Return the lines on which a stamp or a note may stand and does."""
    starts = [i for i, line in blocks.outside_code(lines) if line.startswith("#") and HEADING.match(line)]
    found = set(note_lines(lines[: starts[0] if starts else len(lines)], False))
    for start, end in pairwise([*starts, len(lines)]):
        found |= {start + index for index in note_lines(lines[start:end], True)}
    return found
