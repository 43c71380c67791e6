"""The link checker: every link of the built site leads to a file that is there and an id that is on it."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from macros.addresses import language_of, name_of
from macros.data import PATH as DATA
from macros.ledger import PATH as LEDGER
from macros.problems import Problem, suggestion
from macros.project import Project
from macros.scan import Scan

CSS_URL = re.compile(r"""url\(\s*["']?([^"')\s]+)["']?\s*\)""")
SVG_ID = re.compile(r"""\bid=["']([^"']+)["']""")
OUTSIDE = ("http:", "https:", "mailto:", "tel:", "data:", "blob:", "javascript:")

# Links that begin so lead to the same place from all pages that lie in one folder.
SHARED = ("../", "/", "http:", "https:")

# Files other than pages that name addresses of the site in full.
LISTS = ("*.xml", "*.txt", "*.json", "*.webmanifest")


def _files(built: Path) -> Iterator[str]:
    for folder, _, files in os.walk(built):
        below = Path(folder).relative_to(built).as_posix()
        yield from (file if below == "." else f"{below}/{file}" for file in files)


class Links:
    """Checks the links of a built site."""

    def __init__(self, built: Path, site_url: str, scans: Mapping[str, Scan]) -> None:
        """Take the folder of the built site, its public address, and the scan of each page by path."""
        self.built, self.scans = built, scans
        self.site_url = site_url.rstrip("/") + "/"
        # A page that is served for any missing address links from the root of the host.
        self.base = urlsplit(self.site_url).path
        self.files = {*_files(built), *scans}
        self._ids: dict[str, frozenset[str]] = {}
        self._targets: dict[tuple[str, str], str | None] = {}

    def fault(self, page: str, link: str) -> str | None:
        """Return what is wrong with a link on a page, in words, or None."""
        if not link:
            return "an empty link; give it an address or remove it"
        below = link
        if f"{link}/".startswith(self.site_url):
            below = self.base + link[len(self.site_url) :]
        elif link.startswith(OUTSIDE) or link.startswith("//"):
            return None
        path, _, fragment = below.partition("#")
        path = unquote(path.partition("?")[0])
        target = self._target(page, path) if path else page
        if target is None:
            return f'dead link "{link}"; there is no such page or file'
        fragment = unquote(fragment.partition(":~:")[0])
        if fragment and fragment not in self.ids(target):
            near = suggestion(fragment, self.ids(target))
            return f'dead link "{link}"; {target} has no id "{fragment}"{near}'
        return None

    def _target(self, page: str, path: str) -> str | None:
        # A page names few files, and many ids of each.
        if (page, path) not in self._targets:
            self._targets[page, path] = self._file(page, path)
        return self._targets[page, path]

    def _file(self, page: str, path: str) -> str | None:
        if path.startswith("/"):
            if not path.startswith(self.base):
                return None
            joined = path[len(self.base) :]
        else:
            joined = posixpath.join(posixpath.dirname(page), path)
        resolved = posixpath.normpath(joined) if joined else "."
        if resolved.startswith(".."):
            return None
        resolved = "" if resolved == "." else resolved
        if not path or path.endswith(("/", "/.", "/..")) or path in (".", "..") or not resolved:
            resolved = posixpath.join(resolved, "index.html")
        return resolved if resolved in self.files else None

    def ids(self, path: str) -> frozenset[str]:
        """Return the ids of a file of the built site."""
        if path not in self._ids:
            if path in self.scans:
                found = frozenset(self.scans[path].ids)
            elif path.endswith(".svg"):
                found = frozenset(SVG_ID.findall((self.built / path).read_text("utf-8")))
            else:
                found = frozenset()
            self._ids[path] = found
        return self._ids[path]

    def of_pages(self) -> Iterator[tuple[str, str, str]]:
        """Yield page, link and fault for every dead link, and for every id that stands twice on a page."""
        sound: defaultdict[str | None, set[str]] = defaultdict(set)
        for page, scan in self.scans.items():
            folder = posixpath.dirname(page)
            # Pages of one folder have a menu in common, with a link to every page.
            known = sound[posixpath.dirname(folder) if folder else None]
            for link in scan.links:
                if link in known:
                    continue
                if fault := self.fault(page, link):
                    yield page, link, fault
                elif link.startswith(SHARED):
                    known.add(link)
            if len(self.ids(page)) < len(scan.ids):
                for key, times in Counter(scan.ids).items():
                    if times > 1:
                        yield (
                            page,
                            f"#{key}",
                            f'the id "{key}" stands more than once on this page; rename one',
                        )

    def of_files(self) -> Iterator[tuple[str, str, str]]:
        """Yield the same for style sheets, and for feeds and lists that name addresses in full."""
        for file in sorted(self.built.rglob("*.css")):
            name = file.relative_to(self.built).as_posix()
            # A sheet that is not UTF-8 is told of where it is made light.
            for link in sorted(set(CSS_URL.findall(file.read_text("utf-8", "replace")))):
                if not link.startswith("#") and (fault := self.fault(name, link)):
                    yield name, link, fault
        full = re.compile(rf"{re.escape(self.site_url)}[^\s\"'<>()\[\]]*")
        for pattern in LISTS:
            for file in sorted(self.built.rglob(pattern)):
                name = file.relative_to(self.built).as_posix()
                for link in sorted(set(full.findall(file.read_text("utf-8")))):
                    if fault := self.fault(name, link):
                        yield name, link, fault


def check(project: Project, links: Links) -> Iterator[Problem]:
    """Yield a problem for every dead link, at the line that wrote it."""
    origins = Origins(project)
    for page, link, fault in links.of_pages():
        yield origins.problem(page, link, fault)
    for name, link, fault in links.of_files():
        yield Problem(name, 1, f'in the built file: "{link}": {fault}')


class Origins:
    """Finds the line that wrote a link: of the page, of the data file, of the ledger or of a template."""

    def __init__(self, project: Project) -> None:
        """Take the project, whose files are read when they are first searched."""
        self.project = project
        overrides = project.root / "overrides"
        self.templates = [
            file.relative_to(project.root).as_posix() for file in sorted(overrides.rglob("*.html"))
        ]
        self._lines: dict[str, list[str]] = {}

    def problem(self, page: str, link: str, fault: str) -> Problem:
        """Return the problem of a link on a built page, at the line that most likely wrote it."""
        project = self.project
        language, below = language_of(page, project.languages, project.source)
        name = name_of(below)
        own = project.pages[language].get(name) or project.pages[project.source].get(name)
        paths = [*([own.path] if own else []), DATA, LEDGER]
        for needle in _needles(link):
            for path in paths:
                if line := self._line(path, needle):
                    return Problem(path, line, fault)
            for path in self.templates:
                if line := self._line(path, needle):
                    # A template's link has another length on each page: it is told once.
                    return Problem(path, line, fault.replace(link, needle))
        return Problem(own.path if own else page, 1, f"{fault} (on the built page {page})")

    def _line(self, path: str, needle: str) -> int:
        if path not in self._lines:
            file = self.project.root / path
            self._lines[path] = file.read_text("utf-8").split("\n") if file.exists() else []
        return next((number for number, line in enumerate(self._lines[path], 1) if needle in line), 0)


def _needles(link: str) -> Iterator[str]:
    """Yield what the source of a link may look like, the most telling first."""
    path, _, fragment = link.partition("#")
    yield link
    plain = path.removeprefix("./").replace("../", "").strip("/")
    name = plain.rpartition("/")[2]
    if fragment:
        if name:
            yield f"{name}.md#{fragment}"
        yield from (f"#{fragment}", f'"{fragment}"', f"  {fragment}:")
    if name:
        yield from (f"{name}.md", plain if "." in name else f"/{name}/", f'"{name}"')
