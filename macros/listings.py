"""The pages that are made from the data file: figures, sources, statements, glossary.

A page is kept light by saying each thing once: the lists of all figures and of all sources name them and
lead to their entries, which stand chapter by chapter, or letter by letter, on pages of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from macros import formulas, sourcing, voices
from macros.addresses import address
from macros.data import Data
from macros.figures import machine
from macros.homes import within
from macros.markup import Writer
from macros.model import Statement
from macros.problems import suggestion
from macros.template import MacroError

KINDS = ("primary", "secondary")
VERDICTS = ("wrong", "imprecise", "unverifiable", "holds")


def page_title(writer: Writer, name: str) -> str:
    """Return a page's title in the writer's language, or in the source's where it has none."""
    project = writer.project
    page = project.pages[writer.locale.code].get(name) or project.pages[project.source].get(name)
    return str(page.meta.get("title", name)) if page else name


def page_url(writer: Writer, name: str) -> str:
    """Return the address of a page of the writer's language, from the current page."""
    return f"{writer.root}{address(name).lstrip('/')}"


def _used_in(writer: Writer, key: str) -> str:
    pages = writer.project.uses.get(key, ())
    if not pages:
        return ""
    links = ", ".join(
        f'<a href="{page_url(writer, name)}">{escape(page_title(writer, name))}</a>' for name in pages
    )
    return f'<p class="uses">{escape(writer.locale.say("entry.used_in"))} {links}</p>'


def _entry(key: str, kind: str, title: str, body: str, heading: str = "h3", more: str = "") -> str:
    return f'<article class="entry {kind}" id="{key}"{more}><{heading}><a class="self" href="#{key}">{title}</a></{heading}>{body}</article>'


def line(writer: Writer, key: str) -> str:
    """Return a figure as one line of a list: its label and its value, a door to its entry."""
    fact = writer.fact(key)
    colon = escape(writer.locale.say("colon"))
    html = f"{writer.text(fact.record.label)}{colon} {writer.bare(fact)}"
    writer.vouchers.add("figure", key, html)
    return f'<li><a data-figure="{key}" href="{writer.entry("figures", key)}">{html}</a></li>'


def figure_index(writer: Writer) -> str:
    """Return a line for every figure and claim, under the chapter whose list has its entry, behind a filter."""
    project = writer.project
    groups = [_filter(writer)]
    for chapter, keys in _by_chapter(writer, (*project.facts, *project.facts.claims)).items():
        lines = "".join(
            line(writer, key) if key in project.facts else _claim_line(writer, key) for key in keys
        )
        groups.append(f"## {page_title(writer, chapter)} {{: #of-{chapter} }}")
        groups.append(f'<ul class="index" data-pagefind-ignore>{lines}</ul>')
    return "\n\n".join(groups)


def _claim_line(writer: Writer, key: str) -> str:
    label = writer.text(writer.project.data.records.claims[key].label)
    writer.vouchers.add("claim", key, label)
    return f'<li><a data-claim="{key}" href="{writer.entry("claims", key)}">{label}</a></li>'


