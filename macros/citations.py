"""Citations of the site's pages, figures and sources, for programs that keep references.

`data/citations.<language>.json` holds them as CSL-JSON and `data/citations.<language>.bib` as BibTeX. The
dialog that a page opens (`docs/assets/cite.js`) reads the first file, and writes the second's format itself.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from macros import addresses, sourcing
from macros.alternates import last_change, locate
from macros.dates import PartialDate
from macros.exports import FOLDER
from macros.history import last_changes
from macros.markup import Writer
from macros.project import Project
from macros.vouchers import Vouchers, text_of

# Every reference begins with it: a bibliography holds those of many sites.
PREFIX = "colossus"

Item = dict[str, Any]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SIGN = re.compile(r"[\\{}%&#$_~^]")
SIGNS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
NO_BREAK = re.compile("[\u00a0\u202f]")


def version(root: Path) -> str:
    """Return the version of the site, empty where its project file is not there."""
    file = root / "pyproject.toml"
    return str(tomllib.loads(file.read_text("utf-8"))["project"]["version"]) if file.exists() else ""


@dataclass(frozen=True)
class Citations:
    """The citations of one language. `typeset` sets a text in the typography of a language."""

    project: Project
    language: str
    site_url: str
    typeset: Callable[[str, str], str]
    version: str
    changes: Mapping[str, str]
    _shared: dict[tuple[str, str], tuple[Item, str]] = field(default_factory=dict)

    @cached_property
    def _writer(self) -> Writer:
        root = addresses.url(self.site_url, self.language, self.project.source, "/")
        return Writer(self.project, self.project.locales[self.language], root, Vouchers())

    def items(self) -> Iterator[Item]:
        """Yield the citation of each page, figure and source, as CSL-JSON."""
        for name in self.project.pages[self.project.source]:
            yield self._page(name)
        for key in self.project.facts:
            yield self._figure(key)
        for key in self.project.data.records.sources:
            yield self._source(key)

    def _page(self, name: str) -> Item:
        page = self.project.pages[self.language].get(name) or self.project.pages[self.project.source][name]
        title = str(page.meta.get("title") or self.project.languages[page.language].site_name)
        url = locate(self.project, self.site_url, self.language, name).canonical
        return self._item(f"page-{name.replace('/', '-')}", "webpage", title, url, name, page.language)

    def _figure(self, key: str) -> Item:
        writer, fact = self._writer, self.project.facts[key]
        label, colon = text_of(writer.text(fact.record.label)), writer.locale.say("colon")
        title = f"{label}{colon} {writer.written(fact).plain}"
        note = writer.locale.say("cite.as_of", date=writer.locale.date(fact.as_of))
        home = self.project.homes["figures", key]
        item = self._item(f"figure-{key}", "dataset", title, writer.entry("figures", key), home, note=note)
        return item | {"event-date": _parts(fact.as_of)}

    def _source(self, key: str) -> Item:
        writer, source = self._writer, self.project.data.records.sources[key]
        say, date = writer.locale.say, writer.locale.date(source.accessed)
        title = text_of(sourcing.title(writer, key))
        found = f"{source.url}, " if source.url else ""
        note = f"{found}{say(f'read.{source.read}')}, {say('source.accessed', date=date)}."
        home = self.project.homes["sources", key]
        item = self._item(f"source-{key}", "webpage", title, writer.entry("sources", key), home, note=note)
        return item | ({"original-date": _parts(source.published)} if source.published else {})

    def _item(
        self, key: str, kind: str, title: str, url: str, page: str, language: str = "", note: str = ""
    ) -> Item:
        shared, version = self._of_page(page, language or self.language)
        item: Item = {
            "id": f"{PREFIX}-{self.language}-{key}",
            "type": kind,
            "title": self.typeset(language or self.language, title),
            **shared,
            "URL": url,
        }
        if note := " ".join(filter(None, (note, version))):
            item["note"] = self.typeset(self.language, note)
        return item

    def _of_page(self, page: str, language: str) -> tuple[Item, str]:
        """Return what all citations of a page have in common, and the words for its state."""
        if (page, language) not in self._shared:
            name = self.typeset(self.language, self.project.languages[self.language].site_name)
            author = self.project.locales[self.language].say("cite.author", site=name)
            changed = self._changed(page)
            shared: Item = {
                "author": [{"literal": self.typeset(self.language, author)}],
                "container-title": name,
                "language": language,
            }
            if self.version:
                shared["version"] = self.version
            if changed:
                shared["issued"] = _parts(PartialDate.parse(changed))
            self._shared[page, language] = shared, self._version(changed)
        return self._shared[page, language]

    def _changed(self, name: str) -> str:
        page = self.project.pages[self.language].get(name) or self.project.pages[self.project.source].get(
            name
        )
        return last_change(page, self.changes) if page else ""

    def _version(self, changed: str) -> str:
        """Say which state of the site is cited, as far as that is known."""
        locale = self.project.locales[self.language]
        if not self.version:
            return ""
        if not changed:
            return locale.say("cite.version", version=self.version)
        date = locale.date(PartialDate.parse(changed))
        return locale.say("cite.dated_version", version=self.version, date=date)


def _parts(date: PartialDate) -> dict[str, list[list[int]]]:
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


def csl(items: list[Item]) -> str:
    """Return citations as CSL-JSON, one a line."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = map(encode, items)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def bibtex(item: Item) -> str:
    """Return a citation as an entry of BibTeX, which old and new programs read alike."""
    issued = [*item.get("issued", {}).get("date-parts", [[]])[0], 0, 0, 0]
    fields = {
        "author": f"{{{escaped(item['author'][0]['literal'])}}}",
        "title": f"{{{escaped(item['title'])}}}",
        "howpublished": escaped(item["container-title"]),
        "year": str(issued[0] or ""),
        "month": MONTHS[issued[1] - 1] if issued[1] else "",
        "version": escaped(item.get("version", "")),
        "note": escaped(item.get("note", "")),
        "language": item["language"],
        "url": item["URL"],
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join((f"@misc{{{item['id']},", *lines, "}"))


def escaped(text: str) -> str:
    """Return a text as BibTeX writes it: its own signs escaped, and spaces that do not break as ties."""
    return NO_BREAK.sub("~", SIGN.sub(lambda match: SIGNS.get(match[0]) or f"\\{match[0]}", text))


def files(
    project: Project, site_url: str, typeset: Callable[[str, str], str], changes: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file of citations."""
    for code in project.languages:
        items = [*Citations(project, code, site_url, typeset, version(project.root), changes).items()]
        yield f"{FOLDER}/citations.{code}.json", csl(items)
        yield f"{FOLDER}/citations.{code}.bib", "\n\n".join(map(bibtex, items)) + "\n"


def write(project: Project, site_url: str, typeset: Callable[[str, str], str], built: Path) -> None:
    """Write all files of citations into a built site."""
    for path, text in files(project, site_url, typeset, last_changes(project.root)):
        (built / path).write_text(text, "utf-8")
