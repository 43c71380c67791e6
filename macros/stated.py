"""The number inside what a source printed: "$1.9 million", "12 000", "100k", "3.8 x 10^25", "22 juillet 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from babel.dates import get_month_names

from macros.dates import PartialDate

# Multipliers as printed, in the languages of the sources. French "billion" is a million millions.
MULTIPLIERS: dict[str, int] = {
    "k": 3, "thousand": 3, "mille": 3, "mil": 3,
    "m": 6, "mn": 6, "million": 6, "millions": 6, "millones": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9, "milliard": 9, "milliards": 9,
    "t": 12, "tn": 12, "trillion": 12, "trillions": 12,
    "cent": -2, "cents": -2,
}  # fmt: skip

WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "zero zéro no", "one un une", "two deux", "three trois", "four quatre", "five cinq", "six",
            "seven sept", "eight huit", "nine neuf", "ten dix", "eleven onze", "twelve douze",
            "thirteen treize", "fourteen quatorze", "fifteen quinze", "sixteen seize",
            "seventeen dix-sept", "eighteen dix-huit", "nineteen dix-neuf", "twenty vingt",
        )
    )
    for word in words.split()
}  # fmt: skip

# Shares that sources print as words, for figures in per cent.
SHARES: dict[str, Decimal] = {
    "half": Decimal(50), "moitié": Decimal(50), "third": Decimal(100) / 3, "tiers": Decimal(100) / 3,
    "quarter": Decimal(25), "quart": Decimal(25), "three-quarters": Decimal(75),
}  # fmt: skip

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SPACES = "\u00a0\u202f\u2009 "
CURRENCIES = "$€£¥"
# The digits of a name, as in H100, are no number of their own.
NUMBER = re.compile(
    rf"(?P<currency>[{CURRENCIES}]\s*)?(?P<minus>(?<![^\s(])[−-])?(?<![A-Za-z0-9])(?P<number>\d+(?:[{SPACES}.,'’]\d+)*)"
    rf"(?:\s*[x×*·]\s*10\s*\^?\s*(?P<power>-?\d+)|[eE](?P<exponent>[+-]?\d+))?"
    rf"(?P<gap>[\s-]*)(?P<word>[A-Za-z]+)?(?P<after>\s*[{CURRENCIES}])?"
)  # fmt: skip
# What joins the two ends of a range, of which the second alone may say "million".
TO = re.compile(rf"\s*(?:[-–—]|to|and|or|à|et|ou)\s*[{CURRENCIES}]?")
BARE_POWER = re.compile(r"10\s*\^\s*(-?\d+)")


def numbers(stated: str, language: str) -> list[tuple[Decimal, Decimal]]:
    """Return each number printed in `stated` with half a unit of its last printed digit.

    `language` decides what a comma is: a decimal mark in French, a group mark in English.
    """
    text = stated.translate(SUPERSCRIPTS)
    if power := BARE_POWER.fullmatch(text.strip()):
        return [(Decimal(1).scaleb(int(power[1])), Decimal(0))]
    found = []
    matches = [*NUMBER.finditer(text)]
    for match, following in zip_longest(matches, matches[1:]):
        digits = _plain(match["number"], language)
        if digits is None:
            continue
        scale = int(match["power"] or match["exponent"] or 0) + _multiplied(match, language)
        number = Decimal(digits)
        exponent = number.as_tuple().exponent
        half = Decimal(5).scaleb(int(exponent) - 1 + scale)
        found.append((number.scaleb(scale), half))
        if match["minus"]:
            # Before a number, the sign may be a dash as well: both readings are printed.
            found.append((-number.scaleb(scale), half))
        if following and TO.fullmatch(text, match.end("number"), following.start("number")):
            # "180 to 200 million": the first end is read with the multiplier of the second as well.
            more = _multiplied(following, language) - scale
            found.append((number.scaleb(scale + more), half.scaleb(more)))
    return found or list(_in_words(text.lower(), language))


def _multiplied(match: re.Match[str], language: str) -> int:
    """Return the power of ten that the word after a number stands for.

    One letter multiplies beside a currency, or at the number itself; there, "m" and "t" are metres and tonnes.
    """
    word, at_end = match["word"] or "", not match.string[match.end("word") : match.end("word") + 1].isdigit()
    money = match["currency"] or match["after"]
    if len(word) == 1 and not money and (match["gap"] or word in "mt" or not at_end):
        return 0
    return _magnitude(word, language)


def _magnitude(word: str | None, language: str) -> int:
    # The long scale: a French billion is a million millions.
    word = (word or "").lower()
    return MULTIPLIERS.get(word, 0) + (3 if language == "fr" and word in ("billion", "billions") else 0)


def _in_words(text: str, language: str) -> Iterator[tuple[Decimal, Decimal]]:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if word in WORDS:
            yield Decimal(WORDS[word]).scaleb(_magnitude(following, language)), Decimal(0)
        elif word == "a" and _magnitude(following, language) > 0:
            yield Decimal(1).scaleb(_magnitude(following, language)), Decimal(0)
        elif word in SHARES:
            yield SHARES[word], Decimal("0.5")


def _plain(printed: str, language: str) -> str | None:
    decimal = "." if language == "en" else ","
    group = "," if language == "en" else "."
    digits = re.sub(rf"[{SPACES}'’]", "", printed)
    if digits.count(group) and not re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d+)?", digits):
        # A group mark that groups nothing is a decimal mark printed in the other convention.
        return digits.replace(group, ".") if digits.count(group) == 1 and decimal not in digits else None
    try:
        return str(Decimal(digits.replace(group, "").replace(decimal, ".")))
    except InvalidOperation:
        return None


def agrees(stated: str, language: str, value: Decimal) -> bool:
    """Tell whether `value` is among the numbers printed, within the precision printed."""
    return any(abs(number - value) <= half for number, half in numbers(stated, language))


def agrees_date(stated: str, language: str, date: PartialDate, year: int) -> bool:
    """Tell whether `stated` prints this date; a date printed without a year is of `year`."""
    text = stated.lower()
    if str(date) in text:
        return True
    if str(date.year) not in text and not (date.year == year and not re.search(r"\d{4}", text)):
        return False
    if date.month:
        names = {
            str(get_month_names(width, locale=locale)[date.month]).lower().rstrip(".")
            for width in ("wide", "abbreviated")
            for locale in {language, "en"}
        }
        if not any(re.search(rf"\b{re.escape(name[:4])}", text) for name in names):
            return False
    return not date.day or re.search(rf"(?<!\d)0?{date.day}(?!\d)", text) is not None
