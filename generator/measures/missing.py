"""Finds figures that should exist and do not."""

import numpy as np
import pandas as pd

from generator.bulk import in_categories, positions_in, row_keys, sorted_distinct
from generator.measures.units import Peers
from generator.model import Portal, ResultStatus

KEY = ["unit_id", "indicator_id", "period"]
"""Columns that identify a unit's result."""

_BLANK = {"value": "", "status": ResultStatus.NOT_REPORTED.value, "reading": "", "note": ""}
"""Cells of a row for a figure that was not reported."""


def without_results(portal: Portal, own: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Returns a row for each unit and indicator that should have a figure and has none.

    There are two such cases. First, a unit that has a target of its own and no result at all (the period is empty).
    Second, a unit that a document leaves out although the document states the figure of more than half of the units of
    that level for that period, unless another document has the unit's figure.
    """
    missing = pd.concat(
        [_never_reported(portal, own, peers), _left_out(own, peers)], ignore_index=True
    ).drop_duplicates(KEY)
    blank = in_categories(missing.assign(**_BLANK), [*KEY, "source_id", *_BLANK])
    return blank.assign(locator=pd.Series("", blank.index, dtype="str"), amount=pd.Series(pd.NA, blank.index, "Int64"))


def _never_reported(portal: Portal, own: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Returns units that have a target of their own and no result at all, as strings: KEY and source_id."""
    direct = portal.targets.loc[portal.targets["level"].eq(""), ["unit_id", "indicator_id"]].astype("str")
    indicators = own["indicator_id"].cat
    present = np.zeros((len(peers.ids), len(indicators.categories) + 1), dtype=bool)
    # The last column is for no indicator (code -1); it stays False.
    present[own["unit_id"].cat.codes, indicators.codes] = True
    unit, indicator = pd.Index(direct["unit_id"]), pd.Index(direct["indicator_id"])
    known = present[peers.ids.get_indexer(unit), indicators.categories.get_indexer(indicator)]
    return direct[~known].assign(period="", source_id="")


def _left_out(own: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Returns units that are missing from a report that covers most of their peers, as strings: KEY and source_id."""
    units, group = own["unit_id"].cat.codes.to_numpy(), peers.group
    grouped = own.assign(group=pd.Categorical.from_codes(group[units], pd.RangeIndex(peers.groups)))
    numbers, reports = pd.factorize(row_keys(grouped, ["group", "indicator_id", "period", "source_id"]), sort=True)
    first = np.zeros(len(reports), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(own))[::-1]
    of_report = own.iloc[first]
    period, of_group = of_report["period"].cat.codes.to_numpy(), group[units[first]]
    present = sorted_distinct(numbers * len(peers.ids) + units)
    report, unit = np.divmod(present, max(1, len(peers.ids)))
    reported = np.bincount(report[peers.present[period[report], unit]], minlength=len(reports))
    size = peers.size[period, of_group]
    incomplete = np.flatnonzero((reported * 2 > size) & (reported < size))
    members = [np.flatnonzero(peers.present[period[at]] & (group == of_group[at])) for at in incomplete]
    member_report = np.repeat(incomplete, [len(found) for found in members])
    unit = np.concatenate([np.zeros(0, dtype=np.int64), *members])
    left_out = positions_in(present, member_report * len(peers.ids) + unit) < 0
    found = of_report.iloc[member_report[left_out]].assign(unit_id=pd.Categorical.from_codes(unit[left_out], peers.ids))
    elsewhere = positions_in(np.sort(row_keys(own, KEY)), row_keys(found, KEY)) >= 0
    return found.loc[~elsewhere, [*KEY, "source_id"]].astype("str")
