"""Order of a level's units over several indicators, and the leading units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from typing import TypeAlias

from generator import formats
from generator.model import Unit
from generator.pages.facts import Assessed, Group
from generator.pages.figures import Score, score_of, tied_figure
from generator.pages.links import unit_link
from generator.pages.parts import Leaders

_NAMED = 2
"""Maximum number of units named that share the first place."""


@dataclass(frozen=True)
class UnitScore:
    """A unit's place over several indicators: its row for each compared indicator (None if no document names the unit),
    and how many of all its targets it meets."""

    unit: Unit
    rows: tuple[Assessed | None, ...]
    score: Score

    @property
    def share(self) -> Fraction:
        """The part of its targets that the unit meets. Negative if it has no targets."""
        return Fraction(self.score.met, self.score.judged) if self.score.judged else Fraction(-1)

    @property
    def has_figure(self) -> bool:
        """Whether the unit has a figure of any indicator."""
        return any(row is not None and row.amount is not None for row in self.rows)


def columns_of(part: Iterable[Group]) -> tuple[Group, ...]:
    """Returns the groups of a level that compare its units. Each is a column of the level's table."""
    return tuple(group for group in part if group.compared)


def judged_outside(part: Sequence[Group]) -> tuple[Group, ...]:
    """Returns the groups without a column that have a target, such as counts: a met target counts, wherever it is
    shown. Empty if there is a single column, because such a table counts nothing."""
    outside = (group for group in part if not group.compared and group.judged)
    return tuple(outside) if len(columns_of(part)) > 1 else ()


def unit_scores_of(part: Sequence[Group]) -> tuple[UnitScore, ...]:
    """Returns the units that existed at the end of a period of the columns or are named by its documents. All groups
    are of one province and level. Units with the largest part of targets met come first, then the order is by name.
    With a single indicator, the order is that of its ranking."""
    columns, outside = columns_of(part), judged_outside(part)
    units = {unit.id: unit for group in columns for unit in group.present}
    shown, counted = (_rows_by_unit(groups) for groups in (columns, outside))
    units |= {row.unit.id: row.unit for known in shown for row in known.values()}
    found = (_unit_score(unit, shown, counted) for unit in units.values())
    return tuple(sorted(found, key=_sort_key))


_RowsByUnit: TypeAlias = Sequence[Mapping[str, Assessed]]
"""For each group, its rows by unit id."""


def _rows_by_unit(groups: Iterable[Group]) -> _RowsByUnit:
    return [{row.unit.id: row for row in (*group.known, *group.unknown)} for group in groups]


def _unit_score(unit: Unit, shown: _RowsByUnit, counted: _RowsByUnit) -> UnitScore:
    rows = tuple(known.get(unit.id) for known in shown)
    others = (known.get(unit.id) for known in counted)
    return UnitScore(unit, rows, score_of([row for row in (*rows, *others) if row]))


def _sort_key(unit_score: UnitScore) -> tuple[Fraction, bool, int, object]:
    only = unit_score.rows[0] if len(unit_score.rows) == 1 else None
    rank = only.rank if only else None
    return -unit_score.share, rank is None, rank or 0, formats.collation(unit_score.unit.name)


def leaders_of(part: Sequence[Group]) -> Leaders | None:
    """Returns the leading units. None if no unit meets a target, or if the only indicator has no ranking."""
    columns = columns_of(part)
    if len(columns) == 1:
        return _first_of(columns[0])
    unit_scores = unit_scores_of(part)
    best = unit_scores[0]
    if best.share <= 0:
        return None
    first = list(takewhile(lambda one: one.share == best.share, unit_scores))
    return _leaders([unit_score.unit for unit_score in first], _common_score(first))


def _common_score(first: Sequence[UnitScore]) -> str:
    """As in `đạt 2/2 chỉ tiêu`. Units that meet the same part of their targets can have different numbers of targets,
    so that only the part is true of all of them."""
    share, score = first[0].share, first[0].score
    if all(unit_score.score.judged == score.judged for unit_score in first):
        return f"đạt {score.met}/{score.judged} chỉ tiêu"
    return "đạt mọi chỉ tiêu được đánh giá" if share == 1 else f"đạt {share} số chỉ tiêu được đánh giá"


def _first_of(group: Group) -> Leaders | None:
    if not group.ranked or group.all_equal:
        return None
    return _leaders([row.unit for row in group.places[0]], tied_figure(group.places[0]))


def _leaders(units: Sequence[Unit], result: str) -> Leaders:
    named = tuple(unit_link(unit) for unit in units) if len(units) <= _NAMED else ()
    return Leaders(named, len(units), result)
