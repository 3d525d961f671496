"""The guide for staff as a page: what changes of its text, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from generator.build import build, formatted
from generator.content import RESERVED, guide_page
from generator.problems import ProblemsFound

GUIDE = (
    "# Hướng dẫn\n\nKỹ sư xem [README.md](README.md).\n\n## Đọc lỗi và cảnh báo\n\n[Trang khác](https://vi.example/)\n"
)


def test_headings_get_ids_and_links_lead_to_the_host_of_the_code() -> None:
    page = guide_page(GUIDE, "https://git.example/tinh/cong")
    assert "## Đọc lỗi và cảnh báo {#doc-loi-va-canh-bao}\n" in page
    assert "[README.md](https://git.example/tinh/cong/blob/HEAD/README.md)" in page
    assert "[Trang khác](https://vi.example/)" in page


def test_a_repository_is_no_pattern_and_ends_no_link() -> None:
    page = guide_page(GUIDE, r"https://git.example/a)b\1")
    assert r"[README.md](https://git.example/a%29b\1/blob/HEAD/README.md)" in page


def test_without_a_repository_a_file_is_only_named() -> None:
    assert "Kỹ sư xem README.md.\n" in guide_page(GUIDE, "")


def test_the_guide_is_published_and_its_address_kept(mini: Path) -> None:
    (mini / "CONTRIBUTING.md").write_text(GUIDE, encoding="utf-8")
    list(formatted(mini))
    build(mini, date(2024, 8, 1))
    assert (mini / "build/docs/huong-dan/index.md").read_text(encoding="utf-8").startswith("---\ntitle: ")
    assert "/huong-dan/\n" in (mini / "data/addresses.txt").read_text(encoding="utf-8")


def test_what_the_generator_writes_beside_pages_has_a_place_that_no_hand_written_file_may_take(mini_site: Path) -> None:
    """Else one would be written over the other."""
    docs = mini_site / "build/docs"
    written = {file.relative_to(docs).as_posix() for file in docs.rglob("*") if file.is_file()}
    by_hand = {file.relative_to(mini_site / "content").as_posix() for file in (mini_site / "content").rglob("*")}
    others = {path for path in written - by_hand if not path.endswith(("index.md", "index.html"))}
    assert {path for path in others if not path.startswith(RESERVED)} == set()
    assert "data/assessments.csv" in others


def test_two_guides_and_unreadable_text_are_refused(mini: Path) -> None:
    (mini / "CONTRIBUTING.md").write_bytes("# Hướng dẫn\n".encode("utf-16"))
    (mini / "content/huong-dan").mkdir(parents=True)
    (mini / "content/huong-dan/index.md").write_text("# Hướng dẫn\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build(mini, date(2024, 8, 1))
    assert {(problem.path, problem.message) for problem in found.value.problems} >= {
        ("CONTRIBUTING.md", "tệp không phải mã UTF-8"),
        ("content/huong-dan/index.md", "trùng với một tệp khác của cổng"),
    }
