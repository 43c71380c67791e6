"""Say of an edit of the source that it left the meaning as it was, or that it corrects a fact."""

from __future__ import annotations

import argparse
from pathlib import Path

from macros import past, targets
from macros.placing import Pen
from macros.project import Project
from macros.sections import Section
from macros.stamps import HASH, Edit, today
from macros.usage import Usage


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("target", metavar="TARGET", help='the edited section, such as "fr/impact#water"')
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--same", metavar="REASON", help="the edit does not change the meaning, because…")
    kind.add_argument("--urgent", metavar="REASON", help="the edit corrects a fact: which, and how")
    parser.add_argument(
        "--before", metavar="HASH", help="the hash of the text before, where git does not know"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Write the note beside the section."""
    project = Project.load(root)
    target = targets.read(options.target, project, source=True)
    if target.language != project.source or not target.key:
        raise Usage(f'a note is for a section of the source: "{project.source}/<page>#<id>"')
    section = next(
        (each for each in project.survey.source[target.page or ""] if each.key == target.key), None
    )
    if section is None:
        raise Usage(f'"{options.target}": no such section in the source')
    before = options.before or hash_before(project, section)
    if not HASH.fullmatch(before):
        raise Usage(f'"{before}" is not a hash: eight of the digits 0-9 and a-f')
    reason = " ".join(str(options.same or options.urgent).split())
    if not reason:
        raise Usage("the reason is kept for a second reader; give one")
    edit = Edit(before, section.hash, today(), bool(options.urgent), reason)
    pen = Pen(project)
    pen.note(section, edit)
    pen.write()
    print(f"{section.path}:{section.line}: {edit}")
    return 0


def hash_before(project: Project, section: Section) -> str:
    """Return the hash of a section before it was edited: at the last commit, or as translations have it."""
    old = past.before(project.root, section)
    if old and old.hash != section.hash:
        return old.hash
    stamped = {
        status.translation.stamp.source
        for statuses in project.survey.statuses.values()
        for status in statuses
        if status.source is section
        and status.state == "outdated"
        and status.translation
        and status.translation.stamp
    }
    if len(stamped) == 1:
        return stamped.pop()
    if not stamped:
        raise Usage(f"#{section.key} has not changed: every translation of it is current")
    raise Usage(
        f"translations of #{section.key} are stamped with {', '.join(sorted(stamped))}; add --before with one"
    )
