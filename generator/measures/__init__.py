"""Computes assessments, ranks, progress and trends for all units at once.

All functions are pure functions of tables: none reads a file, uses the current date or works unit by unit. Figures are
compared as whole millionths, so that an assessment never depends on the rounding error of a binary fraction. Rows are
identified by numbers: each text is replaced by its number among all texts of its column (`bulk.row_keys`), so that
millions of rows are compared, ordered and looked up as whole numbers.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from generator.bulk import has_duplicates, positions_in, row_keys, row_order, stacked, with_texts_of
from generator.measures.missing import KEY, without_results
from generator.measures.periods import document_positions, issue_days, spans_of, with_period_days
from generator.measures.ranks import ranked
from generator.measures.targets import assessed, with_targets
from generator.measures.trends import PAIR, with_country, with_progress, with_trend
from generator.measures.units import (
    Peers,
    peers_of,
    unit_table,
)
from generator.model import Portal, ResultStatus, corrected_documents

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "KEY",
    "Measured",
    "document_positions",
    "issue_days",
    "measure",
    "rows_in_force",
    "unit_figures",
    "unit_table",
    "with_period_days",
]


@dataclass(frozen=True)
class Measured:
    """The tables that `measure` computes from a portal: `assessments` and `level_figures`.

    `assessments` has one row per unit, indicator and period, sorted by unit, indicator and period (`Period.order`). Its
    columns are those of `tables.ASSESSMENTS` without `unit_name`, plus `amount`, `target_amount`, `target_status`,
    `target_note`, `target_row`, `unread_row`, `unread_origin` and `within_id`. Where a value does not exist, texts are
    empty and numbers are missing.

    - `target_row`: number of the target's row in the portal's targets; -1 without a target.
    - `unread_row`, `unread_origin`: the same of the target that would be in force if it could be read.
    - `within_id`: the unit within which the row's unit is ranked.
    - amounts, `gap`, `baseline`, `change`: millionths (Int64).
    - `progress`: millionths of the distance to the target (1_000_000 is the whole distance).
    - `peers`: number of units of that level and province (for a province: of the country) at the end of the period, and
      of those that ended within it and are ranked.
    - `rank`, `ranked_of`: place, and number of the peers that have a rank.
    - `country_value`, `country_source_id`, `country_locator`: the country's figure for the same indicator and period.
    - `period`: empty for a unit that has a target but never had a result.

    `level_figures` holds the figures that documents state for whole levels (rows with a `level`): the columns of
    results, with `start` and `end` of the period.
    """

    assessments: pd.DataFrame
    level_figures: pd.DataFrame


def measure(portal: Portal) -> Measured:
    """Assesses and ranks every result of the portal and compares it with earlier results and with the country's."""
    results = rows_in_force(portal)
    stated = with_period_days(results[results["level"].ne("")], "period")
    own = _single_unit_results(_with_all_categories(results, portal))
    spans = spans_of(own["period"])
    peers = peers_of(portal.units, spans)
    rows = stacked([_without_entry_columns(own).drop(columns="level"), without_results(portal, own, peers)])
    rows = _sorted_with_periods(rows, peers)
    rows = assessed(with_targets(rows, portal, spans))
    rows = with_trend(ranked(with_progress(rows, _superseded(portal, results, own)), portal, peers))
    return Measured(with_country(rows), stated.reset_index(drop=True))


