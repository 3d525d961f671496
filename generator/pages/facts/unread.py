"""Targets that a document sets, but that could not be read from its scan."""

from collections.abc import Iterable, Mapping

from generator.grouping import grouped
from generator.measures import ancestors
from generator.model import Indicator, Period, TargetStatus, Unit
from generator.pages.facts.rows import Target


class UnreadTargets:
    """The unreadable targets of a portal. Nothing is assessed by them, but without them pages would say that there is
    no target."""

    def __init__(self, targets: Iterable[Target], units: Mapping[str, Unit]) -> None:
        unread = (target for target in targets if target.status is TargetStatus.UNREADABLE)
        self._by_indicator = grouped(unread, lambda target: target.indicator.id)
        self._units = units

    def __bool__(self) -> bool:
        return bool(self._by_indicator)

    def of(self, unit: Unit, indicator: Indicator, period: Period | None) -> Target | None:
        """Returns the target that would be in force: of the targets that are not due before the period ends, the unit's
        own, that of its level or that of the nearest unit above, in this order. None if there is none."""
        possible = self._by_indicator.get(indicator.id, ())
        if not possible:
            return None
        distances = {one.id: place for place, one in enumerate((unit, *ancestors(unit, self._units)))}
        found = [
            target
            for target in possible
            if target.unit.id in distances
            and target.level in {None, unit.level}
            and (period is None or target.due.end >= period.end)
        ]
        return min(found, key=lambda target: _precedence(target, unit, distances), default=None)


def _precedence(target: Target, unit: Unit, distances: Mapping[str, int]) -> tuple[bool, bool, int, int]:
    own = target.level is None and target.unit == unit
    return not own, target.level is None, distances[target.unit.id], target.due.end.toordinal()
