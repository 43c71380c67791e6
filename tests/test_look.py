"""What a reader sees and touches, measured in a browser: widths, lines, targets, the menu, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Visit
from tests.pages import EVERY, LANGUAGES, SOURCE, path

PAGES = [address for _, address in EVERY]
WIDTHS = (320, 360, 768, 1200, 1920)

# The smallest target of WCAG 2.2 AA, in CSS pixels.
TARGET = 24

LINES = """
() => {
  const texts = [...document.querySelectorAll(".prose > p:not(:has(a, span))")].filter((p) => p.innerText.length > 220);
  const range = document.createRange();
  return texts.slice(0, 8).flatMap((p) => {
    const lengths = [];
    let top = null, length = 0;
    for (const node of p.childNodes) if (node.nodeType === 3) for (let i = 0; i < node.length; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      const box = range.getClientRects()[0];
      if (!box || !box.width) continue;
      if (top !== null && Math.abs(box.top - top) > 5) { lengths.push(length); length = 0; }
      top = box.top; length++;
    }
    return lengths;
  });
}
"""


def wide(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("at", PAGES)
def test_nothing_is_wider_than_the_window(visit: Visit, at: str) -> None:
    """No page scrolls sideways, from the narrowest phone to a large screen."""
    page = visit(at)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, wide(page)) == (width, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_of_a_length_that_reads_well(visit: Visit, language: str) -> None:
    """On a wide screen a full line of prose holds 60 to 75 characters on the mean."""
    lengths = visit(path(language, "verification")).evaluate(LINES)
    assert lengths
    assert 60 <= sum(lengths) / len(lengths) <= 75


@pytest.mark.parametrize("at", PAGES)
def test_targets_are_large_enough_for_a_thumb(visit: Visit, at: str) -> None:
    """What is pressed outside running text is at least 24 pixels high and wide on a phone."""
    page = visit(at, viewport={"width": 360, "height": 800})
    page.locator("#__drawer").check(force=True)
    small = page.evaluate(
        """(least) => [...document.querySelectorAll(
             ".bar :is(a, button, label), .nav a, .contents summary, .turn a, .foot a, .chapters a, .edit a")]
           .filter((e) => e.checkVisibility() && Math.min(e.offsetWidth, e.offsetHeight) < least)
           .map((e) => e.outerHTML)""",
        TARGET,
    )
    assert small == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_opens_by_keyboard_without_script(visit: Visit, language: str) -> None:
    """On a phone without script, the space bar opens and closes the menu, which is named and shows its focus."""
    page = visit(path(language, "machine"), viewport={"width": 360, "height": 800}, java_script_enabled=False)
    menu = page.locator("nav.nav")
    expect(menu).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    box = page.get_by_role("checkbox")
    expect(box).to_be_focused()
    expect(box).to_have_accessible_name(page.locator(".bar__menu span").inner_text())
    expect(page.locator(".bar__menu")).to_have_css("outline-style", "solid")
    page.keyboard.press("Space")
    expect(menu).to_be_visible()
    expect(menu.locator('[aria-current="page"]')).to_have_count(1)
    page.keyboard.press("Space")
    expect(menu).to_be_hidden()


def test_wide_screen_shows_the_navigation_beside_the_text(visit: Visit) -> None:
    """At a desk the navigation stands beside the text and needs no menu."""
    page = visit(path(SOURCE, "machine"))
    expect(page.locator("nav.nav")).to_be_visible()
    expect(page.locator("#__drawer")).to_be_hidden()
    rail, text = page.locator("nav.nav").bounding_box(), page.locator("article.prose").bounding_box()
    assert rail is not None
    assert text is not None
    assert rail["x"] + rail["width"] < text["x"]


def ground(page: Page) -> str:
    """Return the colour of the paper."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_palette_follows_the_system_until_the_reader_chooses(visit: Visit) -> None:
    """Light and dark are those of the system; a choice that was stored is applied before the page is painted."""
    light, dark = "rgb(252, 252, 250)", "rgb(21, 24, 28)"
    page = visit(path(SOURCE, "machine"), color_scheme="dark")
    assert ground(page) == dark
    page.emulate_media(color_scheme="light")
    assert ground(page) == light
    page.evaluate("localStorage.setItem('palette', 'dark')")
    page.reload(wait_until="commit")
    assert page.evaluate("document.documentElement.dataset.palette") == "dark"
    assert ground(page) == dark


@pytest.mark.parametrize("name", ["index", "machine", "figures"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(visit: Visit, name: str, width: int) -> None:
    """The sum of unexpected movements of a page is nothing."""
    page = visit(path(SOURCE, name), viewport={"width": width, "height": 800})
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        """() => new Promise((done) => {
             let sum = 0;
             new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
               .observe({ type: "layout-shift", buffered: true });
             requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
           })"""
    )
    assert shift == 0


def test_paper_shows_the_text_and_its_notes_only(visit: Visit) -> None:
    """In print there is no navigation; numbers carry marks, and the notes tell the sources' addresses."""
    page = visit(path(SOURCE, "machine"))
    page.emulate_media(media="print")
    for hidden in (".bar", "nav.nav", ".turn", ".edit", ".headerlink"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("aside.notes").first).to_be_visible()
    mark = "(e) => getComputedStyle(e, '::after').content"
    door = page.locator('.prose > p a[data-mark="1"]').first
    assert door.evaluate(mark) == '"1"'
    link = page.locator('.notes a[rel="external"]').first
    assert str(link.get_attribute("href")) in link.evaluate(mark)


@pytest.mark.parametrize(
    ("width", "touch"), [(390, True), (390, False), (820, True), (820, False), (1000, False), (1440, False)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_the_front_page_stands_in_the_middle(
    visit: Visit, language: str, width: int, touch: bool
) -> None:
    """Neither what shows only under the pointer nor what always shows on a phone pushes a line of it aside."""
    page = visit(
        path(language, "index"), viewport={"width": width, "height": 900}, has_touch=touch, is_mobile=touch
    )
    expect(page.locator("main h1 .cite-open")).to_be_attached()
    aside = page.locator("main h1").evaluate(
        """title => {
          const text = document.createRange();
          text.selectNodeContents(title.firstChild);
          const all = title.getBoundingClientRect();
          return [...text.getClientRects()].map(its => Math.abs(its.left + its.right - all.left - all.right) / 2);
        }"""
    )
    assert max(aside) < 2
