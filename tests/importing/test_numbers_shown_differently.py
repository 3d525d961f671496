"""Numbers that XLSX and ODS workbooks show as something else cause a question."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.importing.sheets.number_formats import as_shown, format_of, shown_instead
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import ods, ods_text, saved

HEAD = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"]
ZERO = "là số 0 nhưng bảng tính hiện dấu “-” hoặc để trống"


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('"<"0', "5", "<5"),
        ("<0", "5", "<5"),
        ('"≥"0', "80", "≥80"),
        ('"≥ "0.0"%"', "80", "≥ 80,0%"),
        ('[=0]"-";0.0', "0", "-"),
        (";;;", "58", ""),
        ("0.0;;", "-5", ""),
        ('"xem PL2"', "58.7", "xem PL2"),
        ('0;-0;"KPS"', "0", "KPS"),
        ('[>=90]"Đạt";[<90]"Không đạt"', "58.7", "Không đạt"),
        ('[>=90]0.0;[<50]"Thấp"', "60", "###"),
        ('"khoảng "0', "58.7", "khoảng 59"),
        ('0.0" (tạm tính)"', "58.73", "58,7 (tạm tính)"),
        ('0" trở lên"', "80", "80 trở lên"),
        ('"1"0', "5", "15"),
        ("#,###", "0", ""),
        ("#.##", "0", ""),
        ("#,##0,", "1777000", "1777"),
        ('0.0,,"tr"', "1500000", "1,5tr"),
        (r"00\,00", "5873", "5873"),
        ("0%%", "0.5", "50%%"),
        ("-0.0", "5", "-5,0"),
        ("(0)", "5", "(5)"),
        ("0.0;[Red]0.0", "-5", "-5,0"),
    ],
)
def test_what_is_shown_instead_of_the_number(code: str, value: str, shown: str) -> None:
    assert shown_instead(Decimal(value), format_of(code)) == shown


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0.##", "58.73", "58.73"),
        ("0.##", "58.7", "58.7"),
        ("0.0#", "58", "58.0"),
        ("#.##", "0.5", "0.5"),
        ("[<=1]0.00%;0.00", "58.73", "58.73"),
        ("[<=1]0.00%;0.00", "0.5873", "58.73"),
        ('[=0]"-";0.0', "5.25", "5.3"),
        ("[Red][<50]0.0;[Blue]0.0", "12.34", "12.3"),
        ("General", "58.73", "58.73"),
        ("General;-General;0", "-5", "-5"),
        ("@", "58.73", "58.73"),
        ('0" hồ sơ"', "58", "58"),
        ('#,##0.0\\ "₫"', "1777", "1777.0"),
        ("#,##0 [$₫-42A]", "1777", "1777"),
        (r"#\ ##0", "1777", "1777"),
        ("#,###", "1777", "1777"),
        ("0.00_);(0.00)", "-5", "-5.00"),
        (r"_-* #,##0.00\ _₫_-;\-* #,##0.00\ _₫_-;_-* " + r'"-"??\ _₫_-;_-@_-', "58.7", "58.70"),
        (r"_-* #,##0.00\ _₫_-;\-* #,##0.00\ _₫_-;_-* " + r'"-"??\ _₫_-;_-@_-', "-58.7", "-58.70"),
        ("# ?/?", "58.75", "58.75"),
        ("0.00;@", "58.7", "58.70"),
        ("0.00", "0", "0.00"),
        ("#,##0", "0", "0"),
        ("General", "0", "0"),
    ],
)
def test_numbers_that_are_shown_as_numbers(code: str, value: str, shown: str) -> None:
    """Optional decimals are shown only if the number has them. Each number is shown by the section for it."""
    form = format_of(code)
    assert f"{as_shown(Decimal(value), form):f}" == shown
    assert shown_instead(Decimal(value), form) is None


@pytest.mark.parametrize(
    ("code", "value", "message"),
    [
        ('"<"0', 5, "là số 5 nhưng bảng tính hiện “<5”"),
        ('"≥"0', 80, "là số 80 nhưng bảng tính hiện “≥80”"),
        (";;;", 58, "là số 58 nhưng bảng tính để trống"),
        ('"xem PL2"', 58.7, "là số 58,7 nhưng bảng tính hiện “xem PL2”"),
        ('"-"', 58.7, "là số 58,7 nhưng bảng tính hiện “-”"),
        ('0;-0;"KPS"', 0, "là số 0 nhưng bảng tính hiện “KPS”"),
        ('[=0]"-";0.0', 0, ZERO),
        ("#,###", 0, ZERO),
    ],
)
def test_a_number_shown_differently_causes_a_question(
    code: str, value: float, message: str, tmp_path: Path, understand: Understand
) -> None:
    """The answer of the user becomes the figure."""
    file = saved({"Sheet1": [HEAD, [1, "Sở Y tế", value], [2, "Sở Nội vụ", 33.5]]}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    book.active["C2"].number_format = code
    book.save(file)
    found = understand(file, period="2024-05")
    assert (values(found), questions(found)) == ({"C3": "33.5"}, {"C2": message})
    assert values(understand(file, period="2024-05", answers=("C2=4.8",))) == {"C2": "4.8", "C3": "33.5"}


@pytest.mark.parametrize(
    ("value", "shown", "message"),
    [
        ("5", "&lt;5", "là số 5 nhưng bảng tính hiện “<5”"),
        ("58.7", "", "là số 58,7 nhưng bảng tính để trống"),
        ("58.7", "xem PL2", "là số 58,7 nhưng bảng tính hiện “xem PL2”"),
        ("1777000", "1.777", "là số 1777000 nhưng bảng tính hiện “1.777”"),
        ("0", "-", ZERO),
    ],
)
def test_a_number_shown_differently_in_ods_causes_a_question(
    value: str, shown: str, message: str, tmp_path: Path, understand: Understand
) -> None:
    assert questions(understand(ods_of(tmp_path, value, f"<text:p>{shown}</text:p>"), period="2024-05")) == {
        "B2": message
    }


@pytest.mark.parametrize(
    ("value", "shown", "read"),
    [
        ("58.7", "<text:p>58,70</text:p>", "58.70"),
        ("-58.7", "<text:p>-58,7</text:p>", "-58.7"),
        ("58", "<text:p>58 hồ sơ</text:p>", "58"),
        ("58.7", "", "58.7"),
        ("0", "", "0"),
    ],
)
def test_numbers_that_are_shown_as_numbers_in_ods(
    value: str, shown: str, read: str, tmp_path: Path, understand: Understand
) -> None:
    """Some programs write no text beside the number. Then the number counts as shown."""
    found = understand(ods_of(tmp_path, value, shown), period="2024-05")
    assert (values(found), questions(found)) == ({"B2": read}, {})


def ods_of(folder: Path, value: str, shown: str) -> Path:
    heads = ods_text("Đơn vị") + ods_text(HEAD[2])
    cell = f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
    lines = [f"<table:table-row>{line}</table:table-row>" for line in (heads, ods_text("Sở Y tế") + cell)]
    return ods(folder / "a.ods", lines)
