"""Where a fault is mended: the files, and the known name that comes nearest to an unknown one."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

UNITS = "data/units.csv"
BODIES = "data/bodies.csv"
POINTS = "data/points.csv"
INDICATORS = "data/indicators.yml"
SOURCES = "data/sources.yml"
PORTAL = "data/portal.yml"


def nearest(value: str, known: Iterable[str], place: str) -> str:
    """`có phải "…"? Danh sách: data/units.csv`; without a near one `danh sách: data/units.csv`."""
    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f'có phải "{near[0]}"? Danh sách: {place}' if near else f"danh sách: {place}"


_GUESSES = 200
"""For so many different unknown names the nearest one is looked for: with more, something else is wrong, and to compare
each with the names of a country would take hours."""


@dataclass(frozen=True)
class Nearest:
    """The remedies for unknown names of one kind, each worked out once however many rows have it."""

    known: Collection[str]
    place: str
    _hints: dict[str, str] = field(default_factory=dict)

    def to(self, value: str) -> str:
        """The remedy for one of them."""
        if value not in self._hints:
            self._hints[value] = nearest(value, self.known if len(self._hints) < _GUESSES else (), self.place)
        return self._hints[value]
