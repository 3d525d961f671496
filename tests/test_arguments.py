"""Faults of the command line are stated in Vietnamese, since staff run the commands too."""

import pytest

from generator.cli import main


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("", "thiếu lệnh"),
        ("dựng", "lệnh: không có 'dựng', chọn"),
        ("build --processes hai", "--processes: 'hai' không hợp lệ"),
        ("check --today 31/5/2024", "--today: '31/5/2024' không hợp lệ"),
        ("check --format xml", "--format: không có 'xml', chọn"),
        ("build --shard", "--shard: thiếu giá trị"),
        ("import a.xlsx", "thiếu --source"),
        ("import a.xlsx --source x --thang 6", "không có tùy chọn --thang 6"),
    ],
)
def test_wrong_arguments_are_explained(command: str, fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(command.split())
    printed = capsys.readouterr().err.splitlines()
    assert stopped.value.code == 2
    assert printed[0].startswith(fault)
    assert printed[1].startswith("Xem cách dùng: python -m generator")
