"""Tests the invented province of `tests/benchmarks`: it is valid and always the same, and more months do not change
earlier ones."""

from pathlib import Path

import pytest

from generator.cli import main
from generator.model import Assessment
from generator.validation import MeasuredPortal, load_valid_portal
from tests.benchmarks.living import write_living

APRIL_2025 = 27
"""The first of four months around the merger. A figure of April is corrected, and a mean of May is wrong."""


def written(root: Path, months: int) -> dict[str, bytes]:
    """Returns the files of this number of months from April 2025 on."""
    write_living(root, months, first=APRIL_2025)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> MeasuredPortal:
    """Four months, with the ledger that the project itself writes."""
    root = tmp_path_factory.mktemp("living")
    written(root, 4)
    assert main(["format", "--root", str(root)]) == 0
    return load_valid_portal(root)


def test_the_same_months_give_the_same_files(tmp_path: Path) -> None:
    assert written(tmp_path / "one", 4) == written(tmp_path / "other", 4)


def test_another_month_changes_no_earlier_results(tmp_path: Path) -> None:
    """A portal with one more month can be written over the one before, and reports of the past keep their figures."""
    three, four = written(tmp_path, 3), written(tmp_path, 4)
    results = {path for path in three if path.startswith("data/results/")}
    assert len(results) == 3
    assert {path: four[path] for path in results} == {path: three[path] for path in results}
    assert set(four) - set(three) == {"data/results/245-BC-UBND-2025.csv", "data/targets/88-KH-UBND-2025.csv"}


def test_the_merger_is_in_the_data_only_from_the_report_after_it(tmp_path: Path) -> None:
    """The report of May is dated 6 June, and that of June is dated 6 July, when the new province exists."""
    may, june = written(tmp_path, 2)["data/units.csv"], written(tmp_path, 3)["data/units.csv"]
    assert (may.count(b"\n"), june.count(b"\n")) == (1 + 122, 1 + 122 + 55)
    assert b"2025" not in may


def test_each_month_has_the_units_of_its_date(portal: MeasuredPortal) -> None:
    """Until June: the province, 18 departments, 9 districts and 94 communes, without one that did not report. Then
    there are 36 communes."""
    own = portal.portal.results.query("level == '' and indicator_id == 'services-full'")
    assert own.groupby("period")["unit_id"].nunique().to_dict() == {
        "2025-04": 121,
        "2025-05": 121,
        "2025-06": 121,
        "2025-07": 54,
    }


def test_exactly_the_planned_discrepancies_are_found(portal: MeasuredPortal) -> None:
    """A mean is 1.5 too high and has an answer of the province. A later report corrects a figure by 9."""
    mean, result = portal.discrepancies
    assert (mean.kind, mean.difference, mean.period) == ("mean", "1.5", "2025-05")
    assert mean.answer is not None
    assert (result.kind, result.difference, result.period, result.unit_id) == (
        "result",
        "9",
        "2025-04",
        "tay-ninh.go-dau",
    )


def test_every_kind_of_missing_or_doubtful_figure_occurs(portal: MeasuredPortal) -> None:
    assessments = portal.measured.assessments
    assert set(assessments["assessment"]) == set(Assessment)
    assert set(assessments["status"]) == {"", "not_applicable", "not_reported", "unreadable", "provisional"}
    assert assessments["reading"].eq("inferred").any()
    assert assessments["tied"].any()
