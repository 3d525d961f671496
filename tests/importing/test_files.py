"""Every file format that offices send gives the same result, and no file causes a traceback."""

import contextlib
import random
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from generator.cli import main
from generator.importing import files, import_context, word, word_text, xls
from generator.importing.files import read_book
from generator.importing.grid import Book, Unreadable, area_of, letters, place_of, reference
from tests.importing.commands import run
from tests.importing.conftest import Understand, questions, rows
from tests.importing.old_workbooks import old_excel
from tests.importing.workbooks import appendix, ods, ods_text, saved

TABLE = [
    ["Kết quả tháng 5/2024"],
    ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"],
    ["1", "Sở Y tế", "50,5"],
    ["2", "Sở Giáo dục và Đào tạo", "33"],
]
READ = [
    ("so-y-te", "online-payment", "2024-05", "50.5", "C3"),
    ("so-giao-duc-va-dao-tao", "online-payment", "2024-05", "33", "C4"),
]


def lines(separator: str) -> str:
    return "\r\n".join(separator.join(row) for row in TABLE) + "\r\n"


@pytest.mark.parametrize(
    "content",
    [
        lines(";").encode("utf-8"),
        lines(";").encode("utf-8-sig"),
        lines("\t").encode("utf-16"),
        ("sep=;\r\n" + lines(";")).encode("utf-8-sig"),
        ("sep=;\r" + lines(";").replace("\r\n", "\r")).encode(),
        "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in TABLE).encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "sep", "sep-and-old-line-ends", "commas"],
)
def test_csv_from_vietnamese_excel(content: bytes, tmp_path: Path, understand: Understand) -> None:
    """Semicolons and decimal commas, with or without a byte order mark, or commas with quotes."""
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    found = understand(file)
    assert questions(found) == {}
    assert rows(found) == READ


def test_csv_in_the_windows_code_page(tmp_path: Path, understand: Understand) -> None:
    """In this code page, a tone is a separate character after its letter."""
    tones = {
        "ế": "ê\u0301",
        "ả": "a\u0309",
        "ị": "i\u0323",
        "ụ": "u\u0323",
        "ạ": "a\u0323",
        "ở": "ơ\u0309",
        "ố": "ô\u0301",
    }
    text = lines(";")
    for letter, signs in (tones | {"ự": "ư\u0323", "ỷ": "y\u0309", "ỉ": "i\u0309"}).items():
        text = text.replace(letter, signs)
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode("cp1258"))
    assert rows(understand(file)) == READ


def test_shares_in_a_csv_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """A CSV file does not contain number formats, so 0,5 may have been shown as 50% in the workbook."""
    file = tmp_path / "a.csv"
    file.write_text("Đơn vị;Thanh toán trực tuyến tháng 5/2024\nSở Y tế;0,5\nSở Nội vụ;0,3\n", encoding="utf-8")
    assert list(questions(understand(file))) == ["B1"]
    assert [row[3] for row in rows(understand(file, answers=["B1=share"]))] == ["50", "30"]


def test_ods_with_percentages_and_repeated_cells(tmp_path: Path, understand: Understand) -> None:
    """A percentage in ODS is read with the shown decimals. Repeated blank cells and rows are counted."""
    cell = "table:table-cell office:value-type"
    share = f'<{cell}="percentage" office:value="0.505"><text:p>50,50%</text:p></table:table-cell>'
    thousands = f'<{cell}="float" office:value="1777"><text:p>1.777</text:p></table:table-cell>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    head = ods_text("Thanh toán trực tuyến tháng 5/2024") + ods_text("Số dịch vụ toàn trình tháng 5/2024")
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    file = ods(
        tmp_path / "a.ods",
        [
            f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>',
            f"<table:table-row>{ods_text('Đơn vị')}{gap}{head}</table:table-row>",
            f"<table:table-row>{ods_text('Sở Y tế')}{gap}{share}{thousands}</table:table-row>",
            f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>',
        ],
    )
    assert rows(understand(file)) == [
        ("so-y-te", "online-payment", "2024-05", "50.50", "D4"),
        ("so-y-te", "services-full", "2024-05", "1777", "E4"),
    ]


