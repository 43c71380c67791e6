"""The command line: `python -m macros VERB`, run from anywhere inside the project."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from macros.problems import Faults
from macros.usage import Usage

# Each verb is a module with `arguments(parser)` and `run(root, options) -> exit status`; its docstring's
# first line is its help. A module is imported only when its verb is asked for.
VERBS = {
    "check": "macros.check",
    "translations": "macros.report",
    "translate": "macros.scaffold",
    "stamp": "macros.stamping",
    "edited": "macros.editing",
    "schema": "macros.schema",
    "bench": "macros.bench",
    "weight": "macros.weight",
    "anchors": "macros.bookkeeping",
}


def main(words: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one verb; print a contributor's faults one a line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m macros", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    asked = next((word for word in (sys.argv[1:] if words is None else words) if word in VERBS), None)
    for verb, name in VERBS.items():
        # The list of verbs needs every module's help; one verb needs its own module alone.
        module = importlib.import_module(name) if asked in (None, verb) else None
        about = (module.__doc__ or "").strip().split("\n")[0] if module else ""
        subparser = verbs.add_parser(verb, help=about, description=about)
        if module:
            module.arguments(subparser)
            subparser.set_defaults(run=module.run)
    options = parser.parse_args(words)
    try:
        return int(options.run(root or find_root(Path.cwd()), options))
    except Faults as faults:
        print(faults, file=sys.stderr)
        print(f"{len(faults.problems)} to mend", file=sys.stderr)
        return 1
    except Usage as usage:
        print(usage, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1


def find_root(start: Path) -> Path:
    """Return the project's root, at or above a folder; this file's own project otherwise."""
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").exists() and (folder / "docs").is_dir():
            return folder
    return Path(__file__).resolve().parent.parent


if __name__ == "__main__":
    sys.exit(main())
