"""Finds circles: entities that are directly or indirectly above or below themselves."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter


def circles(links: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yields each circle once, as a list that begins and ends with the member that comes first in the data."""
    open_links = dict(links)
    while ring := _ring(open_links):
        first = next(id_ for id_ in links if id_ in ring)
        at = ring.index(first)
        yield [*ring[at:], *ring[:at], first]
        open_links = {id_: ends for id_, ends in open_links.items() if id_ not in ring}


def _ring(links: Mapping[str, Iterable[str]]) -> list[str]:
    """Returns the members of any one circle in their order; none if there is no circle."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring[:0:-1]
    return []
