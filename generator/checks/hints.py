"""Hints for unknown names: the known name that is most similar, and the file that lists the known names."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from generator.grouping import grouped
from generator.model import Indicator, Unit


def nearest(value: str, known: Iterable[str], place: str) -> str:
    """Returns the hint for an unknown name: `có phải "…"? Danh sách: data/units.csv`, or `danh sách: data/units.csv` if
    no known name is similar."""
    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f'có phải "{near[0]}"? Danh sách: {place}' if near else f"danh sách: {place}"


_MOST_SEARCHED = 200
"""A similar name is searched for this many different unknown names. If there are more, something else is wrong, and
comparing each with all names of a country would take hours."""


_MOST_OF_ONE_NAME = 3
"""How many ids a hint lists at most for one name."""


def ids_by_name(items: Mapping[str, Unit] | Mapping[str, Indicator]) -> Mapping[str, tuple[str, ...]]:
    """Returns the ids of units or indicators by their names and short names, in lower case."""
    named = [(name.lower(), item.id) for item in items.values() for name in {item.name, item.short_name}]
    return {name: tuple(id_ for _, id_ in pairs) for name, pairs in grouped(named, lambda pair: pair[0]).items()}


@dataclass(frozen=True)
class Nearest:
    """Hints for unknown names of one kind. Each hint is computed once, even if many rows have the name. `ids` are ids
    by name, because staff may write `Sở Nội vụ` in place of its id."""

    known: Collection[str]
    place: str
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _hints: dict[str, str] = field(default_factory=dict)

    def hint_for(self, value: str) -> str:
        """Returns the hint for one unknown name."""
        if value not in self._hints:
            self._hints[value] = self._new_hint(value)
        return self._hints[value]

    def _new_hint(self, value: str) -> str:
        ids = self.ids.get(value.lower(), ())
        if 0 < len(ids) <= _MOST_OF_ONE_NAME:
            return f"ghi mã thay cho tên: {' hoặc '.join(ids)}. Danh sách: {self.place}"
        return nearest(value, self.known if len(self._hints) < _MOST_SEARCHED else (), self.place)
