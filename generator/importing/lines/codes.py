"""Compares the official code in a row with the name of its unit; if they are of two units, the user is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.importing.dialogue import Dialogue
from generator.importing.phrases.names import Names, UnclearName, UnitOrLevel
from generator.importing.sheets.grid import Position
from generator.importing.tables.sheet_tables import Line, Table
from generator.model import SKIPPED, Unit, ancestors

_TWO_UNITS = "có tên và mã của hai đơn vị khác nhau"
_SHIFTED_HINT = (
    "xem văn bản: cột tên hay cột mã bị lệch dòng; nếu tên đúng thì {answer} (không xét cột mã); nếu mã đúng thì sửa "
    "cột tên trong bảng tính, hoặc trả lời từng dòng"
)


@dataclass(frozen=True)
class Codes:
    """The columns of official unit codes in one table.

    A column is compared with the names only if at least one of its codes is known to the portal, because offices also
    number units in ways of their own.
    """

    table: Table
    names: Names
    dialogue: Dialogue

    @cached_property
    def _units_by_code(self) -> Mapping[str, tuple[Unit, ...]]:
        """The units that are active in the period, by code."""
        found: dict[str, tuple[Unit, ...]] = {}
        for unit in self.names.portal.units.values():
            if unit.code and self.names.is_active(unit):
                spelled = bare_code(unit.code)
                found[spelled] = (*found.get(spelled, ()), unit)
        return found

    @cached_property
    def _compared_columns(self) -> frozenset[int]:
        """The columns whose codes are compared with the names."""
        return frozenset(head[1] for head in self.table.code_headings if self._is_compared(head))

    def _is_compared(self, head: Position) -> bool:
        cells = [place for line in self.table.lines for place in line.codes if place[1] == head[1]]
        if self.dialogue.answer(head) == SKIPPED:
            self.dialogue.remark(head, "cột mã bỏ qua theo câu trả lời, không đối chiếu với tên", cells)
            return False
        self.dialogue.findings.cover(self.table.sheet, cells)
        known = any(bare_code(self._text(place)) in self._units_by_code for place in cells)
        if cells and not known:
            message = "cột mã không có mã nào trong data/units.csv, không đối chiếu với tên"
            self.dialogue.remark(head, message, cells)
        return known

    def checked_owner(self, line: Line, owner: UnitOrLevel | UnclearName) -> UnitOrLevel | UnclearName:
        """Returns `owner`, the unit that the name of a row means, after a comparison with the code of the row.

        If the code is not that of this unit, nor of a unit above it, the result is an UnclearName. If the name means
        several units, the result is the one with the code.
        """
        places = [place for place in line.codes if place[1] in self._compared_columns]
        if isinstance(owner, UnclearName):
            return self._resolved_by_code(line, owner, [self._text(place) for place in places])
        unit = self.names.portal.units.get(owner.unit_id)
        if owner.level or unit is None or not unit.code:
            return owner
        others = (place for place in places if not self._is_of(self._text(place), unit))
        return next((self._mismatch(place, unit) for place in others), owner)

    def _text(self, place: Position) -> str:
        return self.table.sheet.at(*place).text

    def _is_of(self, code: str, unit: Unit) -> bool:
        """Whether a code is that of the unit or of a unit above it.

        Tables often list communes with the code of their district.
        """
        above = ancestors(unit, self.names.portal.units)
        return bare_code(code) in {bare_code(each.code) for each in (unit, *above) if each.code}

    def _mismatch(self, place: Position, unit: Unit) -> UnclearName:
        code = self._text(place)
        coded = self._preferring_level(code, unit)
        listed = " và ".join(f"{self.names.described(each)} ({each.id})" for each in coded)
        code_text = f"mã {code} là của {listed}" if listed else f"không đơn vị nào có mã {code}"
        head = next(head for head in self.table.code_headings if head[1] == place[1])
        return UnclearName(
            _TWO_UNITS,
            (unit, *coded),
            f"tên là của {self.names.described(unit)} (mã {unit.code}), {code_text}; xem văn bản rồi chọn một",
            shared_hint=_SHIFTED_HINT.format(answer=self.dialogue.how_to_answer(head, SKIPPED)),
        )

    def _preferring_level(self, code: str, unit: Unit) -> Sequence[Unit]:
        """Returns the units with a code: those of the same level as `unit`, or all of them if there are none."""
        found = self._units_by_code.get(bare_code(code), ())
        return [each for each in found if each.level is unit.level] or found

    def _resolved_by_code(self, line: Line, owner: UnclearName, codes: Sequence[str]) -> UnitOrLevel | UnclearName:
        """Uses the code of a row whose name is unclear.

        If the unit with the code is one of several units with this name, it is returned. If the name is only similar,
        the unit with the code is offered as the first candidate.
        """
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
        """Yields the units that have one of the codes, except those that are above another of them."""
        found = [unit for code in codes for unit in self._units_by_code.get(bare_code(code), ())]
        above = [each for unit in found for each in ancestors(unit, self.names.portal.units)]
        yield from (unit for unit in dict.fromkeys(found) if unit not in above)


def bare_code(code: str) -> str:
    """Returns a code without its leading zeros, which spreadsheets remove."""
    return code.strip().lstrip("0")
