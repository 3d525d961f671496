"""Decides which provinces, levels and periods have a ranking page of their own.

The same rules split the rankings of all indicators and the rankings of each indicator. When the data grow, the rules
only add addresses, because a condition on how many units were ever entered stays true: units are never removed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import pandas as pd

from generator.grouping import grouped
from generator.measures import unit_table
from generator.model import Indicator, Level, Period, Portal, Unit, province_id_of
from generator.model.addresses import INDICATOR_RANKING, LEVEL_IDS, RANKING, Part

LARGE = 100
"""A level with more units than this has its own page. All units that were ever entered count, and units are never
removed, so a large level keeps its page after any merger."""


@dataclass(frozen=True)
class ShownLevel:
    """A level of a province and a period for which pages show figures."""

    province: Unit
    level: Level
    period: Period


@dataclass(frozen=True)
class RankingScope:
    """The scope of one ranking page: everything, a province, or one level of a province.

    It ranks the newest figures or, with a `period`, the figures of that period; by one `indicator`, or by all of them.
    """

    province: Unit | None = None
    level: Level | None = None
    period: Period | None = None
    indicator: Indicator | None = None

    @property
    def address(self) -> str:
        """The address of the page."""
        return scope_address(self.indicator, self.province, self.level, self.period or "")

    @property
    def undated(self) -> "RankingScope":
        """The same scope with the newest figures."""
        return self.at(None)

    def at(self, period: Period | None) -> "RankingScope":
        """Returns the same scope with the figures of a period."""
        return RankingScope(self.province, self.level, period, self.indicator)


def scope_address(
    indicator: Indicator | None,
    province: Unit | None = None,
    level: Level | None = None,
    period: Period | str = "",
) -> str:
    """Returns the address of a ranking by an indicator, or by all of them: of everything, a province or a level; of the
    newest figures or of a period."""
    parts = {
        Part.INDICATOR: indicator.slug if indicator else "",
        Part.PROVINCE: province.slug if province else "",
        Part.LEVEL: LEVEL_IDS[level] if level else "",
        Part.PERIOD: str(period),
    }
    return (INDICATOR_RANKING if indicator else RANKING).address(parts)


@dataclass(frozen=True)
class Layout:
    """How a ranking is split into pages.

    `shown` is in the order of the data. `large_levels` are the levels with pages of their own, by province id. With
    `split` each province has pages of its own.
    """

    shown: tuple[ShownLevel, ...]
    large_levels: frozenset[tuple[str, Level]]
    split: bool
    indicator: Indicator | None = None

    def scopes(self) -> Iterator[RankingScope]:
        """Yields every page: for each scope first the newest figures, then the periods in order of time."""
        yield from _dated(self._scope(), self.shown)
        yield from self.parts()

    def parts(self) -> Iterator[RankingScope]:
        """Yields every page of a province or of a level."""
        if self.split:
            for province, found in grouped(self.shown, lambda one: one.province).items():
                yield from _dated(self._scope(province), found)
        for scope, found in grouped(self.shown, lambda one: self._scope(one.province, one.level)).items():
            if scope.province and (scope.province.id, scope.level) in self.large_levels:
                yield from _dated(scope, found)

    def periods(self, scope: RankingScope) -> Mapping[Period, str]:
        """Returns the addresses of all periods of the page's scope."""
        return self._periods[scope.undated]

    def of_province(self, province: Unit) -> RankingScope:
        """Returns the page that ranks the newest figures of a province's units: its own page if it has one, else the
        page of all."""
        own = self._scope(province)
        return own if own in self._parts else self._scope()

    def most_specific(self, province: Unit, level: Level, period: Period | None) -> RankingScope:
        """Returns the most specific page that ranks a level's units: of the level, of the province, or of all."""
        key = (province.id, level, period)
        if key not in self._most_specific:
            candidates = (self._scope(province, level, period), self._scope(province, None, period))
            found = (scope for scope in candidates if scope in self._parts)
            self._most_specific[key] = next(found, self._scope(period=period))
        return self._most_specific[key]

    @cached_property
    def _most_specific(self) -> dict[tuple[str, Level, Period | None], RankingScope]:
        """Cache of `most_specific`: each unit's page calls it for each of its figures."""
        return {}

    @cached_property
    def _parts(self) -> frozenset[RankingScope]:
        return frozenset(self.parts())

    @cached_property
    def _periods(self) -> Mapping[RankingScope, Mapping[Period, str]]:
        found: dict[RankingScope, dict[Period, str]] = {}
        for scope in self.scopes():
            known = found.setdefault(scope.undated, {})
            if scope.period:
                known[scope.period] = scope.address
        return found

    def _scope(
        self, province: Unit | None = None, level: Level | None = None, period: Period | None = None
    ) -> RankingScope:
        return RankingScope(province, level, period, self.indicator)


