"""Page `/du-lieu/`: all published files, the dictionary of their columns, how to open them, and how to cite them."""

from dataclasses import dataclass

from generator import formats, words
from generator.history import History, Release
from generator.model import Unit
from generator.model.addresses import file_of
from generator.pages.changes import release_address, release_day
from generator.pages.facts import Facts
from generator.pages.linked import span
from generator.pages.links import DATA, HOME, absolute_url
from generator.pages.parts import Cell, DataSet, Link, Page, Table
from generator.pages.topics import unit_topic
from generator.tables import LICENCE_ADDRESS, LICENCE_TITLE, TABLES, CellType, Column, DataTable

NEWEST_VERSIONS = 12
"""Number of releases on the page. The page of changes links to all of them."""

_KINDS = {
    CellType.TEXT: "chữ",
    CellType.NUMBER: "số",
    CellType.COUNT: "số nguyên",
    CellType.DAY: "ngày (năm-tháng-ngày)",
    CellType.TRUTH: "true hoặc false",
    CellType.LIST: "danh sách, ngăn bằng dấu chấm phẩy",
}
"""Names of the types of columns."""


@dataclass(frozen=True)
class FileEntry:
    """One published table: its content, links to its files, and its columns."""

    id: str
    title: str
    meaning: str
    links: tuple[Link, ...]
    columns: Table


@dataclass(frozen=True, kw_only=True)
class DownloadsPage(Page):
    """All published files. `contents` is a table of the tables. `whole` and `machine` are files of the whole portal.
    `unit` are the files of one unit, with the unit `example`. `references` are citations for reference managers."""

    contents: Table
    whole: tuple[Link, ...]
    machine: tuple[Link, ...]
    unit: tuple[Link, ...]
    example: Link | None
    files: tuple[FileEntry, ...]
    licence: Link
    citation: str
    versions: tuple[Link, ...]
    references: tuple[Link, ...]


def downloads_page(facts: Facts, history: History) -> DownloadsPage:
    """Returns the page of all files. It describes columns with the same texts as the descriptor of the files."""
    known = dict.fromkeys(row.unit for row in facts.assessed if row.amount is not None)
    present = (unit for unit in known if unit.level.below_province and unit.exists_on(facts.today))
    example = next(present, next(iter(known), None))
    return DownloadsPage(
        address=DATA.address,
        title="Dữ liệu mở để tải về",
        description="Tải mọi số liệu của cổng: chỉ tiêu, kết quả, đánh giá, văn bản, nhiệm vụ; ý nghĩa từng cột, "
        "cách mở bằng Excel và cách ghi nguồn.",
        trail=(HOME,),
        contents=_contents(),
        whole=(
            Link("Toàn bộ dữ liệu, một tệp Excel (XLSX)", "/data/tat-ca.xlsx"),
            Link("Toàn bộ dữ liệu, một tệp SQLite", "/data/cong-minh-bach.sqlite"),
        ),
        machine=(
            Link("Bản mô tả các bảng (datapackage.json)", "/data/datapackage.json"),
            Link("Bản mô tả theo chuẩn CSVW (csv-metadata.json)", "/data/csv-metadata.json"),
            Link("Bản kê cho danh mục dữ liệu mở, theo chuẩn DCAT-AP (catalog.jsonld)", "/data/catalog.jsonld"),
            Link("Khuôn dạng tệp JSON của một đơn vị (don-vi.schema.json)", "/data/don-vi.schema.json"),
            Link("Nguồn tin cập nhật, dạng Atom (cap-nhat.atom)", "/data/cap-nhat.atom"),
        ),
        unit=_unit_links(example) if example else (),
        example=Link(example.name, example.address) if example else None,
        files=tuple(_entry(table) for table in TABLES),
        licence=Link(f"{LICENCE_TITLE} (CC BY 4.0)", LICENCE_ADDRESS),
        citation=_citation(facts, history),
        data=_data(facts, history),
        versions=tuple(map(_version_link, history.released[:NEWEST_VERSIONS])),
        references=(
            Link("BibTeX", "/data/trich-dan.bib"),
            Link("RIS", "/data/trich-dan.ris"),
            Link("CSL-JSON", "/data/trich-dan.json"),
        ),
    )


def _data(facts: Facts, history: History) -> DataSet:
    """Describes all published data as a data set, for search engines of data sets: the files with all tables, and each
    table."""
    first, last = span(facts.assessed)
    return DataSet(
        name=words.data_title(facts.portal.settings.title),
        description="Mức mà các văn bản giao cho từng đơn vị, kết quả mà các văn bản nêu, đánh giá và thứ hạng do cổng "
        "tính, kèm vị trí của từng số liệu trong văn bản.",
        first=first,
        last=last,
        files=(
            "/data/tat-ca.xlsx",
            "/data/cong-minh-bach.sqlite",
            *(f"/data/{table.file}" for table in TABLES),
            *(f"/data/parquet/{table.name}.parquet" for table in TABLES),
        ),
        publisher=facts.portal.settings.title,
        whole=True,
        version=history.newest_release.id if history.newest_release else "",
    )


def _version_link(release: Release) -> Link:
    return Link(words.capitalised(release_day(release)), release_address(release))


def _unit_links(unit: Unit) -> tuple[Link, ...]:
    return (
        Link("Tệp Excel (XLSX)", file_of(unit.address, "xlsx")),
        Link("Tệp CSV", file_of(unit.address, "csv")),
        Link("Tệp JSON", file_of(unit.address, "json")),
        unit_topic(unit).own_link,
    )


def _contents() -> Table:
    rows = tuple((Cell(table.title, address=f"#{table.name}"), Cell(table.meaning)) for table in TABLES)
    return Table("Các bảng dữ liệu", ("Bảng", "Nội dung"), rows)


def _entry(table: DataTable) -> FileEntry:
    return FileEntry(
        id=table.name,
        title=table.title,
        meaning=table.meaning,
        links=(
            Link(f"{table.file}, cho phần mềm", f"/data/{table.file}"),
            Link(f"{table.file}, cho Excel", f"/data/excel/{table.file}"),
            Link(f"{table.name}.parquet", f"/data/parquet/{table.name}.parquet"),
        ),
        columns=Table(
            f"Các cột của {table.file}",
            ("Cột", "Tên gọi", "Kiểu", "Ý nghĩa"),
            tuple(_row(column) for column in table.columns),
        ),
    )


def _row(column: Column) -> tuple[Cell, ...]:
    kind = _KINDS[column.kind] if column.required else f"{_KINDS[column.kind]}, có thể trống"
    return (Cell(column.name), Cell(column.title), Cell(kind), Cell(_meaning(column)))


def _meaning(column: Column) -> str:
    return f"{column.meaning} Các mã: {column.codes_text}." if column.choices else column.meaning


def _citation(facts: Facts, history: History) -> str:
    """Citation with the date of the newest document with figures, and with the newest release. The day of the build is
    not used, because it is unrelated to the figures."""
    stating = {*facts.results_of, *facts.targets_of}
    dates = (source.issued_on for source in facts.portal.sources.values() if source.id in stating)
    newest = max(dates, default=facts.today)
    release = history.newest_release
    version = f" công bố {release_day(release)}" if release else ""
    place = f" Địa chỉ cố định của phiên bản: {absolute_url(release_address(release))}" if release else ""
    return (
        f"{facts.portal.settings.title} (CC BY 4.0), dữ liệu{version} theo các văn bản ban hành đến ngày "
        f"{formats.day(newest)}, kèm số hiệu văn bản nêu số liệu và địa chỉ trang đã dùng.{place}"
    )
