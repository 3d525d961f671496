"""The input of the rules, prepared once: the portal, its measures, its releases, and the figures of units as series of
periods."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from generator.history import History
from generator.measures import Measured, issue_days, rows_in_force, unit_table, with_period_days
from generator.model import Portal

SERIES = ["unit_id", "indicator_id"]
"""Columns that identify a unit's series of figures."""
LEVEL = ["province_id", "unit_level", "indicator_id"]
"""Columns that identify the figures of a province's level for an indicator."""


@dataclass(frozen=True)
class Evidence:
    """The portal on a day, as the rules check it."""

    portal: Portal
    measured: Measured
    history: History
    today: date

    @cached_property
    def series(self) -> pd.DataFrame:
        """A row for each result of a unit's own, with or without a figure. The columns are those of results, plus
        province_id, unit_level, measure, `rhythm` (month, quarter or year) and `step` (number of the period since
        year 0). If several documents state the same result, the row in force is kept."""
        return _series(self.portal)

    @cached_property
    def months(self) -> pd.DataFrame:
        """The monthly rows of the series."""
        return self.series[self.series["rhythm"].eq("month")]

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets with the first and last day of their due period (`start`, `end`), and the day on which their
        document was issued (`issued`)."""
        return with_period_days(self.portal.targets, "due").assign(
            issued=issue_days(self.portal.targets, self.portal.sources)
        )


def _series(portal: Portal) -> pd.DataFrame:
    results = rows_in_force(portal)
    own = with_period_days(results[results["level"].eq("")], "period")
    joined = own.merge(unit_table(portal.units)[["unit_id", "unit_level", "province_id"]], on="unit_id")
    measures = {item.id: item.measure.value for item in portal.indicators.values()}
    measure = joined["indicator_id"].astype("str").map(measures).fillna("")
    rhythm = joined["period"].str.len().map({4: "year", 7: "month"}).astype("str")
    rhythm = rhythm.mask(joined["period"].str.contains("Q", regex=False), "quarter")
    month = joined["start"].dt.year * 12 + joined["start"].dt.month - 1
    length = rhythm.map({"year": 12, "quarter": 3, "month": 1}).astype("int64")
    return joined.assign(measure=measure, rhythm=rhythm, step=month.floordiv(length))


def with_previous(series: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Returns the rows that have a row of the same unit and indicator in the month, quarter or year before. The columns
    `names` of that row are added as `before_…`."""
    key = [*SERIES, "rhythm", "step"]
    former = series[[*key, *names]].rename(columns={name: f"before_{name}" for name in names})
    return series.merge(former.assign(step=former["step"] + 1), on=key)
