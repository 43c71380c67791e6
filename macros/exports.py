"""The data of the site for programs: JSON and CSV per language, described by a data package.

The addresses are as permanent as those of the pages: `figures.yml` and `figures.schema.json` as they are in
`docs/`, and `data/` with `figures.<language>.json`, `figures.<language>.csv`, `sources.csv` and `datapackage.json`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros.figures import Fact, machine
from macros.locales import Locale
from macros.markup import Writer
from macros.project import Project
from macros.vouchers import Vouchers, text_of

FOLDER = "data"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}

# Columns of the CSV files, each with its Frictionless type. A date may be a month or a year, so it stays text.
FIGURE_COLUMNS = {
    "id": "string", "label": "string", "value": "string", "unit": "string", "qualifier": "string",
    "low": "string", "high": "string", "as_of": "string", "formula": "string", "sources": "string", "note": "string", "url": "string",
}  # fmt: skip
SOURCE_COLUMNS = {
    "id": "string", "publisher": "string", "title": "string", "author": "string", "url": "string",
    "published": "string", "accessed": "string", "language": "string", "kind": "string", "read": "string",
}  # fmt: skip


def figure_rows(project: Project, locale: Locale, site_url: str) -> list[dict[str, Any]]:
    """Return one record a figure, in the order of the data file, with its texts in one language."""
    prefix = "" if locale.code == project.source else f"{locale.code}/"
    writer = Writer(project, locale, f"{site_url}{prefix}", Vouchers())
    return [_row(fact, writer) for fact in project.facts.values()]


def _row(fact: Fact, writer: Writer) -> dict[str, Any]:
    record = fact.record
    return {
        "id": fact.id,
        "label": text_of(writer.text(record.label)),
        "value": machine(fact.value),
        "unit": record.unit,
        "qualifier": fact.qualifier,
        "low": record.low,
        "high": record.high,
        "as_of": str(fact.as_of),
        "formula": record.formula,
        "sources": [_citation(citation.model_dump(exclude_none=True), writer) for citation in record.sources],
        "note": text_of(writer.text(record.note)) if record.note else None,
        "url": writer.entry("figures", fact.id),
    }


def _citation(citation: dict[str, Any], writer: Writer) -> dict[str, Any]:
    if "locator" in citation:
        citation["locator"] = writer.locale.text(citation["locator"], writer.project.source)[0]
    return citation


def source_rows(project: Project) -> list[dict[str, Any]]:
    """Return one record a source."""
    rows: list[dict[str, Any]] = []
    for key, source in project.data.records.sources.items():
        fields = {name: getattr(source, name) for name in SOURCE_COLUMNS if name not in ("id", "publisher")}
        publisher = next(iter(source.publisher.values()))
        texts = {name: str(value) if value else None for name, value in fields.items()}
        rows.append({"id": key, "publisher": publisher, **texts})
    return rows


def files(project: Project, site_url: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each published data file."""
    resources: list[dict[str, Any]] = []
    for code, locale in project.locales.items():
        rows = figure_rows(project, locale, site_url)
        flat = [row | {"sources": " ".join(c["source"] for c in row["sources"])} for row in rows]
        yield f"{FOLDER}/figures.{code}.json", _json(rows)
        yield f"{FOLDER}/figures.{code}.csv", _csv(flat, FIGURE_COLUMNS)
        resources.append(_resource(f"figures-{code}", f"figures.{code}.csv", FIGURE_COLUMNS))
    yield f"{FOLDER}/sources.csv", _csv(source_rows(project), SOURCE_COLUMNS)
    resources.append(_resource("sources", "sources.csv", SOURCE_COLUMNS))
    yield f"{FOLDER}/datapackage.json", _json(package(project, site_url, resources))


def package(project: Project, site_url: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the Frictionless description of the data."""
    return {
        "name": "colossus-figures",
        "title": project.languages[project.source].site_name,
        "homepage": site_url,
        "licenses": [LICENCE],
        "resources": resources,
    }


def _resource(name: str, path: str, columns: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "type": "table",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": column, "type": kind} for column, kind in columns.items()],
            "primaryKey": ["id"],
        },
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: list[dict[str, Any]], columns: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(project: Project, site_url: str, built: Path) -> None:
    """Write all published data files into a built site."""
    (built / FOLDER).mkdir(exist_ok=True)
    for path, text in files(project, site_url):
        (built / path).write_text(text, "utf-8")
