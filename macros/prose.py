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
        "figures": listings.figures,
        "claims": listings.claims,
        "sources": listings.sources,
        "statements": listings.statements,
        "corrections": listings.corrections,
        "glossary": listings.glossary,
        "translations": progress.translations,
        # Which ids there are is known when all pages have been read.
        "permanent_ids": lambda _: permalinks.PRESENT,
        "past_ids": lambda _: permalinks.PAST,
    }
    of_page = {name: _of_page(make, writer) for name, make in generated.items()}
    return writer.data_macros() | of_page | {"chart": charts.macro_for(writer), "download": permalinks.download(writer)}


def _of_page(make: Callable[[Writer], str], writer: Writer) -> Macro:
    def macro() -> str:
        return make(writer)

    return macro
