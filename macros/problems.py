"""What a contributor has to mend: a place and a sentence, never a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault at one line (from 1) of one file (path from the project's root)."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Faults(Exception):
    """Several problems found together; prints one a line, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return '; did you mean "…"?' for the nearest known word, or nothing."""
    words = list(known)
    near = [word for word in words if word.casefold() == wrong.casefold()]
    near = near or difflib.get_close_matches(wrong, words, n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
