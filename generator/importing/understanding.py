"""Reads tables into rows of the data. Every cell is read, becomes a question, or is reported as left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.export.cells import is_dangerous
from generator.importing.cells.figure_values import (
    FIGURE_AND_REASON,
    UNCALCULATED,
    WORDS_IN_RESULT,
    WORDS_IN_TARGET,
    Unread,
    Value,
)
from generator.importing.cells.figures import read_figure
from generator.importing.cells.number_texts import parse_answer
from generator.importing.cells.stated_reasons import STATUS_WORDS, begins_with_reason, read_exemption
from generator.importing.columns.column_contents import ColumnMeaning, Columns, answered_headings
from generator.importing.columns.common_figures import read_common
from generator.importing.dialogue import Dialogue, Findings, ImportOptions
from generator.importing.entries import RESULTS, TARGETS, CellReference, Entry, Question
from generator.importing.lines.line_owner import Owner
from generator.importing.lines.office_rows import with_answered_offices
from generator.importing.lines.owners import Owners
from generator.importing.phrases.names import Names
from generator.importing.phrases.periods import periods_in
from generator.importing.phrases.text_keys import text_key
from generator.importing.sheets.grid import LONGEST_TEXT, Cell, Position, Sheet, is_cut
from generator.importing.tables.headings import Heading, Indicators
from generator.importing.tables.second_tables import with_second_table
from generator.importing.tables.sheet_tables import FigureColumn, Line, Table
from generator.importing.tables.transposed import asks_for_columns, asks_to_transpose
from generator.importing.unread_cells import UnreadCell, UnreadCells
from generator.model import SKIPPED, Aggregate, Comparison, Direction, Measure, Period, ResultStatus
from generator.words import province_word

_ANSWERED = "Theo trả lời của người nhập số liệu"
_STATUSES = {str(status) for status in ResultStatus if status}
_AGGREGATES_OF_UNITS = (Aggregate.TOTAL, Aggregate.MEAN, Aggregate.POOLED)
_WITHOUT_FIGURE = _STATUSES - {ResultStatus.PROVISIONAL}


def understand(tables: Sequence[Table], names: Names, indicators: Indicators, options: ImportOptions) -> Findings:
    """Returns everything that the tables of a file state, in their order. Of identical entries only the first is
    kept."""
    findings = Findings()
    indicators = replace(
        indicators, decided={**indicators.decided, **dict(answered_headings(tables, indicators, options))}
    )
    names = with_answered_offices(tables, names, options, findings)
    for table in tables:
        findings.cover(table.sheet, table.non_figure_cells)
        dialogue = Dialogue(table.sheet, options, findings)
        _Reader(with_second_table(table, names), names, indicators, dialogue, UnreadCells(dialogue)).read()
    for entry in findings.entries:
        findings.cover(entry.at.sheet, [entry.at.place])
    first_entries = {(entry.key, entry.value, entry.status): entry for entry in reversed(findings.entries)}
    findings.entries = [
        entry for entry in findings.entries if first_entries[entry.key, entry.value, entry.status] is entry
    ]
    return findings


@dataclass(frozen=True)
class _FigureCell:
    """A cell in a column of figures, with its line, owner and column, and its value as read on its own."""

    line: Line
    owner: Owner
    meaning: ColumnMeaning
    cell: Cell
    read: Value | Unread | None

    @property
    def place(self) -> Position:
        return self.line.row, self.meaning.column.column


@dataclass(frozen=True)
class _Reader:
    """Reads one table and adds the result to what is understood of the file."""

    table: Table
    names: Names
    indicators: Indicators
    dialogue: Dialogue
    unread_cells: UnreadCells

    @property
    def sheet(self) -> Sheet:
        return self.table.sheet

    def read(self) -> None:
        """Adds the entries of all cells, then the questions and the remarks."""
        if asks_to_transpose(self.table, self.names, self.dialogue) or asks_for_columns(
            self.table, self.names, self.indicators, self.dialogue
        ):
            return
        owners = dict(Owners(self.table, self.names, self.dialogue).rows_with_owners())
        meanings = list(Columns(self.table, self.indicators, self.dialogue).meanings())
        figure_cells: list[_FigureCell] = []
        for line in self.table.lines:
            owner = owners.get(line.row)
            if owner is None:
                continue
            skipped, read = self._skipped_and_read(owner, meanings)
            if skipped:
                message = f"dòng bỏ qua theo câu trả lời: {line.name}"
                self.dialogue.remark(line.name_at, message, [(line.row, column) for column in skipped])
            figure_cells += filter(None, (self._figure_cell(line, owner, meaning) for meaning in read))
        self._add_figures(figure_cells)
        self.unread_cells.ask()
        for meaning in meanings:
            if meaning.column.heading.is_common:
                self._add_common_figures(meaning)
        self._remark_on_unread()

    def _skipped_and_read(
        self, owner: Owner, meanings: Sequence[ColumnMeaning]
    ) -> tuple[list[int], Sequence[ColumnMeaning]]:
        """Returns the columns of a line that staff decided to leave out, and the columns that are read."""
        if owner.unit_or_level.unit_id == SKIPPED:
            return list(self.sheet.columns), ()
        if not owner.skips_results:
            return [], meanings
        results = [meaning.column.column for meaning in meanings if not meaning.is_target]
        return results, [meaning for meaning in meanings if meaning.is_target]

    def _remark_on_unread(self) -> None:
        for place, text in self.table.notes:
            self.dialogue.remark(place, f"chú thích, không đưa vào số liệu: {text}")
        for hidden in self.table.hidden:
            self.dialogue.remark((self.table.lines[0].row if self.table.lines else 1, hidden), "cột ẩn, không đọc")
        for place, cell in self.sheet.cells.items():
            if cell.note and any(place[0] == line.row for line in self.table.lines):
                self.dialogue.remark(place, f"ô có ghi chú, không đưa lên cổng: {cell.note}")

    def _figure_cell(self, line: Line, owner: Owner, meaning: ColumnMeaning) -> _FigureCell | None:
        """Returns the cell with its value as read on its own, or None for a skipped cell and for cells of a column of
        common figures."""
        place = (line.row, meaning.column.column)
        if meaning.column.heading.is_common:
            return None
        if self.dialogue.answer(place) == SKIPPED:
            self._skip(place)
            return None
        origin = self.sheet.origin(*place)
        cell = self.sheet.at(*place)
        shown = self.sheet.at(*origin).text
        if shown and (origin != place or self._spans_several_lines(place)):
            message = "nằm trong ô gộp: chưa rõ số này có phải của đơn vị này không"
            read: Value | Unread | None = Unread(message, "tách ô gộp trong bảng tính, hoặc trả lời số của dòng này")
            cell = Cell(shown)
        else:
            read = _checked_for_kind(read_figure(cell, meaning.context), cell, is_target=meaning.is_target)
            if not meaning.is_target and _is_zero(read) and self._states_no_figure(line, meaning.column):
                read = FIGURE_AND_REASON
        return _FigureCell(line, owner, meaning, cell, self._answered_figure(place, cell, read) or read)

    def _states_no_figure(self, line: Line, column: FigureColumn) -> bool:
        """Whether a remark in the line says that there is no figure: `0` beside `Không phát sinh`."""
        remarks = [other.column for other in self.table.columns if other.heading.is_remarks]
        places = [*remarks, *filter(None, [column.note_column])]
        return any(begins_with_reason(self.sheet.shown(line.row, at).text) for at in places)

    def _add_figures(self, figure_cells: Sequence[_FigureCell]) -> None:
        """Adds the entries of the cells, from their own value or from an answer that applies to all cells with the same
        text."""
        shared_answers = self.unread_cells.shared_answers(filter(None, map(_unread_cell, figure_cells)))
        for figure_cell in figure_cells:
            unread = _unread_cell(figure_cell)
            first, answer = shared_answers.get(unread.answer_key, (None, "")) if unread else (None, "")
            answered = _answered_value(answer, figure_cell.cell, figure_cell.read)
            if answer == SKIPPED:
                self._skip(figure_cell.place)
            elif unread and not answered:
                self.unread_cells.add(unread)
                if first == figure_cell.place:
                    self._ask_for_figure(figure_cell.place, answer)
            else:
                self._add_entry(figure_cell, answered)

    def _add_entry(self, figure_cell: _FigureCell, answered: Value | None) -> None:
        """Adds the entry of a cell, from the answer if there is one, else from the cell's own value."""
        read = figure_cell.read if answered is None and not isinstance(figure_cell.read, Unread) else answered
        if figure_cell.meaning.is_target:
            self._add_target(figure_cell.line, figure_cell.owner, figure_cell.meaning, read)
        else:
            self._add_result(figure_cell.line, figure_cell.owner, figure_cell.meaning, read)

    def _skip(self, place: Position) -> None:
        self.dialogue.remark(place, f"ô bỏ qua theo câu trả lời: {self.sheet.shown(*place).text}")

    def _spans_several_lines(self, place: Position) -> bool:
        """Whether a merged cell covers several lines."""
        rows = self.sheet.rows_of_cell(*place)
        return len(rows) > 1 and sum(line.row in rows for line in self.table.lines) > 1

    def _answered_figure(self, place: Position, cell: Cell, read: Value | Unread | None) -> Value | None:
        answer = self.dialogue.answer(place)
        if answer is None or answer == SKIPPED:
            return None
        found = _answered_value(answer, cell, read)
        if not found:
            self._ask_for_figure(place, answer)
        return found

    def _ask_for_figure(self, place: Position, answer: str) -> None:
        at = CellReference(self.sheet, place)
        hint = f"ghi số, ví dụ {at.address}=58.73, hoặc not_reported"
        self.dialogue.ask(Question(at, answer, "câu trả lời không phải là số", hint))

    def _add_result(self, line: Line, owner: Owner, meaning: ColumnMeaning, read: Value | None) -> None:
        """Adds the result of a cell, with the status and the note beside it. A blank cell becomes `not_reported`,
        except in a total line without a status."""
        column, place = meaning.column, (line.row, meaning.column.column)
        status, note = self._status_and_note(line, column)
        explaining = ((line.row, at) for at in (column.status_column, column.note_column))
        self.dialogue.findings.cover(self.sheet, explaining)
        if read is None:
            if owner.aggregate is not Aggregate.NONE and not status:
                return
            read = Value("", status or ResultStatus.NOT_REPORTED)
        elif owner.aggregate_is_assumed:
            self._ask_about_aggregate(line, owner, place)
            return
        elif status and (status == ResultStatus.PROVISIONAL or not read.value):
            read = replace(read, status=status)
        elif status:
            message = "có số nhưng cột tình trạng nói là không có"
            question = Question(self.dialogue.cell_at(place), read.value, message, "xóa số, hoặc xóa tình trạng")
            self.dialogue.ask(question)
            return
        self.dialogue.findings.entries.append(
            Entry(
                RESULTS,
                owner.unit_or_level.unit_id,
                owner.unit_or_level.level,
                owner.aggregate,
                meaning.indicator.id,
                meaning.period,
                read.value,
                read.status,
                self._locator(owner),
                note or read.note or _missing_reason(read),
                CellReference(self.sheet, place),
                table=self.table.label,
            )
        )

    def _ask_about_aggregate(self, line: Line, owner: Owner, place: Position) -> None:
        """Asks what the results of a line that names a whole level are, once for the line."""
        self.dialogue.findings.cover(self.sheet, [place])
        key = f"cấp {self.dialogue.cell_at(line.name_at).address}"
        if key in self.dialogue.findings.asked:
            return
        self.dialogue.findings.asked.add(key)
        scope = f"{owner.unit_or_level.unit_id}:{owner.unit_or_level.level}"
        kinds = {
            Aggregate.POOLED: "tính gộp toàn cấp",
            Aggregate.MEAN: "bình quân các đơn vị",
            Aggregate.TOTAL: "tổng cộng",
            Aggregate.COMMON: "mọi đơn vị đều có đúng số ấy",
        }
        choices = self.dialogue.how_to_answer(line.name_at, *(f"{scope}:{kind}" for kind in kinds), SKIPPED)
        message = "là số của cả cấp, chưa rõ là số gộp, bình quân, tổng hay giống nhau ở mọi đơn vị"
        hint = f"xem văn bản; {choices} (lần lượt là {'; '.join(kinds.values())}; bỏ dòng này)"
        self.dialogue.ask(Question(self.dialogue.cell_at(line.name_at), line.name, message, hint))

    def _status_and_note(self, line: Line, column: FigureColumn) -> tuple[str, str]:
        """Returns the status and the note in the columns beside a figure."""
        text = self.sheet.at(line.row, column.status_column).text if column.status_column else ""
        note = self._note((line.row, column.note_column)) if column.note_column else ""
        if not text:
            return "", note
        known = {text_key(label): status for status, label in STATUS_WORDS.items()}
        status = known.get(text_key(text), text if text in _STATUSES else "")
        if not status:
            at = self.dialogue.cell_at((line.row, column.status_column))
            hint = f"chọn: {'; '.join(STATUS_WORDS.values())}"
            self.dialogue.ask(Question(at, text, "không phải tình trạng có trong danh sách", hint))
        return status, note

    def _note(self, place: Position) -> str:
        """Returns the note in a cell beside a figure. It is empty if the user is asked about it: `#N/A` has no meaning
        for readers."""
        text = self.sheet.at(*place).text
        if self.dialogue.answer(place) == SKIPPED:
            self.dialogue.remark(place, f"ghi chú bỏ qua theo câu trả lời: {text}")
            return ""
        if text.startswith("#") and text.isupper():
            fault = UNCALCULATED
            hint = f"{fault.hint}; {self.dialogue.how_to_answer(place, SKIPPED)} (bỏ ghi chú này)"
            self.dialogue.ask(Question(self.dialogue.cell_at(place), text, fault.message, hint))
            return ""
        if is_cut(text):
            self.dialogue.remark(place, f"ghi chú dài hơn {LONGEST_TEXT} ký tự, phần sau không đưa lên cổng")
        return _without_formula(text)

    def _add_target(self, line: Line, owner: Owner, meaning: ColumnMeaning, read: Value | None) -> None:
        """Adds the target of a cell, or only a remark if the cell states neither a number nor an exemption."""
        for column in filter(None, (meaning.column.status_column, meaning.column.note_column)):
            if text := self.sheet.at(line.row, column).text:
                self.dialogue.remark((line.row, column), f"ghi cạnh mức phải đạt, không đưa lên cổng: {text}")
        if read is None or not (read.value or read.exempt):
            if read is not None:
                at = (line.row, meaning.column.column)
                self.dialogue.remark(at, "không nêu mức phải đạt, không tạo dòng")
            return
        if owner.aggregate in _AGGREGATES_OF_UNITS and meaning.indicator.measure is Measure.COUNT:
            # In the data, the target of a level is one of each unit that has no other. A percentage may be, a sum not.
            at = (line.row, meaning.column.column)
            self.dialogue.remark(
                at, f"mức phải đạt ở dòng tổng hoặc bình quân, không phải của từng đơn vị: {read.value or read.note}"
            )
            return
        default = Comparison.AT_LEAST if meaning.indicator.direction is Direction.HIGHER else Comparison.AT_MOST
        self.dialogue.findings.entries.append(
            Entry(
                TARGETS,
                owner.unit_or_level.unit_id,
                owner.unit_or_level.level,
                Aggregate.NONE,
                meaning.indicator.id,
                meaning.period,
                read.value,
                "exempt" if read.exempt else "",
                self._locator(owner),
                read.note,
                CellReference(self.sheet, (line.row, meaning.column.column)),
                read.comparison or default,
                self.table.label,
            )
        )

    def _add_common_figures(self, meaning: ColumnMeaning) -> None:
        """Adds the figures of the whole province from cells that all lines share. Each cell is read once."""
        column = meaning.column
        rows = [line.row for line in self.table.lines]
        origins = list(dict.fromkeys(self.sheet.origin(row, column.column) for row in rows))
        filled = [origin for origin in origins if self.sheet.at(*origin).text]
        skipped = [origin for origin in filled if self.dialogue.answer(origin) == SKIPPED]
        for origin in skipped:
            self.dialogue.remark(origin, f"ô bỏ qua theo câu trả lời: {self.sheet.at(*origin).text}")
        texts = {origin: self.sheet.at(*origin) for origin in filled if origin not in skipped}
        found = read_common(texts, meaning.context, column.heading, self._default_due(column.heading))
        for place, value, message, hint in found.unread:
            choices = self.dialogue.how_to_answer(place, SKIPPED)
            self.dialogue.ask(Question(self.dialogue.cell_at(place), value, message, f"{hint}; {choices}"))
        locator = f"{self.table.label}:common"
        aside = f"Ghi trong ô chỉ tiêu chung cả {province_word(self.names.within)}"
        for item in found.figures:
            if not self.dialogue.options.kind or item.kind == self.dialogue.options.kind:
                self.dialogue.findings.entries.append(
                    Entry(
                        item.kind,
                        self.names.within.id,
                        "",
                        Aggregate.NONE,
                        meaning.indicator.id,
                        str(item.period),
                        item.value,
                        "",
                        locator,
                        aside if item.after_target else item.note,
                        CellReference(self.sheet, item.place),
                        item.comparison,
                        self.table.label,
                    )
                )

    def _default_due(self, heading: Heading) -> Period | None:
        titled = [period for title in reversed(self.table.titles) for period in periods_in(title)]
        found = list(dict.fromkeys(heading.periods or titled))
        return found[0] if len(found) == 1 else None

    def _locator(self, owner: Owner) -> str:
        return f"{self.table.label}{owner.suffix}:{owner.row}"


