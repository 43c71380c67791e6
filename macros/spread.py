"""Work on many things that do not depend on each other, spread over the processors of the machine."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

# For fewer things, another process costs more than it saves.
FEW = 50


def spread(
    things: Sequence[Thing], work: Callable[[Sequence[Thing]], Made], processes: int = 0
) -> list[Made]:
    """Return what the work makes of each share of the things, in their order.

    All shares but the first may be worked on in copies of this process: files that the work writes stay,
    but what it changes in memory is lost, so that only what it returns counts.
    """
    count = max(1, min(processes or _processors(), len(things) // FEW))
    size = max(1, -(-len(things) // count))
    first, *others = [things[start : start + size] for start in range(0, len(things), size)] or [things]
    with contextlib.ExitStack() as stack:
        helpers = [stack.enter_context(_helper(work, share)) for share in others]
        return [work(first), *(made() for made in helpers)]


def _processors() -> int:
    """Return how many processes may work at once; one where a copy of this one cannot be trusted."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


@contextlib.contextmanager
def _helper(work: Callable[[Sequence[Thing]], Made], share: Sequence[Thing]) -> Iterator[Callable[[], Made]]:
    """Work on a share in a copy of this process; give what returns what it made."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(work, share, sender))
    process.start()
    sender.close()

    def made() -> Made:
        try:
            result: Made = receiver.recv()
        except EOFError:
            # What went wrong there goes wrong here too, and is told as everywhere else.
            return work(share)
        return result

    try:
        yield made
    finally:
        process.kill()
        process.join()
        receiver.close()


def _work(work: Callable[[Sequence[Thing]], Made], share: Sequence[Thing], sender: Connection) -> None:
    with contextlib.suppress(Exception):
        sender.send(work(share))
