"""Whether a translation still has the sentences that it had when it was stamped.

A translation has as many sentences, block by block, as its source, unless its stamp says otherwise: so a
sentence lost from either is found without reading a word of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from macros.blocks import Block
from macros.problems import Problem
from macros.sections import Section
from macros.states import Status


def problems(status: Status) -> Iterator[Problem]:
    """Find the sentences that went from a translation, or came, since it was stamped."""
    source, translation = status.source, status.translation
    if not (source and translation and translation.stamp):
        return
    wanted = translation.stamp.sentences or (source.counts if status.exact else None)
    if wanted is None or wanted == translation.counts:
        return
    again = f'or stamp it again: python -m macros stamp "{translation.name}"'
    for tag, i, j, k, m in SequenceMatcher(None, wanted, translation.counts, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = sum(wanted[i:j]), sum(translation.counts[k:m])
        line = _changed_line(source, translation, k, m, after < before)
        change = (
            "a sentence went"
            if after < before
            else "a sentence came"
            if after > before
            else "sentences moved"
        )
        yield Problem(
            translation.path,
            line,
            f"{change} since this was stamped ({before} there, {after} here); mend it, {again}",
        )
        return


def _changed_line(source: Section, translation: Section, first: int, end: int, fewer: bool) -> int:
    blocks = translation.all
    if first == end:
        # Whole blocks are gone: they stood between the block before and the one after.
        if first == 0:
            return translation.line
        before = blocks[first - 1]
        gap = 1 if before.kind in ("item", "field") else 2
        return min(before.last + gap, blocks[first].first) if first < len(blocks) else before.last + gap
    block = blocks[first]
    if fewer and len(blocks) == len(source.all):
        return gap_line(source.all[first], block)
    return block.first


def gap_line(theirs: Block, ours: Block) -> int:
    """Return the line at which a sentence of the source has no counterpart, by figures and by length."""
    there, here = [_measure(s) for s in theirs.sentences], [_measure(s) for s in ours.sentences]
    if not here or len(there) != len(here) + 1:
        return ours.first
    costs = []
    for gap in range(len(there)):
        kept = there[:gap] + there[gap + 1 :]
        costs.append(sum(_distance(a, b) for a, b in zip(kept, here, strict=True)))
    gap = costs.index(min(costs))
    # The place after the last sentence has no line of its own.
    return ours.line_of(gap) if gap < len(here) else ours.line_of(gap - 1) + 1


def _measure(sentence: str) -> tuple[int, int]:
    return sentence.count("{{"), len(sentence)


def _distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    longest = max(one[1], other[1], 1)
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) / longest
