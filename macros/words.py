"""What a language's words file (`docs/<language>/words.yml`) may hold, and what is told of one that would not work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from macros.problems import Faults, Problem, suggestion
from macros.yamlfile import YamlFile

# A phrase may have a form for each plural that its language tells apart.
PLURAL = re.compile(r"\.(?:zero|one|two|few|many|other)$")

# Words such as "one minute" or "two minutes" may say the number themselves.
SPOKEN = frozenset({".zero", ".one", ".two"})


def _pattern(text: str) -> str:
    try:
        re.compile(text)
        # The audit reads all patterns as one.
        re.compile(f"(?:{text})|(?:{text})")
    except re.error as error:
        raise ValueError(f"no regular expression ({error})") from None
    return text


def _space(text: str) -> str:
    if text.strip():
        raise ValueError("more than a space; leave it empty, or write one space")
    return text


def _particle(text: str) -> str:
    if wrong := next((sign for sign in text if not _spelt(sign)), None):
        raise ValueError(f'"{wrong}" is no letter, and would be printed beside a number; take it out')
    return text


def _first(text: str) -> str:
    if wrong := next((sign for sign in text.removeprefix("1") if not _spelt(sign)), None):
        raise ValueError(f'"{wrong}" is no letter; write what stands for the 1 of a date, such as "1er"')
    return text


def _spelt(sign: str) -> bool:
    """Tell whether words are spelt with a sign: a letter, a mark on one, a space or what joins letters."""
    return sign.isalpha() or sign.isspace() or unicodedata.category(sign)[0] == "M" or sign in "'’.-°"


Pattern = Annotated[str, AfterValidator(_pattern)]
Space = Annotated[str, AfterValidator(_space)]
Particle = Annotated[str, AfterValidator(_particle)]
First = Annotated[str, AfterValidator(_first)]
Pair = Annotated[list[str], Field(min_length=2, max_length=2)]


class Section(BaseModel):
    """A part of the file: an unknown key is a fault, and every key may be left out."""

    model_config = ConfigDict(extra="forbid")


class Numbers(Section):
    """How numbers are written: the largest power of ten with a word, what joins it to a unit, and spaces."""

    largest_power: int | None = None
    of: Particle | None = None
    of_before_vowel: Particle | None = None
    unit_space: Space | None = None
    tight_units: list[str] | None = None


class Dates(Section):
    """How dates are written."""

    first_of_month: First | None = None


class Typography(Section):
    """Quotation marks, the apostrophe, and the spaces that stand before signs."""

    quotes: Pair | None = None
    single_quotes: Pair | None = None
    apostrophe: str | None = None
    before: dict[str, str] | None = None


class Audit(Section):
    """What is a number in words, and what is not one after all."""

    words: list[str] | None = None
    patterns: list[Pattern] | None = None
    not_numbers: list[Pattern] | None = None


class Search(Section):
    """Words that cling to the next one by an apostrophe."""

    elisions: list[str] | None = None


class Words(Section):
    """The whole file."""

    interface: dict[str, str] | None = None
    numbers: Numbers | None = None
    dates: Dates | None = None
    typography: Typography | None = None
    audit: Audit | None = None
    search: Search | None = None


PARTS: Mapping[str, type[Section]] = {
    "numbers": Numbers, "dates": Dates, "typography": Typography, "audit": Audit, "search": Search
}  # fmt: skip


def read(file: YamlFile, source: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the words of a file; raise Faults, also for phrases that those of the source language do not have."""
    if not isinstance(file.value, dict):
        raise Faults([Problem(file.path, 1, "not a mapping of words; write keys and values")])
    # A section that is there and empty is one that is not there.
    words = {key: value for key, value in file.value.items() if value}
    try:
        checked = Words.model_validate(words)
    except ValidationError as error:
        raise Faults(file.problem(*_in_words(detail)) for detail in error.errors()) from None
    own = checked.interface or {}
    if problems := [*_phrases(file, own, source.get("interface") or {} if source else own)]:
        raise Faults(problems)
    return words


def _in_words(detail: ErrorDetails) -> tuple[tuple[str | int, ...], str]:
    where = detail["loc"]
    name, value = ".".join(map(str, where)), detail["input"]
    if detail["type"] == "extra_forbidden":
        known = sorted((PARTS[str(where[0])] if len(where) > 1 else Words).model_fields)
        wrong = str(where[-1])
        return where, f'unknown key "{wrong}"{suggestion(wrong, known) or "; known: " + ", ".join(known)}'
    shown = f'"{value}"' if isinstance(value, str) else "this"
    message = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else detail["msg"]
    mend = "" if "; " in message else "; write it as docs/en/words.yml does"
    return where, f"{name}: {shown}: {message[:1].lower()}{message[1:]}{mend}"


def _phrases(file: YamlFile, own: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Problem]:
    stems = {PLURAL.sub("", key): phrase for key, phrase in known.items()}
    for key, phrase in own.items():
        where, stem = ("interface", key), PLURAL.sub("", key)
        if stem not in stems:
            yield file.problem(where, f'unknown phrase "{key}"{suggestion(key, known) or "; take it out"}')
            continue
        try:
            names = _names(phrase)
        except ValueError as error:
            yield file.problem(
                where, f'{key}: "{phrase}": {error}; a name in a phrase stands between {{ and }}'
            )
            continue
        other = f"{stem}.other"
        if stem != key and other in known and other not in own:
            yield file.problem(where, f'{key}: the form "{other}" is missing; write it for all other numbers')
        wanted = _names(known.get(key) or known.get(other) or stems[stem])
        spoken = {"count"} if key.removeprefix(stem) in SPOKEN else set()
        for name in sorted(wanted - names - spoken):
            yield file.problem(where, f'{key}: "{{{name}}}" is missing; the phrase of the source has it')
        # Where the source says "one minute", a language may say the number.
        wanted |= _names(stems[stem]) | _names(known.get(other, ""))
        for name in sorted(names - wanted):
            mend = suggestion(name, wanted) or f"; known: {', '.join(sorted(wanted)) or 'none'}"
            yield file.problem(where, f'{key}: nothing is known by the name "{{{name}}}"{mend}')


def _names(phrase: str) -> set[str]:
    """Return the names between braces in a phrase; raise ValueError for braces that do not fit."""
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}
