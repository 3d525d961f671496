"""The documents that a new portal begins with: what made its units, where their list comes from, the index of 2022."""

from collections.abc import Iterator
from datetime import date

from generator import words
from generator.founding.gazetteer import PACKAGE, RELEASED, SHA256, VERSION, Gazetteer, Place
from generator.founding.naming import named
from generator.founding.units import Laws
from generator.model import Level, Source

_RESOLUTIONS = {
    "01": 1656, "04": 1657, "08": 1684, "11": 1661, "12": 1670, "14": 1681, "15": 1673, "19": 1683, "20": 1672,
    "22": 1679, "24": 1658, "25": 1676, "31": 1669, "33": 1666, "37": 1674, "38": 1686, "40": 1678, "42": 1665,
    "44": 1680, "46": 1675, "48": 1659, "51": 1677, "52": 1664, "56": 1667, "66": 1660, "68": 1671, "75": 1662,
    "79": 1685, "80": 1682, "82": 1663, "86": 1687, "91": 1654, "92": 1668, "96": 1655,
}  # fmt: skip
"""The resolution of the Standing Committee of 16 June 2025 on the communes of each province, by the province's code."""

_REFERENCE = "Văn bản dẫn chiếu cho việc sắp xếp đơn vị hành chính, không có số liệu chỉ tiêu."


GAZETTEER = f"{PACKAGE}-{VERSION}"
"""The id of the document that stands for the gazetteer."""


def laws_of(province: Place) -> Laws:
    """The documents that say what became of the units that a province came of."""
    number = f"{_RESOLUTIONS[province.code]}/NQ-UBTVQH15"
    return Laws("202-2025-QH15", "203-2025-QH15", f"{number.replace('/', '-')}-2025", number)


def documents(source: Gazetteer, province: Place, *, merged: bool, past: bool) -> Iterator[Source]:
    """The documents, the oldest first; that on districts only where the portal has some."""
    laws = laws_of(province)
    name = words.inline(named(Level.PROVINCE, province.name).name)
    yield _index()
    if merged:
        yield Source(
            id=laws.provinces,
            slug="nghi-quyet-202-2025-qh15",
            number="202/2025/QH15",
            title="Nghị quyết sắp xếp đơn vị hành chính cấp tỉnh năm 2025",
            kind="Nghị quyết",
            issuer="Quốc hội",
            issued_on=date(2025, 6, 12),
            about=f"Sắp xếp các tỉnh, thành phố trong cả nước; {_arranged(source, province)}.",
            note=_REFERENCE,
        )
    if past:
        yield Source(
            id=laws.districts,
            slug="nghi-quyet-203-2025-qh15",
            number="203/2025/QH15",
            title="Nghị quyết sửa đổi Hiến pháp về chính quyền địa phương hai cấp",
            kind="Nghị quyết",
            issuer="Quốc hội",
            issued_on=date(2025, 6, 16),
            about="Sửa một số điều của Hiến pháp; đơn vị hành chính cấp huyện trong cả nước kết thúc hoạt động từ "
            "ngày 01/7/2025.",
            note="Văn bản dẫn chiếu cho việc bãi bỏ cấp huyện, không có số liệu chỉ tiêu.",
        )
    relation = (
        " Quan hệ giữa xã cũ và xã mới lấy theo danh mục mở, chưa đối chiếu từng xã với nghị quyết." if past else ""
    )
    yield Source(
        id=laws.communes,
        slug=f"nghi-quyet-{laws.communes_number.replace('/', '-').lower()}",
        number=laws.communes_number,
        title=f"Nghị quyết sắp xếp đơn vị hành chính cấp xã của {name} năm 2025",
        kind="Nghị quyết",
        issuer="Ủy ban Thường vụ Quốc hội",
        issued_on=date(2025, 6, 16),
        about=f"Sắp xếp các đơn vị hành chính cấp xã của {name} từ ngày 01/7/2025.",
        note=f"{_REFERENCE}{relation}",
    )
    yield _list(past=past)


def _arranged(source: Gazetteer, province: Place) -> str:
    """`tỉnh Đồng Nai hình thành từ tỉnh Bình Phước và tỉnh Đồng Nai`."""
    names = [named(Level.PROVINCE, source.former_provinces[key].name).name for key in source.origins[province.key]]
    *first, last = map(words.inline, names)
    return f"{words.inline(province.name)} hình thành từ {', '.join(first)} và {last}"


def _index() -> Source:
    return Source(
        id="766-QD-TTg-2022",
        slug="quyet-dinh-766-qd-ttg-2022",
        number="766/QĐ-TTg",
        title="Bộ chỉ số chấm chất lượng phục vụ người dân, doanh nghiệp",
        kind="Quyết định",
        issuer="Thủ tướng Chính phủ",
        issued_on=date(2022, 6, 23),
        about="Quy định cách chấm điểm trên thang 100, theo năm nhóm, chất lượng phục vụ người dân, doanh nghiệp của "
        "bộ, ngành và ủy ban nhân dân các cấp khi giải quyết thủ tục hành chính.",
        note="Văn bản dẫn chiếu, không có số liệu chỉ tiêu.",
    )


def _list(*, past: bool) -> Source:
    before = ", các đơn vị trước ngày 01/7/2025 và đơn vị kế tiếp của chúng" if past else ""
    return Source(
        id=GAZETTEER,
        slug=f"bo-du-lieu-{GAZETTEER.replace('.', '-')}",
        number=f"{PACKAGE} {VERSION}",
        title="Danh mục mở về đơn vị hành chính Việt Nam",
        kind="Bộ dữ liệu",
        issuer="Tran Ngoc Minh Hieu",
        issued_on=RELEASED,
        about=f"Tên, mã và tọa độ của các đơn vị hành chính{before}.",
        url=f"https://pypi.org/project/{PACKAGE}/{VERSION}/",
        sha256=SHA256,
        note="Danh mục do cá nhân lập và cấp phép theo giấy phép MIT, không phải văn bản của cơ quan nhà nước; dùng để "
        "khai đơn vị, không có số liệu chỉ tiêu."
        + (" Những chỗ danh mục lẫn hai xã cùng tên của hai huyện đã được bỏ." if past else ""),
    )
