"""The distribution of a level's figures: a dot for each unit on one axis."""

from collections import Counter
from collections.abc import Callable, Iterator

from generator import formats, words
from generator.model import Assessment, Unit
from generator.pages.drawings import AXIS_END, Dot, DotStrip, position
from generator.pages.facts import Assessed, Group
from generator.pages.figures import country_text, figure_with_caveats, target_text
from generator.pages.sentences import own_name, spread

_DOTS = 400
"""Maximum number of units with a dot each. If there are more, one dot is drawn for each percent of the axis."""

_FEWEST = 3
"""Minimum number of different figures for a distribution."""


def distribution(group: Group, named: Callable[[Unit], str] = own_name) -> DotStrip | None:
    """Returns the figures on an axis that starts at 0. `named` returns the name of a unit. None if there are too few
    different figures, or if one is below 0. Exempt units are left out."""
    compared = [row for row in group.known if row.assessment is not Assessment.EXEMPT]
    amounts = [row.amount for row in compared if row.amount is not None]
    if len(set(amounts)) < _FEWEST or min(amounts) < 0:
        return None
    indicator, common = group.indicator, group.target
    asked = common.amount if common else None
    country = group.known[0].benchmark
    marks = (mark for mark in (asked, country.amount if country else None) if mark is not None)
    axis = AXIS_END if indicator.measure.out_of_hundred else max(*amounts, *marks)
    return DotStrip(
        sentence=spread(group, compared),
        dots=tuple(_dots(compared, axis, named)),
        low=formats.figure(0, indicator.measure, indicator.decimals),
        high=formats.figure(axis, indicator.measure, indicator.decimals),
        target=position(asked, axis) if asked is not None else None,
        country=position(country.amount or 0, axis) if country else None,
        country_label=words.capitalised(country_text(country)) if country else "",
        target_label=f"Mức phải đạt: {target_text(common)}" if common else "",
    )


def _dots(rows: list[Assessed], axis: int, named: Callable[[Unit], str]) -> Iterator[Dot]:
    if len(rows) > _DOTS:
        yield from _dots_per_percent(rows, axis)
        return
    for row in rows:
        yield Dot(position(row.amount or 0, axis), f"{named(row.unit)}: {figure_with_caveats(row)}", row.unit.address)


def _dots_per_percent(rows: list[Assessed], axis: int) -> Iterator[Dot]:
    """Yields one dot for each percent of the axis that has units. Its text states how many."""
    indicator = rows[0].indicator
    counts = Counter(round(position(row.amount or 0, axis)) for row in rows)
    for place, count in sorted(counts.items()):
        near = formats.figure(axis * place // 100, indicator.measure, indicator.decimals)
        yield Dot(float(place), f"{count} đơn vị quanh mức {near}", indicator.address)
