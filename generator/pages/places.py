"""Where a province, a level of it and a period have a page of their own: rules that only ever add addresses when the
data grow. Rankings of all indicators and those of each indicator are split by the same rules.

Units, documents and figures are only ever added, so a condition that rests on how many were ever entered keeps holding.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from generator.grouping import grouped
from generator.measures import province_of, unit_table
from generator.model import Level, Period, Portal, Unit
from generator.pages.links import RANKINGS

LEVEL_IDS = {
    Level.COUNTRY: "ca-nuoc",
    Level.PROVINCE: "cap-tinh",
    Level.DEPARTMENT: "so-ban-nganh",
    Level.DISTRICT: "cap-huyen",
    Level.COMMUNE: "cap-xa",
}

LARGE = 100
"""A level of which more units than this were ever entered has a page apart. Units are never taken out, so a level that
has grown so large keeps its page after any merger."""


@dataclass(frozen=True)
class ShownLevel:
    """A level of a province in a period of which a page shows something."""

    province: Unit
    level: Level
    period: Period


@dataclass(frozen=True)
class Place:
    """What one page ranks: everything, a province, or one level of it; the newest figures, or those of a period. `root`
    is the address of what ranks everything."""

    province: Unit | None = None
    level: Level | None = None
    period: Period | None = None
    root: str = RANKINGS.address

    @property
    def address(self) -> str:
        """Where the page is."""
        return place_address(self.root, self.province, self.level, self.period or "")

    @property
    def undated(self) -> "Place":
        """The same with the newest figures."""
        return Place(self.province, self.level, None, self.root)

    def at(self, period: Period | None) -> "Place":
        """The same with the figures of a period."""
        return Place(self.province, self.level, period, self.root)


def place_address(
    root: str, province: Unit | None = None, level: Level | None = None, period: Period | str = ""
) -> str:
    """Where the units of a province or of one level of it are ranked, by newest figures or by a period's."""
    parts = [province.slug if province else "", LEVEL_IDS[level] if level else "", str(period)]
    return "/".join([root.rstrip("/"), *filter(None, parts), ""])


def ranking_address(province: Unit | None = None, level: Level | None = None, period: Period | str = "") -> str:
    """Where units are ranked by all indicators."""
    return place_address(RANKINGS.address, province, level, period)


@dataclass(frozen=True)
class Layout:
    """How what is shown is split into pages. `shown` is in the order of the data; `crowded` are the levels with a page
    apart, by province id; where it is `split`, each province has pages."""

    shown: tuple[ShownLevel, ...]
    crowded: frozenset[tuple[str, Level]]
    split: bool
    root: str = RANKINGS.address

    def places(self) -> Iterator[Place]:
        """Every page: the newest figures first, then the periods from the first one on."""
        yield from _dated(self._place(), self.shown)
        yield from self.parts()

    def parts(self) -> Iterator[Place]:
        """Every page of a province or of a level."""
        if self.split:
            for province, found in grouped(self.shown, lambda one: one.province).items():
                yield from _dated(self._place(province), found)
        for place, found in grouped(self.shown, lambda one: self._place(one.province, one.level)).items():
            if place.province and (place.province.id, place.level) in self.crowded:
                yield from _dated(place, found)

    def periods(self, place: Place) -> Mapping[Period, str]:
        """The addresses of all periods of what this page ranks."""
        return self._periods[place.undated]

    def nearest(self, province: Unit, level: Level, period: Period | None) -> Place:
        """The page on which a level's units stand: its own, the province's, or that of all."""
        asked = (province.id, level, period)
        if asked not in self._nearest:
            wanted = (self._place(province, level, period), self._place(province, None, period))
            found = (place for place in wanted if place in self._parts)
            self._nearest[asked] = next(found, self._place(period=period))
        return self._nearest[asked]

    @cached_property
    def _nearest(self) -> dict[tuple[str, Level, Period | None], Place]:
        """What was found already: each unit's page asks for each of its figures."""
        return {}

    @cached_property
    def _parts(self) -> frozenset[Place]:
        return frozenset(self.parts())

    @cached_property
    def _periods(self) -> Mapping[Place, Mapping[Period, str]]:
        found: dict[Place, dict[Period, str]] = {}
        for place in self.places():
            known = found.setdefault(place.undated, {})
            if place.period:
                known[place.period] = place.address
        return found

    def _place(self, province: Unit | None = None, level: Level | None = None, period: Period | None = None) -> Place:
        return Place(province, level, period, self.root)


def in_order(shown: Iterable[ShownLevel], portal: Portal) -> tuple[ShownLevel, ...]:
    """By provinces in the order of the data, then by levels, then by time."""
    order = {id_: place for place, id_ in enumerate(portal.units)}
    levels = tuple(Level)
    return tuple(sorted(shown, key=lambda one: (order[one.province.id], levels.index(one.level), *one.period.order)))


def layouts_of(shown: Mapping[str, Iterable[ShownLevel]], portal: Portal) -> Mapping[str, Layout]:
    """How the rankings of each indicator are split, by its id, from the levels below provinces that have a figure of it
    in a period. Empty for a portal that is not vast: all of an indicator stands on its own pages."""
    if not portal.vast:
        return {}
    large = crowded(portal)
    return {
        id_: Layout(in_order(found, portal), large, split=True, root=portal.indicators[id_].address)
        for id_, found in shown.items()
    }


def indicator_layouts(figures: pd.DataFrame, portal: Portal) -> Iterable[Layout]:
    """The same, told without making any page; `figures` are those of single units (measures.unit_figures)."""
    if not portal.vast:
        return ()
    known = figures[figures["amount"].notna() & figures["indicator_id"].isin(list(portal.indicators))]
    named = known[["unit_id", "indicator_id", "period"]].merge(unit_table(portal.units), on="unit_id")
    below = named[~named["unit_level"].isin([Level.COUNTRY, Level.PROVINCE])]
    distinct = below[["indicator_id", "province_id", "unit_level", "period"]].drop_duplicates()
    shown: dict[str, list[ShownLevel]] = {}
    for indicator_id, province_id, level, text in distinct.itertuples(index=False, name=None):
        if period := period_of(text):
            shown.setdefault(indicator_id, []).append(ShownLevel(portal.units[province_id], Level(level), period))
    return layouts_of(shown, portal).values()


def crowded(portal: Portal) -> frozenset[tuple[str, Level]]:
    """The levels, by province id, of which so many units were ever entered that each has a page apart."""
    sizes = Counter((province_of(unit, portal.units), unit.level) for unit in portal.units.values())
    return frozenset(level for level, size in sizes.items() if size > LARGE)


def period_of(text: str) -> Period | None:
    """The period; None for a text that is none, because addresses are worked out for faulty data too."""
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _dated(place: Place, shown: Iterable[ShownLevel]) -> Iterator[Place]:
    yield place
    periods = sorted({found.period for found in shown}, key=lambda period: period.order)
    yield from map(place.at, periods)
