"""The pages that are made from the data file: figures, sources, statements, glossary."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from macros import formulas, voices
from macros.data import Data
from macros.markup import Writer
from macros.model import Statement

VERDICTS = ("wrong", "imprecise", "unverifiable", "holds")


def page_title(writer: Writer, name: str) -> str:
    """Return a page's title in the writer's language, or in the source's where it has none."""
    project = writer.project
    page = project.pages[writer.locale.code].get(name) or project.pages[project.source].get(name)
    return str(page.meta.get("title", name)) if page else name


def page_url(writer: Writer, name: str) -> str:
    """Return the address of a page of the writer's language, from the current page."""
    return writer.root if name == "index" else f"{writer.root}{name}/"


def _used_in(writer: Writer, key: str) -> str:
    pages = writer.project.uses.get(key, ())
    if not pages:
        return ""
    links = ", ".join(
        f'<a href="{page_url(writer, name)}">{escape(page_title(writer, name))}</a>' for name in pages
    )
    return f'<p class="uses">{escape(writer.locale.say("entry.used_in"))} {links}</p>'


def _entry(key: str, kind: str, title: str, body: str, heading: str = "h3") -> str:
    return f'<article class="entry {kind}" id="{key}"><{heading}><a class="self" href="#{key}">{title}</a></{heading}>{body}</article>'


def figures(writer: Writer) -> str:
    """Return every figure as an entry, under the chapter that uses it first, behind a box that filters them."""
    return "\n\n".join((_filter(writer), *_figures(writer)))


def _filter(writer: Writer) -> str:
    """Return the box that filters the figures, hidden until the script that makes it work shows it."""
    say = writer.locale.say
    return (
        f'<form class="filter" data-shown="{escape(say("figures.shown"))}" hidden>'
        f'<label for="filter">{escape(say("figures.filter"))}</label>'
        '<input type="search" id="filter" autocomplete="off" spellcheck="false">'
        '<output for="filter" role="status"></output></form>'
    )


def _figures(writer: Writer) -> Iterator[str]:
    project = writer.project
    groups: dict[str, list[str]] = {name: [] for name in project.pages[project.source]}
    for key in project.facts:
        groups.setdefault(next(iter(project.uses.get(key, ())), ""), []).append(key)
    for name, keys in groups.items():
        if not keys:
            continue
        title = page_title(writer, name) if name else writer.locale.say("figures.behind")
        yield f"## {title} {{: #of-{name or 'behind'} }}"
        for key in keys:
            fact = project.facts[key]
            body = "".join(writer.body(fact)) + _used_in(writer, key)
            yield _entry(key, "figure-entry", writer.text(fact.record.label), body)


def claims(writer: Writer) -> str:
    """Return every claim with its condition, in ids and in numbers."""
    entries = []
    for key, claim in writer.project.data.records.claims.items():
        inputs = formulas.parse(claim.condition, condition=True).inputs
        label = writer.text(claim.label)
        writer.vouchers.add("claim", key, label)
        links = ", ".join(
            f'<a href="#{name}">{writer.text(writer.fact(name).record.label)}</a>' for name in inputs
        )
        body = (
            voices.record(writer, f"claims.{key}")
            + f'<p class="computed">{writer.formula(key, claim.condition)}</p><p class="inputs">{links}</p>'
            + _used_in(writer, key)
        )
        entries.append(_entry(key, "claim-entry", f'<span data-claim="{key}">{label}</span>', body))
    return "\n\n".join(entries)


def sources(writer: Writer) -> str:
    """Return every source with what it vouches for and how it was read, those at first hand first."""
    say, data = writer.locale.say, writer.project.data.records
    vouches: dict[str, list[str]] = {key: [] for key in data.sources}
    for figure, record in data.figures.items():
        for citation in record.sources:
            if figure not in vouches[citation.source]:
                vouches[citation.source].append(figure)
    entries: dict[str, list[str]] = {"primary": [], "secondary": []}
    for key, source in data.sources.items():
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
        items = "".join(
            f'<li><a href="{writer.root}figures/#{figure}">{writer.text(data.figures[figure].label)}</a>{escape(say("colon"))} {writer.figure(figure)}</li>'
            for figure in vouches[key]
        )
        body = (
            f'<p class="facts"><span data-source="{key}">{details}</span></p>{address}'
            f'<p class="vouches">{escape(say("source.vouches"))}</p><ul>{items}</ul>'
        )
        entries[source.kind].append(_entry(key, "source-entry", writer.source_title(key, source), body))
    groups = (
        "\n\n".join((f"## {say(f'kinds.{kind}')} {{: #of-{kind} }}", *own))
        for kind, own in entries.items()
        if own
    )
    return "\n\n".join(groups)


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
            proofs = "".join(
                f'<li><a href="{writer.root}figures/#{proof}">{writer.text(data.figures[proof].label)}</a>{escape(say("colon"))} {writer.figure(proof)}</li>'
                for proof in statement.figures
            )
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
