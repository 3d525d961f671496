"""Figures beside earlier ones of the same unit and indicator, and beside the country's.

Rows stand in the order of units, indicators and days.
"""

import numpy as np
import pandas as pd

from generator.bulk import Numbers, cells_at, in_categories, places_in, row_keys, with_texts_of
from generator.measures.missing import KEY
from generator.model import SCALE, Comparison, Level

PAIR = ["unit_id", "indicator_id"]


def with_progress(rows: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Adds the baseline (the result of the first period of which the target's own document states one, else the first
    known) and the progress, (result − baseline) / (target − baseline), in millionths rounded down; missing where the
    baseline had already reached the target, for then there was no way to go.

    `earlier` holds what documents state of figures that a later document states again. The later one's counts, in the
    baseline too, but the period is still one that the target's document states.
    """
    pairs, known = row_keys(rows, PAIR), _known(rows)
    first = _first_of(known, pairs[known], pairs)
    stated = _stated_with_target(rows, pairs, known, earlier)
    base = np.where(stated >= 0, stated, first)
    with_base = rows.assign(
        baseline_period=cells_at(rows["period"], base),
        baseline=cells_at(rows["amount"], base),
    )
    return with_base.assign(progress=_progress(with_base))


def _known(rows: pd.DataFrame) -> Numbers:
    """The numbers of the rows with a figure."""
    return np.flatnonzero(rows["amount"].notna())


def _first_of(numbers: Numbers, keys: Numbers, wanted: Numbers) -> Numbers:
    """For each key that is wanted, the first of the numbers that have it; -1 where none has."""
    order = np.arange(len(keys)) if (keys[1:] >= keys[:-1]).all() else np.argsort(keys, kind="stable")
    places = places_in(keys[order], wanted)
    return np.where(places >= 0, numbers[order[places]] if len(order) else -1, -1)


def _stated_with_target(rows: pd.DataFrame, pairs: Numbers, known: Numbers, earlier: pd.DataFrame) -> Numbers:
    """For each row the first figure that the document of its target states of the same unit and indicator, or -1."""
    setting = rows["target_source_id"].cat
    numbers = np.concatenate([known, _figures_of(earlier, rows, known)])
    documents = np.concatenate([
        _numbered(rows["source_id"], setting.categories)[known],
        _numbered(earlier["source_id"], setting.categories),
    ])  # fmt: skip
    stating = np.flatnonzero((documents >= 0) & (numbers >= 0))
    stating = stating[np.argsort(numbers[stating], kind="stable")]
    keys = pairs * len(setting.categories)
    return _first_of(numbers[stating], keys[numbers[stating]] + documents[stating], keys + setting.codes.to_numpy())


def _figures_of(earlier: pd.DataFrame, rows: pd.DataFrame, known: Numbers) -> Numbers:
    """The number of the row that holds each figure now."""
    if earlier.empty:
        return np.zeros(0, dtype=np.int64)
    return _first_of(known, row_keys(rows, KEY)[known], row_keys(with_texts_of(earlier, KEY, rows), KEY))


def _numbered(column: "pd.Series[str]", texts: "pd.Index[str]") -> Numbers:
    """For each cell of a column of categories its number among these texts; -1 where it is none of them."""
    return texts.get_indexer(column.cat.categories).astype(np.int64)[column.cat.codes]


def _progress(rows: pd.DataFrame) -> "pd.Series[int]":
    way = (rows["target_amount"] - rows["baseline"]).where(rows["gap"].notna())
    comparison = rows["target_comparison"]
    ahead = (
        (comparison.eq(Comparison.AT_LEAST) & way.gt(0))
        | (comparison.eq(Comparison.AT_MOST) & way.lt(0))
        | (comparison.eq(Comparison.EXACTLY) & way.ne(0))
    ).fillna(False)
    done = rows["amount"] - rows["baseline"]
    return (done * SCALE).floordiv(way.where(ahead))


def with_trend(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the change since the previous period with a figure of the same unit and indicator, and the change since the
    same period a year before.

    A unit that followed another has an id of its own, and so has an indicator with a new definition: a trend never
    crosses a merger or a break in definition.
    """
    pairs, known = row_keys(rows, PAIR), _known(rows)
    before, earlier = (np.full(len(rows), -1, dtype=np.int64) for _ in range(2))
    follows = pairs[known][1:] == pairs[known][:-1]
    before[known[1:][follows]] = known[:-1][follows]
    earlier[known] = _a_year_before(rows, pairs, known)[known]
    return rows.assign(
        previous_period=cells_at(rows["period"], before),
        change=rows["amount"] - cells_at(rows["amount"], before),
        year_change=rows["amount"] - cells_at(rows["amount"], earlier),
    )


def _a_year_before(rows: pd.DataFrame, pairs: Numbers, known: Numbers) -> Numbers:
    """For each row the number of that with the figure of the same month, quarter or year one year earlier, or -1."""
    texts, period = rows["period"].cat.categories, rows["period"].cat.codes.to_numpy()
    former = pd.Index([f"{int(text[:4]) - 1}{text[4:]}" if text else "?" for text in texts], dtype="str")
    earlier = texts.get_indexer(former)[period]
    keys = pairs * len(texts)
    found = _first_of(known, (keys + period)[known], keys + earlier)
    return np.where(earlier >= 0, found, -1)


def with_country(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the country's figure of the same indicator and period, as stated, and where it stands; empty for the country
    itself and where it has none. Nothing else is compared with it: another period would be another thing."""
    own = rows["level"].eq(Level.COUNTRY).to_numpy()
    numbers = _known(rows)[own[_known(rows)]]
    country = in_categories(rows.loc[numbers, ["value", "source_id", "locator"]], ["locator"])
    keys = row_keys(rows, ["indicator_id", "period"])
    places = _first_of(np.arange(len(numbers)), keys[numbers], keys)
    beside = np.where(own, -1, places)
    return rows.assign(**{f"country_{name}": cells_at(country[name], beside) for name in country})
