"""Tests `/ke-hoach/`: objectives with their indicators, and tasks with their status."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.model import TaskStatus
from generator.pages.facts import Facts
from generator.pages.parts import Link
from generator.pages.plan.list import PlansPage, plans_page
from generator.pages.plan.objectives import objective_areas
from generator.pages.plan.page import PlanPage, plan_pages
from generator.pages.tasks import tasks_by_actor
from generator.pages.unit.assigned_tasks import assigned_tasks
from generator.rendering import make_environment, render_page
from tests.support.headers import TASK_HEADER
from tests.support.portals import RESULTS_FILE, append_to, facts_of, plain_text, replace_in
from tests.support.units import pages_of

REPLACING_PLAN = """
- id: demo-2025
  slug: ke-hoach-9
  number: 9/KH-UBND
  title: Kế hoạch sau
  kind: Kế hoạch
  issuer: UBND tỉnh Thử
  issued_on: "2025-06-01"
  about: Thay kế hoạch trước.
  replaces: ["demo-2023"]
"""


def with_tasks(root: Path, rows: str) -> Facts:
    (root / "data" / "tasks" / "demo-2023.csv").write_text(TASK_HEADER + rows, encoding="utf-8")
    return facts_of(root)


def plan(facts: Facts) -> PlanPage:
    page = next(iter(plan_pages(facts)))
    assert isinstance(page, PlanPage)
    return page


def test_a_unit_leads_or_joins_tasks_by_name_or_by_level(mini: Path) -> None:
    """Sở A leads a task that its level joins, so it is listed once as leader. Sở B joins it through its level."""
    lines = tasks_by_actor(facts_of(mini))
    assert [(line.link.text, line.leads, line.common) for line in lines["demo.so-a"]] == [
        ("Rà soát danh mục dịch vụ", True, "")
    ]
    assert [(line.link.text, line.leads, line.common) for line in lines["demo.so-b"]] == [
        ("Rà soát danh mục dịch vụ", False, "chung của các sở, ban, ngành"),
        ("Công khai kết quả", True, ""),
    ]
    assert lines["demo.so-b"][0].link.address == "/ke-hoach/ke-hoach-1/#viec-i.1"


def test_plans_with_targets_but_without_tasks_are_mentioned(mini: Path) -> None:
    page = plans_page(with_tasks(mini, ""))
    assert isinstance(page, PlansPage)
    assert (page.plans, page.targets) == ((), True)
    text = render_page(make_environment(), page)
    assert "Cổng chưa nhập nhiệm vụ của kế hoạch nào. Mức phải đạt của các kế hoạch ở trang của" in text


def test_an_unreported_task_is_not_called_late(mini: Path) -> None:
    """After its due date, an unreported task has an unknown status, one reported as unfinished is overdue, and a
    finished one is done."""
    facts = with_tasks(
        mini,
        "demo-2023.I,,Mảng,,,,,unknown,,text:I\n"
        "demo-2023.I.1,demo-2023.I,Im lặng,,demo.so-a,,2023-Q2,unknown,,text:I.1\n"
        "demo-2023.I.2,demo-2023.I,Dở dang,,demo.so-a,,2023-Q2,in_progress,,text:I.2\n"
        "demo-2023.I.3,demo-2023.I,Xong,,demo.so-a,,2023-Q2,done,,text:I.3\n"
        "demo-2023.I.4,demo-2023.I,Còn hạn,,demo.so-a,,2024-08,unknown,,text:I.4\n",
    )
    standings = [(item.title, item.standing.code, item.standing.detail) for item in plan(facts).areas[0].goals[0].tasks]
    assert standings == [
        ("Im lặng", TaskStatus.UNKNOWN, "đã qua hạn 30/06/2023"),
        ("Dở dang", TaskStatus.OVERDUE, "đã qua hạn 30/06/2023"),
        ("Xong", TaskStatus.DONE, ""),
        ("Còn hạn", TaskStatus.UNKNOWN, ""),
    ]
    assert plan(facts).summary[1] == (
        "Đến ngày 01/08/2024: 1 nhiệm vụ đã hoàn thành; 1 nhiệm vụ quá hạn, chưa xong; "
        "1 nhiệm vụ đã qua hạn mà cổng chưa có báo cáo; 1 nhiệm vụ còn hạn."
    )


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        (("done", "in_progress"), ""),
        (("done", "unknown"), "Nhiệm vụ không ghi tình trạng là nhiệm vụ mà cổng chưa có báo cáo."),
        (("unknown", "unknown"), "Cổng chưa có báo cáo về các nhiệm vụ này."),
    ],
)
def test_a_unit_states_once_that_tasks_have_no_report(mini: Path, statuses: tuple[str, str], sentence: str) -> None:
    rows = [f"demo-2023.{n},,Việc {n},,demo.so-a,,2024-08,{status},,text:{n}\n" for n, status in enumerate(statuses)]
    lines = tasks_by_actor(with_tasks(mini, "".join(rows)))["demo.so-a"]
    assert assigned_tasks(lines).unreported == sentence


def test_a_due_day_that_the_document_names_is_shown_once(mini: Path) -> None:
    """A day from which a task continues is no due day."""
    facts = with_tasks(
        mini,
        "demo-2023.I,,Mảng,,,,,unknown,,text:I\n"
        "demo-2023.I.1,demo-2023.I,Trước ngày,,demo.so-a,,2023-06-01,unknown,,text:I.1\n"
        "demo-2023.I.2,demo-2023.I,Từ ngày,,demo.so-a,,2023-06-01/..,unknown,,text:I.2\n",
    )
    tasks = plan(facts).areas[0].goals[0].tasks
    assert [(item.due, item.standing.detail) for item in tasks] == [
        ("01/06/2023", "đã qua hạn"),
        ("01/06/2023, sau đó tiếp tục thường xuyên", ""),
    ]


def test_a_group_in_the_middle_of_a_list_begins_with_a_small_letter(mini: Path) -> None:
    """The filter by lead unit still has its name."""
    facts = with_tasks(
        mini,
        "demo-2023.I,,Mảng,,,,,unknown,,text:I\n"
        "demo-2023.I.1,demo-2023.I,Việc,,demo.so-a;demo:department,demo:district;demo:commune,2024,unknown,,text:I.1\n",
    )
    text = plain_text(re.sub(r"</?a\b[^>]*>", "", render_page(make_environment(), plan(facts))))
    assert "</span> Sở An Bình; các sở, ban, ngành của tỉnh Thử. " in text
    assert "</span> Các huyện, thị xã, thành phố của tỉnh Thử; các đơn vị cấp xã của tỉnh Thử. " in text
    assert 'data-lead="Sở An Bình|Các sở, ban, ngành của tỉnh Thử"' in text


def test_the_filter_by_due_date_is_in_chronological_order(mini: Path) -> None:
    """In alphabetical order, the year would come first and the fourth quarter of 2023 last."""
    dues = ("annual", "2024-Q1", "2024-Q2", "2023", "2023-11")
    rows = "".join(
        f"demo-2023.I.{place},demo-2023.I,Việc {place},,demo.so-a,,{due},unknown,,text:I.{place}\n"
        for place, due in enumerate(dues, 1)
    )
    facts = with_tasks(mini, f"demo-2023.I,,Mảng,,,,,unknown,,text:I\n{rows}")
    text = render_page(make_environment(), plan(facts))
    assert 'data-order-due="Quý IV/2023|Năm 2023|Quý I/2024|Quý II/2024|Hằng năm"' in plain_text(text)


def test_every_task_of_a_tree_is_shown_once(mini: Path) -> None:
    """The tree has a task at the root, a task below another task, and a task under two headings."""
    facts = with_tasks(
        mini,
        "demo-2023.A,,Việc gốc,,demo.so-a,,2024,unknown,,text:A\n"
        "demo-2023.B,,Mảng,,,,,unknown,,text:B\n"
        "demo-2023.B.1,demo-2023.B,Mục tiêu,,,,,unknown,,text:B.1\n"
        "demo-2023.B.1.a,demo-2023.B.1,Tiểu mục,,,,,unknown,,text:B.1.a\n"
        "demo-2023.B.1.a.1,demo-2023.B.1.a,Việc sâu,,demo.so-a,,2024,unknown,,text:B.1.a.1\n"
        "demo-2023.B.2,demo-2023.B,Việc lớn,,demo.so-a,,2024,unknown,,text:B.2\n"
        "demo-2023.B.2.1,demo-2023.B.2,Việc con,,demo.so-b,,2024,unknown,,text:B.2.1\n",
    )
    page = plan(facts)
    shown = [item.title for area in page.areas for goal in area.goals for item in goal.tasks]
    assert sorted(shown) == ["Việc con", "Việc gốc", "Việc lớn", "Việc sâu"]
    ids = re.findall(r'\bid="([^"]+)"', render_page(make_environment(), page))
    assert len(ids) == len(set(ids))


def test_a_plan_states_the_end_of_its_province_from_the_day_after_the_last(mini: Path) -> None:
    """No unit succeeds the province."""
    replace_in(mini / "data/units.csv", "province,province,,01,,,", "province,province,,01,,2024-11-30,")
    assert plan(facts_of(mini, date(2024, 11, 30))).banner is None
    banner = plan(facts_of(mini, date(2024, 12, 1))).banner
    assert banner is not None
    assert banner.title == "Tỉnh Thử nêu trong kế hoạch này hoạt động đến hết ngày 30/11/2024"
    assert (banner.links, banner.source) == ((), None)
    assert banner.text.endswith("các mục tiêu và nhiệm vụ còn lại.")


def test_an_objective_without_a_figure_is_marked(mini: Path) -> None:
    """The targets in the rows of the table are those of units, not of the plan."""
    areas = objective_areas(facts_of(mini).portal.sources["demo-2023"], facts_of(mini))
    assert [item.target for area in areas for year in area.years for item in year.objectives] == [
        "tối đa 30\N{NO-BREAK SPACE}phút"
    ]
    assert "Chưa có số liệu" in render_page(make_environment(), plan(facts_of(mini)))


def test_an_objective_is_shown_with_the_newest_figure_until_its_due_date(mini: Path) -> None:
    """It is that of November 2024. The figure of December, when the target was due, cannot be read."""
    for period, value in (("2024-11", "28,,"), ("2024-12", ",unreadable,"), ("2026-03", "12,,")):
        assert "trong thời hạn" not in render_page(make_environment(), plan(facts_of(mini, date(2026, 5, 1))))
        append_to(mini / RESULTS_FILE, f"demo,,,waiting-time,{period},{value},text:1,Mờ\n")
    page = plan(facts_of(mini, date(2026, 5, 1)))
    (evidence,) = (item.evidence for area in page.objectives for year in area.years for item in year.objectives)
    assert evidence is not None
    assert (plain_text(evidence.figure.text), plain_text(evidence.period)) == ("28 phút", "tháng 11/2024")
    text = plain_text(render_page(make_environment(), page))
    assert "Số liệu mới nhất trong thời hạn" in text
    assert "12 phút" not in text


def test_an_objective_that_another_indicator_measures_is_not_assessed(mini: Path) -> None:
    """The waiting time has no figure. The share that measures it meets its own target of 50, which is no remark on the
    objective."""
    reason = "  sources: [demo-2024]\n  measured_by: full-online-services\n  measured_by_reason: Cùng đo.\n"
    replace_in(mini / "data/indicators.yml", "  sources: [demo-2024]\n", reason)
    append_to(mini / "data/targets/demo-2023.csv", "demo,,full-online-services,2024,at_least,50,,PL2:1,\n")
    append_to(mini / RESULTS_FILE, "demo,,,full-online-services,2024-06,60,,,text:1,\n")
    (area,) = plan(facts_of(mini)).objectives
    (evidence,) = (item.evidence for year in area.years for item in year.objectives)
    assert evidence is not None
    assert evidence.measure == Link("Tỷ lệ dịch vụ công trực tuyến toàn trình", "/chi-tieu/ty-le-toan-trinh/")
    assert (evidence.figure.text, evidence.reason, evidence.mark, evidence.remark) == ("60%", "Cùng đo.", None, "")
    assert area.note == "1 mục tiêu, 1 đã có số liệu (1 đo gián tiếp)"


def test_an_objective_of_a_level_is_not_assessed_by_the_figure_of_the_whole_province(mini: Path) -> None:
    """The departments must reach 70. The province's 60 has no target of its own."""
    target = "demo,department,full-online-services,2024,at_least,70,,text:II.2,\n"
    append_to(mini / "data/targets/demo-2023.csv", target)
    append_to(mini / RESULTS_FILE, "demo,,,full-online-services,2024-06,60,,,text:1,\n")
    objectives = (item for area in plan(facts_of(mini)).objectives for year in area.years for item in year.objectives)
    (evidence,) = (item.evidence for item in objectives if item.evidence)
    assert (evidence.figure.text, evidence.scope) == ("60%", "số chung của tỉnh Thử")
    assert (evidence.mark, evidence.remark) == (None, "")


