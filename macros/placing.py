"""Where stamps and notes are written: under a heading, in the front matter, in a record of the data file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from macros import records, stamps
from macros.data import PATH
from macros.project import Project
from macros.sections import FRONT, Section, note_lines
from macros.sourcefile import SourceFile
from macros.stamps import Edit, Stamp


class Pen:
    """Writes stamps and notes into the files of a project, all at once."""

    def __init__(self, project: Project) -> None:
        """Take the project whose files are written."""
        self.project = project
        self._files: dict[str, SourceFile] = {}
        # A record has one line for the stamps of all languages: it is written once, with all of them.
        self._stamped: dict[str, dict[str, str]] = {}

    def file(self, path: str) -> SourceFile:
        """Return a file to edit, by its path from the project's root."""
        if path not in self._files:
            self._files[path] = SourceFile.read(self.project.root / path)
        return self._files[path]

    def write(self) -> list[str]:
        """Write all files that were edited; return their paths."""
        for key, stamped in self._stamped.items():
            _field(self.file(PATH), _record(self.project, key), "stamp", _stamps(stamped))
        return [path for path, file in self._files.items() if file.write()]

    def stamp(self, section: Section, stamp: Stamp) -> None:
        """Put a stamp on a translated section, in the place of the one it has."""
        if section.page == records.PAGE:
            if section.key not in self._stamped:
                self._stamped[section.key] = _stamps_of(_record(self.project, section.key))
            self._stamped[section.key][section.language] = str(stamp)
        elif section.key == FRONT:
            self._front(section, "stamp", f"stamp: {stamp}")
        else:
            self._under_heading(section, stamps.line(stamp), section.stamp)

    def note(self, section: Section, edit: Edit) -> None:
        """Put a note on a section of the source, after those it has."""
        if section.page == records.PAGE:
            _note_record(self.file(PATH), _record(self.project, section.key), edit)
        elif section.key == FRONT:
            self._front_note(section, edit)
        else:
            self._under_heading(section, stamps.line(edit), None)

    def _under_heading(self, section: Section, line: str, old: Stamp | None) -> None:
        file = self.file(section.path)
        noted = note_lines(section.lines, section.level > 0)
        for index in noted:
            if old and stamps.read(section.lines[index].strip()[2:-1]) == old:
                file.replace(section.line + index, line)
                return
        if noted:
            file.insert(section.line + noted[-1] + 1, line)
        elif section.level:
            file.insert(section.line + 1, line)
        else:
            # The preamble has no heading: the stamp stands alone above its first line.
            first = next((i for i, each in enumerate(section.lines) if each.strip()), 0)
            file.insert(section.line + first, line, "")

    def _front(self, section: Section, name: str, line: str) -> None:
        page = self.project.pages[section.language][section.page]
        file = self.file(section.path)
        if name in page.meta:
            file.replace(page.line(name), line)
        else:
            file.insert(page.first_line - 1, line)

    def _front_note(self, section: Section, edit: Edit) -> None:
        page = self.project.pages[section.language][section.page]
        item = f"- {quoted(str(edit))}"
        edits = page.meta.get("edits")
        if isinstance(edits, list):
            self.file(section.path).insert(page.line("edits") + len(edits) + 1, item)
        else:
            self.file(section.path).insert(page.first_line - 1, "edits:", item)


# --- records of the data file ----------------------------------------------------------------------


def _record(project: Project, key: str) -> yaml.MappingNode:
    """Return a record's node, such as that of `figures.water`."""
    part, _, name = key.partition(".")
    node = _entry(_entry(project.data.file.root, part), name)
    assert isinstance(node, yaml.MappingNode)
    return node


def _entry(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _stamps_of(record: yaml.MappingNode) -> dict[str, str]:
    old = _entry(record, "stamp")
    return {name.value: value.value for name, value in old.value} if old else {}


def _stamps(stamped: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{code}: {words}" for code, words in stamped.items()) + "}"


def _note_record(file: SourceFile, record: yaml.MappingNode, edit: Edit) -> None:
    old = _entry(record, "edits")
    notes = [item.value for item in old.value] if old else []
    _field(file, record, "edits", "[" + ", ".join(map(quoted, [*notes, str(edit)])) + "]")


def _field(file: SourceFile, record: yaml.MappingNode, name: str, value: str) -> None:
    """Write a field of a record on one line: where it stands, or as the last of the record."""
    old = _entry(record, name)
    if record.flow_style:
        line = (record if old is None else old).end_mark.line + 1
        text, end = file.lines[line - 1], record.end_mark.column - 1
        if old is not None:
            assert old.start_mark.line == old.end_mark.line
            text = text[: old.start_mark.column] + value + text[old.end_mark.column :]
        else:
            text = f"{text[:end].rstrip(', ')}, {name}: {value}{text[end:]}"
        file.replace(line, text)
        return
    indent = " " * record.value[0][0].start_mark.column
    if old is not None:
        first, last = old.start_mark.line + 1, _last_line(old)
        file.replace(first, f"{indent}{name}: {value}")
        for line in range(first + 1, last + 1):
            file.replace(line)
        return
    file.insert(_last_line(record) + 1, f"{indent}{name}: {value}")


def _last_line(node: Any) -> int:
    """Return the line on which a value ends; a block ends with its last text, not with what follows it."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.line) + (0 if node.style in ("|", ">") else 1)
    if node.flow_style:
        return int(node.end_mark.line) + 1
    children = [child for pair in node.value for child in (pair if isinstance(pair, tuple) else (pair,))]
    return max(map(_last_line, children))


def quoted(text: str) -> str:
    """Return a text as a single-quoted YAML scalar."""
    return "'" + text.replace("'", "''") + "'"
