"""Figures on an indicator's page: of provinces, of the units of each level, and of whole levels. The undated page shows
the newest figures, a dated page those of its period, both in the same layout."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator import formats, words
from generator.model import Assessment, Level, Period
from generator.pages.drawings import Spark
from generator.pages.facts import Assessed, Facts, Group, Stated
from generator.pages.figures import (
    benchmark_link,
    change_text,
    figure_of,
    figure_with_caveats,
    former_target_sentence,
    period_text,
    shortfall,
)
from generator.pages.indicator.level_ranking import LevelRanking, level_ranking_of
from generator.pages.indicator.rows import FigureRow, figure_row
from generator.pages.indicator.summary import LevelSummary
from generator.pages.indicator.targets import source_cell
from generator.pages.parts import Cell, Link, Page, Table
from generator.pages.province_table import ProvinceTable
from generator.pages.unit_names import name_with_months
from generator.words import sentence

_ROWS = 30
"""If a page has more rows than this, the table of each level is folded. A phone shows ten rows at a time."""


@dataclass(frozen=True)
class ProvinceFigure:
    """Own figure of a province or of the country.

    - `row`: the figure with its target and rank.
    - `period`: the period as a sentence.
    - `sentences`: how far the figure is from its target, how it changed, and which target its target replaces.
    - `benchmark`: the country's figure, for comparison.
    - `spark`: small chart of the figures up to this one; None if there are too few.
    """

    row: FigureRow
    period: str
    sentences: tuple[str, ...]
    benchmark: Link | None
    spark: Spark | None = None


@dataclass(frozen=True)
class Results:
    """Figures of one page. `whole` is the heading above the figures of provinces and of the country; `level_figures`
    are those that documents state for whole levels."""

    provinces: tuple[ProvinceFigure, ...]
    whole: str
    rankings: tuple[LevelRanking, ...]
    level_figures: Table | None


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """Common fields of the undated and the dated pages of an indicator.

    - `official`: the full name, if the heading is a shorter one.
    - `section_links`: links to the parts of the page.
    - `level_summaries`: summaries of levels that have their tables on other pages.
    - `provinces`: table with links to the pages of the provinces.
    - `related_links`: further links, to related pages.
    """

    heading: str
    official: str
    definition: str
    section_links: tuple[Link, ...]
    results: Results
    citation: str
    level_summaries: tuple[LevelSummary, ...] = ()
    provinces: ProvinceTable | None = None
    related_links: tuple[Link, ...] = ()


def results_of(
    own: Iterable[Assessed],
    groups: Sequence[Group],
    stated: Iterable[Stated],
    facts: Facts,
    drawn: Collection[str] = (),
    sparks: Mapping[str, Spark | None] = MappingProxyType({}),
) -> Results:
    """Returns the figures of provinces, of each level's units and of whole levels. `drawn` has the ranking ids of
    levels that get no distribution, because a chart over time shows the same. `sparks` has the small charts by province
    id."""
    folded = sum(len(group.known) + len(group.unknown) for group in groups) > _ROWS
    rankings = (level_ranking_of(group, facts, folded=folded) for group in groups)
    alone = tuple(own)
    return Results(
        provinces=tuple(_province_figure(row, facts, sparks.get(row.unit.id)) for row in alone),
        whole=whole_areas(alone),
        rankings=tuple(replace(one, strip=None) if one.id in drawn else one for one in rankings),
        level_figures=_level_figures(stated, facts),
    )


def whole_areas(rows: Iterable[Assessed]) -> str:
    """Names the areas of provinces' own figures: `Toàn tỉnh`, `Toàn thành phố`, `Toàn tỉnh, cả nước`."""
    return words.capitalised(", ".join(dict.fromkeys(words.whole_area(row.unit) for row in rows)))


def figures_without_ranking(
    own: Iterable[Assessed], rows: Iterable[Assessed], groups: Iterable[Group]
) -> tuple[Assessed, ...]:
    """Returns the provinces' figures that are in no ranking, then the country's newest figure in `rows`. Leaves out the
    country's figure if it is already shown as benchmark of another figure."""
    ranked = [row for group in groups for row in group.known]
    shown = {_figure_key(row) for row in ranked}
    alone = [row for row in own if _figure_key(row) not in shown]
    country = [row for row in rows if row.unit.level is Level.COUNTRY and row.amount is not None][-1:]
    beside = {_figure_key(row.benchmark) for row in (*alone, *ranked) if row.benchmark}
    return (*alone, *(row for row in country if _figure_key(row) not in beside))


def _figure_key(row: Assessed) -> tuple[str, Period | None]:
    """Identifies a figure among those of its indicator."""
    return row.unit.id, row.period


def provinces_newest(rows: Iterable[Assessed]) -> tuple[Assessed, ...]:
    """Returns the newest own figure of each province."""
    known = [row for row in rows if row.unit.level is Level.PROVINCE and row.amount is not None]
    return tuple({row.unit.id: row for row in known}.values())


def _province_figure(row: Assessed, facts: Facts, spark: Spark | None) -> ProvinceFigure:
    short = sentence(shortfall(row)) if row.assessment is Assessment.NOT_MET else ""
    note = figure_of(row).note
    sentences = (short, change_text(row), former_target_sentence(row, facts), sentence(note) if note else "")
    return ProvinceFigure(
        row=figure_row(row, facts),
        period=sentence(period_text(row)),
        sentences=tuple(text for text in sentences if text),
        benchmark=benchmark_link(row),
        spark=spark,
    )


def _level_figures(figures: Iterable[Stated], facts: Facts) -> Table | None:
    """Table of the figures that documents state for whole levels, with the kind of each figure (mean, total …)."""
    rows = tuple(
        (
            Cell(_level_name(row, facts), note=words.aggregate(row.aggregate, row.indicator.measure)),
            Cell(figure_with_caveats(row), row.value, numeric=True, note=formats.period(row.period)),
            source_cell(row.source, row.locator, row.note),
        )
        for row in sorted(figures, key=lambda row: (row.level or row.unit.level).order)
    )
    return Table("Số liệu văn bản nêu cho cả một cấp", ("Cấp", "Số liệu", "Nguồn"), rows) if rows else None


def _level_name(row: Stated, facts: Facts) -> str:
    """As in `Sở, ban, ngành`. Adds the unit's name if it is not the portal's own unit, and its months if it has
    ended."""
    level, unit = words.LEVELS[row.level or row.unit.level], row.unit
    if unit == facts.own:
        return level
    past = facts.is_past(unit.active_to)
    return f"{level} của {words.inline(name_with_months(unit)) if past else words.name_in_text(unit)}"
