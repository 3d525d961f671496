"""Periods as titles and headings name them: `đến tháng 5/2024`, `quý II năm 2024`, `đến 30/10/2023`, `cuối năm`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Period

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?P<year>20\d\d)"
_LINK = r"\s*(?:/|-|\.|năm|,)?\s*(?:năm\s*)?"
_DAY = rf"(?:ngày\s*)?(?P<day>[0-3]?\d)\s*(?:[/.-]|tháng)\s*(?P<month>[01]?\d)\s*(?:[/.-]|năm)\s*{_YEAR}"
_MONTH = rf"(?:hết\s*)?(?:tháng|T)\s*\.?\s*(?P<month>[01]?\d){_LINK}{_YEAR}"
_SLASHED = rf"(?<![\d/])(?P<month>[01]?\d)\s*/\s*{_YEAR}"
_QUARTER = rf"quý\s*(?P<quarter>IV|III|II|I|[1-4]){_LINK}{_YEAR}"
_YEARLY = rf"(?:cuối\s*năm|hết\s*năm|cả\s*năm|năm|đến)\s*{_YEAR}"
_ALONE = rf"(?<!\d){_YEAR}(?!\d)"
_FORMS = tuple(re.compile(form, re.IGNORECASE) for form in (_DAY, _MONTH, _QUARTER, _SLASHED, _YEARLY, _ALONE))
_PART_OF_YEAR = re.compile(r"\d+\s*tháng\s*(?:đầu|cuối)(?:\s*năm)?|\d+\s*tháng(?=\s*(?:năm\s*)?20\d\d)", re.IGNORECASE)
_YEARLESS = re.compile(r"(?<!\w)(?<!\d )(?:tháng|thang|T)\s*\.?\s*(?P<month>1[0-2]|0?[1-9])(?![\w/])", re.IGNORECASE)
_DOCUMENT = re.compile(r"\d+\s*/\s*(?:20\d\d\s*/\s*)?[A-ZĐ]\S*")
_DAY_MET = re.compile(rf"(?P<until>(?:đến|hết)\s+(?:hết\s+)?)?{_DAY}", re.IGNORECASE)
_ATTACHED = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo.*", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"(?:đến|hết)(?:\s+(?:hết|cuối|ngày))*\s*$", re.IGNORECASE)
_UNTIL_ITSELF = re.compile(r"đến|hết", re.IGNORECASE)
_PLANNED = re.compile(
    r"kế hoạch|chỉ tiêu|mục tiêu|nhiệm vụ|chương trình|đề án|dự toán|phương hướng|phấn đấu|giai đoạn|nghị quyết"
    r"|quyết định|nghị định|thông tư|công văn|luật",
    re.IGNORECASE,
)
"""What a year in a title may be of, other than of the figures: `Kết quả thực hiện kế hoạch năm 2024`."""
_WORDS_BEFORE = re.compile(
    r"(?:tính\s+)?(?:đến|từ|trong|của|hết|cuối|kết quả|kỳ|vào)?\s*(?:hết|cuối|ngày|kỳ)?\s*$", re.IGNORECASE
)


def periods_in(text: str) -> list[Period]:
    """The periods that a text names, in order. `6 tháng đầu năm 2024` names none that the data has."""
    return [period for _, period in _found(text) if period]


def part_of_year(text: str) -> str:
    """The months of a year that a text counts together: `9 tháng đầu năm 2025`; empty when it counts none."""
    found = _PART_OF_YEAR.search(text)
    return found[0] if found else ""


def yearless_months(text: str, year: int) -> list[Period]:
    """The months that a text names without their year, `Kết quả tháng 5`, taken for those of a year."""
    return [Period(year, month=int(found["month"])) for found in _yearless(text)]


@dataclass(frozen=True)
class Told:
    """A period that a title says its figures are of; `until` when they are counted up to its end."""

    period: Period
    until: bool = False

    def is_of(self, wanted: Period) -> bool:
        """Whether figures of this period are those of the wanted one: `đến ngày 30/6/2024` is the second quarter."""
        return self.period == wanted or (self.until and self.period.end == wanted.end)


def told_in(text: str, year: int) -> list[Told]:
    """The periods that a title says its figures are of; a month without its year is of the given one. A document's
    number and the day it bears say none, the day up to which was counted does; a plan's year says none."""
    bare = _DAY_MET.sub(lambda found: found[0] if found["until"] else " ", _DOCUMENT.sub(" ", text))
    found = [
        Told(period, bool(_UNTIL.search(bare[:start]) or _UNTIL_ITSELF.match(bare[start:end])))
        for (start, end), period in _found(bare)
        if period and (period.month or period.quarter or _is_of_figures(bare, start, end))
    ]
    return [*found, *(Told(period) for period in yearless_months(bare, year))]


def _is_of_figures(title: str, start: int, end: int) -> bool:
    """Whether a year says when the figures of a title are of: `Số liệu năm 2024`, or the year alone."""
    named = not title[start:end].strip().isdecimal() or title.strip() == title[start:end].strip()
    return named and not _PLANNED.search(title[:start])


def _yearless(text: str) -> "list[re.Match[str]]":
    taken = [span for span, _ in _found(text)]
    return [
        found
        for found in _YEARLESS.finditer(text)
        if all(found.end() <= start or found.start() >= end for start, end in taken)
    ]


def without_periods(text: str) -> str:
    """The text without its periods and the words that lead to them."""
    rest = text
    spans = [*(span for span, _ in _found(text)), *(found.span() for found in _yearless(text))]
    for start, end in sorted(spans, reverse=True):
        before = _WORDS_BEFORE.sub("", rest[:start])
        rest = f"{before} {rest[end:]}"
    return " ".join(rest.split())


def without_attachment(text: str) -> str:
    """A title without `(Kèm theo Công văn số … ngày …)`: that day is the document's, not the figures'."""
    return _ATTACHED.sub("", text)


def _found(text: str) -> Iterator[tuple[tuple[int, int], Period | None]]:
    """Where each period stands in the text, the longest form first; None for what is no period of the data."""
    taken: list[tuple[tuple[int, int], Period | None]] = []
    for found in _PART_OF_YEAR.finditer(text):
        year = re.compile(rf"\s*(?:năm\s*)?{_YEAR}").match(text, found.end())
        taken.append(((found.start(), year.end() if year else found.end()), None))
    for form in _FORMS:
        for found in form.finditer(text):
            span = found.span()
            if all(span[1] <= start or span[0] >= end for (start, end), _ in taken):
                taken.append((span, _period(found)))
    yield from sorted(taken, key=lambda item: item[0])


def _period(found: "re.Match[str]") -> Period | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if parts.get("quarter"):
        quarter = parts["quarter"].lower()
        return Period(year, quarter=_ROMAN.get(quarter) or int(quarter))
    if parts.get("month"):
        month = int(parts["month"])
        return Period(year, month=month) if 1 <= month <= 12 else None  # noqa: PLR2004 — months.
    return Period(year)
