"""Units beside their peers: who is ranked with whom, who stands next, what the level reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from generator.charts import bins
from generator.measures import province_of
from generator.model import SCALE, Level, Period
from generator.pages.facts import Assessed, Facts
from generator.pages.shared import position

PeerKey = tuple[str, Level, str, Period]
"""Province, level, indicator and period: who shares all four is compared."""


@dataclass(frozen=True)
class Ring:
    """Peers with a place, best first, in groups of equal figures."""

    places: tuple[tuple[Assessed, ...], ...]
    rows: tuple[Assessed, ...]
    at: Mapping[str, int]

    @cached_property
    def figures(self) -> tuple[float, ...]:
        """The peers' figures on an axis from 0 to 100."""
        return tuple(position(row.amount or 0, 100 * SCALE) for row in self.rows)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many peers lie in each part of that axis."""
        return bins(self.figures)

    @property
    def lowest(self) -> Assessed:
        """The peer with the smallest figure."""
        return min(self.rows[0], self.rows[-1], key=lambda row: row.amount or 0)

    @property
    def highest(self) -> Assessed:
        """The peer with the greatest figure."""
        return max(self.rows[0], self.rows[-1], key=lambda row: row.amount or 0)

    @property
    def middle(self) -> Assessed:
        """The peer in the middle, the worse one of two."""
        return self.rows[len(self.rows) // 2]

    def sharing(self, row: Assessed) -> tuple[Assessed, ...]:
        """The peers with the same figure, the unit itself among them."""
        return self.places[self.at[row.unit.id]]

    def above(self, row: Assessed) -> tuple[Assessed, ...]:
        """Those one place better; none above the first."""
        place = self.at[row.unit.id]
        return self.places[place - 1] if place else ()

    def below(self, row: Assessed) -> tuple[Assessed, ...]:
        """Those one place worse; none below the last."""
        place = self.at[row.unit.id] + 1
        return self.places[place] if place < len(self.places) else ()


@dataclass(frozen=True)
class Peers:
    """The rings of all indicators and periods, built once for all pages."""

    rings: Mapping[PeerKey, Ring]
    provinces: Mapping[str, str]

    def ring(self, row: Assessed) -> Ring | None:
        """The ring that the row stands in; None when it has no place or nothing to reach."""
        if row.period is None or not row.placed:
            return None
        return self.rings[self.provinces[row.unit.id], row.unit.level, row.indicator.id, row.period]


def peers_of(facts: Facts) -> Peers:
    """Groups every ranked row with those it is compared to."""
    units = facts.portal.units
    provinces = {unit.id: province_of(unit, units) for unit in units.values()}
    groups: dict[PeerKey, list[Assessed]] = {}
    for row in facts.assessed:
        if row.period and row.placed:
            key = (provinces[row.unit.id], row.unit.level, row.indicator.id, row.period)
            groups.setdefault(key, []).append(row)
    return Peers({key: _ring(rows) for key, rows in groups.items()}, provinces)


def _ring(rows: Sequence[Assessed]) -> Ring:
    ordered = sorted(rows, key=lambda row: row.rank or 0)
    places = tuple(tuple(place) for _, place in groupby(ordered, lambda row: row.rank))
    return Ring(places, tuple(ordered), {row.unit.id: index for index, place in enumerate(places) for row in place})
