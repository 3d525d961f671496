"""One piece of work shared among processes, its results in order.

Processes are forked: they see everything that the portal knows without copying it, and only results travel back.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

FEWEST = 64
"""Less work than this is done at once where it is asked for: starting processes takes longer."""

_CHUNK = 16

_task: Callable[[int], object] | None = None
"""What a forked process works on; set only while processes are started."""


def shared(task: Callable[[int], T], count: int, processes: int) -> Iterator[T]:
    """The results of `task(0)` … `task(count - 1)`, in order, from this many processes.

    In one process where the system cannot fork, or where the work is too little. What a task raises is raised here.
    """
    if processes < 2 or count < FEWEST or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004 - one is no pool
        return map(task, range(count))
    return _forked(task, count, processes)


def _forked(task: Callable[[int], T], count: int, processes: int) -> Iterator[T]:
    global _task  # noqa: PLW0603 - a forked process inherits what stands here; it cannot be sent
    gc.freeze()  # Collecting in a process would copy every page of memory that it looks at.
    _task = task
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            _task = None
            yield from pool.imap(_run, range(count), chunksize=_CHUNK)
    finally:
        _task = None
        gc.unfreeze()


def _run(number: int) -> object:
    if _task is None:
        raise RuntimeError("a process was started without a task")
    return _task(number)
