"""Earlier texts of a source section, where the repository remembers them; nothing is needed of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from macros import records, sections
from macros.data import PATH
from macros.page import read_page
from macros.problems import Faults
from macros.sections import Section
from macros.yamlfile import YamlFile

# How far back a stamped text is looked for. The data file is large, and its records are short: the whole
# record is shown instead.
PAGES_BACK, DATA_BACK = 200, 10


@cache
def _revisions(root: Path, path: str) -> tuple[str, ...]:
    """Return the commits that changed a file, the latest first; none without git or history."""
    out = _git(root, "log", "--format=%H", "--", path)
    return tuple(out.split()) if out else ()


def sections_at(root: Path, revision: str, section: Section) -> tuple[Section, ...]:
    """Return the sections of a section's file as they were at a revision."""
    return _sections(root, revision, section.language, section.page, section.path)


@cache
def _sections(root: Path, revision: str, language: str, page: str, path: str) -> tuple[Section, ...]:
    text = _git(root, "show", f"{revision}:./{path}")
    if text is None:
        return ()
    try:
        if page == records.PAGE:
            return records.of_file(YamlFile(text.removeprefix("\ufeff"), PATH), language)
        return sections.read(read_page(text, language, page, path))
    except Faults:
        # What was broken then was never stamped.
        return ()


def find(root: Path, section: Section, stamped: str) -> Section | None:
    """Return the source section that a stamp was made from, under whatever id it had."""
    limit = DATA_BACK if section.page == records.PAGE else PAGES_BACK
    for revision in _revisions(root, section.path)[:limit]:
        for old in _by_likeness(sections_at(root, revision, section), section.key):
            if old.hash == stamped:
                return old
    return None


def before(root: Path, section: Section) -> Section | None:
    """Return a section as it was when the file was last committed, or None."""
    head = (_git(root, "rev-parse", "HEAD") or "").strip()
    return next((old for old in sections_at(root, head, section) if old.key == section.key), None)


def _by_likeness(found: tuple[Section, ...], key: str) -> Iterator[Section]:
    yield from sorted(found, key=lambda section: section.key != key)


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(("git", *words), cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode("utf-8", "replace")
