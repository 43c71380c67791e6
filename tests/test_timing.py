"""The times of a build's parts, which the benchmark reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros.timing import Times


def test_each_part_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part's time is without that of the parts inside it, and adds up over its runs."""
    moments = iter([0.0, 1.0, 3.0, 10.0, 20.0, 25.0])
    monkeypatch.setattr("macros.timing.time.perf_counter", lambda: next(moments))
    times = Times()
    with times.of("load"), times.of("evaluate"):
        pass
    with times.of("load"):
        pass
    assert times.seconds == {"evaluate": 2.0, "load": 8.0 + 5.0}


def test_times_are_written_where_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They go into the file that the environment names, and nowhere without it."""
    times = Times()
    times.seconds["audit"] = 1.5
    monkeypatch.delenv("STEP_TIMES", raising=False)
    times.write()
    monkeypatch.setenv("STEP_TIMES", str(tmp_path / "steps.json"))
    times.write()
    assert json.loads((tmp_path / "steps.json").read_text("utf-8")) == {"audit": 1.5}
