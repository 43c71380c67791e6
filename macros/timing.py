"""How long the parts of a build take; a part's time is its own, without that of the parts inside it."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

# The environment variable that names the file for the times, which the benchmark reads.
ASKED = "STEP_TIMES"


class Times:
    """Seconds by the name of a part, added up over all its runs."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextlib.contextmanager
    def of(self, part: str) -> Iterator[None]:
        """Add the time spent in the block to a part."""
        begun = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            self.seconds[part] += spent - self._inner.pop()
            self._inner[-1] += spent

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add the times of another process."""
        for part, spent in seconds.items():
            self.seconds[part] += spent

    def clear(self) -> None:
        """Begin anew, in a copy of the process."""
        self.seconds.clear()
        self._inner = [0.0]

    def write(self) -> None:
        """Write the times as JSON where the environment asks for them."""
        if path := os.environ.get(ASKED):
            Path(path).write_text(json.dumps(self.seconds, indent=1, sort_keys=True) + "\n", "utf-8")


# One build runs in a process; `mkdocs serve` adds up its builds.
TIMES = Times()
