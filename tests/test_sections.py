"""A page as sections, a section as blocks, a text in its normal form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros import blocks, normal, sections, stamps
from macros.page import Page, read_page
from macros.sections import Section
from macros.sourcefile import SourceFile

PAGE = """\
---
title: L'eau
description: Ce qu'elle boit.
---

Avant tout titre.

## Le puits {: #well .wide }

Un paragraphe
sur deux lignes.

```python
## pas un titre {: #no }
```

### Plus bas {: #lower }
{: source=1a2b3c4d on=2026-11-24 blocks=a1b2.c3d4 }

Un autre.

## Sans identifiant

## À l'ancienne {#loose}
"""


def page(text: str, name: str = "water") -> Page:
    """Return a page of the source language."""
    return read_page(text, "fr", name, f"docs/fr/{name}.md")


def read(text: str) -> tuple[Section, ...]:
    """Return the sections of a text."""
    return sections.read(page(text))


def test_a_page_is_cut_at_its_headings() -> None:
    """Front matter, preamble and headings each begin a section, and code holds none."""
    found = [(section.key, section.level, section.line, section.title) for section in read(PAGE)]
    assert found == [
        ("@front", 0, 2, "@front"),
        ("@top", 0, 5, "@top"),
        ("well", 2, 8, "Le puits"),
        ("lower", 3, 17, "Plus bas"),
        ("", 2, 22, "Sans identifiant"),
        ("loose", 2, 24, "À l'ancienne"),
    ]


def test_a_page_without_preamble_has_none() -> None:
    """Blank lines before the first heading are no section."""
    assert [section.key for section in read("\n\n## Un {: #one }\n\nTexte.\n")] == ["@front", "one"]


def test_stamps_are_read_and_never_printed() -> None:
    """The line under a heading is the section's stamp, and is gone from what is rendered."""
    lower = read(PAGE)[3]
    assert str(lower.stamp) == "source=1a2b3c4d on=2026-11-24 blocks=a1b2.c3d4"
    assert lower.printed.split("\n") == ["### Plus bas {: #lower }", "", "", "Un autre.", ""]
    assert "source" not in lower.all[0].text.normal


def test_printed_sections_make_up_the_page() -> None:
    """Nothing else is lost or moved: lines keep their numbers."""
    whole = page(PAGE)
    printed = "\n".join(section.printed for section in sections.read(whole)[1:])
    assert printed == whole.body.replace("{: source=1a2b3c4d on=2026-11-24 blocks=a1b2.c3d4 }", "")


