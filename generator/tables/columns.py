"""The classes that describe a table of the data, and the columns that several tables share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from generator import words

LIST_SEPARATOR = ";"
"""The separator between the items of a list cell."""


class CellType(StrEnum):
    """The type of a column's cells, by the names of Table Schema."""

    TEXT = "string"
    NUMBER = "number"
    COUNT = "integer"
    DAY = "date"
    TRUTH = "boolean"
    LIST = "list"


@dataclass(frozen=True)
class Choice:
    """A code that a column may contain, with its label."""

    code: str
    label: str


@dataclass(frozen=True)
class Column:
    """One column of a table.

    - `name`: its name, part of the data contract.
    - `title` and `meaning`: its title and meaning in Vietnamese.
    - `choices`: the allowed codes, if it contains codes.
    - `required`: whether every cell must be filled.
    - `refers_to`: the table whose `id` the cells contain.
    - `added`: whether the column is only in the published file; staff do not enter it.
    """

    name: str
    title: str
    meaning: str
    kind: CellType = CellType.TEXT
    choices: tuple[Choice, ...] = ()
    required: bool = False
    refers_to: str = ""
    added: bool = False

    @property
    def codes_text(self) -> str:
        """The allowed codes with their meanings: `high: cao hơn là tốt; …`; empty if it contains no codes."""
        return "; ".join(f"{choice.code}: {choice.label}" for choice in self.choices)


@dataclass(frozen=True)
class DataTable:
    """One table of the data, published as a file of `/data/`.

    `key` are the columns that identify a row. If one of them may be empty, it is not a primary key (`has_primary_key`).
    """

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The name of its file under `/data/`."""
        return f"{self.name}.csv"

    @cached_property
    def entered(self) -> tuple[str, ...]:
        """The names of the columns that staff enter, in order."""
        return tuple(column.name for column in self.columns if not column.added)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def has_primary_key(self) -> bool:
        """Whether every column of the key is required."""
        return all(self.column(name).required for name in self.key)

    def column(self, name: str) -> Column:
        """Returns the column of that name. Raises KeyError if the table has no such column."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}


Code = TypeVar("Code", bound=StrEnum)


def choices(labels: Mapping[Code, str]) -> tuple[Choice, ...]:
    """Returns the codes that a column may contain, with their labels."""
    return tuple(Choice(str(code), label) for code, label in labels.items())


def id_column(title: str, meaning: str) -> Column:
    """Returns the column that identifies the rows of a table."""
    return Column("id", title, meaning, required=True)


def reference(name: str, title: str, meaning: str, to: str) -> Column:
    """Returns a column that contains the id of a row of another table."""
    return Column(name, title, meaning, refers_to=to)


def as_required(column: Column) -> Column:
    """Returns the same column with `required` set: no cell may be empty."""
    return replace(column, required=True)


def as_added(column: Column) -> Column:
    """Returns the same column with `added` set: the portal adds it to what staff enter."""
    return replace(column, added=True)


SLUG = Column("slug", "Tên trong địa chỉ trang", "Phần cuối của địa chỉ trang trên cổng; không đổi.", required=True)
NOTE = Column("note", "Ghi chú", "Điều cần biết thêm, như văn bản nêu hoặc do người nhập liệu ghi.")
PERIOD_FORMS = "2024 (năm), 2024-Q2 (quý) hoặc 2024-05 (tháng)"
SOURCE = as_required(reference("source_id", "Mã văn bản", "Văn bản nêu số liệu hoặc nội dung ở dòng này.", "sources"))
UNIT = as_required(reference("unit_id", "Mã đơn vị", "Đơn vị mà dòng này nói đến.", "units"))
UNIT_NAME = Column("unit_name", "Tên đơn vị", "Tên đầy đủ của đơn vị ở cột unit_id.")
INDICATOR = as_required(reference("indicator_id", "Mã chỉ tiêu", "Chỉ tiêu được đo.", "indicators"))
PERIOD = Column("period", "Kỳ", f"Kỳ của số liệu: {PERIOD_FORMS}.", required=True)
LOCATOR = Column(
    "locator",
    "Vị trí trong văn bản",
    "Bảng và dòng, như PL2.3:64; dòng tổng hoặc bình quân là PL2.3:total, PL2.3:mean; ô chung các đơn vị là "
    "PL2.3:common; lời văn là text:II.2.a.",
    required=True,
)
SCOPE = Column(
    "level",
    "Cấp",
    "Trống: chính đơn vị ở cột unit_id. Có giá trị: tất cả đơn vị của cấp đó thuộc đơn vị ở cột unit_id.",
    choices=choices(words.LEVELS),
)
VALUE = Column(
    "value",
    "Giá trị",
    "Đúng như văn bản nêu, kể cả số 0 ở cuối phần thập phân; dấu chấm thập phân, không có ký hiệu %.",
    CellType.NUMBER,
)
AGGREGATE = Column(
    "aggregate",
    "Cách tổng hợp",
    "Số liệu của cả cấp là tổng, bình quân, tỷ lệ gộp hay danh mục chung; trống khi là số của một đơn vị.",
    choices=choices(words.AGGREGATES),
)
READING = Column(
    "reading",
    "Độ rõ khi đọc",
    "Trống: đọc rõ. inferred: chữ mờ hoặc lệch cột, giá trị được suy ra; lý do ở cột ghi chú.",
    choices=choices(words.READINGS),
)
RESULT_STATUS = Column(
    "status",
    "Trạng thái của số liệu",
    "Vì sao không có số, hoặc số là tạm tính; trống khi văn bản nêu số bình thường.",
    choices=choices(words.RESULT_STATUSES),
)
