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
from pathlib import Path

import brotli

# Texts; pictures and the files of the search index are compressed by their own formats.
TEXTS = frozenset({".bib", ".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".xml", ".yml"})

# The best for what is published; a benchmark, which compresses thousands of pages to measure others, asks for less.
QUALITY = int(os.environ.get("BROTLI_QUALITY", "11"))


def gzipped(data: bytes) -> bytes:
    """Return the bytes as gzip without a time, so that the same text gives the same file."""
    return gzip.compress(data, 9, mtime=0)


def brotlied(data: bytes) -> bytes:
    """Return the bytes as Brotli."""
    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=QUALITY, lgwin=22))


METHODS: Mapping[str, Callable[[bytes], bytes]] = {".br": brotlied, ".gz": gzipped}


def compress(built: Path, cache: Path) -> None:
    """Write `.br` and `.gz` beside each text of a built site, with the help of a folder that outlives it."""
    folder = cache / str(QUALITY)
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(file for file in built.rglob("*") if file.suffix in TEXTS and file.is_file())

    def one(file: Path) -> set[str]:
        data = file.read_bytes()
        name = hashlib.sha256(data).hexdigest()
        for suffix, method in METHODS.items():
            kept = folder / f"{name}{suffix}"
            if not kept.exists():
                # Two builds may write the same file at once, so that it appears whole or not at all.
                part = folder / f"{name}{suffix}.{os.getpid()}.{file.stat().st_ino}"
                part.write_bytes(method(data))
                part.replace(kept)
            file.with_name(file.name + suffix).write_bytes(kept.read_bytes())
        return {f"{name}{suffix}" for suffix in METHODS}

    # Both compressors let other threads run while they work.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        needed = set[str]().union(*pool.map(one, files))
    for kept in folder.iterdir():
        if kept.name not in needed:
            kept.unlink()
