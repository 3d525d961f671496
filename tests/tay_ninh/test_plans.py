"""The plans of this portal: objectives with what measures them, tasks with where they stand."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.pages.plan.list import PlansPage, plans_page
from generator.pages.plan.objectives import Objective, objective_areas
from generator.pages.plan.page import PlanPage, plan_pages, summary
from generator.pages.tasks import tasks_by_actor
from generator.rendering import make_environment, render_page
from tests.conftest import ROOT

TODAY = date(2024, 8, 1)


def facts_of(root: Path, today: date = TODAY) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), today)


def plan(facts: Facts) -> PlanPage:
    page = next(iter(plan_pages(facts)))
    assert isinstance(page, PlanPage)
    return page


@pytest.fixture(scope="module")
def real() -> Facts:
    """The facts of the real portal on a day after most of its dates."""
    return facts_of(ROOT, date(2026, 1, 15))


def objectives(facts: Facts, source_id: str) -> dict[tuple[str, str], Objective]:
    """By indicator page and due date; of several levels the last."""
    areas = objective_areas(facts.portal.sources[source_id], facts)
    return {
        (item.indicator.address.split("/")[2], year.title[-4:]): item
        for area in areas
        for year in area.years
        for item in year.objectives
    }


def test_a_level_reaches_the_units_of_units(real: Facts) -> None:
    """The communes of Tây Ninh are its districts' units; those of the province that followed are not among them."""
    lines = tasks_by_actor(real)
    assert lines["tay-ninh.tan-bien.xa-tan-binh"]
    assert not any(unit_id.startswith("tay-ninh-2025") for unit_id in lines)


def test_tasks_stand_by_quarter_or_year_then_those_without_an_end(real: Facts) -> None:
    """Plan 3688 names November 2023 and the year, two quarters of 2024, and times without an end."""
    page = next(page for page in plan_pages(real) if page.address == "/ke-hoach/ke-hoach-3688-kh-ubnd-2023/")
    assert isinstance(page, PlanPage)
    assert [group.title.replace("\N{NO-BREAK SPACE}", " ") for group in page.dues] == [
        "Quý IV/2023",
        "Năm 2023",
        "Quý I/2024",
        "Quý II/2024",
        "Có mốc đầu, sau đó làm tiếp",
        "Hằng tháng",
        "Thường xuyên",
        "Không nêu thời hạn",
    ]
    assert [group.passed for group in page.dues] == [True, True, True, True, False, False, False, False]


def test_who_leads_most_stands_first(real: Facts) -> None:
    """Plan 3688 has the department of information lead more than anyone."""
    page = next(page for page in plan_pages(real) if page.address == "/ke-hoach/ke-hoach-3688-kh-ubnd-2023/")
    assert isinstance(page, PlanPage)
    assert page.actors[0].actor.text == "Sở Thông tin và Truyền thông"
    assert page.actors[0].id == "chu-tri-tay-ninh.so-thong-tin-va-truyen-thong"


def test_an_objective_is_assessed_only_by_the_target_in_force(real: Facts) -> None:
    """41,11% of October 2023 stands against the 80% due in 2023, not against the 95% due in 2025."""
    found = objectives(real, "3688-KH-UBND-2023")
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


def test_another_indicator_may_measure_an_objective_but_never_judges_it(real: Facts) -> None:
    """Decision 2631 asks for payments among procedures that allow them; 41,3% of all payments is what is published."""
    found = next(
        item
        for (slug, year), item in objectives(real, "2631-QD-UBND-2021").items()
        if year == "2025" and item.evidence and item.evidence.figure.text == "41,3%"
    )
    assert found.evidence is not None
    assert found.evidence.measure is not None
    assert found.evidence.measure.address == "/chi-tieu/ty-le-thanh-toan-truc-tuyen/"
    assert found.evidence.reason
    assert found.evidence.mark is None


def test_a_plan_whose_province_ended_says_who_followed(real: Facts) -> None:
    page = next(page for page in plan_pages(real) if page.address == "/ke-hoach/ke-hoach-56-kh-ubnd-2022/")
    assert isinstance(page, PlanPage)
    assert page.banner is not None
    assert [link.text for link in page.banner.links] == ["Thành phố Cần Thơ (từ ngày 01/07/2025)"]
    before = replace(real, today=date(2024, 8, 1))
    assert all(isinstance(page, PlanPage) and page.banner is None for page in plan_pages(before))


def test_every_task_has_its_own_anchor(real: Facts) -> None:
    """Also where letters differ by a mark only; every link to a task lands."""
    linked = {line.link.address for lines in tasks_by_actor(real).values() for line in lines}
    for page in plan_pages(real):
        ids = re.findall(r'\bid="([^"]+)"', render_page(make_environment(), page))
        assert len(ids) == len(set(ids)), page.address
        wanted = {address.partition("#")[2] for address in linked if address.startswith(page.address)}
        assert wanted <= set(ids)


def test_titles_tell_plans_apart_and_descriptions_fit_a_search_engine(real: Facts) -> None:
    """Engines cut what is longer than 200 characters."""
    pages = [plans_page(real), *plan_pages(real)]
    assert len({page.title for page in pages}) == len({page.description for page in pages}) == 4
    assert [page.address for page in pages if not 50 <= len(page.description) <= 200] == []


def test_an_area_says_how_many_of_its_objectives_have_a_figure(real: Facts) -> None:
    """Plan 3688 sets 13 objectives in three areas, of which 6 have a figure; plan 56 has figures for none of its 16."""
    areas = objective_areas(real.portal.sources["3688-KH-UBND-2023"], real)
    assert [area.note for area in areas] == [
        "6 mục tiêu, 3 đã có số liệu",
        "5 mục tiêu, 2 đã có số liệu",
        "2 mục tiêu, 1 đã có số liệu",
    ]
    others = objective_areas(real.portal.sources["56-KH-UBND-2022"], real)
    assert {area.note.partition(", ")[2] for area in others} == {"chưa mục tiêu nào có số liệu"}


def test_figures_of_another_indicator_are_counted_apart(real: Facts) -> None:
    """Of the 12 objectives of decision 2631 that have a figure, the two on satisfaction have their own."""
    source = real.portal.sources["2631-QD-UBND-2021"]
    areas = objective_areas(source, real)
    assert [area.note for area in areas if area.measured] == [
        "9 mục tiêu, 4 đã có số liệu (4 đo gián tiếp)",
        "8 mục tiêu, 4 đã có số liệu (4 đo gián tiếp)",
        "6 mục tiêu, 2 đã có số liệu (2 đo gián tiếp)",
        "9 mục tiêu, 2 đã có số liệu",
    ]
    assert summary(source, areas, real)[0] == (
        "Văn bản giao 129 nhiệm vụ và đặt 63 mục tiêu có con số; 12 mục tiêu đã có số liệu để đối chiếu, "
        "trong đó 10 đo gián tiếp nên không kết luận đạt hay chưa đạt."
    )


def test_all_plans_are_listed_newest_first(real: Facts) -> None:
    page = plans_page(real)
    assert isinstance(page, PlansPage)
    assert [plan.link.address for plan in page.plans] == [
        "/ke-hoach/ke-hoach-3688-kh-ubnd-2023/",
        "/ke-hoach/ke-hoach-56-kh-ubnd-2022/",
        "/ke-hoach/quyet-dinh-2631-qd-ubnd-2021/",
    ]
