"""Scaffold a missing page or section: ids, macros and structure in place, prose to be written."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from macros import blocks, records, targets
from macros.blocks import BOX, CELL_BORDER, DELIMITER, FENCE, REFERENCE
from macros.data import PATH
from macros.normal import ATTRIBUTES, AUTOLINK, LABEL, WORD
from macros.page import TEXTS, Page
from macros.project import Project
from macros.sections import FRONT, HEADING, TO_WRITE, TOP, Section
from macros.sourcefile import SourceFile
from macros.template import HEDGE, Call, Literal, parse
from macros.usage import Usage

# What stays as it is in a line of prose, and the links whose words are to be written.
KEPT = re.compile(
    r"(?P<macro>\{\{.*?\}\})|(?P<code>(?P<ticks>`+).+?(?P=ticks))"
    rf"|(?P<open>!?\[)(?P<text>{LABEL})(?P<close>\](?:\([^)]*\)|\[[^\]]*\]))"
    rf"|(?P<auto>{AUTOLINK.pattern})|(?P<attributes>{ATTRIBUTES.pattern})"
)
EDGES = re.compile(r"([\s,;:.!?…]*).*?([\s,;:.!?…]*)", re.S)
EMPHASIS = re.compile(r"(?<!\\)(?:\*+|(?<!\w)_+|_+(?!\w))")
MARKERS = re.compile(r"[ \t]*(?:(?:[-*+>]|\d+[.)]|:|\[\^[^\]]+\]:)[ \t]+)*")
NOTE_FIELDS = ("stamp", "edits")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "targets", nargs="+", metavar="TARGET", help='what to begin: a page (en/impact) or "en/impact#water"'
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Write what is missing, and say where."""
    project = Project.load(root)
    for words in options.targets:
        target = targets.read(words, project)
        if target.page is None:
            raise Usage(
                f'"{words}": begin a page at a time: {target.language}/{next(iter(project.survey.source))}'
            )
        if target.page == records.PAGE:
            raise Usage(
                f'the words of records are typed in {PATH}, as "{target.language}:" beside the others'
            )
        for line in begin(project, target.language, target.page, target.key):
            print(line)
    return 0


def begin(project: Project, language: str, name: str, key: str | None = None) -> list[str]:
    """Scaffold the missing sections of a page, or one of them; return where they stand."""
    source = project.pages[project.source].get(name)
    if source is None:
        raise Usage(f'the source has no page "{name}"')
    if name not in project.pages[language]:
        path = f"docs/{language}/{name}.md"
        file = SourceFile.read(project.root / path)
        file.lines = [*front_matter(source), *_text(project.survey.source[name]), ""]
        file.write()
        return [f"{path}:1: every section is to be written; {TO_WRITE} marks the places"]
    return _sections(project, language, name, key)


def _sections(project: Project, language: str, name: str, key: str | None) -> list[str]:
    survey, page = project.survey, project.pages[language][name]
    own = survey.sections[language][name]
    missing = [
        status.source
        for status in survey.by_page.get((language, name), ())
        if status.state == "missing"
        and status.translation is None
        and status.source
        and key in (None, status.source.key)
        and status.source.key != FRONT
    ]
    if not missing:
        raise Usage(f"{page.path} lacks no such section")
    file = SourceFile.read(project.root / page.path)
    order = [section.key for section in survey.source[name]]
    places = []
    for section in missing:
        before = set(order[: order.index(section.key)])
        after = [each for each in own if each.key in before and each.key != FRONT]
        line = after[-1].line + len(after[-1].lines) if after else page.first_line
        text = [*scaffolded(section), ""]
        # A heading stands apart from the text before it.
        file.insert(
            line,
            *(["", *text] if line > 1 and (file.lines[line - 2 : line - 1] or [""])[0].strip() else text),
        )
        places.append(f"{page.path}:{line}: #{section.key} is to be written; {TO_WRITE} marks the places")
    file.write()
    return places


def front_matter(page: Page) -> list[str]:
    """Return the front matter of a new translation."""
    if page.first_line == 1:
        return []
    out = []
    skipped = False
    for line in page.head.removesuffix("\n").split("\n"):
        name, colon, _ = line.partition(":")
        continued = line.startswith((" ", "\t", "- "))
        if continued and skipped:
            continue
        skipped = bool(colon) and not continued and name in (*TEXTS, *NOTE_FIELDS)
        if not skipped:
            out.append(line)
        elif name in TEXTS:
            out.append(f'{name}: "{TO_WRITE}"')
    return out


