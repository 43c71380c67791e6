"""Load `docs/figures.yml`, with all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import ValidationError

from macros import evidence, formulas, units
from macros.charts import checks as charts
from macros.dates import PartialDate
from macros.model import DataFile, Figure
from macros.numbers import NumberFinder
from macros.problems import Faults, suggestion
from macros.wording import Where, in_words
from macros.yamlfile import YamlFile

PATH = "docs/figures.yml"
Found = Iterator[tuple[Where, str]]

# The source of the article itself: it says what is to be checked, and vouches for nothing else.
ARTICLE = "article"


@dataclass(frozen=True)
class Data:
    """A data file without faults, and the file itself for the lines of its records."""

    file: YamlFile
    records: DataFile
    values: Mapping[str, Decimal | PartialDate]

    def line(self, *where: str | int) -> int:
        """Return the line of a record or of one of its fields."""
        return self.file.line(where)


def load(path: Path, name: str = PATH) -> Data:
    """Read and check the data file; raise Faults with every problem found."""
    return check(YamlFile.read(path, name))


def check(file: YamlFile) -> Data:
    """Check a parsed data file against the model, then against itself; raise Faults."""
    try:
        records = DataFile.model_validate(file.value)
    except ValidationError as error:
        raise Faults(file.problem(*in_words(detail)) for detail in error.errors()) from None
    values: dict[str, Decimal | PartialDate] = {}
    ends: dict[str, dict[str, Decimal]] = {}
    problems = [
        *_values(records, values, ends),
        *_ids(records),
        *_texts(records),
        *_units(records),
        *evidence.citations(records, values, ends),
        *_formulas(records),
        *evidence.dates(records),
        *evidence.unused_sources(records),
        *charts.faults(records),
    ]
    if problems:
        raise Faults(file.problem(where, message) for where, message in problems)
    return Data(file, records, values)


def _values(
    data: DataFile, values: dict[str, Decimal | PartialDate], ends: dict[str, dict[str, Decimal]]
) -> Found:
    """Read the values of figures and the ends of their ranges; find those that are wrong."""
    for key, figure in data.figures.items():
        where = ("figures", key)
        if (figure.value is None) == (figure.formula is None):
            yield where, f"{key}: give either a value or a formula"
        if figure.value is None:
            if figure.low or figure.high:
                yield where, f"{key}: a range goes with a value; a formula has none of its own"
            continue
        try:
            values[key] = PartialDate.parse(figure.value) if figure.unit == "date" else number(figure.value)
        except ValueError as error:
            yield (*where, "value"), f"{key}.value: {error}"
            continue
        yield from _range(key, figure, values[key], ends)


def _range(
    key: str, figure: Figure, value: Decimal | PartialDate, ends: dict[str, dict[str, Decimal]]
) -> Found:
    for name, text in (("low", figure.low), ("high", figure.high)):
        if text is None:
            continue
        try:
            end = number(text)
        except ValueError as error:
            yield ("figures", key, name), f"{key}.{name}: {error}"
            continue
        if isinstance(value, PartialDate):
            yield ("figures", key, name), f"{key}.{name}: a date has no range; remove it"
            continue
        if end > value if name == "low" else end < value:
            yield (
                ("figures", key, name),
                f"{key}.{name}: {text} is on the wrong side of the value {figure.value}",
            )
            continue
        ends.setdefault(key, {})[name] = end


def number(text: str) -> Decimal:
    """Return a decimal written as `1000000`, `0.36` or `3.8e25`; raise ValueError."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or "_" in text:
        raise ValueError(f'"{text}" is not a number; write it as 1000000, 0.36 or 3.8e25')
    return value


def _ids(data: DataFile) -> Found:
    for key in data.claims.keys() & data.figures.keys():
        yield ("claims", key), f'"{key}" is the id of a figure already; claims and figures share one page'
    figures = data.figures.keys()
    for key, figure in data.figures.items():
        for index, rival in enumerate(figure.rivals):
            if rival.figure not in figures:
                yield ("figures", key, "rivals", index), _unknown("figure", rival.figure, figures)
        for index, citation in enumerate(figure.sources):
            if citation.source not in data.sources:
                yield ("figures", key, "sources", index), _unknown("source", citation.source, data.sources)
    for key, statement in data.statements.items():
        for index, proof in enumerate(statement.figures):
            if proof not in figures:
                yield ("statements", key, "figures", index), _unknown("figure", proof, figures)
    seen: set[str] = set()
    for index, name in enumerate(data.names):
        if name in seen:
            yield ("names", index), f'"{name}" is declared twice; keep one'
        if not any(map(str.isalpha, name)):
            yield (
                ("names", index),
                f'"{name}" is a number and no name; write the words that it belongs to, or cite it',
            )
        seen.add(name)


