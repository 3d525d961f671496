"""The tables that the portal computes: their columns and the meaning of each."""

from dataclasses import replace

from generator import words
from generator.tables.columns import (
    INDICATOR,
    LOCATOR,
    NOTE,
    PERIOD_FORMS,
    READING,
    RESULT_STATUS,
    SCOPE,
    SOURCE,
    UNIT,
    UNIT_NAME,
    VALUE,
    CellType,
    Column,
    DataTable,
    choices,
    id_column,
    reference,
)

ASSESSMENTS = DataTable(
    "assessments",
    "Đánh giá",
    "Mỗi dòng là một đơn vị, một chỉ tiêu, một kỳ: kết quả so với mức phải đạt và thứ hạng, do cổng tính.",
    ("unit_id", "indicator_id", "period"),
    (
        UNIT,
        UNIT_NAME,
        Column("level", "Cấp", "Cấp của đơn vị.", choices=choices(words.LEVELS), required=True),
        INDICATOR,
        Column("period", "Kỳ", f"Kỳ của số liệu: {PERIOD_FORMS}; trống khi chỉ tiêu chưa có kết quả nào."),
        VALUE,
        Column(
            "target_value",
            "Mức phải đạt",
            "Mức của chỉ tiêu đang áp dụng, đúng như văn bản nêu; ở dòng không có kỳ là mức có thời hạn sớm nhất.",
            CellType.NUMBER,
        ),
        Column("target_due", "Thời hạn", "Thời hạn của chỉ tiêu đang áp dụng."),
        Column(
            "target_origin",
            "Nguồn của mức phải đạt",
            "Mức giao riêng cho đơn vị hay mức chung.",
            choices=choices(words.ORIGINS),
        ),
        Column(
            "assessment", "Đánh giá", "Kết quả so với mức phải đạt.", choices=choices(words.ASSESSMENTS), required=True
        ),
        Column(
            "gap",
            "Chênh lệch",
            "Kết quả trừ mức phải đạt, cùng đơn vị tính với chỉ tiêu; trống khi thiếu một trong hai hoặc đơn vị được "
            "miễn.",
            CellType.NUMBER,
        ),
        Column(
            "progress",
            "Tiến độ",
            "Phần quãng đường đã đi từ mức ban đầu đến mức phải đạt: 0.4213 là 42,13%. Bốn chữ số thập phân, "
            "làm tròn xuống; trống khi mức ban đầu đã đạt mức phải đạt, hoặc thiếu một trong hai.",
            CellType.NUMBER,
        ),
        Column(
            "rank",
            "Hạng",
            "Hạng trong các đơn vị cùng cấp, cùng tỉnh, cùng kỳ (tỉnh: trong các tỉnh có trên cổng); "
            "bằng nhau thì chung hạng.",
            CellType.COUNT,
        ),
        Column(
            "ranked_of",
            "Số đơn vị được xếp hạng",
            "Số đơn vị được xếp hạng: có số liệu và không được miễn chỉ tiêu; trống khi đơn vị ở dòng này không có "
            "hạng.",
            CellType.COUNT,
        ),
        Column("tied", "Đồng hạng", "true khi có đơn vị khác cùng hạng; trống khi không xếp hạng.", CellType.TRUTH),
        Column(
            "peers",
            "Số đơn vị cùng cấp",
            "Số đơn vị cùng cấp, cùng tỉnh (đối với tỉnh: số tỉnh có trên cổng) có vào cuối kỳ, kể cả đơn vị không có "
            "số liệu, và số đơn vị kết thúc trong kỳ mà được xếp hạng. Khi cả cấp kết thúc trong kỳ: số đơn vị có "
            "trong kỳ.",
            CellType.COUNT,
        ),
        RESULT_STATUS,
        READING,
        reference(
            "source_id",
            "Mã văn bản",
            "Văn bản nêu kết quả, hoặc văn bản nêu kết quả của hơn một nửa đơn vị cùng cấp mà không có đơn vị này; "
            "trống khi đơn vị chưa có kết quả nào.",
            "sources",
        ),
        replace(LOCATOR, required=False),
        Column(
            "target_comparison",
            "Cách so sánh",
            "Kết quả phải tối thiểu, tối đa hay đúng bằng mức phải đạt.",
            choices=choices(words.COMPARISONS),
        ),
        reference("target_unit_id", "Đơn vị được giao", "Đơn vị mà chỉ tiêu đang áp dụng được giao cho.", "units"),
        Column(
            "target_level",
            "Cấp được giao",
            "Cấp mà chỉ tiêu đang áp dụng được giao cho; trống khi giao cho chính đơn vị.",
            choices=choices(words.LEVELS),
        ),
        reference("target_source_id", "Văn bản giao", "Văn bản giao chỉ tiêu đang áp dụng.", "sources"),
        Column("target_locator", "Vị trí mức phải đạt", "Bảng và dòng giao chỉ tiêu đang áp dụng."),
        Column("baseline_period", "Kỳ của mức ban đầu", "Kỳ của kết quả được lấy làm mức ban đầu khi tính tiến độ."),
        Column(
            "baseline",
            "Mức ban đầu",
            "Kết quả do văn bản giao chỉ tiêu nêu; nếu không có, kết quả đầu tiên đã biết. Không kèm số 0 ở cuối phần "
            "thập phân.",
            CellType.NUMBER,
        ),
        Column(
            "previous_period",
            "Kỳ trước",
            "Kỳ liền trước có số liệu của cùng đơn vị và chỉ tiêu: tháng so với tháng, quý với quý, năm với năm; trống "
            "khi kỳ này không có số.",
        ),
        Column(
            "change", "Thay đổi", "Kết quả kỳ này trừ kết quả kỳ trước; trống khi thiếu một trong hai.", CellType.NUMBER
        ),
        NOTE,
        Column(
            "year_change",
            "Thay đổi so với cùng kỳ",
            "Kết quả kỳ này trừ kết quả cùng kỳ năm trước; trống khi thiếu một trong hai.",
            CellType.NUMBER,
        ),
        Column(
            "country_value",
            "Số của cả nước",
            "Số liệu của cả nước về cùng chỉ tiêu, cùng kỳ, đúng như văn bản nêu; trống khi không có.",
            CellType.NUMBER,
        ),
        reference("country_source_id", "Văn bản nêu số của cả nước", "Văn bản nêu số ở cột country_value.", "sources"),
        Column("country_locator", "Vị trí số của cả nước", "Bảng và dòng nêu số ở cột country_value."),
    ),
)
DISCREPANCIES = DataTable(
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
            "kind",
            "Loại phát hiện",
            "Phép đối chiếu đã tìm ra chỗ này; giải thích ở trang đối chiếu.",
            choices=choices(words.FINDING_KINDS),
            required=True,
        ),
        Column("stated", "Số văn bản nêu", "Đúng như văn bản nêu."),
        Column("recomputed", "Số đối chiếu", "Số tính lại từ các số khác, hoặc số nêu ở chỗ khác."),
        Column("difference", "Chênh lệch", "Số văn bản nêu trừ số đối chiếu."),
        Column("explanation", "Giải thích", "Một câu nói rõ phát hiện.", required=True),
        id_column("Mã phát hiện", "Mã không đổi, dùng trong địa chỉ và khi trả lời."),
        UNIT_NAME,
        Column("effect", "Ảnh hưởng", "Đánh giá hoặc thứ hạng nào sẽ đổi nếu lấy số đối chiếu."),
        Column(
            "needs_check",
            "Cần kiểm tra",
            "true khi chỉ là dấu hiệu, cần xem lại văn bản gốc.",
            CellType.TRUTH,
            required=True,
        ),
        Column(
            "cells",
            "Các ô liên quan",
            "Những số mà phát hiện dựa vào, mỗi số là mã văn bản, vị trí và mã chỉ tiêu.",
            CellType.LIST,
        ),
        Column("answer", "Trả lời", "Trả lời của cơ quan có trách nhiệm, nếu có."),
    ),
)
