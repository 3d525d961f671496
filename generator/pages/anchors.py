"""HTML anchors of a unit's figures. Anchors never change, so that readers can keep a link to a figure.

A unit's page shows its newest figures at `#<indicator>`. The page of a year shows each figure permanently, at
`#<indicator>-<period>`. The anchor of a figure of a whole level begins with the level:
`#cap-xa-<indicator>-total-<period>`. In a table of many units the anchor is `#<unit>.<indicator>`.
`theme/scripts/citing.js` builds the same anchors.
"""

from generator.model import Indicator, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Assessed, Stated
from generator.pages.links import year_address


def newest_anchor(row: Assessed | Stated) -> str:
    """Returns the anchor of the newest figure of an indicator. A newer figure will later have the same anchor."""
    if isinstance(row, Stated) and row.level:
        return "-".join(filter(None, (LEVEL_IDS[row.level], row.indicator.slug, row.aggregate.value)))
    return row.indicator.slug


def permanent_anchor(row: Assessed | Stated) -> str:
    """Returns the permanent anchor of this figure on the page of its year."""
    return f"{newest_anchor(row)}-{row.period}".lower()


def permanent_address(row: Assessed) -> str:
    """Returns the permanent address of this figure, on the page of its year; empty if it was never reported."""
    return f"{year_address(row.unit, row.period.start.year)}#{permanent_anchor(row)}" if row.period else ""


def cell_anchor(unit: Unit, indicator: Indicator) -> str:
    """Returns the anchor of a figure in a table of units by indicators. No slug contains a dot."""
    return f"{unit.slug}.{indicator.slug}"
