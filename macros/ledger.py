"""The ledger of permanent ids, `docs/anchors.yml`: one line for every id that the site ever published.

An address is a page's path below its language's folder, with the id after `#`: `/machine/#power`.
The page's own address, `/machine/`, stands in the ledger as well, since links point at it too.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, ValidationError

from macros.dates import PartialDate
from macros.model import Date, Line, Record, Text
from macros.problems import Faults, Problem, read_text, suggestion
from macros.yamlfile import YamlFile

PATH = "docs/anchors.yml"
ADDRESS = r"/(?:[a-z0-9][a-z0-9_-]*/)*(?:#[A-Za-z][\w.:-]*)?"
Address = Annotated[str, StringConstraints(pattern=rf"^{ADDRESS}$")]
KEY = re.compile(rf'"?({ADDRESS})"?:')


class Entry(Record):
    """What the ledger knows of an id: since when, what it names, and where it went if it went."""

    since: Date
    gist: Line
    alias: Address | None = None
    tombstone: Date | None = None
    why: Text | None = None
    instead: Address | None = None

    @property
    def past(self) -> bool:
        """Tell whether the id has moved or was removed."""
        return bool(self.alias or self.tombstone)

    @property
    def onward(self) -> str | None:
        """Return the address to read instead of this one."""
        return self.alias or self.instead


@dataclass(frozen=True)
class Ledger:
    """Every entry by address, and the file for the lines of its entries."""

    file: YamlFile
    entries: Mapping[str, Entry]
    text: str = ""

    @property
    def present(self) -> dict[str, Entry]:
        """Return the entries whose id the site must show."""
        return {at: entry for at, entry in self.entries.items() if not self.is_past(at)}

    @property
    def past(self) -> dict[str, Entry]:
        """Return the entries that moved or were removed, on their own or with their page."""
        return {at: entry for at, entry in self.entries.items() if self.is_past(at)}

    def problem(self, at: str, message: str) -> Problem:
        """Return a problem at the line of an entry."""
        return self.file.problem((at,), message)

    def line(self, at: str) -> int:
        """Return the line of the entry that tells of an id, its own or its page's."""
        return self.file.line((at if at in self.entries else at.partition("#")[0],))

    def is_past(self, at: str) -> bool:
        """Tell whether an id moved or was removed; the ids of a page go with it."""
        return any(entry and entry.past for entry in (self.entries.get(at), self._page(at)))

    def removed(self, at: str) -> Entry | None:
        """Return the entry that says why an id was removed, its own or its page's; None where it moved."""
        for entry in (self.entries.get(at), self._page(at)):
            if entry and entry.past:
                return entry if entry.tombstone else None
        return None

    def onward(self, at: str) -> str | None:
        """Return the address to read instead of one that moved or was removed."""
        entry, page = self.entries.get(at), self._page(at)
        if entry and entry.past:
            return entry.onward
        if not (page and page.past):
            return None
        # A page that was renamed keeps its ids: each is looked for on the new page.
        same = f"{page.onward}#{at.partition('#')[2]}"
        return same if page.alias and same in self.entries else page.onward

    def final(self, at: str) -> str | None:
        """Return where an address leads today, through every move; None for a ring of moves."""
        seen: set[str] = set()
        while self.is_past(at):
            if at in seen:
                return None
            seen.add(at)
            onward = self.onward(at)
            if onward is None:
                return None
            at = onward
        return at

    def _page(self, at: str) -> Entry | None:
        return self.entries.get(at.partition("#")[0])

    def on_page(self, page: str) -> dict[str, Entry]:
        """Return the entries of one page, its own address left out."""
        return {at: entry for at, entry in self.entries.items() if at.startswith(f"{page}#")}


def load(root: Path) -> Ledger:
    """Read the ledger of the project at `root`, empty where there is none; raise Faults."""
    path = root / PATH
    return read(read_text(path, PATH) if path.exists() else "")


