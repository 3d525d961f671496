"""Texts that name and describe an indicator's pages: places, descriptions for search engines, citations."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator import formats, words
from generator.model import Indicator, Period, Portal
from generator.pages.facts import Assessed, Facts, Group
from generator.pages.figures import figure_with_caveats
from generator.pages.indicator.targets import targets_in_short
from generator.pages.published import citation_text, span
from generator.pages.sentences import ends, outcome


def place_names(indicator: Indicator, facts: Facts) -> str:
    """Names the provinces that have figures of the indicator, as in `tỉnh Tây Ninh`. If none has figures, names the
    provinces that have targets."""
    rows = facts.by_indicator.get(indicator.id, ())
    known = {facts.levels.provinces[row.unit.id].id for row in rows if row.amount is not None}
    asked = {facts.levels.provinces[target.unit.id].id for target in facts.targets_by_indicator.get(indicator.id, ())}
    found = known or asked
    names = [words.name_in_text(facts.portal.units[id_]) for id_ in facts.portal.settings.province_ids if id_ in found]
    return words.listing(dict.fromkeys(names))


def description(opening: str, groups: Sequence[Group], own: Sequence[Assessed]) -> str:
    """Describes the newest figures for search engines: how many units met the target, which units lead, and the
    provinces' own results. `opening` names the figures and, if all are of one period, the period."""
    first, *others = _findings(groups, own)
    return words.page_description(f"{opening}: {first}", (words.capitalised(sentence) for sentence in others))


def periods_of(groups: Iterable[Group], own: Iterable[Assessed]) -> set[Period]:
    """Returns the periods of the newest figures. A level or a province can have older ones than another."""
    return {group.period for group in groups} | {row.period for row in own if row.period}


def _findings(groups: Sequence[Group], own: Sequence[Assessed]) -> Iterator[str]:
    """Yields the sentences of a description. Each finding states its period if the periods differ."""
    several = len(periods_of(groups, own)) > 1

    def dated(text: str, period: Period | None) -> str:
        return f"{formats.period(period)}, {text}." if several and period else f"{text}."

    for group in groups[:1]:
        yield dated(outcome(group, groups), group.period)
        yield from ends(group)
    for row in own:
        yield dated(f"kết quả của {words.name_in_text(row.unit)} là {figure_with_caveats(row)}", row.period)
    for group in groups[1:]:
        yield dated(outcome(group, groups), group.period)


def target_description(indicator: Indicator, facts: Facts) -> str:
    """Describes an indicator without published results for search engines: the targets that documents set."""
    asked = targets_in_short(indicator, facts)
    named = dict.fromkeys(f"phải đạt {one.text} ({one.short_place})." for one in asked.groups)
    found = [*named, *asked.sentences]
    if not found:
        return f"{indicator.short_name}: chưa có văn bản nào đặt mức phải đạt hoặc công bố kết quả."
    more = map(words.capitalised, found[1:])
    return words.page_description(f"{indicator.short_name}: {found[0]}", more, "Chưa có văn bản nào công bố kết quả.")


def citation(
    title: str, address: str, portal: Portal, periods: Iterable[Period] = (), published: Sequence[date] = ()
) -> str:
    """Text for citing a page: the portal, the title, the periods of the figures, the days on which they were published,
    and the permanent address."""
    shown = [formats.period(period) for period in sorted(set(periods), key=lambda period: period.order)]
    when = f" Số liệu: {', '.join(shown)}." if shown else ""
    day = f" Công bố trên cổng: {span(published)}." if published else ""
    return citation_text(portal, title, address, f"{when}{day}")
