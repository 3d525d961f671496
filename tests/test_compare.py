"""The comparison: the page's doors without scripts, and the data its script reads."""

import json
from datetime import date
from pathlib import Path

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.comparison.page import comparison_data
from generator.pages.facts import Facts, Findings, gather


def facts_of(root: Path) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), date(2024, 8, 1))


def test_figures_have_the_order_that_the_script_reads(mini: Path) -> None:
    """Value, text, period, word, code, target, row, target as a number: theme/scripts/compare.js goes by place."""
    artifact = comparison_data(facts_of(mini))
    published = json.loads(artifact.content)
    assert artifact.path == "data/so-sanh.json"
    assert published["figures"]["so-a"]["ty-le-toan-trinh"] == [
        62.5,
        "62,50%",
        "tháng\N{NO-BREAK SPACE}6/2024",
        "Chưa đạt",
        "not_met",
        "tối thiểu 80% đến hết năm\N{NO-BREAK SPACE}2025",
        "/van-ban/bao-cao-2/#pl.i-1",
        80.0,
    ]


def test_a_figure_that_cannot_be_read_is_null_with_its_reason(mini: Path) -> None:
    figures = json.loads(comparison_data(facts_of(mini)).content)["figures"]
    assert figures["so-b"]["ty-le-toan-trinh"][:2] == [None, "không đọc được trên bản quét"]


def test_indicators_say_their_measure_and_only_used_ones_are_sent(mini: Path) -> None:
    """Counts come last."""
    published = json.loads(comparison_data(facts_of(mini)).content)
    assert [(one["slug"], one["unit"]) for one in published["indicators"]] == [
        ("ty-le-toan-trinh", "percent"),
        ("thoi-gian-cho", "minutes"),
        ("so-dich-vu", "count"),
        ("so-dich-vu-toan-trinh", "count"),
    ]
