"""The normal form of a text: what is left of it once everything that changes no meaning is taken out.

White space, line breaks, the style of quotes and apostrophes, the kind of a no-break space, how a link is
written and how a macro formats what it prints do not count. Words, marks and targets do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from macros.template import Call, Literal, parse

# Private characters stand for what was taken out of a text while the rest of it is read.
CALL, CODE, STOP = "\ue000", "\ue001", "\ue002"
HELD = re.compile(f"[{CALL}{CODE}](\\d+){STOP}")
PRIVATE = re.compile("[\ue000-\uf8ff]")
PRIVATE_TYPED = re.compile(r"&#(?:x0*[ef][0-9a-f]{3}|0*(?:5[7-9]|6[0-3])\d{3});", re.I)

# Invisible characters that change nothing: soft hyphen, zero-width characters, byte order mark.
NOTHING = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
PLAIN = str.maketrans({**dict.fromkeys("«»“”„‟″", '"'), **dict.fromkeys("’‘‚‛ʼ′‹›", "'"), "…": "..."})

# Spaces that French sets before a mark or inside quotes, and English does not: set at build, so never told.
BEFORE_MARK = re.compile(r"\s+(?=[;:!?%»])")
INSIDE_QUOTES = re.compile(r"(?<=«)\s+")

# Most texts hold nothing of all this, and are told apart by one look.
SOMETHING = re.compile("[&_\u00ad\u200b\u200c\u200d\u2060\ufeff«»“”„‟″’‘‚‛ʼ′‹›…]|\\s[;:!?%]")

CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
ATTRIBUTES = re.compile(r"\{(?::|[#.](?=[\w-]))[^{}]*\}")
EMPHASIS = re.compile(r"(?<![^\W_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![^\W_])", re.S)
LABEL = r"(?:[^\[\]]|\[[^\[\]]*\])*"
LINK = re.compile(
    rf"(?P<image>!?)\[(?P<text>{LABEL})\]"
    r"(?:\(\s*<?(?P<to>[^)\s>]*)>?(?:\s+(?P<quote>[\"'])(?P<title>.*?)(?P=quote))?\s*\)|[ \n]?\[(?P<ref>[^\[\]]*)\])?",
    re.S,
)
AUTOLINK = re.compile(r"<((?:https?|mailto):[^>\s]+)>")

# How a macro prints its record is formatting; the record it prints is meaning.
FORMATTING = frozenset({"form", "unit", "digits"})
ONE_ARGUMENT = frozenset({"figure", "as_of"})

SENTENCE_END = re.compile(r"[.!?…。؟।]+[\"')\]*_]*(?=\s|$)")
NEXT = re.compile(r"\s*([^\W\d_]+)")
WORD = re.compile(r"[^\W\d_]")
MACRO = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image: where it leads, and its line in the file."""

    to: str
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its normal form, with the macro calls, links and code spans found in it."""

    normal: str
    calls: tuple[Call, ...] = ()
    links: tuple[Link, ...] = ()
    code: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the sentences of the text."""
        return sentences(self.normal)


def read(text: str, path: str, line: int, definitions: Mapping[str, str] | None = None) -> Text:
    """Return the normal form of a text that begins at `line`; `definitions` are its link references."""
    pieces = parse(text, path, line)
    calls = tuple(piece for piece in pieces if isinstance(piece, Call))
    held: list[str] = []
    numbers = iter(range(len(calls)))
    masked = "".join(
        PRIVATE_TYPED.sub("", PRIVATE.sub("", piece))
        if isinstance(piece, str)
        else f"{CALL}{next(numbers)}{STOP}"
        for piece in pieces
    )

    def hold(match: re.Match[str]) -> str:
        held.append(re.sub(r"\s+", " ", match[2]).strip())
        return f"{CODE}{len(held) - 1}{STOP}"

    masked = CODE_SPAN.sub(hold, masked) if "`" in masked else masked
    links: list[Link] = []

    def follow(match: re.Match[str]) -> str:
        label = match["text"] if not match["ref"] else match["ref"]
        to = match["to"] if match["to"] is not None else (definitions or {}).get(folded_label(label))
        if to is None:
            return match[0]
        links.append(Link(to, line + masked.count("\n", 0, match.start())))
        title = f' "{match["title"]}"' if match["title"] else ""
        return f"{match['image']}[{match['text']}]({to}{title})"

    linked = LINK.sub(follow, masked) if "[" in masked else masked
    for match in AUTOLINK.finditer(masked) if "<" in masked else ():
        links.append(Link(match[1], line + masked.count("\n", 0, match.start())))

    def give_back(match: re.Match[str]) -> str:
        index = int(match[1])
        return written(calls[index]) if match[0][0] == CALL else f"`{held[index]}`"

    normal = plain(ATTRIBUTES.sub("", linked) if "{" in linked else linked)
    normal = HELD.sub(give_back, normal) if calls or held else normal
    return Text(normal, calls, tuple(links), tuple(held))


def plain(text: str) -> str:
    """Return a text with plain quotes and single spaces, in composed characters."""
    if not SOMETHING.search(text):
        return " ".join(unicodedata.normalize("NFC", text).split())
    text = NOTHING.sub("", unicodedata.normalize("NFC", unescape(text)))
    text = BEFORE_MARK.sub("", INSIDE_QUOTES.sub("", text)).translate(PLAIN)
    text = EMPHASIS.sub(lambda match: "*" * len(match[1]) + match[2] + "*" * len(match[1]), text)
    return " ".join(text.split())


def written(call: Call) -> str:
    """Return a macro call in its normal form, without what only formats."""
    args: tuple[Literal, ...] = call.args[:1] if call.name in ONE_ARGUMENT else call.args
    options = sorted((name, value) for name, value in call.options.items() if name not in FORMATTING)
    parts = [*map(_literal, args), *(f"{name}={_literal(value)}" for name, value in options)]
    return f"{{{{ {call.name}({', '.join(parts)}) }}}}"


def _literal(value: Literal) -> str:
    return f'"{plain(value)}"' if isinstance(value, str) else str(value)


def folded_label(label: str) -> str:
    """Return a link's reference as Markdown compares them."""
    return " ".join(label.lower().split())


def sentences(normal: str) -> tuple[str, ...]:
    """Split a normal text into sentences; a mark followed by a word in small letters ends none."""
    out: list[str] = []
    start = 0
    # The words of a macro call are not the sentence's own marks.
    for match in SENTENCE_END.finditer(MACRO.sub(lambda call: CALL * len(call[0]), normal)):
        after = NEXT.match(normal, match.end())
        if after and after[1].islower():
            continue
        out.append(normal[start : match.end()].strip())
        start = match.end()
    if WORD.search(normal[start:]) or (not out and normal.strip()):
        out.append(normal[start:].strip())
    return tuple(out)
