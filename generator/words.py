"""The Vietnamese words for the codes of the data, used in files and on pages.

Words are capitalised as in a title; `inline` adapts them to the middle of a sentence.
"""

from collections.abc import Iterable

from generator.model import (
    Aggregate,
    Assessment,
    Comparison,
    Direction,
    DiscrepancyKind,
    Level,
    LevelAggregate,
    LineageKind,
    Measure,
    Reading,
    ResultStatus,
    Rhythm,
    TargetOrigin,
    TargetStatus,
    TaskStatus,
    Unit,
    UnitKind,
)

LEVELS = {
    Level.COUNTRY: "Cả nước",
    Level.PROVINCE: "Cấp tỉnh",
    Level.DEPARTMENT: "Sở, ban, ngành",
    Level.DISTRICT: "Cấp huyện",
    Level.COMMUNE: "Cấp xã",
}
LEVEL_UNITS = {
    Level.COUNTRY: "quốc gia",
    Level.PROVINCE: "tỉnh, thành phố",
    Level.DEPARTMENT: "sở, ban, ngành",
    Level.DISTRICT: "huyện, thị xã, thành phố",
    Level.COMMUNE: "đơn vị cấp xã",
}
"""Words for the units of a level after a number: `94 đơn vị cấp xã`. Townships ended in 2025, so no list of kinds of
communes is right for all times."""
_ONE_UNIT = {Level.PROVINCE: "đơn vị cấp tỉnh", Level.DISTRICT: "đơn vị cấp huyện"}
WHOLE_AREAS = {Level.PROVINCE: "toàn tỉnh", Level.COUNTRY: "cả nước"}
"""Words for the area of a province's or the country's own figure, within a sentence."""

UNIT_KINDS = {
    UnitKind.COUNTRY: "Quốc gia",
    UnitKind.PROVINCE: "Tỉnh",
    UnitKind.CITY_PROVINCE: "Thành phố trực thuộc trung ương",
    UnitKind.DEPARTMENT: "Sở",
    UnitKind.BOARD: "Ban quản lý",
    UnitKind.INSPECTORATE: "Thanh tra",
    UnitKind.CITY: "Thành phố thuộc tỉnh",
    UnitKind.TOWN: "Thị xã",
    UnitKind.URBAN_DISTRICT: "Quận",
    UnitKind.DISTRICT: "Huyện",
    UnitKind.WARD: "Phường",
    UnitKind.COMMUNE: "Xã",
    UnitKind.TOWNSHIP: "Thị trấn",
    UnitKind.SPECIAL_ZONE: "Đặc khu",
}
NAME_WORDS = {
    UnitKind.CITY_PROVINCE: "Thành phố",
    UnitKind.PROVINCE: "Tỉnh",
    UnitKind.CITY: "Thành phố",
    UnitKind.TOWN: "Thị xã",
    UnitKind.URBAN_DISTRICT: "Quận",
    UnitKind.DISTRICT: "Huyện",
    UnitKind.TOWNSHIP: "Thị trấn",
    UnitKind.SPECIAL_ZONE: "Đặc khu",
    UnitKind.WARD: "Phường",
    UnitKind.COMMUNE: "Xã",
}
"""The words with which the names of places begin, by their kind."""
LINEAGE_KINDS = {
    LineageKind.MERGED: "Sáp nhập",
    LineageKind.SPLIT: "Chia tách",
    LineageKind.RENAMED: "Đổi tên",
    LineageKind.ABOLISHED: "Kết thúc hoạt động",
}
MEASURES = {
    Measure.PERCENT: "Phần trăm",
    Measure.COUNT: "Số lượng",
    Measure.POINTS: "Điểm",
    Measure.MINUTES: "Phút",
    Measure.RANK: "Thứ hạng",
}
FINDING_KINDS = {
    DiscrepancyKind.SHARE: "Tỷ lệ không khớp với các số thành phần",
    DiscrepancyKind.PARTS: "Các phần cộng lại không bằng tổng",
    DiscrepancyKind.EXCESS: "Một phần lớn hơn tổng",
    DiscrepancyKind.TOTAL: "Dòng tổng không bằng tổng các dòng",
    DiscrepancyKind.MEAN: "Dòng bình quân không khớp với các dòng",
    DiscrepancyKind.GRAND_TOTAL: "Số toàn tỉnh, thành phố không bằng tổng các cấp",
    DiscrepancyKind.RANGE: "Tỷ lệ chung nằm ngoài khoảng của các đơn vị",
    DiscrepancyKind.RESULT: "Một kết quả, hai nơi ghi khác nhau",
    DiscrepancyKind.TARGET: "Một chỉ tiêu, hai mức khác nhau",
    DiscrepancyKind.DUE: "Một chỉ tiêu, nhiều thời hạn",
    DiscrepancyKind.BELOW: "Mức phải đạt kém hơn mức đã đạt",
    DiscrepancyKind.SLIPPED: "Hai cột giống hệt nhau ở nhiều đơn vị",
    DiscrepancyKind.REPEATED: "Mọi đơn vị của một cấp cùng một số",
}
DIRECTIONS = {Direction.HIGHER: "Càng cao càng tốt", Direction.LOWER: "Càng thấp càng tốt"}
LEVEL_AGGREGATES = {LevelAggregate.TOTAL: "Tổng của các đơn vị", LevelAggregate.MEAN: "Bình quân của các đơn vị"}
AGGREGATES = {
    Aggregate.TOTAL: "Tổng của các đơn vị trong cấp",
    Aggregate.MEAN: "Bình quân của các đơn vị trong cấp",
    Aggregate.POOLED: "Tỷ lệ tính gộp của cả cấp",
    Aggregate.COMMON: "Danh mục dùng chung cho mọi đơn vị trong cấp",
}


