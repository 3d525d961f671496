"""The content of the gazetteer, and the messages if it is missing."""

import pytest

from generator.founding.documents import documents
from generator.founding.gazetteer import LOCK, SHA256, Gazetteer, gazetteer
from generator.problems import ProblemsFound
from tests.support.folders import ROOT


def test_the_gazetteer_contains_the_whole_country_before_and_after(source: Gazetteer) -> None:
    """Before: 63 provinces, 696 districts, 10,035 communes. After: 34 provinces, 3,321 communes. Five districts had no
    commune."""
    assert (len(source.provinces), len(source.communes)) == (34, 3321)
    former = (source.former_provinces, source.former_districts, source.former_communes)
    assert [len(places) for places in former] == [63, 696, 10035]
    assert sum(key in source.former_districts for key in source.successors) == 5
    assert sum(key in source.former_communes for key in source.successors) == 10035


def test_every_former_province_has_one_present_province(source: Gazetteer) -> None:
    """11 present provinces come from one former province, 23 from several."""
    origins = [key for former in source.origins.values() for key in former]
    assert sorted(origins) == sorted(source.former_provinces)
    assert sum(len(former) == 1 for former in source.origins.values()) == 11


def test_a_place_has_its_code_and_point(source: Gazetteer) -> None:
    """Codes keep their leading zeros."""
    commune = source.communes["thanhphohanoi_phuongbadinh"]
    assert (commune.name, commune.code, commune.parent) == ("Phường Ba Đình", "00004", "thanhphohanoi")
    assert (commune.lat, commune.lon) == (21.0386, 105.838)
    assert source.former_districts["thanhphohanoi_quanbadinh"].code == "001"


def test_a_divided_commune_leads_to_its_main_part_first(source: Gazetteer) -> None:
    assert source.successors["thanhphocantho_huyenthoilai_xatanthanh"] == (
        "thanhphocantho_xatruongthanh",
        "thanhphocantho_xatanthanh",
    )


def test_the_published_digest_is_that_of_the_lock_file() -> None:
    assert f"--hash=sha256:{SHA256}" in (ROOT / LOCK).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PACKAGE", "khong-co-goi-nay", "chưa được cài"),
        ("VERSION", "9.9.9", "đang có bản 1.0.4, cần bản 9.9.9"),
    ],
)
def test_the_remedy_is_reported_if_the_gazetteer_is_missing(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"generator.founding.gazetteer.{name}", value)
    with pytest.raises(ProblemsFound) as found:
        gazetteer()
    (problem,) = found.value.problems
    assert (problem.path, problem.message) == ("requirements-gazetteer.lock", message)
    assert "make gazetteer" in problem.hint


def test_the_law_on_provinces_is_introduced_with_those_that_merged(source: Gazetteer) -> None:
    province = next(place for place in source.provinces.values() if place.name.endswith("Đồng Nai"))
    about = {entry["id"]: entry["about"] for entry in documents(source, province, merged=True, past=False)}
    assert about["202-2025-QH15"] == (
        "Sắp xếp các tỉnh, thành phố trong cả nước; tỉnh Đồng Nai hình thành từ tỉnh Bình Phước và tỉnh Đồng Nai."
    )
