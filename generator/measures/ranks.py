"""Ranks units among their peers."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from generator.bulk import Numbers, row_keys, row_order, scattered
from generator.measures.units import Peers
from generator.model import Assessment, Direction, Measure, Portal

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ranked(rows: pd.DataFrame, portal: Portal, peers: Peers) -> pd.DataFrame:
    """Adds `rank`, `ranked_of`, `tied` and `peers`: standard competition ranking ("1224") among the active units of one
    level and province, for one indicator and period. Provinces are ranked within the country.

    Counts are not ranked: they depend on a unit's size. Neither are units exempt from the target, which had nothing to
    reach, nor a figure without any peer's figure, so the country has no rank.

    A unit is active in a period if it existed on any day of it. A unit that ended within a year and has a figure of the
    whole year is therefore ranked with those that followed it, as in reports that still state the former units.

    `peers` counts the units that existed on the period's last day (`Peers.present`), and the ended units that are
    ranked.
    """
    lower = [item.id for item in portal.indicators.values() if item.direction is Direction.LOWER]
    counts = [item.id for item in portal.indicators.values() if item.measure is Measure.COUNT]
    unit, period = (rows[name].cat.codes.to_numpy() for name in ("unit_id", "period"))
    group = peers.group[unit]
    eligible = (
        peers.active[period, unit]
        & rows["amount"].notna().to_numpy()
        & ~rows["indicator_id"].isin(counts).to_numpy()
        & rows["assessment"].ne(Assessment.EXEMPT).to_numpy()
    )
    score = rows["amount"].to_numpy(dtype=np.int64, na_value=0)
    better_low = np.where(rows["indicator_id"].isin(lower), score, -score)
    compared = rows[["indicator_id", "period"]].assign(
        group=pd.Categorical.from_codes(group, pd.RangeIndex(peers.groups))
    )
    group_keys = row_keys(compared, ["group", "indicator_id", "period"])
    rank, ranked_of, tied = _ranks_in_groups(group_keys[eligible], better_low[eligible])
    placed = np.flatnonzero(eligible)[ranked_of > 1]
    several = ranked_of > 1
    dated = ~np.isnat(peers.spans.start)[period]
    gone = _counted_in_groups(group_keys, eligible & ~peers.present[period, unit])
    return rows.assign(
        rank=scattered(rank[several], placed, len(rows)),
        ranked_of=scattered(ranked_of[several], placed, len(rows)),
        tied=scattered(tied[several], placed, len(rows)).fillna(0).astype("bool"),
        peers=pd.array(peers.size[period, group] + gone, dtype="Int64"),
    ).assign(peers=lambda whole: whole["peers"].where(dated))


def _counted_in_groups(groups: Numbers, counted: "NDArray[np.bool_]") -> Numbers:
    """Returns for each row the number of counted rows in its group."""
    if not counted.any():
        return np.zeros(len(groups), dtype=np.int64)
    numbers, keys = pd.factorize(groups)
    return np.bincount(numbers[counted], minlength=len(keys))[numbers]


def _ranks_in_groups(groups: Numbers, scores: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Returns three arrays, one value per figure: its rank within its group (the lowest score is first), the number of
    figures in the group, and whether another figure has the same score (1 or 0)."""
    group, _ = pd.factorize(groups)
    score, distinct = pd.factorize(scores, sort=True)
    keys = group.astype(np.int64) * max(1, len(distinct)) + score
    order = row_order(keys)
    first_equal = _first_of_each_run(keys[order])
    place = np.empty_like(keys)
    place[order] = first_equal - _first_of_each_run(group[order]) + 1
    tied = np.empty_like(keys)
    tied[order] = np.bincount(first_equal, minlength=len(keys))[first_equal] > 1
    return place, np.bincount(group)[group], tied


def _first_of_each_run(values: Numbers) -> Numbers:
    """Returns for each of the sorted values the position of the first value equal to it."""
    begins = np.ones(len(values), dtype=bool)
    begins[1:] = values[1:] != values[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(values)), 0))
