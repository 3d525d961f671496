"""Rules about missing months and about months copied from an earlier month."""

from collections.abc import Iterator

import pandas as pd

from generator import formats, words
from generator.model import Level, Measure, Period
from generator.plausibility.evidence import LEVEL, SERIES, Evidence, with_previous
from generator.plausibility.suspected import SuspectedFault, in_row, listed

MIN_UNITS = 5
"""With fewer units than this, equal figures may be chance."""
MIN_DISTINCT_VALUES = 3
"""Minimum number of distinct figures. If nearly all figures are equal, for example 100 everywhere, they may well stay
the same."""

_GROUP = ["province_id", "unit_level", "step"]
"""Columns of the groups that are reported together: a level's figures of one month."""
_SLOW_MEASURES = [measure.value for measure in Measure if measure.whole]
"""Measures whose figures may stay the same for months."""


def missing_months(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields months without a figure between two months with figures, for a whole level or some of its units."""
    months = evidence.months.sort_values([*SERIES, "step"], kind="stable")
    before = months.groupby(SERIES)["step"].shift(1)
    after_gap = months[months["step"].sub(before).eq(2)]
    for (province_id, level, _), rows in after_gap.groupby(_GROUP):
        yield _missing(evidence, str(province_id), Level(str(level)), rows)


def _missing(evidence: Evidence, province_id: str, level: Level, rows: pd.DataFrame) -> SuspectedFault:
    portal, first = evidence.portal, rows.sort_values(["path", "line"]).iloc[0]
    month = int(first["step"]) - 1
    units = [portal.units[id_].short_name for id_ in rows["unit_id"].unique()]
    indicators = [portal.indicators[id_].short_name for id_ in rows["indicator_id"].unique()]
    period = formats.period(Period.of_month(month))
    owner = f"{words.inline(words.LEVELS[level])}, {portal.units[province_id].name}"
    message = (
        f"có số liệu nhưng {period} thì không ({owner}: {len(units)} đơn vị: {listed(units)}; "
        f"{len(indicators)} chỉ tiêu: {listed(indicators)})"
    )
    hint = f"bổ sung số liệu {period}; văn bản không nêu thì ghi dòng có status là not_reported"
    ids = zip(rows["unit_id"], rows["indicator_id"], strict=True)
    pairs = sorted(f"{unit_id} {indicator_id}" for unit_id, indicator_id in ids)
    return in_row("missing-month", (province_id, level, str(month), *pairs), first, "period", message, hint)


def copied_months(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields months whose figures equal those of an earlier month, unit by unit.

    Counts and ranks, for example the number of services, may stay the same for months. They are suspected only if all
    other figures of the level are copied too.
    """
    stated = evidence.months[evidence.months["amount"].notna()]
    if stated.groupby([*LEVEL, "step"]).size().lt(MIN_UNITS).all():
        return  # The comparison takes longer than any other rule, and staff import into small portals too.
    groups = _months_of_levels(stated)
    enough = groups["units"].ge(MIN_UNITS) & groups["values"].ge(MIN_DISTINCT_VALUES)
    wholly = (enough & groups["original"].notna()).groupby([groups[name] for name in _GROUP]).transform("all")
    copied = enough & groups["original"].notna() & (~groups["measure"].isin(_SLOW_MEASURES) | wholly)
    rows = stated.merge(groups.loc[copied, [*LEVEL, "step", "original"]], on=[*LEVEL, "step"])
    whole = rows.astype({"original": "int64"})
    for (province_id, level, _, original), copies in whole.groupby([*_GROUP, "original"]):
        yield _copied(evidence, str(province_id), Level(str(level)), int(str(original)), copies)


def _months_of_levels(stated: pd.DataFrame) -> pd.DataFrame:
    """Returns a row for each level, indicator and month: `measure`, the number of compared `units` and of their
    different `values`, and `original`, the earlier month with the same figures.

    The last month before is the original if all units that both months have in common have the same figures. A month
    further back is the original only if its units are the same too and at least half of the figures differ from each
    other: otherwise chance could repeat them. A sum of hashes identifies the figures of a month.
    """
    repeats = [_repeats_of_month_before(stated), _repeats_of_earlier_month(stated)]
    return pd.concat(repeats, ignore_index=True).drop_duplicates([*LEVEL, "step"])  # The month before comes first.


def _repeats_of_month_before(stated: pd.DataFrame) -> pd.DataFrame:
    """Returns the months in which all units with a figure in the month before too have the same figures. Only these
    units are counted."""
    pairs = _with_month_before(stated)
    pairs = pairs.assign(same=pairs["amount"].eq(pairs["before_amount"]).astype("bool"))
    months = _grouped(pairs, same=("same", "all"), original=("before_month", "first"))
    return months[months["same"]].drop(columns="same").astype({"original": "float64"})


def _repeats_of_earlier_month(stated: pd.DataFrame) -> pd.DataFrame:
    """Returns all months. `original` is missing if no earlier month has the same units with the same figures."""
    hashes = pd.util.hash_pandas_object(stated[["unit_id", "amount"]].astype({"unit_id": "str"}), index=False)
    months = _grouped(stated.assign(hash=hashes), hash=("hash", "sum"))
    differing = months["values"].mul(2).ge(months["units"])
    twin = months.groupby([*LEVEL, "hash"])["step"].shift(1).where(differing)
    return months.assign(original=twin).drop(columns="hash")


def _with_month_before(stated: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows of units that also have a figure in the last earlier month with figures of their level, with
    that month and figure as `before_month` and `before_amount`."""
    number = stated.groupby(LEVEL)["step"].rank(method="dense").astype("int64")
    pairs = with_previous(stated.assign(month=stated["step"], step=number), ["month", "amount"])
    return pairs.assign(step=pairs["month"])


def _grouped(rows: pd.DataFrame, **columns: tuple[str, str]) -> pd.DataFrame:
    return rows.groupby([*LEVEL, "step"], as_index=False).agg(
        measure=("measure", "first"), units=("unit_id", "size"), values=("amount", "nunique"), **columns
    )


def _copied(evidence: Evidence, province_id: str, level: Level, original: int, rows: pd.DataFrame) -> SuspectedFault:
    first = rows.sort_values(["path", "line"]).iloc[0]
    former = formats.period(Period.of_month(original))
    indicators = [evidence.portal.indicators[id_].short_name for id_ in rows["indicator_id"].unique()]
    owner = f"{words.inline(words.LEVELS[level])}, {evidence.portal.units[province_id].name}"
    message = (
        f"{len(rows)} số liệu giống hệt {former}, từng đơn vị một ({owner}; "
        f"{len(indicators)} chỉ tiêu: {listed(indicators)})"
    )
    hint = f"xem có chép nhầm bảng của {former}, hoặc ghi nhầm kỳ"
    cells = zip(rows["unit_id"], rows["indicator_id"], rows["value"], strict=True)
    figures = sorted(f"{unit_id} {indicator_id} {value}" for unit_id, indicator_id, value in cells)
    key = (province_id, level, str(first["period"]), *figures)
    return in_row("copied-month", key, first, "period", message, hint)