def _unread_cell(met: _FigureCell) -> UnreadCell | None:
    """Returns the cell with the reason why it was not read, or None if it was read."""
    return UnreadCell(met.meaning, met.place, met.cell.text, met.read) if isinstance(met.read, Unread) else None


def _answered_value(answer: str, cell: Cell, read: Value | Unread | None) -> Value | None:
    """Returns the figure, or the reason for a missing one, that was answered for a cell. None if the answer is
    neither."""
    note = f"{_ANSWERED}; tệp ghi “{cell.text}”"
    if answer in _WITHOUT_FIGURE:
        return Value("", answer, note if cell.text else _ANSWERED)
    found = parse_answer(answer)
    stated = read.answers if isinstance(read, Unread) else (read.value,) if read else ()
    return found if found is None or found.value in stated else replace(found, note=note)


def _checked_for_kind(read: Value | Unread | None, cell: Cell, *, is_target: bool) -> Value | Unread | None:
    """Returns the value if it fits a column of targets or of results: a limit is not a result, and a target needs no
    reason for a missing value."""
    if is_target:
        if isinstance(read, Unread) and (exemption := read_exemption(cell.text)):
            return exemption
        return WORDS_IN_TARGET if read is WORDS_IN_RESULT else read
    if isinstance(read, Value) and read.comparison and _is_bound(cell.text):
        return Unread("nêu một giới hạn, không phải số đạt được", "xem văn bản gốc, ghi đúng số đạt được")
    return read


def _missing_reason(read: Value) -> str:
    """Returns the note for a result that needs a reason although its table states none. Empty for any other result."""
    needs_reason = read.status in (ResultStatus.NOT_APPLICABLE, ResultStatus.UNREADABLE)
    return "Đơn vị không nêu lý do" if needs_reason else ""


def _is_zero(read: Value | Unread | None) -> bool:
    return isinstance(read, Value) and bool(read.value) and not read.value.strip("0.")


def _is_bound(text: str) -> bool:
    """Whether a text states a limit (`<5`, `trên 90%`). `đạt 58,73%` states a result."""
    return not re.match(r"(?:đã\s+|mới\s+)?đạt\s+(?:được\s+)?\d", text, re.IGNORECASE)


def _without_formula(note: str) -> str:
    """Returns the note with a prefix if spreadsheet programs could take it for a formula."""
    return f"Ghi chú: {note}" if is_dangerous(note) else note
