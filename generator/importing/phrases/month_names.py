"""Reads months and quarters that are written in words: `tháng Giêng`, `tháng Năm`, `sáu tháng đầu năm`, `quý Hai`."""

from generator.formats import fold

_MONTH_BY_NAME = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}
_MONTH_BY_UNMARKED_NAME = {fold(name): number for name, number in _MONTH_BY_NAME.items()}
"""Names without diacritics, as in names of sheets."""
_NUMBER_BY_NAME = _MONTH_BY_UNMARKED_NAME | _MONTH_BY_NAME

_NOT_BEFORE = ("ngày", "hàng", "hằng", "các", "từng", "theo", "mỗi", "những", "nhiều", "cùng", "số")
"""Words before `tháng` after which the next word is no name of a month: `ngày tháng năm 2024` is a blank date, `cùng
tháng năm 2023` and `các tháng năm 2024` state a year."""
_NO_SUCH_WORD_BEFORE = "".join(rf"(?<!\b{word} tháng )" for word in _NOT_BEFORE)
_NOT_AFTER = r"(?!\w)(?!\s+(?:lần|trước|nay|ngoái|học)(?!\w))"
"""What follows no name of a month: `tháng một lần`, and the year in `tháng năm trước`."""


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(name.replace(" ", r"\s+") for name in sorted(names, key=len, reverse=True))


_MARKED = rf"(?<=tháng )(?<!\d tháng ){_NO_SUCH_WORD_BEFORE}(?:{_alternatives(_MONTH_BY_NAME)}){_NOT_AFTER}"
_UNMARKED = rf"(?<=thang )(?<!\d thang )(?:{_alternatives(_MONTH_BY_UNMARKED_NAME)})(?!\w)"
MONTH_NAME = rf"(?:{_MARKED}|{_UNMARKED})"
"""Matches the name of a month directly after `tháng` and one blank. `tháng năm 2024` counts as May 2024: a question
about a title that left the month open costs less than figures of May read as those of another month."""

DAYS_MONTH_NAME = rf"(?<=tháng )(?:{_alternatives(_MONTH_BY_NAME)})(?!\w)"
"""Matches the name of the month in `ngày 31 tháng Năm`."""

NEXT_MONTH_NAME = rf"(?!năm\s+20\d\d)(?:{_alternatives(_MONTH_BY_NAME)})(?!\w)"
"""Matches the second name in `tháng Một và Hai`. The `năm` before a year is not May."""

COUNT_NAME = rf"(?:{_alternatives({name: at for name, at in _MONTH_BY_NAME.items() if at > 1})})(?=\s+tháng)"
"""Matches the number in `sáu tháng đầu năm`."""

QUARTER_NAME = r"(?<=quý )(?:một|hai|ba|tư|bốn)(?!\w)"
"""Matches the name of a quarter directly after `quý` and one blank."""


def number_of(text: str) -> int:
    """Returns the number for `5`, `05`, `Năm` or `mười  hai`. Raises KeyError for any other text."""
    return int(text) if text.isdecimal() else _NUMBER_BY_NAME[" ".join(text.lower().split())]
