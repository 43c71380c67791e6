"""The real site's addresses: every id on screen, every translation mutual, and the reader's place kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from macros import addresses, ledger
from macros.configuration import read_languages
from macros.links import Links
from macros.scan import Scan, scan
from tests.conftest import ROOT, Visit

SOURCE, LANGUAGES = read_languages(ROOT / "mkdocs.yml")
BOOK = ledger.load(ROOT)
NAMES = sorted(
    file.relative_to(ROOT / "docs" / SOURCE).with_suffix("").as_posix()
    for file in (ROOT / "docs" / SOURCE).rglob("*.md")
)
PAGES = [(code, addresses.address(name)) for code in LANGUAGES for name in NAMES]
LOCATION = re.compile(r"<loc>(?P<url>[^<]*)</loc>.*?</url>", re.S)
ALTERNATE = re.compile(r'hreflang="(?P<language>[^"]*)" href="(?P<url>[^"]*)"')

# Opens every id of a page and returns those that are not on screen then.
OPEN_ALL = """ids => ids.filter(id => {
  location.replace("#" + id);
  const element = document.getElementById(id);
  if (!element?.checkVisibility()) return true;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom < 0 || top > innerHeight;
})"""


def path(language: str, page: str) -> str:
    """Return the path of a page on its host."""
    return f"/{addresses.folder(language, SOURCE)}{page[1:]}"


@pytest.fixture(scope="module")
def trees(site: Path) -> dict[str, LexborHTMLParser]:
    """Return every built page, parsed, by its path."""
    return {
        file.relative_to(site).as_posix(): LexborHTMLParser(file.read_text("utf-8"))
        for file in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def scans(trees: dict[str, LexborHTMLParser]) -> dict[str, Scan]:
    """Return what every built page holds."""
    return {name: scan(tree) for name, tree in trees.items()}


@pytest.fixture(scope="module")
def site_url(trees: dict[str, LexborHTMLParser]) -> str:
    """Return the public address of the site, as its first page gives it."""
    return attribute(trees["index.html"], "link[rel=canonical]", "href")


def attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    """Return an attribute of the only element that is chosen."""
    (node,) = tree.css(selector)
    return node.attributes[name] or ""


# --- links and ids -----------------------------------------------------------------------------------


def test_no_link_of_the_built_site_is_dead(site: Path, scans: dict[str, Scan], site_url: str) -> None:
    """Every link of every page, style sheet and list leads to a file and an id that are there."""
    links = Links(site, site_url, scans)
    assert [*links.of_pages(), *links.of_files()] == []


def test_a_page_holds_the_same_ids_in_every_language(scans: dict[str, Scan]) -> None:
    """What is language-neutral is the same: an address differs in its language's folder alone."""
    for name in NAMES:
        files = [addresses.built(code, SOURCE, addresses.address(name)) for code in LANGUAGES]
        own = [{heading.id for heading in scans[file].headings} for file in files]
        assert all(ids == own[0] for ids in own), name


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_every_permanent_id_is_on_screen(visit: Visit, language: str, page: str) -> None:
    """Each id of the ledger, opened in each language, shows the element that it names."""
    ids = [at.partition("#")[2] for at in BOOK.on_page(page) if at in BOOK.present]
    opened = visit(path(language, page) + (f"#{ids[-1]}" if ids else ""))
    if ids:
        expect(opened.locator(f"[id='{ids[-1]}']")).to_be_in_viewport()
    assert opened.evaluate(OPEN_ALL, ids) == []


# --- translations, told to machines --------------------------------------------------------------------


def test_translations_name_each_other(trees: dict[str, LexborHTMLParser], site_url: str) -> None:
    """An alternate is absolute, names the page itself, is mutual, and x-default is the source's page."""
    graph: dict[str, dict[str, str]] = {}
    for name, tree in trees.items():
        if not tree.css("link[rel=canonical]") or tree.css('meta[http-equiv="refresh"]'):
            continue
        own = attribute(tree, "link[rel=canonical]", "href")
        if tree.css('meta[name=robots][content="noindex"]'):
            assert not tree.css("link[hreflang]"), name
            continue
        assert own == site_url + name.removesuffix("index.html")
        graph[own] = {
            node.attributes["hreflang"] or "": node.attributes["href"] or ""
            for node in tree.css("link[rel=alternate][hreflang]")
        }
        language = attribute(tree, "html", "lang")
        assert graph[own][language] == own
        assert graph[own]["x-default"] == graph[own][SOURCE]
    assert graph
    for own, alternates in graph.items():
        for language, url in alternates.items():
            assert graph[url] == alternates, f"{own} names {url} ({language}), which names others"


def test_the_sitemap_is_the_graph(site: Path, trees: dict[str, LexborHTMLParser]) -> None:
    """The sitemap lists the indexed pages and no other, each with the translations that it names itself."""
    text = (site / "sitemap.xml").read_text("utf-8")
    listed = {match["url"]: dict(ALTERNATE.findall(match[0])) for match in LOCATION.finditer(text)}
    expected = {}
    for tree in trees.values():
        if tree.css("link[rel=canonical]") and not tree.css('meta[name=robots],meta[http-equiv="refresh"]'):
            own = attribute(tree, "link[rel=canonical]", "href")
            expected[own] = {
                node.attributes["hreflang"]: node.attributes["href"]
                for node in tree.css("link[rel=alternate][hreflang]")
            }
    assert listed == expected


