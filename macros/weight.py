"""Print the requests and bytes of every page of the built site, and fail over budget."""

from __future__ import annotations

import argparse
import gzip
import os
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from selectolax.lexbor import LexborHTMLParser

from macros.problems import Problem
from macros.scan import Scan, scan
from macros.usage import Usage

# What a reader on a slow line pays for the first page, compressed with Brotli: half of what the lightest of
# the known generators of documentation sends. A page holds the evidence of all its numbers.
FIRST_VISIT = 30_000

# What each further page costs: itself, since all it loads is kept by the browser.
FURTHER_PAGE = 20_000

# The page, one style sheet, one script, one icon.
REQUESTS = 4

# The page of a missing address has one script more, which finds what was meant.
MISSING, REQUESTS_MISSING = "404.html", 5

KINDS = ("html", "css", "js", "image", "other")
SUFFIXES: Mapping[str, str] = {
    ".html": "html", ".css": "css", ".js": "js", ".mjs": "js",
    ".svg": "image", ".png": "image", ".ico": "image", ".jpg": "image", ".webp": "image", ".avif": "image", ".gif": "image",
}  # fmt: skip

STATIC_IMPORT = re.compile(r"""(?:^|[;\s}])(?:import|export)\b(?:[^'"();]*\bfrom)?\s*["']([^"']+)["']""")
CSS_URL = re.compile(r"""(?:url\(\s*|@import\s*)["']?(?!data:|#)([^"')\s;]+)""")


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a file as it is, with gzip and with Brotli."""

    raw: int = 0
    gzip: int = 0
    brotli: int = 0

    def __str__(self) -> str:
        return f"{self.raw}/{self.gzip}/{self.brotli}"

    def __add__(self, other: Size) -> Size:
        return Size(self.raw + other.raw, self.gzip + other.gzip, self.brotli + other.brotli)


@dataclass(frozen=True)
class Weight:
    """What one page of the site costs its reader on a first visit."""

    page: str
    language: str
    sizes: Mapping[str, Size]
    requests: int
    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @cached_property
    def total(self) -> Size:
        """Return the bytes of all kinds."""
        return sum(self.sizes.values(), Size())

    def problems(self, where: str) -> Iterator[Problem]:
        """Find what is over budget, fetched from others, or not there."""
        path = f"{where}/{self.page}"
        missing = self.page.rpartition("/")[2] == MISSING
        allowed = REQUESTS_MISSING if missing else REQUESTS
        for url in self.others:
            yield Problem(path, 1, f'fetches "{url}" from another host; serve it from here or leave it out')
        for url in self.missing:
            yield Problem(path, 1, f'fetches "{url}", which is not there; mend the address')
        if self.requests > allowed:
            yield Problem(
                path, 1, f"{self.requests} requests on a first visit, {allowed} are allowed; load one less"
            )
        parts = ", ".join(f"{kind} {size.brotli}" for kind, size in self.sizes.items() if size.raw)
        for name, bytes_, budget in (
            ("a first visit", self.total.brotli, FIRST_VISIT),
            ("a further page", self.sizes["html"].brotli, FURTHER_PAGE),
        ):
            if bytes_ > budget:
                yield Problem(
                    path,
                    1,
                    f"{bytes_} bytes with Brotli for {name} ({parts}), {budget} are allowed; shorten or split it",
                )


class Scales:
    """Weighs the pages of a built site; what several pages load is read once, as is a page that was scanned."""

    def __init__(self, built: Path, scans: Mapping[str, Scan] | None = None) -> None:
        """Take the folder, and what a build found on the pages that it read."""
        self.built, self._scans = built, scans or {}
        self._sizes: dict[str, Size] = {}
        self._needs: dict[str, tuple[str, ...]] = {}

    def pages(self) -> Iterator[Weight]:
        """Yield the weight of each page."""
        for file in sorted(self.built.rglob("*.html")):
            yield self.weigh(file.relative_to(self.built).as_posix())

    def weigh(self, page: str) -> Weight:
        """Return the weight of the page at a path."""
        read = self._scans.get(page) or scan(LexborHTMLParser((self.built / page).read_text("utf-8")))
        sizes = {kind: Size() for kind in KINDS} | {"html": self.size(page)}
        missing: list[str] = []
        others: list[str] = []
        todo = [(page, url) for url in read.loads]
        seen = {page}
        for at, url in todo:
            parts = urlsplit(url)
            if parts.scheme == "data" or url.startswith("#"):
                continue
            if parts.scheme or parts.netloc:
                others.append(url)
                continue
            path = self._resolve(at, parts.path)
            if path is None:
                missing.append(url)
            elif path not in seen:
                seen.add(path)
                kind = SUFFIXES.get(posixpath.splitext(path)[1], "other")
                sizes[kind] += self.size(path)
                todo += ((path, needed) for needed in self.needs(path))
        requests = len(seen) + len(missing) + len(others)
        return Weight(page, read.language, sizes, requests, tuple(missing), tuple(others))

    def size(self, path: str) -> Size:
        """Return the size of a file, compressed as it is handed out."""
        if path not in self._sizes:
            data = (self.built / path).read_bytes()
            ready = [self.built / f"{path}{suffix}" for suffix in (".gz", ".br")]
            small, smallest = (file.stat().st_size if file.exists() else None for file in ready)
            self._sizes[path] = Size(
                len(data), small or len(gzip.compress(data, 9)), smallest or len(brotli.compress(data))
            )
        return self._sizes[path]

    def needs(self, path: str) -> tuple[str, ...]:
        """Return the addresses that a script or style sheet fetches at once."""
        if path not in self._needs:
            pattern = {".js": STATIC_IMPORT, ".mjs": STATIC_IMPORT, ".css": CSS_URL}.get(
                posixpath.splitext(path)[1]
            )
            text = (self.built / path).read_text("utf-8", errors="replace") if pattern else ""
            self._needs[path] = tuple(dict.fromkeys(pattern.findall(text))) if pattern else ()
        return self._needs[path]

    def _resolve(self, at: str, path: str) -> str | None:
        path = unquote(path)
        if not path.startswith("/"):
            names = [posixpath.normpath(posixpath.join(posixpath.dirname(at), path))]
        else:
            # The page of missing addresses links from the root of its host, below which the site may lie.
            steps = path.strip("/").split("/")
            names = ["/".join(steps[skipped:]) for skipped in range(len(steps))]
        return next((name for name in names if (self.built / name).is_file()), None)


def table(weights: list[Weight]) -> Iterator[str]:
    """Yield the lines of the report, the heaviest page of each language last."""
    yield "bytes as they are / with gzip / with Brotli"
    for weight in sorted(weights, key=lambda weight: (weight.language, weight.total.brotli)):
        kinds = ", ".join(f"{kind} {size}" for kind, size in weight.sizes.items() if size.raw)
        yield f"{weight.language} {weight.page}: {weight.requests} requests, {weight.total} ({kinds})"
    yield summary(weights)


def summary(weights: list[Weight]) -> str:
    """Return in a line what the heaviest pages cost, and what they may."""
    first = max(weights, key=lambda weight: weight.total.brotli)
    page = max(weights, key=lambda weight: weight.sizes["html"].brotli)
    return (
        f"weight: at most {first.total.brotli} bytes and {first.requests} requests on a first visit ({first.page}),"
        f" {page.sizes['html'].brotli} bytes for a further page ({page.page});"
        f" {FIRST_VISIT}, {REQUESTS} and {FURTHER_PAGE} are allowed"
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("--site", default=os.environ.get("SITE_DIR", "site"), help="folder of the built site")
    parser.add_argument(
        "--paint", action="store_true", help="measure also when the heaviest page is painted, in Chromium"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the weight of each page; return 1 when one is over budget."""
    built = root / options.site
    if not (built / "index.html").exists():
        raise Usage(f"no built site in {options.site}: run `make build` first")
    weights = [*Scales(built).pages()]
    for line in table(weights):
        print(line)
    if options.paint:
        # A build weighs its pages too, and needs no server for a browser.
        from macros.paint import paint

        print(paint(built, max(weights, key=lambda weight: weight.total.brotli).page))
    problems = [problem for weight in weights for problem in weight.problems(built.name)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0
