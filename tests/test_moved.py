"""Old addresses in a real browser: moved, removed, missing and untranslated, with script and without."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests import samples
from tests.conftest import served
from tests.test_build import CONFIG, DATA, LISTS, ROOT, build

BOOK = """\
/: {since: 2026-01-01, gist: index}
/figures/: {since: 2026-01-01, gist: figures}
/figures/#pace: {since: 2026-01-01, gist: Cadence}
/figures/#power: {since: 2026-01-01, gist: Puissance demandée}
/machine/: {since: 2026-01-01, gist: La machine}
/machine/#days: {since: 2026-01-01, gist: Durée}
/machine/#gone: {since: 2026-01-01, gist: Prix, tombstone: 2026-05-01, why: {fr: Le prix était faux., en: The price was wrong.}, instead: /figures/#power}
/machine/#moved: {since: 2026-01-01, gist: Puissance, alias: /figures/#power}
/machine/#old: {since: 2026-01-01, gist: Délai, alias: /machine/#days}
/engine/: {since: 2026-01-01, gist: La machine, alias: /machine/}
/engine/#days: {since: 2026-01-01, gist: Durée}
/engine/#pace: {since: 2026-01-01, gist: Cadence, alias: /figures/#pace}
/bills/: {since: 2026-01-01, gist: Factures, tombstone: 2026-06-02, why: {fr: Rien n'y tenait., en: Nothing in it held.}, instead: /figures/}
"""
LIST = "---\ntitle: {title}\n---\n\n{{{{ permanent_ids() }}}}\n\n{{{{ past_ids() }}}}\n\n{{{{ download('permalinks.json', 'JSON') }}}}\n"
CHANGES = (
    "- {date: 2026-01-01, page: index, title: {fr: Début, en: Start}, text: {fr: Rien., en: Nothing.}}\n"
)
LONG = "\n\n".join("Une ligne de plus." for _ in range(80))

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample project with ids that moved and were removed, and with a page in French alone."""
    root = tmp_path_factory.mktemp("moved")
    files = {
        f"docs/{name}.md": f"---\ntitle: {name.partition('/')[2]}\n---\n\n{text}"
        for name, text in LISTS.items()
    }
    files |= {f"docs/{code}/permalinks.md": LIST.format(title="list") for code in ("fr", "en")}
    files["docs/fr/machine.md"] = samples.PAGE_FR + f"\n{LONG}\n"
    files["docs/en/machine.md"] = samples.PAGE_EN + f"\n{LONG}\n".replace(
        "Une ligne de plus.", "One more line."
    )
    files["docs/fr/impact.md"] = "---\ntitle: Impact\n---\n\n## Eau {: #water }\n\nBeaucoup d'eau.\n"
    files["docs/changes.yml"] = CHANGES
    samples.write(
        root,
        **{
            "mkdocs.yml": f"{CONFIG}extra_css: [assets/site.css]\n",
            "docs/figures.yml": DATA,
            "docs/anchors.yml": BOOK,
        },
        **files,
    )
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets")
    code, printed = build(root)
    assert code == 0, printed
    return root / "site"


@pytest.fixture(scope="module")
def host(built: Path) -> Iterator[str]:
    """Serve the sample site as a host would that knows one page for all missing addresses."""
    with served(built) as address:
        yield address


@pytest.fixture
def open_at(browser: Browser, host: str) -> Iterator[Open]:
    """Return what opens an address of the sample site, with or without script."""
    contexts = []

    def open_page(path: str, *, script: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=script, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(host + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


# --- ids -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("folder", ["", "en/"])
def test_an_id_renamed_on_its_page_finds_its_new_place(open_at: Open, folder: str, script: bool) -> None:
    """The old id is an empty anchor inside the element that has the new one."""
    page = open_at(f"/{folder}machine/#old", script=script)
    expect(page.locator("h2#days span#old")).to_be_attached()
    expect(page.locator("h2#days")).to_be_in_viewport()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_an_id_that_moved_to_another_page_leads_there(open_at: Open, host: str, folder: str) -> None:
    """With script the reader is taken there; without, a line at the place says where it is."""
    page = open_at(f"/{folder}machine/#moved")
    expect(page).to_have_url(f"{host}/{folder}figures/#power")
    page = open_at(f"/{folder}machine/#moved", script=False)
    line = page.locator("p#moved")
    expect(line).to_be_in_viewport()
    line.locator("a").click()
    expect(page).to_have_url(f"{host}/{folder}figures/#power")
    expect(page.locator("article#power")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("", "Retiré le 1er mai 2026. Le prix était faux. À lire à la place : Puissance demandée"),
        ("en/", "Removed on May 1, 2026. The price was wrong. Read instead: Power requested"),
    ],
)
def test_an_id_that_was_removed_says_why(open_at: Open, folder: str, text: str, script: bool) -> None:
    """The line is shown to those alone who followed the old link, in the page's language."""
    page = open_at(f"/{folder}machine/#gone", script=script)
    line = page.locator("p#gone")
    expect(line).to_be_in_viewport()
    assert re.sub(r"\s+", " ", line.inner_text()) == text
    expect(page.locator("p#moved")).to_be_hidden()
    expect(open_at(f"/{folder}machine/").locator("p#gone")).to_be_hidden()


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/engine/", "/machine/"),
        ("/en/engine/?q=1#days", "/en/machine/?q=1#days"),
        ("/engine/?q=1#pace", "/figures/?q=1#pace"),
        ("/engine/#unknown", "/machine/#unknown"),
    ],
)
def test_a_page_that_moved_takes_query_and_fragment_along(
    open_at: Open, host: str, asked: str, reached: str
) -> None:
    """The page left at the old address leads on, and knows the ids that went elsewhere."""
    expect(open_at(asked)).to_have_url(host + reached)


def test_a_page_that_moved_needs_no_script(open_at: Open, host: str) -> None:
    """Without script the same page leads to the new one, and tells machines its address."""
    expect(open_at("/en/engine/", script=False)).to_have_url(f"{host}/en/machine/")


def test_a_page_that_moved_tells_machines_where(built: Path) -> None:
    """The canonical address is the new one, and each language leads to itself."""
    html = (built / "en/engine/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://essai.example/en/machine/">' in html
    assert '<html lang="en"' in html
    assert 'url=../machine/"' in html
    assert "/engine/" not in (built / "sitemap.xml").read_text("utf-8")


# --- missing addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language", "heading", "suggested"),
    [
        ("/machin/", "fr", "Cette page n’existe pas", "/machine/"),
        ("/en/machin/", "en", "This page does not exist", "/en/machine/"),
        ("/en/Machine.html", "en", "This page does not exist", "/en/machine/"),
        # An id taken for a page, and an id on another page
        ("/figures/power", "fr", "Cette page n’existe pas", "/figures/#power"),
        ("/en/pace/", "en", "This page does not exist", "/en/figures/#pace"),
        # A moved page, written in another way
        ("/en/Engine", "en", "This page does not exist", "/en/machine/"),
        # Nothing like it
        ("/en/wp-login.php", "en", "This page does not exist", "/en/"),
    ],
)  # fmt: skip
def test_a_missing_address_is_answered_in_its_language(
    open_at: Open, host: str, asked: str, language: str, heading: str, suggested: str
) -> None:
    """The root's page serves both languages, keeps the address that was asked for, and offers the nearest."""
    page = open_at(asked)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("h1:visible,h2:visible", has_text="page")).to_have_count(1)
    expect(page).to_have_url(host + asked)
    link = page.locator(".missing:not([hidden]) [data-near] a")
    expect(link).to_be_visible()
    assert link.evaluate("a => a.href") == host + suggested


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("/bills/", "Retiré le 2 juin 2026. Rien n’y tenait. À lire à la place : figures"),
        ("/en/bills/", "Removed on June 2, 2026. Nothing in it held. Read instead: figures"),
    ],
)
def test_a_page_that_was_removed_says_why(open_at: Open, asked: str, text: str) -> None:
    """The page of missing addresses knows the tombstones of pages."""
    page = open_at(asked)
    reason = page.locator(".missing:not([hidden]) [data-address]:not([hidden])")
    expect(reason).to_be_visible()
    assert re.sub(r"\s+", " ", reason.inner_text()) == text


