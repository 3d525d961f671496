"""Compares the measures, which are computed by whole columns, with the same rules written for one figure at a time.

`Rules` follows the method page sentence by sentence and uses no tables. Random portals make rare cases frequent:
equal figures, figures equal to their target, two documents that state one figure, targets of several ancestors,
units that begin and end, reports that leave units out.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from math import floor
from pathlib import Path
from random import Random
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.measures import measure
from generator.model import Period
from tests.support.folders import MINI
from tests.support.headers import RESULT_HEADER, TARGET_HEADER, UNIT_HEADER
from tests.support.portals import portal_of

ISSUED = {"c-plan": "2023-01-15", "a-report": "2023-08-01", "d-plan": "2024-01-20", "b-report": "2024-03-01"}
"""Days of the documents by id. The ids are not in the order of the days."""

COUNTS = ("services-full", "services-total")
LOWER = ("waiting-time",)
INDICATORS = (*COUNTS, *LOWER, "full-online-services")
PERIODS = ("2022", "2022-12", "2023", "2023-01", "2023-Q3", "2023-07", "2023-12", "2023-Q4", "2024-01")


class Place(NamedTuple):
    """A unit: its level, the units above it (nearest first), its first and last day."""

    level: str
    above: tuple[str, ...]
    first: str = ""
    last: str = ""


PLACES: Mapping[str, Place] = {
    "demo": Place("province", ()),
    "demo.d1": Place("department", ("demo",)),
    "demo.d2": Place("department", ("demo",), last="2023-06-30"),
    "demo.d3": Place("department", ("demo",)),
    "demo.h1": Place("district", ("demo",)),
    "demo.h2": Place("district", ("demo",)),
    "demo.x1": Place("commune", ("demo.h1", "demo")),
    "demo.x2": Place("commune", ("demo.h1", "demo"), first="2023-07-01"),
    "demo.x3": Place("commune", ("demo.h2", "demo")),
}


class Target(NamedTuple):
    """A row of the table of targets."""

    source: str
    unit: str
    level: str
    indicator: str
    due: str
    comparison: str
    value: int
    status: str


class Result(NamedTuple):
    """A row of the table of results. If it has no value, its status gives the reason."""

    source: str
    unit: str
    indicator: str
    period: str
    value: int | None
    status: str


class Known(NamedTuple):
    """The result of a unit, an indicator and a period that is in force."""

    value: int | None
    status: str
    source: str


Key = tuple[str, str, str]
"""A unit, an indicator and a period. The period is empty if the unit has a target but no result."""


def months(period: str) -> int:
    """Returns the number of months of a period."""
    return 12 if len(period) == len("2023") else 3 if "Q" in period else 1


def time(period: str) -> tuple[date, int]:
    """Returns the key that puts periods in the order of time: by their last day, a longer period after a shorter one
    with the same last day."""
    return Period.parse(period).end, months(period)


def exists(unit: str, period: str) -> bool:
    """Whether the unit existed on some day of the period."""
    place, span = PLACES[unit], Period.parse(period)
    begun = not place.first or date.fromisoformat(place.first) <= span.end
    return begun and (not place.last or date.fromisoformat(place.last) >= span.start)


def compared(unit: str, period: str) -> list[str]:
    """Returns the units of the same level that existed in the period."""
    return [other for other in PLACES if PLACES[other].level == PLACES[unit].level and exists(other, period)]


def peers(unit: str, period: str) -> list[str]:
    """Returns those that existed on its last day; all of them if the level ended as a whole within the period."""
    end = Period.parse(period).end.isoformat()
    found = compared(unit, period)
    return [other for other in found if not PLACES[other].last or PLACES[other].last >= end] or found


@dataclass
class Rules:
    """Computes the measures of a portal with these targets and results, one figure at a time."""

    targets: Sequence[Target]
    results: Sequence[Result]
    known: dict[Key, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # The later document overrides, unless it leaves the cell empty.
        for result in sorted(self.results, key=lambda one: (one.status != "not_reported", ISSUED[one.source])):
            self.known[result[1:4]] = Known(result.value, result.status, result.source)
        self.known = {**self._left_out(), **self._without_any(), **self.known}

    def _without_any(self) -> dict[Key, Known]:
        stated = {key[:2] for key in self.known}
        own = {(target.unit, target.indicator) for target in self.targets if not target.level}
        return {(*pair, ""): Known(None, "not_reported", "") for pair in own - stated}

    def _left_out(self) -> dict[Key, Known]:
        found: dict[Key, Known] = {}
        reports = {(PLACES[u].level, i, p, known.source) for (u, i, p), known in self.known.items()}
        for level, indicator, period, source in sorted(reports, reverse=True):  # The first of two reports by id wins.
            reported = [
                unit
                for (unit, i, p), known in self.known.items()
                if (PLACES[unit].level, i, p, known.source) == (level, indicator, period, source)
            ]
            existing = peers(reported[0], period)
            expected = [unit for unit in reported if unit in existing]
            for unit in existing if 2 * len(expected) > len(existing) else ():
                if (unit, indicator, period) not in self.known:
                    found[unit, indicator, period] = Known(None, "not_reported", source)
        return found

    def target(self, key: Key) -> tuple[str, Target] | None:
        """Returns the target in force and its origin (own, level or ancestor)."""
        unit, indicator, period = key
        place = PLACES[unit]
        reach = [("own", unit, "")]
        reach += [("level", higher, place.level) for higher in place.above]
        reach += [("ancestor", higher, "") for higher in place.above]
        for origin, who, level in reach:
            binding = [
                target
                for target in self.targets
                if (target.unit, target.level, target.indicator) == (who, level, indicator)
                and target.status != "unreadable"
                and (not period or Period.parse(target.due).end >= Period.parse(period).end)
            ]
            if binding:
                soonest = min(Period.parse(target.due).end for target in binding)
                due_alike = [target for target in binding if Period.parse(target.due).end == soonest]
                return origin, max(due_alike, key=lambda target: ISSUED[target.source])
        return None

    def assessment(self, key: Key) -> str:
        """Returns the code of the assessment."""
        found, (value, status, _) = self.target(key), self.known[key]
        if status in ("not_applicable", "unreadable"):
            return status
        if found and found[1].status == "exempt":
            return "exempt"
        if value is None:
            return "no_result"
        if not found:
            return "no_target"
        required = found[1].value
        reached = {"at_least": value >= required, "at_most": value <= required, "exactly": value == required}
        return "met" if reached[found[1].comparison] else "not_met"

    def figures(self, key: Key) -> list[str]:
        """Returns the periods in which this unit has a figure of this indicator, in order."""
        known = (p for (u, i, p), known in self.known.items() if (u, i) == key[:2] and known.value is not None)
        return sorted(known, key=time)

    def baseline(self, key: Key) -> str | None:
        """Returns the period of the first figure in the target's own document, or else of the first known figure."""
        found, figures = self.target(key), self.figures(key)
        source = found[1].source if found else None
        own = [p for p in figures if any(r[:4] == (source, *key[:2], p) and r.value is not None for r in self.results)]
        return next(iter([*own, *figures]), None)

    def progress(self, key: Key) -> int | None:
        """Returns the covered part of the way from the baseline to the target in millionths, rounded down."""
        found, since = self.target(key), self.baseline(key)
        if not found or since is None or self.assessment(key) not in ("met", "not_met"):
            return None
        base, value = self.known[*key[:2], since].value, self.known[key].value
        assert base is not None
        assert value is not None
        way = found[1].value - base
        ahead = {"at_least": way > 0, "at_most": way < 0, "exactly": way != 0}[found[1].comparison]
        return floor(Fraction(value - base, way) * 1_000_000) if ahead else None

    def standing(self, key: Key) -> tuple[int, int, bool] | None:
        """Returns the rank, the number of ranked units, and whether the rank is shared."""
        unit, indicator, period = key
        if not self._ranked(key):
            return None
        others = {
            other: self.known[other, indicator, period].value or 0
            for other in compared(unit, period)
            if self._ranked((other, indicator, period))
        }
        own = others[unit]
        before = sum(value < own if indicator in LOWER else value > own for value in others.values())
        if len(others) == 1:
            return None
        return 1 + before, len(others), list(others.values()).count(own) > 1

    def peers(self, key: Key) -> int | None:
        """Returns the number of peers: units that ended before the last day count only if they are ranked."""
        unit, indicator, period = key
        if not period:
            return None
        existing = peers(unit, period)
        gone = (other for other in compared(unit, period) if other not in existing)
        return len(existing) + sum(self._ranked((other, indicator, period)) for other in gone)

    def _ranked(self, key: Key) -> bool:
        known = self.known.get(key)
        return bool(
            known
            and known.value is not None
            and key[1] not in COUNTS
            and exists(key[0], key[2])
            and self.assessment(key) != "exempt"
        )

    def change(self, key: Key, *, year: bool = False) -> tuple[str, int] | None:
        """Returns the period with which the figure is compared, and the difference."""
        value = self.known[key].value
        if value is None:
            return None
        year_before = f"{int(key[2][:4]) - 1}{key[2][4:]}"
        alike = [p for p in self.figures(key) if months(p) == months(key[2]) and time(p) < time(key[2])]
        before = [p for p in alike if p == year_before] if year else alike
        if not before:
            return None
        earlier = self.known[*key[:2], before[-1]].value
        assert earlier is not None
        return before[-1], value - earlier


