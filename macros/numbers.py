"""Find the numbers in a text: digits in any script, fractions, exponents, and number words.

What a number word is depends on the language; `docs/<language>/words.yml` lists them under `audit`,
together with the phrases in which such a word is no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Symbols of chemistry and of units hold a digit that counts nothing for a reader.
NOT_NUMBERS = re.compile(r"(?<![^\W\d_])(?:CO[2₂]e?q?|NO[2₂x]|m[²³])(?![^\W_])")


# Beyond this code point, Unicode has no character whose category is a number.
LAST = 0x20000

# What stands for a text that is vouched for, or that is no number: no letter, no digit, no space.
MASK = "\ufffc"


@dataclass(frozen=True, slots=True)
class Number:
    """A number met in a text: what stands there, and from where to where."""

    text: str
    start: int
    end: int


def _number_class() -> str:
    # Any character whose Unicode category is a number: decimal digits, letters such as Ⅻ, others such as ½ and ².
    # All of them are numeric, as are the ideographs of numbers, which are letters.
    numeric = filter(str.isnumeric, map(chr, range(LAST)))
    codes = (ord(char) for char in numeric if unicodedata.category(char).startswith("N"))
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "".join(f"{chr(low)}-{chr(high)}" if low != high else chr(low) for low, high in ranges)


_CLASS = _number_class()
_INSIDE = rf"[{_CLASS}.,:/×x*^%°'’\u00a0\u202f\u2009 \-–−+]"
DIGIT = re.compile(rf"[{_CLASS}]")
# From a digit to the end of what a reader takes for one number, letters that cling to it included.
RUN = re.compile(rf"[{_CLASS}](?:{_INSIDE}*[{_CLASS}]|[^\W_])*(?:[\u00a0\u202f ]?%)?")
WORD = re.compile(r"[^\W_]+")

# What is no digit in ASCII: without it, little of a text is left in which to look for digits.
UNCOUNTED = bytes(code for code in range(128) if not chr(code).isdigit())
ESCAPE = re.compile(r"\\.")


class NumberFinder:
    """Finds the numbers that a reader of one language meets."""

    def __init__(self, audit: Mapping[str, Any] | None = None) -> None:
        """Take the `audit` part of a language's words: `words`, `patterns` and `not_numbers`."""
        audit = audit or {}
        words = [str(word).lower() for word in audit.get("words") or ()]
        self._words = frozenset(word for word in words if WORD.fullmatch(word))
        phrases = [re.escape(word).replace("\\ ", r"\s+") for word in words if word not in self._words]
        phrases += [str(pattern) for pattern in audit.get("patterns") or ()]
        self._phrases = _whole(phrases, re.I)
        # Small letters are found in a text of small letters far sooner than letters of either case.
        plain = ESCAPE.sub("", "".join(phrases))
        self._low = _whole(phrases) if plain == plain.lower() else None
        innocent = [rf"(?<![^\W_])(?:{phrase})(?![^\W_])" for phrase in audit.get("not_numbers") or ()]
        self._innocent = re.compile("|".join([NOT_NUMBERS.pattern, *innocent]), re.I)

    def find(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text from left to right."""
        if self._may_hold(text) and self._find(text):
            # Only where something was found is it worth knowing what is no number after all.
            yield from self._find(self._innocent.sub(lambda match: MASK * len(match[0]), text))

    def _may_hold(self, text: str) -> bool:
        """Tell whether a text may hold a number: nearly all texts hold none, and this is soon known."""
        rest = text.encode("utf-8", "surrogatepass").translate(None, UNCOUNTED)
        if DIGIT.search(rest.decode("utf-8", "surrogatepass")):
            return True
        low = text.lower()
        words = set(low.split())
        # What is not all letters may hold a word beside its signs.
        marked = " ".join(word for word in words if not word.isalpha())
        if not self._words.isdisjoint(words) or not self._words.isdisjoint(WORD.findall(marked)):
            return True
        phrases, text = (self._low, low) if self._low else (self._phrases, text)
        return bool(phrases and phrases.search(text))

    def _find(self, text: str) -> list[Number]:
        found = [*_digits(text), *self._in_words(text)]
        return sorted(found, key=lambda number: number.start)

    def _in_words(self, text: str) -> Iterator[Number]:
        end = 0
        for match in self._phrases.finditer(text) if self._phrases else ():
            yield from self._single(text, end, match.start())
            yield Number(match[0], match.start(), match.end())
            end = match.end()
        yield from self._single(text, end, len(text))

    def _single(self, text: str, start: int, end: int) -> Iterator[Number]:
        for match in WORD.finditer(text, start, end):
            if match[0].lower() in self._words:
                yield Number(match[0], match.start(), match.end())


def _whole(phrases: list[str], flags: int = 0) -> re.Pattern[str] | None:
    """Return a pattern that finds these phrases as whole words, or nothing where there are none."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(phrases)})(?![^\W_])", flags) if phrases else None


def _digits(text: str) -> Iterator[Number]:
    end = 0
    while digit := DIGIT.search(text, end):
        start = digit.start()
        while start > end and text[start - 1].isalnum():
            start -= 1
        run = RUN.match(text, digit.start())
        assert run
        yield Number(text[start : run.end()].strip(), start, run.end())
        end = run.end()
