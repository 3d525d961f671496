"""Draws tile maps of the units of a level, by assessment or by five steps of the figure, and small maps of one unit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator import formats, words
from generator.model import SCALE, Assessment, Indicator, Level, TaskStatus, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.atlas import WIDTH
from generator.pages.drawings import Locator, MapKey, MapMark, MapPicture
from generator.pages.facts import JUDGED, Assessed, Facts, Group, Levels
from generator.pages.figures import Score, amount_text, figure_with_caveats
from generator.pages.level_names import level_id
from generator.pages.links import source_link
from generator.pages.overall import Overall

TILE = 24
"""The side of a tile on the drawing's grid; on a narrow phone it is also the width in pixels."""

ANCHOR = "ban-do"
"""The beginning of the anchors of maps."""
STEPS = 5
_MET_SOME = TaskStatus.IN_PROGRESS
"""The code for the shape of a unit that met some of its targets (half a disc)."""
_SCORE_NAMES: Mapping[str, str] = {
    Assessment.MET: "Đạt mọi chỉ tiêu",
    _MET_SOME: "Đạt một phần",
    Assessment.NOT_MET: "Chưa đạt chỉ tiêu nào",
    **{code: name for code, name in words.ASSESSMENTS.items() if code not in JUDGED},
}
_ASSESSMENT_NAMES: Mapping[str, str] = {str(code): name for code, name in words.ASSESSMENTS.items()}
_MOST_NAMED = 5
"""The largest number of units without a place on the map that are named; more are only counted."""


@dataclass(frozen=True)
class Scale:
    """Five steps of a figure: the lower limits of the second to the fifth step, in millionths, and all in words."""

    begins: tuple[int, ...]
    texts: tuple[str, ...]

    def step(self, amount: int | None) -> int:
        """Returns the step of an amount, from 1 to 5; 0 without an amount."""
        return 0 if amount is None else 1 + sum(amount >= begin for begin in self.begins)


SHARES = Scale(
    tuple(percent * SCALE for percent in (20, 40, 60, 80)),
    ("dưới 20%", "từ 20% đến dưới 40%", "từ 40% đến dưới 60%", "từ 60% đến dưới 80%", "từ 80% đến 100%"),
)


