"""The tables of two published documents, rebuilt as files in the documents' own layout, give the rows of `data/`.

All columns are compared but `note` and `reading`: a note is a person's sentence about a cell, and `reading` says that a
person read a blurred cell from its surroundings. The rows of running text (`text:…`) come from no table.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from generator.importing.asking import Understood
from generator.importing.command import imported
from generator.importing.request import Request
from tests.conftest import ROOT
from tests.importing.conftest import Understand, questions
from tests.tay_ninh.workbooks import document_lines, letter_1612, plan_3688

LETTER, PLAN = "1612-UBND-KSTT-2024", "3688-KH-UBND-2023"
ASIDE = ("note", "reading")


def published(kind: str, source: str) -> list[dict[str, str]]:
    """The rows of a document's tables as they stand in the data, with what a person decided set aside."""
    with (ROOT / "data" / kind / f"{source}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if not row["locator"].startswith("text:")]


def compared(rows: list[dict[str, str]]) -> list[tuple[tuple[str, str], ...]]:
    """The rows without the columns that are set aside, in one order."""
    return sorted(tuple(sorted((name, text) for name, text in row.items() if name not in ASIDE)) for row in rows)


def read(understood: Understood, kind: str) -> list[dict[str, str]]:
    return [entry.cells for entry in understood.entries if entry.kind == kind]


def percents_as_numbers(file: Path) -> Path:
    """The same workbook with its texts as numbers: 13,82% as 0.1382 shown with two decimals, 123 as 123."""
    book = load_workbook(file)
    for row in book.active.iter_rows():
        for cell in row:
            text = str(cell.value or "")
            number = text.removesuffix("%").replace(",", ".")
            if text.endswith("%") and number.replace(".", "", 1).isdigit():
                decimals = len(number.partition(".")[2])
                cell.value = float(Decimal(number) / 100)
                cell.number_format = "0%" if not decimals else f"0.{'0' * decimals}%"
            elif text.isdigit():
                cell.value = int(text)
    book.save(file)
    return file


def as_word(file: Path) -> Path:
    """The tables of Plan 3688 as a Word document."""
    document = Document()
    table = None
    for line in document_lines("3688.tsv"):
        if len(line) == 1:
            document.add_paragraph(line[0])
            table = None
            continue
        if table is None:
            table = document.add_table(0, len(line))
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    document.save(str(file))
    return file


@pytest.mark.parametrize("form", ["texts", "numbers", "word"])
def test_tables_of_plan_3688(form: str, tmp_path: Path, understand: Understand) -> None:
    """All rows of the plan's tables, results and targets alike: 208 and 290 figures, nothing asked.

    The mapping of such tables says that their column `Tổng` counts all services, and the day (30/10/2023) stands over
    one column only, so the period of the others is given.
    """
    file = as_word(tmp_path / "plan.docx") if form == "word" else plan_3688(tmp_path / "plan.xlsx")
    file = percents_as_numbers(file) if form == "numbers" else file
    found = understand(file, source_id=PLAN, period="2023-10", mapping="dich-vu-cong-truc-tuyen")
    assert questions(found) == {}
    assert compared(read(found, "results")) == compared(published("results", PLAN))
    assert compared(read(found, "targets")) == compared(published("targets", PLAN))
    assert (len(read(found, "results")), len(read(found, "targets"))) == (208, 290)


def test_tables_of_letter_1612(tmp_path: Path, understand: Understand) -> None:
    """All rows of the letter's tables. What the pages contradict is asked for, and nothing else: in the second table
    the cells for the whole province differ between its pages, and text lies over two figures of one department. Those
    are the rows that a person decided: marked as inferred or unreadable in the data.
    """
    found = understand(letter_1612(tmp_path / "letter.xlsx"))
    assert sorted(questions(found)) == ["C60", "E60", "G60", "H49", "I60", "J49", "K60"]
    results, targets = published("results", LETTER), published("targets", LETTER)
    by_hand = [
        row for row in results if row["status"] == "unreadable" or (row["reading"] and row["locator"] != "PL.II:8")
    ]
    assert len(by_hand) == 6
    assert compared(read(found, "results")) == compared([row for row in results if row not in by_hand])
    unreadable = [row for row in targets if row["status"] == "unreadable"]
    assert [row["indicator_id"] for row in unreadable] == ["electronic-results"]
    assert compared(read(found, "targets")) == compared([row for row in targets if row not in unreadable])


def test_a_file_that_agrees_with_the_data_changes_nothing(tmp_path: Path) -> None:
    """Read against the whole portal, the plan's workbook adds no row and replaces none."""
    request = Request(plan_3688(tmp_path / "plan.xlsx"), PLAN, period="2023-10", mapping="dich-vu-cong-truc-tuyen")
    report = imported(ROOT, request)
    assert report.problems == ()
    assert "data/results/3688-KH-UBND-2023.csv: thêm 0 dòng, sửa 0, giữ nguyên 208." in report.text
    assert "data/targets/3688-KH-UBND-2023.csv: thêm 0 dòng, sửa 0, giữ nguyên 290." in report.text