def test_an_example_of_a_stamp_in_code_is_code() -> None:
    """A guide can show a stamp without being stamped."""
    text = "## Un {: #one }\n\n```\n{: source=1a2b3c4d on=2026-11-24 }\n```\n"
    section = read(text)[1]
    assert section.stamp is None
    assert "source=1a2b3c4d" in section.printed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Un  mot\net un autre.", "Un mot et un autre."),
        ("Un\u00a0mot\u202f!", "Un mot !"),
        ("Un mot&nbsp;!", "Un mot!"),
        ("« Un » mot", '"Un" mot'),
        ("“Un” mot", '"Un" mot'),
        ("l’un", "l'un"),
        ("\u00e9t\u00e9", "e\u0301te\u0301"),
        ("co\u00adupé\u200b", "coupé"),
        ("_un_ mot", "*un* mot"),
        ("fin...", "fin…"),
        ("30 %", "30%"),
        ("[un](a.md)", "[un]( a.md )"),
        ("[un](a.md)", "[un][a]"),
        ("[un](a.md)", "[un](<a.md>)"),
        ('{{ figure("a") }}', "{{figure('a', form='bare')}}"),
        ('{{ figure("a", "compact") }}', '{{ figure("a", unit="GW", digits=2) }}'),
        ('{{ as_of("a") }}', '{{ as_of("a", form="year") }}'),
        ("un mot {: .class }", "un mot"),
    ],
)
def test_what_changes_no_meaning_is_not_seen(one: str, other: str) -> None:
    """Two ways to type a text have one normal form."""
    references = {"a": "a.md"}
    forms = [normal.read(text, "x.md", 1, references).normal for text in (one, other)]
    assert forms[0] == forms[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("un mot", "Un mot"),
        ("un mot.", "un mot ?"),
        ("*un* mot", "**un** mot"),
        ("un_mot_ici", "un*mot*ici"),
        ("[un](a.md)", "[un](b.md)"),
        ("[un](a.md)", "[une](a.md)"),
        ("[un](a.md)", '[un](a.md "titre")'),
        ("![un](a.png)", "[un](a.png)"),
        ('{{ figure("a") }}', '{{ figure("b") }}'),
        ('{{ figure("a") }}', '{{ as_of("a") }}'),
        ('{{ claim("a", "doublé") }}', '{{ claim("a", "triplé") }}'),
        ('{{ chart("a") }}', '{{ chart("a", kind="bars") }}'),
        ("`a  b`", "`ab`"),
        ("un - mot", "un – mot"),
    ],
)
def test_what_changes_the_meaning_is_seen(one: str, other: str) -> None:
    """Two texts that say different things have two normal forms."""
    assert normal.read(one, "x.md", 1).normal != normal.read(other, "x.md", 1).normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux! Trois?", 3),
        ("Sans point", 1),
        ("Environ 3 p. de long.", 1),
        ('Il dit : "Oui." Puis rien.', 2),
        ('Elle boit {{ figure("a") }}. Beaucoup.', 2),
        ('Un {{ claim("a", "mot. Et") }} autre.', 1),
        ("Et puis... Rien.", 2),
        ("", 0),
        ("{{ figures() }}", 1),
        ("这是。那是。", 1),
        ("هذا؟ نعم.", 2),
    ],
)
def test_sentences_are_counted(text: str, expected: int) -> None:
    """Sentences end with a mark, a small letter after it ends none, and a macro is one word."""
    assert len(normal.sentences(normal.plain(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n\nc", [("paragraph", 0, "a b"), ("paragraph", 0, "c")]),
        ("- a\n  b\n- c\n    - d", [("item", 0, "a b"), ("item", 0, "c"), ("item", 1, "d")]),
        ("- a\n\n    b\n\nc", [("item", 0, "a"), ("paragraph", 1, "b"), ("paragraph", 0, "c")]),
        ("1. a\n2. b", [("item", 0, "a"), ("item", 0, "b")]),
        ("> a\n> b\n\nc", [("quote", 0, "a b"), ("paragraph", 0, "c")]),
        ('!!! note "T"\n    a\n\n    b', [("box", 0, "T"), ("paragraph", 1, "a"), ("paragraph", 1, "b")]),
        ("??? note\n    a", [("box", 0, ""), ("paragraph", 1, "a")]),
        ("a | b\n--|--\nc | d", [("table", 0, "a|b\nc|d")]),
        ("a\n:   b\n:   c", [("paragraph", 0, "a"), ("definition", 0, "b"), ("definition", 0, "c")]),
        ("[^a]: b", [("footnote", 0, "b")]),
        ("[a]: b.md", []),
        ("a\n\n---\n\nb", [("paragraph", 0, "a"), ("rule", 0, ""), ("paragraph", 0, "b")]),
        ("```\na\n\n b\n```\nc", [("code", 0, "a\n\n b"), ("paragraph", 0, "c")]),
        ("````\n```\n````", [("code", 0, "```")]),
        ("    a\n\n    b", [("code", 0, "a\n\nb")]),
        ("- a\n\n    ```\n    b\n    ```", [("item", 0, "a"), ("code", 1, "b")]),
        ("a\n{: .x #y }", [("paragraph", 0, "a")]),
        ("a\n- b", [("paragraph", 0, "a - b")]),
    ],
)
def test_a_text_is_cut_into_blocks(text: str, expected: list[tuple[str, int, str]]) -> None:
    """Each block has its kind, its depth and its text."""
    found = blocks.read(text.split("\n"), "x.md", 1, {})
    assert [(block.kind, block.depth, block.text.normal) for block in found] == expected


def test_blocks_know_their_lines_and_ids() -> None:
    """A block tells where it stands in its file, and where each of its sentences does."""
    found = blocks.read(["Un. Et", "deux.", "{: #here }", "", "Trois."], "x.md", 10, {})
    assert [(block.first, block.last, block.ids) for block in found] == [(10, 12, ("here",)), (14, 14, ())]
    assert [found[0].line_of(index) for index in range(2)] == [10, 11]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("source=xyz on=2026-11-24", "source=xyz is not eight of the digits 0-9 and a-f"),
        ("source=1a2b3c4d", "on= is not a date such as 2026-11-24"),
        ("source=1a2b3c4d on=2026-13-01", "on= is not a date such as 2026-11-24"),
        ("source=1a2b3c4d on=2026-11-24 sentences=a", "sentences=a is not a list of counts such as 2.1.3"),
        ("source=1a2b3c4d on=2026-11-24 color=red", '"color" is not a word of a stamp'),
        ("source=1a2b3c4d on=2026-11-24 red", '"red" is not name=value'),
        ("edit=1a2b3c4d on=2026-11-24 same=x", "edit= is not two hashes such as 1a2b3c4d-5e6f7a8b"),
        (
            "edit=1a2b3c4d-5e6f7a8b on=2026-11-24",
            'a note says either same="…" or urgent="…", with the reason',
        ),
        (
            'edit=1a2b3c4d-5e6f7a8b on=2026-11-24 same=""',
            'a note says either same="…" or urgent="…", with the reason',
        ),
        (
            'edit=1a2b3c4d-5e6f7a8b on=2026-11-24 same="a" urgent="b"',
            'a note says either same="…" or urgent="…", with the reason',
        ),
    ],
)
def test_a_stamp_that_cannot_be_read_says_why(words: str, message: str) -> None:
    """Each fault of a stamp or a note is told in words."""
    with pytest.raises(stamps.Unreadable, match=re.escape(message)):
        stamps.read(words)


def test_stamps_and_notes_survive_writing() -> None:
    """What is written is read back the same, whatever the reason holds."""
    edit = stamps.read('edit=1a2b3c4d-5e6f7a8b on=2026-11-24 urgent="it was: a month\'s"')
    assert stamps.read(str(edit)) == edit
    stamp = stamps.read("source=1a2b3c4d on=2026-11-24 blocks=a1b2.c3d4 sentences=1.2")
    assert stamps.read(str(stamp)) == stamp
    assert isinstance(edit, stamps.Edit)
    hostile = stamps.Edit(edit.before, edit.after, edit.on, False, 'a "quote" and {{ braces }}')
    assert str(stamps.read(str(hostile))) == str(hostile)


def test_a_source_file_keeps_its_bytes(tmp_path: Path) -> None:
    """Editing one line leaves line endings and byte order mark as they were."""
    path = tmp_path / "page.md"
    path.write_bytes("\ufeffun\r\ndeux\r\ntrois\r\n".encode())
    file = SourceFile.read(path)
    file.insert(2, "et")
    file.insert(2, "puis")
    file.replace(2, "DEUX")
    file.replace(3)
    assert file.write()
    assert path.read_bytes() == "\ufeffun\r\net\r\npuis\r\nDEUX\r\n".encode()
    assert not SourceFile.read(path).write()
