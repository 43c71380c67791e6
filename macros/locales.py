"""How a language writes numbers, dates, units and the site's own words.

What Babel knows (groups, decimal marks, plurals, months, millions) comes from Babel;
what it does not (the interface, the audit's number words) comes from `docs/<language>/words.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import babel
from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from macros.data import Data
from macros.dates import PartialDate
from macros.figures import Fact, convert, significant
from macros.model import UnitRecord
from macros.problems import Faults, Problem, line_with
from macros.words import read
from macros.yamlfile import YamlFile

NO_BREAK = "\u00a0"
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

# From here on a number is written as a power of ten: nobody reads twenty zeros.
SCIENTIFIC = Decimal("1e16")
WORDS = "words.yml"

# A figure brought to another unit is shown to so many digits: a round number of gallons is no exact one of litres.
CONVERTED_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Written:
    """A figure in words: what stands before, the number, its unit, and a warning after.

    `foreign` is the language of the unit's words, where they are borrowed from another one.
    """

    before: str
    number: str
    after: str
    tag: str = ""
    quiet: str = ""
    foreign: str = ""

    @property
    def plain(self) -> str:
        """Return the figure as running text."""
        return f"{self.before}{self.number}{self.after}" + (f" ({self.tag})" if self.tag else "")


class How(NamedTuple):
    """How a figure is printed: its form, another unit, digits that count, and a sentence's word for its qualifier."""

    form: str = "full"
    unit: str | None = None
    digits: int | None = None
    hedge: str = ""


FULL = How()