def read(text: str) -> Ledger:
    """Read and check the text of a ledger; raise Faults with all that is wrong with it."""
    file = YamlFile(text, PATH)
    values = file.value or {}
    if not isinstance(values, dict):
        raise Faults([Problem(PATH, 1, 'not a list of addresses; write "/machine/#power: {…}", one a line')])
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for address, value in values.items():
        if not re.fullmatch(ADDRESS, address):
            message = f'"{address}" is not an address; write /page/#id with the slashes and an ASCII id'
            problems.append(file.problem((address,), message))
            continue
        try:
            entries[address] = Entry.model_validate(value)
        except ValidationError as error:
            for detail in error.errors():
                problems.append(_in_words(file, address, detail["loc"], detail["type"], detail["msg"]))
    if not problems:
        problems += _inner(Ledger(file, entries))
    if problems:
        raise Faults(problems)
    return Ledger(file, entries, text)


def _in_words(file: YamlFile, address: str, where: tuple[str | int, ...], kind: str, message: str) -> Problem:
    field = str(where[0]) if where else ""
    known = sorted(Entry.model_fields)
    match kind:
        case "extra_forbidden":
            words = f'unknown key "{field}"{suggestion(field, known) or "; known: " + ", ".join(known)}'
        case "missing":
            words = f'{field}: missing; add "{field}:"'
        case "string_pattern_mismatch":
            words = f"{field}: not an address; write /page/#id with the slashes and an ASCII id"
        case _:
            words = f"{field or 'entry'}: {message.removeprefix('Value error, ')}"
    return file.problem((address,), f"{address}: {words}")


def _inner(ledger: Ledger) -> Iterator[Problem]:
    """Find entries that contradict themselves or lead nowhere."""
    for address, entry in ledger.entries.items():
        if entry.alias and entry.tombstone:
            yield ledger.problem(
                address, f"{address}: moved and removed at once; keep either alias or tombstone"
            )
        if entry.tombstone and not (entry.why and entry.instead):
            yield ledger.problem(
                address,
                f'{address}: a tombstone says why, and where to read instead; add "why:" and "instead:"',
            )
        if not entry.tombstone and (entry.why or entry.instead):
            yield ledger.problem(
                address, f'{address}: "why" and "instead" belong to a tombstone; add "tombstone: <date>"'
            )
        if not (entry.past and entry.onward):
            continue
        final = ledger.final(address)
        if final is None:
            yield ledger.problem(address, f'{address}: "{entry.onward}" leads back here; name a living id')
        elif final not in ledger.entries:
            yield ledger.problem(
                address,
                f'{address}: leads to "{final}", which was never published{suggestion(final, ledger.entries)}; '
                "a new id is entered by python -m macros anchors --add before another leads to it",
            )


def line(address: str, since: PartialDate, gist: str) -> str:
    """Return the line of a new entry."""
    return f"{address}: {{since: {since}, gist: {json.dumps(gist, ensure_ascii=False)}}}\n"


def add(text: str, new: Iterable[str]) -> str:
    """Return the text of a ledger with further lines, in the order of addresses; the old ones as they were."""
    header, blocks = _blocks(text)
    blocks += [(_order(match[1]), entry) for entry in new if (match := KEY.match(entry))]
    return header + "".join(block for _, block in sorted(blocks))


def reword(text: str, address: str, gist: str) -> str:
    """Return the text of a ledger with another gist for one address."""
    header, blocks = _blocks(text)
    written = json.dumps(gist, ensure_ascii=False)
    pattern = re.compile(r"""(?<=gist: )("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,}\n]*)""")
    return header + "".join(
        pattern.sub(lambda _: written, block, count=1) if key == _order(address) else block
        for key, block in blocks
    )


def _order(address: str) -> tuple[str, ...]:
    """Return what addresses are sorted by: the page, then the id."""
    return tuple(address.split("#"))


def _blocks(text: str) -> tuple[str, list[tuple[tuple[str, ...], str]]]:
    """Split a ledger into its opening comment and one block an entry, with the comment above it."""
    lines = text.splitlines(keepends=True)
    first = next((i for i, each in enumerate(lines) if not each.startswith("#") and each.strip()), len(lines))
    header, blocks, waiting = "".join(lines[:first]), [], ""
    for each in lines[first:]:
        each = each if each.endswith("\n") else f"{each}\n"
        if match := KEY.match(each):
            blocks.append((_order(match[1]), waiting + each))
            waiting = ""
        elif each.startswith("#"):
            waiting += each
        elif blocks:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + each)
    return header + (waiting if not blocks else ""), blocks


def diff(before: str, after: str) -> str:
    """Return what changed in the ledger, line by line."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), PATH, PATH, n=0
    )
    return "".join(lines)
