"""Tests the guide for staff as a page: how its text is changed, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from generator.build import build, format_data
from generator.content import RESERVED, guide_page
from generator.problems import ProblemsFound

GUIDE = (
    "# Hướng dẫn\n\nKỹ sư xem [README.md](README.md).\n\n## Đọc lỗi và cảnh báo\n\n[Trang khác](https://vi.example/)\n"
    "[Quy trình](docs/quy-trinh.md) ![Sơ đồ](docs/so-do.png) [Thư](mailto:a@vi.example) [Lỗi](#doc-loi-va-canh-bao)\n"
    "Xem [mục trên](#đọc-lỗi-và-cảnh-báo).\n"
)


def test_headings_get_ids_and_links_to_files_lead_to_the_code_host() -> None:
    page = guide_page(GUIDE, "https://git.example/tinh/cong")
    assert "## Đọc lỗi và cảnh báo {#doc-loi-va-canh-bao}\n" in page
    assert "Xem [mục trên](#doc-loi-va-canh-bao).\n" in page
    assert "[README.md](https://git.example/tinh/cong/blob/HEAD/README.md)" in page
    assert "[Trang khác](https://vi.example/)" in page
    host = "https://git.example/tinh/cong/blob/HEAD/docs"
    assert f"[Quy trình]({host}/quy-trinh.md) [Sơ đồ]({host}/so-do.png) [Thư](mailto:a@vi.example) [Lỗi](#doc" in page


def test_special_characters_in_the_repository_address_break_no_link() -> None:
    page = guide_page(GUIDE, r"https://git.example/a)b\1")
    assert r"[README.md](https://git.example/a%29b\1/blob/HEAD/README.md)" in page


def test_without_a_repository_address_a_file_is_named_without_a_link() -> None:
    assert "Kỹ sư xem README.md.\n" in guide_page(GUIDE, "")


def test_the_guide_is_published_and_its_address_is_in_the_ledger(mini: Path) -> None:
    (mini / "CONTRIBUTING.md").write_text(GUIDE, encoding="utf-8")
    list(format_data(mini))
    build(mini, date(2024, 8, 1))
    assert (mini / "build/docs/huong-dan/index.md").read_text(encoding="utf-8").startswith("---\ntitle: ")
    assert "/huong-dan/\n" in (mini / "data/addresses.txt").read_text(encoding="utf-8")


def test_hand_written_files_cannot_take_a_path_that_the_generator_writes(mini_site: Path) -> None:
    """Otherwise one file would overwrite the other."""
    docs = mini_site / "build/docs"
    written = {file.relative_to(docs).as_posix() for file in docs.rglob("*") if file.is_file()}
    by_hand = {file.relative_to(mini_site / "content").as_posix() for file in (mini_site / "content").rglob("*")}
    others = {path for path in written - by_hand if not path.endswith(("index.md", "index.html"))}
    assert {path for path in others if not path.startswith(RESERVED)} == set()
    assert "data/assessments.csv" in others


def test_a_guide_with_invalid_encoding_and_a_second_guide_are_refused(mini: Path) -> None:
    (mini / "CONTRIBUTING.md").write_bytes("# Hướng dẫn\n".encode("utf-16"))
    (mini / "content/huong-dan").mkdir(parents=True)
    (mini / "content/huong-dan/index.md").write_text("# Hướng dẫn\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build(mini, date(2024, 8, 1))
    assert {(problem.path, problem.message) for problem in found.value.problems} >= {
        ("CONTRIBUTING.md", "tệp không phải mã UTF-8"),
        ("content/huong-dan/index.md", "trùng với một tệp khác của cổng"),
    }
