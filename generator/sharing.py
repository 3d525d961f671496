"""Work that waits until it is asked for, so that several processes can share it; results come in order.

Processes are forked: they see everything that the portal knows without copying it, and only results travel back.
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

FEWEST = 64
"""Less work than this is done at once where it is asked for: starting processes takes longer."""

_CHUNK = 2
_GIVING_BACK = 32 * _CHUNK
"""After so many works a process gives back what it needed for them: tables take more than pages."""

_MADE_BEFORE_COLLECTING = 100_000
"""Python looks for unreachable objects whenever 700 more were made than dropped. A portal makes millions of rows and
pages that stay, and none of them refer to one another in a circle."""

_task: Callable[[int], object] | None = None
"""What a forked process works on; set only while processes are started."""

Names: TypeAlias = tuple[str, ...]
"""By what a result is known before it is made: the address of a page, or the paths of files."""


@dataclass(frozen=True)
class Deferred(Generic[R_co]):
    """Results that are made one by one when they are asked for, in any order.

    `names` are those of each result. `shared_steps` are steps that several results need: the first result that is
    asked for takes them for all.
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
        """What is made of each result."""
        return Deferred([partial(_chained, make, use) for make in self.makers], self.names, self.shared_steps)

    def take_shared_steps(self) -> None:
        """Does now what makers share, so that processes that are forked later find it done."""
        for step in self.shared_steps:
            step()


def collect_seldom() -> None:
    """Makes this process look for unreachable objects once for so many new ones, not all the time."""
    gc.set_threshold(_MADE_BEFORE_COLLECTING, 50, 50)


def _chained(make: Callable[[], S], use: Callable[[S], T]) -> T:
    return use(make())


def deferred(make: Callable[[T], R_co], items: Iterable[T], name: Callable[[T], str]) -> Deferred[R_co]:
    """One result for each item, known by its name."""
    listed = tuple(items)
    return Deferred([partial(make, item) for item in listed], [(name(item),) for item in listed])


def joined(parts: Iterable[Deferred[R_co]]) -> Deferred[R_co]:
    """All results of the parts, in their order."""
    listed = tuple(parts)
    return Deferred(
        [make for part in listed for make in part.makers],
        [names for part in listed for names in part.names],
        [step for part in listed for step in part.shared_steps],
    )


def later(make: Callable[[], Deferred[R_co]], names: Sequence[Names]) -> Deferred[R_co]:
    """Results of which only the names are known yet: what makes them is made with the first one that is asked for."""
    ready = _Once(make)
    return Deferred([partial(_of, ready, number) for number in range(len(names))], names, (ready,))


class _Once(Generic[T]):
    """What is made when it is asked for first; what it was made of is let go then, and may be large."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._makers = [make]
        self._made: list[T] = []

    def __call__(self) -> T:
        if not self._made:
            self._made.append(self._makers[0]())
            self._makers.clear()
        return self._made[0]


def _of(ready: Callable[[], Deferred[R_co]], number: int) -> R_co:
    return ready()[number]


def shared(task: Callable[[int], T], count: int, processes: int) -> Iterator[T]:
    """The results of `task(0)` … `task(count - 1)`, in order, from this many processes, this one among them.

    In one process where the system cannot fork, or where the work is too little. What a task raises is raised here.
    """
    if processes < 2 or count < FEWEST or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004 - one is no pool
        return map(task, range(count))
    return _forked(task, count, processes - 1)


def _forked(task: Callable[[int], T], count: int, helpers: int) -> Iterator[T]:
    global _task  # noqa: PLW0603 - a forked process inherits what stands here; it cannot be sent
    gc.collect()
    _give_back()  # What is free now each process would hold too.
    gc.freeze()  # Collecting in a process would copy every page of memory that it looks at.
    pool = ProcessPoolExecutor(helpers, multiprocessing.get_context("fork"))
    parts = [range(begun, min(begun + _CHUNK, count)) for begun in range(0, count, _CHUNK)]
    _task = task
    try:
        asked = [pool.submit(_run, part) for part in parts]  # The first one starts the processes.
        _task = None
        yield from chain.from_iterable(_with_own_work(task, parts, asked))
    finally:
        _task = None
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _give_back() -> None:
    """Gives memory back to the system that was used and is free."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # Only glibc needs to be asked.
    if trim:
        trim(0)


def _with_own_work(
    task: Callable[[int], T], parts: Sequence[range], asked: "Sequence[Future[Sequence[T]]]"
) -> Iterator[Sequence[T]]:
    """The results of the parts. Instead of waiting for one, this process takes back the next that none has begun:
    another process in its place would need as much memory again."""
    own: dict[int, Sequence[T]] = {}
    others = iter(range(len(parts)))
    for place, part in enumerate(asked):
        while not (part.done() or place in own):
            free = next((other for other in others if asked[other].cancel()), None)
            if free is None:
                break
            own[free] = _done(task, parts[free])
        yield own.pop(place) if place in own else part.result()


def _run(numbers: range) -> Sequence[object]:
    if _task is None:
        raise RuntimeError("a process was started without a task")
    return _done(_task, numbers)


def _done(task: Callable[[int], T], numbers: range) -> Sequence[T]:
    done = [task(number) for number in numbers]
    if numbers.start % _GIVING_BACK == 0:
        _give_back()
    return done
