"""The measures of more results than memory holds beside what is computed of them: of some indicators at a time."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from generator.measures import Measured, measure
from generator.model import Portal

ROWS = 500_000
"""So many results are measured at once: what is looked up of units for each part takes little beside them."""


def measured_in_parts(portal: Portal, rows: int = ROWS) -> Iterator[Measured]:
    """What `measure` computes, by the same expressions, in parts of whole indicators in the order of their ids: as many
    as have `rows` results together, or one that has more.

    No measure compares figures of two indicators, so that the parts together are the whole.
    """
    for ids in _parts(portal, rows):
        asked = np.flatnonzero(portal.targets["indicator_id"].isin(ids))
        results = portal.results[portal.results["indicator_id"].isin(ids)]
        measured = measure(replace(portal, results=results, targets=portal.targets.take(asked).reset_index(drop=True)))
        number = np.append(asked, -1)[measured.assessments["target_row"]]
        yield replace(measured, assessments=measured.assessments.assign(target_row=number))


def _parts(portal: Portal, rows: int) -> Iterator[Collection[str]]:
    counts = portal.results["indicator_id"].value_counts()
    part: list[str] = []
    held = 0
    for id_ in sorted(portal.indicators):
        count = int(counts.get(id_, 0))
        if part and held + count > rows:
            yield part
            part, held = [], 0
        part.append(id_)
        held += count
    yield part
