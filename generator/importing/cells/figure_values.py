"""Defines what a cell of figures is read as: a value, or the reason why it was not read."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.loading.mappings import DECIMAL_CODES, SCALE_CODES
from generator.model import SKIPPED, Comparison, Indicator, ResultStatus

MAX_DECIMALS = 6
"""Limit of the data on the decimals of a figure."""
MAX_DIGITS = 12
"""Limit of the data on the digits of a figure before its decimals."""
COMMA, POINT = DECIMAL_CODES
PERCENT, SHARE, PER_MILLE = SCALE_CODES
"""How a column writes percentages. For 51%: 51 (`percent`), 0.51 (`share`) or 510 (`permille`)."""
CAUSE_SCALE, CAUSE_DECIMALS, CAUSE_FORMULAS = "scale", "decimals", "formulas"
"""Causes of unread cells that usually concern many cells of a column."""


@dataclass(frozen=True)
class ColumnContext:
    """What is known of a column before its cells are read.

    - `decimal`: the decided decimal separator, `comma` or `point`; empty if it was not decided.
    - `decimal_sign_counts`: for each decimal separator, how many cells of the sheet clearly use it.
    - `scale`: how percentages are written, one of SCALE_CODES; empty if it is not known.
    - `decided`: True if the scale comes from the user or a template, not from the cells or the heading.
    - `has_number_cells`: False if the file holds numbers only as texts (CSV).
    """

    indicator: Indicator
    decimal: str = ""
    decimal_sign_counts: Mapping[str, int] | None = None
    scale: str = "percent"
    decided: bool = False
    has_number_cells: bool = True


@dataclass(frozen=True)
class Value:
    """The content of a cell that was understood.

    `value` is in the form of the data, such as `58.73`. If it is empty, `status` states why, or `exempt` that the
    document sets no target for the unit. `comparison` and `exempt` are for targets.
    """

    value: str
    status: str = ""
    note: str = ""
    comparison: Comparison | None = None
    exempt: bool = False


@dataclass(frozen=True)
class Unread:
    """The reason why a cell was not read: it is not understood, or has two possible readings.

    `answers` are the choices to offer. Cells with the same `cause` (one of the CAUSE_… codes) can be settled by one
    answer.
    """

    message: str
    hint: str
    answers: tuple[str, ...] = ()
    cause: str = ""


NUMBER_PLACEHOLDER = "số đúng"
"""Placeholder for the right figure in a suggested answer, if the cell itself suggests none."""
NOT_A_NUMBER, ONLY_NUMBERS = "không đọc được là số", "chỉ ghi số trong ô, chữ chuyển sang ghi chú"
WORDS_IN_RESULT = Unread(
    NOT_A_NUMBER,
    f"{ONLY_NUMBERS}; {ResultStatus.NOT_APPLICABLE} là không phát sinh, không thuộc diện, "
    f"{ResultStatus.NOT_REPORTED} là chưa có số liệu",
    (ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED, NUMBER_PLACEHOLDER),
)
"""For a cell of results that contains words and no figure."""
WORDS_IN_TARGET = Unread(
    NOT_A_NUMBER, "chỉ ghi mức phải đạt trong ô; không giao thì bỏ ô", (SKIPPED, NUMBER_PLACEHOLDER)
)
"""For a cell of targets that contains words and no figure."""

UNCALCULATED = Unread(
    "là công thức lỗi hoặc chưa được tính",
    "mở tệp bằng Excel, sửa công thức hoặc gõ lại vào ô, lưu lại",
    cause=CAUSE_FORMULAS,
)

FIGURE_AND_REASON = Unread(
    "vừa có số vừa ghi là không có số",
    "xem văn bản là số ấy, là không phát sinh (not_applicable) hay chưa có số liệu (not_reported)",
    ("0", ResultStatus.NOT_APPLICABLE),
)
"""For a figure beside words that say that there is none."""
