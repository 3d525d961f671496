"""Page `/du-lieu/api/`: the files under `/data/` as a static interface, with all patterns of addresses, codes and
examples."""

from dataclasses import dataclass

from generator.pages.downloads.examples import Example, examples_of, subject_of
from generator.pages.facts import Facts
from generator.pages.links import API, DATA, HOME
from generator.pages.parts import Cell, Page, Table
from generator.pages.ranking_scopes import LARGE
from generator.tables import TABLES

_PATTERNS = (
    (
        "/data/<bảng>.csv",
        "Một bảng",
        "CSV: UTF-8, dấu phẩy, xuống dòng bằng LF, dấu chấm thập phân; đúng như văn bản nêu",
    ),
    ("/data/excel/<bảng>.csv", "Một bảng, cho Excel", "Như trên, có dấu thứ tự byte ở đầu để Excel nhận ra UTF-8"),
    (
        "/data/parquet/<bảng>.parquet",
        "Một bảng",
        "Parquet: cột có kiểu; ô trống là null; danh sách ngăn bằng dấu chấm phẩy",
    ),
    ("/data/tat-ca.xlsx", "Mọi bảng", "Excel, mỗi bảng một trang tính"),
    ("/data/cong-minh-bach.sqlite", "Mọi bảng", "SQLite, có khóa, chỉ mục và khung nhìn kèm tên"),
    ("/data/don-vi/<đơn vị>.json", "Một đơn vị", "JSON theo khuôn dạng /data/don-vi.schema.json"),
    (
        "/data/don-vi/<đơn vị>.csv",
        "Một đơn vị",
        "CSV: các cột của bảng assessments, thêm tên chỉ tiêu và số hiệu văn bản",
    ),
    ("/data/don-vi/<đơn vị>.xlsx", "Một đơn vị", "Excel: kết quả hai năm mới nhất, mức phải đạt, nguồn, giải thích"),
    (
        "/data/phien-ban/<ngày>.zip",
        "Các bảng chính đúng như ngày công bố",
        "ZIP gồm các tệp CSV, có các cột khóa và các cột được theo dõi; không bao giờ thay đổi",
    ),
    ("/data/cap-nhat.atom", "Tin về mọi thay đổi", "Atom"),
    ("/data/don-vi/<đơn vị>.atom", "Tin về một đơn vị", "Atom"),
    ("/data/chi-tieu/<chỉ tiêu>.atom", "Tin về một chỉ tiêu", "Atom"),
    ("/data/van-ban/<văn bản>.atom", "Tin về một văn bản", "Atom"),
    ("/data/cap/<tỉnh>/<cấp>.atom", "Tin về các đơn vị cùng cấp của một tỉnh", "Atom"),
    ("/data/datapackage.json", "Bản mô tả mọi bảng", "Data Package phiên bản 2"),
    ("/data/csv-metadata.json", "Bản mô tả các tệp CSV", "CSV on the Web (W3C)"),
    ("/data/catalog.jsonld", "Bản kê cho danh mục dữ liệu mở", "DCAT-AP, JSON-LD"),
    ("/data/trich-dan.bib", "Trích dẫn toàn bộ dữ liệu", "BibTeX; cùng tên với đuôi .ris (RIS) và .json (CSL-JSON)"),
    (
        "/nhung/<đơn vị>/<chỉ tiêu>/",
        "Biểu đồ của một đơn vị, để nhúng",
        (
            "HTML; thêm #2024-05 để dừng ở một kỳ; thêm ?nen=sang hoặc ?nen=toi, trước dấu #, để nền luôn sáng hoặc "
            "luôn tối, nếu không thì theo thiết bị của người đọc. Cùng thư mục có oembed.json. "
            'Trang tự báo chiều cao cho trang chứa nó: postMessage({type: "cong-minh-bach:height", address, height})'
        ),
    ),
    ("/nhung/xep-hang/<chỉ tiêu>/", "Bảng xếp hạng mới nhất, để nhúng", "HTML, oembed.json, như trên"),
    ("/nhung/xep-hang/<chỉ tiêu>/<kỳ>/", "Bảng xếp hạng của một kỳ, để nhúng", "HTML, oembed.json, như trên"),
    ("/anh/don-vi/<đơn vị>.png", "Ảnh để chia sẻ trang của một đơn vị", "PNG 1200 × 630"),
    ("/anh/chi-tieu/<chỉ tiêu>.png", "Ảnh để chia sẻ trang của một chỉ tiêu", "PNG 1200 × 630"),
    ("/anh/chi-tieu/<chỉ tiêu>/<kỳ>.png", "Ảnh để chia sẻ bảng xếp hạng của một kỳ", "PNG 1200 × 630"),
    ("/don-vi/<đơn vị>/<năm>/#<chỉ tiêu>-<kỳ>", "Một số liệu của một đơn vị", "Trang của năm, mở tại số liệu đó"),
    ("/don-vi/<đơn vị>/#<chỉ tiêu>", "Số liệu mới nhất của một đơn vị", "Trang của đơn vị, mở tại số liệu đó"),
)
"""Patterns of addresses, each with content and format. `<đơn vị>`, `<chỉ tiêu>`, `<văn bản>` are slugs."""

