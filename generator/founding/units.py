"""Derives the units of a portal from the gazetteer, with the succession of those before July 2025 and their points."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from generator import words
from generator.formats import slug
from generator.founding.gazetteer import Gazetteer, GazetteerUnit
from generator.founding.naming import UnitName, choose_distinct_names, unit_name_of
from generator.model import Level, Lineage, LineageKind, Unit, UnitKind

MERGED_ON = date(2025, 7, 1)
"""The day on which provinces and communes were reorganised and districts ended."""

_MERGED_ON_TEXT = "01/07/2025"
"""The same day in the official Vietnamese form."""

_PROVINCES_LAW, _DISTRICTS_LAW = "202-2025-QH15", "203-2025-QH15"
"""The ids of the documents that state what became of provinces and districts."""

_LAST_DAY = MERGED_ON - timedelta(days=1)
_FORMER_SUFFIX = "den-2025"


@dataclass(frozen=True)
class Department:
    """A department, board or inspectorate of a new portal."""

    name: str
    short_name: str
    kind: UnitKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """The document that states what became of a province's communes: its id and official number."""

    id: str
    number: str


@dataclass(frozen=True)
class Territory:
    """The units of a portal.

    `units` and `places` have the same keys: the key of the gazetteer, with `before/` in front for a former unit, and
    `department/` with the name for a department, which has no place. `lineage` and `former_provinces` are empty without
    the past.
    """

    province: Unit
    units: Mapping[str, Unit]
    places: Mapping[str, GazetteerUnit]
    lineage: tuple[Lineage, ...] = ()
    former_provinces: tuple[Unit, ...] = ()


def territory(
    source: Gazetteer, province: GazetteerUnit, departments: Sequence[Department], resolution: Resolution, *, past: bool
) -> Territory:
    """Returns every unit of a present province. With the past, also the former units and their succession."""
    selected = _ProvincePlaces(source, province, past=past)
    ids, slugs, drafts = selected.ids(departments), selected.slugs(departments), selected.drafts(departments)
    units: dict[str, Unit] = {}
    for key, draft in drafts.items():
        units[key] = Unit(
            id=ids[key],
            slug=slugs[key],
            name=draft.unit_name.name,
            short_name=draft.short_name or draft.unit_name.short_name,
            kind=draft.unit_name.kind,
            level=draft.level,
            parent_id=ids.get(draft.parent, ""),
            code=draft.place.code if draft.place else "",
            active_from=draft.active_from,
            active_to=draft.active_to,
            aliases=draft.aliases,
            note=draft.note,
        )
    return Territory(
        province=units[province.key],
        units=units,
        places={key: draft.place for key, draft in drafts.items() if draft.place},
        lineage=tuple(_lineage(selected, units, resolution)),
        former_provinces=tuple(units[f"before/{place.key}"] for place in selected.former_provinces if selected.merged),
    )


@dataclass(frozen=True)
class _Draft:
    """A unit before it has an id and a slug. `parent` is the key of the unit above it."""

    level: Level
    unit_name: UnitName
    parent: str = ""
    place: GazetteerUnit | None = None
    active_from: date | None = None
    active_to: date | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    short_name: str = ""


