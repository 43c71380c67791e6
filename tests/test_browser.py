"""Every page in a browser, in each language: whole, at any width, accessible, and calm."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT, Visit, watch
from tests.pages import DOORS, EVERY, LANGUAGES, SOURCE, card, middle, path

AXE = ROOT / "node_modules/axe-core/axe.min.js"
NO_AXE = "axe-core is missing; `make test` installs it, or `npm ci` does"
WIDTHS = (360, 414, 768, 1024, 1200, 1280, 1920)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the accessibility checker's script."""
    assert AXE.exists(), NO_AXE
    return AXE.read_text("utf-8")


# What depends on whether the reader's palette is light or dark.
COLOURS = "cat.color"


def violations(page: Page, axe: str, within: tuple[str, ...] = (), tag: str = "") -> list[str]:
    """Return what axe-core finds wrong with a page as it is shown now, or with some of its elements."""
    page.evaluate(axe)
    found = page.evaluate(
        """([within, tag]) => axe.run(within.length ? {include: within.map(part => [part])} : document, {
          resultTypes: ['violations'], ...(tag && {runOnly: {type: 'tag', values: [tag]}})
        }).then(({violations}) => violations)""",
        [within, tag],
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("language", "where"), EVERY)
def test_page_fits_every_screen(visit: Visit, language: str, where: str) -> None:
    """Nothing on a page is wider than the screen, and no part of it moves once it is painted."""
    page = visit(where, viewport={"width": WIDTHS[0], "height": 800})
    expect(page.locator("html")).to_have_attribute("lang", language)
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide[width] = wide
    assert not too_wide


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(("language", "where"), EVERY)
def test_page_with_letters_of_twice_the_size_fits(
    visit: Visit, language: str, where: str, width: int
) -> None:
    """A reader who doubles the size of letters scrolls down and not sideways."""
    page = visit(where, viewport={"width": width, "height": 800})
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("language", "where"), [each for each in EVERY if "/figures/" in each[1]])
def test_no_value_is_broken_inside_a_word(visit: Visit, language: str, where: str) -> None:
    """On a narrow phone each value of an entry fits its line as it is."""
    page = visit(where, viewport={"width": 360, "height": 800})
    page.add_style_tag(content=".value, .value * { overflow-wrap: normal !important }")
    wide = "[...document.querySelectorAll('.entry .value')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
    assert page.evaluate(f"{wide}.map((e) => e.textContent)") == []


