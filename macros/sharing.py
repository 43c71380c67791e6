"""What a page says of itself to chats and search engines: title, description, picture, and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from macros import addresses
from macros.alternates import Location, last_change
from macros.cache import prune
from macros.exports import FOLDER, LICENCE
from macros.feed import FILE, ChangeLog, atom, uncited
from macros.figures import Fact
from macros.history import last_changes
from macros.markup import Writer
from macros.page import Page
from macros.pictures import HEIGHT, WIDTH, Picture, drawn, write
from macros.problems import Faults, Problem, suggestion
from macros.project import Project
from macros.template import MacroError

PICTURES = "assets/pictures"

# The pages that show the data file itself are described as a data set.
DATASET_PAGE = "figures"


def key_figure(writer: Writer, page: Page) -> Fact | None:
    """Return the figure on a page's picture: `picture:` of its front matter, else the first that it prints."""
    wanted = page.meta.get("picture") or next(
        (call.key for call in page.calls if call.name == "figure"), None
    )
    try:
        return writer.fact(str(wanted)) if wanted else None
    except MacroError:
        return None


def picture(writer: Writer, page: Page, site_name: str, title: str) -> Picture:
    """Return the picture of a page."""
    fact = key_figure(writer, page)
    if fact is None:
        return Picture(site_name, title)
    written = writer.written(fact)
    # A picture travels without its page: what the sentence there may leave out is said here.
    number = f"{written.quiet} {written.plain}" if written.quiet else written.plain
    label, _ = writer.locale.text(fact.record.label, writer.project.source)
    return Picture(site_name, title, number, str(label))


def tags(
    *,
    site_name: str,
    title: str,
    description: str,
    url: str,
    image: str,
    language: str,
    others: tuple[str, ...],
    kind: str,
) -> str:
    """Return the Open Graph and Twitter tags of a page."""
    pairs = [
        ("og:type", kind), ("og:site_name", site_name), ("og:title", title), ("og:description", description), ("og:url", url),
        ("og:image", image), ("og:image:width", str(WIDTH)), ("og:image:height", str(HEIGHT)), ("og:locale", language),
        *(("og:locale:alternate", other) for other in others),
    ]  # fmt: skip
    graph = [f'<meta property="{name}" content="{escape(value)}">' for name, value in pairs if value]
    return "\n".join([*graph, '<meta name="twitter:card" content="summary_large_image">'])


def linked_data(
    writer: Writer,
    page: Page,
    *,
    title: str,
    description: str,
    url: str,
    image: str,
    translations: Mapping[str, str],
    modified: str,
    site_url: str,
) -> str:
    """Return the JSON-LD of a page, as a script element."""
    name = writer.project.languages[writer.locale.code].site_name
    publisher = {"@type": "Organization", "name": name, "url": site_url}
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset" if page.name == DATASET_PAGE else "Article",
        "name" if page.name == DATASET_PAGE else "headline": title,
        "description": description,
        "url": url,
        "inLanguage": writer.locale.code,
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
        "author" if page.name != DATASET_PAGE else "creator": publisher,
        "image": image,
    }
    if modified:
        about["dateModified"] = modified
    own = translations.get(writer.project.source)
    if writer.locale.code != writer.project.source and own:
        about["translationOfWork"] = {"@type": about["@type"], "url": own}
    elif others := [address for code, address in translations.items() if code != writer.locale.code]:
        about["workTranslation"] = [{"@type": about["@type"], "url": address} for address in others]
    if page.name == DATASET_PAGE:
        about["distribution"] = [
            _download(site_url, code, kind) for code in writer.project.locales for kind in ("json", "csv")
        ]
    elif cited := _cited(writer, page):
        about["citation"] = cited
    # A script cannot hold its own end tag, whatever a title says.
    text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _download(site_url: str, code: str, kind: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "contentUrl": f"{site_url.rstrip('/')}/{FOLDER}/figures.{code}.{kind}",
        "encodingFormat": "application/json" if kind == "json" else "text/csv",
        "inLanguage": code,
    }


def _cited(writer: Writer, page: Page) -> list[str]:
    """Return the addresses of the sources of the figures that a page prints, each once."""
    records, addresses = writer.project.data.records, dict[str, None]()
    for call in page.calls:
        if call.name in ("figure", "as_of") and call.key in records.figures:
            for citation in records.figures[call.key].sources:
                if address := records.sources[citation.source].url:
                    addresses.setdefault(address)
    return list(addresses)


