"""Finds the units that names in a file mean, in the spellings that offices use.

If several units have the name, the result is an UnclearName; the importer never picks one of them.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator import formats, words
from generator.importing.phrases.offices import Office, office_of
from generator.importing.phrases.row_names import bare_name, whole_level_of
from generator.importing.phrases.text_keys import abbreviates, bare_key, syllables, text_key
from generator.model import NAMED_UNIT, SKIPPED, Level, Period, Portal, Unit, UnitKind

_KIND_WORDS = tuple(
    dict.fromkeys(map(words.inline, (words.UNIT_KINDS[UnitKind.CITY_PROVINCE], *words.NAME_WORDS.values())))
)
_OFFICES = re.compile(r"hđnd|ubnd|hành chính công|hcc\b|một cửa|bpmc", re.IGNORECASE)
"""Offices of a commune that keep its figures."""
_MAX_WORDS = 25
"""Limit on the words of an abbreviated name. A longer text is a sentence."""
_SIMILAR_ENOUGH = 0.72
"""Similarity of names, from 0 to 1, from which a unit is offered."""
_OFFERED = 3
"""How many units are offered for a name."""
_COUNT_IN_BRACKETS = re.compile(rf"\d{{1,3}}(?: (?:{'|'.join(map(text_key, (*_KIND_WORDS, 'đơn vị')))})(?: .*)?)?")
"""Counts in brackets after a name: `(1)`, `(10 xã, 1 thị trấn)`."""


@dataclass(frozen=True)
class UnitOrLevel:
    """The owner of a figure: a unit or, if `level` is not empty, all units of that level within the unit.

    If it comes from a saved decision, `level` may also contain the aggregate, as in `commune:mean`.
    """

    unit_id: str
    level: str = ""


@dataclass(frozen=True)
class UnclearName:
    """The result for a name that does not lead to exactly one unit.

    - `message`, `hint`: why no unit was chosen, and what to do.
    - `candidates`: the units that the name may mean.
    - `shared_hint`: the hint for many rows with the same message, if one remedy may settle all of them; else empty.
    - `period_may_be_wrong`: True if the unit did not exist in the period, so that the requested period may be wrong.
    - `is_shared`: True if several units have the name.
    - `office`: the office of the only candidate, if the name is that of its office.
    """

    message: str
    candidates: tuple[Unit, ...] = ()
    hint: str = ""
    shared_hint: str = ""
    period_may_be_wrong: bool = False
    is_shared: bool = False
    office: Office | None = None


NameMeaning = UnitOrLevel | UnclearName


@dataclass(frozen=True)
class Names:
    """The units within one unit, by the names that files of one period use.

    `decided` holds earlier decisions of staff: ids of units, by the key of the name. With `period` None, units of all
    times are found.
    """

    portal: Portal
    within: Unit
    period: Period | None
    decided: Mapping[str, str]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The unit `within` and all units below it."""
        below = {self.within.id}
        found = [self.within]
        for _ in Level:
            more = [unit for unit in self.portal.units.values() if unit.parent_id in below and unit.id not in below]
            below |= {unit.id for unit in more}
            found += more
        return tuple(found)

    def kinds_of(self, level: Level, within: str) -> frozenset[UnitKind]:
        """Returns the kinds of the units of a level that are active in the period.

        `within` is the id of the province or of a district.
        """
        whole = within == self.within.id
        units = (unit for unit in self.units if unit.level is level and (whole or unit.parent_id == within))
        return frozenset(unit.kind for unit in filter(self.is_active, units))

    def is_active(self, unit: Unit) -> bool:
        """Whether a unit existed in the period; always true if there is none."""
        return self.period is None or unit.active_in(self.period)

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Unit, ...]]:
        return _by_text((name, unit) for unit in self.units for name in self._names(unit))

    @cached_property
    def _by_bare_key(self) -> Mapping[str, tuple[Unit, ...]]:
        return _by_text((bare_key(name), unit) for name, units in self._by_key.items() for unit in units)

    @staticmethod
    def _names(unit: Unit) -> Iterable[str]:
        for name in (unit.name, unit.short_name, *unit.aliases):
            yield text_key(name)
            if unit.level is not Level.DEPARTMENT:
                yield _without_kind(text_key(name))

    def find(self, text: str, level: Level | None = None, district: str = "", previous_name: str = "") -> NameMeaning:
        """Finds the unit or the whole level that a text names. Earlier decisions have priority.

        - `level`: the level of the table; units of other levels are used only if none of this level has the name.
        - `district`: id of the district that the row is below; decides between communes with the same name.
        - `previous_name`: the name of the previous row, with which decisions about ambiguous names are saved.
        """
        for spelled in (f"{previous_name} / {text}" if previous_name else text, text):
            decided = self.decided.get(text_key(spelled))
            if decided and decided != NAMED_UNIT:
                unit_id, _, whole = decided.partition(":")
                return UnitOrLevel(unit_id, whole)
        name = bare_name(text)
        whole_level = whole_level_of(text)
        if whole_level and whole_level is not self.within.level:
            return UnitOrLevel(self.within.id, whole_level)
        place, sign, parent = _split_addition(name)
        found = self.matching(place, level) or self._matching_without_province(place, level)
        if parent:
            parents = {unit.id for unit in self.matching(parent, Level.DISTRICT)}
            below = [unit for unit in found if unit.parent_id in parents]
            if found and not below and not self._is_harmless_addition(found, parent):
                return self._with_addition(f"({parent})" if sign == "(" else parent, found)
            found = below or found
        of_office = None if found else self._unit_of_office(text, district)
        return of_office or self._only_one(text, found, district, level)

    def _unit_of_office(self, text: str, district: str) -> NameMeaning | None:
        """Returns the unit whose office a text names, if the user decided that the figures of such offices are those of
        the units. Before that decision it is unclear. None if the text names no office of a commune or district."""
        office = office_of(text)
        decided = self.decided.get(text_key(office.decision_key)) if office else None
        if office is None or decided == SKIPPED:
            return UnitOrLevel(SKIPPED) if office else None
        found = self.find(office.unit_name, office.level, district)
        if isinstance(found, UnclearName):
            return found if decided else None
        unit = self.portal.units.get(found.unit_id)
        if unit is None or found.level or unit.level is not office.level:
            return None
        if decided:
            return found
        hint = f"có phải {self.described(unit)} ({unit.id})?"
        return UnclearName("là bộ phận của đơn vị, không phải đơn vị", (unit,), hint, office=office)

    def _is_harmless_addition(self, found: Iterable[Unit], addition: str) -> bool:
        """Whether the words in brackets after a name leave its meaning unchanged.

        Such words are the number of a footnote, a number of communes, the unit's code, another name of the unit, or the
        name of the province.
        """
        if _COUNT_IN_BRACKETS.fullmatch(text_key(addition)) or text_key(addition) in self._names(self.within):
            return True
        same = {unit.id for unit in self.matching(addition, None)}
        return any(unit.id in same or unit.code == addition for unit in found)

    def _with_addition(self, addition: str, found: Sequence[Unit]) -> UnclearName:
        """Returns the result for a name with added words: `Xã Hòa Hội (cũ)` is not the unit that has this name now."""
        active = tuple(filter(self.is_active, found))
        names = "; ".join(f"{self.described(unit)} ({unit.id})" for unit in active)
        hint = f"xem văn bản: có phải {names}?" if names else "xem văn bản: đơn vị nào, của thời kỳ nào"
        return UnclearName(f"có ghi thêm “{addition}”, chưa rõ là đơn vị nào", active, hint)

    def matching(self, name: str, level: Level | None) -> list[Unit]:
        """Returns the units with this name. Units of other levels are returned only if `level` has none.

        If the text is the full name of a unit, units with it as a short name, alias or abbreviation are left out.
        """
        spelled = text_key(name)
        found = list(self._by_key.get(spelled, ())) or self._abbreviated(name)
        if not found and name.isascii():  # Typed without diacritics.
            found = list(self._by_bare_key.get(bare_key(name), ()))
        exact = [unit for unit in found if text_key(unit.name) == spelled]
        if level is None or not [unit for unit in found if unit.level is level]:
            return exact or found
        of_level = [unit for unit in found if unit.level is level]
        return [unit for unit in exact if unit.level is level] or of_level

    def _matching_without_province(self, name: str, level: Level | None) -> list[Unit]:
        """Returns the units with this name if the name of the province is left out: `Sở Nội vụ tỉnh Tây Ninh`, `Thanh
        tra tỉnh Tây Ninh` (the unit `Thanh tra tỉnh`)."""
        endings = {text_key(each) for each in (self.within.short_name, self.within.name)}
        written = name.split()
        most = 2 * max(len(each.split()) for each in endings) + 1  # A dash may stand between two words.
        for count in range(1, min(len(written), most + 1)):
            if text_key(" ".join(written[-count:])) in endings:
                found = self.matching(" ".join(written[:-count]).rstrip(" ,-–"), level)
                if found := [unit for unit in found if unit.id != self.within.id]:
                    return found
        return []

    def _abbreviated(self, name: str) -> list[Unit]:
        short = syllables(name)
        if not 1 < len(short) <= _MAX_WORDS:
            return []
        written_out = text_key(name).split()
        return [
            unit for unit in self.units if any(abbreviates(form, syllables(unit.name)) for form in (short, written_out))
        ]

    def _only_one(self, text: str, found: list[Unit], district: str, level: Level | None) -> NameMeaning:
        active = list(filter(self.is_active, found))
        if not found and (other := self._namesakes_of_other_times(text, level)):
            return self._inactive(other)
        if not found:
            return self._unknown(text, district, level)
        if not active:
            return self._inactive(found)
        if len(active) > 1 and district:
            active = [unit for unit in active if unit.parent_id == district] or active
        if len(active) == 1:
            return UnitOrLevel(active[0].id)
        names = ", ".join(self.described(unit) for unit in active)
        message = f"là tên của {len(active)} đơn vị: {names}"
        return UnclearName(message, tuple(active), self._distinguishing_hint(active), is_shared=True)

    def _distinguishing_hint(self, units: Sequence[Unit]) -> str:
        """Returns the hint on what to add to the file to distinguish units with the same name.

        It is a row with the district, the full name, or a column of codes. Empty if none of these distinguishes them.
        """
        parents = [self.portal.units.get(unit.parent_id) for unit in units]
        districts = {parent.id for parent in parents if parent and parent.level is Level.DISTRICT}
        if len(districts) == len(units):
            return "thêm dòng tên huyện ở trên"
        if len({text_key(unit.name) for unit in units}) == len(units):
            return "ghi đủ tên như trên"
        codes = {unit.code for unit in units if unit.code}
        return "thêm cột “Mã” ghi mã hành chính của đơn vị" if len(codes) == len(units) else ""

    def described(self, unit: Unit) -> str:
        """Returns the name of a unit; for a commune or a unit of another province, with its parent: `Xã Tân Bình (Huyện
        Tân Biên)`."""
        parent = self.portal.units.get(unit.parent_id)
        stated = parent and (unit.level is Level.COMMUNE or unit not in self.units)
        return f"{unit.name} ({parent.name})" if parent and stated else unit.name

    def _inactive(self, found: list[Unit]) -> UnclearName:
        unit = found[0]
        successors = [
            self.portal.units[link.successor_id]
            for link in self.portal.lineage
            if link.predecessor_id == unit.id and link.successor_id in self.portal.units
        ]
        later = self.period is not None and not unit.has_begun(self.period.end)
        day = f" (từ {unit.active_from:%d/%m/%Y})" if unit.active_from and later else ""
        ended = f" (đến {unit.active_to:%d/%m/%Y})" if unit.active_to and not day else ""
        names = ", ".join(f"{item.name} ({item.id})" for item in successors)
        hint = f"đơn vị kế tiếp: {names}; xem lại kỳ" if names else "xem lại kỳ số liệu"
        if same := next(filter(self._follows_namesake, successors), None):
            hint += f"; bảng còn ghi đơn vị trước sáp nhập thì dòng “{same.name}” cũng là số của đơn vị cũ cùng tên"
        message = f"không hoạt động trong kỳ này{day}{ended}"
        return UnclearName(
            message, tuple(successors), hint, shared_hint=self._wrong_period_hint(), period_may_be_wrong=True
        )

    def _follows_namesake(self, unit: Unit) -> bool:
        """Whether a predecessor of the unit has the same name: two communes merged under the name of one of them."""
        before = (link.predecessor_id for link in self.portal.lineage if link.successor_id == unit.id)
        return any(id_ in self.portal.units and self.portal.units[id_].name == unit.name for id_ in before)

    def _wrong_period_hint(self) -> str:
        """Returns the hint for many names of units that are inactive in the period: the period itself may be wrong."""
        requested = f" (đang nhập {formats.period(self.period)})".replace(formats.NBSP, " ") if self.period else ""
        return f"xem lại PERIOD{requested}; nếu kỳ đúng thì trả lời từng dòng bằng mã đơn vị kế tiếp hoặc {SKIPPED}"

    def _namesakes_of_other_times(self, text: str, level: Level | None) -> list[Unit]:
        """Returns the units with this name in the predecessors and successors of the province, inactive in the period.

        If the user requests a wrong year, the province that is chosen may be another one with the same name.
        """
        found = self._namesakes(text, level, self._predecessors_and_successors)
        return [unit for unit in found if not self.is_active(unit)]

    def _namesakes_in_merged_provinces(self, text: str, level: Level | None) -> list[Unit]:
        """Returns the units with this name in the predecessors of the province, or in the provinces that merged with
        it: a report after a merger may list the units of all of them."""
        others = (*self._predecessors_and_successors, *self._merged_with)
        return list(filter(self.is_active, self._namesakes(text, level, others)))

    @staticmethod
    def _namesakes(text: str, level: Level | None, provinces: "Iterable[Names]") -> list[Unit]:
        name, _, _ = _split_addition(bare_name(text))
        return [unit for names in provinces for unit in names.matching(name, level)]

    @cached_property
    def _predecessors_and_successors(self) -> "tuple[Names, ...]":
        links = [link for link in self.portal.lineage if self.within.id in (link.predecessor_id, link.successor_id)]
        return self._within_each(id_ for link in links for id_ in (link.predecessor_id, link.successor_id))

    @cached_property
    def _merged_with(self) -> "tuple[Names, ...]":
        after = {link.successor_id for link in self.portal.lineage if link.predecessor_id == self.within.id}
        return self._within_each(link.predecessor_id for link in self.portal.lineage if link.successor_id in after)

    def _within_each(self, ids: Iterable[str]) -> "tuple[Names, ...]":
        others = (self.portal.units[id_] for id_ in dict.fromkeys(ids) if id_ in self.portal.units)
        return tuple(replace(self, within=unit, decided={}) for unit in others if unit is not self.within)

    def _most_similar(self, name: str, district: str, level: Level | None) -> tuple[Unit, ...]:
        """Returns the units of a level with the most similar names, most probable first.

        A unit of the same name but of another kind comes first: communes become wards. The order of the others is by
        similarity without diacritics, then by whether the unit is in `district`, then by similarity with diacritics.
        """
        spelled: dict[str, list[Unit]] = {}
        for unit in self.units:
            # `Thuế tỉnh Tây Ninh` resembles the name of the province, whose figures it does not state.
            if unit is self.within and bare_key(name).split()[:1] != bare_key(unit.name).split()[:1]:
                continue
            if level in (None, unit.level) and self.is_active(unit):
                spelled.setdefault(bare_key(unit.name), []).append(unit)
        near = difflib.get_close_matches(bare_key(name), list(spelled), n=_OFFERED, cutoff=_SIMILAR_ENOUGH)

        def rank(unit: Unit) -> tuple[bool, float]:
            similarity = difflib.SequenceMatcher(None, text_key(name), text_key(unit.name)).ratio()
            return bool(district) and unit.parent_id != district, -similarity

        own = bare_key(_without_kind(text_key(name)))
        of_other_kind = [
            each
            for each in spelled
            if any(bare_key(_without_kind(text_key(unit.name))) == own for unit in spelled[each])
        ]
        in_part = [each for each in self._named_in_part(name, level) if each in spelled]
        ordered = dict.fromkeys([*in_part, *of_other_kind, *near])
        return tuple(unit for each in ordered for unit in sorted(spelled[each], key=rank))[:_OFFERED]

    def _named_in_part(self, name: str, level: Level | None) -> list[str]:
        """Returns the keys of the units that a part of the text names: before a dash (`Xã Tân Bình - Tân Biên`), or
        after an office of theirs (`Trung tâm Phục vụ hành chính công xã Tân Bình`)."""
        written = name.split()
        head = re.split(r"\s[-–]\s", name)[0]
        parts = [head] if head != name else []
        parts += [" ".join(written[at:]) for at in range(1, len(written) - 1)] if _OFFICES.search(name) else []
        found = (self.matching(part, level) for part in parts)
        return [bare_key(unit.name) for unit in next(filter(None, found), []) if unit is not self.within]

    def _unknown(self, text: str, district: str, level: Level | None) -> UnclearName:
        """Returns the result for an unknown name. Its candidates are the units of merged provinces with this name, and
        units with similar names.

        None of them is chosen, because names of two communes may differ only in a tone mark.
        """
        similar = self._most_similar(bare_name(text), district, level)
        found = tuple(dict.fromkeys((*self._namesakes_in_merged_provinces(text, level), *similar)))[:_OFFERED]
        names = "; ".join(f"{self.described(unit)} ({unit.id})" for unit in found)
        within = words.name_in_text(self.within)
        hint = f"có phải {names}?" if names else "gõ sai thì sửa tên (data/units.csv); không thuộc cổng thì bỏ dòng"
        return UnclearName(f"không phải tên đơn vị nào của {within}", found, hint)


