"""Tests that the guide for staff explains every field of the YAML files that they fill in."""

import re

import pytest

from generator.tables import INDICATORS, SOURCES, DataTable
from tests.support.folders import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", [SOURCES, INDICATORS], ids=lambda table: table.name)
def test_the_guide_explains_every_field_and_code(table: DataTable) -> None:
    """Fields are listed under the heading of their file, with all codes that a field may have."""
    (section,) = re.findall(rf"^### [^\n]*`data/{table.name}\.yml`\n(.*?)^###? ", GUIDE, re.DOTALL | re.MULTILINE)
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*)$", section, re.MULTILINE))
    assert set(rows) == set(table.entered)
    for column in table.columns:
        for choice in column.choices:
            assert f"`{choice.code}`" in rows[column.name]


def test_the_guide_explains_every_warning() -> None:
    """Each warning has a case in `tests/warnings/`, whose report has the id of the warning."""
    (section,) = re.findall(r"^\| mã bắt đầu bằng .*\n\|.*\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    listed = {code for row in section.splitlines() for code in re.findall("`([a-z-]+)`", row.split("|")[1])}
    cases = (ROOT / "tests" / "warnings").glob("*.yml")
    reports = "".join(case.read_text(encoding="utf-8") for case in cases)
    assert listed == set(re.findall(r"mã: ([a-z-]+)-[0-9a-f]{10}$", reports, re.MULTILINE))
