"""The real site with any one macro, source or citation taken away: each is missed."""

from __future__ import annotations

import copy
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import markdown
import pytest

from macros import data
from macros.audit import Auditor
from macros.numbers import NumberFinder
from macros.problems import Faults
from macros.project import Project
from macros.site import Site
from macros.yamlfile import YamlFile

ROOT = Path(__file__).parent.parent
PROJECT = Project.load(ROOT)
EXTENSIONS = [
    "attr_list",
    "admonition",
    "def_list",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
]
PRINTED = re.compile(
    r'<(?P<tag>a|span)\b[^>]* data-(?P<kind>figure|claim|count)(?:="(?P<key>[^"]*)")?[^>]*>(?P<text>.*?)</(?P=tag)>',
    re.S,
)
LISTINGS = ("figures", "sources", "verification", "glossary", "permalinks", "translation")

# The words of most claims hold no number ("plus que"); the parity of the languages misses those instead.
PAGES = [
    (code, name)
    for code, pages in PROJECT.pages.items()
    for name in pages
    if name.split("/")[0] not in LISTINGS
]


@pytest.fixture(scope="module")
def site() -> Site:
    """Return the real site with all its macros expanded."""
    site = Site(PROJECT)
    site.check_sources()
    return site


@pytest.mark.parametrize(("code", "name"), PAGES)
def test_each_number_needs_its_macro(site: Site, code: str, name: str) -> None:
    """A page passes the audit, and fails when any one macro is typed out as plain text."""
    auditor = Auditor(NumberFinder(PROJECT.locales[code].words["audit"]), site.vouchers, PROJECT.names)
    html = markdown.markdown(site.text(code, PROJECT.pages[code][name]).whole, extensions=EXTENSIONS)
    assert [found.message for found in auditor.read(html, Counter())] == []
    numbered = 0
    for match in PRINTED.finditer(html):
        plain = unescape(re.sub(r"<[^>]*>", "", match["text"]))
        typed = html[: match.start()] + plain + html[match.end() :]
        reported = list(auditor.read(typed, Counter()))
        if match["kind"] == "claim" and not list(auditor.uncited(plain, Counter())):
            continue
        numbered += 1
        assert reported, f"{name}: {match['key'] or 'a count'} typed as “{plain}” was not missed"
    assert numbered or not PROJECT.pages[code][name].calls


def _without(*where: str | int) -> dict[str, Any]:
    """Return the real data file without the value at this path."""
    value = copy.deepcopy(PROJECT.data.file.value)
    node: Any = value
    for step in where[:-1]:
        node = node[step]
    del node[where[-1]]
    assert isinstance(value, dict)
    return value


def _faults(value: dict[str, Any]) -> list[str]:
    file = copy.copy(PROJECT.data.file)
    file.value = value
    try:
        data.check(file)
    except Faults as faults:
        return [problem.message for problem in faults.problems]
    return []


def test_each_source_is_missed() -> None:
    """Without any one source, each figure that cites it is told."""
    for key in PROJECT.data.records.sources:
        assert any(f'unknown source "{key}"' in message for message in _faults(_without("sources", key))), key


def test_each_figure_needs_its_evidence() -> None:
    """Without its sources, or without its formula, each figure is told."""
    for key, figure in PROJECT.data.records.figures.items():
        messages = _faults(_without("figures", key, "formula" if figure.formula else "sources"))
        expected = f"{key}: give either a value or a formula" if figure.formula else f"{key}: no source"
        assert any(message.startswith(expected) for message in messages), key


def test_each_language_is_missed() -> None:
    """Without its label in any one language, each figure is told."""
    for key, figure in PROJECT.data.records.figures.items():
        for language in PROJECT.data.records.languages:
            if language in figure.label:
                messages = _faults(_without("figures", key, "label", language))
                assert messages == [f'{key}.label: missing in language "{language}"; add "{language}: …"'], (
                    key
                )


def test_sample_of_the_real_file_parses_as_it_stands() -> None:
    """The real file has no fault, so that the tests above see only the one that they make."""
    assert _faults(copy.deepcopy(PROJECT.data.file.value)) == []  # type: ignore[arg-type]
    assert isinstance(PROJECT.data.file, YamlFile)
