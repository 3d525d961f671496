"""Derives kind, short name and aliases from official names, and chooses ids and slugs that differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import words
from generator.model import Level, UnitKind


@dataclass(frozen=True)
class KindNaming:
    """How units of a kind are named: `short` is the short form of the word before the name, `typed_forms` are the forms
    that staff type."""

    kind: UnitKind
    short: str = ""
    typed_forms: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The full word before the name."""
        return words.NAME_WORDS[self.kind]


_KIND_NAMINGS = {
    Level.PROVINCE: (
        KindNaming(UnitKind.CITY_PROVINCE, typed_forms=("TP",)),
        KindNaming(UnitKind.PROVINCE),
    ),
    Level.DISTRICT: (
        KindNaming(UnitKind.CITY, "TP.", ("TP",)),
        KindNaming(UnitKind.TOWN, "TX.", ("TX",)),
        KindNaming(UnitKind.URBAN_DISTRICT, "Q.", ("Q",)),
        KindNaming(UnitKind.DISTRICT, "H."),
    ),
    Level.COMMUNE: (
        KindNaming(UnitKind.TOWNSHIP, "TT.", ("TT",)),
        KindNaming(UnitKind.SPECIAL_ZONE, typed_forms=("ĐK",)),
        KindNaming(UnitKind.WARD, typed_forms=("P.",)),
        KindNaming(UnitKind.COMMUNE),
    ),
}


@dataclass(frozen=True)
class UnitName:
    """A unit's kind and its names: `Thị trấn Bến Cầu` has the bare name `Bến Cầu` and the short name `TT. Bến Cầu`."""

    kind: UnitKind
    name: str
    short_name: str
    bare: str
    aliases: tuple[str, ...]


def unit_name_of(level: Level, name: str) -> UnitName:
    """Returns the parts of an official name. The word for the kind gets the capitals that the law uses.

    Raises ValueError for a name that does not begin with a kind of the level.
    """
    for naming in _KIND_NAMINGS[level]:
        if name.casefold().startswith(f"{naming.word.casefold()} "):
            bare = name[len(naming.word) + 1 :].strip()
            return UnitName(
                naming.kind, f"{naming.word} {bare}", _short(level, naming, bare), bare, _aliases(naming, bare)
            )
    raise ValueError(f"no kind of unit: {name!r}")


def _short(level: Level, naming: KindNaming, bare: str) -> str:
    if level is Level.PROVINCE:
        return bare
    return f"{naming.short or naming.word} {bare}"


def _aliases(naming: KindNaming, bare: str) -> tuple[str, ...]:
    """Returns the forms that staff type: `TX Hòa Thành`. A unit with a number as its name also gets `P1`."""
    typed = [f"{word} {bare}" for word in naming.typed_forms]
    close = [f"{word.rstrip('.')}{bare}" for word in naming.typed_forms if bare.isdecimal()]
    return (*typed, *close)


def choose_distinct_names(groups: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """Chooses one name for each key, all different, from the possible names of each key, the shortest first.

    Keys of an earlier group choose first. Within a group, all keys that would share a name take a longer one, so that
    no name depends on the order of the keys. Raises ValueError if the possible names do not suffice.
    """
    chosen: dict[str, str] = {}
    for group in groups:
        chosen |= _distinct_in_group(group, frozenset(chosen.values()))
    return chosen


def _distinct_in_group(group: Mapping[str, Sequence[str]], taken: frozenset[str]) -> dict[str, str]:
    choice = dict.fromkeys(group, 0)
    for _ in range(max(map(len, group.values()), default=0)):
        names = {key: group[key][index] for key, index in choice.items()}
        shared = Counter(names.values())
        clashing = [key for key, name in names.items() if shared[name] > 1 or name in taken]
        if not clashing:
            return names
        for key in clashing:
            choice[key] = min(choice[key] + 1, len(group[key]) - 1)
    names = {key: group[key][index] for key, index in choice.items()}
    if len(set(names.values())) < len(names) or taken.intersection(names.values()):
        raise ValueError("units that cannot be told apart")
    return names
