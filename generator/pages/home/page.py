"""The front page of a province's portal: its figures and targets, the first and last units, news and next due dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator import formats, words
from generator.model import Assessment, Period, Unit
from generator.pages.boards import Board
from generator.pages.drawings import MapPicture
from generator.pages.facts import Assessed, Facts, Group, Levels
from generator.pages.figures import axis_of, figure_with_caveats, score_of, shortfall
from generator.pages.home.all_targets import all_targets_sentence
from generator.pages.home.board import boards_of, judged
from generator.pages.home.front import FrontPage, newest, newest_documents, next_due, page_links
from generator.pages.home.movement_news import news_of
from generator.pages.home.unjudged import unjudged_levels, unjudged_sentence
from generator.pages.links import HOME, UNITS, unit_link
from generator.pages.maps import map_of_overall
from generator.pages.movements import movement_of
from generator.pages.overall import Overall, OverallRankings, RankedUnit
from generator.pages.parts import Link
from generator.pages.unit_names import name_with_days

_MOST_NAMED = 3


@dataclass(frozen=True)
class RankingEnd:
    """The first or the last rank of a level: its units with their results, and how many more share the rank."""

    title: str
    units: tuple[tuple[Link, Link], ...]
    more: str


@dataclass(frozen=True)
class LevelStanding:
    """The first and the last units of one level, and the criterion of the ranking."""

    title: str
    criterion: str
    ends: tuple[RankingEnd, ...]
    ranking: Link


@dataclass(frozen=True, kw_only=True)
class HomePage(FrontPage):
    """The front page of a province's portal.

    `province` is the province's name. `unstated` states that no document has figures of the province as a whole.
    `onward` is a link to all figures of the province or, without any, to the figures of its units. `criterion` is set
    if all `levels` have the same one. `others` are the portal's other provinces.
    """

    province: str
    unstated: str
    onward: Link
    boards: tuple[Board, ...]
    levels: tuple[LevelStanding, ...]
    criterion: str
    maps: tuple[MapPicture, ...]
    others: tuple[tuple[Link, str], ...]


def home_page(facts: Facts, overall: OverallRankings) -> HomePage:
    """Returns the front page of a portal. The first province of the settings is the portal's own."""
    portal = facts.portal
    first, *others = portal.provinces
    boards = boards_of(first, facts)
    movement = movement_of(first, facts)
    news = news_of(movement, facts.levels, facts.levels.rankings.of_province(first).address) if movement else None
    rankings = [found for (province_id, _), found in overall.items() if province_id == first.id]
    several = [found for found in rankings if found.has_several]
    unjudged = unjudged_levels(first, several, facts)
    compared = [found for found in several if not _has_ended(found, facts)] or several
    criterion = _criterion(compared)
    return HomePage(
        address=HOME.address,
        title=portal.settings.title,
        description=_description(first, facts),
        main_sentence=_main_sentence(first, rankings, unjudged, facts),
        farthest_sentence=_farthest_sentence(first, facts),
        province=first.name,
        unstated=_unstated(first, facts),
        onward=_onward(first, [*compared, *chain.from_iterable(unjudged)], rankings, facts),
        time_note=_time_note(first, facts),
        news=news,
        boards=boards,
        levels=(*_levels(first, compared, criterion, facts.levels), *_unjudged_levels(unjudged, first, facts.levels)),
        criterion=criterion,
        maps=tuple(_maps([*compared, *(of_level[0] for of_level in unjudged)], facts)),
        newest=newest(facts),
        documents=newest_documents(facts, news),
        next_due=next_due(facts),
        others=tuple((Link(name_with_days(unit), unit.address), _province_summary(unit, facts)) for unit in others),
        page_links=page_links(by_province=facts.levels.rankings.split),
        hide_toc=True,
    )


def _has_ended(overall: Overall, facts: Facts) -> bool:
    """Whether all units of the level have ended, while the portal's own province still exists."""
    last = overall.ended_on
    return last is not None and last < facts.today and facts.is_past(last)


def _description(province: Unit, facts: Facts) -> str:
    about = f"Chỉ tiêu và kết quả cải cách hành chính của từng đơn vị thuộc {words.name_in_text(province)}."
    groups = judged(province, facts)
    return words.page_description(about, [_province_sentence(province, *groups[0])] if groups else [])


