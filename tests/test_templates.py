"""What the templates put around and into every page, read off the built site."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.pages import EVERY, LANGUAGES, NAMES, ROOT, SOURCE, path

TEMPLATES = sorted((ROOT / "overrides").rglob("*.html"))
STYLE = ROOT / "docs/assets/site.css"

# Addresses that the browser asks for by itself; those of `a` are the reader's choice.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
FETCHED_LINKS = 'link[rel="stylesheet"],link[rel="icon"],link[rel="preload"],link[rel="modulepreload"],link[rel="preconnect"]'


@cache
def parsed(file: Path) -> LexborHTMLParser:
    """Parse a built page once for all tests."""
    return LexborHTMLParser(file.read_text("utf-8"))


@pytest.fixture(params=EVERY, ids=lambda where: where[1])
def where(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Name each page of the site in each language: the language, and the address."""
    language, address = request.param
    return str(language), str(address)


@pytest.fixture
def page(site: Path, where: tuple[str, str]) -> LexborHTMLParser:
    """Return that page as it was built."""
    return parsed(site / where[1].lstrip("/") / "index.html")


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the only element that a selector finds."""
    (node,) = page.css(selector)
    return node


def get(node: LexborNode, name: str) -> str:
    """Return an attribute, or nothing."""
    return node.attributes.get(name) or ""


def fetched(page: LexborHTMLParser) -> list[str]:
    """Return the addresses that a browser asks for when it shows a page."""
    links = [get(node, "href") for node in page.css(FETCHED_LINKS)]
    return links + [
        get(node, name) for tag, name in FETCHED.items() for node in page.css(tag) if get(node, name)
    ]


def test_page_loads_one_script_of_its_own(page: LexborHTMLParser) -> None:
    """A page loads the site's script, as a module, and no other."""
    (script,) = page.css("script[src]")
    assert get(script, "type") == "module"
    assert re.fullmatch(r"site(\.\w+)?\.js", get(script, "src").rpartition("/")[2])


def test_nothing_waits_for_the_scripts_of_the_theme(site: Path, where: tuple[str, str]) -> None:
    """A page holds neither the theme's script nor the parts that only that script would bring to life."""
    html = (site / where[1].lstrip("/") / "index.html").read_text("utf-8")
    for left in ("bundle.", "__config", "__md_", "__search", "md-dialog", "md-overlay", "data-md-toggle"):
        assert left not in html


def test_nothing_is_fetched_from_others(page: LexborHTMLParser) -> None:
    """No script, style sheet, picture or font of a page has the address of another host."""
    assert [url for url in fetched(page) if urlsplit(url).netloc] == []


def test_first_script_is_the_same_on_every_page(site: Path) -> None:
    """The reader's palette is applied before anything is painted, by the same bytes everywhere."""
    texts = set()
    for _, address in EVERY:
        page = parsed(site / address.lstrip("/") / "index.html")
        (script,) = page.css("head script:not([src]):not([type])")
        texts.add(script.text())
    assert len(texts) == 1
    assert "palette" in texts.pop()


def test_page_says_its_language(page: LexborHTMLParser, where: tuple[str, str]) -> None:
    """The language of a page is that of its folder."""
    assert get(one(page, "html"), "lang") == where[0]


def test_skip_link_leads_to_the_title(page: LexborHTMLParser) -> None:
    """The first link of a page leads past the navigation to its only first-rank heading."""
    first = page.css("body a")[0]
    assert "md-skip" in get(first, "class")
    assert get(first, "href") == "#" + get(one(page, "h1"), "id")


def test_other_languages_are_plain_links_to_the_same_page(
    page: LexborHTMLParser, where: tuple[str, str]
) -> None:
    """The header links to this very page in each other language, in that language's own name."""
    language, address = where
    name = next(name for name in NAMES if path(language, name) == address)
    links = {get(node, "hreflang"): node for node in page.css("header .languages a")}
    assert sorted(links) == sorted(set(LANGUAGES) - {language})
    for code, node in links.items():
        assert urljoin(address, get(node, "href")) == path(code, name)
        assert get(node, "lang") == code
        assert node.text().strip() == LANGUAGES[code].name


def test_headings_keep_their_ranks(page: LexborHTMLParser) -> None:
    """No heading of a page is more than one rank below the one before it."""
    ranks = [int(str(node.tag)[1]) for node in page.css("h1,h2,h3,h4,h5,h6")]
    assert ranks[0] == 1
    assert [(before, after) for before, after in pairwise(ranks) if after > before + 1] == []


def test_sections_link_to_themselves(page: LexborHTMLParser) -> None:
    """Every heading of the text that has an address offers it as a link with a name."""
    for heading in page.css(".prose > h2[id], .prose > h3[id]"):
        (link,) = heading.css("a.headerlink")
        assert get(link, "href") == "#" + get(heading, "id")
        assert get(link, "aria-label")


