"""Figures that are unlike their neighbours: a share typed as a fraction, a leap within a month, a rank turned over."""

from collections.abc import Iterator

import pandas as pd

from generator import formats
from generator.measures import KEY, dated
from generator.model import SCALE, Direction, Measure, Period
from generator.plausibility.doubts import Doubt
from generator.plausibility.evidence import Evidence, with_previous
from generator.problems import Problem

LEAP = 40
"""By how many points a share or a score does not change within a month without a reason."""
TIMES = 5
"""By how much a number or a time does not multiply within a month without a reason."""
SMALL = 20
"""Numbers below this multiply easily."""
RANKS = 8
"""Fewer units than this change places easily."""
TURNED = 0.75
"""What part of all places a unit does not rise or fall within a month without a reason."""
TURNING = 10
"""By how many points the figure itself changes then: where all are close, places change by themselves."""
PLACES = 20
"""How many places of a published ranking a unit does not rise or fall at once without a reason."""
COMMON_SHARE = 5
"""A share below 1 is doubted where the others are at least this."""
COLUMN = 5
"""Fewer shares up to 1 than this may all be small."""
COMMON_TENTH = SCALE // 10
"""Where half of the shares are below this, as where most are 0, all may be small."""

_SCORES = [Measure.PERCENT.value, Measure.POINTS.value]
_SIZES = [Measure.COUNT.value, Measure.MINUTES.value]
_CHECK = "đối chiếu lại với văn bản; có thể lệch dòng, lệch cột hoặc gõ nhầm"


def _figure_key(row: pd.Series, *more: str) -> tuple[str, ...]:
    """Which figure it is, and what it says; not in which row of its document: a figure that moved is the same."""
    names = ("source_id", "unit_id", "level", "aggregate", "indicator_id", "period", "value")
    return (*(str(row[name]) for name in names), *more)


def _doubt(rule: str, row: pd.Series, message: str, hint: str, *more: str) -> Doubt:
    problem = Problem(str(row["path"]), int(row["line"]), "value", str(row["value"]), message, hint)
    return Doubt(rule, _figure_key(row, *more), problem, str(row["note"]))


def fractions(evidence: Evidence) -> Iterator[Doubt]:
    """A percentage of less than 1 among others of the same indicator, document and period that are not: 0.3198 was
    meant to be 31.98. A unit whose figure was as small before is known to be small."""
    results = dated(evidence.portal.results, "period")
    shares = [item.id for item in evidence.portal.indicators.values() if item.measure is Measure.PERCENT]
    stated = results[results["indicator_id"].isin(shares) & results["amount"].notna()]
    usual = stated.groupby(["source_id", "indicator_id", "period"])["amount"].transform("median")
    owner = ["unit_id", "level", "aggregate", "indicator_id"]
    most = stated.groupby(owner)["amount"].transform("max")
    former = stated.sort_values("start", kind="stable").groupby(owner)["amount"].shift(1).reindex(stated.index)
    known = (former.gt(0) & former.lt(SCALE)).fillna(False)
    small = stated["amount"].gt(0) & stated["amount"].lt(SCALE) & ~known
    unlike = usual.ge(COMMON_SHARE * SCALE) | most.ge(COMMON_SHARE * SCALE)
    for _, row in stated[small & unlike].iterrows():
        meant = formats.stated(formats.plain(int(row["amount"]) * 100, 6), Measure.PERCENT)
        message = "nhỏ hơn 1% trong khi các số khác của chỉ tiêu lớn hơn nhiều"
        yield _doubt(
            "fraction", row, message, f"Excel lưu tỷ lệ dưới dạng phân số; nếu văn bản ghi {meant} thì sửa lại"
        )


