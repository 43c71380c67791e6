"""The evidence of figures: citations that hold the value, dates in their order, sources that vouch for something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros import stated, units
from macros.dates import PartialDate
from macros.model import Citation, DataFile
from macros.wording import Where

# What may stand between a number and its unit: "1,9 million de litres", "300 U.S. gallons".
OF = r"[\s-]*(?:(?:de|of)\s+|d['’]\s*)?(?:U\.?S\.?\s+)?"
# Any power or energy, so that one which the data does not know is told apart as well.
WATTS = r"(?:kilo|m[eé]ga|giga|t[eé]ra|p[eé]ta)?watts?(?:[ -]?(?:hour|heure)s?)?|[kMGTP]?Wh?"
# How well a source was read, the best first.
READS = ("direct", "copy", "cited")

Found = Iterator[tuple[Where, str]]


def citations(
    data: DataFile, values: Mapping[str, Decimal | PartialDate], ends: Mapping[str, Mapping[str, Decimal]]
) -> Found:
    """Find figures without evidence, or whose sources do not print their value and the ends of their range."""
    others = {key: _units(data, key) for key in data.units}
    names = _names(data)
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
        printed: list[list[stated.Printed]] = []
        vouching = []
        for index, citation in enumerate(figure.sources):
            if citation.source not in data.sources or key not in values:
                continue
            value, language = values[key], data.sources[citation.source].language
            yield from _claimed(data, key, index, citation)
            if isinstance(value, PartialDate):
                as_of = figure.as_of or value
                vouches = stated.agrees_date(citation.stated, language, value, as_of.year)
                if not vouches:
                    yield (
                        (*where, "sources", index, "stated"),
                        f'{key}: stated "{citation.stated}" does not hold the date {value}',
                    )
            else:
                # The digits of a name, as in Colossus 2, are no number.
                text = names.sub(lambda name: "_" * len(name[0]), citation.stated)
                pint = data.units[figure.unit].pint if figure.unit in data.units else ""
                printed.append(stated.read(text, language, pint))
                vouches = any(number.agrees(value) for number in printed[-1])
                all_values = [value, *ends.get(key, {}).values()]
                yield from _stated(data, key, index, printed[-1], all_values, others.get(figure.unit))
            if vouches:
                vouching.append(citation)
        if isinstance(number := values.get(key), Decimal):
            yield from _as_printed(data, key, {"value": number, **ends.get(key, {})}, printed)
        yield from _read(data, key, vouching)


def _weakest(data: DataFile, citation: Citation) -> str:
    """Return how a citation was read, which is never better than its source was."""
    read = data.sources[citation.source].read
    return max(read, citation.read or read, key=READS.index)


def _claimed(data: DataFile, key: str, index: int, citation: Citation) -> Found:
    """Find a citation that says to be read better than its source."""
    read = data.sources[citation.source].read
    if citation.read and READS.index(citation.read) < READS.index(read):
        yield (
            ("figures", key, "sources", index, "read"),
            f'{key}: "read: {citation.read}" is more than its source "{citation.source}" says, "read: {read}";'
            " remove it here, or correct the source",
        )


def _read(data: DataFile, key: str, vouching: Sequence[Citation]) -> Found:
    """Find a figure of which nobody read the value itself, and one that says so wrongly."""
    figure, where = data.figures[key], ("figures", key)
    reads = {_weakest(data, citation) for citation in vouching}
    if reads == {"cited"} and not figure.cited_only:
        others = {_weakest(data, c) for c in figure.sources if c.source in data.sources}
        lack = "none of its sources" if others == reads else f"no source that prints {figure.value}"
        yield (
            where,
            (
                f"{key}: {lack} was read direct or as a copy;"
                ' find one that was, or add "cited_only: true" and the site will say so beside the figure'
            ),
        )
    if figure.cited_only and reads - {"cited"}:
        yield (*where, "cited_only"), f'{key}: a source was read direct or as a copy; remove "cited_only"'


def _names(data: DataFile) -> re.Pattern[str]:
    # Imported late: a project is made of the data that is checked here.
    from macros.project import names_pattern

    return names_pattern(data.names)


@dataclass(frozen=True)
class Units:
    """What finds a unit after a number: `own` are the ways to write the unit of a figure, among `every` one."""

    own: re.Pattern[str]
    every: re.Pattern[str]
    currencies: str

    def other(self, number: stated.Printed) -> str | None:
        """Return the unit that a number has and that is not the figure's, if it has one."""
        if number.currency and self.currencies and number.currency not in self.currencies:
            return number.currency
        found = self.every.match(number.after)
        return found["unit"] if found and not self.own.fullmatch(found["unit"]) else None


