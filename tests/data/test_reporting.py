"""Tests faults and warnings as JSON, as annotations of a pull request, and as the summary of a workflow step."""

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.markdown import cell
from generator.problems import DataWarning, Problem
from generator.reporting import annotations, json_lines, summary
from tests.support.portals import replace_in

FAULT = Problem("data/results/a.csv", 4, "value", "58,73", "không phải là số", "viết 58.73")
DOUBT = DataWarning(Problem("data/results/a.csv", 0, "", "", "tệp không có dòng số liệu nào"), "bare-file-0011223344")


def faults(number: int) -> list[Problem]:
    return [Problem("data/results/a.csv", line, "value", "x", "không phải là số") for line in range(2, 2 + number)]


def test_json_has_one_object_for_each_line_with_faults_first() -> None:
    first, second = map(json.loads, json_lines([FAULT], [DOUBT]))
    assert first == {
        "path": "data/results/a.csv",
        "line": 4,
        "field": "value",
        "value": "58,73",
        "message": "không phải là số",
        "hint": "viết 58.73",
        "severity": "error",
    }
    assert second == {
        "path": "data/results/a.csv",
        "line": 0,
        "field": "",
        "value": "",
        "message": "tệp không có dòng số liệu nào",
        "hint": "",
        "severity": "warning",
        "id": "bare-file-0011223344",
    }


def test_an_annotation_has_file_and_line() -> None:
    """A fault of a whole file is placed at line 1, because an annotation needs a line."""
    fault, doubt, count = annotations([FAULT], [DOUBT])
    place, text = fault.split("::")[1:]
    assert place == "error file=data/results/a.csv,line=4,title=Lỗi%3A value"
    assert text == 'value: "58,73" không phải là số%0AGợi ý: viết 58.73'
    place, text = doubt.split("::")[1:]
    assert place == "warning file=data/results/a.csv,line=1,title=Cảnh báo%3A tệp"
    assert text == "tệp không có dòng số liệu nào%0AMã: bare-file-0011223344"
    assert count == "1 lỗi, 1 cảnh báo."


def test_ten_annotations_of_a_kind_are_printed_and_the_rest_is_counted() -> None:
    """GitHub silently drops the eleventh."""
    lines = list(annotations(faults(13), [DOUBT]))
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert lines[-2:] == [
        "::notice::Còn 3 lỗi nữa, xem đủ trong phần tóm tắt của bước này.",
        "13 lỗi, 1 cảnh báo.",
    ]
    assert not any(line.startswith("::notice") for line in annotations(faults(10), []))


def test_file_names_and_cells_cannot_start_a_workflow_command() -> None:
    """The author of a pull request can choose both."""
    evil = Problem("data/a\n::set-env name=X::y,line=9.csv", 1, "value", "a\r\n::stop-commands::t", "100% sai")
    line, _ = annotations([evil], [])
    assert "\n" not in line
    assert line.startswith("::error file=data/a�%3A%3Aset-env name=X%3A%3Ay%2Cline=9.csv,line=1,")
    assert "100%25 sai" in line


def test_the_summary_lists_everything_as_escaped_text() -> None:
    evil = Problem("data/a.csv", 2, "note", "<img src=x> | [a](https://b.vn) @ubnd #12", "có ô lạ")
    text = summary([*faults(30), evil], [DOUBT])
    assert text.startswith("### 31 lỗi, 1 cảnh báo\n")
    rows = [line for line in text.split("\n") if line.startswith(("| lỗi", "| cảnh báo"))]
    assert len(rows) == 32
    assert "&lt;img src=x&gt; \\| \\[a\\](https:\u200b//b.vn) @\u200bubnd #\u200b12" in text


def test_the_summary_is_appended_to_githubs_summary_file(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "summary.md"
    file.write_text("trước\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    assert main(["check", "--root", str(mini), "--format", "github"]) == 0
    assert file.read_text(encoding="utf-8") == "trước\nDữ liệu hợp lệ, không có cảnh báo nào.\n"


def test_faults_are_printed_to_standard_error(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = mini / "data" / "results" / "demo-2024.csv"
    replace_in(path, "62.50", "62;5")
    assert main(["check", "--root", str(mini)]) == 1
    assert capsys.readouterr().err.endswith("1 lỗi trong 1 tệp. Chưa ghi gì.\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sở *A* _B_ `c`", "Sở \\*A\\* \\_B\\_ \\`c\\`"),
        ("hai\ndòng", "hai dòng"),
        ("</details><script>", "&lt;/details&gt;&lt;script&gt;"),
        ("www.a.vn GH-12 a@b", "www\u200b.a.vn GH\u200b-12 a@\u200bb"),
        ("58,73% · PL.I:7", "58,73% · PL.I:7"),
    ],
)
def test_text_is_shown_unchanged_in_a_markdown_cell(text: str, shown: str) -> None:
    assert cell(text) == shown