# What moved, as the browser counts it; nobody touches the page.
SHIFT = """new Promise(done => new PerformanceObserver(list => done(
  list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: 'layout-shift', buffered: true}) || requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("language", "where"), EVERY)
def test_nothing_moves_while_the_page_loads(visit: Visit, language: str, where: str, width: int) -> None:
    """What the script adds has its room from the start."""
    page = visit(where, viewport={"width": width, "height": 800})
    assert page.evaluate(SHIFT) == 0


@pytest.mark.parametrize(("language", "where"), EVERY)
def test_page_is_accessible(visit: Visit, axe: str, language: str, where: str) -> None:
    """axe-core finds nothing wrong with a page, in light and in dark, with no card open and with one."""
    page = visit(where, color_scheme="light")
    assert violations(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, axe, tag=COLOURS) == []
    door = page.locator(DOORS)
    if door.count():
        door.first.focus()
        page.keyboard.press("Enter")
        expect(card(page)).to_be_visible()
        opened = (".card", "[aria-expanded=true]")
        assert violations(page, axe, opened, COLOURS) == []
        page.emulate_media(color_scheme="light")
        assert violations(page, axe, opened) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_search_is_accessible(visit: Visit, axe: str, language: str, scheme: str) -> None:
    """axe-core finds nothing wrong with the search dialog and its results."""
    page = visit(path(language, "index"), color_scheme=scheme)
    page.keyboard.press("Control+k")
    page.locator("dialog.search input").fill("gpu")
    expect(page.locator(".results > li").first).to_be_visible()
    assert violations(page, axe) == []


def test_axe_sees_a_fault(visit: Visit, axe: str) -> None:
    """The checker finds a picture without words, so that its silence means something."""
    page = visit("/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [fault.split(":")[0] for fault in violations(page, axe)] == ["image-alt"]


def test_watch_sees_a_fault(browser: Browser, address: str) -> None:
    """Failed requests, errors and requests to other hosts are noted: the silence of other tests means something."""
    faults: list[str] = []
    page = browser.new_page()
    watch(page, address, faults)
    page.goto(f"{address}/")
    page.evaluate("fetch('/absent.txt')")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.evaluate("console.error('broken')")
    page.close()
    for fault in ("404", "another host: http://127.0.0.1:9/", "failed: http://127.0.0.1:9/", "broken"):
        assert any(fault in met for met in faults), fault


# --- Without script ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "where"), EVERY)
def test_page_is_whole_without_script(visit: Visit, language: str, where: str) -> None:
    """Without script a page shows its text and navigation, and nothing that would not work."""
    page = visit(where, java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("button:visible, form:visible")).to_have_count(0)


def test_menu_without_script(visit: Visit) -> None:
    """Without script the menu opens on a phone."""
    page = visit("/", java_script_enabled=False, viewport={"width": 390, "height": 780})
    link = page.locator("nav.nav a").nth(1)
    expect(link).to_be_hidden()
    page.locator("label[for=__drawer]").first.click()
    expect(link).to_be_visible()


def test_foot_leads_back_to_the_top(visit: Visit) -> None:
    """Without script the foot of a long page leads back to its top."""
    page = visit(path(SOURCE, "machine"), java_script_enabled=False)
    page.locator('.foot a[href="#"]').click()
    expect(page.locator("h1")).to_be_in_viewport()


# --- What the script adds --------------------------------------------------------------------------------


def test_menu_closes_on_escape(visit: Visit) -> None:
    """Escape closes the menu of a phone."""
    page = visit("/", viewport={"width": 390, "height": 780})
    page.locator("label[for=__drawer]").first.click()
    link = page.locator("nav.nav a").nth(1)
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()


def test_menu_opens_with_enter(visit: Visit) -> None:
    """The menu looks like a button, and the key that presses buttons opens it."""
    page = visit("/", viewport={"width": 390, "height": 780})
    page.locator("#__drawer").focus()
    page.keyboard.press("Enter")
    expect(page.locator("nav.nav a").nth(1)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_has_room_for_larger_text(visit: Visit, language: str) -> None:
    """With letters half as large again nothing of the bar leaves a phone's screen."""
    page = visit(path(language, "glossary"), viewport={"width": 360, "height": 780})
    page.evaluate("document.documentElement.style.fontSize = '150%'")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_the_main_part_is_without_the_navigation(visit: Visit) -> None:
    """Who goes to the main part of a page is past the menu."""
    page = visit(path(SOURCE, "impact"))
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("main nav.nav")).to_have_count(0)
    expect(page.locator("main h1")).to_have_count(1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_palette_is_kept_from_page_to_page(visit: Visit, scheme: str) -> None:
    """The first press turns to the other look and is kept; the third returns to the system's."""
    page = visit("/", color_scheme=scheme)
    other = "light" if scheme == "dark" else "dark"
    html, button = page.locator("html"), page.locator("button[data-palette]")
    ground = "getComputedStyle(document.body).backgroundColor"
    system = page.evaluate(ground)
    button.click()
    expect(html).to_have_attribute("data-palette", other)
    turned = page.evaluate(ground)
    assert turned != system
    page.goto(page.url + path(SOURCE, "sources").lstrip("/"))
    expect(html).to_have_attribute("data-palette", other)
    assert page.evaluate(ground) == turned
    button.click()
    expect(html).to_have_attribute("data-palette", scheme)
    button.click()
    expect(html).not_to_have_attribute("data-palette", scheme)
    assert page.evaluate(ground) == system
    expect(page.locator(".voice")).not_to_be_empty()


def test_contents_follow(visit: Visit) -> None:
    """The entry of the section being read is marked in the table of contents."""
    page = visit(path(SOURCE, "machine"))
    entries = page.locator("nav.nav .toc a")
    expect(page.locator(".toc a[aria-current]")).to_have_count(0)
    last = entries.last
    heading = str(last.get_attribute("href"))
    page.locator(f'main h2[id="{heading[1:]}"]').scroll_into_view_if_needed()
    page.evaluate("id => document.getElementById(id).scrollIntoView({behavior: 'instant'})", heading[1:])
    expect(page.locator("nav.nav .toc a[aria-current]")).to_have_count(1)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(page.locator("nav.nav .toc a[aria-current]")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "link"), [("machine", "h2 a.headerlink"), ("figures/machine", "article.entry a.self")]
)
def test_own_link_is_copied(visit: Visit, address: str, name: str, link: str) -> None:
    """A press on a heading's or an entry's own link goes there, copies its address and says so."""
    page = visit(path(SOURCE, name))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.locator(f"main {link}").first.click()
    expect(page.locator(".voice")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert "#" in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_filtered(visit: Visit, language: str) -> None:
    """The box shows the figures that hold all words typed, and says how many; empty, it shows all."""
    page = visit(path(language, "figures"))
    entries = page.locator(".index > li:visible")
    total = entries.count()
    title = page.locator(".index > li").nth(2).inner_text()
    page.locator("#filter").press_sequentially(title[:12].upper())
    expect(page.locator("form.filter output")).not_to_be_empty()
    expect(entries.filter(has_text=title).first).to_be_visible()
    shown = entries.count()
    assert 0 < shown < total
    expect(page.locator("form.filter output")).to_contain_text(str(shown))
    empty = page.locator("article h2:visible").evaluate_all(
        "headings => headings.filter(h => h.nextElementSibling?.matches('.index:not(:has(> li:not([hidden])))')).length"
    )
    assert empty == 0
    page.locator("#filter").fill("")
    expect(entries).to_have_count(total)


def test_link_to_a_filtered_chapter_finds_it(visit: Visit) -> None:
    """An address of a chapter that the filter hides shows it again."""
    page = visit(path(SOURCE, "figures"))
    entry = page.locator("main h2:has(+ .index)").nth(3)
    page.locator("#filter").fill("xyzzy")
    expect(entry).to_be_hidden()
    page.evaluate("id => { location.hash = id }", entry.get_attribute("id"))
    expect(entry).to_be_in_viewport()


# --- Reduced motion ---------------------------------------------------------------------------------------


def test_reduced_motion(visit: Visit) -> None:
    """A reader who wants no motion gets none: neither a smooth scroll nor a transition."""
    page = visit(path(SOURCE, "machine"), reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.mouse.click(*middle(page.locator(DOORS).first))
    assert card(page).evaluate("card => card.getAnimations().length") == 0
