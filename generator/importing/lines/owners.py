"""Finds the owner of each line of a table: a unit, the total or mean of a level, or all units of a level together."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.importing.dialogue import Dialogue
from generator.importing.entries import Question, Remark
from generator.importing.lines.codes import Codes
from generator.importing.lines.line_groups import Group, LineGroups
from generator.importing.lines.line_owner import Owner, owner_of_answer
from generator.importing.lines.office_rows import DECISIONS, office_answer, office_of_line, offices_hint, read_as_units
from generator.importing.lines.table_state import TableState
from generator.importing.lines.totals import Totals
from generator.importing.phrases.names import Names, UnclearName, UnitOrLevel
from generator.importing.phrases.row_names import aggregate_of, means_whole_province, whole_level_of
from generator.importing.phrases.text_keys import text_key
from generator.importing.sheets.grid import Position
from generator.importing.tables.sheet_tables import Line, Table, numeral_of
from generator.model import NAMED_UNIT, SKIPPED, Aggregate, Level

_MIN_TO_COMBINE = 4
"""From this number of lines on, lines that are unclear for the same reason become one question."""
_SUMS = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED)
_AGGREGATES = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED, Aggregate.COMMON)


@dataclass(frozen=True)
class Owners:
    """Finds the owners of the lines of a table."""

    table: Table
    names: Names
    dialogue: Dialogue

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self.table, self.names, self.dialogue)

    @cached_property
    def _groups(self) -> LineGroups:
        return LineGroups(self.table, self.names)

    @cached_property
    def _totals(self) -> Totals:
        return Totals(self.names, self._groups.level)

    def rows_with_owners(self) -> Iterator[tuple[int, Owner]]:
        """Yields row and owner of each line that has figures and a clear owner. Asks the user about unclear lines."""
        grouped = list(self._groups.grouped_lines())
        state = TableState.of(grouped)
        previous_name = ""
        read: list[Line] = []
        unclear: dict[Hashable, list[tuple[Line, UnclearName]]] = {}
        for at, (line, group) in enumerate(grouped):
            following = grouped[at + 1][0] if at + 1 < len(grouped) else None
            if not line.has_figures and (line.row == group.row or self._is_not_a_unit(line)):
                continue
            summed_group = state.group_of_total(at, group)
            summed_group = replace(summed_group, single_kind=self._totals.single_kind(line, summed_group))
            row = state.row_number(line, group)
            total_key = self._total_key(line, replace(group, single_kind=summed_group.single_kind), state)
            owner = self._owner(line, summed_group, previous_name, following, total_key)
            if isinstance(owner, UnclearName) and not owner.candidates and not line.looks_numeric:
                self._remark_on_words(line, self.table.row(line))
                continue
            if total_key:
                state.add_total(line.name, summed_group.kinds)
            if not total_key:
                self._record_unit(owner, group, state)
            if isinstance(owner, UnclearName):
                unclear.setdefault(self._question_key(line, owner), []).append((line, owner))
                continue
            previous_name = line.name if not total_key else previous_name
            if owner.unit_or_level.unit_id != SKIPPED and self._answer(line) is None:
                read.append(line)
            suffix = summed_group.suffix if state.numbers_restart else ""
            yield line.row, self._placed(line, owner, self._row_of_sum(line, owner, total_key) or row, suffix)
        self._state_offices(read)
        for found in unclear.values():
            self._ask_about(found)

    def _total_key(self, line: Line, group: Group, state: TableState) -> str:
        """Returns the key of the user's decision on a line that sums up others. Empty for any other line.

        A line of the whole province does not sum up the district that happens to be above it.
        """
        whole = means_whole_province(line.name, self.names.within)
        if not aggregate_of(line.name) and not whole:
            return ""
        if whole:
            group = replace(group, district="")
        return " / ".join(filter(None, [state.scope_of_total(group), line.name]))

    def _record_unit(self, owner: Owner | UnclearName, group: Group, state: TableState) -> None:
        """Records the unit of a line, or of the office that it names, which the next total line may sum up."""
        if isinstance(owner, UnclearName):
            unit = owner.candidates[0] if owner.office else None
        else:
            unit = self.names.portal.units.get(owner.unit_or_level.unit_id) if not owner.unit_or_level.level else None
        if unit:
            state.add_unit(group, unit)

    @staticmethod
    def _row_of_sum(line: Line, owner: Owner, total_key: str) -> str:
        """Returns the row part of the locator of a line that sums up others, even if the line is called otherwise: its
        running number would be that of the first unit below. Empty for any other line."""
        if not total_key and owner.aggregate not in _SUMS:
            return ""
        return aggregate_of(line.name) or str(owner.aggregate) or str(Aggregate.TOTAL)

    def _placed(self, line: Line, owner: Owner, row: str, suffix: str) -> Owner:
        """Returns the owner with its place in the document. The line of the whole province is in no group."""
        in_group = not means_whole_province(line.name, self.names.within)
        return replace(owner, row=row, suffix=suffix if in_group else "")

    def _state_offices(self, lines: Iterable[Line]) -> None:
        """States which of the lines that were read name offices of units."""
        for line, text in read_as_units(lines, self.names):
            self.dialogue.findings.interpretations.append(Remark(self.dialogue.cell_at(line.name_at), text))

    @staticmethod
    def _question_key(line: Line, owner: UnclearName) -> Hashable:
        """Returns the key that lines share if one question may be enough: those with the same remedy, and those with
        the same name, which is no unit's, such as `Trong đó: đất đai` below each commune."""
        if owner.shared_hint:
            return owner.message
        if owner.office:
            return owner.office.level
        if not line.name or owner.candidates or aggregate_of(line.name):
            return line.name_at
        return text_key(line.name), owner.message

    def _ask_about(self, lines: Sequence[tuple[Line, UnclearName]]) -> None:
        """Asks about lines that are unclear for the same reason. Many lines become one question, because one remedy may
        settle them all."""
        owner = lines[0][1]
        others = f"cùng {len(lines) - 1} dòng khác "
        if owner.office:
            hint = f"{owner.hint} {offices_hint([line for line, _ in lines], self.dialogue)}"
            self._ask_once(lines, f"{others if len(lines) > 1 else ''}{owner.message}", hint)
        elif not owner.shared_hint and len(lines) > 1:
            self._ask_once(lines, f"{others}ghi như vậy {owner.message}", self._hint_on_same_name(lines))
        elif len(lines) >= _MIN_TO_COMBINE:
            self._ask_once(lines, f"{others}{owner.message}", owner.shared_hint)
        else:
            for line, its_owner in lines:
                self._ask_once([(line, its_owner)], its_owner.message, self._name_hint(line, its_owner))

    def _ask_once(self, lines: Sequence[tuple[Line, UnclearName]], message: str, hint: str) -> None:
        """Asks one question about these lines, at the first of them."""
        (first, owner), *others = lines
        question = Question(
            self.dialogue.cell_at(first.name_at),
            first.name,
            message,
            hint,
            tuple(line.row for line, _ in others),
            owner.period_may_be_wrong,
        )
        self.dialogue.ask(question, [place for line, _ in lines for place in self.table.row(line)])

    def _hint_on_same_name(self, lines: Sequence[tuple[Line, UnclearName]]) -> str:
        """Returns the words that explain how to answer about lines with the same name. The answer `skip` at the first
        one applies to all."""
        (first, owner), (second, _), *_ = lines
        skipping = f"{self.dialogue.how_to_answer(first.name_at, SKIPPED)} (bỏ cả {len(lines)} dòng)"
        one_by_one = self.dialogue.how_to_answer(second.name_at, "mã-đơn-vị")
        return f"{skipping}; dòng nào là một đơn vị của cổng thì {one_by_one}; {owner.hint}"

    def _name_hint(self, line: Line, owner: UnclearName) -> str:
        ids = [unit.id for unit in owner.candidates] or ["mã-đơn-vị"]
        answer = f"{self.dialogue.how_to_answer(line.name_at, *ids, SKIPPED)} (bỏ dòng này)"
        return f"{owner.hint}; {answer}" if owner.hint else answer

    def _is_not_a_unit(self, line: Line) -> bool:
        """Whether a line without figures belongs to no unit: a signature, a sentence, a blank total. Adds a remark on
        the line, unless it is a total or names a level or the province."""
        found = self.names.find(line.name, None)
        if isinstance(found, UnitOrLevel) and not found.level and found.unit_id != self.names.within.id:
            return False
        if not aggregate_of(line.name) and not isinstance(found, UnitOrLevel):
            self._remark_on_words(line)
        return True

    def _remark_on_words(self, line: Line, cells: Iterable[Position] = ()) -> None:
        """Adds a remark on a line of words, such as a signature. It may have its only text in a column of figures."""
        places = [line.name_at, *self.table.row(line)]
        at = next((place for place in places if self.table.sheet.at(*place).text), line.name_at)
        self.dialogue.remark(at, f"dòng không có số, không đọc: {self.table.sheet.at(*at).text}", cells)

    def _owner(
        self, line: Line, group: Group, previous_name: str, following: Line | None, total_key: str
    ) -> Owner | UnclearName:
        """Returns the owner of a line. `total_key` is the key of the user's decision on a line that sums up others,
        otherwise empty."""
        answer = self._answer(line)
        if answer is not None:
            return self._owner_by_answer(line, answer, previous_name, total_key)
        if line.unit_id in self.names.portal.units:
            return self._owner_by_code(line)
        if total_key:
            return self._totals.owner(line, group, total_key)
        if group.single_kind and text_key(line.name) not in self.names.decided:
            return self._totals.unclear_single_kind(line, group, group.single_kind)
        owner = self._owner_by_name(line, group, previous_name, following)
        unknown = isinstance(owner, UnclearName) and not owner.candidates
        if unknown and line.name and self.dialogue.findings.names.get(line.name) == SKIPPED:
            return owner_of_answer(line, SKIPPED)
        return owner

    def _answer(self, line: Line) -> str | None:
        """Returns the user's answer about one line. An answer about all offices is among the decisions on names, unless
        it is no such decision."""
        answer = self.dialogue.answer(line.name_at)
        if office_of_line(line) is None:
            return answer
        of_offices = office_answer(line, self.dialogue)
        return (answer if answer != NAMED_UNIT else None) if of_offices in (None, *DECISIONS) else of_offices

    def _owner_by_name(
        self, line: Line, group: Group, previous_name: str, following: Line | None
    ) -> Owner | UnclearName:
        """Returns the owner of a line that names a unit, given the group of the line."""
        if not line.name:
            return self._without_name(line)
        _, name = numeral_of(line)
        expected_level = group.level or self._groups.level
        district = group.district
        if line.district:
            found = self.names.find(line.district, Level.DISTRICT)
            district = found.unit_id if isinstance(found, UnitOrLevel) else district
        found = self.names.find(line.name, expected_level, district, previous_name)
        if isinstance(found, UnclearName) and name != line.name:
            found = self.names.find(name, expected_level, district, previous_name)
        found = self._codes.checked_owner(line, found)
        if isinstance(found, UnclearName):
            return found
        return self._owner_of_name(line, found, following, group)

    def _without_name(self, line: Line) -> UnclearName:
        """Returns the result for a line that has figures and no name, or shares the merged name of the line above."""
        place = (line.row, self.table.name_column)
        if self.table.sheet.origin(*place) != place and (name := self.table.sheet.shown(*place).text):
            hint = "ghi mỗi đơn vị một dòng, mỗi chỉ tiêu một cột, ví dụ theo mẫu tạo bằng make template, rồi nhập lại"
            return UnclearName(f"là dòng nữa trong ô tên gộp của {name}", (), hint)
        return UnclearName("dòng có số mà không có tên đơn vị", (), "xem văn bản: ghi tên vào bảng rồi nhập lại")

    def _owner_by_code(self, line: Line) -> Owner | UnclearName:
        """Returns the unit of the id in the line. If the name in the line belongs to another unit, the owner is
        unclear: one of the two columns was changed."""
        unit = self.names.portal.units[line.unit_id]
        named = self.names.find(line.name, unit.level, unit.parent_id)
        hint = "lấy lại mẫu rồi chép số vào đúng dòng, không đổi chỗ tên hay mã đơn vị"
        if isinstance(named, UnitOrLevel) and named.unit_id != unit.id and not named.level:
            return UnclearName(f"là tên của {named.unit_id}, nhưng mã đơn vị của dòng này là {unit.id}", (), hint)
        if isinstance(named, UnclearName) and line.name and unit not in named.candidates:
            return UnclearName(f"không phải tên của {unit.id} ({unit.name}), là mã đơn vị của dòng này", (), hint)
        return Owner(UnitOrLevel(unit.id), Aggregate.NONE, "")

    def _owner_of_name(
        self, line: Line, found: UnitOrLevel, following: Line | None, group: Group
    ) -> Owner | UnclearName:
        """Returns the owner for a unit or level that a name means. A line with figures at the head of a group is
        unclear: it may state the group's total, its mean or its pooled figure."""
        whole, _, aggregate = found.level.partition(":")
        if found.unit_id == SKIPPED and (level := whole_level_of(line.name)):
            return Owner(UnitOrLevel(self.names.within.id, level), Aggregate.COMMON, "", skips_results=True)
        if aggregate:
            return Owner(UnitOrLevel(found.unit_id, whole), Aggregate(aggregate), "")
        heads = following is not None and line.name != following.name
        if whole and heads and following is not None and self._groups.names_unit_of(following, Level(whole)):
            return self._unclear_group_heading(f"{found.unit_id}:{whole}", "")
        unit = self.names.portal.units.get(found.unit_id)
        is_heading = bool(unit and unit.level is Level.DISTRICT and group.district == found.unit_id)
        if is_heading:
            return self._unclear_group_heading(
                f"{found.unit_id}:{Level.COMMUNE}", f"{found.unit_id} (số của chính huyện), "
            )
        if whole:
            return Owner(UnitOrLevel(found.unit_id, whole), Aggregate.COMMON, "", aggregate_is_assumed=True)
        return Owner(found, Aggregate.NONE, "")

    @staticmethod
    def _unclear_group_heading(scope: str, first: str) -> UnclearName:
        return UnclearName(
            "dòng đầu nhóm có số: chưa rõ là tổng, bình quân, số gộp hay số chung của cả nhóm",
            (),
            f"chọn {first}{scope}:total, {scope}:mean, {scope}:pooled, {scope}:common (mọi đơn vị đều có đúng số ấy) "
            "hay skip",
        )

    def _owner_by_answer(self, line: Line, answer: str, previous_name: str, total_key: str) -> Owner | UnclearName:
        """Returns the owner that the user answered, and records the decision for later imports."""
        unit_id, _, scope = answer.partition(":")
        level, _, aggregate = scope.partition(":")
        is_valid = unit_id in self.names.portal.units and (not level or level in list(Level))
        if answer != SKIPPED and not (is_valid and aggregate in ("", *_AGGREGATES)):
            return UnclearName(f"câu trả lời “{answer}” không phải mã đơn vị", (), "ghi mã như trong data/units.csv")
        several = isinstance(self.names.find(line.name), UnclearName) and previous_name
        ambiguous = several and self._is_ambiguous(line.name)
        # Nothing is remembered of a line without a name, or with the name of a unit, which means that unit again next
        # month: only this file lists it twice, or has the code or the figures of another unit beside it. A target for a
        # whole level says nothing about the results that have the same name next month.
        is_target = aggregate == Aggregate.COMMON and any(column.heading.is_target for column in self.table.columns)
        if line.name and not line.unit_id and not is_target and not self._names_lower_unit(line.name):
            self.dialogue.findings.names[
                total_key or (f"{previous_name} / {line.name}" if ambiguous else line.name)
            ] = answer
        return owner_of_answer(line, answer)

    def _names_lower_unit(self, name: str) -> bool:
        """Whether a name clearly means one unit below the province."""
        found = self.names.find(name)
        if isinstance(found, UnclearName) or found.level or text_key(name) in self.names.decided:
            return False
        return found.unit_id in self.names.portal.units and found.unit_id != self.names.within.id

    def _is_ambiguous(self, name: str) -> bool:
        """Whether several units have this name. The candidates for a misspelt name are only similar."""
        found = self.names.find(name)
        return isinstance(found, UnclearName) and found.is_shared
