"""Errors of the gazetteer are neither published as lineage nor as points."""

from dataclasses import replace

from generator.founding.gazetteer import Gazetteer, GazetteerUnit
from generator.founding.gazetteer_errors import successors_without_namesakes, units_with_wrong_points


def place(key: str, name: str, lat: float, lon: float = 106.0) -> GazetteerUnit:
    return GazetteerUnit(key, name, "", lat, lon, key.rpartition("_")[0])


def test_no_commune_has_the_successors_of_a_namesake(source: Gazetteer) -> None:
    """31 successors belong to namesakes. Every former commune still has a successor, and every present one a
    predecessor."""
    found = successors_without_namesakes(source)
    assert sum(len(source.successors[key]) - len(found[key]) for key in found) == 31
    assert all(found.values())
    assert {key for following in found.values() for key in following} == set(source.communes)


def test_wards_with_numbers_as_names(source: Gazetteer) -> None:
    """Phường 4 exists in Tây Ninh city and in Tân An, 86 km apart; also in Sa Đéc and in Cao Lãnh."""
    found = successors_without_namesakes(source)
    assert found["tinhtayninh_thanhphotayninh_phuong4"] == ("tinhtayninh_phuongtanninh",)
    assert found["tinhlongan_thanhphotanan_phuong4"] == ("tinhtayninh_phuonglongan",)
    followers = {key: found[f"{key}_phuong4"] for key in ("tinhdongthap_thanhphosadec", "tinhdongthap_thanhphocaolanh")}
    assert followers == {
        "tinhdongthap_thanhphosadec": ("tinhdongthap_phuongsadec",),
        "tinhdongthap_thanhphocaolanh": ("tinhdongthap_phuongcaolanh",),
    }


def test_even_the_main_successor_may_be_wrong(source: Gazetteer) -> None:
    """According to the gazetteer, Xã Phú Tân of Hậu Giang mainly became a commune of Sóc Trăng."""
    assert source.successors["tinhhaugiang_huyenchauthanh_xaphutan"][0] == "thanhphocantho_xathuanhoa"
    assert successors_without_namesakes(source)["tinhhaugiang_huyenchauthanh_xaphutan"] == ("thanhphocantho_xaphuhuu",)


def test_a_divided_commune_keeps_its_successors(source: Gazetteer) -> None:
    """Exactly ten communes of Tây Ninh were divided, as in the province's own list."""
    found = successors_without_namesakes(source)
    divided = [key for key in found if key.startswith("tinhtayninh_") and len(found[key]) > 1]
    assert len(divided) == 10


def test_a_point_far_from_all_related_units_is_misplaced(source: Gazetteer) -> None:
    """A degree of latitude is 111 km. So x_b is 55 km from its predecessor, and x_a 22 km."""
    invented = replace(
        source,
        communes={"x_a": place("x_a", "Xã A", 10.0), "x_b": place("x_b", "Xã B", 11.0)},
        former_districts={},
        former_communes={"x_d_a": place("x_d_a", "Xã A", 10.2), "x_d_b": place("x_d_b", "Xã B", 10.5)},
    )
    assert units_with_wrong_points(invented, {"x_d_a": ("x_a",), "x_d_b": ("x_b",)}) == {"x_b"}
    assert units_with_wrong_points(invented, {"x_d_a": ("x_a",), "x_d_b": ("x_b", "x_a")}) == {"x_b", "x_d_b"}


def test_points_of_islands_are_kept(source: Gazetteer) -> None:
    """Trường Sa and Hoàng Sa are far from the mainland, and their points are correct."""
    found = units_with_wrong_points(source, successors_without_namesakes(source))
    names = {key.rpartition("_")[2] for key in found}
    assert len(found) == 24
    assert not names & {"dackhutruongsa", "dackhuhoangsa", "dackhuphuquoc"}
    assert not any(key.startswith("tinhtayninh") for key in found)
