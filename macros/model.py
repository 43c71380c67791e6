"""The records of `docs/figures.yml`, as pydantic models; the JSON Schema for editors comes from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from macros.dates import PartialDate

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]

# In an editor, YAML types what it reads: a bare 150 is a number there, and a text of one line to us.
Line = Annotated[
    str, StringConstraints(min_length=1), WithJsonSchema({"type": ["string", "number", "boolean"]})
]

# A text in each language; a bare string is the same in all of them.
Text = Annotated[
    dict[str, Line],
    BeforeValidator(lambda value: {"*": value} if isinstance(value, str) else value),
    WithJsonSchema(
        {"type": ["string", "object"], "additionalProperties": {"type": ["string", "number", "boolean"]}}
    ),
]


def _date(value: object) -> object:
    return PartialDate.parse(value) if isinstance(value, str) else value


Date = Annotated[
    PartialDate,
    BeforeValidator(_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]

Read = Literal["direct", "copy", "cited"]
Qualifier = Literal["exact", "about", "up-to", "at-least", "planned", "disputed"]
Verdict = Literal["holds", "imprecise", "wrong", "unverifiable"]


class Record(BaseModel):
    """A record of the data file: an unknown key is a fault, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Source(Record):
    """A page, filing, paper or document that states figures."""

    title: Line | None = None
    publisher: Text
    author: Line | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    document: Line | None = None
    published: Date | None = None
    accessed: Date
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    kind: Literal["primary", "secondary"]
    read: Read


class Citation(Record):
    """The number as one source prints it, and where in the source it stands."""

    source: Id
    stated: Line
    locator: Text | None = None
    read: Read | None = None


class Rival(Record):
    """Another figure that says otherwise, and why."""

    figure: Id
    why: Text


class Translated(Record):
    """A record with words in each language, whose translations are stamped (see `macros/stamps.py`).

    `stamp` holds one stamp a language, `edits` what the source's author says of an edit.
    """

    stamp: dict[str, Line] = {}
    edits: tuple[Line, ...] = ()


class Figure(Translated):
    """A number or a date with its evidence: sources for a value, inputs for a formula.

    It is listed under the first chapter that prints it; `page` names another, so that its address stays.
    """

    label: Text
    value: Line | None = None
    formula: Line | None = None
    unit: Line
    as_of: Date | None = None
    qualifier: Qualifier | None = None
    low: Line | None = None
    high: Line | None = None
    digits: Annotated[int, Field(ge=1, le=12)] | None = None
    compact: bool = False
    cited_only: bool = False
    sources: tuple[Citation, ...] = ()
    rivals: tuple[Rival, ...] = ()
    note: Text | None = None
    review_by: Date | None = None
    page: Id | None = None


class Claim(Translated):
    """A comparison that a sentence relies on; `condition` must be true."""

    label: Text
    condition: Line
    page: Id | None = None


class Statement(Translated):
    """What the article says, what the evidence says, and the verdict."""

    page: Id
    said: Text
    found: Text
    verdict: Verdict
    why: Text
    figures: Annotated[tuple[Id, ...], Field(min_length=1)]


class UnitRecord(Record):
    """How a unit is computed (`pint`) and written in each language."""

    pint: Line
    symbol: Text | None = None
    forms: dict[str, dict[str, Line]] | None = None
    before: dict[str, Line] | None = None
    per: Text | None = None
    shown_as: dict[str, Line] | None = None


class Term(Translated):
    """A word of the glossary with its other spellings and its explanation."""

    term: Text
    also: dict[str, tuple[Line, ...]] = {}
    gloss: Text


class ChartRow(Record):
    """One figure of a chart; `label` stands for the figure's own, `second` sets it apart by colour."""

    figure: Id
    label: Text | None = None
    second: bool = False


class ChartGroup(Record):
    """Rows under a common label; `range` shows how far apart they are."""

    label: Text | None = None
    rows: Annotated[
        tuple[
            Annotated[
                ChartRow,
                BeforeValidator(
                    lambda row: {"figure": row} if isinstance(row, str) else row,
                    json_schema_input_type=Id | ChartRow,
                ),
            ],
            ...,
        ],
        Field(min_length=1),
    ]
    range: bool = False


class Chart(Translated):
    """A picture of figures: its message, the same message for those who do not see it, and its rows.

    `bars` compares figures in one `unit`, with dots on a `log` scale; `dated` adds the date of each fact.
    `timeline` places dates; `verdicts` counts the statements and has no rows.
    """

    kind: Literal["bars", "timeline", "verdicts"]
    title: Text
    caption: Text
    description: Text
    unit: Line | None = None
    scale: Literal["linear", "log"] = "linear"
    dated: bool = False
    groups: tuple[ChartGroup, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """Return the ids of the figures that the chart shows, in order."""
        return tuple(row.figure for group in self.groups for row in group.rows)


class DataFile(Record):
    """The whole of `docs/figures.yml`."""

    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    units: dict[str, UnitRecord]
    sources: dict[Id, Source]
    figures: dict[Id, Figure]
    claims: dict[Id, Claim] = {}
    statements: dict[Id, Statement] = {}
    names: tuple[Line, ...] = ()
    glossary: dict[Id, Term] = {}
    charts: dict[Id, Chart] = {}