def test_a_word_table_with_merged_headings(tmp_path: Path, understand: Understand) -> None:
    """The paragraphs above a table are its titles. Cells may span columns and rows."""
    document = Document()
    document.add_paragraph("PHỤ LỤC II")
    document.add_paragraph("Kết quả đến tháng 5/2024")
    table = document.add_table(4, 4)
    texts = [
        ["STT", "Đơn vị", "Kết quả (%)", ""],
        ["", "", "Thanh toán trực tuyến", "Hồ sơ trực tuyến"],
        ["1", "Sở Y tế", "50,5", "14,60"],
        ["2", "Sở Nội vụ", "-", "18,70"],
    ]
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    document.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx")
    assert questions(found) == {}
    assert [(item.at.address, item.value or item.status, item.locator) for item in found.entries] == [
        ("Bảng1!C3", "50.5", "PLII:1"),
        ("Bảng1!D3", "14.60", "PLII:1"),
        ("Bảng1!C4", "not_applicable", "PLII:2"),
        ("Bảng1!D4", "18.70", "PLII:2"),
    ]


def test_shares_in_an_xls_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """The XLS reader returns no number formats, so shares cause a question. One answer settles the column."""
    file = old_excel(tmp_path / "a.xls")
    assert list(questions(understand(file))) == ["B1"]
    assert [row[3] for row in rows(understand(file, answers=["B1=share"]))] == ["50.5", "33"]


