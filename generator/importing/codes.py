"""Official codes beside the names of units: one that is of another unit than the name beside it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.importing.asking import Asking
from generator.importing.grid import Position
from generator.importing.names import Names, Unclear, UnitOrLevel
from generator.importing.tables import Line, Table
from generator.measures import ancestors
from generator.model import SKIPPED, Unit

_APART = "có tên và mã của hai đơn vị khác nhau"
_SHIFTED = (
    "xem văn bản: cột tên hay cột mã bị lệch dòng; nếu tên đúng thì {answer} (không xét cột mã); nếu mã đúng thì sửa "
    "cột tên trong bảng tính, hoặc trả lời từng dòng"
)


@dataclass(frozen=True)
class Codes:
    """The official codes of a table's lines. They are compared where at least one of them is a code of the portal's:
    offices number units in other ways too."""

    table: Table
    names: Names
    asking: Asking

    @cached_property
    def _units(self) -> Mapping[str, tuple[Unit, ...]]:
        """The units of the period by their codes."""
        found: dict[str, tuple[Unit, ...]] = {}
        for unit in self.names.portal.units.values():
            if unit.code and (self.names.period is None or unit.active_in(self.names.period)):
                spelled = bare_code(unit.code)
                found[spelled] = (*found.get(spelled, ()), unit)
        return found

    @cached_property
    def _columns(self) -> frozenset[int]:
        """The columns whose codes are compared."""
        return frozenset(head[1] for head in self.table.coding if self._is_compared(head))

    def _is_compared(self, head: Position) -> bool:
        cells = [place for line in self.table.lines for place in line.codes if place[1] == head[1]]
        if self.asking.answer(head) == SKIPPED:
            self.asking.remark(head, "cột mã bỏ qua theo câu trả lời, không đối chiếu với tên", cells)
            return False
        self.asking.out.cover(self.table.sheet, cells)
        known = any(bare_code(self._text(place)) in self._units for place in cells)
        if cells and not known:
            message = "cột mã không có mã nào trong data/units.csv, không đối chiếu với tên"
            self.asking.remark(head, message, cells)
        return known

    def agreed(self, line: Line, owner: UnitOrLevel | Unclear) -> UnitOrLevel | Unclear:
        """Whose a line is by its name, unless its code is another unit's; of several units of one name the one that has
        the code."""
        places = [place for place in line.codes if place[1] in self._columns]
        if isinstance(owner, Unclear):
            return self._named_so(line, owner, [self._text(place) for place in places])
        unit = self.names.portal.units.get(owner.unit_id)
        if owner.level or unit is None or not unit.code:
            return owner
        others = (place for place in places if not self._is_of(self._text(place), unit))
        return next((self._unlike(place, unit) for place in others), owner)

    def _text(self, place: Position) -> str:
        return self.table.sheet.at(*place).text

    def _is_of(self, code: str, unit: Unit) -> bool:
        """Whether a code is a unit's own, or that of one above it: communes stand beside their district's code too."""
        above = ancestors(unit, self.names.portal.units)
        return bare_code(code) in {bare_code(each.code) for each in (unit, *above) if each.code}

    def _unlike(self, place: Position, unit: Unit) -> Unclear:
        code = self._text(place)
        its = self._of_level(code, unit)
        told = " và ".join(f"{self.names.described(each)} ({each.id})" for each in its)
        known = f"mã {code} là của {told}" if told else f"không đơn vị nào có mã {code}"
        head = next(head for head in self.table.coding if head[1] == place[1])
        return Unclear(
            _APART,
            (unit, *its),
            f"tên là của {self.names.described(unit)} (mã {unit.code}), {known}; xem văn bản rồi chọn một",
            together=_SHIFTED.format(answer=self.asking.answering(head, SKIPPED)),
        )

    def _of_level(self, code: str, unit: Unit) -> Sequence[Unit]:
        """The units of a code, those of the same level as another one where there are any."""
        found = self._units.get(bare_code(code), ())
        return [each for each in found if each.level is unit.level] or found

    def _named_so(self, line: Line, owner: Unclear, codes: Sequence[str]) -> UnitOrLevel | Unclear:
        """The one of several units of one name that has the code; of units that are only near, it is offered first."""
        coded = list(self._coded(codes))
        if len(coded) != 1:
            return owner
        unit = coded[0]
        same = UnitOrLevel(unit.id)
        if unit in owner.candidates and self.names.find(line.name, unit.level, unit.parent_id) == same:
            return same
        others = (each for each in owner.candidates if each is not unit)
        hint = f"mã {unit.code} là của {self.names.described(unit)} ({unit.id})"
        return replace(owner, candidates=(unit, *others), hint=f"{hint}; {owner.hint}" if owner.hint else hint)

    def _coded(self, codes: Sequence[str]) -> Iterator[Unit]:
        """The units that have one of the codes and are below no other of them."""
        found = [unit for code in codes for unit in self._units.get(bare_code(code), ())]
        above = [each for unit in found for each in ancestors(unit, self.names.portal.units)]
        yield from (unit for unit in dict.fromkeys(found) if unit not in above)


def bare_code(code: str) -> str:
    """A code without the noughts before it, which spreadsheets take off."""
    return code.strip().lstrip("0")
