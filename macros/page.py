"""A Markdown page as read from disk: its front matter, its body, and its macro calls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from macros.problems import Faults, Problem, suggestion
from macros.template import Call, calls, parse
from macros.yamlfile import LOADER, YamlFile

# What readers read of a page's front matter.
TEXTS = ("title", "description", "lede")

# What the front matter of a page may hold.
FIELDS = frozenset({*TEXTS, "picture", "template", "stamp", "edits"})
PLAIN_TEXT = re.compile(r"[^\W\d_]+['’]?[^\W\d_]*[ ,:.=-]+\S")
# The path of a page is its address: in ten years too it is typed, read aloud and sent by mail.
LASTING = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)


@dataclass(frozen=True)
class Page:
    """One Markdown page in one language: `name` is its path in the language's folder, without `.md`.

    `head` is its front matter as typed, `first_line` that of the body, and `calls` are its macro calls, in order.
    """

    language: str
    name: str
    path: str
    head: str
    body: str
    first_line: int
    meta: Mapping[str, Any]
    calls: tuple[Call, ...]

    def line(self, field: str) -> int:
        """Return the line of a field of the front matter; 1 where it is not there."""
        lines = self.head.split("\n")
        return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{field}:")), 1)


def slug(text: str) -> str:
    """Return an id made from a title, for a message to propose."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return made if made[:1].isalpha() else f"section-{made}".rstrip("-")


def faults(page: Page, source: str) -> Iterator[Problem]:
    """Find macros where none are read; in the source language, no title, or a name that is no lasting address."""
    for field in TEXTS:
        if "{{" in page.meta.get(field, ""):
            mend = "say it without the number, or in the text of the page"
            yield Problem(page.path, page.line(field), f"{field}: no macro is read here; {mend}")
    if page.language != source:
        return
    if not page.meta.get("title"):
        yield Problem(page.path, 1, 'no title; write "title: …" between two lines --- at the top')
    if not LASTING.fullmatch(page.name):
        lasting = "/".join(map(slug, page.name.split("/")))
        mend = f"its name is its address, in lower-case letters, digits and single hyphens; rename it to {lasting}.md"
        yield Problem(page.path, 1, f'"{page.name}.md": {mend}')


def read_page(text: str, language: str, name: str, path: str) -> Page:
    """Split a page into front matter and body and parse its macros; raise Faults."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = FRONT_MATTER.match(text)
    meta: Mapping[str, Any] = {}
    body = text
    if match:
        # The line of the opening marks counts.
        file = YamlFile("\n" + match["yaml"], path)
        meta = file.value if isinstance(file.value, dict) else {}
        if unknown := meta.keys() - FIELDS:
            raise Faults(
                file.problem(
                    (key,),
                    f'unknown key "{key}"{suggestion(key, FIELDS) or "; known: " + ", ".join(sorted(FIELDS))}',
                )
                for key in unknown
            )
        if wrong := _no_texts(meta, match["yaml"]):
            raise Faults(
                file.problem((key,), f'{key}: a text is wanted; put it between quotes, "…"') for key in wrong
            )
        body = text[match.end() :]
    elif text.startswith("---\n"):
        raise Faults(
            [Problem(path, 1, "the front matter that begins here has no end; write --- under its last line")]
        )
    head = text[: len(text) - len(body)]
    first_line = head.count("\n") + 1
    found = calls(parse(body, path, first_line))
    return Page(language, name, path, head, body, first_line, meta, tuple(found))


def _no_texts(meta: Mapping[str, Any], text: str) -> list[str]:
    """Return the keys of a front matter whose values YAML, which MkDocs reads too, takes for something else."""
    texts = [key for key in meta if key != "edits"]
    # Most values are plainly texts; of the others it matters whether quotes stand around them.
    if all(isinstance(meta[key], str) and PLAIN_TEXT.match(meta[key]) for key in texts):
        return []
    typed = yaml.load(text, Loader=LOADER)
    return [key for key in texts if not (isinstance(typed[key], str) and typed[key])]
