"""Which rankings of all indicators there are.

`/xep-hang/` and `/xep-hang/<period>/` are always there. Once two provinces that lived at one time have rankings, they
list the provinces, and each province has its own. A level of many units has a page apart, whichever the case.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

import pandas as pd

from generator.measures import unit_table
from generator.model import Level, Measure, Portal, Unit
from generator.pages.places import Layout, Place, Shown, crowded, in_order, period_of

_FEWEST = 2
"""Of fewer units nothing is compared."""


def layout_of(ranked: Iterable[Shown], portal: Portal) -> Layout:
    """The pages of what is ranked: the levels and periods in which an indicator compares two units of it or more. A
    province that followed another one shares its page."""
    shown = in_order(ranked, portal)
    provinces = {found.province.id: found.province for found in shown}
    split = any(_together(first, second) for first, second in combinations(provinces.values(), 2))
    return Layout(shown, crowded(portal), split)


def places_of(figures: pd.DataFrame, portal: Portal) -> Iterator[Place]:
    """Every page of rankings, told without making any; `figures` are those of single units (measures.unit_figures)."""
    return layout_of(_ranked(figures, portal), portal).places()


def _ranked(figures: pd.DataFrame, portal: Portal) -> Iterator[Shown]:
    counts = {id_ for id_, indicator in portal.indicators.items() if indicator.measure is Measure.COUNT}
    known = figures[figures["amount"].notna() & ~figures["indicator_id"].isin(counts)]
    named = known[["unit_id", "indicator_id", "period"]].merge(unit_table(portal.units), on="unit_id")
    below = named[~named["unit_level"].isin([Level.COUNTRY, Level.PROVINCE])]
    sizes = below.groupby(["province_id", "unit_level", "period", "indicator_id"]).size().reset_index(name="size")
    distinct = sizes[sizes["size"] >= _FEWEST][["province_id", "unit_level", "period"]].drop_duplicates()
    for province_id, level, text in distinct.itertuples(index=False, name=None):
        period = period_of(text)
        if period:
            yield Shown(portal.units[province_id], Level(level), period)


def _together(first: Unit, second: Unit) -> bool:
    """Whether both existed on some day."""
    begun = max(unit.active_from or date.min for unit in (first, second))
    return begun <= min(unit.active_to or date.max for unit in (first, second))
