"""Numbers that a source prints in words: "two hundred", "half a million", "quatre-vingt-dix", "two thirds"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

# Letters only: a digit is never a part of a number in words.
WORD = re.compile(r"[^\W\d_]+")
JOINT = re.compile(r"(?:[\s\u2010\u2011-]|['’](?=\S))+")


def _numbered(words: str, step: int = 1, first: int = 0) -> dict[str, int]:
    """Return the words of consecutive numbers; those of one number are joined with a stroke."""
    return {
        word: first + index * step for index, group in enumerate(words.split()) for word in group.split("|")
    }


@dataclass(frozen=True)
class Tongue:
    """The words that numbers are made of in one language."""

    small: Mapping[str, int]
    tens: Mapping[str, int]
    hundred: frozenset[str]
    scales: Mapping[str, int]
    # What counts hundredths: of a dollar, of a euro.
    hundredths: frozenset[str]
    fractions: Mapping[str, int]
    # A fraction that needs no numerator: "half", "la moitié".
    alone: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    joins: str
    half: tuple[tuple[str, ...], ...]
    ordinals: frozenset[str]
    # "two point five" is told, and not read.
    point: str
    # A scale that is a number by itself: "mille", "cent".
    bare: Mapping[str, int]


ENGLISH = Tongue(
    small=_numbered(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen"
    ),
    tens=_numbered("twenty thirty forty fifty sixty seventy eighty ninety", 10, 20),
    hundred=frozenset({"hundred"}),
    scales={
        "dozen": 12, "thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9,
        "billions": 10**9, "trillion": 10**12, "trillions": 10**12,
    },
    hundredths=frozenset({"cent", "cents"}),
    fractions={
        **_numbered("half|halves third quarter|fourth fifth sixth seventh eighth ninth tenth", 1, 2),
        **_numbered("thirds quarters|fourths fifths sixths sevenths eighths ninths tenths", 1, 3),
    },
    alone=frozenset({"half"}),
    articles=frozenset({"a", "an"}),
    of=frozenset({"of"}),
    joins="and",
    half=(("and", "a", "half"),),
    ordinals=frozenset(_numbered("first second third fourth fifth sixth seventh eighth ninth last this next")),
    point="point",
    bare={},
)  # fmt: skip

FRENCH = Tongue(
    small=_numbered(
        "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    ),
    tens={
        **_numbered("vingt trente quarante cinquante soixante septante huitante|octante nonante", 10, 20),
        "vingts": 20,
    },
    hundred=frozenset({"cent", "cents"}),
    scales={
        **_numbered("dizaine vingtaine trentaine quarantaine cinquantaine soixantaine", 10, 10),
        "douzaine": 12, "douzaines": 12, "quinzaine": 15, "centaine": 100, "centaines": 100, "millier": 1000, "milliers": 1000, "mille": 10**3, "million": 10**6, "millions": 10**6,
        "milliard": 10**9, "milliards": 10**9, "billion": 10**12, "billions": 10**12,
        "trillion": 10**18, "trillions": 10**18,
    },
    hundredths=frozenset({"centime", "centimes"}),
    fractions={
        **_numbered("demi|demie|moitié tiers quart cinquième sixième septième huitième neuvième dixième", 1, 2),
        **_numbered("quarts cinquièmes sixièmes septièmes huitièmes neuvièmes dixièmes", 1, 4),
    },
    alone=frozenset({"moitié"}),
    articles=frozenset({"le", "du"}),
    of=frozenset({"de", "d"}),
    joins="et",
    half=(("et", "demi"), ("et", "demie")),
    ordinals=frozenset(_numbered("premier|première deuxième|second|seconde troisième quatrième dernier|dernière")),
    point="virgule",
    bare={"cent": 100, "mille": 1000},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InWords:
    """A number in words and where it stands; `scale` is the multiplier that ends it, as in "two million"."""

    start: int
    end: int
    number: Decimal
    scale: Decimal
    share: bool = False


# A number read so far, and the index of the word after it.
Part = tuple[Decimal, int]


class Reader:
    """What finds the numbers of one text."""

    def __init__(self, text: str, tongue: Tongue) -> None:
        self.text, self.tongue = text, tongue
        self.words = [(match[0].lower(), match.start(), match.end()) for match in WORD.finditer(text)]

    def find(self) -> Iterator[InWords]:
        """Yield each number; a run of number words that makes no number is passed over whole."""
        index = 0
        while index < len(self.words):
            read = self._fraction(index) or self._whole(index)
            if read is None:
                index += 1
                continue
            number, scale, share, following = read
            if self._goes_on(number, following):
                index = self._after(following)
                continue
            if self._stands(index, number):
                yield InWords(self.words[index][1], self.words[following - 1][2], number, scale, share)
            index = following

    def _at(self, index: int) -> str:
        """Return a word that follows the one before it without a mark between them."""
        if index >= len(self.words):
            return ""
        joined = not index or JOINT.fullmatch(self.text, self.words[index - 1][2], self.words[index][1])
        return self.words[index][0] if joined else ""

    def _before(self, index: int) -> str:
        return self.words[index - 1][0] if index and self._at(index) else ""

    def _stands(self, index: int, number: Decimal) -> bool:
        """Tell whether a number is counted: "no one" is none, and "pour cent" is a unit."""
        before, word = self._before(index), self._word(index)
        return not (number == 1 and before == "no") and not (before == "pour" and word in self.tongue.bare)

    def _is_number(self, word: str) -> bool:
        tongue = self.tongue
        return any(word in words for words in (tongue.small, tongue.tens, tongue.hundred, tongue.scales))

    def _goes_on(self, number: Decimal, index: int) -> bool:
        """Tell whether number words follow that were not understood: "twenty twenty", "twenty-first"."""
        word, tongue = self._at(index), self.tongue
        return (
            self._is_number(word)
            or (word == tongue.point and self._is_number(self._at(index + 1)))
            or (word in tongue.ordinals and number >= 20)
            or (bool(word) and word in tongue.fractions)
        )

    def _after(self, index: int) -> int:
        while (word := self._at(index)) and (
            self._is_number(word) or word == self.tongue.point or word in self.tongue.fractions
        ):
            index += 1
        return index

    def _below_hundred(self, index: int) -> Part | None:
        word, tongue = self._word(index), self.tongue
        tens = tongue.tens.get(word, 0)
        following = index + 1
        if word == "quatre" and self._at(following).startswith("vingt"):
            tens, following = 80, following + 1
        if tens:
            # Sixty and eighty go up to nineteen: soixante-dix, quatre-vingt-onze.
            most = 19 if tens in (60, 80) and tongue is FRENCH else 9
            next_one = following + (tongue is FRENCH and self._at(following) == tongue.joins)
            more = self._unit(next_one) if self._at(next_one) in tongue.small else None
            if more and 0 < more[0] <= most:
                return tens + more[0], more[1]
            return Decimal(tens), following
        return self._unit(index) if word in tongue.small else None

    def _unit(self, index: int) -> Part:
        number, following = Decimal(self.tongue.small[self._word(index)]), index + 1
        more = self.tongue.small.get(self._at(following), 0)
        if self.tongue is FRENCH and number == 10 and 7 <= more <= 9:
            return number + more, following + 1
        return number, following

    def _word(self, index: int) -> str:
        return self.words[index][0] if index < len(self.words) else ""

    def _group(self, index: int) -> Part | None:
        """Return a number below a thousand."""
        tongue, start = self.tongue, index
        word, following = self._word(index), self._at(index + 1)
        if read := self._below_hundred(index):
            number, index = read
        elif word in tongue.bare:
            number = Decimal(1)
        elif (
            word in tongue.articles
            and tongue is ENGLISH
            and (following in tongue.hundred | tongue.scales.keys())
        ):
            number, index = Decimal(1), index + 1
        else:
            return None
        if self._word(index) in tongue.hundred and (self._at(index) or index == start) and number < 100:
            number, index = number * 100, index + 1
            after = index + (tongue is ENGLISH and self._at(index) == tongue.joins)
            if self._at(after) and (more := self._below_hundred(after)):
                return number + more[0], more[1]
        return number, index

    def _scaled(self, index: int, start: int) -> tuple[int, int]:
        """Return what the scales that stand here multiply by, and the word after: "mille milliards"."""
        factor = 1
        while True:
            after = index + (self._at(index) in self.tongue.of and 1 < factor <= 1000)
            word = self._word(after) if after == start else self._at(after)
            if word not in self.tongue.scales:
                return factor, index
            factor, index = factor * self.tongue.scales[word], after + 1

    def _half(self, index: int) -> int:
        """Return the number of words of "and a half" that stand here."""
        return next(
            (
                len(words)
                for words in self.tongue.half
                if all(self._at(index + place) == word for place, word in enumerate(words))
            ),
            0,
        )

    def _whole(self, index: int) -> tuple[Decimal, Decimal, bool, int] | None:
        total, last = Decimal(0), 0
        read = self._group(index)
        if read is None:
            return None
        start = index
        while True:
            part, index = read
            scale = Decimal(100) if part and not part % 100 else Decimal(1)
            if not last and (length := self._half(index)):
                part, index = part + Decimal("0.5"), index + length
            factor, following = self._scaled(index, start)
            if factor == 1 or (last and factor * part >= last):
                total += part
                break
            total, last, index, scale = total + part * factor, factor, following, Decimal(factor)
            if length := self._half(index):
                total, index = total + Decimal(factor) / 2, index + length
                break
            after = index + (last == 1000 and self.tongue is ENGLISH and self._at(index) == self.tongue.joins)
            more = (
                self._group(after)
                if self._at(after) and self._word(after) not in self.tongue.articles
                else None
            )
            if more is None or more[0] >= last:
                break
            read = more
        if self._at(index) in self.tongue.hundredths:
            total, scale, index = total / 100, scale / 100, index + 1
        return total, scale, False, index

    def _fraction(self, index: int) -> tuple[Decimal, Decimal, bool, int] | None:
        """Return "half a million" or "a quarter of a billion" as a number, "two thirds" as a share in per cent."""
        tongue, place = self.tongue, index
        if self._before(index) in tongue.ordinals:
            return None
        upper = Decimal(1)
        if self._word(place) in tongue.articles:
            place += 1
        elif read := self._below_hundred(place):
            upper, place = read
        elif self._word(place) not in tongue.alone:
            return None
        lower = tongue.fractions.get(self._at(place) if place > index else self._word(place))
        if lower is None or upper >= lower:
            return None
        place += 1
        after = place + (self._at(place) in tongue.of)
        after += self._at(after) in tongue.articles | {"one", "un", "une"}
        factor, following = self._scaled(after, index)
        if factor > 1:
            return upper * factor / lower, Decimal(1), False, following
        return 100 * upper / lower, Decimal(1), True, place