def test_the_figure_of_a_year_is_newer_than_that_of_its_december(mini: Path) -> None:
    """The mean of the departments was 61 in December 2024 and 55 in the whole year. That of March 2025 cannot be
    read."""
    target = "demo,department,full-online-services,2025,at_least,70,,text:II.2,\n"
    append_to(mini / "data/targets/demo-2023.csv", target)
    for period, value in (("2024", 55), ("2024-12", 61)):
        append_to(mini / RESULTS_FILE, f"demo,department,mean,full-online-services,{period},{value},,,text:2,\n")
    append_to(mini / RESULTS_FILE, "demo,department,mean,full-online-services,2025-03,,unreadable,,text:3,Mờ\n")
    objectives = (item for area in plan(facts_of(mini)).objectives for year in area.years for item in year.objectives)
    (evidence,) = (item.evidence for item in objectives if item.evidence)
    assert (plain_text(evidence.figure.text), plain_text(evidence.period), evidence.scope) == ("55%", "năm 2024", "")


def test_a_task_of_a_level_does_not_concern_units_that_did_not_exist_during_the_plan(mini: Path) -> None:
    """The plan is of 15 January 2023. Sở A ended before. Sở B began in 2024, when only the annual task went on, and Sở
    C after another plan replaced this one."""
    units = mini / "data" / "units.csv"
    text = units.read_text(encoding="utf-8").replace("department,demo,,,,sab,", "department,demo,,,2022-12-31,sab,")
    text = text.replace("department,demo,,,,,", "department,demo,,2024-01-01,,,")
    text += "demo.so-c,so-c,Sở C,Sở C,department,department,demo,,2026-01-01,,,\n"
    units.write_text(text, encoding="utf-8")
    append_to(mini / "data" / "sources.yml", REPLACING_PLAN)
    rows = (("1", "Một lần", "2023"), ("2", "Hằng năm", "annual"))
    facts = with_tasks(
        mini,
        "".join(f"demo-2023.{id_},,{title},,demo:department,,{due},unknown,,text:{id_}\n" for id_, title, due in rows),
    )
    found = {unit_id: [line.link.text for line in lines] for unit_id, lines in tasks_by_actor(facts).items()}
    assert found == {"demo.so-b": ["Hằng năm"]}
    replacing = Link("Kế hoạch số\N{NO-BREAK SPACE}9/KH-UBND", "/van-ban/ke-hoach-9/")
    assert ("Được thay thế bởi", replacing) in plan(facts).facts