def _split_addition(name: str) -> tuple[str, str, str]:
    """Splits a name from the words added to it, which may be its district. Returns name, separator and added words.

    Examples: `Xã Tân Bình (Tân Biên)`, `Xã Tân Bình, huyện Tân Biên`.
    """
    if name.endswith(")") and "(" in name:
        return name[: name.rindex("(")].strip(), "(", name[name.rindex("(") + 1 : -1].strip(" *")
    head, comma, tail = name.rpartition(",")
    if comma and any(text_key(tail).startswith(f"{text_key(word)} ") for word in ("huyện", "thị xã", "thành phố")):
        return head.strip(), comma, tail.strip()
    return name, "", ""


def _without_kind(spelled: str) -> str:
    for word in _KIND_WORDS:
        if spelled.startswith(f"{text_key(word)} "):
            rest = spelled.removeprefix(f"{text_key(word)} ")
            return spelled if rest.isdigit() else rest
    return spelled


def _by_text(named: Iterable[tuple[str, Unit]]) -> Mapping[str, tuple[Unit, ...]]:
    """Returns the units of each text, every unit once."""
    found: dict[str, dict[str, Unit]] = {}
    for text, unit in named:
        found.setdefault(text, {})[unit.id] = unit
    return {text: tuple(units.values()) for text, units in found.items()}
