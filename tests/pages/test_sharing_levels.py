"""Tests `sharing_levels` of `data/portal.yml`: units of other levels have no preview picture and no embeds."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.build import build, site_of
from generator.cli import main
from generator.validation import load_valid_portal
from tests.support.folders import ROOT

TODAY = date(2024, 8, 1)
UNIT, ABOVE = "don-vi/so-a/index.md", "don-vi/tinh-demo/index.md"


def named(root: Path) -> set[str]:
    """Returns the path of every file that is made, pictures included."""
    return {path for paths in site_of(root, load_valid_portal(root), TODAY).recipes.names for path in paths}


@pytest.fixture
def provinces_only(mini: Path) -> Path:
    """The mini portal with the fonts that pictures need and `sharing_levels: [province]`."""
    (mini / "data" / "addresses.txt").unlink(missing_ok=True)
    for name in ("node_modules", "package.json", "theme"):
        (mini / name).symlink_to(ROOT / name)
    settings = mini / "data" / "portal.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}sharing_levels: [province]\n", encoding="utf-8")
    assert main(["format", "--root", str(mini)]) == 0
    return mini


def picture_of(root: Path, page: str) -> str:
    """Returns the path of the picture that a page names; empty if it names none."""
    matter: dict[str, dict[str, str]] = yaml.safe_load(
        (root / "build" / "docs" / page).read_text(encoding="utf-8").split("---\n")[1]
    )
    return matter["picture"]["path"] if "picture" in matter else ""


def test_only_units_of_the_shared_levels_have_pictures_and_embeds(provinces_only: Path) -> None:
    """Rankings and indicators keep theirs. The ledger lists no address of an embed that does not exist."""
    made = named(provinces_only)
    assert "anh/don-vi/tinh-demo.png" in made
    assert "anh/don-vi/so-a.png" not in made
    assert "anh/chi-tieu/thoi-gian-cho.png" in made
    assert not [path for path in made if path.startswith("nhung/so-a/")]
    assert [path for path in made if path.startswith("nhung/xep-hang/")]
    ledger = (provinces_only / "data" / "addresses.txt").read_text(encoding="utf-8").splitlines()
    assert not [address for address in ledger if address.startswith("/nhung/so-a/")]


def test_a_page_without_a_picture_names_none_and_offers_no_embed_code(provinces_only: Path) -> None:
    """The theme then shows the portal's own picture."""
    build(provinces_only, TODAY)
    assert picture_of(provinces_only, ABOVE) == "anh/don-vi/tinh-demo.png"
    assert picture_of(provinces_only, UNIT) == ""
    text = (provinces_only / "build" / "docs" / UNIT).read_text(encoding="utf-8")
    assert "/nhung/" not in text
    assert "iframe" not in text


def test_removing_a_level_with_published_embeds_is_a_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one fault, not one for each embed with a redirect to add, because one line of the settings caused it.
    Two departments have figures of four indicators each."""
    assert main(["format", "--root", str(mini)]) == 0
    settings = mini / "data" / "portal.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}sharing_levels: [province]\n", encoding="utf-8")
    assert main(["check", "--root", str(mini), "--today", "2024-08-01"]) == 1
    assert capsys.readouterr().err == (
        'data/portal.yml: sharing_levels: "/nhung/so-a/so-dich-vu-toan-trinh/" địa chỉ có trong sổ (và 7 địa chỉ khác) '
        "nhưng không còn biểu đồ nào ở đây, vì cấp ấy không có trong sharing_levels\n"
        "    gợi ý: trang khác có thể đang nhúng biểu đồ: thêm department vào sharing_levels, hoặc xóa dòng ấy; "
        "cổng chưa đăng lần nào thì xóa những địa chỉ ấy trong data/addresses.txt\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )


def test_an_unknown_level_is_a_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = mini / "data" / "portal.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}sharing_levels: [provinces]\n", encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 1
    printed = capsys.readouterr().err
    assert "data/portal.yml:" in printed
    assert 'sharing_levels: "provinces" có mục không phải cấp nào' in printed
    assert 'có phải "province"? Chọn một trong: country, province, department, district, commune' in printed
