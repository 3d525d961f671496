"""What the gazetteer got wrong is neither published as lineage nor drawn as a place."""

from dataclasses import replace

from generator.founding.doubts import misplaced, untangled
from generator.founding.gazetteer import Gazetteer, GazetteerUnit


def place(key: str, name: str, lat: float, lon: float = 106.0) -> GazetteerUnit:
    return GazetteerUnit(key, name, "", lat, lon, key.rpartition("_")[0])


def test_a_commune_does_not_take_parts_of_another_of_its_name(source: Gazetteer) -> None:
    """31 successors belong to namesakes; every commune is still followed, every one comes of some."""
    found = untangled(source)
    assert sum(len(source.successors[key]) - len(found[key]) for key in found) == 31
    assert all(found.values())
    assert {key for following in found.values() for key in following} == set(source.communes)


def test_wards_called_by_numbers(source: Gazetteer) -> None:
    """Phường 4 of Tây Ninh city and of Tân An, 86 km from one another; of Sa Đéc and of Cao Lãnh."""
    found = untangled(source)
    assert found["tinhtayninh_thanhphotayninh_phuong4"] == ("tinhtayninh_phuongtanninh",)
    assert found["tinhlongan_thanhphotanan_phuong4"] == ("tinhtayninh_phuonglongan",)
    followers = {key: found[f"{key}_phuong4"] for key in ("tinhdongthap_thanhphosadec", "tinhdongthap_thanhphocaolanh")}
    assert followers == {
        "tinhdongthap_thanhphosadec": ("tinhdongthap_phuongsadec",),
        "tinhdongthap_thanhphocaolanh": ("tinhdongthap_phuongcaolanh",),
    }


def test_the_main_part_may_be_the_wrong_one(source: Gazetteer) -> None:
    """Xã Phú Tân of Hậu Giang mainly became, it says, a commune of Sóc Trăng."""
    assert source.successors["tinhhaugiang_huyenchauthanh_xaphutan"][0] == "thanhphocantho_xathuanhoa"
    assert untangled(source)["tinhhaugiang_huyenchauthanh_xaphutan"] == ("thanhphocantho_xaphuhuu",)


def test_a_commune_that_was_divided_stays_so(source: Gazetteer) -> None:
    """The ten of Tây Ninh that its list knows, and no other."""
    found = untangled(source)
    divided = [key for key in found if key.startswith("tinhtayninh_") and len(found[key]) > 1]
    assert len(divided) == 10


def test_a_point_far_from_all_that_belong_to_it_is_no_place(source: Gazetteer) -> None:
    """A degree of latitude is 111 km: b lies 55 km from what became it, a 22 km."""
    invented = replace(
        source,
        communes={"x_a": place("x_a", "Xã A", 10.0), "x_b": place("x_b", "Xã B", 11.0)},
        former_districts={},
        former_communes={"x_d_a": place("x_d_a", "Xã A", 10.2), "x_d_b": place("x_d_b", "Xã B", 10.5)},
    )
    assert misplaced(invented, {"x_d_a": ("x_a",), "x_d_b": ("x_b",)}) == {"x_b"}
    assert misplaced(invented, {"x_d_a": ("x_a",), "x_d_b": ("x_b", "x_a")}) == {"x_b", "x_d_b"}


def test_islands_are_left_where_they_are(source: Gazetteer) -> None:
    """Trường Sa and Hoàng Sa lie far from the mainland, and belong on the map."""
    found = misplaced(source, untangled(source))
    names = {key.rpartition("_")[2] for key in found}
    assert len(found) == 24
    assert not names & {"dackhutruongsa", "dackhuhoangsa", "dackhuphuquoc"}
    assert not any(key.startswith("tinhtayninh") for key in found)
