"""Ranks of a unit in words: whether a rank is shown, the rank with its ties, and why there is none."""

from generator import words
from generator.model import Assessment
from generator.pages.facts import Assessed
from generator.pages.figures import rank_of
from generator.pages.levels import Levels

_NOT_RANKED = "không xếp hạng"


def has_place(row: Assessed, levels: Levels) -> bool:
    """Whether the rank is shown. It is not for an exempt unit, which had no target to meet, and not if all units share
    the first rank."""
    return row.has_rank and row.assessment is not Assessment.EXEMPT and not _all_equal(row, levels)


def rank_text(row: Assessed) -> str:
    """As in `hạng 5/18`, or that the unit is not ranked."""
    place = None if row.assessment is Assessment.EXEMPT else rank_of(row)
    return place.text if place else _NOT_RANKED


def rank_in_table(row: Assessed, levels: Levels) -> str:
    """As in `hạng 5/18`, `đồng hạng 5/18` if units share the rank, or that the unit is not ranked."""
    if not has_place(row, levels):
        return _NOT_RANKED
    return f"{'đồng ' if row.tied else ''}{rank_text(row)}"


def rank_with_ties(row: Assessed, levels: Levels) -> str:
    """As in `Hạng 5/18, cùng 2 đơn vị khác`."""
    group = levels.of(row)
    others = len(group.of_equal_rank(row)) - 1 if group else 0
    place = words.capitalised(rank_text(row))
    return f"{place}, cùng {others} đơn vị khác" if others else place


def unranked_text(row: Assessed, levels: Levels) -> str:
    """Explains why a compared figure has no rank: if all units share the first rank, it is not shown. Empty
    otherwise."""
    return f"Không xếp hạng: cả {row.ranked_of} đơn vị cùng một mức" if row.has_rank and _all_equal(row, levels) else ""


def _all_equal(row: Assessed, levels: Levels) -> bool:
    """Whether all peers have the same figure."""
    group = levels.of(row)
    return group is not None and group.all_equal
