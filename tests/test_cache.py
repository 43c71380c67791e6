"""What is kept between builds stays whole, whatever another build does meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from macros.cache import KEPT, keep, kept, prune


def old(file: Path) -> Path:
    """Let a file look as if nobody had needed it for long."""
    os.utime(file, (0, 0))
    return file


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    """A file is made once, and asking for it keeps it."""
    assert kept(tmp_path / "a", lambda: b"made") == b"made"
    old(tmp_path / "a")
    assert kept(tmp_path / "a", lambda: b"again") == b"made"
    prune(tmp_path)
    assert (tmp_path / "a").read_bytes() == b"made"


def test_what_nobody_reads_is_made_once(tmp_path: Path) -> None:
    """A file that is only to be there is made once, and asking for it keeps it."""
    assert keep(tmp_path / "a", lambda: b"made")
    old(tmp_path / "a")
    assert not keep(tmp_path / "a", lambda: b"again")
    prune(tmp_path)
    assert (tmp_path / "a").read_bytes() == b"made"


def test_what_nobody_needs_is_dropped(tmp_path: Path) -> None:
    """Only what no build asked for in a long time goes."""
    (tmp_path / "new").write_bytes(b"")
    (tmp_path / "old").write_bytes(b"")
    old(tmp_path / "old")
    prune(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["new"]
    assert KEPT == 604_800


def test_a_file_dropped_while_it_is_read_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not come back empty, to be taken for good by every later build."""
    file = tmp_path / "a"
    file.write_bytes(b"made")
    told = os.utime

    def meanwhile(path: Path) -> None:
        Path(path).unlink(missing_ok=True)
        told(path)

    monkeypatch.setattr(os, "utime", meanwhile)
    assert kept(file, lambda: b"again") == b"again"
    assert file.read_bytes() == b"again"


def test_a_file_that_another_build_dropped_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds may clean one folder at once."""
    monkeypatch.setattr(Path, "iterdir", lambda folder: iter([folder / "gone"]))
    prune(tmp_path)