# Numbers that need no mark: those of the notes, of entries that show their evidence, of drawings and formulas.
UNMARKED = {"notes", "entry", "formula", "chart"}


def unmarked(node: LexborNode) -> bool:
    """Tell whether a number stands where paper needs no mark on it."""
    above = node.parent
    while above is not None and above.tag != "html":
        if UNMARKED & set(get(above, "class").split()):
            return True
        above = above.parent
    return False


def test_numbers_carry_the_marks_of_their_notes(page: LexborHTMLParser) -> None:
    """A number whose note stands at the end of the page carries that note's place, for print."""
    places = {
        get(node, "data-note"): str(place) for place, node in enumerate(page.css(".notes > ol > li"), 1)
    }
    for door in page.css(".prose a[data-figure],.prose a[data-claim]"):
        key = get(door, "data-figure") or get(door, "data-claim")
        if not unmarked(door):
            assert get(door, "data-mark") == places.get(key, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_description_of_its_own(site: Path, language: str) -> None:
    """No page of a language lacks a description, and no two share one."""
    found = [
        get(
            one(parsed(site / path(language, name).lstrip("/") / "index.html"), 'meta[name="description"]'),
            "content",
        )
        for name in NAMES
    ]
    assert [text for text in found if len(text) < 40] == []
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_goes_through_the_site_page_by_page(site: Path, language: str) -> None:
    """From the front page, the links to the next page pass by every page, and back again."""

    def follow(start: str, rel: str) -> list[str]:
        seen = [start]
        while links := parsed(site / seen[-1].lstrip("/") / "index.html").css(f'link[rel="{rel}"]'):
            seen.append(urljoin(seen[-1], get(links[0], "href")))
        return seen

    forward = follow(path(language, "index"), "next")
    assert sorted(forward) == sorted(path(language, name) for name in NAMES)
    assert follow(forward[-1], "prev") == forward[::-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapters_say_where_they_stand(site: Path, language: str) -> None:
    """Each chapter of the story says its place among them, in order."""
    front = parsed(site / path(language, "index").lstrip("/") / "index.html")
    chapters = [urljoin(path(language, "index"), get(node, "href")) for node in front.css(".chapters a")]
    assert chapters
    for number, address in enumerate(chapters, 1):
        kicker = one(parsed(site / address.lstrip("/") / "index.html"), ".kicker [data-count]").text()
        assert [int(digits) for digits in re.findall(r"\d+", kicker)] == [number, len(chapters)]


# What text and edges are drawn on, and the contrast that WCAG asks of them there.
INK = ("ink", "soft", "door", "holds", "imprecise", "wrong", "unverifiable")
PAIRS = [(text, ground, 4.5) for text in INK for ground in ("paper", "tint")] + [
    ("ink", "door-tint", 4.5),
    ("soft", "door-tint", 4.5),
    ("door", "door-tint", 4.5),
    ("imprecise", "door-tint", 4.5),
    ("paper", "wrong", 4.5),
    ("edge", "paper", 3.0),
]
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour written as #rrggbb, as WCAG defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_measured_as_wcag_does(one: str, other: str, expected: float) -> None:
    """The measure agrees with published pairs, one of which just fails."""
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_colours_can_be_read(text: str, ground: str, least: float, scheme: int) -> None:
    """Every colour of text and edge reaches its contrast on every ground it is used on."""
    tokens = {name: pair for name, *pair in TOKEN.findall(STYLE.read_text("utf-8"))}
    assert contrast(tokens[text][scheme], tokens[ground][scheme]) >= least


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda file: file.relative_to(ROOT / "overrides").as_posix()
)
def test_templates_name_no_language(template: Path) -> None:
    """A third language needs no template: none speaks of a language by its code or its words."""
    text = template.read_text("utf-8")
    code = re.search(rf"""["'/](?:{"|".join(LANGUAGES)})["'/]""", text)
    assert code is None
    # Between tags stand calls and signs only; what a reader reads comes from words.yml.
    prose = re.sub(r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script[^>]*>.*?</script>|<[^>]*>", " ", text)
    assert re.findall(r"[^\W\d_]{2,}", prose) == []


def test_style_names_no_language() -> None:
    """No rule of the style sheet is for one language."""
    assert ":lang(" not in STYLE.read_text("utf-8")
    assert not re.search(r"\[(?:href)?lang[|~^$*]?=", STYLE.read_text("utf-8"))


def test_source_language_is_the_default_one() -> None:
    """The tests above look where the configuration says that the source language is."""
    assert path(SOURCE, "index") == "/"
