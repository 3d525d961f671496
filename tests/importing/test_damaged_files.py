"""Files that cannot be read are refused with a hint, and no file causes a traceback."""

import contextlib
import random
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document

from generator.cli import main
from generator.importing import import_context
from generator.importing.sheets import files, word, word_text, xls
from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Book, Unreadable
from tests.importing.commands import run
from tests.importing.old_workbooks import biff, old_excel
from tests.importing.raw_files import COMPOUND, MAIN, SHEET, TABLE, parts_of, with_sheet, zipped
from tests.importing.workbooks import ods, ods_text, saved
from tests.support.folders import ROOT


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


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "lol">'
    + b"".join(f'<!ENTITY l{n} "{f"&l{n - 1 or str()};" * 10}">'.encode() for n in range(1, 9))
    + b"]><worksheet>&l8;</worksheet>"
)


NO_WORKBOOKS = {
    "empty.xlsx": b"",
    "text.xlsx": b"xin chao",
    "noise.xlsx": random.Random(1).randbytes(5000),  # noqa: S311
    "zip-noise.xlsx": b"PK\x03\x04" + random.Random(2).randbytes(5000),  # noqa: S311
    "compound-noise.xls": COMPOUND + random.Random(3).randbytes(5000),  # noqa: S311
    "locked.xlsx": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "old-word.doc": COMPOUND + "WordDocument".encode("utf-16-le"),
    "pdf.pdf": b"%PDF-1.7 ...",
    "picture.png": b"\x89PNG\r\n",
    "old-font.csv": "§¬n vÞ;Tû lÖ\nSë Y tÕ;5\n".encode("latin-1"),
    "bytes.csv": bytes(range(256)),
    "long-line.csv": b'a;"' + b"x" * 200_000,
}
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>a</text:p>'
    "</table:table-cell></table:table-row>"
)
"""A row of an ODS file that fills the whole sheet."""
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MANY_SHEETS = b'<sheet xmlns:r="%b" name="S" r:id="rId1"/>' % RELATIONS * 2001
"""Sheets of a workbook that all show the same part."""


