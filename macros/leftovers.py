"""Sentences of a translation that are still in the source language, found without a list of words.

A sentence is left over when it is nearly one of the source section's own, or when its words are those of
the source language's pages and not those of the translation's other pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from sys import intern

from macros.normal import MACRO
from macros.problems import Problem
from macros.sections import Section
from macros.template import HEDGE

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
CODE_OR_TARGET = re.compile(r"`[^`]*`|\]\([^)]*\)")

# Shorter sentences may be the same in two languages, or be all names.
FEWEST = 4

# Nearly a sentence of the source: this share of all the words of both.
ALIKE = 0.8

# In the source language: so many words, so large a share known there, so small a share known here,
# judged only when the language has enough text of its own to know its words by.
FEWEST_FOREIGN, KNOWN_THERE, KNOWN_HERE, VOCABULARY = 6, 0.75, 0.34, 300


class Leftovers:
    """Finds leftovers in the translations of one language."""

    def __init__(
        self, source: Iterable[Section], translated: Iterable[Section], names: re.Pattern[str]
    ) -> None:
        """Take all sections of both languages, and the declared names, which belong to no language."""
        self._source, self._translated, self._names = tuple(source), tuple(translated), names
        self._read: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _there(self) -> frozenset[str]:
        return frozenset(word for section in self._source for word in self._vocabulary(section))

    @cached_property
    def _here(self) -> Mapping[str, int]:
        """Return in how many sections of the translation each word occurs."""
        return Counter(word for section in self._translated for word in self._vocabulary(section))

    def problems(self, section: Section, source: Section | None) -> Iterator[Problem]:
        """Find the sentences of a translated section that are in the source language."""
        theirs = [self._words(text) for block in source.all for text in block.sentences] if source else []
        own = self._vocabulary(section)
        for block in section.all:
            for index, sentence in enumerate(block.sentences):
                words = self._words(sentence)
                if len(words) < FEWEST:
                    continue
                if any(_alike(words, other) for other in theirs) or self._foreign(words, own):
                    yield Problem(
                        section.path,
                        block.line_of(index),
                        f'left in the source language: "{_short(sentence)}"; translate it',
                    )
        if source:
            yield from _untranslated_words(section, source)
            yield from self._untranslated_hedges(section, source, own)

    def _foreign(self, words: Sequence[str], own: frozenset[str]) -> bool:
        distinct = set(words)
        if len(distinct) < FEWEST_FOREIGN or len(self._here) < VOCABULARY:
            return False
        there = sum(word in self._there for word in distinct) / len(distinct)
        here = sum(self._here.get(word, 0) > (word in own) for word in distinct) / len(distinct)
        return there >= KNOWN_THERE and here <= KNOWN_HERE

    def _untranslated_hedges(
        self, section: Section, source: Section, own: frozenset[str]
    ) -> Iterator[Problem]:
        """Find the words that a figure is hedged with and that are still the source's, not words of both languages."""
        if section.language == source.language:
            return
        theirs = {(call.name, call.key, call.options.get(HEDGE)) for call in source.calls}
        for call in section.calls:
            hedge = call.options.get(HEDGE)
            words = self._words(str(hedge or ""))
            if not words or (call.name, call.key, hedge) not in theirs:
                continue
            if not all(self._here.get(word, 0) > (word in own) for word in words):
                yield Problem(
                    section.path, call.line, f'left in the source language: "{hedge}"; translate it'
                )

    def _vocabulary(self, section: Section) -> frozenset[str]:
        return frozenset(
            word for block in section.all for text in block.sentences for word in self._words(text)
        )

    def _words(self, sentence: str) -> tuple[str, ...]:
        if sentence not in self._read:
            bare = MACRO.sub(" ", sentence)
            if "`" in bare or "](" in bare:
                bare = CODE_OR_TARGET.sub(" ", bare)
            bare = self._names.sub(" ", bare)
            # Languages say nearly all with few words: each is held once.
            self._read[sentence] = tuple(map(intern, WORD.findall(bare.lower())))
        return self._read[sentence]


def _alike(words: Sequence[str], other: Sequence[str]) -> bool:
    most = max(len(words), len(other))
    if min(len(words), len(other)) < ALIKE * most:
        return False
    return (Counter(words) & Counter(other)).total() >= ALIKE * most


def _untranslated_words(section: Section, source: Section) -> Iterator[Problem]:
    """Find words that a macro prints, such as a claim's, and that are still the source's."""
    theirs = {(call.name, *call.args) for call in source.calls if len(call.args) > 1}
    for call in section.calls:
        words = str(call.args[-1]) if len(call.args) > 1 else ""
        if len(WORD.findall(words)) > 1 and (call.name, *call.args) in theirs:
            yield Problem(section.path, call.line, f'left in the source language: "{words}"; translate it')


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else sentence[:57].rstrip() + "..."
