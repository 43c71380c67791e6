"""Write the JSON Schema of docs/figures.yml, which editors use to complete and check it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from macros.model import DataFile

PATH = "docs/figures.schema.json"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the data file, as its model gives it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "docs/figures.yml",
        **DataFile.model_json_schema(),
    }


def text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""


def run(root: Path, options: argparse.Namespace) -> int:
    """Write the schema; return 0."""
    (root / PATH).write_text(text(), "utf-8")
    print(f"written: {PATH}")
    return 0
