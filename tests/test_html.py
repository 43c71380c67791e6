"""The W3C's checker finds no error in any built page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"


def errors(folder: Path) -> list[str]:
    """Return what the checker calls an error in the HTML files of a folder, as `file:line: message`."""
    if not CHECKER.exists():
        pytest.fail("the HTML checker is not installed; `npm ci` installs it", pytrace=False)
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--errors-only",
        "--skip-non-html",
        str(folder),
    ]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.fail(
            "the HTML checker needs Java; on Debian, apt-get install default-jre-headless", pytrace=False
        )
    return [
        f"{message['url'].removeprefix(f'file:{folder}/')}:{message.get('lastLine', 1)}: {message['message']}"
        for message in json.loads(run.stderr)["messages"]
        if message["type"] == "error"
    ]


def test_every_page_is_valid(site: Path) -> None:
    """All pages of all languages are valid HTML."""
    assert errors(site) == []


def test_the_checker_sees_an_error(tmp_path: Path) -> None:
    """A list item outside a list, and an id used twice, are errors."""
    body = '<!doctype html><html lang="en"><head><title>x</title></head><body><li id="a">x</li><p id="a">y</p></body></html>'
    (tmp_path / "x.html").write_text(body, "utf-8")
    found = " ".join(errors(tmp_path))
    assert "Duplicate ID" in found
    assert "li" in found
