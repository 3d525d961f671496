"""Finds weeks and other parts of a month that titles and headings state: `tuần 22/2024`, `từ 01/6 đến 07/6/2024`.

Figures of a week are not the figures of a month, even if the text also states the month.
"""

import re

from generator.importing.phrases.month_names import MONTH_NAME
from generator.importing.phrases.month_ranges import MONTH_WORD, UP_TO, YEAR_OF_DAY

_NUMBER = r"(?:thứ\s+(?:nhất|hai|ba|tư|bốn|năm)|(?:thứ\s*|số\s*)?(?:[0-5]?\d(?!\d)|IV|V|I{1,3})|đầu|cuối)(?!\w)"
_OF_MONTH = (
    rf"\s*[-–/,.(]?\s*(?:của\s+|trong\s+)?{MONTH_WORD}(?:[01]?\d|{MONTH_NAME})(?:\s*[-/.,]?\s*(?:năm\s*)?20\d\d)?"
)
_OF_YEAR = r"\s*[-–/,.(]?\s*(?:của\s+)?(?:năm\s*)?20\d\d"
_OF_MONTH_OR_YEAR = rf"(?:{_OF_MONTH}|{_OF_YEAR})?"
_PLACES = r"(?!\s+(?:giáo|châu|đạo|lễ)(?!\w))"
"""What follows `tuần` in names of places (`Huyện Tuần Giáo`) and in `tuần lễ`."""
_WEEKS = (
    rf"(?<!\w)(?:tuần(?:\s+lễ)?|tuan)\s*[-_.]?\s*{_NUMBER}{_OF_MONTH_OR_YEAR}",
    rf"(?:(?<=trong )|(?<=báo cáo )|(?<=số liệu )|(?<=kết quả ))tuần(?!\w){_PLACES}",
    rf"(?<!\w)(?:nửa|[12]?\d\s+ngày)\s+(?:đầu|cuối)(?:\s+của)?{_OF_MONTH}",
)
_DAYS = re.compile(
    r"(?<![\d/])(?:từ\s*)?(?:ngày\s*)?(?P<first>[0-3]?\d)(?:/(?P<month_of_first>[01]?\d)(?:/(?:20)?[23]\d)?)?"
    rf"{UP_TO}(?:ngày\s*)?(?P<last>[0-3]?\d)/(?P<month>[01]?\d)/{YEAR_OF_DAY}",
    re.IGNORECASE,
)
_PATTERNS = (*(re.compile(form, re.IGNORECASE) for form in _WEEKS), _DAYS)
_LONGEST_PART = 20
"""Largest number of days that are no report of a month. Offices close the figures of a month from the 20th on."""


def parts_of_months_in(text: str) -> list[str]:
    """Returns the words that state a week or some days of one month, in order."""
    return [found[0].strip() for found in part_of_month_matches(text)]


def part_of_month_matches(text: str) -> "list[re.Match[str]]":
    """Returns the matches where a text states a week or some days of one month, in order."""
    taken: list[re.Match[str]] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            free = all(found.end() <= other.start() or found.start() >= other.end() for other in taken)
            if free and (pattern is not _DAYS or _is_part_of_one_month(found)):
                taken.append(found)
    return sorted(taken, key=lambda found: found.start())


def _is_part_of_one_month(found: "re.Match[str]") -> bool:
    """Whether the two days are in one month and less than a report of that month apart."""
    first, last = int(found["first"]), int(found["last"])
    same_month = not found["month_of_first"] or int(found["month_of_first"]) == int(found["month"])
    return same_month and 0 < first < last and last - first < _LONGEST_PART
