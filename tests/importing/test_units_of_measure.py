"""Figures that look like percentages but are not: shares, per mille, and zeros where nothing occurred."""

from pathlib import Path

import pytest

from generator.cli import main
from generator.importing.phrases.text_keys import text_key
from tests.importing.commands import NEW, described, run
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD, MONTH, saved


def test_a_column_of_fractions_below_a_heading_in_percent(tmp_path: Path, understand: Understand) -> None:
    """0.51 and 0.55 probably mean 51% and 55%, whatever the heading states. A single one may be a small percentage."""
    rows = [[1, "Sở Y tế", 0.51], [2, "Sở Nội vụ", 0.55], [3, "Sở Tư pháp", 1], [4, "Sở Xây dựng", 0]]
    file = saved({"Sheet1": [[MONTH], HEAD, *rows]}, tmp_path / "a.xlsx")
    assert questions(understand(file))
    found = understand(file, answers=["C2=share"])
    assert questions(found) == {}
    assert [float(value) for value in values(found).values()] == [51, 55, 100, 0]


def test_shares_typed_as_texts(tmp_path: Path, understand: Understand) -> None:
    """If the user states that a column holds shares, texts are shares too: 0,51 beside 0.505 is 51%, not 0.51%."""
    lines = [[1, "Sở Y tế", "0,51"], [2, "Sở Nội vụ", 0.505], [3, "Sở Tư pháp", "12%"]]
    file = saved({"Sheet1": [[MONTH], HEAD, *lines]}, tmp_path / "a.xlsx")
    assert values(understand(file, answers=("C2=share",))) == {"C3": "51", "C4": "50.5", "C5": "12"}


PER_MILLE = [[MONTH], [*HEAD[:2], "Thanh toán trực tuyến (‰)"], [1, "Sở Y tế", 511], [2, "Sở Nội vụ", "5,5‰"]]


def test_per_mille_causes_questions(tmp_path: Path, understand: Understand) -> None:
    """The user is asked for the indicator and whether to divide by ten, together or one after the other."""
    file = saved({"Sheet1": PER_MILLE}, tmp_path / "a.xlsx")
    found = understand(file)
    assert (questions(found), found.entries) == ({"C2": "không rõ cột này là chỉ tiêu nào"}, [])
    answering = "trả lời C2=online-payment:permille hay C2=skip (bỏ cột này), permille là chia 10 cả cột"
    assert found.questions[0].hint.endswith(answering)
    half = understand(file, answers=("C2=online-payment",))
    message = "tiêu đề ghi phần nghìn (‰), chỉ tiêu này tính bằng phần trăm"
    assert (questions(half), half.entries) == ({"C2": message}, [])
    assert half.questions[0].hint == (
        "trả lời C2=online-payment:permille hay C2=online-payment:percent (chia 10 cả cột, hay đúng như số đang ghi)"
    )


def test_per_mille_is_converted_to_percent(tmp_path: Path, understand: Understand) -> None:
    """511‰ becomes 51.1%, and the note contains the stated figure. The decision only applies to headings with ‰."""
    lines = [
        [3, "Sở Tư pháp", "12%"],
        [4, "Sở Xây dựng", "-"],
        [5, "Sở Tài chính", 1000],
        [6, "Sở Công Thương", "1.000"],
    ]
    file = saved({"Sheet1": [*PER_MILLE, *lines]}, tmp_path / "a.xlsx")
    found = understand(file, answers=("C2=online-payment:permille",))
    assert {item.at.short_address: (item.value or item.status, item.note) for item in found.entries} == {
        "C3": ("51.1", "Văn bản ghi 511‰"),
        "C4": ("0.55", "Văn bản ghi 5,5‰"),
        "C5": ("12", ""),
        "C6": ("not_applicable", "Văn bản ghi “-”"),
        "C7": ("100", "Văn bản ghi 1000‰"),
    }
    assert questions(found) == {"C8": "có thể là số thập phân hoặc số hàng nghìn"}
    assert found.questions[0].hint.endswith("trả lời C8=100 hay C8=0.100")
    assert found.headings == {"Thanh toán trực tuyến ‰": "online-payment"}
    assert found.scales == {"Thanh toán trực tuyến ‰": "permille"}
    assert text_key("Thanh toán trực tuyến ‰") != text_key("Thanh toán trực tuyến")


def test_a_decision_about_per_mille_is_saved(mini: Path, tmp_path: Path) -> None:
    """Next month there is no question about the column in per mille, and a column in percent is not divided."""
    head = ["STT", "Đơn vị", "Dịch vụ toàn trình (‰)"]
    file = saved({"Sheet1": [["Tháng 5/2024"], head, [1, "Sở An Bình", 415]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--answer", "C2=full-online-services:permille", "--write") == 0
    assert main(["check", "--root", str(mini)]) == 0
    for number, name, figure in ((8, head[2], 425), (9, "Dịch vụ toàn trình (%)", 42.5)):
        table = [[f"Tháng {number - 1}/2024"], [*head[:2], name], [1, "Sở An Bình", figure]]
        again = saved({"Sheet1": table}, tmp_path / f"{number}.xlsx")
        assert run(mini, again, *described(number), "--write", source=f"demo-{number}") == 0
        assert ",42.5," in (mini / f"data/results/demo-{number}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["0 (KPS)", "0 (không phát sinh)", "0% (chưa có số liệu)"])
def test_a_zero_where_nothing_occurred(text: str, tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": [[MONTH], HEAD, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {"C3": "vừa có số vừa ghi là không có số"}
    assert values(understand(file, answers=["C3=not_applicable"])) == {"C3": "not_applicable"}


@pytest.mark.parametrize("part", ["9 tháng năm 2025", "9 THÁNG ĐẦU NĂM 2025", "6 tháng đầu năm 2025"])
def test_several_months_in_a_title_or_heading(part: str, tmp_path: Path, understand: Understand) -> None:
    """They cause a question. A heading that states the month decides it."""
    october = {"source_id": "215-BC-UBND-2025", "period": "2025-10", "within": "tay-ninh-2025"}
    row = [1, "Phường Tân Ninh", 51]
    message = "ghi số gộp nhiều tháng, khác kỳ đang nhập là tháng 10/2025"
    titled = saved({"Sheet1": [[f"BÁO CÁO {part}"], HEAD, row]}, tmp_path / "a.xlsx")
    together = f"tiêu đề hoặc tên trang tính ghi số gộp nhiều tháng ({part}), khác kỳ đang nhập là tháng 10/2025"
    assert questions(understand(titled, **october)) == {"C2": together}
    below = saved({"Sheet1": [HEAD, [None, None, part], row]}, tmp_path / "b.xlsx")
    assert questions(understand(below, **october)) == {"C2": message}
    named = [[f"BÁO CÁO {part}"], [*HEAD[:2], f"{HEAD[2]} tháng 10/2025"], row]
    assert questions(understand(saved({"Sheet1": named}, tmp_path / "c.xlsx"), **october)) == {}