def spoiled_sheets() -> Iterator[tuple[str, bytes]]:
    """Yields sheets that cannot be read, each with the name of a file. Not a constant, because they are large."""
    yield "laughs.xlsx", LAUGHS
    yield "no-xml.xlsx", b"<worksheet><row>"
    yield "bomb.xlsx", b"<worksheet>" + b" " * 80_000_000 + b"</worksheet>"
    yield (
        "many-cells.xlsx",
        b"<worksheet>" + (b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>") * 20 + b"</worksheet>",
    )
    yield "deep.xlsx", b"<a>" * 100_000 + b"</a>" * 100_000
    yield "never-closed.xlsx", b"<a>" * 1_600_000
    yield "long-tag.xlsx", b"<worksheet " + b" ".join(b'a%d=""' % number for number in range(40_000)) + b"/>"
    yield "columns-hidden-twice.xlsx", b"<worksheet><cols>" + b'<col min="1" max="16384" hidden="1"/>' * 2 + b"</cols>"
    start = f'<worksheet xmlns="{MAIN}">'
    yield "bad-address.xlsx", f'{start}<row r="1"><c r="ZZZZ1"><v>1</v></c></row></worksheet>'.encode()
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "all-cells-merged.xlsx", f"{start}<sheetData>{corners}</sheetData>{merged}</worksheet>".encode()


def bad_files(folder: Path) -> Iterator[Path]:
    """Saves one file for each way in which a file can be unreadable."""
    for name, content in NO_WORKBOOKS.items():
        (folder / name).write_bytes(content)
        yield folder / name
    for name, content in spoiled_sheets():
        yield with_sheet(folder / name, content)
    with (folder / "huge.xlsx").open("wb") as huge:
        huge.truncate(31_000_000)
    yield folder / "huge.xlsx"
    cut = saved({"Sheet1": TABLE}, folder / "cut.xlsx")
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    yield cut
    yield zipped(folder / "zip-without-workbook.xlsx", {"a.txt": b"a"})
    yield zipped(folder / "word-noise.docx", {"word/document.xml": b"<a/>", "[Content_Types].xml": b"<b/>"})
    yield ods(folder / "repeated.ods", [REPEATED])
    (folder / "lines.csv").write_bytes(b"a;b\n" + b"\n" * 1_600_000)
    yield folder / "lines.csv"
    parts = parts_of(folder / "parts.xlsx")
    many = parts["xl/workbook.xml"].replace(b"<sheets>", b"<sheets>" + MANY_SHEETS)
    yield zipped(folder / "many-sheets.xlsx", parts | {"xl/workbook.xml": many})
    with zipfile.ZipFile(folder / "other-compression.xlsx", "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    yield folder / "other-compression.xlsx"
    document = Document()
    document.add_paragraph("không có bảng")
    document.save(str(folder / "word-without-table.docx"))
    yield folder / "word-without-table.docx"


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
    for file in bad_files(tmp_path):
        name = file.name
        assert main(["import", str(file), "--source", "demo-2024", "--root", str(mini)]) == 1, name
        captured = capsys.readouterr()
        assert captured.out == "", name
        assert captured.err.removeprefix(name).startswith((": ", ":1: ")), name
        assert "gợi ý: " in captured.err, name
        assert captured.err.count("\n") == 3, name
    assert tables == []


def test_repeated_cells_behind_the_last_column_are_not_read(tmp_path: Path) -> None:
    """384 columns are left behind 16,000 blank ones. Otherwise a short row could stand for any number of cells."""
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    cell = ods_text("x").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="300" ')
    file = ods(tmp_path / "a.ods", [f"<table:table-row>{blank}{cell * 1000}</table:table-row>"])
    (sheet,) = read_book(file).sheets
    assert (len(sheet.cells), max(column for _, column in sheet.cells)) == (384, 16_384)


def read_with_changed_bytes(content: bytes, file: Path, times: int) -> None:
    """Reads the file so many times, each time with three other bytes changed. Only `Unreadable` may be raised."""
    random_ = random.Random(7)  # noqa: S311
    for _ in range(times):
        spoiled = bytearray(content)
        for _ in range(3):
            spoiled[random_.randrange(len(spoiled))] = random_.randrange(256)
        file.write_bytes(spoiled)
        with contextlib.suppress(Unreadable):
            read_book(file)


def test_damage_anywhere_in_a_word_document(tmp_path: Path) -> None:
    """A document with changed bytes, or with other values of its attributes, is either read or refused."""
    document = Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).text = "Sở Y tế"
    table.cell(0, 0).merge(table.cell(1, 1))
    document.save(str(tmp_path / "a.docx"))
    read_with_changed_bytes((tmp_path / "a.docx").read_bytes(), tmp_path / "b.docx", times=60)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = parts["word/document.xml"]
    for at in [found.start() for found in re.finditer(rb'="', whole)]:
        parts["word/document.xml"] = whole[: at + 2] + b"?" + whole[at + 2 :]
        with contextlib.suppress(Unreadable):
            read_book(zipped(tmp_path / "c.docx", parts))


def test_damage_anywhere_in_a_workbook(tmp_path: Path) -> None:
    """A workbook with changed bytes is either read or refused; it never causes a crash."""
    content = saved({"Sheet1": TABLE}, tmp_path / "a.xlsx").read_bytes()
    read_with_changed_bytes(content, tmp_path / "b.xlsx", times=150)


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    """A zip archive with a password marks this in its list of parts."""
    content = bytearray(saved({"Sheet1": TABLE}, tmp_path / "a.xlsx").read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Unreadable, match="mật khẩu"):
        read_book(tmp_path / "a.xlsx")


def test_a_file_of_more_than_30_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(30_000_001)
    with pytest.raises(Unreadable, match="30 MB"):
        read_book(tmp_path / "a.xlsx")


def test_an_xls_with_a_password(tmp_path: Path) -> None:
    """A record says that what follows is encrypted. The process that reads the workbook sends on why it refused it."""
    file = old_excel(tmp_path / "a.xls")
    file.write_bytes(file.read_bytes().replace(biff(0x0022, bytes(2)), biff(0x002F, bytes(2)), 1))
    with pytest.raises(Unreadable, match="mật khẩu"):
        read_book(file)


@pytest.mark.parametrize("fault", [AttributeError, LookupError, TypeError, ValueError, RuntimeError])
def test_a_bug_of_ours_is_not_reported_as_damage_of_the_file(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise staff would request a new copy of a valid file, and the bug would not be found."""

    def faulty(*_: object) -> None:
        raise fault("ours")

    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "Sở Y tế"
    document.save(str(tmp_path / "a.docx"))
    for module, part, file in (
        (files, "read_xlsx", saved({"Sheet1": TABLE}, tmp_path / "a.xlsx")),
        (files, "read_ods", ods(tmp_path / "a.ods", [f"<table:table-row>{ods_text('Sở Y tế')}</table:table-row>"])),
        (xls, "_cell", old_excel(tmp_path / "a.xls")),
        (word, "_cells", tmp_path / "a.docx"),
        (word_text, "_text", tmp_path / "a.docx"),
    ):
        monkeypatch.setattr(xls, "read_in_subprocess", lambda read, content: read(content))
        monkeypatch.setattr(module, part, faulty)
        with pytest.raises(fault, match="ours"):
            read_book(file)
        monkeypatch.undo()


def test_a_file_is_read_where_its_memory_cannot_be_limited() -> None:
    """MacOS refuses every such limit. Here a lower limit is in force, so that Linux refuses it too."""
    code = "from generator.importing.sheets import subprocess_reader as r; print(r.read_in_subprocess(len, b'abc'))"
    command = f"ulimit -v {3 << 20} && exec {shlex.quote(sys.executable)} -c {shlex.quote(code)}"
    assert subprocess.check_output(["bash", "-c", command], cwd=ROOT, text=True) == "3\n"


def numbers_of(file: Path, cells: str, styles: str = "", workbook: str = "") -> list[str]:
    """Returns the texts of the first row of a workbook with these cells, styles and workbook properties."""
    main = f'xmlns="{MAIN}"'
    columns = f'<cols><col min="{"9" * 5000}" max="2" hidden="1"/></cols>'
    rows_ = f'<sheetData><row r="1">{cells}</row></sheetData>'
    parts = {
        SHEET: f"<worksheet {main}>{columns}{rows_}</worksheet>",
        "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
    }
    old = parts_of(file)
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
