"""Where a site is built: beside the last good one, whose place it takes once it is whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path


class Staging:
    """A folder beside the place of the site; a build that fails or is ended leaves nothing of it."""

    def __init__(self, place: Path) -> None:
        """Make the folder for a site that is to stand at `place`, or where a link there leads."""
        self.place = place.resolve()
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=".site-", dir=self.place.parent))
        self.process = os.getpid()
        # The system's wish to end a process would leave the folder: it becomes an ordinary exit.
        with contextlib.suppress(ValueError):  # Only the main thread may ask for it.
            signal.signal(signal.SIGTERM, self._ended)

    def _ended(self, *_: object) -> None:
        # A copy of the process that builds has nothing to clear away.
        if os.getpid() == self.process:
            sys.exit(128 + signal.SIGTERM)
        os._exit(128 + signal.SIGTERM)

    def land(self) -> None:
        """Let the site take its place; what stood there goes only then."""
        self.folder.chmod(0o755)
        last = self.folder.with_name(f"{self.folder.name}-last")
        with contextlib.suppress(FileNotFoundError):
            self.place.rename(last)
        self.folder.rename(self.place)
        shutil.rmtree(last, ignore_errors=True)

    def abandon(self) -> None:
        """Remove what there is of a site that did not take its place."""
        shutil.rmtree(self.folder, ignore_errors=True)