def test_nothing_is_published_twice(site: Path) -> None:
    """No language's folder holds a copy of a file that all languages share."""
    same: dict[bytes, list[str]] = defaultdict(list)
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.stat().st_size and "pagefind" not in file.parts:
            same[file.read_bytes()].append(file.relative_to(site).as_posix())
    folders = tuple(filter(None, (addresses.folder(code, SOURCE) for code in LANGUAGES)))
    assert [
        names for names in same.values() if len(names) > 1 and any(name.startswith(folders) for name in names)
    ] == []


# --- the language switch -------------------------------------------------------------------------------


def other(language: str) -> str:
    """Return the language after this one."""
    codes = list(LANGUAGES)
    return codes[(codes.index(language) + 1) % len(codes)]


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_the_switch_keeps_query_and_fragment(
    visit: Visit, address: str, scans: dict[str, Scan], language: str, page: str
) -> None:
    """From the last heading or entry of every page, the switch leads to the same one in the other language."""
    ids = [heading.id for heading in scans[addresses.built(language, SOURCE, page)].headings if heading.id]
    there = other(language)
    opened = visit(f"{path(language, page)}?q=1#{ids[-1]}")
    opened.locator(f".languages a[hreflang={there}]").click()
    expect(opened).to_have_url(f"{address}{path(there, page)}?q=1#{ids[-1]}")
    expect(opened.locator("html")).to_have_attribute("lang", there)
    expect(opened.locator(f"[id='{ids[-1]}']")).to_be_in_viewport()


def first_with(scans: dict[str, Scan], least: int) -> tuple[str, list[str]]:
    """Return the first page of the source that has so many headings, and their ids."""
    for name in NAMES:
        page = addresses.address(name)
        ids = [heading.id for heading in scans[addresses.built(SOURCE, SOURCE, page)].headings if heading.id]
        if len(ids) >= least:
            return page, ids
    pytest.fail("no page has sections")


def test_the_switch_works_from_the_keyboard(visit: Visit, address: str, scans: dict[str, Scan]) -> None:
    """Enter on the switch does what a click does."""
    page, ids = first_with(scans, 3)
    there = other(SOURCE)
    opened = visit(f"{path(SOURCE, page)}#{ids[1]}")
    opened.locator(f".languages a[hreflang={there}]").focus()
    opened.keyboard.press("Enter")
    expect(opened).to_have_url(f"{address}{path(there, page)}#{ids[1]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_needs_no_script(browser: Browser, address: str, language: str) -> None:
    """Without script the switch is a link to the same page."""
    page = addresses.address(NAMES[-1])
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{address}{path(language, page)}#top")
    opened.locator(f".languages a[hreflang={other(language)}]").click()
    expect(opened).to_have_url(f"{address}{path(other(language), page)}")
    context.close()


# --- the offer of the reader's language --------------------------------------------------------------


def offers(opened: Page) -> Iterator[str]:
    """Yield the language of each offer that is shown."""
    for hint in opened.locator(".hint").all():
        if hint.is_visible():
            yield hint.get_attribute("lang") or ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_is_offered_their_language_once(visit: Visit, address: str, language: str) -> None:
    """Nothing redirects; one line in the reader's language offers the page, and declined it stays away."""
    reader = other(language)
    opened = visit(path(language, "/"), locale=reader)
    expect(opened.locator(f".hint[lang={reader}]")).to_be_visible()
    assert list(offers(opened)) == [reader]
    assert opened.url == address + path(language, "/")
    opened.locator(".hint:visible button").click()
    assert list(offers(opened)) == []
    opened.reload()
    expect(opened.locator("[data-palette]")).to_be_visible()
    assert list(offers(opened)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", ["", "fi-FI"])
def test_no_other_reader_is_offered_anything(visit: Visit, language: str, reader: str) -> None:
    """Neither readers of the page's language nor those whose language the site lacks see an offer."""
    opened = visit(path(language, "/"), locale=reader or language)
    expect(opened.locator("[data-palette]")).to_be_visible()
    assert list(offers(opened)) == []


@pytest.mark.parametrize("fragment", [True, False])
def test_an_accepted_offer_keeps_the_place(
    visit: Visit, address: str, scans: dict[str, Scan], fragment: bool
) -> None:
    """The offer leads to what the address names, or else to the section on screen."""
    page, ids = first_with(scans, 3)
    reader = other(SOURCE)
    opened = visit(f"{path(SOURCE, page)}?q=1" + (f"#{ids[1]}" if fragment else ""), locale=reader)
    opened.evaluate("id => document.getElementById(id).scrollIntoView()", ids[1])
    opened.locator(".hint:visible a").click()
    expect(opened).to_have_url(f"{address}{path(reader, page)}?q=1#{ids[1]}")