def _units(data: DataFile, key: str) -> Units | None:
    """Return what finds the units that may be taken for this one: of its kind, or written as a symbol like it."""
    record = data.units[key]
    try:
        own = units.unit(record.pint)
        others = {
            word
            for other, each in data.units.items()
            if (unit := units.unit(each.pint)).factor != own.factor or unit.dimension != own.dimension
            if unit.dimension == own.dimension or (each.symbol and record.symbol)
            for word in _words(data, other)
        }
    except ValueError:
        # A unit that cannot be read is told of where it stands.
        return None
    words = _words(data, key)
    # "TB per second" for TB/s.
    words |= {word.split("/")[0] for word in words if "/" in word}
    watts = {WATTS} if re.match(r"[a-z]*watt", record.pint) else set()
    every = "|".join(sorted(others | words | watts, key=len, reverse=True))
    currencies = "".join((record.before or {}).values())
    return Units(
        re.compile("|".join(words) or "(?!)"),
        re.compile(rf"{OF}(?P<unit>{every or '(?!)'})(?![^\W_])"),
        currencies,
    )


def _words(data: DataFile, key: str) -> set[str]:
    """Return patterns of how a unit is written, in all languages, and of the whole name of a power or an energy."""
    record = data.units[key]
    forms = (form for each in (record.forms or {}).values() for form in each.values())
    words = {re.escape(word) for word in (*(record.symbol or {}).values(), *forms) if word}
    if named := re.match(r"(?P<size>[a-z]*)watt(?P<hour>_hour)?(?![^\W_])", record.pint):
        size = named["size"].replace("e", "[eé]")
        words.add(f"{size}watt" + ("s?[ -]?(?:hour|heure)s?" if named["hour"] else "s?"))
    return words


def _as_printed(
    data: DataFile, key: str, values: Mapping[str, Decimal], cited: Sequence[Sequence[stated.Printed]]
) -> Found:
    """Find a value, or an end of a range, that no source prints, or that each one rounds.

    One of the sources must print each of them, or the figure says more than its evidence.
    """
    if not all(any(p.agrees(value) for value in values.values() for p in each) for each in cited):
        # A source that prints none of them is told by itself.
        return
    printed = [number for each in cited for number in each]
    for name, value in values.items():
        if not printed or any(number.says(value) for number in printed):
            continue
        where = ("figures", key, name)
        if any(number.agrees(value) for number in printed):
            nearest = min((number.number for number in printed), key=lambda number: abs(number - value))
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
    data: DataFile,
    key: str,
    index: int,
    printed: Sequence[stated.Printed],
    values: Sequence[Decimal],
    units_of: Units | None,
) -> Found:
    """Find a citation that prints neither the value, the first of `values`, nor an end of its range, in its unit."""
    where = ("figures", key, "sources", index, "stated")
    citation, unit = data.figures[key].sources[index], data.figures[key].unit
    agreeing = [number for number in printed if any(number.agrees(value) for value in values)]
    if not agreeing:
        language = data.sources[citation.source].language
        ends = ", nor an end of its range" if len(values) > 1 else ""
        yield (
            where,
            f'{key}: stated "{citation.stated}" does not hold the value {values[0]:f} (in {unit}, read as {language}){ends}',
        )
    elif units_of and all(others := [units_of.other(number) for number in agreeing]):
        yield (
            where,
            f'{key}: stated "{citation.stated}" is in {others[0]}, and the unit is "{unit}";'
            " give the value in the unit that the source prints",
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
