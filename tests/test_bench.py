"""The benchmark measures sound projects of the sizes it names; its times are printed, never tested."""

from __future__ import annotations

from pathlib import Path

from macros import specimen
from macros.project import Project
from macros.site import Site

ROOT = Path(__file__).parent.parent


def test_generated_project_is_sound(tmp_path: Path) -> None:
    """A generated project has the pages and figures asked for, and nothing to mend."""
    specimen.project(tmp_path, ROOT, 6, 40)
    specimen.configuration(tmp_path, ROOT)
    specimen.stamp_all(tmp_path)
    project = Project.load(tmp_path)
    Site(project).check_sources()
    assert {status.state for status in project.survey.statuses["en"]} == {"current"}
    assert [len(pages) for pages in project.pages.values()] == [6, 6]
    assert len(project.facts) == 41
    assert list(project.unused()) == []


def test_stock_gets_the_same_content(tmp_path: Path) -> None:
    """The pages for stock MkDocs hold the same words with every macro expanded."""
    specimen.project(tmp_path / "ours", ROOT, 6, 20)
    specimen.configuration(tmp_path / "ours", ROOT)
    specimen.expanded(tmp_path / "ours", tmp_path / "stock")
    text = (tmp_path / "stock/docs/en/index.md").read_text("utf-8")
    assert "{{" not in text
    assert text.count("data-figure=") == specimen.FIGURES_A_PAGE
