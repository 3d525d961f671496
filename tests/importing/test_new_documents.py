"""Importing a document that is not in `data/sources.yml` yet: the required options and the new entry."""

import hashlib
import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.canonical import quoted
from generator.cli import main
from generator.importing.documents import issuer_named, number_fault, read_attachment_line, with_digest
from generator.importing.import_context import prepare_import
from generator.importing.phrases.names import Names
from generator.importing.request import Request
from generator.loading import load_portal
from generator.model import UnitKind
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, run
from tests.importing.workbooks import saved
from tests.support.folders import PROVINCE
from tests.support.portals import append_to
from tests.support.sites import tree


def test_a_new_document(mini: Path, tmp_path: Path) -> None:
    """The import writes rows with locators, the entry of the document with the file's digest, and new addresses.

    `check` finds no fault afterwards, and a second run changes nothing.
    """
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 0
    assert (mini / RESULTS).read_text(encoding="utf-8") == (
        "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
        "demo.so-a,,,waiting-time,2024-06,21,,,PL:1,\n"
        "demo.so-b,,,waiting-time,2024-06,36,,,PL:2,\n"
    )
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    assert entry == {
        "id": "demo-7",
        "number": "7/BC-UBND",
        "slug": "bao-cao-demo-7",
        "title": "Báo cáo kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024",
        "kind": "Báo cáo",
        "issuer": "Ủy ban nhân dân tỉnh Thử",
        "issued_on": "2024-07-15",
        "about": "Kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024.",
        "url": "",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "language": "vi",
        "note": "",
    }
    assert "/van-ban/bao-cao-demo-7/\n" in (mini / "data/addresses.txt").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0
    before = tree(mini)
    assert main(["format", "--root", str(mini)]) == 0
    assert run(mini, file, "--write") == 0
    assert tree(mini) == before


def test_the_document_is_read_from_the_attachment_line(mini: Path, tmp_path: Path) -> None:
    """If the file contains a line `Kèm theo Báo cáo số …`, only the id has to be given."""
    table = [["(Kèm theo Báo cáo số 7/BC-UBND ngày 15 tháng 7 năm 2024 của UBND tỉnh Thử)"], *SOUND]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), "--write") == 0
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    assert [entry[name] for name in ("number", "kind", "issuer", "issued_on")] == [
        "7/BC-UBND",
        "Báo cáo",
        "Ủy ban nhân dân tỉnh Thử",
        "2024-07-15",
    ]


def test_a_new_document_can_correct_another_one(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the option, the different figures would contradict each other. So the preview names the option."""
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW) == 0
    assert "thì thêm AMENDS=mã-văn-bản-kia" in capsys.readouterr().out
    assert run(mini, file, *NEW, "--amends", "demo-2024", "--replaces", "demo-2023;", "--write") == 0
    assert "Không khớp với số khác" not in capsys.readouterr().out
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    assert (entry["amends"], entry["replaces"]) == (["demo-2024"], ["demo-2023"])
    assert main(["check", "--root", str(mini)]) == 0
    assert run(mini, file, "--amends", "demo-2024", "--write") == 0


def test_a_declared_document_corrects_only_what_its_entry_names(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 0
    before = tree(mini)
    assert run(mini, file, "--amends", "demo-2024", "--write") == 1
    assert (
        'data/sources.yml:19: amends: "demo-2024" văn bản đã khai mà không ghi văn bản này\n'
        '    gợi ý: ghi "demo-2024" vào amends của văn bản demo-7, rồi bỏ AMENDS và nhập lại\n'
    ) in capsys.readouterr().err
    assert tree(mini) == before


def test_a_document_cannot_correct_an_unknown_one(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    before = tree(mini)
    assert run(mini, file, *NEW, "--amends", "demo-2022", "--write") == 1
    assert '"demo-2022"' in capsys.readouterr().err
    assert tree(mini) == before


def test_a_new_document_without_its_options_is_refused(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message lists the missing options, and nothing is written."""
    before = tree(mini)
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), "--write") == 1
    assert tree(mini) == before
    errors = capsys.readouterr().err
    assert 'data/sources.yml: "demo-7" văn bản chưa được khai' in errors
    assert '--issued-on "năm-tháng-ngày ban hành, ví dụ 2024-06-30"' in errors
    assert "--title" not in errors


