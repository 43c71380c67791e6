"""A source file that is edited line by line, and keeps its line endings and its byte order mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

BOM = "\ufeff"


@dataclass
class SourceFile:
    """The lines of a file, and the edits that wait to be made; lines count from 1 and do not shift."""

    path: Path
    lines: list[str]
    newline: str = "\n"
    bom: bool = False
    _edits: list[tuple[int, int, int, list[str]]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> SourceFile:
        """Read a file, or begin an empty one where there is none."""
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        newline = "\r\n" if "\r\n" in text else "\n"
        plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
        return cls(path, plain.split("\n"), newline, text.startswith(BOM))

    def insert(self, line: int, *new: str) -> None:
        """Put lines before a line."""
        self._edits.append((line, 0, len(self._edits), list(new)))

    def replace(self, line: int, *new: str) -> None:
        """Put lines in the place of a line."""
        self._edits.append((line, 1, len(self._edits), list(new)))

    def write(self) -> bool:
        """Make the edits and write the file; tell whether anything changed."""
        before = list(self.lines)
        # From the last line up, so that no edit moves the line of another.
        for line, removed, _, new in sorted(self._edits, reverse=True):
            self.lines[line - 1 : line - 1 + removed] = new
        self._edits.clear()
        if self.lines == before and self.path.exists():
            return False
        text = self.newline.join(self.lines)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(((BOM if self.bom else "") + text).encode("utf-8"))
        return True
