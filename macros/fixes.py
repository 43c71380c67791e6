"""Copy from the source what a translation must have as it is: ids, levels, and macro calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from macros import parity, records
from macros.blocks import Block
from macros.placing import Pen
from macros.project import Project
from macros.sections import HEADING, Section
from macros.states import Status
from macros.template import Call, Literal, Piece, parse

# A call stands for another when its id is this much like the other's, or is no id at all.
ALIKE = 0.6


def fix(project: Project) -> list[str]:
    """Mend the pages of all languages; return what was mended, by file and line."""
    pen = Pen(project)
    done = [
        *_loose_ids(project, pen),
        *(
            line
            for statuses in project.survey.statuses.values()
            for line in _translated(project, pen, statuses)
        ),
    ]
    pen.write()
    return done


def _loose_ids(project: Project, pen: Pen) -> Iterator[str]:
    """Write `{#id}` as `{: #id }`, and give headings without an id the one that the source has."""
    for language, pages in project.survey.sections.items():
        for name, own in pages.items():
            if name == records.PAGE:
                continue
            suggested = suggested_ids(own, project.survey.source.get(name, ()))
            for section in own if language in project.languages else ():
                if not section.level:
                    continue
                key = section.key or suggested.get(section.line, "")
                if key and not (section.key and section.attributes.startswith(":")):
                    _heading(pen, section, key, section.level)
                    yield f"{section.path}:{section.line}: {{: #{key} }}"


def suggested_ids(own: Sequence[Section], source: Sequence[Section]) -> dict[int, str]:
    """Return, by line, the ids that the source gives to the headings of a translation without one."""
    used = {section.key for section in own}
    unused = [section.key for section in source if section.level and section.key not in used]
    bare = [section.line for section in own if section.level and not section.key]
    return dict(zip(bare, unused, strict=False)) if len(bare) == len(unused) else {}


def _translated(project: Project, pen: Pen, statuses: Iterable[Status]) -> Iterator[str]:
    for status in statuses:
        source, translation = status.source, status.translation
        if not (source and translation) or status.state == "missing" or translation.page == records.PAGE:
            continue
        key = source.key if source.page == translation.page else translation.key
        if translation.level and (key, source.level) != (translation.key, translation.level):
            _heading(pen, translation, key, source.level)
            yield f"{translation.path}:{translation.line}: {{: #{key} }}, level {source.level}"
        if status.state != "outdated":
            yield from _calls(project, pen, source, translation)


def _heading(pen: Pen, section: Section, key: str, level: int) -> None:
    file = pen.file(section.path)
    match = HEADING.match(file.lines[section.line - 1])
    assert match
    others = [word for word in (match["attributes"] or "").removeprefix(":").split() if word[0] != "#"]
    file.replace(section.line, f"{'#' * level} {match['text']} {{: {' '.join([f'#{key}', *others])} }}")


def _calls(project: Project, pen: Pen, source: Section, translation: Section) -> Iterator[str]:
    missing, extra = parity.differences(source, translation)
    replaced: dict[int, list[tuple[Call, Call]]] = {}
    for wrong in extra:
        right = next((call for call in missing if _mangled(project, wrong, call)), None)
        if right:
            missing.remove(right)
            replaced.setdefault(wrong.line, []).append((wrong, right))
    file = pen.file(translation.path)
    for line, pairs in replaced.items():
        old = file.lines[line - 1]
        text = _with_calls(old, pairs)
        if text != old:
            file.replace(line, text)
            written = [part for part in _cut(text) if part.startswith("{{") and part not in _cut(old)]
            yield f"{translation.path}:{line}: {', '.join(written)}"
    yield from _alone(pen, source, translation, missing)


def _mangled(project: Project, wrong: Call, right: Call) -> bool:
    """Tell whether a call that the source does not have was meant for one that it has."""
    if wrong.name == right.name and wrong.key in project.facts.keys() | project.data.records.claims.keys():
        return False
    likeness = SequenceMatcher(None, f"{wrong.name} {wrong.key}", f"{right.name} {right.key}").ratio()
    return bool(wrong.key and wrong.key == right.key) or likeness >= ALIKE


def _with_calls(line: str, pairs: Sequence[tuple[Call, Call]]) -> str:
    """Return a line with some of its calls replaced, the words that they print kept."""
    left = list(pairs)
    out: list[str] = []
    for text in _cut(line):
        piece = _only_call(text)
        pair = next(
            (pair for pair in left if piece and parity.identity(piece) == parity.identity(pair[0])), None
        )
        if pair and piece:
            left.remove(pair)
            words = piece.args[1:] if len(pair[1].args) > 1 else ()
            out.append(typed(Call(pair[1].name, (*pair[1].args[:1], *words), piece.options, 0)))
        else:
            out.append(text)
    return "".join(out)


def _cut(line: str) -> Iterator[str]:
    """Cut a line before and after each macro call."""
    while "{{" in line and "}}" in line:
        before, _, rest = line.partition("{{")
        call, _, line = rest.partition("}}")
        yield before
        yield f"{{{{{call}}}}}"
    yield line


def _only_call(text: str) -> Call | None:
    pieces: tuple[Piece, ...] = parse(text, "") if text.startswith("{{") else ()
    return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], Call) else None


def _alone(pen: Pen, source: Section, translation: Section, missing: Sequence[Call]) -> Iterator[str]:
    """Copy the calls that stand alone in their block; where in a sentence a number goes, a person decides."""
    for index, block in enumerate(source.blocks):
        calls = block.text.calls
        if len(calls) != 1 or calls[0] not in missing or not _is_alone(block):
            continue
        after = translation.blocks[index - 1].last if 0 < index <= len(translation.blocks) else None
        line = (after or translation.line + len(translation.lines) - 1) + 1
        pen.file(translation.path).insert(line, "", block.raw)
        yield f"{translation.path}:{line}: {block.raw.strip()}"


def _is_alone(block: Block) -> bool:
    text = block.raw.strip()
    return (
        block.kind == "paragraph" and text.startswith("{{") and text.endswith("}}") and text.count("{{") == 1
    )


def typed(call: Call) -> str:
    """Return a call as people type it."""
    args = [_literal(arg) for arg in call.args]
    options = [f"{name}={_literal(value)}" for name, value in call.options.items()]
    return f"{{{{ {call.name}({', '.join([*args, *options])}) }}}}"


def _literal(value: Literal) -> str:
    if not isinstance(value, str):
        return str(value)
    return f"'{value}'" if '"' in value and "'" not in value else '"' + value.replace('"', '\\"') + '"'
