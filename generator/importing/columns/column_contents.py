"""Determines what each column of a table holds: its indicator, its period, and how its numbers are written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.importing.cells.column_scales import look_like_shares, scale_of
from generator.importing.cells.figure_values import PER_MILLE, PERCENT, SHARE, ColumnContext
from generator.importing.cells.number_texts import count_decimal_signs
from generator.importing.columns.column_periods import ColumnPeriods
from generator.importing.columns.count_columns import may_hold_counts, may_hold_points
from generator.importing.dialogue import Dialogue, HeadingAnswer, ImportOptions
from generator.importing.entries import RESULTS, TARGETS, CellReference, Question
from generator.importing.phrases.row_names import whole_level_of
from generator.importing.phrases.text_keys import text_key
from generator.importing.sheets.grid import Cell, reference
from generator.importing.tables.headings import Heading, Indicators, heading_of, names_subject
from generator.importing.tables.sheet_tables import FigureColumn, Table
from generator.model import SKIPPED, Indicator, Measure

_RESULT_IN_TITLE = re.compile(r"^\s*(?:biểu\s+)?(?:tổng hợp\s+)?(?:kết quả|số liệu)\s+", re.IGNORECASE)
_NUMERAL = re.compile(r"^\s*(?:[IVX]+|\d+|[A-Z])\s*[.)/]\s*")
_SEE_INDICATORS = ", mã chỉ tiêu xem trong data/indicators.yml"
_POINTS, _COUNTS = "điểm", "số lượng"
_KIND_WORDS = {RESULTS: "kết quả", TARGETS: "chỉ tiêu giao"}


@dataclass(frozen=True)
class ColumnMeaning:
    """The meaning of one column of figures.

    - `is_target`: True for targets, False for results.
    - `period`: the period of results or the due date of targets; empty for a column that all rows share, whose cells
      state their own.
    - `context`: what `figures.read_figure` needs to read the cells.
    - `heading_answer`: the user's answer at the heading without its scale, such as `online-payment:2024-06`.
    """

    column: FigureColumn
    indicator: Indicator
    is_target: bool
    period: str
    context: ColumnContext
    heading_answer: str = ""


def answered_headings(
    tables: Sequence[Table], indicators: Indicators, options: ImportOptions
) -> Iterator[tuple[str, str]]:
    """Yields the indicators in the user's answers, each with the key of the heading that was answered.

    An answer at one heading applies to every column with an equal heading. But if it leaves out a column with the name
    of an indicator, it is only about that column: of another month, or of a second table.
    """
    for table in tables:
        for column in table.columns:
            at = CellReference(table.sheet, column.head)
            for address in (at.address,) if options.several_sheets else (at.address, at.short_address):
                answer = HeadingAnswer.parse(options.answers.get(address, "")).indicator_id
                key = text_key(column.heading.decision_key(title_of(table)))
                skips = answer == SKIPPED and not indicators.named(column.heading)
                if key and (skips or answer in indicators.portal.indicators):
                    yield key, answer


def title_of(table: Table) -> str:
    """Returns the last title above the table that says what it is about, else the name of its sheet.

    Empty if neither does: `Kết quả tháng 6/2024`, `ĐVT: %`, `II. Cấp xã` and `Sheet1` are also above other figures.
    """
    texts = (*reversed(table.titles), table.sheet.name)
    return next((text for text in texts if names_subject(text) and not whole_level_of(_NUMERAL.sub("", text))), "")


@dataclass(frozen=True)
class Columns:
    """Determines the meaning of each column of one table."""

    table: Table
    indicators: Indicators
    dialogue: Dialogue

    def meanings(self) -> Iterator[ColumnMeaning]:
        """Yields the columns to import.

        Every other column gets a question, or a remark that it is left out.
        """
        last: Indicator | None = None
        periods = ColumnPeriods(self.table, self.dialogue)
        for column in self.table.columns:
            cells = [self.table.sheet.at(line.row, column.column) for line in self.table.lines]
            if column.in_other_table:
                self._ask_to_separate(column)
                continue
            if remark := self._empty_remark(column):
                self._remark(column, remark)
                continue
            found = self._indicator(column, last)
            if not found:
                last = None if self._begins_another(column.heading) else last
                continue
            last = found
            if self._asks_about_measure(column, found, cells) or self._asks_about_per_mille(column, found):
                continue
            is_target = column.heading.is_target
            kind = TARGETS if is_target else RESULTS
            if self.dialogue.options.kind and kind != self.dialogue.options.kind and not column.heading.is_common:
                self._remark(
                    column, f"cột {_KIND_WORDS[kind]}, không lấy vì chỉ nhập {_KIND_WORDS[self.dialogue.options.kind]}"
                )
                continue
            answer = self.dialogue.heading_answer(column.head)
            period = "" if column.heading.is_common else answer.period or periods.period_of(column)
            if period is not None:
                context = self._context(column, found, cells)
                yield ColumnMeaning(column, found, is_target, period, context, str(answer._replace(scale="")))

    @staticmethod
    def _begins_another(heading: Heading) -> bool:
        """Whether a column that is not read names another matter, which a `Kết quả` to its right is about."""
        return bool(heading.phrase) and not (heading.is_auxiliary or heading.is_derived or heading.leaf_counts)

    def _ask_to_separate(self, column: FigureColumn) -> None:
        """Asks the user to separate two tables that are side by side, unless the user has skipped the column.

        The figures of the right table do not belong to the units of the left one.
        """
        answer = self.dialogue.heading_answer(column.head).indicator_id
        if answer == SKIPPED:
            self._remark(column, f"cột của bảng bên phải, bỏ qua theo câu trả lời: {column.heading.text}")
            return
        skipping = f"{self.dialogue.how_to_answer(column.head, SKIPPED)} (bỏ cột này)"
        hint = f"tách thành hai bảng, bảng nọ dưới bảng kia, hoặc hai tệp; {skipping}"
        self._ask(column, column.heading.text, "cột thuộc một bảng khác nằm bên phải", hint)

    def _empty_remark(self, column: FigureColumn) -> str:
        """Returns the remark for a column that is empty, or has no heading and no digits; else an empty text."""
        shown = [self.table.sheet.shown(line.row, column.column) for line in self.table.lines]
        # A column without figures counts as filled in if its status column states why there are none.
        states = [
            self.table.sheet.at(line.row, column.status_column) for line in self.table.lines if column.status_column
        ]
        if not any(cell.text for cell in (*shown, *states)):
            return f"cột trống, không đọc: {column.heading.text}"
        if column.heading.text or any(re.search(r"\d", cell.text) for cell in shown):
            return ""
        return f"cột không có tiêu đề, chỉ có chữ, không đọc: {next(cell.text for cell in shown if cell.text)}"

    def _example_remark(self, column: FigureColumn) -> str:
        """Returns the first text of a column of remarks, with its cell. Empty if a cell of the column is a number.

        Remarks are not imported as notes of figures: notes are public, and a remark is about a whole row, may name
        people and may be internal.
        """
        sheet = self.table.sheet
        origins = dict.fromkeys(sheet.origin(line.row, column.column) for line in self.table.lines)
        filled = [place for place in origins if sheet.at(*place).text]
        if not filled or any(sheet.at(*place).is_figure for place in filled):
            return ""
        return f"{reference(*filled[0])}: {sheet.at(*filled[0]).text}"

    def _indicator(self, column: FigureColumn, last: Indicator | None) -> Indicator | None:
        heading = column.heading
        answer = self.dialogue.heading_answer(column.head).indicator_id
        known = self.indicators.portal.indicators
        if answer in known or answer == SKIPPED:
            self._remember(column, answer)
            if answer == SKIPPED:
                self._remark(column, f"cột bỏ qua theo câu trả lời: {heading.text}")
            return known.get(answer)
        found = self.indicators.find(heading, title_of(self.table))
        if found == SKIPPED:
            self._remark(column, f"cột không đưa lên cổng: {heading.text}")
            return None
        if found:
            return known[found]
        if heading.is_remarks and (example := self._example_remark(column)):
            self._remark(column, f"cột ghi bằng lời, không đưa vào số liệu: {heading.text} (ví dụ {example})")
            return None
        # The previous column's indicator is used only if there is a heading: a column without one may hold ranks or
        # counts.
        inherited = last or self._named_in_titles() if heading.text and not heading.phrase else None
        if not inherited:
            self._ask_indicator(column, answer)
        return inherited

    def _remember(self, column: FigureColumn, answer: str) -> None:
        """Saves an answer about a heading for later months. That one of several equal headings is left out is not
        saved, nor that the name of an indicator is: next month its only column would be lost. It is saved for columns
        of counts or of points only."""
        key, headings = self._remembered(column.heading), self.dialogue.findings.headings
        name = self.indicators.named(column.heading)
        known = self.indicators.portal.indicators.get(name or answer)
        cells = [self.table.sheet.at(line.row, column.column) for line in self.table.lines]
        measure = self._other_measure(column, known, cells) if known else ""
        if measure:
            headings[self._doubt_key(column, measure)] = answer
        if key and answer != SKIPPED and not (name and measure):
            headings[key] = answer
        elif key and answer == SKIPPED and not name:
            headings.setdefault(key, answer)

    def _remembered(self, heading: Heading) -> str:
        return heading.decision_key(title_of(self.table))

    def _ask_indicator(self, column: FigureColumn, answer: str) -> None:
        """Asks which indicator a heading means, once for all columns with this heading.

        For a generic heading such as `Tỷ lệ (%)`, the indicator that a title names is offered first.
        """
        text = self._remembered(column.heading) or self.dialogue.cell_at(column.head).address
        self.dialogue.findings.cover(self.table.sheet, self.table.cells(column))
        if text in self.dialogue.findings.asked:
            return
        self.dialogue.findings.asked.add(text)
        titled = self._named_in_titles() if column.heading.is_generic else None
        near = (titled,) if titled else self.indicators.near(column.heading) or self._near_titles(column.heading)
        message = f"câu trả lời “{answer}” không phải mã chỉ tiêu" if answer else "không rõ cột này là chỉ tiêu nào"
        at = self.dialogue.cell_at(column.head)
        self.dialogue.ask(Question(at, column.heading.text, message, self._choices(column, near)))

    def _asks_about_measure(self, column: FigureColumn, indicator: Indicator, cells: list[Cell]) -> bool:
        """Asks whether a column holds counts or points, if its heading only names a percentage and its numbers may be
        counts or points.

        Returns whether it asked, or leaves the column out as decided earlier.
        """
        measure = self._other_measure(column, indicator, cells)
        if not measure or self.dialogue.heading_answer(column.head).indicator_id:
            return False
        decided = self.indicators.decided.get(text_key(self._doubt_key(column, measure)), "")
        if decided == SKIPPED:
            self._remark(column, f"cột không đưa lên cổng ({measure}): {column.heading.text}")
            return True
        counts_decided = measure == _COUNTS and self.indicators.is_decided(column.heading, title_of(self.table))
        if decided == indicator.id or counts_decided:
            return False
        answer = str(self.dialogue.heading_answer(column.head)._replace(indicator_id=indicator.id))
        hint = (
            f"xem văn bản; là {measure} thì {self.dialogue.how_to_answer(column.head, SKIPPED)} (bỏ cột này); "
            f"là tỷ lệ phần trăm thì {self.dialogue.how_to_answer(column.head, answer)}"
        )
        message = f"chưa rõ là {measure} hay tỷ lệ phần trăm ({indicator.short_name})"
        self._ask(column, column.heading.text, message, hint)
        return True

    def _other_measure(self, column: FigureColumn, indicator: Indicator, cells: list[Cell]) -> str:
        """Returns what the numbers of a column of percentages may be instead, in words. Empty if they are clear."""
        if may_hold_points(self.table, column, indicator, cells):
            return _POINTS
        return _COUNTS if may_hold_counts(self.table, column, indicator, self.indicators, cells) else ""

    def _doubt_key(self, column: FigureColumn, measure: str) -> str:
        """Returns the text under which the answer about counts or points is saved: `Mức độ hài lòng (điểm)`."""
        return f"{self._remembered(column.heading) or column.heading.text} ({measure})"

    def _asks_about_per_mille(self, column: FigureColumn, indicator: Indicator) -> bool:
        """Asks whether the figures below a heading in per mille must be converted to percent.

        Returns whether it asked.
        """
        answer = self.dialogue.heading_answer(column.head)
        known = answer.scale or self._remembered_scale(column)
        if not column.heading.per_mille or indicator.measure is not Measure.PERCENT or known:
            return False
        choices = (str(answer._replace(scale=scale)) for scale in (PER_MILLE, PERCENT))
        hint = f"{self.dialogue.how_to_answer(column.head, *choices)} (chia 10 cả cột, hay đúng như số đang ghi)"
        message = "tiêu đề ghi phần nghìn (‰), chỉ tiêu này tính bằng phần trăm"
        self._ask(column, column.heading.text, message, hint)
        return True

    def _choices(self, column: FigureColumn, near: Sequence[Indicator]) -> str:
        """Returns the hint with the indicators that a heading may mean, most probable first, and how to answer."""
        ids = [item.id for item in near[:1]] or ["mã-chỉ-tiêu"]
        answer = self.dialogue.heading_answer(column.head)
        if column.heading.per_mille and not answer.scale:
            answer = answer._replace(scale=PER_MILLE)
        ids = [str(answer._replace(indicator_id=each)) for each in ids]
        if column.heading.is_auxiliary and not near:
            skipping = f"{self.dialogue.how_to_answer(column.head, SKIPPED)} (bỏ cột này)"
            return (
                f"{skipping}; nếu là một chỉ tiêu thì {self.dialogue.how_to_answer(column.head, *ids)}{_SEE_INDICATORS}"
            )
        answering = f"{self.dialogue.how_to_answer(column.head, *ids, SKIPPED)} (bỏ cột này)"
        if answer.scale == PER_MILLE:
            answering += f", {PER_MILLE} là chia 10 cả cột"
        likely = ", ".join(f"{item.id} ({item.short_name})" for item in near)
        return f"có phải {likely}? {answering}" if near else f"{answering}{_SEE_INDICATORS}"

    def _ask(self, column: FigureColumn, value: str, message: str, hint: str) -> None:
        """Adds a question that must be answered before the column can be read."""
        self.dialogue.ask(Question(self.dialogue.cell_at(column.head), value, message, hint), self.table.cells(column))

    def _remark(self, column: FigureColumn, text: str) -> None:
        """Adds a remark that explains why the whole column is not read."""
        self.dialogue.remark(column.head, text, self.table.cells(column))

    def _named_in_titles(self) -> Indicator | None:
        """Returns the indicator that a title names, the lowest title first. None if no title names one."""
        for title in reversed(self.table.titles):
            found = self.indicators.find(heading_of([title]))
            if found in self.indicators.portal.indicators:
                return self.indicators.portal.indicators[found]
        return None

    def _near_titles(self, heading: Heading) -> tuple[Indicator, ...]:
        """Returns the indicators with names similar to a title, for a heading such as `Tỷ lệ (%)`. The lowest title
        first."""
        titles = reversed(self.table.titles) if heading.is_generic or not heading.phrase else ()
        found = (self.indicators.near(heading_of([_RESULT_IN_TITLE.sub("", title)])) for title in titles)
        return next(filter(None, found), ())

    def _decided_scale(self, column: FigureColumn, cells: list[Cell]) -> str:
        """Returns how a column writes its percentages, by the user's answer now or in an earlier month. Empty if nobody
        decided it. Asks again about an earlier answer that the figures contradict.

        Nothing is remembered of a column of targets: a plan states `80` for figures that a report states as `0.8`.
        """
        answer, key = self.dialogue.heading_answer(column.head), self._scale_key(column)
        if answer.scale:
            if key:
                self.dialogue.findings.scales[key] = answer.scale
            return answer.scale
        scale = self._remembered_scale(column)
        has_numbers = self.dialogue.options.has_number_cells
        if scale == SHARE and scale_of(cells, has_number_cells=has_numbers) == PERCENT:
            message = "đã được trả lời là phải nhân 100, nhưng nay cột có số lớn hơn 1"
        elif scale == PERCENT and look_like_shares(cells, asked_in_percent=True):
            message = "đã được trả lời là đúng như số đang ghi, nhưng nay cột chỉ có số nhỏ hơn 1"
        else:
            return scale
        answers = (str(answer._replace(scale=each)) for each in (PERCENT, SHARE))
        choices = self.dialogue.how_to_answer(column.head, *answers)
        at = self.dialogue.cell_at(column.head)
        self.dialogue.ask(Question(at, column.heading.text, message, f"{choices} (nhân 100)"))
        return PERCENT

    def _scale_key(self, column: FigureColumn) -> str:
        return "" if column.heading.is_target else self._remembered(column.heading)

    def _remembered_scale(self, column: FigureColumn) -> str:
        key = self._scale_key(column)
        return self.dialogue.options.scales.get(text_key(key), "") if key else ""

    def _context(self, column: FigureColumn, indicator: Indicator, cells: list[Cell]) -> ColumnContext:
        heading = column.heading
        scale = self._decided_scale(column, cells)
        # The heading of a template asks for percentages, but whoever fills in the workbook may still paste shares
        # (0.51 for 51%) into the whole column.
        from_template = any(line.unit_id in self.indicators.portal.units for line in self.table.lines)
        shares = look_like_shares(cells, asked_in_percent=from_template)
        if not scale and heading.percent and not shares and from_template:
            scale = PERCENT
        decided = bool(scale)
        if not scale and indicator.measure is Measure.PERCENT:
            in_percent = heading.percent and not shares
            scale = PERCENT if in_percent else scale_of(cells, has_number_cells=self.dialogue.options.has_number_cells)
        decimal_sign_counts = count_decimal_signs(
            [cell.text for cell in self.table.sheet.cells.values() if not cell.number]
        )
        return ColumnContext(
            indicator,
            self.dialogue.options.decimal,
            decimal_sign_counts,
            scale,
            decided,
            self.dialogue.options.has_number_cells,
        )
