"""CSV files with inconsistent quotes or separators are refused, with the faulty lines."""

from pathlib import Path

import pytest

from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Unreadable
from tests.importing.commands import NEW, run
from tests.importing.conftest import Understand, questions, values
from tests.support.sites import tree

UNCLOSED = "có dấu nháy kép mở ra mà không đóng lại đúng chỗ, nên không rõ ô ấy hết ở đâu"
SPLIT_NUMBER = 'dòng có nhiều ô hơn tiêu đề: số có dấu phẩy thập phân phải đặt trong dấu nháy kép, ví dụ "31,98"'
HEAD = "STT,Đơn vị,Thanh toán trực tuyến (%)"


def refused(text: str, folder: Path) -> tuple[str, tuple[int, ...]]:
    """Returns the message and the lines of the error for a CSV file with this text."""
    (folder / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as stopped:
        read_book(folder / "a.csv")
    return stopped.value.message, stopped.value.lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('STT;Đơn vị;Kết quả\n1;"Sở Y tế;5\n2;Sở Nội vụ;6\n', 2),
        ('STT;Đơn vị;Kết quả\n1;"Sở Y tế;5\n2;Sở Nội vụ;"6"\n', 2),
        ('STT;Đơn vị;"Kết\nquả"\n1;Sở Y tế;"5\n', 3),
        ('STT;Đơn vị;"Kết\nquả";"Tỷ lệ\n1;Sở Y tế;5;6\n', 2),
        ('sep=;\nSTT;Đơn vị;Kết quả\n1;Sở Y tế;5\n2;"Sở" Nội vụ;6\n', 4),
        (f'STT;"Đơn vị;{"x" * 200_000}', 1),
    ],
)
def test_an_unclosed_quote_is_refused(text: str, line: int, tmp_path: Path) -> None:
    """All rows after the quote would be one cell. The reported line is that of the quote, not the end of the file."""
    assert refused(text, tmp_path) == (UNCLOSED, (line,))


def test_cells_of_several_lines_and_quotes_within_quotes(tmp_path: Path, understand: Understand) -> None:
    text = 'STT;Đơn vị;"Thanh toán\ntrực tuyến ""(%)"""\n1;Sở Y tế;"50,5"\n2;"Sở ""Nội vụ""";33\n'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = understand(tmp_path / "a.csv", period="2024-05")
    assert (values(found), questions(found)) == ({"C2": "50.5", "C3": "33"}, {})


@pytest.mark.parametrize("title", ["", "Kết quả thanh toán, tháng 5/2024\n"])
@pytest.mark.parametrize("figure", ["31,98", "31,31", "31,98%", " 31,98", "-31,98"])
def test_unquoted_decimal_commas_are_refused(figure: str, title: str, tmp_path: Path) -> None:
    """One number would become two columns. This is also noticed if both parts of the number are equal."""
    lines = [HEAD, "1,Sở Nội vụ,45", f"2,Sở Y tế,{figure}", f"3,Sở Tư pháp,{figure}", '4,Sở Xây dựng,"45,5"']
    first = 3 + title.count("\n")
    assert refused(title + "\n".join(lines), tmp_path) == (SPLIT_NUMBER, (first, first + 1))


@pytest.mark.parametrize(
    "line", ["1,Sở Y tế,31.98", '1,Sở Y tế,"31,98"', "1,Sở Y tế,31.98,đã rà soát", "1,Sở Y tế,31.98,7"]
)
def test_more_cells_than_headings_are_allowed_without_a_split_number(
    line: str, tmp_path: Path, understand: Understand
) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{line}\n2,Sở Nội vụ,33.5\n", encoding="utf-8")
    assert values(understand(tmp_path / "a.csv", period="2024-05")) == {"C2": "31.98", "C3": "33.5"}


def test_each_faulty_row_is_reported_and_nothing_is_written(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "STT,Đơn vị,Thời gian chờ tháng 6/2024\n1,Sở An Bình,21,5\n2,Sở Đại Đồng,36,5\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    before = tree(mini)
    assert run(mini, tmp_path / "a.csv", *NEW, "--write", "--skip-unread") == 1
    hint = "xin cơ quan gửi tệp .xlsx, hoặc đặt dấu nháy kép quanh các số ấy"
    assert capsys.readouterr().err == "".join(
        f"a.csv:{line}: {SPLIT_NUMBER}\n    gợi ý: {hint}\n" for line in (2, 3)
    ) + ("2 lỗi trong 1 tệp. Chưa ghi gì.\n")
    assert tree(mini) == before


def test_letters_lost_in_the_encoding_are_refused(tmp_path: Path) -> None:
    """If the file was saved in a Western encoding, `Phường` became `Ph??ng`.

    The file is refused once, without a question for each name. A question mark at the end of a word is allowed.
    """
    rows = "".join(f"{number};Ph??ng {name};50\n" for number, name in enumerate(("An L?c", "B?o Vinh", "H? Nai"), 1))
    error = refused(f"STT;??n v?;K?t qu?\n{rows}", tmp_path)
    assert error == ("chữ có dấu đã mất khi lưu tệp, chỉ còn dấu hỏi (“Ph??ng” thay cho “Phường”)", (0,))
    rows = "".join(f"{number};Phường An Lộc?;50\n" for number in range(9))
    (tmp_path / "b.csv").write_text(f"STT;Đơn vị;Kết quả\n{rows}", encoding="utf-8")
    assert len(read_book(tmp_path / "b.csv").sheets) == 1
