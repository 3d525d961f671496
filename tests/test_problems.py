"""Each fault of the data is a case in `tests/problems/`: files that replace the mini portal's, and the report."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from generator.cli import main

CASES = sorted((Path(__file__).parent / "problems").glob("*.yml"))


def spoil(portal: Path, case: dict[str, object]) -> None:
    """Writes the case's files over the portal's; `bytes` are Latin-1 text for what YAML cannot hold. With `released`,
    the day of a release of the portal as it was."""
    if "released" in case:
        assert main(["release", "--root", str(portal), "--today", str(case["released"])]) == 0
    for path, content in dict(case.get("files", {})).items():
        file = portal / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content.encode())
    for path, content in dict(case.get("bytes", {})).items():
        (portal / path).write_bytes(content.encode("latin-1"))
    for path, (old, new) in dict(case.get("replace", {})).items():
        text = (portal / path).read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        spoiled = unicodedata.normalize("NFD", new) if case.get("nfd") else new
        (portal / path).write_bytes(text.replace(old, spoiled).encode())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fault_is_reported(path: Path, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fault is reported with place and remedy, the exit code is 1, and build/ is left as it was."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    (mini / "build" / "docs").mkdir(parents=True)
    (mini / "build" / "docs" / "index.md").write_text("as it was", encoding="utf-8")
    spoil(mini, case)
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 1
    assert capsys.readouterr().err.strip() == case["report"].strip()
    assert [file.name for file in (mini / "build").rglob("*") if file.is_file()] == ["index.md"]


def test_mini_portal_is_sound(mini: Path) -> None:
    """What the cases spoil is sound before: each report is of the planted fault alone."""
    assert main(["check", "--root", str(mini)]) == 0


def test_a_quote_that_is_never_closed_in_a_long_file(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rest of the file would be one cell; a case file would be as long."""
    path = mini / "data" / "results" / "demo-2024.csv"
    rows = path.read_text(encoding="utf-8")
    path.write_text(rows + 'demo.so-a,"' + rows * 500, encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 1
    place, hint, _ = capsys.readouterr().err.strip().split("\n")
    assert place.endswith("ô dài quá 131072 ký tự")
    assert hint == '    gợi ý: viết dấu nháy kép trong ô thành hai dấu ("") và đóng mọi dấu nháy đã mở'
