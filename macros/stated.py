"""The number inside what a source printed: "$1.9 million", "12 000", "100k", "3.8 x 10^25", "22 juillet 2024"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from babel.dates import get_month_names

from macros.dates import PartialDate
from macros.wordnumbers import ENGLISH, FRENCH, Reader

# Multipliers as printed, in the languages of the sources, as powers of ten.
MULTIPLIERS: dict[str, int] = {
    "k": 3, "thousand": 3, "mille": 3, "hundred": 2,
    "m": 6, "mn": 6, "mln": 6, "mio": 6, "million": 6, "millions": 6,
    "millón": 6, "millones": 6, "milhão": 6, "milhões": 6,
    "b": 9, "bn": 9, "md": 9, "mds": 9, "mrd": 9, "billion": 9, "billions": 9, "milliard": 9, "milliards": 9,
    "t": 12, "tn": 12, "trillion": 12, "trillions": 12,
    "cent": -2, "cents": -2, "centime": -2, "centimes": -2,
}  # fmt: skip

# What a word multiplies by in one language alone. In the long scale, a billion is a million millions.
OF_LANGUAGE: dict[str, dict[str, int]] = {
    "fr": {"billion": 12, "billions": 12, "trillion": 18, "trillions": 18},
    "es": {"mil": 3, "billón": 12, "billones": 12},
    "pt": {"mil": 3},
}

# A letter at a number that multiplies nothing is a unit, or is not understood, and then nor is the number.
UNIT_LETTERS = frozenset("WwhHLlgGsxXVvAJ")
SOME_UNITS = {"m": ("meter", "minute"), "t": ("tonne",)}

VULGAR = {
    "½": "5",
    "¼": "25",
    "¾": "75",
    "1/2": "5",
    "1/4": "25",
    "3/4": "75",
    "and a half": "5",
    "et demi": "5",
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SPACES = "\u00a0\u202f\u2009 "
CURRENCIES = "$€£¥"
HEDGES = (
    "nearly|almost|about|around|roughly|approximately|over|some|up to|more than|as (?:much|many) as"
    "|près de|environ|presque|plus de|quelque"
)
# What joins the two ends of a range, of which the second alone may say "million".
TO = re.compile(rf"\s*(?:[-–—]|to|and|or|à|et|ou)\s*(?:(?:{HEDGES})\s+)*[{CURRENCIES}]?\s*")
GIVE_OR_TAKE = re.compile(r"\s*(?:±|\+/[-−])\s*")
TIMES = re.compile(r"\s*[x×*·]\s*")
WORD = re.compile(r"(?P<gap>[\s-]*)(?P<word>[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
AFTER = re.compile(rf"\s*(?P<currency>[{CURRENCIES}])(?!\s*\d)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number with half a unit of its last printed digit, what stands after it, and its sign of currency."""

    number: Decimal
    half: Decimal
    after: str = ""
    currency: str = ""
    share: bool = False

    def agrees(self, value: Decimal) -> bool:
        """Tell whether `value` is this number, within the precision printed."""
        return abs(self.number - value) <= self.half

    def says(self, value: Decimal) -> bool:
        """Tell whether this number is `value` and is no rounding of it; a third is 33 and 33.3."""
        last = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
        return self.number == value or (self.share and abs(self.number - value) <= min(last, self.half))


@dataclass(frozen=True, slots=True)
class _Token:
    """A number as it stands in the text: `scale` is the multiplier within it, as "million"."""

    start: int
    end: int
    number: Decimal
    half: Decimal
    scale: Decimal = Decimal(1)
    currency: str = ""
    minus: bool = False
    share: bool = False
    readable: bool = True


def numbers(stated: str, language: str, unit: str = "") -> list[tuple[Decimal, Decimal]]:
    """Return each number printed in `stated` with half a unit of its last printed digit."""
    return [(printed.number, printed.half) for printed in read(stated, language, unit)]


def agrees(stated: str, language: str, value: Decimal, unit: str = "") -> bool:
    """Tell whether `value` is among the numbers printed, within the precision printed."""
    return any(printed.agrees(value) for printed in read(stated, language, unit))


