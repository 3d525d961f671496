"""Deferred results that several processes can make; results are returned in order.

Processes are forked: they read the portal in memory without copying it, and send only results back.
"""

import ctypes
import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Generic, TypeAlias, TypeVar

import pyarrow as pa

S = TypeVar("S")
T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)

MIN_SHARED_TASKS = 64
"""Fewer results than this are made in one process, because starting processes takes longer."""

_CHUNK = 2
"""How many results a process makes at a time."""
_RELEASE_EVERY = 32 * _CHUNK
"""A process that makes a part beginning with a multiple of this number then returns free memory to the system. Tables
need more memory than pages."""

_MADE_BEFORE_COLLECTING = 100_000
"""Threshold of the garbage collector: how many more objects must be created than freed before it runs. Python's default
is 700. A portal creates millions of rows and pages that stay in memory and contain no reference cycles."""

_task: Callable[[int], object] | None = None
"""The task of a forked process. Set only while processes are started."""

Names: TypeAlias = tuple[str, ...]
"""The names by which a result is known before it is made: the address of a page, or the paths of files."""


@dataclass(frozen=True)
class Deferred(Generic[R_co]):
    """Results that are made one by one, in any order, when they are needed.

    - `makers`: make the results, one each.
    - `names`: the names of each result.
    - `shared_steps`: steps that several results need. They run once, with the first result that needs them.
    """

    makers: Sequence[Callable[[], R_co]]
    names: Sequence[Names]
    shared_steps: Sequence[Callable[[], object]] = ()

    def __len__(self) -> int:
        return len(self.makers)

    def __getitem__(self, number: int) -> R_co:
        return self.makers[number]()

    def __iter__(self) -> Iterator[R_co]:
        return (make() for make in self.makers)

    def then(self, use: Callable[[R_co], T]) -> "Deferred[T]":
        """Returns the deferred results of applying `use` to each result."""
        return Deferred([partial(_chained, make, use) for make in self.makers], self.names, self.shared_steps)

    def take_shared_steps(self) -> None:
        """Runs the shared steps now, so that processes that are forked later need not run them."""
        for step in self.shared_steps:
            step()


def collect_garbage_rarely() -> None:
    """Makes the garbage collector of this process run rarely."""
    gc.set_threshold(_MADE_BEFORE_COLLECTING, 50, 50)


def _chained(make: Callable[[], S], use: Callable[[S], T]) -> T:
    return use(make())


def deferred(make: Callable[[T], R_co], items: Iterable[T], name: Callable[[T], str]) -> Deferred[R_co]:
    """Returns a deferred result for each item, known by the item's name."""
    listed = tuple(items)
    return Deferred([partial(make, item) for item in listed], [(name(item),) for item in listed])


def joined(parts: Iterable[Deferred[R_co]]) -> Deferred[R_co]:
    """Returns all results of the parts, in their order."""
    listed = tuple(parts)
    return Deferred(
        [make for part in listed for make in part.makers],
        [names for part in listed for names in part.names],
        [step for part in listed for step in part.shared_steps],
    )


def deferred_by_name(make: Callable[[], Deferred[R_co]], names: Sequence[Names]) -> Deferred[R_co]:
    """Returns results of which only the names are known yet. `make` is called when the first result is needed."""
    ready = _Once(make)
    return Deferred([partial(_result_of, ready, number) for number in range(len(names))], names, (ready,))


class _Once(Generic[T]):
    """Calls `make` on the first call and returns the same result on all later calls. It then drops `make`, which may
    hold much memory."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._makers = [make]
        self._made: list[T] = []

    def __call__(self) -> T:
        if not self._made:
            self._made.append(self._makers[0]())
            self._makers.clear()
        return self._made[0]


def _result_of(ready: Callable[[], Deferred[R_co]], number: int) -> R_co:
    return ready()[number]


def run_in_processes(task: Callable[[int], T], count: int, processes: int) -> Iterator[T]:
    """Returns the results of `task(0)` … `task(count - 1)`, in order. They are made by this many processes, including
    the present one.

    Uses one process if the system cannot fork or if there is too little work. An exception of a task is raised here.
    """
    if processes < 2 or count < MIN_SHARED_TASKS or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004 - one is no pool
        return map(task, range(count))
    return _forked(task, count, processes - 1)


def _forked(task: Callable[[int], T], count: int, other_processes: int) -> Iterator[T]:
    """Like `run_in_processes`, with this process and the given number of other processes."""
    global _task  # noqa: PLW0603 - a forked process inherits this variable; the task cannot be pickled and sent
    gc.collect()
    _release_memory()  # Every forked process would hold this free memory too.
    gc.freeze()  # A collection in a forked process would copy every page of memory that it visits.
    pool = ProcessPoolExecutor(other_processes, multiprocessing.get_context("fork"))
    parts = [range(begun, min(begun + _CHUNK, count)) for begun in range(0, count, _CHUNK)]
    _task = task
    try:
        futures = [pool.submit(_run, part) for part in parts]  # The first one starts the processes.
        _task = None
        yield from chain.from_iterable(_with_own_work(task, parts, futures))
    finally:
        _task = None
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _release_memory() -> None:
    """Returns memory to the system that is allocated and free."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # Only glibc keeps free memory and has this function.
    if trim:
        trim(0)


def _with_own_work(
    task: Callable[[int], T], parts: Sequence[range], futures: "Sequence[Future[Sequence[T]]]"
) -> Iterator[Sequence[T]]:
    """Yields the results of the parts. Instead of waiting for a result, this process takes back the next part that no
    other process has begun, and does it itself. One more process in its place would need as much memory again."""
    own: dict[int, Sequence[T]] = {}
    others = iter(range(len(parts)))
    for number, future in enumerate(futures):
        while not (future.done() or number in own):
            not_begun = next((other for other in others if futures[other].cancel()), None)
            if not_begun is None:
                break
            own[not_begun] = _results(task, parts[not_begun])
        yield own.pop(number) if number in own else future.result()


def _run(numbers: range) -> Sequence[object]:
    """Makes the results of a part in a forked process."""
    if _task is None:
        raise RuntimeError("a process was started without a task")
    return _results(_task, numbers)


def _results(task: Callable[[int], T], numbers: range) -> Sequence[T]:
    """Makes the results of a part, and returns memory to the system now and then."""
    done = [task(number) for number in numbers]
    if numbers.start % _RELEASE_EVERY == 0:
        _release_memory()
    return done
