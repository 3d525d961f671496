"""Periods of figures and schedules of tasks."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, Self

from generator.model.codes import Rhythm

_PERIOD = re.compile(r"(?P<year>[1-9][0-9]{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class Period(NamedTuple):
    """A year, a quarter or a month: `2024`, `2024-Q2`, `2024-05`.

    It is a tuple because figures are grouped by period hundreds of thousands of times: a tuple is found in a third of
    the time.
    """

    year: int
    quarter: int = 0
    month: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Returns the period of a text. Raises ValueError for anything but the three forms."""
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(f"not a period: {text!r}")
        return cls(int(match["year"]), int(match["quarter"] or 0), int(match["month"] or 0))

    @classmethod
    def of_month(cls, number: int) -> Self:
        """Returns a month that is counted from January of year 0."""
        return cls(number // 12, month=number % 12 + 1)

    @classmethod
    def is_valid(cls, text: str) -> bool:
        """Whether the text is a valid period."""
        return bool(_PERIOD.fullmatch(text))

    def __str__(self) -> str:
        if self.quarter:
            return f"{self.year:04}-Q{self.quarter}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    @property
    def start(self) -> date:
        """The first day of the period."""
        return date(self.year, self.month or self.quarter * 3 - 2 if self.month or self.quarter else 1, 1)

    @property
    def order(self) -> tuple[date, int]:
        """The sort key of periods: by their last day. Of periods with the same last day the longer one is later,
        because it sums up the others: December, the fourth quarter, the year."""
        return self.end, self.length

    @property
    def length(self) -> int:
        """The number of months. Figures of periods of the same length can be compared."""
        return 1 if self.month else 3 if self.quarter else 12

    @property
    def a_year_before(self) -> Self:
        """The same year, quarter or month one year earlier."""
        return self._replace(year=self.year - 1)

    @property
    def preceding(self) -> Self:
        """The year, quarter or month just before this one."""
        if self.month > 1:
            return self._replace(month=self.month - 1)
        if self.quarter > 1:
            return self._replace(quarter=self.quarter - 1)
        return self._replace(year=self.year - 1, quarter=4 if self.quarter else 0, month=12 if self.month else 0)

    @property
    def end(self) -> date:
        """The last day of the period: a target due `2024` is due on 31 December 2024."""
        return _last_day(self.year, self.month or self.quarter * 3 or 12)


@cache
def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class Schedule:
    """The time at which a task is due, as its document states it.

    - `text`: the time as written in the data.
    - `start` and `end`: the first and the last day stated; either may be None.
    - `continuing`: whether the task continues after `end`.
    - `within`: the part of the year in which a recurring task is due (`Q1`, or empty).
    """

    text: str
    rhythm: Rhythm = Rhythm.ONCE
    start: date | None = None
    end: date | None = None
    continuing: bool = False
    within: str = ""
