"""Answers and other options in a file, as staff without git upload it beside a workbook."""

from pathlib import Path

import pytest
import yaml

from tests.importing.commands import HEAD, NEW, RESULTS, run
from tests.importing.workbooks import saved

NO_ANSWER = "thang-6.tra-loi.txt: viết ô, dấu bằng, câu trả lời, ví dụ D5=online-payment (đang ghi "
NUMBER = "ARGS='--number 7/BC-UBND --document-kind \"Báo cáo\" --issued-on 2024-07-15'"


@pytest.fixture
def unclear(tmp_path: Path) -> Path:
    """A workbook whose second column of figures is unknown and whose period is not stated."""
    rows = [["STT", "Đơn vị", "Thời gian chờ", "Số lượt khách"], [1, "Sở An Bình", 21, 400]]
    return saved({"Phụ lục": rows}, tmp_path / "thang-6.xlsx")


def answered(folder: Path, text: str, encoding: str = "utf-8") -> list[str]:
    """Returns the option that names a file with this text."""
    file = folder / "thang-6.tra-loi.txt"
    file.write_text(text, encoding=encoding)
    return ["--answers-file", str(file)]


def sources_of(portal: Path) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = yaml.safe_load((portal / "data/sources.yml").read_text(encoding="utf-8"))
    return entries


def rows_of(portal: Path) -> list[str]:
    return (portal / RESULTS).read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_each_line_is_read_as_the_hints_write_it(encoding: str, unclear: Path, mini: Path, tmp_path: Path) -> None:
    issuer = "ARGS='--issuer \"Ủy ban nhân dân tỉnh Thử\"'"
    text = f"chạy lại với PERIOD=2024-06\r\n\r\n Trả lời d1 = skip \r\n{NUMBER}\r\n{issuer}\r\n"
    assert run(mini, unclear, "--write", *answered(tmp_path, text, encoding)) == 0
    assert rows_of(mini) == ["demo.so-a,,,waiting-time,2024-06,21,,,PL:1,"]


def test_a_line_may_repeat_the_whole_option(unclear: Path, mini: Path, tmp_path: Path) -> None:
    text = "ANSWERS='C1=waiting-time:2024-06; D1=skip'\n"
    assert run(mini, unclear, "--write", *NEW, *answered(tmp_path, text)) == 0
    assert rows_of(mini) == ["demo.so-a,,,waiting-time,2024-06,21,,,PL:1,"]


@pytest.mark.parametrize(
    "text",
    [
        "- PERIOD=2024-06\n* D1=skip\n• {number}\n– {issuer}",
        "`PERIOD=2024-06`\n“D1=skip”\n\u200b{number}.\n{issuer};",
        "nêu kỳ, ví dụ PERIOD=2024-06.\nD1=skip (bỏ cột này)\nthay chữ rồi thêm {number}\nthêm {issuer}",
        "period='2024-06'\nd1=skip,\nARGS=‘—number “7/BC-UBND” –document-kind “Báo cáo”’\n{number}\n{issuer}",
    ],
    ids=["bullets", "quoted", "words of the hints", "as Word writes it"],
)
def test_what_surrounds_a_copied_answer_has_no_effect(text: str, unclear: Path, mini: Path, tmp_path: Path) -> None:
    issuer = "ARGS='--issuer \"Ủy ban nhân dân tỉnh Thử\"'"
    filled = text.format(number=NUMBER, issuer=issuer)
    assert run(mini, unclear, "--write", *answered(tmp_path, filled)) == 0
    assert rows_of(mini) == ["demo.so-a,,,waiting-time,2024-06,21,,,PL:1,"]
    (entry,) = (entry for entry in sources_of(mini) if entry["id"] == "demo-7")
    assert (entry["number"], entry["kind"], entry["issued_on"]) == ("7/BC-UBND", "Báo cáo", "2024-07-15")


