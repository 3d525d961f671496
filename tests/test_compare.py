"""The comparison: the page's doors without scripts, and the data its script reads."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.comparison.data import PARTS, comparison_data, part_of
from generator.pages.facts import Facts, Findings, gather
from tests.vast import DATA as VAST_DATA
from tests.vast import vast


def facts_of(root: Path) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), date(2024, 8, 1))


def compared(root: Path) -> dict[str, Any]:
    (file,) = (file for files in comparison_data(facts_of(root)) for file in files)
    assert file.path == "data/so-sanh.json"
    published: dict[str, Any] = json.loads(file.content)
    return published


def test_figures_have_the_order_that_the_script_reads(mini: Path) -> None:
    """Value, text, period, word, code, target, row, target as a number: theme/scripts/compare.js goes by place."""
    assert compared(mini)["figures"]["so-a"]["ty-le-toan-trinh"] == [
        62.5,
        "62,50%",
        "tháng\N{NO-BREAK SPACE}6/2024",
        "Chưa đạt",
        "not_met",
        "phải đạt tối thiểu 80% đến hết năm\N{NO-BREAK SPACE}2025",
        "/van-ban/bao-cao-2/#pl.i-1",
        80.0,
    ]


def test_a_figure_that_cannot_be_read_is_null_with_its_reason(mini: Path) -> None:
    figures = compared(mini)["figures"]
    assert figures["so-b"]["ty-le-toan-trinh"][:2] == [None, "không đọc được trên bản quét"]


def test_a_figure_stays_when_a_later_document_leaves_its_unit_out(left_out: Path) -> None:
    """In July the other two departments have a waiting time: that of Sở An Bình in June is still its newest."""
    figures = compared(left_out)["figures"]
    assert figures["so-a"]["thoi-gian-cho"][1:3] == [
        "20\N{NO-BREAK SPACE}phút (suy ra)",
        "tháng\N{NO-BREAK SPACE}6/2024",
    ]
    assert figures["so-b"]["thoi-gian-cho"][1:3] == ["30\N{NO-BREAK SPACE}phút", "tháng\N{NO-BREAK SPACE}7/2024"]


def test_indicators_say_their_measure_and_only_used_ones_are_sent(mini: Path) -> None:
    """Counts come last."""
    assert [(one["slug"], one["unit"]) for one in compared(mini)["indicators"]] == [
        ("ty-le-toan-trinh", "percent"),
        ("thoi-gian-cho", "minutes"),
        ("so-dich-vu", "count"),
        ("so-dich-vu-toan-trinh", "count"),
    ]


@pytest.mark.parametrize(("text", "number"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_the_number_of_a_part_is_the_fnv_1a_hash(text: str, number: int) -> None:
    """The vectors that the authors of the hash published for its width of 32 bits."""
    assert part_of(text, 2**32) == number
    assert part_of(text, PARTS) == number % 256


def test_a_vast_portal_parts_its_figures() -> None:
    """Each of its 256 files has the units that lead there, with their figures; the first one has indicators alone."""
    with vast():
        files = {
            file.path: json.loads(file.content)
            for found in comparison_data(facts_of(VAST_DATA.parent))
            for file in found
        }
    assert files.pop("data/so-sanh.json") == {
        "indicators": [
            {"slug": "thanh-toan-truc-tuyen", "name": "Thanh toán trực tuyến", "unit": "percent"},
            {"slug": "muc-do-hai-long", "name": "Mức độ hài lòng", "unit": "percent"},
        ]
    }
    assert len(files) == 256
    parts = {slug: path for path, file in files.items() for slug in file["figures"]}
    assert len(parts) == 20
    assert all(path == f"data/so-sanh/{part_of(slug, 256)}.json" for slug, path in parts.items())
    assert sum(len(file["units"]) for file in files.values()) == 20
