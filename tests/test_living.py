"""The living province of `tests/benchmarks`: sound, the same each time, and told the same however long it lives."""

from pathlib import Path

import pytest

from generator.cli import main
from generator.model import Assessment
from generator.soundness import Sound, sound
from tests.benchmarks.living import write_living

APRIL_2025 = 27
"""The first of four months around the merger: a figure of April is corrected, a mean of May is wrong."""


def written(root: Path, months: int) -> dict[str, bytes]:
    """The files of some months from April 2025 on."""
    write_living(root, months, first=APRIL_2025)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """Four months, with the ledger that the project itself writes."""
    root = tmp_path_factory.mktemp("living")
    written(root, 4)
    assert main(["format", "--root", str(root)]) == 0
    return sound(root)


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    assert written(tmp_path / "one", 4) == written(tmp_path / "other", 4)


def test_a_month_more_changes_no_figure_of_those_before(tmp_path: Path) -> None:
    """So a portal that is a month older is written over the younger one, and reports of the past stay as they were."""
    three, four = written(tmp_path, 3), written(tmp_path, 4)
    results = {path for path in three if path.startswith("data/results/")}
    assert len(results) == 3
    assert {path: four[path] for path in results} == {path: three[path] for path in results}
    assert set(four) - set(three) == {"data/results/245-BC-UBND-2025.csv", "data/targets/88-KH-UBND-2025.csv"}


def test_a_merger_is_told_only_when_it_is_known(tmp_path: Path) -> None:
    """The report of May is of 6 June, that of June of 6 July, when the new province exists."""
    may, june = written(tmp_path, 2)["data/units.csv"], written(tmp_path, 3)["data/units.csv"]
    assert (may.count(b"\n"), june.count(b"\n")) == (1 + 122, 1 + 122 + 55)
    assert b"2025" not in may


def test_each_month_has_the_units_of_its_time(portal: Sound) -> None:
    """The province, 18 departments, 9 districts and 94 communes, less one that stayed silent; then 36 communes."""
    own = portal.portal.results.query("level == '' and indicator_id == 'services-full'")
    assert own.groupby("period")["unit_id"].nunique().to_dict() == {
        "2025-04": 121,
        "2025-05": 121,
        "2025-06": 121,
        "2025-07": 54,
    }


def test_what_is_wrong_in_the_documents_is_found_and_nothing_else(portal: Sound) -> None:
    """A mean that is 1.5 too high, which the province answered, and a figure that a later report corrects by 9."""
    mean, result = portal.discrepancies
    assert (mean.kind, mean.difference, mean.period) == ("mean", "1.5", "2025-05")
    assert mean.answer is not None
    assert (result.kind, result.difference, result.period, result.unit_id) == (
        "result",
        "9",
        "2025-04",
        "tay-ninh.go-dau",
    )


def test_figures_are_missing_in_every_way(portal: Sound) -> None:
    assessments = portal.measured.assessments
    assert set(assessments["assessment"]) == set(Assessment)
    assert set(assessments["status"]) == {"", "not_applicable", "not_reported", "unreadable", "provisional"}
    assert assessments["reading"].eq("inferred").any()
    assert assessments["tied"].any()
