"""Finds the owners of lines that sum up others: totals, means and pooled figures of a level."""

import re
from dataclasses import dataclass

from generator import words
from generator.importing.lines.line_groups import Group
from generator.importing.lines.line_owner import Owner, owner_of_answer
from generator.importing.phrases.kinds import LEVEL_OF, kinds_named, names_whole_level
from generator.importing.phrases.names import Names, UnclearName, UnitOrLevel
from generator.importing.phrases.periods import periods_in, yearless_periods
from generator.importing.phrases.row_names import aggregate_of, level_in, means_whole_province
from generator.importing.phrases.text_keys import text_key
from generator.importing.tables.sheet_tables import Line, numeral_of
from generator.model import SKIPPED, Aggregate, Level, UnitKind

_SOMETHING_ELSE = re.compile(
    r"cùng kỳ|(?:tháng|quý|năm|kỳ) trước|tăng|giảm|so với|chênh lệch|chỉ tiêu|kế hoạch|mục tiêu|phấn đấu|hạng"
    r"|(?:cao|thấp) nhất|cả nước|toàn quốc|(?:đơn vị|xã|sở|phường) (?:đạt|chưa đạt|không đạt)|lũy kế|luỹ kế|\d\s*tháng",
    re.IGNORECASE,
)
"""Words in the name of a summary row that state something else than the results of the period."""


@dataclass(frozen=True)
class Totals:
    """Finds the owners of the lines of one table that sum up others. `level` is the level that the table is about."""

    names: Names
    level: Level | None

    def owner(self, line: Line, group: Group, total_key: str) -> Owner | UnclearName:
        """Returns the owner of a line that sums up others. `total_key` is the key of the user's decision on it."""
        if decided := self.names.decided.get(text_key(total_key)):
            return owner_of_answer(line, decided)
        if self._is_of_something_else(line.name):
            hint = f"không phải kết quả của kỳ này thì trả lời {SKIPPED}"
            return UnclearName("có thể là số của kỳ khác, mức tăng giảm hay mức phải đạt", (), hint)
        if group.single_kind:
            return self.unclear_single_kind(line, group, group.single_kind)
        whole = means_whole_province(line.name, self.names.within)
        own = self._whole_province(line) if whole else self._total_of_level(line, group)
        return own if isinstance(own, Owner) else self._decided_by_name_alone(line) or own

    def _is_of_something_else(self, name: str) -> bool:
        """Whether a line such as `Toàn tỉnh tháng 5/2024` or `Chỉ tiêu toàn tỉnh` may state something else than the
        results of the period."""
        period = self.names.period
        stated = [*periods_in(name), *(yearless_periods(name, period.year) if period else ())]
        return bool(_SOMETHING_ELSE.search(name)) or any(each != period for each in stated)

    def _whole_province(self, line: Line) -> Owner | UnclearName:
        """Returns the owner of a line such as `Toàn tỉnh`: the province itself. If the table is about one level, the
        owner is unclear: the line may be the total of that level. A mean of units of several levels is no figure of the
        province."""
        id_ = self.names.within.id
        if self.level is None and aggregate_of(line.name) == Aggregate.MEAN:
            return self._of_several_levels(Aggregate.MEAN)
        if self.level is None:
            return Owner(UnitOrLevel(id_), Aggregate.NONE, "")
        scope = f"{id_}:{self.level}"
        return UnclearName(
            f"có thể là số của {self._all}, hoặc là tổng hay bình quân của các đơn vị trong bảng",
            (),
            f"chọn {id_} (số của {self._all}), {scope}:total, {scope}:mean, {scope}:pooled hay skip",
        )

    @property
    def _all(self) -> str:
        """The whole province in words: `cả tỉnh`, `cả thành phố`."""
        return f"cả {words.province_word(self.names.within)}"

    def _total_of_level(self, line: Line, group: Group) -> Owner | UnclearName:
        """Returns the owner of a line that sums up the lines above it. It is unclear if they are of several levels."""
        aggregate = Aggregate(aggregate_of(line.name))
        expected_level = level_in(line.name) or group.level or self.level
        within = self._scope(line, group, expected_level)
        if expected_level is None or group.levels - {expected_level}:
            return self._of_several_levels(aggregate)
        return Owner(UnitOrLevel(within, str(expected_level)), aggregate, str(aggregate))

    def _of_several_levels(self, aggregate: Aggregate) -> UnclearName:
        id_, kind = self.names.within.id, "bình quân" if aggregate is Aggregate.MEAN else "tổng"
        return UnclearName(
            f"là {kind} của nhiều cấp, dữ liệu chỉ ghi {kind} của một cấp",
            (),
            f"nếu là số của {self._all} thì trả lời {id_}, của một cấp thì như {id_}:commune:{aggregate}",
        )

    def _decided_by_name_alone(self, line: Line) -> Owner | None:
        """Returns what the user decided on a total by its name alone. Such a name may mean totals of several levels, so
        a decision for another level than that of the table does not apply."""
        decided = self.names.decided.get(text_key(line.name), "")
        fitting = decided.partition(":")[2].partition(":")[0] in ("", self.level)
        return owner_of_answer(line, decided) if decided and fitting else None

    def single_kind(self, line: Line, group: Group) -> UnitKind | None:
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

    def unclear_single_kind(self, line: Line, group: Group, single_kind: UnitKind) -> UnclearName:
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

    def _scope(self, line: Line, group: Group, level: Level | None) -> str:
        """Returns the id of the unit within which a line sums up a level: the district that the line names or is
        grouped under, else the province."""
        named = self.names.find(line.name.partition(" ")[2], Level.DISTRICT) if not group.district else None
        within = group.district or self.names.within.id
        if level is Level.COMMUNE and isinstance(named, UnitOrLevel) and named.unit_id in self.names.portal.units:
            unit = self.names.portal.units[named.unit_id]
            within = unit.id if unit.level is Level.DISTRICT else within
        return within
