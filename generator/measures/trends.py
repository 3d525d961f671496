"""Compares figures with earlier ones of the same unit and indicator, and with the country's.

The rows must be sorted by unit, indicator and period.
"""

import numpy as np
import pandas as pd

from generator.bulk import Numbers, cells_at, in_categories, positions_in, row_keys, row_order, with_texts_of
from generator.measures.missing import KEY
from generator.measures.targets import reached
from generator.model import SCALE, Level, Period

PAIR = ["unit_id", "indicator_id"]
"""Columns that identify a series of figures over time."""

_MOST = np.iinfo(np.int64).max

_MONTHS_OF_A_YEAR = 12
"""The greatest length of a period."""


def with_progress(rows: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Adds `baseline`, `baseline_period` and `progress`.

    The baseline is the result of the first period for which the target's own document states one, else the first known
    result. Progress is (result − baseline) / (target − baseline), in millionths rounded down. It is missing if the
    baseline had already reached the target, because there was no distance to cover.

    `earlier` holds figures that documents state and later documents state again. The later document's figure is used,
    for the baseline too, but the period still counts as stated by the target's document.
    """
    pairs, known = row_keys(rows, PAIR), _known(rows)
    first = _first_with_key(known, pairs[known], pairs)
    stated = _stated_with_target(rows, pairs, known, earlier)
    base = np.where(stated >= 0, stated, first)
    with_base = rows.assign(
        baseline_period=cells_at(rows["period"], base),
        baseline=cells_at(rows["amount"], base),
    )
    return with_base.assign(progress=_progress(with_base))


def _known(rows: pd.DataFrame) -> Numbers:
    """Returns the numbers of the rows that have a figure."""
    return np.flatnonzero(rows["amount"].notna())


def _first_with_key(numbers: Numbers, keys: Numbers, requested: Numbers) -> Numbers:
    """Returns for each requested key the first of the numbers that have this key, or -1 if none has it."""
    order = np.arange(len(keys)) if (keys[1:] >= keys[:-1]).all() else np.argsort(keys, kind="stable")
    places = positions_in(keys[order], requested)
    return np.where(places >= 0, numbers[order[places]] if len(order) else -1, -1)


def _stated_with_target(rows: pd.DataFrame, pairs: Numbers, known: Numbers, earlier: pd.DataFrame) -> Numbers:
    """Returns for each row the first figure that the document of its target states for the same unit and indicator, or
    -1."""
    setting = rows["target_source_id"].cat
    numbers = np.concatenate([known, _current_rows_of(earlier, rows, known)])
    documents = np.concatenate([
        _positions_among(rows["source_id"], setting.categories)[known],
        _positions_among(earlier["source_id"], setting.categories),
    ])  # fmt: skip
    stating = np.flatnonzero((documents >= 0) & (numbers >= 0))
    stating = stating[np.argsort(numbers[stating], kind="stable")]
    keys = pairs * len(setting.categories)
    return _first_with_key(
        numbers[stating], keys[numbers[stating]] + documents[stating], keys + setting.codes.to_numpy()
    )


def _current_rows_of(earlier: pd.DataFrame, rows: pd.DataFrame, known: Numbers) -> Numbers:
    """Returns for each earlier statement the number of the row that now holds this figure."""
    if earlier.empty:
        return np.zeros(0, dtype=np.int64)
    return _first_with_key(known, row_keys(rows, KEY)[known], row_keys(with_texts_of(earlier, KEY, rows), KEY))


def _positions_among(column: "pd.Series[str]", texts: "pd.Index[str]") -> Numbers:
    """Returns for each cell of a column of categories its number among these texts, or -1 if it is not among them."""
    return texts.get_indexer(column.cat.categories).astype(np.int64)[column.cat.codes]


def _progress(rows: pd.DataFrame) -> "pd.Series[int]":
    distance = (rows["target_amount"] - rows["baseline"]).where(rows["gap"].notna())
    distance = distance.mask(reached(rows["target_comparison"], -distance))
    done = rows["amount"] - rows["baseline"]
    progress = (done * SCALE).floordiv(distance)
    # A difference of more than nine million exceeds the range of Int64 when it is multiplied, so it is divided exactly.
    great = (done.abs().gt(_MOST // SCALE) & distance.notna()).fillna(False)
    exact = [part * SCALE // whole for part, whole in zip(done[great].tolist(), distance[great].tolist(), strict=True)]
    progress[great] = pd.array([value if abs(value) <= _MOST else pd.NA for value in exact], dtype="Int64")
    return progress


def with_trend(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `previous_period` and `change` (since the previous period of the same length with a figure of the same unit
    and indicator), and `year_change` (since the same period one year before).

    A month is compared with a month and a year with a year: the difference between a month and a quarter is no change
    over time. A successor unit has an id of its own, and so has an indicator with a new definition. A trend therefore
    never crosses a merger or a change of definition.
    """
    pairs, known = row_keys(rows, PAIR), _known(rows)
    before, earlier = (np.full(len(rows), -1, dtype=np.int64) for _ in range(2))
    series = pairs * (_MONTHS_OF_A_YEAR + 1) + _lengths(rows)
    ordered = known[row_order(series[known])]
    follows = series[ordered][1:] == series[ordered][:-1]
    before[ordered[1:][follows]] = ordered[:-1][follows]
    earlier[known] = _a_year_before(rows, pairs, known)[known]
    return rows.assign(
        previous_period=cells_at(rows["period"], before),
        change=rows["amount"] - cells_at(rows["amount"], before),
        year_change=rows["amount"] - cells_at(rows["amount"], earlier),
    )


def _lengths(rows: pd.DataFrame) -> Numbers:
    """Returns the number of months of each row's period; 0 without a period."""
    lengths = [Period.parse(text).length if text else 0 for text in rows["period"].cat.categories]
    return np.array(lengths, dtype=np.int64)[rows["period"].cat.codes]


def _a_year_before(rows: pd.DataFrame, pairs: Numbers, known: Numbers) -> Numbers:
    """Returns for each row the number of the row with the figure of the same month, quarter or year one year earlier,
    or -1."""
    texts, period = rows["period"].cat.categories, rows["period"].cat.codes.to_numpy()
    former = pd.Index([f"{int(text[:4]) - 1}{text[4:]}" if text else "?" for text in texts], dtype="str")
    earlier = texts.get_indexer(former)[period]
    keys = pairs * len(texts)
    found = _first_with_key(known, (keys + period)[known], keys + earlier)
    return np.where(earlier >= 0, found, -1)


def with_country(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the country's figure for the same indicator and period, as stated, with its document and locator. The
    columns are empty for the country itself and if the country has no such figure. A figure of another period is never
    used, because it is not comparable."""
    own = rows["level"].eq(Level.COUNTRY).to_numpy()
    numbers = _known(rows)[own[_known(rows)]]
    country = in_categories(rows.loc[numbers, ["value", "source_id", "locator"]], ["locator"])
    keys = row_keys(rows, ["indicator_id", "period"])
    places = _first_with_key(np.arange(len(numbers)), keys[numbers], keys)
    country_rows = np.where(own, -1, places)
    return rows.assign(**{f"country_{name}": cells_at(country[name], country_rows) for name in country})