@dataclass
class Sharing:
    """The head tags, pictures and feeds of one build."""

    project: Project
    site_url: str
    writer: Callable[[str, Page], Writer]
    typeset: Callable[[str, str], str]
    pictures: dict[str, Picture] = field(default_factory=dict)

    @cached_property
    def modified(self) -> Mapping[str, str]:
        """Return the day on which each file was last changed, where the repository knows it."""
        return last_changes(self.project.root)

    @cached_property
    def log(self) -> ChangeLog:
        """Return the change log; raise Faults."""
        return ChangeLog.read(self.project.root)

    @property
    def cache(self) -> Path:
        """Return the folder of the pictures that were drawn before."""
        return self.project.root / ".cache/pictures"

    def draw_ahead(self) -> None:
        """Draw the pictures of all pages, of which none is built yet."""
        for language, page in self._pages():
            drawn(self._picture(language, page), self.cache)
        prune(self.cache)

    def draw_behind(self) -> None:
        """Draw from the other end, up to what `draw_ahead`, in another process, has drawn."""
        for language, page in reversed(self._pages()):
            if not drawn(self._picture(language, page), self.cache):
                break

    def _pages(self) -> list[tuple[str, Page]]:
        pages, source = self.project.pages, self.project.source
        return [(code, page) for code, own in pages.items() for page in {**pages[source], **own}.values()]

    def _picture(self, language: str, page: Page) -> Picture:
        name = self.typeset(language, self.project.languages[language].site_name)
        title = self.typeset(page.language, str(page.meta.get("title", name)))
        shown = picture(self.writer(language, page), page, name, title)
        return replace(shown, label=self.typeset(language, shown.label))

    def head(self, language: str, page: Page, location: Location) -> str:
        """Return what the head of a page says to chats and search engines."""
        writer = self.writer(language, page)
        name = self.typeset(language, self.project.languages[language].site_name)
        title = self.typeset(page.language, str(page.meta.get("title", name)))
        description = self.typeset(page.language, str(page.meta.get("description", "")))
        shown = self._picture(language, page)
        self.pictures[shown.name] = shown
        image = f"{self.site_url.rstrip('/')}/{PICTURES}/{shown.name}"
        feed = addresses.url(self.site_url, language, self.project.source, "/") + FILE
        kind = "website" if page.name == "index" else "article"
        others = tuple(a.language for a in location.indexed_alternates if a.language != language)
        return "\n".join(
            (
                tags(
                    site_name=name, title=title, description=description, url=location.canonical, image=image,
                    language=page.language, others=others, kind=kind,
                ),
                f'<link rel="alternate" type="application/atom+xml" href="{escape(feed)}" title="{escape(name)}">',
                linked_data(
                    writer, page, title=title, description=description, url=location.canonical, image=image,
                    translations={a.language: a.url for a in location.indexed_alternates},
                    modified=last_change(page, self.modified), site_url=self.site_url,
                ),
            )
        )  # fmt: skip

    def draw(self, built: Path) -> None:
        """Write those pictures into a built site that its pages name and that are not there yet."""
        for shown in self.pictures.values():
            write(shown, built / PICTURES, self.cache)

    def problems(self) -> Iterator[Problem]:
        """Find what is wrong with the change log, and pages whose picture is to show a figure that is none."""
        try:
            yield from self.log.problems(self.project)
        except Faults as faults:
            yield from faults.problems
        facts = self.project.facts
        for page in (page for own in self.project.pages.values() for page in own.values()):
            if (wanted := page.meta.get("picture")) and wanted not in facts:
                mend = suggestion(wanted, facts) or "; give the id of a figure, or take the line out"
                yield Problem(page.path, page.line("picture"), f'picture: unknown figure "{wanted}"{mend}')

    def write(self, built: Path) -> Iterator[Problem]:
        """Write the feeds into a built site; yield the numbers of changes that nothing vouches for."""
        log = self.log

        def url(language: str, name: str) -> str:
            return addresses.url(self.site_url, language, self.project.source, addresses.address(name))

        for code, locale in self.project.locales.items():
            yield from uncited(log, self.project, locale)
            text = atom(log, self.project, locale, url)
            (built / addresses.folder(code, self.project.source) / FILE).write_text(text, "utf-8")
