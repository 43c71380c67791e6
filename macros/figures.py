"""Figures with their values: formulas computed in the order of their inputs, units checked."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from macros import formulas, units
from macros.data import Data
from macros.dates import PartialDate
from macros.formulas import FormulaError, Quantity
from macros.model import Figure, Qualifier
from macros.problems import Faults

DEFAULT_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the data file with its computed value.

    `value` is in the figure's unit and as exact as its inputs; `shown` is what the site prints of it.
    `hearsay` is a figure that was read only where others cite it, or that is computed from one.
    """

    id: str
    record: Figure
    value: Decimal | PartialDate
    shown: Decimal | PartialDate
    quantity: Quantity
    qualifier: Qualifier
    as_of: PartialDate
    inputs: tuple[str, ...] = ()
    hearsay: bool = False

    @property
    def vague(self) -> bool:
        """Tell whether it is a date of which the day is not known."""
        return isinstance(self.value, PartialDate) and not self.value.day

    @property
    def doubtful(self) -> bool:
        """Tell whether the figure is disputed or not yet a fact."""
        return self.qualifier in ("disputed", "planned")


@dataclass(frozen=True)
class Facts(Mapping[str, Fact]):
    """All figures by id, and which claims hold."""

    figures: Mapping[str, Fact]
    claims: Mapping[str, bool]

    def __getitem__(self, key: str) -> Fact:
        return self.figures[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)


def significant(value: Decimal, digits: int) -> Decimal:
    """Round to significant digits, half up, without trailing zeros after the point."""
    rounded = _rounding(digits).create_decimal(value).normalize()
    exponent = rounded.as_tuple().exponent
    return rounded.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent < 20 else rounded


@cache
def _rounding(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_UP)


def machine(value: Decimal | PartialDate) -> str:
    """Return a value for programs: a plain decimal or an ISO date."""
    return (
        str(value)
        if isinstance(value, PartialDate)
        else f"{value.normalize():f}"
        if abs(value) < Decimal("1e16")
        else f"{value.normalize()}"
    )


def evaluate(data: Data) -> Facts:
    """Compute every figure and every claim; raise Faults for cycles, units and divisions by zero."""
    records, problems = data.records.figures, []
    order, cycles = _order(
        {key: formulas.parse(f.formula).inputs if f.formula else () for key, f in records.items()}
    )
    for cycle in cycles:
        chain = " → ".join(cycle)
        problems.append(
            data.file.problem(("figures", cycle[0], "formula"), f"{cycle[0]}: computed from itself: {chain}")
        )
    facts: dict[str, Fact] = {}
    quantities: dict[str, Quantity] = {}
    for key in order:
        try:
            if records[key].formula is None:
                facts[key] = _given(key, records[key], data)
            else:
                facts[key] = _computed(key, records[key], data, facts, quantities)
            quantities[key] = facts[key].quantity
        except FormulaError as error:
            problems.append(data.file.problem(("figures", key, "formula"), f"{key}.formula: {error}"))
        except KeyError:
            # An input is at fault and reported there.
            continue
    claims = {}
    for key, claim in data.records.claims.items():
        condition = formulas.parse(claim.condition, condition=True)
        try:
            claims[key] = formulas.holds(condition, quantities)
        except FormulaError as error:
            problems.append(data.file.problem(("claims", key, "condition"), f"{key}.condition: {error}"))
        except KeyError:
            continue
    if problems:
        raise Faults(problems)
    return Facts({key: facts[key] for key in records}, claims)


def _order(inputs: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[list[str]]]:
    """Return the ids so that inputs come first, and the cycles that had to be cut for it."""
    graph = {key: list(needs) for key, needs in inputs.items()}
    cycles: list[list[str]] = []
    while True:
        try:
            return list(graphlib.TopologicalSorter(graph).static_order()), cycles
        except graphlib.CycleError as error:
            cycle = list(reversed(error.args[1]))
            cycles.append(cycle)
            for key in cycle[:-1]:
                graph.pop(key, None)
            graph = {key: [need for need in needs if need in graph] for key, needs in graph.items()}


