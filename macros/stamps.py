"""Stamps and edit notes: the lines that tell which source text a translation renders.

A translated section carries, on the line under its heading, the stamp of the source section it renders:

    {: source=1a2b3c4d on=2026-11-24 blocks=a1b2.c3d4 }

`source` is the hash of that section's normal form, `on` the day it was stamped, `blocks` the print of each
block, by which parts that moved are known again; `sentences` is there where the translation cuts its
sentences otherwise than the source. A section of the source may carry, at the same place, what its author
says of an edit: that it left the meaning as it was, or that it corrects a fact.

    {: edit=1a2b3c4d-5e6f7a8b on=2026-11-24 same="a plural mended" }

These lines never reach a reader.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

LINE = re.compile(r"^\{:[ ]*(?P<words>(?:source|edit)=[^{}]*?)[ ]*\}[ \t]*$")
PAIR = re.compile(r"([a-z]+)=(?:\"([^\"]*)\"|(\S+))")
HASH = re.compile(r"[0-9a-f]{8}")


class Unreadable(Exception):
    """What is wrong with a stamp or a note, in words."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a translation says of the source text it renders."""

    source: str
    on: date
    blocks: tuple[str, ...] = ()
    sentences: tuple[int, ...] | None = None

    def __str__(self) -> str:
        words = [f"source={self.source}", f"on={self.on}"]
        if self.blocks:
            words.append("blocks=" + ".".join(self.blocks))
        if self.sentences is not None:
            words.append("sentences=" + ".".join(map(str, self.sentences)))
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Edit:
    """What the source's author says of an edit, from one hash to another."""

    before: str
    after: str
    on: date
    urgent: bool
    reason: str

    def __str__(self) -> str:
        kind = "urgent" if self.urgent else "same"
        reason = self.reason.replace('"', "'").replace("{", "(").replace("}", ")")
        return f'edit={self.before}-{self.after} on={self.on} {kind}="{reason}"'


def line(words: Stamp | Edit) -> str:
    """Return a stamp or a note as a line of Markdown."""
    return f"{{: {words} }}"


def read(words: str) -> Stamp | Edit:
    """Read the words of a stamp or of a note; raise Unreadable."""
    pairs = {name: quoted or bare for name, quoted, bare in PAIR.findall(words)}
    rest = PAIR.sub("", words).strip()
    if rest:
        raise Unreadable(f'"{rest}" is not name=value')
    try:
        on = date.fromisoformat(pairs.pop("on"))
    except (KeyError, ValueError):
        raise Unreadable("on= is not a date such as 2026-11-24") from None
    return _edit(pairs, on) if "edit" in pairs else _stamp(pairs, on)


def _stamp(pairs: dict[str, str], on: date) -> Stamp:
    source = pairs.pop("source", "")
    if not HASH.fullmatch(source):
        raise Unreadable(f"source={source} is not eight of the digits 0-9 and a-f")
    blocks = tuple(filter(None, pairs.pop("blocks", "").split(".")))
    counts = pairs.pop("sentences", None)
    if counts is not None and not re.fullmatch(r"\d+(\.\d+)*", counts):
        raise Unreadable(f"sentences={counts} is not a list of counts such as 2.1.3")
    if pairs:
        raise Unreadable(f'"{next(iter(pairs))}" is not a word of a stamp')
    return Stamp(source, on, blocks, tuple(map(int, counts.split("."))) if counts is not None else None)


def _edit(pairs: dict[str, str], on: date) -> Edit:
    before, _, after = pairs.pop("edit").partition("-")
    if not (HASH.fullmatch(before) and HASH.fullmatch(after)):
        raise Unreadable("edit= is not two hashes such as 1a2b3c4d-5e6f7a8b")
    kinds = sorted(pairs.keys() & {"same", "urgent"})
    if len(kinds) != 1 or len(pairs) != 1 or not pairs[kinds[0]].strip():
        raise Unreadable('a note says either same="…" or urgent="…", with the reason')
    return Edit(before, after, on, kinds == ["urgent"], pairs[kinds[0]])


def accepted(current: str, edits: Iterable[Edit]) -> dict[str, tuple[Edit, ...]]:
    """Return the hashes whose translation is current, each with the notes that make it so.

    From the current hash one may step back over every edit that left the meaning as it was.
    """
    same = [edit for edit in edits if not edit.urgent]
    found: dict[str, tuple[Edit, ...]] = {current: ()}
    todo = [current]
    while todo:
        after = todo.pop()
        for edit in same:
            if edit.after == after and edit.before not in found:
                found[edit.before] = (edit, *found[after])
                todo.append(edit.before)
    return found


def urgent(stamp: Stamp, current: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the corrections of fact that a stamped translation does not have yet.

    The day decides, unless the stamp is of one of the two texts that the note names; on the same day the
    reader is warned, for a warning too many misleads nobody.
    """
    return tuple(
        edit
        for edit in edits
        if edit.urgent
        and stamp.source not in (current, edit.after)
        and (stamp.source == edit.before or stamp.on <= edit.on)
    )


def today() -> date:
    """Return the day, in UTC; `SOURCE_DATE_EPOCH` sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date()
