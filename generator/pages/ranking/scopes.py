"""Decides which pages rank units over all indicators.

`/xep-hang/` and `/xep-hang/<period>/` always exist. Once two provinces that existed at the same time have rankings,
these pages list the provinces, and each province has its own page. A level with many units has its own page in both
cases.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from generator.bulk import map_texts, row_keys
from generator.model import Measure, Portal, province_id_of
from generator.pages.ranking_scopes import RankingScope, ShownLevel, layout_of, period_of

_FEWEST = 2
"""Minimum number of units for a comparison."""


def scopes_of(figures: pd.DataFrame, portal: Portal) -> Iterator[RankingScope]:
    """Yields the places of all ranking pages without building them. `figures` are the figures of single units
    (`measures.unit_figures`)."""
    return layout_of(_ranked(figures, portal), portal).scopes()


def _ranked(figures: pd.DataFrame, portal: Portal) -> Iterator[ShownLevel]:
    counts = {id_ for id_, indicator in portal.indicators.items() if indicator.measure is Measure.COUNT}
    known = figures[
        figures["amount"].notna() & ~figures["indicator_id"].isin(counts) & figures["unit_id"].isin(portal.units)
    ]
    level_of = {id_: (province_id_of(unit, portal.units), unit.level) for id_, unit in portal.units.items()}
    levels = tuple(dict.fromkeys(level_of.values()))
    number = {found: place for place, found in enumerate(levels)}
    level = np.array(map_texts(known["unit_id"], lambda id_: number[level_of[id_]]), dtype=np.int64)
    keys, sizes = np.unique(row_keys(known, ["indicator_id", "period"]) * len(levels) + level, return_counts=True)
    pairs, level = np.divmod(keys[sizes >= _FEWEST], len(levels))
    periods = known["period"].cat.categories
    for one, text in dict.fromkeys(zip(level.tolist(), periods[pairs % len(periods)], strict=True)):
        province_id, below = levels[one]
        period = period_of(text)
        if period and below.below_province:
            yield ShownLevel(portal.units[province_id], below, period)
