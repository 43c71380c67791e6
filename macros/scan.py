"""One reading of a built page: its ids, its headings, and all that it links to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern

from selectolax.lexbor import LexborHTMLParser, LexborNode

# The attributes that hold an address, by element; `srcset` holds several.
LINKS = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
LINKED = ",".join(LINKS)
CARDS = 'meta[property="og:url"],meta[property="og:image"],meta[name="twitter:image"]'
HEADINGS = "h1,h2,h3,h4,h5,h6"
ARTICLE = "article.prose"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page's own text, with the id it was built with."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a built page holds; `ids` in order, an id that stands twice being listed twice."""

    language: str
    ids: tuple[str, ...]
    headings: tuple[Heading, ...]
    links: tuple[str, ...]


def scan(tree: LexborHTMLParser) -> Scan:
    """Read a parsed page."""
    root = tree.css_first("html")
    language = (root.attributes.get("lang") if root else None) or ""
    ids = tuple(intern(node.attributes["id"] or "") for node in tree.css("[id]"))
    article = tree.css_first(ARTICLE)
    headings = tuple(
        Heading(node.attributes.get("id") or "", " ".join(node.text().split()))
        for node in (article.css(HEADINGS) if article else ())
        # An entry of a generated page bears the id of its record, and its title needs none of its own.
        if not (node.parent and node.parent.attributes.get("id"))
    )
    # Pages have most of their links in common: each is held once.
    return Scan(language, ids, headings, tuple(map(intern, dict.fromkeys(_links(tree)))))


def _links(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css(LINKED):
        tag, attributes = node.tag or "", node.attributes
        for name in LINKS[tag]:
            value = (attributes.get(name) or "").strip()
            if name == "srcset":
                yield from (part.split()[0] for part in value.split(",") if part.strip())
            elif value or (name in attributes and tag == "a"):
                yield value
    for node in tree.css(CARDS):
        yield node.attributes.get("content") or ""
    yield from _refresh(tree.css('meta[http-equiv="refresh"]'))


def _refresh(nodes: list[LexborNode]) -> Iterator[str]:
    for node in nodes:
        _, _, target = (node.attributes.get("content") or "").partition("url=")
        if target:
            yield target