def by_rule(rules: Rules) -> dict[Key, tuple[object, ...]]:
    """Returns the measures of each row as `Rules` computes them, in the order of `by_columns`."""
    measures: dict[Key, tuple[object, ...]] = {}
    for key, known in rules.known.items():
        found, since = rules.target(key), rules.baseline(key)
        judged = rules.assessment(key) in ("met", "not_met")
        rank, ranked_of, tied = rules.standing(key) or (None, None, False)
        previous, year = rules.change(key), rules.change(key, year=True)
        measures[key] = (
            known.source,
            found[0] if found else "",
            (found[1].source, found[1].due, str(found[1].value)) if found else ("", "", ""),
            rules.assessment(key),
            (known.value or 0) - found[1].value if found and judged else None,
            since or "",
            rules.known[*key[:2], since].value if since else None,
            rules.progress(key),
            rank,
            ranked_of,
            tied,
            rules.peers(key),
            previous[0] if previous else "",
            previous[1] if previous else None,
            year[1] if year else None,
        )
    return measures


def by_columns(rows: pd.DataFrame) -> dict[Key, tuple[object, ...]]:
    """Returns the same measures from the assessments of a portal."""
    texts = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return {
        (row["unit_id"], row["indicator_id"], row["period"]): (
            row["source_id"],
            row["target_origin"],
            (row["target_source_id"], row["target_due"], row["target_value"]),
            row["assessment"],
            *(whole(row["gap"]), row["baseline_period"], whole(row["baseline"]), row["progress"]),
            *(row["rank"], row["ranked_of"], row["tied"], row["peers"]),
            *(row["previous_period"], whole(row["change"]), whole(row["year_change"])),
        )
        for row in texts
    }


