"""Earlier and later periods of the figures of one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Lineage, Period, ResultStatus, Unit
from generator.pages.facts import Assessed, Levels
from generator.pages.unit.trend import UnitTimeline, timelines


@dataclass(frozen=True)
class Past:
    """Earlier and later periods of a unit's figures.

    - `timelines`: time series by indicator slug.
    - `unreported`: by indicator id, the row of the newest period in which peers were reported and this unit was not.
    - `former`: lineage of the units that this unit succeeded.
    """

    timelines: Mapping[str, UnitTimeline]
    unreported: Mapping[str, Assessed]
    former: Sequence[Lineage]

    def unreported_after(self, row: Assessed) -> Assessed | None:
        """Returns the row of the newest period without a figure of this unit although peers were reported. None unless
        that period is later than the figure's."""
        later = self.unreported.get(row.indicator.id)
        return later if later and later.period and row.period and later.period.end > row.period.end else None

    def unreported_since(self, row: Assessed) -> Period | None:
        """Returns the period of that row."""
        later = self.unreported_after(row)
        return later.period if later else None


def past_of(unit: Unit, rows: Sequence[Assessed], levels: Levels, former: Sequence[Lineage]) -> Past:
    """Collects earlier and later periods of one unit's figures."""
    return Past(timelines(unit, rows, levels), _newest_unreported(rows), former)


def _newest_unreported(rows: Sequence[Assessed]) -> Mapping[str, Assessed]:
    """Returns for each indicator the row of the newest period in which peers were reported and this unit was not."""
    return {row.indicator.id: row for row in rows if row.period and row.status is ResultStatus.NOT_REPORTED}