def in_order(shown: Iterable[ShownLevel], portal: Portal) -> tuple[ShownLevel, ...]:
    """Sorts by province (in the order of the data), level and time."""
    order = {id_: place for place, id_ in enumerate(portal.units)}
    return tuple(sorted(shown, key=lambda one: (order[one.province.id], one.level.order, *one.period.order)))


def layout_of(ranked: Iterable[ShownLevel], portal: Portal) -> Layout:
    """Returns how the rankings of all indicators are split. `ranked` are the levels and periods in which an indicator
    compares at least two units. A province shares the page of the province that it succeeded."""
    shown = in_order(ranked, portal)
    provinces = {found.province.id: found.province for found in shown}
    split = any(one.existed_at_same_time_as(other) for one, other in combinations(provinces.values(), 2))
    return Layout(shown, large_levels(portal), split)


def layouts_of(shown: Mapping[str, Iterable[ShownLevel]], portal: Portal) -> Mapping[str, Layout]:
    """Returns how the rankings of each indicator are split, by indicator id.

    `shown` are the levels below provinces that have a figure of the indicator. The result is empty for a portal that is
    without province pages, where an indicator's rankings are not split.
    """
    if not portal.has_province_pages:
        return {}
    large = large_levels(portal)
    return {
        id_: Layout(in_order(found, portal), large, split=True, indicator=portal.indicators[id_])
        for id_, found in shown.items()
    }


def indicator_layouts(figures: pd.DataFrame, portal: Portal) -> Iterable[Layout]:
    """Returns the values of `layouts_of` without building a page.

    `figures` are the figures of single units (`measures.unit_figures`).
    """
    if not portal.has_province_pages:
        return ()
    known = figures[figures["amount"].notna() & figures["indicator_id"].isin(list(portal.indicators))]
    with_levels = known[["unit_id", "indicator_id", "period"]].merge(unit_table(portal.units), on="unit_id")
    below = with_levels[with_levels["unit_level"].isin([level for level in Level if level.below_province])]
    distinct = below[["indicator_id", "province_id", "unit_level", "period"]].drop_duplicates()
    shown: dict[str, list[ShownLevel]] = {}
    for indicator_id, province_id, level, text in distinct.itertuples(index=False, name=None):
        if period := period_of(text):
            shown.setdefault(indicator_id, []).append(ShownLevel(portal.units[province_id], Level(level), period))
    return layouts_of(shown, portal).values()


def large_levels(portal: Portal) -> frozenset[tuple[str, Level]]:
    """Returns the levels with more than `LARGE` units, as pairs of province id and level; each has its own page."""
    sizes = Counter((province_id_of(unit, portal.units), unit.level) for unit in portal.units.values())
    return frozenset(level for level, size in sizes.items() if size > LARGE)


def period_of(text: str) -> Period | None:
    """Returns the period; None for an invalid text, because addresses are computed for faulty data too."""
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _dated(scope: RankingScope, shown: Iterable[ShownLevel]) -> Iterator[RankingScope]:
    yield scope
    periods = sorted({found.period for found in shown}, key=lambda period: period.order)
    yield from map(scope.at, periods)
