"""The link checker: what leads somewhere, what does not, and the line that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.links import Links, check
from macros.project import Project
from macros.scan import scan
from tests import samples

SITE = "https://site.example/sub/"
HOME = '<html lang="fr"><body><h2 id="a">A</h2><a href="machine/">m</a></body></html>'
MACHINE = '<html lang="fr"><body><article class="prose"><h2 id="days">Durée</h2><h3 id="é">É</h3></article></body></html>'


def built(root: Path, **pages: str) -> Links:
    """Return the links of a small built site with two pages, a picture and a style sheet."""
    files = {"index.html": HOME, "machine/index.html": MACHINE} | pages
    for name, text in (files | {"assets/a b.svg": '<svg><path id="p"/></svg>', "data.yml": ""}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return Links(root, SITE, {name: scan(LexborHTMLParser(text)) for name, text in files.items()})


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        # Pages, from a page one level down
        ("../", None),
        ("./", None),
        ("../machine/", None),
        ("../machine/index.html", None),
        ("?q=1", None),
        ("../machine", 'dead link "../machine"; there is no such page or file'),
        ("../machin/", 'dead link "../machin/"; there is no such page or file'),
        ("../../", 'dead link "../../"; there is no such page or file'),
        # Fragments
        ("#days", None),
        ("#", None),
        ("#%C3%A9", None),
        ("../#a", None),
        ("../machine/?q=1#days", None),
        ("#days:~:text=A", None),
        ("#dayz", 'dead link "#dayz"; machine/index.html has no id "dayz"; did you mean "days"?'),
        ("../#days", 'dead link "../#days"; index.html has no id "days"'),
        # Files
        ("../data.yml", None),
        ("../assets/a%20b.svg#p", None),
        ("../assets/a%20b.svg#q", 'dead link "../assets/a%20b.svg#q"; assets/a b.svg has no id "q"'),
        ("../data.json", 'dead link "../data.json"; there is no such page or file'),
        # From the root of the host, and in full
        ("/sub/machine/#days", None),
        ("/machine/", 'dead link "/machine/"; there is no such page or file'),
        ("https://site.example/sub/machine/#days", None),
        ("https://site.example/sub", None),
        ("https://site.example/sub/old/", 'dead link "https://site.example/sub/old/"; there is no such page or file'),
        # Elsewhere, which no build asks
        ("https://example.org/nothing", None),
        ("//example.org/", None),
        ("mailto:a@example.org", None),
        # Nothing at all
        ("", "an empty link; give it an address or remove it"),
    ],
)  # fmt: skip
def test_a_link_leads_somewhere_or_is_told(tmp_path: Path, link: str, fault: str | None) -> None:
    """A link is followed as a browser would, to a file of the site and to an id that is in it."""
    assert built(tmp_path).fault("machine/index.html", link) == fault


@pytest.mark.parametrize(
    "element",
    [
        '<a href="x/">x</a>',
        '<img src="x/" alt="">',
        '<img srcset="machine/ 1x, x/ 2x" alt="">',
        '<script src="x/"></script>',
        '<link rel="stylesheet" href="x/">',
        '<svg><use href="x/"/></svg>',
        '<meta http-equiv="refresh" content="0; url=x/">',
        '<meta property="og:image" content="x/">',
        '<form action="x/"></form>',
        '<embed src="x/">',
    ],
)
def test_every_element_that_links_is_read(tmp_path: Path, element: str) -> None:
    """Whatever element holds a dead address, it is found."""
    links = built(tmp_path, **{"index.html": f"<html><body>{element}</body></html>"})
    assert list(links.of_pages()) == [("index.html", "x/", 'dead link "x/"; there is no such page or file')]


def test_an_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Of two elements with one id, a link would find only the first."""
    links = built(tmp_path, **{"index.html": '<html><body><p id="a"></p><p id="a"></p></body></html>'})
    assert [fault for _, _, fault in links.of_pages()] == [
        'the id "a" stands more than once on this page; rename one'
    ]


def test_style_sheets_and_lists_are_read(tmp_path: Path) -> None:
    """A picture of a style sheet and an address of the sitemap must be there as well."""
    links = built(tmp_path)
    (tmp_path / "assets/site.css").write_text("a{background:url('a b.svg')}b{background:url(c.svg)}", "utf-8")
    (tmp_path / "sitemap.xml").write_text(f"<loc>{SITE}machine/</loc><loc>{SITE}old/</loc>", "utf-8")
    assert [(name, link) for name, link, _ in links.of_files()] == [
        ("assets/site.css", "c.svg"),
        ("sitemap.xml", f"{SITE}old/"),
    ]


@pytest.mark.parametrize(
    ("page", "link", "place"),
    [
        # Typed in Markdown, as a link to the other page's source
        ("machine/index.html", "../impact/#water", "docs/fr/machine.md:6"),
        ("en/machine/index.html", "../impact/#water", "docs/en/machine.md:5"),
        # Made by a template
        ("machine/index.html", "../assets/none.js", "overrides/main.html:2"),
        # Nobody knows
        ("machine/index.html", "../none/", "docs/fr/machine.md:1"),
        ("404.html", "/none/", "404.html:1"),
    ],
)
def test_a_dead_link_is_told_where_it_was_written(tmp_path: Path, page: str, link: str, place: str) -> None:
    """The problem names the source file and the line, and not the built page."""
    root = samples.write(
        tmp_path,
        **{
            "docs/fr/machine.md": "---\ntitle: La machine\n---\n\nTexte.\nLe [reste](impact.md#water).\n",
            "docs/en/machine.md": "---\ntitle: The machine\n---\n\nThe [rest](impact.md#water).\n",
            "overrides/main.html": "<!doctype html>\n<script src=\"{{ 'assets/none.js' | url }}\"></script>\n",
        },
    )
    html = f'<html><body><a href="{link}">x</a></body></html>'
    links = Links(tmp_path / "site", SITE, {page: scan(LexborHTMLParser(html))})
    (problem,) = check(Project.load(root), links)
    assert f"{problem.path}:{problem.line}" == place
