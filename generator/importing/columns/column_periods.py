"""Finds the period of the figures of a column, from its heading, the table's titles, the sheet's name and `--period`.

If these contradict each other, the user is asked: figures with a wrong period look like any others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator import formats
from generator.importing.dialogue import Dialogue
from generator.importing.entries import TARGETS, Question
from generator.importing.phrases.month_ranges import month_ranges_in
from generator.importing.phrases.parts_of_months import parts_of_months_in
from generator.importing.phrases.periods import (
    StatedPeriod,
    extraction_day,
    month_of_name,
    periods_in,
    plain_spelling,
    stated_periods,
    yearless_periods,
)
from generator.importing.tables.headings import Heading
from generator.importing.tables.sheet_tables import FigureColumn, Table
from generator.model import SKIPPED, Period

_SUM_OF_MONTHS, _PART_OF_MONTH = "số gộp nhiều tháng", "số của một tuần hoặc vài ngày"
_CUMULATIVE = "số lũy kế"
_NOT_THIS_TABLE = "không nhập bảng này vào kỳ ấy"
_ABOUT_FIGURES = re.compile(r"^(?!.*(?:so với|cùng kỳ)).*(?:số|dữ) liệu", re.IGNORECASE | re.DOTALL)
_LONGEST_TITLE = 150
"""Limit on the characters of a title in which a week counts. Prose above a table mentions weeks for other reasons."""


class _OtherPeriod(NamedTuple):
    """A text that states another period than the requested one, a message about it, and what to do if the text is
    right."""

    text: str
    message: str
    remedy: str


@dataclass(frozen=True)
class ColumnPeriods:
    """Finds the periods of the figures of a table."""

    table: Table
    dialogue: Dialogue

    def period_of(self, column: FigureColumn) -> str | None:
        """Returns the period of a column's results or the due date of its targets, or None if the user is asked."""
        heading, requested = column.heading, self.dialogue.options.period
        titled = [period for title in self._titles for period in periods_in(title)]
        if heading.span_text:
            return self._period_of_span(column)
        if heading.is_target:
            return self._due_period(column, heading.periods, titled)
        stated = self._stated(heading, titled)
        if requested is None:
            return self._single_period(column, stated or titled)
        if not stated:
            return self._unstated(column, requested)
        return self._checked_against_stated(column, stated, requested)

    def _checked_against_stated(self, column: FigureColumn, stated: Sequence[Period], requested: Period) -> str | None:
        """Returns the requested period if the heading states it, or the stated one if another column states the
        requested one. Otherwise asks and returns None."""
        if requested in stated:
            self.dialogue.findings.period_confirmed = True
            return str(requested)
        if self._has_column_for(requested):
            return self._single_period(column, stated)
        stated_text = ", ".join(_plain(period) for period in stated)
        hint = f"xem văn bản; {self._if_right(column, requested)}; nếu không thì nhập lại với PERIOD={stated[0]}"
        self._ask(column, column.heading.text, f"ghi {stated_text}, khác kỳ đang nhập là {_plain(requested)}", hint)
        return None

    def _unstated(self, column: FigureColumn, requested: Period) -> str | None:
        """Returns the requested period for a column that states none. If a title or another column states another
        period, returns the user's answer, or asks and returns None."""
        other = self._other_period(requested)
        if not other:
            return str(requested)
        answered = self._answered_period()
        if not answered:
            self._ask_about_table(column, requested, other)
        return answered

    def _single_period(self, column: FigureColumn, named: Sequence[Period]) -> str | None:
        """Returns the one period that is named. If there are several or none, asks and returns None."""
        found = list(dict.fromkeys(named))
        if len(found) == 1:
            return str(found[0])
        message = "nêu nhiều kỳ, chưa rõ số là của kỳ nào" if found else "không nêu kỳ của số liệu"
        self._ask(column, column.heading.text, message, "nêu kỳ, ví dụ PERIOD=2024-06")
        return None

    def _stated(self, heading: Heading, titled: Sequence[Period]) -> tuple[Period, ...]:
        """Returns the periods in a heading. A month without a year is in the requested year, else in the one year of
        the titles."""
        requested = self.dialogue.options.period
        years = {requested.year} if requested else {period.year for period in titled}
        if heading.periods or len(years) != 1:
            return heading.periods
        year = years.pop()
        found = next((named for part in reversed(heading.parts) if (named := yearless_periods(part, year))), [])
        return tuple(dict.fromkeys(found))

    def _other_period(self, requested: Period) -> _OtherPeriod | None:
        """Returns a text that states another period, or None if a text states the requested one or no text states a
        period.

        A week in a title comes first, because the month that it is in is no other period. Then come several months
        counted together, then the shortest period: a month or quarter before the year that it is in. The name of the
        sheet is ignored if a title states a period that does not overlap the requested one.
        """
        titles, name = self._titles, _as_title(self.table.sheet.name)
        if week := next(filter(None, map(_part_of_month, titles)), None):
            return week
        stated = [(text, item) for text in titles for item in stated_periods(text, requested.year)]
        stated += [(name, item) for item in _periods_of_sheet(name, requested.year)]
        other_time = any(text in titles and not item.overlaps(requested) for text, item in stated)
        stated = [(text, item) for text, item in stated if text in titles or not other_time]
        ranges = [(text, item) for text in (*titles, name) for item in month_ranges_in(text, requested.year)]
        of_requested = any(item.matches(requested) for _, item in stated)
        if of_requested or any(item.is_exactly(requested) or item.runs_up_to(requested) for _, item in ranges):
            self.dialogue.findings.period_confirmed = True
            return None
        if week := _part_of_month(name):
            return week
        if ranges:
            text, months = ranges[0]
            message = f"tiêu đề hoặc tên trang tính ghi {_SUM_OF_MONTHS} ({months.text})"
            return _OtherPeriod(text, message, _NOT_THIS_TABLE)
        if stated:
            text, item = min(stated, key=lambda found: found[1].period.length)
            message = f"tiêu đề hoặc tên trang tính ghi {_plain(item.period)}"
            return _OtherPeriod(text, message, f"nhập lại với PERIOD={item.period}")
        earlier = filter(None, (_extracted_before(text, requested) for text in (*titles, *self._texts_below)))
        return next(earlier, None) or self._other_period_below(requested) or self._other_period_in_headings(requested)

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """The titles of the table, the nearest first."""
        return tuple(map(plain_spelling, reversed(self.table.titles)))

    @cached_property
    def _texts_below(self) -> tuple[str, ...]:
        """The sentences below the figures that are about the figures: `(Số liệu tính đến ngày 31/5/2024)`."""
        texts = [text for _, text in self.table.notes]
        texts += [line.name for line in self.table.lines if not line.has_figures]
        return tuple(plain_spelling(text) for text in texts if _ABOUT_FIGURES.search(text))

    def _other_period_below(self, requested: Period) -> _OtherPeriod | None:
        """Returns the sentence below the figures that states another period. None if one states the requested one."""
        stated = [(text, item) for text in self._texts_below for item in stated_periods(text, requested.year)]
        if not stated or any(item.overlaps(requested) for _, item in stated):
            return None
        text, item = stated[0]
        message = f"dòng dưới bảng ghi {_plain(item.period)}"
        return _OtherPeriod(text, message, f"nhập lại với PERIOD={item.period}")

    def _other_period_in_headings(self, requested: Period) -> _OtherPeriod | None:
        """Returns the heading of another column that states another period, or None if a column states the requested
        one."""
        if self._has_column_for(requested):
            return None
        results = (
            item.heading for item in self.table.columns if not item.heading.is_target and not item.heading.is_auxiliary
        )
        for heading in (item for item in results if not item.is_derived):
            if stated := self._stated(heading, ()):
                message = f"cột khác của bảng ghi {_plain(stated[0])}"
                return _OtherPeriod(heading.text, message, f"nhập lại với PERIOD={stated[0]}")
            if parts_of_months_in(heading.span_text):
                message = f"cột khác của bảng ghi {_PART_OF_MONTH} ({parts_of_months_in(heading.span_text)[0]})"
                return _OtherPeriod(heading.text, message, _NOT_THIS_TABLE)
            months = month_ranges_in(heading.span_text, requested.year)
            if months and not months[0].runs_up_to(requested):
                message = f"cột khác của bảng ghi {_SUM_OF_MONTHS} ({months[0].text})"
                return _OtherPeriod(heading.text, message, _NOT_THIS_TABLE)
        return None

    def _answered_period(self) -> str | None:
        """Returns the period that the user answered at the heading of one column of results. It applies to all columns
        of results that state none. An answer at a column of targets is their due date."""
        results = (column for column in self.table.columns if not column.heading.is_target)
        answers = (self.dialogue.heading_answer(column.head).period for column in results)
        return next(filter(None, answers), None)

    def _ask_about_table(self, column: FigureColumn, requested: Period, other: _OtherPeriod) -> None:
        """Asks about the period of all columns of the table that state none, in one question."""
        at = f"kỳ {self.dialogue.cell_at(self.table.columns[0].head).address}"
        self.dialogue.findings.cover(self.table.sheet, self.table.cells(column))
        if at in self.dialogue.findings.asked:
            return
        self.dialogue.findings.asked.add(at)
        hint = (
            f"xem văn bản; {self._if_right(column, requested)} (cho cả bảng), "
            f"hoặc ghi kỳ ấy vào tiêu đề của cột; nếu không thì {other.remedy}; trang tính của kỳ khác thì xóa hoặc "
            "ẩn đi"
        )
        self._ask(column, other.text, f"{other.message}, khác kỳ đang nhập là {_plain(requested)}", hint)

    def _if_right(self, column: FigureColumn, requested: Period) -> str:
        return f"nếu đúng là số của {_plain(requested)} thì {self._answering(column, requested)}"

    def _answering(self, column: FigureColumn, period: object) -> str:
        answer = self.dialogue.heading_answer(column.head)._replace(period=str(period))
        return self.dialogue.how_to_answer(column.head, str(answer))

    def _period_of_span(self, column: FigureColumn) -> str | None:
        """Returns the requested period if a heading counts exactly its months together. Otherwise, and for a week or
        cumulative figures, asks and returns None."""
        heading, requested = column.heading, self.dialogue.options.period
        week = next(iter(parts_of_months_in(heading.span_text)), "")
        ranges = month_ranges_in(heading.span_text, requested.year if requested else 1)
        months = ranges[0] if ranges and not week else None
        if requested and months and months.is_exactly(requested) and not heading.is_target:
            return str(requested)
        another = f"khác kỳ đang nhập là {_plain(requested)}" if requested and not heading.is_target else ""
        proper = months.last if months and heading.is_target and months.last.year > 1 else requested
        answering = self._answering(column, proper) if proper else self.dialogue.how_to_answer(column.head, "2024-06")
        sort = "thời hạn" if heading.is_target else "kỳ"
        hint = f"xem văn bản là {sort} nào rồi {answering}, hoặc ghi {sort} ấy vào tiêu đề cột, ví dụ “Tháng 10/2025”"
        stated = _PART_OF_MONTH if week else _SUM_OF_MONTHS if months else _CUMULATIVE
        text = week or (months.text if months else heading.span_text)
        if stated == _CUMULATIVE:
            hint += f"; cột không cần thì {self.dialogue.how_to_answer(column.head, SKIPPED)}"
        self._ask(column, text, f"ghi {stated}, {another or f'chưa rõ {sort} nào'}", hint)
        return None

    def _due_period(self, column: FigureColumn, stated: tuple[Period, ...], titled: list[Period]) -> str | None:
        """Returns the due date of a column of targets. If the heading and the titles do not name exactly one, uses the
        period of `--kind targets --period`, or asks and returns None.

        The month in the title of a table that also has results is theirs: `Kết quả tháng 5/2024` above `Chỉ tiêu`.
        """
        if any(not item.heading.is_target and not item.heading.is_auxiliary for item in self.table.columns):
            titled = [period for period in titled if not (period.month or period.quarter)]
        found = list(dict.fromkeys(stated or titled))
        if len(found) == 1:
            return str(found[0])
        if self.dialogue.options.period and self.dialogue.options.kind == TARGETS:
            return str(self.dialogue.options.period)
        message = "nêu nhiều thời hạn" if found else "không nêu thời hạn phải đạt"
        year = self._year_of_targets()
        answering = self._answering(column, year)
        hint = f"xem văn bản rồi trả lời bằng thời hạn, ví dụ hết năm {year} thì {answering}"
        self._ask(column, column.heading.text, message, hint)
        return None

    def _year_of_targets(self) -> str:
        """The year that is offered as the due date of targets: that of the requested or the stated figures."""
        years = [period.year for title in self._titles for period in periods_in(title)]
        requested = self.dialogue.options.period
        return str(requested.year if requested else years[0] if years else 2024)

    def _has_column_for(self, period: Period) -> bool:
        """Whether a column of results in the table states the period."""
        results = (item.heading for item in self.table.columns if not item.heading.is_target)
        return any(period in self._stated(heading, ()) for heading in results)

    def _ask(self, column: FigureColumn, value: str, message: str, hint: str) -> None:
        """Asks about the period of a whole column."""
        question = Question(self.dialogue.cell_at(column.head), value, message, hint, period_may_be_wrong=True)
        self.dialogue.ask(question, self.table.cells(column))


