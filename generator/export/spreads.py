"""Computes the quartiles of each unit's level per period, with which the unit's figures are compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from generator.export.frames import decimal_text
from generator.model import Portal, Unit
from generator.pages.facts import Group, Levels
from generator.tables import ASSESSMENTS, CellType, Column

Row: TypeAlias = Mapping[str, str]

_QUARTILE = "của số liệu các đơn vị cùng cấp được xếp hạng trong kỳ, nội suy tuyến tính; trống khi có dưới bốn đơn vị."

SPREAD_COLUMNS = (
    ASSESSMENTS.column("indicator_id"),
    Column("period", "Kỳ", "Kỳ của số liệu, khi đơn vị còn hoạt động.", required=True),
    Column("units", "Số đơn vị", "Số đơn vị cùng cấp được xếp hạng trong kỳ.", CellType.COUNT, required=True),
    Column("low", "Tứ phân vị thứ nhất", f"Tứ phân vị thứ nhất {_QUARTILE}", CellType.NUMBER),
    Column("median", "Trung vị", f"Trung vị {_QUARTILE}", CellType.NUMBER),
    Column("high", "Tứ phân vị thứ ba", f"Tứ phân vị thứ ba {_QUARTILE}", CellType.NUMBER),
    Column(
        "parted",
        "Cấp đã thay đổi",
        "Từ kỳ liền trước, có đơn vị của cấp này sáp nhập, chia tách hoặc kết thúc, nên không so được với kỳ đó.",
        CellType.TRUTH,
        required=True,
    ),
)
"""The columns of the list `spreads` in a unit's JSON file."""


class Spreads:
    """The spread rows of every level, each computed and written once for all of its units."""

    def __init__(self, portal: Portal, levels: Levels, write: Callable[[Row], str]) -> None:
        self._portal = portal
        self._levels = levels
        self._write = write
        self._made: dict[tuple[str, str, str], Sequence[tuple[Group, str]]] = {}

    def of(self, unit: Unit, indicator_ids: Sequence[str]) -> Sequence[str]:
        """Returns the rows of one unit's level for these indicators, for periods in which the unit existed."""
        return [
            row
            for indicator_id in indicator_ids
            for group, row in self._level(unit, indicator_id)
            if unit.active_in(group.period)
        ]

    def _level(self, unit: Unit, indicator_id: str) -> Sequence[tuple[Group, str]]:
        key = (self._levels.compared_within[unit.id].id, unit.level, indicator_id)
        if key not in self._made:
            groups = self._levels.over_time(unit, self._portal.indicators[indicator_id])
            self._made[key] = list(zip(groups, self._rows(unit, groups), strict=True))
        return self._made[key]

    def _rows(self, unit: Unit, groups: Sequence[Group]) -> Iterator[str]:
        parted = [False, *(self._levels.has_break(unit, one.period, other.period) for one, other in pairwise(groups))]
        return (self._write(_row(group, parted=is_parted)) for group, is_parted in zip(groups, parted, strict=False))


def _row(group: Group, *, parted: bool) -> Row:
    spread = group.spread
    quartiles: Mapping[str, str] = {
        name: decimal_text(getattr(spread, name)) if spread else "" for name in ("low", "median", "high")
    }
    return {
        "indicator_id": group.indicator.id,
        "period": str(group.period),
        "units": str(len(group.ranked_rows)),
        **quartiles,
        "parted": str(parted).lower(),
    }