def _text(sections: Sequence[Section]) -> list[str]:
    out: list[str] = []
    for section in sections:
        if section.key != FRONT:
            out += ["", *scaffolded(section)]
    return out


def scaffolded(section: Section) -> list[str]:
    """Return a section with its prose to be written, everything else as the source has it."""
    lines = section.printed.split("\n")
    prose = {index for index, _ in blocks.outside_code(lines)}
    fences = {index for index in prose if FENCE.match(lines[index])}
    out: list[str] = []
    hidden = set(_hidden(section))
    for index, line in enumerate(lines):
        if index in hidden:
            continue
        if index == 0 and section.key != TOP:
            match = HEADING.match(line)
            assert match
            attributes = f" {{{match['attributes']}}}" if match["attributes"] else ""
            out.append(f"{match['marks']} {_prose(match['text'])}{attributes}")
        elif index in prose and index not in fences:
            out.append(scaffolded_line(line))
        else:
            out.append(line)
    while out and not out[-1].strip():
        out.pop()
    while out and not out[0].strip():
        out.pop(0)
    return out


def _hidden(section: Section) -> list[int]:
    """Return the indices of the source's own notes, which are no part of a translation."""
    printed = section.printed.split("\n")
    return [i for i, (line, shown) in enumerate(zip(section.lines, printed, strict=True)) if line != shown]


def scaffolded_line(line: str) -> str:
    """Return a line of Markdown with its prose to be written."""
    if not line.strip() or REFERENCE.match(line) or ("|" in line and DELIMITER.match(line)):
        return line
    if match := BOX.match(line):
        title = match["title"]
        return line[: match.start("title")] + TO_WRITE + line[match.end("title") :] if title else line
    markers = MARKERS.match(line)
    start = markers.end() if markers else 0
    rest = line[start:]
    if rest.startswith("|"):
        return line[:start] + "|".join(_prose(cell) for cell in CELL_BORDER.split(rest))
    return line[:start] + _prose(rest)


def _prose(text: str) -> str:
    out: list[str] = []
    position = 0
    for match in KEPT.finditer(text):
        out.append(_written(text[position : match.start()]))
        out.append(_kept(match))
        position = match.end()
    out.append(_written(text[position:]))
    return "".join(out)


def _kept(match: re.Match[str]) -> str:
    if match["macro"]:
        return _call(match["macro"])
    if match["open"]:
        return f"{match['open']}{_prose(match['text'])}{match['close']}"
    return match[0]


def _call(macro: str) -> str:
    """Return a macro call with the words that it prints to be written, and its record as it is."""
    call = next((piece for piece in parse(macro, "") if isinstance(piece, Call)), None)
    if call is None:
        return macro
    args, options = list(call.args), dict(call.options)
    if (len(args) > 1 or call.name == "count") and isinstance(args[-1], str):
        args[-1] = TO_WRITE
    if options.get(HEDGE):
        options[HEDGE] = TO_WRITE
    if (tuple(args), options) == (call.args, call.options):
        return macro
    typed = [*map(_literal, args), *(f"{name}={_literal(value)}" for name, value in options.items())]
    return f"{{{{ {call.name}({', '.join(typed)}) }}}}"


def _literal(value: Literal) -> str:
    if not isinstance(value, str):
        return str(value)
    return f"'{value}'" if '"' in value else f'"{value}"'


def _written(text: str) -> str:
    """Return what replaces a stretch of prose: the mark between its spaces and its punctuation.

    A mark of emphasis whose other one is not in the stretch stays, for that one does.
    """
    out: list[str] = []
    start = 0
    for match in _alone(text):
        out += (_marked(text[start : match.start()]), match[0])
        start = match.end()
    return "".join((*out, _marked(text[start:])))


def _alone(text: str) -> list[re.Match[str]]:
    """Return the marks of emphasis that open or close what the text itself does not close or open."""
    opened: list[re.Match[str]] = []
    alone: list[re.Match[str]] = []
    for match in EMPHASIS.finditer(text):
        opens = not text[match.end() : match.end() + 1].isspace()
        closes = not text[: match.start()][-1:].isspace()
        if closes and opened and opened[-1][0] == match[0]:
            opened.pop()
        elif opens:
            opened.append(match)
        elif closes:
            alone.append(match)
    return sorted((*opened, *alone), key=re.Match.start)


def _marked(text: str) -> str:
    if not WORD.search(text):
        return text
    edges = EDGES.fullmatch(text)
    assert edges
    return f"{edges[1]}{TO_WRITE}{edges[2]}"
