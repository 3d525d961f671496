"""The tables that the portal publishes under `/data/`: their columns, and what each means (DESIGN §6).

Written once: the files, their descriptor, the shape of a unit's JSON file and the dictionary on `/du-lieu/` all
read it.
Titles and meanings are Vietnamese; the names of files, columns and codes are a contract and never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from generator import words
from generator.model import TaskStatus

LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Ghi công 4.0 Quốc tế"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/deed.vi"

LIST_SIGN = ";"
"""What stands between the items of a cell that lists several."""


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

    `refers_to` is the table whose `id` the cell holds. A column that is not `required` may be empty.
    """

    name: str
    title: str
    meaning: str
    kind: Kind = Kind.TEXT
    choices: tuple[Choice, ...] = ()
    required: bool = False
    refers_to: str = ""


@dataclass(frozen=True)
class PublishedTable:
    """One file of `/data/`. `key` tells its rows apart; where a column of it may be empty, it is no primary key."""

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """Its file under `/data/`."""
        return f"{self.name}.csv"

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError for a name that is none of the table's."""
        return {column.name: column for column in self.columns}[name]


_Code = TypeVar("_Code", bound=StrEnum)


def _choices(labels: Mapping[_Code, str]) -> tuple[Choice, ...]:
    return tuple(Choice(str(code), label) for code, label in labels.items())


_ENTERED = {status: label for status, label in words.TASK_STATUSES.items() if status is not TaskStatus.OVERDUE}


def _id(title: str, meaning: str) -> Column:
    return Column("id", title, meaning, required=True)


def _ref(name: str, title: str, meaning: str, to: str) -> Column:
    return Column(name, title, meaning, refers_to=to)


def _needed(column: Column) -> Column:
    return replace(column, required=True)


SLUG = Column("slug", "Tên trong địa chỉ trang", "Phần cuối của địa chỉ trang trên cổng; không đổi.", required=True)
NOTE = Column("note", "Ghi chú", "Điều cần biết thêm, như văn bản nêu hoặc do người nhập liệu ghi.")
PERIOD_FORMS = "2024 (năm), 2024-Q2 (quý) hoặc 2024-05 (tháng)"
SOURCE = _needed(_ref("source_id", "Mã văn bản", "Văn bản nêu số liệu hoặc nội dung ở dòng này.", "sources"))
UNIT = _needed(_ref("unit_id", "Mã đơn vị", "Đơn vị mà dòng này nói đến.", "units"))
UNIT_NAME = Column("unit_name", "Tên đơn vị", "Tên đầy đủ của đơn vị ở cột unit_id.")
INDICATOR = _needed(_ref("indicator_id", "Mã chỉ tiêu", "Chỉ tiêu được đo.", "indicators"))
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
    choices=_choices(words.LEVELS),
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
    choices=_choices(words.AGGREGATES),
)
READING = Column(
    "reading",
    "Độ rõ khi đọc",
    "Trống: đọc rõ. inferred: chữ mờ hoặc lệch cột, giá trị được suy ra; lý do ở cột ghi chú.",
    choices=_choices(words.READINGS),
)
RESULT_STATUS = Column(
    "status",
    "Trạng thái của số liệu",
    "Vì sao không có số, hoặc số là tạm tính; trống khi văn bản nêu số bình thường.",
    choices=_choices(words.RESULT_STATUSES),
)

