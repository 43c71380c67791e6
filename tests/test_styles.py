"""The style sheet keeps every rule that can apply, and drops what nothing on the site uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route

from macros import styles
from macros.styles import Used
from tests.conftest import Visit
from tests.pages import ROOT, SOURCE, path

PAGE = """\
<html lang="en"><body><main class="prose wide"><h2 id="water">Water</h2>
<a class="figure" href="#" data-figure="x">1</a><details><p>text</p></details></main></body></html>
"""
SCRIPT = """\
// The word "ghost" of a comment counts for nothing.
const card = make("div", { class: "card", hidden: "" });
card.dataset.state = "open";
"""


@pytest.fixture
def used() -> Used:
    """Return what a small page and a small script name."""
    used = Used()
    used.page(PAGE)
    used.script(SCRIPT)
    return used


@pytest.mark.parametrize(
    "rule",
    [
        # Names of the page
        ".prose{color:red}",
        "main.prose.wide>h2#water{color:red}",
        "a[data-figure]:hover{color:red}",
        "a[data-figure]:not(.nowhere)::after{color:red}",
        "*,:after{color:red}",
        ":root{color:red}",
        "h2+a,h2~details{color:red}",
        # Names that the script brings, and states that the reader brings
        ".card[hidden]{color:red}",
        "details[open]{color:red}",
        "html:has(.card){color:red}",
        # One of several
        ":is(.nowhere,.prose) a{color:red}",
        "a:nth-child(2n + 1){color:red}",
        # Under a condition
        "@media print{.prose{color:red}}",
        "@media (forced-colors:active){.figure{color:Highlight}}",
        "@supports (color:light-dark(red,red)){@media print{a{color:red}}}",
        "@page{margin:18mm}",
        # What is asked for
        ":root{--ink:red}a{color:var(--ink)}",
        ":root{--ink:red;--line:var(--ink)}a{border-color:var(--line)}",
        "@keyframes spin{to{rotate:1turn}}a{animation:spin 1s}",
    ],
)
def test_what_can_apply_stays(used: Used, rule: str) -> None:
    """A rule whose names occur on a page or in a script stays as it is."""
    assert plain(styles.sheet([rule], used)) == plain(rule)


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        (".nowhere{color:red}", ""),
        (".prose .nowhere{color:red}", ""),
        ("#fire{color:red}", ""),
        ("video{color:red}", ""),
        ("a[data-claim]{color:red}", ""),
        (".ghost{color:red}", ""),
        (":is(.nowhere,#fire) a{color:red}", ""),
        ("html:has(.nowhere){color:red}", ""),
        (".nowhere,.prose{color:red}", ".prose{color:red}"),
        ("@media print{.nowhere{color:red}}", ""),
        ("@media print{.nowhere{color:red}.prose{color:red}}", "@media print{.prose{color:red}}"),
        (":root{--ink:red;--line:var(--ink)}a{color:red}", "a{color:red}"),
        ("@keyframes spin{to{rotate:1turn}}a{color:red}", "a{color:red}"),
        ("@font-face{font-family:Odd;src:url(odd.woff2)}a{color:red}", "a{color:red}"),
        # A browser drops a list for one part that it does not know: the list stays whole.
        ("a::-moz-focus-inner,.nowhere{color:red}", "a::-moz-focus-inner,.nowhere{color:red}"),
        ("/* words */ a { color : red ; }", "a{color:red}"),
    ],
)
def test_what_cannot_apply_goes(used: Used, rules: str, left: str) -> None:
    """A rule goes with the class, id, element or attribute that nothing has, and so does what only it asked for."""
    assert plain(styles.sheet([rules], used)) == plain(left)


def plain(css: str) -> str:
    """Return a sheet without white space, and without the last semicolon of a rule."""
    return re.sub(r"\s+", "", css).replace(";}", "}")


def test_a_property_that_a_later_sheet_takes_stays(used: Used) -> None:
    """The sheet of the dialogs, which comes later, finds the properties that it takes from the site's."""
    used.later("dialog{color:var(--ink)}")
    assert "--ink" in styles.sheet([":root{--ink:red}"], used)


def test_a_broken_rule_is_told_with_its_line() -> None:
    """A rule that no browser reads is told where it stands."""
    with pytest.raises(ValueError, match="EOF") as caught:
        styles.check("a{color:red}\n\nb c d")
    assert caught.value.args[0] == 3


# --- the real sheet -----------------------------------------------------------------------------------

# All that a rule can change, of every element and of what is drawn before and after it. A part that is not drawn
# has styles too, but nobody sees them.
COMPUTED = """() => {
  const names = [...getComputedStyle(document.documentElement)].filter((name) => !name.startsWith("--"));
  const all = (style) => names.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
  return [...document.querySelectorAll("*")].flatMap((element) => {
    const own = getComputedStyle(element);
    const parts = ["::before", "::after"].map((part) => getComputedStyle(element, part));
    const drawn = parts.map((style) => (["none", "normal"].includes(style.content) ? "" : all(style)));
    return [all(own), ...drawn, own.display === "list-item" ? all(getComputedStyle(element, "::marker")) : ""];
  });
}"""

RULES = "document.styleSheets[0].cssRules.length"


def whole_sheet() -> str:
    """Return the theme's sheet and ours as their authors wrote them."""
    (found,) = find_spec("material").submodule_search_locations  # type: ignore[union-attr, misc]
    (theme,) = Path(found).glob("templates/assets/stylesheets/main.*.css")
    return theme.read_text("utf-8") + (ROOT / "docs/assets/site.css").read_text("utf-8")


@pytest.mark.parametrize("name", ["impact", "figures", "index"])
@pytest.mark.parametrize(
    "media",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"media": "print"}, {"forced_colors": "active"}],
    ids=str,
)
def test_pages_look_the_same_with_the_whole_sheets(visit: Visit, name: str, media: dict[str, Any]) -> None:
    """Every element has the very style that the theme's sheet and ours give it whole."""
    # At rest: no colour on its way to another, and no script that marks the section being read.
    page = visit(path(SOURCE, name), reduced_motion="reduce", java_script_enabled=False)
    page.emulate_media(**media)
    light, few = page.evaluate(COMPUTED), page.evaluate(RULES)
    whole = whole_sheet()

    def instead(route: Route) -> None:
        route.fulfill(body=whole, content_type="text/css")

    page.route("**/site.*.css", instead)
    page.reload()
    page.emulate_media(**media)
    assert page.evaluate(RULES) > 2 * few
    assert [*differences(light, page.evaluate(COMPUTED))] == []


def differences(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the place and both values of each style that differs."""
    assert len(ours) == len(theirs)
    for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if one != other:
            pairs = zip(one.split(";"), other.split(";"), strict=False)
            yield place, *next((mine, its) for mine, its in pairs if mine != its)


def test_the_sheet_is_a_fraction_of_the_whole(site: Path) -> None:
    """The theme's sheet and ours are one, and a quarter of what they were at most."""
    (sheet,) = (site / "assets").glob("site.*.css")
    assert sheet.stat().st_size < len(whole_sheet()) / 4


def test_no_file_of_the_theme_is_left(site: Path) -> None:
    """Nothing of the theme's scripts, sheets and pictures, which no page asks for, is published."""
    for folder in ("javascripts", "stylesheets", "images"):
        assert not (site / "assets" / folder).exists()
    assert not [*site.rglob("lunr*")]
