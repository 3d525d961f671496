"""Maps of the units of a level: a tile for each, by what was assessed or by five steps of the figure; and where one
unit lies among its peers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator import formats, words
from generator.model import SCALE, Assessment, Indicator, Level, Portal, TaskStatus, Unit
from generator.pages.atlas import WIDTH
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import JUDGED, Score, figure_of
from generator.pages.levels import Group, Levels, level_id
from generator.pages.links import source_link
from generator.pages.overall import Overall
from generator.pages.parts import Locator, MapKey, MapMark, MapPicture
from generator.pages.places import LEVEL_IDS

TILE = 24
"""The side of a tile on the drawing's grid; a narrow phone shows it so many pixels wide."""

ANCHOR = "ban-do"
STEPS = 5
_SOME = TaskStatus.IN_PROGRESS
"""The shape of a unit that met some of its targets: half a disc."""
_SCORES: Mapping[str, str] = {
    Assessment.MET: "Đạt mọi chỉ tiêu",
    _SOME: "Đạt một phần",
    Assessment.NOT_MET: "Chưa đạt chỉ tiêu nào",
    **{code: name for code, name in words.ASSESSMENTS.items() if code not in JUDGED},
}
_ASSESSED: Mapping[str, str] = {str(code): name for code, name in words.ASSESSMENTS.items()}
_NAMED = 5
"""How many units without a place on the map are named; more are counted."""


@dataclass(frozen=True)
class Scale:
    """Five steps of a figure: where the second to the fifth begin, in millionths, and what each holds, in words."""

    begins: tuple[int, ...]
    texts: tuple[str, ...]

    def step(self, amount: int | None) -> int:
        """The step from 1 to 5; 0 without a figure."""
        return 0 if amount is None else 1 + sum(amount >= begin for begin in self.begins)


SHARES = Scale(
    tuple(percent * SCALE for percent in (20, 40, 60, 80)),
    ("dưới 20%", "từ 20% đến dưới 40%", "từ 40% đến dưới 60%", "từ 60% đến dưới 80%", "từ 80% đến 100%"),
)