def test_an_answer_in_a_column_that_is_still_unclear_is_kept(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer for D2 has an effect only once D1 is answered. The question about D1 is stated, and nothing is
    written."""
    rows = [["STT", "Đơn vị", "Thời gian chờ", "Số lượt khách"], [1, "Sở An Bình", 21, "x"]]
    file = saved({"Phụ lục": rows}, tmp_path / "thang-6.xlsx")
    text = "PERIOD=2024-06\nD2=30\nD1={}\n"
    assert run(mini, file, "--write", *NEW, *answered(tmp_path, text.format("khach"))) == 1
    stated = capsys.readouterr().err
    assert "thang-6.tra-loi.txt: không có câu hỏi ở ô D2\n    gợi ý: trả lời các câu hỏi khác trước;" in stated
    assert 'Phụ lục!D1: "Số lượt khách" câu trả lời “khach” không phải mã chỉ tiêu' in stated
    assert not (mini / RESULTS).exists()
    answer = answered(tmp_path, text.format("waiting-time:2024-05"))
    assert run(mini, file, "--write", *NEW, *answer) == 0
    assert rows_of(mini)[1].startswith("demo.so-a,,,waiting-time,2024-05,30,,,PL:1,Theo trả lời của người nhập")


def test_the_questions_name_the_file_of_answers(
    unclear: Path, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(mini, unclear, "--write", *NEW, *answered(tmp_path, "PERIOD=2024-06\n")) == 1
    printed = capsys.readouterr()
    assert "Trả lời câu hỏi: trong tệp thang-6.tra-loi.txt, mỗi dòng một câu, viết ô=câu trả lời." in printed.out
    assert "ANSWERS" not in printed.out + printed.err
    assert not (mini / RESULTS).exists()


def test_a_file_sent_again_is_completed_by_a_decision(mini: Path, tmp_path: Path) -> None:
    file = tmp_path / "thang-6.xlsx"
    saved({"Phụ lục": [[*HEAD], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]}, file)
    assert run(mini, file, "--write", *NEW) == 0
    saved({"Phụ lục": [[*HEAD], [1, "Sở An Bình", 22]]}, file)
    assert run(mini, file, "--write") == 1
    assert run(mini, file, "--write", *answered(tmp_path, "MISSING=remove\n")) == 0
    assert rows_of(mini) == ["demo.so-a,,,waiting-time,2024-06,22,,,PL:1,"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("C1", f"{NO_ANSWER}C1)"),
        ("D1=skip\nD1=waiting-time", "thang-6.tra-loi.txt: ô D1 có hai câu trả lời (skip và waiting-time)"),
        ("PERIOD=2024-06\nD1=skip\nB9=skip", "thang-6.tra-loi.txt: không có câu hỏi ở ô B9"),
        ("PERIOD=tháng 6", "PERIOD: tháng 6 không phải là kỳ"),
        ("KIND=x", "KIND: chọn results hay targets"),
        ("ARGS='--number \"7'", "thang-6.tra-loi.txt: ARGS: thiếu dấu nháy đóng"),
        ("ARGS='--root /'", "thang-6.tra-loi.txt: không có tùy chọn --root /\n"),
        ("ARGS='--a\u202eb'", "thang-6.tra-loi.txt: không có tùy chọn --a\ufffdb\n"),
        ("ARGS='--number'", "thang-6.tra-loi.txt: --number: thiếu giá trị\n"),
        ("WRITE=1", f"{NO_ANSWER}WRITE=1)"),
        ("trả lời D1=waiting-time hay D1=skip (bỏ cột này)", f"{NO_ANSWER}D1=waiting-time hay D1=skip)"),
        ("# PERIOD=2024-06", f"{NO_ANSWER}# PERIOD=2024-06)"),
        ("không phải PERIOD=2024-06", f"{NO_ANSWER}không phải PERIOD=2024-06)"),
        ("PERIOD=2024-06\nPERIOD=2024-05", "thang-6.tra-loi.txt: PERIOD có hai giá trị (2024-06 và 2024-05)"),
    ],
)
def test_a_wrong_line_is_refused(
    text: str, fault: str, unclear: Path, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(mini, unclear, "--write", *NEW, *answered(tmp_path, text))
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith(fault)
    assert not (mini / RESULTS).exists()


def test_a_file_that_is_not_a_text_is_refused(
    unclear: Path, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(mini, unclear, *answered(tmp_path, "D1=skip", "utf-16"))
    assert capsys.readouterr().err.startswith("thang-6.tra-loi.txt: không phải tệp văn bản UTF-8, lưu lại dạng UTF-8")
    with pytest.raises(SystemExit):
        run(mini, unclear, *answered(tmp_path, "D1=skip\n" * 12_501))
    assert capsys.readouterr().err.startswith("thang-6.tra-loi.txt: dài hơn 100 kB")
    with pytest.raises(SystemExit):
        run(mini, unclear, "--answers-file", str(tmp_path / "b.txt"))
    assert capsys.readouterr().err.startswith(f"không đọc được tệp {tmp_path / 'b.txt'}")
