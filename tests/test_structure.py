"""What a page must be in any language, what is left in another one, and what the guides promise."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from macros import sections, structure
from macros.__main__ import main
from macros.leftovers import Leftovers
from macros.page import read_page
from macros.problems import Faults
from macros.project import Project
from macros.translations import problems
from tests import samples
from tests.test_build import edit

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Un <b>mot</b>.", '3: raw HTML "<b>"; write Markdown, or a macro'),
        ("Un <br/> mot.", '3: raw HTML "<br/>"; write Markdown, or a macro'),
        ("<!-- caché -->", '3: raw HTML "<!--"; write Markdown, or a macro'),
        ("<script", '3: raw HTML "<script"; write Markdown, or a macro'),
        ("Un\n\n</div>", '5: raw HTML "</div>"; write Markdown, or a macro'),
        ('![Une usine de {{ figure("power") }}](a.png)', "3: a macro in the alt text of an image or in the title of a link; say it in the text"),
        ('[Un](b.md "de {{ figure(\'power\') }}")', "3: a macro in the alt text of an image or in the title of a link; say it in the text"),
        ("<<<<<<< HEAD", '3: a merge conflict is not resolved at "<<<<<<<"; keep one side, and remove the lines <<<<<<<, ======= and >>>>>>>'),
        ("| a |\n=======", '4: a merge conflict is not resolved at "======="; keep one side, and remove the lines <<<<<<<, ======= and >>>>>>>'),
        ("\\`<b>x\\`", '3: raw HTML "<b>"; write Markdown, or a macro'),
        ("Titre\n=====", "4: a line under a text makes it a heading; write ## and the text, with an id"),
        ("Titre\n---", "4: a line under a text makes it a heading; write ## and the text, with an id"),
        ("- ## Titre", "3: a heading inside a list or a box is no section; move it to the margin"),
        ("    ### Titre", "3: a heading inside a list or a box is no section; move it to the margin"),
        ("```\nUn mot", '3: the code that "```" begins has no end, and takes in all that follows; end it with the same signs'),
        ("~~~ sh\nUn\n```\n\nUn mot", '3: the code that "~~~ sh" begins has no end, and takes in all that follows; end it with the same signs'),
        ("Un **mot**{: data-count='' }", '3: "data-count=\'\'" would vouch for a number, which only a macro may; take it out'),
        ("Un mot\n{: .x data-figure=power }", '4: "data-figure=power" would vouch for a number, which only a macro may; take it out'),
        ('Un **mot**{: title="}" data-count="" }', '3: "data-count=""" would vouch for a number, which only a macro may; take it out'),
        ("Un mot. {#ici}", '3: "{#ici}" is printed as it stands; write {: #id }'),
        ("Un mot.\n{: #Ici }", '3: "#Ici" is not an id; write lower-case ASCII letters, digits and single hyphens'),
        ("Un mot.\n{: #one }", '3: the id "#one" is taken by line 1; give this text another'),
        ("Un mot.\n\n{: source=1a2b3c4d on=2026-11-24 }", "5: a stamp vouches for the section above it; move it under the heading"),
        ("| a | b | c |\n|---|---:|\n| d | e | f |", "4: this row has 2 cells, and the head of its table 3; mend its | signs"),
        ("| a | b |\n|---|---|---|", "4: this row has 3 cells, and the head of its table 2; mend its | signs"),
        ("| a | b |\n|---|---|\n| c d |", "5: this row has 1 cell, and the head of its table 2; mend its | signs"),
        ("| a | b |\n|---|---|\n| c | d | e |", "5: this row has 3 cells, and the head of its table 2; mend its | signs"),
        ("| a | b |\n|---|---|\n| c \\| d |", "5: this row has 1 cell, and the head of its table 2; mend its | signs"),
        ("- Un\n\n    | a | b |\n    |---|---|\n    | c |", "7: this row has 1 cell, and the head of its table 2; mend its | signs"),
        ('!!! note "Un"\n\n    | a | b |\n    |---|---|\n    | c |', "7: this row has 1 cell, and the head of its table 2; mend its | signs"),
        ("| a | b |\n|---|---|\n| c | d |\nUn mot.", "6: a text right under a table becomes a row of it; leave an empty line between, or write its | signs"),
        ("| a | b |\n---", "4: a line under a text makes it a heading; write ## and the text, with an id"),
        ("Un\n**mot\net un autre.", "4: ** is opened and not closed; close it in the same paragraph, or write \\*\\*"),
        ("- **Un** mot\n- un** autre", "4: ** is opened and not closed; close it in the same paragraph, or write \\*\\*"),
        ("| a | b |\n|---|---|\n| **c | **d** |", "5: ** is opened and not closed; close it in the same paragraph, or write \\*\\*"),
        ("- Un\n{: value=150 }", '4: "value=150" is neither an id nor a class; between {: and } write #id and .class alone'),
        ("Un **mot**{: .keys hidden }", '3: "hidden" is neither an id nor a class; between {: and } write #id and .class alone'),
        ('Un **mot**{ data-mark="1 50" } et `{: a=b }`', '3: "data-mark="1 50"" is neither an id nor a class; between {: and } write #id and .class alone'),
        ("### Un {: #two style='x' }", "3: \"style='x'\" is neither an id nor a class; between {: and } write #id and .class alone"),
        ("[Un](a.md){: .figure }", '3: the class ".figure" is for what the site itself writes; take it out'),
        ("[Un](a.md){.footnote-ref}", '3: the class ".footnote-ref" is for what the site itself writes; take it out'),
        ("Un\n{: #a .footnote-backref }", '4: the class ".footnote-backref" is for what the site itself writes; take it out'),
        ("{: source=1 on=2026-11-24 }", "3: this stamp cannot be read: source=1 is not eight of the digits 0-9 and a-f; remove it and stamp again"),
    ],
)  # fmt: skip
def test_what_is_not_markdown_is_refused(text: str, message: str) -> None:
    """Each fault of form is reported at its line, with the mend."""
    page = read_page(f"## Un {{: #one }}\n\n{text}\n", "fr", "x", "docs/fr/x.md")
    found = [str(problem) for problem in structure.problems(page, sections.read(page))]
    assert found == [f"docs/fr/x.md:{message}"]


