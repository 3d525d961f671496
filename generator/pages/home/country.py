"""The front page of a country's portal: results of the provinces, by indicator and overall, and recent changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator import formats, words
from generator.model import Direction, Level, Unit
from generator.pages.drawings import MapPicture
from generator.pages.facts import JUDGED, Facts, Group
from generator.pages.home.all_targets import all_targets_sentence
from generator.pages.home.front import FrontPage, newest, newest_documents, next_due, page_links
from generator.pages.home.movement_news import news_of
from generator.pages.links import HOME, RANKINGS, unit_link
from generator.pages.maps import map_of_overall
from generator.pages.members import ENDED, Members, counted, members
from generator.pages.movements import movement_of
from generator.pages.overall import Overall, RankedUnit, provinces_overall
from generator.pages.parts import Link
from generator.pages.sentences import benchmark_of, ends, outcome


@dataclass(frozen=True)
class IndicatorResults:
    """The results of the provinces by one indicator: its period, sentences, and the country's figure."""

    indicator: Link
    period: str
    sentences: tuple[str, ...]
    benchmark: Link | None


@dataclass(frozen=True, kw_only=True)
class CountryHomePage(FrontPage):
    """The front page of a country's portal.

    `places` are the assessed provinces, best first, each with its result. `others` are the other provinces, `ended`
    those that have ended.
    """

    country: Link
    indicator_results: tuple[IndicatorResults, ...]
    criterion: str
    places: tuple[tuple[Link, Link], ...]
    map: MapPicture | None
    others: tuple[Link, ...]
    ended: tuple[Link, ...]
    ended_title: str


def country_home_page(country: Unit, facts: Facts) -> CountryHomePage:
    """Returns the front page of a portal whose provinces have pages of their own."""
    overall = provinces_overall(facts)
    groups = tuple(_groups(facts))
    movement = movement_of(country, facts)
    news = news_of(movement, facts.levels, RANKINGS.address) if movement else None
    now = all_targets_sentence(overall) if overall else _too_few(facts)
    placed = overall.ordered if overall else ()
    others = _others(country, placed, facts)
    return CountryHomePage(
        address=HOME.address,
        title=facts.portal.settings.title,
        description=words.page_description(_ABOUT, [now], ""),
        hide_toc=True,
        main_sentence=now,
        farthest_sentence=_farthest(groups),
        news=news,
        country=unit_link(country),
        indicator_results=tuple(map(_indicator_results, groups)),
        criterion=_criterion(overall) if overall else "",
        places=tuple((Link(one.unit.short_name, one.unit.address), one.result) for one in placed),
        map=map_of_overall(overall, overall.present, facts) if overall else None,
        others=_links((*others.existing, *others.coming)),
        ended=_links(others.ended),
        ended_title=counted(others.ended, Level.PROVINCE, ENDED),
        newest=newest(facts),
        documents=newest_documents(facts, news),
        next_due=next_due(facts),
        page_links=page_links(by_province=True),
    )


_ABOUT = "Chỉ tiêu và kết quả cải cách hành chính của các tỉnh, thành phố và các đơn vị cấp dưới."
_PROVINCES = words.LEVEL_UNITS[Level.PROVINCE]


def _groups(facts: Facts) -> Iterator[Group]:
    """Yields for each indicator the group of provinces in its newest period, if the figures are comparable."""
    for indicator in facts.portal.indicators.values():
        yield from (
            group for group in facts.levels.newest(indicator) if group.level is Level.PROVINCE and group.compared
        )


def _indicator_results(group: Group) -> IndicatorResults:
    return IndicatorResults(
        indicator=Link(group.indicator.short_name, group.indicator.address),
        period=formats.period(group.period),
        sentences=(f"{words.capitalised(outcome(group))}.", *ends(group)),
        benchmark=benchmark_of(group),
    )


def _criterion(overall: Overall) -> str:
    """Returns the criterion and the order of the overall ranking; the best may have the lowest figures."""
    lower = overall.indicator is not None and overall.indicator.direction is Direction.LOWER
    return f"{overall.criterion} Xếp từ {'thấp đến cao' if lower else 'cao đến thấp'}."


def _too_few(facts: Facts) -> str:
    """Returns the sentence for a portal in which fewer than two provinces were assessed for one period."""
    assessed = {row.unit.id for row in facts.assessed if row.assessment in JUDGED and row.unit.level is Level.PROVINCE}
    if not assessed:
        return f"Chưa có số liệu nào của các {_PROVINCES} để so với mức phải đạt."
    apart = ", mỗi nơi một kỳ" if len(assessed) > 1 else ""
    return f"Mới có số liệu của {formats.count(len(assessed))} {_PROVINCES} để so với mức phải đạt{apart}."


def _farthest(groups: Sequence[Group]) -> str:
    """Returns a sentence on the indicator whose target the smallest share of provinces met.

    It also counts other indicators with the same share. It is empty if there is only one indicator with targets,
    because the page already shows it, or if all provinces met all targets.
    """
    shares = [(Fraction(group.met, len(group.judged)), group) for group in groups if group.judged]
    share, group = min(shares, key=lambda item: item[0], default=(Fraction(1), None))
    if group is None or share == 1 or len(shares) == 1:
        return ""
    name, judged = words.inline(group.indicator.short_name), len(group.judged)
    others = sum(other == share for other, _ in shares) - 1
    tied = f"; {formats.count(others)} chỉ tiêu khác có cùng tỷ lệ này" if others else ""
    return f"Ít nơi đạt nhất: {name}, {formats.count(group.met)} trong {formats.count(judged)} {_PROVINCES}{tied}."


def _others(country: Unit, placed: Sequence[RankedUnit], facts: Facts) -> Members:
    """Returns the other provinces, including former ones."""
    known = {one.unit.id for one in placed}
    provinces = facts.levels.members.get((country.id, Level.PROVINCE), ())
    return members((unit for unit in provinces if unit.id not in known), country, facts.today)


def _links(named: Iterable[tuple[Unit, str]]) -> tuple[Link, ...]:
    return tuple(Link(name, unit.address) for unit, name in named)