def scale_of(amounts: Sequence[int], indicator: Indicator) -> Scale | None:
    """Five steps of one length from the lowest figure to the highest; None where all are alike or lie too close.

    Their ends are round figures, so that what the key says is what decides.
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
        yield f"từ {_figure(first, indicator)} {until} {_figure(last, indicator)}"


def _figure(amount: int, indicator: Indicator) -> str:
    return formats.figure(amount, indicator.measure, indicator.decimals)


@dataclass(frozen=True)
class _TileContent:
    """What a tile shows: the code of its shape, what is said of the unit, its figure in millionths."""

    code: str
    told: str
    amount: int | None


@dataclass(frozen=True)
class _Subject:
    """What a map is of: its units, what each shows, the steps of their figures and what the codes mean."""

    id: str
    about: str
    units: Sequence[Unit]
    shown: Mapping[str, _TileContent]
    scale: Scale | None
    names: Mapping[str, str]


def map_of_group(group: Group, levels: Levels, facts: Facts) -> MapPicture | None:
    """The units of a level by one indicator and period; None where nothing is compared or hardly a unit has a point."""
    if not group.compared:
        return None
    rows = {row.unit.id: row for row in (*group.known, *group.unknown)}
    units = (*(row.unit for row in rows.values()), *group.absent)
    about = f"{words.inline(group.indicator.short_name)}, {formats.period(group.period)}"
    subject = _by_figure(level_id(group, facts), about, units, rows, group.indicator)
    return _picture(subject, levels, facts.portal)


def map_of_overall(
    overall: Overall, units: Sequence[Unit], levels: Levels, portal: Portal, id_: str = ""
) -> MapPicture | None:
    """These units of a level by the share of targets that each met; by a figure where it is the only one."""
    id_ = id_ or LEVEL_IDS[overall.level]
    about = overall.measured_by.removeprefix("Theo ")
    if overall.indicator:
        (rows,) = _rows(overall.indicator, overall, units, levels) or ({},)
        return _picture(_by_figure(id_, about, units, rows, overall.indicator), levels, portal)
    scored = {placed.unit.id: _of_score(placed.score) for placed in overall.ordered if placed.score}
    unscored = [unit for unit in units if unit.id not in scored]
    shown = {**scored, **_without_scores(unscored, overall, levels, portal)}
    return _picture(_Subject(id_, about, units, shown, SHARES, _SCORES), levels, portal)


def _rows(
    indicator: Indicator, overall: Overall, units: Sequence[Unit], levels: Levels
) -> tuple[Mapping[str, Assessed], ...]:
    """What documents say of the units by this indicator in that period, by unit id: of those without a place too. Empty
    where they say nothing."""
    groups = levels.over_time(units[0], indicator) if units else ()
    return tuple(
        {row.unit.id: row for row in (*group.known, *group.unknown)}
        for group in groups
        if group.period == overall.period
    )


_UNSCORED = (Assessment.EXEMPT, Assessment.NO_TARGET, Assessment.NOT_APPLICABLE, Assessment.UNREADABLE)


def _without_scores(
    units: Sequence[Unit], overall: Overall, levels: Levels, portal: Portal
) -> Mapping[str, _TileContent]:
    """Units without a score by what is known of them instead, figures before reasons why there is none."""
    known = [found for one in portal.indicators.values() for found in _rows(one, overall, units, levels)]
    codes = {unit.id: {rows[unit.id].assessment for rows in known if unit.id in rows} for unit in units}
    return {
        id_: _of_code(next((code for code in _UNSCORED if code in found), Assessment.NO_RESULT))
        for id_, found in codes.items()
    }


def _of_code(code: Assessment) -> _TileContent:
    return _TileContent(code, words.inline(words.ASSESSMENTS[code]), None)


def _by_figure(
    id_: str, about: str, units: Sequence[Unit], rows: Mapping[str, Assessed], indicator: Indicator
) -> _Subject:
    shown = {unit.id: _of_row(rows.get(unit.id)) for unit in units}
    amounts = [one.amount for one in shown.values() if one.amount is not None]
    return _Subject(id_, about, units, shown, scale_of(amounts, indicator), _ASSESSED)


def _of_row(row: Assessed | None) -> _TileContent:
    if row is None:
        return _of_code(Assessment.NO_RESULT)
    figure = figure_of(row).text
    verdict = f", {words.inline(words.ASSESSMENTS[row.assessment])}" if row.assessment in JUDGED else ""
    return _TileContent(row.assessment, f"{figure}{verdict}", row.amount)


def _of_score(score: Score) -> _TileContent:
    code = _SOME if 0 < score.met < score.judged else Assessment.MET if score.met else Assessment.NOT_MET
    return _TileContent(code, score.text, score.met * 100 * SCALE // score.judged)


def _picture(subject: _Subject, levels: Levels, portal: Portal) -> MapPicture | None:
    tiles = levels.atlas.tiles(subject.units)
    if tiles is None:
        return None
    placed = sorted(
        (unit for unit in subject.units if unit.id in tiles.squares), key=lambda unit: tiles.squares[unit.id][::-1]
    )
    judged = any(subject.shown[unit.id].code in (*JUDGED, _SOME) for unit in placed)
    if not judged and subject.scale is None:
        return None
    unknown = [unit for unit in placed if subject.shown[unit.id].amount is None]
    units = f"{len(placed)} {words.LEVEL_UNITS[placed[0].level]}"
    sources = (portal.sources[id_] for id_ in levels.atlas.sources(placed) if id_ in portal.sources)
    return MapPicture(
        id=f"{ANCHOR}-{subject.id}",
        title=f"Bản đồ {units}",
        sentence=f"{words.opening(units)}, {subject.about}",
        width=tiles.columns * TILE,
        height=tiles.rows * TILE,
        marks=tuple(_mark(unit, subject, tiles.squares[unit.id]) for unit in placed),
        judged=tuple(_judged(placed, subject)) if judged else (),
        steps=subject.scale.texts if subject.scale else (),
        gaps=tuple(_judged(unknown, subject)) if subject.scale else (),
        alike=len({subject.shown[unit.id].code for unit in placed}) == 1,
        missing=_missing([unit for unit in subject.units if unit.id not in tiles.squares]),
        sources=tuple(map(source_link, sources)),
    )


def _missing(units: Sequence[Unit]) -> str:
    """Which units the map lacks, for nobody entered where they lie; empty where it has all."""
    if not units:
        return ""
    told = ", ".join(unit.name for unit in units) if len(units) <= _NAMED else f"{len(units)} đơn vị"
    return f"Chưa có trên bản đồ vì cổng chưa có tọa độ: {told}."


def _mark(unit: Unit, subject: _Subject, square: tuple[int, int]) -> MapMark:
    shown = subject.shown[unit.id]
    step = subject.scale.step(shown.amount) if subject.scale else 0
    column, row = square
    return MapMark(f"{unit.name}: {shown.told}", unit.address, f"{shown.code}-{step}", column * TILE, row * TILE)


def _judged(units: Iterable[Unit], subject: _Subject) -> Iterator[MapKey]:
    """What the shapes mean and how many units have each, in the order of the codes."""
    counts = Counter(subject.shown[unit.id].code for unit in units)
    for code, name in subject.names.items():
        if counts[code]:
            yield MapKey(code, f"{name}: {counts[code]}")


def locator_of(unit: Unit, levels: Levels) -> Locator | None:
    """Where the unit lies among those of its level that exist at its time; None where that is not known."""
    ground = levels.ground(unit)
    if ground is None or unit.id not in ground.places or unit.level is Level.PROVINCE:
        return None
    province = levels.within[unit.id]
    among = f"{len(ground.places)} {words.LEVEL_UNITS[unit.level]} của {words.name_in_text(province)}"
    return Locator(f"{unit.name} giữa {among}", WIDTH, ground.height, ground.dots, *ground.places[unit.id])