@pytest.mark.parametrize(
    "text",
    [
        "Un < autre, et un autre > un.",
        '![Une usine](a.png "Une usine") de {{ figure("power") }}, [{{ figure("power") }}](b.md "Un mot")',
        "<https://example.org>",
        "`<b>` en code",
        "```html\n<b>mot</b>\n```",
        "| a | b |\n|---|---|\n| c | d |",
        "a | b\n--|--\nc | d",
        "| a |\n|---|\n| b |",
        "| a | b |\n|:-:|--:|\n| `c | d` | e \\| f |\n| | g |",
        '| a | b |\n|---|---|\n| {{ claim("a", "b | c") }} | d |',
        "```\n| a | b |\n|---|\n```",
        "**a** et ***b*** et **c *d***, `**`, \\*\\*, 2 ** 3, [e](f**.md)",
        '**{{ claim("a", "b ** c") }}**',
        "> **a\n> b**",
        "***\n\nUn",
        "[Un](a.md){: #b .keys .wide } et {deux}, { .trois }, \\{: a=b }, `{: a=b }`",
        "```\n{: a=b }\n```",
        "Un\n\n---\n\ndeux",
        "`{#ici}`",
        "```\nTitre\n===\n    ## autre\n{: source=1 }\n```",
        '{{ figure("water") }}',
    ],
)
def test_markdown_alone_passes(text: str) -> None:
    """What only looks like a fault is none."""
    page = read_page(f"## Un {{: #one }}\n\n{text}\n", "fr", "x", "docs/fr/x.md")
    assert [str(problem) for problem in structure.problems(page, sections.read(page))] == []


# --- the other language ----------------------------------------------------------------------------

