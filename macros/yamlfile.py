"""A YAML file read as plain text values, each with the line it stands on.

Every scalar stays the string that was typed, so that `no`, `012` and `12:30:45` mean what they say;
the model of the data, not YAML, decides what is a number or a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import yaml

from macros.problems import Faults, Problem

Value = str | list["Value"] | dict[str, "Value"] | None

# Where the items of a mapping or sequence stand: the line of each, with the places inside it if it has any.
# YAML's own nodes would take a hundred times the memory.
Place = int | tuple[int, "Places"]
Places = list["Place"] | dict[str, "Place"]

NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# libyaml's parser is some eight times as fast; it is missing only where PyYAML was built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML text."""
    node: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return node


class YamlFile:
    """The values of a file and, on demand, the line of any of them."""

    def __init__(self, text: str, path: str) -> None:
        """Parse `text`; raise Faults for broken YAML, duplicate keys and aliases."""
        self.path, self.text = path, text
        self.problems: list[Problem] = []
        try:
            root = compose(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = " ".join(filter(None, (error.context, error.problem)))
            raise Faults([Problem(path, mark.line + 1 if mark else 1, f"not YAML: {what}")]) from None
        except yaml.YAMLError as error:
            raise Faults([Problem(path, 1, f"not YAML: {error}")]) from None
        self._seen: set[int] = set()
        self.value, self._places = self._build(root)
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

    @cached_property
    def root(self) -> yaml.Node | None:
        """Return the nodes of the file, for what edits it."""
        return compose(self.text)

    def line(self, where: Sequence[str | int]) -> int:
        """Return the line of the value at this path of keys, or of its nearest parent that exists."""
        places, line = self._places, 1
        for step in where:
            place: Place
            if isinstance(places, dict) and step in places:
                place = places[str(step)]
            elif isinstance(places, list) and isinstance(step, int) and step < len(places):
                place = places[step]
            else:
                return line
            line, places = (place, None) if isinstance(place, int) else place
        return line

    def problem(self, where: Sequence[str | int], message: str) -> Problem:
        """Return a problem at the line of the value at `where`."""
        return Problem(self.path, self.line(where), message)

    def _build(self, node: yaml.Node | None) -> tuple[Value, Places | None]:
        if node is None:
            return None, None
        if isinstance(node, yaml.ScalarNode):
            plain_null = node.style is None and node.value in NULLS
            return None if plain_null else str(node.value), None
        if id(node) in self._seen:
            self.problems.append(self._at(node, "an alias (*) repeats a value; write it out"))
            return None, None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            items = [(item, *self._build(item)) for item in node.value]
            return [value for _, value, _ in items], [_place(item, inner) for item, _, inner in items]
        built: dict[str, Value] = {}
        places: dict[str, Place] = {}
        for key, value in node.value:
            if key.value in built:
                self.problems.append(self._at(key, f'duplicate key "{key.value}"; keep one of the two'))
            built[str(key.value)], inner = self._build(value)
            places[str(key.value)] = _place(key, inner)
        return built, places

    def _at(self, node: yaml.Node, message: str) -> Problem:
        return Problem(self.path, node.start_mark.line + 1, message)


def _place(node: yaml.Node, inner: Places | None) -> Place:
    line = node.start_mark.line + 1
    return (line, inner) if inner else line