def test_a_unit_lists_no_tasks_of_a_plan_that_was_due_more_than_two_years_ago(mini: Path) -> None:
    """The only task of Sở A was due on 30 June 2023. Sở B also has an annual one, so it still has both."""
    plans = {}
    for day in (date(2025, 6, 30), date(2025, 7, 1)):
        lines = tasks_by_actor(facts_of(mini, day))
        found = {id_: assigned_tasks(lines[id_]) for id_ in ("demo.so-a", "demo.so-b")}
        plans[day] = {id_: (len(tasks.plans), len(tasks.past)) for id_, tasks in found.items()}
    assert list(plans.values()) == [
        {"demo.so-a": (1, 0), "demo.so-b": (1, 0)},
        {"demo.so-a": (0, 1), "demo.so-b": (1, 0)},
    ]
    page = pages_of(facts_of(mini, date(2025, 7, 1)))["so-a"]
    text = plain_text(render_page(make_environment(), page))
    assert 'từ hơn hai năm trước): <a href="../../ke-hoach/ke-hoach-1/">' in text


def test_the_next_due_tasks_are_listed_or_said_to_be_none(mini: Path) -> None:
    """On its due day a task is still listed. On the day after, the task of July is the next, and then no task is."""
    row = "demo-2023.I.3,demo-2023.I,Việc tháng 7,,demo.so-b,,2023-07,unknown,,text:I.3\n"
    append_to(mini / "data" / "tasks" / "demo-2023.csv", row)
    days = (date(2023, 6, 30), date(2023, 7, 1), date(2023, 8, 1))
    pages = [page for day in days if isinstance(page := plans_page(facts_of(mini, day)), PlansPage)]
    coming = [[item.task.link.text for item in page.coming] for page in pages]
    assert coming == [["Rà soát danh mục dịch vụ"], ["Việc tháng 7"], []]
    assert "Mọi nhiệm vụ có thời hạn cụ thể đều đã qua hạn" in render_page(make_environment(), pages[-1])


