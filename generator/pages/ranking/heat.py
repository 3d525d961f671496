"""Heat table of a level: a row for each unit, a column for each indicator, and in each cell the figure and its
assessment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.model import SCALE, Assessment, Measure, ResultStatus, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.anchors import cell_anchor
from generator.pages.facts import Assessed, Facts, Group
from generator.pages.figures import caveats_of, figure_of, place_text, row_mark
from generator.pages.level_names import facets, level_id
from generator.pages.links import statement_address, unit_link
from generator.pages.parts import Figure, Link, Mark
from generator.pages.ranking.unit_scores import UnitScore, columns_of, judged_outside, unit_scores_of
from generator.pages.sentences import former_target_link
from generator.pages.unit_names import existence_in_months

_METHOD = Link("Chỉ tiêu đạt", "/phuong-phap/#danh-gia")
_SORTED = "; ban đầu xếp theo tỷ lệ chỉ tiêu đạt"

_LONG = 30
"""Maximum number of rows of a table that is neither folded nor filtered."""

_VERY_LONG = 150
"""Maximum number of units of a level whose cells contain figures in a portal with province pages. Ten figures for each
of so many units are 28 KB, compressed. The limit counts all units that were ever entered, so that an address of a cell
never disappears when more of them get figures."""


@dataclass(frozen=True)
class HeatCell:
    """A unit's figure for an indicator.

    - `place`: rank; empty if there is none.
    - `row`: address of the document's row that states the figure; empty if there is none.
    - `sort`: machine-readable value, if the text does not begin with it.
    - `id`: anchor; empty if the unit has no such figure.
    - `caveats`: why the figure is uncertain (provisional, inferred).
    """

    figure: Figure
    mark: Mark
    place: str
    row: str = ""
    sort: str = ""
    id: str = ""
    caveats: str = ""


@dataclass(frozen=True)
class HeatRow:
    """A unit: how many of its binding targets are met, then a cell for each indicator. `note` has its district, and its
    months if it did not exist in all periods."""

    unit: Link
    kind: str
    district: str
    note: str
    met: str
    share: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class FormerTargets:
    """The targets that an indicator's targets replace, by which its figures are no longer assessed. `link` leads to the
    former target that all units shared, or to the indicator's ranking, which names each unit's former target."""

    indicator: str
    link: Link


@dataclass(frozen=True)
class HeatTable:
    """The units of a level by the indicators that compare them.

    - `has_score_column`: whether the first column counts the targets met. With a single indicator, its cells already
      show that.
    - `counted_outside`: indicators without a column whose targets the first column counts too.
    - `unread_targets`: indicators whose targets could not be read, so that their figures are not assessed.
    - `replaced_targets`: indicators for which units have a common target instead of their own, which could not be read.
    - `folded`: text of the control that unfolds a long table; empty for a short one.
    - `with_single_unit`: indicators with a figure of only one unit.
    - `former_targets`: the targets of earlier documents that later documents replaced, by indicator.
    - `brief`: cells show marks but no figures, in very long tables if rankings are split. The headings link to rankings
      with the figures.
    """

    id: str
    caption: str
    has_score_column: bool
    columns: tuple[Link, ...]
    facets: Mapping[str, str]
    folded: str
    rows: tuple[HeatRow, ...]
    with_single_unit: tuple[Link, ...]
    counted_outside: tuple[Link, ...] = ()
    unread_targets: tuple[Link, ...] = ()
    replaced_targets: tuple[Link, ...] = ()
    former_targets: tuple[FormerTargets, ...] = ()
    brief: bool = False

    @property
    def has_caveats(self) -> bool:
        """Whether a figure of the table is provisional or inferred."""
        return not self.brief and any(cell.caveats for row in self.rows for cell in row.cells)


def heat_table(groups: Sequence[Group], facts: Facts, *, dated: bool) -> HeatTable:
    """Returns the table of one level of one province. At least one of its groups must be comparable. `dated` says that
    all groups are of one period."""
    columns = columns_of(groups)
    first, has_score_column = columns[0], len(columns) > 1
    unit_scores = unit_scores_of(groups)
    rows = tuple(_row(unit_score, columns, facts) for unit_score in unit_scores)
    known = sum(unit_score.has_figure for unit_score in unit_scores)
    units = f"{known} {words.LEVEL_UNITS[first.level]}"
    empty = f"; {len(rows) - known} đơn vị không có số liệu" if known < len(rows) else ""
    shared = len({group.period for group in columns}) == 1
    when = formats.period(first.period) if shared else "mới nhất"
    long = len(rows) > _LONG

    def linked(found: Iterable[Group]) -> tuple[Link, ...]:
        return tuple(_indicator(group, facts, dated=dated) for group in found)

    return HeatTable(
        id=level_id(first, facts),
        caption=f"Kết quả {when} của {units} thuộc {words.name_in_text(first.province)}, {len(columns)} chỉ tiêu"
        f"{empty}{_SORTED if has_score_column else ''}",
        has_score_column=has_score_column,
        columns=((_METHOD,) if has_score_column else ())
        + tuple(_column(group, facts, dated=dated, shared=shared) for group in columns),
        facets=facets(first.level, districts=any(row.district for row in rows)) if long else {},
        folded=f"Xếp hạng {units} theo {len(columns)} chỉ tiêu{empty}" if long else "",
        rows=rows,
        brief=bool(facts.levels.layouts) and len(facts.levels.members[first.province.id, first.level]) > _VERY_LONG,
        former_targets=tuple(_former_targets(columns, facts, dated=dated)),
        with_single_unit=tuple(_without_column(group, facts, when, dated=dated) for group in groups if _alone(group)),
        unread_targets=linked(group for group in columns if group.has_only_unread_target),
        replaced_targets=linked(filter(_is_replaced, columns)),
        counted_outside=tuple(_without_column(group, facts, when, dated=dated) for group in judged_outside(groups)),
    )


def _alone(group: Group) -> bool:
    return not group.compared and group.indicator.measure is not Measure.COUNT


def _is_replaced(group: Group) -> bool:
    return any(row.unread_target and row.target for row in group.known)


def _indicator(group: Group, facts: Facts, *, dated: bool) -> Link:
    address = facts.levels.ranking(group.known[0].unit, group.indicator, group.period if dated else None)
    return Link(group.indicator.short_name, address)


def _without_column(group: Group, facts: Facts, when: str, *, dated: bool) -> Link:
    """Link to the ranking of an indicator without a column, with its period unless the caption states it (`when`)."""
    link, period = _indicator(group, facts, dated=dated), formats.period(group.period)
    return link if period == when else Link(f"{link.text} ({period})", link.address)


def _column(group: Group, facts: Facts, *, dated: bool, shared: bool) -> Link:
    """Link to the indicator's ranking, with the period unless all columns share it. Non-breaking spaces in the period
    are replaced, because columns are narrow."""
    link = _indicator(group, facts, dated=dated)
    period = formats.period(group.period).replace(formats.NBSP, " ")
    text = link.text if shared else f"{link.text}, {period}"
    id_ = LEVEL_IDS[group.level] if group.indicator.id in facts.levels.layouts else level_id(group, facts)
    return Link(text, f"{link.address}#{id_}")


def _former_targets(columns: Iterable[Group], facts: Facts, *, dated: bool) -> Iterator[FormerTargets]:
    """Yields the replaced targets of each column. Figures of periods before the replacement are assessed by the newer
    target too, so the table names both."""
    for group in columns:
        common = former_target_link(group, facts)
        changed = sum(facts.former_target(row) is not None for row in group.known)
        if common:
            yield FormerTargets(group.indicator.short_name, common)
        elif changed:
            ranking = _column(group, facts, dated=dated, shared=True)
            yield FormerTargets(group.indicator.short_name, Link(f"mức của {changed} đơn vị", ranking.address))


def _row(unit_score: UnitScore, columns: Sequence[Group], facts: Facts) -> HeatRow:
    unit, score = unit_score.unit, unit_score.score
    above = facts.portal.district_of(unit)
    district = above.name if above else ""
    return HeatRow(
        unit=unit_link(unit),
        kind=words.UNIT_KINDS[unit.kind],
        district=district,
        note=", ".join(filter(None, [district, _months_if_partial(unit, columns)])),
        met=f"{score.met}/{score.judged}" if score.judged else _unjudged(unit_score),
        share=formats.plain_decimal(score.met * SCALE // score.judged, 4) if score.judged else "",
        cells=tuple(_cell(unit, row, group) for row, group in zip(unit_score.rows, columns, strict=True)),
    )


def _unjudged(unit_score: UnitScore) -> str:
    """Explains why no target of the unit is met or missed."""
    if unit_score.score.exempt:
        return "được miễn"
    if not unit_score.has_figure:
        return words.MISSING[ResultStatus.NOT_REPORTED]
    unread = any(row is not None and row.has_only_unread_target for row in unit_score.rows)
    return words.inline(words.UNASSESSED if unread else words.ASSESSMENTS[Assessment.NO_TARGET])


def _months_if_partial(unit: Unit, columns: Sequence[Group]) -> str:
    """The unit's first or last month, if it did not exist in all periods of the table."""
    return "" if all(unit.active_throughout(group.period) for group in columns) else existence_in_months(unit)


def _cell(unit: Unit, row: Assessed | None, group: Group) -> HeatCell:
    if row is None:
        here = unit.active_in(group.period)
        text = words.MISSING[ResultStatus.NOT_REPORTED] if here else "không hoạt động trong kỳ này"
        return HeatCell(Figure(text, missing=True), Mark(Assessment.NO_RESULT, text), "")
    place = place_text(row) if row.has_rank and not group.all_equal else ""
    sort = row.value if group.indicator.measure is Measure.RANK else ""
    id_ = cell_anchor(unit, group.indicator)
    return HeatCell(figure_of(row), row_mark(row), place, statement_address(row), sort, id_, caveats_of(row))