def test_positions_of_cells_in_an_xls(tmp_path: Path) -> None:
    """Blank rows above the table are counted, and merged cells are in the right place, B4:B5."""
    (sheet,) = read_book(old_excel(tmp_path / "a.xls", top=2, merged="B4:B5")).sheets
    assert {reference(*place): item.text for place, item in sheet.cells.items()} == {
        "A3": "Đơn vị",
        "B3": "Thanh toán trực tuyến tháng 5/2024",
        "A4": "Sở Y tế",
        "B4": "0.505",
        "A5": "Sở Nội vụ",
        "B5": "0.33",
    }
    assert sheet.merged == (area_of("B4:B5"),)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:2000],
        lambda content: content[:520],
        # Sectors that refer to themselves fill the memory until the system stops the reader.
        lambda content: content[:512] + bytes(len(content) - 512),
    ],
    ids=["half", "no-sectors", "endless"],
)
def test_a_damaged_xls(
    spoil: Callable[[bytes], bytes], mini: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The library may crash and print its own messages. Staff see only one sentence and what to do."""
    file = tmp_path / "thang-6.xls"
    file.write_bytes(spoil(old_excel(tmp_path / "sound.xls").read_bytes()))
    capfd.readouterr()
    assert run(mini, file) == 1
    assert capfd.readouterr().err == (
        "thang-6.xls: tệp hỏng, không mở được\n"
        "    gợi ý: mở tệp bằng Excel hoặc Word, lưu lại thành tệp mới rồi nhập tệp đó\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )


def test_xlsx_agrees_with_another_reader(tmp_path: Path) -> None:
    """Our reader and calamine return the same texts in the same cells, and the same merged areas."""
    file = appendix(tmp_path / "a.xlsx")
    ours = read_book(file).sheets[0]
    theirs = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    cells = {
        (row, column): value
        for row, line in enumerate(theirs.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }
    assert {place: cell.text for place, cell in ours.cells.items()} == {
        place: " ".join(str(value).split()) for place, value in cells.items()
    }
    areas = {(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1) for area in ours.merged}
    assert areas == {(*first, *last) for first, last in theirs.merged_cell_ranges or []}


def test_numbers_and_days_agree_with_another_reader(tmp_path: Path) -> None:
    book = Workbook()
    values = [58.73, 0.5873, 1777, 1e-7, 123456789.25, datetime(2024, 3, 1), True, "chữ", "=1+1"]  # noqa: DTZ001
    book.active.append(values)
    book.save(tmp_path / "a.xlsx")
    ours = read_book(tmp_path / "a.xlsx").sheets[0]
    (theirs,) = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()
    numbers = [float(cell.number.value) for column in range(1, 6) if (cell := ours.at(1, column)).number]
    assert numbers == theirs[:5]
    day = theirs[5].date() if isinstance(theirs[5], datetime) else theirs[5]
    assert ours.at(1, 6).day == day
    assert ours.at(1, 8).text == "chữ"
    # A formula that no program has calculated is not blank.
    assert ours.at(1, 9).text == "#CHƯA TÍNH"


def test_addresses_of_cells() -> None:
    assert [letters(column) for column in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert place_of("AA17") == (17, 27)
    assert reference(17, 27) == "AA17"
    assert area_of("B2:D4") == area_of("D4:B2")
    for wrong in ("17", "A0", "A1:", "", "ABCD1", "A1B"):
        with pytest.raises(ValueError, match="not a cell"):
            place_of(wrong)


def zipped(file: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def with_part(file: Path, part: str, content: bytes) -> Path:
    """Saves a valid workbook with one of its parts replaced."""
    saved({"Sheet1": TABLE}, file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(file, parts | {part: content})


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "lol">'
    + b"".join(f'<!ENTITY l{n} "{f"&l{n - 1 or str()};" * 10}">'.encode() for n in range(1, 9))
    + b"]><worksheet>&l8;</worksheet>"
)


def bad_files(folder: Path) -> dict[str, Path]:
    """Saves one file for each way in which a file can be unreadable."""
    sound = saved({"Sheet1": TABLE}, folder / "sound.xlsx").read_bytes()
    files = {
        "empty": (folder / "empty.xlsx", b""),
        "text": (folder / "text.xlsx", b"xin chao"),
        "cut": (folder / "cut.xlsx", sound[: len(sound) // 2]),
        "noise": (folder / "noise.xlsx", random.Random(1).randbytes(5000)),  # noqa: S311
        "zip-noise": (folder / "zn.xlsx", b"PK\x03\x04" + random.Random(2).randbytes(5000)),  # noqa: S311
        "ole-noise": (folder / "on.xls", bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(3).randbytes(5000)),  # noqa: S311
        "locked": (folder / "l.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")),
        "doc": (folder / "d.doc", bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le")),
        "pdf": (folder / "p.pdf", b"%PDF-1.7 ..."),
        "picture": (folder / "p.png", b"\x89PNG\r\n"),
        "old-font": (folder / "f.csv", "§¬n vÞ;Tû lÖ\nSë Y tÕ;5\n".encode("latin-1")),
        "bytes": (folder / "b.csv", bytes(range(256))),
        "long-line": (folder / "q.csv", b'a;"' + b"x" * 200_000),
    }
    for path, content in files.values():
        path.write_bytes(content)
    found = {name: path for name, (path, _) in files.items()}
    with (folder / "huge.xlsx").open("wb") as huge:
        huge.truncate(31_000_000)
    found["huge"] = folder / "huge.xlsx"
    found["zip-of-nothing"] = zipped(folder / "n.xlsx", {"a.txt": b"a"})
    found["laughs"] = with_part(folder / "laughs.xlsx", SHEET, LAUGHS)
    found["no-xml"] = with_part(folder / "x.xlsx", SHEET, b"<worksheet><row>")
    found["bad-address"] = with_part(
        folder / "ba.xlsx",
        SHEET,
        f'<worksheet xmlns="{MAIN}"><row r="1"><c r="ZZZZ1"><v>1</v></c></row></worksheet>'.encode(),
    )
    found["bomb"] = with_part(folder / "bomb.xlsx", SHEET, b"<worksheet>" + b" " * 80_000_000 + b"</worksheet>")
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(16_000))
    many = b"<worksheet>" + b"".join(b"<row>" + cells + b"</row>" for _ in range(20)) + b"</worksheet>"
    found["many-cells"] = with_part(folder / "many.xlsx", SHEET, many)
    found["deep"] = with_part(folder / "deep.xlsx", SHEET, b"<a>" * 100_000 + b"</a>" * 100_000)
    found["merged-all"] = with_part(
        folder / "merged.xlsx",
        SHEET,
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
        '<c r="XFD1048576"><v>1</v></c></row></sheetData><mergeCells>'
        '<mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'.encode(),
    )
    found["word-noise"] = zipped(folder / "w.docx", {"word/document.xml": b"<a/>", "[Content_Types].xml": b"<b/>"})
    repeated = (
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>a</text:p>'
        "</table:table-cell></table:table-row>"
    )
    found["ods-repeats"] = ods(folder / "r.ods", [repeated])
    document = Document()
    document.add_paragraph("không có bảng")
    document.save(str(folder / "none.docx"))
    found["word-without-table"] = folder / "none.docx"
    return found


def test_no_file_causes_a_traceback(
    tmp_path: Path, mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is refused with its name, the fault and a hint. Nothing of its content is printed.

    No file is read as a table.
    """
    tables: list[Path] = []

    def noted(file: Path) -> Book:
        book = read_book(file)
        if any(cell.text == "Đơn vị" for sheet in book.sheets for cell in sheet.cells.values()):
            tables.append(file)
        return book

    monkeypatch.setattr(import_context, "read_book", noted)
    for name, file in bad_files(tmp_path).items():
        assert main(["import", str(file), "--source", "demo-2024", "--root", str(mini)]) == 1, name
        captured = capsys.readouterr()
        assert captured.out == "", name
        assert captured.err.removeprefix(file.name).startswith((": ", ":1: ")), name
        assert "gợi ý: " in captured.err, name
        assert captured.err.count("\n") == 3, name
    assert tables == []


def test_damage_anywhere_in_a_word_document(tmp_path: Path) -> None:
    """A document with changed bytes, or with other values of its attributes, is either read or refused."""
    document = Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).text = "Sở Y tế"
    table.cell(0, 0).merge(table.cell(1, 1))
    document.save(str(tmp_path / "a.docx"))
    content = (tmp_path / "a.docx").read_bytes()
    random_ = random.Random(7)  # noqa: S311
    for _ in range(60):
        spoiled = bytearray(content)
        for _ in range(3):
            spoiled[random_.randrange(len(spoiled))] = random_.randrange(256)
        (tmp_path / "b.docx").write_bytes(spoiled)
        with contextlib.suppress(Unreadable):
            read_book(tmp_path / "b.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = parts["word/document.xml"]
    for at in [found.start() for found in re.finditer(rb'="', whole)]:
        parts["word/document.xml"] = whole[: at + 2] + b"?" + whole[at + 2 :]
        with contextlib.suppress(Unreadable):
            read_book(zipped(tmp_path / "c.docx", parts))


def test_damage_anywhere_in_a_workbook(tmp_path: Path) -> None:
    """A workbook with changed bytes is either read or refused; it never causes a crash."""
    content = bytearray(saved({"Sheet1": TABLE}, tmp_path / "a.xlsx").read_bytes())
    random_ = random.Random(7)  # noqa: S311
    for _ in range(150):
        spoiled = bytearray(content)
        for _ in range(3):
            spoiled[random_.randrange(len(spoiled))] = random_.randrange(256)
        (tmp_path / "b.xlsx").write_bytes(spoiled)
        with contextlib.suppress(Unreadable):
            read_book(tmp_path / "b.xlsx")


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    """A zip archive with a password marks this in its list of parts."""
    content = bytearray(saved({"Sheet1": TABLE}, tmp_path / "a.xlsx").read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Unreadable, match="mật khẩu"):
        read_book(tmp_path / "a.xlsx")


def test_strict_and_prefixed_workbooks(tmp_path: Path) -> None:
    """Some programs write other namespaces and prefixes, and no cell addresses."""
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>Đơn vị</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row>'
        "<x:row><x:c><x:v>6</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    found = read_book(with_part(tmp_path / "a.xlsx", SHEET, sheet.encode())).sheets[0]
    assert {place: cell.text for place, cell in found.cells.items()} == {(1, 1): "Đơn vị", (1, 2): "5", (2, 1): "6"}


def test_the_content_decides_the_format_and_not_the_name(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": TABLE}, tmp_path / "a.csv")
    assert file.read_bytes().startswith(b"PK")
    assert rows(understand(file)) == READ


@pytest.mark.parametrize("fault", [AttributeError, LookupError, TypeError, ValueError, RuntimeError])
def test_a_bug_of_ours_is_not_reported_as_damage_of_the_file(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise staff would request a new copy of a valid file, and the bug would not be found."""

    def faulty(_: object) -> None:
        raise fault("ours")

    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "Sở Y tế"
    document.save(str(tmp_path / "a.docx"))
    for module, part, file in (
        (files, "read_xlsx", saved({"Sheet1": TABLE}, tmp_path / "a.xlsx")),
        (files, "read_ods", ods(tmp_path / "a.ods", [f"<table:table-row>{ods_text('Sở Y tế')}</table:table-row>"])),
        (xls, "_cell", old_excel(tmp_path / "a.xls")),
        (xls, "hidden_parts", old_excel(tmp_path / "a.xls")),
        (word, "_cells", tmp_path / "a.docx"),
        (word_text, "_text", tmp_path / "a.docx"),
    ):
        monkeypatch.setattr(xls, "read_in_subprocess", lambda read, content: read(content))
        monkeypatch.setattr(module, part, faulty)
        with pytest.raises(fault, match="ours"):
            read_book(file)
        monkeypatch.undo()


def numbers_of(file: Path, cells: str, styles: str = "", workbook: str = "") -> list[str]:
    """Returns the texts of the first row of a workbook with these cells, styles and workbook properties."""
    main = f'xmlns="{MAIN}"'
    columns = f'<cols><col min="{"9" * 5000}" max="2" hidden="1"/></cols>'
    rows_ = f'<sheetData><row r="1">{cells}</row></sheetData>'
    parts = {
        SHEET: f"<worksheet {main}>{columns}{rows_}</worksheet>",
        "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
    }
    saved({"Sheet1": TABLE}, file)
    with zipfile.ZipFile(file) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    old["xl/workbook.xml"] = old["xl/workbook.xml"].replace(b"<workbookPr/>", f"<workbookPr {workbook}/>".encode())
    zipped(file, old | {name: content.encode() for name, content in parts.items()})
    return [cell.text for _, cell in sorted(read_book(file).sheets[0].cells.items())]


def test_numbers_that_no_valid_workbook_contains(tmp_path: Path) -> None:
    """Invalid or very long indexes of styles and texts are ignored. A cell value is kept, however large it is."""
    many = "9" * 5000
    cells = f'<c s="{many}"><v>58.7</v></c><c t="s"><v>{many}</v></c><c s="²"><v>5</v></c><c t="s"><v>-1</v></c>'
    assert numbers_of(tmp_path / "a.xlsx", cells) == ["58.7", "5"]
    styles = (
        f'<numFmts><numFmt numFmtId="164" formatCode="0.{"0" * 30}"/></numFmts>'
        f'<cellXfs><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="{many}"/></cellXfs>'
    )
    cells = '<c s="0"><v>1E+20</v></c><c s="2"><v>1.23456789012345E+29</v></c><c s="1"><v>2958465</v></c>'
    assert numbers_of(tmp_path / "b.xlsx", cells, styles, 'date1904="1"') == [
        "100000000000000000000",
        "123456789012345000000000000000",
        "2958465",
    ]


def test_an_ods_with_large_numbers_and_deep_groups(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1E+30"><text:p>1E+30</text:p></table:table-cell>'
    (sheet,) = read_book(ods(tmp_path / "a.ods", [f"<table:table-row>{cell}</table:table-row>"])).sheets
    assert sheet.at(1, 1).text == "1E+30"
    deep = "<table:table-row-group>" * 2000 + "</table:table-row-group>" * 2000
    spans = "<text:span>" * 2000 + "a" + "</text:span>" * 2000
    for rows_ in ([deep], [f"<table:table-row>{ods_text(spans)}</table:table-row>"]):
        with pytest.raises(Unreadable, match="tệp hỏng"):
            read_book(ods(tmp_path / "b.ods", rows_))
