"""Places of the gazetteer → the units of a portal, what became of those before July 2025, and where they lie."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from generator import words
from generator.formats import slug
from generator.founding.gazetteer import Gazetteer, GazetteerUnit
from generator.founding.naming import Named, named, told_apart
from generator.model import Level, Lineage, LineageKind, Unit, UnitKind

MERGED_ON = date(2025, 7, 1)
"""The day on which provinces and communes were arranged anew and districts ended."""

_MERGED_ON = "01/07/2025"
"""The same as official Vietnamese writes it."""

_LAST_DAY = MERGED_ON - timedelta(days=1)
_BEFORE = "den-2025"


@dataclass(frozen=True)
class Department:
    """A department, board or inspectorate that a portal begins with."""

    name: str
    short_name: str
    kind: UnitKind
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Laws:
    """The ids of the documents that say what became of units: provinces, districts, communes."""

    provinces: str
    districts: str
    communes: str
    communes_number: str


@dataclass(frozen=True)
class Territory:
    """The units of a portal, by their key in the gazetteer, its own departments by their ids."""

    province: Unit
    units: Mapping[str, Unit]
    places: Mapping[str, GazetteerUnit]
    lineage: tuple[Lineage, ...] = ()
    former_provinces: tuple[Unit, ...] = ()


def territory(
    source: Gazetteer, province: GazetteerUnit, departments: Sequence[Department], laws: Laws, *, past: bool
) -> Territory:
    """Every unit of a province of today; with the past, those it came of too, and what became of each."""
    drawn = _Drawn(source, province, past=past)
    ids, slugs = drawn.ids(departments), drawn.slugs(departments)
    units: dict[str, Unit] = {}
    for key, draft in drawn.drafts(departments).items():
        units[key] = Unit(
            id=ids[key],
            slug=slugs[key],
            name=draft.named.name,
            short_name=draft.short_name or draft.named.short_name,
            kind=draft.named.kind,
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
        places={key: draft.place for key, draft in drawn.drafts(departments).items() if draft.place},
        lineage=tuple(_lineage(drawn, units, laws)),
        former_provinces=tuple(units[f"before/{place.key}"] for place in drawn.former_provinces if drawn.merged),
    )


@dataclass(frozen=True)
class _Draft:
    """A unit before it has an id and an address; `parent` is the key of the unit above it."""

    level: Level
    named: Named
    parent: str = ""
    place: GazetteerUnit | None = None
    active_from: date | None = None
    active_to: date | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    short_name: str = ""


@dataclass(frozen=True)
class _Drawn:
    """The places of a province of today and, with the past, of those it came of.

    Former units have keys that begin with `before/`: a key of the gazetteer belongs to one time. A province that only
    went on is one unit, of which the former districts are part too.
    """

    source: Gazetteer
    province: GazetteerUnit
    past: bool
    merged: bool = field(init=False)
    communes: tuple[GazetteerUnit, ...] = field(init=False)
    former_provinces: tuple[GazetteerUnit, ...] = field(init=False)
    former_districts: tuple[GazetteerUnit, ...] = field(init=False)
    former_communes: tuple[GazetteerUnit, ...] = field(init=False)

    def __post_init__(self) -> None:
        origins = self.source.origins[self.province.key]
        districts = [place for key in origins for place in _within(self.source.former_districts, key)]
        communes = [place for district in districts for place in _within(self.source.former_communes, district.key)]
        found: dict[str, object] = {
            "merged": len(origins) > 1,
            "communes": tuple(_within(self.source.communes, self.province.key)),
            "former_provinces": tuple(self.source.former_provinces[key] for key in origins if self.past),
            "former_districts": tuple(districts if self.past else ()),
            "former_communes": tuple(communes if self.past else ()),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def former(self, key: str) -> str:
        """The key of a former unit; of a province that went on, its own."""
        return self.province.key if key == self.province.key and not self.merged else f"before/{key}"

    def drafts(self, departments: Sequence[Department]) -> dict[str, _Draft]:
        """Every unit in the order of the data: provinces, departments, districts, communes; today's before former."""
        return {
            self.province.key: self._province(),
            **{self.former(place.key): self._former_province(place) for place in self.former_provinces if self.merged},
            **{f"department/{item.name}": self._department(item) for item in departments},
            **{place.key: self._commune(place) for place in self.communes},
            **{self.former(place.key): self._former_district(place) for place in self.former_districts},
            **{self.former(place.key): self._former_commune(place) for place in self.former_communes},
        }

    def _province(self) -> _Draft:
        origins = [named(Level.PROVINCE, self.source.former_provinces[key].name).name for key in self._origins()]
        note = ""
        if self.merged:
            *first, last = map(words.inline, origins)
            note = f"Hình thành ngày {_MERGED_ON} từ {', '.join(first)} và {last}"
        own = named(Level.PROVINCE, self.province.name)
        begun = MERGED_ON if self.merged else None
        return _Draft(Level.PROVINCE, own, "", self.province, begun, None, (*own.aliases, *self.province.aliases), note)

    def _origins(self) -> tuple[str, ...]:
        return self.source.origins[self.province.key]

    def _former_province(self, place: GazetteerUnit) -> _Draft:
        own = named(Level.PROVINCE, place.name)
        note = f"{own.name} trước ngày {_MERGED_ON}"
        same = own.bare == named(Level.PROVINCE, self.province.name).bare
        short = f"{own.bare} (đến {_LAST_DAY.month}/{_LAST_DAY.year})" if same else ""
        return _Draft(Level.PROVINCE, own, "", place, None, _LAST_DAY, own.aliases, note, short)

    def _department(self, item: Department) -> _Draft:
        own = Named(item.kind, item.name, item.short_name, item.name, ())
        return _Draft(Level.DEPARTMENT, own, self.province.key, aliases=item.aliases, note=item.note)

    def _commune(self, place: GazetteerUnit) -> _Draft:
        own = named(Level.COMMUNE, place.name)
        former = [other for other in self.former_communes if other.code == place.code]
        before = [words.inline(named(Level.COMMUNE, other.name).name) for other in former]
        again = " cũ" if before and before[0] == words.inline(own.name) else ""
        note = f"Mã {place.code} trước ngày {_MERGED_ON} là mã của {before[0]}{again}" if before else ""
        return _Draft(Level.COMMUNE, own, self.province.key, place, MERGED_ON, None, own.aliases, note)

    def _former_district(self, place: GazetteerUnit) -> _Draft:
        own = named(Level.DISTRICT, place.name)
        alike = [other for other in self.former_districts if named(Level.DISTRICT, other.name).bare == own.bare]
        bare = () if own.bare.isdecimal() or len(alike) > 1 else (own.bare,)
        parent = self.former(place.parent)
        return _Draft(Level.DISTRICT, own, parent, place, None, _LAST_DAY, (*own.aliases, *bare))

    def _former_commune(self, place: GazetteerUnit) -> _Draft:
        own = named(Level.COMMUNE, place.name)
        return _Draft(Level.COMMUNE, own, self.former(place.parent), place, None, _LAST_DAY, own.aliases)

    def ids(self, departments: Sequence[Department]) -> dict[str, str]:
        """The id of each unit: its own name below that of the unit above it."""
        ids = told_apart(self._provinces())
        own = ids[self.province.key]
        lower = {
            **{f"department/{item.name}": (f"{own}.{slug(item.name)}",) for item in departments},
            **{place.key: _with_code(f"{own}.{slug(place.name)}", place) for place in self.communes},
        }
        districts = {
            self.former(place.key): tuple(
                f"{ids[self.former(place.parent)]}.{slug(name)}"
                for name in (named(Level.DISTRICT, place.name).bare, place.name)
            )
            for place in self.former_districts
        }
        ids |= told_apart([lower, districts])
        communes = {
            self.former(place.key): _with_code(f"{ids[self.former(place.parent)]}.{slug(place.name)}", place)
            for place in self.former_communes
        }
        return ids | told_apart([communes])

    def slugs(self, departments: Sequence[Department]) -> dict[str, str]:
        """The address of each unit: its name, with that of the unit it belonged to where it is no more."""
        districts = {place.key: place for place in self.former_districts}
        bare = {place.key: slug(named(Level.DISTRICT, place.name).bare) for place in self.former_districts}
        above = {place.key: slug(named(Level.PROVINCE, place.name).bare) for place in self.former_provinces}
        today = {
            **{f"department/{item.name}": (slug(item.name),) for item in departments},
            **{place.key: _with_code(slug(place.name), place) for place in self.communes},
        }
        former = {
            self.former(place.key): (slug(place.name), f"{slug(place.name)}-{above[place.parent]}")
            for place in self.former_districts
        }
        communes = {}
        for place in self.former_communes:
            short = f"{slug(place.name)}-{bare[place.parent]}"
            longer = f"{short}-{above[districts[place.parent].parent]}"
            communes[self.former(place.key)] = (short, longer, f"{short}-{place.code}")
        return told_apart([*self._provinces(), today, former, communes])

    def _provinces(self) -> list[dict[str, tuple[str, ...]]]:
        own = slug(named(Level.PROVINCE, self.province.name).bare)
        names = {
            self.former(place.key): slug(named(Level.PROVINCE, place.name).bare)
            for place in self.former_provinces
            if self.merged
        }
        return [{self.province.key: (own,)}, {key: (name, f"{name}-{_BEFORE}") for key, name in names.items()}]


