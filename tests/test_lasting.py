"""What was released may be withdrawn on purpose, and only so; what is a fault stands in `tests/problems/released-*`."""

from datetime import date
from pathlib import Path

import pytest

from generator.history import lasting_problems
from tests.releasing import RESULTS, edit, history_of, published, release_now


@pytest.fixture
def released(mini: Path) -> Path:
    """The mini portal, released."""
    release_now(mini, date(2024, 7, 15))
    return mini


def places(root: Path) -> list[str]:
    portal, _ = published(root)
    return [problem.path for problem in lasting_problems(root, portal, history_of(root))]


def test_a_file_that_is_gone_is_missed_until_its_document_is_withdrawn_too(released: Path) -> None:
    (released / RESULTS).unlink()
    assert places(released) == [RESULTS]
    path = released / "data/sources.yml"
    first, _ = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(f"{first}\n", encoding="utf-8")
    assert places(released) == []


def test_figures_are_withdrawn_by_a_file_with_its_heading_alone(released: Path) -> None:
    heading, _, _ = (released / RESULTS).read_text(encoding="utf-8").partition("\n")
    (released / RESULTS).write_text(f"{heading}\n", encoding="utf-8")
    assert places(released) == []


def test_a_document_of_the_same_number_and_another_day_is_another_one(released: Path) -> None:
    """Numbers begin anew each year."""
    (released / RESULTS).unlink()
    edit(released, "data/sources.yml", ("id: demo-2024", "id: demo-2025"), ('"2024-07-01"', '"2025-07-01"'))
    assert places(released) == []
    edit(released, "data/sources.yml", ('"2025-07-01"', '"2024-07-01"'))
    assert places(released) == ["data/sources.yml"]


UNITS = "data/units.csv"
SECOND = "demo.so-b,so-b,Sở Đại Đồng,Sở Đại Đồng,department,department,demo,,"


@pytest.fixture
def ended(mini: Path) -> Path:
    """The mini portal, released after its second department had ended."""
    edit(mini, UNITS, (f"{SECOND},,,", f"{SECOND},2024-06-30,,"))
    release_now(mini, date(2024, 7, 15))
    return mini


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"{SECOND},2024-07-01,,", []),
        (f"{SECOND},,,", []),
        (SECOND.replace("Đại Đồng", "Đại Thành") + ",2024-06-30,,", []),
        (SECOND.replace("Đại Đồng", "Đại Thành") + ",,,", ["Sở Đại Thành"]),
        (f"{SECOND[:-1]},2024-07-01,,,", ["Sở Đại Đồng"]),
    ],
    ids=["another-last-day", "goes-on-after-all", "another-name", "another-unit", "begins-later"],
)
def test_an_id_of_a_unit_that_ended_is_given_to_no_other(ended: Path, row: str, told: list[str]) -> None:
    """A mistaken day or name may be mended; a unit that goes on under another name, or begins later, is another one."""
    edit(ended, UNITS, (f"{SECOND},2024-06-30,,", row))
    portal, _ = published(ended)
    found = list(lasting_problems(ended, portal, history_of(ended)))
    assert [problem.message for problem in found] == [
        f"({name}) có trong phiên bản công bố ngày 15/07/2024 là mã của Sở Đại Đồng, kết thúc ngày 30/06/2024; "
        "mã đã dùng thì không dùng lại"
        for name in told
    ]


def test_a_portal_that_was_never_released_has_nothing_to_keep(mini: Path) -> None:
    (mini / RESULTS).unlink()
    assert places(mini) == []
