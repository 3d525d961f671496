"""Names of workbooks → units: within their level, as offices write them; two that bear one name are never confused."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator import formats, words
from generator.importing.wording import abbreviates, bare_key, is_unmarked, key, syllables
from generator.model import SKIPPED, Level, Period, Portal, Unit, UnitKind

_PREFIXES = ("ủy ban nhân dân", "ubnd", "uỷ ban nhân dân")
_KIND_WORDS = tuple(
    dict.fromkeys(map(words.inline, (words.UNIT_KINDS[UnitKind.CITY_PROVINCE], *words.NAME_WORDS.values())))
)
_WHOLE_LEVELS = {
    Level.DEPARTMENT: (
        "các sở, ban, ngành",
        "các sở, ban, ngành tỉnh",
        "các sở, ban, ngành cấp tỉnh",
        "sở, ban, ngành",
        "sở, ban, ngành tỉnh",
        "sở, ngành",
        "các sở",
        "các sở, ngành",
        "khối sở, ban, ngành",
        "khối sở, ngành",
        "cấp tỉnh",
        "cấp sở",
        "các cơ quan chuyên môn thuộc UBND tỉnh",
    ),
    Level.DISTRICT: (
        "các huyện, thị xã, thành phố",
        "huyện, thị xã, thành phố",
        "các huyện, thành phố",
        "các huyện",
        "huyện",
        "cấp huyện",
        "khối huyện",
        "khối huyện, thị xã, thành phố",
    ),
    Level.COMMUNE: (
        "các xã, phường, thị trấn",
        "xã, phường, thị trấn",
        "các xã, phường, đặc khu",
        "xã, phường, đặc khu",
        "các xã, phường",
        "xã, phường",
        "các xã",
        "xã",
        "cấp xã",
        "khối xã, phường, thị trấn",
        "khối xã",
    ),
}
_TOTALS = ("tổng", "tổng cộng", "tổng số", "cộng", "tổng chung", "toàn cấp")
_MEANS = ("bình quân", "trung bình", "tỷ lệ bình quân", "tỷ lệ trung bình", "bình quân chung", "trung bình chung")
_LONGEST_NAME = 25
"""Words; a longer text is a sentence."""
_NEAR = 0.72
_OFFERED = 3
"""So many units are offered for a name."""
_COUNTED = re.compile(rf"\d{{1,3}}(?: (?:{'|'.join(map(key, (*_KIND_WORDS, 'đơn vị')))})(?: .*)?)?")
"""What brackets behind a name may count: `(1)`, `(10 xã, 1 thị trấn)`."""


@dataclass(frozen=True)
class UnitOrLevel:
    """Whose figures a row holds: a unit's, or those of a whole level within it."""

    unit_id: str
    level: str = ""


@dataclass(frozen=True)
class Unclear:
    """A name that leads to no single unit, with those that it may mean and why it was not taken. `together` is how to
    answer for many lines of which the same is said, where one remedy may settle all. `of_time` where the unit was not
    there in the period: the period may be wrong."""

    message: str
    candidates: tuple[Unit, ...] = ()
    hint: str = ""
    together: str = ""
    of_time: bool = False


Named = UnitOrLevel | Unclear


