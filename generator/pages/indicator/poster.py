"""Preview picture for links to an indicator's page or dated ranking: how many units met the target, and which units
lead."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import formats, words
from generator.model import Indicator, Period, Unit
from generator.pages.drawings import DotStrip
from generator.pages.facts import Assessed, Facts, Group, sources_of
from generator.pages.figures import target_text
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.targets import targets_in_short
from generator.pages.level_names import level_title
from generator.pages.parts import Picture
from generator.pages.posters import MOST_ROWS, Poster, PosterRow, figure_row, poster_path
from generator.pages.sentences import ends, outcome, own_name
from generator.pages.unit_names import name_with_months, name_within

_DOCUMENTS = 3
"""Maximum number of documents that a picture names. If there are more, it states only how many."""


@dataclass(frozen=True)
class PosterContent:
    """What the preview picture of the page at `address` shows, in the order of the page.

    - `own`: the provinces' own figures.
    - `ranked`: one group for each ranked level.
    - `pooled`: the levels of all provinces together.
    """

    address: str
    indicator: Indicator
    own: Sequence[Assessed]
    ranked: Sequence[Group]
    pooled: Sequence[Group]


def figures_poster(content: PosterContent, facts: Facts) -> Poster:
    """Returns the preview picture. Units and levels that have ended come last."""
    return _poster(content, facts, distribution)


def figures_picture(content: PosterContent, facts: Facts) -> Picture:
    """Returns the file of the preview picture with its text alternative. No distribution is computed for the text."""
    return _poster(content, facts, lambda _group: None).picture


def _poster(content: PosterContent, facts: Facts, strip_of: Callable[[Group], DotStrip | None]) -> Poster:
    provinces = sorted(content.own, key=lambda row: row.unit.active_to is not None)
    levels = sorted(content.ranked, key=lambda group: group.ended_on is not None)
    groups = (*levels, *content.pooled)
    newest = _newest(provinces, groups)
    within = partial(name_within, portal=facts.portal)
    titled: list[tuple[Group, str, Callable[[Unit], str]]] = [
        *((group, level_title(group, facts), own_name) for group in levels),
        *((group, words.LEVELS[group.level], within) for group in content.pooled),
    ]
    rows = [
        *(_dated(_own(row, facts), row.period, newest) for row in provinces),
        *(_dated(_level(*one, facts, strip_of), one[0].period, newest) for one in titled),
    ]
    return Poster(
        path=poster_path(content.address),
        above=" ".join(_above(provinces, groups)),
        title=content.indicator.short_name,
        sentence=_sentence(content.indicator, provinces, groups, newest, facts),
        rows=tuple(rows[:MOST_ROWS]),
        source=_source([*provinces, *(row for group in groups for row in group.known)], len(rows) - MOST_ROWS),
    )


def _newest(own: Iterable[Assessed], groups: Iterable[Group]) -> Period | None:
    """The newest period, which is stated above the title."""
    return max(_periods(own, groups), key=lambda period: period.order, default=None)


def _dated(row: PosterRow, period: Period | None, newest: Period | None) -> PosterRow:
    """Adds the period to the name of a row if it is not the newest period: `Cấp huyện, tháng 6/2025`."""
    return row if period is None or period == newest else replace(row, name=f"{row.name}, {formats.period(period)}")


def _above(own: Sequence[Assessed], groups: Sequence[Group]) -> Iterator[str]:
    periods = _periods(own, groups)
    if periods:
        yield f"Số liệu {formats.period(max(periods, key=lambda period: period.order))}"
        if len(periods) > 1:
            yield "và các kỳ trước"


def _periods(own: Iterable[Assessed], groups: Iterable[Group]) -> set[Period]:
    return {row.period for row in own if row.period} | {group.period for group in groups}


def _sentence(
    indicator: Indicator, own: Sequence[Assessed], groups: Sequence[Group], newest: Period | None, facts: Facts
) -> str:
    """Headline of the first level, with its period if that is not the newest, and its common target."""
    if groups:
        target, period = groups[0].target, groups[0].period
        asked = f" Mức phải đạt: {target_text(target)}." if target else ""
        found = outcome(groups[0], groups)
        dated = found if period == newest else f"{formats.period(period)}: {found}"
        return f"{words.capitalised(dated)}.{asked}"
    if own:
        return indicator.definition
    targets = targets_in_short(indicator, facts)
    named = [f"Phải đạt {one.text} ({one.short_place})." for one in targets.groups]
    return " ".join([*[*named, *targets.sentences][:1], "Chưa có văn bản nào công bố kết quả."])


def _own(row: Assessed, facts: Facts) -> PosterRow:
    """Row of a unit's own figure. If the unit has ended, its name includes its last month."""
    return figure_row(name_with_months(row.unit) if facts.is_past(row.unit.active_to) else row.unit.name, row)


def _level(
    group: Group,
    title: str,
    named: Callable[[Unit], str],
    facts: Facts,
    strip_of: Callable[[Group], DotStrip | None],
) -> PosterRow:
    """Row of a level: how many units met their target (or have a figure), and the first and last units. A level with a
    single unit gets the row of that unit."""
    if len(group.known) == 1:
        return _own(group.known[0], facts)
    met, asked = formats.count(group.met), formats.count(len(group.judged))
    return PosterRow(
        name=title,
        figure=f"{met}/{asked} đạt" if group.judged else f"{formats.count(len(group.known))} đơn vị",
        sentences=tuple(ends(group, named)) or (_span(group),),
        strip=strip_of(group),
    )


def _span(group: Group) -> str:
    """Range of figures that are not ranked: `từ 4 đến 89`."""
    amounts = [row.amount or 0 for row in group.known]
    low, high = (formats.exact_figure(end, group.indicator.measure) for end in (min(amounts), max(amounts)))
    return f"từ {low} đến {high}" if low != high else f"đều là {low}"


def _source(rows: Iterable[Assessed], more: int) -> str:
    names = dict.fromkeys(map(formats.source_name, sources_of(rows)))
    named = ", ".join(names) if len(names) <= _DOCUMENTS else f"{formats.count(len(names))} văn bản"
    parts = [f"Theo {named}"] if names else []
    return ". ".join([*parts, *([f"Trang có thêm {more} cấp"] if more > 0 else [])])
