"""Whether a translation still has the sentences that it had when it was stamped.

A translation has as many sentences, block by block, as its source, unless its stamp says otherwise: so a
sentence lost from either is found without reading a word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    before, after = sum(wanted), sum(translation.counts)
    if before != after:
        yield Problem(
            translation.path,
            _line(wanted, source, translation),
            f"a sentence {'went' if after < before else 'came'} since this was stamped ({before} then, {after} now);"
            f' mend it, or stamp it again: make stamp PAGE="{translation.name}"',
        )


def _line(wanted: Sequence[int], source: Section, translation: Section) -> int:
    """Return the line where a translation has fewer sentences than it had, or more."""
    blocks, counts = translation.all, translation.counts
    if not blocks:
        written = [index for index, line in enumerate(translation.lines) if line.strip()]
        return translation.line + (written[-1] + 2 if written else 0)
    if len(wanted) == len(counts):
        index = next(i for i, (then, now) in enumerate(zip(wanted, counts, strict=True)) if then != now)
        theirs = source.all[index] if len(source.all) == len(blocks) else None
        return (
            gap_line(theirs, blocks[index])
            if theirs and counts[index] < wanted[index]
            else blocks[index].first
        )
    opcodes = SequenceMatcher(None, wanted, counts, autojunk=False).get_opcodes()
    first = next(first for tag, _, _, first, _ in opcodes if tag != "equal")
    if len(counts) > len(wanted) or first == 0:
        return blocks[min(first, len(blocks) - 1)].first
    # Whole blocks are gone: they stood between the block before and the one after.
    before = blocks[first - 1]
    line = before.last + (1 if before.kind in ("item", "field") else 2)
    return min(line, blocks[first].first) if first < len(blocks) else line


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
