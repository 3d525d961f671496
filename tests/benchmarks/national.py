"""A portal of the whole country with the units of the gazetteer and invented figures, to measure a national portal.

It contains all provinces and communes of today, the provinces, districts and communes before July 2025, their lineage
and their points. There are ten indicators. Each unit has figures of two periods in which it existed, and the country of
all four periods. The plan of a province sets targets. Only the country and provinces have pictures for links and charts
for other sites (`sharing_levels`).

    python -m tests.benchmarks.national FOLDER [PROVINCES]
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import yaml

from generator import tables, words
from generator.founding.command import with_corrected_successors
from generator.founding.documents import START, documents, resolution_of
from generator.founding.gazetteer import Gazetteer, GazetteerUnit, gazetteer
from generator.founding.gazetteer_errors import units_with_wrong_points
from generator.founding.naming import choose_distinct_names
from generator.founding.texts import csv_text, data_texts, point_texts, settings_text
from generator.founding.units import MERGED_ON, Territory, territory
from generator.model import Level, Unit
from tests.benchmarks.living import link_resources

TITLE = "Cổng Minh Bạch cả nước (số liệu giả định)"
DAY = date(2026, 1, 20)
"""The day of the build, later than the newest document."""

BEFORE = ("2025-03", "2025-06")
AFTER = ("2025-09", "2025-12")
INVENTED = "Số liệu giả định, dùng để đo cổng."
INDICATORS = 10
SEED = 7

Entry = Mapping[str, str]
Row = tuple[str, ...]


@dataclass(frozen=True)
class ProvinceEra:
    """A province and its units before or after July 2025, with the periods of its reports."""

    province: Unit
    units: tuple[Unit, ...]
    periods: tuple[str, ...]

    @property
    def levels(self) -> dict[Level, list[Unit]]:
        """The units by level, the province first."""
        found: dict[Level, list[Unit]] = {}
        for unit in (self.province, *self.units):
            found.setdefault(unit.level, []).append(unit)
        return found


def write_national(root: Path, provinces: int = 0) -> None:
    """Writes the data of the country, or of the first `provinces` provinces of today, below `root`."""
    source = with_corrected_successors(gazetteer())
    places = list(source.provinces.values())[: provinces or None]
    parts = [territory(source, place, (), resolution_of(place), past=True) for place in places]
    whole = _joined(parts)
    eras = list(_eras(whole))
    indicators = _indicators()
    reports = [(era, period) for era in eras for period in era.periods]
    entries = [*_references(source, places, parts), *map(_plan, eras), *(_report(*report) for report in reports)]
    entries += [_country_report(period) for period in (*BEFORE, *AFTER)]
    files = {
        **data_texts(TITLE, whole, sorted(entries, key=lambda entry: (entry["issued_on"], entry["id"]))),
        **point_texts(whole, units_with_wrong_points(source, source.successors)),
        "data/portal.yml": f"{settings_text(TITLE, whole)}sharing_levels: [country, province]\n",
        "data/indicators.yml": yaml.safe_dump(indicators, allow_unicode=True, sort_keys=False),
    }
    del files["data/mappings/dich-vu-cong-truc-tuyen.yml"]  # It contains indicators that are not among the ten.
    ids = [str(entry["id"]) for entry in indicators]
    for era in eras:
        files[f"data/targets/{_plan_id(era)}.csv"] = csv_text(tables.TARGETS.entered, _targets(era, ids))
    for period in (*BEFORE, *AFTER):
        path = f"data/results/{_country_id(period)}.csv"
        files[path] = csv_text(tables.RESULTS.entered, _country_results(period, ids))
    for era, period in reports:
        path = f"data/results/{_report_id(era, period)}.csv"
        files[path] = csv_text(tables.RESULTS.entered, _results(era, period, ids))
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def _joined(parts: Sequence[Territory]) -> Territory:
    """Returns all provinces as one territory, with units by id and with slugs that are unique in the whole country."""
    units = {unit.id: unit for part in parts for unit in part.units.values()}
    provinces = {unit.id: (unit.slug,) for unit in units.values() if unit.level is Level.PROVINCE}
    today = _addresses(units, lambda unit: unit.active_to is None)
    former = _addresses(units, lambda unit: unit.active_to is not None)
    slugs = choose_distinct_names([provinces, today, former])
    return Territory(
        province=parts[0].province,
        units={id_: replace(unit, slug=slugs[id_]) for id_, unit in units.items()},
        places={part.units[key].id: place for part in parts for key, place in part.places.items()},
        lineage=tuple(row for part in parts for row in part.lineage),
        former_provinces=tuple(unit for unit in units.values() if unit.id in provinces)[1:],
    )


def _addresses(units: Mapping[str, Unit], wanted: Callable[[Unit], bool]) -> dict[str, tuple[str, ...]]:
    """Returns the possible slugs of the units below provinces: as in the portal of a province, or with the province
    added."""
    found: dict[str, tuple[str, ...]] = {}
    for unit in units.values():
        if unit.level is not Level.PROVINCE and wanted(unit):
            longer = f"{unit.slug}-{_province(unit, units).slug}"
            found[unit.id] = (unit.slug, longer, f"{longer}-{unit.code}")
    return found


def _province(unit: Unit, units: Mapping[str, Unit]) -> Unit:
    return _province(units[unit.parent_id], units) if unit.parent_id else unit


def _eras(whole: Territory) -> Iterator[ProvinceEra]:
    """Yields each province twice: with its units before July 2025, and with its units of today."""
    within: dict[str, list[Unit]] = {}
    for unit in whole.units.values():
        if unit.parent_id:
            within.setdefault(_province(unit, whole.units).id, []).append(unit)
    for id_, units in within.items():
        province = whole.units[id_]
        for periods, ended in ((BEFORE, True), (AFTER, False)):
            active = tuple(unit for unit in units if (unit.active_to is not None) is ended)
            if active:
                yield ProvinceEra(province, active, periods)


def _references(source: Gazetteer, places: Iterable[GazetteerUnit], parts: Iterable[Territory]) -> Iterator[Entry]:
    """Returns the documents that created the units, each once."""
    known: dict[str, Entry] = {}
    for place, part in zip(places, parts, strict=True):
        for entry in documents(source, place, merged=bool(part.former_provinces), past=True):
            known.setdefault(entry["id"], entry)
    return iter(known.values())


def _indicators() -> Sequence[Mapping[str, object]]:
    """Returns ten indicators of a new portal: percentages without a formula, so that no other figure can contradict
    them."""
    known = yaml.safe_load((START / "indicators.yml").read_text(encoding="utf-8"))
    return [entry for entry in known if entry["measure"] == "percent" and not entry["formula"]][:INDICATORS]


def _time(era: ProvinceEra) -> str:
    return "truoc" if era.periods == BEFORE else "sau"


def _plan_id(era: ProvinceEra) -> str:
    return f"ke-hoach-{era.province.id}-{_time(era)}"


def _report_id(era: ProvinceEra, period: str) -> str:
    return f"bao-cao-{era.province.id}-{period}"


def _plan(era: ProvinceEra) -> Entry:
    issued_on = "2025-01-10" if era.periods == BEFORE else MERGED_ON.isoformat()
    title = f"Kế hoạch cải cách hành chính của {words.name_in_text(era.province)} (giả định)"
    return _document(_plan_id(era), _office(era), "Kế hoạch", title, issued_on)


def _report(era: ProvinceEra, period: str) -> Entry:
    title = f"Báo cáo {_month(period)} của {words.name_in_text(era.province)} (giả định)"
    return _document(_report_id(era, period), _office(era), "Báo cáo", title, _after(period))


def _country_id(period: str) -> str:
    return f"bao-cao-ca-nuoc-{period}"


def _country_report(period: str) -> Entry:
    title = f"Báo cáo {_month(period)} của cả nước (giả định)"
    return _document(_country_id(period), "Bộ Nội vụ", "Báo cáo", title, _after(period))


def _month(period: str) -> str:
    year, month = map(int, period.split("-"))
    return f"tháng {month}/{year}"


def _after(period: str) -> str:
    """Returns the fifth day of the following month."""
    year, month = map(int, period.split("-"))
    return date(year + month // 12, month % 12 + 1, 5).isoformat()


def _office(era: ProvinceEra) -> str:
    return f"Ủy ban nhân dân {words.name_in_text(era.province)}"


def _document(id_: str, issuer: str, kind: str, title: str, issued_on: str) -> Entry:
    named = {"id": id_, "slug": id_, "number": f"{id_}/BC", "title": title, "kind": kind}
    return {**named, "issuer": issuer, "issued_on": issued_on, "about": INVENTED}


def _targets(era: ProvinceEra, indicators: Sequence[str]) -> Iterator[Row]:
    """Yields a common target of each level for each indicator."""
    rng = Random(f"{SEED}{_plan_id(era)}")  # noqa: S311 - figures for a benchmark
    for table, level in enumerate(era.levels, 1):
        for number, indicator_id in enumerate(indicators, 1):
            whose = (era.province.id, "" if level is Level.PROVINCE else level.value)
            yield (
                *whose,
                indicator_id,
                "2025",
                "at_least",
                str(rng.randrange(40, 96, 5)),
                "",
                f"PL{table}:{number}",
                "",
            )


def _results(era: ProvinceEra, period: str, indicators: Sequence[str]) -> Iterator[Row]:
    """Yields a row of the report for each unit, in a table for each level."""
    rng = Random(f"{SEED}{_report_id(era, period)}")  # noqa: S311 - as above
    for table, units in enumerate(era.levels.values(), 1):
        for row, unit in enumerate(units, 1):
            for indicator_id in indicators:
                value = f"{rng.randrange(2000, 10001) / 100:.2f}"
                yield (unit.id, "", "", indicator_id, period, value, "", "", f"PL{table}:{row}", "")


def _country_results(period: str, indicators: Sequence[str]) -> Iterator[Row]:
    """Yields the country's figure of each indicator, with which the figures of all units are compared."""
    rng = Random(f"{SEED}{_country_id(period)}")  # noqa: S311 - as above
    for row, indicator_id in enumerate(indicators, 1):
        value = f"{rng.randrange(5000, 8001) / 100:.2f}"
        yield ("viet-nam", "", "", indicator_id, period, value, "", "", f"PL:{row}", "")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    link_resources(folder)
    write_national(folder, *map(int, sys.argv[2:]))