@dataclass(frozen=True)
class Names:
    """The units within one unit, as workbooks of a period name them."""

    portal: Portal
    within: Unit
    period: Period | None
    decided: Mapping[str, str]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The unit and all below it."""
        below = {self.within.id}
        found = [self.within]
        for _ in Level:
            more = [unit for unit in self.portal.units.values() if unit.parent_id in below and unit.id not in below]
            below |= {unit.id for unit in more}
            found += more
        return tuple(found)

    def kinds_of(self, level: Level, within: str) -> frozenset[UnitKind]:
        """The kinds of the units that a level within a unit had in the period."""
        whole = within == self.within.id
        units = (unit for unit in self.units if unit.level is level and (whole or unit.parent_id == within))
        return frozenset(unit.kind for unit in units if self.period is None or unit.active_in(self.period))

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Unit, ...]]:
        found: dict[str, dict[str, Unit]] = {}
        for unit in self.units:
            for name in self._names(unit):
                found.setdefault(name, {})[unit.id] = unit
        return {name: tuple(units.values()) for name, units in found.items()}

    @cached_property
    def _by_bare_key(self) -> Mapping[str, tuple[Unit, ...]]:
        found: dict[str, dict[str, Unit]] = {}
        for name, units in self._by_key.items():
            bare = bare_key(name)
            found.setdefault(bare, {}).update({unit.id: unit for unit in units})
        return {name: tuple(units.values()) for name, units in found.items()}

    @staticmethod
    def _names(unit: Unit) -> Iterable[str]:
        for name in (unit.name, unit.short_name, *unit.aliases):
            yield key(name)
            if unit.level is not Level.DEPARTMENT:
                yield _without_kind(key(name))

    def find(self, text: str, level: Level | None = None, district: str = "", before: str = "") -> Named:
        """The unit that a text names among those of a level, under a district's heading, after another row."""
        for spelled in (f"{before} / {text}" if before else text, text):
            decided = self.decided.get(key(spelled))
            if decided:
                unit_id, _, whole = decided.partition(":")
                return UnitOrLevel(unit_id, whole)
        name = _bare_name(text)
        whole_level = whole_level_of(text)
        if whole_level and whole_level is not self.within.level:
            return UnitOrLevel(self.within.id, whole_level)
        place, sign, parent = _parts(name)
        found = self.matching(place, level)
        if parent:
            parents = {unit.id for unit in self.matching(parent, Level.DISTRICT)}
            below = [unit for unit in found if unit.parent_id in parents]
            if found and not below and not self._is_said_of(found, parent):
                return self._qualified(f"({parent})" if sign == "(" else parent, found)
            found = below or found
        return self._single(text, found, district, level)

    def _is_said_of(self, found: Iterable[Unit], aside: str) -> bool:
        """Whether what stands in brackets behind a name tells nothing that could make it another unit: a footnote's
        number, how many communes there are, the unit's code or another of its names, the province's name."""
        if _COUNTED.fullmatch(key(aside)) or key(aside) in self._names(self.within):
            return True
        same = {unit.id for unit in self.matching(aside, None)}
        return any(unit.id in same or unit.code == aside for unit in found)

    def _qualified(self, aside: str, found: Sequence[Unit]) -> Unclear:
        """A name with words behind it: `Xã Hòa Hội (cũ)` is not the unit that bears the name now."""
        active = tuple(unit for unit in found if self.period is None or unit.active_in(self.period))
        names = "; ".join(f"{self.described(unit)} ({unit.id})" for unit in active)
        hint = f"xem văn bản: có phải {names}?" if names else "xem văn bản: đơn vị nào, của thời kỳ nào"
        return Unclear(f"có ghi thêm “{aside}”, chưa rõ là đơn vị nào", active, hint)

    def matching(self, name: str, level: Level | None) -> list[Unit]:
        """The units of this name; of another level only where the level has none."""
        spelled = key(name)
        found = list(self._by_key.get(spelled, ())) or self._abbreviated(name)
        if not found and is_unmarked(name):
            found = list(self._by_bare_key.get(bare_key(name), ()))
        exact = [unit for unit in found if key(unit.name) == spelled]
        if level is None or not [unit for unit in found if unit.level is level]:
            return exact or found
        of_level = [unit for unit in found if unit.level is level]
        return [unit for unit in exact if unit.level is level] or of_level

    def _abbreviated(self, name: str) -> list[Unit]:
        short = syllables(name)
        if not 1 < len(short) <= _LONGEST_NAME:
            return []
        written_out = key(name).split()
        return [
            unit for unit in self.units if any(abbreviates(form, syllables(unit.name)) for form in (short, written_out))
        ]

    def _single(self, text: str, found: list[Unit], district: str, level: Level | None) -> Named:
        active = [unit for unit in found if self.period is None or unit.active_in(self.period)]
        if not found and (other := self._of_another_time(text, level)):
            return self._ended(other)
        if not found:
            return self._unknown(text, district, level)
        if not active:
            return self._ended(found)
        if len(active) > 1 and district:
            active = [unit for unit in active if unit.parent_id == district] or active
        if len(active) == 1:
            return UnitOrLevel(active[0].id)
        names = ", ".join(self.described(unit) for unit in active)
        return Unclear(f"là tên của {len(active)} đơn vị: {names}", tuple(active), self._telling_apart(active))

    def _telling_apart(self, units: Sequence[Unit]) -> str:
        """What a file can add to tell units of one name apart: their districts, where there are any; empty where
        nothing does."""
        parents = [self.portal.units.get(unit.parent_id) for unit in units]
        districts = {parent.id for parent in parents if parent and parent.level is Level.DISTRICT}
        if len(districts) == len(units):
            return "thêm dòng tên huyện ở trên"
        if len({key(unit.name) for unit in units}) == len(units):
            return "ghi đủ tên như trên"
        codes = {unit.code for unit in units if unit.code}
        return "thêm cột “Mã” ghi mã hành chính của đơn vị" if len(codes) == len(units) else ""

    def described(self, unit: Unit) -> str:
        """A unit with the one it belongs to: `Xã Tân Bình (Huyện Tân Biên)`."""
        parent = self.portal.units.get(unit.parent_id)
        return f"{unit.name} ({parent.name})" if parent and unit.level is Level.COMMUNE else unit.name

    def _ended(self, found: list[Unit]) -> Unclear:
        unit = found[0]
        successors = [
            self.portal.units[link.successor_id]
            for link in self.portal.lineage
            if link.predecessor_id == unit.id and link.successor_id in self.portal.units
        ]
        day = f" (từ {unit.active_from:%d/%m/%Y})" if unit.active_from and self._begins_later(unit) else ""
        ended = f" (đến {unit.active_to:%d/%m/%Y})" if unit.active_to and not day else ""
        names = ", ".join(f"{item.name} ({item.id})" for item in successors)
        hint = f"đơn vị kế tiếp: {names}; xem lại kỳ" if names else "xem lại kỳ số liệu"
        message = f"không hoạt động trong kỳ này{day}{ended}"
        return Unclear(message, tuple(successors), hint, together=self._another_time(), of_time=True)

    def _another_time(self) -> str:
        """What to do where many names are of another time: a wrong period makes such units of all."""
        said = f" (đang nhập {formats.period(self.period)})".replace(formats.NBSP, " ") if self.period else ""
        return f"xem lại PERIOD{said}; nếu kỳ đúng thì trả lời từng dòng bằng mã đơn vị kế tiếp hoặc {SKIPPED}"

    def _of_another_time(self, text: str, level: Level | None) -> list[Unit]:
        """The units of this name below those that this one came from, or became, which were not active in the period: a
        wrong year leads to another province of the same name."""
        name, _, _ = _parts(_bare_name(text))
        found = [unit for names in self._related for unit in names.matching(name, level)]
        return [unit for unit in found if self.period and not unit.active_in(self.period)]

    @cached_property
    def _related(self) -> "tuple[Names, ...]":
        links = [link for link in self.portal.lineage if self.within.id in (link.predecessor_id, link.successor_id)]
        ids = dict.fromkeys(id_ for link in links for id_ in (link.predecessor_id, link.successor_id))
        others = (self.portal.units[id_] for id_ in ids if id_ != self.within.id and id_ in self.portal.units)
        return tuple(replace(self, within=unit, decided={}) for unit in others)

    def _begins_later(self, unit: Unit) -> bool:
        return bool(self.period and unit.active_from and unit.active_from > self.period.end)

    def _nearest(self, name: str, district: str, level: Level | None) -> tuple[Unit, ...]:
        """The units of a level whose names come nearest, most probable first: the nearest letters, then the district
        that is open, then the nearest marks."""
        spelled: dict[str, list[Unit]] = {}
        for unit in self.units:
            if level in (None, unit.level) and (self.period is None or unit.active_in(self.period)):
                spelled.setdefault(bare_key(unit.name), []).append(unit)
        near = difflib.get_close_matches(bare_key(name), list(spelled), n=_OFFERED, cutoff=_NEAR)

        def rank(unit: Unit) -> tuple[bool, float]:
            return bool(district) and unit.parent_id != district, -_likeness(key(name), key(unit.name))

        return tuple(unit for each in near for unit in sorted(spelled[each], key=rank))[:_OFFERED]

    def _unknown(self, text: str, district: str, level: Level | None) -> Unclear:
        """A name that nobody bears, with the nearest ones: a tone makes another commune, so none is taken."""
        found = self._nearest(_bare_name(text), district, level)
        names = "; ".join(f"{self.described(unit)} ({unit.id})" for unit in found)
        within = words.name_in_text(self.within)
        return Unclear(
            f"không phải tên đơn vị nào của {within}",
            found,
            f"có phải {names}?" if names else "sửa tên như trong danh sách đơn vị (data/units.csv)",
        )


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def aggregate_of(text: str) -> str:
    """`total` or `mean` for the name of a row that sums up others, else an empty text."""
    spelled = key(text)
    for aggregate, names in (("total", _TOTALS), ("mean", _MEANS)):
        if any(spelled == key(name) or spelled.startswith(f"{key(name)} ") for name in names):
            return aggregate
    return ""


