"""A portal of three months with six departments: some begin to meet their targets and some stop meeting them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.headers import LINEAGE_HEADER, RESULT_HEADER, TARGET_HEADER, UNIT_HEADER

SHARE, WAIT = "full-online-services", "waiting-time"
HALF = "demo,department,full-online-services,2024,at_least,50,,text:I.1,\n"
PATIENCE = "demo,department,waiting-time,2024,at_most,30,,text:I.2,\n"
SPRING = ("2024-04", "2024-05", "2024-06")

Series = Mapping[tuple[str, str], Sequence[str]]
"""Figures of April, May and June 2024 by unit and indicator. An empty string is a missing figure."""

MONTHS: Series = {
    ("so-a", SHARE): ("40", "45", "52"),
    ("so-b", SHARE): ("60", "55", "48"),
    ("so-c", SHARE): ("10", "20", "35"),
    ("so-d", SHARE): ("45", "51", "50.5"),
    ("so-e", SHARE): ("55", "45", "51"),
    ("so-f", SHARE): ("30", "30", "30"),
    ("so-a", WAIT): ("35", "32", "28"),
    ("so-b", WAIT): ("20", "25", "26"),
}


def rows_of(series: Series, periods: Sequence[str] = SPRING) -> str:
    cells = [
        (unit, indicator, period, value)
        for (unit, indicator), values in series.items()
        for period, value in zip(periods, values, strict=True)
        if value
    ]
    lines = (
        f"{unit if unit == 'demo' else f'demo.{unit}'},,,{indicator},{period},{value},,,PL:{number},\n"
        for number, (unit, indicator, period, value) in enumerate(cells, 1)
    )
    return RESULT_HEADER + "".join(lines)


def units() -> str:
    named = (f"demo.so-{c},so-{c},Sở {c.upper()},Sở {c.upper()},department,department,demo,,,,,\n" for c in "abcdef")
    return UNIT_HEADER + "demo,tinh-demo,Tỉnh Thử,Thử,province,province,,01,,,,\n" + "".join(named)


def write_spring(root: Path, results: str, targets: str = HALF + PATIENCE, lineage: str = "") -> None:
    """Replaces the portal's units, targets and results by six departments with these figures and targets."""
    data = root / "data"
    (data / "units.csv").write_text(units(), encoding="utf-8")
    (data / "lineage.csv").write_text(LINEAGE_HEADER + lineage, encoding="utf-8")
    (data / "targets" / "demo-2023.csv").write_text(TARGET_HEADER + targets, encoding="utf-8")
    (data / "results" / "demo-2023.csv").write_text(RESULT_HEADER, encoding="utf-8")
    (data / "results" / "demo-2024.csv").write_text(results, encoding="utf-8")