def test_a_missing_address_needs_no_script(open_at: Open) -> None:
    """Without script the page says all of it in every language, each marked as such."""
    page = open_at("/en/machin/", script=False)
    expect(page.locator("section[lang=fr] h1")).to_be_visible()
    expect(page.locator("section[lang=en] h2")).to_be_visible()
    expect(page.locator("section[lang=en] [data-address]")).to_be_visible()
    expect(page.locator("section[lang=en] a[href='/en/machine/']")).to_be_visible()


def test_each_language_has_its_own_page_of_missing_addresses(built: Path) -> None:
    """Hosts that look for the nearest page find one in the right language, which no index lists."""
    for folder, language in (("", "fr"), ("en/", "en")):
        html = (built / f"{folder}404.html").read_text("utf-8")
        assert f'<html lang="{language}"' in html
        assert '<meta name="robots" content="noindex">' in html
        assert 'rel="canonical"' not in html
        assert "hreflang" not in html.partition("</head>")[0]


# --- untranslated pages, and the list ------------------------------------------------------------------


def test_an_untranslated_page_is_the_source_page_to_machines(built: Path) -> None:
    """It has the language of its text, points at the source, and no list of the language names it."""
    tree = LexborHTMLParser((built / "en/impact/index.html").read_text("utf-8"))
    root, canonical = tree.css_first("html"), tree.css_first("link[rel=canonical]")
    assert root is not None
    assert root.attributes["lang"] == "fr"
    assert canonical is not None
    assert canonical.attributes["href"] == "https://essai.example/impact/"
    assert tree.css_first('meta[name=robots][content="noindex"]')
    assert not tree.css("link[hreflang]")
    source = LexborHTMLParser((built / "impact/index.html").read_text("utf-8"))
    assert [node.attributes["hreflang"] for node in source.css("link[hreflang]")] == ["fr", "x-default"]
    assert "en/impact/" not in (built / "sitemap.xml").read_text("utf-8")


def test_the_list_of_permanent_ids_is_public(built: Path) -> None:
    """Readers find each id as a link, what moved and what was removed; programs find the same."""
    tree = LexborHTMLParser((built / "en/permalinks/index.html").read_text("utf-8"))
    links = [node.attributes["href"] for node in tree.css(".ids a")]
    assert links == ["../figures/#pace", "../figures/#power", "../machine/#days"]
    past = [re.sub(r"\s+", " ", node.text()) for node in tree.css(".past-ids li")]
    assert (
        past[0] == "/machine/#gone Removed on May 1, 2026. The price was wrong. Read instead: Power requested"
    )
    assert past[3] == "/engine/ This part is now here: The machine"
    listed = json.loads((built / "permalinks.json").read_text("utf-8"))
    assert listed["present"]["/machine/#days"] == "2026-01-01"
    assert listed["past"]["/engine/#days"] == {"to": "/machine/#days"}
    assert listed["past"]["/bills/"] == {
        "to": "/figures/", "removed": "2026-06-02", "why": {"fr": "Rien n'y tenait.", "en": "Nothing in it held."},
    }  # fmt: skip
