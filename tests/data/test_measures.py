"""Tests assessments, ranks, progress and trends. Every expected value is worked out by hand."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.loading import load_portal
from generator.loading.observations import amounts
from generator.measures import measure
from generator.measures.parts import measured_in_parts
from generator.model import ancestors
from generator.reconcile import reconcile
from tests.support.headers import RESULT_HEADER, TARGET_HEADER
from tests.support.portals import RESULTS_FILE, append_to, copy_of_mini, portal_of


def assessed(root: Path) -> pd.DataFrame:
    """Returns the assessments of the portal at `root`, which must have no faults."""
    portal = portal_of(root)
    return measure(portal).assessments.set_index(["unit_id", "indicator_id", "period"])


def row_of(rows: pd.DataFrame, unit: str, indicator: str, period: str) -> pd.Series:
    """Returns the assessment of one figure."""
    return rows.loc[[(unit, indicator, period)]].iloc[0]


def with_departments(root: Path, values: dict[str, str]) -> Path:
    """Replaces the portal's departments by one for each entry of `values`, with its share of fully online services."""
    units = root / "data/units.csv"
    names = [f"demo.{name},{name},Sở {name},Sở {name},department,department,demo,,,,,\n" for name in values]
    header, province, *_ = units.read_text(encoding="utf-8").splitlines(keepends=True)
    units.write_text("".join([header, province, *names]), encoding="utf-8")
    for path in (root / "data").glob("t*/*.csv"):
        path.unlink()
    (root / "data/results/demo-2023.csv").unlink()
    rows = [
        f"demo.{name},,,full-online-services,2024-06,{value},,,PL.I:{name},\n"
        for name, value in values.items()
        if value
    ]
    (root / "data/results/demo-2024.csv").write_text(RESULT_HEADER + "".join(rows), encoding="utf-8")
    return root


def test_the_target_in_force_is_the_earliest_that_is_not_past(mini: Path) -> None:
    """With targets for 2023 and 2025, a figure of December 2022 is compared with that of 2023, and one of June 2024
    with that of 2025."""
    rows = assessed(mini)
    before = row_of(rows, "demo.so-a", "full-online-services", "2022-12")
    after = row_of(rows, "demo.so-a", "full-online-services", "2024-06")
    assert (before.target_due, before.target_value, before.assessment) == ("2023", "50", "not_met")
    assert (after.target_due, after.target_value, after.assessment) == ("2025", "80", "not_met")
    assert (before.gap, after.gap) == (-12_500_000, -17_500_000)


CORRECTION = """
- id: {id}
  slug: {id}
  number: 3/BC-UBND
  title: Đính chính
  kind: Báo cáo
  issuer: Ủy ban nhân dân tỉnh Thử
  issued_on: "2024-07-01"
  about: Đính chính báo cáo cùng ngày.
  amends: [{amends}]
"""


@pytest.mark.parametrize("id_", ["a-dinh-chinh", "z-dinh-chinh"])
@pytest.mark.parametrize(("amends", "kinds"), [("2/BC-UBND ngày 01/07/2024", set()), ("", {"result", "target"})])
def test_a_correction_of_the_same_day_is_in_force(mini: Path, id_: str, amends: str, kinds: set[str]) -> None:
    """Results and targets of a correction are in force and are no discrepancies, whatever the correction's id. If
    two documents of one day do not refer to each other, they are discrepancies, and both the result and the target are
    those of the greater id."""
    sources = mini / "data/sources.yml"
    text = sources.read_text(encoding="utf-8") + CORRECTION.format(id=id_, amends=amends)
    sources.write_text(text, encoding="utf-8")
    results, targets = (
        "demo.so-b,,,waiting-time,2024-06,25,,,PL.I:2,\n",
        "demo.so-b,,waiting-time,2024,at_most,{},,PL.I:2,\n",
    )
    (mini / f"data/results/{id_}.csv").write_text(RESULT_HEADER + results, encoding="utf-8")
    (mini / "data/targets/demo-2024.csv").write_text(TARGET_HEADER + targets.format(40), encoding="utf-8")
    (mini / f"data/targets/{id_}.csv").write_text(TARGET_HEADER + targets.format(24), encoding="utf-8")
    portal = portal_of(mini)
    measured = measure(portal)
    rows = measured.assessments.set_index(["unit_id", "indicator_id", "period"])
    row = row_of(rows, "demo.so-b", "waiting-time", "2024-06")
    counted = id_ if amends else max(id_, "demo-2024")
    result, target = ("25", "24") if counted == id_ else ("35", "40")
    assert (row.value, row.source_id, row.target_value, row.target_source_id) == (result, counted, target, counted)
    found = [item for item in reconcile(portal, measured) if item.indicator_id == "waiting-time"]
    assert {str(item.kind) for item in found} == kinds
    assert all("Hai văn bản ban hành cùng ngày; cổng dùng" in item.effect for item in found)


