"""Every text of the site is spelled as its language spells it, but for the names in `tests/spelling.txt`."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from macros.page import Page
from macros.project import Project

ROOT = Path(__file__).parent.parent
PROJECT = Project.load(ROOT)

# What is no prose: macro calls, attributes, stamps, the targets of links, addresses and code.
NOT_PROSE = re.compile(
    r"^ *```.*?^ *```|\{\{.*?\}\}|\{[^{}]*\}|\]\([^)]*\)|https?:\S+|`[^`\n]*`|source=[0-9a-f]{8}[^\n]*",
    re.S | re.M,
)
NAME = re.compile(r"^[^(]*(?=\()")
KEY = re.compile(r"^[a-z_]+:", re.M)


def blank(match: re.Match[str]) -> str:
    """Replace what is no prose with spaces, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match[0])


def prose(page: Page) -> str:
    """Return the words of a page, each on its own line of the file."""
    return NOT_PROSE.sub(blank, KEY.sub(blank, page.head)) + NOT_PROSE.sub(blank, page.body)


def texts(value: Any, language: str) -> Iterator[str]:
    """Yield the texts of one language inside a record of the data file."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key == "publisher":
                # A publisher's name is spelled as it spells it; what we note beside it is ours.
                yield from (NAME.sub("", note) for note in texts(part, language))
            elif key == language and isinstance(part, str):
                yield NOT_PROSE.sub(blank, part)
            elif key == language and isinstance(part, list | tuple | Mapping):
                yield from map(str, part.values() if isinstance(part, Mapping) else part)
            elif key not in ("shown_as", "symbol"):
                yield from texts(part, language)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part, language)


def misspelled(folder: Path) -> list[tuple[str, str]]:
    """Return what the speller finds in the text files of a folder, each with its file and line."""
    speller = ROOT / "node_modules/.bin/cspell"
    if not speller.exists():
        pytest.fail("the speller is not installed; `npm ci` installs it", pytrace=False)
    command = [
        str(speller),
        "--no-progress",
        "--no-summary",
        "--root",
        str(folder),
        "--config",
        str(ROOT / "cspell.json"),
        "**/*.txt",
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1) or (run.returncode and not run.stdout):
        pytest.fail(f"the speller does not run:\n{run.stderr}", pytrace=False)
    found = re.finditer(r"(?P<place>\S+:\d+):\d+ - Unknown word \((?P<word>[^)]*)\)", run.stdout)
    return sorted({(match["place"], match["word"]) for match in found})


def test_every_text_is_spelled_right(tmp_path: Path) -> None:
    """Pages, labels, notes, verdicts and the words of the interface hold no unknown word."""
    for language in PROJECT.data.records.languages:
        for name, page in PROJECT.pages[language].items():
            (tmp_path / f"{language}.{name.replace('/', '-')}.txt").write_text(prose(page), "utf-8")
        data = "\n".join(texts(PROJECT.data.file.value, language))
        (tmp_path / f"{language}.figures-yml.txt").write_text(data, "utf-8")
        interface = PROJECT.locales[language].words["interface"]
        words = NOT_PROSE.sub(blank, "\n".join(map(str, interface.values())))
        (tmp_path / f"{language}.words-yml.txt").write_text(words, "utf-8")
    assert misspelled(tmp_path) == []


def test_a_misspelled_word_is_found_in_its_language(tmp_path: Path) -> None:
    """A word of the other language is a mistake, and so is one of none."""
    (tmp_path / "fr.page.txt").write_text("une phrase française\navec a mistake\n", "utf-8")
    (tmp_path / "en.page.txt").write_text("an English sentense\nsans erreur\n", "utf-8")
    found = {f"{place.rsplit('/', 1)[-1]} {word}" for place, word in misspelled(tmp_path)}
    assert {"fr.page.txt:2 mistake", "en.page.txt:1 sentense", "en.page.txt:2 erreur"} <= found
