"""The ids of headings: written by hand, in one way, and each once on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from macros.blocks import outside_code
from macros.page import Page, slug
from macros.problems import Problem
from macros.project import Project
from macros.sections import HEADING, ID

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MACRO = re.compile(r"\{\{.*?\}\}")
ARGUMENT = re.compile(r"""["']([^"']*)["']""")
BUILT = re.compile(r'(?P<open><h[1-4][^>]* id="(?P<id>[^"]+)"[^>]*>)(?P<text>.*?)(?P<close></h[1-4]>)', re.S)
INLINE = re.compile(r"[*_`]|!?\[(?P<text>[^\]]*)\]\([^)]*\)|<[^>]*>")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, its text as typed, its id if it has one, and the braces that hold it."""

    level: int
    text: str
    id: str
    braces: str
    line: int

    @property
    def title(self) -> str:
        """Return the text without Markdown; a macro call is told by the id that it prints."""
        text = MACRO.sub(
            lambda call: f"[{argument[1] if (argument := ARGUMENT.search(call[0])) else ''}]", self.text
        )
        return " ".join(INLINE.sub(lambda mark: mark["text"] or "", text).split())


def headings(text: str, first_line: int = 1) -> Iterator[Heading]:
    """Yield the headings of a Markdown text; `first_line` is the line of the file on which it begins."""
    for index, line in outside_code(text.split("\n")):
        match = HEADING.match(line)
        if match and match["text"]:
            braces = match["attributes"] or ""
            key = ID.search(braces)
            made = (key["id"] or key["loose"]) if key else ""
            yield Heading(len(match["marks"]), match["text"], made, braces.strip(), first_line + index)


def check(project: Project) -> Iterator[Problem]:
    """Find headings without an id, or with one that is not written as it must be."""
    for pages in project.pages.values():
        for page in pages.values():
            source = project.pages[project.source].get(page.name, page)
            own, model = ([*headings(each.body, each.first_line)] for each in (page, source))
            yield from _of_page(page, own, model)


def _of_page(page: Page, own: Sequence[Heading], model: Sequence[Heading]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, heading in enumerate(own):
        text = f"{'#' * heading.level} {heading.text}"
        there = model[index].id if len(own) == len(model) else ""
        if not heading.id:
            message = (
                f'the heading "{heading.text}" has no id; write {text} {{: #{there or slug(heading.title)} }}'
            )
        elif not heading.braces.startswith(":"):
            message = (
                f'the id of "{heading.text}" is typed as {{{heading.braces}}}; write {{: #{heading.id} }}'
            )
        elif not SLUG.fullmatch(heading.id):
            message = (
                f'"#{heading.id}" is not an id: lower-case letters, digits and single hyphens;'
                f" write {{: #{slug(heading.id)} }}"
            )
        elif heading.id in seen:
            message = (
                f'the id "#{heading.id}" is taken by line {seen[heading.id]}; give "{heading.text}" another'
            )
        else:
            seen[heading.id] = heading.line
            continue
        yield Problem(page.path, heading.line, message)


def linked(html: str, label: str) -> str:
    """Return a page's HTML with a link to itself in each of its headings; `label` is what the link is called."""
    link = rf'<a class="headerlink" href="#\g<id>" aria-label="{escape(label)}"></a>'
    return BUILT.sub(rf"\g<open>\g<text>{link}\g<close>", html)