def test_a_units_own_target_precedes_that_of_its_level_and_of_an_ancestor(mini: Path) -> None:
    """The province's target applies to a department only if neither the department nor its level has a target."""
    rows = assessed(mini)
    assert row_of(rows, "demo.so-a", "full-online-services", "2024-06").target_origin == "own"
    assert row_of(rows, "demo.so-b", "full-online-services", "2024-06").target_origin == "level"
    assert row_of(rows, "demo.so-b", "waiting-time", "2024-06").target_origin == "ancestor"


def test_lower_figures_can_be_better(mini: Path) -> None:
    """20 minutes meet a limit of 30 and rank before 35 minutes, which exceed it."""
    rows = assessed(mini)
    quick = row_of(rows, "demo.so-a", "waiting-time", "2024-06")
    slow = row_of(rows, "demo.so-b", "waiting-time", "2024-06")
    assert (quick.assessment, quick["rank"], quick.gap) == ("met", 1, -10_000_000)
    assert (slow.assessment, slow["rank"], slow.gap) == ("not_met", 2, 5_000_000)


def test_exempt_and_unreadable_figures_are_not_called_not_met(mini: Path) -> None:
    """An exempt unit's 0% is exempt. A figure that cannot be read in the scan is unreadable and has no gap and no
    rank."""
    rows = assessed(mini)
    assert row_of(rows, "demo.so-b", "full-online-services", "2022-12").assessment == "exempt"
    lost = row_of(rows, "demo.so-b", "full-online-services", "2024-06")
    assert lost.assessment == "unreadable"
    assert pd.isna(lost.gap)
    assert pd.isna(lost["rank"])


def test_an_exemption_does_not_need_a_number(mini: Path) -> None:
    """A document may exempt a unit without stating a value. The common target then does not apply to the unit."""
    path = mini / "data/targets/demo-2023.csv"
    text = path.read_text(encoding="utf-8").replace(
        "demo.so-b,,full-online-services,2023,at_least,0,exempt,",
        "demo.so-b,,full-online-services,2025,at_least,,exempt,",
    )
    path.write_text(text, encoding="utf-8")
    append_to(mini / "data/results/demo-2024.csv", "demo.so-b,,,full-online-services,2024-05,40,,,PL.I:4,\n")
    row = row_of(assessed(mini), "demo.so-b", "full-online-services", "2024-05")
    assert (row.assessment, row.target_origin, row.target_value) == ("exempt", "own", "")


def test_progress_is_measured_from_the_baseline_of_the_targets_document(mini: Path) -> None:
    """The way from 37.5 to 80 is 42.5 points. At 62.5, unit A has covered 25 of them: 0.588235, rounded down."""
    row = row_of(assessed(mini), "demo.so-a", "full-online-services", "2024-06")
    assert (row.baseline_period, row.baseline) == ("2022-12", 37_500_000)
    assert row.progress == 588_235


def test_there_is_no_progress_if_the_baseline_meets_the_target(mini: Path) -> None:
    """A baseline of 20 minutes already met the limit of 30. A baseline of 35 had 5 minutes to go and has covered
    none."""
    rows = assessed(mini)
    assert pd.isna(row_of(rows, "demo.so-a", "waiting-time", "2024-06").progress)
    assert row_of(rows, "demo.so-b", "waiting-time", "2024-06").progress == 0


def test_progress_of_millions_is_exact(mini: Path) -> None:
    """From 8, the target of 10,000,008 is ten million away, and 9,300,008 covers 93% of the way. Towards a target that
    is only a millionth away, a figure of ten million is too many times the way to be stated."""
    append_to(
        mini / "data/targets/demo-2023.csv",
        "demo.so-a,,services-total,2025,at_least,10000008,,PL1:9,\n"
        "demo.so-b,,waiting-time,2025,at_most,29.999999,,PL1:9,\n",
    )
    append_to(
        mini / RESULTS_FILE,
        "demo.so-a,,,services-total,2024-06,9300008,,,PL.I:5,\n"
        "demo.so-b,,,waiting-time,2024-05,30,,,PL.I:5,\n"
        "demo.so-b,,,waiting-time,2024-07,10000000,,,PL.I:5,\n",
    )
    rows = assessed(mini)
    assert row_of(rows, "demo.so-a", "services-total", "2024-06").progress == 930_000
    assert pd.isna(row_of(rows, "demo.so-b", "waiting-time", "2024-07").progress)


