"""Tests the lineage of units: renames, repeated mergers and splits are accepted, circles and gaps are refused."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from generator.lineage import (
    lineage_agreement,
    lineage_by_unit,
    lineage_gaps,
    lineage_references,
    units_not_comparable,
)
from generator.model import Level, Lineage, LineageKind, Period, Portal, Settings, Source, Unit, UnitKind

DAY_BEFORE, DAY = date(2020, 1, 31), date(2020, 2, 1)


def unit(id_: str, begun: date | None = None, ended: date | None = None, level: Level = Level.COMMUNE) -> Unit:
    return Unit(id_, id_, id_.upper(), id_, UnitKind.COMMUNE, level, active_from=begun, active_to=ended, line=7)


def row(before: str, after: str, kind: LineageKind, on: date = DAY, line: int = 2) -> Lineage:
    return Lineage(before, after, on, kind, "nq", path="data/lineage.csv", line=line)


def portal(units: list[Unit], lineage: list[Lineage]) -> Portal:
    source = Source("nq", "nq", "1/NQ", "T", "Nghị quyết", "QH", DAY, "…")
    nothing: pd.DataFrame = pd.DataFrame()
    return Portal(
        settings=Settings("T", ()),
        units={item.id: item for item in units},
        indicators={},
        sources={"nq": source},
        bodies={},
        lineage=tuple(lineage),
        tasks=(),
        corrections=(),
        schemes=(),
        targets=nothing,
        results=nothing,
        redirects={},
        addresses=(),
    )


def found(units: list[Unit], lineage: list[Lineage]) -> list[tuple[str, int, str, str]]:
    """Returns path, line, field and message of every problem."""
    given = portal(units, lineage)
    rules = (lineage_references, lineage_agreement, lineage_gaps)
    problems = sorted({problem for rule in rules for problem in rule(given)})
    return [(problem.path, problem.line, problem.field, problem.message) for problem in problems]


OLD_A, OLD_B = unit("a", None, DAY_BEFORE), unit("b", None, DAY_BEFORE)
NEW_C, NEW_D = unit("c", DAY), unit("d", DAY)
MERGER = [row("a", "c", LineageKind.MERGED), row("b", "c", LineageKind.MERGED, line=3)]


@pytest.mark.parametrize(
    ("day", "expected"), [(1, set()), (2, {"a", "b", "c"}), (31, {"a", "b", "c"}), (60, {"a", "b", "c"}), (61, set())]
)
def test_units_are_not_comparable_if_they_changed_after_the_first_day_and_by_the_last_one(
    day: int, expected: set[str]
) -> None:
    """January and February 2020 have 60 days. Whoever began on the first of them existed in both months."""
    merger = [replace(item, on=date(2019, 12, 31) + timedelta(days=day)) for item in MERGER]
    assert units_not_comparable(merger, Period.parse("2020-01"), Period.parse("2020-02")) == expected


def test_a_merger_is_valid_and_gives_predecessors_and_successors() -> None:
    assert found([OLD_A, OLD_B, NEW_C], MERGER) == []
    lines = lineage_by_unit(MERGER)
    assert [item.successor_id for item in lines.successors("a")] == ["c"]
    assert [item.predecessor_id for item in lines.predecessors("c")] == ["a", "b"]
    assert lines.successors("c") == ()


def test_a_split_may_have_several_successors() -> None:
    split = [row("a", "c", LineageKind.SPLIT), row("a", "d", LineageKind.SPLIT, line=3)]
    assert found([OLD_A, NEW_C, NEW_D], split) == []


def test_a_rename_has_exactly_one_successor() -> None:
    assert found([OLD_A, NEW_C], [row("a", "c", LineageKind.RENAMED)]) == []


def test_repeated_mergers_and_splits_are_valid() -> None:
    """Units a and b become c in 2020. In 2025, c is split into e and f. In 2030, e is renamed g."""
    second, third = date(2025, 7, 1), date(2030, 1, 1)
    units = [
        OLD_A,
        OLD_B,
        replace(NEW_C, active_to=date(2025, 6, 30)),
        unit("e", second, date(2029, 12, 31)),
        unit("f", second),
        unit("g", third),
    ]
    lineage = [
        *MERGER,
        row("c", "e", LineageKind.SPLIT, second),
        row("c", "f", LineageKind.SPLIT, second),
        row("e", "g", LineageKind.RENAMED, third),
    ]
    assert found(units, lineage) == []


def test_an_abolished_unit_has_no_successor() -> None:
    abolished = [row("a", "", LineageKind.ABOLISHED)]
    assert found([OLD_A], abolished) == []
    assert lineage_by_unit(abolished).successors("a") == ()


def test_a_circle_is_reported_with_its_units() -> None:
    circle = [row("a", "c", LineageKind.RENAMED), row("c", "a", LineageKind.RENAMED, line=3)]
    messages = [message for _, _, field, message in found([OLD_A, NEW_C], circle) if field == "successor_id"]
    assert messages == ["quay vòng: a → c → a"]


def test_a_unit_that_follows_itself_is_a_circle() -> None:
    itself = [row("a", "a", LineageKind.RENAMED)]
    assert ("data/lineage.csv", 2, "successor_id", "quay vòng: a → a") in found([OLD_A], itself)


def test_a_unit_that_ended_without_a_lineage_row_is_a_fault() -> None:
    message = "đơn vị a đã kết thúc mà không rõ đơn vị nào kế tiếp"
    assert found([OLD_A], []) == [("data/units.csv", 7, "active_to", message)]


def test_a_department_may_end_without_a_lineage_row() -> None:
    assert found([unit("a", None, DAY_BEFORE, Level.DEPARTMENT)], []) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (unit("a"), NEW_C, "đơn vị a vẫn còn hoạt động vào ngày này (active_to còn trống)"),
        (unit("a", None, DAY), NEW_C, "đơn vị a vẫn còn hoạt động vào ngày này (active_to là 2020-02-01)"),
        (unit("a", None, date(2020, 1, 30)), NEW_C, "bị hở: đơn vị a đã kết thúc từ 2020-01-30"),
        (OLD_A, unit("c"), "đơn vị kế tiếp c đã hoạt động từ trước ngày này"),
        (OLD_A, unit("c", DAY_BEFORE), "đơn vị kế tiếp c đã hoạt động từ trước ngày này"),
        (OLD_A, unit("c", date(2020, 2, 2)), "bị hở: đơn vị kế tiếp c chỉ bắt đầu từ 2020-02-02"),
    ],
)
def test_gaps_and_overlaps_between_predecessor_and_successor_are_faults(
    before: Unit, after: Unit, message: str
) -> None:
    rename = [row("a", "c", LineageKind.RENAMED)]
    assert found([before, after], rename) == [("data/lineage.csv", 2, "on", message)]


def test_a_split_into_a_single_unit_is_a_fault() -> None:
    split = [row("a", "c", LineageKind.SPLIT)]
    expected = [("data/lineage.csv", 2, "kind", "chia tách mà chỉ có một đơn vị kế tiếp")]
    assert found([OLD_A, NEW_C], split) == expected


def test_a_merger_into_several_units_is_a_fault() -> None:
    rows = [row("a", "c", LineageKind.MERGED), row("a", "d", LineageKind.SPLIT, line=3)]
    assert found([OLD_A, NEW_C, NEW_D], rows) == [("data/lineage.csv", 2, "kind", "đơn vị a có 2 dòng")]


def test_two_end_dates_of_one_unit_are_a_fault() -> None:
    later = date(2021, 1, 1)
    rows = [row("a", "c", LineageKind.SPLIT), row("a", "d", LineageKind.SPLIT, later, line=3)]
    problems = found([OLD_A, NEW_C, unit("d", later)], rows)
    assert ("data/lineage.csv", 3, "on", "khác ngày với dòng 2 của cùng đơn vị") in problems


def test_a_rename_into_a_unit_with_another_predecessor_is_a_fault() -> None:
    rows = [row("a", "c", LineageKind.RENAMED), row("b", "c", LineageKind.MERGED, line=3)]
    message = "đơn vị kế tiếp c còn hình thành từ đơn vị khác"
    assert found([OLD_A, OLD_B, NEW_C], rows) == [("data/lineage.csv", 2, "kind", message)]


def test_only_an_abolished_unit_has_no_successor() -> None:
    assert found([OLD_A, NEW_C], [row("a", "c", LineageKind.ABOLISHED)]) == [
        ("data/lineage.csv", 2, "kind", "đơn vị kết thúc hẳn thì không có đơn vị kế tiếp"),
    ]
    assert found([OLD_A], [row("a", "", LineageKind.MERGED)]) == [
        ("data/lineage.csv", 2, "successor_id", "còn trống"),
    ]


def test_repeated_rows_and_unknown_ids_are_faults() -> None:
    again = [*MERGER, row("a", "c", LineageKind.MERGED, line=4)]
    problems = found([OLD_A, OLD_B, NEW_C], again)
    assert ("data/lineage.csv", 4, "predecessor_id", "cặp đơn vị này đã có ở dòng 2") in problems
    stray = [replace(row("a", "x", LineageKind.RENAMED), source_id="khong-co")]
    assert found([OLD_A], stray) == [
        ("data/lineage.csv", 2, "source_id", "không có văn bản này"),
        ("data/lineage.csv", 2, "successor_id", "không có đơn vị này"),
    ]
