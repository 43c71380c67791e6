"""When a file was last changed, as its repository remembers it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

# One call tells the dates of all files. `%cs` is the day where the commit was made, on any machine the same.
LOG = ("git", "-c", "core.quotepath=off", "log", "--relative", "--name-only", "--format=format:%x00%cs")


def last_changes(root: Path, folder: str = "docs") -> Mapping[str, str]:
    """Return the ISO date of the last commit of each file of a folder, by path from `root`.

    Nothing is returned where it is not known: without git, outside a repository, and in a shallow clone,
    whose oldest commit seems to have made every file.
    """
    if (root / ".git" / "shallow").exists():
        return {}
    try:
        log = subprocess.run((*LOG, "--", folder), cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.decode("utf-8", "replace").split("\0"):
        date, *paths = commit.split("\n")
        for path in paths:
            if path:
                dates.setdefault(path, date)
    return dates
