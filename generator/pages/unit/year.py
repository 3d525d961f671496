"""Pages `/don-vi/<slug>/<year>/`: a unit's indicators by period in one year. The page no longer changes once the year
is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.model import Assessment, Indicator, Level, Period, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.anchors import permanent_anchor
from generator.pages.facts import JUDGED, Assessed, Facts, Stated, Target
from generator.pages.figures import (
    caveats_of,
    figure_of,
    legend_of,
    mark_without_detail,
    place_text,
    target_phrase_without_due,
    unread_target_link,
)
from generator.pages.links import row_address, unit_link, unit_trail, year_address
from generator.pages.parts import Link, Mark, Page
from generator.pages.published import citation_text, common_day, days_of, publication_sentence_by_period
from generator.pages.unit_names import full_name, name_within


@dataclass(frozen=True)
class YearCell:
    """One figure of a year. The text omits the unit of measure if the row's heading states it.

    - `id`: anchor of the figure; empty if the period's document leaves the unit out.
    - `row`: address of the document's row that states the figure.
    - `place`: rank; empty if there is none.
    - `finding`: address of the page about a discrepancy.
    - `caveats`: why the figure is uncertain (provisional, inferred).
    - `published`: day of publication, if it is not the most frequent day of its period.
    """

    text: str
    id: str
    row: str
    mark: Mark | None
    place: str
    finding: str
    missing: bool
    caveats: str = ""
    published: str = ""


@dataclass(frozen=True)
class YearRow:
    """One indicator in the periods of the year, with the last target in force. A cell is None if the period has no
    report on the indicator. `former_target` is the target of the same date that a later document replaced.
    `unread_target` could not be read and is not applied."""

    indicator: Link
    unit_of_measure: str
    target: Link | None
    cells: tuple[YearCell | None, ...]
    former_target: Link | None = None
    unread_target: Link | None = None


@dataclass(frozen=True)
class YearTable:
    """The indicators of one group."""

    id: str
    title: str
    rows: tuple[YearRow, ...]

    @property
    def has_caveats(self) -> bool:
        """Whether a figure of the table is provisional or inferred."""
        return any(cell.caveats for row in self.rows for cell in row.cells if cell)


@dataclass(frozen=True)
class YearPeriod:
    """A column of a year's tables: its short heading, and its name for screen readers."""

    heading: str
    name: str


@dataclass(frozen=True, kw_only=True)
class UnitYearPage(Page):
    """A unit's figures of one year. `scope` is the heading after a comma: `xã Tân Đông, năm 2025`. `previous_year`
    links to the previous year's page, which is permanent."""

    heading: str
    scope: str
    unit: Link
    sentence: str
    published: str
    periods: tuple[YearPeriod, ...]
    marks: tuple[Mark, ...]
    tables: tuple[YearTable, ...]
    previous_year: Link | None
    citation: str


@dataclass(frozen=True)
class Year:
    """What documents state about a unit in one year: its own figures or why they are missing (`rows`), and figures of
    whole levels within it (`of_levels`). `unreported` are periods in which documents have figures of other units but
    not of this one."""

    rows: tuple[Assessed, ...]
    of_levels: tuple[Stated, ...]
    unreported: tuple[Assessed, ...] = ()

    @property
    def stated(self) -> tuple[Assessed | Stated, ...]:
        """All figures that documents state."""
        return (*self.rows, *self.of_levels)

    @property
    def periods(self) -> tuple[Period, ...]:
        """All periods in order of time."""
        own = {row.period for row in (*self.rows, *self.unreported) if row.period}
        return tuple(sorted(own | {row.period for row in self.of_levels}, key=lambda period: period.order))


def year_pages(facts: Facts) -> Deferred[UnitYearPage]:
    """Returns a page for each unit and each year with something that a document states."""
    stated = levels_within(facts)
    years = {id_: years_of(facts.by_year.get(id_, {}), stated.get(id_, ())) for id_ in facts.portal.units}
    found = [(unit, year) for unit in facts.portal.units.values() for year in years[unit.id]]

    def page(place: tuple[Unit, int]) -> UnitYearPage:
        return _year_page(*place, years[place[0].id], facts)

    return deferred(page, found, lambda place: year_address(*place))


