"""Reads cells that state in words why they have no figure: `Không phát sinh`, `chưa báo cáo`, `-`."""

import re
import unicodedata

from generator import words
from generator.importing.cells.figure_values import Value
from generator.importing.phrases.text_keys import begins_with, text_key
from generator.model import ResultStatus

STATUS_WORDS = {
    str(status): label for status, label in words.RESULT_STATUSES.items() if status is not ResultStatus.UNREADABLE
}
"""The words with which a workbook template names the reasons for an empty cell, by status code."""
DASHES = frozenset("-–—−") | {"--", "---"}
"""Texts of cells that mean that nothing occurred."""
_DOTS = frozenset({"…", "...", "..", "...."})
_NOT_APPLICABLE = (
    "không áp dụng",
    "không phát sinh",
    "không phát sinh hồ sơ",
    "không có phát sinh",
    "không thuộc diện",
    "không có",
    "KPS",
    "KPSHS",
    "không PS",
    "ko PS",
    "không thu phí",
    "không thu phí, lệ phí",
)
_NOT_REPORTED = (
    "chưa có số liệu",
    "không có số liệu",
    "chưa báo cáo",
    "chưa gửi báo cáo",
    "không gửi báo cáo",
    "không báo cáo",
    "chưa có báo cáo",
    "chưa có",
    "văn bản không nêu số liệu",
    "chưa thống kê",
)
_AMBIGUOUS_IN_REMARKS = frozenset({"không có", "chưa có", "không thu phí", "không thu phí, lệ phí", "không thuộc diện"})
"""Reasons that, at the beginning of a longer remark, may be about another matter: `Không có kiến nghị`."""
_REASONS_IN_REMARKS = (
    *({*_NOT_APPLICABLE, *_NOT_REPORTED} - _AMBIGUOUS_IN_REMARKS),
    *("chưa phát sinh", "chưa có phát sinh", "không có hồ sơ", "không có giao dịch", "không có báo cáo"),
)
_UNREADABLE = ("không đọc được", "mờ, không đọc được")
_STATUS_BY_KEY = {
    text_key(name): status
    for status, names in (
        (ResultStatus.NOT_APPLICABLE, (*_NOT_APPLICABLE, words.RESULT_STATUSES[ResultStatus.NOT_APPLICABLE])),
        (ResultStatus.NOT_REPORTED, (*_NOT_REPORTED, words.RESULT_STATUSES[ResultStatus.NOT_REPORTED])),
        (ResultStatus.UNREADABLE, _UNREADABLE),
    )
    for name in names
}
PROVISIONAL_WORDS = ("tạm tính", "số liệu tạm tính", "ước", "ước tính", "số tạm tính")
"""Words beside a figure that is provisional."""
EXEMPT_WORDS = ("do đặc thù", "đặc thù", "được miễn", "miễn")
"""Words in brackets after a target that exempt the unit from it."""
_EXEMPTION = re.compile(
    r"(?:được )?miễn(?: trừ| giao| thực hiện)?(?: chỉ tiêu)?\s*(?:[-–:,]?\s*(?:do|vì)\s.+|\(.*\))?"
    r"|(?:do )?đặc thù\s*[-–:,;]?\s*(?:nên )?không giao(?: chỉ tiêu)?"
    r"|không giao(?: chỉ tiêu)?\s*[-–:,;(]?\s*(?:do|vì)?\s*đặc thù\)?",
    re.IGNORECASE | re.DOTALL,
)
"""The text of a cell that exempts a unit from a target and states no figure. `Miễn phí` is another matter."""


def begins_with_reason(remark: str) -> bool:
    """Whether a remark beside a figure begins with a reason for a missing one: `Không phát sinh giao dịch nào`."""
    return begins_with(remark, _REASONS_IN_REMARKS)


def stated_reason(text: str) -> Value | None:
    """Reads a cell that states why it has no figure. None for any other cell.

    As in official statistics, a dash means that nothing occurred, and dots mean that the figure is not known.
    """
    note = f"Văn bản ghi “{text}”"
    if text in DASHES:
        return Value("", ResultStatus.NOT_APPLICABLE, note)
    if text in _DOTS:
        return Value("", ResultStatus.NOT_REPORTED, note)
    status = status_of(text.strip(" ().*"))
    return Value("", status, note) if status else None


def status_of(text: str) -> ResultStatus | None:
    """Returns the status that words for a missing figure mean. None if they are not such words."""
    return _STATUS_BY_KEY.get(text_key(text))


def read_exemption(text: str) -> Value | None:
    """Reads a cell of targets that exempts the unit and states no figure: `Miễn (do đặc thù)`, `Do đặc thù, không
    giao`. None for any other cell."""
    stated = unicodedata.normalize("NFC", text.strip(" .*"))
    return Value("", note=f"Văn bản ghi “{text}”", exempt=True) if _EXEMPTION.fullmatch(stated) else None
