"""An address once published works for good: the whole build, on the mini portal."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.build import build, formatted, site_of
from generator.cli import main
from generator.content import content_addresses
from generator.problems import ProblemsFound
from generator.soundness import sound
from tests.conftest import ROOT

TODAY = date(2024, 8, 1)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_renamed_page_fails_the_build_until_the_proposed_line_is_added(mini: Path) -> None:
    list(formatted(mini))
    build(mini, TODAY)
    edit(mini / "data/units.csv", "demo.so-b,so-b,", "demo.so-b,so-b-moi,")
    with pytest.raises(ProblemsFound) as found:
        build(mini, TODAY)
    lost = [problem for problem in found.value.problems if "redirects.csv" in problem.hint]
    assert [problem.hint.rpartition(": ")[2] for problem in lost] == ["/don-vi/so-b/*,/don-vi/so-b-moi/*"]
    assert (mini / "build/docs/don-vi/so-b/index.md").exists()

    proposed = [problem.hint for problem in found.value.problems if "redirects.csv" in problem.hint]
    rows = [hint.rpartition(": ")[2] for hint in proposed]
    (mini / "data/redirects.csv").write_text("\n".join(["from,to", *rows, ""]), encoding="utf-8")
    list(formatted(mini))
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


def test_files_of_a_renamed_unit_stand_at_both_addresses(mini: Path) -> None:
    """A file cannot lead on: who reads a unit's data by program, follows its feed or shows its picture notices nothing.
    Years and other units have no file under a name that none had before."""
    for name in ("node_modules", "package.json", "theme"):  # Pictures are drawn with the theme's fonts.
        (mini / name).symlink_to(ROOT / name)
    list(formatted(mini))
    build(mini, TODAY)
    docs = mini / "build/docs"
    before = {path.relative_to(docs).as_posix() for path in docs.rglob("so-b.*") if path.is_file()}
    before |= {path.relative_to(docs).as_posix() for path in docs.glob("nhung/so-b/*/*") if path.suffix == ".json"}
    moved = {path for path in before if not path.endswith((".md", ".html"))}
    assert {path.rpartition(".")[2] for path in moved} == {"atom", "csv", "json", "png", "xlsx"}
    edit(mini / "data/units.csv", "demo.so-b,so-b,", "demo.so-b,so-b-moi,")
    with pytest.raises(ProblemsFound) as found:
        build(mini, TODAY)
    rows = [item.hint.rpartition(": ")[2] for item in found.value.problems if "redirects.csv" in item.hint]
    (mini / "data/redirects.csv").write_text("\n".join(["from,to", *rows, ""]), encoding="utf-8")
    list(formatted(mini))
    build(mini, TODAY)
    for path in moved:
        assert (docs / path).read_bytes() == (docs / path.replace("so-b", "so-b-moi")).read_bytes(), path
    after = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file() and path.suffix != ".html"}
    assert {path for path in after if re.search(r"\bso-b[./]", path)} == moved
    build(mini, TODAY)
    assert all((docs / path).exists() for path in moved)


def test_formatting_adds_new_addresses_and_never_drops_one(mini: Path) -> None:
    ledger = mini / "data/addresses.txt"
    list(formatted(mini))
    before = ledger.read_text(encoding="utf-8").splitlines()
    with (mini / "data/results/demo-2024.csv").open("a", encoding="utf-8") as results:
        results.write("demo.so-b,,,waiting-time,2024-05,30,,,PL.II:2,\n")
    redirects = mini / "data/redirects.csv"
    redirects.write_text("from,to\n/chi-tieu/cu/,/chi-tieu/\n", encoding="utf-8")
    list(formatted(mini))
    after = ledger.read_text(encoding="utf-8").splitlines()
    assert set(before) < set(after)
    assert {"/chi-tieu/cu/", "/chi-tieu/thoi-gian-cho/2024-05/"} < set(after)
    assert after == sorted(after)


def test_formatting_does_not_forget_where_a_renamed_page_went(mini: Path) -> None:
    """The check tells to format first; with the new addresses in the ledger the line to add led to the list of units
    only."""
    ledger = mini / "data/addresses.txt"
    list(formatted(mini))
    before = ledger.read_bytes()
    edit(mini / "data/units.csv", "demo.so-b,so-b,", "demo.so-b,so-b-moi,")
    with pytest.raises(ProblemsFound) as found:
        list(formatted(mini))
    assert ledger.read_bytes() == before
    rows = [problem.hint.rpartition(": ")[2] for problem in found.value.problems]
    assert rows == ["/don-vi/so-b/*,/don-vi/so-b-moi/*"]
    (mini / "data/redirects.csv").write_text("\n".join(["from,to", *rows, ""]), encoding="utf-8")
    assert list(formatted(mini)) == ["data/addresses.txt"]
    assert b"/don-vi/so-b-moi/\n" in ledger.read_bytes()
    build(mini, TODAY)


def test_formatting_keeps_a_redirect_that_cannot_work_out_of_the_ledger(mini: Path) -> None:
    """An address in the ledger must answer for good: one that never could would fail every build to come."""
    list(formatted(mini))
    before = (mini / "data/addresses.txt").read_bytes()
    (mini / "data/redirects.csv").write_text("from,to\n/data/units/,/don-vi/\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="/data/units/"):
        list(formatted(mini))
    assert (mini / "data/addresses.txt").read_bytes() == before


def test_formatting_mends_what_the_check_says_it_would(mini: Path) -> None:
    """Marks of Windows and of old Macs, wherever a text of data or content has them."""
    list(formatted(mini))
    page = mini / "content/gioi-thieu/index.md"
    page.parent.mkdir(parents=True)
    page.write_bytes("# Giới thiệu\n".encode())
    list(formatted(mini))
    files = [page, *(mini / "data" / name for name in ("addresses.txt", "portal.yml", "units.csv"))]
    sound = [file.read_bytes() for file in files]
    for file, ending in zip(files, (b"\r\n", b"\r\n", b"\r", b"\r"), strict=True):
        file.write_bytes("\ufeff".encode() + file.read_bytes().replace(b"\n", ending))
    with pytest.raises(ProblemsFound) as found:
        build(mini, TODAY)
    assert {problem.path for problem in found.value.problems} == {file.relative_to(mini).as_posix() for file in files}
    assert {problem.hint for problem in found.value.problems} == {"chạy `make format` để sửa tự động"}
    list(formatted(mini))
    assert [file.read_bytes() for file in files] == sound
    build(mini, TODAY)


def test_formatting_says_what_it_wrote_where_other_faults_remain(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It said that nothing was written, though one file was."""
    targets = mini / "data/targets/demo-2023.csv"
    before = targets.read_bytes()
    targets.write_bytes(before.replace(b"\n", b"\r\n"))
    edit(mini / "data/results/demo-2024.csv", "2024-06,35,", "2024-06,35p,")
    assert main(["format", "--root", str(mini)]) == 1
    assert targets.read_bytes() == before
    said = capsys.readouterr()
    assert said.out == "Đã viết lại data/targets/demo-2023.csv\n"
    assert said.err.endswith(
        "1 lỗi trong 1 tệp. Đã viết lại 1 tệp (data/targets/demo-2023.csv); ngoài ra chưa ghi gì.\n"
    )


