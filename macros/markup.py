"""Figures, claims, sources and cards as HTML in a page's language.

Every element that prints a number says which record vouches for it, in `data-figure`, `data-claim`,
`data-source`, `data-formula` or `data-count`, and leaves its text with the `Vouchers`: the audit of the
built site accepts a number only inside such an element whose text is one of those. In the entry or the note of
a record, `data-figure` and its like are written without the record's id, which is known there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html import escape

from macros import records, sourcing, voices
from macros.dates import PartialDate
from macros.figures import Fact, convert, significant
from macros.formulas import IDENTIFIER
from macros.locales import CONVERTED_DIGITS, FORMS, FULL, How, Locale, Written, approached
from macros.numbers import NumberFinder
from macros.problems import Faults, suggestion
from macros.project import Project
from macros.template import Macro, MacroError, expand, parse
from macros.vouchers import Vouchers, text_of

SIGNS = {"*": "×", "/": "÷", "-": "−", "**": "^", ">=": "≥", "<=": "≤", "==": "="}
MOST_DIGITS = 15
LITERAL = re.compile(r"\d+(?:\.\d+)?")
DIGITS = re.compile(r"\d[\d.,\s]*")
BLANK = re.compile(r"\n\s*\n")
SIGN = re.compile(r"\*\*|>=|<=|==|[*/\-]")


@dataclass
class Writer:
    """Writes records as HTML for one page: its language, and the way back to its language's root."""

    project: Project
    locale: Locale
    root: str
    vouchers: Vouchers
    where: str = ""
    marks: Mapping[str, int] = field(default_factory=dict)
    folder: str = ""

    @property
    def up(self) -> str:
        """Return the way from the page to the site's root.

        `folder` is the language for which the page is built, where its text is in another one.
        """
        away = (self.folder or self.locale.code) != self.project.source
        return self.root.removeprefix("./") + ("../" if away else "")

    def entry(self, part: str, key: str) -> str:
        """Return the address of a record's entry: of its figures, claims or sources."""
        return f"{self.root}{self.project.homes[part, key]}/#{key}"

    # --- figures -----------------------------------------------------------------------------------

    def mark(self, key: str) -> str:
        """Return the attribute that holds the number of a record's note, which paper shows."""
        return f' data-mark="{self.marks[key]}"' if key in self.marks else ""

    def fact(self, key: str) -> Fact:
        """Return a figure; raise MacroError for an unknown id."""
        fact = self.project.facts.get(key)
        if fact is None:
            raise MacroError(f'unknown figure "{key}"{suggestion(key, self.project.facts)}')
        return fact

    def written(self, fact: Fact, how: How = FULL) -> Written:
        """Return a figure in words; raise MacroError for a form, unit or hedge that does not fit it."""
        form = how.form
        if form not in FORMS:
            raise MacroError(
                f'unknown form "{form}"{suggestion(form, FORMS) or "; known: " + ", ".join(FORMS)}'
            )
        if isinstance(fact.shown, PartialDate) and form in ("compact", "rounded", "exact"):
            raise MacroError(f'"{fact.id}" is a date; its forms are day, month and year')
        if not isinstance(fact.shown, PartialDate) and form in ("day", "month", "year"):
            raise MacroError(f'"{fact.id}" is not a date; the form "{form}" is for dates')
        if how.digits is not None and not 1 <= how.digits <= MOST_DIGITS:
            raise MacroError(f"digits is {how.digits}; write a whole number from 1 to {MOST_DIGITS}")
        data, source = self.project.data, self.project.source
        try:
            written = self.locale.write(fact, data, source, form, how.unit, how.digits)
        except ValueError as error:
            raise MacroError(f"{fact.id}: {error}") from None
        return self._hedged(fact, written, how) if how.hedge else written

    def _hedged(self, fact: Fact, written: Written, how: How) -> Written:
        """Return a figure after the sentence's own word for how near it is; raise MacroError for another word."""
        if number := next(NumberFinder(self.locale.own.get("audit")).find(how.hedge), None):
            mend = "say how near the figure is, and print other numbers by themselves"
            raise MacroError(f'hedge="{how.hedge}": "{number.text}" is a number of its own; {mend}')
        if fact.doubtful or not written.quiet:
            raise MacroError(
                f'hedge="{how.hedge}": "{fact.id}" says no such word in the form "{how.form}"; leave it out'
            )
        return approached(written, how.hedge)

    def figure(
        self,
        key: str,
        form: str = "full",
        unit: str | None = None,
        digits: int | None = None,
        hedge: str = "",
    ) -> str:
        """Return a figure as a link to its entry, with its qualifier in words, or in the words of `hedge`."""
        fact = self.fact(key)
        inner = self.bare(fact, How(form, unit, digits, hedge))
        doubtful = f" {fact.qualifier}" if fact.doubtful else ""
        return (
            f'<a class="figure{doubtful}" href="{self.entry("figures", key)}" data-figure="{key}"'
            f"{self.mark(key)}>{inner}</a>"
        )

    def bare(self, fact: Fact, how: How = FULL) -> str:
        """Return a figure in words, for an element that names it."""
        key = ("bare", self.locale.code, fact.id, how)
        return self.vouchers.once(key, lambda: self._bare(fact, self.written(fact, how)))

    def _bare(self, fact: Fact, written: Written) -> str:
        after = escape(written.after)
        after = f'<span lang="{written.foreign}">{after}</span>' if written.foreign else after
        inner = escape(written.before) + escape(written.number) + after
        if written.quiet:
            inner = f'<span class="quiet">{escape(written.quiet)} </span>{inner}'
        if written.tag:
            inner += f'<span class="tag"> {escape(written.tag)}</span>'
        self.vouchers.add("figure", fact.id, inner)
        return inner

    def as_of(self, key: str, form: str = "day") -> str:
        """Return the date of a figure's fact, as a link to the figure."""
        fact = self.fact(key)
        if form not in ("day", "month", "year"):
            raise MacroError(f'unknown form "{form}"; a date is written as day, month or year')
        date = escape(self.locale.date(fact.as_of, form))
        self.vouchers.add("figure", key, date)
        return f'<a class="figure" href="{self.entry("figures", key)}" data-figure="{key}"{self.mark(key)}>{date}</a>'

    def claim(self, key: str, words: str) -> str:
        """Return the words of a comparison that holds; raise MacroError where it does not."""
        claims = self.project.facts.claims
        if key not in claims:
            raise MacroError(f'unknown claim "{key}"{suggestion(key, claims)}')
        if not claims[key]:
            condition = self.project.data.records.claims[key].condition
            raise MacroError(
                f'claim "{key}" is false: {condition} ({self.condition_in_numbers(condition)}); mend the sentence or the figures'
            )
        if digits := DIGITS.search(self.project.names.sub("", words)):
            raise MacroError(
                f'claim("{key}"): "{digits[0]}" is compared with nothing; say it in letters, or print it with {{{{ figure("…") }}}}'
            )
        words = escape(words)
        self.vouchers.add("claim", key, words)
        return f'<a class="figure claim" href="{self.entry("claims", key)}" data-claim="{key}"{self.mark(key)}>{words}</a>'

    def count(self, words: str) -> str:
        """Return a count that the text itself shows, such as "three parts" before three parts."""
        self.vouchers.add("count", "", escape(words))
        return f"<span data-count>{escape(words)}</span>"

    # --- formulas ----------------------------------------------------------------------------------

    def condition_in_numbers(self, condition: str) -> str:
        """Return a condition with the figures' values instead of their ids, as plain text."""
        return text_of(self.signs(condition, lambda fact: escape(self.written(fact, How("exact")).plain)))

    def signs(self, formula: str, write: Callable[[Fact], str]) -> str:
        """Return a formula with mathematical signs and each figure written by `write`."""
        out: list[str] = []
        position = 0
        for match in IDENTIFIER.finditer(formula):
            out.append(self._arithmetic(formula[position : match.start()]))
            out.append(write(self.project.facts[match[0]]))
            position = match.end()
        out.append(self._arithmetic(formula[position:]))
        return "".join(out)

    def _arithmetic(self, text: str) -> str:
        """Return what stands between the figures of a formula, its numbers written in the language."""
        return LITERAL.sub(lambda match: self.locale.number(Decimal(match[0])), escape(_signs(text)))

    def formula(self, key: str, formula: str) -> str:
        """Return a record's formula, for its entry or note; its inputs are doors to their own entries."""
        html = self.signs(formula, lambda fact: self.figure(fact.id, "bare"))
        self.vouchers.add("formula", key, html)
        return f'<span class="formula" data-formula>{html}</span>'

    # --- texts of the data file ----------------------------------------------------------------------

    def text(self, text: Mapping[str, str], *, plain: bool = False) -> str:
        """Return a text of the data file in the page's language, its macros expanded.

        Where the language lacks it, the source's text stands in, in an element with its own `lang`.
        """
        version, language = self.locale.text(text, self.project.source)
        # A text is one paragraph: Markdown would end the element around it at a blank line.
        whole = BLANK.sub("\n", version)
        try:
            html = self._expanded(whole) if "{" in whole else escape(whole, quote=False)
        except Faults as faults:
            line = self._line(version, language)
            raise Faults(replace(each, line=line + each.line - 1) for each in faults.problems) from None
        if plain:
            return escape(text_of(html))
        return html if language == self.locale.code else f'<span lang="{language}">{html}</span>'

    def _line(self, text: str, language: str) -> int:
        """Return the line of the data file on which a text stands; 1 where it is not one of its own."""
        sections = () if self.where else self.project.survey.sections.get(language, {}).get(records.PAGE, ())
        return next((b.first for section in sections for b in section.blocks if b.raw == text), 1)

    def _expanded(self, text: str) -> str:
        where = self.where or "docs/figures.yml"
        pieces = parse(text, where)
        escaped = tuple(escape(piece, quote=False) if isinstance(piece, str) else piece for piece in pieces)
        return expand(escaped, self.data_macros(), where)

    def data_macros(self) -> dict[str, Macro]:
        """Return the macros that texts of the data file may call."""
        return {"figure": self.figure, "claim": self.claim, "as_of": self.as_of, "count": self.count}

    # --- the body of a figure's entry, on the figures page and in its card ---------------------------

    def body(self, fact: Fact) -> Iterator[str]:
        """Yield what is known of a figure, as the parts of its entry or note."""
        say, record = self.locale.say, fact.record
        yield f'<p class="value"><span data-figure>{self.bare(fact)}</span>{self.original(fact)}{self.range(fact)}</p>'
        yield voices.record(self, f"figures.{fact.id}")
        yield f'<p class="facts">{escape(say("card.as_of"))} {self.plain_date(fact.id, fact.as_of)}</p>'
        if record.formula:
            yield f'<p class="computed">{escape(say("card.computed"))} {self.formula(fact.id, record.formula)}</p>'
        if record.note:
            yield f'<p class="note">{self.text(record.note)}</p>'
        if fact.hearsay:
            yield f'<p class="caution">{escape(say("card.cited_only"))}</p>'
        if record.sources:
            items = "".join(sourcing.citation(self, fact.id, citation) for citation in record.sources)
            yield f'<ul class="sources" aria-label="{escape(say("card.sources"))}">{items}</ul>'
        if record.rivals:
            rivals = "".join(
                f"<li>{self.text(self.fact(rival.figure).record.label)}{escape(self.locale.say('colon'))} {self.figure(rival.figure)}. {self.text(rival.why)}</li>"
                for rival in record.rivals
            )
            yield f'<p class="rivals-title">{escape(say("card.rivals"))}</p><ul class="rivals">{rivals}</ul>'

    def plain_date(self, key: str, date: PartialDate) -> str:
        """Return a date of a record, for its entry or note."""
        written = escape(self.locale.date(date))
        self.vouchers.add("figure", key, written)
        return f"<span data-figure>{written}</span>"

    def original(self, fact: Fact) -> str:
        """Return the figure in its own unit, its source's if it has one, where the page shows it in another."""
        if isinstance(fact.shown, PartialDate):
            return ""
        if self.locale.shown_unit(fact, self.project.data) == fact.record.unit:
            return ""
        original = escape(self.written(fact, How("bare", fact.record.unit)).plain)
        key = "card.computed_original" if fact.record.formula else "card.original"
        html = f"{escape(self.locale.say(key))} {original}"
        self.vouchers.add("figure", fact.id, html)
        return f' <span class="original" data-figure>{html}</span>'

    def range(self, fact: Fact) -> str:
        """Return the lowest and highest values given for a figure."""
        low, high = fact.record.low, fact.record.high
        if not (low or high) or isinstance(fact.shown, PartialDate):
            return ""
        # In the unit in which the page shows the figure, which may not be the source's.
        unit = self.locale.shown_unit(fact, self.project.data)
        converted = [convert(fact, unit, self.project.data, Decimal(end)) for end in (low, high) if end]
        if unit != fact.record.unit:
            converted = [significant(end, fact.record.digits or CONVERTED_DIGITS) for end in converted]
        ends = [
            escape(self.locale.compact(end)[0] if fact.record.compact else self.locale.number(end))
            for end in converted
        ]
        key = "card.range" if len(ends) > 1 else "card.from" if low else "card.to"
        html = self.locale.say(key, low=ends[0], high=ends[-1])
        self.vouchers.add("figure", fact.id, html)
        return f' <span class="range" data-figure>{html}</span>'


def _signs(text: str) -> str:
    return SIGN.sub(lambda match: SIGNS[match[0]], text)
