"""Names in the spellings of offices lead to the right unit or to a question, never to a wrong unit."""

import unicodedata
from dataclasses import replace
from typing import TypedDict

import pytest

from generator.formats import fold
from generator.importing.phrases.names import Names, UnclearName, UnitOrLevel
from generator.importing.phrases.row_names import aggregate_of, level_in
from generator.importing.phrases.text_keys import abbreviates, text_key
from generator.model import Level, Period, Portal, UnitKind

MAY = Period(2024, month=5)


@pytest.fixture(scope="module")
def names(real: Portal) -> Names:
    return Names(real, real.units["tay-ninh"], MAY, {})


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Sở GTVT", "so-giao-thong-van-tai"),
        ("Sở Giao thông Vận tải", "so-giao-thong-van-tai"),
        ("Sở Nông nghiệp và PTNT", "so-nong-nghiep-va-phat-trien-nong-thon"),
        ("Sở NN & PTNT", "so-nong-nghiep-va-phat-trien-nong-thon"),
        ("Sở LĐTB&XH", "so-lao-dong-thuong-binh-va-xa-hoi"),
        ("Sở Văn hóa - Thể thao - Du lịch", "so-van-hoa-the-thao-va-du-lich"),
        ("BQL Khu Kinh tế tỉnh", "bql-khu-kinh-te"),
        ("Thanh tra", "thanh-tra"),
        ("UBND huyện Tân Biên", "tan-bien"),
        ("Uỷ ban nhân dân thị xã Hoà Thành", "hoa-thanh"),
        ("THÀNH PHỐ TÂY NINH", "tay-ninh"),
        ("TP. Tây Ninh", "tay-ninh"),
        ("H. Dương Minh Châu", "duong-minh-chau"),
        ("TT. Tân Biên", "tan-bien.thi-tran-tan-bien"),
        ("P.1", "tay-ninh.phuong-1"),
        ("xa tan lap", "tan-bien.xa-tan-lap"),
        ("Xã Tân Bình (Tân Biên)", "tan-bien.xa-tan-binh"),
        ("Xã Tân Bình, huyện Tân Biên", "tan-bien.xa-tan-binh"),
        ("Sở Y tế tỉnh Tây Ninh", "so-y-te"),
        ("Sở Y tế Tây Ninh", "so-y-te"),
        ("Sở Giao thông vận tải, tỉnh Tây Ninh", "so-giao-thong-van-tai"),
        ("HĐND và UBND huyện Tân Biên", "tan-bien"),
        ("HĐND-UBND xã Tân Lập", "tan-bien.xa-tan-lap"),
        ("Hội đồng nhân dân & Ủy ban nhân dân xã Tân Lập", "tan-bien.xa-tan-lap"),
        ("Sở Lao \N{LATIN SMALL LETTER ETH}ộng - Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi"),
    ],
)
def test_names_and_abbreviations(names: Names, text: str, unit: str) -> None:
    """Committees, kinds, initials, capitals and the placement of tones; names without diacritics if one unit fits."""
    assert names.find(text) == UnitOrLevel(f"tay-ninh.{unit}")
    assert names.find(unicodedata.normalize("NFD", text)) == UnitOrLevel(f"tay-ninh.{unit}")


@pytest.mark.parametrize(
    "text",
    ["Thuế tỉnh Tây Ninh", "Công an tỉnh Tây Ninh", "Kho bạc Nhà nước Tây Ninh", "Sở Vũ trụ tỉnh Tây Ninh"],
)
def test_a_body_of_the_province_is_not_the_province(names: Names, text: str) -> None:
    """The figures of a ministry's branch are not offered as those of the whole province."""
    found = names.find(text)
    assert isinstance(found, UnclearName)
    assert "tay-ninh" not in [unit.id for unit in found.candidates]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Trung tâm Phục vụ hành chính công xã Tân Lập", "tan-bien.xa-tan-lap"),
        ("VP HĐND&UBND xã Tân Lập", "tan-bien.xa-tan-lap"),
        ("Bộ phận Một cửa huyện Tân Biên", "tan-bien"),
        ("Xã Tân Lập - Tân Biên", "tan-bien.xa-tan-lap"),
        ("Tỉnh Tây Nin", ""),
    ],
)
def test_a_unit_named_in_a_part_of_the_text_is_offered_first(names: Names, text: str, unit: str) -> None:
    """It is not taken without a question: the office may have other figures than the unit."""
    found = names.find(text)
    assert isinstance(found, UnclearName)
    assert found.candidates[0].id == f"tay-ninh.{unit}".rstrip(".")


