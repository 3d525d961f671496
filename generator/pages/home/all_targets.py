"""Writes the main sentence of a front page: how many units of a level met all their targets."""

from generator import formats, words
from generator.model import Assessment, Level
from generator.pages.facts import JUDGED
from generator.pages.overall import Overall, RankedUnit


def all_targets_sentence(overall: Overall) -> str:
    """Returns a sentence on how many units of a level met all their targets.

    As in `3 trong 16 sở, ban, ngành có số liệu đạt mọi chỉ tiêu được giao, theo số liệu tháng 5/2024.`.
    """
    units = words.LEVEL_UNITS[overall.level]
    judged = [placed for placed in overall.ordered if _is_judged(placed)]
    count, total = sum(map(_meets_all, judged)), len(judged)
    among = "có số liệu" if total == len(overall.ordered) else "được xét"
    what = "chỉ tiêu" if overall.indicator else "mọi chỉ tiêu được giao"
    when = f"theo số liệu {formats.period(overall.period)}"
    if total == 1:
        unmet = "chưa đạt chỉ tiêu" if overall.indicator else "chưa đạt đủ chỉ tiêu được giao"
        return f"Chỉ một {units} được đánh giá và {f'đạt {what}' if count else unmet}, {when}."
    if not count:
        each = "cơ quan" if overall.level is Level.DEPARTMENT else "nơi"
        return f"Chưa có {units} nào trong số {formats.count(total)} {each} {among} đạt {what}, {when}."
    if count == total:
        return f"Cả {formats.count(total)} {units} {among} đều đạt {what}, {when}."
    return f"{formats.count(count)} trong {formats.count(total)} {units} {among} đạt {what}, {when}."


def _is_judged(placed: RankedUnit) -> bool:
    """Whether the unit's result was compared with a target.

    A ranking by one indicator also contains units without a target.
    """
    return placed.row is None or placed.row.assessment in JUDGED


def _meets_all(placed: RankedUnit) -> bool:
    if placed.score:
        return placed.score.met == placed.score.judged
    return placed.row is not None and placed.row.assessment is Assessment.MET