def read(stated: str, language: str, unit: str = "") -> list[Printed]:
    """Return each number printed in `stated`.

    `language` decides what a comma is: a decimal mark in French, a group mark in English. `unit` is what the
    figure is measured in, as Pint writes it: a share such as "a third" is a number in per cent alone.
    """
    text = _normal(stated, language)
    tokens = [*_in_digits(text, language, unit)]
    spans = [(token.start, token.end) for token in tokens]
    tokens += (
        token
        for token in _in_words(text, language, unit)
        # "une" beside digits is an article.
        if not (spans and text[token.start : token.end].lower() in ("un", "une"))
        and all(token.end <= start or end <= token.start for start, end in spans)
    )
    tokens.sort(key=lambda token: token.start)
    found: list[Printed] = []
    # From the last to the first, as the first end of a range has the unit and the multiplier of the second.
    after = ""
    for token, following in reversed([*zip_longest(tokens, tokens[1:])]):
        between = text[token.end : following.start] if following else ""
        joined = following and (TO.fullmatch(between) or GIVE_OR_TAKE.fullmatch(between))
        after = after if joined else text[token.end :]
        if token.readable:
            found += _readings(token, following, between, after)
    return found


def _readings(token: _Token, following: _Token | None, between: str, after: str) -> Iterator[Printed]:
    printed = Printed(token.number, token.half, after, token.currency, token.share)
    yield printed
    if token.minus:
        # Before a number, the sign may be a dash as well: both readings are printed.
        yield replace(printed, number=-token.number)
    if not following or not following.readable:
        return
    if TIMES.fullmatch(between):
        yield Printed(token.number * following.number, following.half * token.number, after)
    if TO.fullmatch(between) and token.scale == 1 != following.scale:
        # "180 to 200 million": the first end is read with the multiplier of the second as well.
        yield replace(printed, number=token.number * following.scale, half=token.half * following.scale)
    if GIVE_OR_TAKE.fullmatch(between):
        scale = following.scale if token.scale == 1 else Decimal(1)
        for more in (-following.number, 0, following.number):
            yield replace(printed, number=token.number * scale + more, half=token.half * scale)


