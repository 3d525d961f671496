"""Groups items by key, and numbers into runs."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    """Returns the items by key. Groups are in the order in which their keys first appear, members in the order of the
    items."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(found) for name, found in groups.items()}


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yields the first and the last number of each run of consecutive numbers. The numbers must be in order: 3, 4, 5, 9
    give (3, 5), (9, 9)."""
    for _, following in groupby(enumerate(numbers), lambda item: item[1] - item[0]):
        block = [number for _, number in following]
        yield block[0], block[-1]
