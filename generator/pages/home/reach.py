"""How many units of a level reach all that they were asked, in the one sentence that matters."""

from generator import formats, words
from generator.model import Assessment, Level
from generator.pages.figures import JUDGED
from generator.pages.overall import Overall, Placed


def all_reached(overall: Overall) -> str:
    """As in `3 trong 16 sở, ban, ngành có số liệu đạt mọi chỉ tiêu được giao, theo số liệu tháng 5/2024.`."""
    units = words.LEVEL_UNITS[overall.level]
    judged = [placed for placed in overall.ordered if _is_judged(placed)]
    count, asked = sum(map(_meets_all, judged)), len(judged)
    asked_of = "có số liệu" if asked == len(overall.ordered) else "được xét"
    what = "chỉ tiêu" if overall.indicator else "mọi chỉ tiêu được giao"
    when = f"theo số liệu {formats.period(overall.period)}"
    if asked == 1:
        return f"{words.opening(units)} duy nhất được xét {'đạt' if count else 'chưa đạt'} {what}, {when}."
    if not count:
        each = "cơ quan" if overall.level is Level.DEPARTMENT else "nơi"
        return f"Chưa có {units} nào trong số {formats.count(asked)} {each} {asked_of} đạt {what}, {when}."
    if count == asked:
        return f"Cả {formats.count(asked)} {units} {asked_of} đều đạt {what}, {when}."
    return f"{formats.count(count)} trong {formats.count(asked)} {units} {asked_of} đạt {what}, {when}."


def _is_judged(placed: Placed) -> bool:
    """Where there is one indicator, units without a target have their place among the others too."""
    return placed.row is None or placed.row.assessment in JUDGED


def _meets_all(placed: Placed) -> bool:
    if placed.score:
        return placed.score.met == placed.score.judged
    return placed.row is not None and placed.row.assessment is Assessment.MET
