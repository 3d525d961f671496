"""Rules about figures that differ too much from others: a percentage typed as a fraction, a jump within a month, a
reversed rank."""

from collections.abc import Iterator

import pandas as pd

from generator import formats
from generator.measures import KEY, with_period_days
from generator.model import SCALE, Direction, Measure, Period
from generator.plausibility.evidence import Evidence, with_previous
from generator.plausibility.suspected import SuspectedFault, in_row

JUMP_POINTS = 40
"""Suspicious change of a percentage or score within a month, in points."""
JUMP_FACTOR = 5
"""Suspicious factor by which a count or a time changes within a month."""
MIN_JUMPING_COUNT = 20
"""Counts and minutes below this change by large factors easily."""
MIN_RANKED_UNITS = 8
"""In a ranking of fewer units than this, ranks change easily."""
RANK_CHANGE_SHARE = 0.75
"""Suspicious change of rank within a month, as a part of all ranks."""
RANK_CHANGE_POINTS = 10
"""Minimum change of the figure itself for a suspicious change of rank, in points. If all figures are close, ranks
change easily."""
RANK_CHANGE_PLACES = 20
"""Suspicious change of rank between two publications of a ranking, in places."""
MIN_USUAL_PERCENT = 5
"""A percentage below 1 is suspected if the other figures are at least this many percent."""
MIN_COLUMN_FIGURES = 5
"""Minimum number of figures. Fewer figures up to 1 may all be small."""
MIN_MEDIAN = SCALE // 10
"""If half of the percentages are below this, for example because most are 0, all of them may well be small."""

_SCORES = [measure.value for measure in Measure if measure.out_of_hundred]
"""Measures for which a change in points is suspicious."""
_COUNTS_AND_TIMES = [item.value for item in Measure if not item.out_of_hundred and item is not Measure.RANK]
"""Measures for which a change by a factor is suspicious."""
_CHECK = "đối chiếu lại với văn bản; có thể lệch dòng, lệch cột hoặc gõ nhầm"


def _suspected(rule: str, row: pd.Series, message: str, hint: str, *more: str) -> SuspectedFault:
    """Returns a suspected fault of a figure. Its key has the cells that identify the figure, and its value. The row in
    the document is not included, so that a moved figure keeps its key."""
    names = ("source_id", "unit_id", "level", "aggregate", "indicator_id", "period", "value")
    return in_row(rule, (*(str(row[name]) for name in names), *more), row, "value", message, hint)


