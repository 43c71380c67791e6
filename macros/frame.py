"""What the templates print around a page's own content: its place, its length, its figures.

The counts printed here are the site's own (chapters, minutes, figures of a page): each is registered as
a count that the text itself shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from macros.markup import Writer
from macros.normal import MACRO
from macros.notes import note_keys
from macros.page import Page
from macros.typography import Typesetter

# Silent reading of expository prose, in words a minute: between the usual means for French and English.
PACE = 220

# A macro call stands for a number and its unit.
WORDS_A_CALL = 2
MARKUP = re.compile(r"<[^>]*>|\{:[^}]*\}|\]\([^)]*\)")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def words(page: Page) -> int:
    """Return how many words a page's own text has; pages made from the data file count as nearly none."""
    prose = MARKUP.sub(" ", MACRO.sub(" ", page.body))
    return len(WORD.findall(prose)) + WORDS_A_CALL * len(page.calls)


def minutes(page: Page) -> int:
    """Return how long a page takes to read, in whole minutes, one at least."""
    return max(1, round(words(page) / PACE))


@dataclass(frozen=True)
class Frame:
    """Writes what stands around the pages of one language, as HTML."""

    writer: Writer
    typesetter: Typesetter

    def typeset(self, text: str | None) -> str:
        """Return a title or description with its typography, safe in HTML and in attributes."""
        return escape(self.typesetter.text(text or ""))

    def heading(self, html: str) -> str:
        """Return a heading of the table of contents, which is HTML, with its typography."""
        return self.typesetter.html(html)

    def section(self, key: str) -> str:
        """Return the name of a part of the navigation: `section.KEY` of the interface, or the key as typed."""
        locale, name = self.writer.locale, f"section.{key}"
        return escape(locale.say(name)) if locale.has(name) else self.typeset(key)

    def place(self, key: str, number: int, total: int) -> str:
        """Return which page of a part this is, or nothing for a part whose pages are in no order."""
        locale, name = self.writer.locale, f"place.{key}"
        if not locale.has(name):
            return ""
        return self.writer.count(locale.say(name, number=str(number), total=str(total)))

    def reading(self, page: Page) -> str:
        """Return the time that a page takes to read."""
        return self.counted("reading", minutes(page))

    def figures(self, page: Page) -> str:
        """Return how many figures of a page have evidence behind them, or nothing where none has."""
        number = len(note_keys(self.writer.project, page.calls))
        return self.counted("page.figures", number) if number else ""

    def counted(self, key: str, number: int) -> str:
        """Return a phrase of the interface in the plural form that a number takes: `KEY.one` or `KEY.other`."""
        locale = self.writer.locale
        written = locale.number(Decimal(number))
        name = f"{key}.{locale.plural(Decimal(number))}"
        name = name if locale.has(name) else f"{key}.other"
        return self.writer.count(locale.say(name, count=written))
