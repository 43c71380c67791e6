"""How a source is named, and how a figure cites it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from macros.model import Citation

if TYPE_CHECKING:
    from macros.markup import Writer


def title(writer: Writer, key: str) -> str:
    """Return publisher, title and date of a source; its title is in its own language."""
    return writer.vouchers.once(("source", writer.locale.code, key), lambda: _title(writer, key))


def _title(writer: Writer, key: str) -> str:
    source = writer.project.data.records.sources[key]
    publisher, _ = writer.locale.text(source.publisher, writer.project.source)
    parts = [escape(publisher)]
    if source.title:
        parts.append(f'<cite lang="{source.language}">{escape(source.title)}</cite>')
    if source.author:
        parts.append(escape(source.author))
    if source.published:
        parts.append(escape(writer.locale.date(source.published)))
    html = ", ".join(parts)
    writer.vouchers.add("source", key, html)
    return html


def citation(writer: Writer, key: str, citation: Citation) -> str:
    """Return one citation of a figure for its entry or note: the source, where in it, how it was read."""
    source, locale = writer.project.data.records.sources[citation.source], writer.locale
    read = citation.read or source.read
    details = []
    if citation.locator:
        locator, language = locale.text(citation.locator, writer.project.source)
        lang = "" if language == locale.code else f' lang="{language}"'
        details.append(f"<span{lang}>{escape(locator)}</span>" if lang else escape(locator))
    details.append(f'<q lang="{source.language}">{escape(citation.stated)}</q>')
    entry = writer.entry("sources", citation.source)
    link = f'href="{escape(source.url)}" rel="external"' if source.url else f'href="{entry}"'
    html = (
        f"<a {link}>{title(writer, citation.source)}</a>, {', '.join(details)}"
        f' <a class="read {read}" href="{entry}">{escape(locale.say(f"read.{read}"))}</a>'
    )
    writer.vouchers.add("source", key, html)
    return f"<li data-source>{html}</li>"
