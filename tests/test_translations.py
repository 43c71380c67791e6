"""The state of every translated passage, and what each person sees of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import scenarios

FILES = sorted(scenarios.FOLDER.glob("*.md"))


def test_there_are_scenarios_enough() -> None:
    """At least sixty kinds of edit are told apart."""
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_edit_gives_its_state(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario gives the states that it says, and every other section is current."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795500000")
    scenario = scenarios.read(path)
    assert tuple(scenarios.line(s) for s in scenario.statuses if not scenarios.plain(s)) == scenario.expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_what_is_broken_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario reports the problems that it says, at their lines, and no others: outdated is not broken."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795500000")
    scenario = scenarios.read(path)
    found = list(map(str, scenario.found))
    assert len(found) == len(scenario.problems), found
    for expected in scenario.problems:
        assert any(message.startswith(expected) for message in found), found
