"""The project as read from disk: configuration, data, languages and pages."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from macros import data as data_file
from macros.configuration import Language, read_languages, reading_order
from macros.data import Data
from macros.figures import Facts, evaluate, undefined_conversions
from macros.locales import Locale
from macros.page import Page, faults, read_page
from macros.problems import Faults, Problem, read_text
from macros.template import Call, calls, parse
from macros.timing import TIMES

if TYPE_CHECKING:
    from macros.translations import Survey


# What is told of a language with pages of its own.
NO_WORDS = (
    "numbers in letters would pass unseen in this language;"
    " list its number words here under audit: words:, as docs/en/words.yml does"
)


@dataclass
class Project:
    """All that the site is made of, loaded once a build."""

    root: Path
    source: str
    languages: Mapping[str, Language]
    data: Data
    facts: Facts
    locales: Mapping[str, Locale]
    pages: Mapping[str, Mapping[str, Page]]
    names: re.Pattern[str]
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(
        cls, root: Path, source: str | None = None, languages: Mapping[str, Language] | None = None
    ) -> Project:
        """Read the project at `root`; raise Faults with all that its files have wrong."""
        if languages is None or source is None:
            source, languages = read_languages(root / "mkdocs.yml")
        problems: list[Problem] = []
        locales: dict[str, Locale] = {}
        pages: dict[str, dict[str, Page]] = {code: {} for code in languages}
        with _gathered(problems):
            data = data_file.load(root / data_file.PATH)
            undefined_conversions(data)
            with TIMES.of("evaluate"):
                facts = evaluate(data)
        for code in (source, *(code for code in languages if code != source)):
            with _gathered(problems):
                locales[code] = Locale.read(root / "docs", code, locales.get(source))
        for code in languages:
            folder = root / "docs" / code
            for file in sorted(folder.rglob("*.md")) if folder.exists() else ():
                name = file.relative_to(folder).with_suffix("").as_posix()
                path = f"docs/{code}/{name}.md"
                with _gathered(problems):
                    pages[code][name] = read_page(read_text(file, path), code, name, path)
        problems += (each for own in pages.values() for page in own.values() for each in faults(page, source))
        problems += (
            Problem(f"docs/{code}/words.yml", 1, NO_WORDS)
            for code, locale in locales.items()
            if pages[code] and not (locale.own.get("audit") or {}).get("words")
        )
        if problems:
            raise Faults(problems)
        # Lists that are made chapter by chapter follow the story; pages outside the navigation come last.
        order = reading_order(root / "mkdocs.yml")
        for code, own in pages.items():
            names = sorted(own, key=lambda name: (order.get(name, len(order)), name))
            pages[code] = {name: own[name] for name in names}
        project = cls(root, source, languages, data, facts, locales, pages, names_pattern(data.records.names))
        project.uses = project._uses()
        return project

    @cached_property
    def survey(self) -> Survey:
        """Return the sections of all languages and the states of the translations, read when first asked."""
        from macros.translations import Survey

        with TIMES.of("translations"):
            return Survey.of(self)

    def forget_survey(self) -> None:
        """Keep the sections and states no longer: they take as much memory as the data, and all pages are made."""
        self.__dict__.pop("survey", None)

    def _uses(self) -> dict[str, tuple[str, ...]]:
        """Return, for each figure and claim, the pages of the source language that call it."""
        uses: dict[str, list[str]] = defaultdict(list)
        for name, page in self.pages[self.source].items():
            for call in page.calls:
                keys = self.figures_of(call) if call.name == "chart" else map(str, call.args)
                for key in keys:
                    if (key in self.facts or key in self.data.records.claims) and name not in uses[key]:
                        uses[key].append(name)
        return {key: tuple(names) for key, names in uses.items()}

    def figures_of(self, call: Call) -> tuple[str, ...]:
        """Return the figures that a call of `figure`, `as_of`, `claim` or `chart` stands for, in order.

        A claim stands for those of its condition, a chart for its rows and those that its texts name.
        """
        from macros import formulas

        records = self.data.records
        keys: list[str] = []
        if call.name in ("figure", "as_of"):
            keys = [call.key]
        elif call.name == "claim" and call.key in records.claims:
            keys = [*formulas.parse(records.claims[call.key].condition, condition=True).inputs]
        elif call.name == "chart" and call.key in records.charts:
            chart = records.charts[call.key]
            texts = (chart.title, chart.caption, chart.description)
            keys = [*chart.figures, *(key for text in texts for key in keys_in(text))]
        return tuple(key for key in dict.fromkeys(keys) if key in self.facts)

    @cached_property
    def homes(self) -> Mapping[tuple[str, str], str]:
        """Return the page of the entry of each figure, claim and source, by part of the data file and id."""
        from macros.homes import homes

        return homes(self)

    @cached_property
    def chapters(self) -> Mapping[str, str]:
        """Return the chapter under which each figure and claim is listed, if any chapter has a list."""
        from macros.homes import chapters

        return chapters(self)

    def needs(self, key: str) -> tuple[str, ...]:
        """Return what a figure or claim is computed from, compared with, or explained by, in order."""
        from macros import formulas

        records = self.data.records
        if key in records.claims:
            return formulas.parse(records.claims[key].condition, condition=True).inputs
        record = records.figures[key]
        rivals = (rival.figure for rival in record.rivals)
        return (*self.facts[key].inputs, *rivals, *keys_in(record.note or {}))

    def charts_drawn(self) -> set[str]:
        """Return the charts that a page of the source language shows."""
        pages = self.pages[self.source].values()
        return {call.key for page in pages for call in page.calls if call.name == "chart"}

    def used(self) -> set[str]:
        """Return every figure that a page prints, or that one of those is computed from or compared with."""
        records = self.data.records
        seen: set[str] = set()
        todo = [key for key in self.uses if key in self.facts]
        todo += (key for statement in records.statements.values() for key in statement.figures)
        todo += self._told()
        todo += (needed for key in self.claims_used() for needed in self.needs(key))
        while todo:
            key = todo.pop()
            if key in seen or key not in self.facts:
                continue
            seen.add(key)
            todo += self.needs(key)
        return seen

    def _told(self) -> Iterator[str]:
        """Yield what the texts of statements and of the glossary print."""
        records = self.data.records
        for statement in records.statements.values():
            for text in (statement.said, statement.found, statement.why):
                yield from keys_in(text)
        for term in records.glossary.values():
            yield from keys_in(term.gloss)

    def claims_used(self) -> set[str]:
        """Return every claim that a page or a text of the data file relies on."""
        return self.data.records.claims.keys() & {*self.uses, *self._told()}

    def unused(self) -> Iterator[Problem]:
        """Find figures, claims and charts that no page of the site needs."""
        used = self.used()
        for key in self.facts:
            if key not in used:
                yield self.data.file.problem(
                    ("figures", key), f'figure "{key}" is used by no page; use it or remove it'
                )
        claims = self.claims_used()
        for key in self.data.records.claims:
            if key not in claims:
                yield self.data.file.problem(
                    ("claims", key), f'claim "{key}" is used by no page; use it or remove it'
                )
        drawn = self.charts_drawn()
        for key in self.data.records.charts:
            if key not in drawn:
                yield self.data.file.problem(
                    ("charts", key), f'chart "{key}" is shown by no page; show it or remove it'
                )


@contextlib.contextmanager
def _gathered(problems: list[Problem]) -> Iterator[None]:
    """Note the faults of one part and go on with the next, so that all are told at once."""
    try:
        yield
    except Faults as faults:
        problems += faults.problems


def keys_in(text: Mapping[str, str]) -> list[str]:
    """Return the first arguments of the macro calls in a text of the data file."""
    return [call.key for version in text.values() for call in calls(parse(version, data_file.PATH))]


def names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds the declared names, the longest first, with any kind of space or hyphen."""
    forms = []
    for name in sorted(names, key=len, reverse=True):
        form = re.escape(name).replace(r"\ ", r"[\s\u00a0\u202f]+").replace(r"\-", "[-\u2010\u2011]")
        forms.append(form)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])" if forms else r"(?!)")
