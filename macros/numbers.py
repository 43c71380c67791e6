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


@dataclass(frozen=True, slots=True)
class Number:
    """A number met in a text: what stands there, and from where to where."""

    text: str
    start: int
    end: int


def _digit_run() -> re.Pattern[str]:
    # Any character whose Unicode category is a number: decimal digits, letters such as Ⅻ, others such as ½ and ².
    ranges: list[tuple[int, int]] = []
    for code in range(LAST):
        if unicodedata.category(chr(code)).startswith("N"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    number = "".join(f"{chr(low)}-{chr(high)}" if low != high else chr(low) for low, high in ranges)
    inside = rf"[{number}.,:/×x*^%°'’\u00a0\u202f\u2009 \-–−+]"
    return re.compile(rf"[^\W_]*[{number}](?:{inside}*[{number}]|[^\W_])*(?:[\u00a0\u202f ]?%)?")


DIGITS = _digit_run()


class NumberFinder:
    """Finds the numbers that a reader of one language meets."""

    def __init__(self, audit: Mapping[str, Any] | None = None) -> None:
        """Take the `audit` part of a language's words: `words`, `patterns` and `not_numbers`."""
        audit = audit or {}
        words = sorted(map(str, audit.get("words") or ()), key=len, reverse=True)
        alternatives = [re.escape(word).replace("\\ ", r"\s+") for word in words] + [
            str(p) for p in audit.get("patterns") or ()
        ]
        self._words = (
            re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)})(?![^\W_])", re.I) if alternatives else None
        )
        phrases = [str(phrase) for phrase in audit.get("not_numbers") or ()]
        self._innocent = re.compile(
            "|".join([NOT_NUMBERS.pattern, *(rf"(?<![^\W_])(?:{p})(?![^\W_])" for p in phrases)]), re.I
        )

    def find(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text from left to right."""
        masked = self._innocent.sub(lambda match: "\ufffc" * len(match[0]), text)
        found = [Number(match[0].strip(), match.start(), match.end()) for match in DIGITS.finditer(masked)]
        if self._words:
            found += [Number(match[0], match.start(), match.end()) for match in self._words.finditer(masked)]
        yield from sorted(found, key=lambda number: number.start)
