"""The workbook to fill in: its content, and that it is imported without a question when it is filled in."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.cli import main
from generator.data_files import INDICATORS
from generator.importing.preview import missing_units
from generator.importing.request import WrongArguments
from generator.importing.template import TemplateRequest, write_template
from generator.model import Portal
from tests.importing import commands
from tests.importing.conftest import Understand, questions, rows, values
from tests.support.folders import PROVINCE


def test_the_content_of_the_workbook(tmp_path: Path) -> None:
    """It lists the units in order with hidden ids, distinguishes namesakes, and has Excel rules and lists."""
    out = tmp_path / "mau.xlsx"
    message = write_template(
        PROVINCE, TemplateRequest("commune", "2024-06", indicators=("online-payment", "services-full")), out
    )
    assert message.endswith("mau.xlsx: 94 đơn vị, 2 chỉ tiêu (Thanh toán trực tuyến; Số dịch vụ toàn trình).")
    sheet = load_workbook(out)["Số liệu"]
    assert sheet["A1"].value == "Số liệu tháng 6/2024 của cấp xã, tỉnh Tây Ninh"
    assert [sheet.cell(5, column).value for column in (1, 2, 3)] == [1, "Phường 1", "tay-ninh.tay-ninh.phuong-1"]
    names = [sheet.cell(row, 2).value for row in range(5, 99)]
    assert len(names) == len(set(names)) == 94
    assert "Xã Tân Bình (Huyện Tân Biên)" in names
    assert sheet.column_dimensions["C"].hidden
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["D5:D98"].type, rules["D5:D98"].formula1, rules["D5:D98"].formula2) == ("decimal", "0", "100")
    assert (rules["G5:G98"].type, rules["G5:G98"].formula1) == ("whole", "0")
    listed = '"Không áp dụng,Văn bản không nêu số liệu,Số liệu tạm tính"'
    assert (rules["E5:E98"].type, rules["E5:E98"].formula1) == ("list", listed)
    assert sheet.protection.sheet
    assert not sheet["D5"].protection.locked


def test_an_existing_file_is_not_overwritten(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may already be filled in."""
    out = tmp_path / "mau.xlsx"
    out.write_bytes(b"filled in")
    with pytest.raises(SystemExit) as stopped:
        main(["template", "--root", str(mini), "--level", "commune", "--period", "2024-06", str(out)])
    assert stopped.value.code == 2
    message = f"đã có tệp {out}; chọn tên khác, hoặc chuyển tệp ấy đi nơi khác rồi chạy lại\n"
    assert capsys.readouterr().err == message
    assert out.read_bytes() == b"filled in"


