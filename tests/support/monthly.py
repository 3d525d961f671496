"""The mini portal with a few months: four departments, one without figures in April, and a merger of two other
departments in May."""

import shutil
from pathlib import Path

from tests.support.folders import MINI
from tests.support.headers import LINEAGE_HEADER
from tests.support.portals import append_to

MONTHS = {
    "2023-05": {"c": "40", "d": "8", "e": "18", "f": "38"},
    "2024-03": {"c": "50", "d": "12", "e": "22", "f": "42"},
    "2024-04": {"d": "11", "e": "21", "f": "41", "g": "31"},
    "2024-05": {"c": "56", "d": "10", "e": "20", "f": "40"},
}
"""Shares of fully online services in percent, by month and department."""
WAITING = {"2024-03": "25", "2024-04": "22", "2024-05": "18"}
"""Waiting times of Sở C in minutes, by month."""
ENDS = {"f": ",2024-05-31", "x": ",2024-05-09", "y": "2024-05-10,"}
"""First and last days of departments, as cells of `units.csv`."""


def write_monthly(root: Path) -> Path:
    """Writes the data of the portal and returns its folder."""
    shutil.copytree(MINI, root)
    slugs = ("c", "d", "e", "f", "g", "x", "y")
    units = [
        f"demo.{slug},{slug},Sở {slug.upper()},Sở {slug.upper()},department,department,demo,,{ENDS.get(slug, ',')},,\n"
        for slug in slugs
    ]
    shares = [
        f"demo.{slug},,,full-online-services,{month},{value},,,PL.I:{slug},\n"
        for month, figures in MONTHS.items()
        for slug, value in figures.items()
    ]
    waiting = [f"demo.c,,,waiting-time,{month},{value},,,PL.I:c,\n" for month, value in WAITING.items()]
    append_to(root / "data/units.csv", "".join(units))
    append_to(root / "data/results/demo-2024.csv", "".join([*shares, *waiting]))
    append_to(root / "data/lineage.csv", f"{LINEAGE_HEADER}demo.x,demo.y,2024-05-10,merged,demo-2024,\n")
    return root
