"""Tests with whole builds of the mini portal that published addresses keep working."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.build import build, format_data, record_release, site_of
from generator.cli import main
from generator.content import content_addresses
from generator.problems import ProblemsFound
from generator.validation import load_valid_portal
from tests.support.folders import MINI, ROOT
from tests.support.portals import append_to, replace_in

TODAY = date(2024, 8, 1)


def test_a_renamed_page_fails_the_build_until_the_proposed_redirect_is_added(mini: Path) -> None:
    list(format_data(mini))
    build(mini, TODAY)
    replace_in(mini / "data/units.csv", "demo.so-b,so-b,", "demo.so-b,so-b-moi,")
    with pytest.raises(ProblemsFound) as found:
        build(mini, TODAY)
    lost = [problem for problem in found.value.problems if "redirects.csv" in problem.hint]
    assert [problem.hint.rpartition(": ")[2] for problem in lost] == ["/don-vi/so-b/*,/don-vi/so-b-moi/*"]
    assert (mini / "build/docs/don-vi/so-b/index.md").exists()

    proposed = [problem.hint for problem in found.value.problems if "redirects.csv" in problem.hint]
    rows = [hint.rpartition(": ")[2] for hint in proposed]
    (mini / "data/redirects.csv").write_text("\n".join(["from,to", *rows, ""]), encoding="utf-8")
    list(format_data(mini))
    build(mini, TODAY)
    assert not (mini / "build/docs/don-vi/so-b/index.md").exists()
    redirect = (mini / "build/docs/don-vi/so-b/index.html").read_text(encoding="utf-8")
    assert 'href="../so-b-moi/"' in redirect
    for address, href in (
        ("don-vi/so-b/2022", "../../so-b-moi/2022/"),
        ("nhung/so-b/thoi-gian-cho", "../../so-b-moi/thoi-gian-cho/"),
    ):
        assert f'href="{href}"' in (mini / f"build/docs/{address}/index.html").read_text(encoding="utf-8")
    assert (mini / "data/redirects.csv").read_text(encoding="utf-8").count("\n") == 2


def test_a_document_that_was_released_is_found_under_any_new_slug(mini: Path) -> None:
    """The page of a document has no dependent addresses, and the new slug need not be similar. The list of documents
    was once proposed, so that the rows of the document lost their anchors."""
    list(format_data(mini))
    list(record_release(mini, TODAY))
    replace_in(mini / "data/sources.yml", "slug: bao-cao-2", "slug: ket-qua-sau-thang")
    with pytest.raises(ProblemsFound) as found:
        list(format_data(mini))
    hints = [problem.hint.rpartition(": ")[2] for problem in found.value.problems]
    assert hints == ["/van-ban/bao-cao-2/,/van-ban/ket-qua-sau-thang/"]


def test_files_of_a_renamed_unit_exist_at_both_addresses(mini: Path) -> None:
    """A file cannot redirect, so programs that read a unit's data, feeds and embedded pictures must find it at the
    old address. Years and other units get no file at an address that did not exist before."""
    for name in ("node_modules", "package.json", "theme"):  # Pictures are drawn with the theme's fonts.
        (mini / name).symlink_to(ROOT / name)
    list(format_data(mini))
    build(mini, TODAY)
    docs = mini / "build/docs"
    before = {path.relative_to(docs).as_posix() for path in docs.rglob("so-b.*") if path.is_file()}
    before |= {path.relative_to(docs).as_posix() for path in docs.glob("nhung/so-b/*/*") if path.suffix == ".json"}
    moved = {path for path in before if not path.endswith((".md", ".html"))}
    assert {path.rpartition(".")[2] for path in moved} == {"atom", "csv", "json", "png", "xlsx"}
    replace_in(mini / "data/units.csv", "demo.so-b,so-b,", "demo.so-b,so-b-moi,")
    with pytest.raises(ProblemsFound) as found:
        build(mini, TODAY)
    rows = [item.hint.rpartition(": ")[2] for item in found.value.problems if "redirects.csv" in item.hint]
    (mini / "data/redirects.csv").write_text("\n".join(["from,to", *rows, ""]), encoding="utf-8")
    list(format_data(mini))
    build(mini, TODAY)
    for path in moved:
        assert (docs / path).read_bytes() == (docs / path.replace("so-b", "so-b-moi")).read_bytes(), path
    after = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file() and path.suffix != ".html"}
    assert {path for path in after if re.search(r"\bso-b[./]", path)} == moved
    build(mini, TODAY)
    assert all((docs / path).exists() for path in moved)


def test_files_of_the_levels_of_a_renamed_province_exist_at_both_addresses(mini: Path) -> None:
    """The feeds of levels are in a folder with the slug of the province. They were once lost."""
    list(format_data(mini))
    build(mini, TODAY)
    docs = mini / "build/docs/data"
    before = {path.relative_to(docs).as_posix() for path in docs.rglob("tinh-demo/**/*") if path.is_file()}
    assert before == {"cap/tinh-demo/so-ban-nganh.atom"}
    replace_in(mini / "data/units.csv", "demo,tinh-demo,", "demo,tinh-thu,")
    (mini / "data/redirects.csv").write_text("from,to\n/don-vi/tinh-demo/*,/don-vi/tinh-thu/*\n", encoding="utf-8")
    list(format_data(mini))
    build(mini, TODAY)
    for path in before:
        assert (docs / path).read_bytes() == (docs / path.replace("tinh-demo", "tinh-thu")).read_bytes(), path


def test_formatting_adds_new_addresses_and_never_drops_one(mini: Path) -> None:
    ledger = mini / "data/addresses.txt"
    list(format_data(mini))
    before = ledger.read_text(encoding="utf-8").splitlines()
    append_to(mini / "data/results/demo-2024.csv", "demo.so-b,,,waiting-time,2024-05,30,,,PL.II:2,\n")
    redirects = mini / "data/redirects.csv"
    redirects.write_text("from,to\n/chi-tieu/cu/,/chi-tieu/\n", encoding="utf-8")
    list(format_data(mini))
    after = ledger.read_text(encoding="utf-8").splitlines()
    assert set(before) < set(after)
    assert {"/chi-tieu/cu/", "/chi-tieu/thoi-gian-cho/2024-05/"} < set(after)
    assert after == sorted(after)


def test_formatting_does_not_hide_a_renamed_page(mini: Path) -> None:
    """The check's hint says to run `make format` first. Formatting once added the new addresses to the ledger, and
    the proposed redirect then led only to the list of units."""
    ledger = mini / "data/addresses.txt"
    list(format_data(mini))
    before = ledger.read_bytes()
    replace_in(mini / "data/units.csv", "demo.so-b,so-b,", "demo.so-b,so-b-moi,")
    with pytest.raises(ProblemsFound) as found:
        list(format_data(mini))
    assert ledger.read_bytes() == before
    rows = [problem.hint.rpartition(": ")[2] for problem in found.value.problems]
    assert rows == ["/don-vi/so-b/*,/don-vi/so-b-moi/*"]
    (mini / "data/redirects.csv").write_text("\n".join(["from,to", *rows, ""]), encoding="utf-8")
    assert list(format_data(mini)) == ["data/addresses.txt"]
    assert b"/don-vi/so-b-moi/\n" in ledger.read_bytes()
    build(mini, TODAY)


def test_formatting_does_not_add_an_impossible_redirect_to_the_ledger(mini: Path) -> None:
    """Every address in the ledger must keep working. One that never could work would fail every later build."""
    list(format_data(mini))
    before = (mini / "data/addresses.txt").read_bytes()
    (mini / "data/redirects.csv").write_text("from,to\n/data/units/,/don-vi/\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="/data/units/"):
        list(format_data(mini))
    assert (mini / "data/addresses.txt").read_bytes() == before


def test_formatting_fixes_what_the_check_promises(mini: Path) -> None:
    """Byte order marks and line ends of Windows or old Macs are removed from texts of data and content."""
    list(format_data(mini))
    page = mini / "content/gioi-thieu/index.md"
    page.parent.mkdir(parents=True)
    page.write_bytes('---\ntitle: "Giới thiệu"\ndescription: "Về cổng"\n---\n# Giới thiệu\n'.encode())
    list(format_data(mini))
    files = [page, *(mini / "data" / name for name in ("addresses.txt", "portal.yml", "units.csv"))]
    sound = [file.read_bytes() for file in files]
    for file, ending in zip(files, (b"\r\n", b"\r\n", b"\r", b"\r"), strict=True):
        file.write_bytes("\ufeff".encode() + file.read_bytes().replace(b"\n", ending))
    with pytest.raises(ProblemsFound) as found:
        build(mini, TODAY)
    assert {problem.path for problem in found.value.problems} == {file.relative_to(mini).as_posix() for file in files}
    assert {problem.hint for problem in found.value.problems} == {"chạy `make format` để sửa tự động"}
    list(format_data(mini))
    assert [file.read_bytes() for file in files] == sound
    build(mini, TODAY)


def test_formatting_reports_what_it_wrote_if_other_faults_remain(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It once reported that nothing was written although one file was."""
    targets = mini / "data/targets/demo-2023.csv"
    before = targets.read_bytes()
    targets.write_bytes(before.replace(b"\n", b"\r\n"))
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,35,", "2024-06,35p,")
    assert main(["format", "--root", str(mini)]) == 1
    assert targets.read_bytes() == before
    printed = capsys.readouterr()
    assert printed.out == "Đã viết lại data/targets/demo-2023.csv\n"
    assert printed.err.endswith(
        "1 lỗi trong 1 tệp. Đã viết lại 1 tệp (data/targets/demo-2023.csv); ngoài ra chưa ghi gì.\n"
    )


