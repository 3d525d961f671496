"""What the rules look at: the portal, its measures, and the figures of units as series over months, made once."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from generator.measures import Measured, dated, unit_table
from generator.model import Portal

SERIES = ["unit_id", "indicator_id"]
LEVEL = ["province_id", "unit_level", "indicator_id"]


@dataclass(frozen=True)
class Evidence:
    """The portal on a day.

    `months` has a row for each monthly result of a unit's own, with or without a figure: the columns of results, and
    province_id, unit_level, measure, and `month`, the number of the month since year 0. Where two documents state the
    same one, the later document's counts.
    """

    portal: Portal
    measured: Measured
    today: date
    months: pd.DataFrame


def gathered(portal: Portal, measured: Measured, today: date) -> Evidence:
    """The evidence of a portal."""
    return Evidence(portal, measured, today, _months(portal))


def _months(portal: Portal) -> pd.DataFrame:
    results = portal.results
    own = results[results["level"].eq("") & results["aggregate"].eq("") & results["period"].str.len().eq(7)]
    monthly = dated(own[~own["period"].str.contains("Q", regex=False)], "period")
    issued = pd.to_datetime(monthly["source_id"].map({item.id: item.issued_on for item in portal.sources.values()}))
    latest = monthly.assign(issued=issued).sort_values("issued", kind="stable")
    single = latest.drop_duplicates([*SERIES, "period"], keep="last").sort_index()
    joined = single.merge(unit_table(portal.units)[["unit_id", "unit_level", "province_id"]], on="unit_id")
    measures = {item.id: item.measure.value for item in portal.indicators.values()}
    return joined.assign(
        measure=joined["indicator_id"].map(measures).fillna(""),
        month=joined["start"].dt.year * 12 + joined["start"].dt.month - 1,
    )


def with_previous(months: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The rows that have a row of the same unit and indicator in the month before, whose columns `names` are added as
    `before_…`."""
    former = months[[*SERIES, "month", *names]].rename(columns={name: f"before_{name}" for name in names})
    return months.merge(former.assign(month=former["month"] + 1), on=[*SERIES, "month"])
