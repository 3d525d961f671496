"""The tables that staff enter: their columns and the meaning of each."""

from generator import words
from generator.model import TaskStatus
from generator.tables.columns import (
    AGGREGATE,
    INDICATOR,
    LOCATOR,
    NOTE,
    PERIOD,
    PERIOD_FORMS,
    READING,
    RESULT_STATUS,
    SCOPE,
    SLUG,
    SOURCE,
    UNIT,
    UNIT_NAME,
    VALUE,
    CellType,
    Column,
    DataTable,
    as_added,
    as_required,
    choices,
    id_column,
    reference,
)

_ENTERED = {status: label for status, label in words.TASK_STATUSES.items() if status is not TaskStatus.OVERDUE}


UNITS = DataTable(
    "units",
    "Đơn vị",
    "Cả nước, tỉnh, sở, ban, ngành, huyện, xã có trong các văn bản, và các đơn vị kế tiếp sau khi sắp xếp.",
    ("id",),
    (
        id_column("Mã đơn vị", "Mã riêng của cổng, không đổi và không dùng lại cho đơn vị khác."),
        SLUG,
        Column("name", "Tên đơn vị", "Tên chính thức đầy đủ.", required=True),
        Column("short_name", "Tên ngắn", "Tên dùng trên biểu đồ và bảng.", required=True),
        Column(
            "kind", "Loại đơn vị", "Loại đơn vị trong cấp của mình.", choices=choices(words.UNIT_KINDS), required=True
        ),
        Column("level", "Cấp", "Cấp của đơn vị.", choices=choices(words.LEVELS), required=True),
        reference(
            "parent_id", "Đơn vị cấp trên", "Mã đơn vị cấp trên trực tiếp; trống đối với tỉnh và cả nước.", "units"
        ),
        Column("code", "Mã hành chính", "Mã đơn vị hành chính của Nhà nước; mã này được dùng lại sau khi sáp nhập."),
        Column("active_from", "Hoạt động từ ngày", "Ngày đầu tiên hoạt động; trống khi chưa rõ.", CellType.DAY),
        Column(
            "active_to",
            "Hoạt động đến ngày",
            "Ngày cuối cùng hoạt động; trống khi còn hoạt động hoặc chưa rõ.",
            CellType.DAY,
        ),
        Column("aliases", "Tên gọi khác", "Tên tắt, cách viết khác dùng khi tìm kiếm.", CellType.LIST),
        NOTE,
    ),
)
BODIES = DataTable(
    "bodies",
    "Cơ quan không có số liệu",
    "Cơ quan chủ trì hoặc phối hợp thực hiện nhiệm vụ nhưng không có số liệu và không có trang riêng.",
    ("id",),
    (
        id_column("Mã cơ quan", "Mã riêng của cổng."),
        Column("name", "Tên cơ quan", "Tên đầy đủ.", required=True),
        Column("short_name", "Tên ngắn", "Tên dùng trong bảng.", required=True),
        Column("parent_id", "Thuộc đơn vị", "Mã đơn vị mà cơ quan trực thuộc."),
        NOTE,
    ),
)
POINTS = DataTable(
    "points",
    "Vị trí đơn vị",
    "Mỗi đơn vị một điểm, để xếp các ô của bản đồ; điểm không cho biết ranh giới. Sở, ban, ngành không có điểm.",
    ("unit_id",),
    (
        UNIT,
        Column("lat", "Vĩ độ", "Độ thập phân về phía bắc, hệ tọa độ WGS 84.", CellType.NUMBER, required=True),
        Column("lon", "Kinh độ", "Độ thập phân về phía đông, hệ tọa độ WGS 84.", CellType.NUMBER, required=True),
        as_required(reference("source_id", "Mã nguồn", "Bộ dữ liệu hoặc văn bản cho biết vị trí.", "sources")),
    ),
)
LINEAGE = DataTable(
    "lineage",
    "Sắp xếp đơn vị",
    "Đơn vị nào nối tiếp đơn vị nào sau khi sáp nhập, chia tách, đổi tên hoặc kết thúc hoạt động.",
    ("predecessor_id", "successor_id", "on"),
    (
        as_required(reference("predecessor_id", "Đơn vị trước", "Mã đơn vị trước khi sắp xếp.", "units")),
        reference(
            "successor_id",
            "Đơn vị kế tiếp",
            "Mã đơn vị kế tiếp; trống khi không có. Đơn vị bị chia tách có nhiều dòng.",
            "units",
        ),
        Column("on", "Ngày có hiệu lực", "Ngày việc sắp xếp có hiệu lực.", CellType.DAY, required=True),
        Column("kind", "Hình thức", "Hình thức sắp xếp.", choices=choices(words.LINEAGE_KINDS), required=True),
        as_required(reference("source_id", "Mã văn bản", "Văn bản quyết định việc sắp xếp.", "sources")),
        NOTE,
    ),
)
INDICATORS = DataTable(
    "indicators",
    "Chỉ tiêu",
    "Các chỉ tiêu được giao và đo trong các văn bản.",
    ("id",),
    (
        id_column("Mã chỉ tiêu", "Mã riêng của cổng, không đổi."),
        SLUG,
        Column("name", "Tên chỉ tiêu", "Tên đầy đủ.", required=True),
        Column("short_name", "Tên ngắn", "Tên dùng trên biểu đồ và bảng.", required=True),
        Column("name_en", "Tên tiếng Anh", "Tên dùng khi trao đổi dữ liệu với nước ngoài.", required=True),
        Column("measure", "Đơn vị tính", "Số liệu của chỉ tiêu là gì.", choices=choices(words.MEASURES), required=True),
        Column("decimals", "Số chữ số thập phân", "Số chữ số thập phân khi hiển thị.", CellType.COUNT, required=True),
        Column("direction", "Chiều đánh giá", "Giá trị nào tốt hơn.", choices=choices(words.DIRECTIONS), required=True),
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
            choices=choices(words.LEVEL_AGGREGATES),
        ),
        Column("sources", "Văn bản", "Mã các văn bản dùng chỉ tiêu này.", CellType.LIST),
        reference(
            "measured_by",
            "Được đo bằng",
            "Chỉ tiêu khác đo được mục tiêu này, khi chính nó không có số liệu công bố.",
            "indicators",
        ),
        Column("measured_by_reason", "Lý do", "Vì sao dùng được chỉ tiêu ở cột measured_by và khác nhau ở điểm nào."),
    ),
)
SOURCES = DataTable(
    "sources",
    "Văn bản",
    "Các văn bản là nguồn của mọi số liệu trên cổng.",
    ("id",),
    (
        id_column("Mã văn bản", "Mã riêng của cổng, gồm số, loại, cơ quan và năm."),
        Column("number", "Số, ký hiệu", "Số và ký hiệu của văn bản.", required=True),
        Column("title", "Tên gọi", "Tên gọi do cổng đặt, không phải trích yếu.", required=True),
        Column("kind", "Loại văn bản", "Kế hoạch, quyết định, công văn, nghị quyết, bộ dữ liệu.", required=True),
        Column("issuer", "Cơ quan ban hành", "Cơ quan ban hành văn bản.", required=True),
        Column("issued_on", "Ngày ban hành", "Ngày ký ban hành.", CellType.DAY, required=True),
        Column("about", "Nội dung chính", "Tóm tắt do cổng viết.", required=True),
        Column("url", "Địa chỉ trên mạng", "Nơi đọc được văn bản; trống khi chưa rõ."),
        Column(
            "sha256",
            "Mã kiểm tra SHA-256",
            "Mã kiểm tra của các tệp được dùng để nhập số liệu, cách nhau bằng dấu cách.",
        ),
        Column("language", "Ngôn ngữ", "Ngôn ngữ của văn bản.", required=True),
        NOTE,
        SLUG,
        Column("signer", "Người ký", "Người ký ban hành."),
        Column("replaces", "Thay thế", "Các văn bản bị văn bản này thay thế.", CellType.LIST),
        Column("amends", "Sửa đổi", "Các văn bản được văn bản này sửa đổi, bổ sung.", CellType.LIST),
    ),
)
TARGETS = DataTable(
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
            "Kết quả phải tối thiểu, tối đa hay đúng bằng mức phải đạt.",
            choices=choices(words.COMPARISONS),
            required=True,
        ),
        VALUE,
        Column(
            "status",
            "Trạng thái của mức phải đạt",
            "exempt: văn bản cho miễn, lý do ở cột ghi chú. unreadable: không đọc được mức phải đạt. "
            "Trống: phải thực hiện.",
            choices=choices(words.TARGET_STATUSES),
        ),
        LOCATOR,
        NOTE,
        as_added(SOURCE),
        as_added(UNIT_NAME),
    ),
)
RESULTS = DataTable(
    "results",
    "Kết quả",
    "Mọi số liệu kết quả mà các văn bản nêu, chép đúng như văn bản, kể cả chỗ văn bản tự mâu thuẫn.",
    ("source_id", "locator", "unit_id", "level", "aggregate", "indicator_id", "period"),
    (
        UNIT,
        SCOPE,
        AGGREGATE,
        INDICATOR,
        PERIOD,
        VALUE,
        RESULT_STATUS,
        READING,
        LOCATOR,
        NOTE,
        as_added(SOURCE),
        as_added(UNIT_NAME),
    ),
)
TASKS = DataTable(
    "tasks",
    "Nhiệm vụ",
    "Nhiệm vụ mà các kế hoạch giao: cơ quan chủ trì, cơ quan phối hợp, thời hạn, sản phẩm.",
    ("id",),
    (
        id_column("Mã nhiệm vụ", "Mã văn bản và số mục."),
        reference("parent_id", "Thuộc mục", "Mã của mục hoặc nhiệm vụ lớn hơn; trống ở mục cao nhất.", "tasks"),
        Column("title", "Nhiệm vụ", "Tên gọi do cổng đặt.", required=True),
        Column("product", "Sản phẩm", "Kết quả phải có."),
        Column(
            "lead_ids",
            "Chủ trì",
            "Mã đơn vị hoặc cơ quan; thêm :district sau mã tỉnh là tất cả đơn vị cấp huyện của tỉnh.",
            CellType.LIST,
        ),
        Column("partner_ids", "Phối hợp", "Viết như cột lead_ids.", CellType.LIST),
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
            choices=choices(_ENTERED),
            required=True,
        ),
        Column("progress_note", "Ghi chú tình hình", "Điều cần biết về tình hình hoặc về cách đọc văn bản."),
        LOCATOR,
        as_added(SOURCE),
    ),
)
SERVICE_INDEX = DataTable(
    "service-index",
    "Thang điểm chỉ số phục vụ",
    "Các cách chia 100 điểm của bộ chỉ số phục vụ người dân, doanh nghiệp thành nhóm.",
    ("scheme_id", "group_number"),
    (
        Column("scheme_id", "Mã cách chia", "Mã riêng của cổng.", required=True),
        Column("scheme_name", "Cách chia", "Tên của cách chia điểm.", required=True),
        Column("group_number", "Số thứ tự nhóm", "Thứ tự của nhóm trong cách chia.", CellType.COUNT, required=True),
        Column("group_name", "Nhóm", "Tên nhóm tiêu chí.", required=True),
        Column("points", "Điểm tối đa", "Số điểm tối đa của nhóm.", CellType.COUNT, required=True),
        as_required(reference("source_id", "Mã văn bản", "Văn bản quy định hoặc dẫn chiếu cách chia.", "sources")),
        NOTE,
    ),
)