def test_no_workbook_is_made_from_faulty_data(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A unit whose row has a fault would be missing in it."""
    units = mini / "data/units.csv"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace(",department,", ",departmen,", 1), encoding="utf-8")
    out = tmp_path / "mau.xlsx"
    assert main(["template", "--root", str(mini), "--level", "department", "--period", "2024-06", str(out)]) == 1
    assert "departmen" in capsys.readouterr().err
    assert not out.exists()


def test_a_filled_in_workbook_is_imported_without_a_question(tmp_path: Path, understand: Understand) -> None:
    """Figures, Vietnamese reasons for empty cells, and remarks are read as they were entered."""
    out = tmp_path / "mau.xlsx"
    write_template(PROVINCE, TemplateRequest("commune", "2024-05", indicators=("online-payment", "services-full")), out)
    book = load_workbook(out)
    sheet = book["Số liệu"]
    for row in range(5, 99):
        sheet.cell(row, 4).value = row / 8
        sheet.cell(row, 7).value = row
    sheet["D6"], sheet["E6"], sheet["F6"] = None, "Không áp dụng", "Xã không có thủ tục thu phí"
    sheet["D7"], sheet["E7"] = None, "Văn bản không nêu số liệu"
    sheet["E8"] = "Số liệu tạm tính"
    sheet["D9"], sheet["E9"] = None, "Không áp dụng"
    book.save(out)
    found = understand(out)
    assert (questions(found), found.remarks) == ({}, [])
    read = {item.at.short_address: (item.value, item.status, item.note) for item in found.entries}
    assert len(read) == 2 * 94
    assert read["D5"] == ("0.625", "", "")
    assert read["D6"] == ("", "not_applicable", "Xã không có thủ tục thu phí")
    assert read["D7"] == ("", "not_reported", "")
    assert read["D8"] == ("1", "provisional", "")
    assert read["D9"] == ("", "not_applicable", "Đơn vị không nêu lý do")
    assert read["G98"] == ("98", "", "")
    assert [item.unit_id for item in found.entries if item.at.short_address == "D68"] == [
        "tay-ninh.tan-bien.xa-tan-binh"
    ]


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_workbook_that_was_saved_as_csv_is_imported_without_a_question(
    separator: str, tmp_path: Path, understand: Understand
) -> None:
    """CSV keeps only the first cell of a merged heading, the name of an indicator above its three columns."""
    out = tmp_path / "mau.xlsx"
    names = ("online-payment", "services-full")
    write_template(PROVINCE, TemplateRequest("district", "2024-05", indicators=names), out)
    sheet = load_workbook(out)["Số liệu"]
    sheet["D5"], sheet["G5"], sheet["E6"], sheet["F6"], sheet["H6"] = 31.5, 7, "Không áp dụng", "Xa", "Số liệu tạm tính"
    sheet["G6"] = 8
    with (tmp_path / "mau.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(sheet.iter_rows(values_only=True))
    found = understand(tmp_path / "mau.csv")
    assert questions(found) == {}
    read = {item.at.short_address: (item.indicator_id, item.value, item.status, item.note) for item in found.entries}
    assert {address: read[address] for address in ("D5", "D6", "G5", "G6")} == {
        "D5": ("online-payment", "31.5", "", ""),
        "D6": ("online-payment", "", "not_applicable", "Xa"),
        "G5": ("services-full", "7", "", ""),
        "G6": ("services-full", "8", "provisional", ""),
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["--level", "province", "--period", "2024-06", "a.xlsx"],
        ["--level", "commune", "--period", "6/2024", "a.xlsx"],
        ["--level", "commune", "--period", "2024-06", "a.csv"],
        ["--level", "commune", "--period", "2024-06", "nowhere/a.xlsx"],
        ["--level", "commune", "--period", "2030-01", "a.xlsx"],
        ["--level", "commune", "--period", "2024-06", "--indicator", "x", "a.xlsx"],
        ["--level", "commune", "--period", "2024-06", "--within", "x", "a.xlsx"],
    ],
)
def test_wrong_arguments(arguments: list[str], tmp_path: Path, mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is 2, and no file is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(["template", "--root", str(mini), *arguments])
    assert stopped.value.code == 2
    assert not list(tmp_path.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("wanted", "remedy"),
    [
        (TemplateRequest("commune", "6/2024"), "PERIOD: 6/2024 không phải là kỳ, viết 2024, 2024-Q2 hoặc 2024-06"),
        (
            TemplateRequest("commune", "2024-06", "tayninh"),
            'WITHIN: không có đơn vị tayninh; có phải "tay-ninh"? Danh sách: data/units.csv',
        ),
        (
            TemplateRequest("commune", "2024-06", "tay-ninh", ("online-payments",)),
            (
                '--indicator trong ARGS: không có chỉ tiêu online-payments; có phải "online-payment"? '
                "Danh sách: data/indicators.yml"
            ),
        ),
        (
            TemplateRequest("department", "2024-06"),
            (
                "cấp này chưa có kết quả nào, hãy nêu mã chỉ tiêu cần thu thập, ví dụ ARGS="
                f"'--indicator services-total --indicator services-full'; danh sách: {INDICATORS}"
            ),
        ),
    ],
)
def test_messages_suggest_the_right_arguments(wanted: TemplateRequest, remedy: str, tmp_path: Path) -> None:
    """Users who make a workbook for the first time do not know the ids."""
    with pytest.raises(WrongArguments) as found:
        write_template(PROVINCE, wanted, tmp_path / "a.xlsx")
    assert str(found.value) == remedy


def test_provinces_with_the_same_name_are_listed_with_their_dates(tmp_path: Path) -> None:
    """In the year of the merger, two provinces are named Tỉnh Tây Ninh."""
    with pytest.raises(WrongArguments) as found:
        write_template(PROVINCE, TemplateRequest("commune", "2025"), tmp_path / "a.xlsx")
    assert str(found.value) == (
        "WITHIN: chưa rõ tỉnh nào có đơn vị cấp này vào kỳ này, chọn WITHIN=tay-ninh (Tỉnh Tây Ninh, đến 30/06/2025) "
        "hay WITHIN=tay-ninh-2025 (Tỉnh Tây Ninh, từ 01/07/2025)"
    )


ADD_UNITS = "đơn vị chưa khai thì thêm vào data/units.csv, mỗi đơn vị một dòng có level là department, parent_id là"
ENDED_UNITS = "các đơn vị đã khai hoạt động đến 30/06/2025, xem lại kỳ (PERIOD);"


@pytest.mark.parametrize(
    ("wanted", "lacking", "remedy"),
    [
        (
            TemplateRequest("department", "2025-09"),
            "không tỉnh nào có sở, ban, ngành vào tháng 9/2025",
            f"{ENDED_UNITS} {ADD_UNITS} tay-ninh-2025 hoặc can-tho-2025, rồi chạy lại",
        ),
        (
            TemplateRequest("department", "2025-09", "tay-ninh-2025"),
            "tỉnh Tây Ninh không có sở, ban, ngành vào tháng 9/2025",
            f"{ADD_UNITS} tay-ninh-2025, rồi chạy lại",
        ),
        (
            TemplateRequest("district", "2025-09"),
            "không tỉnh nào có huyện, thị xã, thành phố vào tháng 9/2025",
            f"{ENDED_UNITS} tỉnh không tổ chức cấp huyện thì chọn LEVEL=commune",
        ),
        (
            TemplateRequest("commune", "2024-09", "tay-ninh-2025"),
            "tỉnh Tây Ninh không có đơn vị cấp xã vào tháng 9/2024",
            "khi ấy tỉnh này không hoạt động, xem lại kỳ (PERIOD) và tỉnh (WITHIN)",
        ),
    ],
)
def test_a_level_without_units(wanted: TemplateRequest, lacking: str, remedy: str, tmp_path: Path) -> None:
    """The message states what to do.

    Since July 2025 there are no districts, and the departments of the new province must be entered first.
    """
    with pytest.raises(WrongArguments) as stopped:
        write_template(PROVINCE, wanted, tmp_path / "mau.xlsx")
    assert str(stopped.value) == f"{lacking}: {remedy}"


def test_a_portal_without_departments(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = mini / "data/units.csv"
    lines = units.read_text(encoding="utf-8").splitlines(keepends=True)
    units.write_text("".join(line for line in lines if ",department," not in line), encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(
            ["template", "--root", str(mini), "--level", "department", "--period", "2024-06", str(tmp_path / "a.xlsx")]
        )
    assert stopped.value.code == 2
    assert f"{ADD_UNITS} demo, rồi chạy lại" in capsys.readouterr().err


def _filled(tmp_path: Path, figures: list[object]) -> Path:
    """Saves a workbook for departments with these figures in its first column of figures."""
    file = tmp_path / "a.xlsx"
    write_template(PROVINCE, TemplateRequest("department", "2024-06", "tay-ninh", ("online-payment",)), file)
    book = load_workbook(file)
    for row, figure in enumerate(figures, 5):
        book.worksheets[0].cell(row, 4).value = figure
    book.save(file)
    return file


def test_a_whole_column_of_shares(tmp_path: Path, understand: Understand) -> None:
    """If every row has a share, such as 0.62 for 62%, none is read as less than one percent."""
    file = _filled(tmp_path, [0.62, 0.7, 0.9866, 1])
    assert list(questions(understand(file, period="2024-06"))) == ["D4"]
    found = understand(file, period="2024-06", answers=("D4=share",))
    assert [values(found)[cell] for cell in ("D5", "D6", "D7", "D8")] == ["62", "70", "98.66", "100"]


def test_small_percentages_among_others(tmp_path: Path, understand: Understand) -> None:
    file = _filled(tmp_path, [0.51, 0.98, 0.5, 31.98])
    found = understand(file, period="2024-06")
    assert [values(found)[cell] for cell in ("D5", "D6", "D7", "D8")] == ["0.51", "0.98", "0.5", "31.98"]


def test_an_unknown_name_beside_a_code_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    """The program cannot decide whether the name or the code is right."""
    file = _filled(tmp_path, [40, 50])
    book = load_workbook(file)
    book.worksheets[0]["B5"].value = "Sở Sai Tên"
    book.save(file)
    found = understand(file, period="2024-06")
    assert list(questions(found)) == ["B5"]
    assert "không phải tên của tay-ninh.so-cong-thuong (Sở Công Thương)" in questions(found)["B5"]
    assert values(understand(file, period="2024-06", answers=("B5=tay-ninh.so-cong-thuong",)))["D5"] == "40"


def test_a_name_beside_the_code_of_another_unit_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    """If names are pasted in another order, the hidden codes do not match, so no figure goes to the wrong unit."""
    file = _filled(tmp_path, [40, 50])
    book = load_workbook(file)
    sheet = book.worksheets[0]
    sheet["B5"].value, sheet["B6"].value = sheet["B6"].value, sheet["B5"].value
    book.save(file)
    found = understand(file, period="2024-06")
    assert list(questions(found)) == ["B5", "B6"]
    assert "nhưng mã đơn vị của dòng này là tay-ninh.so-cong-thuong" in questions(found)["B5"]
    answered = understand(file, period="2024-06", answers=("B5=tay-ninh.so-cong-thuong; B6=skip",))
    assert values(answered)["D5"] == "40"
    assert answered.names == {}


def test_the_province_follows_from_the_codes(tmp_path: Path, understand: Understand) -> None:
    """The province of a document without an entry is not known, but the codes of the units determine it."""
    found = understand(_filled(tmp_path, [40]), source_id="1834-UBND-KSTT-2024")
    assert rows(found)[0] == ("so-cong-thuong", "online-payment", "2024-06", "40", "D5")


def test_a_formula_in_place_of_a_remark_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    """Readers cannot use a formula without a value. A remark that is too long is cut, and the report mentions it."""
    file = _filled(tmp_path, [40, 50, 60, 70])
    book = load_workbook(file)
    sheet = book.worksheets[0]
    sheet["F5"], sheet["F6"], sheet["F7"], sheet["F8"] = '=A1&"x"', "#N/A", "#1: đã rà soát", "x" * 2001
    book.save(file)
    found = understand(file, period="2024-06")
    assert questions(found) == dict.fromkeys(("F5", "F6"), "là công thức lỗi hoặc chưa được tính")
    assert {item.at.short_address: item.note for item in found.entries if item.value} == {
        "D5": "",
        "D6": "",
        "D7": "#1: đã rà soát",
        "D8": "x" * 1999 + "…",
    }
    assert [(item.at.short_address, item.text) for item in found.remarks if item.at.place[1] == 6] == [
        ("F8", "ghi chú dài hơn 2000 ký tự, phần sau không đưa lên cổng")
    ]
    answered = understand(file, period="2024-06", answers=("F5=skip; F6=skip",))
    assert questions(answered) == {}
    sheet["F8"] = "x" * 2000
    book.save(file)
    whole = understand(file, period="2024-06", answers=("F5=skip; F6=skip",))
    assert [item.note for item in whole.entries if item.at.short_address == "D8"] == ["x" * 2000]
    assert "F8" not in {item.at.short_address for item in whole.remarks}


def test_units_with_deleted_rows_are_listed(tmp_path: Path, understand: Understand, real: Portal) -> None:
    """Three missing units of 94 are listed. A file with only two of 94 units is not expected to have the others."""
    out = tmp_path / "a.xlsx"
    write_template(PROVINCE, TemplateRequest("commune", "2024-06", indicators=("online-payment",)), out)
    book = load_workbook(out)
    sheet = book["Số liệu"]
    for row in range(5, 99):
        sheet.cell(row, 4).value = 50
    sheet.delete_rows(5, 3)
    book.save(out)
    entries = understand(out).entries
    assert list(missing_units(entries, real)) == [
        "Tệp không có 3 trong 94 đơn vị cấp xã: Phường 1; Phường 2; Phường 3."
    ]
    assert list(missing_units(entries[:2], real)) == []
    assert list(missing_units([*entries, replace(entries[0], unit_id="tay-ninh.tay-ninh.phuong-1")], real)) == [
        "Tệp không có 2 trong 94 đơn vị cấp xã: Phường 2; Phường 3."
    ]


def test_no_answer_is_offered_if_only_the_workbook_can_be_corrected(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown status cannot be answered; a text in place of a figure can."""
    out = tmp_path / "mau.xlsx"
    write_template(mini, TemplateRequest("department", "2024-06", indicators=("waiting-time",)), out)
    book = load_workbook(out)
    book["Số liệu"]["E5"] = "Không phát sinh"
    book.save(out)
    assert commands.run(mini, out, *commands.NEW, "--period", "2024-06") == 1
    captured = capsys.readouterr()
    assert "chọn: Không áp dụng; Văn bản không nêu số liệu; Số liệu tạm tính" in captured.err
    assert "ANSWERS=" not in captured.out
    book["Số liệu"]["D5"], book["Số liệu"]["E5"] = "hai mươi mốt", None
    book.save(out)
    assert commands.run(mini, out, *commands.NEW, "--period", "2024-06") == 1
    assert "ANSWERS=" in capsys.readouterr().out


def test_a_column_with_reasons_only_is_read(tmp_path: Path, understand: Understand) -> None:
    """In a month without fees, every commune has a reason and no figure. An untouched column causes a remark."""
    out = tmp_path / "mau.xlsx"
    write_template(PROVINCE, TemplateRequest("commune", "2024-05", indicators=("online-payment", "services-full")), out)
    book = load_workbook(out)
    for row in range(5, 99):
        book["Số liệu"].cell(row, 5).value = "Không áp dụng"
    book.save(out)
    found = understand(out)
    assert questions(found) == {}
    assert {(item.indicator_id, item.value, item.status) for item in found.entries} == {
        ("online-payment", "", "not_applicable")
    }
    assert len(found.entries) == 94
    assert [item.at.short_address for item in found.remarks if "cột trống" in item.text] == ["G4"]