SOURCE = """\
## Un {: #one }

La machine boit l'eau de la ville depuis son premier jour.
Personne ne sait encore combien il lui en faudra demain.
Elle a {{ claim("doubled", "plus que doublé") }}, et {{ figure("a", form="bare", hedge="quelque") }}.
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Donc la machine boit l'eau de la ville depuis son premier jour.", 3),
        ("It runs.\nPersonne ne sait encore combien il lui en faudra demain.", 4),
        ("It runs. Personne ne sait encore\ncombien il lui en faudra demain.", 4),
        ('It has {{ claim("doubled", "plus que doublé") }}.', 3),
        ('It has {{ figure("a", hedge="quelque") }}.', 3),
        ("- It runs.\n- La machine boit l'eau de la ville depuis son premier jour.", 4),
        ("| a | b |\n|---|---|\n| c | La machine boit l'eau de la ville depuis son premier jour. |", 5),
    ],
)
def test_a_sentence_left_in_the_source_language_is_found(text: str, line: int) -> None:
    """It is known by its likeness to one of the source's."""
    assert [number for number, _ in leftovers(text)] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "The machine has drunk the town's water since its first day.",
        "Colossus, Grok, Tesla, Optimus.",
        'It has {{ claim("doubled", "more than doubled") }}.',
        'It has {{ figure("a", hedge="some") }}.',
        'It has {{ figure("b", hedge="quelque") }}.',
        "`La machine boit l'eau de la ville depuis son premier jour.`",
        "La machine boit.",
    ],
)
def test_a_translated_sentence_is_left_alone(text: str) -> None:
    """Other words, names, code and the shortest of sentences are not leftovers."""
    assert leftovers(text) == []


def leftovers(text: str) -> list[tuple[int, str]]:
    """Return line and message of what is left over in a translation of `SOURCE`."""
    source = sections.read(read_page(SOURCE, "fr", "x", "docs/fr/x.md"))
    own = sections.read(read_page(f"## One {{: #one }}\n\n{text}\n", "en", "x", "docs/en/x.md"))
    finder = Leftovers(source, own, re.compile(r"Colossus|Grok|Tesla|Optimus"))
    return [(problem.line, problem.message) for problem in finder.problems(own[1], source[1])]


def test_words_of_an_older_source_are_found_by_the_vocabulary() -> None:
    """On the real site, a French sentence that the source no longer has is still seen as French."""
    project = Project.load(ROOT)
    status = next(
        s for s in project.survey.statuses["en"] if s.page == "machine" and s.section.key == "place"
    )
    assert status.translation
    french = (
        "Le site dépend de ce que la ville lui donne, et la ville ne sait pas encore ce que cela va coûter."
    )
    text = f"## The site {{: #place }}\n\nIt stands in Memphis.\n{french}\n"
    own = sections.read(read_page(text, "en", "machine", "docs/en/machine.md"))[1]
    found = [problem.line for problem in project.survey.leftovers("en").problems(own, status.source)]
    assert found == [4]


def test_words_of_records_belong_to_their_language() -> None:
    """A text of the data file is judged by the words of its own language, beside which the other's stand."""
    project = Project.load(ROOT)
    status = next(s for s in project.survey.statuses["en"] if s.section.key.startswith("glossary."))
    assert status.translation
    words = "Bulky humming appliance bolted outdoors, shedding warmth skyward."
    block = sections.field_of("gloss", words, status.translation.path, status.translation.line)
    own = replace(status.translation, blocks=(block,))
    assert [*project.survey.leftovers("en").problems(own, status.source)] == []


# --- whole projects --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("docs/en/machine.md", "{: #days }", "{: #dayz }", "docs/en/machine.md:8: the source has no section #dayz; use the id of the section it renders, or remove it"),
        ("docs/en/machine.md", "## Time", "# Time", "docs/en/machine.md:8: #days is a heading of level 1, and of level 2 in docs/fr/machine.md:8; run make fix"),
        ("docs/en/machine.md", 'figure("pace")', 'figure("power")', 'docs/en/machine.md:6: {{ figure("power") }} stands where docs/fr/machine.md:6 has {{ figure("pace") }}; write that; make fix does so where an id is only mistyped'),
        ("docs/en/machine.md", "title: The machine\n", "", 'docs/en/machine.md:2: the front matter lacks "title", which docs/fr/machine.md has; translate it'),
        ("docs/en/machine.md", "title: The machine", 'title: "[…]"', "docs/en/machine.md:2: the front matter still holds […]; write it"),
        ("docs/figures.yml", "en: 'For {{ figure(\"power\") }}.'", "en: 'For {{ figure(\"water\") }}.'", 'docs/figures.yml:112: {{ figure("water") }} stands where docs/figures.yml:112 has {{ figure("power") }}; copy it'),
    ],
)  # fmt: skip
def test_the_check_ends_with_what_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, message: str
) -> None:
    """The verb says file, line and mend, exits non-zero, and shows no traceback."""
    samples.write(tmp_path)
    data = tmp_path / "docs/figures.yml"
    data.write_text(data.read_text("utf-8").replace("gpus-final >= 3", "gpus-final >= 1"), "utf-8")
    edit(tmp_path / path, old, new)
    assert main(["check"], tmp_path) == 1
    assert message in capsys.readouterr().err.splitlines()


