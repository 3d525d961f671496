"""Tests the chart of a unit's position among its peers, and the file with the figures of the peers."""

import json
from pathlib import Path

import pytest

from generator.pages.facts import Facts
from generator.pages.unit.dots import level_dots
from generator.pages.unit.page import UnitPage
from generator.rendering import make_environment, render_page
from tests.support.headers import TARGET_HEADER
from tests.support.portals import facts_of, plain_text, replace_in
from tests.support.units import TODAY, pages_of, ranked_portal


@pytest.fixture(scope="module")
def ranked_facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of(ranked_portal(tmp_path_factory), TODAY)


@pytest.fixture(scope="module")
def ranked(ranked_facts: Facts) -> dict[str, UnitPage]:
    return pages_of(ranked_facts)


def test_a_chart_is_shown_only_if_there_are_peers_to_compare(ranked: dict[str, UnitPage]) -> None:
    """A single percentage has a chart of its position among peers. The two periods of An Bình make no chart over
    time."""
    ids = {slug: [chart.id for chart in ranked[slug].position_charts] for slug in ("c", "so-a", "h")}
    assert ids == {"c": ["bieu-do-vi-tri"], "so-a": ["bieu-do-vi-tri"], "h": []}
    assert {slug: ranked[slug].trend for slug in ids} == dict.fromkeys(ids)


def test_the_legend_of_bars_explains_the_line_of_a_target_only_if_there_is_one(
    ranked: dict[str, UnitPage], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without targets, the bar of Sở C still shows the middle half of the six departments."""
    assert "</svg> mức phải đạt</span>" in render_page(make_environment(), ranked["c"])
    root = ranked_portal(tmp_path_factory)
    (root / "data/targets/demo-2023.csv").write_text(TARGET_HEADER, encoding="utf-8")
    text = render_page(make_environment(), pages_of(facts_of(root, TODAY))["c"])
    assert "Trên thanh: <span><svg" in text
    assert "mức phải đạt" not in text.partition("Trên thanh:")[2].partition("</p>")[0]


def test_the_dots_of_a_level_are_in_one_file_for_all_its_units(ranked_facts: Facts) -> None:
    """The figures are those of June 2024, best first. Those of 2022 are the newest of no unit."""
    (files,) = level_dots(ranked_facts.levels)
    (file,) = files
    assert file.path == "data/cung-cap/tinh-demo/so-ban-nganh/2024-06.json"
    departments = {"c": "Sở C", "d": "Sở D", "e": "Sở E", "f": "Sở F", "g": "Sở G", "so-a": "Sở An Bình"}
    assert json.loads(file.content) == {
        "units": [[slug, name] for slug, name in departments.items()],
        "figures": {"ty-le-toan-trinh": [[0, 1, 2, 3, 4, 5], [95.0, 90.0, 80.0, 80.0, 70.0, 62.5]]},
    }


def test_the_chart_of_a_unit_references_the_dots_of_its_level(ranked: dict[str, UnitPage]) -> None:
    (chart,) = ranked["c"].position_charts
    (cells,) = chart.table.rows
    assert cells[0].address == "/chi-tieu/ty-le-toan-trinh/"
    assert [cell.text for cell in cells] == ["Dịch vụ toàn trình", "95%", "62,50%", "80%", "95%", "6"]
    chart_json = json.loads(chart.figure_json)
    level = ["data/cung-cap/tinh-demo/so-ban-nganh/2024-06.json", "ty-le-toan-trinh"]
    assert chart_json["layout"]["meta"] == {"own": "c", "peers": [level]}
    assert plain_text(chart.sentence) == (
        "Sở C: 95% về dịch vụ toàn trình; các đơn vị cùng cấp: thấp nhất 62,50%, cao nhất 95%."
    )


def test_units_with_equal_figures_have_no_chart_of_their_position(mini: Path) -> None:
    """Both departments have 60%."""
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,62.50,", "2024-06,60,")
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,,unreadable,", "2024-06,60,,")
    pages = pages_of(facts_of(mini, TODAY))
    assert {slug: pages[slug].position_charts for slug in ("so-a", "so-b")} == {"so-a": (), "so-b": ()}


def test_the_chart_of_two_indicators_states_in_how_many_the_unit_is_in_the_better_half(mini: Path) -> None:
    """Sở An Bình is first with 62.5% and with 20 points, of which fewer are better. Sở Đại Đồng has 60% and 35."""
    replace_in(mini / "data/indicators.yml", "measure: minutes", "measure: points")
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,,unreadable,", "2024-06,60,,")
    pages = pages_of(facts_of(mini, TODAY))
    (better,), (worse,) = (pages[slug].position_charts for slug in ("so-a", "so-b"))
    assert better.sentence == "Sở An Bình đứng ở nửa trên bảng xếp hạng của 2 trong 2 chỉ tiêu."
    assert worse.sentence == ("Sở Đại Đồng không đứng ở nửa trên bảng xếp hạng của chỉ tiêu nào trong 2 chỉ tiêu.")
    drawn = json.loads(better.figure_json)
    assert drawn["data"][0]["x"] == [62.5, 20.0]
    title = drawn["layout"]["xaxis"]["title"]["text"]
    assert title == "Phần trăm hoặc<br>điểm; chấm lớn là<br>đơn vị này"  # Lines of at most 18 letters, for a phone.