@dataclass(frozen=True)
class _ProvincePlaces:
    """The places of a present province and, with the past, of the provinces that formed it.

    Keys of former units begin with `before/`, because a key of the gazetteer is unique only within one time. A province
    that did not merge is one unit, and the former districts belong to it.
    """

    source: Gazetteer
    province: GazetteerUnit
    past: bool

    @property
    def merged(self) -> bool:
        """Whether the province was formed from several."""
        return len(self._origins) > 1

    @cached_property
    def communes(self) -> list[GazetteerUnit]:
        """The communes of today."""
        return _within(self.source.communes, self.province.key)

    @cached_property
    def former_provinces(self) -> list[GazetteerUnit]:
        """The provinces that formed it; without the past none, as for districts and communes."""
        return [self.source.former_provinces[key] for key in self._origins if self.past]

    @cached_property
    def former_districts(self) -> list[GazetteerUnit]:
        """The districts of the former provinces."""
        return [place for one in self.former_provinces for place in _within(self.source.former_districts, one.key)]

    @cached_property
    def former_communes(self) -> list[GazetteerUnit]:
        """The communes of the former districts."""
        return [place for one in self.former_districts for place in _within(self.source.former_communes, one.key)]

    def former(self, key: str) -> str:
        """Returns the key of a former unit. A province that did not merge keeps its own key."""
        return self.province.key if key == self.province.key and not self.merged else f"before/{key}"

    def drafts(self, departments: Sequence[Department]) -> dict[str, _Draft]:
        """Returns every unit in the order of the data: provinces, departments, communes of today, former districts,
        former communes."""
        return {
            self.province.key: self._province(),
            **{self.former(place.key): self._former_province(place) for place in self.former_provinces if self.merged},
            **{f"department/{item.name}": self._department(item) for item in departments},
            **{place.key: self._commune(place) for place in self.communes},
            **{self.former(place.key): self._former_district(place) for place in self.former_districts},
            **{self.former(place.key): self._former_commune(place) for place in self.former_communes},
        }

    def _province(self) -> _Draft:
        origins = [unit_name_of(Level.PROVINCE, self.source.former_provinces[key].name).name for key in self._origins]
        note = ""
        if self.merged:
            *first, last = map(words.inline, origins)
            note = f"Hình thành ngày {_MERGED_ON_TEXT} từ {', '.join(first)} và {last}"
        name = unit_name_of(Level.PROVINCE, self.province.name)
        begun = MERGED_ON if self.merged else None
        return _Draft(
            Level.PROVINCE, name, "", self.province, begun, None, (*name.aliases, *self.province.aliases), note
        )

    @property
    def _origins(self) -> tuple[str, ...]:
        return self.source.origins[self.province.key]

    def _former_province(self, place: GazetteerUnit) -> _Draft:
        name = unit_name_of(Level.PROVINCE, place.name)
        note = f"{name.name} trước ngày {_MERGED_ON_TEXT}"
        is_present_name = name.bare == unit_name_of(Level.PROVINCE, self.province.name).bare
        short = f"{name.bare} (đến {_LAST_DAY.month}/{_LAST_DAY.year})" if is_present_name else ""
        return _Draft(Level.PROVINCE, name, "", place, None, _LAST_DAY, name.aliases, note, short)

    def _department(self, item: Department) -> _Draft:
        own = UnitName(item.kind, item.name, item.short_name, item.name, ())
        return _Draft(Level.DEPARTMENT, own, self.province.key, aliases=item.aliases)

    def _commune(self, place: GazetteerUnit) -> _Draft:
        name = unit_name_of(Level.COMMUNE, place.name)
        same_code = [other for other in self.former_communes if other.code == place.code]
        former_names = [words.inline(unit_name_of(Level.COMMUNE, other.name).name) for other in same_code]
        former_suffix = " cũ" if former_names and former_names[0] == words.inline(name.name) else ""
        note = (
            f"Mã {place.code} trước ngày {_MERGED_ON_TEXT} là mã của {former_names[0]}{former_suffix}"
            if former_names
            else ""
        )
        return _Draft(Level.COMMUNE, name, self.province.key, place, MERGED_ON, None, name.aliases, note)

    def _former_district(self, place: GazetteerUnit) -> _Draft:
        name = unit_name_of(Level.DISTRICT, place.name)
        namesakes = [
            other for other in self.former_districts if unit_name_of(Level.DISTRICT, other.name).bare == name.bare
        ]
        bare_alias = () if name.bare.isdecimal() or len(namesakes) > 1 else (name.bare,)
        parent = self.former(place.parent)
        return _Draft(Level.DISTRICT, name, parent, place, None, _LAST_DAY, (*name.aliases, *bare_alias))

    def _former_commune(self, place: GazetteerUnit) -> _Draft:
        name = unit_name_of(Level.COMMUNE, place.name)
        return _Draft(Level.COMMUNE, name, self.former(place.parent), place, None, _LAST_DAY, name.aliases)

    def ids(self, departments: Sequence[Department]) -> dict[str, str]:
        """Returns the id of each unit: the id of the unit above it, then its own name, then its code if ids would be
        equal."""
        ids = choose_distinct_names(self._provinces())
        own = ids[self.province.key]
        lower = {
            **{f"department/{item.name}": (f"{own}.{slug(item.name)}",) for item in departments},
            **{place.key: _with_code(f"{own}.{slug(place.name)}", place) for place in self.communes},
        }
        districts = {
            self.former(place.key): tuple(
                f"{ids[self.former(place.parent)]}.{slug(name)}"
                for name in (unit_name_of(Level.DISTRICT, place.name).bare, place.name)
            )
            for place in self.former_districts
        }
        ids |= choose_distinct_names([lower, districts])
        communes = {
            self.former(place.key): _with_code(f"{ids[self.former(place.parent)]}.{slug(place.name)}", place)
            for place in self.former_communes
        }
        return ids | choose_distinct_names([communes])

    def slugs(self, departments: Sequence[Department]) -> dict[str, str]:
        """Returns the slug of each unit: its name, and for a former commune also that of its district. A longer form
        with a code or with the former province is used where slugs would be equal."""
        districts = {place.key: place for place in self.former_districts}
        district_names = {
            place.key: slug(unit_name_of(Level.DISTRICT, place.name).bare) for place in self.former_districts
        }
        provinces = {place.key: slug(unit_name_of(Level.PROVINCE, place.name).bare) for place in self.former_provinces}
        today = {
            **{f"department/{item.name}": (slug(item.name),) for item in departments},
            **{place.key: _with_code(slug(place.name), place) for place in self.communes},
        }
        former = {
            self.former(place.key): (slug(place.name), f"{slug(place.name)}-{provinces[place.parent]}")
            for place in self.former_districts
        }
        communes = {}
        for place in self.former_communes:
            short = f"{slug(place.name)}-{district_names[place.parent]}"
            longer = f"{short}-{provinces[districts[place.parent].parent]}"
            communes[self.former(place.key)] = (short, longer, f"{short}-{place.code}")
        return choose_distinct_names([*self._provinces(), today, former, communes])

    def _provinces(self) -> list[dict[str, tuple[str, ...]]]:
        own = slug(unit_name_of(Level.PROVINCE, self.province.name).bare)
        names = {
            self.former(place.key): slug(unit_name_of(Level.PROVINCE, place.name).bare)
            for place in self.former_provinces
            if self.merged
        }
        return [{self.province.key: (own,)}, {key: (name, f"{name}-{_FORMER_SUFFIX}") for key, name in names.items()}]