def whole(millionths: int | None) -> int | None:
    if millionths is None:
        return None
    assert millionths % 1_000_000 == 0
    return millionths // 1_000_000


def written(root: Path, targets: Sequence[Target], results: Sequence[Result]) -> Path:
    """Writes a portal with these rows and returns its folder."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(MINI, root)
    for path in (*root.glob("data/targets/*"), *root.glob("data/results/*"), *root.glob("data/tasks/*")):
        path.unlink()
    units = (
        f"{id_},{id_.replace('.', '-')},Đơn vị {id_},{id_},{place.level},{place.level},{''.join(place.above[:1])},,"
        f"{place.first},{place.last},,\n"
        for id_, place in PLACES.items()
    )
    (root / "data/units.csv").write_text(UNIT_HEADER + "".join(units), encoding="utf-8")
    entry = (MINI / "data/sources.yml").read_text(encoding="utf-8").split("\n\n")[0]
    sources = (
        entry.replace("demo-2023", id_).replace("ke-hoach-1", id_).replace("2023-01-15", day)
        for id_, day in ISSUED.items()
    )
    (root / "data/sources.yml").write_text("\n\n".join(sources) + "\n", encoding="utf-8")
    indicators = root / "data/indicators.yml"
    named = indicators.read_text(encoding="utf-8").replace("demo-2023", "c-plan").replace("demo-2024", "c-plan")
    indicators.write_text(named, encoding="utf-8")
    for source in ISSUED:
        target_rows = [
            f"{','.join(one[1:6])},{'' if one.status == 'unreadable' else one.value},{one.status},PL1:{number},"
            f"{'Ô mờ' if one.status else ''}\n"
            for number, one in enumerate(targets)
            if one.source == source
        ]
        result_rows = [
            f"{one.unit},,,{one.indicator},{one.period},{'' if one.status else one.value},{one.status},,PL2:{number},"
            f"{'Ô mờ' if one.status else ''}\n"
            for number, one in enumerate(results)
            if one.source == source
        ]
        for folder, header, rows in (("targets", TARGET_HEADER, target_rows), ("results", RESULT_HEADER, result_rows)):
            if rows:
                (root / "data" / folder / f"{source}.csv").write_text(header + "".join(rows), encoding="utf-8")
    return root


BOUND = [
    *((unit, "") for unit in PLACES),
    *(("demo", level) for level in ("department", "district", "commune")),
    ("demo.h1", "commune"),
    ("demo.h2", "commune"),
]
"""Units, and levels below a unit, for which a target can be set."""


def drawn_targets(draw: Random) -> list[Target]:
    """Returns random targets of units and of levels, each at most once in a document."""
    found = {}
    for _ in range(draw.randint(0, 40)):
        source, indicator = draw.choice(["c-plan", "d-plan"]), draw.choice(INDICATORS)
        due, (unit, level) = draw.choice(["2023", "2023", "2024", "2025"]), draw.choice(BOUND)
        comparison = draw.choice(["at_least", "at_most", "exactly"])
        status = draw.choice(["", "", "", "", "exempt", "unreadable"])
        found[source, unit, level, indicator, due] = Target(
            source, unit, level, indicator, due, comparison, draw.randint(0, 4), status
        )
    return list(found.values())


def drawn_results(draw: Random) -> list[Result]:
    """Returns random results with few different values, so that many are equal. Some cells have no value, and some
    figures are stated by two documents."""
    share = draw.choice([0.2, 0.6, 0.8])
    found = []
    for unit, indicator, period in product(PLACES, INDICATORS[1:], PERIODS):
        if draw.random() < share:
            usual = draw.choice(list(ISSUED))
            sources = dict.fromkeys(draw.choices([usual, "a-report", *ISSUED], k=draw.choice([1, 1, 1, 2])))
            status = draw.choice([*[""] * 7, "not_applicable", "not_reported", "unreadable"])
            found += [
                Result(source, unit, indicator, period, None if status else draw.randint(0, 4), status)
                for source in sources
            ]
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which each example's portal is written."""
    return tmp_path_factory.mktemp("portal") / "root"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(min_value=0, max_value=1_000_000))
def test_measures_by_columns_equal_the_rules_for_single_figures(seed: int, place: Path) -> None:
    draw = Random(seed)  # noqa: S311 - invented figures keep no secret
    targets, results = drawn_targets(draw), drawn_results(draw)
    portal = portal_of(written(place, targets, results))
    assert by_columns(measure(portal).assessments) == by_rule(Rules(targets, results))
