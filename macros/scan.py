"""One reading of a built page: its ids, its headings, all that it links to, and what it loads by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from sys import intern

from selectolax.lexbor import LexborHTMLParser

# The attributes that hold an address, by element, apart from `a`; `srcset` holds several.
LINKS = {
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
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

# What a browser loads only when the reader asks for it; of a `link`, what it loads at once depends on `rel`.
FOLLOWED = frozenset({"area", "form", "track"})
LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"})
CARDS = frozenset({"og:url", "og:image", "twitter:image"})
HEADINGS = "h1,h2,h3,h4,h5,h6"
ARTICLE = "article.prose"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page's own text, with the id it was built with."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a built page holds; `ids` in order, an id that stands twice being listed twice.

    `loads` are those of its links that a browser fetches by itself when it shows the page.
    """

    language: str
    ids: tuple[str, ...]
    headings: tuple[Heading, ...]
    links: tuple[str, ...]
    loads: tuple[str, ...]


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
    # Nearly all that leads elsewhere is an element with one address.
    links = dict.fromkeys((node.attributes["href"] or "").strip() for node in tree.css("a[href]"))
    loads: dict[str, None] = {}
    for node in tree.css(LINKED):
        tag, attributes = node.tag or "", node.attributes
        found = dict.fromkeys(_addresses(tag, attributes))
        links |= found
        if tag not in FOLLOWED and _at_once(tag, attributes):
            loads |= found
    links |= dict.fromkeys(_told(tree))
    # Pages have most of their links in common: each is held once.
    return Scan(language, ids, headings, tuple(map(intern, links)), tuple(map(intern, loads)))


def _addresses(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    for name in LINKS[tag]:
        value = (attributes.get(name) or "").strip()
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value:
            yield value


def _at_once(tag: str, attributes: Mapping[str, str | None]) -> bool:
    return tag != "link" or not LOADED.isdisjoint((attributes.get("rel") or "").lower().split())


def _told(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the addresses that a page tells to chats, and the one to which it sends its reader on."""
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content") or ""
        if (attributes.get("property") or attributes.get("name")) in CARDS:
            yield content
        elif (attributes.get("http-equiv") or "").lower() == "refresh":
            _, _, target = content.partition("url=")
            if target:
                yield target