UNITS = PublishedTable(
    "units",
    "Đơn vị",
    "Tỉnh, sở, ban, ngành, huyện, xã có trong các văn bản, và các đơn vị kế tiếp sau khi sắp xếp.",
    ("id",),
    (
        _id("Mã đơn vị", "Mã riêng của cổng, không đổi và không dùng lại cho đơn vị khác."),
        SLUG,
        Column("name", "Tên đơn vị", "Tên chính thức đầy đủ.", required=True),
        Column("short_name", "Tên ngắn", "Tên dùng trên biểu đồ và bảng.", required=True),
        Column(
            "kind", "Loại đơn vị", "Loại đơn vị trong cấp của mình.", choices=_choices(words.UNIT_KINDS), required=True
        ),
        Column("level", "Cấp", "Cấp của đơn vị.", choices=_choices(words.LEVELS), required=True),
        _ref("parent_id", "Đơn vị cấp trên", "Mã đơn vị cấp trên trực tiếp; trống đối với tỉnh.", "units"),
        Column("code", "Mã hành chính", "Mã đơn vị hành chính của Nhà nước; mã này được dùng lại sau khi sáp nhập."),
        Column("active_from", "Hoạt động từ ngày", "Ngày đầu tiên hoạt động; trống khi chưa rõ.", Kind.DAY),
        Column(
            "active_to",
            "Hoạt động đến ngày",
            "Ngày cuối cùng hoạt động; trống khi còn hoạt động hoặc chưa rõ.",
            Kind.DAY,
        ),
        Column("aliases", "Tên gọi khác", "Tên tắt, cách viết khác dùng khi tìm kiếm.", Kind.LIST),
        NOTE,
    ),
)
BODIES = PublishedTable(
    "bodies",
    "Cơ quan không có số liệu",
    "Cơ quan chủ trì hoặc phối hợp thực hiện nhiệm vụ nhưng không có số liệu và không có trang riêng.",
    ("id",),
    (
        _id("Mã cơ quan", "Mã riêng của cổng."),
        Column("name", "Tên cơ quan", "Tên đầy đủ.", required=True),
        Column("short_name", "Tên ngắn", "Tên dùng trong bảng.", required=True),
        Column("parent_id", "Thuộc đơn vị", "Mã đơn vị mà cơ quan trực thuộc."),
        NOTE,
    ),
)
LINEAGE = PublishedTable(
    "lineage",
    "Sắp xếp đơn vị",
    "Đơn vị nào nối tiếp đơn vị nào sau khi sáp nhập, chia tách, đổi tên hoặc kết thúc hoạt động.",
    ("predecessor_id", "successor_id", "on"),
    (
        _needed(_ref("predecessor_id", "Đơn vị trước", "Mã đơn vị trước khi sắp xếp.", "units")),
        _ref(
            "successor_id",
            "Đơn vị kế tiếp",
            "Mã đơn vị kế tiếp; trống khi không có. Đơn vị bị chia tách có nhiều dòng.",
            "units",
        ),
        Column("on", "Ngày có hiệu lực", "Ngày việc sắp xếp có hiệu lực.", Kind.DAY, required=True),
        Column("kind", "Hình thức", "Hình thức sắp xếp.", choices=_choices(words.LINEAGE_KINDS), required=True),
        _needed(_ref("source_id", "Mã văn bản", "Văn bản quyết định việc sắp xếp.", "sources")),
        NOTE,
    ),
)
INDICATORS = PublishedTable(
    "indicators",
    "Chỉ tiêu",
    "Các chỉ tiêu được giao và đo trong các văn bản.",
    ("id",),
    (
        _id("Mã chỉ tiêu", "Mã riêng của cổng, không đổi."),
        SLUG,
        Column("name", "Tên chỉ tiêu", "Tên đầy đủ.", required=True),
        Column("short_name", "Tên ngắn", "Tên dùng trên biểu đồ và bảng.", required=True),
        Column("name_en", "Tên tiếng Anh", "Tên dùng khi trao đổi dữ liệu với nước ngoài.", required=True),
        Column(
            "measure", "Đơn vị tính", "Số liệu của chỉ tiêu là gì.", choices=_choices(words.MEASURES), required=True
        ),
        Column("decimals", "Số chữ số thập phân", "Số chữ số thập phân khi hiển thị.", Kind.COUNT, required=True),
        Column(
            "direction", "Chiều đánh giá", "Giá trị nào tốt hơn.", choices=_choices(words.DIRECTIONS), required=True
        ),
        Column("definition", "Định nghĩa", "Chỉ tiêu đo điều gì, bằng lời dễ hiểu.", required=True),
        Column("group", "Nhóm", "Nhóm chỉ tiêu.", required=True),
        Column(
            "formula",
            "Công thức",
            "Cách tính từ các chỉ tiêu khác, theo mã chỉ tiêu; trống khi văn bản không cho cách tính.",
        ),
        Column(
            "aggregate",
            "Cách tổng hợp cho cấp",
            "Số của cả cấp được tính từ số của các đơn vị như thế nào.",
            choices=_choices(words.LEVEL_AGGREGATES),
        ),
        Column("sources", "Văn bản", "Mã các văn bản dùng chỉ tiêu này.", Kind.LIST),
        _ref(
            "measured_by",
            "Được đo bằng",
            "Chỉ tiêu khác đo được mục tiêu này, khi chính nó không có số liệu công bố.",
            "indicators",
        ),
        Column("measured_by_reason", "Lý do", "Vì sao dùng được chỉ tiêu ở cột measured_by và khác nhau ở điểm nào."),
    ),
)
SOURCES = PublishedTable(
    "sources",
    "Văn bản",
    "Các văn bản là nguồn của mọi số liệu trên cổng.",
    ("id",),
    (
        _id("Mã văn bản", "Mã riêng của cổng, gồm số, loại, cơ quan và năm."),
        Column("number", "Số, ký hiệu", "Số và ký hiệu của văn bản.", required=True),
        Column("title", "Tên gọi", "Tên gọi do cổng đặt, không phải trích yếu.", required=True),
        Column("kind", "Loại văn bản", "Kế hoạch, quyết định, công văn, nghị quyết.", required=True),
        Column("issuer", "Cơ quan ban hành", "Cơ quan ban hành văn bản.", required=True),
        Column("issued_on", "Ngày ban hành", "Ngày ký ban hành.", Kind.DAY, required=True),
        Column("about", "Nội dung chính", "Tóm tắt do cổng viết.", required=True),
        Column("url", "Địa chỉ trên mạng", "Nơi đọc được văn bản; trống khi chưa rõ."),
        Column("sha256", "Mã kiểm tra SHA-256", "Mã kiểm tra của bản được dùng để nhập số liệu."),
        Column("language", "Ngôn ngữ", "Ngôn ngữ của văn bản.", required=True),
        NOTE,
        SLUG,
        Column("signer", "Người ký", "Người ký ban hành."),
        Column("replaces", "Thay thế", "Các văn bản bị văn bản này thay thế.", Kind.LIST),
        Column("amends", "Sửa đổi", "Các văn bản được văn bản này sửa đổi, bổ sung.", Kind.LIST),
    ),
)
TARGETS = PublishedTable(
    "targets",
    "Mức phải đạt",
    "Mức mà các văn bản yêu cầu từng đơn vị hoặc cả một cấp phải đạt.",
    ("source_id", "locator", "unit_id", "level", "indicator_id", "due"),
    (
        UNIT,
        SCOPE,
        INDICATOR,
        Column("due", "Thời hạn", f"Phải đạt khi kết thúc kỳ này: {PERIOD_FORMS}.", required=True),
        Column(
            "comparison",
            "Cách so sánh",
            "Kết quả phải đứng thế nào so với mức phải đạt.",
            choices=_choices(words.COMPARISONS),
            required=True,
        ),
        VALUE,
        Column(
            "status",
            "Trạng thái của mức phải đạt",
            "exempt: văn bản cho miễn, lý do ở cột ghi chú. unreadable: không đọc được mức phải đạt. "
            "Trống: phải thực hiện.",
            choices=_choices(words.TARGET_STATUSES),
        ),
        LOCATOR,
        NOTE,
        SOURCE,
        UNIT_NAME,
    ),
)
RESULTS = PublishedTable(
    "results",
    "Kết quả",
    "Mọi số liệu kết quả mà các văn bản nêu, chép đúng như văn bản, kể cả chỗ văn bản tự mâu thuẫn.",
    ("source_id", "locator", "unit_id", "level", "aggregate", "indicator_id", "period"),
    (UNIT, SCOPE, AGGREGATE, INDICATOR, PERIOD, VALUE, RESULT_STATUS, READING, LOCATOR, NOTE, SOURCE, UNIT_NAME),
)
ASSESSMENTS = PublishedTable(
    "assessments",
    "Đánh giá",
    "Mỗi dòng là một đơn vị, một chỉ tiêu, một kỳ: kết quả so với mức phải đạt và thứ hạng, do cổng tính.",
    ("unit_id", "indicator_id", "period"),
    (
        UNIT,
        UNIT_NAME,
        Column("level", "Cấp", "Cấp của đơn vị.", choices=_choices(words.LEVELS), required=True),
        INDICATOR,
        Column("period", "Kỳ", f"Kỳ của số liệu: {PERIOD_FORMS}; trống khi chỉ tiêu chưa có kết quả nào."),
        VALUE,
        Column("target_value", "Mức phải đạt", "Mức của chỉ tiêu đang áp dụng, đúng như văn bản nêu.", Kind.NUMBER),
        Column("target_due", "Thời hạn", "Thời hạn của chỉ tiêu đang áp dụng."),
        Column(
            "target_origin",
            "Nguồn của mức phải đạt",
            "Mức giao riêng cho đơn vị hay mức chung.",
            choices=_choices(words.ORIGINS),
        ),
        Column(
            "assessment", "Đánh giá", "Kết quả so với mức phải đạt.", choices=_choices(words.ASSESSMENTS), required=True
        ),
        Column("gap", "Chênh lệch", "Kết quả trừ mức phải đạt, cùng đơn vị tính với chỉ tiêu.", Kind.NUMBER),
        Column(
            "progress",
            "Tiến độ",
            "Phần quãng đường đã đi từ mức ban đầu đến mức phải đạt: 0.4213 là 42,13%. Bốn chữ số thập phân, "
            "làm tròn xuống; trống khi mức ban đầu đã đạt mức phải đạt, hoặc thiếu một trong hai.",
            Kind.NUMBER,
        ),
        Column(
            "rank", "Hạng", "Hạng trong các đơn vị cùng cấp, cùng tỉnh, cùng kỳ; bằng nhau thì chung hạng.", Kind.COUNT
        ),
        Column(
            "ranked_of",
            "Số đơn vị được xếp hạng",
            "Số đơn vị được xếp hạng: có số liệu và không được miễn chỉ tiêu.",
            Kind.COUNT,
        ),
        Column("tied", "Đồng hạng", "true khi có đơn vị khác cùng hạng; trống khi không xếp hạng.", Kind.TRUTH),
        Column(
            "peers",
            "Số đơn vị cùng cấp",
            "Số đơn vị cùng cấp, cùng tỉnh hoạt động trong kỳ, kể cả đơn vị không có số liệu.",
            Kind.COUNT,
        ),
        RESULT_STATUS,
        READING,
        _ref("source_id", "Mã văn bản", "Văn bản nêu kết quả; trống khi không có kết quả.", "sources"),
        replace(LOCATOR, required=False),
        Column(
            "target_comparison",
            "Cách so sánh",
            "Kết quả phải đứng thế nào so với mức phải đạt.",
            choices=_choices(words.COMPARISONS),
        ),
        _ref("target_unit_id", "Đơn vị được giao", "Đơn vị mà chỉ tiêu đang áp dụng được giao cho.", "units"),
        Column(
            "target_level",
            "Cấp được giao",
            "Cấp mà chỉ tiêu đang áp dụng được giao cho; trống khi giao cho chính đơn vị.",
            choices=_choices(words.LEVELS),
        ),
        _ref("target_source_id", "Văn bản giao", "Văn bản giao chỉ tiêu đang áp dụng.", "sources"),
        Column("target_locator", "Vị trí mức phải đạt", "Bảng và dòng giao chỉ tiêu đang áp dụng."),
        Column("baseline_period", "Kỳ của mức ban đầu", "Kỳ của kết quả được lấy làm mức ban đầu khi tính tiến độ."),
        Column(
            "baseline",
            "Mức ban đầu",
            "Kết quả do văn bản giao chỉ tiêu nêu; nếu không có, kết quả đầu tiên đã biết.",
            Kind.NUMBER,
        ),
        Column("previous_period", "Kỳ trước", "Kỳ liền trước có số liệu của cùng đơn vị và chỉ tiêu."),
        Column("change", "Thay đổi", "Kết quả kỳ này trừ kết quả kỳ trước.", Kind.NUMBER),
        NOTE,
    ),
)
DISCREPANCIES = PublishedTable(
    "discrepancies",
    "Đối chiếu",
    "Những chỗ số liệu văn bản nêu khác với số tính lại, hoặc hai chỗ nêu khác nhau.",
    ("id",),
    (
        replace(SOURCE, meaning="Văn bản nêu số liệu được đối chiếu."),
        replace(LOCATOR, required=False),
        replace(UNIT, required=False),
        SCOPE,
        replace(INDICATOR, required=False),
        Column("period", "Kỳ", f"Kỳ của số liệu hoặc thời hạn của chỉ tiêu: {PERIOD_FORMS}."),
        Column(
            "kind", "Loại phát hiện", "Phép đối chiếu đã tìm ra chỗ này; giải thích ở trang đối chiếu.", required=True
        ),
        Column("stated", "Số văn bản nêu", "Đúng như văn bản nêu."),
        Column("recomputed", "Số đối chiếu", "Số tính lại từ các số khác, hoặc số nêu ở chỗ khác."),
        Column("difference", "Chênh lệch", "Số văn bản nêu trừ số đối chiếu."),
        Column("explanation", "Giải thích", "Một câu nói rõ phát hiện.", required=True),
        _id("Mã phát hiện", "Mã không đổi, dùng trong địa chỉ và khi trả lời."),
        UNIT_NAME,
        Column("effect", "Ảnh hưởng", "Đánh giá hoặc thứ hạng nào sẽ đổi nếu lấy số đối chiếu."),
        Column(
            "needs_check",
            "Cần kiểm tra",
            "true khi chỉ là dấu hiệu, cần xem lại văn bản gốc.",
            Kind.TRUTH,
            required=True,
        ),
        Column(
            "cells",
            "Các ô liên quan",
            "Những số mà phát hiện dựa vào, mỗi số là mã văn bản, vị trí và mã chỉ tiêu.",
            Kind.LIST,
        ),
        Column("answer", "Trả lời", "Trả lời của cơ quan có trách nhiệm, nếu có."),
    ),
)
TASKS = PublishedTable(
    "tasks",
    "Nhiệm vụ",
    "Việc phải làm theo các kế hoạch: ai chủ trì, ai phối hợp, khi nào xong, ra sản phẩm gì.",
    ("id",),
    (
        _id("Mã nhiệm vụ", "Mã văn bản và số mục."),
        _ref("parent_id", "Thuộc mục", "Mã của mục hoặc nhiệm vụ lớn hơn; trống ở mục cao nhất.", "tasks"),
        Column("title", "Nhiệm vụ", "Tên gọi do cổng đặt.", required=True),
        Column("product", "Sản phẩm", "Kết quả phải có."),
        Column(
            "lead_ids",
            "Chủ trì",
            "Mã đơn vị hoặc cơ quan; tay-ninh:district là tất cả đơn vị cấp huyện của đơn vị tay-ninh.",
            Kind.LIST,
        ),
        Column("partner_ids", "Phối hợp", "Viết như cột lead_ids.", Kind.LIST),
        Column(
            "due",
            "Thời hạn",
            "Kỳ hoặc ngày phải xong; 2021/2025 là khoảng thời gian, 2023/.. là từ kỳ đó và tiếp tục; "
            "ongoing là thường xuyên, annual là hằng năm, annual-Q1 là quý I hằng năm, quarterly là hằng quý, "
            "monthly là hằng tháng; trống khi văn bản không nêu.",
        ),
        Column(
            "status",
            "Tình hình",
            "Tình hình thực hiện theo báo cáo.",
            choices=_choices(_ENTERED),
            required=True,
        ),
        Column("progress_note", "Ghi chú tình hình", "Điều cần biết về tình hình hoặc về cách đọc văn bản."),
        LOCATOR,
        SOURCE,
    ),
)
SERVICE_INDEX = PublishedTable(
    "service-index",
    "Thang điểm chỉ số phục vụ",
    "Các cách chia 100 điểm của bộ chỉ số phục vụ người dân, doanh nghiệp thành nhóm.",
    ("scheme_id", "group_number"),
    (
        Column("scheme_id", "Mã cách chia", "Mã riêng của cổng.", required=True),
        Column("scheme_name", "Cách chia", "Tên của cách chia điểm.", required=True),
        Column("group_number", "Số thứ tự nhóm", "Thứ tự của nhóm trong cách chia.", Kind.COUNT, required=True),
        Column("group_name", "Nhóm", "Tên nhóm tiêu chí.", required=True),
        Column("points", "Điểm tối đa", "Số điểm tối đa của nhóm.", Kind.COUNT, required=True),
        _needed(_ref("source_id", "Mã văn bản", "Văn bản quy định hoặc dẫn chiếu cách chia.", "sources")),
        NOTE,
    ),
)

TABLES = (
    UNITS,
    LINEAGE,
    INDICATORS,
    SOURCES,
    TARGETS,
    RESULTS,
    ASSESSMENTS,
    DISCREPANCIES,
    TASKS,
    BODIES,
    SERVICE_INDEX,
)
"""Every table of `/data/`, in the order in which they are shown."""
