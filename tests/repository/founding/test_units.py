"""The units of a portal from the gazetteer: present ones, former ones, and their successors."""

from datetime import date

import pytest

from generator.formats import is_slug
from generator.founding.command import with_corrected_successors
from generator.founding.departments import PROPOSED, departments
from generator.founding.documents import resolution_of
from generator.founding.gazetteer import Gazetteer
from generator.founding.units import Territory, territory
from generator.model import Level, LineageKind, UnitKind


def made(source: Gazetteer, key: str, *, past: bool = True) -> Territory:
    """Returns the units of a present province."""
    source = with_corrected_successors(source)
    province = source.provinces[key]
    offices = departments(PROPOSED, city=key.startswith("thanhpho"))
    return territory(source, province, offices, resolution_of(province), past=past)


def slugs_by_id(found: Territory) -> dict[str, str]:
    """Returns the slug of each unit by its id."""
    return {unit.id: unit.slug for unit in found.units.values()}


def followers(found: Territory, id_: str) -> list[tuple[str, LineageKind]]:
    return [(row.successor_id, row.kind) for row in found.lineage if row.predecessor_id == id_]


def test_a_province_that_merged_with_another(source: Gazetteer) -> None:
    """The present Đồng Nai keeps the name and the slug. The former one of that name has the year of its end added."""
    found = made(source, "tinhdongnai")
    today, *former = [unit for unit in found.units.values() if unit.level is Level.PROVINCE]
    assert (today.id, today.slug, today.code, today.active_from) == ("dong-nai", "dong-nai", "75", date(2025, 7, 1))
    assert [(unit.id, unit.short_name, unit.active_to) for unit in former] == [
        ("binh-phuoc", "Bình Phước", date(2025, 6, 30)),
        ("dong-nai-den-2025", "Đồng Nai (đến 6/2025)", date(2025, 6, 30)),
    ]
    assert [followers(found, unit.id) for unit in former] == [[("dong-nai", LineageKind.MERGED)]] * 2


def test_a_province_that_did_not_merge_is_one_unit(source: Gazetteer) -> None:
    """The former districts and communes belong to the same unit as those of today."""
    found = made(source, "tinhcaobang")
    (province,) = [unit for unit in found.units.values() if unit.level is Level.PROVINCE]
    assert (province.id, province.active_from, province.active_to) == ("cao-bang", None, None)
    assert {unit.parent_id for unit in found.units.values() if unit.level is Level.DISTRICT} == {"cao-bang"}
    assert found.former_provinces == ()


def test_without_the_past_ids_and_addresses_are_the_same(source: Gazetteer) -> None:
    """So the past can be added to a portal later."""
    whole = slugs_by_id(made(source, "tinhdongnai"))
    today = slugs_by_id(made(source, "tinhdongnai", past=False))
    assert len(today) == 1 + 12 + 95
    assert {id_: whole[id_] for id_ in today} == today


def test_two_communes_of_one_name_have_addresses_that_differ(source: Gazetteer) -> None:
    """Present communes with the same name up to diacritics are distinguished by codes. Former ones are distinguished by
    their district, or by code if they were in one district."""
    found = slugs_by_id(made(source, "tinhdongnai"))
    assert found["dong-nai.xa-loc-thanh-25280"] == "xa-loc-thanh-25280"
    assert found["dong-nai.xa-loc-thanh-25294"] == "xa-loc-thanh-25294"
    assert found["binh-phuoc.loc-ninh.xa-loc-thanh-25280"] == "xa-loc-thanh-loc-ninh-25280"
    tay_ninh = slugs_by_id(made(source, "tinhtayninh"))
    assert tay_ninh["tay-ninh-den-2025.tan-bien.xa-tan-binh"] == "xa-tan-binh-tan-bien"
    assert tay_ninh["tay-ninh-den-2025.tay-ninh.xa-tan-binh"] == "xa-tan-binh-tay-ninh"
    assert tay_ninh["tay-ninh-den-2025.chau-thanh"] == "huyen-chau-thanh-tay-ninh"
    assert tay_ninh["long-an.chau-thanh"] == "huyen-chau-thanh-long-an"


