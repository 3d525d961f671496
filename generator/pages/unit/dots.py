"""The dots of a level, which the charts of all its units share: `/data/cung-cap/<within>/<level>/<period>.json`.

A unit's page draws its own figures and names these files (theme/scripts/charts.js reads them): the figures of a hundred
peers in each of a hundred pages were a third of what the pages of a country weighed.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from generator.artifacts import Artifact, compact_json
from generator.charts import CROWD
from generator.grouping import grouped
from generator.model import Measure
from generator.pages.levels import Group, Levels
from generator.pages.places import LEVEL_IDS
from generator.sharing import Deferred, deferred

FOLDER = "data/cung-cap"


def is_shown(group: Group) -> bool:
    """Whether its units are compared on an axis from 0 to 100."""
    return len(group.placed) > 1 and group.indicator.measure in (Measure.PERCENT, Measure.POINTS)


def is_dotted(group: Group) -> bool:
    """Whether each of its units is a dot; larger levels are drawn as a histogram."""
    return is_shown(group) and len(group.placed) <= CROWD


def path_of(group: Group) -> str:
    """Where the dots of the group stand, with those of the other indicators of its level and period."""
    return f"{FOLDER}/{group.province.slug}/{LEVEL_IDS[group.level]}/{group.period}.json"


def level_dots(levels: Levels) -> Deferred[tuple[Artifact, ...]]:
    """A file for each level and period of which some unit has its newest figure."""
    files = grouped(filter(is_dotted, _newest(levels)), path_of)
    return deferred(lambda path: (compact_json(path, _content(files[path])),), files, str)


def _newest(levels: Levels) -> Iterable[Group]:
    """The groups in which a unit has its newest figure of the indicator, in the order of indicators and periods."""
    for groups in levels.by_indicator.values():
        last = {row.unit.id: number for number, group in enumerate(groups) for row in group.placed}
        yield from (groups[number] for number in sorted(set(last.values())))


def _content(groups: Sequence[Group]) -> Mapping[str, object]:
    """`units`: slug and name of each. `figures`: by slug of the indicator, the numbers of the placed units in `units`,
    best first, and where each of them lies on the axis."""
    names = {row.unit.slug: row.unit.short_name for group in groups for row in group.placed}
    numbers = dict(zip(names, count(), strict=False))
    return {
        "units": list(names.items()),
        "figures": {
            group.indicator.slug: [[numbers[row.unit.slug] for row in group.placed], group.positions]
            for group in groups
        },
    }
