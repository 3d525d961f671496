"""Kinds, short names, other names, ids and slugs."""

import pytest

from generator.formats import slug
from generator.founding.naming import Named, named, told_apart
from generator.model import Level, UnitKind

NAMES = [
    (Level.PROVINCE, "Tỉnh Đồng Nai", Named(UnitKind.PROVINCE, "Tỉnh Đồng Nai", "Đồng Nai", "Đồng Nai", ())),
    (
        Level.PROVINCE,
        "Thành phố Huế",
        Named(UnitKind.CITY_PROVINCE, "Thành phố Huế", "Huế", "Huế", ("TP Huế",)),
    ),
    (
        Level.DISTRICT,
        "Thành Phố Bắc Kạn",
        Named(UnitKind.CITY, "Thành phố Bắc Kạn", "TP. Bắc Kạn", "Bắc Kạn", ("TP Bắc Kạn",)),
    ),
    (Level.DISTRICT, "Quận 1", Named(UnitKind.URBAN_DISTRICT, "Quận 1", "Q. 1", "1", ("Q 1", "Q1"))),
    (Level.COMMUNE, "Phường 15", Named(UnitKind.WARD, "Phường 15", "Phường 15", "15", ("P. 15", "P15"))),
    (
        Level.COMMUNE,
        "Thị Trấn Óc Eo",
        Named(UnitKind.TOWNSHIP, "Thị trấn Óc Eo", "TT. Óc Eo", "Óc Eo", ("TT Óc Eo",)),
    ),
    (
        Level.COMMUNE,
        "Đặc khu Phú Quốc",
        Named(UnitKind.SPECIAL_ZONE, "Đặc khu Phú Quốc", "Đặc khu Phú Quốc", "Phú Quốc", ("ĐK Phú Quốc",)),
    ),
]


@pytest.mark.parametrize(("level", "name", "expected"), NAMES)
def test_a_name_tells_its_kind(level: Level, name: str, expected: Named) -> None:
    """The name, not another column of the gazetteer: that one contradicts seven names."""
    assert named(level, name) == expected


def test_a_name_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind"):
        named(Level.COMMUNE, "Huyện Củ Chi")


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


def test_names_are_lengthened_for_all_that_share_one() -> None:
    """Neither keeps the short name, so that it does not depend on which comes first; an earlier group does keep it."""
    groups = [
        {"today": ("xa-a",)},
        {"one": ("xa-b", "xa-b-x"), "two": ("xa-b", "xa-b-y"), "three": ("xa-a", "xa-a-x"), "four": ("xa-c", "xa-c-x")},
    ]
    chosen = {"today": "xa-a", "one": "xa-b-x", "two": "xa-b-y", "three": "xa-a-x", "four": "xa-c"}
    assert told_apart(groups) == chosen
    backwards = [groups[0], dict(reversed(groups[1].items()))]
    assert told_apart(backwards) == chosen


def test_names_that_cannot_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="told apart"):
        told_apart([{"one": ("xa-a",), "two": ("xa-a",)}])
