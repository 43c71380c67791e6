"""What waits for Material's script is taken out of the pages, and nothing else."""

from __future__ import annotations

import pytest

from macros.skeleton import without_leftovers, without_styles


@pytest.mark.parametrize(
    "left",
    [
        '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">',
        '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">',
        '<label class="md-overlay" for="__drawer"></label>',
        '<div data-md-component="announce">\n      \n    </div>',
        '<div class="md-dialog" data-md-component="dialog">\n  <div class="md-dialog__inner md-typeset"></div>\n</div>',
    ],
)
def test_leftovers_go(left: str) -> None:
    """Each part that only Material's script would use is taken out."""
    assert without_leftovers(f"<body>{left}<p>text</p></body>") == "<body><p>text</p></body>"


def test_the_main_part_begins_after_the_navigation() -> None:
    """Material's <main> becomes a box, since the site's own stands inside it, without the navigation."""
    material = '<main class="md-main" data-md-component="main"><nav></nav><main class="sheet">text</main></main>\n<footer class="foot">'
    ours = '<div class="md-main"><nav></nav><main class="sheet">text</main></div>\n<footer class="foot">'
    assert without_leftovers(material) == ours


@pytest.mark.parametrize(
    "kept",
    [
        '<input class="bar__box" type="checkbox" id="__drawer" autocomplete="off">',
        '<div data-md-component="announce"><aside>News</aside></div>',
        '<div data-md-component="skip"><a href="#top" class="md-skip">Skip</a></div>',
    ],
)
def test_what_is_used_stays(kept: str) -> None:
    """The menu's own box, an announcement and the skip link stay."""
    assert without_leftovers(kept) == kept


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ('<td style="text-align: right;">1</td>', '<td data-align="end">1</td>'),
        ('<th id="a" style="text-align: left;">A</th>', '<th id="a" data-align="start">A</th>'),
        ('<th style="text-align: center;">A</th>', '<th data-align="center">A</th>'),
        ('<p style="color: red">text</p>', '<p style="color: red">text</p>'),
    ],
)
def test_no_style_in_a_cell(cell: str, made: str) -> None:
    """A cell's alignment becomes an attribute; a style of another kind is not ours to change."""
    assert without_styles(cell) == made
