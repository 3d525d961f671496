"""Which rankings there are, and where: rules that only ever add addresses when the data grow.

`/xep-hang/` and `/xep-hang/<period>/` are always there. Once two provinces that lived at one time have rankings, they
list the provinces, and each province has its own. A level of many units has a page apart, whichever the case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

import pandas as pd

from generator.grouping import grouped
from generator.measures import unit_table
from generator.model import Level, Measure, Period, Portal, Unit
from generator.pages.levels import ranking_address

LARGE = 100
"""A level of which more units than this were ever entered has a page apart. Units are never taken out, so a level that
has grown so large keeps its page after any merger."""

_FEWEST = 2
"""Of fewer units nothing is compared."""


@dataclass(frozen=True)
class Ranked:
    """A level of a province in a period in which an indicator compares two units of it or more."""

    province: Unit
    level: Level
    period: Period


@dataclass(frozen=True)
class Place:
    """What one page ranks: everything, a province, or one level of it; the newest figures, or those of a period."""

    province: Unit | None = None
    level: Level | None = None
    period: Period | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return ranking_address(self.province, self.level, self.period or "")

    @property
    def undated(self) -> "Place":
        """The same with the newest figures."""
        return Place(self.province, self.level)


@dataclass(frozen=True)
class Layout:
    """How the rankings are split into pages. `crowded` are the levels with a page apart, by province id."""

    ranked: tuple[Ranked, ...]
    crowded: frozenset[tuple[str, Level]]

    @cached_property
    def split(self) -> bool:
        """Whether each province has a page: two that lived at one time have rankings. A province that followed another
        one shares its page."""
        provinces = {found.province.id: found.province for found in self.ranked}
        return any(_together(first, second) for first, second in combinations(provinces.values(), 2))

    def places(self) -> Iterator[Place]:
        """Every page: the newest figures first, then the periods from the first one on."""
        yield from _dated(Place(), self.ranked)
        if self.split:
            for province, found in grouped(self.ranked, lambda one: one.province).items():
                yield from _dated(Place(province), found)
        for place, found in grouped(self.ranked, lambda one: Place(one.province, one.level)).items():
            if place.province and (place.province.id, place.level) in self.crowded:
                yield from _dated(place, found)

    def periods(self, place: Place) -> Mapping[Period, str]:
        """The addresses of all periods of what this page ranks."""
        return self._periods[place.undated]

    @cached_property
    def _periods(self) -> Mapping[Place, Mapping[Period, str]]:
        found: dict[Place, dict[Period, str]] = {}
        for place in self.places():
            known = found.setdefault(place.undated, {})
            if place.period:
                known[place.period] = place.address
        return found


def layout_of(ranked: Iterable[Ranked], portal: Portal) -> Layout:
    """The pages of what is ranked, provinces in the order of the data."""
    order = {id_: place for place, id_ in enumerate(portal.units)}
    levels = tuple(Level)
    ordered = sorted(
        ranked, key=lambda one: (order[one.province.id], levels.index(one.level), one.period.end, str(one.period))
    )
    units = unit_table(portal.units)
    sizes = units.groupby(["province_id", "unit_level"]).size().reset_index(name="size")
    large = sizes[sizes["size"] > LARGE][["province_id", "unit_level"]]
    crowded = {(province_id, Level(level)) for province_id, level in large.itertuples(index=False, name=None)}
    return Layout(tuple(ordered), frozenset(crowded))


def places_of(figures: pd.DataFrame, portal: Portal) -> Iterator[Place]:
    """Every page of rankings, told without making any; `figures` are those of single units (measures.unit_figures)."""
    return layout_of(_ranked(figures, portal), portal).places()


def _ranked(figures: pd.DataFrame, portal: Portal) -> Iterator[Ranked]:
    counts = {id_ for id_, indicator in portal.indicators.items() if indicator.measure is Measure.COUNT}
    known = figures[figures["amount"].notna() & ~figures["indicator_id"].isin(counts)]
    named = known[["unit_id", "indicator_id", "period"]].merge(unit_table(portal.units), on="unit_id")
    below = named[~named["unit_level"].isin([Level.COUNTRY, Level.PROVINCE])]
    sizes = below.groupby(["province_id", "unit_level", "period", "indicator_id"]).size().reset_index(name="size")
    distinct = sizes[sizes["size"] >= _FEWEST][["province_id", "unit_level", "period"]].drop_duplicates()
    for province_id, level, text in distinct.itertuples(index=False, name=None):
        period = _period(text)
        if period:
            yield Ranked(portal.units[province_id], Level(level), period)


def _period(text: str) -> Period | None:
    """None for a text that is no period: addresses are told of faulty data too."""
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _dated(place: Place, ranked: Iterable[Ranked]) -> Iterator[Place]:
    yield place
    periods = sorted({found.period for found in ranked}, key=lambda period: (period.end, str(period)))
    yield from (Place(place.province, place.level, period) for period in periods)


def _together(first: Unit, second: Unit) -> bool:
    """Whether both existed on some day."""
    begun = max(unit.active_from or date.min for unit in (first, second))
    return begun <= min(unit.active_to or date.max for unit in (first, second))
