"""Targets that a document sets, but that could not be read from its scan."""

from collections.abc import Iterable, Mapping

from generator.grouping import grouped
from generator.measures import ancestors
from generator.model import Indicator, Period, TargetStatus, Unit
from generator.pages.facts.rows import Target

_Precedence = tuple[bool, bool, int, int, int]


class UnreadTargets:
    """The unreadable targets of a portal. Nothing is assessed by them, but without them pages would say that there is
    no target."""

    def __init__(self, targets: Iterable[Target], units: Mapping[str, Unit]) -> None:
        unread = (target for target in targets if target.status is TargetStatus.UNREADABLE)
        self._by_indicator = grouped(unread, lambda target: target.indicator.id)
        self._units = units
        self._by_pair: dict[tuple[str, str], tuple[tuple[_Precedence, Target], ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_indicator)

    def instead_of(
        self, in_force: Target | None, unit: Unit, indicator: Indicator, period: Period | None
    ) -> Target | None:
        """Returns the target that would be in force instead of `in_force` if it could be read; None if there is none.

        Of the targets that are not due before the period ends, it is the unit's own, that of its level or that of the
        nearest unit above, in this order.
        """
        if indicator.id not in self._by_indicator:
            return None
        found = (
            (precedence, target)
            for precedence, target in self._possible(unit, indicator)
            if period is None or target.due.end >= period.end
        )
        first, target = next(found, (None, None))
        if first is None or in_force is None:
            return target
        return target if first < _precedence(in_force, unit, self._distances(unit)) else None

    def _possible(self, unit: Unit, indicator: Indicator) -> tuple[tuple[_Precedence, Target], ...]:
        """Returns the targets that can apply to the unit, the strongest first. They are the same for all periods."""
        pair = unit.id, indicator.id
        if pair not in self._by_pair:
            distances = self._distances(unit)
            found = [
                (_precedence(target, unit, distances), target)
                for target in self._by_indicator[indicator.id]
                if target.unit.id in distances and target.level in {None, unit.level}
            ]
            self._by_pair[pair] = tuple(sorted(found, key=lambda item: item[0]))
        return self._by_pair[pair]

    def _distances(self, unit: Unit) -> Mapping[str, int]:
        return {one.id: place for place, one in enumerate((unit, *ancestors(unit, self._units)))}


def _precedence(target: Target, unit: Unit, distances: Mapping[str, int]) -> _Precedence:
    """Precedence of a target as in `measures.targets`, the strongest first. The country is farther than all others."""
    own = target.level is None and target.unit == unit
    distance = distances.get(target.unit.id, len(distances))
    due, issued = target.due.end.toordinal(), target.source.issued_on.toordinal()
    return not own, target.level is None, distance, due, -issued