def fraction_columns(evidence: Evidence) -> Iterator[Doubt]:
    """All percentages of a document's indicator up to 1, though more is better: shares that were pasted down a column.
    Told once for all periods, at the first; nothing else of the indicator says what is usual."""
    wanted = [
        item.id
        for item in evidence.portal.indicators.values()
        if item.measure is Measure.PERCENT and item.direction is Direction.HIGHER
    ]
    results = evidence.portal.results
    stated = results[results["indicator_id"].isin(wanted) & results["amount"].notna()]
    amounts = stated.groupby("indicator_id", observed=True)["amount"]
    alike = amounts.transform("max").le(SCALE) & amounts.transform("median").ge(COMMON_TENTH)
    small = dated(stated[alike & stated["amount"].between(0, SCALE, inclusive="neither")], "period")
    for _, rows in small.groupby(small["indicator_id"].astype("str")):
        first = rows[rows["start"].eq(rows["start"].min())].sort_values(["path", "line"])
        if len(first) < COLUMN:
            continue
        row = first.iloc[0]
        meant = formats.stated(formats.plain(int(row["amount"]) * 100, 6), Measure.PERCENT)
        message = f"và {len(first) - 1} số khác của chỉ tiêu đều nhỏ hơn 1%, không số nào lớn hơn"
        hint = f"Excel lưu tỷ lệ dưới dạng phân số; nếu văn bản ghi {meant} thì cả cột phải nhân 100"
        yield _doubt("fraction-column", row, message, hint)


def jumps(evidence: Evidence) -> Iterator[Doubt]:
    """A figure that leaps from one month to the next: 31.98, then 97."""
    pairs = _stated_pairs(evidence.months)
    change = (pairs["amount"] - pairs["before_amount"]).abs()
    more = pairs[["amount", "before_amount"]].max(axis="columns")
    less = pairs[["amount", "before_amount"]].min(axis="columns")
    leapt = pairs["measure"].isin(_SCORES) & change.ge(LEAP * SCALE)
    grown = pairs["measure"].isin(_SIZES) & more.ge(less * TIMES) & more.ge(SMALL * SCALE)
    for _, row in pairs[leapt | grown].iterrows():
        yield _doubt("jump", row, _leap_text(row, evidence), _CHECK, str(row["before_value"]))


def _stated_pairs(series: pd.DataFrame) -> pd.DataFrame:
    return with_previous(series[series["amount"].notna()], ["amount", "value", "period"])


def _leap_text(row: pd.Series, evidence: Evidence) -> str:
    measure = Measure(str(row["measure"]))
    change = int(row["amount"]) - int(row["before_amount"])
    size = formats.distance(change, measure, evidence.portal.indicators[str(row["indicator_id"])].decimals)
    former = formats.stated(str(row["before_value"]), measure)
    month = formats.period(Period.parse(str(row["before_period"])))
    return f"{'tăng' if change > 0 else 'giảm'} {size} so với {month} ({former})"


def rank_turns(evidence: Evidence) -> Iterator[Doubt]:
    """A unit that falls from the first places to the last, or rises: in a ranking that a document publishes, and in the
    portal's own within a month. A leap tells the same already."""
    published = _stated_pairs(evidence.series[evidence.series["measure"].eq(Measure.RANK)])
    for _, row in published[(published["amount"] - published["before_amount"]).abs().ge(PLACES * SCALE)].iterrows():
        yield _doubt("rank-turn", row, _leap_text(row, evidence), _CHECK, str(row["before_value"]))
    for _, row in _turned(evidence).iterrows():
        month = formats.period(Period.parse(str(row["before_period"])))
        former, now = f"{row['before_rank']}/{row['before_ranked_of']}", f"{row['rank']}/{row['ranked_of']}"
        yield _doubt("rank-turn", row, f"đưa đơn vị từ hạng {former} ({month}) thành hạng {now}", _CHECK, former, now)


def _turned(evidence: Evidence) -> pd.DataFrame:
    """The rows of units whose computed rank turned over within a month. Where many share the first place, one figure
    less is a fall of many places: a shared rank is none here."""
    ranks = evidence.measured.assessments[[*KEY, "rank", "ranked_of", "tied"]]
    scored = evidence.months[evidence.months["measure"].isin(_SCORES)]
    ranked = scored.merge(ranks[ranks["rank"].notna() & ~ranks["tied"]], on=KEY)
    pairs = with_previous(ranked, ["rank", "ranked_of", "period", "amount"])
    fewer = pairs[["ranked_of", "before_ranked_of"]].min(axis="columns")
    moved = (pairs["rank"] - pairs["before_rank"]).abs()
    change = (pairs["amount"] - pairs["before_amount"]).abs()
    turned = fewer.ge(RANKS) & (moved >= (fewer - 1) * TURNED)
    return pairs[turned & change.ge(TURNING * SCALE) & change.lt(LEAP * SCALE)]
