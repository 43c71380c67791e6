"""Formulas: arithmetic over figures, parsed and never executed, with the dimension of each step."""

from __future__ import annotations

import ast
import datetime
import functools
import itertools
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext

from macros.dates import PartialDate
from macros.units import PLAIN, PRECISION, TIME, Dimension, describe, multiply

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
CHARACTERS = re.compile(r"[a-z0-9+\-*/().<>=!\s]*")
DAY = Decimal(86400)

# Growth needs a one and a mean needs a two; any other number is a figure and has a source.
FORMULA_LITERALS = frozenset({1, 2})

COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
}


class FormulaError(Exception):
    """What is wrong with a formula, in words for a contributor."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units with its dimension, or a date."""

    value: Decimal
    dimension: Dimension = PLAIN
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula or condition, and the ids it reads, in order of appearance."""

    text: str
    tree: ast.expr
    inputs: tuple[str, ...]


@functools.cache
def parse(text: str, *, condition: bool = False) -> Formula:
    """Parse a formula, or a condition that compares formulas; raise FormulaError."""
    if not CHARACTERS.fullmatch(text):
        raise FormulaError(f'"{text}" holds more than figures, numbers, + - * / ** and parentheses')
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        # Apart from what stands before it: Python reads 2_1 as 21.
        return f" {names.setdefault(match[0], f'_{len(names)}')}"

    code = IDENTIFIER.sub(rename, text)
    ids = {name: figure for figure, name in names.items()}
    try:
        tree = ast.parse(code.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(
            f'"{text}" is not arithmetic; write it like "figure-a / (figure-b + figure-c)"'
        ) from None
    tree = _Renamed(ids).visit(tree)
    _check(tree, text, condition)
    if (
        names
        and not condition
        and any(isinstance(node, ast.BinOp) and not _reads(node) for node in ast.walk(tree))
    ):
        raise FormulaError(f'"{text}" makes a number of numbers, which has no source; make it a figure')
    return Formula(text, tree, tuple(names))


class _Renamed(ast.NodeTransformer):
    def __init__(self, ids: Mapping[str, str]) -> None:
        self.ids = ids

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.ids.get(node.id, node.id), ast.Load())


def _check(node: ast.expr, text: str, condition: bool) -> None:
    if condition:
        if not isinstance(node, ast.Compare):
            raise FormulaError(f'"{text}" compares nothing; write it like "figure-a >= 2 * figure-b"')
        if not all(type(op) in COMPARISONS for op in node.ops):
            raise FormulaError(f'"{text}": compare with > >= < <= or ==')
        sides = (node.left, *node.comparators)
        if any(ast.dump(left) == ast.dump(right) for left, right in itertools.pairwise(sides)):
            raise FormulaError(f'"{text}" compares something with itself')
        for side in sides:
            _check_arithmetic(side, text, None)
    else:
        _check_arithmetic(node, text, FORMULA_LITERALS)


def _check_arithmetic(node: ast.expr, text: str, literals: frozenset[int] | None) -> None:
    match node:
        case ast.BinOp(left, ast.Pow(), right):
            _check_arithmetic(left, text, literals)
            if not (isinstance(right, ast.Constant) and right.value in (2, 3)):
                raise FormulaError(f'"{text}": the only powers are ** 2 and ** 3')
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right):
            _check_arithmetic(left, text, literals)
            _check_arithmetic(right, text, literals)
        case ast.Name():
            pass
        case ast.Constant(value) if type(value) in (int, float):
            if literals is not None and value not in literals:
                raise FormulaError(f'"{text}": the number {value!r} has no source; make it a figure')
        case _:
            raise FormulaError(f'"{text}" holds more than figures, numbers, + - * / ** and parentheses')


def _reads(node: ast.expr) -> bool:
    """Tell whether a part of a formula reads a figure."""
    return any(isinstance(inner, ast.Name) for inner in ast.walk(node))


def evaluate(formula: Formula, figures: Mapping[str, Quantity]) -> Quantity:
    """Compute a formula; raise FormulaError for units that do not fit or a division by zero."""
    with localcontext(PRECISION):
        try:
            return _evaluate(formula.tree, figures)
        except (DecimalException, OverflowError):
            raise FormulaError(f'"{formula.text}" divides by zero or leaves the range of numbers') from None


def holds(formula: Formula, figures: Mapping[str, Quantity]) -> bool:
    """Tell whether a condition is true; raise FormulaError where its sides cannot be compared."""
    compare = formula.tree
    assert isinstance(compare, ast.Compare)
    sides = [
        evaluate(Formula(formula.text, side, ()), figures) for side in (compare.left, *compare.comparators)
    ]
    for left, right in itertools.pairwise(sides):
        if left.dimension != right.dimension or (left.date is None) != (right.date is None):
            raise FormulaError(f'"{formula.text}" compares {_kind(left)} with {_kind(right)}')
    return all(
        COMPARISONS[type(op)](_comparable(left), _comparable(right))
        for op, left, right in zip(compare.ops, sides, sides[1:], strict=False)
    )


def _comparable(quantity: Quantity) -> Decimal:
    # Thirty digits: what a conversion of units leaves behind the last of them is not a difference.
    value = Decimal(quantity.date.toordinal()) if quantity.date else quantity.value
    return PRECISION.plus(value).normalize(type(PRECISION)(prec=30))


def _kind(quantity: Quantity) -> str:
    return "a date" if quantity.date else describe(quantity.dimension)


def _evaluate(node: ast.expr, figures: Mapping[str, Quantity]) -> Quantity:
    match node:
        case ast.Name(name):
            return figures[name]
        case ast.Constant(value):
            return Quantity(Decimal(str(value)))
        case ast.BinOp(left, op, right):
            return _operate(op, _evaluate(left, figures), _evaluate(right, figures))
    raise AssertionError(ast.dump(node))


def _operate(op: ast.operator, left: Quantity, right: Quantity) -> Quantity:
    if left.date or right.date:
        return _operate_dates(op, left, right)
    match op:
        case ast.Add() | ast.Sub():
            if left.dimension != right.dimension:
                raise FormulaError(f"adds or subtracts {_kind(left)} and {_kind(right)}")
            value = left.value + right.value if isinstance(op, ast.Add) else left.value - right.value
            return Quantity(value, left.dimension)
        case ast.Mult():
            return Quantity(left.value * right.value, multiply(left.dimension, right.dimension))
        case ast.Div():
            if not right.value:
                raise FormulaError("divides by zero")
            return Quantity(left.value / right.value, multiply(left.dimension, right.dimension, -1))
    power = int(right.value)
    return Quantity(left.value**power, tuple((name, exponent * power) for name, exponent in left.dimension))


def _operate_dates(op: ast.operator, left: Quantity, right: Quantity) -> Quantity:
    if isinstance(op, ast.Sub) and left.date and right.date:
        return Quantity((left.date - right.date).days * DAY, TIME)
    if isinstance(op, ast.Add | ast.Sub) and left.date and right.dimension == TIME:
        days = int(right.value / DAY)
        shift = datetime.timedelta(days=days if isinstance(op, ast.Add) else -days)
        return Quantity(Decimal(0), PLAIN, left.date + shift)
    raise FormulaError(
        f"combines {_kind(left)} and {_kind(right)}: from a date, subtract a date or a duration"
    )


def date_quantity(date: PartialDate) -> Quantity:
    """Return a date of whatever precision as the first day that it covers."""
    return Quantity(Decimal(0), PLAIN, date.first())
