"""Load `docs/figures.yml`, with all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from macros import formulas, stated, units
from macros.charts import checks as charts
from macros.dates import PartialDate
from macros.model import Citation, DataFile, Figure, Record
from macros.problems import Faults, suggestion
from macros.yamlfile import YamlFile

PATH = "docs/figures.yml"
Where = tuple[str | int, ...]
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
        raise Faults(file.problem(*_in_words(detail)) for detail in error.errors()) from None
    values: dict[str, Decimal | PartialDate] = {}
    problems = [
        *_values(records, values),
        *_ids(records),
        *_texts(records),
        *_units(records),
        *_citations(records, values),
        *_formulas(records),
        *_dates(records),
        *_unused_sources(records),
        *charts.faults(records),
    ]
    if problems:
        raise Faults(file.problem(where, message) for where, message in problems)
    return Data(file, records, values)


def _in_words(detail: ErrorDetails) -> tuple[Where, str]:
    """Return pydantic's finding as a path into the file and a sentence for a contributor."""
    where = tuple(step for step in detail["loc"] if step != "[key]")
    name = ".".join(map(str, where[1:])) or ".".join(map(str, where))
    value = detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            known = sorted(_fields_at(where[:-1]))
            return (
                where,
                f'unknown key "{where[-1]}"{suggestion(str(where[-1]), known) or "; known: " + ", ".join(known)}',
            )
        case "missing":
            return where[:-1], f'{name}: missing; add "{where[-1]}:"'
        case "literal_error":
            return where, f'{name}: "{value}" is not one of {detail["ctx"]["expected"]}'
        case "string_pattern_mismatch" if "[key]" in detail["loc"] or where[-1] in (
            "source",
            "figure",
            "page",
        ):
            return where, f'"{value}" is not an id; write lower-case letters, digits and single hyphens'
        case "string_pattern_mismatch":
            return where, f'{name}: "{value}" does not have the form {detail["ctx"]["pattern"]}'
        case "value_error":
            return where, f"{name}: {detail['ctx']['error']}"
        case _:
            shown = f'"{value}"' if isinstance(value, str | int) else "this"
            return where, f"{name}: {shown}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _fields_at(where: Sequence[str | int]) -> set[str]:
    """Return the keys that the record at `where` may have."""
    from macros import model

    kinds: Mapping[str, type[Record]] = {
        "sources": model.Citation, "rivals": model.Rival, "figures": Figure, "claims": model.Claim,
        "statements": model.Statement, "units": model.UnitRecord, "glossary": model.Term,
        "charts": model.Chart, "groups": model.ChartGroup, "rows": model.ChartRow,
    }  # fmt: skip
    if not where:
        return set(DataFile.model_fields)
    if len(where) == 2 and where[0] == "sources":
        return set(model.Source.model_fields)
    nearest = next((str(step) for step in reversed(where) if step in kinds), "figures")
    return set(kinds[nearest].model_fields)


def _values(data: DataFile, values: dict[str, Decimal | PartialDate]) -> Found:
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
        yield from _range(key, figure, values[key])


def _range(key: str, figure: Figure, value: Decimal | PartialDate) -> Found:
    for name, text in (("low", figure.low), ("high", figure.high)):
        if text is None:
            continue
        try:
            end = number(text)
        except ValueError as error:
            yield ("figures", key, name), f"{key}.{name}: {error}"
            continue
        if isinstance(value, Decimal) and (end > value if name == "low" else end < value):
            yield (
                ("figures", key, name),
                f"{key}.{name}: {text} is on the wrong side of the value {figure.value}",
            )


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
        for language, other in (record.shown_as or {}).items():
            if other not in data.units:
                yield (
                    ("units", key, "shown_as"),
                    f"{key}.shown_as.{language}: " + _unknown("unit", other, data.units),
                )
    for key, figure in data.figures.items():
        if figure.unit != "date" and figure.unit not in data.units:
            yield ("figures", key, "unit"), f"{key}.unit: " + _unknown("unit", figure.unit, data.units)


def _citations(data: DataFile, values: Mapping[str, Decimal | PartialDate]) -> Found:
    for key, figure in data.figures.items():
        where = ("figures", key)
        if figure.formula:
            if figure.sources:
                yield (
                    (*where, "sources"),
                    f"{key}: a formula is sourced through its inputs; remove its sources",
                )
            continue
        if not figure.sources:
            yield where, f"{key}: no source; a figure is printed only with its evidence"
        for index, citation in enumerate(figure.sources):
            if citation.source in data.sources and key in values:
                yield from _stated(data, key, index, citation, values[key])
        reads = {c.read or data.sources[c.source].read for c in figure.sources if c.source in data.sources}
        if reads == {"cited"} and not figure.cited_only:
            yield (
                where,
                (
                    f"{key}: none of its sources was read direct or as a copy;"
                    ' find one that was, or add "cited_only: true" and the site will say so beside the figure'
                ),
            )
        if figure.cited_only and reads - {"cited"}:
            yield (*where, "cited_only"), f'{key}: a source was read direct or as a copy; remove "cited_only"'


def _stated(data: DataFile, key: str, index: int, citation: Citation, value: Decimal | PartialDate) -> Found:
    where = ("figures", key, "sources", index, "stated")
    language = data.sources[citation.source].language
    if isinstance(value, PartialDate):
        as_of = data.figures[key].as_of or value
        if not stated.agrees_date(citation.stated, language, value, as_of.year):
            yield where, f'{key}: stated "{citation.stated}" does not hold the date {value}'
    elif not stated.agrees(citation.stated, language, value):
        unit = data.figures[key].unit
        yield (
            where,
            f'{key}: stated "{citation.stated}" does not hold the value {value:f} (in {unit}, read as {language})',
        )


def _formulas(data: DataFile) -> Found:
    for key, figure in data.figures.items():
        if figure.formula:
            where = ("figures", key, "formula")
            try:
                inputs = formulas.parse(figure.formula).inputs
            except formulas.FormulaError as error:
                yield where, f"{key}.formula: {error}"
                continue
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
        yield from (
            (where, f"{key}.condition: " + _unknown("figure", i, data.figures))
            for i in inputs
            if i not in data.figures
        )


def _dates(data: DataFile) -> Found:
    for key, source in data.sources.items():
        if (source.url is None) == (source.document is None):
            yield ("sources", key), f"{key}: give either an url or a document"
        if source.published and source.published.first() > source.accessed.last():
            yield (
                ("sources", key, "published"),
                f"{key}: published {source.published} after it was read, {source.accessed}",
            )
    for key, figure in data.figures.items():
        where = ("figures", key, "as_of")
        if figure.as_of is None and figure.value is not None:
            yield where, f'{key}: missing "as_of", the date of the fact'
        if figure.as_of and figure.qualifier != "planned":
            for citation in figure.sources:
                cited = data.sources.get(citation.source)
                if cited and figure.as_of.first() > cited.accessed.last():
                    yield (
                        where,
                        f"{key}: the fact is dated {figure.as_of}, after its source was read, {cited.accessed}",
                    )
        if figure.review_by and figure.as_of and figure.review_by.last() < figure.as_of.first():
            yield (
                ("figures", key, "review_by"),
                f"{key}: review_by {figure.review_by} is before as_of {figure.as_of}",
            )


def _unused_sources(data: DataFile) -> Found:
    cited = {citation.source for figure in data.figures.values() for citation in figure.sources}
    for key in data.sources.keys() - cited:
        yield ("sources", key), f'source "{key}" is cited by no figure; cite it or remove it'
