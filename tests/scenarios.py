"""Scenarios of edits, one Markdown file each in `tests/translations`.

A file has a title, a sentence, and blocks fenced with four tildes. `fr` and `en` are a source page and its
translation, stamped when both were written; `fr after` and `en after` are what became of them (`crlf`, `bom`
and `nfd` say in which bytes), `states` is what must be known of them then, and `problems` what must be
reported, by the beginning of each message. Pages are called `water` unless the block names another;
`data` is the data file. In an edited page, `(stamp well)` stands for the stamp of `#well`, and
`(hash well)` for its hash; with `after`, of the text after the edit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from macros import parity, records, sections, stamps, structure
from macros.data import PATH
from macros.page import Page, read_page
from macros.pairing import compare
from macros.problems import Problem
from macros.sections import FRONT, TOP, Section
from macros.stamping import stamp_of
from macros.states import Status
from macros.yamlfile import YamlFile

FOLDER = Path(__file__).parent / "translations"
BLOCK = re.compile(r"^~~~~ (?P<label>[^\n]+)\n(?P<text>.*?)^~~~~$", re.M | re.S)
SAID = re.compile(r"\((?P<what>stamp|hash) (?P<key>[^ )]+)(?P<after> after)?\)")
FLAGS = frozenset({"after", "crlf", "bom", "nfd", "bare"})
NO_PAGE = "(no page)\n"

Sections = dict[str, tuple[Section, ...]]


@dataclass(frozen=True)
class Scenario:
    """What one file says, and what comes of it."""

    expected: tuple[str, ...]
    problems: tuple[str, ...]
    statuses: tuple[Status, ...]
    found: tuple[Problem, ...]


def read(path: Path) -> Scenario:
    """Read a scenario and play it."""
    blocks = [(match["label"].split(), match["text"]) for match in BLOCK.finditer(path.read_text("utf-8"))]
    told = {words[0]: text for words, text in blocks if words[0] in ("states", "problems")}
    pages = _Pages([block for block in blocks if block[0][0] not in told])
    statuses = compare("en", _flat(pages.after["fr"]), _flat(pages.after["en"]))
    found = [problem for status in statuses for problem in parity.problems(status)]
    found += [problem for page, own in pages.read for problem in structure.problems(page, own)]
    states = tuple(line for line in told["states"].splitlines() if line != "all current")
    return Scenario(states, tuple(told.get("problems", "").splitlines()), statuses, tuple(sorted(set(found))))


class _Pages:
    """The pages of a scenario before and after, by language and name."""

    def __init__(self, blocks: list[tuple[list[str], str]]) -> None:
        self.read: list[tuple[Page, tuple[Section, ...]]] = []
        texts = {(*_place(words), "after" in words): (text, frozenset(words)) for words, text in blocks}
        before = {place[:2]: text for place, (text, _) in texts.items() if not place[2]}
        self.before = {code: self._sections(before, code) for code in ("fr", "en")}
        after = {place: self._text(texts, place, text) for place, text in before.items()}
        # The hash of an edited source is that of its text, whatever its notes say of it.
        self.after = {"fr": self._sections({p: self._filled(t) for p, t in after.items()}, "fr"), "en": {}}
        after = {place: self._filled(text) for place, text in after.items()}
        self.read.clear()
        self.after = {code: self._sections(after, code) for code in ("fr", "en")}

    def _text(
        self,
        texts: dict[tuple[str, str, bool], tuple[str, frozenset[str]]],
        place: tuple[str, str],
        text: str,
    ) -> str:
        edited, flags = texts.get((*place, True), (text, frozenset()))
        if edited == NO_PAGE:
            return ""
        if place[0] == "en" and "(stamp" not in edited and "bare" not in flags:
            edited = stamped(edited, place[1])
        return _bytes(edited, flags)

    def _sections(self, texts: dict[tuple[str, str], str], code: str) -> Sections:
        found: Sections = {}
        for (language, name), text in texts.items():
            if name == records.PAGE:
                found[name] = records.of_file(YamlFile(text, PATH), code)
            elif language == code and text:
                page = read_page(text, code, name, f"docs/{code}/{name}.md")
                found[name] = sections.read(page)
                self.read.append((page, found[name]))
        return found

    def _filled(self, text: str) -> str:
        """Return a text with its stamps and hashes filled in, a record's stamps added."""
        text = SAID.sub(self._said, text)
        return self._stamped_records(text) if re.match(r"(figures|statements):", text) else text

    def _said(self, match: re.Match[str]) -> str:
        name, _, key = match["key"].rpartition("/")
        source = self._source(name, key, after=bool(match["after"]))
        if match["what"] == "hash":
            return source.hash
        translation = next(
            (
                section
                for page in self.before["en"].values()
                for section in page
                if section.place == source.place
            ),
            source,
        )
        stamp = stamp_of(source, translation)
        return str(stamp) if key == FRONT else stamps.line(stamp)

    def _source(self, name: str, key: str, *, after: bool) -> Section:
        pages = (self.after if after and hasattr(self, "after") else self.before)["fr"]
        return next(
            section
            for page in pages.values()
            for section in page
            if section.key == key and name in ("", section.page)
        )

    def _stamped_records(self, text: str) -> str:
        lines = text.split("\n")
        file = YamlFile(text, PATH)
        for section in reversed(records.of_file(file, "fr")):
            old = next((s for s in self.before["fr"][records.PAGE] if s.key == section.key), None)
            translation = next((s for s in self.before["en"][records.PAGE] if s.key == section.key), None)
            if old and translation:
                lines.insert(section.line, f"    stamp: {{en: {stamp_of(old, translation)}}}")
        return "\n".join(lines)


def stamped(text: str, name: str) -> str:
    """Return a translation with what stands for its stamps."""
    page = read_page(text, "en", name, "")
    lines = text.split("\n")
    for section in reversed(sections.read(page)):
        mark = f"(stamp {name}/{section.key})"
        if section.key == FRONT:
            lines.insert(page.first_line - 2, f"stamp: {mark}")
        elif section.key == TOP:
            first = next(index for index, line in enumerate(section.lines) if line.strip())
            lines[section.line - 1 + first : section.line - 1 + first] = [mark, ""]
        else:
            lines.insert(section.line, mark)
    return "\n".join(lines)


def _place(words: list[str]) -> tuple[str, str]:
    if words[0] == "data":
        return "data", records.PAGE
    return words[0], next((word for word in words[1:] if word not in FLAGS), "water")


def _bytes(text: str, flags: frozenset[str]) -> str:
    text = unicodedata.normalize("NFD", text) if "nfd" in flags else text
    text = text.replace("\n", "\r\n") if "crlf" in flags else text
    return f"\ufeff{text}" if "bom" in flags else text


def _flat(pages: Sections) -> list[Section]:
    return [section for page in pages.values() for section in page]


def line(status: Status) -> str:
    """Return a state as a scenario writes it."""
    told = [
        *map(str, status.told),
        *(f"urgent {edit.on} {edit.reason}" for edit in status.urgent),
    ]
    if status.accepted:
        told.append("accepted " + ", ".join(f"{edit.on} {edit.reason}" for edit in status.accepted))
    return f"{status.state} {status.page}#{status.section.key}" + (f": {'; '.join(told)}" if told else "")


def plain(status: Status) -> bool:
    """Tell whether a state is not worth a line: current, with nothing to tell."""
    return status.state == "current" and not status.told and not status.accepted
