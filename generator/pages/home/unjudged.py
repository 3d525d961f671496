"""Levels of a province without assessments: their figures cannot be judged, because no document states targets."""

from collections.abc import Iterator, Sequence

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Unit
from generator.pages.facts import Facts, Group
from generator.pages.overall import Overall, by_one_indicator

_MOST_INDICATORS = 3
"""The largest number of indicators of one level on the front page, in the order of the data; rankings have all."""


def unjudged_levels(province: Unit, rankings: Sequence[Overall], facts: Facts) -> tuple[tuple[Overall, ...], ...]:
    """Returns rankings by single indicators, of the newest period, for each level that is not among `rankings`."""
    judged = {found.level for found in rankings}
    known = grouped(_comparable_groups(province, facts), lambda group: group.level)
    return tuple(_newest(known[level]) for level in Level if level in known and level not in judged)


def _comparable_groups(province: Unit, facts: Facts) -> Iterator[Group]:
    for indicator in facts.portal.indicators.values():
        for group in facts.levels.newest(indicator):
            if group.province == province and group.level.below_province and group.ranked and not group.all_equal:
                yield group


def _newest(groups: Sequence[Group]) -> tuple[Overall, ...]:
    newest = max((group.period for group in groups), key=lambda period: period.order)
    return tuple(by_one_indicator(group) for group in groups if group.period == newest)[:_MOST_INDICATORS]


def unjudged_sentence(found: Sequence[Sequence[Overall]]) -> str:
    """Returns a sentence on the levels that have figures but no targets.

    As in `Đã có số liệu tháng 10/2025 của 94 đơn vị cấp xã; chưa có mức phải đạt nào để so sánh.`.
    """
    return f"Đã có số liệu {'; '.join(map(_counted, found))}; chưa có mức phải đạt nào để so sánh."


def _counted(of_level: Sequence[Overall]) -> str:
    first, most = of_level[0], max(len(one.ordered) for one in of_level)
    return f"{formats.period(first.period)} của {formats.count(most)} {words.LEVEL_UNITS[first.level]}"
