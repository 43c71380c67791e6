"""What pages load, made light and lasting: one style sheet, scripts without comments, names that hash the content.

A file whose name changes with its content can be kept by browsers for ever. What the theme brings and no
page asks for is taken out of the built site.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import rjsmin

from macros import styles
from macros.cache import kept, prune
from macros.problems import Problem

FOLDER = "assets"
SHEET = "site.css"
SOURCES = "docs/assets"

# Each pattern begins with a text that is looked for fast: a site may have thousands of pages.
STYLESHEET = re.compile(r'<link rel="stylesheet" href="(?P<href>[^"]*)">\n?')
ASSET = re.compile(rf'{FOLDER}/(?P<path>[^"#?<>\s]+)')
NEIGHBOUR = re.compile(r"""(?P<quote>["'])\./(?P<name>[\w-]+\.\w+)(?P=quote)""")

# White space that a browser shows as it is; elsewhere a line break and its indent are one space.
AS_IT_IS = re.compile(r"(<(pre|textarea|script)\b.*?</\2>)", re.S)
BREAK = re.compile(r"\n\s+")


def wardrobe(
    root: Path, built: Path, sheets: Iterable[Path], measure: Callable[[], Measure]
) -> Wardrobe | Problem:
    """Return what dresses the pages of a site, or what is in its way; `measure` waits until they are measured.

    The style sheets that the pages will load, which are known before, are read before.
    """
    made = Wardrobe(root, built / FOLDER, Measure())
    # After a first build, a sheet is most often what it was.
    for sheet in () if made.cache.exists() else sheets:
        # A sheet that cannot be read is told of when it is needed.
        with contextlib.suppress(OSError, UnicodeDecodeError):
            styles.foresee(sheet.read_text("utf-8"))
    made.measure = measure()
    try:
        made.make()
    except Misfit as misfit:
        return misfit.problem
    return made


@dataclass
class Measure:
    """What the pages of a site load and name; `pages` are the files that were read."""

    used: styles.Used = field(default_factory=styles.Used)
    sheets: dict[str, None] = field(default_factory=dict)
    loaded: set[str] = field(default_factory=set)
    pages: set[Path] = field(default_factory=set)

    def page(self, file: Path, html: str) -> None:
        """Note what a page loads and names."""
        self.pages.add(file)
        self.used.page(html)
        for match in STYLESHEET.finditer(html):
            self.sheets[match["href"].rpartition(f"{FOLDER}/")[2]] = None
        self.loaded.update(match["path"] for match in ASSET.finditer(html) if loads(match))

    def rest(self, built: Path) -> None:
        """Note the same of all pages of a built site that were not read when they were written."""
        for file in sorted({*built.rglob("*.html")} - self.pages):
            self.page(file, file.read_text("utf-8"))

    def add(self, other: Measure) -> None:
        """Take in what other pages load and name."""
        self.used.add(other.used)
        self.sheets |= other.sheets
        self.loaded |= other.loaded
        self.pages |= other.pages


class Misfit(Exception):
    """A style sheet or script that cannot be made light."""

    def __init__(self, name: str, line: int, message: str) -> None:
        self.problem = Problem(f"{SOURCES}/{name}", line, message)
        super().__init__(message)


@dataclass
class Wardrobe:
    """The files that pages load, by their path in the folder of assets, and what becomes of each."""

    root: Path
    folder: Path
    measure: Measure
    renamed: dict[str, str] = field(default_factory=dict)
    sheet: str = ""

    @property
    def cache(self) -> Path:
        """Return the folder of the sheets that were made before."""
        return self.root / ".cache/styles"

    # --- before --------------------------------------------------------------------------------------

    def make(self) -> None:
        """Write the style sheet and all that pages load under names of their own; raise Misfit."""
        scripts = {file.name: self._text(file.name) for file in sorted(self.folder.glob("*.js"))}
        for text in scripts.values():
            self.measure.used.script(text)
        later = {file.name for file in self.folder.glob("*.css")} - self.measure.sheets.keys()
        for name in sorted(later):
            self.measure.used.later(self._text(name))
        self.sheet = self._name(SHEET, self._sheet(self.measure.sheets))
        for name in sorted(later):
            self.renamed[name] = self._name(name, self._sheet([name]))
        for name in scripts:
            self._script(name, scripts, ())
        for path in sorted(self.measure.loaded - self.measure.sheets.keys() - self.renamed.keys()):
            if (self.folder / path).is_file():
                self.renamed[path] = self._name(path, (self.folder / path).read_bytes())
        prune(self.cache)

    def _sheet(self, names: Iterable[str]) -> bytes:
        texts = {name: self._text(name) for name in names}
        name = f"{styles.key(texts.values(), self.measure.used)}.css"
        return kept(self.cache / name, partial(self._made, texts))

    def _made(self, texts: Mapping[str, str]) -> bytes:
        for name, text in texts.items():
            try:
                styles.check(text)
            except ValueError as error:
                line, message = error.args
                raise Misfit(name, line, f"{message}; mend the rule, which browsers drop") from None
        return styles.sheet(texts.values(), self.measure.used).encode()

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text("utf-8")
        except FileNotFoundError:
            raise Misfit(
                name, 1, "no such style sheet; mend its name under extra_css in mkdocs.yml"
            ) from None
        except UnicodeDecodeError as error:
            raise Misfit(name, 1, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None

    def _script(self, name: str, texts: Mapping[str, str], importers: tuple[str, ...]) -> str:
        """Return the new name of a script; the files beside it that it names get theirs first."""
        if name in self.renamed:
            return self.renamed[name]
        if name in importers:
            raise Misfit(name, 1, f"imports itself, by way of {', '.join(importers)}; part them")

        def neighbour(match: re.Match[str]) -> str:
            other = match["name"]
            if other not in texts and other not in self.renamed:
                line = texts[name][: match.start()].count("\n") + 1
                raise Misfit(name, line, f'names "./{other}", which is not there; mend the name')
            new = self.renamed.get(other) or self._script(other, texts, (*importers, name))
            return f"{match['quote']}./{new}{match['quote']}"

        text = str(rjsmin.jsmin(NEIGHBOUR.sub(neighbour, texts[name])))
        self.renamed[name] = self._name(name, text.encode())
        return self.renamed[name]

    def _name(self, path: str, content: bytes) -> str:
        """Write a file under a name that holds the hash of its content; return the name."""
        stem, _, suffix = path.rpartition(".")
        name = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
        (self.folder / name).write_bytes(content)
        return name

    # --- after ---------------------------------------------------------------------------------------

    def dressed(self, html: str) -> str:
        """Return a page that loads what was made, without white space that nobody sees."""
        first = True

        def link(match: re.Match[str]) -> str:
            nonlocal first
            before = match["href"].rpartition(f"{FOLDER}/")[0]
            whole = f'<link rel="stylesheet" href="{before}{FOLDER}/{self.sheet}">\n' if first else ""
            first = False
            return whole

        def renamed(match: re.Match[str]) -> str:
            path = match["path"]
            return f"{FOLDER}/{self.renamed.get(path, path)}" if loads(match) else match[0]

        return tight(ASSET.sub(renamed, STYLESHEET.sub(link, html)))

    def clear(self) -> None:
        """Remove the files that were renamed, and those of the theme that no page loads."""
        ours = {file.relative_to(self.root / SOURCES) for file in (self.root / SOURCES).rglob("*")}
        brought = {Path(path) for path in (*self.renamed.values(), self.sheet)}
        gone = {Path(path) for path in (*self.renamed, *self.measure.sheets)}
        for file in sorted(self.folder.rglob("*"), reverse=True):
            path = file.relative_to(self.folder)
            if file.is_dir():
                if not any(file.iterdir()):
                    file.rmdir()
            elif path in gone or (path.parts[0] in THEME and path not in ours and path not in brought):
                file.unlink()


# The folders in which the theme puts its own files.
THEME = frozenset({"images", "javascripts", "stylesheets"})


def loads(asset: re.Match[str]) -> bool:
    """Tell whether a path stands in an attribute that names what a page loads, or leads to."""
    html, quote = asset.string, asset.string.rfind('"', 0, asset.start())
    return html.endswith((" href=", " src=", "\nhref=", "\nsrc="), max(0, quote - 6), quote)


def tight(html: str) -> str:
    """Return a page in which a line break keeps no indent and no empty line."""
    parts = AS_IT_IS.split(html)
    # The pattern has two groups: the whole element, and its name.
    for index in range(0, len(parts), 3):
        parts[index] = BREAK.sub("\n", parts[index])
    return "".join(part for index, part in enumerate(parts) if index % 3 != 2)
