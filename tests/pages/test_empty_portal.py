"""Tests a portal without figures, as on its first day: pages state that there are none, and no list is empty."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator import formats
from generator.cli import main
from generator.formats import NBSP
from generator.loading import load_portal
from tests.support.headers import RESULT_HEADER
from tests.support.portals import copy_of_mini


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the mini portal without results, targets and tasks. No test changes them."""
    root = copy_of_mini(tmp_path_factory)
    for kind in ("results", "targets", "tasks"):
        shutil.rmtree(root / "data" / kind)
    (root / "data" / "addresses.txt").unlink()
    assert main(["format", "--root", str(root)]) == 0
    assert main(["build", "--root", str(root), "--today", "2024-08-01"]) == 0
    return root / "build" / "docs"


def page(built: Path, address: str) -> str:
    return (built / address.strip("/") / "index.md").read_text(encoding="utf-8")


def test_no_list_is_empty(built: Path) -> None:
    """A list without entries is replaced by a sentence."""
    for file in built.rglob("*.md"):
        assert not re.search(r"<(ul|ol|tbody)[^>]*>\s*</\1>", file.read_text(encoding="utf-8")), file


def test_the_front_page_shows_no_documents_and_no_deadlines(built: Path) -> None:
    text = page(built, "/")
    assert "Cổng chưa nhập thời hạn nào." in text
    assert "Văn bản mới nhất" not in text


def test_indicators_without_a_plan_are_not_called_objectives(built: Path) -> None:
    """No plan sets a target for any of them."""
    text = page(built, "/chi-tieu/")
    assert '<p class="cmb-lead">4 chỉ tiêu chưa có số liệu.</p>' in text
    assert "## Chỉ tiêu chưa có số liệu" in text
    assert "mục tiêu" not in text.split("## Chỉ tiêu chưa")[1]
    assert "Phải đạt" not in text


def test_the_title_of_an_indicator_without_targets_does_not_mention_targets(built: Path) -> None:
    assert 'title: "Dịch vụ toàn trình: chưa có số liệu"' in page(built, "/chi-tieu/ty-le-toan-trinh/")


def test_an_empty_ranking_page_explains_why_and_has_no_legend(built: Path) -> None:
    text = page(built, "/xep-hang/")
    assert NOTHING in text
    assert 'description: "Chưa có số liệu để xếp hạng các đơn vị của tỉnh Thử."' in text
    assert "cmb-legend" not in text


NOTHING = (
    '<p class="cmb-lead">Chưa có số liệu để xếp hạng: cần kết quả cùng kỳ, cùng chỉ tiêu của ít nhất hai đơn vị cùng '
    "cấp.</p>"
)


def test_a_single_figure_makes_no_ranking(mini: Path) -> None:
    for kind in ("results", "targets", "tasks"):
        shutil.rmtree(mini / "data" / kind)
    (mini / "data/results").mkdir()
    row = "demo.so-a,,,waiting-time,2024-06,20,,,PL:1,\n"
    (mini / "data/results/demo-2024.csv").write_text(RESULT_HEADER + row, encoding="utf-8")
    (mini / "data/addresses.txt").unlink()
    assert main(["format", "--root", str(mini)]) == 0
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    text = page(mini / "build/docs", "/xep-hang/")
    assert NOTHING in text
    assert "cmb-legend" not in text


def test_the_comparison_page_offers_nothing_without_figures(built: Path) -> None:
    text = page(built, "/so-sanh/")
    assert "cmb-legend" not in text
    assert "gợi ý" not in text.split("cmb-compare")[1]


def test_the_pages_of_plans_and_documents_state_that_there_are_none(built: Path) -> None:
    assert "Cổng chưa nhập kế hoạch nào." in page(built, "/ke-hoach/")
    assert "Cổng chưa nhập văn bản nào có số liệu." in page(built, "/van-ban/")


def test_a_document_with_a_name_is_written_without_the_word_for_number(mini: Path) -> None:
    """`Bộ dữ liệu số danh mục` would be wrong Vietnamese."""
    source = load_portal(mini)[0].sources["demo-2023"]
    assert formats.source_name(source) == f"Kế hoạch số{NBSP}1/KH-UBND"
    assert formats.source_name(replace(source, kind="Bộ dữ liệu", number="danh mục 1.0")) == "Bộ dữ liệu danh mục 1.0"
