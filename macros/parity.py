"""What a translation must share with its source: levels, ids, macros, links, code, tables.

Only a translation of the text that the source has now can be held to it; an outdated one is not broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from macros import alignment, sentences
from macros.blocks import Block
from macros.data import PATH
from macros.normal import Link, written
from macros.problems import Problem
from macros.sections import FRONT, TO_WRITE, Section
from macros.states import Status
from macros.template import Call

# Without a title a page has no heading; what else is missing from the front matter is only missing.
NEEDED = frozenset({"title"})

FIX = "run make fix"


def problems(status: Status) -> Iterator[Problem]:
    """Find what is broken in one translated section."""
    source, translation = status.source, status.translation
    if translation is None or status.state == "missing":
        yield from _lacking(status)
        return
    if source is None:
        if status.happened("unknown"):
            yield Problem(
                translation.path,
                translation.line,
                f"the source has no section #{translation.key}; use the id of the section it renders, or remove it",
            )
        return
    yield from ids(source, translation)
    if status.state == "outdated":
        return
    broken = [*shared(source, translation)]
    yield from broken
    # What went with a table or a figure is told already.
    if not broken:
        yield from sentences.problems(status)


def _lacking(status: Status) -> Iterator[Problem]:
    source, translation = status.source, status.translation
    if not (source and translation) or not translation.path.endswith(".md"):
        return
    for told in status.told:
        if told.kind == "lacks" and told.other in NEEDED:
            yield Problem(
                translation.path,
                translation.line,
                f'the front matter lacks "{told.other}", which {source.path} has; translate it',
            )
    if translation.key == FRONT and status.happened("scaffolded"):
        yield Problem(
            translation.path, translation.line, f"the front matter still holds {TO_WRITE}; write it"
        )


def ids(source: Section, translation: Section) -> Iterator[Problem]:
    """Find an id or a level that is not the source's."""
    if translation.key != source.key and translation.page == source.page:
        yield Problem(
            translation.path, translation.line, f"#{translation.key} is #{source.key} in the source; {FIX}"
        )
    if translation.level != source.level:
        yield Problem(
            translation.path,
            translation.line,
            f"#{translation.key} is a heading of level {translation.level}, and of level {source.level} in {_at(source)}; {FIX}",
        )


def shared(source: Section, translation: Section) -> Iterator[Problem]:
    """Find macros, links, code, tables, boxes and ids of the source that the translation lacks, or adds."""
    yield from _calls(source, translation)
    yield from _links(source, translation)
    for name, ours, theirs in (
        ("code block", _code(translation), _code(source)),
        ("table", _tables(translation), _tables(source)),
        ("box", _boxes(translation), _boxes(source)),
        ("code", _spans(translation), _spans(source)),
        ("footnote", _footnotes(translation), _footnotes(source)),
        ("id", _block_ids(translation), _block_ids(source)),
    ):
        yield from _same(name, translation, source, ours, theirs)


# --- macros and links ----------------------------------------------------------------------------


def identity(call: Call) -> tuple[str, str]:
    """Return what must be the same in all languages: the macro and its record, not the words it prints."""
    return call.name, "" if call.name == "count" else call.key


def _calls(source: Section, translation: Section) -> Iterator[Problem]:
    missing, extra = differences(source, translation)
    mend = (
        "write that; make fix does so where an id is only mistyped" if translation.path != PATH else "copy it"
    )
    for call, wrong in zip(missing, extra, strict=False):
        yield Problem(
            translation.path,
            wrong.line,
            f"{written(wrong)} stands where {source.path}:{call.line} has {written(call)}; {mend}",
        )
    for call in missing[len(extra) :]:
        yield Problem(
            translation.path,
            alignment.line(call.line, source, translation),
            f"{written(call)} of {source.path}:{call.line} is missing; add it",
        )
    for call in extra[len(missing) :]:
        yield Problem(
            translation.path, call.line, f"{written(call)} is not in the section of {_at(source)}; remove it"
        )


def differences(source: Section, translation: Section) -> tuple[list[Call], list[Call]]:
    """Return the calls that the translation lacks, and those that it has too many."""
    theirs, ours = Counter(map(identity, source.calls)), Counter(map(identity, translation.calls))
    if theirs == ours:
        return [], []
    pairs = alignment.blocks(source.all, translation.all)
    back = {pair: index for index, pair in enumerate(pairs) if pair is not None}
    return (
        _pick(source.all, translation.all, pairs.__getitem__, theirs - ours),
        _pick(translation.all, source.all, back.get, ours - theirs),
    )


