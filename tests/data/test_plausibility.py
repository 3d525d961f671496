"""Tests the rules that warn about valid but unlikely data. Each rule has a case in `tests/warnings/`: files for the
mini portal and the expected report."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from generator.history import History, load_history
from generator.loading import load_portal
from generator.measures import measure
from generator.model import Body, Portal
from generator.plausibility import plausibility
from generator.problems import DataWarning, warnings_text
from tests.data.test_problems import spoil
from tests.support.folders import MINI, ROOT
from tests.support.headers import RESULT_HEADER, TARGET_HEADER, TASK_HEADER
from tests.support.portals import RESULTS_FILE, portal_of, replace_in
from tests.support.releasing import add_later_document

CASES = sorted((Path(__file__).parents[1] / "warnings").glob("*.yml"))
ANSWER = "warning_id,reason,accepted_by,accepted_on\n{},Văn bản ghi đúng như vậy,Nhóm nhập liệu,2024-07-02\n"


def warnings_of(root: Path, today: date = date(2024, 8, 1)) -> tuple[DataWarning, ...]:
    """Returns the warnings of a portal without faults of form."""
    portal = portal_of(root)
    return plausibility(portal, measure(portal), load_history(root, []), today)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_case_gives_its_warning(path: Path, mini: Path) -> None:
    """The warning is reported with place, remedy and id."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    spoil(mini, case)
    assert warnings_text(warnings_of(mini)) == case["report"].strip()


SERVICES = "Dịch vụ công"


@pytest.mark.parametrize(
    ("groups", "warned"),
    [
        ((SERVICES, SERVICES, SERVICES, "Dich vu công"), True),
        ((SERVICES, SERVICES, SERVICES, "Dich vu cong"), False),
        ((SERVICES, SERVICES, SERVICES, f"{SERVICES} phí"), False),
        ((SERVICES, SERVICES, "Dịch vụ cống", "Dịch vụ cống"), False),
        (("Giai đoạn 1", "Giai đoạn 1", "Giai đoạn 1", "Giai đoạn 2"), False),
        (("Tiếp dân", "Tiếp dân", "Tiếp dân", "Tiếp dan"), True),
        (("Một cửa", "Một cửa", "Một cửa", "Một cưa"), False),
        ((f"{SERVICES} phí", f"{SERVICES} phí", f"{SERVICES} phí", SERVICES), False),
        (("Một cửa", "Một cửa", "Một cửa", "Một cửa A"), False),
    ],
    ids=[
        "two letters",
        "three letters",
        "longer",
        "two indicators",
        "other number",
        "eight letters",
        "short name",
        "shorter",
        "one short name",
    ],
)
def test_a_group_of_one_indicator_may_be_misspelt(
    groups: tuple[str, ...], mini_portal: Portal, *, warned: bool
) -> None:
    """A misspelt name differs from another group's name by at most two letters. Groups of several indicators, other
    numbers, and short names are intended."""
    indicators = zip(mini_portal.indicators.values(), groups, strict=True)
    portal = replace(mini_portal, indicators={item.id: replace(item, group=group) for item, group in indicators})
    found = plausibility(portal, measure(portal), History(()), date(2024, 8, 1))
    assert [item.problem.value for item in found] == [groups[-1]] * warned


@pytest.mark.parametrize(
    ("table", "field", "longest"),
    [
        ("units", "name", 150),
        ("units", "short_name", 60),
        ("units", "note", 2000),
        ("bodies", "name", 150),
        ("bodies", "short_name", 60),
        ("indicators", "name", 300),
        ("indicators", "short_name", 60),
        ("indicators", "definition", 2000),
        ("sources", "title", 300),
        ("sources", "issuer", 150),
        ("sources", "about", 2000),
        ("sources", "note", 2000),
    ],
)
def test_a_text_may_have_its_greatest_length(table: str, field: str, longest: int, mini_portal: Portal) -> None:
    """One letter more is reported."""
    with_body = replace(mini_portal, bodies={"demo:x": Body("demo:x", "Ban X", "Ban X", "demo")})
    items = getattr(with_body, table)
    id_, item = next(iter(items.items()))
    found = []
    for length in (longest, longest + 1):
        text: dict[str, Any] = {field: "x" * length}
        changed: dict[str, Any] = {table: {**items, id_: replace(item, **text)}}
        portal = replace(with_body, **changed)
        warnings = plausibility(portal, measure(portal), History(()), date(2024, 8, 1))
        found.append([(warning.problem.field, warning.problem.line) for warning in warnings])
    assert found == [[], [(field, item.line)]]


