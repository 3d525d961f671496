"""The columns of a table → of what and of when their figures are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.importing import figures
from generator.importing.asking import Asking, Said, Wanted
from generator.importing.entries import RESULTS, TARGETS, At
from generator.importing.figures import Column
from generator.importing.grid import Cell, reference
from generator.importing.headings import Heading, Indicators, heading_of
from generator.importing.tables import FigureColumn, Table
from generator.importing.times import Times
from generator.importing.wording import key
from generator.model import SKIPPED, Indicator, Measure

_LISTED = ", mã chỉ tiêu xem trong data/indicators.yml"
_KINDS = {RESULTS: "kết quả", TARGETS: "chỉ tiêu giao"}


@dataclass(frozen=True)
class ColumnMeaning:
    """What a column of figures holds: which indicator, results or targets, of when, and how its numbers are written.

    `answered` is what an answer at its heading says besides how they are written: `online-payment`, `2024-06`.
    """

    column: FigureColumn
    indicator: Indicator
    is_target: bool
    period: str
    reading: Column
    answered: str = ""


def answered_headings(tables: Sequence[Table], indicators: Indicators, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """What was answered for the heading of one column, which all columns share whose headings mean the same."""
    for table in tables:
        for column in table.columns:
            at = At(table.sheet, column.head)
            for address in (at.address,) if wanted.several else (at.address, at.short_address):
                answer = Said.of(wanted.answers.get(address, "")).named
                if column.heading.text and (answer == SKIPPED or answer in indicators.portal.indicators):
                    yield key(column.heading.remembered(title_of(table))), answer


def title_of(table: Table) -> str:
    """The last title above the table, else the name of its sheet."""
    return table.titles[-1] if table.titles else table.sheet.name


@dataclass(frozen=True)
class Columns:
    """Finds what the columns of a table hold."""

    table: Table
    indicators: Indicators
    asking: Asking

    def found(self) -> Iterator[ColumnMeaning]:
        """The columns that are understood and wanted; the others are asked for or said to be left out."""
        last: Indicator | None = None
        times = Times(self.table, self.asking)
        for column in self.table.columns:
            cells = [self.table.sheet.at(line.row, column.column) for line in self.table.lines]
            if column.apart:
                self._another_table(column)
                continue
            if remark := self._without_figures(column):
                self._remark(column, remark)
                continue
            found = self._indicator(column, last)
            if not found:
                continue
            last = found
            if self._asked_for_per_mille(column, found):
                continue
            is_target = column.heading.is_target
            kind = TARGETS if is_target else RESULTS
            if self.asking.wanted.kind and kind != self.asking.wanted.kind and not column.heading.common:
                self._remark(column, f"cột {_KINDS[kind]}, không lấy vì chỉ nhập {_KINDS[self.asking.wanted.kind]}")
                continue
            said = self._said(column)
            period = "" if column.heading.common else said.period or times.of(column)
            if period is not None:
                reading = self._column(column, found, cells)
                yield ColumnMeaning(column, found, is_target, period, reading, str(said._replace(scale="")))

    def _said(self, column: FigureColumn) -> Said:
        """What was answered at the heading of a column."""
        return Said.of(self.asking.answer(column.head) or "")

    def _another_table(self, column: FigureColumn) -> None:
        """Asks to part two tables that stand side by side: figures of the right one are not of the left one's units."""
        answer = self._said(column).named
        if answer == SKIPPED:
            self._remark(column, f"cột của bảng bên phải, bỏ qua theo câu trả lời: {column.heading.text}")
            return
        skipping = f"{self.asking.answering(column.head, SKIPPED)} (bỏ cột này)"
        hint = f"tách thành hai bảng, bảng nọ dưới bảng kia, hoặc hai tệp; {skipping}"
        self._ask(column, column.heading.text, "cột thuộc một bảng khác nằm bên phải", hint)

    def _without_figures(self, column: FigureColumn) -> str:
        """What to say of a column that holds nothing, or has no heading and holds words alone; else an empty text."""
        shown = [self.table.sheet.shown(line.row, column.column) for line in self.table.lines]
        # Who says for every unit why there is no figure has filled in the column.
        states = [
            self.table.sheet.at(line.row, column.status_column) for line in self.table.lines if column.status_column
        ]
        if not any(cell.text for cell in (*shown, *states)):
            return f"cột trống, không đọc: {column.heading.text}"
        if column.heading.text or any(re.search(r"\d", cell.text) for cell in shown):
            return ""
        return f"cột không có tiêu đề, chỉ có chữ, không đọc: {next(cell.text for cell in shown if cell.text)}"

    def _in_words(self, column: FigureColumn) -> str:
        """The first text of a column of remarks with its cell; an empty text where a cell of it is a number. Remarks
        are of whole rows, may name people, may be internal: none is taken for the note of a figure, which is public."""
        sheet = self.table.sheet
        origins = dict.fromkeys(sheet.origin(line.row, column.column) for line in self.table.lines)
        filled = [place for place in origins if sheet.at(*place).text]
        if not filled or any(sheet.at(*place).is_figure for place in filled):
            return ""
        return f"{reference(*filled[0])}: {sheet.at(*filled[0]).text}"

    def _indicator(self, column: FigureColumn, last: Indicator | None) -> Indicator | None:
        heading = column.heading
        answer = self._said(column).named
        known = self.indicators.portal.indicators
        if answer in known or answer == SKIPPED:
            if heading.text:
                self.asking.out.headings[self._remembered(heading)] = answer
            if answer == SKIPPED:
                self._remark(column, f"cột bỏ qua theo câu trả lời: {heading.text}")
            return known.get(answer)
        found = self.indicators.find(heading, title_of(self.table))
        if found == SKIPPED:
            self._remark(column, f"cột không đưa lên cổng: {heading.text}")
            return None
        if found:
            return known[found]
        if heading.worded and (example := self._in_words(column)):
            self._remark(column, f"cột ghi bằng lời, không đưa vào số liệu: {heading.text} (ví dụ {example})")
            return None
        # A column without any heading may hold ranks or counts beside the figures of its neighbour.
        inherited = last or self._in_titles() if heading.text and not heading.phrase else None
        if not inherited:
            self._ask_indicator(column, answer)
        return inherited

    def _remembered(self, heading: Heading) -> str:
        return heading.remembered(title_of(self.table))

    def _ask_indicator(self, column: FigureColumn, answer: str) -> None:
        """Asks what a heading means, once for all columns that bear it; one that says nothing of its own most probably
        means what a title names."""
        text = self._remembered(column.heading) or self.asking.at(column.head).address
        self.asking.out.cover(self.table.sheet, self.table.cells(column))
        if text in self.asking.out.asked:
            return
        self.asking.out.asked.add(text)
        titled = self._in_titles() if column.heading.plain else None
        near = (titled,) if titled else self.indicators.near(column.heading)
        message = f"câu trả lời “{answer}” không phải mã chỉ tiêu" if answer else "không rõ cột này là chỉ tiêu nào"
        self.asking.ask(column.head, column.heading.text, message, self._choices(column, near))

    def _asked_for_per_mille(self, column: FigureColumn, indicator: Indicator) -> bool:
        """Asks whether the figures of a heading in per mille are to be made percents; says whether it did."""
        said = self._said(column)
        known = said.scale or self.asking.wanted.scales.get(key(self._remembered(column.heading)), "")
        if not column.heading.per_mille or indicator.measure is not Measure.PERCENT or known:
            return False
        ways = (str(said._replace(scale=way)) for way in (figures.PER_MILLE, figures.PERCENT))
        hint = f"{self.asking.answering(column.head, *ways)} (chia 10 cả cột, hay đúng như số đang ghi)"
        message = "tiêu đề ghi phần nghìn (‰), chỉ tiêu này tính bằng phần trăm"
        self._ask(column, column.heading.text, message, hint)
        return True

    def _choices(self, column: FigureColumn, near: Sequence[Indicator]) -> str:
        """The indicators that a heading may mean and how to answer, most probable first."""
        named = [item.id for item in near[:1]] or ["mã-chỉ-tiêu"]
        said = self._said(column)
        if column.heading.per_mille and not said.scale:
            said = said._replace(scale=figures.PER_MILLE)
        named = [str(said._replace(named=each)) for each in named]
        if column.heading.aside and not near:
            skipping = f"{self.asking.answering(column.head, SKIPPED)} (bỏ cột này)"
            return f"{skipping}; nếu là một chỉ tiêu thì {self.asking.answering(column.head, *named)}{_LISTED}"
        answering = f"{self.asking.answering(column.head, *named, SKIPPED)} (bỏ cột này)"
        if said.scale == figures.PER_MILLE:
            answering += f", {figures.PER_MILLE} là chia 10 cả cột"
        likely = ", ".join(f"{item.id} ({item.short_name})" for item in near)
        return f"có phải {likely}? {answering}" if near else f"{answering}{_LISTED}"

    def _ask(self, column: FigureColumn, value: str, message: str, hint: str) -> None:
        """Asks for something without which the whole column cannot be read."""
        self.asking.ask(column.head, value, message, hint, self.table.cells(column))

    def _remark(self, column: FigureColumn, text: str) -> None:
        """Says why the whole column is not read."""
        self.asking.remark(column.head, text, self.table.cells(column))

    def _in_titles(self) -> Indicator | None:
        """The indicator that a title names, where the heading of the only column does not."""
        for title in reversed(self.table.titles):
            found = self.indicators.find(heading_of([title]))
            if found in self.indicators.portal.indicators:
                return self.indicators.portal.indicators[found]
        return None

    def _column(self, column: FigureColumn, indicator: Indicator, cells: list[Cell]) -> Column:
        heading = column.heading
        said, text = self._said(column), self._remembered(heading)
        scale = self.asking.wanted.scales.get(key(text), "")
        if said.scale:
            scale = said.scale
            if text:
                self.asking.out.scales[text] = scale
        elif scale == figures.SHARE and figures.scale_of(cells, typed=self.asking.wanted.typed) == figures.PERCENT:
            ways = (str(said._replace(scale=way)) for way in (figures.PERCENT, figures.SHARE))
            choices = self.asking.answering(column.head, *ways)
            message = "đã được trả lời là phải nhân 100, nhưng nay cột có số lớn hơn 1"
            self.asking.ask(column.head, heading.text, message, f"{choices} (nhân 100)")
            scale = figures.PERCENT
        # A workbook that was made to be filled in asks for percents in its heading; whoever fills it in may still
        # paste shares all down the column.
        filled_in = any(line.unit_id in self.indicators.portal.units for line in self.table.lines)
        shares = figures.look_like_shares(cells, asked_in_percent=filled_in)
        if not scale and heading.percent and not shares and filled_in:
            scale = figures.PERCENT
        decided = bool(scale)
        if not scale and indicator.measure is Measure.PERCENT:
            told = heading.percent and not shares
            scale = figures.PERCENT if told else figures.scale_of(cells, typed=self.asking.wanted.typed)
        signs = figures.signs_of([cell.text for cell in self.table.sheet.cells.values() if not cell.number])
        return Column(indicator, self.asking.wanted.decimal, signs, scale, decided, self.asking.wanted.typed)