def _given(key: str, record: Figure, data: Data) -> Fact:
    value = data.values[key]
    assert record.as_of is not None
    if isinstance(value, PartialDate):
        quantity = formulas.date_quantity(value)
    else:
        unit = units.unit(data.records.units[record.unit].pint)
        quantity = Quantity(units.PRECISION.multiply(value, unit.factor), unit.dimension)
    return Fact(
        key, record, value, value, quantity, record.qualifier or "exact", record.as_of, (), record.cited_only
    )


def _computed(
    key: str, record: Figure, data: Data, facts: Mapping[str, Fact], quantities: Mapping[str, Quantity]
) -> Fact:
    assert record.formula is not None
    formula = formulas.parse(record.formula)
    quantity = formulas.evaluate(formula, quantities)
    value, shown = _in_unit(quantity, record, data)
    inputs = [facts[name] for name in formula.inputs]
    exact = value == shown and all(fact.qualifier == "exact" and not fact.vague for fact in inputs)
    as_of = record.as_of or max((fact.as_of for fact in inputs), key=lambda date: (date.last(), date.first()))
    qualifier = record.qualifier or ("exact" if exact else "about")
    hearsay = any(fact.hearsay for fact in inputs)
    return Fact(key, record, value, shown, quantity, qualifier, as_of, formula.inputs, hearsay)


def _in_unit(
    quantity: Quantity, record: Figure, data: Data
) -> tuple[Decimal | PartialDate, Decimal | PartialDate]:
    if (record.unit == "date") != (quantity.date is not None):
        raise FormulaError(
            f'gives {"a date" if quantity.date else "no date"}, but the unit is "{record.unit}"'
        )
    if quantity.date:
        date = PartialDate(quantity.date.year, quantity.date.month, quantity.date.day)
        return date, date
    unit = units.unit(data.records.units[record.unit].pint)
    if unit.dimension != quantity.dimension:
        found, wanted = units.describe(quantity.dimension), units.describe(unit.dimension)
        raise FormulaError(f'gives {found}, but the unit "{record.unit}" is {wanted}')
    exact = units.PRECISION.divide(quantity.value, unit.factor)
    # Thirty digits: enough for any figure, and few enough to drop what converting units leaves behind.
    value = significant(exact, 30)
    return value, significant(value, record.digits or DEFAULT_DIGITS)


def convert(fact: Fact, unit_key: str, data: Data, value: Decimal | None = None) -> Decimal:
    """Return a figure's value, or another one in its unit, in another unit of the data file.

    Raise ValueError where it cannot be.
    """
    if isinstance(fact.value, PartialDate):
        raise ValueError("a date has no other unit")
    if unit_key not in data.records.units:
        raise ValueError(f'unknown unit "{unit_key}"')
    unit = units.unit(data.records.units[unit_key].pint)
    if unit.dimension != fact.quantity.dimension:
        raise ValueError(
            f'the figure is {units.describe(fact.quantity.dimension)}, "{unit_key}" is {units.describe(unit.dimension)}'
        )
    base = fact.quantity.value
    if value is not None:
        base = units.PRECISION.multiply(value, units.unit(data.records.units[fact.record.unit].pint).factor)
    return significant(units.PRECISION.divide(base, unit.factor), 30)


def undefined_conversions(data: Data) -> None:
    """Raise Faults where a unit is shown as another one of a different dimension."""
    problems = []
    for key, record in data.records.units.items():
        for language, other in (record.shown_as or {}).items():
            ours, theirs = units.unit(record.pint), units.unit(data.records.units[other].pint)
            if ours.dimension != theirs.dimension:
                message = f'{key}.shown_as.{language}: "{other}" measures {units.describe(theirs.dimension)}, not {units.describe(ours.dimension)}'
                problems.append(data.file.problem(("units", key, "shown_as"), message))
    if problems:
        raise Faults(problems)
