"""A YAML file read as plain text values, each with the line it stands on.

Every scalar stays the string that was typed, so that `no`, `012` and `12:30:45` mean what they say;
the model of the data, not YAML, decides what is a number or a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from macros.problems import Faults, Problem

Value = str | list["Value"] | dict[str, "Value"] | None

NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# libyaml's parser is some eight times as fast; it is missing only where PyYAML was built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFile:
    """The values of a file and, on demand, the line of any of them."""

    def __init__(self, text: str, path: str) -> None:
        """Parse `text`; raise Faults for broken YAML, duplicate keys and aliases."""
        self.path = path
        self.problems: list[Problem] = []
        try:
            self.root: yaml.Node | None = yaml.compose(text, Loader=LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = " ".join(filter(None, (error.context, error.problem)))
            raise Faults([Problem(path, mark.line + 1 if mark else 1, f"not YAML: {what}")]) from None
        except yaml.YAMLError as error:
            raise Faults([Problem(path, 1, f"not YAML: {error}")]) from None
        self._seen: set[int] = set()
        self.value = self._build(self.root)
        if self.problems:
            raise Faults(self.problems)

    @classmethod
    def read(cls, path: Path, name: str) -> YamlFile:
        """Read the file at `path`; `name` is how messages call it."""
        try:
            return cls(path.read_text("utf-8-sig"), name)
        except FileNotFoundError:
            raise Faults(
                [Problem(name, 1, "this file is missing; the site cannot be built without it")]
            ) from None
        except UnicodeDecodeError as error:
            raise Faults(
                [Problem(name, 1, f"not UTF-8 at byte {error.start}; save the file as UTF-8")]
            ) from None

    def line(self, where: Sequence[str | int]) -> int:
        """Return the line of the value at this path of keys, or of its nearest parent that exists."""
        node, line = self.root, 1
        for step in where:
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == step:
                        node, line = value, key.start_mark.line + 1
                        break
                else:
                    return line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                return line
        return line

    def problem(self, where: Sequence[str | int], message: str) -> Problem:
        """Return a problem at the line of the value at `where`."""
        return Problem(self.path, self.line(where), message)

    def _build(self, node: yaml.Node | None) -> Value:
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            plain_null = node.style is None and node.value in NULLS
            return None if plain_null else str(node.value)
        if id(node) in self._seen:
            self.problems.append(self._at(node, "an alias (*) repeats a value; write it out"))
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item) for item in node.value]
        built: dict[str, Value] = {}
        for key, value in node.value:
            if key.value in built:
                self.problems.append(self._at(key, f'duplicate key "{key.value}"; keep one of the two'))
            built[str(key.value)] = self._build(value)
        return built

    def _at(self, node: yaml.Node, message: str) -> Problem:
        return Problem(self.path, node.start_mark.line + 1, message)
