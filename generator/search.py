"""Writes the search index `/tim-kiem.json`: the names that lead to pages. It is small enough to be loaded completely
when the search box gets the focus.

A portal with very many units has an index in parts. Then the file holds everything except the units below provinces,
and `parts`: the number of these units in each `/tim-kiem/<letters>.json`. A part holds the units whose names have a
word that begins with these two or three letters. The browser loads the part for the first word that is typed.

`{"version": 1, "entries": [[title, address, kind, place, [other names], weight, [names before], time], …]}`. Empty
fields at the end of an entry are omitted. Entries are in Vietnamese order. Names in lists are folded, because they are
only compared. `place` distinguishes units with the same name, `names before` are the names of the unit's predecessors,
`time` is shown but not searched. The browser ranks the results: `theme/scripts/search.js`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator import words
from generator.artifacts import Artifact, compact_json
from generator.deferred import Deferred
from generator.formats import collation, fold, source_name
from generator.lineage import LineageByUnit, lineage_by_unit
from generator.measures import unit_figures
from generator.model import Indicator, Level, Portal, Source, Unit
from generator.pages.facts import Facts
from generator.pages.links import (
    API,
    COMPARISON,
    DATA,
    HOME,
    INDICATORS,
    PLANS,
    RANKINGS,
    RECONCILIATION,
    RESEARCHERS,
    SOURCES,
    UNITS,
    UPDATES,
)
from generator.pages.parts import Link
from generator.pages.ranking.head import subject_of
from generator.pages.ranking.scopes import scopes_of
from generator.pages.ranking_scopes import RankingScope
from generator.pages.tasks import plan_address
from generator.pages.unit_names import existence_in_months, names_above

PATH = "tim-kiem.json"
FOLDER = "tim-kiem"
VERSION = 1

MAX_ENTRIES_IN_ONE_FILE = 3_000
"""An index with more entries than this is split into parts: each entry costs 22 bytes, compressed."""

MAX_UNITS_IN_PART = 1_500
"""A part with more units than this is split again, by three letters: `tha`, `thi`, `thu` instead of `th`."""

_LETTERS = 2
UNIT_KIND_PREFIX = re.compile(
    r"^(thanh pho|thi xa|thi tran|dac khu|tinh|huyen|quan|phuong|xa|so|ban quan ly|ban|tp|tx|tt|dk|h|q|p|x) +"
)
"""The kind of a unit in front of its name. It is ignored when units are assigned to parts. `theme/scripts/search.js`
removes it from a query."""

LEVEL_WEIGHTS = {
    Level.COUNTRY: 50,
    Level.PROVINCE: 40,
    Level.DISTRICT: 30,
    Level.DEPARTMENT: 30,
    Level.COMMUNE: 20,
}
"""Weights that put the higher level first among equally good results."""

WEIGHT_OF_FIGURES = 4
WEIGHT_OF_EXISTENCE = 1
"""Added to the weight of units with figures (`WEIGHT_OF_FIGURES`) and of units that still exist
(`WEIGHT_OF_EXISTENCE`). Of two units with the same name, the one with figures comes first; if both have figures, the
one that still exists."""

INDICATOR_WEIGHT = 10
SECTION_WEIGHT = 9
SOURCE_WEIGHT = 8
PLAN_WEIGHT = 6
RANKING_WEIGHT = 6

_KINDS_IN_PARTS = frozenset(words.LEVELS[level] for level in Level if level.below_province)

ABBREVIATIONS = {
    "dich vu cong truc tuyen": "dvctt",
    "dich vu cong": "dvc",
    "thu tuc hanh chinh": "tthc",
    "cai cach hanh chinh": "cchc",
    "uy ban nhan dan": "ubnd",
}
"""Abbreviations that officials write for these words."""

SECTIONS = (
    (HOME, ("dau trang", "tong quan")),
    (UNITS, ("danh sach don vi", "cac xa", "cac huyen", "cac so")),
    (RANKINGS, ("bang xep hang", "thu hang", "dan dau")),
    (INDICATORS, ("danh sach chi tieu", "chi so")),
    (PLANS, ("nhiem vu", "muc tieu", "viec phai lam")),
    (SOURCES, ("danh sach van ban", "tai lieu", "nguon")),
    (RECONCILIATION, ("mau thuan", "sai lech", "tinh lai")),
    (DATA, ("tai ve", "tai du lieu", "du lieu mo", "csv", "excel", "json", "xlsx")),
    (API, ("api", "lap trinh", "pandas", "duckdb", "sqlite", "parquet")),
    (RESEARCHERS, ("tieng anh", "for researchers", "data dictionary")),
    (Link("Giới thiệu", "/gioi-thieu/"), ("ve cong", "lien he", "bao loi", "giay phep")),
    (Link("Phương pháp", "/phuong-phap/"), ("cach tinh", "cach danh gia", "quy tac")),
    (UPDATES, ("thay doi", "tin moi", "lich su")),
    (COMPARISON, ("so sanh don vi",)),
)
"""The main pages, each with other names that people use for it."""


@dataclass(frozen=True)
class SearchEntry:
    """One page that can be found. The fields are in the order of the file; the module explains them."""

    title: str
    address: str
    kind: str
    place: str = ""
    names: tuple[str, ...] = ()
    weight: int = 0
    names_before: tuple[str, ...] = ()
    time: str = ""

    @property
    def words(self) -> frozenset[str]:
        """The folded words of all its names, old names too, without the kind of unit."""
        names = (
            re.sub("[^a-z0-9]+", " ", fold(name)).strip() for name in (self.title, *self.names, *self.names_before)
        )
        return frozenset(word for name in names for word in UNIT_KIND_PREFIX.sub("", name).split())

    def fields(self) -> list[object]:
        """Returns the entry as it is written, without the empty fields at its end."""
        fields = [
            self.title, self.address, self.kind, self.place,
            list(self.names), self.weight, list(self.names_before), self.time,
        ]  # fmt: skip
        while not fields[-1]:
            fields.pop()
        return fields


def search_index(facts: Facts, most_whole: int = MAX_ENTRIES_IN_ONE_FILE) -> Deferred[tuple[Artifact, ...]]:
    """Returns the files of the index, in parts if there are more units than `most_whole`. The same data gives the same
    bytes."""
    if len(facts.portal.units) <= most_whole:
        return Deferred([lambda: _file(PATH, sorted(entries_of(facts), key=_order), {})], [(PATH,)])
    entries = sorted(entries_of(facts), key=_order)
    parts = _parts(entries)
    rest = [entry for entry in entries if entry.kind not in _KINDS_IN_PARTS]
    counts = {letters: len(own) for letters, own in parts.items()}
    paths = [PATH, *(f"{FOLDER}/{letters}.json" for letters in parts)]
    files = zip(paths, [rest, *parts.values()], [counts, *({} for _ in parts)], strict=True)
    return Deferred([partial(_file, *file) for file in files], [(path,) for path in paths])


def _parts(entries: Iterable[SearchEntry]) -> dict[str, list[SearchEntry]]:
    """Returns the units below provinces by the first letters of the words of their names."""
    below_province = [entry for entry in entries if entry.kind in _KINDS_IN_PARTS]
    found = _by_letters(below_province, _LETTERS)
    large = {letters for letters, own in found.items() if len(own) > MAX_UNITS_IN_PART}
    finer = _by_letters(below_province, _LETTERS + 1) if large else {}
    small = [part for part in found.items() if part[0] not in large]
    return dict(sorted([*small, *(part for part in finer.items() if part[0][:_LETTERS] in large)]))


def _by_letters(entries: Iterable[SearchEntry], count: int) -> dict[str, list[SearchEntry]]:
    """Returns the entries by the first `count` letters of each word of their names. An entry can be in several
    groups."""
    found: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        for letters in {word[:count] for word in entry.words}:
            found.setdefault(letters, []).append(entry)
    return found


def _file(path: str, entries: Iterable[SearchEntry], parts: Mapping[str, int]) -> tuple[Artifact]:
    content = {"version": VERSION, "entries": [entry.fields() for entry in entries]}
    return (compact_json(path, content | ({"parts": parts} if parts else {})),)


def entries_of(facts: Facts) -> Iterator[SearchEntry]:
    """Yields an entry for every page that can be found: units, indicators, documents, plans, rankings of provinces and
    the main pages."""
    portal = facts.portal
    lines = lineage_by_unit(portal.lineage)
    measured = _units_with_figures(facts)
    for unit in portal.units.values():
        yield _unit_entry(unit, portal, lines, _unit_weight(unit, facts.today, measured))
    yield from map(_indicator_entry, portal.indicators.values())
    yield from map(_source_entry, portal.sources.values())
    yield from (_plan_entry(portal.sources[id_]) for id_ in facts.tasks_of)
    places = scopes_of(unit_figures(portal), portal)
    yield from (_ranking_entry(place, portal) for place in places if place.province and not place.period)
    for section, names in SECTIONS:
        yield SearchEntry(section.text, section.address, "Chuyên mục", names=names, weight=SECTION_WEIGHT)


def _order(entry: SearchEntry) -> tuple[object, ...]:
    return collation(entry.title), collation(entry.place), entry.address


def _units_with_figures(facts: Facts) -> frozenset[str]:
    return frozenset(row.unit.id for row in facts.assessed if row.amount is not None)


def _unit_weight(unit: Unit, today: date, measured: frozenset[str]) -> int:
    """Returns the weight of a unit: by its level, whether it has figures, and whether it still exists."""
    still_exists = not unit.has_ended(today)
    return LEVEL_WEIGHTS[unit.level] + WEIGHT_OF_FIGURES * (unit.id in measured) + WEIGHT_OF_EXISTENCE * still_exists


def _unit_entry(unit: Unit, portal: Portal, lines: LineageByUnit, weight: int) -> SearchEntry:
    return SearchEntry(
        title=unit.name,
        address=unit.address,
        kind=words.LEVELS[unit.level],
        place=words.capitalised(names_above(unit, portal)),
        names=_other_names(unit.name, [unit.short_name, *unit.aliases, unit.code]),
        weight=weight,
        names_before=_other_names(unit.name, _names_before(unit, portal.units, lines)),
        time=existence_in_months(unit),
    )


def _names_before(unit: Unit, units: Mapping[str, Unit], lines: LineageByUnit) -> list[str]:
    """Returns the names of all predecessors of a unit, through repeated mergers."""
    found_ids: dict[str, None] = {}
    to_follow = [unit.id]
    while to_follow:
        found = [row.predecessor_id for id_ in to_follow for row in lines.predecessors(id_)]
        to_follow = [id_ for id_ in dict.fromkeys(found) if id_ not in found_ids]
        found_ids.update(dict.fromkeys(to_follow))
    return [units[id_].name for id_ in found_ids]


def _indicator_entry(indicator: Indicator) -> SearchEntry:
    """Returns the entry of an indicator. Its title is the short name, which fits one line of the list; the full name is
    shown below it."""
    names = [indicator.name, *_abbreviated(indicator.short_name), *_abbreviated(indicator.name)]
    return SearchEntry(
        title=indicator.short_name,
        address=indicator.address,
        kind="Chỉ tiêu",
        place=indicator.name if fold(indicator.name) != fold(indicator.short_name) else "",
        names=_other_names(indicator.short_name, names),
        weight=INDICATOR_WEIGHT,
    )


def _source_entry(source: Source) -> SearchEntry:
    return SearchEntry(
        title=source_name(source),
        address=source.address,
        kind="Văn bản",
        place=source.title,
        names=_other_names(source.title, [source.number, _bare_number(source), *_abbreviated(source.title)]),
        weight=SOURCE_WEIGHT,
    )


def _ranking_entry(place: RankingScope, portal: Portal) -> SearchEntry:
    """Returns the entry of the rankings of a province, or of a level with its own page."""
    title = f"Xếp hạng {subject_of(place, (), portal.main_unit)}"
    return SearchEntry(title=title, address=place.address, kind="Xếp hạng", weight=RANKING_WEIGHT)


def _bare_number(source: Source) -> str:
    """Returns the number that people remember: `3688` of `3688/KH-UBND`."""
    return source.number.partition("/")[0]


def _plan_entry(source: Source) -> SearchEntry:
    return SearchEntry(
        title=f"Mục tiêu và nhiệm vụ của {words.inline(source_name(source))}",
        address=plan_address(source),
        kind="Kế hoạch",
        place=source.title,
        names=_other_names(source.title, _abbreviated(source.title)),
        weight=PLAN_WEIGHT,
    )


def _abbreviated(text: str) -> list[str]:
    """Returns variants of the text with the abbreviations that officials use: one variant for each abbreviation, then
    one with all of them."""
    folded = fold(text)
    found = [folded.replace(long, short) for long, short in ABBREVIATIONS.items() if long in folded]
    for long, short in ABBREVIATIONS.items():
        folded = folded.replace(long, short)
    return [*found, folded]


def _other_names(title: str, names: Iterable[str]) -> tuple[str, ...]:
    """Returns the folded names without duplicates and without the title."""
    folded = dict.fromkeys(fold(name) for name in names if name)
    return tuple(name for name in folded if name != fold(title))
