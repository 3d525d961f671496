"""Tests that a CSV file saved by a Vietnamese Excel is rewritten in the canonical form if nothing in it is
ambiguous."""

from pathlib import Path

import pytest

from generator.cli import main
from tests.support.portals import RESULTS_FILE


def saved_by_excel(portal: Path, old: str = "", new: str = "") -> str:
    """Rewrites the results file with semicolons, BOM and CRLF, and returns its canonical form."""
    path = portal / RESULTS_FILE
    canonical = path.read_text(encoding="utf-8")
    text = canonical.replace(",", ";").replace("\n", "\r\n").replace(old, new)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return canonical


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("", "", ""),
        ("Ô bị mờ", "Ô bị mờ, nhòe", '"Ô bị mờ, nhòe trong bản quét"'),
        ("Ô bị mờ trong bản quét", '"Ô bị mờ; nhòe"', "Ô bị mờ; nhòe"),
    ],
)
def test_a_file_with_semicolons_is_rewritten(old: str, new: str, kept: str, mini: Path) -> None:
    canonical = saved_by_excel(mini, "; đọc", " đọc").replace("; đọc", " đọc")
    path = mini / RESULTS_FILE
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()) if old else path.read_bytes())
    assert main(["format", "--root", str(mini)]) == 0
    assert main(["check", "--root", str(mini)]) == 0
    expected = canonical.replace("Ô bị mờ trong bản quét", kept) if kept else canonical
    assert path.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(("old", "new"), [("PL.I:2;\r\n", "PL.I:2\r\n"), ("unit_id;level", "level;unit_id")])
def test_an_ambiguous_file_is_not_changed(old: str, new: str, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved_by_excel(mini, old, new)
    before = (mini / RESULTS_FILE).read_bytes()
    assert main(["format", "--root", str(mini)]) == 1
    assert (mini / RESULTS_FILE).read_bytes() == before
    assert "rồi chạy `make format`" in capsys.readouterr().err
