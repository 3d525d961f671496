"""Items in groups: made once, for all that look something up."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    """The items by key; groups in order of first appearance, members in the order of the items."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(found) for name, found in groups.items()}


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of neighbours, of numbers in order: 3, 4, 5, 9 are (3, 5), (9, 9)."""
    for _, following in groupby(enumerate(numbers), lambda item: item[1] - item[0]):
        block = [number for _, number in following]
        yield block[0], block[-1]