def _with_code(name: str, place: GazetteerUnit) -> tuple[str, str]:
    return name, f"{name}-{place.code}"


def _within(places: Mapping[str, GazetteerUnit], parent: str) -> list[GazetteerUnit]:
    return [place for place in places.values() if place.parent == parent]


def _lineage(drawn: _Drawn, units: Mapping[str, Unit], laws: Laws) -> Iterator[Lineage]:
    """What became of each former unit: provinces merged, districts ended, communes merged, divided or gone on."""
    own = units[drawn.province.key]
    for place in drawn.former_provinces if drawn.merged else ():
        yield _row(units[drawn.former(place.key)], own, LineageKind.MERGED, laws.provinces)
    taken = _predecessors(drawn)
    for place in (*drawn.former_districts, *drawn.former_communes):
        unit = units[drawn.former(place.key)]
        followers = drawn.source.successors.get(place.key, ())
        if not followers:
            yield _row(unit, None, LineageKind.ABOLISHED, laws.districts, _ended(laws))
        for number, key in enumerate(followers):
            yield _followed(unit, units[key], number, alone=taken[key] == 1, parts=len(followers), laws=laws)


def _followed(unit: Unit, successor: Unit, number: int, *, alone: bool, parts: int, laws: Laws) -> Lineage:
    """One commune of today that has land of a former unit; `alone` when it has no other land."""
    if parts > 1:
        note = "Một phần" if number else "Phần chính theo danh mục đơn vị hành chính"
        return _row(unit, successor, LineageKind.SPLIT, laws.communes, note)
    if not alone:
        return _row(unit, successor, LineageKind.MERGED, laws.communes)
    note = "Giữ nguyên tên và địa bàn theo danh mục đơn vị hành chính" if unit.name == successor.name else ""
    return _row(unit, successor, LineageKind.RENAMED, laws.communes, note)


def _predecessors(drawn: _Drawn) -> dict[str, int]:
    """How many former units each commune of today has land of."""
    counts: dict[str, int] = {}
    for place in (*drawn.former_districts, *drawn.former_communes):
        for key in drawn.source.successors.get(place.key, ()):
            counts[key] = counts.get(key, 0) + 1
    return counts


def _row(unit: Unit, successor: Unit | None, kind: LineageKind, source_id: str, note: str = "") -> Lineage:
    return Lineage(unit.id, successor.id if successor else "", MERGED_ON, kind, source_id, note)


def _ended(laws: Laws) -> str:
    return (
        f"Cấp huyện kết thúc hoạt động trong cả nước từ ngày {_MERGED_ON}; các xã, phường, thị trấn trực "
        f"thuộc được sắp xếp theo Nghị quyết số {laws.communes_number}"
    )
