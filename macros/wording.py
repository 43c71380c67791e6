"""The findings of the model of the data file, in words for a contributor."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pydantic_core import ErrorDetails

from macros import model
from macros.model import DataFile, Record
from macros.problems import suggestion

Where = tuple[str | int, ...]

# What stands where a value of another kind does.
KEYS = 'keys and values are wanted, one "key: value" a line'
WANTED = {
    "dict_type": KEYS, "model_type": KEYS, "model_attributes_type": KEYS,
    "tuple_type": "a list is wanted, each item after a hyphen", "list_type": "a list is wanted, each item after a hyphen",
    "string_type": "a text is wanted; put it between quotes",
}  # fmt: skip


def in_words(detail: ErrorDetails, fields: Collection[str] | None = None) -> tuple[Where, str]:
    """Return pydantic's finding as a path into the file and a sentence for a contributor.

    `fields` are those of each item of a file that is not the data file.
    """
    where = tuple(step for step in detail["loc"] if step != "[key]")
    name = ".".join(map(str, where[1:])) or ".".join(map(str, where)) or "the file"
    value = detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            known = sorted(_fields_at(where[:-1]) if fields is None else fields)
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
        case "string_too_short":
            return (
                where,
                f"{name}: no text stands here; write one, and put quotes around a text with a comma in it",
            )
        case "value_error":
            return where, f"{name}: {detail['ctx']['error']}"
        case kind if kind in WANTED:
            return where, f"{name}: {WANTED[kind]}"
        case _:
            shown = f'"{value}"' if isinstance(value, str | int) else "this"
            return where, f"{name}: {shown}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _fields_at(where: Sequence[str | int]) -> set[str]:
    """Return the keys that the record at `where` may have."""
    kinds: Mapping[str, type[Record]] = {
        "sources": model.Citation, "rivals": model.Rival, "figures": model.Figure, "claims": model.Claim,
        "statements": model.Statement, "units": model.UnitRecord, "glossary": model.Term,
        "charts": model.Chart, "groups": model.ChartGroup, "rows": model.ChartRow,
    }  # fmt: skip
    if not where:
        return set(DataFile.model_fields)
    if len(where) == 2 and where[0] == "sources":
        return set(model.Source.model_fields)
    nearest = next((str(step) for step in reversed(where) if step in kinds), "figures")
    return set(kinds[nearest].model_fields)
