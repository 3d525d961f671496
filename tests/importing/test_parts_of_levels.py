"""The total of one kind of units, such as wards, is not the total of their level."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.importing.phrases.kinds import kinds_named, names_whole_level
from generator.model import UnitKind
from tests.importing.conftest import Understand, questions
from tests.importing.workbooks import HEAD, Rows, saved

OCTOBER = {"source_id": "215-BC-UBND-2025", "period": "2025-10", "within": "tay-ninh-2025"}
ASKED = {
    "phường": "là số của riêng các phường, chưa phải của cả cấp xã",
    "xã": "là số của riêng các xã, chưa phải của cả cấp xã",
}
WARDS: list[list[object]] = [[1, "Phường Tân Ninh", 51.5], [2, "Phường Bình Minh", 52.5]]
COMMUNES: list[list[object]] = [[1, "Xã Tân Biên", 41.5], [2, "Xã Tân Lập", 42.5]]


def grouped(wards: str, communes: str, both: str) -> Rows:
    return [
        HEAD,
        ["I", "Các phường"],
        *WARDS,
        [None, wards, 52],
        ["II", "Các xã"],
        *COMMUNES,
        [None, communes, 42],
        [None, both, 47],
    ]


@pytest.mark.parametrize(
    ("wards", "communes", "both"),
    [("Cộng các phường", "Cộng các xã", "Tổng cộng (I+II)"), ("Cộng", "Cộng", "Tổng cộng")],
)
def test_subtotals_of_one_kind_cause_questions(
    wards: str, communes: str, both: str, tmp_path: Path, understand: Understand
) -> None:
    """The kind follows from the words of the row or the rows above. The total of both kinds is that of the level."""
    file = saved({"Sheet1": grouped(wards, communes, both)}, tmp_path / "a.xlsx")
    assert questions(understand(file, **OCTOBER)) == {"B5": ASKED["phường"], "B9": ASKED["xã"]}
    found = understand(file, **OCTOBER, answers=["B5=skip;B9=skip"])
    assert questions(found) == {}
    assert [(item.level, str(item.aggregate), item.value) for item in found.entries if item.level] == [
        ("commune", "total", "47")
    ]


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([*WARDS, [None, "Tổng cộng", 52]], {"B4": ASKED["phường"]}),
        ([*WARDS, [None, "Bình quân", 52]], {"B4": ASKED["phường"]}),
        ([*WARDS, [None, "Tổng cộng", 104], [None, "Bình quân", 52]], {"B4": ASKED["phường"], "B5": ASKED["phường"]}),
        ([*WARDS, *COMMUNES, [None, "Bình quân các xã", 42]], {"B6": ASKED["xã"]}),
        ([*WARDS, [None, "Cộng", 52], *COMMUNES, [None, "Cộng", 42]], {"B4": ASKED["phường"], "B7": ASKED["xã"]}),
        ([*WARDS, *COMMUNES, [None, "Các xã", 42]], {"B6": ASKED["xã"]}),
        ([*WARDS, *COMMUNES, [None, "Tổng cộng", 47]], {}),
        ([*WARDS, [None, "Bình quân cấp xã", 52]], {}),
    ],
)
def test_totals_in_tables_of_one_kind(
    rows: Sequence[Sequence[object]], asked: dict[str, str], tmp_path: Path, understand: Understand
) -> None:
    """They cause a question if the level has other kinds too, unless the row names the whole level."""
    found = understand(saved({"Sheet1": [HEAD, *rows]}, tmp_path / "a.xlsx"), **OCTOBER)
    assert questions(found) == asked
    assert [item.value for item in found.entries if item.level] == ([] if asked else [str(rows[-1][2])])


def test_an_answer_about_one_kind_does_not_apply_to_the_level(tmp_path: Path, understand: Understand) -> None:
    """The saved decision names the kind, so that a total of all units is not skipped next month."""
    file = saved({"Sheet1": [HEAD, *WARDS, [None, "Cộng", 52]]}, tmp_path / "a.xlsx")
    assert understand(file, **OCTOBER, answers=["B4=skip"]).names == {"ward / Cộng": "skip"}


@pytest.mark.parametrize(
    ("text", "kinds", "whole"),
    [
        ("Cộng các phường", {UnitKind.WARD}, False),
        ("Bình quân phường", {UnitKind.WARD}, False),
        ("Tổng các thị xã", {UnitKind.TOWN}, False),
        ("Cộng các xã, phường", {UnitKind.COMMUNE, UnitKind.WARD}, True),
        ("Cộng phường 1", set(), False),
        ("Cộng huyện Tân Biên", set(), False),
        ("Tổng cấp xã", set(), True),
    ],
)
def test_kinds_named_by_a_row(text: str, kinds: set[UnitKind], whole: bool) -> None:  # noqa: FBT001
    assert (set(kinds_named(text)), names_whole_level(text)) == (kinds, whole)