@pytest.mark.parametrize(
    "text",
    ["Tỉnh Tây Ninh (cũ)", "Xã Hòa Hội (cũ)", "Xã Phước Vinh (đã giải thể)", "Xã Tân Lập (trước sáp nhập)"],
)
def test_words_in_brackets_can_mean_another_unit(real: Portal, text: str) -> None:
    """The figure of a unit that no longer exists does not belong to the new unit with the same name."""
    found = Names(real, real.units["tay-ninh-2025"], Period(2025, month=10), {}).find(text)
    assert isinstance(found, UnclearName)
    assert found.message == f"có ghi thêm “{text[text.index('(') :]}”, chưa rõ là đơn vị nào"


@pytest.mark.parametrize("addition", ["(1)", "(*)", "(25459)", "(tỉnh Tây Ninh)"])
def test_brackets_without_a_meaning(real: Portal, addition: str) -> None:
    found = Names(real, real.units["tay-ninh-2025"], Period(2025, month=10), {}).find(f"Phường Tân Ninh {addition}")
    assert found == UnitOrLevel("tay-ninh-2025.phuong-tan-ninh")


def test_a_name_without_its_kind_is_searched_in_the_level(names: Names) -> None:
    """`Tân Biên` is a district in a table of districts, and a township in a table of communes."""
    assert names.find("Tân Biên", Level.DISTRICT) == UnitOrLevel("tay-ninh.tan-bien")
    assert names.find("Tân Biên", Level.COMMUNE) == UnitOrLevel("tay-ninh.tan-bien.thi-tran-tan-bien")


def test_a_name_of_two_units(names: Names) -> None:
    """The row of a district above it decides. Without such a row, both are offered and none is chosen."""
    found = names.find("Xã Tân Bình", Level.COMMUNE)
    assert isinstance(found, UnclearName)
    assert [unit.parent_id for unit in found.candidates] == ["tay-ninh.tay-ninh", "tay-ninh.tan-bien"]
    assert found.hint == "thêm dòng tên huyện ở trên"
    assert names.find("Xã Tân Bình", Level.COMMUNE, "tay-ninh.tan-bien") == UnitOrLevel("tay-ninh.tan-bien.xa-tan-binh")


class UnitFields(TypedDict, total=False):
    name: str
    kind: UnitKind
    code: str


@pytest.mark.parametrize(
    ("other", "hint"),
    [
        # A commune and a ward have the same name without their kinds, in a province without districts.
        ({"name": "Phường Tân Lập", "kind": UnitKind.WARD, "code": "99999"}, "ghi đủ tên như trên"),
        ({"code": "99999"}, "thêm cột “Mã” ghi mã hành chính của đơn vị"),
        ({"code": ""}, ""),
    ],
)
def test_the_hint_for_namesakes_in_a_province_without_districts(real: Portal, other: UnitFields, hint: str) -> None:
    """Since July 2025 there are no districts, so the hint does not ask for a row with the district."""
    first = real.units["tay-ninh-2025.xa-tan-lap"]
    twin = replace(first, id="tay-ninh-2025.tan-lap-2", **other)
    portal = replace(real, units={**real.units, twin.id: twin})
    found = Names(portal, real.units["tay-ninh-2025"], Period(2025, month=10), {}).find("Tân Lập", Level.COMMUNE)
    assert isinstance(found, UnclearName)
    assert [unit.id for unit in found.candidates] == [first.id, twin.id]
    assert found.hint == hint


def test_another_tone_means_another_commune(names: Names) -> None:
    """`Xã Thanh Bình` may be a typing error for `Xã Thạnh Bình`, so it causes a question."""
    found = names.find("Xã Thanh Bình", Level.COMMUNE)
    assert isinstance(found, UnclearName)
    assert "tay-ninh.tan-bien.xa-thanh-binh" in [unit.id for unit in found.candidates]


def test_the_successors_of_an_inactive_unit_are_offered(real: Portal) -> None:
    """In September 2025, the name of an old commune causes a question, which offers the new commune.

    In the new province, the same name leads to the new commune.
    """
    old = Names(real, real.units["tay-ninh"], Period(2025, month=9), {})
    found = old.find("Xã Tân Hội")
    assert isinstance(found, UnclearName)
    assert [unit.id for unit in found.candidates] == ["tay-ninh-2025.xa-tan-hoi"]
    assert "30/06/2025" in found.message
    new = Names(real, real.units["tay-ninh-2025"], Period(2025, month=9), {})
    assert new.find("Xã Tân Hội") == UnitOrLevel("tay-ninh-2025.xa-tan-hoi")


