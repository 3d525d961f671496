"""Lists the files that contain the whole data, for the descriptors."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.export.parquet import parquet_path
from generator.export.sqlite import PATH as SQLITE_PATH
from generator.pages.linked import MEDIA_TYPES
from generator.tables import TABLES, DataTable

WORKBOOK_PATH = "data/tat-ca.xlsx"


@dataclass(frozen=True)
class DataFile:
    """A published file.

    - `name`: unique name in the descriptors.
    - `address`: address from the site's root.
    - `format`: file ending that names the format.
    - `title`: what the file contains, in Vietnamese.
    - `table`: the table in the file, if it holds a single one.
    """

    name: str
    address: str
    format: str
    title: str
    table: DataTable | None = None

    @property
    def media_type(self) -> str:
        """The media type, as registered with IANA."""
        return MEDIA_TYPES[self.format]


def table_files() -> Iterator[DataFile]:
    """Yields the files of all tables: one CSV file per table, then the files with all tables, then one Parquet file per
    table."""
    for table in TABLES:
        yield DataFile(table.name, f"/data/{table.file}", "csv", table.title, table)
    yield DataFile("tat-ca-xlsx", f"/{WORKBOOK_PATH}", "xlsx", "Mọi bảng trong một tệp Excel")
    yield DataFile("cong-minh-bach-sqlite", f"/{SQLITE_PATH}", "sqlite", "Mọi bảng trong một tệp SQLite")
    for table in TABLES:
        address = f"/{parquet_path(table)}"
        yield DataFile(f"{table.name}-parquet", address, "parquet", f"{table.title}, dạng Parquet", table)
