"""The audit: every number that a reader of the built site meets is vouched for by a record.

A number is accepted inside an element that names its record (`data-figure`, `data-claim`…), but only
when the element's text is one that the macros wrote for that record; or as part of a declared name.
An attribute without a value names the record whose entry or note the element stands in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros.numbers import NumberFinder
from macros.problems import Problem
from macros.vouchers import Vouchers

KINDS = ("figure", "claim", "source", "formula", "count", "chart")
NAMES = {kind: f"data-{kind}" for kind in KINDS}
VOUCHED = ",".join(f"[{name}]" for name in NAMES.values())

# What a reader meets in attributes. A `meta` counts by its name or property.
ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder")
ATTRIBUTED = ",".join(f"[{name}]" for name in ATTRIBUTES)
METAS = 'meta[name="description"],meta[property^="og:"],meta[name^="twitter:"]'
METAS_UNREAD = frozenset(
    {"og:url", "og:image", "og:image:width", "og:image:height", "twitter:image", "og:locale"}
)
UNREAD = ["script", "style", "template"]
MASK = "\ufffc"
ENTRY = "entry"

# Where a line begins for a reader: what stands on two lines is never one number.
BLOCK = re.compile(
    r"<(?=/?(?:p|div|li|[uod]l|d[td]|h[1-6]|t[dhr]|table|caption|br|article|aside|section|nav|header|footer|main|figure"
    r"|figcaption|details|summary|blockquote|pre|svg|text|title|desc|option|button|label|head|body)\b)"
)

# What a reader does not see inside a word.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# The number of a footnote is the site's own, and so is the way back from it.
FOOTNOTES = 'sup[id^="fnref"] > a.footnote-ref,div.footnote a.footnote-backref'

# What makes another number of a figure that it touches.
TOUCHING_BEFORE = re.compile(r"(?:[^\W_]|[−+±/×])$")
TOUCHING_AFTER = re.compile(r"[^\W_]+|[/×^]")

# By so many words of the context must a shared file be the better place of an uncited number.
PREFERRED = 3

# A number on more than one of so many pages is typed in what surrounds them all.
FRAMED = 3

# How much of the sentence around a number the message shows on each side.
CONTEXT = 28


@dataclass(frozen=True, slots=True)
class Uncited:
    """A number that nothing vouches for, with the words around it."""

    number: str
    before: str
    after: str

    @property
    def message(self) -> str:
        """Return the fault in words, with the mend."""
        context = re.sub(r"\s+", " ", f"{self.before}{self.number}{self.after}").strip().replace(MASK, "▢")
        return (
            f'uncited number "{self.number}": "…{context}…"; '
            'print it with {{ figure("…") }} or {{ claim("…", "…") }}, or declare the name it belongs to'
        )


@dataclass
class Report:
    """What the audit read and found."""

    pages: int = 0
    met: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        total = sum(self.met.values())
        parts = ", ".join(f"{count} by {kind}" for kind, count in self.met.most_common() if kind != "nothing")
        return f"audit: {self.pages} pages read, {total} numbers met: {parts}; {self.met['nothing']} uncited"


class Auditor:
    """Audits pages of one language."""

    def __init__(self, finder: NumberFinder, vouchers: Vouchers, names: re.Pattern[str]) -> None:
        """Take the language's number finder, what the macros wrote, and the declared names."""
        self.finder, self.vouchers, self.names = finder, vouchers, names
        # Pages say the same in their attributes: the names in each such text that holds no other number.
        self._innocent: dict[str, int] = {}

    def read(self, html: str, met: Counter[str]) -> Iterator[Uncited]:
        """Yield the uncited numbers of a built page; count in `met` what each number is vouched for by."""
        yield from self.read_tree(parsed(html), met)

    def read_tree(self, tree: LexborHTMLParser, met: Counter[str]) -> Iterator[Uncited]:
        """Do the same for a page that was `parsed`; the tree is of no other use afterwards."""
        tree.strip_tags(UNREAD)
        for node in tree.css(FOOTNOTES):
            node.replace_with(MASK)
        for text in [*self._attributes(tree)]:
            yield from self._attribute(text, met)
        accepted = [node for node in tree.css(VOUCHED) if self._accept(node, met)]
        clinging = [found for node in accepted if node.tag == "a" for found in _clinging(node)]
        for node in reversed(accepted):
            node.replace_with(MASK)
        yield from clinging
        title = tree.css_first("head > title")
        for text in (title.text() if title else "", tree.body.text(separator="") if tree.body else ""):
            yield from self.uncited(text, met)

    def _attribute(self, text: str, met: Counter[str]) -> Iterator[Uncited]:
        if text in self._innocent:
            met["name"] += self._innocent[text]
            return
        names = met["name"]
        found = [*self.uncited(text, met)]
        if not found:
            self._innocent[text] = met["name"] - names
        yield from found

    def uncited(self, text: str, met: Counter[str]) -> Iterator[Uncited]:
        """Yield the numbers of a text that belong to no declared name."""
        text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        masked, names = self.names.subn(lambda match: MASK * len(match[0]), text)
        met["name"] += names
        for number in self.finder.find(masked):
            met["nothing"] += 1
            before = text[max(0, number.start - CONTEXT) : number.start]
            after = text[number.end : number.end + CONTEXT]
            yield Uncited(text[number.start : number.end].strip(), before, after)

    def _accept(self, node: LexborNode, met: Counter[str]) -> bool:
        attributes = node.attributes
        for kind, name in NAMES.items():
            if name not in attributes:
                continue
            key = attributes[name]
            # A count belongs to the text around it and to no record.
            named = key or ("" if kind == "count" else _around(node))
            if self.vouchers.accept(kind, named, node.text()):
                met[kind] += 1
                return True
        return False

    def _attributes(self, tree: LexborHTMLParser) -> Iterator[str]:
        for node in tree.css(ATTRIBUTED):
            attributes = node.attributes
            for name in ATTRIBUTES:
                text = attributes.get(name)
                if text and not self._vouched_attribute(attributes, text):
                    yield text
        for node in tree.css(METAS):
            attributes = node.attributes
            text = attributes.get("content") or ""
            if (attributes.get("property") or attributes.get("name")) in METAS_UNREAD:
                continue
            if not self.vouchers.accept("meta", "", text):
                yield text

    def _vouched_attribute(self, attributes: Mapping[str, str | None], text: str) -> bool:
        return any(
            name in attributes and self.vouchers.accept(kind, attributes[name] or "", text)
            for kind, name in NAMES.items()
        )