def test_a_page_that_the_source_does_not_have_is_reported(tmp_path: Path) -> None:
    """A page renamed in one language alone is told, with the nearest name."""
    samples.write(tmp_path)
    (tmp_path / "docs/en/machine.md").rename(tmp_path / "docs/en/machines.md")
    found = [str(problem) for problem in problems(Project.load(tmp_path).survey)]
    assert 'docs/en/machines.md:1: the source has no page "machines"; did you mean "machine"?' in found


def test_reviewed_stamps_outdated_sections_too(tmp_path: Path) -> None:
    """Who compared every section says so once."""
    samples.write(tmp_path)
    assert main(["stamp", "en"], tmp_path) == 0
    edit(tmp_path / "docs/fr/machine.md", "Elle a pris", "Elle aura pris")
    assert main(["stamp", "en/machine"], tmp_path) == 1
    assert main(["stamp", "--reviewed", "en/machine"], tmp_path) == 0
    assert {status.state for status in Project.load(tmp_path).survey.statuses["en"]} == {"current"}


# --- guides ----------------------------------------------------------------------------------------

GUIDES = [
    "CONTRIBUTING.md",
    "README.md",
    *(f"docs/{code}/translation.md" for code in Project.load(ROOT).languages),
    *(path.relative_to(ROOT).as_posix() for path in (ROOT / ".github").rglob("*.md")),
]


@pytest.mark.parametrize("path", GUIDES)
def test_a_guide_names_verbs_that_exist(path: str) -> None:
    """What a contributor is told to type is there to be typed."""
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    told = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / path).read_text("utf-8"), re.M))
    assert told <= verbs


def test_the_guide_says_the_same_in_both_languages() -> None:
    """Both parts have the same headings, commands and code, in the same order."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    parts = text[text.index("## English") : text.index("## Français")], text[text.index("## Français") :]
    shapes = [
        re.findall(r"^#+ |(?:`|^)make [a-z]+(?: PAGE=\S+)?|^\d\. |\{\{ \w+", part, re.M) for part in parts
    ]
    assert shapes[0] == shapes[1]


def test_the_report_takes_less_than_half_of_the_build(tmp_path: Path) -> None:
    """Translators wait for their table far less than for the site, measured in processor time."""
    report = _seconds("macros", "translations")
    build = _seconds("mkdocs", "build", "-q", "-d", str(tmp_path / "site"))
    assert report < build / 2


def _seconds(*words: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *words],
        cwd=ROOT, env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: La machine : encore\n---\n", '2: not YAML: "title: La machine : encore": mapping values are not allowed in this context; '),
        ("---\ntitle: Un\nledde: Deux\n---\n", '3: unknown key "ledde"; did you mean "lede"?'),
        ("---\ntitle: Yes\n---\n", '2: title: a text is wanted; put it between quotes, "…"'),
        ("---\ntitle: Un\nlede: [a, b]\n---\n", '3: lede: a text is wanted; put it between quotes, "…"'),
        ("---\ntitle:\n---\n", '2: title: a text is wanted; put it between quotes, "…"'),
        ("---\ntitle: Un\nauthors: Deux\n---\n", '3: unknown key "authors"; known: description, edits, lede, picture, stamp, template, title'),
        ("---\ntitle: Un\n\nUn texte.\n", "1: the front matter that begins here has no end; write --- under its last line"),
    ],
)  # fmt: skip
def test_front_matter_that_cannot_be_read_is_told(text: str, message: str) -> None:
    """The line is that of the file, and the mend is in words."""
    with pytest.raises(Faults) as told:
        read_page(text, "fr", "x", "docs/fr/x.md")
    assert [str(problem)[: len(message) + 13] for problem in told.value.problems] == [
        f"docs/fr/x.md:{message}"
    ]
