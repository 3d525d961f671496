"""Finds months that titles and headings count together: `6 tháng đầu năm 2024`, `từ tháng 1 đến tháng 5/2024`,
`5T-2024`."""

import re
from dataclasses import dataclass

from generator.importing.phrases.month_names import COUNT_NAME, MONTH_NAME, NEXT_MONTH_NAME, QUARTER_NAME, number_of
from generator.model import Period

MONTH_WORD = r"(?:tháng|thang|(?<![^\W\d_])T)\s*\.?\s*"
QUARTER_WORD = r"(?:quý|(?<![^\W_])Q)\s*\.?\s*"
NUMERAL = rf"IV|III|II|I|[1-4]|{QUARTER_NAME}"
_ROMAN_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = 12
_SHORT_YEAR = r"[23]\d(?![\w%‰/-]|[.,]\d)"
YEAR_OF_MONTH = rf"(?P<year>20\d\d|(?<=\w[-/.]){_SHORT_YEAR})"
"""Matches a year, or its last two digits directly after a month or a quarter: `tháng 5/24`, `T5-24`."""
YEAR_OF_DAY = rf"(?P<year>20\d\d|(?<=\d/){_SHORT_YEAR})"
"""Matches a year after a day and a month: `31/5/24`. Dots are excluded because `3.5.24` may be a section number."""
_OF_YEAR = rf"\s*[-/.,]?\s*(?:năm\s*)?{YEAR_OF_MONTH}"
_COUNT = rf"(?<![\w.,])(?P<count>1[0-2]|0?[1-9]|{COUNT_NAME})\s*(?:tháng|thang|T(?![^\W\d_]))"
_COUNTED = (
    rf"{_COUNT}\s*(?P<part>đầu|cuối)(?:\s*năm)?(?:{_OF_YEAR})?",
    rf"{_COUNT}{_OF_YEAR}",
    rf"(?:(?<=^)|(?<=kế )|(?<=dồn )|(?<=quả )|(?<=liệu )|(?<=cáo )|(?<=biểu )){_COUNT}\s*$",
)
UP_TO = r"\s*(?:đến|tới|[-–—])\s*(?:hết\s*)?"
_AND = r"\s*(?:đến|tới|và|[-–—,&+])\s*(?:hết\s*)?"
_OF_FIRST = r"(?:\s*[/.]\s*(?P<year_of_first>20\d\d))?"
_FIRST, _LAST = (rf"(?P<{name}>1[0-2]|0?[1-9]|{MONTH_NAME})" for name in ("first", "last"))
_LAST += r"(?!\d)"
_NAMES = rf"(?P<first>{MONTH_NAME}){_AND}(?P<last>{NEXT_MONTH_NAME})"
_DAY = r"(?:ngày\s*)?[0-3]?\d/"
_RANGES = (
    rf"(?:từ\s*)?{MONTH_WORD}{_FIRST}{_OF_FIRST}{_AND}{MONTH_WORD}{_LAST}(?:{_OF_YEAR})?",
    rf"(?:từ\s*)?{MONTH_WORD}{_FIRST}{_OF_FIRST}{_AND}{_LAST}(?:{_OF_YEAR}|\s*$)",
    rf"(?:từ\s*)?{MONTH_WORD}{_NAMES}(?:{_OF_YEAR})?",
    rf"(?<![\d/]){_FIRST}/(?P<year_of_first>20\d\d){UP_TO}{_LAST}/(?P<year>20\d\d)",
    rf"(?<![\d/])(?P<days>){_DAY}{_FIRST}(?:/(?P<year_of_first>20\d\d|[23]\d))?{UP_TO}{_DAY}{_LAST}/{YEAR_OF_DAY}",
)
_QUARTERS = (
    rf"{QUARTER_WORD}(?P<from>{NUMERAL}){_OF_FIRST}{_AND}{QUARTER_WORD}(?P<to>{NUMERAL})(?!\w)(?:{_OF_YEAR})?",
    rf"{QUARTER_WORD}(?P<from>{NUMERAL}){_OF_FIRST}{_AND}(?P<to>{NUMERAL})(?!\w)(?:{_OF_YEAR}|\s*$)",
)
_PATTERNS = tuple(re.compile(form, re.IGNORECASE) for form in (*_COUNTED, *_RANGES, *_QUARTERS))


@dataclass(frozen=True)
class MonthRange:
    """Several consecutive months, and the text that counts them together."""

    text: str
    first: Period
    last: Period

    def is_exactly(self, requested: Period) -> bool:
        """Whether these months are exactly the requested quarter or year."""
        return (self.first.start, self.last.end) == (requested.start, requested.end)

    def runs_up_to(self, requested: Period) -> bool:
        """Whether these months run from January to the requested month of the same year, as monthly reports count
        them."""
        return (self.first, self.last) == (Period(requested.year, month=1), requested)


def month_ranges_in(text: str, year: int) -> list[MonthRange]:
    """Returns the months that a text counts together, in order. Months without a year are in the given year."""
    return [MonthRange(found[0].strip(), *_ends(found, year)) for found in month_range_matches(text)]


def month_range_matches(text: str) -> "list[re.Match[str]]":
    """Returns the matches where a text counts months together. `tháng 5 - 4/2024` is none, because its last month is
    earlier."""
    taken: list[re.Match[str]] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            first, last = _ends(found, 1)
            free = all(found.end() <= other.start() or found.start() >= other.end() for other in taken)
            if free and first.start < last.start:
                taken.append(found)
    return sorted(taken, key=lambda found: found.start())


def quarter_of(numeral: str) -> int:
    """Returns the quarter for a numeral such as `II`, `2` or `Hai`."""
    return _ROMAN_NUMERALS.get(numeral.lower()) or number_of(numeral)


def year_of(digits: str) -> int:
    """Returns the year for `2024` or `24`."""
    return int(digits) % 100 + 2000


def _ends(found: "re.Match[str]", year: int) -> tuple[Period, Period]:
    """Returns the first and the last month, in the stated year, else in the given one. `15/12 đến 14/01/2026` begins in
    the year before."""
    parts = found.groupdict()
    last_year = year_of(parts["year"]) if parts.get("year") else year
    first_year = year_of(parts["year_of_first"]) if parts.get("year_of_first") else last_year
    first, last = _month_numbers(parts)
    if parts.get("days") is not None and not parts["year_of_first"] and first > last:
        first_year -= 1
    return Period(first_year, month=first), Period(last_year, month=last)


def _month_numbers(parts: dict[str, str | None]) -> tuple[int, int]:
    """Returns the numbers of the first and the last month."""
    if count := parts.get("count"):
        late = (parts.get("part") or "").lower() == "cuối"
        return (_MONTHS + 1 - number_of(count), _MONTHS) if late else (1, number_of(count))
    if (start := parts.get("from")) and (end := parts.get("to")):
        return quarter_of(start) * 3 - 2, quarter_of(end) * 3
    return number_of(parts.get("first") or "0"), number_of(parts.get("last") or "0")
