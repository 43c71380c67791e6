"""A site is built beside the last good one, and takes its place when it is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from macros.staging import Staging
from tests.conftest import ROOT

WAITS = """
import atexit, pathlib, signal, sys
from macros.staging import Staging
staging = Staging(pathlib.Path(sys.argv[1]))
atexit.register(staging.abandon)
print("ready", flush=True)
signal.pause()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the place of a site that was built before."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/old.html").write_text("old", "utf-8")
    return tmp_path / "site"


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_site_takes_its_place(place: Path) -> None:
    """Until then the last one stands; afterwards nothing of it is left."""
    staging = Staging(place)
    (staging.folder / "new.html").write_text("new", "utf-8")
    assert names(place) == ["old.html"]
    staging.land()
    assert names(place) == ["new.html"]
    assert names(place.parent) == ["site"]
    assert place.stat().st_mode & 0o777 == 0o755


def test_a_first_site_needs_no_last_one(tmp_path: Path) -> None:
    """The folders above it are made."""
    staging = Staging(tmp_path / "public/site")
    staging.land()
    assert names(tmp_path / "public") == ["site"]


def test_a_link_stays_a_link(place: Path) -> None:
    """Where the place is a link, the site goes where it leads."""
    link = place.parent / "linked"
    link.symlink_to(place)
    staging = Staging(link)
    (staging.folder / "new.html").write_text("new", "utf-8")
    staging.land()
    assert link.is_symlink()
    assert names(place) == ["new.html"]


def test_what_failed_leaves_nothing(place: Path) -> None:
    """The last site stays as it was."""
    Staging(place).abandon()
    assert names(place.parent) == ["site"]
    assert names(place) == ["old.html"]


def test_a_build_that_the_system_ends_leaves_nothing(place: Path) -> None:
    """SIGTERM ends it as Ctrl-C does, and its folder goes."""
    process = subprocess.Popen(
        [sys.executable, "-c", WAITS, str(place)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    with process:
        assert process.stdout.readline() == "ready\n"
        assert len(names(place.parent)) == 2
        process.terminate()
    assert process.returncode == 143
    assert names(place.parent) == ["site"]
