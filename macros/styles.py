"""One style sheet for the whole site: the theme's and our own, without what nothing on the site uses.

A rule stays when each class, id, attribute and element that its selector names occurs on a built page or
in one of our scripts. So a rule that could apply is never lost, and one that stays by mistake costs bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import rcssmin
import tinycss2

# Names that browsers and readers bring about, written in no page and no script.
SAFELIST = frozenset(
    {
        "open",  # a disclosure that the reader has opened
    }
)

# Each begins with a sign that is looked for fast, and may find more than there is: a page is read by the thousand.
CLASS = re.compile(r'class="([^"]*)"')
ID = re.compile(r'id="([^"]*)"')
ELEMENT = re.compile(r"<([a-z][\w-]*)")
ATTRIBUTES = (
    re.compile(r'"\s+([a-z][\w:-]*)="'),
    re.compile(r'<[a-z][\w-]*\s+([a-z][\w:-]*)="'),
    re.compile(r'"((?:\s+[a-z][\w:-]*)+)(?=[\s>])'),
    re.compile(r"<[a-z][\w-]*((?:\s+[a-z][\w:-]*)+)(?=[\s>])"),
)
PROPERTY = re.compile(r"--[\w-]+")
WORD = re.compile(r"[A-Za-z_][\w-]*")
COMMENT = re.compile(r"^[ \t]*//[^\n]*|/\*[\s\S]*?\*/", re.M)

# At-rules whose rules apply under a condition.
CONDITIONS = ("media", "supports", "layer", "container")
VENDOR = re.compile(r":-")

# Pseudo-classes with selectors for arguments, one of which must be able to match.
ANY_OF = frozenset({"is", "where", "has", "matches", "host"})


@dataclass
class Used:
    """What the pages and the scripts of a site name."""

    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=lambda: set(SAFELIST))
    _last: frozenset[str] = frozenset()

    def page(self, html: str) -> None:
        """Note what a page names."""
        # Most tags of a page, as those of its menu, stand on it more than once or on the page before it.
        tags = frozenset(html.split("<"))
        html = "<".join(["", *(tags - self._last)])
        self._last = tags
        for names in set(CLASS.findall(html)):
            self.classes.update(names.split())
        self.ids.update(ID.findall(html))
        self.elements.update(ELEMENT.findall(html))
        for pattern in ATTRIBUTES:
            for names in set(pattern.findall(html)):
                self.attributes.update(names.split())

    def add(self, other: Used) -> None:
        """Take in what other pages name."""
        self.classes |= other.classes
        self.ids |= other.ids
        self.elements |= other.elements
        self.attributes |= other.attributes
        self.words |= other.words

    def script(self, text: str) -> None:
        """Note every word of a script: any of them may be a class, an id, an attribute or an element."""
        self.words.update(WORD.findall(COMMENT.sub("", text)))

    def later(self, css: str) -> None:
        """Note the custom properties that a sheet which comes later takes from the site's own."""
        self.words.update(PROPERTY.findall(css))

    def knows(self, names: set[str], name: str) -> bool:
        """Tell whether a name occurs among those, or in a script."""
        return name in names or name in self.words


def sheet(sources: Iterable[str], used: Used) -> str:
    """Return style sheets as one, in their order, without the rules that cannot apply."""
    rules: list[Any] = []
    for source in sources:
        rules += _parsed(source)
    written = "".join(_rules(rules, used))
    return str(rcssmin.cssmin(_without_unused(written, used)))


def key(sources: Iterable[str], used: Used) -> str:
    """Return what a sheet is known by: what it is made of, and what makes it."""
    names = (used.classes, used.ids, used.elements, used.attributes, used.words)
    parts = (
        Path(__file__).read_text("utf-8"),
        f"tinycss2 {tinycss2.VERSION}, rcssmin {rcssmin.__version__}",
        *sources,
        *(" ".join(sorted(each)) for each in names),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def foresee(source: str) -> None:
    """Read a sheet that will be asked for."""
    _parsed(source)


def check(source: str) -> None:
    """Raise ValueError with the line and the fault of the first rule that cannot be read."""
    for rule in _parsed(source):
        if rule.type == "error":
            raise ValueError(rule.source_line, rule.message)


@lru_cache(maxsize=4)
def _parsed(source: str) -> tuple[Any, ...]:
    """Return the rules of a sheet; the theme's, which is large, is read once."""
    return tuple(tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True))


