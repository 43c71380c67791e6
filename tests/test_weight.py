"""The weight of every page, and what is told of one that is too heavy."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.__main__ import main
from macros.scan import scan
from macros.weight import FIRST_VISIT, FURTHER_PAGE, REQUESTS, Scales, Size, summary
from tests.pages import EVERY

LIGHT = """\
<!doctype html><html lang="fr"><head><link rel="icon" href="assets/icon.svg"><link rel="canonical" href="https://example.org/">
<link rel="stylesheet" href="assets/site.css"><meta property="og:image" content="https://example.org/picture.png"></head>
<body><p>text</p><a href="https://example.org/">a link</a><script type="module" src="assets/site.js"></script></body></html>
"""
FILES = {
    "index.html": LIGHT,
    "assets/icon.svg": "<svg/>",
    "assets/site.css": "a{background:url(data:image/png;base64,AA)}p{color:red}",
    "assets/site.js": 'document.onclick=()=>import("./search.js");const a=`from "./b.js"`;',
    "assets/search.js": "export const open=()=>1",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Write a project with a small site, as light as it should be."""
    for name, text in {**{f"site/{name}": text for name, text in FILES.items()}, "mkdocs.yml": ""}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "docs").mkdir()
    return tmp_path / "site"


def problems(built: Path, page: str = "index.html") -> list[str]:
    """Return what is wrong with a page."""
    return [problem.message for problem in Scales(built).weigh(page).problems("site")]


def noise(count: int) -> str:
    """Return a text that no compression makes much smaller."""
    letters = random.Random(1)
    return bytes(letters.randrange(97, 123) for _ in range(count)).decode()


def test_a_light_page_is_weighed(built: Path) -> None:
    """The page, its sheet, its script and its icon count; what is asked for later, and pictures for chats, do not."""
    weight = Scales(built).weigh("index.html")
    assert (weight.requests, weight.language, weight.missing, weight.others) == (4, "fr", (), ())
    assert {kind for kind, size in weight.sizes.items() if size.raw} == {"html", "css", "js", "image"}
    assert weight.total.raw == sum(len(text) for name, text in FILES.items() if name != "assets/search.js")
    assert weight.total == sum(weight.sizes.values(), Size())
    assert problems(built) == []


def test_compressed_files_are_weighed_as_they_are_sent(built: Path) -> None:
    """Where the compressed forms are there, it is they that are weighed."""
    (built / "index.html.br").write_bytes(b"12345")
    (built / "index.html.gz").write_bytes(b"1234567")
    assert Scales(built).size("index.html") == Size(len(LIGHT), 7, 5)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        # A heavy page
        ("index.html", "text", noise(FIRST_VISIT * 2), "bytes with Brotli for a first visit (html "),
        ("index.html", "text", noise(FURTHER_PAGE * 2), "bytes with Brotli for a further page (html "),
        ("assets/site.css", "red", noise(FIRST_VISIT * 2), f"{FIRST_VISIT} are allowed; shorten or split it"),
        # A request too many
        ("index.html", "<p>", '<img src="assets/search.js"><p>', f"5 requests on a first visit, {REQUESTS} are allowed; load one less"),
        ("assets/site.js", "const", 'import{b}from"./search.js";const', f"5 requests on a first visit, {REQUESTS} are allowed"),
        ("assets/site.js", "document", 'import "./search.js";document', f"5 requests on a first visit, {REQUESTS} are allowed"),
        ("assets/site.css", "p{", 'p{background:url("search.js");', f"5 requests on a first visit, {REQUESTS} are allowed"),
        ("assets/site.css", "a{", '@import "search.js";a{', f"5 requests on a first visit, {REQUESTS} are allowed"),
        # Another host
        ("index.html", "<p>", '<script src="https://cdn.example/a.js"></script><p>', 'fetches "https://cdn.example/a.js" from another host; serve it from here or leave it out'),
        ("index.html", "<p>", '<img srcset="//cdn.example/a.png 2x" alt=""><p>', 'fetches "//cdn.example/a.png" from another host'),
        ("assets/site.css", "p{", "@font-face{src:url(https://fonts.example/a.woff2)}p{", 'fetches "https://fonts.example/a.woff2" from another host'),
        # A file that is not there
        ("index.html", "assets/icon.svg", "assets/gone.svg", 'fetches "assets/gone.svg", which is not there; mend the address'),
        ("assets/site.css", "p{", "p{background:url(gone.png);", 'fetches "gone.png", which is not there'),
    ],
)  # fmt: skip
def test_what_is_too_heavy_is_told(built: Path, file: str, old: str, new: str, message: str) -> None:
    """A heavy page, a fifth request, another host and a missing file are each told."""
    text = (built / file).read_text("utf-8")
    assert old in text
    (built / file).write_text(text.replace(old, new, 1), "utf-8")
    assert any(message in told for told in problems(built)), problems(built)


