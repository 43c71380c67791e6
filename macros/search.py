"""The search index: one for each language, made by Pagefind from the pages as they were built.

Pagefind reads small documents made here, one for each page without its frame and one for each entry of
the pages that are made from the data file, so that a figure, a source or a term is found by its name and
opens at its place. What it shows of a page is the page's text; signs that nobody sees, put in here and
taken out by `search.js`, let it find what stands behind an elided word, inside grouped thousands or
in a chemical formula.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import cbor2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros import addresses
from macros.locales import Locale
from macros.problems import Problem
from macros.project import Project
from macros.typography import Typesetter

FOLDER = "pagefind"
REGION = "main"
LEFT_OUT = (
    "script,style,template,svg,nav,aside,form,button,dialog,footer,"
    "[hidden],[data-pagefind-ignore],.headerlink,.contents,.kicker,.apparatus,.edit,.quiet,.corrections .verdict,.proof,.ids,.chart summary"
)
ENTRY = "article.entry[id]"
SELF = "a.self"
KINDS = ("claim", "figure", "source", "statement", "term")

# The dialog shows pages first, then what the data file holds, then the sources.
GROUPS = ("page", "source")

# Pagefind's own interfaces, which `search.js` does without.
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")

# What search.js undoes, none of which Pagefind takes for a letter: elided words spelled in tag characters,
# and the signs between thousands and before a low digit.
TAG = 0xE0000
THOUSANDS, LOW = "\u2061", "\u2060"
GROUP = re.compile(r"[\u00a0\u202f](?<=\d.)(?=\d{3}(?!\d))")
SUBSCRIPT = re.compile("[₀-₉]")


# Pagefind's own files: the entry that names the index of each language, what each file begins with, and where
# the list of filters stands in an index.
ENTRY_FILE = "pagefind-entry.json"
SIGNATURE = b"pagefind_dcd"
FILTERS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """What is found as one result: its language, its address below the site's root, and its text as HTML."""

    language: str
    address: str
    kind: str
    html: str

    def __str__(self) -> str:
        group = self.kind if self.kind in GROUPS else "entry"
        marks = f'data-pagefind-meta="kind:{self.kind}" data-pagefind-filter="group:{group}"'
        return (
            f'<!doctype html><html lang="{self.language}"><meta charset="utf-8"><body data-pagefind-body>'
            f'<i data-pagefind-meta="url:{self.address}"></i><i {marks}></i>{self.html}'
        )


class Preparer:
    """Prepares the HTML of one language for the index."""

    def __init__(self, locale: Locale) -> None:
        """Take the language, whose words may list its `elisions` under `search`."""
        words = elisions(locale)
        # A pattern that begins with one of a few letters is looked for far sooner than one that begins with a word.
        firsts = "".join(sorted({case for word in words for case in (word[0].lower(), word[0].upper())}))
        rests = "|".join(f"(?<={re.escape(word[0])}){re.escape(word[1:])}" for word in words)
        # The word behind the apostrophe may begin in an element of its own.
        pattern = rf"[{re.escape(firsts)}](?<![^\W_].)(?i:{rests})['’](?=(?:<[^>]*>)*\w)"
        self._elided = re.compile(pattern if words else "(?!)")

    def prepare(self, html: str) -> str:
        """Return HTML with the signs that make its words findable."""
        html = self._elided.sub(lambda match: "".join(map(_tagged, match[0])), html)
        html = html.replace("</th>", "</th> ")
        html = GROUP.sub(THOUSANDS, html)
        return SUBSCRIPT.sub(lambda match: f"{LOW}{ord(match[0]) - ord('₀')}", html)


def _tagged(letter: str) -> str:
    return chr(TAG + ord(letter)) if letter.isascii() and letter.isalpha() else letter


def elisions(locale: Locale) -> tuple[str, ...]:
    """Return the words that a language elides before a vowel, without their apostrophe."""
    return tuple(map(str, (locale.words.get("search") or {}).get("elisions") or ()))


def documents(html: str, language: str, address: str, preparer: Preparer) -> Iterator[Document]:
    """Yield what one built page holds to be found: its entries, and the rest of the page."""
    region = LexborHTMLParser(html).css_first(REGION)
    if region is None:
        return
    for node in region.css(LEFT_OUT):
        node.decompose()
    for entry in region.css(ENTRY):
        yield Document(
            language, f"{address}#{entry.attributes['id']}", _kind(entry), preparer.prepare(_entry(entry))
        )
        entry.decompose()
    for own in region.css(SELF):
        own.unwrap()
    if region.text(strip=True):
        yield Document(language, address, "page", preparer.prepare(region.inner_html or ""))


