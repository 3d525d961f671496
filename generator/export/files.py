"""The files that hold the whole data: what each is, for the descriptors that list them."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.export.parquet import parquet_path
from generator.export.sqlite import PATH as SQLITE_PATH
from generator.pages.linked import MEDIA_TYPES
from generator.tables import TABLES, DataTable

WORKBOOK_PATH = "data/tat-ca.xlsx"


@dataclass(frozen=True)
class DataFile:
    """A published file: its name among others, its address from the site's root, the ending that names its form, what
    it holds, and the table that it is, if it is one."""

    name: str
    address: str
    format: str
    title: str
    table: DataTable | None = None

    @property
    def media_type(self) -> str:
        """As registered with IANA."""
        return MEDIA_TYPES[self.format]


def whole_files() -> Iterator[DataFile]:
    """Those of all tables: one by one as CSV, then all in one, then one by one as Parquet."""
    for table in TABLES:
        yield DataFile(table.name, f"/data/{table.file}", "csv", table.title, table)
    yield DataFile("tat-ca-xlsx", f"/{WORKBOOK_PATH}", "xlsx", "Mọi bảng trong một tệp Excel")
    yield DataFile("cong-minh-bach-sqlite", f"/{SQLITE_PATH}", "sqlite", "Mọi bảng trong một tệp SQLite")
    for table in TABLES:
        address = f"/{parquet_path(table)}"
        yield DataFile(f"{table.name}-parquet", address, "parquet", f"{table.title}, dạng Parquet", table)
