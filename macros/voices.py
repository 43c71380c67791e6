"""The language that a notice speaks in, and its words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from macros.locales import Locale

if TYPE_CHECKING:
    from macros.markup import Writer


def voice(writer: Writer) -> Locale:
    """Return the language that notices are in: the page's, or the source's where it has no words for them."""
    project, words = writer.project, writer.locale.own.get("interface") or {}
    return writer.locale if "translation.outdated" in words else project.locales[project.source]


def say(writer: Writer, key: str, **values: str) -> str:
    """Return a phrase as HTML, with the name that its language has for the source language."""
    locale, source = voice(writer), writer.project.source
    name = str(locale.babel.languages.get(source, source))
    return escape(locale.say(key), quote=False).format(language=escape(name), **values)


def paragraph(writer: Writer, html: str, kind: str, around: str) -> str:
    """Return a notice inside a text in the language `around`, with its own language and direction."""
    locale = voice(writer)
    away = locale.direction != writer.project.locales[around].direction
    way = f' dir="{locale.direction}"' if away else ""
    return f'<p class="translation{kind and " " + kind}" lang="{locale.code}"{way}>{html}</p>'


def record(writer: Writer, key: str) -> str:
    """Return the notice of a record of the data file whose words are outdated, or nothing."""
    status = writer.project.survey.record_states.get((writer.locale.code, key))
    if status is None or status.state != "outdated":
        return ""
    kind = "urgent" if status.urgent else ""
    return paragraph(writer, say(writer, "translation.record"), kind, writer.locale.code)
