"""Show what is outdated or missing in each language, and how to mend it."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from pathlib import Path
from typing import Any

from macros import past, records, targets
from macros.locales import WORDS
from macros.normal import WORD
from macros.project import Project
from macros.sections import Section
from macros.states import STATES, Status
from macros.targets import Target

# A section of the words file that a language cannot borrow from another.
OWN_WORDS = ("typography", "audit")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help="a language, a page (en/impact), a section"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--summary", action="store_true", help="as Markdown, for the summary of a CI job")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the report; what is outdated is no failure."""
    project = Project.load(root)
    report = Report(project, targets.read_all(options.targets, project))
    if options.json:
        print(json.dumps(report.data(), ensure_ascii=False, indent=2))
    else:
        from macros import report_markdown, report_text

        lines = report_markdown.lines(report) if options.summary else report_text.lines(report)
        print("\n".join(lines))
    return 0


@dataclass(frozen=True)
class Report:
    """The states of the sections that a command asks for, and all that helps to mend them."""

    project: Project
    targets: Sequence[Target]

    @cached_property
    def statuses(self) -> Mapping[str, tuple[Status, ...]]:
        """Return the states by language, in the order of the pages."""
        return {
            code: tuple(each for each in statuses if any(target.covers(each) for target in self.targets))
            for code, statuses in self.project.survey.statuses.items()
            if any(target.language == code for target in self.targets)
        }

    def counts(self, code: str) -> dict[str, int]:
        """Return how many sections are in each state."""
        found = Counter(status.state for status in self.statuses[code])
        return {state: found[state] for state in STATES}

    def pages(self, code: str) -> Iterator[tuple[str, list[Status]]]:
        """Yield each page with the states of its sections; of the data file, those to mend alone."""
        pages: dict[str, list[Status]] = {}
        for status in self.statuses[code]:
            if status.page != records.PAGE or status.state != "current":
                pages.setdefault(status.page, []).append(status)
        yield from pages.items()

    def to_mend(self, code: str) -> list[Status]:
        """Return what a translator can do something about."""
        return [status for status in self.statuses[code] if status.state in ("outdated", "missing", "orphan")]

    def accepted(self, code: str) -> list[Status]:
        """Return the translations that are current by their author's word, for a second reader."""
        return [status for status in self.statuses[code] if status.accepted]

    # --- one section ----------------------------------------------------------------------------

    def change(self, status: Status) -> list[str]:
        """Return how the source changed since the stamp, where history has it; nothing otherwise."""
        source, translation = status.source, status.translation
        if not (source and translation and translation.stamp):
            return []
        old = past.find(self.project.root, source, translation.stamp.source)
        if old is None:
            return []
        lines = unified_diff(typed(old), typed(source), n=0, lineterm="")
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]

    def terms(self, status: Status) -> list[tuple[str, str]]:
        """Return the glossary's terms that occur in the source section, with their agreed translations."""
        source = status.source
        if source is None:
            return []
        found = {word.lower() for block in source.all for word in _words(block.text.normal)}
        text = " ".join(" ".join(_words(block.text.normal)) for block in source.all).lower()
        own, there = status.language, self.project.source
        out = []
        for term in self.project.data.records.glossary.values():
            name, agreed = (term.term.get(code) or term.term.get("*", "") for code in (there, own))
            spellings = [name, *term.also.get(there, ())]
            if agreed and any(_occurs(spelling.lower(), text, found) for spelling in spellings if spelling):
                out.append((name, agreed))
        return out

    def command(self, status: Status) -> str:
        """Return the command that comes next for a section."""
        section = status.section
        name = f"{status.language}/{section.page}#{section.key}"
        if status.state == "missing" and not status.translation:
            return f'make translate PAGE="{name}"' if section.page != records.PAGE else ""
        return f'make stamp PAGE="{name}"' if status.state != "orphan" else ""

    def lacking_words(self, code: str) -> list[str]:
        """Return what a language's words file lacks, by key."""
        locale, source = self.project.locales[code], self.project.locales[self.project.source]
        own = locale.own.get("interface") or {}
        lacking = [key for key in (source.own.get("interface") or {}) if key not in own]
        return lacking + [part for part in OWN_WORDS if part in source.own and part not in locale.own]

    # --- for programs ---------------------------------------------------------------------------

    def data(self) -> dict[str, Any]:
        """Return the whole report as plain data."""
        return {
            "source": self.project.source,
            "languages": {
                code: {
                    "name": self.project.languages[code].name,
                    "counts": self.counts(code),
                    "words": {"path": f"docs/{code}/{WORDS}", "missing": self.lacking_words(code)},
                    "sections": [self._section(status) for status in statuses],
                }
                for code, statuses in self.statuses.items()
            },
        }

    def _section(self, status: Status) -> dict[str, Any]:
        stamp = status.translation.stamp if status.translation else None
        return {
            "page": status.page,
            "section": status.section.key,
            "state": status.state,
            "told": [str(told) for told in status.told],
            "urgent": [_edit(edit) for edit in status.urgent],
            "accepted": [_edit(edit) for edit in status.accepted],
            "source": _place(status.source),
            "translation": _place(status.translation),
            "stamped": stamp.on.isoformat() if stamp else None,
            "change": self.change(status) if status.state == "outdated" else [],
            "terms": dict(self.terms(status)) if status.state in ("outdated", "missing") else {},
            "next": self.command(status) if status.state != "current" else "",
        }


def _place(section: Section | None) -> dict[str, Any] | None:
    return {"path": section.path, "line": section.line, "hash": section.hash} if section else None


def _edit(edit: Any) -> dict[str, str]:
    return {"on": edit.on.isoformat(), "reason": edit.reason}


def typed(section: Section) -> list[str]:
    """Return the lines of a section as its author typed them, without stamps; a record's by field."""
    if section.lines:
        return [line for line in section.printed.split("\n") if line.strip()]
    return [f"{block.shape[0]}: {block.raw}" for block in section.blocks]


def numbered(section: Section) -> list[tuple[int, str]]:
    """Return the lines of a section with their numbers in the file."""
    if section.lines:
        lines = enumerate(section.printed.split("\n"), section.line)
        return [(number, line) for number, line in lines if line.strip()]
    return [(block.first, f"{block.shape[0]}: {block.raw}") for block in section.blocks]


def _words(text: str) -> list[str]:
    return "".join(char if WORD.match(char) or char in "-' " else " " for char in text).split()


def _occurs(spelling: str, text: str, words: set[str]) -> bool:
    return spelling in words if " " not in spelling else f" {spelling} " in f" {text} "