def parsed(html: str) -> LexborHTMLParser:
    """Parse a built page so that what a reader sees on two lines stands on two lines."""
    return LexborHTMLParser(BLOCK.sub("\n<", html))


def _clinging(node: LexborNode) -> Iterator[Uncited]:
    """Find what touches a printed figure and makes another number of it: a letter, a digit, a sign before."""
    if "data-figure" not in node.attributes:
        return
    before, after = (each.text() if each else "" for each in (node.prev, node.next))
    if match := TOUCHING_BEFORE.search(before):
        yield Uncited(f"{match[0]}{node.text()}", before[: match.start()][-CONTEXT:], after[:CONTEXT])
    elif match := TOUCHING_AFTER.match(after):
        yield Uncited(f"{node.text()}{match[0]}", before[-CONTEXT:], after[match.end() :][:CONTEXT])


def _around(node: LexborNode) -> str:
    """Return the record whose entry or note an element stands in, or nothing."""
    parent = node.parent
    while parent is not None:
        attributes = parent.attributes
        if note := attributes.get("data-note"):
            return note
        if ENTRY in (attributes.get("class") or "").split():
            return attributes.get("id") or ""
        parent = parent.parent
    return ""


MARKUP = re.compile(r"[*_`\[\]]|\{:|</?[a-z]+(?:\s[^>]*)?>")
WORD = re.compile(r"[^\W_]+")


class Origins:
    """Finds the source line on which an uncited number was typed."""

    def __init__(self, root: Path, shared: Sequence[str]) -> None:
        """Take the project's root and the files whose texts may stand on any page."""
        self.root, self.shared = root, tuple(shared)
        self._lines: dict[str, list[tuple[str, frozenset[str]]]] = {}

    def problems(self, found: Sequence[tuple[Uncited, Sequence[str]]], pages: int) -> Iterator[Problem]:
        """Yield the problem of each number, found on a page with files of its own; `pages` were read.

        A number that stands on many pages is typed in what they share, or in the title of one of them.
        What is typed in a shared file is told once for each place.
        """
        on = {(uncited.number, *own) for uncited, own in found}
        many = Counter(number for number, *_ in on)
        everywhere = dict.fromkeys((*self.shared, *(path for _, own in found for path in own)))
        told: set[tuple[str, int, str]] = set()
        for uncited, own in found:
            # The title and the description of a page are printed on others too, which do not hold their numbers.
            elsewhere = bool(own) and not self._best(uncited, own)[0]
            framed = elsewhere or many[uncited.number] * FRAMED > pages
            problem = self._framed(uncited, [*everywhere]) if framed else self.problem(uncited, own)
            place = (problem.path, problem.line, uncited.number)
            if not (framed or problem.path in self.shared):
                yield problem
            elif place not in told:
                told.add(place)
                yield problem

    def _framed(self, uncited: Uncited, everywhere: Sequence[str]) -> Problem:
        _, path, line = self._best(uncited, everywhere)
        return Problem(path, line, uncited.message)

    def problem(self, uncited: Uncited, own: Iterable[str]) -> Problem:
        """Return the problem at the line that fits best, in the page's own files or in the shared ones."""
        own = tuple(own)
        score, path, line = self._best(uncited, own)
        shared = self._best(uncited, self.shared)
        # Most numbers are typed in the page: another file is meant where it tells more of the words around.
        if not own or shared[0] > (score + PREFERRED if score else 0):
            _, path, line = shared
        return Problem(path, line, uncited.message)

    def _best(self, uncited: Uncited, paths: Sequence[str]) -> tuple[int, str, int]:
        """Return how well the best line fits, from 0, and where it is."""
        number = re.escape(re.sub(r"\s+", " ", uncited.number))
        wanted = re.compile(rf"(?<!\d){number}(?!\d)")
        context = frozenset(WORD.findall(f"{uncited.before} {uncited.after}"))
        best = (0, paths[0] if paths else "", 1)
        for path in paths:
            for index, (line, words) in enumerate(self._read(path), 1):
                if wanted.search(line) and 1 + len(words & context) > best[0]:
                    best = (1 + len(words & context), path, index)
        return best

    def _read(self, path: str) -> list[tuple[str, frozenset[str]]]:
        if path not in self._lines:
            try:
                text = (self.root / path).read_text("utf-8")
            except (FileNotFoundError, UnicodeDecodeError):
                text = ""
            plain = [re.sub(r"\s+", " ", unescape(MARKUP.sub("", line))) for line in text.split("\n")]
            self._lines[path] = [(line, frozenset(WORD.findall(line))) for line in plain]
        return self._lines[path]
