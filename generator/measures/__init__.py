"""Assessments, ranks, progress and trends, for all units at once.

Pure functions of tables: nothing here reads a file, knows the date or works unit by unit. Figures are compared
as whole millionths, so a status never turns on a binary fraction. Rows are known by the numbers of their texts among
all texts of a column (`bulk.row_keys`), so that millions of them are compared, ordered and looked up as whole numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from generator.bulk import in_order, places_in, repeat, row_keys, stacked, with_texts_of
from generator.measures.missing import KEY, without_results
from generator.measures.periods import dated, issued, lateness, spans_of
from generator.measures.ranks import ranked
from generator.measures.targets import assessed, with_targets
from generator.measures.trends import PAIR, with_country, with_progress, with_trend
from generator.measures.units import Peers, above, ancestors, compared_within, peers_of, province_of, unit_table
from generator.model import Portal

__all__ = [
    "KEY",
    "Measured",
    "above",
    "ancestors",
    "compared_within",
    "dated",
    "issued",
    "lateness",
    "measure",
    "plain_values",
    "province_of",
    "unit_figures",
    "unit_table",
]


@dataclass(frozen=True)
class Measured:
    """What is computed from a portal: `assessments` and `stated`.

    `assessments` has a row for each unit, indicator and period, sorted by unit, indicator and period start. Its columns
    are those of `tables.ASSESSMENTS` but `unit_name`, and amount, target_amount, target_status, target_note;
    `target_row` is the number of the target among the portal's, -1 where there is none;
    `within_id` is the unit within which it is ranked. Amounts, `gap`, `baseline` and `change` are millionths (Int64);
    `progress` is millionths of the way (1_000_000 is the whole way). `rank`, `ranked_of`, `peers` count units: `peers`
    all active units of that level and province (of a province, the country's), `ranked_of` those that have a rank.
    `country_value`, `country_source_id` and `country_locator` are the country's figure of the same indicator and
    period. Where there is nothing to say, texts are empty and numbers missing; `period` is empty for a unit that has a
    target but never had a result.

    `stated` holds the figures that documents state for whole levels or shared lists (their `aggregate` is set, or their
    `level`): the columns of results, with `start` and `end` of the period.
    """

    assessments: pd.DataFrame
    stated: pd.DataFrame


def measure(portal: Portal) -> Measured:
    """Assesses, ranks and compares every result of the portal."""
    results = _one_per_figure(portal)
    stated = dated(results[results["level"].ne("") | results["aggregate"].ne("")], "period")
    own = _of_units(_in_all_texts(results, portal))
    spans = spans_of(own["period"])
    peers = peers_of(portal.units, spans)
    figures = _plain_first(own)
    rows = stacked([_bare(figures).drop(columns="level"), without_results(portal, own, peers)])
    rows = _placed(rows, peers)
    rows = assessed(with_targets(rows, portal, spans))
    rows = with_trend(ranked(with_progress(rows, _stated_before(portal, results, figures)), portal, peers))
    return Measured(with_country(rows), stated.reset_index(drop=True))


def _in_all_texts(results: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """The results with all units of the portal as categories, and of periods those they are of, and none."""
    ids, periods = sorted(portal.units), sorted({"", *results["period"].unique()})
    return results.assign(
        unit_id=results["unit_id"].cat.set_categories(pd.Index(ids, dtype="str")),
        period=results["period"].cat.set_categories(pd.Index(periods, dtype="str")),
    )


def _placed(rows: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """The rows in the order of units, indicators and first days, with `start` and `end` of their periods, the `level`
    of the unit and `within_id`, the unit within which it is compared."""
    days, day = np.unique(peers.spans.start, return_inverse=True)
    keys = row_keys(rows, PAIR) * len(days) + day[rows["period"].cat.codes]
    ordered = rows.take(in_order(keys)).reset_index(drop=True)
    unit, period = ordered["unit_id"].cat.codes, ordered["period"].cat.codes
    of_units = peers.table.astype({"unit_level": "category", "within_id": "category"})
    return ordered.assign(
        start=peers.spans.start[period],
        end=peers.spans.end[period],
        level=of_units["unit_level"].array.take(unit),
        within_id=of_units["within_id"].array.take(unit),
    )


def plain_values(column: "pd.Series[Any]") -> list[Any]:
    """The cells of a column; None where one is missing."""
    found: list[Any] = column.array.to_numpy(object, na_value=None).tolist()
    return found


def unit_figures(portal: Portal) -> pd.DataFrame:
    """The results of units, one row a unit, indicator and period: what is assessed and has dated rankings."""
    return _bare(_plain_first(_of_units(_one_per_figure(portal))))


def _of_units(results: pd.DataFrame) -> pd.DataFrame:
    """The results of single units. A share or total that a document states for the unit as a whole is one of them."""
    return results[results["level"].eq("") & results["aggregate"].isin(["", "pooled", "total"])]


def _one_per_figure(portal: Portal) -> pd.DataFrame:
    """One row a figure: where two documents state the same one, the later document's counts (the earlier stays
    published, and reconciliation compares them)."""

    def latest_first(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(late=lateness(rows, portal.sources)).sort_values("late", kind="stable")[::-1]

    return _one_each(portal.results, ["unit_id", "level", "aggregate", "indicator_id", "period"], latest_first)


def _stated_before(portal: Portal, results: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """What documents state of `figures` that a later document states again: the rows that are not among `results`."""
    if len(results) == len(portal.results):
        return portal.results[:0]
    left_out = portal.results.drop(results.index)
    earlier = _of_units(left_out[left_out["amount"].notna()])
    figure = [*KEY, "aggregate"]
    same = with_texts_of(earlier, KEY, figures)
    return same[places_in(np.sort(row_keys(figures, figure)), row_keys(same, figure)) >= 0]


def _plain_first(own: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, indicator and period; the unit's plain figure goes before a pooled one."""
    return _one_each(own, KEY, lambda rows: rows.sort_values("aggregate", kind="stable"))


def _bare(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures without what no longer matters once each stands in one row."""
    return figures.drop(columns=["aggregate", "path", "line"])


def _one_each(
    rows: pd.DataFrame, names: Sequence[str], preferred: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.DataFrame:
    """The rows without those that are like another one in these columns, of which the one that is preferred stays;
    `preferred` puts it first."""
    keys = row_keys(rows, names)
    if not repeat(keys):
        return rows
    several = rows[pd.Series(keys).duplicated(keep=False).to_numpy()]
    return rows.drop(several.index.difference(preferred(several).drop_duplicates(names).index))