def _part_of_month(title: str) -> _OtherPeriod | None:
    """Returns the week, or the days of one month, that a title states. None for prose and if it states none."""
    found = parts_of_months_in(title) if len(title) <= _LONGEST_TITLE else []
    message = f"tiêu đề hoặc tên trang tính ghi {_PART_OF_MONTH} ({found[0]})" if found else ""
    return _OtherPeriod(title, message, _NOT_THIS_TABLE) if found else None


def _extracted_before(text: str, requested: Period) -> _OtherPeriod | None:
    """Returns the text if it states that the figures were taken before the requested period began."""
    day = extraction_day(text)
    if not day or day >= requested.start:
        return None
    message = f"bảng ghi số liệu lấy ngày {formats.day(day)}"
    return _OtherPeriod(text, message, f"nhập lại với PERIOD={day:%Y-%m}")


def _periods_of_sheet(name: str, year: int) -> list[StatedPeriod]:
    """Returns the periods that the name of a sheet states."""
    month = month_of_name(name, year)
    return [StatedPeriod(month)] if month else stated_periods(name, year)


def _as_title(name: str) -> str:
    """Returns the name of a sheet in the form of a title: `T5_23` becomes `T5-23`, `Quý_II` becomes `Quý II`."""
    return re.sub(r"(?<=\d)_(?=\d)", "-", name).replace("_", " ")


def _plain(period: Period) -> str:
    return formats.period(period).replace(formats.NBSP, " ")
