"""Work that is done aside, or spread over processes, is the same as work that is not."""

from __future__ import annotations

import logging
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from macros.spread import FEW, Aside, Waiting, spread
from macros.timing import TIMES

THINGS = [*range(3 * FEW + 1)]


def doubled(share: Sequence[int]) -> tuple[int, list[int]]:
    """Return the process that works, and what it makes of its share."""
    return os.getpid(), [2 * thing for thing in share]


@pytest.mark.parametrize(("processes", "shares"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_all_is_made_in_order(processes: int, shares: int) -> None:
    """Each thing is worked on once, and what is made keeps the order, in as many processes as are worth it."""
    made = spread(THINGS, doubled, processes)
    assert [thing for _, share in made for thing in share] == [2 * thing for thing in THINGS]
    assert len({process for process, _ in made}) == shares
    assert made[0][0] == os.getpid()


@pytest.mark.parametrize("things", [[], [1], THINGS[:FEW]])
def test_a_few_things_are_worked_on_here(things: list[int]) -> None:
    """No process is begun for work that is soon done, and no things at all are one share."""
    assert spread(things, doubled, 2) == [(os.getpid(), [2 * thing for thing in things])]


def test_a_fault_is_raised_here() -> None:
    """What goes wrong in another process is raised in this one."""

    def fail(share: Sequence[int]) -> int:
        if THINGS[-1] in share:
            raise ValueError(share[-1])
        return len(share)

    with pytest.raises(ValueError, match=str(THINGS[-1])):
        spread(THINGS, fail, 2)


def test_a_lost_process_is_made_up_for() -> None:
    """Where another process ends without a word, its share is worked on here."""
    here = os.getpid()

    def die(share: Sequence[int]) -> int:
        if os.getpid() != here:
            os._exit(9)
        return len(share)

    assert sum(spread(THINGS, die, 2)) == len(THINGS)


@pytest.mark.parametrize("copied", [True, False])
def test_work_aside_gives_its_result(copied: bool) -> None:
    """What was begun is there when it is asked for, in a copy of this process or without one."""
    aside = Aside(os.getpid, copied)
    assert (aside.result() != os.getpid()) is copied


@pytest.mark.parametrize("copied", [True, False])
def test_work_aside_that_nobody_waits_for_ends(copied: bool) -> None:
    """What is not wanted any more is stopped, and asking twice to stop does no harm."""
    waiting, never = os.pipe()
    aside = Aside(lambda: os.read(waiting, 1), copied)
    aside.end()
    aside.end()
    os.close(waiting)
    os.close(never)


@pytest.mark.parametrize("copied", [True, False])
def test_what_work_aside_says_is_said_once(copied: bool, caplog: pytest.LogCaptureFixture) -> None:
    """What it logs is told with its result, and the time that it took is added."""

    def work() -> str:
        with TIMES.of("trial"):
            logging.getLogger("mkdocs.trial").warning("a %s", "warning")
        return "done"

    TIMES.seconds.pop("trial", None)
    aside = Aside(work, copied, patient=True)
    assert caplog.messages == []
    assert aside.result() == "done"
    assert caplog.messages == ["a warning"]
    assert TIMES.seconds["trial"] > 0


def test_work_that_failed_aside_is_done_and_told_here(caplog: pytest.LogCaptureFixture) -> None:
    """What a copy says before it fails is not told; the work is done again, and what it says then is."""
    here = os.getpid()

    def work() -> str:
        logging.getLogger("mkdocs.trial").warning("once")
        if os.getpid() != here:
            raise ValueError
        return "done"

    assert Aside(work, True).result() == "done"
    assert caplog.messages == ["once"]


def test_a_thing_is_given_to_a_copy_that_is_gone() -> None:
    """Where the copy ended before it got the thing, be it larger than a pipe, the work is done here."""
    here = os.getpid()

    def work(wait: Callable[[], bytes]) -> int:
        if os.getpid() != here:
            os._exit(9)
        return len(wait())

    waiting = Waiting(work, True)
    assert waiting._process
    waiting._process.join()
    waiting.give(bytes(10**6))
    assert waiting.result() == 10**6


def test_work_that_was_half_handed_back_is_done_here() -> None:
    """A copy that ends while it sends has done nothing."""
    aside = Aside(lambda: "done", True)
    assert aside._process
    aside._process.join()
    aside._receiver, sender = multiprocessing.Pipe(duplex=False)
    os.write(sender.fileno(), (1000).to_bytes(4, "big") + b"half")
    sender.close()
    assert aside.result() == "done"


@pytest.mark.parametrize("copied", [True, False])
def test_work_waits_for_what_it_is_given(copied: bool) -> None:
    """Work can begin without a thing, and go on when it is given."""

    def work(wait: Callable[[], Sequence[int]]) -> list[int]:
        return [*wait(), os.getpid()]

    waiting = Waiting(work, copied)
    waiting.give(THINGS)
    *things, process = waiting.result()
    assert things == THINGS
    assert (process != os.getpid()) is copied


def test_a_copy_ends_with_the_process_that_waits_for_it() -> None:
    """A build that was stopped leaves nobody behind who hands back more than a pipe holds."""
    code = (
        "import os, sys\nfrom macros.spread import Aside\n"
        "aside = Aside(lambda: print(os.getpid(), flush=True) or b'x' * 1_000_000, True)\n"
        "sys.stdin.readline()\nos._exit(0)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write("end\n")
        process.stdin.flush()
        # The copy holds this end open for as long as it lives.
        output, _ = process.communicate(timeout=20)
    assert output == ""
