"""Macro calls: a closed list, literal arguments, and nothing of the template language besides."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable

import pytest

from macros.problems import Faults
from macros.template import Call, Macro, MacroError, Piece, call, calls, expand, parse, parsed, plain


def shout(text: str, times: int = 1) -> str:
    """Serve as a macro."""
    if text == "no":
        raise MacroError('unknown figure "no"')
    return text.upper() * times


def expanded(text: str) -> str:
    """Return the text with the macro of this module at hand."""
    return expand(parse(text, "docs/fr/x.md", 10), {"shout": shout}, "docs/fr/x.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a {{ shout('b') }} c", "a B c"),
        ("{{ shout('b', times=2) }}", "BB"),
        ("## T {: #id }\n{# not a comment #}", "## T {: #id }\n{# not a comment #}"),
        ("{{ '{{' }} shows braces", "{{ shows braces"),
        ("line\n", "line\n"),
        ("a\r\nb", "a\r\nb"),
    ],
)
def test_text_and_calls(text: str, expected: str) -> None:
    """Text stays as typed, to the last line break, and calls are replaced."""
    assert expanded(text) == expected


# Each of these ran, leaked or looped in a plain template engine.
HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ shout.__globals__ }}", "{{ self }}", "{{ config }}",
    "{% for x in range(10**9) %}x{% endfor %}", "{% if true %}x{% endif %}", "{% set x = 1 %}", "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}", "{{ 'a' * 10**9 }}", "{{ shout('a'|upper) }}", "{{ shout('a' ~ 'b') }}", "{{ shout(['a']) }}",
    "{{ shout({'a': 1}) }}", "{{ shout(*['a']) }}", "{{ shout(**{'text': 'a'}) }}", "{{ shout(name) }}", "{{ shout(shout('a')) }}",
    "{{ (lambda: 1)() }}", "{{ 1 + 1 }}", "{{ 3 }}", "{{ 'a' if 1 else 'b' }}", "{{ '<script>' }}", "{% raw %}{{ x }}{% block b %}",
    "{% macro m() %}{% endmacro %}", "{{ caller() }}{% call shout('a') %}{% endcall %}", "{{ shout('a') ", "{{ }}", "{% autoescape false %}x{% endautoescape %}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_page_is_refused(text: str) -> None:
    """A page cannot run code, loop, reach an attribute or a file; the fault names its line."""
    with pytest.raises(Faults) as caught:
        expanded(f"first line\n{text}")
    assert all(problem.path == "docs/fr/x.md" and problem.line >= 10 for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ shoot('a') }}", 'docs/fr/x.md:10: unknown macro "shoot"; did you mean "shout"?'),
        ("\n\n{{ shout() }}", "docs/fr/x.md:12: shout(): missing a required argument: 'text'"),
        ("{{ shout('a', tims=2) }}", "docs/fr/x.md:10: shout(): unknown option \"tims\"; did you mean \"times\"?"),
        ("{{ shout('a', form=2) }}", 'docs/fr/x.md:10: shout(): unknown option "form"; known: times'),
        ("\n{{ shout(“a”) }}", 'docs/fr/x.md:11: broken macro: the quotes “ ” around an argument are typographic; type straight ones: "'),
        ("{{ shout(« a ») }}", 'docs/fr/x.md:10: broken macro: the quotes « » around an argument are typographic; type straight ones: "'),
        ("{{ shout(‘a’) }}", 'docs/fr/x.md:10: broken macro: the quotes ‘ ’ around an argument are typographic; type straight ones: "'),
        ("{{ shout(„a“) }}", 'docs/fr/x.md:10: broken macro: the quotes „ “ around an argument are typographic; type straight ones: "'),
        ("{{ shout(§) }}", "docs/fr/x.md:10: broken macro: unexpected char '§'; write a macro as {{ figure(\"id\") }}, and braces as text with {{ \"{{\" }}"),
        ("{{ shout(3) }}", "docs/fr/x.md:10: shout(): text is 3; write a text in quotes"),
        ("{{ shout('a', times='b') }}", "docs/fr/x.md:10: shout(): times is 'b'; write a whole number"),
        ("\n{{ shout('no') }}", 'docs/fr/x.md:11: unknown figure "no"'),
    ],
)  # fmt: skip
def test_mistake_is_told_with_file_and_line(text: str, message: str) -> None:
    """A mistake in a call ends with where it is and how to mend it."""
    with pytest.raises(Faults) as caught:
        expanded(text)
    assert str(caught.value) == message


def test_all_mistakes_of_a_page_come_together() -> None:
    """Three faulty calls give three problems."""
    with pytest.raises(Faults) as caught:
        expanded("{{ shout('no') }}\n{{ shoot('a') }}\n{{ shout() }}")
    assert [problem.line for problem in caught.value.problems] == [10, 11, 12]


def test_macros_wrapped_alike_keep_their_own_arguments() -> None:
    """Two macros behind one wrapper have one code object, and what fits one need not fit the other."""

    def wrapped(macro: Callable[..., str]) -> Macro:
        @functools.wraps(macro)
        def made(*args: str) -> str:
            return macro(*args)

        return made

    macros = {"two": wrapped(lambda first, second: first + second), "one": wrapped(lambda first: first)}
    assert call(Call("two", ("a", "b"), {}, 1), macros) == "ab"
    with pytest.raises(MacroError, match="too many"):
        call(Call("one", ("a", "b"), {}, 1), macros)


def test_calls_are_known_without_rendering() -> None:
    """The figures of a page are read off its syntax."""
    found = calls(parse('x {{ figure("a", form="number") }}\n{{ claim("b", "c") }}', "x.md"))
    assert found == [Call("figure", ("a",), {"form": "number"}, 1), Call("claim", ("b", "c"), {}, 2)]
    assert found[0].options == {"form": "number"}


# What may stand in a text, in every order of three.
FRAGMENTS = (
    'a "b"\n\nc', '{{ figure("water") }}', "{{figure('water', unit = 'L',digits=3)}}", '{{\n\n f (\n"x" , 2\n)\n}}',
    "{{ f() }}", '{{ f("x",) }}', '{{ f(a="x", "y") }}', '{{ f("x" "y") }}', '{{ f("é\u00a0\\n") }}', '{{ f("}}") }}',
    "{{ f(01) }}", "{{ f(1_0) }}", "{{ f(-1) }}", "{{ f(1.5) }}", '{{ f("x") | safe }}', '{{- f("x") -}}', "{{ not(1) }}",
    "{{ true(1) }}", "{", "}}", "{% raw %}", "{{", "{#", "\r\n", "\n",
)  # fmt: skip


@pytest.mark.parametrize("first", FRAGMENTS)
def test_plain_calls_are_read_as_jinja_reads_them(first: str) -> None:
    """The pattern for plain calls gives what Jinja's syntax tree gives, or leaves the text to it."""
    read = 0
    for rest in itertools.product(("", *FRAGMENTS), repeat=2):
        text = first + "".join(rest)
        if pieces := plain(text, 7):
            read += 1
            assert pieces == joined(parsed(text, "page.md", 7)), text
    assert read or plain(first, 7) == ()


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces in which no two texts follow each other."""
    out: list[Piece] = []
    for piece in pieces:
        if out and isinstance(piece, str) and isinstance(out[-1], str):
            out[-1] += piece
        else:
            out.append(piece)
    return tuple(out)