def test_a_namesake_before_the_merger_is_mentioned(real: Portal) -> None:
    """If the table lists the communes of before, the one whose name the new commune kept is meant by that name too."""
    units = dict(real.units)
    old, new = units["tay-ninh.tan-chau.xa-tan-hoi"], units["tay-ninh-2025.xa-tan-hoi"]
    others = [link for link in real.lineage if link.successor_id == new.id and link.predecessor_id != old.id]
    assert old.name == new.name
    found = Names(real, units["tay-ninh"], Period(2025, month=9), {}).find(units[others[0].predecessor_id].name)
    assert isinstance(found, UnclearName)
    assert "dòng “Xã Tân Hội” cũng là số của đơn vị cũ cùng tên" in found.hint


def test_whole_levels(names: Names) -> None:
    assert names.find("UBND các huyện, thị xã, thành phố") == UnitOrLevel("tay-ninh", Level.DISTRICT)
    assert names.find("Các xã, phường, thị trấn") == UnitOrLevel("tay-ninh", Level.COMMUNE)


def test_a_decision_has_priority(real: Portal) -> None:
    """Decisions are used, also those for a name that follows a certain other row."""
    decided = {
        text_key("Xã Bình Minh / Xã Tân Bình"): "tay-ninh.tay-ninh.xa-tan-binh",
        text_key("Văn phòng"): "skip",
        text_key("Khối xã"): "tay-ninh:commune:mean",
    }
    names = Names(real, real.units["tay-ninh"], MAY, decided)
    assert names.find("Xã Tân Bình", previous_name="Xã Bình Minh") == UnitOrLevel("tay-ninh.tay-ninh.xa-tan-binh")
    assert isinstance(names.find("Xã Tân Bình", previous_name="Thị trấn Tân Biên"), UnclearName)
    assert names.find("Văn phòng") == UnitOrLevel("skip")
    assert names.find("Khối xã") == UnitOrLevel("tay-ninh", "commune:mean")


def test_names_of_summary_rows() -> None:
    names = {"Tổng": "total", "TỔNG CỘNG": "total", "Tỷ lệ bình quân": "mean", "Trung bình": "mean", "Sở Y tế": ""}
    assert {name: aggregate_of(name) for name in names} == names


def test_levels_in_titles() -> None:
    assert level_in("3/ Cấp xã") is Level.COMMUNE
    assert level_in("II. UBND các huyện, thị xã, thành phố") is Level.DISTRICT
    assert level_in("Chỉ tiêu cấp tỉnh, cấp huyện, cấp xã") is None


def test_initials() -> None:
    """Initials must stand for all the words, in their order."""
    assert abbreviates(("sở", "gtvt"), ("sở", "giao", "thông", "vận", "tải"))
    assert not abbreviates(("sở", "gt"), ("sở", "giao", "thông", "vận", "tải"))
    assert not abbreviates(("sở", "gtvtx"), ("sở", "giao", "thông", "vận", "tải"))


def test_no_unit_is_mistaken_for_another(real: Portal) -> None:
    """Every spelling of a unit's name leads to that unit, or to a question that offers it."""
    names = Names(real, real.units["tay-ninh"], MAY, {})
    for unit in names.units:
        spelled = [unit.name, unit.short_name, *unit.aliases, unit.name.upper(), f"UBND {unit.name}", fold(unit.name)]
        for text in spelled:
            found = names.find(text, unit.level)
            if isinstance(found, UnclearName):
                assert unit in found.candidates, text
            else:
                assert found == UnitOrLevel(unit.id), text


@pytest.mark.parametrize("name", ["Xã Hiệp Ninh", "UBND xã Hiệp Ninh", "TT Hiệp Ninh"])
def test_a_unit_of_the_same_name_and_another_kind_is_offered_first(names: Names, name: str) -> None:
    """A commune that became a ward is still called a commune, which is no reason to offer another commune."""
    found = names.find(name)
    assert isinstance(found, UnclearName)
    assert found.candidates[0].id == "tay-ninh.tay-ninh.phuong-hiep-ninh"


def test_a_unit_of_a_province_that_merged_is_offered_first(real: Portal) -> None:
    """A report after the merger lists the districts of both provinces. `Huyện Tân Biên` is no misspelt name."""
    link = next(link for link in real.lineage if link.predecessor_id == "tay-ninh")
    merged = replace(real, lineage=(*real.lineage, replace(link, predecessor_id="soc-trang")))
    for within in ("soc-trang", "tay-ninh-2025"):
        found = Names(merged, real.units[within], MAY, {}).find("Huyện Tân Biên", Level.DISTRICT)
        assert isinstance(found, UnclearName)
        assert found.candidates[0].id == "tay-ninh.tan-bien"
        assert found.hint.startswith("có phải Huyện Tân Biên (Tỉnh Tây Ninh) (tay-ninh.tan-bien)")
    found = Names(real, real.units["soc-trang"], MAY, {}).find("Huyện Tân Biên", Level.DISTRICT)
    assert isinstance(found, UnclearName)
    assert "tay-ninh.tan-bien" not in found.hint
