"""Reads the open gazetteer `vietnamadminunits`: present and former provinces and communes (since and before 1 July
2025) and their successors.

Only its data files are read. Its code and the libraries that it needs are neither imported nor installed.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from generator.problems import Problem, ProblemsFound

PACKAGE = "vietnamadminunits"
VERSION = "1.0.4"
SHA256 = "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
"""The digest of the package's file, as in requirements-gazetteer.lock."""

LOCK = "requirements-gazetteer.lock"

_UNITS = "vietnamadminunits/data/dataset.db"
_CHANGES = "vietnamadminunits/data/converter_2025.json"

_PLACE_QUERY = (
    'SELECT DISTINCT "{0}Key", "{0}", "{0}Code", "{0}Lat", "{0}Lon", "{0}Alias"{1} FROM {2} WHERE "{0}" IS NOT NULL'
)


@dataclass(frozen=True)
class GazetteerUnit:
    """A unit of the gazetteer.

    `key` is unique among all units of its time. `parent` is the key of the unit above, empty for a province. `lat` and
    `lon` are the degrees of a point within the unit.
    """

    key: str
    name: str
    code: str
    lat: float
    lon: float
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """The content of the gazetteer, by key.

    `origins` maps a present province to the former ones that formed it. `successors` maps a commune of before July 2025
    (or a district without communes) to the present communes that have its land, the main part first.
    """

    licence: str
    provinces: Mapping[str, GazetteerUnit]
    communes: Mapping[str, GazetteerUnit]
    former_provinces: Mapping[str, GazetteerUnit]
    former_districts: Mapping[str, GazetteerUnit]
    former_communes: Mapping[str, GazetteerUnit]
    origins: Mapping[str, tuple[str, ...]]
    successors: Mapping[str, tuple[str, ...]]


def gazetteer() -> Gazetteer:
    """Returns the installed gazetteer.

    Raises ProblemsFound with the remedy if it is not installed, or not in the version that was checked.
    """
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError:
        raise _not_installed("chưa được cài") from None
    if package.version != VERSION:
        raise _not_installed(f"đang có bản {package.version}, cần bản {VERSION}")
    database = sqlite3.connect(f"file:{package.locate_file(_UNITS)}?mode=ro", uri=True)
    try:
        places = _places(database)
    finally:
        database.close()
    changes = json.loads(Path(str(package.locate_file(_CHANGES))).read_text(encoding="utf-8"))
    return Gazetteer(
        licence=package.read_text("licenses/LICENSE") or "",
        **places,
        origins={key: tuple(former) for key, former in changes["DICT_PROVINCE"].items()},
        successors=_successors(changes),
    )


def _not_installed(message: str) -> ProblemsFound:
    hint = "chạy `make gazetteer` để cài danh mục đơn vị hành chính rồi chạy lại lệnh này"
    return ProblemsFound([Problem(LOCK, 0, "", PACKAGE, message, hint)])


def _places(database: sqlite3.Connection) -> dict[str, dict[str, GazetteerUnit]]:
    """Returns provinces, districts and communes of both times, by the name of their field in Gazetteer."""
    today, former = "admin_units", "admin_units_legacy"
    return {
        "provinces": _read(database, "province", (), today),
        "communes": _read(database, "ward", ("provinceKey",), today),
        "former_provinces": _read(database, "province", (), former),
        "former_districts": _read(database, "district", ("provinceKey",), former),
        "former_communes": _read(database, "ward", ("provinceKey", "districtKey"), former),
    }


def _read(database: sqlite3.Connection, level: str, parents: tuple[str, ...], table: str) -> dict[str, GazetteerUnit]:
    """Returns the units of one level, in the order of their official codes."""
    columns = "".join(f', "{column}"' for column in parents)
    found = database.execute(_PLACE_QUERY.format(level, columns, table))
    places = (_place(row) for row in found)
    return {place.key: place for place in sorted(places, key=lambda place: (place.parent, place.code))}


def _place(row: tuple[str, str, str, float, float, str | None, *tuple[str, ...]]) -> GazetteerUnit:
    key, name, code, lat, lon, aliases, *parents = row
    return GazetteerUnit(
        "_".join([*parents, key]), name, code, lat, lon, "_".join(parents), tuple(json.loads(aliases or "[]"))
    )


def _successors(changes: Mapping[str, Mapping[str, Mapping[str, Iterable[object]]]]) -> dict[str, tuple[str, ...]]:
    """Returns the successors of each former commune. The source lists undivided communes under their one successor, and
    divided ones with each of their parts."""
    found: dict[str, tuple[str, ...]] = {}
    for province, communes in changes["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, former in communes.items():
            found.update({str(key).rstrip("_"): (f"{province}_{commune}",) for key in former})
    for province, divided in changes["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found[key.rstrip("_")] = tuple(_parts(province, parts))
    return found


def _parts(province: str, parts: Iterable[object]) -> list[str]:
    """Returns the communes that a divided commune became, the one with its main part first."""
    dicts = [part for part in parts if isinstance(part, dict)]
    ordered = sorted(dicts, key=lambda part: not part["isDefaultNewWard"])
    return [f"{province}_{part['newWardKey']}" for part in ordered]