def test_the_page_of_missing_addresses(built: Path) -> None:
    """It may load one script more, and links from the root of the host, below which the site may lie."""
    page = LIGHT.replace('"assets/', '"/below/assets/').replace(
        "<p>", '<script src="/below/assets/search.js"></script><p>'
    )
    (built / "404.html").write_text(page, "utf-8")
    assert Scales(built).weigh("404.html").requests == 5
    assert problems(built, "404.html") == []


def test_the_verb(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m macros weight` prints a line a page and fails over budget, with file, value and mend."""
    assert main(["weight", "--site", "site"], built.parent) == 0
    assert "index.html" in capsys.readouterr().out
    (built / "index.html").write_text(LIGHT.replace("text", noise(FIRST_VISIT * 2)), "utf-8")
    assert main(["weight", "--site", "site"], built.parent) == 1
    assert "site/index.html:1: " in capsys.readouterr().err
    assert main(["weight", "--site", "elsewhere"], built.parent) == 2
    assert "run `make build` first" in capsys.readouterr().err


def test_a_page_that_the_build_read_is_not_read_again(built: Path) -> None:
    """A build hands on what it found on its pages, and says in a line what the heaviest cost."""
    read = scan(LexborHTMLParser(LIGHT))
    assert read.loads == ("assets/icon.svg", "assets/site.css", "assets/site.js")
    lighter = replace(read, loads=read.loads[1:])
    assert Scales(built, {"index.html": lighter}).weigh("index.html").requests == 3
    for name, size in {
        "index.html": 7,
        "assets/icon.svg": 1,
        "assets/site.css": 2,
        "assets/site.js": 3,
    }.items():
        (built / f"{name}.br").write_bytes(b"." * size)
    assert summary([*Scales(built, {"index.html": read}).pages()]) == (
        "weight: at most 13 bytes and 4 requests on a first visit (index.html),"
        " 7 bytes for a further page (index.html); 30000, 4 and 20000 are allowed"
    )


@pytest.mark.parametrize(
    ("element", "loads"),
    [
        ('<link rel="preload stylesheet" href="x">', ("x",)),
        ('<link rel="ICON" href="x">', ("x",)),
        ('<link rel="next" href="x"><link rel="alternate" hreflang="en" href="x">', ()),
        ('<img src="x" srcset="y 1x, z 2x">', ("x", "y", "z")),
        ('<embed src="x">', ("x",)),
        ('<object data="x"></object>', ("x",)),
        ('<video src="x" poster="y"><track src="z"></video>', ("x", "y")),
        ('<a href="x">x</a><form action="x"></form><map><area href="x"></map>', ()),
        ('<meta property="og:image" content="x"><meta http-equiv="refresh" content="0; url=x">', ()),
    ],
)
def test_what_a_browser_loads_by_itself(element: str, loads: tuple[str, ...]) -> None:
    """A request counts when the reader did not ask for it."""
    assert scan(LexborHTMLParser(f"<html><body>{element}</body></html>")).loads == loads


def test_every_page_is_within_budget(site: Path) -> None:
    """Each page of the site, in each language, is light, whole, and served from here alone."""
    weights = [*Scales(site).pages()]
    assert len(weights) >= len(EVERY)
    assert [str(problem) for weight in weights for problem in weight.problems("site")] == []
