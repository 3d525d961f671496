"""Of when the figures of a column are: its heading, the titles of its table, the name of its sheet, the wanted period.

Where they contradict each other it is asked for: figures of a wrong period look like any others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator import formats
from generator.importing.asking import Asking, Said
from generator.importing.entries import TARGETS
from generator.importing.headings import Heading
from generator.importing.periods import periods_in, told_in, yearless_periods
from generator.importing.tables import FigureColumn, Table
from generator.importing.together import months_in
from generator.model import Period

_OF_MONTHS = "số gộp nhiều tháng"


class _Told(NamedTuple):
    """What says another period than the wanted one, in words, and what to do where it is right."""

    text: str
    said: str
    otherwise: str


@dataclass(frozen=True)
class Times:
    """Finds of when the figures of a table are."""

    table: Table
    asking: Asking

    def of(self, column: FigureColumn) -> str | None:
        """The period of a column's figures, the due date of its targets; None when it is asked for."""
        heading, wanted = column.heading, self.asking.wanted.period
        titled = [period for title in reversed(self.table.titles) for period in periods_in(title)]
        if heading.together:
            return self._of_months(column)
        if heading.is_target:
            return self._due(column, heading.periods, titled)
        stated = self._stated(heading, titled)
        if wanted is None:
            return self._only(column, stated or titled)
        if not stated:
            return self._untold(column, wanted)
        return self._of_stated(column, stated, wanted)

    def _of_stated(self, column: FigureColumn, stated: Sequence[Period], wanted: Period) -> str | None:
        """The wanted period where the heading states it; another one where another column states the wanted one."""
        if wanted in stated:
            self.asking.out.timed = True
            return str(wanted)
        if self._states(wanted):
            return self._only(column, stated)
        said = ", ".join(_plain(period) for period in stated)
        hint = f"xem văn bản; {self._if_right(column, wanted)}; nếu không thì chạy lại với --period {stated[0]}"
        self._ask(column, column.heading.text, f"ghi {said}, khác kỳ đang nhập là {_plain(wanted)}", hint)
        return None

    def _untold(self, column: FigureColumn, wanted: Period) -> str | None:
        """The wanted period for a column that states none, unless a title or another column states another one."""
        told = self._told_otherwise(wanted)
        if not told:
            return str(wanted)
        answered = self._answered()
        if not answered:
            self._ask_once(column, wanted, told)
        return answered

    def _only(self, column: FigureColumn, named: Sequence[Period]) -> str | None:
        """The one period that is named, None when several or none are and it is asked for."""
        found = list(dict.fromkeys(named))
        if len(found) == 1:
            return str(found[0])
        message = "nêu nhiều kỳ, chưa rõ số là của kỳ nào" if found else "không nêu kỳ của số liệu"
        self._ask(column, column.heading.text, message, "chạy lại với --period, ví dụ --period 2024-06")
        return None

    def _stated(self, heading: Heading, titled: Sequence[Period]) -> tuple[Period, ...]:
        """The periods that a heading names; a month without its year is of the year that is imported or titled."""
        wanted = self.asking.wanted.period
        years = {wanted.year} if wanted else {period.year for period in titled}
        if heading.periods or len(years) != 1:
            return heading.periods
        year = years.pop()
        found = next((named for part in reversed(heading.parts) if (named := yearless_periods(part, year))), [])
        return tuple(dict.fromkeys(found))

    def _told_otherwise(self, wanted: Period) -> _Told | None:
        """What says that the figures are of another period, where nothing says that they are of the wanted one: several
        months, else a month or a quarter rather than the year that it is in. The name of the sheet counts for nothing
        where a title is of another time altogether."""
        titles, name = tuple(reversed(self.table.titles)), _spelled(self.table.sheet.name)
        told = [(text, item) for text in (*titles, name) for item in told_in(text, wanted.year)]
        astray = any(text in titles and not item.meets(wanted) for text, item in told)
        told = [(text, item) for text, item in told if text in titles or not astray]
        together = [(text, item) for text in (*titles, name) for item in months_in(text, wanted.year)]
        of_wanted = any(item.is_of(wanted) for _, item in told)
        if of_wanted or any(item.are(wanted) or item.lead_to(wanted) for _, item in together):
            self.asking.out.timed = True
            return None
        if together:
            text, months = together[0]
            said = f"tiêu đề hoặc tên trang tính ghi {_OF_MONTHS} ({months.text})"
            return _Told(text, said, "không nhập bảng này vào kỳ ấy")
        if told:
            text, item = min(told, key=lambda found: found[1].period.length)
            said = f"tiêu đề hoặc tên trang tính ghi {_plain(item.period)}"
            return _Told(text, said, f"chạy lại với --period {item.period}")
        return self._headed_otherwise(wanted)

    def _headed_otherwise(self, wanted: Period) -> _Told | None:
        """The heading of another column that states another period, where none states the wanted one."""
        if self._states(wanted):
            return None
        results = (item.heading for item in self.table.columns if not item.heading.is_target and not item.heading.aside)
        for heading in (item for item in results if not item.compares):
            if stated := self._stated(heading, ()):
                said = f"cột khác của bảng ghi {_plain(stated[0])}"
                return _Told(heading.text, said, f"chạy lại với --period {stated[0]}")
            months = months_in(heading.together, wanted.year)
            if months and not months[0].lead_to(wanted):
                said = f"cột khác của bảng ghi {_OF_MONTHS} ({months[0].text})"
                return _Told(heading.text, said, "không nhập bảng này vào kỳ ấy")
        return None

    def _said(self, column: FigureColumn) -> Said:
        return Said.of(self.asking.answer(column.head) or "")

    def _answered(self) -> str | None:
        """The period that was answered at the heading of one column, for all that do not state theirs."""
        return next((said for column in self.table.columns if (said := self._said(column).period)), None)

    def _ask_once(self, column: FigureColumn, wanted: Period, told: _Told) -> None:
        """Asks, once for all columns of the table that state no period, of when their figures are."""
        at = f"kỳ {self.asking.at(self.table.columns[0].head).address}"
        self.asking.out.cover(self.table.sheet, self.table.cells(column))
        if at in self.asking.out.asked:
            return
        self.asking.out.asked.add(at)
        hint = (
            f"xem văn bản; {self._if_right(column, wanted)} (cho cả bảng), "
            f"hoặc ghi kỳ ấy vào tiêu đề của cột; nếu không thì {told.otherwise}; trang tính của kỳ khác thì xóa hoặc "
            "ẩn đi"
        )
        self._ask(column, told.text, f"{told.said}, khác kỳ đang nhập là {_plain(wanted)}", hint)

    def _if_right(self, column: FigureColumn, wanted: Period) -> str:
        return f"nếu đúng là số của {_plain(wanted)} thì {self._answering(column, wanted)}"

    def _answering(self, column: FigureColumn, period: Period) -> str:
        return self.asking.answering(column.head, str(self._said(column)._replace(period=str(period))))

    def _of_months(self, column: FigureColumn) -> str | None:
        """The wanted period where a heading counts just its months together; else None, and it is asked for."""
        heading, wanted = column.heading, self.asking.wanted.period
        months = months_in(heading.together, wanted.year if wanted else 1)[0]
        if wanted and months.are(wanted) and not heading.is_target:
            return str(wanted)
        another = f"khác kỳ đang nhập là {_plain(wanted)}" if wanted and not heading.is_target else ""
        proper = months.last if heading.is_target and months.last.year > 1 else wanted
        answering = self._answering(column, proper) if proper else self.asking.answering(column.head, "2024-06")
        sort = "thời hạn" if heading.is_target else "kỳ"
        hint = f"xem văn bản là {sort} nào rồi {answering}, hoặc ghi {sort} ấy vào tiêu đề cột, ví dụ “Tháng 10/2025”"
        self._ask(column, months.text, f"ghi {_OF_MONTHS}, {another or f'chưa rõ {sort} nào'}", hint)
        return None

    def _due(self, column: FigureColumn, stated: tuple[Period, ...], titled: list[Period]) -> str | None:
        found = list(dict.fromkeys(stated or titled))
        if len(found) == 1:
            return str(found[0])
        if self.asking.wanted.period and self.asking.wanted.kind == TARGETS:
            return str(self.asking.wanted.period)
        message = "nêu nhiều thời hạn" if found else "không nêu thời hạn phải đạt"
        hint = "chạy lại với --kind targets --period là thời hạn, ví dụ --period 2024"
        self._ask(column, column.heading.text, message, hint)
        return None

    def _states(self, period: Period) -> bool:
        """Whether some column of results of the table states the period."""
        results = (item.heading for item in self.table.columns if not item.heading.is_target)
        return any(period in self._stated(heading, ()) for heading in results)

    def _ask(self, column: FigureColumn, value: str, message: str, hint: str) -> None:
        """Asks for the period of a whole column."""
        self.asking.ask(column.head, value, message, hint, self.table.cells(column), of_time=True)


def _spelled(name: str) -> str:
    """The name of a sheet as titles are written: `T5_23` is `T5-23`, and `Quý_II` is `Quý II`."""
    return re.sub(r"(?<=\d)_(?=\d)", "-", name).replace("_", " ")


def _plain(period: Period) -> str:
    return formats.period(period).replace(formats.NBSP, " ")
