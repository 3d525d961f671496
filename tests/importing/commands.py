"""Runs the import command on the mini portal, as staff do, and reads the files of a portal."""

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


def run(portal: Path, file: Path, *options: str, source: str = "demo-7") -> int:
    return main(["import", str(file), "--root", str(portal), "--source", source, *options])


def state(portal: Path) -> dict[str, bytes]:
    """Returns the content of each file of the portal, by its path."""
    return {path.relative_to(portal).as_posix(): path.read_bytes() for path in portal.rglob("*") if path.is_file()}