def aggregate(code: Aggregate, measure: Measure) -> str:
    """Returns the meaning of a figure of a whole level. The total row of a table can hold a share, which is not a
    sum."""
    if code is Aggregate.TOTAL and measure is not Measure.COUNT:
        return f"{'Tỷ lệ' if measure is Measure.PERCENT else 'Số'} ghi ở dòng tổng của bảng"
    if code is Aggregate.MEAN and measure is Measure.PERCENT:
        return "Bình quân tỷ lệ của các đơn vị trong cấp"
    return AGGREGATES.get(code, "Số liệu của cả cấp")


COMPARISONS = {
    Comparison.AT_LEAST: "Tối thiểu",
    Comparison.AT_MOST: "Tối đa",
    Comparison.EXACTLY: "Đúng bằng",
}
TARGET_STATUSES = {TargetStatus.EXEMPT: "Được miễn", TargetStatus.UNREADABLE: "Không đọc được"}
RESULT_STATUSES = {
    ResultStatus.NOT_APPLICABLE: "Không áp dụng",
    ResultStatus.NOT_REPORTED: "Văn bản không nêu số liệu",
    ResultStatus.UNREADABLE: "Không đọc được",
    ResultStatus.PROVISIONAL: "Số liệu tạm tính",
}
MISSING = {
    ResultStatus.NOT_APPLICABLE: "không áp dụng",
    ResultStatus.NOT_REPORTED: "chưa có số liệu",
    ResultStatus.UNREADABLE: "không đọc được trên bản quét",
}
"""Words shown instead of a missing figure."""

NOT_RANKED = "không xếp hạng"
"""Said of a figure that has no rank."""

CAVEATS: dict[str, str] = {ResultStatus.PROVISIONAL: "tạm tính", Reading.INFERRED: "suy ra"}
"""Words shown beside a figure that is provisional or inferred."""

READINGS = {Reading.INFERRED: "Suy ra, kèm lý do ở cột ghi chú"}
ASSESSMENTS = {
    Assessment.MET: "Đạt",
    Assessment.NOT_MET: "Chưa đạt",
    Assessment.EXEMPT: "Được miễn",
    Assessment.NO_TARGET: "Chưa có mức phải đạt",
    Assessment.NO_RESULT: "Chưa có số liệu",
    Assessment.NOT_APPLICABLE: "Không áp dụng",
    Assessment.UNREADABLE: "Không đọc được",
}
UNASSESSED = "Chưa đánh giá được"
"""The words for `no_target` if a document sets a target that could not be read."""

ORIGINS = {
    TargetOrigin.OWN: "Giao riêng cho đơn vị",
    TargetOrigin.LEVEL: "Mức chung của cấp",
    TargetOrigin.ANCESTOR: "Mức chung của đơn vị cấp trên",
}
TASK_STATUSES = {
    TaskStatus.NOT_STARTED: "Chưa bắt đầu",
    TaskStatus.IN_PROGRESS: "Đang thực hiện",
    TaskStatus.DONE: "Đã hoàn thành",
    TaskStatus.UNKNOWN: "Chưa có báo cáo",
    TaskStatus.OVERDUE: "Quá hạn",
}
RHYTHMS = {
    Rhythm.ONGOING: "Thường xuyên",
    Rhythm.ANNUAL: "Hằng năm",
    Rhythm.QUARTERLY: "Hằng quý",
    Rhythm.MONTHLY: "Hằng tháng",
}


