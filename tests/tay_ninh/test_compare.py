"""Tests the comparison of this portal's units."""

import json

import pytest

from generator.pages.comparison.data import comparison_data
from generator.pages.comparison.page import comparison_page
from generator.pages.facts import Facts
from generator.pages.overall import overall_rankings
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.portals import facts_of, plain_text


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(ROOT)


def test_communes_with_the_same_name_have_different_parents(facts: Facts) -> None:
    ((file,),) = comparison_data(facts)
    units = json.loads(file.content)["units"]
    assert {unit["parent"] for unit in units if unit["name"] == "Xã Tân Bình"} == {
        "Thành phố Tây Ninh",
        "Huyện Tân Biên",
    }


def test_without_scripts_the_page_links_to_rankings_and_units(facts: Facts) -> None:
    text = render_page(make_environment(), comparison_page(facts, overall_rankings(facts), None))
    assert "data-compare" in text
    assert 'href="../xep-hang/"' in text
    assert 'href="../don-vi/"' in text
    assert 'href="../chi-tieu/ty-le-thanh-toan-truc-tuyen/"' in text


def test_the_ends_of_a_level_are_found_by_the_share_of_targets_met(facts: Facts) -> None:
    """5 of 8 is a greater share than the 5 of 9 of other departments. 2 of 6 is a smaller number than 3 of 9, but
    not a smaller share."""
    offer = comparison_page(facts, overall_rankings(facts), None).levels[0].offers[0]
    assert offer.link.text == "Ba đơn vị có tỷ lệ đạt cao nhất và ba đơn vị có tỷ lệ đạt thấp nhất"
    shown = [plain_text(one.result.text) for one in offer.named]
    assert shown == ["7/9 đạt", "6/9 đạt", "5/8 đạt", "3/9 đạt", "2/6 đạt", "2/9 đạt"]
