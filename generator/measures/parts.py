"""Measures portals with too many results for memory, by computing the measures of some indicators at a time."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from generator.measures import Measured, measure
from generator.model import Portal

ROWS = 500_000
"""Maximum number of results measured at once. The unit tables that each part computes again are small beside so many
results."""


def measured_in_parts(portal: Portal, rows: int = ROWS) -> Iterator[Measured]:
    """Yields what `measure` computes, by the same expressions, in parts of whole indicators in the order of their ids.
    A part has at most `rows` results, or consists of one indicator with more results.

    No measure compares figures of two indicators, so the parts together equal the whole.
    """
    for ids in _parts(portal, rows):
        targets = np.flatnonzero(portal.targets["indicator_id"].isin(ids))
        results = portal.results[portal.results["indicator_id"].isin(ids)]
        measured = measure(
            replace(portal, results=results, targets=portal.targets.take(targets).reset_index(drop=True))
        )
        number = np.append(targets, -1)
        whole = {name: number[measured.assessments[name]] for name in ("target_row", "unread_row")}
        yield replace(measured, assessments=measured.assessments.assign(**whole))


def _parts(portal: Portal, rows: int) -> Iterator[Collection[str]]:
    counts = portal.results["indicator_id"].value_counts()
    part: list[str] = []
    size = 0
    for id_ in sorted(portal.indicators):
        count = int(counts.get(id_, 0))
        if part and size + count > rows:
            yield part
            part, size = [], 0
        part.append(id_)
        size += count
    yield part
