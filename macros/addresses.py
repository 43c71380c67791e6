"""Where a page is: its address below a language's folder, its file in the built site, its full URL."""

from __future__ import annotations

from collections.abc import Iterable


def address(name: str) -> str:
    """Return the address of a page, the same in every language: `machine` is at `/machine/`."""
    folder = "" if name == "index" else name.removesuffix("/index")
    return f"/{folder}/" if folder else "/"


def folder(language: str, source: str) -> str:
    """Return the folder that a language's pages are built into, with its slash; the source has none."""
    return "" if language == source else f"{language}/"


def built(language: str, source: str, page: str) -> str:
    """Return the file of a page's address in the built site."""
    return f"{folder(language, source)}{page.lstrip('/')}index.html"


def url(site_url: str, language: str, source: str, page: str) -> str:
    """Return the full address of a page in a language."""
    return f"{site_url.rstrip('/')}/{folder(language, source)}{page.lstrip('/')}"


def language_of(path: str, languages: Iterable[str], source: str) -> tuple[str, str]:
    """Return the language of a file of the built site, and the file's path below that language's folder."""
    for language in languages:
        prefix = folder(language, source)
        if prefix and path.startswith(prefix):
            return language, path[len(prefix) :]
    return source, path


def name_of(path: str) -> str:
    """Return the name of the page whose file this is, below its language's folder."""
    name = path.removesuffix("index.html").removesuffix(".html").rstrip("/")
    return name or "index"


def up(page: str) -> str:
    """Return the way from a page to its language's root."""
    return "../" * (page.count("/") - 1) or "./"