def whole_area(unit: Unit) -> str:
    """Returns the area of a province's or the country's own figure: `toàn tỉnh`, `toàn thành phố`."""
    return f"toàn {province_word(unit)}" if unit.level is Level.PROVINCE else WHOLE_AREAS[unit.level]


def province_word(unit: Unit) -> str:
    """Returns the word for a province in a sentence that does not name it: `tỉnh`, `thành phố`."""
    return "thành phố" if unit.kind is UnitKind.CITY_PROVINCE else "tỉnh"


def data_title(publisher: str) -> str:
    """Returns the title of all data of a portal: `Cổng Minh Bạch: chỉ tiêu và kết quả …`."""
    return f"{publisher}: chỉ tiêu và kết quả cải cách hành chính, dịch vụ công trực tuyến"


def name_in_text(unit: Unit) -> str:
    """Returns a unit's name within a sentence, spelled as Decree 30/2020/NĐ-CP (annex II) requires. The kind of a place
    is in lower case (`tỉnh Tây Ninh`), except in a name with a number (`Phường 1`). An agency keeps its capital letter
    (`Sở Nội vụ`), and so does the country, whose name does not begin with a kind."""
    kept = unit.level in (Level.COUNTRY, Level.DEPARTMENT) or unit.name[-1:].isdigit()
    return unit.name if kept else inline(unit.name)


_KINDS_OF_PLACES = tuple(f"{word} " for word in NAME_WORDS.values())


def caveats(status: str, reading: str) -> str:
    """Returns what a reader must know about a figure with these codes: `tạm tính`, `suy ra`, both, or an empty text."""
    return ", ".join(CAVEATS[code] for code in (status, reading) if code in CAVEATS)


def place_in_text(name: str) -> str:
    """Returns the name of a place within a sentence like `name_in_text`, if only the name is known."""
    return inline(name) if name.startswith(_KINDS_OF_PLACES) and not name[-1:].isdigit() else name


def inline(title: str) -> str:
    """Returns the text for the middle of a sentence: `Cấp huyện` → `cấp huyện`."""
    return f"{title[:1].lower()}{title[1:]}"


def counted(count: int, level: Level) -> str:
    """Returns a number of units in words: `9 huyện, thị xã, thành phố`. A single unit is not of several kinds: `1 đơn
    vị cấp huyện`."""
    return f"{count} {LEVEL_UNITS[level] if count > 1 else _ONE_UNIT.get(level, LEVEL_UNITS[level])}"


def rearranged_units(level: Level) -> str:
    """Returns whose merger, split or end breaks the comparison of a level over time. A department is an office, not an
    administrative unit."""
    return f"các {LEVEL_UNITS[level]}" if level is Level.DEPARTMENT else "đơn vị hành chính"


def capitalised(text: str) -> str:
    """Returns the text for the start of a sentence: `cấp huyện` → `Cấp huyện`."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """Returns the text as a sentence, with a capital letter and a full stop. An empty text stays empty."""
    return f"{capitalised(text).rstrip('.')}." if text else ""


MAX_DESCRIPTION_LENGTH = 200
"""How many letters of a page's description a search engine shows."""


def abbreviated(issuer: str) -> str:
    """Returns an issuer's name as titles shorten it: `UBND tỉnh Tây Ninh`."""
    return issuer.replace("Ủy ban nhân dân", "UBND")


def listing(parts: Iterable[str]) -> str:
    """Joins the parts as a sentence lists them: `a`, `a và b`, `a, b và c`; empty if there are none."""
    *others, last = tuple(parts) or ("",)
    return f"{', '.join(others)} và {last}" if others else last


def page_description(first: str, others: Iterable[str], last: str = "") -> str:
    """Returns the first sentence, as many of the others as a search engine shows, and the last sentence."""
    kept = first
    ending = f" {last}" if last else ""
    for other in others:
        longer = f"{kept} {other}"
        kept = longer if len(longer + ending) <= MAX_DESCRIPTION_LENGTH else kept
    return kept + ending