def _kind(entry: LexborNode) -> str:
    classes = (entry.attributes.get("class") or "").split()
    return next((kind for kind in KINDS if kind in classes or f"{kind}-entry" in classes), "entry")


def _entry(entry: LexborNode) -> str:
    """Return an entry with its title as the heading of a document of its own."""
    heading = entry.css_first("h2,h3,h4")
    title = ""
    if heading is not None:
        title = heading.text().strip().removesuffix("#").strip()
        heading.decompose()
    return f"<h1>{escape(title)}</h1>{entry.inner_html}"


def collect(project: Project, built: Path) -> Iterator[Document]:
    """Yield the documents of all pages that are written in the language whose reader finds them."""
    for language, pages in project.pages.items():
        preparer = Preparer(project.locales[language])
        for name in pages:
            address = addresses.address(name)
            file = built / addresses.built(language, project.source, address)
            if file.exists():
                at = f"/{addresses.folder(language, project.source)}{address.lstrip('/')}"
                yield from documents(file.read_text("utf-8"), language, at, preparer)


class Indexing:
    """Pagefind at work in a process of its own, which writes an index of documents into a folder."""

    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        """Begin."""
        self.folder = folder
        self.place = tempfile.TemporaryDirectory()
        for number, document in enumerate(documents):
            Path(self.place.name, f"{number:06}.html").write_text(str(document), "utf-8")
        command = [sys.executable, "-m", "pagefind", "--site", self.place.name, "--output-path", str(folder)]
        self._run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if hasattr(os, "setpriority"):
            # The rest of the build goes first: nobody waits for the index before that is done.
            os.setpriority(os.PRIO_PROCESS, self._run.pid, 5)

    def finish(self) -> Iterator[Problem]:
        """Wait until the index is written, and set it in order."""
        out, errors = self._run.communicate()
        self.end()
        if self._run.returncode:
            last = (errors or out or "nothing").strip().splitlines()[-1]
            yield Problem("pyproject.toml", 1, f'no search index: Pagefind says "{last}"; install it anew')
        if (self.folder / ENTRY_FILE).exists():
            settle(self.folder)
        for pattern in UNUSED:
            for file in self.folder.glob(pattern):
                file.unlink()

    def end(self) -> None:
        """Stop, where nobody waits for the index any more."""
        if self._run.returncode is None:
            self._run.kill()
            self._run.communicate()
        self.place.cleanup()


def settle(folder: Path) -> None:
    """Write the index anew with its filters in order: Pagefind leaves them as its hash tables give them.

    Files are named by their content, so a filter, the list that names it and the index's entry change together.
    """
    entry = json.loads((folder / ENTRY_FILE).read_text("utf-8"))
    for language, about in entry["languages"].items():
        old = folder / f"pagefind.{about['hash']}.pf_meta"
        contents = _unpack(old)
        for listed in contents[FILTERS]:
            file = folder / "filter" / f"{listed[1]}.pf_filter"
            name, values = _unpack(file)
            file.unlink()
            data = _pack([name, sorted(values)])
            listed[1] = f"{language}_{hashlib.sha256(data).hexdigest()[:7]}"
            (folder / "filter" / f"{listed[1]}.pf_filter").write_bytes(data)
        contents[FILTERS].sort()
        old.unlink()
        data = _pack(contents)
        about["hash"] = f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"
        (folder / f"pagefind.{about['hash']}.pf_meta").write_bytes(data)
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / ENTRY_FILE).write_text(text, "utf-8")


def _unpack(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE))


def _pack(value: object) -> bytes:
    return gzip.compress(SIGNATURE + cbor2.dumps(value), 9, mtime=0)


def vocabulary(locale: Locale, typesetter: Typesetter) -> str:
    """Return what the search dialog says in a language, and what the language elides, as JSON."""

    def say(key: str) -> str:
        return typesetter.text(locale.say(f"search.{key}"))

    words = {key: say(key) for key in ("title", "hint", "count", "none", "more", "close")}
    kinds = {kind: say(f"kind.{kind}") for kind in KINDS}
    return json.dumps({**words, "kinds": kinds, "elisions": elisions(locale)}, ensure_ascii=False)


def search(project: Project, typesetters: dict[str, Typesetter], built: Path) -> Indexing:
    """Write all that search needs into the built site, fetched only when search is opened; the index is begun."""
    folder = built / FOLDER
    folder.mkdir(exist_ok=True)
    for language, locale in project.locales.items():
        (folder / f"words.{language}.json").write_text(
            vocabulary(locale, typesetters[language]) + "\n", "utf-8"
        )
    return Indexing(collect(project, built), folder)