def _with_code(name: str, place: GazetteerUnit) -> tuple[str, str]:
    return name, f"{name}-{place.code}"


def _within(places: Mapping[str, GazetteerUnit], parent: str) -> list[GazetteerUnit]:
    return [place for place in places.values() if place.parent == parent]


def _lineage(selected: _ProvincePlaces, units: Mapping[str, Unit], resolution: Resolution) -> Iterator[Lineage]:
    """Yields what became of each former unit: provinces merged, districts ended, communes merged, divided or
    continued."""
    own = units[selected.province.key]
    for place in selected.former_provinces if selected.merged else ():
        yield _row(units[selected.former(place.key)], own, LineageKind.MERGED, _PROVINCES_LAW)
    former = (*selected.former_districts, *selected.former_communes)
    successors = {place.key: selected.source.successors.get(place.key, ()) for place in former}
    predecessor_counts = Counter(key for keys in successors.values() for key in keys)
    for former_key, keys in successors.items():
        unit = units[selected.former(former_key)]
        if not keys:
            yield _row(unit, None, LineageKind.ABOLISHED, _DISTRICTS_LAW, _abolished_note(resolution))
        for number, key in enumerate(keys):
            kind, note = _succession(
                unit, units[key], number, only_predecessor=predecessor_counts[key] == 1, parts=len(keys)
            )
            yield _row(unit, units[key], kind, resolution.id, note)


def _succession(
    unit: Unit, successor: Unit, number: int, *, only_predecessor: bool, parts: int
) -> tuple[LineageKind, str]:
    """Returns how one present commune has land of a former unit, and a note. `only_predecessor` is True if the commune
    has land of no other unit."""
    if parts > 1:
        return LineageKind.SPLIT, "Một phần" if number else "Phần chính theo danh mục đơn vị hành chính"
    if not only_predecessor:
        return LineageKind.MERGED, ""
    same_name = unit.name == successor.name
    return LineageKind.RENAMED, "Giữ nguyên tên và địa bàn theo danh mục đơn vị hành chính" if same_name else ""


def _row(unit: Unit, successor: Unit | None, kind: LineageKind, source_id: str, note: str = "") -> Lineage:
    return Lineage(unit.id, successor.id if successor else "", MERGED_ON, kind, source_id, note)


def _abolished_note(resolution: Resolution) -> str:
    return (
        f"Cấp huyện kết thúc hoạt động trong cả nước từ ngày {_MERGED_ON_TEXT}; các xã, phường, thị trấn trực "
        f"thuộc được sắp xếp theo Nghị quyết số {resolution.number}"
    )