@pytest.mark.parametrize("field", ["title", "product"])
def test_the_texts_of_a_task_may_have_three_hundred_letters(field: str, mini_portal: Portal) -> None:
    first, *others = mini_portal.tasks
    texts: list[dict[str, Any]] = [{field: "x" * length} for length in (300, 301)]
    long, longer = (replace(mini_portal, tasks=(replace(first, **text), *others)) for text in texts)
    assert plausibility(long, measure(long), History(()), date(2024, 8, 1)) == ()
    (warning,) = plausibility(longer, measure(longer), History(()), date(2024, 8, 1))
    assert (warning.problem.path, warning.problem.field) == ("data/tasks/demo-2023.csv", field)


def test_an_abbreviation_is_not_called_a_name_in_capitals(mini: Path) -> None:
    replace_in(mini / "data/units.csv", "Sở An Bình,Sở An Bình", "VNPT,Sở An Bình")
    assert warnings_of(mini) == ()


@pytest.mark.parametrize("others", [1, 2])
def test_a_target_is_too_low_only_beside_three_other_figures(others: int, mini: Path) -> None:
    """The document has a target of 1, targets of 80, and a result of 62.5. 1% does not look like a fraction."""
    rows = (f"demo.so-b,,full-online-services,{2027 + n},at_least,80,,PL2:2,\n" for n in range(others))
    low = "demo.so-a,,full-online-services,2027,at_least,1,,PL2:1,\n"
    (mini / "data/targets/demo-2024.csv").write_text(TARGET_HEADER + low + "".join(rows), encoding="utf-8")
    assert [found.problem.value for found in warnings_of(mini)] == ["1"] * (others - 1)


@pytest.fixture(scope="module")
def mini_portal() -> Portal:
    return load_portal(MINI)[0]


