"""Tests the faults of the data. Each fault has a case in `tests/problems/`: files for the mini portal and the
expected report."""

import contextlib
import os
import unicodedata
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from generator.cli import main

STRANGE_NAMES = {
    b"results/a\n::error::b.csv": "results/a�::error::b.csv",
    b"tasks/c\x1b[31m.csv": "tasks/c�[31m.csv",
    b"results/\xff.csv": "results/�.csv",
    b"history/\xff.csv": "",
}
"""Names of files in `data/`, and how they are reported; empty for a file that is not reported."""
LINKS = ("content/a.txt", "data/bodies.csv", "data/points.csv")
CASES = sorted((Path(__file__).parents[1] / "problems").glob("*.yml"))


class Case(TypedDict, total=False):
    """A change of the mini portal, and the report of its fault.

    `files` are new contents by path; None deletes the file. `bytes` are Latin-1 texts for content that YAML cannot
    contain. `replace` are an old and a new text by path; `nfd` decomposes the new ones. `released` is the day of a
    release of the portal before the change.
    """

    files: dict[str, str | None]
    bytes: dict[str, str]
    replace: dict[str, list[str]]
    nfd: bool
    released: str
    report: str


def spoil(portal: Path, case: Case) -> None:
    """Writes the case's files over the portal's."""
    if "released" in case:
        assert main(["release", "--root", str(portal), "--today", str(case["released"])]) == 0
    for path, content in case.get("files", {}).items():
        file = portal / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            file.unlink()
            if not any(file.parent.iterdir()):
                file.parent.rmdir()  # Git keeps no empty folder.
        else:
            file.write_bytes(content.encode())
    for path, content in case.get("bytes", {}).items():
        (portal / path).write_bytes(content.encode("latin-1"))
    for path, (old, new) in case.get("replace", {}).items():
        text = (portal / path).read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        spoiled = unicodedata.normalize("NFD", new) if case.get("nfd") else new
        (portal / path).write_bytes(text.replace(old, spoiled).encode())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_case_gives_its_fault(path: Path, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fault is reported with place and remedy, the exit code is 1, and build/ is not changed."""
    case: Case = yaml.safe_load(path.read_text(encoding="utf-8"))
    (mini / "build" / "docs").mkdir(parents=True)
    (mini / "build" / "docs" / "index.md").write_text("as it was", encoding="utf-8")
    spoil(mini, case)
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 1
    assert capsys.readouterr().err.strip() == case["report"].strip()
    assert [file.name for file in (mini / "build").rglob("*") if file.is_file()] == ["index.md"]


def test_the_mini_portal_has_no_faults(mini: Path) -> None:
    """The fault of each case therefore comes only from what the case changes."""
    assert main(["check", "--root", str(mini)]) == 0


def test_a_quote_without_its_closing_quote_in_a_long_file_is_a_fault(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest of the file is then one cell. A case file would have to be as long."""
    path = mini / "data" / "results" / "demo-2024.csv"
    rows = path.read_text(encoding="utf-8")
    path.write_text(rows + 'demo.so-a,"' + rows * 500, encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 1
    place, hint, _ = capsys.readouterr().err.strip().split("\n")
    assert place.endswith("ô dài quá 131072 ký tự")
    assert hint == '    gợi ý: viết dấu nháy kép trong ô thành hai dấu ("") và đóng mọi dấu nháy đã mở'


def test_a_link_to_a_file_elsewhere_is_a_fault(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file behind a link is neither quoted nor published. A device without an end is not read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret\n", encoding="utf-8")
    (mini / "content").mkdir()
    for path, target in zip(LINKS, (secret, secret, Path("/dev/zero")), strict=True):
        (mini / path).symlink_to(target)
    assert main(["build", "--root", str(mini)]) == 1
    report = capsys.readouterr().err
    link = "là liên kết tới một tệp ở nơi khác\n    gợi ý: thay liên kết bằng chính tệp ấy, hoặc xóa đi\n"
    assert [path for path in LINKS if f"{path}: {link}" in report] == list(LINKS)
    assert "secret" not in report


def test_names_of_files_are_reported_without_signs_that_a_terminal_obeys(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name may hold a line break, an escape sequence, or bytes that are not UTF-8."""
    (mini / "data" / "history").mkdir()
    written = [name for name in STRANGE_NAMES if _is_written(os.fsencode(mini / "data") + b"/" + name)]
    for form in ("text", "markdown", "github", "json"):
        assert main(["check", "--root", str(mini), "--format", form]) == 1
    shown = capsys.readouterr()
    shown.out.encode()
    unread = "tệp hoặc thư mục không có trong quy định, cổng không đọc"
    reported = [path for path in map(STRANGE_NAMES.get, written) if f"data/{path}: {unread}\n" in shown.err]
    assert reported == [path for path in map(STRANGE_NAMES.get, written) if path]


def _is_written(name: bytes) -> bool:
    """Writes a file, and returns whether the system accepts its name: macOS accepts only UTF-8."""
    with contextlib.suppress(OSError):
        Path(os.fsdecode(name)).write_bytes(b"x\n")
    return Path(os.fsdecode(name)).exists()