def _time_note(province: Unit, facts: Facts) -> str:
    """Returns a sentence on the time of the figures, if the province has ended; else an empty text."""
    end = province.active_to
    if end is None or facts.today <= end:
        return ""
    whose = f"{words.name_in_text(province)} và các đơn vị hoạt động đến hết ngày {formats.day(end)}"
    note = f"Số liệu trên trang này là của {whose}."
    if any(row.unit.active_from and row.unit.active_from > end and row.value for row in facts.assessed):
        return note
    return f"{note} Cổng chưa có số liệu của các đơn vị kế tiếp."


def _main_sentence(
    province: Unit, rankings: Sequence[Overall], unjudged: Sequence[Sequence[Overall]], facts: Facts
) -> str:
    """Returns the main sentence: how many of its newest targets the province met.

    Without such targets it is about the units of the level with the newest assessments, and names the province if the
    portal has others.
    """
    groups = judged(province, facts)
    if groups:
        return _province_sentence(province, *groups[0])
    if not rankings and not unjudged:
        return f"Chưa có số liệu nào của {words.name_in_text(province)} để so với mức phải đạt."
    newest = max(rankings, key=lambda found: found.period.order, default=None)
    of_level = all_targets_sentence(newest) if newest else unjudged_sentence(unjudged)
    only = len(facts.portal.settings.province_ids) == 1
    return of_level if only else f"{province.name}: {words.inline(of_level)}"


def _province_sentence(province: Unit, period: Period, due: Period, rows: Sequence[Assessed]) -> str:
    score = score_of(rows)
    met = f"đạt {score.met} trên {score.judged} chỉ tiêu {formats.period(due)}"
    return f"{province.name} {met}, theo số liệu {formats.period(period)}."


def _has_own_figures(province: Unit, facts: Facts) -> bool:
    """Whether the province's own page has figures or targets. Targets of a level apply to its units only."""
    stated = any(row.amount is not None for row in facts.by_unit.get(province.id, ()))
    has_target = any(target.level is None for target in facts.targets_for.get(province.id, ()))
    return stated or has_target or any(row.unit == province for row in facts.level_results)


def _unstated(province: Unit, facts: Facts) -> str:
    """Returns a sentence that no document has figures of the province as a whole; empty if one has."""
    if _has_own_figures(province, facts):
        return ""
    return f"Chưa có văn bản nào trong cổng nêu số liệu chung của {words.name_in_text(province)}."


def _onward(province: Unit, compared: Sequence[Overall], rankings: Sequence[Overall], facts: Facts) -> Link:
    """Returns the link to more figures. It never leads to a page without content. `compared` are the levels on the
    front page whose units are compared; `rankings` also have levels with a figure of only one unit."""
    if _has_own_figures(province, facts):
        return Link(f"Xem toàn bộ số liệu: {province.name}", province.address)
    if compared:
        address = facts.levels.rankings.of_province(province).address
        return Link("Xem số liệu của các đơn vị trong bảng xếp hạng", address)
    if rankings:
        unit = rankings[0].ordered[0].unit
        return Link(f"Xem số liệu của {words.name_in_text(unit)}", unit.address)
    return Link("Xem danh sách đơn vị", UNITS.address)


def _farthest_sentence(province: Unit, facts: Facts) -> str:
    """Returns a sentence on the province's figure that is farthest from its target.

    Only percents and points count, because other measures (minutes) are not comparable with them. Other figures that
    are equally far are counted.
    """
    rows = [row for _, _, found in judged(province, facts)[:1] for row in found if axis_of(row)]
    unmet = [row for row in rows if row.assessment is Assessment.NOT_MET and row.gap]
    if not unmet:
        return ""
    row = max(unmet, key=lambda row: abs(row.gap or 0))
    others = sum(abs(other.gap or 0) == abs(row.gap or 0) for other in unmet) - 1
    tied = f"; {formats.count(others)} chỉ tiêu khác cũng xa như vậy" if others else ""
    name = words.inline(row.indicator.short_name)
    return f"Xa mức phải đạt nhất: {name}, {figure_with_caveats(row)}, {shortfall(row)}{tied}."