def test_the_change_is_since_the_previous_period(mini: Path) -> None:
    """From 37.5 to 62.5 is a rise of 25 points."""
    rows = assessed(mini)
    row = row_of(rows, "demo.so-a", "full-online-services", "2024-06")
    assert (row.previous_period, row.change) == ("2022-12", 25_000_000)
    assert pd.isna(row_of(rows, "demo.so-a", "full-online-services", "2022-12").change)


def test_a_target_without_a_figure_is_assessed_as_no_result(mini: Path) -> None:
    """The province has a target of waiting time and no figure of its own."""
    row = row_of(assessed(mini), "demo", "waiting-time", "")
    assert row.assessment == "no_result"


def test_counts_are_not_ranked(mini: Path) -> None:
    """The number of services depends on the size of a unit, not on its performance."""
    assert assessed(mini).loc[(slice(None), "services-total"), "rank"].isna().all()


def test_equal_figures_share_the_better_rank(mini: Path) -> None:
    """90, 80, 80, 70 and a unit without a figure get the ranks 1, 2, 2, 4. Four of five units are ranked."""
    portal = with_departments(mini, {"a": "90", "b": "80", "c": "80.0", "d": "70", "e": ""})
    rows = assessed(portal).xs("full-online-services", level="indicator_id").droplevel("period")
    ranked = rows.loc[["demo.a", "demo.b", "demo.c", "demo.d"]]
    assert ranked["rank"].tolist() == [1, 2, 2, 4]
    assert ranked["tied"].tolist() == [False, True, True, False]
    assert ranked["ranked_of"].tolist() == [4, 4, 4, 4]
    assert ranked["peers"].tolist() == [5, 5, 5, 5]
    assert rows.loc["demo.e"].assessment == "no_result"


def test_a_single_figure_has_no_rank(mini: Path) -> None:
    """Rank 1 of 1 has no meaning."""
    rows = assessed(with_departments(mini, {"a": "90", "b": "", "c": ""}))
    assert rows["rank"].isna().all()


@pytest.mark.parametrize(
    ("existence", "peers"),
    [("2024-07-01,", 2), ("2024-06-30,", 3), (",2024-06-30", 3), (",2024-06-29", 2)],
    ids=["begins after", "begins on the last day", "ends on the last day", "ends before"],
)
def test_units_that_did_not_exist_on_the_last_day_of_the_period_are_no_peers(
    mini: Path, existence: str, peers: int
) -> None:
    """Two departments exist all the time. The third is counted only if it exists on 30 June."""
    portal = with_departments(mini, {"a": "90", "b": "80", "c": ""})
    units = portal / "data/units.csv"
    text = units.read_text(encoding="utf-8").replace(
        "Sở c,department,department,demo,,,", f"Sở c,department,department,demo,,{existence}"
    )
    units.write_text(text, encoding="utf-8")
    assert row_of(assessed(portal), "demo.a", "full-online-services", "2024-06").peers == peers


def test_of_two_targets_with_the_same_due_date_that_of_the_later_document_is_in_force(mini: Path) -> None:
    """Both documents set a target for 2024. The one of July 2024 is in force."""
    for source, value in (("demo-2023", "40"), ("demo-2024", "30")):
        path = mini / f"data/targets/{source}.csv"
        path.write_text(f"{TARGET_HEADER}demo.so-b,,waiting-time,2024,at_most,{value},,text:I,\n", encoding="utf-8")
    row = row_of(assessed(mini), "demo.so-b", "waiting-time", "2024-06")
    assert (row.target_source_id, row.assessment) == ("demo-2024", "not_met")


