"""Where each page stands among its translations: for search engines, and for the language switch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros import addresses
from macros.data import PATH as DATA
from macros.history import last_changes
from macros.page import Page
from macros.project import Project
from macros.scan import ARTICLE

# The macros that print whole parts of the data file: a page that calls one changes with that file.
LISTINGS = frozenset(
    {"figures", "figure_index", "claims", "sources", "source_index", "statements", "corrections", "glossary"}
)

# The table of contents is the page's own text; these, inside the article, are the theme's.
CONTENTS = "[data-md-component=toc]"
INTERFACE = ".kicker,.apparatus,.contents > summary"


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one language: the language's own name, the way there from here, and the full address.

    `hint` is what tells its readers of it on the other languages' pages: an offer, and a word to decline.
    """

    language: str
    name: str
    href: str
    url: str
    translated: bool
    current: bool
    hint: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a built page stands. A page shown in another language than asked for is not `indexed`."""

    canonical: str
    default: str
    indexed: bool
    alternates: tuple[Alternate, ...]

    @property
    def indexed_alternates(self) -> tuple[Alternate, ...]:
        """Return the languages that have this page, this one included."""
        return tuple(alternate for alternate in self.alternates if alternate.translated)


def locate(project: Project, site_url: str, language: str, name: str) -> Location:
    """Return where the page `name` stands when built for a language."""
    source, page = project.source, addresses.address(name)
    translated = {code: name in project.pages[code] for code in project.languages}
    # What a language does not have is shown in the source language; failing that, its first page stands in.
    pages = {code: page if translated[code] or translated[source] else "/" for code in project.languages}
    up = "../" * (len(page.split("/")) - 2 + (language != source))
    alternates = tuple(
        Alternate(
            code,
            project.languages[code].name,
            f"{up}{addresses.folder(code, source)}{pages[code][1:]}" or "./",
            addresses.url(site_url, code, source, pages[code]),
            translated[code],
            code == language,
            _hint(project, code) if translated[code] else None,
        )
        for code in project.languages
    )
    own = language if translated[language] else source
    return Location(
        canonical=addresses.url(site_url, own, source, page),
        default=addresses.url(site_url, source if translated[source] else own, source, page),
        indexed=translated[language],
        alternates=alternates,
    )


def _hint(project: Project, language: str) -> tuple[str, str] | None:
    """Return the offer of a language in its own words; none is better than one in words it borrowed."""
    words = project.locales[language].words.get("interface") or {}
    if language != project.source and words is project.locales[project.source].words.get("interface"):
        return None
    offer, decline = words.get("hint.read"), words.get("hint.dismiss")
    return (str(offer), str(decline)) if offer and decline else None


def homes(project: Project, site_url: str, base: str, language: str) -> tuple[Alternate, ...]:
    """Return the first page of each language, from anywhere: for pages that have no translations."""
    return tuple(
        Alternate(
            code,
            project.languages[code].name,
            base + addresses.folder(code, project.source),
            addresses.url(site_url, code, project.source, "/"),
            True,
            code == language,
        )
        for code in project.languages
    )


# --- sitemap -------------------------------------------------------------------------------------


def write_sitemap(project: Project, site_url: str, built: Path) -> None:
    """Write `sitemap.xml`, with every page's translations and the day it last changed, and `robots.txt`."""
    (built / "sitemap.xml").write_text(sitemap(project, site_url, last_changes(project.root)), "utf-8")
    # MkDocs compressed its own sitemap, which listed untranslated pages.
    (built / "sitemap.xml.gz").unlink(missing_ok=True)
    where = f"{site_url.rstrip('/')}/sitemap.xml"
    (built / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {where}\n", "utf-8")


def sitemap(project: Project, site_url: str, changes: Mapping[str, str]) -> str:
    """Return a sitemap of every page in each language that has it."""
    urls = "".join(
        _url(locate(project, site_url, code, name), last_change(page, changes))
        for code in project.languages
        for name, page in project.pages[code].items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n'
    )


def _url(location: Location, last_change: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url)}"/>\n'
        for code, url in (
            *((alternate.language, alternate.url) for alternate in location.indexed_alternates),
            ("x-default", location.default),
        )
    )
    modified = f"<lastmod>{last_change}</lastmod>\n" if last_change else ""
    return f"<url>\n<loc>{escape(location.canonical)}</loc>\n{modified}{links}</url>\n"


def last_change(page: Page, changes: Mapping[str, str]) -> str:
    """Return the day of a page's last change, or nothing where that is not known."""
    listed = any(call.name in LISTINGS for call in page.calls)
    dates = [changes.get(path, "") for path in (page.path, *([DATA] if listed else []))]
    return max(dates) if all(dates) else ""


# --- untranslated pages --------------------------------------------------------------------------


def mark_untranslated(project: Project, built: Path) -> None:
    """Give each page that stands in for a missing translation the language of its text."""
    for code in project.languages:
        for name in project.pages[project.source]:
            if name in project.pages[code]:
                continue
            file = built / addresses.built(code, project.source, addresses.address(name))
            if file.exists():
                ways = [project.locales[each].direction for each in (code, project.source)]
                way = ways[1] if ways[0] != ways[1] else ""
                html = untranslated(file.read_text("utf-8"), code, project.source, way)
                file.write_text(html, "utf-8")


def untranslated(html: str, language: str, source: str, way: str = "") -> str:
    """Return a page whose text is in the source language, and says so, inside the other's interface.

    `way` is the direction of the text, where it is not that of the interface.
    """
    tree = LexborHTMLParser(html)
    root, body, article = tree.css_first("html"), tree.body, tree.css_first(ARTICLE)
    if root is None or body is None:
        return html
    root.attrs["lang"] = source
    root.attrs["data-interface"] = language
    # The text is in the source's own search index already.
    body.attrs["data-pagefind-ignore"] = "all"
    if article is not None and way:
        article.attrs["dir"] = way
    for node in (*_around(body.iter(), article), *(article.css(INTERFACE) if article else ())):
        if not node.attributes.get("lang"):
            node.attrs["lang"] = language
    return f"<!doctype html>\n{root.html}\n"


def _around(nodes: Iterable[LexborNode], article: LexborNode | None) -> Iterator[LexborNode]:
    """Yield the largest elements around the article, which the interface consists of."""
    for node in nodes:
        if (article is not None and node == article) or node.css_matches(CONTENTS):
            continue
        if node.css_first(f"{ARTICLE},{CONTENTS}"):
            yield from _around(node.iter(), article)
        elif node.tag not in ("script", "style", "template"):
            yield node