def _levels(province: Unit, rankings: Sequence[Overall], criterion: str, levels: Levels) -> Iterator[LevelStanding]:
    for found in rankings:
        own = f"{found.count_text}." if criterion else found.criterion
        ranking = Link(_ranking_text(found), _ranking_address(found, province, levels))
        yield LevelStanding(words.LEVELS[found.level], own, tuple(_ends_of_level(found)), ranking)


def _unjudged_levels(unjudged: Sequence[Sequence[Overall]], province: Unit, levels: Levels) -> Iterator[LevelStanding]:
    for of_level in unjudged:
        for found in of_level:
            ranking = Link(_ranking_text(found), levels.rankings.most_specific(province, found.level, None).address)
            yield LevelStanding(words.LEVELS[found.level], found.criterion, tuple(_ends_of_level(found)), ranking)


def _maps(rankings: Sequence[Overall], facts: Facts) -> Iterator[MapPicture]:
    for found in rankings:
        if picture := map_of_overall(found, found.present, facts):
            yield picture


def _criterion(rankings: Sequence[Overall]) -> str:
    """Returns the common criterion of several levels; empty if they have different ones or there is only one level."""
    criteria = {found.measured_by for found in rankings}
    return f"{criteria.pop()}." if len(rankings) > 1 and len(criteria) == 1 else ""


def _ranking_address(overall: Overall, province: Unit, levels: Levels) -> str:
    """Returns the address of a page that ranks the units by the same figures. If the indicators of the level have
    different newest periods, this is the ranking of the period, because the ranking of the newest figures counts those
    of other periods too and may have another unit first."""
    if overall.indicator:
        return overall.indicator.address
    known = levels.by_indicator.values()
    in_time = [[group for group in groups if _is_of(group, overall, province)] for groups in known]
    mixed = any(groups[-1].period != overall.period for groups in in_time if groups)
    is_page = any(group.period == overall.period and group.compared for group in chain.from_iterable(in_time))
    period = overall.period if mixed and is_page else None
    return levels.rankings.most_specific(province, overall.level, period).address


def _is_of(group: Group, overall: Overall, province: Unit) -> bool:
    """Whether a ranking shows or counts the group, and it is of the same level."""
    return (group.province, group.level) == (province, overall.level) and bool(group.compared or group.judged)


def _ranking_text(overall: Overall) -> str:
    """Returns the text of a link to a ranking; it names the level, because the links are shown side by side."""
    return f"Bảng xếp hạng {words.inline(words.LEVELS[overall.level])}"


def _ends_of_level(overall: Overall) -> Iterator[RankingEnd]:
    measure = "" if overall.indicator else "tỷ lệ đạt "
    best, worst = (words.capitalised(f"{measure}{end}") for end in overall.ends)
    yield _end_of_level(best, overall.places[0])
    if len(overall.places) > 1:
        yield _end_of_level(worst, overall.places[-1])


def _end_of_level(title: str, place: Sequence[RankedUnit]) -> RankingEnd:
    """Returns up to three units, each with its result; more are counted, never left out silently."""
    named = tuple((unit_link(placed.unit), placed.result) for placed in place[:_MOST_NAMED])
    rest = len(place) - len(named)
    tied = f"{len(place)} đơn vị đồng hạng" if len(place) > 1 else ""
    return RankingEnd(title, named, f"và {rest} đơn vị đồng hạng khác" if rest else tied)


def _province_summary(unit: Unit, facts: Facts) -> str:
    """Returns a line on a province that is not the portal's own: how many targets and figures it has."""
    stated = len({row.indicator.id for row in facts.by_unit.get(unit.id, ()) if row.amount is not None})
    # A target that several documents set counts once.
    goals = len({target.figure for target in facts.targets_for.get(unit.id, ())})
    word = words.province_word(unit)
    # The text says "no figures of the province as a whole", because its units may have figures.
    known = f"{stated} chỉ tiêu có số liệu" if stated else f"chưa có số liệu chung của {word}"
    if not goals:
        return known
    return f"{goals} mức phải đạt của {word} và của các cấp trong {word}, {known}"