def _by_chapter(writer: Writer, keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the figures and claims of each chapter that has a list, or of the first that uses them."""
    project = writer.project
    own = project.chapters
    groups: dict[str, list[str]] = {name: [] for name in project.pages[project.source]}
    for key in keys:
        groups.setdefault(own.get(key) or next(iter(project.uses.get(key, ())), ""), []).append(key)
    return {name: found for name, found in groups.items() if found}


def figures(writer: Writer, chapter: str = "") -> str:
    """Return the entries of a chapter's figures, those that it prints first; or those of all figures."""
    if not chapter:
        return "\n\n".join(_all_figures(writer))
    keys = _of_chapter(writer, chapter, writer.project.facts)
    uses = writer.project.uses
    printed = [key for key in keys if chapter in uses.get(key, ())]
    behind = [key for key in keys if key not in printed]
    title = f"## {writer.locale.say('figures.behind')} {{: #of-behind }}"
    # What stands under no heading of the page is a section of its own.
    shown = _figures(writer, printed, "h2")
    return "\n\n".join((*shown, *([title, *_figures(writer, behind)] if behind else ())))


def _of_chapter(writer: Writer, chapter: str, keys: Iterable[str]) -> list[str]:
    project = writer.project
    if chapter not in project.pages[project.source]:
        raise MacroError(f'unknown page "{chapter}"{suggestion(chapter, project.pages[project.source])}')
    own = project.chapters
    return [key for key in keys if own.get(key) == chapter]


def _all_figures(writer: Writer) -> Iterator[str]:
    for name, keys in _by_chapter(writer, writer.project.facts).items():
        title = page_title(writer, name) if name else writer.locale.say("figures.behind")
        yield f"## {title} {{: #of-{name or 'behind'} }}"
        yield from _figures(writer, keys)


def _figures(writer: Writer, keys: Iterable[str], heading: str = "h3") -> Iterator[str]:
    inner = replace(writer, marks={})
    for key in keys:
        fact = writer.project.facts[key]
        body = "".join(inner.body(fact)) + _used_in(writer, key)
        more = f' data-value="{machine(fact.value)}"'
        yield _entry(key, "figure-entry", inner.text(fact.record.label), body, heading, more)


def _filter(writer: Writer) -> str:
    """Return the box that filters the figures, hidden until the script that makes it work shows it."""
    say = writer.locale.say
    return (
        f'<form class="filter" data-shown="{escape(say("figures.shown"))}" hidden>'
        f'<label for="filter">{escape(say("figures.filter"))}</label>'
        '<input type="search" id="filter" autocomplete="off" spellcheck="false">'
        '<output for="filter" role="status"></output></form>'
    )


def claims(writer: Writer, chapter: str = "") -> str:
    """Return the entries of a chapter's claims, or of all: each with its condition, in words and in numbers."""
    records = writer.project.data.records.claims
    inner = replace(writer, marks={})
    entries = []
    for key in _of_chapter(writer, chapter, records) if chapter else records:
        inputs = formulas.parse(records[key].condition, condition=True).inputs
        label = inner.text(records[key].label)
        writer.vouchers.add("claim", key, label)
        links = ", ".join(
            f'<a href="{writer.entry("figures", name)}">{inner.text(writer.fact(name).record.label)}</a>'
            for name in inputs
        )
        body = (
            voices.record(writer, f"claims.{key}")
            + f'<p class="computed">{inner.formula(key, records[key].condition)}</p><p class="inputs">{links}</p>'
            + _used_in(writer, key)
        )
        entries.append(_entry(key, "claim-entry", f"<span data-claim>{label}</span>", body))
    return "\n\n".join(entries)


def source_index(writer: Writer) -> str:
    """Return a line for every source, those at first hand first, each leading to its entry."""
    records = writer.project.data.records.sources
    groups = []
    for kind in KINDS:
        lines = "".join(
            f'<li><a data-source="{key}" href="{writer.entry("sources", key)}">{sourcing.title(writer, key)}</a></li>'
            for key in sorted(records)
            if records[key].kind == kind
        )
        if lines:
            groups.append(f"## {writer.locale.say(f'kinds.{kind}')} {{: #of-{kind} }}")
            groups.append(f'<ul class="index" data-pagefind-ignore>{lines}</ul>')
    return "\n\n".join(groups)


def sources(writer: Writer, first: str = "", last: str = "") -> str:
    """Return the entries of the sources whose ids begin with the letters of a span, in their order.

    Without letters: of all sources, those at first hand first.
    """
    records = writer.project.data.records.sources
    vouches = _vouches(writer.project.data)
    if first:
        own = [key for key in sorted(records) if within(key, first, last)]
        return "\n\n".join(_source(writer, key, vouches[key], "h2") for key in own)
    groups = []
    for kind in KINDS:
        if own := [key for key in records if records[key].kind == kind]:
            groups.append(f"## {writer.locale.say(f'kinds.{kind}')} {{: #of-{kind} }}")
            groups += (_source(writer, key, vouches[key]) for key in own)
    return "\n\n".join(groups)


def _vouches(data: Data) -> dict[str, list[str]]:
    """Return the figures that each source states, each once."""
    vouches: dict[str, dict[str, None]] = {key: {} for key in data.records.sources}
    for figure, record in data.records.figures.items():
        for citation in record.sources:
            vouches[citation.source][figure] = None
    return {key: [*figures] for key, figures in vouches.items()}


def _source(writer: Writer, key: str, figures: Iterable[str], heading: str = "h3") -> str:
    """Return the entry of a source: what it is, how it was read, and what it vouches for."""
    say, source = writer.locale.say, writer.project.data.records.sources[key]
    facts = [
        say(f"kind.{source.kind}"),
        say(f"read.{source.read}"),
        say("source.accessed", date=writer.locale.date(source.accessed)),
    ]
    details = escape(" · ".join(facts))
    writer.vouchers.add("source", key, details)
    address = (
        f'<p class="address"><a href="{escape(source.url)}" rel="external">{escape(say("source.open"))}</a></p>'
        if source.url
        else ""
    )
    items = "".join(line(writer, figure) for figure in figures)
    body = (
        f'<p class="facts" data-source>{details}</p>{address}'
        f'<p class="vouches">{escape(say("source.vouches"))}</p><ul>{items}</ul>'
    )
    title = f"<span data-source>{sourcing.title(writer, key)}</span>"
    return _entry(key, "source-entry", title, body, heading)


def verdict(writer: Writer, statement: Statement) -> str:
    """Return the verdict's word, which also carries the colour."""
    return f'<span class="verdict {statement.verdict}">{escape(writer.locale.say(f"verdict.{statement.verdict}"))}</span>'


def statements(writer: Writer) -> str:
    """Return every statement of the article beside what was found, chapter by chapter."""
    return "\n\n".join(_statements(writer))


def _statements(writer: Writer) -> Iterator[str]:
    say, data = writer.locale.say, writer.project.data.records
    by_page: dict[str, list[str]] = {name: [] for name in writer.project.pages[writer.project.source]}
    for key, statement in data.statements.items():
        by_page.setdefault(statement.page, []).append(key)
    for name, keys in by_page.items():
        if not keys:
            continue
        yield f"## {page_title(writer, name)} {{: #of-{name} }}"
        for key in keys:
            statement = data.statements[key]
            proofs = "".join(line(writer, proof) for proof in statement.figures)
            body = (
                f"{voices.record(writer, f'statements.{key}')}<p>{verdict(writer, statement)}</p>"
                f"<dl><dt>{escape(say('statement.found'))}</dt><dd>{writer.text(statement.found)}</dd>"
                f"<dt>{escape(say('statement.why'))}</dt><dd>{writer.text(statement.why)}</dd></dl>"
                f'<p class="proofs">{escape(say("statement.proofs"))}</p><ul>{proofs}</ul>'
                f'<p class="uses">{escape(say("statement.told_in"))} <a href="{page_url(writer, name)}">{escape(page_title(writer, name))}</a></p>'
            )
            yield f'<article class="entry statement {statement.verdict}" id="{key}"><h3>{writer.text(statement.said)}<a class="self headerlink" href="#{key}" aria-label="{escape(say("heading.link"))}"></a></h3>{body}</article>'


def corrected(data: Data) -> list[tuple[str, Statement]]:
    """Return the statements that do not hold, most serious first."""
    wrong = (item for item in data.records.statements.items() if item[1].verdict != "holds")
    return sorted(wrong, key=lambda item: VERDICTS.index(item[1].verdict))


def corrections(writer: Writer) -> str:
    """Return what the article got wrong, most serious first, each leading to its proof."""
    items = "".join(
        f'<li>{verdict(writer, statement)} {writer.text(statement.said)} <a class="proof" href="{writer.root}verification/#{key}">{escape(writer.locale.say("statement.proof"))}</a></li>'
        for key, statement in corrected(writer.project.data)
    )
    return f'<ul class="corrections">{items}</ul>'


def glossary(writer: Writer) -> str:
    """Return every term with its explanation."""
    entries = []
    for key, term in writer.project.data.records.glossary.items():
        name = writer.text(term.term)
        gloss = f"{voices.record(writer, f'glossary.{key}')}<p>{writer.text(term.gloss)}</p>"
        entries.append(_entry(key, "term-entry", name, gloss, "h2"))
    return "\n\n".join(entries)