def test_formatting_does_not_move_columns_whose_headings_were_swapped(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """If the headings of units and indicators are swapped by mistake, the cells below are in the right columns."""
    results = mini / "data/results/demo-2024.csv"
    replace_in(results, "unit_id,level,aggregate,indicator_id", "indicator_id,level,aggregate,unit_id")
    swapped = results.read_bytes()
    assert main(["format", "--root", str(mini)]) == 1
    assert results.read_bytes() == swapped
    printed = capsys.readouterr()
    assert (printed.out, printed.err.splitlines()[-1]) == ("", "9 lỗi trong 1 tệp. Chưa ghi gì.")
    assert "trước hết xem lại tên các cột có bị đổi chỗ không" in printed.err


def test_formatting_moves_columns_whose_rows_have_no_faults(mini: Path) -> None:
    """Faults that formatting fixes, such as spaces around a cell, do not count."""
    units = mini / "data/units.csv"
    before = units.read_bytes()
    rows = [line.split(b",") for line in before.splitlines()]
    units.write_bytes(b"".join(b",".join([row[1], b" " + row[0], *row[2:]]) + b"\n" for row in rows))
    list(format_data(mini))
    assert units.read_bytes() == before


def test_the_page_of_a_finding_stays_after_the_finding_is_resolved(mini: Path) -> None:
    """A total of 8 and 4 is stated as 13. After it is corrected to 12, the page states that the finding no longer
    exists."""
    replace_in(mini / "data/results/demo-2023.csv", "services-total,2022-12,12,", "services-total,2022-12,13,")
    list(format_data(mini))
    ledger = (mini / "data/addresses.txt").read_text(encoding="utf-8")
    address = "/doi-chieu/total.demo-2023.pl1-total.demo.department.total.services-total.2022-12/"
    assert address in ledger
    build(mini, TODAY)
    page = mini / f"build/docs{address}index.md"
    assert "Dòng tổng không bằng tổng các dòng" in page.read_text(encoding="utf-8")
    replace_in(mini / "data/results/demo-2023.csv", "services-total,2022-12,13,", "services-total,2022-12,12,")
    build(mini, TODAY)
    assert "Trường hợp này không còn" in page.read_text(encoding="utf-8")
    list(format_data(mini))
    assert (mini / "data/addresses.txt").read_text(encoding="utf-8") == ledger


@pytest.mark.parametrize("root", [ROOT, MINI], ids=["real", "mini"])
def test_addresses_are_known_without_making_pages(root: Path) -> None:
    """The check of the ledger makes no pages, so it must compute exactly the addresses that a build writes."""
    proved = load_valid_portal(root)
    site = site_of(root, proved, TODAY)
    hand_written = content_addresses(root)
    made = [*(page.address for page in site.pages), *(embed.address for embed in site.embeds)]
    assert sorted([*made, *hand_written]) == list(proved.addresses)
