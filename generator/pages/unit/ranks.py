"""Ranks of a unit in words: whether a rank is shown, the rank with its ties, and why there is none."""

from generator import words
from generator.pages.facts import Assessed, Levels
from generator.pages.figures import rank_of


def has_place(row: Assessed, levels: Levels) -> bool:
    """Whether the rank is shown. It is not if all units share the first rank."""
    return row.has_rank and not _all_equal(row, levels)


def rank_text(row: Assessed, levels: Levels) -> str:
    """As in `hạng 5/18 (16 đơn vị được xếp hạng)`, `đồng hạng 5/18`, or that the unit is not ranked."""
    place = rank_of(row) if has_place(row, levels) else None
    if place is None:
        return words.NOT_RANKED
    counted = f" ({place.ranked})" if place.ranked else ""
    return f"{'đồng ' if place.tied else ''}{place.text}{counted}"


def rank_with_ties(row: Assessed, levels: Levels) -> str:
    """As in `Hạng 5/18, cùng 2 đơn vị khác`. Empty if no rank is shown."""
    group, place = levels.of(row), rank_of(row)
    if group is None or place is None or group.all_equal:
        return ""
    others = len(group.of_equal_rank(row)) - 1
    shown = words.capitalised(place.text)
    return f"{shown}, cùng {others} đơn vị khác" if others else shown


def unranked_text(row: Assessed, levels: Levels) -> str:
    """Explains why a compared figure has no rank: if all units share the first rank, it is not shown. Empty
    otherwise."""
    return f"Không xếp hạng: cả {row.ranked_of} đơn vị cùng một mức" if row.has_rank and _all_equal(row, levels) else ""


def _all_equal(row: Assessed, levels: Levels) -> bool:
    """Whether all peers have the same figure."""
    group = levels.of(row)
    return group is not None and group.all_equal