def scale_of(amounts: Sequence[int], indicator: Indicator) -> Scale | None:
    """Returns five steps of equal length from the lowest to the highest figure; None if the figures are too close.

    The limits are rounded to the indicator's decimals, so that the key states exactly the limits that are applied.
    """
    low, high = min(amounts, default=0), max(amounts, default=0)
    unit = SCALE // 10**indicator.decimals
    begins = tuple(_rounded(low + (high - low) * number // STEPS, unit) for number in range(1, STEPS))
    ends = (low, *begins, high)
    if any(earlier >= later for earlier, later in pairwise(ends)):
        return None
    return Scale(begins, tuple(_steps(ends, indicator)))


def _rounded(amount: int, unit: int) -> int:
    return (2 * amount + unit) // (2 * unit) * unit


def _steps(ends: Sequence[int], indicator: Indicator) -> Iterator[str]:
    for number, (first, last) in enumerate(pairwise(ends), 1):
        until = "đến" if number == STEPS else "đến dưới"
        yield f"từ {amount_text(first, indicator)} {until} {amount_text(last, indicator)}"


@dataclass(frozen=True)
class _Tile:
    """What a tile shows: the code of its shape, the unit's result in words, its figure in millionths."""

    code: str
    text: str
    amount: int | None


@dataclass(frozen=True)
class _Subject:
    """The content of a map: its units, the tile of each, the steps of their figures, and the meaning of the codes."""

    id: str
    about: str
    units: Sequence[Unit]
    shown: Mapping[str, _Tile]
    scale: Scale | None
    names: Mapping[str, str]


def map_of_group(group: Group, facts: Facts) -> MapPicture | None:
    """Returns the map of a level by one indicator and period; None without comparable figures or enough points."""
    if not group.compared:
        return None
    rows = {row.unit.id: row for row in (*group.known, *group.unknown)}
    units = (*(row.unit for row in rows.values()), *group.absent)
    about = f"{words.inline(group.indicator.short_name)}, {formats.period(group.period)}"
    subject = _figure_subject(level_id(group, facts), about, units, rows, group.indicator)
    return _picture(subject, facts)


def map_of_overall(overall: Overall, units: Sequence[Unit], facts: Facts) -> MapPicture | None:
    """Returns the map of these units by the share of targets that each met, or by the figure of the only indicator."""
    id_ = LEVEL_IDS[overall.level]
    about = overall.measured_by.removeprefix("Theo ")
    if overall.indicator:
        (rows,) = _rows(overall.indicator, overall, units, facts) or ({},)
        return _picture(_figure_subject(id_, about, units, rows, overall.indicator), facts)
    scored = {placed.unit.id: _tile_of_score(placed.score) for placed in overall.ordered if placed.score}
    unscored = [unit for unit in units if unit.id not in scored]
    shown = {**scored, **_unscored_tiles(unscored, overall, facts)}
    return _picture(_Subject(id_, about, units, shown, SHARES, _SCORE_NAMES), facts)


def _rows(
    indicator: Indicator, overall: Overall, units: Sequence[Unit], facts: Facts
) -> tuple[Mapping[str, Assessed], ...]:
    """Returns the stated rows of an indicator in the period of `overall`, by unit id, including units without a rank.

    The tuple has one mapping, or none if no document states a row.
    """
    groups = facts.levels.over_time(units[0], indicator) if units else ()
    return tuple(
        {row.unit.id: row for row in (*group.known, *group.unknown)}
        for group in groups
        if group.period == overall.period
    )


_UNSCORED = (Assessment.EXEMPT, Assessment.NO_TARGET, Assessment.NOT_APPLICABLE, Assessment.UNREADABLE)
"""The assessments for tiles of units without a score; assessments of a figure come before reasons for a missing one."""


def _unscored_tiles(units: Sequence[Unit], overall: Overall, facts: Facts) -> Mapping[str, _Tile]:
    """Returns the tiles of units without a score, by unit id. The code is the unit's first one in `_UNSCORED`."""
    known = [found for one in facts.portal.indicators.values() for found in _rows(one, overall, units, facts)]
    codes = {unit.id: {rows[unit.id].assessment for rows in known if unit.id in rows} for unit in units}
    return {
        id_: _tile_of_code(next((code for code in _UNSCORED if code in found), Assessment.NO_RESULT))
        for id_, found in codes.items()
    }


def _tile_of_code(code: Assessment) -> _Tile:
    return _Tile(code, words.inline(words.ASSESSMENTS[code]), None)


def _figure_subject(
    id_: str, about: str, units: Sequence[Unit], rows: Mapping[str, Assessed], indicator: Indicator
) -> _Subject:
    shown = {unit.id: _tile_of_row(rows.get(unit.id)) for unit in units}
    amounts = [one.amount for one in shown.values() if one.amount is not None]
    unread = any(row.has_only_unread_target for row in rows.values())
    names = {**_ASSESSMENT_NAMES, Assessment.NO_TARGET: words.UNASSESSED} if unread else _ASSESSMENT_NAMES
    return _Subject(id_, about, units, shown, scale_of(amounts, indicator), names)


def _tile_of_row(row: Assessed | None) -> _Tile:
    if row is None:
        return _tile_of_code(Assessment.NO_RESULT)
    figure = figure_with_caveats(row)
    said = row.assessment in (*JUDGED, Assessment.EXEMPT) and row.amount is not None
    verdict = f", {words.inline(words.ASSESSMENTS[row.assessment])}" if said else ""
    return _Tile(row.assessment, f"{figure}{verdict}", row.amount)


def _tile_of_score(score: Score) -> _Tile:
    code = _MET_SOME if 0 < score.met < score.judged else Assessment.MET if score.met else Assessment.NOT_MET
    return _Tile(code, score.text, score.met * 100 * SCALE // score.judged)


def _picture(subject: _Subject, facts: Facts) -> MapPicture | None:
    atlas, known = facts.levels.atlas, facts.portal.sources
    tiles = atlas.tiles(subject.units)
    if tiles is None:
        return None
    placed = sorted(
        (unit for unit in subject.units if unit.id in tiles.squares), key=lambda unit: tiles.squares[unit.id][::-1]
    )
    judged = any(subject.shown[unit.id].code in (*JUDGED, _MET_SOME) for unit in placed)
    if not judged and subject.scale is None:
        return None
    unknown = [unit for unit in placed if subject.shown[unit.id].amount is None]
    units = f"{len(placed)} {words.LEVEL_UNITS[placed[0].level]}"
    sources = (known[id_] for id_ in atlas.sources(placed) if id_ in known)
    return MapPicture(
        id=f"{ANCHOR}-{subject.id}",
        title=f"Bản đồ {units}",
        sentence=f"{words.capitalised(units)}, {subject.about}",
        width=tiles.columns * TILE,
        height=tiles.rows * TILE,
        marks=tuple(_mark(unit, subject, tiles.squares[unit.id]) for unit in placed),
        judged=tuple(_shape_key(placed, subject)) if judged else (),
        steps=subject.scale.texts if subject.scale else (),
        gaps=tuple(_shape_key(unknown, subject)) if subject.scale else (),
        has_equal_shapes=len({subject.shown[unit.id].code for unit in placed}) == 1,
        missing=_missing([unit for unit in subject.units if unit.id not in tiles.squares]),
        sources=tuple(map(source_link, sources)),
    )


def _missing(units: Sequence[Unit]) -> str:
    """Returns a sentence on the units that the map lacks, because the data have no point for them; empty if none."""
    if not units:
        return ""
    named = ", ".join(unit.name for unit in units) if len(units) <= _MOST_NAMED else f"{len(units)} đơn vị"
    return f"Chưa có trên bản đồ vì cổng chưa có tọa độ: {named}."


def _mark(unit: Unit, subject: _Subject, square: tuple[int, int]) -> MapMark:
    shown = subject.shown[unit.id]
    step = subject.scale.step(shown.amount) if subject.scale else 0
    column, row = square
    return MapMark(f"{unit.name}: {shown.text}", unit.address, f"{shown.code}-{step}", column * TILE, row * TILE)


def _shape_key(units: Iterable[Unit], subject: _Subject) -> Iterator[MapKey]:
    """Yields the key of the shapes: the meaning of each code and the number of its units, in the order of codes."""
    counts = Counter(subject.shown[unit.id].code for unit in units)
    for code, name in subject.names.items():
        if counts[code]:
            yield MapKey(code, f"{name}: {counts[code]}")


def locator_of(unit: Unit, levels: Levels) -> Locator | None:
    """Returns the small map of a unit among the units of its level and time; None for a province or without points."""
    ground = levels.ground(unit)
    if ground is None or unit.id not in ground.places or unit.level is Level.PROVINCE:
        return None
    province = levels.compared_within[unit.id]
    among = f"{len(ground.places)} {words.LEVEL_UNITS[unit.level]} của {words.name_in_text(province)}"
    return Locator(f"{unit.name} giữa {among}", WIDTH, ground.height, ground.dots, *ground.places[unit.id])
