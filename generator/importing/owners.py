"""The lines of a table → whose figures they hold: a unit's, a level's total, all units of a level together."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator import words
from generator.importing.asking import Asking
from generator.importing.codes import Codes
from generator.importing.kinds import LEVEL_OF, kinds_named, names_whole_level
from generator.importing.names import (
    Names,
    Unclear,
    UnitOrLevel,
    aggregate_of,
    is_aggregate_of_all,
    level_in,
    whole_level_of,
)
from generator.importing.tables import Line, Table, numeral_of
from generator.importing.wording import key
from generator.model import SKIPPED, Aggregate, Level, Unit, UnitKind

_ROMAN = re.compile(r"[IVX]{1,5}")
_MANY_ALIKE = 4
"""So many lines with one reason are asked for once."""
_SUMS = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED)
_AGGREGATES = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED, Aggregate.COMMON)


@dataclass(frozen=True)
class Owner:
    """Whose figures a line holds and where the line stands: the part after the colon of its locator, the suffix of its
    table for the group it is in."""

    whose: UnitOrLevel
    aggregate: Aggregate
    row: str
    suffix: str = ""


@dataclass(frozen=True)
class _Group:
    """The group of lines that is open: its level, the district of its communes, which it is and the row it begins with.

    `levels` and `kinds` are those of its units when a line sums them up; `part` is the one kind that it sums up where
    the level has others.
    """

    level: Level | None = None
    district: str = ""
    suffix: str = ""
    at: int = 0
    row: int = 0
    levels: frozenset[Level] = frozenset()
    kinds: frozenset[UnitKind] = frozenset()
    part: UnitKind | None = None


@dataclass
class _Counted:
    """The running numbers and totals of a table by its groups, and the levels and kinds of the units met in each;
    `last` is the total before, with the kinds that it summed up."""

    lines: tuple[tuple[Line, _Group], ...]
    restarts: bool
    unsure: frozenset[int]
    levels: dict[int, set[Level]] = field(default_factory=dict)
    since: set[Level] = field(default_factory=set)
    kinds: dict[int, set[UnitKind]] = field(default_factory=dict)
    kinds_since: set[UnitKind] = field(default_factory=set)
    last: tuple[str, frozenset[UnitKind]] = ("", frozenset())

    def met(self, group: _Group, unit: Unit) -> None:
        """Notes a unit: the next total may sum it up."""
        self.levels.setdefault(group.at, set()).add(unit.level)
        self.since.add(unit.level)
        self.kinds.setdefault(group.at, set()).add(unit.kind)
        self.kinds_since.add(unit.kind)

    def totalled(self, name: str, kinds: frozenset[UnitKind]) -> None:
        """Notes a total: what follows is not in it."""
        self.since.clear()
        self.kinds_since.clear()
        self.last = (aggregate_of(name), kinds)

    def summed_up(self, group: _Group) -> str:
        """What a total here sums up, as decisions on it are called: one kind of units, the levels of the units since
        the last total, else of all, or the communes of a district."""
        if group.part:
            return ":".join(filter(None, [group.district, group.part]))
        if group.district:
            return f"{group.district}:{Level.COMMUNE}"
        every = {level for found in self.levels.values() for level in found}
        return ", ".join(level for level in Level if level in (self.since or every))

    @classmethod
    def of(cls, grouped: Iterable[tuple[Line, _Group]]) -> "_Counted":
        """Running numbers begin anew when one occurs twice in the table; twice in one group they tell nothing."""
        lines = tuple(grouped)
        numbers = [(group.at, line.number) for line, group in lines if line.has_figures and _is_number(line.number)]
        within = Counter(numbers)
        restarts = len({number for _, number in numbers}) < len(within)
        return cls(lines, restarts, frozenset(at for (at, _), count in within.items() if count > 1))

    def row_of(self, at: int, group: _Group) -> str:
        """The running number of a line, else its place among the lines of its group."""
        line = self.lines[at][0]
        if _is_number(line.number) and group.at not in self.unsure:
            return line.number
        same = [other for other, its in self.lines[: at + 1] if its.at == group.at and other.has_figures]
        return str(len(same))

    def of_total(self, at: int, group: _Group) -> _Group:
        """The group that a line sums up: its own, or, at the end of a table of groups, all of them."""
        totals = [its.at for line, its in self.lines[:at] if line.has_figures and aggregate_of(line.name)]
        own = frozenset(self.levels.get(group.at, set()))
        if not aggregate_of(self.lines[at][0].name):
            return group
        grand = group.at > 1 and (group.at in totals or not totals)
        kinds = self._kinds(at, group, grand=grand)
        if not grand:
            return replace(group, levels=own, kinds=kinds)
        levels = {its.level for _, its in self.lines if its.at}
        every = frozenset(level for found in self.levels.values() for level in found)
        return _Group(level=levels.pop() if len(levels) == 1 else None, levels=every, at=group.at, kinds=kinds)

    def _kinds(self, at: int, group: _Group, *, grand: bool) -> frozenset[UnitKind]:
        """The kinds of the units that a total sums up. A mean right behind a total is of the same units."""
        before, kinds = self.last
        if before and not self.kinds_since and before != aggregate_of(self.lines[at][0].name):
            return kinds
        if grand:
            return frozenset(kind for found in self.kinds.values() for kind in found)
        own = self.kinds.get(group.at, set())
        return frozenset(own & self.kinds_since or own)


@dataclass(frozen=True)
class Owners:
    """Finds whose figures the lines of a table hold."""

    table: Table
    names: Names
    asking: Asking

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self.table, self.names, self.asking)

    def found(self) -> Iterator[tuple[int, Owner]]:
        """The owner of each line that holds figures and is understood."""
        level = self._level()
        grouped = list(self._grouped(level))
        counted = _Counted.of(grouped)
        before = ""
        unclear: dict[Hashable, list[tuple[Line, Unclear]]] = {}
        for at, (line, group) in enumerate(grouped):
            following = grouped[at + 1][0] if at + 1 < len(grouped) else None
            if not line.has_figures and (line.row == group.row or self._is_aside(line)):
                continue
            summed = counted.of_total(at, group)
            summed = replace(summed, part=self._part(line, summed))
            row = counted.row_of(at, group)
            total = aggregate_of(line.name) or is_aggregate_of_all(line.name, self.names.within)
            scope = counted.summed_up(replace(group, part=summed.part)) if total else ""
            named = " / ".join(filter(None, [scope, line.name])) if total else ""
            owner = self._owner(line, summed, level, before, following, named)
            if isinstance(owner, Unclear) and not owner.candidates and not line.counts:
                message = f"dòng không có số, không đọc: {line.name}"
                self.asking.remark(line.name_at, message, self.table.row(line))
                continue
            if total:
                counted.totalled(line.name, summed.kinds)
            if isinstance(owner, Unclear):
                unclear.setdefault(owner.message if owner.together else line.name_at, []).append((line, owner))
                continue
            unit = self.names.portal.units.get(owner.whose.unit_id)
            if not total:
                before = line.name
                if unit and not owner.whose.level:
                    counted.met(group, unit)
            if total or owner.aggregate in _SUMS:
                # Whatever it is called: its number would be that of the first unit below.
                row = aggregate_of(line.name) or str(owner.aggregate) or str(Aggregate.TOTAL)
            suffix = summed.suffix if counted.restarts and not is_aggregate_of_all(line.name, self.names.within) else ""
            yield line.row, replace(owner, row=row, suffix=suffix)
        for found in unclear.values():
            self._ask_for(found)

    def _ask_for(self, lines: Sequence[tuple[Line, Unclear]]) -> None:
        """Asks for lines whose owners are unclear for one reason: once where they are many and one remedy may
        settle all."""
        if len(lines) < _MANY_ALIKE:
            for line, owner in lines:
                hint = self._name_hint(line, owner)
                cells = self.table.row(line)
                self.asking.ask(line.name_at, line.name, owner.message, hint, cells, of_time=owner.of_time)
            return
        (first, owner), *others = lines
        message = f"cùng {len(others)} dòng khác {owner.message}"
        every = [place for line, _ in lines for place in self.table.row(line)]
        rows = [line.row for line, _ in others]
        self.asking.ask(first.name_at, first.name, message, owner.together, every, rows, of_time=owner.of_time)

    def _grouped(self, level: Level | None) -> Iterator[tuple[Line, _Group]]:
        """Each line with the group that is open there; the line that opens a group belongs to it."""
        lines = self.table.lines
        district = self._district(lines[0]) if lines else ""
        group = _Group(level=Level.COMMUNE, district=district) if district else _Group()
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else None
            opened = self._opens_group(line, following, level)
            if opened:
                group = replace(opened, suffix=self._suffix(line, group), at=group.at + 1, row=line.row)
            yield line, group

    def _district(self, first: Line) -> str:
        """The district whose communes the table lists, where its sheet or its nearest title is called by one."""
        if not self._is_of(first, Level.COMMUNE):
            return ""
        for text in (*reversed(self.table.titles), self.table.sheet.name):
            found = self.names.find(text, Level.DISTRICT)
            unit = self.names.portal.units.get(found.unit_id) if isinstance(found, UnitOrLevel) else None
            if unit and unit.level is Level.DISTRICT:
                return unit.id
        return ""

    def _name_hint(self, line: Line, owner: Unclear) -> str:
        ids = [unit.id for unit in owner.candidates] or ["mã-đơn-vị"]
        answer = f"{self.asking.answering(line.name_at, *ids, SKIPPED)} (bỏ dòng này)"
        return f"{owner.hint}; {answer}" if owner.hint else answer

    def _level(self) -> Level | None:
        """The level that the table is of: its nearest title says so, else its sheet's name, else all of its rows."""
        for text in (*reversed(self.table.titles), self.table.sheet.name):
            level = level_in(text) or (whole_level_of(text) if text == self.table.sheet.name else None)
            if level and level is not self.names.within.level:
                return level
        places = (self.names.find(line.name) for line in self.table.lines if line.has_figures)
        ids = (place.unit_id for place in places if isinstance(place, UnitOrLevel) and not place.level)
        levels = Counter(self.names.portal.units[id_].level for id_ in ids if id_ in self.names.portal.units)
        return next(iter(levels)) if len(levels) == 1 else None

    def _is_aside(self, line: Line) -> bool:
        """Whether a line without figures is no unit's: a signature, a sentence, a blank total."""
        found = self.names.find(line.name, None)
        if isinstance(found, UnitOrLevel) and not found.level and found.unit_id != self.names.within.id:
            return False
        if not aggregate_of(line.name) and not isinstance(found, UnitOrLevel):
            self.asking.remark(line.name_at, f"dòng không có số, không đọc: {line.name}")
        return True

    def _opens_group(self, line: Line, following: Line | None, level: Level | None) -> _Group | None:
        """The group that a line opens: the units of a level, or the communes of a district."""
        numeral, name = numeral_of(line)
        whole = whole_level_of(name) or (whole_level_of(line.name) if name != line.name else None)
        if whole and following and (not line.has_figures or self._is_of(following, whole)):
            return _Group(level=whole)
        found = self.names.find(name, Level.DISTRICT)
        unit = (
            self.names.portal.units.get(found.unit_id) if isinstance(found, UnitOrLevel) and not found.level else None
        )
        below = following is not None and self._is_of(following, Level.COMMUNE)
        if unit and unit.level is Level.DISTRICT and level is not Level.DISTRICT and below:
            return _Group(level=Level.COMMUNE, district=unit.id)
        if not line.has_figures and _ROMAN.fullmatch(numeral) and following is not None:
            return _Group(level=level_in(name))
        return None

    def _is_of(self, line: Line, level: Level) -> bool:
        """Whether the line names a unit of the level, or one of several."""
        found = self.names.find(line.name, level)
        if isinstance(found, UnitOrLevel):
            unit = self.names.portal.units.get(found.unit_id)
            return bool(unit and unit.level is level and not found.level)
        return bool(found.candidates) and all(unit.level is level for unit in found.candidates)

    def _suffix(self, line: Line, before: _Group) -> str:
        numeral, _ = numeral_of(line)
        if _ROMAN.fullmatch(numeral) or numeral.isdecimal():
            return f".{numeral}"
        last = before.suffix.lstrip(".")
        return f".{int(last) + 1 if last.isdecimal() else 1}"

    def _owner(
        self, line: Line, group: _Group, level: Level | None, before: str, following: Line | None, total: str
    ) -> Owner | Unclear:
        """`total` is what a decision on the line is called if it sums up others, else empty."""
        answer = self.asking.answer(line.name_at)
        if answer is not None:
            return self._answered_name(line, answer, before, total)
        if line.unit_id in self.names.portal.units:
            return self._coded(line)
        if total:
            return self._summing(line, group, level, total)
        if group.part and key(line.name) not in self.names.decided:
            return self._of_part(line, group, group.part)
        return self._named(line, group, level, before, following)

    def _summing(self, line: Line, group: _Group, level: Level | None, total: str) -> Owner | Unclear:
        """Whose a row is that sums up others, and whose decision is called `total`."""
        if decided := self.names.decided.get(key(total)):
            return self._told(line, decided)
        if group.part:
            return self._of_part(line, group, group.part)
        whole = is_aggregate_of_all(line.name, self.names.within)
        own = self._whole_province(level) if whole else self._total(line, group, level)
        return own if isinstance(own, Owner) else self._decided_plainly(line, level) or own

    def _named(
        self, line: Line, group: _Group, level: Level | None, before: str, following: Line | None
    ) -> Owner | Unclear:
        """Whose a row is that names a unit, under its group's heading."""
        _, name = numeral_of(line)
        wanted = group.level or level
        district = group.district
        if line.district:
            found = self.names.find(line.district, Level.DISTRICT)
            district = found.unit_id if isinstance(found, UnitOrLevel) else district
        found = self.names.find(line.name, wanted, district, before)
        if isinstance(found, Unclear) and name != line.name:
            found = self.names.find(name, wanted, district, before)
        found = self._codes.agreed(line, found)
        if isinstance(found, Unclear):
            return found
        return self._placed(line, found, following, group)

    def _coded(self, line: Line) -> Owner | Unclear:
        """The unit of a code, unless the name beside it is not that unit's: one of the two columns was changed."""
        unit = self.names.portal.units[line.unit_id]
        named = self.names.find(line.name, unit.level, unit.parent_id)
        hint = "lấy lại mẫu rồi chép số vào đúng dòng, không đổi chỗ tên hay mã đơn vị"
        if isinstance(named, UnitOrLevel) and named.unit_id != unit.id and not named.level:
            return Unclear(f"là tên của {named.unit_id}, nhưng mã đơn vị của dòng này là {unit.id}", (), hint)
        if isinstance(named, Unclear) and line.name and unit not in named.candidates:
            return Unclear(f"không phải tên của {unit.id} ({unit.name}), là mã đơn vị của dòng này", (), hint)
        return Owner(UnitOrLevel(unit.id), Aggregate.NONE, "")

    def _placed(self, line: Line, found: UnitOrLevel, following: Line | None, group: _Group) -> Owner | Unclear:
        whole, _, aggregate = found.level.partition(":")
        if aggregate:
            return Owner(UnitOrLevel(found.unit_id, whole), Aggregate(aggregate), "")
        heads = following is not None and line.name != following.name
        if whole and heads and following is not None and self._is_of(following, Level(whole)):
            return self._unsure_of_group(f"{found.unit_id}:{whole}", "")
        unit = self.names.portal.units.get(found.unit_id)
        is_heading = bool(unit and unit.level is Level.DISTRICT and group.district == found.unit_id)
        if is_heading:
            return self._unsure_of_group(f"{found.unit_id}:{Level.COMMUNE}", f"{found.unit_id} (số của chính huyện), ")
        return Owner(UnitOrLevel(found.unit_id, whole), Aggregate.COMMON if whole else Aggregate.NONE, "")

    @staticmethod
    def _unsure_of_group(scope: str, first: str) -> Unclear:
        return Unclear(
            "dòng đầu nhóm có số: chưa rõ là tổng, bình quân hay số gộp của cả nhóm",
            (),
            f"chọn {first}{scope}:total, {scope}:mean, {scope}:pooled hay skip",
        )

    @property
    def _all(self) -> str:
        return f"cả {words.province_word(self.names.within)}"

    def _whole_province(self, level: Level | None) -> Owner | Unclear:
        """`Toàn tỉnh`: the province's own figure, unless the table is of one level, whose total it may be."""
        id_ = self.names.within.id
        if level is None:
            return Owner(UnitOrLevel(id_), Aggregate.NONE, "")
        return Unclear(
            f"có thể là số của {self._all}, hoặc là tổng hay bình quân của các đơn vị trong bảng",
            (),
            f"chọn {id_} (số của {self._all}), {id_}:{level}:total, {id_}:{level}:mean, {id_}:{level}:pooled hay skip",
        )

    def _part(self, line: Line, group: _Group) -> UnitKind | None:
        """The one kind of units that a line sums up, by its own words or by the lines above it, where its level has
        others too: `Cộng các phường`."""
        name = line.name if aggregate_of(line.name) else numeral_of(line)[1]
        kinds = kinds_named(name)
        if not kinds and aggregate_of(name) and not names_whole_level(name):
            kinds = group.kinds
        part = next(iter(kinds)) if len(kinds) == 1 else None
        its = LEVEL_OF.get(part) if part else None
        if its is None or (level_in(name) or its) is not its:
            return None
        others = self.names.kinds_of(its, self._scope(line, group, its)) - kinds
        return part if others else None

    def _of_part(self, line: Line, group: _Group, part: UnitKind) -> Unclear:
        """Asks for a row of one kind of units: the data has totals of whole levels only."""
        level = LEVEL_OF[part]
        scope = f"{self._scope(line, group, level)}:{level}"
        some = [aggregate_of(line.name)] if aggregate_of(line.name) else ["total", "mean", "pooled"]
        choices = " hay ".join(f"{scope}:{aggregate}" for aggregate in some)
        whole = words.inline(words.LEVELS[level])
        return Unclear(
            f"là số của riêng các {words.inline(words.NAME_WORDS[part])}, chưa phải của cả {whole}",
            (),
            f"cổng chỉ ghi tổng của cả một cấp: bỏ dòng này bằng {SKIPPED}; "
            f"chỉ khi văn bản nói là số của cả {whole} mới trả lời {choices}",
        )

    def _scope(self, line: Line, group: _Group, level: Level | None) -> str:
        """The unit within which a line sums up a level: a district that it names or stands under, else the province."""
        named = self.names.find(line.name.partition(" ")[2], Level.DISTRICT) if not group.district else None
        within = group.district or self.names.within.id
        if level is Level.COMMUNE and isinstance(named, UnitOrLevel) and named.unit_id in self.names.portal.units:
            unit = self.names.portal.units[named.unit_id]
            within = unit.id if unit.level is Level.DISTRICT else within
        return within

    def _total(self, line: Line, group: _Group, level: Level | None) -> Owner | Unclear:
        """The row that sums up the lines above it, which must be of one level."""
        aggregate = Aggregate(aggregate_of(line.name))
        wanted = level_in(line.name) or group.level or level
        within = self._scope(line, group, wanted)
        if wanted is None or group.levels - {wanted}:
            id_ = self.names.within.id
            return Unclear(
                "là tổng của nhiều cấp, dữ liệu chỉ ghi tổng của một cấp",
                (),
                f"nếu là số của {self._all} thì trả lời {id_}, của một cấp thì như {id_}:commune:{aggregate}",
            )
        return Owner(UnitOrLevel(within, str(wanted)), aggregate, str(aggregate))

    def _decided_plainly(self, line: Line, level: Level | None) -> Owner | None:
        """What was decided on a total by its name alone, where it may be of several things and the table is of no other
        level than the decision."""
        decided = self.names.decided.get(key(line.name), "")
        fitting = decided.partition(":")[2].partition(":")[0] in ("", level)
        return self._told(line, decided) if decided and fitting else None

    def _answered_name(self, line: Line, answer: str, before: str, total: str) -> Owner | Unclear:
        unit_id, _, scope = answer.partition(":")
        level, _, aggregate = scope.partition(":")
        sound = unit_id in self.names.portal.units and (not level or level in list(Level))
        if answer != SKIPPED and not (sound and aggregate in ("", *_AGGREGATES)):
            return Unclear(f"câu trả lời “{answer}” không phải mã đơn vị", (), "ghi mã như trong data/units.csv")
        several = isinstance(self.names.find(line.name), Unclear) and before
        ambiguous = several and self._bears_several(line.name)
        # A name that is beside another unit's code by mistake still means what it means next month.
        by_code = line.codes and isinstance(self.names.find(line.name), UnitOrLevel)
        if not line.unit_id and not by_code:
            self.asking.out.names[total or (f"{before} / {line.name}" if ambiguous else line.name)] = answer
        return self._told(line, answer)

    @staticmethod
    def _told(line: Line, said: str) -> Owner:
        """The owner that an answer names: `skip`, `tay-ninh`, `tay-ninh:commune:mean`."""
        unit_id, _, scope = said.partition(":")
        level, _, aggregate = scope.partition(":")
        if unit_id == SKIPPED:
            return Owner(UnitOrLevel(SKIPPED), Aggregate.NONE, "")
        if level and not aggregate:
            aggregate = aggregate_of(line.name) or Aggregate.COMMON
        return Owner(UnitOrLevel(unit_id, level), Aggregate(aggregate), "")

    def _bears_several(self, name: str) -> bool:
        found = self.names.find(name)
        return isinstance(found, Unclear) and len(found.candidates) > 1


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,3}(?:\.\d{1,3})*", text))
