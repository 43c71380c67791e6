"""Compare the ids that the site publishes with the ledger of permanent ids, and add the new ones to it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros import anchors, ledger
from macros.anchors import Anchor
from macros.dates import PartialDate
from macros.problems import Faults, Problem
from macros.project import Project
from macros.site import Site
from macros.stamps import today

HEADER = """\
# Every id that the site ever published, one a line: since when, and what it names.
# `python -m macros anchors --add` adds new ones. An id that leaves keeps its line, which then ends with
# alias: /page/#id (where it moved), or with tombstone: <date>, why: {fr: …, en: …}, instead: /page/#id
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("--add", action="store_true", help="write the new ids into the ledger")
    parser.add_argument(
        "--reword",
        metavar="ADDRESS",
        action="append",
        default=[],
        help="accept the new words for an id that names the same thing as before",
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print what changes in the ledger and what is wrong with it; return 1 for anything left to do."""
    site = Site(Project.load(root))
    site.check_texts()
    book, published = site.places.book, site.places.anchors(site.project.source)
    text = book.text or HEADER
    for at in options.reword:
        if at not in book.present or at not in published:
            raise Faults([Problem(ledger.PATH, 1, f'"{at}" is not an id that both ledger and site have')])
        text = ledger.reword(text, at, published[at].gist)
    full = ledger.add(text, (_line(anchor) for anchor in anchors.new(book, published).values()))
    if options.add:
        text = full
    written = options.add or options.reword
    print(ledger.diff(book.text, text if written else full), end="")
    if written:
        (root / ledger.PATH).write_text(text, "utf-8")
        book = ledger.read(text)
    problems = sorted([*anchors.lost(book, published), *anchors.reworded(book, published)])
    left = anchors.new(book, published)
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    if left:
        print(f"{len(left)} new; {anchors.COMMAND} --add enters them in {ledger.PATH}", file=sys.stderr)
    return 1 if problems or left else 0


def _line(anchor: Anchor) -> str:
    return ledger.line(anchor.address, PartialDate.parse(today().isoformat()), anchor.gist)