def _pick(
    blocks: Sequence[Block],
    others: Sequence[Block],
    answer: Callable[[int], int | None],
    wanted: Counter[tuple[str, str]],
) -> list[Call]:
    """Return so many calls of each identity, first those that the answering block does not have."""
    lacking: list[Call] = []
    rest: list[Call] = []
    for index, block in enumerate(blocks):
        pair = answer(index)
        there = Counter(map(identity, others[pair].text.calls)) if pair is not None else Counter()
        for call in block.text.calls:
            (rest if there[identity(call)] > 0 else lacking).append(call)
            there[identity(call)] -= 1
    left = wanted.copy()
    picked: list[Call] = []
    for call in (*lacking, *reversed(rest)):
        if left[identity(call)] > 0:
            left[identity(call)] -= 1
            picked.append(call)
    return sorted(picked, key=lambda call: call.line)


def _links(source: Section, translation: Section) -> Iterator[Problem]:
    ours = Counter(target(link, translation.language) for link in translation.links)
    theirs = Counter(target(link, source.language) for link in source.links)
    missing = [link for link in source.links if _spend(ours, target(link, source.language))]
    extra = [link for link in translation.links if _spend(theirs, target(link, translation.language))]
    for link, wrong in zip(missing, extra, strict=False):
        yield Problem(
            translation.path,
            wrong.line,
            f'the link "{wrong.to}" leads to "{link.to}" in {source.path}:{link.line}; make them the same',
        )
    for link in missing[len(extra) :]:
        yield Problem(
            translation.path,
            alignment.line(link.line, source, translation),
            f'the link "{link.to}" of {source.path}:{link.line} is missing; add it',
        )
    for link in extra[len(missing) :]:
        yield Problem(
            translation.path,
            link.line,
            f'the link "{link.to}" is not in the section of {_at(source)}; remove it',
        )


def _spend(left: Counter[str], key: str) -> bool:
    """Tell whether nothing of this is left; take one otherwise."""
    if left[key] > 0:
        left[key] -= 1
        return False
    return True


def target(link: Link, language: str) -> str:
    """Return where a link leads; of a site that has each language at its own address, the site alone."""
    _, _, rest = link.to.partition("://")
    if not rest:
        return link.to
    host, _, path = rest.partition("/")
    if host.startswith(f"{language}."):
        return host.removeprefix(f"{language}.")
    return host if language in path.split("/") else rest


# --- blocks --------------------------------------------------------------------------------------

Found = list[tuple[str, int]]


def _code(section: Section) -> Found:
    return [(f"{b.shape}{b.text.normal}", b.first) for b in section.blocks if b.kind == "code"]


def _tables(section: Section) -> Found:
    return [(" by ".join(b.shape), b.first) for b in section.blocks if b.kind == "table"]


def _boxes(section: Section) -> Found:
    return [(" ".join(b.shape), b.first) for b in section.blocks if b.kind == "box"]


def _footnotes(section: Section) -> Found:
    return [(b.shape[0], b.first) for b in section.blocks if b.kind == "footnote"]


def _spans(section: Section) -> Found:
    return sorted((code, b.first) for b in section.all for code in b.text.code)


def _block_ids(section: Section) -> Found:
    return sorted((key, b.first) for b in section.blocks for key in b.ids)


def _same(name: str, translation: Section, source: Section, ours: Found, theirs: Found) -> Iterator[Problem]:
    mine, wanted = [key for key, _ in ours], [key for key, _ in theirs]
    if mine == wanted:
        return
    for tag, i, j, k, m in SequenceMatcher(None, wanted, mine, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for (_, line), (key, there) in zip(ours[k:m], theirs[i:j], strict=False):
            yield Problem(
                translation.path,
                line,
                f"this {name} differs from {source.path}:{there}{_quoted(name, key)}; copy it",
            )
        for key, there in theirs[i + (m - k) : j]:
            line = alignment.line(there, source, translation)
            yield Problem(
                translation.path,
                line,
                f"the {name} of {source.path}:{there}{_quoted(name, key)} is missing; copy it",
            )
        for key, line in ours[k + (j - i) : m]:
            yield Problem(
                translation.path,
                line,
                f"this {name}{_quoted(name, key)} is not in the section of {_at(source)}; remove it",
            )


def _quoted(name: str, key: str) -> str:
    return "" if name == "code block" else f' ("{key}")'


# --- places --------------------------------------------------------------------------------------


def _at(section: Section) -> str:
    return f"{section.path}:{section.line}"
