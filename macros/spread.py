"""Work that does not wait for other work, done meanwhile on the other processors of the machine."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Generic, TypeVar

from macros.timing import TIMES

Thing = TypeVar("Thing")
Made = TypeVar("Made")
Given = TypeVar("Given")

# How much later than others patient work gets a processor.
PATIENCE = 10

# For fewer things, another process costs more than it saves.
FEW = 50


def processors() -> int:
    """Return how many processes may work at once; one where a copy of this one cannot be trusted."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


class Aside(Generic[Made]):
    """Work that a copy of this process does meanwhile; without a copy, it is done when it is asked for.

    Files that the work writes stay. What it changes in memory is lost, so that only what it returns counts;
    what it logs is told when the result is asked for, and the time of its parts is added to this process's.
    """

    def __init__(
        self, work: Callable[[], Made], copied: bool | None = None, *, patient: bool = False
    ) -> None:
        """Begin, in a copy where there is a processor for it or where `copied` says so.

        Work that is `patient` leaves the processors to what others wait for.
        """
        self.work = work
        self._process = self._receiver = None
        if processors() > 1 if copied is None else copied:
            fork = multiprocessing.get_context("fork")
            self._receiver, sender = fork.Pipe(duplex=False)
            ends = self._receiver, sender
            self._process = fork.Process(target=_hand_back, args=(work, *ends, patient), daemon=True)
            self._process.start()
            sender.close()

    def result(self) -> Made:
        """Wait for the work, and return what it made; raise what it raised."""
        try:
            if self._receiver:
                made: Made
                made, records, seconds = self._receiver.recv()
                for record in records:
                    logging.getLogger(record.name).handle(record)
                TIMES.add(seconds)
                return made
        except (EOFError, OSError):
            # What went wrong there goes wrong here too, and is told as everywhere else.
            pass
        finally:
            self.end()
        return self.work()

    def end(self) -> None:
        """Stop the work, where nobody waits for it any more."""
        if self._process and self._receiver:
            self._process.kill()
            self._process.join()
            self._receiver.close()
        self._process = self._receiver = None


class Waiting(Aside[Made], Generic[Given, Made]):
    """Work aside that begins without a thing which it needs in the end, and which is given to it later."""

    def __init__(self, work: Callable[[Callable[[], Given]], Made], copied: bool | None = None) -> None:
        """Begin; the work gets what waits for the thing and returns it."""
        self._here = os.getpid()
        self._things: list[Given] = []
        self._awaited, self._giver = multiprocessing.Pipe(duplex=False)
        super().__init__(partial(work, self._wait), copied)
        if self._process:
            self._awaited.close()

    def give(self, thing: Given) -> None:
        """Give the thing that the work waits for."""
        self._things.append(thing)
        if self._process:
            # Where the copy has failed, the work is done here.
            with contextlib.suppress(BrokenPipeError):
                self._giver.send(thing)

    def _wait(self) -> Given:
        if os.getpid() == self._here:
            return self._things[-1]
        # With this end open, the copy would wait for ever for a process that was stopped.
        self._giver.close()
        thing: Given = self._awaited.recv()
        return thing


def _hand_back(work: Callable[[], Made], receiver: Connection, sender: Connection, patient: bool) -> None:
    # With this end open, the copy would write for ever to a process that was stopped.
    receiver.close()
    # Who interrupts the build interrupts the process that waits for this one, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if patient:
        os.nice(PATIENCE)
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()
    _log_to(QueueHandler(records))
    TIMES.clear()
    with contextlib.suppress(Exception):
        made = work()
        told = [records.get() for _ in range(records.qsize())]
        sender.send((made, told, TIMES.seconds))


def _log_to(handler: logging.Handler) -> None:
    """Let one handler have all that is logged: where a copy fails, its work is done again and told then."""
    for logger in (logging.root, *logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            ends_here = logger is logging.root or not logger.propagate
            logger.handlers = [handler] if ends_here else []


def spread(
    things: Sequence[Thing], work: Callable[[Sequence[Thing]], Made], processes: int = 0
) -> list[Made]:
    """Return what the work makes of each share of the things, in their order; all but the first are done aside."""
    count = max(1, min(processes or processors(), len(things) // FEW))
    size = max(1, -(-len(things) // count))
    first, *others = [things[start : start + size] for start in range(0, len(things), size)] or [things]
    helpers = [Aside(partial(work, share), True) for share in others]
    try:
        return [work(first), *(helper.result() for helper in helpers)]
    finally:
        for helper in helpers:
            helper.end()