def test_successors_of_former_units(source: Gazetteer) -> None:
    """Cases: divided with the main part first, continued under another name, ended, and a district that became a
    commune."""
    found = made(source, "thanhphohochiminh")
    assert followers(found, "ba-ria-vung-tau.con-dao") == [("ho-chi-minh.dac-khu-con-dao", LineageKind.RENAMED)]
    assert followers(found, "ho-chi-minh-den-2025.cu-chi") == [("", LineageKind.ABOLISHED)]
    assert followers(found, "ho-chi-minh-den-2025.tan-binh.phuong-15") == [
        ("ho-chi-minh.phuong-tan-son", LineageKind.SPLIT),
        ("ho-chi-minh.phuong-tan-binh", LineageKind.SPLIT),
    ]
    da_nang = made(source, "thanhphodanang")
    assert followers(da_nang, "quang-nam.nam-giang.thi-tran-thanh-my") == [("da-nang.xa-thanh-my", LineageKind.RENAMED)]
    can_tho = made(source, "thanhphocantho")
    assert followers(can_tho, "can-tho-den-2025.thoi-lai.xa-tan-thanh") == [
        ("can-tho.xa-truong-thanh", LineageKind.MERGED)
    ]


def test_the_note_states_that_a_code_was_another_communes(source: Gazetteer) -> None:
    """The State reuses official codes."""
    units = {unit.id: unit for unit in made(source, "tinhdongnai").units.values()}
    assert units["dong-nai.xa-dong-phu"].note == "Mã 25363 trước ngày 01/07/2025 là mã của thị trấn Tân Phú"


def test_kinds_that_only_some_provinces_have(source: Gazetteer) -> None:
    units = {unit.id: unit for unit in made(source, "tinhangiang").units.values()}
    assert units["an-giang.dac-khu-phu-quoc"].kind is UnitKind.SPECIAL_ZONE
    hanoi = {unit.id: unit for unit in made(source, "thanhphohanoi").units.values()}
    assert hanoi["ha-noi.ba-dinh"].kind is UnitKind.URBAN_DISTRICT
    assert hanoi["ha-noi.thanh-tra-thanh-pho"].name == "Thanh tra thành phố"


def test_every_province_can_be_created_with_its_past(source: Gazetteer) -> None:
    """Every former unit has a successor or ended, every present commune has a predecessor, and all ids and slugs
    differ."""
    communes = 0
    for key in source.provinces:
        found = made(source, key)
        units = found.units.values()
        assert len({unit.id for unit in units}) == len({unit.slug for unit in units}) == len(units)
        assert all(is_slug(unit.slug) and len(unit.slug) <= 50 for unit in units)
        ended = {unit.id for unit in units if unit.active_to}
        assert {row.predecessor_id for row in found.lineage} == ended
        today = {unit.id for unit in units if unit.level is Level.COMMUNE and not unit.active_to}
        assert today <= {row.successor_id for row in found.lineage}
        communes += len(today)
    assert communes == 3321


@pytest.mark.parametrize(
    ("name", "short_name", "aliases"),
    [
        ("Sở Nội vụ", "Sở Nội vụ", ("snv", "Sở NV")),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở VH,TT&DL", ("svhttdl", "Sở VHTTDL")),
        ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", ("sgddt", "sgdđt", "Sở GDĐT")),
        ("Thanh tra tỉnh", "Thanh tra tỉnh", ("ttt",)),
    ],
)
def test_departments_are_abbreviated_as_offices_do(name: str, short_name: str, aliases: tuple[str, ...]) -> None:
    found = {item.name: item for item in departments(PROPOSED, city=False)}
    assert (found[name].short_name, found[name].aliases) == (short_name, aliases)
