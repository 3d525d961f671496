"""XLS workbooks (Excel 97–2003): cells as they are shown, by number formats, fonts and comments."""

from pathlib import Path

from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Sheet, area_of, reference
from tests.importing.conftest import Understand, questions, rows
from tests.importing.old_workbooks import (
    BOLD,
    RAISED,
    STRUCK,
    Styled,
    Value,
    error_cell,
    note,
    old_excel,
    old_workbook,
    sheet_records,
)

PERCENT, DAY, DECIMAL, CROSSED, DASH = (
    ("0.00%", 0),
    ("dd/mm/yyyy", 0),
    ("0.00", 0),
    ("General", STRUCK),
    ('0.0;-0.0;"-"', BOLD),
)
STYLES = (PERCENT, DAY, DECIMAL, CROSSED, DASH)


def style(of: tuple[str, int]) -> int:
    return STYLES.index(of) + 1


def sheet(folder: Path, values: dict[str, Value], parts: bytes = b"", *, mac_days: bool = False) -> Sheet:
    records = {"Bang": sheet_records(values, parts=parts)}
    (found,) = read_book(old_workbook(folder / "a.xls", records, styles=STYLES, mac_days=mac_days)).sheets
    return found


def texts(found: Sheet) -> dict[str, str]:
    return {reference(*place): cell.text for place, cell in found.cells.items()}


def test_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "A1": Styled(0.5873, style(PERCENT)),
        "A2": Styled(58.7, style(DECIMAL)),
        "A3": 0.58,
        "A4": Styled(45443.0, style(DAY)),
        "A5": Styled(0.0, style(DASH)),
        "A6": True,
    }
    found = sheet(tmp_path, values)
    assert texts(found) == {"A1": "58.73%", "A2": "58.70", "A3": "0.58", "A4": "31/05/2024", "A5": "0", "A6": "TRUE"}
    share, zero = found.at(1, 1).number, found.at(5, 1).number
    assert share
    assert share.percent
    assert zero
    assert zero.shown_instead == "-"


def test_days_of_workbooks_that_count_from_1904(tmp_path: Path) -> None:
    """31 May 2024 is 1,462 days less in them."""
    assert texts(sheet(tmp_path, {"A1": Styled(45443.0 - 1462, style(DAY))}, mac_days=True)) == {"A1": "31/05/2024"}


def test_an_error_of_a_formula_is_shown(tmp_path: Path) -> None:
    assert texts(sheet(tmp_path, {"A1": "x"}, error_cell("B1", 0x07))) == {"A1": "x", "B1": "#DIV/0!"}


def test_percentages_need_no_question(tmp_path: Path, understand: Understand) -> None:
    """0.505 is shown as 50,50%, as the number format says."""
    values: dict[str, Value] = {
        "A1": "Đơn vị",
        "B1": "Thanh toán trực tuyến tháng 5/2024",
        "A2": "Sở Y tế",
        "B2": Styled(0.505, style(PERCENT)),
        "A3": "Sở Nội vụ",
        "B3": Styled(0.33, style(PERCENT)),
    }
    found = understand(old_workbook(tmp_path / "a.xls", {"Bang": sheet_records(values)}, styles=STYLES))
    assert questions(found) == {}
    assert [row[3] for row in rows(found)] == ["50.50", "33.00"]


def test_shares_without_a_format_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """One answer settles the column."""
    file = old_excel(tmp_path / "a.xls")
    assert list(questions(understand(file))) == ["B1"]
    assert [row[3] for row in rows(understand(file, answers=["B1=share"]))] == ["50.5", "33"]


def test_marks_of_footnotes_and_struck_out_text(tmp_path: Path) -> None:
    """A raised mark is not a digit. Of a corrected figure only the part that is not struck out counts."""
    values: dict[str, Value] = {
        "A1": Styled("58,73", 0, [(4, RAISED)]),
        "A2": Styled("45,254,2", style(CROSSED), [(4, BOLD)]),
        "A3": Styled("61,5", style(CROSSED)),
        "A4": Styled(61.5, style(CROSSED)),
        "A5": Styled("61,5", 0, [(0, STRUCK)]),
    }
    found = texts(sheet(tmp_path, values))
    assert (found["A1"], found["A2"]) == ("58,7", "54,2")
    assert {text for address, text in found.items() if address > "A2"} == {"gạch bỏ: 61,5", "gạch bỏ: 61.5"}


def test_a_comment_belongs_to_its_cell(tmp_path: Path) -> None:
    found = sheet(tmp_path, {"A1": "x", "B2": 5.0}, note("B2", "hỏi lại chị Lan"))
    assert found.at(2, 2).note == "hỏi lại chị Lan"
    assert found.at(1, 1).note == ""


def test_positions_of_cells(tmp_path: Path) -> None:
    """Blank rows above the table are counted, and merged cells are in the right place, B4:B5."""
    (found,) = read_book(old_excel(tmp_path / "a.xls", top=2, merged="B4:B5")).sheets
    assert texts(found) == {
        "A3": "Đơn vị",
        "B3": "Thanh toán trực tuyến tháng 5/2024",
        "A4": "Sở Y tế",
        "B4": "0.505",
        "A5": "Sở Nội vụ",
        "B5": "0.33",
    }
    assert found.merged == (area_of("B4:B5"),)
