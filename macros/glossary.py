"""Terms of the glossary, marked where a section of a page uses them first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from macros.listings import page_url
from macros.markup import Writer
from macros.model import Term
from macros.project import Project
from macros.typography import TOKEN

# A term is left alone where it is already a door, where it names something, and where nobody reads prose.
UNMARKED = frozenset(
    {"a", "button", "cite", "code", "dt", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre"}
    | {"q", "samp", "script", "style", "summary", "svg", "textarea", "th"}
)
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
FOREIGN = re.compile(r"\slang=")
SECTION = "h2"

# The page of the glossary is the one that calls this macro.
MACRO = "glossary"


def glossary_page(project: Project) -> str | None:
    """Return the name of the page that prints the glossary, or None."""
    for name, page in project.pages[project.source].items():
        if any(call.name == MACRO for call in page.calls):
            return name
    return None


class Marker:
    """Marks the terms of one language in the HTML of pages."""

    def __init__(self, glossary: Mapping[str, Term], language: str) -> None:
        """Take the glossary and the language whose spellings are looked for."""
        self._keys: dict[str, str] = {}
        for key, term in glossary.items():
            name = term.term.get(language) or term.term.get("*")
            for spelling in (*([name] if name else ()), *term.also.get(language, ())):
                self._keys.setdefault(_folded(spelling), key)
        forms = sorted(self._keys, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<![\w-])(?:{'|'.join(map(_form, forms))})(?![\w-])") if forms else None
        )

    def mark(self, html: str, page: str) -> tuple[str, tuple[str, ...]]:
        """Return the HTML with its terms linked to the page at this address, and the terms it marked."""
        if not self._pattern:
            return html, ()
        marked: dict[str, None] = {}
        seen: set[str] = set()

        def link(match: re.Match[str]) -> str:
            key = self._key(match[0])
            if key in seen:
                return match[0]
            seen.add(key)
            marked[key] = None
            return f'<a class="term" data-term="{key}" href="{page}#{key}">{match[0]}</a>'

        out = []
        for token, kind in _read(html):
            if kind == SECTION:
                seen.clear()
            out.append(self._pattern.sub(link, token) if kind == "prose" else token)
        return "".join(out), tuple(marked)

    def _key(self, met: str) -> str:
        folded = _folded(met)
        return self._keys.get(folded) or self._keys[folded[0].lower() + folded[1:]]


def _read(html: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a page, each with "prose", "other", or "h2" where a section begins."""
    skipped, depth = "", 0
    for token in TOKEN.split(html):
        kind = "other"
        if not token.startswith("<"):
            kind = "other" if depth else "prose"
        elif tag := TAG.match(token):
            name = tag[2].lower()
            if name == SECTION and not tag[1]:
                kind = SECTION
            if depth:
                if name == skipped:
                    depth += -1 if tag[1] else 1
            elif not tag[1] and name not in VOID and (name in UNMARKED or FOREIGN.search(token)):
                skipped, depth = name, 1
        yield token, kind


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("’", "'")


def _form(spelling: str) -> str:
    """Return a pattern for a spelling: an ordinary word may begin a sentence, an acronym is as written."""
    head, tail = spelling[0], spelling[1:]
    begin = f"[{head}{head.upper()}]" if spelling == spelling.lower() and head.isalpha() else re.escape(head)
    rest = re.escape(tail).replace(r"\ ", r"\s+").replace("'", "['’]")
    return begin + rest


def glosses(writer: Writer, terms: tuple[str, ...]) -> str:
    """Return the explanations of a page's terms: their cards on screen, further notes on paper."""
    glossary = writer.project.data.records.glossary
    items = "".join(
        f'<li data-note="term-{key}"><p class="label">{writer.text(glossary[key].term)}</p>'
        f"<p>{writer.text(glossary[key].gloss)}</p></li>"
        for key in terms
    )
    title = escape(writer.locale.say("notes.terms"))
    head = f'<aside class="notes terms" aria-label="{title}"><p class="notes-title">{title}</p>'
    return f"{head}<ul>{items}</ul></aside>" if items else ""


def mark(
    writer: Writer, marker: Marker, home: str | None, page: str, html: str
) -> tuple[str, tuple[str, ...]]:
    """Return a page's HTML with its terms marked, and those terms; the glossary's page `home` stays as it is."""
    if home is None or page == home:
        return html, ()
    return marker.mark(html, page_url(writer, home))