def test_placeholders_are_not_accepted_as_values(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """If the user pastes the hint unchanged, its placeholders count as not given."""
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file) == 1
    hint = next(line for line in capsys.readouterr().err.splitlines() if "--number" in line)
    (given,) = shlex.split(hint[hint.index("ARGS=") :])
    pasted = shlex.split(given.removeprefix("ARGS="))
    assert len(pasted) == 8
    before = tree(mini)
    assert run(mini, file, *pasted, "--write") == 1
    assert "văn bản chưa được khai" in capsys.readouterr().err
    assert tree(mini) == before


@pytest.mark.parametrize(
    ("source", "number", "wrong"),
    [
        ("demo-7", "8/BC-UBND", '"8/BC-UBND" không phải số, ký hiệu của văn bản có mã demo-7'),
        ("2-BC-UBND-2024", "2/BC-UBND", '"2/BC-UBND" là số, ký hiệu của văn bản demo-2024 đã có trong cổng'),
        ("demo-2024", "3/BC-UBND", '"3/BC-UBND" khác số, ký hiệu của văn bản demo-2024 đã khai (2/BC-UBND)'),
    ],
)
def test_the_number_of_another_document_is_refused(
    source: str, number: str, wrong: str, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No document is published with the number of another document."""
    before = tree(mini)
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, "--number", number, *NEW[2:], "--write", source=source) == 1
    assert wrong in capsys.readouterr().err
    assert tree(mini) == before


def test_a_number_with_a_leading_zero_is_accepted(mini: Path, tmp_path: Path) -> None:
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, "--number", "07/BC-UBND", *NEW[2:]) == 0


def test_the_title_of_a_document_is_not_required(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While no figure is understood, there are only questions about figures, because the title is worded from them."""
    file = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"]]}, tmp_path / "a.xlsx")
    capsys.readouterr()
    assert run(mini, file, *NEW, "--write") == 1
    errors = capsys.readouterr().err
    assert "data/sources.yml" not in errors
    assert errors.endswith("1 lỗi trong 1 tệp. Chưa ghi gì.\n")


def test_a_quoted_text_is_one_yaml_scalar() -> None:
    for text in ('a: b\n- "c"', "#", "*x", "no", "\\", "’“", "{}"):
        assert yaml.safe_load(f"- {quoted(text)}") == [text]


def test_the_digest_of_an_entry(mini: Path) -> None:
    """The digest replaces the old one in the right entry, and no other line changes."""
    portal, _ = load_portal(mini)
    text = (mini / "data/sources.yml").read_text(encoding="utf-8")
    once = with_digest(text, portal.sources["demo-2023"], "ab")
    entries = yaml.safe_load(once)
    assert [entry.get("sha256") for entry in entries] == ["ab", None]
    assert yaml.safe_load(with_digest(once, portal.sources["demo-2023"], "cd"))[0]["sha256"] == "cd"
    assert len(with_digest(once, portal.sources["demo-2023"], "cd").splitlines()) == len(once.splitlines())


def test_an_issuer_must_be_the_committee_of_a_unit_of_the_portal(mini: Path) -> None:
    """The committee of another province is not recognised, so that the user has to give the issuer."""
    portal, _ = load_portal(mini)
    names = Names(portal, portal.units["demo"], None, {})
    for text in ("UBND tỉnh", "UBND tỉnh Thử", "Ủy ban nhân dân tỉnh Thử"):
        assert issuer_named(text, names) == "Ủy ban nhân dân tỉnh Thử"
    assert issuer_named("UBND tỉnh Long An", names) == ""
    assert issuer_named("UBND thành phố", names) == ""
    city = replace(portal.units["demo"], name="Thành phố Thử", kind=UnitKind.CITY_PROVINCE)
    names = Names(replace(portal, units={**portal.units, "demo": city}), city, None, {})
    assert issuer_named("UBND thành phố", names) == "Ủy ban nhân dân thành phố Thử"
    assert issuer_named("UBND tỉnh", names) == ""
    provinces = load_portal(PROVINCE)[0]
    former = Names(provinces, provinces.units["soc-trang"], None, {})
    assert issuer_named("UBND tỉnh Tây Ninh", former) == "Ủy ban nhân dân tỉnh Tây Ninh"


def test_reading_an_attachment_line() -> None:
    assert read_attachment_line(
        ["(Kèm theo Công văn số 1612 /UBND-KSTT ngày 31 tháng 5 năm 2024", "của UBND tỉnh)"]
    ) == {
        "number": "1612/UBND-KSTT",
        "kind": "Công văn",
        "issued_on": "2024-05-31",
        "issuer": "UBND tỉnh",
    }
    assert (
        read_attachment_line(["Kèm theo Kế hoạch số 3688/KH-UBND ngày 14/11/2023 của UBND tỉnh Tây Ninh"])["number"]
        == "3688/KH-UBND"
    )
    assert read_attachment_line(["Kèm theo Công văn số 1/UBND ngày 31/02/2024"]) == {
        "number": "1/UBND",
        "kind": "Công văn",
    }
    attached = ["Kèm theo Báo cáo số 7/BC-UBND ngày 15/7/2024 của UBND tỉnh Thử", "STT", "Đơn vị", "Ghi chú (%)"]
    assert read_attachment_line(attached)["issuer"] == "UBND tỉnh Thử"
    assert read_attachment_line(["Kết quả tháng 5"]) == {}


def test_the_issuing_province_in_the_year_of_a_merger(tmp_path: Path) -> None:
    """Two provinces named Tỉnh Tây Ninh existed in 2025: on 15 June only the old one, on 15 July only the new one.

    A figure of the whole year may belong to either, so the day of the document decides.
    """
    file = saved({"Sheet1": [["Đơn vị", "Thanh toán trực tuyến"], ["Phường Tân Ninh", "50%"]]}, tmp_path / "a.xlsx")
    portal = load_portal(PROVINCE)[0]
    for day, expected in (("2025-07-15", "tay-ninh-2025"), ("2025-06-15", "tay-ninh")):
        options = {"issuer": "Ủy ban nhân dân tỉnh Tây Ninh", "issued_on": day}
        request = Request(file, "12-KH-UBND-2025", period="2025", document=options)
        assert prepare_import(PROVINCE, request, portal).names.within.id == expected


def test_two_provinces_of_the_same_name_may_use_a_number_in_the_same_year() -> None:
    """Report 88 of the former Tây Ninh and Report 88 of the province that followed it are two documents."""
    portal = load_portal(PROVINCE)[0]
    earlier = replace(
        next(iter(portal.sources.values())),
        id="88-BC-UBND-2025",
        number="88/BC-UBND",
        issuer="Ủy ban nhân dân tỉnh Tây Ninh",
        issued_on=date(2025, 6, 28),
    )
    portal = replace(portal, sources={**portal.sources, earlier.id: earlier})
    values = {"number": "88/BC-UBND", "issuer": "Ủy ban nhân dân tỉnh Tây Ninh", "issued_on": "2025-09-03"}
    assert number_fault(values, "B-88-BC-UBND-2025", portal) is None
    assert number_fault({**values, "issued_on": "2025-06-30"}, "B-88-BC-UBND-2025", portal) is not None


def test_contradictions_are_reported_before_figures_are_written(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Report 2 states 20 and 35 minutes for June, the file 21 and 35.

    In a document that amends Report 2, a different figure is not a contradiction.
    """
    file = saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 35]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(
        "Không khớp với số khác, ghi rồi thì nêu ở trang Đối chiếu (gõ nhầm thì sửa; văn bản này đính chính văn bản "
        "kia thì thêm AMENDS=mã-văn-bản-kia, hoặc ghi amends trong data/sources.yml nếu đã khai văn bản này):"
    )
    assert lines[at + 1] == (
        "  Hai nơi ghi khác nhau về “Thời gian chờ” của Sở An Bình tháng 6/2024: "
        "Báo cáo số 7/BC-UBND, phụ lục, dòng 1 ghi 21 phút; Báo cáo số 2/BC-UBND, bảng PL.I, dòng 1 ghi 20 phút. "
        "Trong các số này có số suy ra."
    )
    assert lines[at + 2] == "Đọc được 2 số của 2 đơn vị, 1 chỉ tiêu từ a.xlsx."
    append_to(mini / "data/sources.yml", AMENDING)
    assert run(mini, file, "--write") == 0
    assert "Không khớp" not in capsys.readouterr().out
    assert "/doi-chieu/result" not in (mini / "data/addresses.txt").read_text(encoding="utf-8")


AMENDING = """
- id: "demo-7"
  number: "7/BC-UBND"
  slug: "bao-cao-demo-7"
  title: "Đính chính"
  kind: "Báo cáo"
  issuer: "Ủy ban nhân dân tỉnh Thử"
  issued_on: "2024-07-15"
  about: "Đính chính một số."
  url: ""
  sha256: ""
  language: "vi"
  note: ""
  amends: ["demo-2024"]
"""
