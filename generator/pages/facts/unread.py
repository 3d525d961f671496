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

    def instead_of(
        self, in_force: Target | None, unit: Unit, indicator: Indicator, period: Period | None
    ) -> Target | None:
        """Returns the target that would be in force instead of `in_force` if it could be read; None if there is none.

        Of the targets that are not due before the period ends, it is the unit's own, that of its level or that of the
        nearest unit above, in this order.
        """
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
        first = min(found, key=lambda target: _precedence(target, unit, distances), default=None)
        if first is None or in_force is None:
            return first
        precedes = _precedence(first, unit, distances) < _precedence(in_force, unit, distances)
        return first if precedes else None


def _precedence(target: Target, unit: Unit, distances: Mapping[str, int]) -> tuple[bool, bool, int, int, int]:
    """Precedence of a target as in `measures.targets`, the strongest first. The country is farther than all others."""
    own = target.level is None and target.unit == unit
    distance = distances.get(target.unit.id, len(distances))
    due, issued = target.due.end.toordinal(), target.source.issued_on.toordinal()
    return not own, target.level is None, distance, due, -issued
