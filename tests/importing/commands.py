"""Runs the import command on the mini portal, as staff do."""

from pathlib import Path

from generator.cli import main

HEAD = ["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"]
SOUND: list[list[object]] = [[*HEAD], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
NEW = [
    "--number",
    "7/BC-UBND",
    "--document-kind",
    "Báo cáo",
    "--issuer",
    "Ủy ban nhân dân tỉnh Thử",
    "--issued-on",
    "2024-07-15",
]
RESULTS = "data/results/demo-7.csv"


def described(number: int) -> list[str]:
    """Returns the options for the report of another month: its number and its day are that of the month."""
    return [*NEW[:1], f"{number}/BC-UBND", *NEW[2:-1], f"2024-{number:02}-15"]


def run(portal: Path, file: Path, *options: str, source: str = "demo-7") -> int:
    return main(["import", str(file), "--root", str(portal), "--source", source, *options])
