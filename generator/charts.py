"""Writes interactive charts as Plotly figures in JSON.

A figure names colours by the theme's custom properties (`var(--cmb-own)`), so the same figure serves the light and the
dark palette. It has no Plotly template: the theme has one for all figures. Only the trace types bar and scatter are
used, because the site serves Plotly's basic bundle. The figures are plain dictionaries: Plotly's own classes cost 10 ms
per figure and a country has 25,000 figures. The tests let Plotly validate every kind of figure.
"""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | Sequence[Json] | str | float | int | bool | None"

MAX_DOTS_IN_ROW = 400
"""With more peers than this a histogram is drawn: one dot per peer would be larger than the page."""

BINS = 20
"""The number of bars of a histogram."""
OWN_COLOUR = "var(--cmb-own)"
PEER_COLOUR = "var(--cmb-peer)"
"""Colours of the unit itself (OWN_COLOUR) and of its peers (PEER_COLOUR)."""

_LABEL_WIDTH = 18
_BREAK = "\u2028"
# Plotly reads every text as its own markup, including links and styles. Names and notes must stay text.
_MARKUP = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), (_BREAK, "<br>"))
_ROW_HEIGHT = 36
_MARGINS_HEIGHT = 68


@dataclass(frozen=True)
class DotRow:
    """One row of dots for an indicator.

    - `name`: the name of the indicator.
    - `peers`: the address of the file with the dots of the level (`pages/unit/dots.py`).
    - `indicator`: the indicator's key in that file.
    - `least`: the smallest figure of the level.
    - `own`, `own_text`: the unit's own figure, as a number and as shown.
    """

    name: str
    peers: str
    indicator: str
    least: float
    own: float
    own_text: str


def dot_rows_height(count: int) -> int:
    """Returns the height in pixels of a chart of `count` rows; each row has the same height."""
    return _MARGINS_HEIGHT + count * _ROW_HEIGHT


def distribution(rows: Sequence[DotRow], axis: str, own: str, own_name: str) -> str:
    """Returns a chart with a row of dots for each indicator. It contains only the unit's own dot, marked and labelled.
    `theme/scripts/charts.js` adds the dots of the peers from the files that `layout.meta` names. `own` is the unit's
    slug.

    Dots need no zero: the axis begins at the quarter (0, 25, 50 or 75) below the smallest figure.
    """
    dots: Json = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [row.own for row in rows],
        "y": list(range(len(rows))),
        "text": [row.own_text for row in rows],
        "textposition": "top center",
        "cliponaxis": False,
        "hovertext": [f"{own_name}: {row.own_text}" for row in rows],
        "hoverinfo": "text",
        "marker": {"color": OWN_COLOUR, "size": 13},
    }
    low = int(min(row.least for row in rows) // 25 * 25)
    meta: Json = {"own": own, "peers": [[row.peers, row.indicator] for row in rows]}
    return _figure([dots], _whole_axis(axis, low - 6, 108), _axis_of_names([row.name for row in rows]), meta=meta)


def histogram(counts: Sequence[int], own: float, own_label: str, axis: str) -> str:
    """Returns a chart of how many peers are in each part of the axis (see `bins`). A labelled line marks the unit's own
    figure."""
    width = 100 // BINS
    bars: Json = {
        "type": "bar",
        "x": [width * place + width / 2 for place in range(BINS)],
        "y": list(counts),
        "width": width,
        "hovertext": [f"{width * place}–{width * (place + 1)}: {count}" for place, count in enumerate(counts)],
        "hoverinfo": "text",
        "marker": {"color": PEER_COLOUR},
    }
    line: Json = {
        "type": "scatter",
        "mode": "lines+text",
        "x": [own, own],
        "y": [0, max(counts)],
        "text": ["", own_label],
        "textposition": "top center",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "line": {"color": OWN_COLOUR, "width": 3},
    }
    return _figure([bars, line], _whole_axis(axis, 0, 104), {"rangemode": "tozero"}, bargap=0.05)


def bins(values: Sequence[float]) -> tuple[int, ...]:
    """Returns how many of the figures (0 to 100) are in each twentieth of the axis; 100 counts in the last one."""
    counts = [0] * BINS
    for value in values:
        counts[min(max(int(value * BINS // 100), 0), BINS - 1)] += 1
    return tuple(counts)


def _whole_axis(title: str, low: int, high: int) -> Json:
    """Returns an axis for figures from 0 to 100, with room for labels beyond `low` and `high`."""
    ticks: list[Json] = [tick for tick in (0, 25, 50, 75, 100) if tick >= low]
    return {
        "title": {"text": _wrapped(title)},
        "range": [low, high],
        "tickvals": ticks,
        "tickangle": 0,
        "zeroline": False,
        "fixedrange": True,
    }


def _axis_of_names(names: Sequence[str]) -> "dict[str, Json]":
    """Returns a vertical axis of names, from the top down. Rows are placed by number, so that the page contains each
    name only once."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [_wrapped(name) for name in names],
        "range": [len(names) - 0.45, -0.7],
        "automargin": True,
        "zeroline": False,
    }


def _figure(
    traces: "list[Json]", xaxis: Json, yaxis: "dict[str, Json]", bargap: float | None = None, meta: Json = None
) -> str:
    """Returns the figure as JSON, with the layout that all figures share."""
    layout: dict[str, Json] = {
        "showlegend": False,
        "separators": ",.",
        "xaxis": xaxis,
        "yaxis": {**yaxis, "fixedrange": True},
        "margin": {"l": 8, "r": 24, "t": 24, "b": 40},
    }
    if bargap is not None:
        layout["bargap"] = bargap
    if meta is not None:
        layout["meta"] = meta
    text = json.dumps({"data": traces, "layout": layout}, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _MARKUP:
        text = text.replace(sign, escaped)
    return text


@lru_cache(maxsize=1024)
def _wrapped(name: str) -> str:
    """Returns a long text on two or three lines, so that it leaves room for the chart on a phone."""
    return _BREAK.join(textwrap.wrap(name, _LABEL_WIDTH, break_long_words=False, break_on_hyphens=False))