def _normal(stated: str, language: str) -> str:
    """Return the text with the powers of ten after a caret and with halves and quarters as decimals."""
    mark = "." if language == "en" else ","
    text = re.sub(r"(?<![\d.,])10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"10^{m[1].translate(SUPERSCRIPTS)}", stated)
    text = re.sub(
        r"(?:(?<![\d.,])(\d+)\s*)?([½¼¾])|(?<![\d.,/])(\d+)\s+(1/2|1/4|3/4)(?![\d/])"
        r"|(?<![\d.,])(\d+) (and a half|et demi)e?\b",
        lambda m: f"{m[1] or m[3] or m[5] or 0}{mark}{VULGAR[m[2] or m[4] or m[6]]}",
        text,
    )
    # Of a fraction of a million only halves and quarters are read; a third of it ends in no decimal.
    return re.sub(
        r"(?<![\d.,/])(\d+/\d+)[\s-]*(?:of an? |de |d['’])?(?=mill|bill|trill|thousand)",
        lambda m: f"0{mark}{VULGAR[m[1]]} " if m[1] in VULGAR else "?",
        text,
    )


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return what finds a number in digits; the digits of a name, as in H100, are no number of their own."""
    mark, group = (r"\.", ",") if language == "en" else (",", r"\.")
    spaced = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+(?:{mark}\d+)?(?!{group}\d)"
    return re.compile(
        rf"(?P<minus>(?<![^\s(])[−-])?(?:(?P<currency>[{CURRENCIES}])\s*(?P<sign>[−-])?)?"
        rf"(?:(?<![^\W_])|(?<=\d[xX]))"
        rf"(?:10\s*(?:\^|\*\*)\s*(?P<bare>-?\d{{1,3}})(?!\d)|(?P<number>{spaced}|\d+(?:[.,'’]\d+)*))"
        rf"(?:\s*[x×*·]\s*10\s*(?:\^|\*\*)\s*(?P<power>-?\d{{1,3}})(?!\d)|[eE](?P<exponent>[+-]?\d{{1,3}})(?!\w))?"
    )


def _in_digits(text: str, language: str, unit: str) -> Iterator[_Token]:
    for match in _pattern(language).finditer(text):
        digits = "1" if match["bare"] else _plain(match["number"], language)
        if digits is None:
            continue
        power = int(match["power"] or match["exponent"] or match["bare"] or 0)
        money = match["currency"] or ""
        scale, end, readable = _multiplied(text, match.end(), language, unit, bool(money))
        if mark := AFTER.match(text, end):
            money, end = money or mark["currency"], mark.end()
        number = Decimal(digits)  # a power of ten alone is exact
        half = Decimal(0) if match["bare"] else Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
        number, half = (each.scaleb(power + scale) for each in (number, half))
        minus, scaled = bool(match["minus"] or match["sign"]), Decimal(1).scaleb(scale)
        yield _Token(match.start(), end, number, half, scaled, money, minus, readable=readable)


def _multiplied(text: str, at: int, language: str, unit: str, money: bool) -> tuple[int, int, bool]:
    """Return the power of ten that the words after a number stand for, their end, and whether they are understood.

    One letter multiplies beside a currency, or at the number itself; there, "m" and "t" are metres and tonnes.
    """
    match = WORD.match(text, at)
    if match and len(word := match["word"]) == 1:
        at_end = not text[match.end() : match.end() + 1].isdigit()
        money = money or AFTER.match(text, match.end()) is not None
        if not money and (match["gap"] or word in "mt" or not at_end):
            own = unit.startswith(SOME_UNITS.get(word, ("?",))) or word in UNIT_LETTERS
            return 0, at, bool(match["gap"]) or own or (word in "mt" and not at_end)
        power = MULTIPLIERS.get(word.lower())
        if power is None:
            return 0, at, bool(match["gap"]) or word in UNIT_LETTERS
        return power, match.end(), True
    total = 0
    while match and (power := _magnitude(match["word"], language)):
        # "2 hundred thousand", "5 mille milliards"; a hundredth is of the whole.
        total, at = total + power, match.end()
        match = WORD.match(text, at)
    return total, at, True


def _magnitude(word: str, language: str) -> int:
    lower = word.lower()
    if len(word) == 1 or word == "MD":
        # One letter is read where its number is, and MD is Maryland.
        return 0
    return OF_LANGUAGE.get(language, {}).get(lower, MULTIPLIERS.get(lower, 0))


def _in_words(text: str, language: str, unit: str) -> Iterator[_Token]:
    tongue = {"en": ENGLISH, "fr": FRENCH}.get(language)
    for found in Reader(text, tongue).find() if tongue else ():
        if not found.share or unit == "percent":
            half = Decimal("0.5") if found.share else Decimal(0)
            yield _Token(found.start, found.end, found.number, half, found.scale, share=found.share)


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


@functools.cache
def _month(language: str, month: int) -> str:
    """Return a pattern of the names of a month, whole and shortened; "may" and "march" are verbs in English."""
    names = {
        str(get_month_names(width, context, locale=locale)[month]).rstrip(".")
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for locale in (language, "en")
    }
    names |= {"Sept"} if "Sep" in names else set()
    forms = {form for name in names for form in (name, name.capitalize(), name.upper())}
    return rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?![^\W_])\.?"


def agrees_date(stated: str, language: str, date: PartialDate, year: int) -> bool:
    """Tell whether `stated` prints this date; a date printed without a year is of `year`."""
    if re.search(rf"(?<!\d){date}(?!\d)", stated):
        return True
    if date.month:
        day = rf"0?{date.day}" if date.day else r"\d{1,2}"
        # A date in digits goes by the order of its language; a month alone may stand without a day.
        parts = [day, rf"0?{date.month}"][:: -1 if language == "en" else 1]
        if not date.day:
            parts[parts.index(day)] = ""
        numeric = "[/.-]".join(part for part in (*parts, str(date.year)) if part)
        if re.search(rf"(?<![\d/.]){numeric}(?!\d)", stated):
            return True
    if not re.search(rf"(?<!\d){date.year}(?!\d)", stated) and not (
        date.year == year and not re.search(r"\d{4}", stated)
    ):
        return False
    if not date.month:
        return True
    month = _month(language, date.month)
    if not date.day:
        return re.search(month, stated) is not None
    day = rf"(?<!\d)0?{date.day}(?:st|nd|rd|th|er|[.º])?(?!\d)"
    return any(
        re.search(form, stated)
        for form in (
            rf"{day}(?:\s*[-–]\s*\d{{1,2}})?(?:[\s-]+(?:of|de|d['’])?\s*|\s*)(?:{month})",
            rf"(?:{month})[\s-]+(?:the\s+)?(?:\d{{1,2}}\s*[-–]\s*)?{day}(?![.,]\d)",
        )
    )
