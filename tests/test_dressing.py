"""What pages load is made light and named by its content, and nothing that a page needs gets lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from macros import styles
from macros.dressing import Measure, tight, wardrobe
from macros.problems import Problem

PAGE = """\
<!doctype html>
<html lang="en">
  <head>
    <link rel="icon" href="{up}assets/icon.svg">
    <link rel="stylesheet" href="{up}assets/stylesheets/theme.css">
    <link rel="stylesheet" href="{up}assets/site.css">
  </head>
  <body>
    <p class="used">A   text
      over two lines</p>
    <pre>
  code   as it is
</pre>
    <img src="{up}assets/drawing.svg?wide" alt="">
    <a href="{up}assets/site.css.html">not a file that is loaded</a>
    <script type="module" src="{up}assets/site.js"></script>
  </body>
</html>
"""
FILES = {
    "index.html": PAGE.format(up=""),
    "en/deep/index.html": PAGE.format(up="../../"),
    "404.html": PAGE.format(up="/below/"),
    "assets/icon.svg": "<svg/>",
    "assets/drawing.svg": "<svg></svg>",
    "assets/stylesheets/theme.css": "p{margin:0}.unused{color:red}",
    "assets/stylesheets/palette.css": "p{color:red}",
    "assets/javascripts/bundle.js": "theme()",
    "assets/site.css": ":root{--ink:black;--late:red;--never:red}.used{color:var(--ink)}",
    "assets/late.css": "dialog.box{color:var(--late)}",
    "assets/site.js": 'document.onclick = () => import("./search.js"); // later\n',
    "assets/search.js": 'import { look } from "./look.js";\nexport const open = () => look("box");\n',
    "assets/look.js": 'export const look = () => new URL("./late.css", import.meta.url) || make("dialog");\n',
    "assets/pictures/ab.png": "picture",
    "data/figures.json": "{}",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Write a small site as MkDocs leaves it, and the assets that are the project's own."""
    for name, text in FILES.items():
        for place in ("site", "docs") if re.fullmatch(r"assets/[\w.]+", name) else ("site",):
            (tmp_path / place / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / place / name).write_text(text, "utf-8")
    return tmp_path / "site"


def dressed(built: Path) -> list[str]:
    """Dress the site and return what was wrong."""
    measure = Measure()
    measure.rest(built)
    made = wardrobe(built.parent, built, [built.parent / "docs/assets/site.css"], lambda: measure)
    if isinstance(made, Problem):
        return [str(made)]
    for page in built.rglob("*.html"):
        page.write_text(made.dressed(page.read_text("utf-8")), "utf-8")
    made.clear()
    return []


def only(built: Path, pattern: str) -> Path:
    """Return the only file that fits a pattern."""
    (file,) = built.glob(pattern)
    return file


def test_files_are_named_by_their_content(built: Path) -> None:
    """What pages load has a name with a hash, the old names are gone, and so is what the theme brought."""
    assert dressed(built) == []
    names = [re.sub(r"\.[0-9a-f]{8}\.", ".#.", file.name) for file in sorted((built / "assets").iterdir())]
    assert sorted(names) == [
        "drawing.#.svg", "icon.#.svg", "late.#.css", "look.#.js", "pictures", "search.#.js", "site.#.css", "site.#.js",
    ]  # fmt: skip
    assert (built / "assets/pictures/ab.png").exists()
    assert (built / "data/figures.json").exists()


@pytest.mark.parametrize(
    ("page", "up"), [("index.html", ""), ("en/deep/index.html", "../../"), ("404.html", "/below/")]
)
def test_pages_load_the_new_names(built: Path, page: str, up: str) -> None:
    """A page loads one style sheet, the script and pictures by their new names, from where it stands."""
    assert dressed(built) == []
    html = (built / page).read_text("utf-8")
    sheet, script, icon = (
        only(built, f"assets/{name}").name for name in ("site.*.css", "site.*.js", "icon.*.svg")
    )
    assert re.findall(r'rel="stylesheet" href="([^"]*)"', html) == [f"{up}assets/{sheet}"]
    assert f'<script type="module" src="{up}assets/{script}"></script>' in html
    assert f'<link rel="icon" href="{up}assets/{icon}">' in html
    assert f'src="{up}assets/{only(built, "assets/drawing.*.svg").name}?wide"' in html
    assert f'href="{up}assets/site.css.html"' in html