# --- rules -----------------------------------------------------------------------------------------


def _rules(rules: Iterable[Any], used: Used) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = _possible(rule.prelude, used)
            if selectors and rule.content:
                yield f"{selectors}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_rules(inner, used)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield rule.serialize()


def _possible(prelude: Sequence[Any], used: Used) -> str:
    """Return the selectors of a list that can match something."""
    selectors = _split(prelude)
    kept = [selector for selector in selectors if _can_match(selector, used)]
    # A browser that does not know a maker's own selector drops the whole list, which must stay so.
    if kept and VENDOR.search(tinycss2.serialize(prelude)):
        kept = selectors
    return ",".join(tinycss2.serialize(selector).strip() for selector in kept)


def _split(tokens: Sequence[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _can_match(selector: Sequence[Any], used: Used) -> bool:
    before: Any = None
    for token in selector:
        if token.type == "hash":
            possible = used.knows(used.ids, token.value)
        elif token.type == "ident":
            possible = _named(before, token.value, used)
        elif token.type == "[] block":
            name = next((part.value for part in token.content if part.type == "ident"), "")
            possible = used.knows(used.attributes, name)
        elif token.type == "function" and before == ":":
            inner = [_can_match(each, used) for each in _split(token.arguments)]
            possible = any(inner) or token.lower_name not in ANY_OF
        else:
            possible = True
        if not possible:
            return False
        before = token
    return True


def _named(before: Any, name: str, used: Used) -> bool:
    if before == ".":
        return used.knows(used.classes, name)
    # The name of a pseudo-class or pseudo-element can always match.
    return before == ":" or used.knows(used.elements, name.lower())


# --- what the rules that stay do not use -----------------------------------------------------------


def _without_unused(css: str, used: Used) -> str:
    """Return a sheet without custom properties, animations and fonts that nothing in it asks for."""
    while (shorter := "".join(_asked_for(css, used))) != css:
        css = shorter
    return css


def _asked_for(css: str, used: Used) -> Iterator[str]:
    wanted = used.words | set(
        WORD.findall(re.sub(r"@(?:keyframes|property)\s+[\w-]+|@font-face\{[^}]*\}", "", css))
    )
    variables = set(re.findall(r"var\(\s*(--[\w-]+)", css)) | used.words

    def keep(declaration: Any) -> bool:
        return not declaration.name.startswith("--") or declaration.name in variables

    yield from _declared(tinycss2.parse_stylesheet(css), keep, wanted)


def _declared(rules: Iterable[Any], keep: Callable[[Any], bool], wanted: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            if inner := _declarations(rule.content, keep):
                yield f"{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS and rule.content is not None:
            inner = "".join(_declared(tinycss2.parse_rule_list(rule.content), keep, wanted))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and _unasked(rule, wanted):
            continue
        elif rule.type != "whitespace":
            yield rule.serialize()


def _unasked(rule: Any, wanted: set[str]) -> bool:
    keyword = rule.lower_at_keyword.removeprefix("-webkit-")
    if keyword == "font-face":
        family = re.search(r"""font-family\s*:\s*["']?([^"';}]+)""", tinycss2.serialize(rule.content or []))
        return not family or not set(WORD.findall(family[1])) <= wanted
    if keyword in ("keyframes", "property"):
        return tinycss2.serialize(rule.prelude).strip() not in wanted
    return False


def _declarations(content: Sequence[Any], keep: Callable[[Any], bool]) -> str:
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    kept = (part for part in parts if part.type != "declaration" or keep(part))
    return ";".join(part.serialize() for part in kept if part.type != "error")
