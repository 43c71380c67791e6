"""The closed list of macros that a page may call."""

from __future__ import annotations

from collections.abc import Callable

from macros import listings, permalinks, progress
from macros.charts import figure as charts
from macros.markup import Writer
from macros.template import Macro


def macros_for(writer: Writer) -> dict[str, Macro]:
    """Return the macros of one page by name."""
    generated: dict[str, Callable[[Writer], str]] = {
        "figure_index": listings.figure_index,
        "source_index": listings.source_index,
        "statements": listings.statements,
        "corrections": listings.corrections,
        "glossary": listings.glossary,
        "translations": progress.translations,
        # Which ids there are is known when all pages have been read.
        "permanent_ids": lambda _: permalinks.PRESENT,
        "past_ids": lambda _: permalinks.PAST,
    }
    of_page = {name: _of_page(make, writer) for name, make in generated.items()}
    return (
        writer.data_macros()
        | of_page
        | {
            "figures": _of_chapter(listings.figures, writer),
            "claims": _of_chapter(listings.claims, writer),
            "sources": _of_letters(writer),
            "chart": charts.macro_for(writer),
            "download": permalinks.download(writer),
        }
    )


def _of_page(make: Callable[[Writer], str], writer: Writer) -> Macro:
    def macro() -> str:
        return make(writer)

    return macro


def _of_chapter(make: Callable[[Writer, str], str], writer: Writer) -> Macro:
    def macro(chapter: str = "") -> str:
        return make(writer, chapter)

    return macro


def _of_letters(writer: Writer) -> Macro:
    def macro(first: str = "", last: str = "") -> str:
        return listings.sources(writer, first, last)

    return macro
