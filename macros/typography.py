"""Typographic quotes, apostrophes and no-break spaces, set in the built HTML.

Contributors type plain characters. Code, attributes and addresses are left alone, and a text that
is set already stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Patterns that begin with one sign are looked for fast.
TAG = re.compile(r"<(?:!--.*?-->|[^>]*>)", re.S)
TOKEN = re.compile(f"({TAG.pattern})", re.S)
END = re.compile(r"\Z")
VERBATIM = frozenset({"code", "pre", "script", "style", "kbd", "samp", "textarea"})
# Where a text begins anew for quotation marks.
BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote", "article", "div"}
    | {"summary", "figcaption", "tr", "ul", "ol", "text", "title", "desc"}
)
TELLING = re.compile(
    rf"</?(?:(?P<block>{'|'.join(sorted(BLOCKS))})|{'|'.join(sorted(VERBATIM))})(?![\w-])", re.I
)
# What follows a text in its own paragraph, behind tags such as those of emphasis.
AFTER = re.compile(rf"(?:<(?!/?(?:{'|'.join(sorted(BLOCKS))})(?![\w-]))[^>]*>)*([^<])?")
NUMBER = re.compile(r" (?=\d)")
SPACES = " \u00a0\u202f"
OPENING = re.compile(r"[\s(\[{«“„‘‚‹—–/]")


class Typesetter:
    """Sets the texts of one language, by the `typography` part of its words."""

    def __init__(self, rules: Mapping[str, Any] | None, names: Iterable[str] = ()) -> None:
        """Take `quotes`, `single_quotes`, `apostrophe` and `before` (spaces before signs), and names.

        The number of a name, such as Grok 4, stays on the line of its word.
        """
        rules = rules or {}
        quotes: tuple[str, str] = rules.get("quotes") or ('"', '"')
        self.open, self.close = quotes
        self.single = rules.get("single_quotes")
        self.apostrophe = rules.get("apostrophe", "'")
        before = rules.get("before") or {}
        self._before = [
            (re.compile(rf"[{SPACES}]+{re.escape(sign)}(?!\S*//)"), f"{space}{sign}")
            for sign, space in before.items()
        ]
        # Most texts hold nothing to set, and are told apart by one look.
        signs = "".join(re.escape(sign[0]) for sign in before)
        numbered = sorted((name for name in names if NUMBER.search(name)), key=len, reverse=True)
        number = r"|\s\d" if numbered else ""
        self._something = re.compile(rf"""["'«»{signs}]|&(?:quot|#x27|#39);|\.\.\.|CO2{number}""")
        self._names = re.compile(rf"\b(?:{'|'.join(map(re.escape, numbered))})\b") if numbered else None
        self._inner = re.compile(rf"«[{SPACES}]*|[{SPACES}]*»") if "«" in self.open else None

    def html(self, html: str) -> str:
        """Return HTML with its texts set."""
        out: list[str] = []
        done = position = 0
        verbatim, inside, last = 0, "", -1
        for tag in itertools.chain(TAG.finditer(html), (END.search(html),)):
            assert tag
            start = tag.start()
            if start > position:
                if verbatim <= 0 and self._something.search(html, position, start):
                    previous = html[last] if last >= 0 else ""
                    text, inside = self._text(html[position:start], previous, inside, (html, start))
                    out += (html[done:position], text)
                    done = start
                last = start - 1
            position = tag.end()
            if telling := TELLING.match(html, start):
                if telling["block"]:
                    last, inside = -1, ""
                else:
                    verbatim += -1 if html[start + 1] == "/" else 1
        return "".join((*out, html[done:]))

    def text(self, text: str) -> str:
        """Return a plain text set."""
        return self._text(text, "", "", ("", 0))[0]

    def _text(self, text: str, previous: str, inside: str, following: tuple[str, int]) -> tuple[str, str]:
        """Return a text set, and the signs of the quotations that are open at its end."""
        if not self._something.search(text):
            return text, inside
        if '"' in text or "&quot;" in text:
            text, inside = self._quotes(text.replace("&quot;", '"'), previous, inside)
        if "'" in text or "&#x27;" in text or "&#39;" in text:
            text = text.replace("&#x27;", "'").replace("&#39;", "'")
            text, inside = self._apostrophes(text, previous, inside, following)
        for pattern, replacement in self._before:
            text = pattern.sub(replacement, text)
        if self._inner:
            text = self._inner.sub(lambda match: self.open if "«" in match[0] else self.close, text)
        if self._names:
            text = self._names.sub(lambda match: NUMBER.sub("\u00a0", match[0]), text)
        return text.replace("...", "…").replace("CO2", "CO₂"), inside

    def _quotes(self, text: str, previous: str, opened: str) -> tuple[str, str]:
        out, inside, rest = [], '"' in opened, opened.replace('"', "")
        for index, char in enumerate(text):
            if char != '"':
                out.append(char)
                continue
            before = text[index - 1] if index else previous
            opening = not inside if before and not before.isspace() and not OPENING.match(before) else True
            opening = opening and not inside
            out.append(self.open if opening else self.close)
            inside = opening
        return "".join(out), rest + '"' * inside

    def _apostrophes(
        self, text: str, previous: str, opened: str, following: tuple[str, int]
    ) -> tuple[str, str]:
        if not self.single:
            return text.replace("'", self.apostrophe), opened
        out, inside, rest = [], "'" in opened, opened.replace("'", "")
        for index, char in enumerate(text):
            if char != "'":
                out.append(char)
                continue
            before = text[index - 1] if index else previous
            after = text[index + 1] if index + 1 < len(text) else ""
            if (not before or OPENING.match(before)) and after.isalpha():
                out.append(self.single[0])
                inside = True
            elif inside and not (after or _after(*following)).isalpha():
                out.append(self.single[1])
                inside = False
            else:
                out.append(self.apostrophe)
        return "".join(out), rest + "'" * inside


def _after(html: str, start: int) -> str:
    """Return the character that follows a text, or nothing where its paragraph ends."""
    match = AFTER.match(html, start)
    return (match and match[1]) or ""
