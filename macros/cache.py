"""What is kept from one build to the next: files named by what they are made of, in a folder that outlives the site."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

# What no build has needed for so many seconds is dropped.
KEPT = 7 * 86_400


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """Return what a file of the cache holds, made where it is not there; other builds may use it at once."""
    try:
        content = file.read_bytes()
        # Another build may drop the file meanwhile: a touch would make it again, empty.
        os.utime(file)
    except FileNotFoundError:
        content = make()
        _write(file, content)
    return content


def keep(file: Path, make: Callable[[], bytes]) -> bool:
    """Make a file of the cache where it is not there, for those who do not read it; tell whether it was made."""
    try:
        os.utime(file)
    except FileNotFoundError:
        _write(file, make())
        return True
    return False


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}")
    part.write_bytes(content)
    part.replace(file)


def prune(folder: Path) -> None:
    """Remove what nobody asked for in a long time."""
    for old in folder.iterdir():
        # Another build may have named or dropped it meanwhile.
        with contextlib.suppress(FileNotFoundError):
            if old.stat().st_mtime < time.time() - KEPT:
                old.unlink()
