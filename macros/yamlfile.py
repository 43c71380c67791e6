"""A YAML file read as plain text values, each with the line it stands on.

Every scalar stays the string that was typed, so that `no`, `012` and `12:30:45` mean what they say;
the model of the data, not YAML, decides what is a number or a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from sys import intern

import yaml

from macros.problems import Faults, Problem, read_text

Value = str | list["Value"] | dict[str, "Value"] | None

# Where the items of a mapping or sequence stand: the line of each, with the places inside it if it has any.
Place = int | tuple[int, "Places"]
Places = list["Place"] | dict[str, "Place"]

# libyaml's parser is some eight times as fast; it is missing only where PyYAML was built without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFile:
    """The values of a file and, on demand, the line of any of them."""

    def __init__(self, text: str, path: str) -> None:
        """Parse `text`; raise Faults for broken YAML, duplicate keys and aliases."""
        self.path, self.text = path, text
        self.problems: list[Problem] = []
        try:
            self.value, self._places = self._document(yaml.parse(text, Loader=LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = " ".join(filter(None, (error.context, error.problem)))
            raise Faults([_not_yaml(path, text, mark.line if mark else 0, what)]) from None
        except RecursionError:
            raise Faults([Problem(path, 1, "not YAML: brackets nested too deeply; take some out")]) from None
        except yaml.YAMLError as error:
            raise Faults([Problem(path, 1, f"not YAML: {error}")]) from None
        if self.problems:
            raise Faults(self.problems)

    @classmethod
    def read(cls, path: Path, name: str) -> YamlFile:
        """Read the file at `path`; `name` is how messages call it."""
        try:
            return cls(read_text(path, name), name)
        except FileNotFoundError:
            raise Faults(
                [Problem(name, 1, "this file is missing; the site cannot be built without it")]
            ) from None

    @cached_property
    def root(self) -> yaml.Node | None:
        """Return the nodes of the file, for what edits it."""
        node: yaml.Node | None = yaml.compose(self.text, Loader=LOADER)
        return node

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

    def _document(self, events: Iterator[yaml.Event]) -> tuple[Value, Places | None]:
        # YAML's own nodes would take twenty times the memory of its events, and five times the time.
        next(events)
        if isinstance(next(events), yaml.StreamEndEvent):
            return None, None
        built = self._build(next(events), events)
        next(events)
        if not isinstance(last := next(events), yaml.StreamEndEvent):
            self.problems.append(self._at(last, "a second document begins here; remove the line ---"))
        return built

    def _build(self, event: yaml.Event, events: Iterator[yaml.Event]) -> tuple[Value, Places | None]:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value), None
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(self._at(event, "an alias (*) repeats a value; write it out"))
            return None, None
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events)
        return self._mapping(events)

    def _list(self, events: Iterator[yaml.Event]) -> tuple[Value, Places]:
        built: list[Value] = []
        places: list[Place] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            value, inner = self._build(item, events)
            built.append(value)
            places.append(_place(item, inner))
        return built, places

    def _mapping(self, events: Iterator[yaml.Event]) -> tuple[Value, Places]:
        built: dict[str, Value] = {}
        places: dict[str, Place] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self.problems.append(
                    self._at(key, "a key is no text; put quotes around a text that begins with { or [")
                )
                self._build(key, events)
                self._build(next(events), events)
                continue
            # The same few keys stand in every record.
            name = intern(key.value)
            if name in built:
                self.problems.append(self._at(key, f'duplicate key "{name}"; keep one of the two'))
            built[name], inner = self._build(next(events), events)
            places[name] = _place(key, inner)
        return built, places

    def _at(self, event: yaml.Event, message: str) -> Problem:
        return Problem(self.path, _line(event), message)


def _not_yaml(path: str, text: str, index: int, what: str) -> Problem:
    """Return the problem of a line, from 0, that YAML could not read."""
    lines = text.split("\n")
    line = lines[min(index, len(lines) - 1)].strip()
    shown = f' "{line[:60]}…"' if len(line) > 60 else f' "{line}"' if line else ""
    mend = "put quotes around a text with a colon, a comma or a quote in it, and indent with spaces, as the lines above do"
    return Problem(path, index + 1, f"not YAML:{shown}: {what}; {mend}")


def _place(event: yaml.Event, inner: Places | None) -> Place:
    return (_line(event), inner) if inner else _line(event)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