def _with_all_categories(results: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """Returns the results with categories that later steps need: all units of the portal, and all periods of the
    results plus the empty one."""
    ids, periods = sorted(portal.units), sorted({"", *results["period"].unique()})
    return results.assign(
        unit_id=results["unit_id"].cat.set_categories(pd.Index(ids, dtype="str")),
        period=results["period"].cat.set_categories(pd.Index(periods, dtype="str")),
    )


def _sorted_with_periods(rows: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Returns the rows sorted by unit, indicator and period, with these columns added: `start` and `end` of the period,
    `level` of the unit, and `within_id`, the unit within which the unit is compared."""
    place = peers.spans.place
    keys = row_keys(rows, PAIR) * len(place) + place[rows["period"].cat.codes]
    ordered = rows.take(row_order(keys)).reset_index(drop=True)
    unit, period = ordered["unit_id"].cat.codes, ordered["period"].cat.codes
    of_units = peers.table.astype({"unit_level": "category", "within_id": "category"})
    return ordered.assign(
        start=peers.spans.start[period],
        end=peers.spans.end[period],
        level=of_units["unit_level"].array.take(unit),
        within_id=of_units["within_id"].array.take(unit),
    )


def unit_figures(portal: Portal) -> pd.DataFrame:
    """Returns the results of units, one row per unit, indicator and period: the rows that are assessed and have dated
    rankings."""
    return _without_entry_columns(_single_unit_results(rows_in_force(portal)))


def _single_unit_results(results: pd.DataFrame) -> pd.DataFrame:
    """Returns the results of single units."""
    return results[results["level"].eq("")]


def rows_in_force(portal: Portal) -> pd.DataFrame:
    """Returns one row per figure. If several rows state the same figure, that of the latest document is kept, and the
    first of one document; the others stay published, and reconciliation compares them.

    A cell that the later document leaves empty states nothing, so it does not replace what an earlier one states. It
    withdraws the figure only if its document corrects the one whose statement would count otherwise.
    """
    rows, names = portal.results, ["unit_id", "level", "aggregate", "indicator_id", "period"]
    keys = row_keys(rows, names)
    if not has_duplicates(keys):
        return rows
    repeated = pd.Series(keys).duplicated(keep=False).to_numpy()
    several = rows[repeated].assign(figure=keys[repeated])[::-1]
    ordered = several.assign(late=document_positions(several, portal.sources)).sort_values("late", kind="stable")
    stating = ordered["status"].ne(ResultStatus.NOT_REPORTED) | _withdrawing(ordered, portal)
    by_weight = ordered.assign(stating=stating).sort_values("stating", kind="stable")
    return rows.drop(several.index.difference(by_weight.drop_duplicates("figure", keep="last").index))


def _withdrawing(rows: pd.DataFrame, portal: Portal) -> "NDArray[np.bool_]":
    """Returns for each row whether it is an empty cell that withdraws its `figure`. The rows must be in the order of
    their documents."""
    found = corrected_documents(portal.sources.values())
    corrected = {id_: {other.id for other in others} for id_, others in found.items()}
    empty = rows["status"].eq(ResultStatus.NOT_REPORTED).to_numpy()
    withdrawing = np.zeros(len(rows), dtype=bool)
    concerned = rows["figure"].isin(rows["figure"][empty & rows["source_id"].isin(list(corrected))])
    documents, figures = rows["source_id"].tolist(), rows["figure"].tolist()
    in_force: dict[int, str] = {}
    for row in np.flatnonzero(concerned):
        figure, document = figures[row], documents[row]
        withdrawing[row] = empty[row] and in_force.get(figure) in corrected.get(document, ())
        if withdrawing[row] or not empty[row]:
            in_force[figure] = document
    return withdrawing


def _superseded(portal: Portal, results: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows of the portal that state a figure of `figures` which a later document states again. These are
    rows that `results` does not contain."""
    if len(results) == len(portal.results):
        return portal.results[:0]
    left_out = portal.results.drop(results.index)
    earlier = _single_unit_results(left_out[left_out["amount"].notna()])
    same = with_texts_of(earlier, KEY, figures)
    return same[positions_in(np.sort(row_keys(figures, KEY)), row_keys(same, KEY)) >= 0]


def _without_entry_columns(figures: pd.DataFrame) -> pd.DataFrame:
    """Returns the figures without columns that are not needed any more once each figure has one row."""
    return figures.drop(columns=["aggregate", "path", "line"])
