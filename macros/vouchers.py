"""Which record was written as which texts: what the audit of the built site goes by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from html import unescape

TAG = re.compile(r"<[^>]*>")

# What typography may change without changing a text: quotes, apostrophes, ellipses, subscripts. What is a
# double quote in one language is a single one in another, or an apostrophe: all are one sign.
QUOTES = '"’‘‚‛ʼ“”„‟«»‹›「」『』'
FOLDED = str.maketrans({**dict.fromkeys(QUOTES, "'"), "…": "...", "₂": "2", "\ufffc": ""})


def text_of(html: str) -> str:
    """Return the text of a piece of our own HTML, white space folded."""
    return re.sub(r"\s+", " ", unescape(TAG.sub("", html))).strip()


def fold(text: str) -> str:
    """Return a text without white space and with one sign for all quotes, so that typography changes nothing."""
    plain = "".join(text.split())
    return plain.replace('"', "'") if plain.isascii() else plain.translate(FOLDED)


@dataclass
class Vouchers:
    """The texts that each record was written as, by kind and id."""

    texts: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    made: dict[tuple[Hashable, ...], str] = field(default_factory=dict)

    def once(self, key: tuple[Hashable, ...], make: Callable[[], str]) -> str:
        """Return what was made under a key before, else make it: a text is written, and vouched for, once."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def add(self, kind: str, key: str, html: str) -> None:
        """Note that this record vouches for this text."""
        self.texts[kind, key].add(fold(unescape(TAG.sub("", html))))

    def accept(self, kind: str, key: str, text: str) -> bool:
        """Tell whether the record was written as this text."""
        return fold(text) in self.texts.get((kind, key), ())
