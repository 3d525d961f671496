"""Tables → rows of the data: whose figure, of what, of when; every cell is read, asked for or said to be left out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import formats
from generator.export.cells import is_dangerous
from generator.importing import figures
from generator.importing.commons import read_common
from generator.importing.entries import RESULTS, TARGETS, At, Entry, Question, Remark
from generator.importing.figures import Column, Unread, Value, read_figure
from generator.importing.grid import Cell, Place, Sheet, reference
from generator.importing.headings import Guess, Heading, Indicators, heading_of
from generator.importing.names import Names, Unclear, aggregate_of, is_aggregate_of_all, level_in, whole_level_of
from generator.importing.names import Place as UnitPlace
from generator.importing.periods import periods_in
from generator.importing.tables import FigureColumn, Line, Table, numeral_of
from generator.importing.wording import key
from generator.model import (
    SKIPPED,
    Aggregate,
    Comparison,
    Direction,
    Indicator,
    Level,
    Measure,
    Period,
    ResultStatus,
)

_ROMAN = re.compile(r"[IVX]{1,5}")
_STATUSES = {str(status) for status in ResultStatus if status}
_AGGREGATES = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED, Aggregate.COMMON)


@dataclass(frozen=True)
class Wanted:
    """What the person who imports has said: the period, the kind of figures, and answers by cell."""

    period: Period | None = None
    kind: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    scales: Mapping[str, str] = field(default_factory=dict)
    typed: bool = True
    several: bool = False


@dataclass
class Understood:
    """What was made of a file; `used` are the answers that a cell asked for, `decided` what they settle for later."""

    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    scales: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Known:
    """A column of figures that was understood."""

    column: FigureColumn
    indicator: Indicator
    is_target: bool
    period: str
    reading: Column


@dataclass(frozen=True)
class _Owner:
    """Whose figures a line holds and where the line stands: the part after the colon of its locator, the suffix of its
    table for the group it is in."""

    place: UnitPlace
    aggregate: Aggregate
    row: str
    suffix: str = ""


def understand(tables: Sequence[Table], names: Names, indicators: Indicators, wanted: Wanted) -> Understood:
    """Everything that the tables of a file say, in their order."""
    understood = Understood()
    indicators = replace(
        indicators, decided={**indicators.decided, **dict(_answered_headings(tables, indicators, wanted))}
    )
    for table in tables:
        _Reader(table, names, indicators, wanted, understood).read()
    said = {(entry.key, entry.value, entry.status): entry for entry in reversed(understood.entries)}
    understood.entries = [entry for entry in understood.entries if said[entry.key, entry.value, entry.status] is entry]
    return understood


def _answered_headings(tables: Sequence[Table], indicators: Indicators, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """What was answered for the heading of one column, which all columns of the same heading share."""
    for table in tables:
        for column in table.columns:
            at = At(table.sheet, column.head)
            for address in (at.address,) if wanted.several else (at.address, at.short_address):
                answer = wanted.answers.get(address, "")
                if answer == SKIPPED or answer in indicators.portal.indicators:
                    yield key(column.heading.phrase or column.heading.text), answer


@dataclass
class _Reader:
    """Reads one table into what is understood of the file."""

    table: Table
    names: Names
    indicators: Indicators
    wanted: Wanted
    out: Understood

    @property
    def sheet(self) -> Sheet:
        return self.table.sheet

    def read(self) -> None:
        owners = dict(self._owners())
        known = list(self._known())
        for line in self.table.lines:
            owner = owners.get(line.row)
            if owner and owner.place.unit_id != SKIPPED:
                for column in known:
                    self._figure(line, owner, column)
        for column in known:
            if column.column.heading.common:
                self._common(column)
        for place, text in self.table.notes:
            self._remark(place, f"chú thích, không đưa vào số liệu: {text}")
        for hidden in self.table.hidden:
            self._remark((self.table.lines[0].row if self.table.lines else 1, hidden), "cột ẩn, không đọc")
        for place, cell in self.sheet.cells.items():
            if cell.note and any(place[0] == line.row for line in self.table.lines):
                self._remark(place, f"ô có ghi chú, không đưa lên cổng: {cell.note}")

    # Whose figures

    def _owners(self) -> Iterator[tuple[int, _Owner]]:
        """The owner of each line that holds figures and is understood."""
        lines = self.table.lines
        level = self._level()
        group = _Group()
        restarts = _restarts(lines)
        counts: Counter[str] = Counter()
        before = ""
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else None
            opened = self._opens_group(line, following, level)
            if opened:
                group = replace(opened, suffix=self._suffix(line, group) if restarts else "")
                if not line.has_figures:
                    continue
            if not line.has_figures and self._is_aside(line):
                continue
            counts[group.suffix] += 1
            row = line.number if _is_number(line.number) and not _repeats(line, lines, restarts) else ""
            row = row or str(counts[group.suffix])
            owner = self._owner(line, group, level, before, following)
            if isinstance(owner, Unclear):
                self._ask(line.name_at, line.name, owner.message, self._name_hint(line, owner))
                continue
            if aggregate := aggregate_of(line.name):
                row = aggregate
            before = line.name if not aggregate else before
            yield line.row, replace(owner, row=row, suffix=group.suffix)

    def _name_hint(self, line: Line, owner: Unclear) -> str:
        ids = [unit.id for unit in owner.candidates] or ["mã-đơn-vị"]
        answer = f"{self._answering(line.name_at, *ids, SKIPPED)} (bỏ dòng này)"
        return f"{owner.hint}; {answer}" if owner.hint else answer

    def _level(self) -> Level | None:
        """The level that the table is of: its nearest title says so, else its sheet's name, else all of its rows."""
        for text in (*reversed(self.table.titles), self.sheet.name):
            level = level_in(text) or (whole_level_of(text) if text == self.sheet.name else None)
            if level and level is not self.names.within.level:
                return level
        places = (self.names.find(line.name) for line in self.table.lines if line.has_figures)
        ids = (place.unit_id for place in places if isinstance(place, UnitPlace) and not place.level)
        levels = Counter(self.names.portal.units[id_].level for id_ in ids if id_ in self.names.portal.units)
        return next(iter(levels)) if len(levels) == 1 else None

    def _is_aside(self, line: Line) -> bool:
        """Whether a line without figures is no unit's: a signature, a sentence, a blank total."""
        found = self.names.find(line.name, None)
        if isinstance(found, UnitPlace) and not found.level and found.unit_id != self.names.within.id:
            return False
        if not aggregate_of(line.name) and not isinstance(found, UnitPlace):
            self._remark(line.name_at, f"dòng không có số, không đọc: {line.name}")
        return True

    def _opens_group(self, line: Line, following: Line | None, level: Level | None) -> "_Group | None":
        """The group that a line opens: the units of a level, or the communes of a district."""
        numeral, name = numeral_of(line)
        whole = whole_level_of(name) or (whole_level_of(line.name) if name != line.name else None)
        if whole and following and (not line.has_figures or self._is_of(following, whole)):
            return _Group(level=whole, numeral=numeral)
        found = self.names.find(name, Level.DISTRICT)
        unit = self.names.portal.units.get(found.unit_id) if isinstance(found, UnitPlace) and not found.level else None
        below = following is not None and self._is_of(following, Level.COMMUNE)
        if unit and unit.level is Level.DISTRICT and level is not Level.DISTRICT and below:
            return _Group(level=Level.COMMUNE, district=unit.id, numeral=numeral)
        if not line.has_figures and _ROMAN.fullmatch(numeral) and following is not None:
            return _Group(numeral=numeral, level=level_in(name))
        return None

    def _is_of(self, line: Line, level: Level) -> bool:
        """Whether the line names a unit of the level, or one of several."""
        found = self.names.find(line.name, level)
        if isinstance(found, UnitPlace):
            unit = self.names.portal.units.get(found.unit_id)
            return bool(unit and unit.level is level and not found.level)
        return bool(found.candidates) and all(unit.level is level for unit in found.candidates)

    def _suffix(self, line: Line, before: "_Group") -> str:
        numeral, _ = numeral_of(line)
        if _ROMAN.fullmatch(numeral) or numeral.isdecimal():
            return f".{numeral}"
        last = before.suffix.lstrip(".")
        return f".{int(last) + 1 if last.isdecimal() else 1}"

    def _owner(
        self, line: Line, group: "_Group", level: Level | None, before: str, following: Line | None
    ) -> "_Owner | Unclear":
        answer = self._answer(line.name_at)
        if answer is not None:
            return self._answered_name(line, answer, before)
        if line.unit_id in self.names.portal.units:
            return _Owner(UnitPlace(line.unit_id), Aggregate.NONE, "")
        aggregate = aggregate_of(line.name)
        if is_aggregate_of_all(line.name):
            return _Owner(UnitPlace(self.names.within.id), Aggregate.NONE, "")
        if aggregate:
            return self._total(line, Aggregate(aggregate), group, level)
        _, name = numeral_of(line)
        wanted = group.level or level
        district = group.district
        if line.district:
            found = self.names.find(line.district, Level.DISTRICT)
            district = found.unit_id if isinstance(found, UnitPlace) else district
        found = self.names.find(line.name, wanted, district, before)
        if isinstance(found, Unclear) and name != line.name:
            found = self.names.find(name, wanted, district, before)
        if isinstance(found, Unclear):
            return found
        return self._placed(line, found, following, group)

    def _placed(self, line: Line, found: UnitPlace, following: Line | None, group: "_Group") -> "_Owner | Unclear":
        whole, _, aggregate = found.level.partition(":")
        if aggregate:
            return _Owner(UnitPlace(found.unit_id, whole), Aggregate(aggregate), "")
        heads = following is not None and line.name != following.name
        if whole and heads and following is not None and self._is_of(following, Level(whole)):
            return self._unsure_of_group(f"{found.unit_id}:{whole}", "")
        unit = self.names.portal.units.get(found.unit_id)
        is_heading = bool(unit and unit.level is Level.DISTRICT and group.district == found.unit_id)
        if is_heading:
            return self._unsure_of_group(f"{found.unit_id}:{Level.COMMUNE}", f"{found.unit_id} (số của chính huyện), ")
        return _Owner(UnitPlace(found.unit_id, whole), Aggregate.COMMON if whole else Aggregate.NONE, "")

    @staticmethod
    def _unsure_of_group(scope: str, first: str) -> Unclear:
        return Unclear(
            "dòng đầu nhóm có số: chưa rõ là tổng, bình quân hay số gộp của cả nhóm",
            (),
            f"chọn {first}{scope}:total, {scope}:mean, {scope}:pooled hay skip",
        )

    def _total(self, line: Line, aggregate: Aggregate, group: "_Group", level: Level | None) -> "_Owner | Unclear":
        """The row that sums up the lines above it, which must be of one level."""
        wanted = group.level or level
        named = self.names.find(line.name.partition(" ")[2], Level.DISTRICT) if not group.district else None
        within = group.district or self.names.within.id
        if wanted is Level.COMMUNE and isinstance(named, UnitPlace) and named.unit_id in self.names.portal.units:
            unit = self.names.portal.units[named.unit_id]
            within = unit.id if unit.level is Level.DISTRICT else within
        if wanted is None:
            return Unclear(
                "là tổng của nhiều cấp, dữ liệu chỉ ghi tổng của một cấp",
                (),
                f"nếu là số của cả tỉnh thì trả lời {self.names.within.id}",
            )
        return _Owner(UnitPlace(within, str(wanted)), aggregate, str(aggregate))

    def _answered_name(self, line: Line, answer: str, before: str) -> "_Owner | Unclear":
        unit_id, _, scope = answer.partition(":")
        level, _, aggregate = scope.partition(":")
        sound = unit_id in self.names.portal.units and (not level or level in list(Level))
        if answer != SKIPPED and not (sound and aggregate in ("", *_AGGREGATES)):
            return Unclear(f"câu trả lời “{answer}” không phải mã đơn vị", (), "ghi mã như trong data/units.csv")
        several = isinstance(self.names.find(line.name), Unclear) and before
        ambiguous = several and self._bears_several(line.name)
        self.out.names[f"{before} / {line.name}" if ambiguous else line.name] = answer
        if answer == SKIPPED:
            return _Owner(UnitPlace(SKIPPED), Aggregate.NONE, "")
        if level and not aggregate:
            aggregate = aggregate_of(line.name) or Aggregate.COMMON
        return _Owner(UnitPlace(unit_id, level), Aggregate(aggregate), "")

    def _bears_several(self, name: str) -> bool:
        found = self.names.find(name)
        return isinstance(found, Unclear) and len(found.candidates) > 1

    # Of what and when

    def _known(self) -> Iterator[_Known]:
        """The columns that are understood and wanted; the others are asked for or said to be left out."""
        last: Indicator | None = None
        for column in self.table.columns:
            cells = [self.sheet.at(line.row, column.column) for line in self.table.lines]
            if not any(self.sheet.shown(line.row, column.column).text for line in self.table.lines):
                self._remark(column.head, f"cột trống, không đọc: {column.heading.text}")
                continue
            found = self._indicator(column, last)
            if not found:
                continue
            last = found
            is_target = column.heading.is_target
            kind = TARGETS if is_target else RESULTS
            if self.wanted.kind and kind != self.wanted.kind and not column.heading.common:
                self._remark(column.head, f"cột {_KINDS[kind]}, không lấy vì chỉ nhập {_KINDS[self.wanted.kind]}")
                continue
            period = "" if column.heading.common else self._period(column)
            if period is not None:
                yield _Known(column, found, is_target, period, self._column(column, found, cells))

    def _indicator(self, column: FigureColumn, last: Indicator | None) -> Indicator | None:
        heading = column.heading
        answer = self._answer(column.head)
        known = self.names.portal.indicators
        if answer in known or answer == SKIPPED:
            self.out.headings[heading.phrase or heading.text] = str(answer)
            return known.get(str(answer))
        found = self.indicators.find(heading)
        if found == SKIPPED:
            self._remark(column.head, f"cột không đưa lên cổng: {heading.text}")
            return None
        if isinstance(found, str):
            return known[found]
        inherited = None if heading.phrase else last or self._in_titles()
        if not inherited:
            self._ask_indicator(column, answer or "", found)
        return inherited

    def _ask_indicator(self, column: FigureColumn, answer: str, found: Guess) -> None:
        """Asks what a heading means, once for all columns that bear it."""
        text = column.heading.phrase or column.heading.text
        if text in self.out.asked:
            return
        self.out.asked.add(text)
        near = ", ".join(f"{item.id} ({item.short_name})" for item in found.candidates)
        said = answer if answer not in ("", figures.PERCENT, figures.SHARE) else ""
        likely = f"có phải {near}? " if near else "mã chỉ tiêu: data/indicators.yml; "
        ids = [item.id for item in found.candidates[:1]] or ["mã-chỉ-tiêu"]
        self._ask(
            column.head,
            column.heading.text,
            f"câu trả lời “{said}” không phải mã chỉ tiêu" if said else "không rõ cột này là chỉ tiêu nào",
            f"{likely}{self._answering(column.head, *ids, SKIPPED)} (bỏ cột này)",
        )

    def _in_titles(self) -> Indicator | None:
        """The indicator that a title names, where the heading of the only column does not."""
        for title in reversed(self.table.titles):
            found = self.indicators.find(heading_of([title]))
            if isinstance(found, str) and found in self.names.portal.indicators:
                return self.names.portal.indicators[found]
        return None

    def _period(self, column: FigureColumn) -> str | None:
        """The period of a column's figures, None when it is asked for."""
        stated = column.heading.periods
        titled = [period for title in reversed(self.table.titles) for period in periods_in(title)]
        if column.heading.is_target:
            return self._due(column, stated, titled)
        wanted = self.wanted.period
        if wanted and stated and wanted not in stated and not self._states(wanted):
            said = ", ".join(_plain(period) for period in stated)
            hint = f"xem lại tiêu đề của bảng, hoặc chạy lại với --period {stated[0]}"
            self._ask(column.head, column.heading.text, f"ghi {said}, khác kỳ đang nhập là {_plain(wanted)}", hint)
            return None
        if wanted and (not stated or wanted in stated):
            return str(wanted)
        found = list(dict.fromkeys(stated or titled))
        if len(found) == 1:
            return str(found[0])
        message = "nêu nhiều kỳ, chưa rõ số là của kỳ nào" if found else "không nêu kỳ của số liệu"
        self._ask(column.head, column.heading.text, message, "chạy lại với --period, ví dụ --period 2024-06")
        return None

    def _due(self, column: FigureColumn, stated: tuple[Period, ...], titled: list[Period]) -> str | None:
        found = list(dict.fromkeys(stated or titled))
        if len(found) == 1:
            return str(found[0])
        if self.wanted.period and self.wanted.kind == TARGETS:
            return str(self.wanted.period)
        message = "nêu nhiều thời hạn" if found else "không nêu thời hạn phải đạt"
        hint = "chạy lại với --kind targets --period là thời hạn, ví dụ --period 2024"
        self._ask(column.head, column.heading.text, message, hint)
        return None

    def _states(self, period: Period) -> bool:
        """Whether some column of results of the table states the period."""
        results = (item.heading for item in self.table.columns if not item.heading.is_target)
        return any(period in heading.periods for heading in results)

    def _column(self, column: FigureColumn, indicator: Indicator, cells: list[Cell]) -> Column:
        heading = column.heading
        answer = self._answer(column.head)
        text = heading.phrase or heading.text
        scale = self.wanted.scales.get(key(text), "")
        if answer in (figures.PERCENT, figures.SHARE):
            scale = self.out.scales[text] = str(answer)
        if not scale and indicator.measure is Measure.PERCENT:
            scale = figures.PERCENT if heading.percent else figures.scale_of(cells, typed=self.wanted.typed)
        signs = figures.signs_of([cell.text for cell in self.sheet.cells.values() if not cell.number])
        return Column(indicator, self.wanted.decimal, signs, scale, self.wanted.typed)

    # The figures

    def _figure(self, line: Line, owner: _Owner, known: _Known) -> None:
        column = known.column
        place = (line.row, column.column)
        if column.heading.common or self._answer(place) == SKIPPED:
            return
        origin = self.sheet.origin(*place)
        cell = self.sheet.at(*place)
        if origin != place and self.sheet.at(*origin).text:
            shown = self.sheet.at(*origin).text
            message = "nằm trong ô gộp: chưa rõ số này có phải của đơn vị này không"
            read: Value | Unread | None = Unread(message, "tách ô gộp trong bảng tính, hoặc trả lời số của dòng này")
            cell = Cell(shown)
        else:
            read = read_figure(cell, known.reading)
        read = self._answered_figure(place) or read
        if isinstance(read, Unread):
            self._ask(place, cell.text, read.message, f"{read.hint}; {self._answering(place, '…')}")
            return
        if known.is_target:
            self._target(line, owner, known, read)
        else:
            self._result(line, owner, known, read)

    def _answered_figure(self, place: Place) -> Value | None:
        answer = self._answer(place)
        if answer is None or answer == SKIPPED:
            return None
        if answer in _STATUSES:
            return Value("", answer, "Theo trả lời của người nhập số liệu")
        if found := figures.parse_answer(answer):
            return found
        at = At(self.sheet, place)
        self._ask(place, answer, "câu trả lời không phải là số", f"ghi số, ví dụ {at.address}=58.73, hoặc not_reported")
        return None

    def _result(self, line: Line, owner: _Owner, known: _Known, read: Value | None) -> None:
        column = known.column
        status, note = self._explained(line, column)
        if read is None:
            if owner.aggregate is not Aggregate.NONE and not status:
                return
            read = Value("", status or ResultStatus.NOT_REPORTED)
        elif status and (status == ResultStatus.PROVISIONAL or not read.value):
            read = replace(read, status=status)
        elif status:
            self._ask(
                (line.row, column.column),
                read.value,
                "có số nhưng cột tình trạng nói là không có",
                "xóa số, hoặc xóa tình trạng",
            )
            return
        note = note or read.note
        needs_note = read.status in (ResultStatus.NOT_APPLICABLE, ResultStatus.UNREADABLE)
        if needs_note and not note:
            note = "Đơn vị không nêu lý do"
        self.out.entries.append(
            Entry(
                RESULTS,
                owner.place.unit_id,
                owner.place.level,
                owner.aggregate,
                known.indicator.id,
                known.period,
                read.value,
                read.status,
                self._locator(owner),
                note,
                At(self.sheet, (line.row, column.column)),
            )
        )

    def _explained(self, line: Line, column: FigureColumn) -> tuple[str, str]:
        """What the columns beside a figure say of it: its state and a remark."""
        said = self.sheet.at(line.row, column.status_column).text if column.status_column else ""
        note = _harmless(self.sheet.at(line.row, column.note_column).text) if column.note_column else ""
        if not said:
            return "", note
        known = {key(label): status for status, label in figures.STATUS_WORDS.items()}
        status = known.get(key(said), said if said in _STATUSES else "")
        if not status:
            place = (line.row, column.status_column)
            self._ask(
                place,
                said,
                "không phải tình trạng có trong danh sách",
                f"chọn: {'; '.join(figures.STATUS_WORDS.values())}",
            )
        return status, note

    def _target(self, line: Line, owner: _Owner, known: _Known, read: Value | None) -> None:
        if read is None or not read.value:
            if read is not None:
                at = (line.row, known.column.column)
                self._remark(at, "không nêu mức phải đạt, không tạo dòng")
            return
        default = Comparison.AT_LEAST if known.indicator.direction is Direction.HIGHER else Comparison.AT_MOST
        self.out.entries.append(
            Entry(
                TARGETS,
                owner.place.unit_id,
                owner.place.level,
                Aggregate.NONE,
                known.indicator.id,
                known.period,
                read.value,
                "exempt" if read.exempt else "",
                self._locator(owner),
                read.note,
                At(self.sheet, (line.row, known.column.column)),
                read.comparison or default,
            )
        )

    def _common(self, known: _Known) -> None:
        """What the cells that all lines share say of the whole province, each text once."""
        column = known.column
        rows = [line.row for line in self.table.lines]
        origins = list(dict.fromkeys(self.sheet.origin(row, column.column) for row in rows))
        filled = [origin for origin in origins if self.sheet.at(*origin).text]
        texts = {origin: self.sheet.at(*origin) for origin in filled if self._answer(origin) != SKIPPED}
        found = read_common(texts, known.reading, column.heading, self._default_due(column.heading))
        for place, value, message, hint in found.unread:
            self._ask(place, value, message, f"{hint}; {self._answering(place, SKIPPED)}")
        locator = f"{self.table.label}:common"
        for item in found.figures:
            if not self.wanted.kind or item.kind == self.wanted.kind:
                self.out.entries.append(
                    Entry(
                        item.kind,
                        self.names.within.id,
                        "",
                        Aggregate.NONE,
                        known.indicator.id,
                        str(item.period),
                        item.value,
                        "",
                        locator,
                        item.note,
                        At(self.sheet, item.place),
                        item.comparison,
                    )
                )

    def _default_due(self, heading: Heading) -> Period | None:
        titled = [period for title in reversed(self.table.titles) for period in periods_in(title)]
        found = list(dict.fromkeys(heading.periods or titled))
        return found[0] if len(found) == 1 else None

    def _locator(self, owner: _Owner) -> str:
        return f"{self.table.label}{owner.suffix}:{owner.row}"

    # What is asked and said

    def _answer(self, place: Place) -> str | None:
        at = At(self.sheet, place)
        for address in (at.address,) if self.wanted.several else (at.address, at.short_address):
            if address in self.wanted.answers:
                self.out.used.add(address)
                return self.wanted.answers[address]
        return None

    def _answering(self, place: Place, *choices: str) -> str:
        """How to answer for a cell: `trả lời --answer 'D5=online-payment' hay 'D5=skip'`, with the sheet where there
        are several."""
        address = At(self.sheet, place).address if self.wanted.several else reference(*place)
        answers = " hay ".join(f"'{address}={choice}'" for choice in choices)
        return f"trả lời --answer {answers}"

    def _ask(self, place: Place, value: str, message: str, hint: str) -> None:
        self.out.questions.append(Question(At(self.sheet, place), value, message, hint))

    def _remark(self, place: Place, text: str) -> None:
        self.out.remarks.append(Remark(At(self.sheet, place), text))


@dataclass(frozen=True)
class _Group:
    """The group of lines that is open: its level, the district of its communes, its numeral."""

    level: Level | None = None
    district: str = ""
    numeral: str = ""
    suffix: str = ""


_KINDS = {RESULTS: "kết quả", TARGETS: "chỉ tiêu giao"}


def _harmless(note: str) -> str:
    """A note that no spreadsheet takes for a formula."""
    return f"Ghi chú: {note}" if is_dangerous(note) else note


def _plain(period: Period) -> str:
    return formats.period(period).replace(formats.NBSP, " ")


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,3}(?:\.\d{1,3})*", text))


def _restarts(lines: Iterable[Line]) -> bool:
    """Whether the running numbers begin anew, as they do in each group."""
    numbers = [line.number for line in lines if line.has_figures and _is_number(line.number)]
    return len(numbers) != len(set(numbers))


def _repeats(line: Line, lines: Iterable[Line], restarts: bool) -> bool:  # noqa: FBT001
    """Whether another line of a table without groups bears the same running number."""
    return not restarts and sum(other.number == line.number for other in lines) > 1