def fractions(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields percentages below 1 if other figures of the same indicator, document and period are not: 0.3198 was
    probably meant to be 31.98. A unit whose previous figure was also below 1 is known to be small and not reported."""
    results = with_period_days(evidence.portal.results, "period")
    shares = [item.id for item in evidence.portal.indicators.values() if item.measure is Measure.PERCENT]
    stated = results[results["indicator_id"].isin(shares) & results["amount"].notna()]
    usual = stated.groupby(["source_id", "indicator_id", "period"])["amount"].transform("median")
    owner = ["unit_id", "level", "aggregate", "indicator_id"]
    highest = stated.groupby(owner)["amount"].transform("max")
    former = stated.sort_values("start", kind="stable").groupby(owner)["amount"].shift(1).reindex(stated.index)
    known = (former.gt(0) & former.lt(SCALE)).fillna(False)
    small = stated["amount"].gt(0) & stated["amount"].lt(SCALE) & ~known
    unlike = usual.ge(MIN_USUAL_PERCENT * SCALE) | highest.ge(MIN_USUAL_PERCENT * SCALE)
    for _, row in stated[small & unlike].iterrows():
        intended = formats.exact_figure(int(row["amount"]) * 100, Measure.PERCENT)
        message = "nhỏ hơn 1% trong khi các số khác của chỉ tiêu lớn hơn nhiều"
        yield _suspected(
            "fraction", row, message, f"Excel lưu tỷ lệ dưới dạng phân số; nếu văn bản ghi {intended} thì sửa lại"
        )


def fraction_columns(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields indicators whose percentages are all at most 1 although higher is better: probably a whole column of
    fractions was pasted. Reported once for all periods, at the first, because no other figure of the indicator shows
    what is usual."""
    indicator_ids = [
        item.id
        for item in evidence.portal.indicators.values()
        if item.measure is Measure.PERCENT and item.direction is Direction.HIGHER
    ]
    results = evidence.portal.results
    stated = results[results["indicator_id"].isin(indicator_ids) & results["amount"].notna()]
    amounts = stated.groupby("indicator_id", observed=True)["amount"]
    all_small = amounts.transform("max").le(SCALE) & amounts.transform("median").ge(MIN_MEDIAN)
    small = with_period_days(stated[all_small & stated["amount"].between(0, SCALE, inclusive="neither")], "period")
    for _, rows in small.groupby(small["indicator_id"].astype("str")):
        first = rows[rows["start"].eq(rows["start"].min())].sort_values(["path", "line"])
        if len(first) < MIN_COLUMN_FIGURES:
            continue
        row = first.iloc[0]
        intended = formats.exact_figure(int(row["amount"]) * 100, Measure.PERCENT)
        message = f"và {len(first) - 1} số khác của chỉ tiêu đều nhỏ hơn 1%, không số nào lớn hơn"
        hint = f"Excel lưu tỷ lệ dưới dạng phân số; nếu văn bản ghi {intended} thì cả cột phải nhân 100"
        yield _suspected("fraction-column", row, message, hint)


def jumps(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields figures that jump from one month to the next: 31.98, then 97."""
    pairs = _stated_pairs(evidence.months)
    change = (pairs["amount"] - pairs["before_amount"]).abs()
    more = pairs[["amount", "before_amount"]].max(axis="columns")
    less = pairs[["amount", "before_amount"]].min(axis="columns")
    jumped = pairs["measure"].isin(_SCORES) & change.ge(JUMP_POINTS * SCALE)
    grown = pairs["measure"].isin(_COUNTS_AND_TIMES) & more.ge(less * JUMP_FACTOR) & more.ge(MIN_JUMPING_COUNT * SCALE)
    for _, row in pairs[jumped | grown].iterrows():
        yield _suspected("jump", row, _jump_text(row, evidence), _CHECK, str(row["before_value"]))


def _stated_pairs(series: pd.DataFrame) -> pd.DataFrame:
    return with_previous(series[series["amount"].notna()], ["amount", "value", "period"])


def _jump_text(row: pd.Series, evidence: Evidence) -> str:
    measure = Measure(str(row["measure"]))
    change = int(row["amount"]) - int(row["before_amount"])
    size = formats.distance(change, measure, evidence.portal.indicators[str(row["indicator_id"])].decimals)
    former = formats.stated(str(row["before_value"]), measure)
    month = formats.period(Period.parse(str(row["before_period"])))
    return f"{'tăng' if change > 0 else 'giảm'} {size} so với {month} ({former})"


def rank_reversals(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields units that fall from the first ranks to the last or rise the other way, in a published ranking or within a
    month in the portal's own. Jumps of the figure are left out, because `jumps` reports them."""
    published = _stated_pairs(evidence.series[evidence.series["measure"].eq(Measure.RANK)])
    for _, row in published[
        (published["amount"] - published["before_amount"]).abs().ge(RANK_CHANGE_PLACES * SCALE)
    ].iterrows():
        yield _suspected("rank-turn", row, _jump_text(row, evidence), _CHECK, str(row["before_value"]))
    for _, row in _reversed_ranks(evidence).iterrows():
        month = formats.period(Period.parse(str(row["before_period"])))
        former, now = f"{row['before_rank']}/{row['before_ranked_of']}", f"{row['rank']}/{row['ranked_of']}"
        yield _suspected(
            "rank-turn", row, f"đưa đơn vị từ hạng {former} ({month}) thành hạng {now}", _CHECK, former, now
        )


def _reversed_ranks(evidence: Evidence) -> pd.DataFrame:
    """Returns the rows of units whose computed rank was reversed within a month. Shared ranks are left out: if many
    units share the first rank, a slightly lower figure already costs many places."""
    ranks = evidence.measured.assessments[[*KEY, "rank", "ranked_of", "tied"]]
    scored = evidence.months[evidence.months["measure"].isin(_SCORES)]
    ranked = scored.merge(ranks[ranks["rank"].notna() & ~ranks["tied"]], on=KEY)
    pairs = with_previous(ranked, ["rank", "ranked_of", "period", "amount"])
    fewer = pairs[["ranked_of", "before_ranked_of"]].min(axis="columns")
    moved = (pairs["rank"] - pairs["before_rank"]).abs()
    change = (pairs["amount"] - pairs["before_amount"]).abs()
    reversed_ = fewer.ge(MIN_RANKED_UNITS) & (moved >= (fewer - 1) * RANK_CHANGE_SHARE)
    return pairs[reversed_ & change.ge(RANK_CHANGE_POINTS * SCALE) & change.lt(JUMP_POINTS * SCALE)]
