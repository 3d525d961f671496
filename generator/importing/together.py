"""Months that titles and headings count together: `6 tháng đầu năm 2024`, `từ tháng 1 đến tháng 5/2024`, `5T-2024`."""

import re
from dataclasses import dataclass

from generator.model import Period

MONTH_WORD = r"(?:tháng|thang|(?<![^\W\d_])T)\s*\.?\s*"
QUARTER_WORD = r"(?:quý|(?<![^\W_])Q)\s*\.?\s*"
NUMERAL = "IV|III|II|I|[1-4]"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = 12
_SHORT = r"[23]\d(?![\w%‰/-]|[.,]\d)"
YEAR_OF_MONTH = rf"(?P<year>20\d\d|(?<=\w[-/.]){_SHORT})"
"""A year, or its last digits right behind a month or a quarter: `tháng 5/24`, `T5-24`."""
YEAR_OF_DAY = rf"(?P<year>20\d\d|(?<=\d/){_SHORT})"
"""A year behind a day and a month: `31/5/24`; `3.5.24` may be the number of a section."""
_OF_YEAR = rf"\s*[-/.,]?\s*(?:năm\s*)?{YEAR_OF_MONTH}"
_COUNT = r"(?<![\w.,])(?P<count>1[0-2]|0?[1-9])\s*(?:tháng|thang|T(?![^\W\d_]))"
_COUNTED = (
    rf"{_COUNT}\s*(?P<part>đầu|cuối)(?:\s*năm)?(?:{_OF_YEAR})?",
    rf"{_COUNT}{_OF_YEAR}",
    rf"(?:(?<=^)|(?<=kế )|(?<=dồn )|(?<=quả )|(?<=liệu )|(?<=cáo )|(?<=biểu )){_COUNT}\s*$",
)
_UP_TO = r"\s*(?:đến|tới|[-–—])\s*(?:hết\s*)?"
_AND = r"\s*(?:đến|tới|và|[-–—,&+])\s*(?:hết\s*)?"
_OF_FIRST = r"(?:\s*[/.]\s*(?P<year_of_first>20\d\d))?"
_FIRST, _LAST = r"(?P<first>1[0-2]|0?[1-9])", r"(?P<last>1[0-2]|0?[1-9])(?!\d)"
_DAY = r"(?:ngày\s*)?[0-3]?\d/"
_RANGES = (
    rf"(?:từ\s*)?{MONTH_WORD}{_FIRST}{_OF_FIRST}{_AND}{MONTH_WORD}{_LAST}(?:{_OF_YEAR})?",
    rf"(?:từ\s*)?{MONTH_WORD}{_FIRST}{_OF_FIRST}{_AND}{_LAST}(?:{_OF_YEAR}|\s*$)",
    rf"(?<![\d/]){_FIRST}/(?P<year_of_first>20\d\d){_UP_TO}{_LAST}/(?P<year>20\d\d)",
    rf"(?<![\d/]){_DAY}{_FIRST}(?:/(?P<year_of_first>20\d\d|[23]\d))?{_UP_TO}{_DAY}{_LAST}/{YEAR_OF_DAY}",
)
_QUARTERS = (
    rf"{QUARTER_WORD}(?P<from>{NUMERAL}){_OF_FIRST}{_AND}{QUARTER_WORD}(?P<to>{NUMERAL})(?!\w)(?:{_OF_YEAR})?",
    rf"{QUARTER_WORD}(?P<from>{NUMERAL}){_OF_FIRST}{_AND}(?P<to>{NUMERAL})(?!\w)(?:{_OF_YEAR}|\s*$)",
)
_FORMS = tuple(re.compile(form, re.IGNORECASE) for form in (*_COUNTED, *_RANGES, *_QUARTERS))


@dataclass(frozen=True)
class Months:
    """Several months in a row, and the text that counts them together."""

    text: str
    first: Period
    last: Period

    def are(self, wanted: Period) -> bool:
        """Whether they are the wanted quarter or year."""
        return (self.first.start, self.last.end) == (wanted.start, wanted.end)

    def lead_to(self, wanted: Period) -> bool:
        """Whether they are those of a year up to the wanted month, as the report of a month counts them."""
        return (self.first, self.last) == (Period(wanted.year, month=1), wanted)


def months_in(text: str, year: int) -> list[Months]:
    """The months that a text counts together, in order; without their year they are of the given one."""
    return [Months(found[0].strip(), *_ends(found, year)) for found in together_in(text)]


def together_in(text: str) -> "list[re.Match[str]]":
    """Where a text counts months together; `tháng 5 - 4/2024` does not."""
    taken: list[re.Match[str]] = []
    for form in _FORMS:
        for found in form.finditer(text):
            first, last = _ends(found, 1)
            free = all(found.end() <= other.start() or found.start() >= other.end() for other in taken)
            if free and first.start < last.start:
                taken.append(found)
    return sorted(taken, key=lambda found: found.start())


def quarter_of(numeral: str) -> int:
    """The quarter that `II` or `2` is."""
    return _ROMAN.get(numeral.lower()) or int(numeral)


def year_of(digits: str) -> int:
    """The year that `2024` or `24` is."""
    return int(digits) % 100 + 2000


def _ends(found: "re.Match[str]", year: int) -> tuple[Period, Period]:
    """The first and the last of the months, of the year that is named, else of the given one."""
    parts = found.groupdict()
    last_year = year_of(parts["year"]) if parts.get("year") else year
    first_year = year_of(parts["year_of_first"]) if parts.get("year_of_first") else last_year
    first, last = _numbers(parts)
    return Period(first_year, month=first), Period(last_year, month=last)


def _numbers(parts: dict[str, str | None]) -> tuple[int, int]:
    """The numbers of the first and the last month."""
    if count := parts.get("count"):
        late = (parts.get("part") or "").lower() == "cuối"
        return (_MONTHS + 1 - int(count), _MONTHS) if late else (1, int(count))
    if (start := parts.get("from")) and (end := parts.get("to")):
        return quarter_of(start) * 3 - 2, quarter_of(end) * 3
    return int(parts.get("first") or 0), int(parts.get("last") or 0)