def test_formatting_leaves_columns_whose_headings_were_swapped(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the headings of units and indicators swapped by hand, the columns below stand as they should."""
    results = mini / "data/results/demo-2024.csv"
    edit(results, "unit_id,level,aggregate,indicator_id", "indicator_id,level,aggregate,unit_id")
    swapped = results.read_bytes()
    assert main(["format", "--root", str(mini)]) == 1
    assert results.read_bytes() == swapped
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[-1]) == ("", "9 lỗi trong 1 tệp. Chưa ghi gì.")
    assert "trước hết xem lại tên các cột có bị đổi chỗ không" in said.err


def test_formatting_moves_columns_whose_rows_are_sound(mini: Path) -> None:
    """What formatting mends, such as spaces around a cell, casts no doubt on the headings."""
    units = mini / "data/units.csv"
    before = units.read_bytes()
    rows = [line.split(b",") for line in before.splitlines()]
    units.write_bytes(b"".join(b",".join([row[1], b" " + row[0], *row[2:]]) + b"\n" for row in rows))
    list(formatted(mini))
    assert units.read_bytes() == before


def test_the_address_of_a_contradiction_stays_when_it_is_gone(mini: Path) -> None:
    """A total of 8 and 4 stated as 13 is one; once it is read as 12 its page says that there is none any more."""
    edit(mini / "data/results/demo-2023.csv", "services-total,2022-12,12,", "services-total,2022-12,13,")
    list(formatted(mini))
    ledger = (mini / "data/addresses.txt").read_text(encoding="utf-8")
    address = "/doi-chieu/total.demo-2023.pl1-total.demo.department.total.services-total.2022-12/"
    assert address in ledger
    build(mini, TODAY)
    page = mini / f"build/docs{address}index.md"
    assert "Dòng tổng không bằng tổng các dòng" in page.read_text(encoding="utf-8")
    edit(mini / "data/results/demo-2023.csv", "services-total,2022-12,13,", "services-total,2022-12,12,")
    build(mini, TODAY)
    assert "Trường hợp này không còn" in page.read_text(encoding="utf-8")
    list(formatted(mini))
    assert (mini / "data/addresses.txt").read_text(encoding="utf-8") == ledger


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests" / "mini"], ids=["real", "mini"])
def test_addresses_are_told_without_making_the_pages(root: Path) -> None:
    """The check of the ledger makes no page; it must still know exactly the addresses that a build writes."""
    proved = sound(root)
    site = site_of(root, proved, TODAY)
    hand_written = content_addresses(root)
    made = [*(page.address for page in site.pages), *(embed.address for embed in site.embeds)]
    assert sorted([*made, *hand_written]) == list(proved.addresses)
