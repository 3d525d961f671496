"""Pages `/nhung/<unit>/<indicator>/`: a unit's figures over time, for embedding in other sites."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.model import Period, Unit
from generator.model.addresses import UNIT_EMBED, Part
from generator.pages.boards import Board
from generator.pages.curves import FEWEST, WIDTH, grid_of
from generator.pages.embeds import EmbedMoment, UnitEmbed
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import (
    bar_of,
    caveats_of,
    figure_of,
    target_phrase_of,
    unread_target_link,
    useful_mark,
    with_former,
)
from generator.pages.links import statement_address
from generator.pages.parts import EmbedCode, Embedding, Link
from generator.pages.posters import poster_path, rank_phrase
from generator.pages.unit.ranks import has_place, unranked_text
from generator.pages.unit.trend import UnitTimeline, timeline_of, timeline_picture
from generator.pages.unit_names import full_name_in_text

_HEIGHT = 400
"""Height of an embed without a chart, in a frame 320 pixels wide."""
_CHART_HEIGHT = 770
"""Height of an embed with a chart over time, in a frame 320 pixels wide."""


def embed_address(unit_slug: str, indicator_slug: str) -> str:
    """Address of the embed of a unit and indicator."""
    return UNIT_EMBED.address({Part.UNIT: unit_slug, Part.INDICATOR: indicator_slug})


def unit_embeds(facts: Facts) -> Deferred[UnitEmbed]:
    """Returns an embed for each unit and indicator with at least one figure, for the levels in the setting
    `sharing_levels`."""
    found = list(_figures(facts))
    return deferred(
        lambda pair: _embed(*pair, facts),
        found,
        lambda pair: embed_address(pair[0].slug, pair[1][0].indicator.slug),
    )


def _figures(facts: Facts) -> Iterator[tuple[Unit, Sequence[Assessed]]]:
    """Yields each unit with its rows of one indicator."""
    for unit in facts.portal.units.values():
        if unit.level not in facts.portal.settings.sharing_levels:
            continue
        for rows in facts.series.get(unit.id, ()):
            if any(row.amount is not None for row in rows):
                yield unit, rows


def _embed(unit: Unit, rows: Sequence[Assessed], facts: Facts) -> UnitEmbed:
    indicator = rows[0].indicator
    timeline = timeline_of(unit, rows, facts.levels)
    width_factors = _width_factors(timeline) if timeline else {}
    return UnitEmbed(
        address=embed_address(unit.slug, indicator.slug),
        heading=indicator.short_name,
        scope=full_name_in_text(unit, facts.portal),
        page=Link(unit.name, f"{unit.address}#{indicator.slug}"),
        picture=poster_path(unit.address),
        height=_height(drawn=timeline is not None),
        moments=tuple(_moment(row, timeline, width_factors, facts) for row in _ordered(rows)),
        line_chart=timeline_picture(unit, timeline, facts.levels) if timeline else None,
    )


def _ordered(rows: Sequence[Assessed]) -> Sequence[Assessed]:
    """Returns the rows of an embed. The newest row that a document states comes first, because it is shown by default.
    Periods in which documents leave the unit out come last: the embed can be frozen at each of them, so none may show
    the figure of another period."""
    dated = [(row.period, row) for row in rows if row.period]
    dated.sort(key=lambda pair: (bool(pair[1].locator), pair[0].order), reverse=True)
    return [row for _, row in dated]


def _height(*, drawn: bool) -> int:
    return _CHART_HEIGHT if drawn else _HEIGHT


def embedding(
    unit: Unit, boards: Sequence[Board], first: str, drawn: Collection[str], facts: Facts
) -> Embedding | None:
    """Returns the code for embedding a unit's chart; None if the unit has no figures or its level has no embeds. The
    chart is that of the indicator with the slug `first`, or else of the first indicator with a figure. `drawn` has the
    slugs of indicators with a chart over time."""
    rows = [row for board in boards for row in board.rows if not row.figure.missing]
    if not rows or unit.level not in facts.portal.settings.sharing_levels:
        return None
    ordered = sorted(rows, key=lambda row: row.id != first)
    chosen, *others = (Link(row.name.text, embed_address(unit.slug, row.id)) for row in ordered)
    height = _height(drawn=ordered[0].id in drawn)
    code = EmbedCode(chosen.address, chosen.text, full_name_in_text(unit, facts.portal), height)
    return Embedding(code, tuple(others), _freezing_hint(unit, ordered[0].id, facts))


def _freezing_hint(unit: Unit, indicator_slug: str, facts: Facts) -> str:
    """Explains how to freeze the chart at a period, with the newest period of the chart as an example."""
    rows = (row for rows in facts.series.get(unit.id, ()) if rows[0].indicator.slug == indicator_slug for row in rows)
    periods = [row.period for row in rows if row.period and row.amount is not None]
    newest = max(periods, key=lambda period: period.order)
    return f"Biểu đồ theo số liệu mới nhất. Để dừng ở một kỳ, thêm kỳ đó vào cuối địa chỉ, ví dụ #{newest}."


def _moment(
    row: Assessed, timeline: UnitTimeline | None, width_factors: Mapping[Period | None, float], facts: Facts
) -> EmbedMoment:
    figure = figure_of(row)
    return EmbedMoment(
        id=str(row.period),
        figure=figure,
        mark=None if figure.missing else useful_mark(row),
        text=_moment_text(row, facts),
        source=_source(row),
        source_address=statement_address(row),
        bar=None if timeline else bar_of(row),
        end=formats.short_period(row.period) if row.period else "",
        width_factor=width_factors.get(row.period, 0),
    )


def _moment_text(row: Assessed, facts: Facts) -> str:
    """As in `Tháng 5/2024; phải đạt tối thiểu 47% đến hết năm 2024; hạng 5/18 sở, ban, ngành.`."""
    period = formats.period(row.period) if row.period else ""
    place = rank_phrase(row) if has_place(row, facts.levels) else words.inline(unranked_text(row, facts.levels))
    target = with_former(target_phrase_of(row), facts.former_target(row))
    unread = unread_target_link(row)
    instead = words.inline(unread.text) if unread else ""
    comment = f"số liệu {doubtful}" if (doubtful := caveats_of(row)) else figure_of(row).note
    return words.sentence("; ".join(filter(None, [period, comment, target, instead, place])))


def _source(row: Assessed) -> str:
    """As in `Công văn số 1612/UBND-KSTT ngày 30/06/2024, bảng PL.I, dòng 1`."""
    if row.source is None:
        return ""
    place = f", {formats.locator(row.locator)}" if row.locator else ""
    return f"{formats.source_name(row.source)} ngày {formats.day(row.source.issued_on)}{place}"


def _width_factors(timeline: UnitTimeline) -> Mapping[Period | None, float]:
    """Returns for each period the factor by which the chart is stretched if it ends with that period. Leaves out
    periods before which there are too few figures for a chart."""
    grid = grid_of(timeline.own, (0, 1), WIDTH, 1)
    known = accumulate(moment.amount is not None for moment in timeline.own)
    return {
        moment.period: round(WIDTH / max(grid.across(moment.period.end), 1), 4)
        for moment, count in zip(timeline.own, known, strict=True)
        if count >= FEWEST
    }