class Locale:
    """One language of the site."""

    def __init__(
        self, code: str, words: Mapping[str, Any], fallback: Mapping[str, Any] | None = None
    ) -> None:
        """Take a language code that Babel knows, its words, and the source language's words."""
        self.code = code
        self.babel = babel.Locale.parse(code.replace("-", "_"))
        self.own = words
        self.words = {**(fallback or {}), **words}
        # The language whose words file has every phrase.
        self.source = code
        self._fallback = fallback or {}
        self.direction = self.babel.text_direction
        numbers = words.get("numbers") or {}
        self._compact_limit = int(numbers.get("largest_power", 12))
        self._of, self._of_vowel = numbers.get("of", ""), numbers.get("of_before_vowel", "")
        self._unit_space = numbers.get("unit_space", NO_BREAK)
        self._tight = frozenset(numbers.get("tight_units", ()))
        self._dates: dict[tuple[PartialDate, str], str] = {}
        self._first = (words.get("dates") or {}).get("first_of_month")

    @classmethod
    def read(cls, docs: Path, code: str, fallback: Locale | None = None) -> Locale:
        """Read the language's words file, if it has one; without one it borrows the source's words."""
        path = docs / code / WORDS
        known = fallback.words if fallback else None
        words = read(YamlFile.read(path, f"docs/{code}/{WORDS}"), known) if path.exists() else {}
        try:
            locale = cls(code, words, known)
            locale.source = fallback.source if fallback else code
            return locale
        except (babel.UnknownLocaleError, ValueError):
            message = f'"{code}" is no language that Babel knows; write its code, such as "de" or "pt-BR"'
            line = line_with(docs.parent / "mkdocs.yml", f"locale: {code}")
            raise Faults([Problem("mkdocs.yml", line, message)]) from None

    def say(self, key: str, **values: str) -> str:
        """Return a phrase of the interface; raise Faults for one that the source language lacks."""
        phrase = self._phrase(key)
        if phrase is None:
            message = f'the phrase "{key}" is missing; write it under interface: again'
            raise Faults([Problem(f"docs/{self.source}/{WORDS}", 1, message)])
        return phrase.format(**values) if values else phrase

    def has(self, key: str) -> bool:
        """Tell whether there is a phrase, here or in the source language."""
        return self._phrase(key) is not None

    def _phrase(self, key: str) -> str | None:
        own, borrowed = self.words.get("interface") or {}, self._fallback.get("interface") or {}
        return own.get(key) or borrowed.get(key)

    def text(self, text: Mapping[str, Any], source: str) -> tuple[Any, str]:
        """Return a text of the data file and the language it is in: this one, else the source's."""
        for language in (self.code, "*", source):
            if language in text:
                return text[language], self.code if language == "*" else language
        language = next(iter(text))
        return text[language], language

    def number(self, value: Decimal) -> str:
        """Write a number with all its digits, or as a power of ten where those are too many."""
        if abs(value) >= SCIENTIFIC:
            ten = value.adjusted()
            power = f"10{str(ten).translate(SUPERSCRIPT)}"
            mantissa = value.scaleb(-ten).normalize()
            return power if mantissa == 1 else f"{self.number(mantissa)}{NO_BREAK}×{NO_BREAK}{power}"
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        written = format_decimal(
            value, format=_pattern(decimals), locale=self.babel, decimal_quantization=False
        )
        return str(written).replace("-", "−")

    def compact(self, value: Decimal) -> tuple[str, bool]:
        """Write a number with the language's words for millions and more; say whether one was used."""
        power = min(abs(value).adjusted() // 3 * 3, self._compact_limit) if value else 0
        if power < 6:
            return self.number(value), False
        scaled = value.scaleb(-power).normalize()
        scaled = scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled
        forms = self.babel.compact_decimal_formats.get("long", {})
        patterns = forms.get(self.plural(scaled)) or forms.get("other") or {}
        pattern = patterns.get(str(10**power))
        # Some languages count by hundred or ten thousands: their word here means another power, after more digits.
        if not pattern or str(pattern.pattern).count("0") != 1:
            return self.number(value), False
        word = str(pattern.pattern).replace("0", "").replace("'", "").strip(f" {NO_BREAK}")
        return f"{self.number(scaled)}{NO_BREAK}{word}", True

    def plural(self, value: Decimal) -> str:
        """Return the plural category of a number in this language (one, few, many, other…)."""
        return _plural(value, self.babel)

    def date(self, date: PartialDate, form: str = "day") -> str:
        """Write a date as `day`, `month` or `year`, no more precisely than it is known."""
        if (date, form) not in self._dates:
            self._dates[date, form] = self._date(date, form)
        return self._dates[date, form]

    def _date(self, date: PartialDate, form: str) -> str:
        if form == "year" or not date.month:
            return f"{date.year}"
        if form == "month" or not date.day:
            return self._skeleton("yMMMM", date)
        written = str(format_date(date.first(), format="long", locale=self.babel))
        if self._first and date.day == 1:
            written = written.replace("1", self._first, 1)
        return written.replace(" ", NO_BREAK, 1)

    def _skeleton(self, skeleton: str, date: PartialDate) -> str:
        pattern = self.babel.datetime_skeletons.get(skeleton) or "MMMM y"
        return str(format_date(date.first(), format=str(pattern), locale=self.babel)).replace(" ", NO_BREAK)

    def unit(
        self, record: UnitRecord, value: Decimal, source: str, *, compact: bool = False, per: bool = True
    ) -> tuple[str, str]:
        """Return what stands before a number and after it: its unit, with the right spaces."""
        tail = f" {self.text(record.per, source)[0]}" if record.per and per else ""
        if record.before and self.code in record.before:
            return record.before[self.code], tail
        if record.forms:
            forms, language = self.text(record.forms, source)
            # A language may tell more plurals apart than a unit's forms do: French has "many" for millions.
            # Borrowed words follow the plurals of the language that they are borrowed from.
            plural = _plural(
                value, self.babel if language == self.code else babel.Locale.parse(language.replace("-", "_"))
            )
            word = forms["other"] if compact else forms.get(plural) or forms["other"]
            joiner = self._of_joiner(word) if compact else NO_BREAK
            return "", f"{joiner}{word}{tail}"
        if not record.symbol:
            return "", tail
        symbol = self.text(record.symbol, source)[0]
        space = "" if symbol in self._tight else NO_BREAK if compact else self._unit_space
        return "", f"{space}{symbol}{tail}"

    def foreign(self, record: UnitRecord, source: str) -> str:
        """Return the language from which a unit's words are borrowed, or nothing."""
        texts = (record.forms or record.symbol, record.per)
        languages = {self.text(text, source)[1] for text in texts if text}
        return next(iter(languages - {self.code}), "")

    def _of_joiner(self, word: str) -> str:
        if not self._of:
            return NO_BREAK
        return (
            f" {self._of_vowel}"
            if word[0].lower() in "aeéèêiouyh" and self._of_vowel
            else f" {self._of}{NO_BREAK}"
        )

    def shown_unit(self, fact: Fact, data: Data) -> str:
        """Return the unit in which this language shows a figure, where it is not a date."""
        shown = data.records.units[fact.record.unit].shown_as or {}
        # A language in which the data file has no texts reads those of the source, and its units with them.
        borrowed = None if self.code in data.records.languages else shown.get(self.source)
        return shown.get(self.code) or borrowed or fact.record.unit

    def write(
        self,
        fact: Fact,
        data: Data,
        source: str,
        form: str = "full",
        unit: str | None = None,
        digits: int | None = None,
    ) -> Written:
        """Write a figure in one of the forms of `FORMS`; raise ValueError for what cannot be."""
        if isinstance(fact.shown, PartialDate):
            return self._write_date(fact, form)
        key = unit or self.shown_unit(fact, data)
        value = fact.shown
        if key != fact.record.unit:
            value = significant(convert(fact, key, data), digits or fact.record.digits or CONVERTED_DIGITS)
        elif form == "rounded" or digits:
            value = significant(fact.value if isinstance(fact.value, Decimal) else value, digits or 2)
        compact = form == "compact" or (fact.record.compact and form != "exact")
        number, worded = self.compact(value) if compact else (self.number(value), False)
        before, after = self.unit(
            data.records.units[key], value, source, compact=worded, per=form not in ("short", "number")
        )
        if form == "number":
            before, after = "", ""
        rounded = value != (fact.value if key == fact.record.unit else convert(fact, key, data))
        foreign = self.foreign(data.records.units[key], source) if after else ""
        return self._qualify(fact, form, rounded, Written("", f"{before}{number}", after, foreign=foreign))

    def _write_date(self, fact: Fact, form: str) -> Written:
        assert isinstance(fact.shown, PartialDate)
        written = self.date(fact.shown, form if form in ("month", "year") else "day")
        return self._qualify(fact, form, False, Written("", written, ""))

    def _qualify(self, fact: Fact, form: str, rounded: bool, written: Written) -> Written:
        qualifier = "about" if fact.qualifier == "exact" and rounded else fact.qualifier
        if qualifier == "exact":
            return written
        # A day is not approached as a quantity is: French says « vers le », not « environ ».
        about_day = qualifier == "about" and isinstance(fact.shown, PartialDate) and bool(fact.shown.day)
        word = self.say("qualifier.about_day" if about_day else f"qualifier.{qualifier}")
        if form in ("bare", "number", "short", "month", "year"):
            return replace(written, quiet=word)
        if qualifier in ("planned", "disputed"):
            return replace(written, tag=word)
        return approached(written, word)


def approached(written: Written, word: str) -> Written:
    """Return a figure after the word that says how near it is, such as "about", and which it then needs no more."""
    space = "" if word.endswith(("’", "'")) else NO_BREAK
    return replace(written, before=f"{word}{space}{written.before}", quiet="")


@cache
def _pattern(decimals: int) -> NumberPattern:
    """Return how a number with so many decimals is written, which Babel reads once and not at each number."""
    return parse_pattern("#,##0" + (f".{'0' * decimals}" if decimals else ""))


def _plural(value: Decimal, locale: babel.Locale) -> str:
    return str(locale.plural_form(abs(value)))


FORMS = ("full", "bare", "number", "short", "compact", "rounded", "exact", "day", "month", "year")