def is_aggregate_of_all(text: str, within: Unit) -> bool:
    """Whether the row says that it sums up the whole province: `Toàn tỉnh`, `Tổng toàn tỉnh`; of a city that is one,
    `Toàn thành phố`, which elsewhere may be a district."""
    kinds = ("tỉnh", "thành phố") if within.kind is UnitKind.CITY_PROVINCE else ("tỉnh",)
    alone = {key(f"{start}{kind}") for kind in kinds for start in ("chung cả ", "cả ")}
    return key(text) in alone or any(key(f"toàn {kind}") in key(text) for kind in kinds)


def whole_level_of(text: str) -> Level | None:
    """The level that a text names as a whole: `UBND các huyện, thị xã, thành phố`."""
    spelled = key(_bare_name(text))
    for level, names in _WHOLE_LEVELS.items():
        if any(spelled == key(name) for name in names):
            return level
    return None


def level_in(text: str) -> Level | None:
    """The level that a title or heading speaks of: `3/ Cấp xã`, `Kết quả của các xã, phường, thị trấn`."""
    spelled = f" {key(text)} "
    found = {
        level
        for level, names in _WHOLE_LEVELS.items()
        if any(f" {key(name)} " in spelled for name in names if len(key(name).split()) > 1)
    }
    return found.pop() if len(found) == 1 else None


def _bare_name(text: str) -> str:
    """A name without `UBND` before it and without a footnote's mark after it."""
    name = text.strip(" .:*-–")
    for prefix in _PREFIXES:
        if key(name).startswith(f"{key(prefix)} "):
            taken = len(syllables(prefix)) if syllables(name)[0] != "ubnd" else 1
            name = " ".join(name.split()[taken:])
    return name


def _parts(name: str) -> tuple[str, str, str]:
    """A name and the district that it adds: `Xã Tân Bình (Tân Biên)`, `Xã Tân Bình, huyện Tân Biên`."""
    if name.endswith(")") and "(" in name:
        return name[: name.rindex("(")].strip(), "(", name[name.rindex("(") + 1 : -1].strip(" *")
    head, comma, tail = name.rpartition(",")
    if comma and any(key(tail).startswith(f"{key(word)} ") for word in ("huyện", "thị xã", "thành phố")):
        return head.strip(), comma, tail.strip()
    return name, "", ""


def _without_kind(spelled: str) -> str:
    for word in _KIND_WORDS:
        if spelled.startswith(f"{key(word)} "):
            rest = spelled.removeprefix(f"{key(word)} ")
            return spelled if rest.isdigit() else rest
    return spelled
