"""Each text of the built site stands compressed beside itself, the same bytes in every build."""

from __future__ import annotations

import gzip
import os
import time
from pathlib import Path

import brotli
import pytest

from macros import cache as cache_of_builds
from macros import compress
from macros.compress import TEXTS


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Write a small site."""
    for name in (
        "index.html",
        "en/index.html",
        "assets/site.css",
        "data/figures.csv",
        "assets/a.png",
        "pagefind/a.pf_meta",
    ):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(f"{name} {name} {name}", "utf-8")
    return tmp_path / "site"


def test_texts_are_compressed_and_nothing_else(built: Path) -> None:
    """A text has both forms beside it, which open to the text; a picture has none."""
    compress.compress(built, built.parent / "cache")
    found = {file.relative_to(built).as_posix() for file in built.rglob("*") if file.suffix in (".br", ".gz")}
    texts = {"index.html", "en/index.html", "assets/site.css", "data/figures.csv"}
    assert found == {f"{name}{suffix}" for name in texts for suffix in (".br", ".gz")}
    for name in texts:
        plain = (built / name).read_bytes()
        assert brotli.decompress((built / f"{name}.br").read_bytes()) == plain
        assert gzip.decompress((built / f"{name}.gz").read_bytes()) == plain


def test_same_text_gives_the_same_bytes(built: Path) -> None:
    """No time and no name of a file is in what is written."""
    data = b"text " * 100
    assert compress.gzipped(data) == compress.gzipped(data)
    assert compress.gzipped(data)[4:8] == b"\0\0\0\0"
    assert compress.brotlied(data) == compress.brotlied(data)


def test_what_was_compressed_once_is_kept(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build compresses only what changed; what no build needed for a week is dropped."""
    cache = built.parent / "cache"
    compress.compress(built, cache)
    (built / "index.html").write_text("changed", "utf-8")
    old = next(cache.rglob("*.br"))
    os.utime(old, (0, time.time() - cache_of_builds.KEPT - 60))
    made: list[bytes] = []

    def noted(data: bytes) -> bytes:
        made.append(data)
        return compress.gzipped(data)

    monkeypatch.setattr(compress, "METHODS", {".gz": noted})
    compress.compress(built, cache)
    assert made == [b"changed"]
    assert not old.exists()


def test_every_text_of_the_site_is_compressed(site: Path) -> None:
    """On the real site both forms of each text are there and open to it."""
    texts = [file for file in site.rglob("*") if file.suffix in TEXTS]
    assert len(texts) > 50
    for file in texts:
        assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == file.read_bytes()
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
