"""Hints for unknown names: the known name that is most similar, and the file that lists the known names."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field


def nearest(value: str, known: Iterable[str], place: str) -> str:
    """Returns the hint for an unknown name: `có phải "…"? Danh sách: data/units.csv`, or `danh sách: data/units.csv` if
    no known name is similar."""
    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f'có phải "{near[0]}"? Danh sách: {place}' if near else f"danh sách: {place}"


_MOST_SEARCHED = 200
"""A similar name is searched for this many different unknown names. If there are more, something else is wrong, and
comparing each with all names of a country would take hours."""


@dataclass(frozen=True)
class Nearest:
    """Hints for unknown names of one kind. Each hint is computed once, even if many rows have the name."""

    known: Collection[str]
    place: str
    _hints: dict[str, str] = field(default_factory=dict)

    def hint_for(self, value: str) -> str:
        """Returns the hint for one unknown name."""
        if value not in self._hints:
            self._hints[value] = nearest(value, self.known if len(self._hints) < _MOST_SEARCHED else (), self.place)
        return self._hints[value]
