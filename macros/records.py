"""The texts of the data file as sections: one a record and language, one block a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from macros import sections
from macros.blocks import Block
from macros.data import PATH
from macros.project import Project
from macros.sections import Section
from macros.yamlfile import Value, YamlFile

# How the command line calls the data file, as if it were a page.
PAGE = "figures.yml"

# What is translated of each kind of record; a name that ends in [] stands for a list of records.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "figures": ("label", "note", "rivals[].why", "sources[].locator"),
    "claims": ("label",),
    "statements": ("said", "found", "why"),
    "glossary": ("term", "gloss"),
    "charts": ("title", "caption", "description", "groups[].label", "groups[].rows[].label"),
}

# The path of keys to a value of the data file.
Where = tuple[str | int, ...]


def read(project: Project, language: str) -> tuple[Section, ...]:
    """Return a section for each record of the project's data file that has words in a language."""
    return of_file(project.data.file, language)


def of_file(file: YamlFile, language: str) -> tuple[Section, ...]:
    """Return a section for each record of a data file that has words in a language."""
    out: list[Section] = []
    for part, records in _mapping(file.value).items():
        for key, record in _mapping(records).items() if part in TEXTS else ():
            where = (part, key)
            fields = tuple(_fields(file, where, _mapping(record), TEXTS[part], language))
            stamp, edits, faults = sections.words(PATH, _notes(file, where, _mapping(record), language))
            if fields:
                out.append(
                    Section(
                        language, PAGE, f"{part}.{key}", PATH, file.line(where), 0, None, fields, (), "",
                        stamp, edits, faults,
                    )
                )  # fmt: skip
    return tuple(out)


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _fields(
    file: YamlFile,
    where: Where,
    record: Mapping[str, Value],
    names: Sequence[str],
    language: str,
    before: str = "",
) -> Iterator[Block]:
    wanted: dict[str, list[str]] = {}
    for name in names:
        key, _, inner = name.partition("[].")
        wanted.setdefault(key, []).append(inner)
    for key, value in record.items():
        inner_names = [*filter(None, wanted.get(key, ()))]
        if inner_names and isinstance(value, list):
            for index, item in enumerate(value):
                place = (*where, key, index)
                yield from _fields(
                    file, place, _mapping(item), inner_names, language, f"{before}{key}.{index}."
                )
        elif key in wanted:
            yield from _field(file, before + key, (*where, key), value, language)


def _field(file: YamlFile, name: str, where: Where, texts: Value, language: str) -> Iterator[Block]:
    # A bare text is the same in all languages: there is nothing to translate.
    text = _mapping(texts).get(language)
    if isinstance(text, str):
        yield sections.field_of(name, text, PATH, file.line((*where, language)))


def _notes(
    file: YamlFile, where: Where, record: Mapping[str, Value], language: str
) -> Iterator[tuple[int, str]]:
    for key, value in record.items():
        if key == "stamp" and language in (stamps := _mapping(value)):
            yield file.line((*where, key, language)), str(stamps[language])
        elif key == "edits" and isinstance(value, list):
            for index, words in enumerate(value):
                yield file.line((*where, key, index)), str(words)