def test_scripts_find_each_other(built: Path) -> None:
    """A script asks for those beside it, and for a later sheet, by their new names."""
    dressed(built)
    site, search, look, late = (
        only(built, f"assets/{name}") for name in ("site.*.js", "search.*.js", "look.*.js", "late.*.css")
    )
    assert site.read_text("utf-8") == f'document.onclick=()=>import("./{search.name}");'
    assert f'from"./{look.name}"' in search.read_text("utf-8")
    assert f'"./{late.name}"' in look.read_text("utf-8")


def test_sheets_hold_what_is_used(built: Path) -> None:
    """The sheet has the theme's rules before ours, without what nothing uses; what comes later finds its colours."""
    dressed(built)
    assert (
        only(built, "assets/site.*.css").read_text("utf-8")
        == "p{margin:0}:root{--ink:black;--late:red}.used{color:var(--ink)}"
    )
    assert only(built, "assets/late.*.css").read_text("utf-8") == "dialog.box{color:var(--late)}"


def test_a_changed_file_has_another_name(built: Path) -> None:
    """A script whose neighbour changed gets a new name too, since it asks for the neighbour by name."""
    copy = built.with_name("second")
    for file in built.rglob("*"):
        if file.is_file():
            (copy / file.relative_to(built)).parent.mkdir(parents=True, exist_ok=True)
            (copy / file.relative_to(built)).write_bytes(file.read_bytes())
    (copy / "assets/look.js").write_text(FILES["assets/look.js"].replace('"dialog"', '"dialog", 2'), "utf-8")
    dressed(built)
    dressed(copy)
    first, second = ({file.name for file in (place / "assets").iterdir()} for place in (built, copy))
    changed = {name.split(".")[0] + "." + name.rsplit(".")[-1] for name in first ^ second}
    assert changed == {"look.js", "search.js", "site.js"}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("search.js", "./look.js", "./lock.js", 'docs/assets/search.js:1: names "./lock.js", which is not there; mend the name'),
        ("look.js", "export", 'import "./search.js";\nexport', "docs/assets/look.js:1: imports itself, by way of look.js, search.js; part them"),
        ("site.css", ".used{", "\n\n.used", "docs/assets/site.css:3: "),
    ],
)  # fmt: skip
def test_what_cannot_be_made_light_is_told(built: Path, name: str, old: str, new: str, message: str) -> None:
    """A script that names what is not there, a circle of scripts and a broken rule are told at their line."""
    file = built / "assets" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    (problem,) = dressed(built)
    assert message in problem


@pytest.mark.parametrize(
    ("html", "light"),
    [
        ("<p>a\n     b</p>", "<p>a\nb</p>"),
        ("<p>a  b</p>\n\n\n  <p>c</p>", "<p>a  b</p>\n<p>c</p>"),
        ("<pre>\n  a\n\n  b\n</pre>\n\n<p>", "<pre>\n  a\n\n  b\n</pre>\n<p>"),
        ("<textarea>\n  a\n</textarea>\n  <p>", "<textarea>\n  a\n</textarea>\n<p>"),
        ('<script type="module">\n  a\n  b\n</script>', '<script type="module">\n  a\n  b\n</script>'),
        ("<pre>\n a</pre>\n\n<pre>\n b</pre>", "<pre>\n a</pre>\n<pre>\n b</pre>"),
    ],
)
def test_white_space_that_nobody_sees_goes(html: str, light: str) -> None:
    """A line break keeps no indent and no empty line, but where white space is shown as it is."""
    assert tight(html) == light


def test_a_sheet_that_was_made_before_is_not_made_again(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known by what it is made of, and pages that name something else get another."""
    places = [built, *(built.with_name(name) for name in ("again", "changed"))]
    for place in places[1:]:
        shutil.copytree(built, place)
    page = places[2] / "index.html"
    page.write_text(page.read_text("utf-8").replace('class="used"', 'class="used unused"'), "utf-8")
    assert dressed(places[0]) == []
    made: list[str] = []

    def sheet(sources: Iterable[str], used: styles.Used) -> str:
        made.append("".join(sources))
        return ".unused{color:red}"

    monkeypatch.setattr(styles, "sheet", sheet)
    assert dressed(places[1]) == []
    assert made == []
    assert dressed(places[2]) == []
    assert len(made) == 2
    first, again, changed = (only(place, "assets/site.*.css") for place in places)
    assert first.name == again.name
    assert changed.read_text("utf-8") == ".unused{color:red}"
