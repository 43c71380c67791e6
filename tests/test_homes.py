"""Each figure, claim and source has its entry on the page whose macro lists it, and keeps it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros import homes, listings
from macros.homes import within
from macros.markup import Writer
from macros.project import Project
from macros.template import MacroError
from macros.vouchers import Vouchers
from tests import samples


def project(root: Path, *, data: str = samples.DATA, **macros: str) -> Project:
    """Return the sample project with pages that list its records."""
    files = {
        f"docs/{code}/{name.replace('__', '/')}.md": f"---\ntitle: {name}\n---\n\n{macro}\n"
        for code in ("fr", "en")
        for name, macro in macros.items()
    }
    return Project.load(samples.write(root, **{"docs/figures.yml": data}, **files))


def test_one_list_of_all(tmp_path: Path) -> None:
    """Where one page lists all records, every entry is there."""
    found = project(tmp_path, figures="{{ figures() }}\n\n{{ claims() }}", sources="{{ sources() }}").homes
    assert {page for (part, _), page in found.items() if part != "sources"} == {"figures"}
    assert {page for (part, _), page in found.items() if part == "sources"} == {"sources"}


def test_lists_of_chapters(tmp_path: Path) -> None:
    """A figure is listed under the first chapter that prints it, and what that figure needs goes with it."""
    lists = {
        "later": '{{ figure("power") }} {{ figure("gpus-launch") }}',
        "figures__machine": '{{ figures("machine") }}',
        "figures__later": '{{ figures("later") }}',
        "claims": '{{ claims("machine") }}',
    }
    found = project(tmp_path, **lists).homes
    # Printed by both chapters, of which this one comes first in the order of the pages
    assert found["figures", "gpus-launch"] == "figures/later"
    assert found["figures", "power"] == "figures/later"
    assert found["figures", "build-days"] == "figures/machine"
    # Needed by the claim that the machine's page makes
    assert found["figures", "gpus-final"] == "figures/machine"
    assert found["claims", "doubled"] == "claims"
    # Printed nowhere: with the first list
    assert found["figures", "water"] == "figures/later"


def test_a_figure_is_kept_under_its_page(tmp_path: Path) -> None:
    """`page` keeps a figure's entry where it is, whatever chapters print it."""
    lists = {
        "later": '{{ figure("gpus-launch") }}',
        "a": '{{ figures("machine") }}',
        "b": '{{ figures("later") }}',
    }
    data = samples.DATA.replace(
        "    qualifier: disputed\n", "    qualifier: disputed\n    page: machine\n", 1
    )
    assert project(tmp_path / "one", **lists).homes["figures", "gpus-launch"] == "b"
    assert project(tmp_path / "two", data=data, **lists).homes["figures", "gpus-launch"] == "a"


def test_a_page_without_a_list_is_told(tmp_path: Path) -> None:
    """A record that is to stand under a chapter without a list is told at its line."""
    data = samples.DATA.replace("    qualifier: disputed\n", "    qualifier: disputed\n    page: machin\n", 1)
    found = project(tmp_path, data=data, a='{{ figures("machine") }}')
    line = data[: data.index("page: machin")].count("\n") + 1
    assert [str(problem) for problem in homes.problems(found)] == [
        f'docs/figures.yml:{line}: gpus-launch.page: no page lists the figures of "machin"; did you mean "machine"?'
    ]
    assert found.homes["figures", "gpus-launch"] == "a"


@pytest.mark.parametrize(
    ("key", "first", "last", "inside"),
    [
        ("filing", "a", "e", False),
        ("filing", "f", "r", True),
        ("rte-2026", "f", "r", True),
        ("sec", "f", "r", False),
        ("zeta", "s", "z", True),
        ("filing", "", "", True),
    ],
)
def test_spans_of_letters(key: str, first: str, last: str, inside: bool) -> None:
    """A span holds the ids that begin with its letters, both ends included; no letters hold all."""
    assert within(key, first, last) is inside


def test_lists_of_letters(tmp_path: Path) -> None:
    """A source's entry is on the page whose letters its id begins with."""
    found = project(tmp_path, one='{{ sources("a", "h") }}', two='{{ sources("i", "z") }}').homes
    assert (found["sources", "filing"], found["sources", "journal"]) == ("one", "two")


def test_too_many_letters_are_left_to_the_macro(tmp_path: Path) -> None:
    """A call with an argument too many is told when the page is made, and not by a traceback before."""
    assert project(tmp_path, sources='{{ sources("a", "z", "x") }}').homes["sources", "filing"] == "sources"


def test_the_real_site_lists_each_record_once() -> None:
    """On the site no record is left to the page that would be sought by default."""
    real = Project.load(Path(__file__).parent.parent)
    pages = real.pages[real.source]
    for (part, key), page in real.homes.items():
        assert any(call.name == part for call in pages[page].calls), f"{part} {key}: {page}"


def test_a_list_of_no_chapter_is_refused(tmp_path: Path) -> None:
    """The message names the page that was perhaps meant."""
    found = project(tmp_path, figures="{{ figures() }}")
    writer = Writer(found, found.locales["en"], "", Vouchers())
    for macro in (listings.figures, listings.claims):
        with pytest.raises(MacroError, match='unknown page "machin"; did you mean "machine"'):
            macro(writer, "machin")
