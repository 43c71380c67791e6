"""The texts of the built site, compressed beside themselves for servers that hand out such files as they are.

Brotli at its best takes longer than all the rest of a build, so what was compressed once is kept in
`.cache/compressed` by its content.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli

from macros.cache import kept, prune

# Texts; pictures and the files of the search index are compressed by their own formats.
TEXTS = frozenset({".bib", ".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".xml", ".yml"})

# The best for what is published; a benchmark, which builds thousands of pages to measure the rest, asks for less.
QUALITY = int(os.environ.get("BROTLI_QUALITY", "11"))


def gzipped(data: bytes) -> bytes:
    """Return the bytes as gzip without a time, so that the same text gives the same file."""
    return gzip.compress(data, 9, mtime=0)


def brotlied(data: bytes) -> bytes:
    """Return the bytes as Brotli."""
    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=QUALITY))


METHODS: Mapping[str, Callable[[bytes], bytes]] = {".br": brotlied, ".gz": gzipped}


def compress(built: Path, cache: Path) -> None:
    """Write `.br` and `.gz` beside each text of a built site, with the help of a folder that outlives it."""
    folder = cache / str(QUALITY)
    folder.mkdir(parents=True, exist_ok=True)
    files = [file for file in sorted(built.rglob("*")) if file.suffix in TEXTS and file.is_file()]

    def one(file: Path) -> None:
        data = file.read_bytes()
        name = hashlib.sha256(data).hexdigest()
        for suffix, method in METHODS.items():
            content = kept(folder / f"{name}{suffix}", partial(method, data))
            file.with_name(file.name + suffix).write_bytes(content)

    # Both compressors let other threads run while they work.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, files))
    prune(folder)
