"""Check data, macros and translations without building the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.project import Project
from macros.site import Site


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""


def run(root: Path, options: argparse.Namespace) -> int:
    """Print every problem of the sources, one a line; return 1 if there is one."""
    Site(Project.load(root)).check_sources()
    print("nothing to mend", file=sys.stderr)
    return 0
