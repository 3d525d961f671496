"""What the undated and the dated pages of an indicator share: provinces' own figures, whole levels, dated rankings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import formats, words
from generator.model import Assessment, Indicator, Level, Period, Portal
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.figures import bar_of, change_text, figure_of, mark_of, period_text, shortfall, target_sentence
from generator.pages.levels import LEVEL_ORDER, Group
from generator.pages.links import result_sources, source_ref, unit_link
from generator.pages.parts import Bar, Cell, Figure, Link, Mark, SourceRef, Table
from generator.words import sentence


@dataclass(frozen=True)
class ProvinceCard:
    """A province's own figure."""

    unit: Link
    figure: Figure
    mark: Mark
    bar: Bar | None
    said: tuple[str, ...]
    period: str
    sources: tuple[SourceRef, ...]


def citation(title: str, address: str, portal: Portal, periods: Iterable[Period] = ()) -> str:
    """How to cite a page: the portal, its title, the periods of its figures, its address that stays."""
    shown = [formats.period(period) for period in sorted(set(periods), key=lambda period: period.end)]
    when = f" Số liệu: {', '.join(shown)}." if shown else ""
    return f"{portal.settings.title}, “{title}”.{when} Địa chỉ cố định: {address}"


def coverage(groups: Iterable[Group]) -> str:
    """`16 sở, ban, ngành; 9 huyện, thị xã, thành phố`: how many units of each level have a figure."""
    counts = dict.fromkeys(LEVEL_ORDER, 0)
    for group in groups:
        counts[group.level] += len(group.known)
    return "; ".join(f"{count} {words.LEVEL_UNITS[level]}" for level, count in counts.items() if count)


def latest_of_provinces(rows: Iterable[Assessed]) -> tuple[Assessed, ...]:
    known = [row for row in rows if row.unit.level is Level.PROVINCE and row.amount is not None]
    return tuple({row.unit.id: row for row in known}.values())


def province_cards(rows: Iterable[Assessed], facts: Facts) -> tuple[ProvinceCard, ...]:
    """The figures of provinces themselves, as cards."""
    return tuple(
        ProvinceCard(
            unit=unit_link(row.unit),
            figure=figure_of(row),
            mark=mark_of(row, facts.today),
            bar=bar_of(row),
            said=tuple(_said(row)),
            period=sentence(period_text(row)),
            sources=result_sources(row),
        )
        for row in rows
    )


def _said(row: Assessed) -> Iterator[str]:
    if row.target:
        yield target_sentence(row.target)
    if row.assessment is Assessment.NOT_MET:
        yield sentence(shortfall(row))
    if change := change_text(row):
        yield change


def level_figures(figures: Iterable[Stated]) -> Table | None:
    """What documents state for whole levels, each with what it is."""
    rows = tuple(
        (
            Cell(f"{words.LEVELS[row.level or row.unit.level]} của {words.name_in_text(row.unit)}"),
            Cell(words.opening(words.AGGREGATES[row.aggregate])),
            Cell(formats.period(row.period)),
            Cell(figure_of(row).text, row.value, numeric=True),
            source_cell(source_ref(row.source, row.locator), row.note),
        )
        for row in sorted(figures, key=lambda row: LEVEL_ORDER.index(row.level or row.unit.level))
    )
    headings = ("Cấp", "Là số gì", "Kỳ", "Số liệu", "Nguồn")
    return Table("Số liệu văn bản nêu cho cả một cấp", headings, rows) if rows else None


def source_cell(ref: SourceRef, note: str) -> Cell:
    return Cell(ref.text, address=ref.address, note=note)


def dated_links(indicator: Indicator, rows: Iterable[Assessed]) -> tuple[Link, ...]:
    """The dated rankings of an indicator, newest first: every period with at least one figure."""
    known = {row.period: row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(known, key=lambda period: (period.end, period.start), reverse=True)
    return tuple(Link(words.opening(formats.period(period)), f"{indicator.address}{period}/") for period in ordered)