def test_warnings_do_not_fail_the_check(jump_portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["format", "--root", str(jump_portal)])
    assert main(["check", "--root", str(jump_portal), "--today", "2024-08-01"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "data/results/demo-2024.csv:4: cảnh báo: value: " in printed.out


def test_warnings_are_reported_beside_faults(jump_portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only rows without faults give warnings."""
    add_row(jump_portal, 'demo.so-b,,,waiting-time,2024-05,"3,5",,,PL.I:2,')
    assert main(["check", "--root", str(jump_portal), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr()
    assert 'data/results/demo-2024.csv:7: value: "3,5" không phải là số' in printed.err
    assert [line for line in printed.out.split("\n") if "cảnh báo" in line] == [
        'data/results/demo-2024.csv:4: cảnh báo: value: "20" tăng 16\u00a0phút so với tháng\u00a05/2024 (4\u00a0phút)',
        "1 cảnh báo trong 1 tệp, không ngăn việc đăng. Cách trả lời: CONTRIBUTING.md, mục “Cảnh báo”.",
    ]


def test_a_task_of_an_unknown_document_is_a_fault_and_no_warning(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task = f"{TASK_HEADER}la.I,,Việc,,demo.so-a,,2020,unknown,,text:I\n"
    (mini / "data" / "tasks" / "la.csv").write_text(task, encoding="utf-8")
    assert main(["check", "--root", str(mini), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr()
    assert "data/tasks/la.csv" in printed.err
    assert "cảnh báo" not in printed.out


def test_unreadable_points_are_not_called_equal(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither latitude can be read, so it is unknown whether the points are the same."""
    (mini / "data/points.csv").write_text(
        'unit_id,lat,lon,source_id\ndemo.so-a,"11,35",106.06,demo-2024\ndemo.so-b,"11,36",106.06,demo-2024\n',
        encoding="utf-8",
    )
    assert main(["check", "--root", str(mini), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr()
    assert "data/points.csv:3: lat: " in printed.err
    assert "cảnh báo" not in printed.out


@pytest.mark.parametrize(("may", "expected"), [("3,5", []), ("", ["missing-month"])], ids=["faulty", "absent"])
def test_a_month_whose_row_has_a_fault_is_not_called_missing(
    may: str, expected: list[str], mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row is in the file, and its fault is reported. The month is missing only if no row states it."""
    add_row(mini, "demo.so-b,,,waiting-time,2024-04,34,,,PL.I:2,")
    if may:
        add_row(mini, f'demo.so-b,,,waiting-time,2024-05,"{may}",,,PL.I:2,')
    main(["format", "--root", str(mini)])
    main(["check", "--root", str(mini), "--today", "2024-08-01"])
    ids = [line.strip() for line in capsys.readouterr().out.split("\n") if line.strip().startswith("mã: ")]
    assert [id_.removeprefix("mã: ").rpartition("-")[0] for id_ in ids] == expected


def test_there_are_no_warnings_while_the_answers_cannot_be_read(
    jump_portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Otherwise warnings that were answered long ago would appear again because of a missing comma."""
    (jump_portal / "data/accepted.csv").write_text(
        ANSWER.format("jump-000").replace(",2024-07-02", ""), encoding="utf-8"
    )
    assert main(["check", "--root", str(jump_portal), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr()
    assert "data/accepted.csv:2: " in printed.err
    assert "cảnh báo" not in printed.out


@pytest.fixture
def jump_portal(mini: Path) -> Path:
    """The mini portal with a waiting time that rises from 4 minutes to 20."""
    add_row(mini, "demo.so-a,,,waiting-time,2024-05,4,,,PL.I:1,")
    return mini


def add_row(portal: Path, row: str) -> None:
    path = portal / RESULTS_FILE
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")


def summaries(portal: Path) -> list[tuple[str, int, str]]:
    """Returns path, line and id of each warning."""
    return [(item.problem.path, item.problem.line, item.id) for item in warnings_of(portal)]


@pytest.mark.parametrize(
    ("periods", "warned"),
    [
        (("2021-06", "2024-06", "2024-06", "2024-06"), True),
        (("2022-06", "2024-06", "2024-06", "2024-06"), False),
        (("2021-06", "2024-06", "2024-06"), False),
    ],
    ids=["three years", "two years", "few rows"],
)
def test_a_single_row_of_a_year_long_ago_is_suspected(periods: tuple[str, ...], mini: Path, *, warned: bool) -> None:
    """Reports compare with the two years before, and a document of few rows may give each row its own year."""
    (mini / RESULTS_FILE).write_text(RESULT_HEADER, encoding="utf-8")
    rows = ["so-a,,,waiting-time", "so-b,,,waiting-time", "so-a,,,services-full", "so-b,,,services-full"]
    for number, (row, period) in enumerate(zip(rows, periods, strict=False), 1):
        add_row(mini, f"demo.{row},{period},9,,,PL.I:{number},")
    found = [(item.id.rpartition("-")[0], item.problem.line) for item in warnings_of(mini)]
    assert found == [("lone-year", 2)] * warned


@pytest.mark.parametrize("name", ["excel-file", "everything-in-one-run", "no-heading", "ragged-row"])
def test_data_that_cannot_be_read_give_no_warnings(name: str, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Faults are reported, however little can be read, and cause no warnings."""
    case = yaml.safe_load((ROOT / "tests" / "problems" / f"{name}.yml").read_text(encoding="utf-8"))
    spoil(mini, case)
    assert main(["check", "--root", str(mini), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr()
    assert printed.err.strip() == case["report"].strip()
    assert printed.out == ""


def test_valid_data_have_no_warnings(mini: Path) -> None:
    """The mini portal is plausible, so the warning of each case comes only from what the case changes."""
    assert summaries(mini) == []


def test_a_warning_keeps_its_id_when_rows_move_and_gets_another_when_the_figure_changes(jump_portal: Path) -> None:
    ((_, line, id_),) = summaries(jump_portal)
    path = jump_portal / RESULTS_FILE
    heading, *rows = path.read_text(encoding="utf-8").split("\n")[:-1]
    path.write_text("\n".join([heading, rows[-1], *rows[:-1], ""]), encoding="utf-8")
    ((_, moved, same),) = summaries(jump_portal)
    assert (line, moved, same) == (4, 5, id_)
    replace_in(path, "2024-06,20,", "2024-06,21,")
    ((_, _, other),) = summaries(jump_portal)
    assert other != id_


def test_a_warning_keeps_its_id_when_the_figure_moves_to_another_row_of_the_document(jump_portal: Path) -> None:
    """A figure in another row of its document is the same figure."""
    ((_, _, id_),) = summaries(jump_portal)
    path = jump_portal / RESULTS_FILE
    moved = path.read_text(encoding="utf-8").replace("PL.I:1,", "PL.I:7,")
    path.write_text(moved, encoding="utf-8")
    assert [same for _, _, same in summaries(jump_portal)] == [id_]


def test_a_jump_that_a_later_document_corrects_is_not_reported(jump_portal: Path) -> None:
    """The later document states 16 minutes for May in place of 4. Its file comes before that of the earlier one."""
    add_later_document(jump_portal, "a-later")
    row = "demo.so-a,,,waiting-time,2024-05,16,,,PL2:7,"
    (jump_portal / "data/results/a-later.csv").write_text(f"{RESULT_HEADER}{row}\n", encoding="utf-8")
    assert [id_ for _, _, id_ in summaries(jump_portal) if id_.startswith("jump")] == []


def test_an_answer_silences_a_warning_until_the_figure_changes(jump_portal: Path) -> None:
    """After the change, the answer is reported as belonging to no warning, and the new figure has a new warning."""
    ((_, _, id_),) = summaries(jump_portal)
    (jump_portal / "data" / "accepted.csv").write_text(ANSWER.format(id_), encoding="utf-8")
    assert summaries(jump_portal) == []
    path = jump_portal / RESULTS_FILE
    replace_in(path, "2024-06,20,", "2024-06,21,")
    assert [path for path, _, _ in summaries(jump_portal)] == ["data/accepted.csv", RESULTS_FILE]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",", ";"),
        (",", "\t"),
        (",note\n", ",ghi chú\n"),
        ("2024-06,20,", "2024-06,hai mươi,"),
    ],
)
def test_an_answer_is_not_stale_while_figures_cannot_be_read(
    old: str, new: str, jump_portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user who then deleted the answer would get the warning again as soon as the file is fixed."""
    ((_, _, id_),) = summaries(jump_portal)
    (jump_portal / "data" / "accepted.csv").write_text(ANSWER.format(id_), encoding="utf-8")
    path = jump_portal / RESULTS_FILE
    replace_in(path, old, new)
    assert main(["check", "--root", str(jump_portal), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr()
    assert f"{RESULTS_FILE}:" in printed.err
    assert "data/accepted.csv" not in printed.err + printed.out


def test_a_warning_answered_twice_is_a_fault(jump_portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((_, _, id_),) = summaries(jump_portal)
    text = ANSWER.format(id_)
    (jump_portal / "data" / "accepted.csv").write_text(text + text.split("\n")[1] + "\n", encoding="utf-8")
    assert main(["check", "--root", str(jump_portal), "--today", "2024-08-01"]) == 1
    assert "data/accepted.csv:3: warning_id" in capsys.readouterr().err


def test_an_answer_needs_a_reason_and_a_date(jump_portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ANSWER.format("jump-0123456789").replace("Văn bản ghi đúng như vậy", "").replace("2024-07-02", "hôm qua")
    (jump_portal / "data" / "accepted.csv").write_text(text, encoding="utf-8")
    assert main(["check", "--root", str(jump_portal), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr().err
    assert "data/accepted.csv:2: reason: còn trống" in printed
    assert 'data/accepted.csv:2: accepted_on: "hôm qua" không phải là ngày' in printed


def test_a_document_dated_today_is_not_in_the_future(mini: Path) -> None:
    path = mini / "data" / "sources.yml"
    replace_in(path, "2024-07-01", "2024-08-01")
    assert summaries(mini) == []
    replace_in(path, "2024-08-01", "2024-08-02")
    assert [id_.rpartition("-")[0] for _, _, id_ in summaries(mini)] == ["future-document"]
