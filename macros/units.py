"""Units as factors to base units and dimensions, read by Pint from `units.txt`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pint

DEFINITIONS = Path(__file__).with_name("units.txt")

# Fifty digits: far more than any figure shows, so that a chain of divisions never shows its rounding.
PRECISION = Context(prec=50)

# A dimension is a sorted tuple such as (("[gpu]", -1), ("[time]", -1)); plain numbers have the empty one.
Dimension = tuple[tuple[str, int], ...]
PLAIN: Dimension = ()
TIME: Dimension = (("[time]", 1),)


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` base units make one of this unit."""

    factor: Decimal
    dimension: Dimension


@functools.cache
def _registry() -> pint.UnitRegistry[Decimal]:
    return pint.UnitRegistry(str(DEFINITIONS), non_int_type=Decimal)


@functools.cache
def unit(expression: str) -> Unit:
    """Return the unit that a Pint expression names; raise ValueError for an unknown one."""
    try:
        with localcontext(PRECISION):
            quantity: Any = _registry().parse_expression(expression)
            quantity = quantity.to_base_units() if hasattr(quantity, "to_base_units") else quantity
    except Exception as error:  # Pint raises a dozen kinds, all of which mean the same to a contributor.
        raise ValueError(f"not a unit: {error}") from None
    if not (quantity.magnitude if hasattr(quantity, "magnitude") else quantity):
        raise ValueError("not a unit: it measures nothing")
    if not hasattr(quantity, "dimensionality"):
        return Unit(Decimal(quantity), PLAIN)
    exponents = {name: int(power) for name, power in dict(quantity.dimensionality).items()}
    return Unit(Decimal(quantity.magnitude), tuple(sorted(exponents.items())))


def multiply(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """Return the dimension of a product (`sign` 1) or of a quotient (`sign` -1)."""
    powers = dict(left)
    for name, power in right:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


PHYSICAL = frozenset({"[mass]", "[length]", "[time]"})
NAMED = {
    "watt": "power",
    "watt_hour": "energy",
    "liter": "volume",
    "liter / day": "volume/time",
    "meter ** 2": "area",
    "liter / watt_hour": "volume/energy",
    "gram / watt_hour": "mass/energy",
    "gram / day": "mass/time",
}


@functools.cache
def _named() -> dict[Dimension, str]:
    return {unit(expression).dimension: name for expression, name in NAMED.items()}


def describe(dimension: Dimension) -> str:
    """Return a dimension in words, such as `power/gpu` or `plain number`."""
    if not dimension:
        return "plain number"
    physical = tuple(pair for pair in dimension if pair[0] in PHYSICAL)
    name = _named().get(physical)
    rest = [pair for pair in dimension if not name or pair not in physical]
    up = [f"{part[1:-1]}{f'^{power}' if power > 1 else ''}" for part, power in rest if power > 0]
    down = [f"{part[1:-1]}{f'^{-power}' if power < -1 else ''}" for part, power in rest if power < 0]
    return "/".join(["·".join(([name] if name else []) + up) or "1", *down])
