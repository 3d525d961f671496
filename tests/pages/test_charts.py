"""Tests that charts are valid Plotly figures, use only trace types that the site can draw, and take the theme's
colours."""

import json
import re

import plotly.graph_objects as go
import pytest

from generator import charts
from generator.charts import DotRow

STRAND = DotRow("Hồ sơ trực tuyến", "data/cung-cap/demo/so-ban-nganh/2024-06.json", "ho-so", 55.5, 62.5, "62,50%")
DRAWN = {
    "distribution": charts.distribution([STRAND, STRAND], "Phần trăm", "so-d", "Sở D"),
    "histogram": charts.histogram(charts.bins([0.0, 4.9, 5.0, 100.0]), 5.0, "Xã D: 5%", "Phần trăm"),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_plotly_accepts_every_property(kind: str) -> None:
    """Plotly's own classes refuse unknown properties and invalid colours."""
    go.Figure(json.loads(DRAWN[kind]))


@pytest.mark.parametrize("kind", DRAWN)
def test_a_chart_has_only_trace_types_of_the_basic_bundle_and_no_template(kind: str) -> None:
    """Plotly silently draws other types as scatter. The template is stored once in the theme."""
    figure = json.loads(DRAWN[kind])
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
    assert "template" not in figure["layout"]
    assert figure["layout"]["separators"] == ",."


@pytest.mark.parametrize("kind", DRAWN)
def test_colours_are_css_variables_of_the_theme(kind: str) -> None:
    """A literal colour would not change between light and dark mode."""
    colours = set(re.findall(r'"color":"([^"]+)"', DRAWN[kind]))
    assert all(re.fullmatch(r"var\(--cmb-[a-z-]+\)", colour) for colour in colours)


def test_a_units_own_dots_are_in_the_chart_and_its_peers_are_referenced_by_file() -> None:
    """The two rows have one dot each. The figures of the peers are in the file of their level."""
    drawn = json.loads(DRAWN["distribution"])
    (own,) = drawn["data"]
    assert (own["marker"]["color"], own["x"], own["y"]) == ("var(--cmb-own)", [62.5, 62.5], [0, 1])
    assert own["hovertext"] == ["Sở D: 62,50%", "Sở D: 62,50%"]
    level = ["data/cung-cap/demo/so-ban-nganh/2024-06.json", "ho-so"]
    assert drawn["layout"]["meta"] == {"own": "so-d", "peers": [level, level]}


def test_the_axis_of_a_dot_chart_begins_below_the_smallest_figure() -> None:
    """The smallest figure is 55.5: the next lower multiple of 25 is 50, and the axis begins a little before it."""
    assert json.loads(DRAWN["distribution"])["layout"]["xaxis"]["range"] == [44, 108]


def test_each_figure_is_counted_in_its_bin_of_five_percent() -> None:
    """0 and 4.9 are in the first bin, 5 is in the second, and 100 is in the last."""
    counts = charts.bins([0.0, 4.9, 5.0, 100.0])
    assert (counts[0], counts[1], counts[19], sum(counts), len(counts)) == (2, 1, 1, 4, 20)
