"""What a contributor has to mend: a place and a sentence, never a traceback."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# What no text holds on purpose: editors do not show it, YAML and HTML do not allow it, or it turns what is read around.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


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


@contextlib.contextmanager
def placed(path: str, line: int) -> Iterator[None]:
    """Tell of the faults of a text in a file of its own, whatever file they are said to be in."""
    try:
        yield
    except Faults as faults:
        raise Faults(Problem(path, line, each.message) for each in faults.problems) from None


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return '; did you mean "…"?' for the nearest known word, or nothing."""
    words = list(known)
    near = [word for word in words if word.casefold() == wrong.casefold()]
    near = near or difflib.get_close_matches(wrong, words, n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def read_text(path: Path, name: str) -> str:
    """Return the text of a file, each line ended by a line feed; `name` is how messages call it.

    Raise Faults for bytes that are not UTF-8 and for control characters.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Faults(
            [Problem(name, line, f"not UTF-8 at byte {error.start}; save the file as UTF-8")]
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        mend = "take it out, or type the text anew"
        raise Faults(
            [Problem(name, line, f"a control character that no editor shows, U+{ord(found[0]):04X}; {mend}")]
        )
    return text


def line_with(path: Path, text: str) -> int:
    """Return the first line, from 1, of a file that holds a text; 1 where none does."""
    lines = path.read_text("utf-8", "replace").split("\n") if path.exists() else []
    return next((number for number, line in enumerate(lines, 1) if text in line), 1)