def test_a_task_is_not_late_if_its_leader_ended_before_it_was_due(mini: Path) -> None:
    """Sở A ended on 30 June 2024, and Sở B still exists. Sở B's own task is late, and a task that both lead still
    has a leader."""
    units = mini / "data" / "units.csv"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("department,demo,,,,sab,", "department,demo,,,2024-06-30,sab,"), encoding="utf-8")
    rows = [
        ("1", "Việc của A", "demo.so-a", "2024-07"),
        ("2", "Việc của B", "demo.so-b", "2024-07"),
        ("3", "Việc của cả hai", "demo.so-a;demo.so-b", "2025"),
        ("4", "Việc còn xa của A", "demo.so-a", "2024"),
    ]
    facts = with_tasks(
        mini,
        "".join(f"demo-2023.{id_},,{title},,{leads},,{due},unknown,,text:{id_}\n" for id_, title, leads, due in rows),
    )
    details = {line.link.text: line.standing.detail for lines in tasks_by_actor(facts).values() for line in lines}
    assert {title: plain_text(detail) for title, detail in details.items()} == {
        "Việc của A": "cơ quan chủ trì kết thúc hoạt động trước khi đến hạn",
        "Việc của B": "đã qua hạn 31/07/2024",
        "Việc của cả hai": "",
        "Việc còn xa của A": "cơ quan chủ trì kết thúc hoạt động trước khi đến hạn",
    }
    page = plans_page(facts)
    assert isinstance(page, PlansPage)
    assert ([item.task.link.text for item in page.coming], page.left) == (["Việc của cả hai"], 1)
    on_the_last_day_of_july = plans_page(facts_of(mini, date(2024, 7, 31)))
    assert isinstance(on_the_last_day_of_july, PlansPage)
    assert on_the_last_day_of_july.left == 2
    assert "1 nhiệm vụ khác chưa đến hạn nhưng cơ quan chủ trì đã kết thúc hoạt động" in render_page(
        make_environment(), page
    )
