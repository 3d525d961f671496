"""Finds the months whose results are overdue, for indicators that are reported every month.

A result that states no figure (`not_reported`) counts as a result too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from generator import formats, words
from generator.markdown import cell
from generator.measures import unit_table, with_period_days
from generator.model import Level, Period, Portal

EXPECTED_FROM_DAY = 20
"""From this day of the month on, the results of the previous month are expected."""
MAX_MONTHS_AWAITED = 6
"""An indicator without results for more than this many months counts as no longer reported."""
MAX_INDICATORS_NAMED = 5
"""How many indicators a line names at most."""


@dataclass(frozen=True)
class AwaitedMonth:
    """A month without results of indicators that a level of a province reports every month. `latest` is the newest
    month with results."""

    month: Period
    province_id: str
    level: Level
    latest: Period
    indicator_ids: tuple[str, ...]


def awaited_months(portal: Portal, today: date) -> tuple[AwaitedMonth, ...]:
    """Returns the months that should have results by `today` and have none, oldest first.

    A level reports an indicator every month if the newest two months of that indicator follow one another.
    """
    expected = today.year * 12 + today.month - 2 - (today.day < EXPECTED_FROM_DAY)
    rows = _months(portal)
    key = ["province_id", "unit_level", "indicator_id"]
    latest = rows.groupby(key)["month"].max().rename("latest").reset_index()
    follows = rows[[*key, "month"]].drop_duplicates().assign(latest=lambda frame: frame["month"] + 1)
    monthly = latest.merge(follows[[*key, "latest"]], on=[*key, "latest"])
    late = monthly[monthly["latest"].lt(expected) & monthly["latest"].ge(expected - MAX_MONTHS_AWAITED)]
    groups = late.groupby(["latest", "province_id", "unit_level"])["indicator_id"]
    found = [
        AwaitedMonth(month, str(province), Level(str(level)), Period.of_month(int(str(newest))), tuple(sorted(ids)))
        for (newest, province, level), ids in groups
        for month in map(Period.of_month, range(int(str(newest)) + 1, expected + 1))
        if _any_active(portal, str(province), str(level), month)
    ]
    return tuple(sorted(found, key=lambda item: (item.month.start, item.province_id, item.level)))


def _months(portal: Portal) -> pd.DataFrame:
    """Monthly results of single units, with or without a figure: province_id, unit_level, indicator_id, month."""
    results = portal.results
    monthly = results["period"].str.fullmatch(r"\d{4}-\d\d")
    own = with_period_days(results[results["level"].eq("") & monthly], "period")
    joined = own.merge(unit_table(portal.units), on="unit_id")
    return joined.assign(month=joined["start"].dt.year * 12 + joined["start"].dt.month - 1)


def _any_active(portal: Portal, province_id: str, level: str, month: Period) -> bool:
    """Whether any unit of this level of the province existed in the month."""
    units = unit_table(portal.units)
    of_level = units[units["province_id"].eq(province_id) & units["unit_level"].eq(level)]["unit_id"]
    return any(portal.units[unit_id].active_in(month) for unit_id in of_level)


def awaited_lines(found: tuple[AwaitedMonth, ...], portal: Portal) -> Iterator[str]:
    """Yields one line per month and level, as a Markdown list for an issue on GitHub."""
    for item in found:
        names = [cell(portal.indicators[id_].short_name) for id_ in item.indicator_ids]
        listed = ", ".join(names[:MAX_INDICATORS_NAMED]) + (", …" if len(names) > MAX_INDICATORS_NAMED else "")
        level = words.inline(words.LEVELS[item.level])
        yield (
            f"- {words.capitalised(formats.period(item.month))}: {level}, {cell(portal.units[item.province_id].name)}, "
            f"{len(names)} chỉ tiêu ({listed}); số liệu mới nhất là của {formats.period(item.latest)}."
        )
