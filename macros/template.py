"""Macro calls in prose: parsed by Jinja, checked against a whitelist, and never run as code.

A page may hold `{{ name("literal", key="literal") }}` and nothing else of the template language.
Jinja parses the text; the calls are then read off its syntax tree and made by us, one by one.
So a page written by a stranger cannot loop, reach an attribute or run anything,
and the figures of a page are known without rendering it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from macros.problems import Faults, Problem, suggestion

# `{#` would open a comment in a heading's attributes, so comments get marks that nobody types.
ENVIRONMENT = ImmutableSandboxedEnvironment(
    comment_start_string="\x02#",
    comment_end_string="#\x03",
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)
ENVIRONMENT.filters.clear()
ENVIRONMENT.tests.clear()
ENVIRONMENT.globals.clear()

Macro = Callable[..., str]
Literal = str | int | bool

# The option whose value a reader is told: words of a language, to be translated.
HEDGE = "hedge"

# What word processors make of quotes, and what Jinja says of it.
TYPOGRAPHIC = {sign: pair for pair in ("„ “", "‚ ‘", "“ ”", "‘ ’", "« »", "‹ ›") for sign in pair[::2]}
UNEXPECTED = re.compile(r"unexpected char (?:'(?P<sign>.)'|\S+) at \d+")

# Nearly every call is as plain as this, and read by a pattern much faster than Jinja parses it.
# What the pattern leaves, be it one brace, makes the whole text Jinja's.
VALUE = r"""(?:"[^"\\{}\r\n]*"|'[^'\\{}\r\n]*'|-?(?:0|[1-9][0-9]*)(?![\w.]))"""
PLAIN = re.compile(
    rf"\{{\{{(?<!\{{\{{\{{)\s*(?P<name>[a-z_]+)\s*(?P<open>\()\s*"
    rf"(?P<arguments>(?:{VALUE}\s*(?:,\s*{VALUE}\s*)*(?:,\s*[a-z_]+\s*=\s*{VALUE}\s*)*)?)\)\s*\}}\}}"
)
ARGUMENT = re.compile(rf"(?:(?P<key>[a-z_]+)\s*=\s*)?(?P<value>{VALUE})")
RESERVED = frozenset({"and", "else", "false", "if", "in", "is", "none", "not", "or", "true"})
OTHERS = re.compile(r"\{\{|\{%|\r|\x02#")


class MacroError(Exception):
    """What is wrong with a macro's arguments, in words for a contributor."""


@dataclass(frozen=True, slots=True)
class Call:
    """One macro call: its name, its literal arguments, and its line in the text (from 1)."""

    name: str
    args: tuple[Literal, ...]
    options: Mapping[str, Literal] = field(hash=False)
    line: int

    @property
    def key(self) -> str:
        """Return the first argument, which is an id in most macros."""
        return str(self.args[0]) if self.args else ""


Piece = str | Call


def parse(text: str, path: str, first_line: int = 1) -> tuple[Piece, ...]:
    """Split a text into literal pieces and macro calls; raise Faults for anything else.

    `first_line` is the line of the file on which the text begins.
    """
    if "{{" not in text and "{%" not in text:
        return (text,)
    return plain(text, first_line) or parsed(text, path, first_line)


def plain(text: str, first_line: int) -> tuple[Piece, ...]:
    """Return the pieces of a text whose calls are all plain, else nothing."""
    pieces: list[Piece] = []
    end, line = 0, first_line
    for match in PLAIN.finditer(text):
        if match["name"] in RESERVED:
            return ()
        pieces.append(text[end : match.start()])
        line += text.count("\n", end, match.start("open"))
        args: list[Literal] = []
        options: dict[str, Literal] = {}
        for argument in ARGUMENT.finditer(match["arguments"]):
            value = argument["value"]
            literal = value[1:-1] if value[0] in "\"'" else int(value)
            if argument["key"]:
                options[argument["key"]] = literal
            else:
                args.append(literal)
        pieces.append(Call(match["name"], tuple(args), options, line))
        line += text.count("\n", match.start("open"), match.end())
        end = match.end()
    pieces.append(text[end:])
    if any(isinstance(piece, str) and OTHERS.search(piece) for piece in pieces):
        return ()
    return tuple(piece for piece in pieces if piece)


def parsed(text: str, path: str, first_line: int) -> tuple[Piece, ...]:
    """Return the pieces of a text as Jinja parses it, with calls of any form; raise Faults."""
    try:
        tree = ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        message = f"broken macro: {_broken(error.message or '')}"
        raise Faults([Problem(path, first_line + error.lineno - 1, message)]) from None
    except RecursionError:
        raise Faults([Problem(path, first_line, "broken macro: parentheses nested too deeply")]) from None
    pieces: list[Piece] = []
    problems: list[Problem] = []
    for node in _outputs(tree.body):
        try:
            pieces.append(_piece(node, first_line))
        except MacroError as error:
            problems.append(Problem(path, first_line + (node.lineno or 1) - 1, str(error)))
    if problems:
        raise Faults(problems)
    return tuple(pieces)