def _unknown(kind: str, wrong: str, known: Mapping[str, object] | Sequence[str] | object) -> str:
    return f'unknown {kind} "{wrong}"{suggestion(wrong, known)}'  # type: ignore[arg-type]


def _texts(data: DataFile) -> Found:
    """Find texts that lack one of the languages in which the file must be whole."""
    for part, fields in (
        ("sources", ("publisher",)),
        ("figures", ("label", "note")),
        ("claims", ("label",)),
        ("statements", ("said", "found", "why")),
        ("units", ("symbol", "per", "forms")),
        ("glossary", ("term", "gloss")),
        ("charts", ("title", "caption", "description")),
    ):
        for key, record in getattr(data, part).items():
            for field in fields:
                yield from _languages(data, (part, key, field), getattr(record, field))
    for key, figure in data.figures.items():
        for index, rival in enumerate(figure.rivals):
            yield from _languages(data, ("figures", key, "rivals", index, "why"), rival.why)
        for index, citation in enumerate(figure.sources):
            yield from _languages(data, ("figures", key, "sources", index, "locator"), citation.locator)
    for where, label in charts.labels(data):
        yield from _languages(data, where, label)


def _languages(data: DataFile, where: Where, text: Mapping[str, object] | None) -> Found:
    if text is None or "*" in text:
        return
    name = ".".join(map(str, where[1:]))
    for language in data.languages:
        if language not in text:
            yield where, f'{name}: missing in language "{language}"; add "{language}: …"'


def _units(data: DataFile) -> Found:
    for key, record in data.units.items():
        try:
            units.unit(record.pint)
        except ValueError as error:
            yield ("units", key, "pint"), f'{key}.pint: "{record.pint}" is {error}'
        for language, forms in (record.forms or {}).items():
            if "other" not in forms:
                yield (
                    ("units", key, "forms", language),
                    f'{key}.forms.{language}: no "other"; add the form for all numbers that the rest do not fit',
                )
        for field, texts in (
            ("symbol", record.symbol),
            ("per", record.per),
            ("before", record.before),
            ("forms", record.forms),
        ):
            for language, text in (texts or {}).items():
                for word in text.values() if isinstance(text, dict) else (text,):
                    for name in data.names:
                        word = word.replace(name, "")
                    if found := next(NumberFinder().find(word), None):
                        yield (
                            ("units", key, field),
                            f'{key}.{field}.{language}: "{word}" holds the number "{found.text}", which would stand beside each value; take it out',
                        )
        for language, other in (record.shown_as or {}).items():
            if other not in data.units:
                yield (
                    ("units", key, "shown_as"),
                    f"{key}.shown_as.{language}: " + _unknown("unit", other, data.units),
                )
    for key, figure in data.figures.items():
        if figure.unit != "date" and figure.unit not in data.units:
            yield ("figures", key, "unit"), f"{key}.unit: " + _unknown("unit", figure.unit, data.units)


def _formulas(data: DataFile) -> Found:
    for key, figure in data.figures.items():
        if figure.formula:
            where = ("figures", key, "formula")
            try:
                inputs = formulas.parse(figure.formula).inputs
            except formulas.FormulaError as error:
                yield where, f"{key}.formula: {error}"
                continue
            if not inputs:
                yield (
                    where,
                    f'{key}.formula: "{figure.formula}" reads no figure; give a value with its source',
                )
            yield from (
                (where, f"{key}.formula: " + _unknown("figure", i, data.figures))
                for i in inputs
                if i not in data.figures
            )
    for key, claim in data.claims.items():
        where = ("claims", key, "condition")
        try:
            inputs = formulas.parse(claim.condition, condition=True).inputs
        except formulas.FormulaError as error:
            yield where, f"{key}.condition: {error}"
            continue
        if not inputs:
            yield where, f'{key}.condition: "{claim.condition}" reads no figure; compare figures by their ids'
        yield from (
            (where, f"{key}.condition: " + _unknown("figure", i, data.figures))
            for i in inputs
            if i not in data.figures
        )
