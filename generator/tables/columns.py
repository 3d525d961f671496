"""What a table of the data is made of, and the columns that several tables share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from generator import words

LIST_SEPARATOR = ";"
"""The separator of list cells."""


class Kind(StrEnum):
    """What the cells of a column are, by the names of Table Schema."""

    TEXT = "string"
    NUMBER = "number"
    COUNT = "integer"
    DAY = "date"
    TRUTH = "boolean"
    LIST = "list"


@dataclass(frozen=True)
class Choice:
    """A code that a column may hold, in words."""

    code: str
    label: str


@dataclass(frozen=True)
class Column:
    """One column: its contract name, what it is called in Vietnamese, and what it means.

    `refers_to` is the table whose `id` the cell holds. A column that is not `required` may be empty. One that is
    `added` stands in the published file only: staff do not write it.
    """

    name: str
    title: str
    meaning: str
    kind: Kind = Kind.TEXT
    choices: tuple[Choice, ...] = ()
    required: bool = False
    refers_to: str = ""
    added: bool = False


@dataclass(frozen=True)
class DataTable:
    """One table of the data, published as a file of `/data/`.

    `key` tells its rows apart; where a column of it may be empty, it is no primary key (`has_primary_key`).
    """

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """Its file under `/data/`."""
        return f"{self.name}.csv"

    @cached_property
    def entered(self) -> tuple[str, ...]:
        """The names of the columns that staff write, in order."""
        return tuple(column.name for column in self.columns if not column.added)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def has_primary_key(self) -> bool:
        """Whether every cell of its key is filled."""
        return all(self.column(name).required for name in self.key)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError for a name that is none of the table's."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}


Code = TypeVar("Code", bound=StrEnum)


def choices(labels: Mapping[Code, str]) -> tuple[Choice, ...]:
    """The codes that a column may hold, with their words."""
    return tuple(Choice(str(code), label) for code, label in labels.items())


def id_column(title: str, meaning: str) -> Column:
    """The column that tells the rows of a table apart."""
    return Column("id", title, meaning, required=True)


def reference(name: str, title: str, meaning: str, to: str) -> Column:
    """A column that holds the id of a row of another table."""
    return Column(name, title, meaning, refers_to=to)


def needed(column: Column) -> Column:
    """The same column where no cell may be empty."""
    return replace(column, required=True)


def added(column: Column) -> Column:
    """The same column where the portal adds it to what staff enter."""
    return replace(column, added=True)


SLUG = Column("slug", "Tên trong địa chỉ trang", "Phần cuối của địa chỉ trang trên cổng; không đổi.", required=True)
NOTE = Column("note", "Ghi chú", "Điều cần biết thêm, như văn bản nêu hoặc do người nhập liệu ghi.")
PERIOD_FORMS = "2024 (năm), 2024-Q2 (quý) hoặc 2024-05 (tháng)"
SOURCE = needed(reference("source_id", "Mã văn bản", "Văn bản nêu số liệu hoặc nội dung ở dòng này.", "sources"))
UNIT = needed(reference("unit_id", "Mã đơn vị", "Đơn vị mà dòng này nói đến.", "units"))
UNIT_NAME = Column("unit_name", "Tên đơn vị", "Tên đầy đủ của đơn vị ở cột unit_id.")
INDICATOR = needed(reference("indicator_id", "Mã chỉ tiêu", "Chỉ tiêu được đo.", "indicators"))
PERIOD = Column("period", "Kỳ", f"Kỳ của số liệu: {PERIOD_FORMS}.", required=True)
LOCATOR = Column(
    "locator",
    "Vị trí trong văn bản",
    "Bảng và dòng, như PL2.3:64; dòng tổng hoặc bình quân là PL2.3:total, PL2.3:mean; lời văn là text:II.2.a.",
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
    Kind.NUMBER,
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
