"""Stamp what has been translated, and refuse what has not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from macros import parity, records, sentences, structure, targets
from macros.leftovers import Leftovers
from macros.placing import Pen
from macros.problems import Problem
from macros.project import Project
from macros.sections import Section
from macros.stamps import Stamp, today
from macros.states import Status
from macros.targets import Target


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="TARGET",
        help='what was translated: "en/impact#water", a page (en/impact), or a language (en); '
        "an outdated section must be named by itself",
    )
    parser.add_argument(
        "--reviewed",
        action="store_true",
        help="stamp outdated sections too: each was compared with the source",
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Stamp what can be stamped; print what was refused and why, and return 1 if anything was."""
    project = Project.load(root)
    wanted = targets.read_all(options.targets, project)
    stamped, refused = stamp(project, wanted, reviewed=options.reviewed)
    for name in stamped:
        print(f"stamped {name}")
    for problem in sorted(set(refused)):
        print(problem, file=sys.stderr)
    print(f"{len(stamped)} stamped, {len(set(refused))} refused", file=sys.stderr)
    return 1 if refused else 0


def stamp(
    project: Project, wanted: Sequence[Target], *, reviewed: bool = False
) -> tuple[list[str], list[Problem]]:
    """Stamp the sections that the targets cover; return their names, and what was refused."""
    pen, stamped, refused = Pen(project), [], []
    survey = project.survey
    leftovers = {code: survey.leftovers(code) for code in {target.language for target in wanted}}
    seen: set[Status] = set()
    for target in wanted:
        for status in survey.statuses.get(target.language, ()):
            if status in seen or not target.covers(status) or not _due(status, target):
                continue
            seen.add(status)
            named = bool(target.key) or (reviewed and status.state == "outdated")
            problems = [*refusals(status, project, leftovers[target.language], named=named)]
            refused += problems
            if problems or not (status.source and status.translation):
                continue
            pen.stamp(status.translation, stamp_of(status.source, status.translation))
            stamped.append(status.translation.name)
    pen.write()
    return stamped, refused


def _due(status: Status, target: Target) -> bool:
    """Tell whether a stamp is asked for: of a section that is named always, of others where it says something."""
    if target.key:
        return True
    if status.state == "orphan" or (status.state == "missing" and not status.translation):
        return False
    return status.state != "current" or bool([*sentences.problems(status)])


def refusals(status: Status, project: Project, leftovers: Leftovers, *, named: bool) -> Iterator[Problem]:
    """Say why a section cannot be stamped, if it cannot; `named` if it was asked for by its own name."""
    source, translation = status.source, status.translation
    if source is None or translation is None:
        yield _not_there(status)
        return
    if status.state == "missing":
        lacks = [told.other for told in status.told if told.kind == "lacks"]
        what = f"lacks {', '.join(lacks)}" if lacks else "is still to be written"
        yield Problem(translation.path, translation.line, f"{_named(translation)} {what}; translate it first")
        return
    if status.state == "outdated" and not named:
        yield Problem(
            translation.path,
            translation.line,
            f'{_named(translation)} is outdated; bring it up to date, then stamp it by name: make stamp PAGE="{translation.name}"',
        )
        return
    if status.state == "current" and not named:
        yield from sentences.problems(status)
        return
    yield from parity.ids(source, translation)
    yield from parity.shared(source, translation)
    yield from leftovers.problems(translation, source)
    if translation.page != records.PAGE:
        page = project.pages[translation.language][translation.page]
        last = translation.line + len(translation.lines)
        for problem in structure.problems(page, (translation,)):
            if translation.line <= problem.line < last or problem in translation.faults:
                yield problem


def _not_there(status: Status) -> Problem:
    section = status.section
    if status.state == "orphan":
        return Problem(
            section.path, section.line, f"{_named(section)}: {status.told[0]}; there is nothing to stamp"
        )
    return Problem(
        section.path,
        section.line,
        f"{_named(section)} has no translation; begin one: make translate PAGE="
        f'"{status.language}/{section.page}#{section.key}"',
    )


def stamp_of(source: Section, translation: Section) -> Stamp:
    """Return the stamp of a translation that renders a source section as it is now."""
    counts = None if translation.counts == source.counts else translation.counts
    prints = () if source.page == records.PAGE else source.prints
    return Stamp(source.hash, today(), prints, counts)


def _named(section: Section) -> str:
    return f"#{section.key}" if section.level else section.key.removeprefix("@")
