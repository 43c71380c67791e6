"""The published data: the same values in every format, and valid by the standard's own validator."""

from __future__ import annotations

import csv
import io
import json
import warnings
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml

from macros import exports, schema
from macros.dates import PartialDate
from macros.project import Project

ROOT = Path(__file__).parent.parent
PROJECT = Project.load(ROOT)
URL = "https://example.org/"
FILES = dict(exports.files(PROJECT, URL))


class Editor(yaml.SafeLoader):
    """Read YAML as editors do: numbers are numbers, and a date stays a text."""


Editor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


@pytest.mark.parametrize("code", PROJECT.languages)
def test_round_trip_gives_back_every_value(code: str) -> None:
    """JSON and CSV hold each figure's value as the data file computes it."""
    records = json.loads(FILES[f"data/figures.{code}.json"])
    rows = list(csv.DictReader(io.StringIO(FILES[f"data/figures.{code}.csv"])))
    assert [record["id"] for record in records] == [row["id"] for row in rows] == list(PROJECT.facts)
    for record, row in zip(records, rows, strict=True):
        value = PROJECT.facts[record["id"]].value
        assert record["value"] == row["value"]
        assert (str(value) if isinstance(value, PartialDate) else value) == (
            record["value"] if isinstance(value, PartialDate) else Decimal(record["value"])
        )


def test_the_languages_differ_in_their_words_alone() -> None:
    """Ids, values, units, dates and sources are the same in every language; labels are not."""
    first, second = (json.loads(FILES[f"data/figures.{code}.json"]) for code in list(PROJECT.languages)[:2])
    for one, other in zip(first, second, strict=True):
        assert {key: one[key] for key in ("id", "value", "unit", "as_of", "formula")} == {
            key: other[key] for key in ("id", "value", "unit", "as_of", "formula")
        }
    assert [one["label"] for one in first] != [other["label"] for other in second]


def test_addresses_are_those_of_the_pages() -> None:
    """Each record gives the address of its entry in its language."""
    first, second = (json.loads(FILES[f"data/figures.{code}.json"])[0] for code in ("fr", "en"))
    entry = f"{PROJECT.homes['figures', first['id']]}/#{first['id']}"
    assert first["url"] == f"https://example.org/{entry}"
    assert second["url"] == f"https://example.org/en/{entry}"


def test_data_package_is_valid(tmp_path: Path) -> None:
    """The Frictionless validator finds no error in the package or its tables, and finds one that we make."""
    with warnings.catch_warnings():
        # The validator's own dependencies warn of their future; ours must not.
        warnings.simplefilter("ignore")
        from frictionless import validate

        for path, text in FILES.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        report = validate(str(tmp_path / "data/datapackage.json"))
        assert report.valid, report.flatten(["title", "message"])
        table = tmp_path / "data/sources.csv"
        table.write_text(
            table.read_text("utf-8") + "one,cell,too,many,in,this,row,of,the,table,indeed\n", "utf-8"
        )
        assert not validate(str(tmp_path / "data/datapackage.json")).valid


def test_schema_is_up_to_date() -> None:
    """The schema that editors read is the one the model gives; `make schema` writes it."""
    assert (ROOT / schema.PATH).read_text("utf-8") == schema.text()


def test_schema_accepts_the_data_file_and_refuses_a_typing_error() -> None:
    """An editor finds nothing to complain about in the data file, and underlines a key that is none."""
    validator = jsonschema.Draft202012Validator(schema.schema())
    typed = yaml.load(
        (ROOT / "docs/figures.yml").read_text("utf-8"), Loader=Editor
    )  # A SafeLoader of our own.
    assert [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(typed)] == []
    assert any("figurs" in error.message for error in validator.iter_errors(typed | {"figurs": {}}))