def levels_within(facts: Facts) -> Mapping[str, tuple[Stated, ...]]:
    """Returns the figures that documents state for whole levels within a unit, by unit id."""
    return grouped(facts.level_results, lambda row: row.unit.id)


def years_of(rows: Mapping[int, tuple[Assessed, ...]], of_levels: Sequence[Stated]) -> Mapping[int, Year]:
    """Returns one unit's figures by year, earliest year first. `rows` are its own figures by year."""
    levels = grouped(of_levels, lambda row: row.period.year)
    return {year: Year(rows.get(year, ()), levels.get(year, ())) for year in sorted({*rows, *levels})}


def _year_page(unit: Unit, year: int, years: Mapping[int, Year], facts: Facts) -> UnitYearPage:
    found = replace(years[year], unreported=tuple(_left_out(unit, year, years[year], facts)))
    earlier = max((other for other in years if other < year), default=None)
    address = year_address(unit, year)
    changing = year in {day.year for day in (unit.active_from, unit.active_to) if day}
    name = full_name(unit, facts.portal) if changing else name_within(unit, facts.portal)
    days = _days(found, facts)
    return UnitYearPage(
        address=address,
        title=f"{name}, năm {year}",
        description=f"{name}: kết quả từng kỳ của năm {year}, đánh giá và thứ hạng, kèm văn bản nguồn.",
        heading=f"{unit.name}, năm {year}",
        scope=f"{words.name_in_text(unit)}, năm {year}",
        trail=(*unit_trail(unit, facts.portal), unit_link(unit)),
        hide_toc=True,
        unit=unit_link(unit),
        sentence=_sentence(year, found),
        published=publication_sentence_by_period(days, {period: _heading(period) for period in days}),
        periods=tuple(YearPeriod(_heading(period), formats.period(period)) for period in found.periods),
        marks=legend_of(found.rows),
        tables=tuple(_tables(found, days, facts)),
        previous_year=Link(f"năm {earlier}", year_address(unit, earlier)) if earlier else None,
        citation=citation_text(facts.portal, f"{name}, năm {year}", address),
    )


def _left_out(unit: Unit, year: int, found: Year, facts: Facts) -> Iterator[Assessed]:
    """Returns rows of periods in which documents leave the unit out, for indicators that documents report for this unit
    in this year."""
    reported = {row.indicator.id for row in found.rows}
    known = facts.unreported_by_year.get(unit.id, {}).get(year, ())
    return (row for row in known if row.indicator.id in reported)


def _days(found: Year, facts: Facts) -> Mapping[Period, date]:
    """Most frequent day of publication of each period's figures."""
    stated = grouped(found.stated, lambda row: row.period)
    days = ((period, common_day(days_of(stated[period], facts))) for period in found.periods if period in stated)
    return {period: day for period, day in days if day}


def _heading(period: Period) -> str:
    """`T5` for May, `Q2` for a quarter, `Năm` for the whole year. Short, because columns are narrow."""
    if period.month:
        return f"T{period.month}"
    return f"Q{period.quarter}" if period.quarter else "Năm"


def _sentence(year: int, found: Year) -> str:
    judged = [row for row in found.rows if row.assessment in JUDGED]
    met = sum(row.assessment is Assessment.MET for row in judged)
    reported = [row for row in found.stated if row.value]
    if not reported:
        return f"Năm {year}: chưa có số liệu nào; lý do ở từng ô."
    indicators, periods = ({row.indicator.id for row in reported}, {row.period for row in reported})
    text = f"Năm {year} có số liệu của {len(indicators)} chỉ tiêu trong {len(periods)} kỳ"
    return f"{text}; đạt {met} trong {len(judged)} số liệu có mức phải đạt." if judged else f"{text}."


