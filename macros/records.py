"""The texts of the data file as sections: one a record and language, one block a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from macros import sections
from macros.blocks import Block
from macros.data import PATH
from macros.project import Project
from macros.sections import Section
from macros.yamlfile import YamlFile

# How the command line calls the data file, as if it were a page.
PAGE = "figures.yml"

# What is translated of each kind of record; a name that ends in [] stands for a list of records.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "figures": ("label", "note", "rivals[].why", "sources[].locator"),
    "claims": ("label",),
    "statements": ("said", "found", "why"),
    "glossary": ("term", "gloss"),
}


def read(project: Project, language: str) -> tuple[Section, ...]:
    """Return a section for each record of the project's data file that has words in a language."""
    return of_file(project.data.file, language)


def of_file(file: YamlFile, language: str) -> tuple[Section, ...]:
    """Return a section for each record of a data file that has words in a language."""
    out: list[Section] = []
    for part, records in _mapping(file.root):
        for key, record in _mapping(records) if part.value in TEXTS else ():
            fields = tuple(_fields(record, TEXTS[part.value], language))
            stamp, edits, faults = sections.words(PATH, list(_notes(record, language)))
            line = key.start_mark.line + 1
            out.append(
                Section(
                    language,
                    PAGE,
                    f"{part.value}.{key.value}",
                    PATH,
                    line,
                    0,
                    None,
                    fields,
                    (),
                    "",
                    stamp,
                    edits,
                    faults,
                )
            )
    return tuple(section for section in out if section.blocks)


def _mapping(node: Any) -> Iterator[tuple[yaml.ScalarNode, Any]]:
    if isinstance(node, yaml.MappingNode):
        yield from node.value


def _fields(record: Any, names: Sequence[str], language: str) -> Iterator[Block]:
    wanted = {name.split("[]")[0]: name for name in names}
    for key, value in _mapping(record):
        name = wanted.get(key.value)
        if name is None:
            continue
        if "[]" not in name:
            yield from _field(name, value, language)
        elif isinstance(value, yaml.SequenceNode):
            inner = name.split("[].")[1]
            for index, item in enumerate(value.value):
                for field, text in _mapping(item):
                    if field.value == inner:
                        yield from _field(f"{key.value}.{index}.{inner}", text, language)


def _field(name: str, texts: Any, language: str) -> Iterator[Block]:
    # A bare text is the same in all languages: there is nothing to translate.
    for key, value in _mapping(texts):
        if key.value == language and isinstance(value, yaml.ScalarNode):
            yield sections.field_of(name, value.value, PATH, value.start_mark.line + 1)


def _notes(record: Any, language: str) -> Iterator[tuple[int, str]]:
    for key, value in _mapping(record):
        if key.value == "stamp":
            for code, words in _mapping(value):
                if code.value == language:
                    yield code.start_mark.line + 1, words.value
        elif key.value == "edits" and isinstance(value, yaml.SequenceNode):
            for words in value.value:
                yield words.start_mark.line + 1, words.value
