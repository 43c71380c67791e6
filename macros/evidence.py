"""The evidence of figures: citations that hold the value, dates in their order, sources that vouch for something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from macros import stated, units
from macros.dates import PartialDate
from macros.model import Citation, DataFile
from macros.wording import Where

# What may stand between a number and its unit: "1.9 million gallons", "1,9 million de litres".
MULTIPLIED = rf"(?:{'|'.join(word for word in stated.MULTIPLIERS if len(word) > 1)})\s+(?:de\s+|d['’]\s*)?"

Found = Iterator[tuple[Where, str]]


def citations(
    data: DataFile, values: Mapping[str, Decimal | PartialDate], ends: Mapping[str, Mapping[str, Decimal]]
) -> Found:
    """Find figures without evidence, or whose sources do not print their value and the ends of their range."""
    others = {key: _other_units(data, key) for key in data.units}
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
                yield from _stated(data, key, index, citation, (values[key], *ends.get(key, {}).values()))
            other = others.get(figure.unit)
            if other and (printed := other.search(citation.stated)):
                yield (
                    (*where, "sources", index, "stated"),
                    f'{key}: stated "{citation.stated}" is in {printed["unit"]}, and the unit is "{figure.unit}";'
                    " give the value in the unit that the source prints",
                )
        if isinstance(value := values.get(key), Decimal):
            yield from _as_printed(data, key, {"value": value, **ends.get(key, {})})
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


def _other_units(data: DataFile, key: str) -> re.Pattern[str] | None:
    """Return what finds, after a number, a unit that measures what this one does and is another; if there is any."""
    try:
        own = units.unit(data.units[key].pint)
        others = {
            word
            for other, record in data.units.items()
            if (unit := units.unit(record.pint)).dimension == own.dimension and unit.factor != own.factor
            for word in _words(data, other)
        }
    except ValueError:
        # A unit that cannot be read is told of where it stands.
        return None
    words = sorted(others - _words(data, key), key=len, reverse=True)
    found = "|".join(map(re.escape, words))
    return re.compile(rf"\d[\s-]*(?:{MULTIPLIED})?(?P<unit>{found})(?![^\W_])") if found else None


def _words(data: DataFile, key: str) -> set[str]:
    """Return how a unit is written, in all languages."""
    record = data.units[key]
    forms = (form for each in (record.forms or {}).values() for form in each.values())
    return {word for word in (*(record.symbol or {}).values(), *forms) if word}


def _as_printed(data: DataFile, key: str, values: Mapping[str, Decimal]) -> Found:
    """Find a value, or an end of a range, that no source prints, or that each one rounds.

    One of the sources must print each of them, or the figure says more than its evidence.
    """
    cited = [
        (c.stated, data.sources[c.source].language)
        for c in data.figures[key].sources
        if c.source in data.sources
    ]
    if not all(any(stated.agrees(*each, value) for value in values.values()) for each in cited):
        # A source that prints none of them is told by itself.
        return
    printed = [number for each in cited for number, _ in stated.numbers(*each)]
    for name, value in values.items():
        if not printed or value in printed:
            continue
        where = ("figures", key, name)
        if any(stated.agrees(*each, value) for each in cited):
            nearest = min(printed, key=lambda number: abs(number - value))
            yield (
                where,
                f"{key}: no source prints {value:f}, which is only rounded to {nearest:f} there; give the value as it is printed",
            )
        else:
            yield (
                where,
                f"{key}.{name}: no source prints {getattr(data.figures[key], name)}; cite one that does, or take it out",
            )


def _stated(
    data: DataFile, key: str, index: int, citation: Citation, values: Sequence[Decimal | PartialDate]
) -> Found:
    """Find a citation that prints neither the value, the first of `values`, nor an end of its range."""
    where = ("figures", key, "sources", index, "stated")
    language = data.sources[citation.source].language
    if isinstance(date := values[0], PartialDate):
        as_of = data.figures[key].as_of or date
        if not stated.agrees_date(citation.stated, language, date, as_of.year):
            yield where, f'{key}: stated "{citation.stated}" does not hold the date {date}'
    elif not any(stated.agrees(citation.stated, language, v) for v in values if isinstance(v, Decimal)):
        unit = data.figures[key].unit
        ends = ", nor an end of its range" if len(values) > 1 else ""
        yield (
            where,
            f'{key}: stated "{citation.stated}" does not hold the value {values[0]:f} (in {unit}, read as {language}){ends}',
        )


def dates(data: DataFile) -> Found:
    """Find dates that are missing or out of order."""
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


def unused_sources(data: DataFile) -> Found:
    """Find sources that vouch for nothing."""
    cited = {citation.source for figure in data.figures.values() for citation in figure.sources}
    for key in data.sources.keys() - cited:
        yield ("sources", key), f'source "{key}" is cited by no figure; cite it or remove it'
