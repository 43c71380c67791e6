"""Which translation renders which section, wherever the source has moved it, and what that tells.

Sections are paired by their stamps first, then by page and id, then by what they still have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from macros import records
from macros.sections import FRONT, Section
from macros.stamps import accepted, urgent
from macros.states import Status, Told

# Two sections are one, renamed and edited, when they share this much of their blocks or of their figures.
KIN_BLOCKS, KIN_FIGURES = 0.5, 0.6


def compare(language: str, source: Sequence[Section], translated: Sequence[Section]) -> tuple[Status, ...]:
    """Return the state of each source section in a language, in order, and then of each orphan."""
    return _Comparison(language, source, translated).result()


@dataclass
class _Comparison:
    """Pairs source sections with translations, the surest pairs first."""

    language: str
    source: Sequence[Section]
    translated: Sequence[Section]
    pairs: dict[tuple[str, str], Section] = field(default_factory=dict)

    def result(self) -> tuple[Status, ...]:
        self.open = _by_place(section for section in self.source if section.key)
        self.left = _by_place(each for each in self.translated if each.key and not each.to_write)
        self._pair_in_place(stamped=True)
        self._pair_by_stamp()
        self._pair_in_place(stamped=False)
        self._pair_kin()
        parts = self._parts()
        found = [self._status(section, parts) for section in self.source if section.key]
        reordered = self._reordered()
        found = [
            replace(status, told=(*status.told, Told("reordered")))
            if status.section.place in reordered
            else status
            for status in found
        ]
        return (*found, *(self._orphan(section, parts) for section in self.left.values()))

    def _pair(self, section: Section, candidates: Iterable[Section]) -> None:
        """Pair a section with one of these, on its own page if one is there."""
        best = min(candidates, key=lambda each: each.page != section.page, default=None)
        if best:
            self.pairs[section.place] = best
            del self.open[section.place], self.left[best.place]

    def _pair_in_place(self, *, stamped: bool) -> None:
        for place, section in list(self.open.items()):
            mate = self.left.get(place)
            if mate and (not stamped or _accepts(section, mate)):
                self._pair(section, (mate,))

    def _pair_by_stamp(self) -> None:
        stamped: dict[str, list[Section]] = defaultdict(list)
        for each in self.left.values():
            if each.stamp:
                stamped[each.stamp.source].append(each)
        for section in list(self.open.values()) if stamped else ():
            mates = (each for key in accepted(section.hash, section.edits) for each in stamped.get(key, ()))
            self._pair(section, [each for each in mates if each.place in self.left])

    def _pair_kin(self) -> None:
        for section in list(self.open.values()):
            self._pair(section, [each for each in self.left.values() if _kin(section, each)])

    def _parts(self) -> list[tuple[Section, Section]]:
        """Return each translation with a source section, not its own, that took in some of its text."""
        own = {translation.place: place for place, translation in self.pairs.items()}
        source = {section.place: section for section in self.source if section.page != records.PAGE}
        parts: list[tuple[Section, Section]] = []
        for translation in (*self.pairs.values(), *self.left.values()):
            partner = source.get(own.get(translation.place, translation.place))
            if not translation.stamp or translation.page == records.PAGE:
                continue
            held = _body(translation, translation.stamp.blocks)
            lost = held - set(partner.prints if partner and translation.place in own else ())
            for other in source.values() if lost else ():
                # A block that the other section's own translation had before did not come from here.
                mate = self.pairs.get(other.place)
                before = set(mate.stamp.blocks) if mate and mate.stamp else set()
                body = _body(other, other.prints)
                shared = (lost & body) - before
                if mate is not translation and shared and 2 * len(shared) >= min(len(held), len(body)):
                    parts.append((translation, other))
        return parts

    def _status(self, section: Section, parts: list[tuple[Section, Section]]) -> Status:
        translation = self.pairs.get(section.place)
        told: list[Told] = []
        if translation is None:
            scaffold = next(
                (each for each in self.translated if each.place == section.place and each.to_write), None
            )
            if scaffold:
                told.append(Told("scaffolded"))
            told += [Told("split-from", _short(t, section)) for t, s in parts if s is section]
            return Status(self.language, "missing", section, scaffold, tuple(told))
        if translation.page != section.page:
            told.append(Told("moved", _short(translation, section)))
        elif translation.key != section.key:
            told.append(Told("renamed", f"#{translation.key}"))
        told += [Told("split", _short(s, section)) for t, s in parts if t is translation]
        told += [
            Told("merged", _short(t, section)) for t, s in parts if s is section and t.place in self.left
        ]
        lacks = _lacks(section, translation)
        told += [Told("lacks", name) for name in lacks]
        stamp = translation.stamp
        if lacks:
            return Status(self.language, "missing", section, translation, tuple(told))
        if stamp is None:
            return Status(self.language, "untracked", section, translation, tuple(told))
        hashes = accepted(section.hash, section.edits)
        if stamp.source in hashes:
            return Status(self.language, "current", section, translation, tuple(told), hashes[stamp.source])
        warned = urgent(stamp, section.hash, section.edits)
        return Status(self.language, "outdated", section, translation, tuple(told), (), warned)

    def _orphan(self, section: Section, parts: list[tuple[Section, Section]]) -> Status:
        into = [s for t, s in parts if t is section]
        if not section.stamp:
            told = [Told("unknown")]
        elif len(into) == 1:
            told = [Told("merged-into", _short(into[0], section))]
        elif into:
            told = [Told("split", _short(s, section)) for s in into]
        else:
            told = [Told("deleted")]
        return Status(self.language, "orphan", None, section, tuple(told))

    def _reordered(self) -> set[tuple[str, str]]:
        """Return the places of sections that stand elsewhere on the source's page than on the translation's."""
        theirs: dict[str, list[str]] = defaultdict(list)
        for section in self.source:
            mate = self.pairs.get(section.place)
            if mate and mate.page == section.page and section.page != records.PAGE:
                theirs[section.page].append(section.key)
        names = {mate.place: place for place, mate in self.pairs.items()}
        ours: dict[str, list[str]] = defaultdict(list)
        for section in self.translated:
            place = names.get(section.place)
            if place and place[0] == section.page and section.page != records.PAGE:
                ours[section.page].append(place[1])
        moved: set[tuple[str, str]] = set()
        for page, keys in theirs.items():
            if keys == ours[page]:
                continue
            same = SequenceMatcher(None, keys, ours[page], autojunk=False).get_matching_blocks()
            kept = {key for block in same for key in keys[block.a : block.a + block.size]}
            moved |= {(page, key) for key in keys if key not in kept}
        return moved


def _by_place(sections: Iterable[Section]) -> dict[tuple[str, str], Section]:
    """Return sections by page and id; of two with one id the first counts."""
    found: dict[tuple[str, str], Section] = {}
    for section in sections:
        found.setdefault(section.place, section)
    return found


def _accepts(section: Section, translation: Section) -> bool:
    stamp = translation.stamp
    return bool(stamp and stamp.source in accepted(section.hash, section.edits))


def _kin(section: Section, translation: Section) -> bool:
    """Tell whether a translation renders what is still much of this section, under whatever id."""
    if not translation.stamp or not (section.level and translation.level):
        return False
    theirs, ours = _body(section, section.prints), _body(translation, translation.stamp.blocks)
    if theirs and ours and len(theirs & ours) >= KIN_BLOCKS * max(len(theirs), len(ours)):
        return True
    figures = {(call.name, call.key) for call in section.calls}
    kept = {(call.name, call.key) for call in translation.calls}
    return len(figures & kept) > 1 and len(figures & kept) >= KIN_FIGURES * len(figures | kept)


def _body(section: Section, prints: Sequence[str]) -> set[str]:
    """Return the prints of a section's blocks, its heading left out."""
    return set(prints[1:] if section.level else prints)


def _lacks(section: Section, translation: Section) -> tuple[str, ...]:
    """Return the fields of front matter or of a record that the translation does not have."""
    if section.key != FRONT and section.page != records.PAGE:
        return ()
    own = {block.shape[0] for block in translation.blocks}
    return tuple(block.shape[0] for block in section.blocks if block.shape[0] not in own)


def _short(section: Section, beside: Section) -> str:
    """Return how to call a section on a page: its id, with its page where that is another one."""
    return f"#{section.key}" if section.page == beside.page else f"{section.page}#{section.key}"
