"""Each built page is read once: dressed, written, scanned and audited, in as many processes as are worth it."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros import spread
from macros.audit import Auditor, parsed
from macros.numbers import NumberFinder
from macros.project import names_pattern
from macros.reading import Reader, Reading
from macros.vouchers import Vouchers

PAGE = """\
<!doctype html><html lang="{language}"><body><article class="prose"><h2 id="a">A</h2>
<p>Draws <a data-figure="power" href="#a">150 MW</a> and {more}, a H100.</p></article></body></html>
"""


def reader(built: Path) -> Reader:
    """Return a reader of two languages, in which one figure was written and « deux » is French only."""
    vouchers = Vouchers()
    vouchers.add("figure", "power", "150 MW")
    names = names_pattern(("H100",))
    words = {"fr": ["deux"], "en": ["two"]}
    auditors = {code: Auditor(NumberFinder({"words": own}), vouchers, names) for code, own in words.items()}
    return Reader(built, auditors, "fr", lambda html: html.replace("Draws", "Takes"))


def write(built: Path, count: int) -> None:
    """Write so many pages in each of three languages, one of which has no auditor of its own."""
    for language in ("fr", "en", "xx"):
        for index in range(count):
            file = built / language / f"{index:03}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(PAGE.format(language=language, more="deux or two"), "utf-8")


def test_pages_are_dressed_scanned_and_audited(tmp_path: Path) -> None:
    """A page is written as it is dressed; its ids and links are kept, and the numbers of its language."""
    write(tmp_path, 1)
    found = reader(tmp_path).read()
    assert [*found.scans] == ["en/000.html", "fr/000.html", "xx/000.html"]
    assert {(scan.ids, scan.links) for scan in found.scans.values()} == {(("a",), ("#a",))}
    # A page in a language that has no words of its own is read as one of the source.
    assert [(page, uncited.number) for page, uncited in found.uncited] == [
        ("en/000.html", "two"), ("fr/000.html", "deux"), ("xx/000.html", "deux"),
    ]  # fmt: skip
    assert found.met == {"figure": 3, "name": 3, "nothing": 3}
    assert "Takes" in (tmp_path / "fr/000.html").read_text("utf-8")


def test_several_processes_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found does not depend on the number of processes, and each page is dressed in any case."""
    found: list[Reading] = []
    for count in (1, 2, 3):
        built = tmp_path / str(count)
        write(built, spread.FEW)
        monkeypatch.setattr(spread, "processors", lambda count=count: count)
        found.append(reader(built).read())
        assert all("Takes" in file.read_text("utf-8") for file in built.rglob("*.html"))
    assert found[0] == found[1] == found[2]
    assert [*found[0].scans] == [*found[2].scans]
    assert len(found[0].uncited) == 3 * spread.FEW


def test_no_page_is_parsed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is asked of a page is asked of one tree."""
    write(tmp_path, 2)
    seen: list[str] = []

    def noted(html: str) -> object:
        seen.append(html)
        return parsed(html)

    monkeypatch.setattr("macros.reading.parsed", noted)
    reader(tmp_path).read()
    assert len(seen) == 6
