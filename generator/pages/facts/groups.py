"""Groups the assessed rows. The columns of their table give the groups and their order."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from generator import formats
from generator.bulk import grouped_by, map_texts, row_keys, row_order
from generator.grouping import grouped
from generator.model import Assessment, Period, ResultStatus, Unit
from generator.pages.facts.rows import Assessed

_UNIT_STEP = 10_000
"""Multiplier that combines a unit's number and a year into one key; greater than any year of four digits."""


def sorted_by_name(frame: pd.DataFrame, units: Mapping[str, Unit]) -> pd.DataFrame:
    """Returns the rows ordered by unit name; the rows of one unit keep their order."""
    order = _dictionary_order(units)
    places = np.array(map_texts(frame["unit_id"], order.__getitem__), np.int64)
    return frame.take(row_order(places))


def _dictionary_order(units: Mapping[str, Unit]) -> Mapping[str, int]:
    """Returns each unit's position in the list of units by name, in Vietnamese dictionary order."""
    ordered = sorted(units.values(), key=lambda unit: (formats.collation(unit.name), unit.id))
    return {unit.id: place for place, unit in enumerate(ordered)}


def newest_by_indicator(series: Iterable[Sequence[Assessed]]) -> Mapping[str, Assessed]:
    """Returns a unit's newest stated row by indicator id. Each of `series` has the unit's rows of one indicator, sorted
    by period. Indicators without a stated row are left out."""
    newest = ((rows[0].indicator.id, _newest_stated(rows)) for rows in series)
    return {id_: row for id_, row in newest if row}


def _newest_stated(rows: Sequence[Assessed]) -> Assessed | None:
    """Returns the newest row that a document states: a figure, or the reason why there is none."""
    return next((row for row in reversed(rows) if row.status is not ResultStatus.NOT_REPORTED), None)


def rows_by_period(
    assessed: Sequence[Assessed], frame: pd.DataFrame
) -> Mapping[str, Mapping[Period | None, tuple[Assessed, ...]]]:
    """Groups the rows by indicator id, then by period."""
    found: dict[str, dict[Period | None, tuple[Assessed, ...]]] = {}
    for rows in grouped_by(assessed, row_keys(frame, ["indicator_id", "period"])):
        found.setdefault(rows[0].indicator.id, {})[rows[0].period] = rows
    return found


def rows_of_levels(assessed: Sequence[Assessed], frame: pd.DataFrame) -> tuple[tuple[Assessed, ...], ...]:
    """Groups the rows by indicator, period and level, in order of rank.

    Sorting whole columns of numbers is faster than sorting the rows of each level.
    """
    exempt = frame["assessment"].eq(Assessment.EXEMPT).to_numpy(bool)
    places = frame["rank"].fillna(0).to_numpy(np.int64) + exempt * (len(frame) + 1)
    order = row_order(np.where(frame["amount"].notna(), places, 0))
    keys = row_keys(frame, ["indicator_id", "period", "within_id", "level"])
    return tuple(grouped_by([assessed[place] for place in order.tolist()], keys[order]))


def rows_by_year(
    assessed: Sequence[Assessed], frame: pd.DataFrame, mask: "pd.Series[bool]"
) -> Mapping[str, Mapping[int, tuple[Assessed, ...]]]:
    """Groups the rows that `mask` selects by unit id and year; rows without a period are left out."""
    years = np.array([int(text[:4] or 0) for text in frame["period"].cat.categories])[frame["period"].cat.codes]
    selected = np.flatnonzero((years > 0) & mask.to_numpy(bool))
    keys = frame["unit_id"].cat.codes.to_numpy()[selected].astype(np.int64) * _UNIT_STEP + years[selected]
    found: dict[str, dict[int, tuple[Assessed, ...]]] = {}
    for rows in grouped_by([assessed[place] for place in selected.tolist()], keys):
        first = rows[0]
        found.setdefault(first.unit.id, {})[first.period.year if first.period else 0] = rows
    return found


def series_by_unit(assessed: Sequence[Assessed], frame: pd.DataFrame) -> Mapping[str, tuple[tuple[Assessed, ...], ...]]:
    """Groups the rows by unit id. A unit has one group for each of its indicators, with all periods."""
    return grouped(grouped_by(assessed, row_keys(frame, ["unit_id", "indicator_id"])), lambda rows: rows[0].unit.id)
