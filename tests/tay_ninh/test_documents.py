"""Tests that the tables of two published documents, rebuilt as files in the documents' layout, give the rows of
`data/`.

All columns are compared except `note` and `reading`, which a person wrote: a note explains a cell, and `reading`
states that a blurred cell was read from its surroundings. Rows of running text (`text:…`) do not come from a table.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from generator.importing.command import run_import
from generator.importing.dialogue import Findings
from generator.importing.request import Request
from tests.importing.conftest import Understand, questions
from tests.support.folders import ROOT
from tests.tay_ninh.workbooks import document_lines, letter_1612, plan_3688

LETTER, PLAN = "1612-UBND-KSTT-2024", "3688-KH-UBND-2023"
NOT_COMPARED = ("note", "reading")


def published(kind: str, source: str) -> list[dict[str, str]]:
    """Returns the rows of a document's tables in the data, without rows of running text."""
    with (ROOT / "data" / kind / f"{source}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if not row["locator"].startswith("text:")]


def compared(rows: list[dict[str, str]]) -> list[tuple[tuple[str, str], ...]]:
    """Returns the rows without the columns `note` and `reading`, sorted."""
    return sorted(tuple(sorted((name, text) for name, text in row.items() if name not in NOT_COMPARED)) for row in rows)


def read(findings: Findings, kind: str) -> list[dict[str, str]]:
    return [entry.cells for entry in findings.entries if entry.kind == kind]


def percents_as_numbers(file: Path) -> Path:
    """Rewrites the texts of a workbook as numbers: 13,82% as 0.1382 shown with two decimals, 123 as 123."""
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
    """Writes the tables of Plan 3688 as a Word document."""
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
def test_the_tables_of_plan_3688_are_read_without_questions(form: str, tmp_path: Path, understand: Understand) -> None:
    """All rows of the plan's tables are read: 208 results and 290 targets, without a question to the user.

    The mapping for such tables states that their column `Tổng` counts all services, and that all districts, and all
    communes, offer the same services. The day (30/10/2023) is above
    only one column, so the user states the period of the other columns.
    """
    file = as_word(tmp_path / "plan.docx") if form == "word" else plan_3688(tmp_path / "plan.xlsx")
    file = percents_as_numbers(file) if form == "numbers" else file
    found = understand(file, source_id=PLAN, period="2023-10", mapping="dich-vu-cong-truc-tuyen")
    assert questions(found) == {}
    assert compared(read(found, "results")) == compared(published("results", PLAN))
    assert compared(read(found, "targets")) == compared(published("targets", PLAN))
    assert (len(read(found, "results")), len(read(found, "targets"))) == (208, 290)


def test_the_tables_of_letter_1612_are_read_with_questions_only_on_contradictions(
    tmp_path: Path, understand: Understand
) -> None:
    """All rows of the letter's tables are read, and questions are asked only on cells that its pages contradict. In
    the second table, the cells of the whole province differ between the pages, and text covers two figures of a
    department. A person decided these rows, which the data mark as inferred or unreadable."""
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


def test_a_file_that_equals_the_data_changes_nothing(tmp_path: Path) -> None:
    """Imported into the whole portal, the plan's workbook adds no row and replaces none."""
    request = Request(plan_3688(tmp_path / "plan.xlsx"), PLAN, period="2023-10", mapping="dich-vu-cong-truc-tuyen")
    report = run_import(ROOT, request)
    assert report.problems == ()
    assert "data/results/3688-KH-UBND-2023.csv: thêm 0 dòng, sửa 0, giữ nguyên 208." in report.text
    assert "data/targets/3688-KH-UBND-2023.csv: thêm 0 dòng, sửa 0, giữ nguyên 290." in report.text
