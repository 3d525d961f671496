"""Where each figure of a unit stands: its anchors stay, so that a link to a figure can be kept.

A unit's page has its newest figures, `#<indicator>`; the page of the year has each figure for good,
`#<indicator>-<period>`. A figure of a whole level begins with the level: `#cap-xa-<indicator>-total-<period>`.
`theme/scripts/citing.js` makes the same. In a table of many units a figure stands at `#<unit>.<indicator>`.
"""

from generator.model import Indicator, Unit
from generator.pages.facts import Assessed, Stated
from generator.pages.links import year_address
from generator.pages.places import LEVEL_IDS


def newest_anchor(row: Assessed | Stated) -> str:
    """The anchor of a newest figure: another figure stands there once there is a newer one."""
    if isinstance(row, Stated) and row.level:
        return "-".join(filter(None, (LEVEL_IDS[row.level], row.indicator.slug, row.aggregate.value)))
    return row.indicator.slug


def lasting_anchor(row: Assessed | Stated) -> str:
    """The anchor of this very figure on the page of its year."""
    return f"{newest_anchor(row)}-{row.period}".lower()


def lasting_address(row: Assessed) -> str:
    """Where this very figure stays: on the page of its year. Empty of a figure that was never reported."""
    return f"{year_address(row.unit, row.period.start.year)}#{lasting_anchor(row)}" if row.period else ""


def cell_anchor(unit: Unit, indicator: Indicator) -> str:
    """The anchor of a figure in a table of units by indicators; no slug has a dot."""
    return f"{unit.slug}.{indicator.slug}"
