"""Tests the pages of documents that were published and then withdrawn from the portal."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.build import build, format_data, record_release
from generator.history import load_history, withdrawn_documents
from generator.loading import load_portal
from generator.problems import ProblemsFound
from generator.validation import load_valid_portal
from tests.support.portals import copy_of_mini, replace_in
from tests.support.releasing import add_later_document

SOURCES = "data/sources.yml"
PAGE = "van-ban/bao-cao-3/index.md"
TASK = "later-1,,Rà soát thủ tục,Báo cáo,demo.so-a,,2024-Q4,unknown,,text:II.1\n"


@pytest.fixture(scope="module")
def withdrawn_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini portal, released on 20 August with the report 3/BC-UBND, which was then deleted. Built."""
    root = copy_of_mini(tmp_path_factory)
    before = (root / SOURCES).read_text(encoding="utf-8")
    add_later_document(root)
    release(root, date(2024, 8, 20))
    withdraw(root, before)
    build(root, date(2024, 9, 9))
    return root


@pytest.fixture(scope="module")
def released_since(withdrawn_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same portal after the release of 1 September. Built."""
    root = Path(shutil.copytree(withdrawn_once, tmp_path_factory.mktemp("released") / "portal"))
    release(root, date(2024, 9, 1))
    build(root, date(2024, 9, 9))
    return root


@pytest.fixture
def withdrawn(withdrawn_once: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(withdrawn_once, tmp_path / "portal"))


def withdraw(root: Path, sources: str) -> None:
    (root / "data/results/demo-later.csv").unlink()
    (root / SOURCES).write_text(sources, encoding="utf-8")


def release(root: Path, day: date) -> None:
    list(format_data(root))
    assert list(record_release(root, day))


def read(root: Path, path: str = PAGE) -> str:
    return (root / "build/docs" / path).read_text(encoding="utf-8")


def page(root: Path, path: str = PAGE) -> str:
    build(root, date(2024, 9, 9))
    return read(root, path)


def test_the_page_of_a_withdrawn_document_says_so_before_the_next_release(withdrawn_once: Path) -> None:
    text = read(withdrawn_once)
    assert "# Văn bản số\N{NO-BREAK SPACE}3/BC\\-UBND đã được rút khỏi cổng {#dau-trang}" in text
    assert "Văn bản và số liệu ấy đã được rút sau phiên bản dữ liệu ngày 20/08/2024." in text
    assert "<dt>Tên văn bản</dt><dd>Báo cáo thử lần sau</dd>" in text
    assert "<dt>Ngày ban hành</dt><dd>15/08/2024</dd>" in text
    assert "Nơi đăng" not in text
    assert '<a href="../../cap-nhat/#cho-cong-bo">Những số liệu đã rút và giá trị trước khi rút</a>' in text
    assert '<a href="../../data/phien-ban/2024-08-20.zip">Phiên bản dữ liệu ngày 20/08/2024' in text
    assert 'updated: "2024-09-09"' in text


def test_after_the_next_release_the_page_names_that_release(released_since: Path, tmp_path: Path) -> None:
    """A later release without a change of the document does not change its page."""
    text = read(released_since)
    assert "đã được rút từ phiên bản dữ liệu ngày 01/09/2024." in text
    assert 'updated: "2024-09-01"' in text
    assert '<a href="../../cap-nhat/2024-09-01/">Những số liệu đã rút' in text
    assert '<a href="../../data/phien-ban/2024-08-20.zip">' in text
    root = Path(shutil.copytree(released_since, tmp_path / "portal"))
    replace_in(root / "data/results/demo-2024.csv", "2024-06,62.50", "2024-06,62.51")
    release(root, date(2024, 9, 2))
    assert page(root) == text


def test_the_list_of_documents_names_the_withdrawn_document(withdrawn_once: Path) -> None:
    _, _, after = read(withdrawn_once, "van-ban/index.md").partition("## Văn bản đã rút {#da-rut}")
    assert '<a href="bao-cao-3/">Văn bản số\N{NO-BREAK SPACE}3/BC-UBND</a>' in after
    assert "Đã rút sau phiên bản dữ liệu ngày 20/08/2024" in after


def test_releases_link_to_the_page_of_the_withdrawn_document(withdrawn_once: Path, released_since: Path) -> None:
    """The release that withdrew the document names it as withdrawn, beside its figure, and beside the figure of the
    report that counts again. The release that published it counts its figure."""
    name = "Văn bản số\N{NO-BREAK SPACE}3/BC-UBND"
    figure = f"25\N{NO-BREAK SPACE}phút, theo {name}"
    withdrawal = read(withdrawn_once, "cap-nhat/index.md")
    assert f'<a href="../van-ban/bao-cao-3/">{name}</a></th><td>Văn bản</td>' in withdrawal
    assert f'<a href="../van-ban/bao-cao-3/">{figure}</a>' in withdrawal
    row = "bảng\N{NO-BREAK SPACE}PL2, dòng\N{NO-BREAK SPACE}7"
    assert f'<a href="../van-ban/bao-cao-3/">{row}</a>' in withdrawal
    withdrawal = read(released_since, "cap-nhat/2024-09-01/index.md")
    assert f'<a href="../../van-ban/bao-cao-3/">{name}</a></th><td>Văn bản</td>' in withdrawal
    assert f'<a href="../../van-ban/bao-cao-3/">{figure}</a>' in withdrawal
    publication = read(released_since, "cap-nhat/2024-08-20/index.md")
    assert f'<a href="../../van-ban/bao-cao-3/">{name}</a></th><td>Số liệu kết quả</td>' in publication


def test_the_units_page_links_a_withdrawn_figure_to_the_page_of_its_document(withdrawn_once: Path) -> None:
    text = read(withdrawn_once, "don-vi/so-b/index.md").partition("## Số liệu đã sửa")[2]
    assert '<a href="../../van-ban/bao-cao-3/">Văn bản số\N{NO-BREAK SPACE}3/BC-UBND</a>' in text


def test_a_withdrawn_document_without_a_page_has_no_link(withdrawn: Path) -> None:
    (withdrawn / "data/redirects.csv").write_text("from,to\n/van-ban/bao-cao-3/,/van-ban/\n", encoding="utf-8")
    text = page(withdrawn, "cap-nhat/index.md")
    assert "3/BC-UBND" in text.replace("\\-", "-")
    assert "bao-cao-3/" not in text


def test_the_feed_of_a_withdrawn_document_ends_with_its_withdrawal(released_since: Path) -> None:
    feed = read(released_since, "data/van-ban/bao-cao-3.atom")
    figure = "Thời gian chờ của Sở Đại Đồng, tháng 6/2024: đã rút bỏ, trước là 25 phút"
    assert f"{figure} (đạt, hạng 2 → chưa đạt, hạng 2)." in feed.replace("\N{NO-BREAK SPACE}", " ")
    assert feed.count("<entry>") == 2


def test_a_document_that_is_published_again_has_its_own_page_again(withdrawn: Path) -> None:
    add_later_document(withdrawn)
    assert "đã được rút" not in page(withdrawn)
    assert "da-rut" not in read(withdrawn, "van-ban/index.md")


def test_a_document_withdrawn_twice_names_the_last_withdrawal(withdrawn: Path) -> None:
    before = (withdrawn / SOURCES).read_text(encoding="utf-8")
    release(withdrawn, date(2024, 9, 1))
    add_later_document(withdrawn)
    release(withdrawn, date(2024, 9, 2))
    withdraw(withdrawn, before)
    release(withdrawn, date(2024, 9, 3))
    text = page(withdrawn)
    assert "đã được rút từ phiên bản dữ liệu ngày 03/09/2024." in text
    assert '<a href="../../data/phien-ban/2024-09-02.zip">' in text


@pytest.mark.parametrize("line", ["/van-ban/bao-cao-3/,/van-ban/", "/van-ban/bao-cao-3/*,/van-ban/"])
def test_a_redirect_of_the_address_takes_precedence(withdrawn: Path, line: str) -> None:
    (withdrawn / "data/redirects.csv").write_text(f"from,to\n{line}\n", encoding="utf-8")
    build(withdrawn, date(2024, 9, 9))
    docs = withdrawn / "build/docs"
    assert not (docs / PAGE).exists()
    assert "không còn trên cổng" in (docs / "van-ban/bao-cao-3/index.html").read_text(encoding="utf-8")
    assert "da-rut" not in (docs / "van-ban/index.md").read_text(encoding="utf-8")


def test_the_plan_of_a_withdrawn_document_should_lead_to_its_page(mini: Path) -> None:
    before = (mini / SOURCES).read_text(encoding="utf-8")
    add_later_document(mini)
    header, *_ = (mini / "data/tasks/demo-2023.csv").read_text(encoding="utf-8").splitlines()
    (mini / "data/tasks/demo-later.csv").write_text(f"{header}\n{TASK}", encoding="utf-8")
    release(mini, date(2024, 8, 20))
    for folder in ("results", "tasks"):
        (mini / f"data/{folder}/demo-later.csv").unlink()
    (mini / SOURCES).write_text(before, encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_valid_portal(mini)
    (problem,) = raised.value.problems
    assert problem.value == "/ke-hoach/bao-cao-3/"
    assert problem.hint.endswith("data/redirects.csv dòng: /ke-hoach/bao-cao-3/,/van-ban/bao-cao-3/")


def test_a_portal_without_a_record_of_addresses_has_no_withdrawn_documents(withdrawn: Path) -> None:
    """Its releases are older than that record. Its withdrawn documents redirect."""
    (withdrawn / "data/history/addresses.csv").unlink()
    portal, _ = load_portal(withdrawn)
    assert withdrawn_documents(withdrawn, portal, load_history(withdrawn, [])) == ()
