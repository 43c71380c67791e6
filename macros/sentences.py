"""Whether a translation still has the sentences that it had when it was stamped.

A translation has as many sentences, block by block, as its source, unless its stamp says otherwise: so a
sentence lost from either is found without reading a word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros import alignment
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
    ours, counts = translation.all, translation.counts
    pairs = alignment.blocks(source.all, ours)
    if len(wanted) == len(counts):
        index = next(i for i, (then, now) in enumerate(zip(wanted, counts, strict=True)) if then != now)
        theirs = next((block for block, pair in zip(source.all, pairs, strict=True) if pair == index), None)
        return _gap(theirs, ours[index]) if theirs and counts[index] < wanted[index] else ours[index].first
    if len(counts) < len(wanted):
        # Whole blocks are gone.
        lost = pairs.index(None) if None in pairs else len(pairs)
        before = [pair for pair in pairs[:lost] if pair is not None]
        kind = source.all[lost].kind if lost < len(pairs) else ""
        return alignment.after(before[-1] if before else None, translation, kind)
    return next((block.first for i, block in enumerate(ours) if i not in pairs), translation.line)


def _gap(theirs: Block, ours: Block) -> int:
    """Return the line of the source's sentence that has no counterpart."""
    pairs = alignment.sentences(theirs.sentences, ours.sentences)
    return alignment.missing(theirs, ours, pairs.index(None)) if None in pairs else ours.first
