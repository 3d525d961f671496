"""All figures of an indicator that a page shows: of provinces themselves, of each level's units, of whole levels.

The page of an indicator shows the newest ones, a dated page those of its period; both show them alike.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator import formats, words
from generator.model import Assessment, Level, Period
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.figures import benchmark_link, change_text, figure_of, period_text, shortfall
from generator.pages.indicator.rows import FigureRow, figure_row
from generator.pages.indicator.standings import Standings, standings_of
from generator.pages.indicator.summary import LevelInShort, Provinces
from generator.pages.indicator.targets import source_cell
from generator.pages.levels import LEVEL_ORDER, Group
from generator.pages.links import named_in_time
from generator.pages.parts import Cell, Link, Page, Spark, Table
from generator.words import sentence

_ROWS = 30
"""With more rows than this on a page, the table of each level is folded: a phone shows ten at a time."""


@dataclass(frozen=True)
class ProvinceFigure:
    """A province's own figure, or the country's: of which period, how far from its target, how it changed; the
    country's beside it; the figures up to it, where there are several, as a small line."""

    row: FigureRow
    period: str
    said: tuple[str, ...]
    benchmark: Link | None
    spark: Spark | None = None


@dataclass(frozen=True)
class Results:
    """The figures of one page; `whole` is the heading of those of whole provinces and of the country."""

    provinces: tuple[ProvinceFigure, ...]
    whole: str
    standings: tuple[Standings, ...]
    level_figures: Table | None


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """What the undated and the dated pages of an indicator have in common.

    `official` is the full name where the heading is a shorter one. `in_short` are levels whose tables stand elsewhere,
    `provinces` lead to them, `beside` are other ways from there.
    """

    heading: str
    official: str
    definition: str
    doors: tuple[Link, ...]
    results: Results
    citation: str
    in_short: tuple[LevelInShort, ...] = ()
    provinces: Provinces | None = None
    beside: tuple[Link, ...] = ()


def results_of(
    own: Iterable[Assessed],
    groups: Sequence[Group],
    stated: Iterable[Stated],
    facts: Facts,
    drawn: Collection[str] = (),
    sparks: Mapping[str, Spark | None] = MappingProxyType({}),
) -> Results:
    """The figures of provinces, of each level's units and of whole levels, ready to be shown. Levels in `drawn`, by the
    id of their standings, have a picture over time, which shows how their figures lie; `sparks` are by province id."""
    folded = sum(len(group.known) + len(group.unknown) for group in groups) > _ROWS
    standings = (standings_of(group, facts, folded=folded) for group in groups)
    alone = tuple(own)
    return Results(
        provinces=tuple(_province_figure(row, facts, sparks.get(row.unit.id)) for row in alone),
        whole=_whole(alone),
        standings=tuple(replace(one, strip=None) if one.id in drawn else one for one in standings),
        level_figures=_level_figures(stated, facts),
    )


def _whole(rows: Iterable[Assessed]) -> str:
    """`Toàn tỉnh`, `Toàn tỉnh, cả nước`."""
    return words.opening(", ".join(dict.fromkeys(words.whole(row.unit) for row in rows)))


def standing_alone(own: Iterable[Assessed], rows: Iterable[Assessed], groups: Iterable[Group]) -> tuple[Assessed, ...]:
    """Of provinces' figures those that no ranking shows; after them the country's newest one of `rows`, where nothing
    that is shown is compared with it."""
    ranked = [row for group in groups for row in group.known]
    shown = {_place(row) for row in ranked}
    alone = [row for row in own if _place(row) not in shown]
    country = [row for row in rows if row.unit.level is Level.COUNTRY and row.amount is not None][-1:]
    beside = {_place(row.benchmark) for row in (*alone, *ranked) if row.benchmark}
    return (*alone, *(row for row in country if _place(row) not in beside))


def _place(row: Assessed) -> tuple[str, Period | None]:
    """What tells a figure from the others of its indicator."""
    return row.unit.id, row.period


def provinces_newest(rows: Iterable[Assessed]) -> tuple[Assessed, ...]:
    """The newest figure of each province itself."""
    known = [row for row in rows if row.unit.level is Level.PROVINCE and row.amount is not None]
    return tuple({row.unit.id: row for row in known}.values())


def _province_figure(row: Assessed, facts: Facts, spark: Spark | None) -> ProvinceFigure:
    short = sentence(shortfall(row)) if row.assessment is Assessment.NOT_MET else ""
    said = (short, change_text(row))
    return ProvinceFigure(
        row=figure_row(row, facts),
        period=sentence(period_text(row)),
        said=tuple(text for text in said if text),
        benchmark=benchmark_link(row),
        spark=spark,
    )


def _level_figures(figures: Iterable[Stated], facts: Facts) -> Table | None:
    """What documents state for whole levels, each with what it is."""
    rows = tuple(
        (
            Cell(_level_name(row, facts), note=words.aggregate(row.aggregate, row.indicator.measure)),
            Cell(figure_of(row).text, row.value, numeric=True, note=formats.period(row.period)),
            source_cell(row.source, row.locator, row.note),
        )
        for row in sorted(figures, key=lambda row: LEVEL_ORDER.index(row.level or row.unit.level))
    )
    return Table("Số liệu văn bản nêu cho cả một cấp", ("Cấp", "Số liệu", "Nguồn"), rows) if rows else None


def _level_name(row: Stated, facts: Facts) -> str:
    """`Sở, ban, ngành`; of another unit than the own one with its name, and its months where it is no more."""
    level, unit = words.LEVELS[row.level or row.unit.level], row.unit
    if unit == facts.own:
        return level
    past = facts.is_past(unit.active_to)
    return f"{level} của {words.inline(named_in_time(unit)) if past else words.name_in_text(unit)}"