def _tables(found: Year, days: Mapping[Period, date], facts: Facts) -> Iterator[YearTable]:
    """Yields tables of the unit's own indicators by group, then of the levels within it."""
    order = {id_: place for place, id_ in enumerate(facts.portal.indicators)}
    cells = _Cells(found.periods, days, facts)
    ordered = sorted(found.rows, key=lambda row: order[row.indicator.id])
    groups = grouped(ordered, lambda row: row.indicator.group)
    unreported = grouped(found.unreported, lambda row: row.indicator)
    for number, (title, members) in enumerate(groups.items(), 1):
        lines = grouped(members, lambda row: row.indicator)
        rows = tuple(
            _row(line, unreported.get(indicator, ()), cells, facts.levels.ranking(line[0].unit, indicator))
            for indicator, line in lines.items()
        )
        yield YearTable(f"nhom-{number}", title, rows)
    stated = sorted(found.of_levels, key=lambda row: order[row.indicator.id])
    for level, figures in grouped(stated, lambda row: row.level).items():
        if level:
            yield _level_table(level, figures, cells)


def _level_table(level: Level, stated: Sequence[Stated], cells: "_Cells") -> YearTable:
    """Figures that documents state for a whole level: one row for each indicator and kind of figure."""
    lines = grouped(stated, lambda row: (row.indicator, row.aggregate))
    rows = tuple(_level_row(indicator, line, cells) for (indicator, _), line in lines.items())
    return YearTable(LEVEL_IDS[level], f"Số liệu chung của các {words.LEVEL_UNITS[level]}", rows)


def _level_row(indicator: Indicator, stated: Sequence[Stated], cells: "_Cells") -> YearRow:
    name = f"{indicator.short_name}, {words.inline(words.aggregate(stated[0].aggregate, indicator.measure))}"
    unit = formats.unit_of_measure(indicator.measure)
    return YearRow(Link(name, indicator.address), unit, None, cells.of({row.period: row for row in stated}))


def _row(rows: Sequence[Assessed], unreported: Sequence[Assessed], cells: "_Cells", ranking: str) -> YearRow:
    indicator = rows[0].indicator
    return YearRow(
        indicator=Link(indicator.short_name, ranking),
        unit_of_measure=formats.unit_of_measure(indicator.measure),
        target=_target_link(rows[-1].stated_target),
        cells=cells.of({row.period: row for row in (*unreported, *rows) if row.period}),
        former_target=_target_link(cells.facts.former_target(rows[-1])),
        unread_target=next(filter(None, map(unread_target_link, reversed(rows))), None),
    )


def _target_link(target: Target | None) -> Link | None:
    return Link(target_phrase_without_due(target), row_address(target.source, target.locator)) if target else None


@dataclass(frozen=True)
class _Cells:
    """Builds the cells of a year's rows. `days` has the most frequent day of publication of each period."""

    periods: Sequence[Period]
    days: Mapping[Period, date]
    facts: Facts

    def of(self, rows: Mapping[Period, Assessed] | Mapping[Period, Stated]) -> tuple[YearCell | None, ...]:
        """Returns a cell for each period; None if a period has no report on the indicator."""
        return tuple(self._cell(rows[period]) if period in rows else None for period in self.periods)

    def _cell(self, row: Assessed | Stated) -> YearCell:
        own = row if isinstance(row, Assessed) else None
        return YearCell(
            text=formats.without_unit(row.value) if row.value else figure_of(row).text,
            id=permanent_anchor(row) if row.locator else "",
            row=row_address(row.source, row.locator) if row.source and row.locator else "",
            mark=self._mark(own) if own else None,
            place=self._place(own) if own else "",
            finding=self._finding(own) if own else "",
            missing=not row.value,
            caveats=caveats_of(row),
            published=self._published(row),
        )

    def _mark(self, row: Assessed) -> Mark | None:
        return mark_without_detail(row.assessment) if row.assessment in _MARKED else None

    def _place(self, row: Assessed) -> str:
        group = self.facts.levels.of(row)
        return place_text(row) if group and not group.all_equal else ""

    def _finding(self, row: Assessed) -> str:
        found = self.facts.findings.of(row)
        return found[0].address if found else ""

    def _published(self, row: Assessed | Stated) -> str:
        day = self.facts.published(row)
        return formats.day(day) if day and row.period and day != self.days.get(row.period) else ""


_MARKED = (Assessment.MET, Assessment.NOT_MET, Assessment.EXEMPT)
"""Assessments that a cell shows with a mark."""