def _broken(message: str) -> str:
    """Return what Jinja says of a macro that it cannot read, with its mend; it counts characters, who types does not."""
    found = UNEXPECTED.match(message)
    if found and (pair := TYPOGRAPHIC.get(found["sign"] or "")):
        return f'the quotes {pair} around an argument are typographic; type straight ones: "'
    told = message[: message.rindex(" at ")] if found else message
    return f'{told}; write a macro as {{{{ figure("id") }}}}, and braces as text with {{{{ "{{{{" }}}}'


def _outputs(body: Iterable[nodes.Node]) -> Iterable[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from node.nodes
        else:
            yield node


def _piece(node: nodes.Node, first_line: int) -> Piece:
    match node:
        case nodes.TemplateData():
            return str(node.data)
        case nodes.Const() if isinstance(node.value, str):
            if "<" in node.value:
                raise MacroError("a literal text may not hold HTML; remove the <")
            return node.value
        case nodes.Call() if isinstance(node.node, nodes.Name) and not (node.dyn_args or node.dyn_kwargs):
            args = tuple(_literal(arg) for arg in node.args)
            options = {keyword.key: _literal(keyword.value) for keyword in node.kwargs}
            return Call(node.node.name, args, options, first_line + node.lineno - 1)
    raise MacroError(f'only macro calls such as {{{{ figure("id") }}}} are allowed here, not {_kind(node)}')


def _literal(node: nodes.Node) -> Literal:
    match node:
        case nodes.Const() if isinstance(node.value, str | int | bool):
            return node.value
        case nodes.Neg() if isinstance(node.node, nodes.Const) and isinstance(node.node.value, int):
            return -node.node.value
    raise MacroError(f"an argument is a text in quotes or a whole number, not {_kind(node)}")


def _kind(node: nodes.Node) -> str:
    return {
        "For": "a loop", "If": "a condition", "Getattr": "an attribute", "Getitem": "an index",
        "Filter": "a filter", "Name": "a bare name", "Include": "an include", "Import": "an import",
        "Assign": "an assignment", "Macro": "a macro definition", "Concat": "a concatenation",
    }.get(type(node).__name__, type(node).__name__.lower())  # fmt: skip


def calls(pieces: Iterable[Piece]) -> list[Call]:
    """Return the macro calls among the pieces of a text."""
    return [piece for piece in pieces if isinstance(piece, Call)]


def as_made(made: str, line: str) -> str:
    """Return what a macro made as it is, wherever its call stands."""
    return made


def expand(
    pieces: Iterable[Piece],
    macros: Mapping[str, Macro],
    path: str,
    keep: Callable[[str, str], str] = as_made,
) -> str:
    """Return the text with each call replaced by what its macro makes; raise Faults, all of them.

    `keep` gets what was made, and the text before the call on its line, and returns what stands in its place.
    """
    out: list[str] = []
    problems: list[Problem] = []
    line = ""
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            _, newline, last = piece.rpartition("\n")
            line = last if newline else line + last
            continue
        try:
            out.append(keep(call(piece, macros), line))
            line += " "
        except MacroError as error:
            problems.append(Problem(path, piece.line, str(error)))
    if problems:
        raise Faults(problems)
    return "".join(out)


# What an annotation, as it is written, lets an argument be.
TYPES = {"str": str, "int": int, "str | None": str, "int | None": int}

# By code, not by macro: each page has macros of its own, made from the same few functions.
_FORMS: dict[tuple[CodeType, int, tuple[str, ...]], Mapping[str, type | None]] = {}


def _types(macro: Macro, call: Call) -> Mapping[str, type | None]:
    """Return the types of a call's arguments by name, in order; raise TypeError where it does not fit."""
    form = (inspect.unwrap(macro).__code__, len(call.args), tuple(call.options))
    if form not in _FORMS:
        signature = inspect.signature(macro)
        bound = signature.bind(*call.args, **call.options).arguments
        _FORMS[form] = {name: TYPES.get(str(signature.parameters[name].annotation)) for name in bound}
    return _FORMS[form]


def call(piece: Call, macros: Mapping[str, Macro]) -> str:
    """Make one call; raise MacroError for an unknown macro or arguments that do not fit."""
    if piece.name not in macros:
        known = ", ".join(sorted(macros))
        raise MacroError(
            f'unknown macro "{piece.name}"{suggestion(piece.name, macros) or f"; known: {known}"}'
        )
    macro = macros[piece.name]
    options: dict[str, Any] = dict(piece.options)
    try:
        types = _types(macro, piece)
    except TypeError as error:
        raise MacroError(f"{piece.name}(): {_unknown_option(macro, piece) or error}") from None
    for name, value in {**dict(zip(types, piece.args, strict=False)), **options}.items():
        allowed = types[name]
        if allowed and (not isinstance(value, allowed) or isinstance(value, bool)):
            raise MacroError(
                f"{piece.name}(): {name} is {value!r}; write {'a text in quotes' if allowed is str else 'a whole number'}"
            )
    return macro(*piece.args, **options)


def _unknown_option(macro: Macro, piece: Call) -> str:
    """Return what is told of an option that a macro does not have, or nothing."""
    parameters = inspect.signature(macro).parameters
    wrong = next((name for name in piece.options if name not in parameters), None)
    if wrong is None:
        return ""
    known = [name for name, each in parameters.items() if each.default is not each.empty]
    mend = suggestion(wrong, known) or (f"; known: {', '.join(known)}" if known else "; take it out")
    return f'unknown option "{wrong}"{mend}'
