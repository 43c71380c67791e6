"""Check data, macros and translations without building the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros import fixes
from macros.project import Project
from macros.site import Site


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "--fix", action="store_true", help="copy ids, levels and macro calls from the source before checking"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print every problem of the sources, one a line; return 1 if there is one."""
    project = Project.load(root)
    if options.fix and (fixed := fixes.fix(project)):
        print("\n".join(fixed))
        project = Project.load(root)
    Site(project).check_sources()
    for problem in project.unused():
        print(f"not refused yet, but by make build: {problem}", file=sys.stderr)
    print(
        "nothing to mend; numbers typed in a text are found in the built site, by make build", file=sys.stderr
    )
    return 0
