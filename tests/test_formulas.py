"""Formulas are arithmetic over figures, with units, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.data import check
from macros.figures import evaluate
from macros.formulas import FormulaError, holds, parse
from macros.units import describe, unit
from macros.yamlfile import YamlFile
from tests.samples import DATA


@pytest.fixture(scope="module")
def values() -> dict[str, str]:
    """Return the sample's figures as printed."""
    return {key: str(fact.shown) for key, fact in evaluate(check(YamlFile(DATA, "figures.yml"))).items()}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("power-per-gpu", "1500"),  # 150 MW / 100,000 GPUs, in watts
        ("energy", "1.31"),  # 150 MW × 8,760 h = 1.314 TWh
        ("pace", "820"),  # 100,000 / 122 = 819.67, two digits
        ("growth", "100"),  # 200,000 / 100,000 − 1, in per cent
        ("wait", "42"),  # 22 July to 2 September
    ],
)
def test_computed_value(values: dict[str, str], key: str, shown: str) -> None:
    """A formula converts units by itself and is shown to its digits."""
    assert values[key] == shown


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("gpus-final > gpus-launch", True), ("gpus-launch > gpus-final", False), ("gpus-final > 2 * gpus-launch", False),
        ("gpus-final >= gpus-launch", True), ("gpus-launch >= gpus-final", False), ("gpus-final >= 2 * gpus-launch", True),
        ("gpus-launch < gpus-final", True), ("gpus-final < gpus-launch", False), ("gpus-final < 2 * gpus-launch", False),
        ("gpus-launch <= gpus-final", True), ("gpus-final <= gpus-launch", False), ("gpus-final <= 2 * gpus-launch", True),
        ("gpus-final == 2 * gpus-launch", True), ("gpus-final == gpus-launch", False),
        ("start < launch", True), ("launch < start", False), ("launch == start", False),
        ("gpus-launch < gpus-final < 3 * gpus-launch", True), ("gpus-launch < gpus-final < gpus-launch", False),
        ("gpus-launch ** 2 == gpus-final ** 2 / 4", True), ("gpus-final ** 3 == 8 * gpus-launch ** 3", True), ("gpus-final ** 2 == 2 * gpus-launch ** 2", False),
    ],
)  # fmt: skip
def test_conditions(condition: str, expected: bool) -> None:
    """Each sign compares as it does in arithmetic, dates by the day; a chain holds when each link does."""
    facts = evaluate(check(YamlFile(DATA, "figures.yml")))
    quantities = {key: fact.quantity for key, fact in facts.items()}
    assert holds(parse(condition, condition=True), quantities) is expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')", "a.b", "a[b]", "a if b else c", "lambda: a", "a or b", "[a]", "a ** b", "a ** 99",
        "a % b", "a // b", "'a'", "a, b", "(a := b)", "f(a)", "a + 7", "1e400", "9" * 5000, "(" * 500, "a +", "", "a ** -1",
        # Numbers that stand in no source
        "a * (2 ** 3 + 2)", "(1 + 1) * a", "a + 2 * 2",
        # A sign that was forgotten, which Python would read as another number
        "2a", "a < 2b", "1_000 * a", "a_b", "1e0 * a",
    ],
)  # fmt: skip
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    """Code, unsourced numbers and towers of powers are told as faults, not run."""
    with pytest.raises(FormulaError):
        parse(text)


def test_hyphens_belong_to_ids_and_minus_signs_stand_between_spaces() -> None:
    """`a-b` is one figure and `a - b` is a difference of two."""
    assert parse("gpus-final - gpus-launch").inputs == ("gpus-final", "gpus-launch")
    assert parse("gpus-final-gpus").inputs == ("gpus-final-gpus",)


@pytest.mark.parametrize(
    ("expression", "base", "words"),
    [
        ("gallon", "0.003785411784", "volume"),  # The US gallon of NIST, exactly
        ("watt / gpu", "1000", "power/gpu"),
        ("percent", "0.01", "plain number"),
        ("liter / kilowatt_hour", None, "volume/energy"),
        ("dollar / month", None, "currency/time"),
    ],
)
def test_units(expression: str, base: str | None, words: str) -> None:
    """A unit has an exact factor, and a dimension that can be said in words."""
    found = unit(expression)
    assert base is None or found.factor == Decimal(base)
    assert describe(found.dimension) == words


@pytest.mark.parametrize("expression", ["gallonn", "watt +", "2 * * watt"])
def test_unknown_unit(expression: str) -> None:
    """What Pint does not know is a ValueError in words."""
    with pytest.raises(ValueError, match="not a unit"):
        unit(expression)


@pytest.mark.parametrize(
    ("key", "qualifier"),
    [
        ("pace", "about"),
        ("growth", "about"),
        ("power", "about"),
        ("wait", "exact"),
        ("gpus-launch", "disputed"),
    ],
)
def test_a_computed_figure_is_as_sure_as_its_inputs(key: str, qualifier: str) -> None:
    """Computed from anything but exact inputs, or rounded, a figure is "about"."""
    assert evaluate(check(YamlFile(DATA, "figures.yml")))[key].qualifier == qualifier
