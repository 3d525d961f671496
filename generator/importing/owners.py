"""Finds the owner of each line of a table: a unit, the total or mean of a level, or all units of a level together."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator import words
from generator.importing.codes import Codes
from generator.importing.dialogue import Dialogue
from generator.importing.kinds import LEVEL_OF, kinds_named, names_whole_level
from generator.importing.names import (
    Names,
    UnclearName,
    UnitOrLevel,
    aggregate_of,
    level_in,
    means_whole_province,
    whole_level_of,
)
from generator.importing.tables import Line, Table, numeral_of
from generator.importing.text_keys import text_key
from generator.model import SKIPPED, Aggregate, Level, Unit, UnitKind

_ROMAN = re.compile(r"[IVX]{1,5}")
_MIN_TO_COMBINE = 4
"""From this number of lines on, lines that are unclear for the same reason become one question."""
_SUMS = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED)
_AGGREGATES = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED, Aggregate.COMMON)


@dataclass(frozen=True)
class Owner:
    """The unit or level that the figures of a line belong to, and the position of the line in the document.

    `row` is the part of the locator after the colon. `suffix` is appended to the label of the table for the group that
    the line is in.
    """

    unit_or_level: UnitOrLevel
    aggregate: Aggregate
    row: str
    suffix: str = ""


@dataclass(frozen=True)
class _Group:
    """The current group of lines.

    `level` is the level of its units and `district` the district of its communes. `suffix` is the part of the locator
    for the group, `index` the number of the group in the table (0 before the first one) and `row` the row that it
    begins with. `levels` and `kinds` are those of the units that a total line sums up. `single_kind` is the one kind of
    units that a total line sums up, if the level has other kinds too.
    """

    level: Level | None = None
    district: str = ""
    suffix: str = ""
    index: int = 0
    row: int = 0
    levels: frozenset[Level] = frozenset()
    kinds: frozenset[UnitKind] = frozenset()
    single_kind: UnitKind | None = None


@dataclass
class _TableState:
    """The running numbers of a table by group, and the levels and kinds of the units that have been read in each group.

    `numbers_restart` is True if running numbers begin again in each group. `groups_with_repeats` are the groups in
    which a running number occurs twice. `levels_since_total` and `kinds_since_total` are those of the units since the
    previous total line. `last_total` is the aggregate of the previous total line, with the kinds that it summed up.
    """

    lines: tuple[tuple[Line, _Group], ...]
    numbers_restart: bool
    groups_with_repeats: frozenset[int]
    levels: dict[int, set[Level]] = field(default_factory=dict)
    levels_since_total: set[Level] = field(default_factory=set)
    kinds: dict[int, set[UnitKind]] = field(default_factory=dict)
    kinds_since_total: set[UnitKind] = field(default_factory=set)
    last_total: tuple[str, frozenset[UnitKind]] = ("", frozenset())

    def add_unit(self, group: _Group, unit: Unit) -> None:
        """Records a unit: the next total line may sum it up."""
        self.levels.setdefault(group.index, set()).add(unit.level)
        self.levels_since_total.add(unit.level)
        self.kinds.setdefault(group.index, set()).add(unit.kind)
        self.kinds_since_total.add(unit.kind)

    def add_total(self, name: str, kinds: frozenset[UnitKind]) -> None:
        """Records a total line: it does not sum up the units that follow."""
        self.levels_since_total.clear()
        self.kinds_since_total.clear()
        self.last_total = (aggregate_of(name), kinds)

    def scope_of_total(self, group: _Group) -> str:
        """Returns what a total line sums up, as text for the key of the user's decision. It is one kind of units, the
        communes of a district, or the levels of the units since the previous total (of all units if there are none
        since)."""
        if group.single_kind:
            return ":".join(filter(None, [group.district, group.single_kind]))
        if group.district:
            return f"{group.district}:{Level.COMMUNE}"
        every = {level for found in self.levels.values() for level in found}
        return ", ".join(level for level in Level if level in (self.levels_since_total or every))

    @classmethod
    def of(cls, grouped: Iterable[tuple[Line, _Group]]) -> "_TableState":
        """Reads the running numbers of a table. Numbers restart in each group if one occurs in two groups. A number
        that occurs twice in one group makes the numbers of that group unusable."""
        lines = tuple(grouped)
        numbers = [(group.index, line.number) for line, group in lines if line.has_figures and _is_number(line.number)]
        within = Counter(numbers)
        numbers_restart = len({number for _, number in numbers}) < len(within)
        return cls(lines, numbers_restart, frozenset(at for (at, _), count in within.items() if count > 1))

    def row_number(self, at: int, group: _Group) -> str:
        """Returns the running number of a line. If it has none, or those of its group are unusable, returns its
        position among the lines with figures of its group."""
        line = self.lines[at][0]
        if _is_number(line.number) and group.index not in self.groups_with_repeats:
            return line.number
        same = [other for other, its in self.lines[: at + 1] if its.index == group.index and other.has_figures]
        return str(len(same))

    def group_of_total(self, at: int, group: _Group) -> _Group:
        """Returns the group that a total line sums up: its own group, or all groups if the line is at the end of a
        table with groups. A line that is no total keeps its group."""
        totals = [its.index for line, its in self.lines[:at] if line.has_figures and aggregate_of(line.name)]
        own = frozenset(self.levels.get(group.index, set()))
        if not aggregate_of(self.lines[at][0].name):
            return group
        grand = group.index > 1 and (group.index in totals or not totals)
        kinds = self._kinds_of_total(at, group, grand=grand)
        if not grand:
            return replace(group, levels=own, kinds=kinds)
        levels = {its.level for _, its in self.lines if its.index}
        every = frozenset(level for found in self.levels.values() for level in found)
        return _Group(level=levels.pop() if len(levels) == 1 else None, levels=every, index=group.index, kinds=kinds)

    def _kinds_of_total(self, at: int, group: _Group, *, grand: bool) -> frozenset[UnitKind]:
        """Returns the kinds of units that a total line sums up. A mean directly below a total is of the same units."""
        last_aggregate, kinds = self.last_total
        if last_aggregate and not self.kinds_since_total and last_aggregate != aggregate_of(self.lines[at][0].name):
            return kinds
        if grand:
            return frozenset(kind for found in self.kinds.values() for kind in found)
        own = self.kinds.get(group.index, set())
        return frozenset(own & self.kinds_since_total or own)


@dataclass(frozen=True)
class Owners:
    """Finds the owners of the lines of a table."""

    table: Table
    names: Names
    dialogue: Dialogue

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self.table, self.names, self.dialogue)

    def rows_with_owners(self) -> Iterator[tuple[int, Owner]]:
        """Yields row and owner of each line that has figures and a clear owner. Asks the user about unclear lines."""
        level = self._level()
        grouped = list(self._grouped(level))
        state = _TableState.of(grouped)
        previous_name = ""
        unclear: dict[Hashable, list[tuple[Line, UnclearName]]] = {}
        for at, (line, group) in enumerate(grouped):
            following = grouped[at + 1][0] if at + 1 < len(grouped) else None
            if not line.has_figures and (line.row == group.row or self._is_not_a_unit(line)):
                continue
            summed_group = state.group_of_total(at, group)
            summed_group = replace(summed_group, single_kind=self._single_kind(line, summed_group))
            row = state.row_number(at, group)
            total = aggregate_of(line.name) or means_whole_province(line.name, self.names.within)
            scope = state.scope_of_total(replace(group, single_kind=summed_group.single_kind)) if total else ""
            total_key = " / ".join(filter(None, [scope, line.name])) if total else ""
            owner = self._owner(line, summed_group, level, previous_name, following, total_key)
            if isinstance(owner, UnclearName) and not owner.candidates and not line.looks_numeric:
                message = f"dòng không có số, không đọc: {line.name}"
                self.dialogue.remark(line.name_at, message, self.table.row(line))
                continue
            if total:
                state.add_total(line.name, summed_group.kinds)
            if isinstance(owner, UnclearName):
                unclear.setdefault(owner.message if owner.shared_hint else line.name_at, []).append((line, owner))
                continue
            unit = self.names.portal.units.get(owner.unit_or_level.unit_id)
            if not total:
                previous_name = line.name
                if unit and not owner.unit_or_level.level:
                    state.add_unit(group, unit)
            if total or owner.aggregate in _SUMS:
                # Even if the line is called otherwise: its running number would be that of the first unit below.
                row = aggregate_of(line.name) or str(owner.aggregate) or str(Aggregate.TOTAL)
            suffix = (
                summed_group.suffix
                if state.numbers_restart and not means_whole_province(line.name, self.names.within)
                else ""
            )
            yield line.row, replace(owner, row=row, suffix=suffix)
        for found in unclear.values():
            self._ask_about(found)

    def _ask_about(self, lines: Sequence[tuple[Line, UnclearName]]) -> None:
        """Asks about lines that are unclear for the same reason. Many lines become one question, because one remedy may
        settle them all."""
        if len(lines) < _MIN_TO_COMBINE:
            for line, owner in lines:
                hint = self._name_hint(line, owner)
                cells = self.table.row(line)
                self.dialogue.ask(
                    line.name_at, line.name, owner.message, hint, cells, period_may_be_wrong=owner.period_may_be_wrong
                )
            return
        (first, owner), *others = lines
        message = f"cùng {len(others)} dòng khác {owner.message}"
        every = [place for line, _ in lines for place in self.table.row(line)]
        rows = [line.row for line, _ in others]
        self.dialogue.ask(
            first.name_at,
            first.name,
            message,
            owner.shared_hint,
            every,
            rows,
            period_may_be_wrong=owner.period_may_be_wrong,
        )

    def _grouped(self, level: Level | None) -> Iterator[tuple[Line, _Group]]:
        """Yields each line with its group. The line that opens a group belongs to that group."""
        lines = self.table.lines
        district = self._district(lines[0]) if lines else ""
        group = _Group(level=Level.COMMUNE, district=district) if district else _Group()
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else None
            opened = self._opens_group(line, following, level)
            if opened:
                group = replace(opened, suffix=self._suffix(line, group), index=group.index + 1, row=line.row)
            yield line, group

    def _district(self, first: Line) -> str:
        """Returns the district whose communes the table lists, if the sheet or the nearest title has the name of a
        district; otherwise an empty text."""
        if not self._names_unit_of(first, Level.COMMUNE):
            return ""
        for text in (*reversed(self.table.titles), self.table.sheet.name):
            found = self.names.find(text, Level.DISTRICT)
            unit = self.names.portal.units.get(found.unit_id) if isinstance(found, UnitOrLevel) else None
            if unit and unit.level is Level.DISTRICT:
                return unit.id
        return ""

    def _name_hint(self, line: Line, owner: UnclearName) -> str:
        ids = [unit.id for unit in owner.candidates] or ["mã-đơn-vị"]
        answer = f"{self.dialogue.how_to_answer(line.name_at, *ids, SKIPPED)} (bỏ dòng này)"
        return f"{owner.hint}; {answer}" if owner.hint else answer

    def _level(self) -> Level | None:
        """Returns the level that the table is about. It follows from the nearest title, else from the name of the
        sheet, else from all rows if they have one level."""
        for text in (*reversed(self.table.titles), self.table.sheet.name):
            level = level_in(text) or (whole_level_of(text) if text == self.table.sheet.name else None)
            if level and level is not self.names.within.level:
                return level
        places = (self.names.find(line.name) for line in self.table.lines if line.has_figures)
        ids = (place.unit_id for place in places if isinstance(place, UnitOrLevel) and not place.level)
        levels = Counter(self.names.portal.units[id_].level for id_ in ids if id_ in self.names.portal.units)
        return next(iter(levels)) if len(levels) == 1 else None

    def _is_not_a_unit(self, line: Line) -> bool:
        """Whether a line without figures belongs to no unit: a signature, a sentence, a blank total. Adds a remark on
        the line, unless it is a total or names a level or the province."""
        found = self.names.find(line.name, None)
        if isinstance(found, UnitOrLevel) and not found.level and found.unit_id != self.names.within.id:
            return False
        if not aggregate_of(line.name) and not isinstance(found, UnitOrLevel):
            self.dialogue.remark(line.name_at, f"dòng không có số, không đọc: {line.name}")
        return True

    def _opens_group(self, line: Line, following: Line | None, level: Level | None) -> _Group | None:
        """Returns the group that a line opens (the units of a level, or the communes of a district), or None."""
        numeral, name = numeral_of(line)
        whole = whole_level_of(name) or (whole_level_of(line.name) if name != line.name else None)
        if whole and following and (not line.has_figures or self._names_unit_of(following, whole)):
            return _Group(level=whole)
        found = self.names.find(name, Level.DISTRICT)
        unit = (
            self.names.portal.units.get(found.unit_id) if isinstance(found, UnitOrLevel) and not found.level else None
        )
        below = following is not None and self._names_unit_of(following, Level.COMMUNE)
        if unit and unit.level is Level.DISTRICT and level is not Level.DISTRICT and below:
            return _Group(level=Level.COMMUNE, district=unit.id)
        if not line.has_figures and _ROMAN.fullmatch(numeral) and following is not None:
            return _Group(level=level_in(name))
        return None

    def _names_unit_of(self, line: Line, level: Level) -> bool:
        """Whether the line names a unit of the level, or an ambiguous name whose units are all of the level."""
        found = self.names.find(line.name, level)
        if isinstance(found, UnitOrLevel):
            unit = self.names.portal.units.get(found.unit_id)
            return bool(unit and unit.level is level and not found.level)
        return bool(found.candidates) and all(unit.level is level for unit in found.candidates)

    def _suffix(self, line: Line, previous: _Group) -> str:
        """Returns the suffix of a group: its own numeral, else the number after that of the group before."""
        numeral, _ = numeral_of(line)
        if _ROMAN.fullmatch(numeral) or numeral.isdecimal():
            return f".{numeral}"
        last = previous.suffix.lstrip(".")
        return f".{int(last) + 1 if last.isdecimal() else 1}"

    def _owner(
        self, line: Line, group: _Group, level: Level | None, previous_name: str, following: Line | None, total_key: str
    ) -> Owner | UnclearName:
        """Returns the owner of a line. `total_key` is the key of the user's decision on a line that sums up others,
        otherwise empty."""
        answer = self.dialogue.answer(line.name_at)
        if answer is not None:
            return self._owner_by_answer(line, answer, previous_name, total_key)
        if line.unit_id in self.names.portal.units:
            return self._owner_by_code(line)
        if total_key:
            return self._owner_of_total(line, group, level, total_key)
        if group.single_kind and text_key(line.name) not in self.names.decided:
            return self._unclear_single_kind(line, group, group.single_kind)
        return self._owner_by_name(line, group, level, previous_name, following)

    def _owner_of_total(self, line: Line, group: _Group, level: Level | None, total_key: str) -> Owner | UnclearName:
        """Returns the owner of a line that sums up others. `total_key` is the key of the user's decision on it."""
        if decided := self.names.decided.get(text_key(total_key)):
            return self._owner_of_answer(line, decided)
        if group.single_kind:
            return self._unclear_single_kind(line, group, group.single_kind)
        whole = means_whole_province(line.name, self.names.within)
        own = self._whole_province(level) if whole else self._total_of_level(line, group, level)
        return own if isinstance(own, Owner) else self._decided_by_name_alone(line, level) or own

    def _owner_by_name(
        self, line: Line, group: _Group, level: Level | None, previous_name: str, following: Line | None
    ) -> Owner | UnclearName:
        """Returns the owner of a line that names a unit, given the group of the line."""
        _, name = numeral_of(line)
        expected_level = group.level or level
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
        self, line: Line, found: UnitOrLevel, following: Line | None, group: _Group
    ) -> Owner | UnclearName:
        """Returns the owner for a unit or level that a name means. A line with figures at the head of a group is
        unclear: it may state the group's total, its mean or its pooled figure."""
        whole, _, aggregate = found.level.partition(":")
        if aggregate:
            return Owner(UnitOrLevel(found.unit_id, whole), Aggregate(aggregate), "")
        heads = following is not None and line.name != following.name
        if whole and heads and following is not None and self._names_unit_of(following, Level(whole)):
            return self._unclear_group_heading(f"{found.unit_id}:{whole}", "")
        unit = self.names.portal.units.get(found.unit_id)
        is_heading = bool(unit and unit.level is Level.DISTRICT and group.district == found.unit_id)
        if is_heading:
            return self._unclear_group_heading(
                f"{found.unit_id}:{Level.COMMUNE}", f"{found.unit_id} (số của chính huyện), "
            )
        return Owner(UnitOrLevel(found.unit_id, whole), Aggregate.COMMON if whole else Aggregate.NONE, "")

    @staticmethod
    def _unclear_group_heading(scope: str, first: str) -> UnclearName:
        return UnclearName(
            "dòng đầu nhóm có số: chưa rõ là tổng, bình quân hay số gộp của cả nhóm",
            (),
            f"chọn {first}{scope}:total, {scope}:mean, {scope}:pooled hay skip",
        )

    @property
    def _all(self) -> str:
        """The whole province in words: `cả tỉnh`, `cả thành phố`."""
        return f"cả {words.province_word(self.names.within)}"

    def _whole_province(self, level: Level | None) -> Owner | UnclearName:
        """Returns the owner of a line such as `Toàn tỉnh`: the province itself. If the table is about one level, the
        owner is unclear: the line may be the total of that level."""
        id_ = self.names.within.id
        if level is None:
            return Owner(UnitOrLevel(id_), Aggregate.NONE, "")
        return UnclearName(
            f"có thể là số của {self._all}, hoặc là tổng hay bình quân của các đơn vị trong bảng",
            (),
            f"chọn {id_} (số của {self._all}), {id_}:{level}:total, {id_}:{level}:mean, {id_}:{level}:pooled hay skip",
        )

    def _single_kind(self, line: Line, group: _Group) -> UnitKind | None:
        """Returns the one kind of units that a line sums up, if its level has other kinds too: `Cộng các phường`. The
        kind follows from the words of the line or from the lines above it."""
        name = line.name if aggregate_of(line.name) else numeral_of(line)[1]
        kinds = kinds_named(name)
        if not kinds and aggregate_of(name) and not names_whole_level(name):
            kinds = group.kinds
        single_kind = next(iter(kinds)) if len(kinds) == 1 else None
        its = LEVEL_OF.get(single_kind) if single_kind else None
        if its is None or (level_in(name) or its) is not its:
            return None
        others = self.names.kinds_of(its, self._scope(line, group, its)) - kinds
        return single_kind if others else None

    def _unclear_single_kind(self, line: Line, group: _Group, single_kind: UnitKind) -> UnclearName:
        """Returns a question about a line that sums up one kind of units. The data contains totals of whole levels
        only."""
        level = LEVEL_OF[single_kind]
        scope = f"{self._scope(line, group, level)}:{level}"
        some = [aggregate_of(line.name)] if aggregate_of(line.name) else ["total", "mean", "pooled"]
        choices = " hay ".join(f"{scope}:{aggregate}" for aggregate in some)
        whole = words.inline(words.LEVELS[level])
        return UnclearName(
            f"là số của riêng các {words.inline(words.NAME_WORDS[single_kind])}, chưa phải của cả {whole}",
            (),
            f"cổng chỉ ghi tổng của cả một cấp: bỏ dòng này bằng {SKIPPED}; "
            f"chỉ khi văn bản nói là số của cả {whole} mới trả lời {choices}",
        )

    def _scope(self, line: Line, group: _Group, level: Level | None) -> str:
        """Returns the id of the unit within which a line sums up a level: the district that the line names or is
        grouped under, else the province."""
        named = self.names.find(line.name.partition(" ")[2], Level.DISTRICT) if not group.district else None
        within = group.district or self.names.within.id
        if level is Level.COMMUNE and isinstance(named, UnitOrLevel) and named.unit_id in self.names.portal.units:
            unit = self.names.portal.units[named.unit_id]
            within = unit.id if unit.level is Level.DISTRICT else within
        return within

    def _total_of_level(self, line: Line, group: _Group, level: Level | None) -> Owner | UnclearName:
        """Returns the owner of a line that sums up the lines above it. It is unclear if they are of several levels."""
        aggregate = Aggregate(aggregate_of(line.name))
        expected_level = level_in(line.name) or group.level or level
        within = self._scope(line, group, expected_level)
        if expected_level is None or group.levels - {expected_level}:
            id_ = self.names.within.id
            return UnclearName(
                "là tổng của nhiều cấp, dữ liệu chỉ ghi tổng của một cấp",
                (),
                f"nếu là số của {self._all} thì trả lời {id_}, của một cấp thì như {id_}:commune:{aggregate}",
            )
        return Owner(UnitOrLevel(within, str(expected_level)), aggregate, str(aggregate))

    def _decided_by_name_alone(self, line: Line, level: Level | None) -> Owner | None:
        """Returns what the user decided on a total by its name alone. Such a name may mean totals of several levels, so
        a decision for another level than that of the table does not apply."""
        decided = self.names.decided.get(text_key(line.name), "")
        fitting = decided.partition(":")[2].partition(":")[0] in ("", level)
        return self._owner_of_answer(line, decided) if decided and fitting else None

    def _owner_by_answer(self, line: Line, answer: str, previous_name: str, total_key: str) -> Owner | UnclearName:
        """Returns the owner that the user answered, and records the decision for later imports."""
        unit_id, _, scope = answer.partition(":")
        level, _, aggregate = scope.partition(":")
        is_valid = unit_id in self.names.portal.units and (not level or level in list(Level))
        if answer != SKIPPED and not (is_valid and aggregate in ("", *_AGGREGATES)):
            return UnclearName(f"câu trả lời “{answer}” không phải mã đơn vị", (), "ghi mã như trong data/units.csv")
        several = isinstance(self.names.find(line.name), UnclearName) and previous_name
        ambiguous = several and self._is_ambiguous(line.name)
        # If the code belongs to another unit, the name is not remembered: next month it means its own unit again.
        by_code = line.codes and isinstance(self.names.find(line.name), UnitOrLevel)
        if not line.unit_id and not by_code:
            self.dialogue.findings.names[
                total_key or (f"{previous_name} / {line.name}" if ambiguous else line.name)
            ] = answer
        return self._owner_of_answer(line, answer)

    @staticmethod
    def _owner_of_answer(line: Line, answer: str) -> Owner:
        """Returns the owner that an answer means: `skip`, `tay-ninh`, `tay-ninh:commune:mean`."""
        unit_id, _, scope = answer.partition(":")
        level, _, aggregate = scope.partition(":")
        if unit_id == SKIPPED:
            return Owner(UnitOrLevel(SKIPPED), Aggregate.NONE, "")
        if level and not aggregate:
            aggregate = aggregate_of(line.name) or Aggregate.COMMON
        return Owner(UnitOrLevel(unit_id, level), Aggregate(aggregate), "")

    def _is_ambiguous(self, name: str) -> bool:
        found = self.names.find(name)
        return isinstance(found, UnclearName) and len(found.candidates) > 1


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,3}(?:\.\d{1,3})*", text))
