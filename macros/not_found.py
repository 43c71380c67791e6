"""The pages for missing addresses: one in each language, of which hosts serve the root's for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros import addresses
from macros.moved import Past
from macros.project import Project

TEMPLATE = "404.html"


@dataclass(frozen=True, slots=True)
class Missing:
    """What a page of missing addresses says in one language, with links from the root of the host."""

    language: str
    past: Past
    pages: tuple[tuple[str, str], ...]
    typeset: Callable[[str, str], str]

    @property
    def home(self) -> str:
        """Return the address of the language's first page."""
        return self.past.writer.root

    def say(self, key: str) -> str:
        """Return a phrase of the interface in this language."""
        return self.typeset(self.language, self.past.say(key))

    @property
    def removed(self) -> dict[str, str]:
        """Return when and why each page was removed, by address."""
        book = self.past.book
        entries = {at: book.removed(at) for at in book.past if "#" not in at}
        return {
            at: self.typeset(self.language, self.past.reason(at, entry))
            for at, entry in entries.items()
            if entry
        }


def sections(
    project: Project, language: str, past: Mapping[str, Past], typeset: Callable[[str, str], str]
) -> Iterator[Missing]:
    """Yield what the page says: in its own language, and at the root in all others after it.

    A host knows one page for all missing addresses; there the reader's language is found in the address.
    """
    for code in project.languages if language == project.source else (language,):
        pages = tuple(
            (past[code].way(addresses.address(name)), typeset(code, escape(_title(project, code, name))))
            for name in project.pages[project.source]
        )
        yield Missing(code, past[code], pages, typeset)


def _title(project: Project, language: str, name: str) -> str:
    page = project.pages[language].get(name) or project.pages[project.source][name]
    return str(page.meta.get("title", name))


def write(templates: Mapping[tuple[str, str], str], source: str, built: Path) -> None:
    """Write each language's page; MkDocs leaves only that of the language it built last."""
    for (language, template), html in templates.items():
        if template == TEMPLATE:
            file = built / addresses.folder(language, source) / TEMPLATE
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, "utf-8")
