"""View-model of one level's ranking: its sentences, its table, and the units that are not in the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import formats, words
from generator.model import Period
from generator.pages.facts import Facts, Group, common_due
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.rows import FigureRow, figure_row, gap_unit, have_wide_figures
from generator.pages.level_names import facets, level_id, level_title
from generator.pages.links import unit_link
from generator.pages.parts import Link
from generator.pages.sentences import (
    LevelSection,
    absent_sentence,
    benchmark_of,
    former_target_link,
    sentences,
    target_link,
    unranked_because,
    without_figure,
)

_FILTERED = 20
"""Tables with more rows than this get a filter. Shorter tables are faster to read than to filter."""

_NUMERIC = ("Hạng", "Chênh lệch")
"""How headings of numeric columns begin."""


@dataclass(frozen=True, kw_only=True)
class LevelRanking(LevelSection):
    """One level's ranking: first the units with a figure, best first, then the units that a document names without a
    figure.

    - `headings` and `numeric`: headings of the table, and the indexes of its numeric columns.
    - `facets`: attributes by which the table can be filtered, with their titles.
    - `folded`: text of the control that unfolds the table; empty if the table is not folded. A distribution (`strip`)
      is shown with a folded table.
    - `ranked`: whether the table has a column of ranks.
    - `has_assessments`: whether the rows show an assessment.
    - `has_own_targets`: whether each row shows its own target. A target that all rows share is shown once, in `target`.
    - `names_documents`: whether each row names its document. If all rows have the same document, the caption names it.
    - `benchmark`: the country's figure, which is marked on the bars.
    - `absent`: units that no document names.
    """

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[int, ...]
    facets: Mapping[str, str]
    filterable: bool
    folded: str
    ranked: bool
    has_assessments: bool
    has_own_targets: bool
    names_documents: bool
    rows: tuple[FigureRow, ...]
    absent_sentence: str
    absent: tuple[Link, ...]

    @property
    def has_wide_figures(self) -> bool:
        return have_wide_figures(self.rows)


def level_ranking_of(group: Group, facts: Facts, *, folded: bool) -> LevelRanking:
    """Returns the ranking of a level. `folded` says whether its table is folded at first."""
    common, due, place = group.target, common_due(group.known), _common_document(group)
    mixed = group.ended_on is None
    rows = tuple(
        figure_row(row, facts, due=due, short=bool(place), names_end=mixed) for row in (*group.known, *group.unknown)
    )
    has_assessments = any(row.target for row in group.known)
    headings = tuple(
        _headings(group, due, has_assessments=has_assessments, has_own_targets=has_assessments and common is None)
    )
    many = len(rows) > _FILTERED
    return LevelRanking(
        id=level_id(group, facts),
        title=level_title(group, facts),
        sentences=tuple(sentences(group, facts.today)),
        target=target_link(group),
        former_target=former_target_link(group, facts),
        benchmark=benchmark_of(group),
        note=unranked_because(group),
        strip=distribution(group) if folded else None,
        caption=_caption(group, place),
        headings=headings,
        numeric=tuple(index for index, heading in enumerate(headings) if heading.startswith(_NUMERIC)),
        facets=facets(group.level, districts=any(row.district for row in rows)) if many else {},
        filterable=many,
        folded="; ".join(_summary(group)) if folded else "",
        ranked=_shows_ranks(group),
        has_assessments=has_assessments,
        has_own_targets=has_assessments and common is None,
        names_documents=not place,
        rows=rows,
        absent_sentence=absent_sentence(group),
        absent=tuple(unit_link(unit) for unit in group.absent),
    )


def _headings(group: Group, due: Period | None, *, has_assessments: bool, has_own_targets: bool) -> Iterator[str]:
    if _shows_ranks(group):
        yield "Hạng"
    yield "Đơn vị"
    yield "Kết quả"
    if has_own_targets:
        yield f"Phải đạt {formats.due(due)}" if due else "Mức phải đạt"
    if has_assessments:
        yield "Đánh giá"
        yield f"Chênh lệch{gap_unit(group.indicator.measure)}"
    yield "Nguồn"


def _common_document(group: Group) -> str:
    """Names the document and table that contain all rows. Empty if there are several."""
    rows = [row for row in (*group.known, *group.unknown) if row.source]
    places = {(row.source.id if row.source else "", formats.locator_table(row.locator)) for row in rows}
    if len(places) != 1 or not rows[0].source:
        return ""
    return ", ".join(filter(None, (formats.source_name(rows[0].source), formats.locator_table(rows[0].locator))))


def _caption(group: Group, place: str) -> str:
    where = f"{words.LEVEL_UNITS[group.level]} của {words.name_in_text(group.province)}"
    by = f", theo {place}" if place else ""
    return f"{_kind(group)} {where}, {formats.period(group.period)}{by}"


def _summary(group: Group) -> Iterator[str]:
    """Yields what the folded table contains: `Xếp hạng 16 sở, ban, ngành`, `2 đơn vị không áp dụng chỉ tiêu này`."""
    exempt = group.exempt if _shows_ranks(group) else 0
    yield f"{_kind(group)} {formats.count(len(group.known) - exempt)} {words.LEVEL_UNITS[group.level]}"
    if exempt:
        yield f"{formats.count(exempt)} đơn vị được miễn chỉ tiêu"
    yield from (f"{formats.count(count)} đơn vị {why}" for why, count in without_figure(group.unknown).items())


def _kind(group: Group) -> str:
    return "Xếp hạng" if _shows_ranks(group) else "Số liệu"


def _shows_ranks(group: Group) -> bool:
    """Whether ranks are shown. They are not if all units have the same figure, because then all of them would be
    first."""
    return group.ranked and not group.all_equal
