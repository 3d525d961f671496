"""View-model of one unit's figure, for rankings, the list of indicators and the figures of provinces."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator import formats, words
from generator.model import Measure, Period, Reading, TargetStatus
from generator.pages.drawings import Bar
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import UNKNOWN, bar_of, figure_of, required, row_mark, target_text, unread_target_link
from generator.pages.links import row_address, source_ref, unit_link
from generator.pages.parts import Cell, Figure, Link, Mark, SourceRef
from generator.pages.unit_names import name_with_months


@dataclass(frozen=True)
class FigureRow:
    """One unit's figure with its target and its rank.

    - `kind` and `district`: values for filtering a table.
    - `place`: the rank; empty for a unit without one.
    - `former_target`: the target of an earlier document that `target` replaces.
    - `unread_target`: the target that is not applied because it could not be read.
    - `mark`: None if the text of the figure already explains why there is no assessment.
    """

    unit: Link
    kind: str
    district: str
    place: Cell
    tied: bool
    figure: Figure
    bar: Bar | None
    target: Cell
    former_target: Link | None
    unread_target: Link | None
    mark: Mark | None
    gap: Cell
    source: SourceRef | None
    findings: tuple[Link, ...]


_USUAL_LENGTH = len("100,00%")


def have_wide_figures(rows: Iterable[FigureRow]) -> bool:
    """Whether a figure beside a bar is longer than a share, as `100,0 điểm` is. The bars then leave it more space."""
    return any(row.bar and len(row.figure.text) > _USUAL_LENGTH for row in rows)


def figure_row(
    row: Assessed, facts: Facts, *, due: Period | None = None, short: bool = False, names_end: bool = False
) -> FigureRow:
    """Returns the row of a figure. `due` is a due date that the heading states for all rows, so that cells leave it
    out. `short` leaves document and table out of the source, because the caption names them. `names_end` names a unit
    that ended before the end of the period with its last month."""
    district = facts.portal.district_of(row.unit)
    ended = names_end and row.period is not None and row.unit.ended_before(row.period)
    return FigureRow(
        unit=Link(name_with_months(row.unit), row.unit.address) if ended else unit_link(row.unit),
        kind=words.UNIT_KINDS[row.unit.kind],
        district=district.name if district else "",
        place=Cell(str(row.rank), str(row.rank), numeric=True) if row.has_rank else Cell("", numeric=True),
        tied=row.tied and row.has_rank,
        figure=figure_of(row),
        bar=bar_of(row),
        target=_target_cell(row, due),
        former_target=_former_target(row, facts),
        unread_target=unread_target_link(row),
        mark=None if row.assessment in UNKNOWN else row_mark(row),
        gap=_gap_cell(row),
        source=_source(row, short=short),
        findings=tuple(Link("Xem đối chiếu", finding.address) for finding in facts.findings.of(row)),
    )


def _target_cell(row: Assessed, due: Period | None) -> Cell:
    """Cell with the unit's target and a link to the document's row. Includes the due date unless the heading states
    it. Of a target that could not be read only that is stated, because the cell is narrow."""
    target = row.stated_target
    if target is None:
        return Cell("chưa có")
    text = required(target) if due == target.due else target_text(target)
    if target.status is TargetStatus.UNREADABLE:
        text = words.inline(words.TARGET_STATUSES[target.status])
    return Cell(text, target.value, row_address(target.source, target.locator))


def _former_target(row: Assessed, facts: Facts) -> Link | None:
    former = facts.former_target(row)
    return Link(required(former), row_address(former.source, former.locator)) if former else None


def _gap_cell(row: Assessed) -> Cell:
    """Cell with the figure minus its target: `+0,4`, `−13,2`. The heading states the unit of measure."""
    if row.gap is None:
        return Cell("", numeric=True)
    decimals = formats.visible_decimals(row.gap, row.indicator.decimals)
    sign = "+" if row.gap > 0 else ""
    return Cell(f"{sign}{formats.number(row.gap, decimals)}", formats.plain_decimal(row.gap, decimals), numeric=True)


def gap_unit(measure: Measure) -> str:
    """Unit of measure of gaps, for a heading: ` (điểm %)`. Empty for counts and ranks."""
    unit = "điểm %" if measure is Measure.PERCENT else formats.unit_of_measure(measure)
    return f" ({unit})" if unit else ""


def _source(row: Assessed, *, short: bool) -> SourceRef | None:
    """Reference to the row that states the figure. The note on a missing figure is left out, because it is shown with
    the reason why the figure is missing."""
    if row.source is None or not row.locator:
        return None
    note = row.note if row.value else ""
    if not short:
        return source_ref(row.source, row.locator, row.reading, note)
    address = row_address(row.source, row.locator)
    return SourceRef(formats.locator_row(row.locator), address, row.reading is Reading.INFERRED, note)