_RANKED = (
    ("/chi-tieu/<chỉ tiêu>/<kỳ>/#don-vi-<đơn vị>", "Một dòng của bảng xếp hạng", "Trang của kỳ, mở tại dòng đó"),
    ("/xep-hang/<kỳ>/#<đơn vị>.<chỉ tiêu>", "Một ô của bảng xếp hạng chung", "Trang của kỳ, mở tại ô đó"),
)
"""Patterns of a unit's figure in a ranking, if rankings are not split."""
_BY_PROVINCE = f"Trang của tỉnh trong kỳ; cấp có trên {LARGE} đơn vị có trang riêng, thêm <cấp>/ sau <tỉnh>/"
_RANKED_BY_PROVINCE = (
    ("/chi-tieu/<chỉ tiêu>/<tỉnh>/<kỳ>/#don-vi-<đơn vị>", "Một dòng của bảng xếp hạng", _BY_PROVINCE),
    ("/xep-hang/<tỉnh>/<kỳ>/#<đơn vị>.<chỉ tiêu>", "Một ô của bảng xếp hạng chung", _BY_PROVINCE),
)
"""Patterns of a unit's figure in a ranking, if rankings are split by province (`ranking_scopes.Layout`)."""


@dataclass(frozen=True, kw_only=True)
class ApiPage(Page):
    """Patterns of addresses, tables with their keys, codes of their columns, and examples."""

    patterns: Table
    tables: Table
    codes: Table
    examples: tuple[Example, ...]


def api_page(facts: Facts) -> ApiPage:
    """Returns the page for programmers. Its examples query figures that the portal has."""
    subject = subject_of(facts)
    patterns = (*_PATTERNS, *(_RANKED_BY_PROVINCE if facts.portal.has_province_pages else _RANKED))
    return ApiPage(
        address=API.address,
        title="Giao diện dữ liệu cho lập trình (API)",
        description="Địa chỉ cố định của mọi tệp dữ liệu, khóa và mã của các bảng, ví dụ cho Excel, pandas, R, DuckDB, "
        "SQLite và curl. Không cần đăng ký.",
        trail=(HOME, DATA),
        patterns=Table(
            "Các mẫu địa chỉ",
            ("Địa chỉ", "Nội dung", "Dạng"),
            tuple(tuple(Cell(text) for text in row) for row in patterns),
        ),
        tables=_tables(),
        codes=_codes(),
        examples=tuple(examples_of(subject)) if subject else (),
    )


def _tables() -> Table:
    rows = tuple(
        (Cell(table.name, address=f"{DATA.address}#{table.name}"), Cell(", ".join(table.key)), Cell(table.meaning))
        for table in TABLES
    )
    return Table("Các bảng và khóa của chúng", ("Bảng", "Khóa", "Nội dung"), rows)


def _codes() -> Table:
    """Table of the columns with codes. A column with the same codes in several tables has one row."""
    found: dict[tuple[str, str], list[str]] = {}
    for table in TABLES:
        for column in table.columns:
            if column.choices:
                found.setdefault((column.name, column.codes_text), []).append(table.name)
    rows = tuple((Cell(name), Cell(", ".join(tables)), Cell(codes)) for (name, codes), tables in found.items())
    return Table("Các mã", ("Cột", "Trong bảng", "Mã và nghĩa"), rows)
