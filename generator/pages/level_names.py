"""The anchor and the title of a level on pages, and the filters of its table."""

from generator import words
from generator.model import Level
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Facts, Group
from generator.pages.unit_names import until


def level_id(group: Group, facts: Facts) -> str:
    """Returns the anchor of a level. The province's slug is part of it, except for `PROVINCE` and the own province."""
    plain = LEVEL_IDS[group.level]
    return plain if _needs_no_name(group, facts) else f"{plain}-{group.province.slug}"


def level_title(group: Group, facts: Facts) -> str:
    """Returns the name of a level: `Cấp huyện`, with the province's name if that is not the portal's own province.

    A level that has ended also has its last month, if the own unit still exists: `Cấp huyện, Tây Ninh (đến 6/2025)`.
    """
    plain = words.LEVELS[group.level]
    with_province = plain if _needs_no_name(group, facts) else f"{plain}, {group.province.short_name}"
    last = group.ended_on
    return f"{with_province} ({until(last)})" if last and facts.is_past(last) else with_province


def _needs_no_name(group: Group, facts: Facts) -> bool:
    """Whether pages show the level without the name of its province."""
    return group.level is Level.PROVINCE or group.province == facts.own


def facets(level: Level, *, districts: bool) -> dict[str, str]:
    """Returns the filters of a table of a level's units besides their names: label by column key."""
    if level is Level.DEPARTMENT:
        return {}
    return {**({"district": "Thuộc"} if districts else {}), "kind": "Loại đơn vị"}
