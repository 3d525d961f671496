"""Tests the plans of this portal: objectives with their indicators, and tasks with their status."""

import re
from dataclasses import replace
from datetime import date

import pytest

from generator.pages.facts import Facts
from generator.pages.plan.list import PlansPage, plans_page
from generator.pages.plan.objectives import Objective, objective_areas
from generator.pages.plan.page import PlanPage, plan_pages, summary
from generator.pages.tasks import tasks_by_actor
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.portals import facts_of, plain_text


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts on a day after most due dates."""
    return facts_of(ROOT, date(2026, 1, 15))


def objectives(facts: Facts, source_id: str) -> dict[tuple[str, str], Objective]:
    """Returns objectives by slug of the indicator and due year. Of several levels, the last one is kept."""
    areas = objective_areas(facts.portal.sources[source_id], facts)
    return {
        (item.indicator.address.split("/")[2], year.title[-4:]): item
        for area in areas
        for year in area.years
        for item in year.objectives
    }


def test_a_task_of_a_level_belongs_to_all_units_of_that_level_in_the_province(facts: Facts) -> None:
    """Communes of Tây Ninh are below its districts. Those of the province that followed are not included."""
    lines = tasks_by_actor(facts)
    assert lines["tay-ninh.tan-bien.xa-tan-binh"]
    assert not any(unit_id.startswith("tay-ninh-2025") for unit_id in lines)


def test_tasks_are_grouped_by_due_quarter_or_year_before_tasks_without_a_due_date(facts: Facts) -> None:
    """Plan 3688 names November 2023 and the year, two quarters of 2024, and periods without an end."""
    page = next(page for page in plan_pages(facts) if page.address == "/ke-hoach/ke-hoach-3688-kh-ubnd-2023/")
    assert isinstance(page, PlanPage)
    assert [plain_text(group.title) for group in page.dues] == [
        "Quý IV/2023",
        "Năm 2023",
        "Quý I/2024",
        "Quý II/2024",
        "Bắt đầu từ một mốc, sau đó thường xuyên",
        "Hằng tháng",
        "Thường xuyên",
        "Không nêu thời hạn",
    ]
    assert [group.passed for group in page.dues] == [True, True, True, True, False, False, False, False]


def test_the_unit_that_leads_most_tasks_is_first(facts: Facts) -> None:
    """In Plan 3688, this is the department of information and communications."""
    page = next(page for page in plan_pages(facts) if page.address == "/ke-hoach/ke-hoach-3688-kh-ubnd-2023/")
    assert isinstance(page, PlanPage)
    assert page.actors[0].actor.text == "Sở Thông tin và Truyền thông"
    assert page.actors[0].id == "chu-tri-tay-ninh.so-thong-tin-va-truyen-thong"


def test_an_objective_is_assessed_only_if_its_target_is_in_force(facts: Facts) -> None:
    """41,11% of October 2023 is compared with the 80% due in 2023, not with the 95% due in 2025."""
    found = objectives(facts, "3688-KH-UBND-2023")
    now = found["ty-le-dich-vu-cong-toan-trinh", "2023"]
    later = found["ty-le-dich-vu-cong-toan-trinh", "2025"]
    assert now.evidence is not None
    assert now.evidence.figure.text == "41,11%"
    assert now.evidence.mark is not None
    assert now.evidence.mark.word == "Chưa đạt"
    assert [place.text for place in now.places] == ["mục\N{NO-BREAK SPACE}I.2", "mục\N{NO-BREAK SPACE}II.2.a"]
    assert later.evidence is not None
    assert later.evidence.mark is None
    assert "80% đến hết năm\N{NO-BREAK SPACE}2023" in later.evidence.remark


def test_an_objective_measured_by_another_indicator_has_no_assessment(facts: Facts) -> None:
    """Decision 2631 sets a target for payments among procedures that allow them. The published figure, 41,3%, is of
    all payments."""
    found = next(
        item
        for (slug, year), item in objectives(facts, "2631-QD-UBND-2021").items()
        if year == "2025" and item.evidence and item.evidence.figure.text == "41,3%"
    )
    assert found.evidence is not None
    assert found.evidence.measure is not None
    assert found.evidence.measure.address == "/chi-tieu/ty-le-thanh-toan-truc-tuyen/"
    assert found.evidence.reason
    assert found.evidence.mark is None


def test_a_plan_of_a_province_that_ended_names_the_successor(facts: Facts) -> None:
    page = next(page for page in plan_pages(facts) if page.address == "/ke-hoach/ke-hoach-56-kh-ubnd-2022/")
    assert isinstance(page, PlanPage)
    assert page.banner is not None
    assert [link.text for link in page.banner.links] == ["Thành phố Cần Thơ (từ ngày 01/07/2025)"]
    before = replace(facts, today=date(2024, 8, 1))
    assert all(page.banner is None for page in plan_pages(before))


def test_every_task_has_a_unique_anchor(facts: Facts) -> None:
    """Anchors differ even if letters differ only in a diacritic. Every link to a task leads to an anchor."""
    linked = {line.link.address for lines in tasks_by_actor(facts).values() for line in lines}
    for page in plan_pages(facts):
        ids = re.findall(r'\bid="([^"]+)"', render_page(make_environment(), page))
        assert len(ids) == len(set(ids)), page.address
        expected = {address.partition("#")[2] for address in linked if address.startswith(page.address)}
        assert expected <= set(ids)


def test_titles_of_plans_are_unique_and_descriptions_have_the_length_for_search_engines(facts: Facts) -> None:
    """Search engines cut descriptions of more than 200 characters."""
    pages = [plans_page(facts), *plan_pages(facts)]
    assert len({page.title for page in pages}) == len({page.description for page in pages}) == 4
    assert [page.address for page in pages if not 50 <= len(page.description) <= 200] == []


def test_an_area_states_how_many_of_its_objectives_have_a_figure(facts: Facts) -> None:
    """Plan 3688 has 13 objectives in three areas, of which 6 have a figure. None of the 16 objectives of Plan 56 has
    one."""
    areas = objective_areas(facts.portal.sources["3688-KH-UBND-2023"], facts)
    assert [area.note for area in areas] == [
        "6 mục tiêu, 3 đã có số liệu",
        "5 mục tiêu, 2 đã có số liệu",
        "2 mục tiêu, 1 đã có số liệu",
    ]
    others = objective_areas(facts.portal.sources["56-KH-UBND-2022"], facts)
    assert {area.note.partition(", ")[2] for area in others} == {"chưa mục tiêu nào có số liệu"}


def test_objectives_measured_by_another_indicator_are_counted_separately(facts: Facts) -> None:
    """12 objectives of Decision 2631 have a figure. Only the two on satisfaction have figures of their own
    indicator."""
    source = facts.portal.sources["2631-QD-UBND-2021"]
    areas = objective_areas(source, facts)
    assert [area.note for area in areas if area.measured] == [
        "9 mục tiêu, 4 đã có số liệu (4 đo gián tiếp)",
        "8 mục tiêu, 4 đã có số liệu (4 đo gián tiếp)",
        "6 mục tiêu, 2 đã có số liệu (2 đo gián tiếp)",
        "9 mục tiêu, 2 đã có số liệu",
    ]
    assert summary(source, areas, facts)[0] == (
        "Văn bản giao 129 nhiệm vụ và đặt 63 mục tiêu có con số; 12 mục tiêu đã có số liệu để đối chiếu, "
        "trong đó 10 đo gián tiếp nên không kết luận đạt hay chưa đạt."
    )


def test_all_plans_are_listed_newest_first(facts: Facts) -> None:
    page = plans_page(facts)
    assert isinstance(page, PlansPage)
    assert [plan.link.address for plan in page.plans] == [
        "/ke-hoach/ke-hoach-3688-kh-ubnd-2023/",
        "/ke-hoach/ke-hoach-56-kh-ubnd-2022/",
        "/ke-hoach/quyet-dinh-2631-qd-ubnd-2021/",
    ]
