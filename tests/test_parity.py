"""Both languages say the same, section by section, and what a translation loses is reported at its line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros import headings, parity, records, sections
from macros.blocks import ONLY_ATTRIBUTES, outside_code
from macros.normal import WORD
from macros.page import Page, read_page
from macros.pairing import compare
from macros.problems import Problem
from macros.project import Project
from macros.sections import FRONT, Section, note_lines
from macros.stamping import stamp_of
from macros.stamps import LINE
from macros.states import Status
from macros.translations import problems

PROJECT = Project.load(Path(__file__).parent.parent)
STATUSES = [
    status
    for statuses in PROJECT.survey.statuses.values()
    for status in statuses
    if status.source and status.translation and status.state in ("current", "untracked")
]
PAGES = [status for status in STATUSES if status.page != records.PAGE]
NAMES = [f"{status.language}/{status.page}#{status.section.key}" for status in PAGES]

MACRO = re.compile(r"\{\{ (?!\"\{\{).*?\}\}")
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^)]*\)")
HEADING_ID = re.compile(r" \{: #[^}]*\}")


def test_both_languages_say_the_same() -> None:
    """Ids, levels, figures, claims, charts, links and tables agree, and nothing is left in the other language."""
    assert [str(problem) for problem in problems(PROJECT.survey)] == []


def test_every_page_has_its_translations() -> None:
    """No page is in one language alone."""
    names = {code: set(pages) for code, pages in PROJECT.pages.items()}
    assert all(found == names[PROJECT.source] for found in names.values())


@pytest.mark.parametrize("status", PAGES, ids=NAMES)
def test_each_section_prints_the_same_records(status: Status) -> None:
    """Macros and their records are the same, counted from the pages themselves."""
    source, translation = status.source, status.translation
    assert source
    assert translation
    assert source.level == translation.level
    calls = [sorted(map(parity.identity, section.calls)) for section in (source, translation)]
    assert calls[0] == calls[1]


# --- mutations -------------------------------------------------------------------------------------


def stamped(status: Status) -> list[str]:
    """Return the lines of a translation, with a stamp of the source as it is."""
    source, translation = status.source, status.translation
    assert source
    assert translation
    hidden = note_lines(translation.lines, translation.level > 0)
    lines = [line for index, line in enumerate(translation.lines) if index not in hidden]
    words = f"{{: {stamp_of(source, translation)} }}"
    return [lines[0], words, *lines[1:]] if translation.level else [words, *lines]


def found(status: Status, lines: list[str]) -> list[Problem]:
    """Return what is reported of a translation whose lines have become these."""
    source, translation = status.source, status.translation
    assert source
    assert translation
    page = read_page("\n".join(lines), status.language, status.page, translation.path)
    own: tuple[Section, ...] = sections.read(page)[1:]
    out = [each for found in compare(status.language, [source], own) for each in parity.problems(found)]
    return out + _without_id(page)


def _without_id(page: Page) -> list[Problem]:
    project = dataclasses.replace(PROJECT, pages={page.language: {page.name: page}, PROJECT.source: {}})
    return [*headings.check(project)]


def mutations(pattern: re.Pattern[str], lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each way to take one match out of the lines, with its line from 1."""
    prose = {index for index, line in outside_code(lines) if not LINE.match(line)}
    for index in sorted(prose):
        for match in pattern.finditer(lines[index]):
            kept = match[1] if pattern is LINK else ""
            changed = lines[index][: match.start()] + kept + lines[index][match.end() :]
            yield index + 1, [*lines[:index], changed, *lines[index + 1 :]]


@pytest.mark.parametrize(
    "status", [s for s in PAGES if s.section.key != FRONT], ids=[n for n in NAMES if "@front" not in n]
)
def test_a_lost_macro_link_or_id_is_reported_at_its_line(status: Status) -> None:
    """Each macro, each link and each id of the real site is taken out of its translation in turn."""
    lines = stamped(status)
    assert found(status, lines) == []
    for pattern in (MACRO, LINK, HEADING_ID):
        for line, changed in mutations(pattern, lines):
            reported = found(status, changed)
            assert line in {problem.line for problem in reported}, (lines[line - 1], list(map(str, reported)))


@pytest.mark.parametrize(
    "status", [s for s in PAGES if s.section.key != FRONT], ids=[n for n in NAMES if "@front" not in n]
)
def test_a_lost_sentence_is_reported_at_its_line(status: Status) -> None:
    """Each line of prose of the real site is taken out in turn; it is reported in its paragraph at least."""
    lines = stamped(status)
    translation = status.translation
    assert translation
    page = read_page("\n".join(lines), status.language, status.page, translation.path)
    blocks = [
        block for section in sections.read(page)[1:] for block in section.blocks if block.kind != "code"
    ]
    for block in blocks:
        for number in range(block.first, block.last + 1):
            if not WORD.search(lines[number - 1]) or ONLY_ATTRIBUTES.match(lines[number - 1]):
                continue
            reported = found(status, [*lines[: number - 1], *lines[number:]])
            near = {problem.line for problem in reported if block.first - 1 <= problem.line <= block.last + 1}
            assert near, (number, lines[number - 1], list(map(str, reported)))
