"""Files with the figures of a whole level, `/data/cung-cap/<within>/<level>/<period>.json`. The charts of all units of
the level share them.

A unit's page contains only its own figures and the paths of these files, which `theme/scripts/charts.js` reads.
Repeating the figures of a hundred peers in each of a hundred pages was a third of the size of a country's pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from generator.artifacts import Artifact, compact_json
from generator.charts import MAX_DOTS_IN_ROW
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Group, Levels

FOLDER = "data/cung-cap"


def is_shown(group: Group) -> bool:
    """Whether the units of a group are compared on an axis from 0 to 100."""
    return len(group.ranked_rows) > 1 and group.indicator.measure.out_of_hundred


def is_dotted(group: Group) -> bool:
    """Whether each unit of a group is drawn as a dot. Larger groups are drawn as a histogram."""
    return is_shown(group) and len(group.ranked_rows) <= MAX_DOTS_IN_ROW


def path_of(group: Group) -> str:
    """Path of the file with the dots of a group. The other indicators of the same level and period are in the same
    file."""
    return f"{FOLDER}/{group.province.slug}/{LEVEL_IDS[group.level]}/{group.period}.json"


def level_dots(levels: Levels) -> Deferred[tuple[Artifact, ...]]:
    """Returns a file for each level and period that contains the newest figure of at least one unit."""
    files = grouped(filter(is_dotted, _groups_with_newest(levels)), path_of)
    return deferred(lambda path: (compact_json(path, _content(files[path])),), files, str)


def _groups_with_newest(levels: Levels) -> Iterable[Group]:
    """Yields the groups that contain a unit's newest figure of the indicator, in the order of indicators and
    periods."""
    for groups in levels.by_indicator.values():
        last = {row.unit.id: number for number, group in enumerate(groups) for row in group.ranked_rows}
        yield from (groups[number] for number in sorted(set(last.values())))


def _content(groups: Sequence[Group]) -> Mapping[str, object]:
    """Returns the content of a file. `units` has the slug and name of each unit. `figures` has two lists for each
    indicator slug: the indexes into `units` of the ranked units, best first, and their positions on the axis."""
    names = {row.unit.slug: row.unit.short_name for group in groups for row in group.ranked_rows}
    numbers = dict(zip(names, count(), strict=False))
    return {
        "units": list(names.items()),
        "figures": {
            group.indicator.slug: [[numbers[row.unit.slug] for row in group.ranked_rows], group.positions]
            for group in groups
        },
    }
