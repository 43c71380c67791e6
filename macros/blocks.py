"""A Markdown text as blocks: paragraphs, list items, tables, code, boxes, each in its normal form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from macros import normal
from macros.normal import CODE_SPAN, MACRO, Text

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
BOX = re.compile(r"^[ \t]*(?P<sign>!!!|\?\?\?\+?)[ ]*(?P<kind>[\w -]*?)[ ]*(?:\"(?P<title>.*)\")?[ ]*$")
ITEM = re.compile(r"^[ \t]*(?:(?P<bullet>[-*+])|\d+[.)])[ \t]+(?P<text>.*)$")
DEFINITION = re.compile(r"^[ ]{0,3}:[ ]{1,3}(?P<text>\S.*)$")
FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^(?P<label>[^\]]+)\]:[ ]?(?P<text>.*)$")
REFERENCE = re.compile(
    r"^[ ]{0,3}\[(?P<label>[^\]^][^\]]*)\]:[ ]*<?(?P<to>[^\s>]+)>?(?:[ ]+[\"'(].*[\"')])?[ ]*$"
)
QUOTE = re.compile(r"^[ ]{0,3}>[ ]?(?P<text>.*)$")
RULE = re.compile(r"^[ ]{0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$")
DELIMITER = re.compile(r"^[ ]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")
CELL_BORDER = re.compile(r"(?<!\\)\|")
ONLY_ATTRIBUTES = re.compile(r"^[ \t]*\{:?[^{}]*\}[ \t]*$")
ID = re.compile(r"\{(?::|(?=#))[^{}]*?#(?P<id>[^\s{}]+)[^{}]*\}")

# Markdown nests by four columns.
INDENT = 4


@dataclass(frozen=True)
class Block:
    """One block: what it is, how deep it stands, its lines in the file, and its text in normal form.

    `shape` tells rows and columns of a table, or the kind of a box; `name` is the key of a field.
    """

    kind: str
    depth: int
    first: int
    last: int
    text: Text
    shape: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    cells: tuple[Text, ...] = ()
    raw: str = field(default="", compare=False)

    @property
    def print(self) -> str:
        """Return what the block is known by: four hexadecimal digits of its normal form."""
        return digest([self.key], 4)

    @property
    def key(self) -> str:
        """Return all of the block that has meaning, as one text."""
        return "\t".join((self.kind, str(self.depth), *self.shape, self.text.normal))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Return the block's sentences; a table's are those of its cells, and code has none."""
        if self.kind == "code":
            return ()
        if self.cells:
            return tuple(sentence for cell in self.cells for sentence in cell.sentences)
        return self.text.sentences

    def line_of(self, index: int) -> int:
        """Return the line of a sentence, exact where each sentence has its own line."""
        if self.cells:
            columns = int(self.shape[1])
            for number, cell in enumerate(self.cells):
                index -= len(cell.sentences)
                if index < 0:
                    # The second line of a table is no row.
                    return self.first + number // columns + (number >= columns)
            return self.last
        lines = self.raw.split("\n")
        if len(lines) == len(self.sentences):
            return min(self.first + index, self.last)
        ended = 0
        for offset, line in enumerate(lines):
            ended += len(normal.SENTENCE_END.findall(line))
            if ended > index:
                return self.first + offset
        return self.last


def digest(texts: Sequence[str], length: int) -> str:
    """Return the first hexadecimal digits of a hash of texts."""
    return hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()[:length]


@dataclass
class _Raw:
    kind: str
    depth: int
    first: int
    lines: list[str]
    shape: tuple[str, ...] = ()
    ids: list[str] = field(default_factory=list)
    end: int = 0


def cells(row: str, *, bordered: bool = True) -> list[str]:
    """Return the cells of a row, as Markdown cuts it; `bordered` tells whether its head has a | at either end.

    A | in code or in a macro, or behind a backslash, is a sign of the text.
    """
    bare = row.strip()
    for pattern in (MACRO, CODE_SPAN):
        bare = pattern.sub(lambda match: "\0" * len(match[0]), bare)
    borders = [match.start() for match in CELL_BORDER.finditer(bare)]
    ends = [-1, *borders, len(bare)]
    if bordered and borders and borders[0] == 0:
        del ends[0]
    if bordered and len(ends) > 2 and ends[-2] == len(bare) - 1:
        del ends[-1]
    return [row.strip()[start + 1 : end] for start, end in pairwise(ends)]


def bordered(head: str) -> bool:
    """Tell whether the head of a table has a | at either end, which those of its rows then are taken for."""
    return len(cells(head)) < len(cells(head, bordered=False))


def definitions(lines: Sequence[str]) -> dict[str, str]:
    """Return the link references that a text defines, outside its code."""
    found: dict[str, str] = {}
    for _, line in outside_code(lines):
        if match := REFERENCE.match(line):
            found.setdefault(normal.folded_label(match["label"]), match["to"])
    return found


def outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the index and text of every line that is not inside fenced code."""
    return ((index, line) for index, line, begun in _by_code(lines) if begun is None)


def open_fence(lines: Sequence[str]) -> int | None:
    """Return the index of the line that begins code which no line ends, if there is one."""
    *_, (_, _, begun) = _by_code([*lines, ""])
    return begun


def _by_code(lines: Sequence[str]) -> Iterator[tuple[int, str, int | None]]:
    """Yield the index and text of every line, with the index of the line that begins the code it is in."""
    begun, fence = None, ""
    for index, line in enumerate(lines):
        match = FENCE.match(line)
        if begun is not None:
            yield index, line, begun
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                begun = None
        else:
            if match:
                begun, fence = index, match["fence"]
            yield index, line, begun


def read(
    lines: Sequence[str], path: str, first_line: int, references: Mapping[str, str]
) -> tuple[Block, ...]:
    """Return the blocks of a text whose first line is `first_line` of the file."""
    return tuple(_finished(raw, path, references) for raw in _split(lines, first_line))


def _split(lines: Sequence[str], first_line: int) -> list[_Raw]:
    out: list[_Raw] = []
    current: _Raw | None = None
    held, index = False, 0

    def begin(kind: str, depth: int, text: str, shape: tuple[str, ...] = ()) -> _Raw:
        out.append(_Raw(kind, depth, first_line + index, [text], shape))
        return out[-1]

    while index < len(lines):
        line = lines[index].expandtabs(INDENT)
        depth = (len(line) - len(line.lstrip())) // INDENT
        if not line.strip():
            current = None
        elif match := FENCE.match(line):
            block = begin("code", depth if held else 0, "", (match["info"].strip(),))
            block.lines, index = _code(lines, index, match)
            current = None
        elif ONLY_ATTRIBUTES.match(line) and out:
            out[-1].ids += [match["id"] for match in ID.finditer(line)]
            out[-1].end = first_line + index
        elif depth and not held and current is None:
            current = _indented(out, begin, line)
        elif match := BOX.match(line):
            sign = "!!!" if match["sign"] == "!!!" else "???"
            begin("box", depth, match["title"] or "", (sign, " ".join(match["kind"].split())))
            held, current = True, None
        elif current is None and REFERENCE.match(line):
            pass
        elif current is None and RULE.match(line):
            begin("rule", 0, "")
        elif (current is None or current.kind == "item") and (match := ITEM.match(line)):
            current = begin("item", depth, match["text"], ("-" if match["bullet"] else "1",))
            held = True
        elif match := DEFINITION.match(line):
            current = begin("definition", depth, match["text"])
            held = True
        elif current is None and (match := FOOTNOTE.match(line)):
            current = begin("footnote", depth, match["text"], (match["label"],))
            held = True
        elif match := QUOTE.match(line):
            if current is None or current.kind != "quote":
                current = begin("quote", depth, match["text"])
            elif match["text"].strip():
                current.lines.append(match["text"])
            else:
                current = None
        elif current is None and _is_table(lines, index):
            block = begin("table", depth if held else 0, line)
            while index + 1 < len(lines) and lines[index + 1].strip():
                index += 1
                block.lines.append(lines[index])
            current = None
        elif current is not None:
            current.lines.append(line)
        else:
            held = held and depth > 0
            current = begin("paragraph", depth, line)
        index += 1
    return out


def _code(lines: Sequence[str], index: int, opening: re.Match[str]) -> tuple[list[str], int]:
    """Return the lines of fenced code, and the index of its last line."""
    indent = len(opening["indent"].expandtabs(INDENT))
    code: list[str] = []
    while index + 1 < len(lines):
        index += 1
        match = FENCE.match(lines[index])
        if match and match["fence"].startswith(opening["fence"]) and not match["info"].strip():
            break
        line = lines[index].expandtabs(INDENT)
        code.append(line[indent:] if not line[:indent].strip() else line)
    return code, index


def _indented(out: list[_Raw], begin: Callable[[str, int, str], _Raw], line: str) -> _Raw:
    if out and out[-1].kind == "code" and not out[-1].shape:
        out[-1].lines += ["", line[INDENT:]]
        return out[-1]
    return begin("code", 0, line[INDENT:])


def _is_table(lines: Sequence[str], index: int) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return "|" in lines[index] and "-" in following and bool(DELIMITER.match(following)) and "|" in following


def _finished(raw: _Raw, path: str, references: Mapping[str, str]) -> Block:
    source = "\n".join(raw.lines)
    last = raw.first + max(0, len(raw.lines) - 1) + (2 if raw.kind == "code" and raw.shape else 0)
    last = max(last, raw.end)
    ids = (*raw.ids, *(match["id"] for match in ID.finditer(source))) if raw.kind != "code" else ()
    if raw.kind == "code":
        code = "\n".join(line.rstrip() for line in raw.lines).strip("\n")
        text = Text(code, calls=normal.read(code, path, raw.first + 1).calls if "{{" in code else ())
        return Block("code", raw.depth, raw.first, last, text, raw.shape, raw=source)
    if raw.kind == "table":
        return _table(raw, path, references, last, ids)
    text = normal.read(source, path, raw.first, references)
    return Block(raw.kind, raw.depth, raw.first, last, text, raw.shape, ids, raw=source)


def _table(raw: _Raw, path: str, references: Mapping[str, str], last: int, ids: tuple[str, ...]) -> Block:
    rows: list[list[Text]] = []
    for offset, line in enumerate(raw.lines):
        if offset == 1:
            continue
        rows.append([normal.read(cell.strip(), path, raw.first + offset, references) for cell in cells(line)])
    found = [cell for row in rows for cell in row]
    text = Text(
        "\n".join("|".join(cell.normal for cell in row) for row in rows),
        tuple(call for cell in found for call in cell.calls),
        tuple(link for cell in found for link in cell.links),
        tuple(code for cell in found for code in cell.code),
    )
    shape = (str(len(rows)), str(max(map(len, rows))))
    return Block("table", raw.depth, raw.first, last, text, shape, ids, tuple(found), "\n".join(raw.lines))
