"""Kinds, short names, aliases, ids and slugs."""

import pytest

from generator.formats import slug
from generator.founding.naming import UnitName, choose_distinct_names, unit_name_of
from generator.model import Level, UnitKind

NAMES = [
    (Level.PROVINCE, "Tỉnh Đồng Nai", UnitName(UnitKind.PROVINCE, "Tỉnh Đồng Nai", "Đồng Nai", "Đồng Nai", ())),
    (
        Level.PROVINCE,
        "Thành phố Huế",
        UnitName(UnitKind.CITY_PROVINCE, "Thành phố Huế", "Huế", "Huế", ("TP Huế",)),
    ),
    (
        Level.DISTRICT,
        "Thành Phố Bắc Kạn",
        UnitName(UnitKind.CITY, "Thành phố Bắc Kạn", "TP. Bắc Kạn", "Bắc Kạn", ("TP Bắc Kạn",)),
    ),
    (Level.DISTRICT, "Quận 1", UnitName(UnitKind.URBAN_DISTRICT, "Quận 1", "Q. 1", "1", ("Q 1", "Q1"))),
    (Level.COMMUNE, "Phường 15", UnitName(UnitKind.WARD, "Phường 15", "Phường 15", "15", ("P. 15", "P15"))),
    (
        Level.COMMUNE,
        "Thị Trấn Óc Eo",
        UnitName(UnitKind.TOWNSHIP, "Thị trấn Óc Eo", "TT. Óc Eo", "Óc Eo", ("TT Óc Eo",)),
    ),
    (
        Level.COMMUNE,
        "Đặc khu Phú Quốc",
        UnitName(UnitKind.SPECIAL_ZONE, "Đặc khu Phú Quốc", "Đặc khu Phú Quốc", "Phú Quốc", ("ĐK Phú Quốc",)),
    ),
]


@pytest.mark.parametrize(("level", "name", "expected"), NAMES)
def test_the_kind_follows_from_the_name(level: Level, name: str, expected: UnitName) -> None:
    """The kind follows from the name, not from another column of the gazetteer. That column contradicts seven names."""
    assert unit_name_of(level, name) == expected


def test_a_name_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind"):
        unit_name_of(Level.COMMUNE, "Huyện Củ Chi")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Phan Rang - Tháp Chàm", "phan-rang-thap-cham"),
        ("M'Drắk", "m-drak"),
        ("Đắk N'Drung", "dak-n-drung"),
        ("Hòa Thành", "hoa-thanh"),
    ],
)
def test_a_name_within_an_address(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_all_keys_that_share_a_name_get_a_longer_one() -> None:
    """No key keeps the short name, so that the result does not depend on their order. A key of an earlier group does
    keep it."""
    groups: list[dict[str, tuple[str, ...]]] = [
        {"today": ("xa-a",)},
        {"one": ("xa-b", "xa-b-x"), "two": ("xa-b", "xa-b-y"), "three": ("xa-a", "xa-a-x"), "four": ("xa-c", "xa-c-x")},
    ]
    chosen = {"today": "xa-a", "one": "xa-b-x", "two": "xa-b-y", "three": "xa-a-x", "four": "xa-c"}
    assert choose_distinct_names(groups) == chosen
    backwards = [groups[0], dict(reversed(groups[1].items()))]
    assert choose_distinct_names(backwards) == chosen


def test_names_that_cannot_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="told apart"):
        choose_distinct_names([{"one": ("xa-a",), "two": ("xa-a",)}])