def test_a_figure_equal_to_its_target_meets_it(mini: Path) -> None:
    """Comparison is exact, without binary fractions: 80.000001 meets a target of 80.000001, and 80 does not."""
    for value, expected in (("80.000001", "met"), ("80", "not_met")):
        (mini / "data/targets/demo-2023.csv").write_text(
            f"{TARGET_HEADER}demo.so-a,,full-online-services,2024,at_least,80.000001,,PL1:1,\n", encoding="utf-8"
        )
        (mini / "data/results/demo-2024.csv").write_text(
            f"{RESULT_HEADER}demo.so-a,,,full-online-services,2024-06,{value},,,PL.I:1,\n", encoding="utf-8"
        )
        assert row_of(assessed(mini), "demo.so-a", "full-online-services", "2024-06").assessment == expected


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("58.73", 58_730_000),
        ("0", 0),
        ("-0.5", -500_000),
        ("100", 100_000_000),
        ("0.000001", 1),
        ("-12.000001", -12_000_001),
    ],
)
def test_amounts_are_exact_millionths(text: str, amount: int) -> None:
    """The sign of a figure between -1 and 0 is kept."""
    assert amounts(pd.Series([text], dtype="str"))[0] == amount


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(min_value=0, max_value=100), min_size=2, max_size=8))
def test_a_rank_is_one_more_than_the_number_of_better_units(
    values: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """This holds for any figures."""
    portal = copy_of_mini(tmp_path_factory)
    names = {f"u{number}": str(value) for number, value in enumerate(values)}
    rows = assessed(with_departments(portal, names)).xs("full-online-services", level="indicator_id")
    ranks = rows["rank"].loc[[(f"demo.{name}", "2024-06") for name in names]].tolist()
    assert ranks == [1 + sum(other > value for other in values) for value in values]


def texts(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Returns all rows as texts in sorted order."""
    return sorted(rows.astype(object).where(rows.notna(), "").astype(str).itertuples(index=False, name=None))


@pytest.mark.parametrize(("rows", "count"), [(1, 4), (6, 3), (1000, 1)])
def test_measuring_in_parts_gives_the_same_rows(mini: Path, rows: int, count: int) -> None:
    """The four indicators have 4, 3, 3 and 2 results. They are measured one by one, with the two of 3 together, or
    all at once."""
    portal, _ = load_portal(mini)
    whole, parts = measure(portal), list(measured_in_parts(portal, rows))
    assert texts(pd.concat([part.assessments for part in parts])) == texts(whole.assessments)
    assert texts(pd.concat([part.level_figures for part in parts])) == texts(whole.level_figures)
    assert len(parts) == count


FIGURES = st.lists(
    st.tuples(
        st.sampled_from(["demo", "demo.so-a", "demo.so-b"]),
        st.sampled_from(["full-online-services", "services-total", "services-full", "waiting-time"]),
        st.sampled_from(["2022-12", "2023-06", "2023-12", "2024-06"]),
        st.integers(min_value=0, max_value=3),
    ),
    unique_by=lambda figure: figure[:3],
    max_size=24,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=FIGURES, rows=st.integers(min_value=1, max_value=12))
def test_measuring_random_figures_in_parts_gives_the_same_rows(
    figures: list[tuple[str, str, str, int]], rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The figures include those of provinces and departments, with and without targets."""
    root = copy_of_mini(tmp_path_factory)
    (root / "data/results/demo-2023.csv").unlink()
    lines = (
        f"{unit},,,{indicator},{period},{value},,,PL.I:{number},\n"
        for number, (unit, indicator, period, value) in enumerate(figures)
    )
    (root / "data/results/demo-2024.csv").write_text(RESULT_HEADER + "".join(lines), encoding="utf-8")
    portal, _ = load_portal(root)
    parts = pd.concat([part.assessments for part in measured_in_parts(portal, rows)])
    assert texts(parts) == texts(measure(portal).assessments)


def test_exempt_units_are_not_ranked(mini: Path) -> None:
    """Sở B is exempt and has no rank. Sở A is then alone and has no rank either."""
    rows = assessed(mini).xs("full-online-services", level="indicator_id").xs("2022-12", level="period")
    assert rows["rank"].isna().all()


def test_the_change_since_the_year_before_needs_the_same_month(mini: Path) -> None:
    """June 2024 is compared with June 2023 (50 → 62.5), not with May 2023. The change since May 2024 is -1.5."""
    rows = "".join(
        f"demo.so-a,,,full-online-services,{period},{value},,,PL.I:{period},\n"
        for period, value in (("2023-05", "10"), ("2023-06", "50"), ("2024-05", "64"), ("2024-06", "62.5"))
    )
    (mini / "data/results/demo-2024.csv").write_text(RESULT_HEADER + rows, encoding="utf-8")
    found = assessed(mini)
    june, may, last_june = (
        row_of(found, "demo.so-a", "full-online-services", period) for period in ("2024-06", "2024-05", "2023-06")
    )
    assert (june.previous_period, june.change, june.year_change) == ("2024-05", -1_500_000, 12_500_000)
    assert may.year_change == 54_000_000
    assert pd.isna(last_june.year_change)


def test_parents_that_return_to_themselves_are_followed_once(mini: Path) -> None:
    """Such units are a fault, and looking for it must come to an end. X is in Y, Y in Z, and Z in Y."""
    row = "demo.{0},{0},Xã {0},Xã {0},commune,commune,demo.{1},,,,,\n"
    units = mini / "data/units.csv"
    rows = row.format("x", "y") + row.format("y", "z") + row.format("z", "y")
    units.write_text(units.read_text(encoding="utf-8") + rows, encoding="utf-8")
    found = load_portal(mini)[0].units
    above = {id_: [unit.id for unit in ancestors(found[f"demo.{id_}"], found)] for id_ in ("x", "y", "z")}
    assert above == {"x": ["demo.y", "demo.z"], "y": ["demo.z"], "z": ["demo.y"]}
