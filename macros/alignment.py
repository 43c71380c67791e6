"""Which block of a translation answers to which of its source, and which sentence to which.

Nothing is known of the languages: blocks are of one kind, print the same records, lead to the same places,
and are about as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from macros.blocks import Block
from macros.sections import Section, note_lines

MACRO = re.compile(r"\{\{ (?P<name>\w+)\((?P<key>\"[^\"]*\")?")
TARGET = re.compile(r"\]\(([^)\s]*)")

# Blocks that stand on lines that follow each other.
LISTED = frozenset({"item", "definition", "field"})

# How much more it tells that two texts print the same record than that they are as long as each other.
RECORDS, PLACES, LENGTH = 4.0, 2.0, 1.0


def blocks(theirs: Sequence[Block], ours: Sequence[Block]) -> list[int | None]:
    """Return, for each source block, the index of the block that answers to it, or None."""
    return _align(len(theirs), len(ours), lambda i, j: _of_blocks(theirs[i], ours[j]))


def sentences(theirs: Sequence[str], ours: Sequence[str]) -> list[int | None]:
    """Return, for each source sentence, the index of the sentence that answers to it, or None."""
    return _align(len(theirs), len(ours), lambda i, j: 0.1 + likeness(theirs[i], ours[j]))


def likeness(one: str, other: str) -> float:
    """Return how much two texts in different languages may be one: records, places, length."""
    return (
        RECORDS * _shared(_records(one), _records(other))
        + PLACES * _shared(TARGET.findall(one), TARGET.findall(other))
        + LENGTH * min(len(one), len(other)) / max(len(one), len(other), 1)
    )


def _of_blocks(one: Block, other: Block) -> float:
    if one.kind != other.kind or one.depth != other.depth:
        return 0.0
    lengths = [list(map(len, block.sentences)) for block in (one, other)]
    even: float = sum(min(pair) / max(pair) for pair in zip(*lengths, strict=False))
    return 0.1 + likeness(one.text.normal, other.text.normal) + even / max(*map(len, lengths), 1)


def _records(text: str) -> list[str]:
    # The words of a count are its own in each language.
    return [
        match["name"] + ("" if match["name"] == "count" else match["key"] or "")
        for match in MACRO.finditer(text)
    ]


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    if not one and not other:
        return 1.0
    left = list(other)
    both = 0
    for each in one:
        if each in left:
            left.remove(each)
            both += 1
    return both / max(len(one), len(other))


def _align(rows: int, columns: int, likeness: Callable[[int, int], float]) -> list[int | None]:
    """Return the pairing in order, each used once, whose likenesses add up to most."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    score = [[likeness(i, j) for j in range(columns)] for i in range(rows)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + score[i][j] if score[i][j] > 0 else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[int | None] = [None] * rows
    i = j = 0
    while i < rows and j < columns:
        if score[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + score[i][j]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


# --- lines -----------------------------------------------------------------------------------------


def line(number: int, source: Section, translation: Section) -> int:
    """Return the line of a translation that answers to a line of its source."""
    theirs, ours = source.all, translation.all
    index = next((i for i, block in enumerate(theirs) if block.first <= number <= block.last), None)
    if index is None or not ours:
        return after(None, translation)
    pairs = blocks(theirs, ours)
    pair = pairs[index]
    if pair is None:
        before = [each for each in pairs[:index] if each is not None]
        return after(before[-1] if before else None, translation, theirs[index].kind)
    return _inside(number, theirs[index], ours[pair])


def after(index: int | None, translation: Section, kind: str = "") -> int:
    """Return the line where a block of a kind is missing: after another one, or where the section begins."""
    found = translation.all
    if index is None:
        written = [i for i, each in enumerate(translation.lines) if each.strip()]
        start = translation.line + (written[0] if written else 0)
        return found[0].first if found else start + (2 if written else 0)
    block = found[index]
    last = block.last
    if block.kind == "heading":
        last += len(note_lines(translation.lines, True))
    place = last + (1 if block.kind == kind and kind in LISTED else 2)
    return min(place, found[index + 1].first) if index + 1 < len(found) else place


def _inside(number: int, theirs: Block, ours: Block) -> int:
    offset = number - theirs.first
    if theirs.last - theirs.first == ours.last - ours.first:
        return ours.first + offset
    if theirs.cells or theirs.kind == "code":
        return min(ours.first + offset, ours.last)
    there = next((i for i in range(len(theirs.sentences)) if theirs.line_of(i) >= number), None)
    return ours.first if there is None else missing(theirs, ours, there)


def missing(theirs: Block, ours: Block, index: int) -> int:
    """Return the line of a block where the source's sentence with this index is, or where it should be."""
    pairs = sentences(theirs.sentences, ours.sentences)
    if pairs[index] is not None:
        return ours.line_of(pairs[index] or 0)
    before = [each for each in pairs[:index] if each is not None]
    return ours.line_of(before[-1]) + 1 if before else ours.first
