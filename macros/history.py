"""When a file was last changed, as its repository remembers it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

# One call tells the dates of all files. `%cs` is the day where the commit was made, on any machine the same.
LOG = ("git", "-c", "core.quotepath=off", "log", "--relative", "--name-only", "--format=format:%x00%cs%x09%D")

# How git marks the oldest commit of a shallow clone, which seems to have made every file.
CUT = "grafted"


def last_changes(root: Path, folder: str = "docs") -> Mapping[str, str]:
    """Return the ISO date of the last commit of each file of a folder, by path from `root`.

    A file is left out where that is not known: without git, outside a repository, and in a shallow clone
    if the clone does not reach back to it.
    """
    try:
        log = subprocess.run((*LOG, "--", folder), cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.decode("utf-8", "replace").split("\0"):
        about, *paths = commit.split("\n")
        date, _, names = about.partition("\t")
        if CUT in names.split(", "):
            continue
        for path in paths:
            if path:
                dates.setdefault(path, date)
    return dates
