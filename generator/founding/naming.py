"""How units are called in data: kinds, short names, other names, ids and slugs that differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import words
from generator.model import Level, UnitKind


@dataclass(frozen=True)
class Naming:
    """What a unit of a kind is called: the word before its name, short, and as staff type it."""

    kind: UnitKind
    short: str = ""
    typed: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The word before the name, in full."""
        return words.NAME_WORDS[self.kind]


_NAMINGS = {
    Level.PROVINCE: (
        Naming(UnitKind.CITY_PROVINCE, typed=("TP",)),
        Naming(UnitKind.PROVINCE),
    ),
    Level.DISTRICT: (
        Naming(UnitKind.CITY, "TP.", ("TP",)),
        Naming(UnitKind.TOWN, "TX.", ("TX",)),
        Naming(UnitKind.URBAN_DISTRICT, "Q.", ("Q",)),
        Naming(UnitKind.DISTRICT, "H."),
    ),
    Level.COMMUNE: (
        Naming(UnitKind.TOWNSHIP, "TT.", ("TT",)),
        Naming(UnitKind.SPECIAL_ZONE, typed=("ĐK",)),
        Naming(UnitKind.WARD, typed=("P.",)),
        Naming(UnitKind.COMMUNE),
    ),
}


@dataclass(frozen=True)
class Named:
    """A unit's kind and its names: `Thị trấn Bến Cầu` is the bare name `Bến Cầu`, shown short as `TT. Bến Cầu`."""

    kind: UnitKind
    name: str
    short_name: str
    bare: str
    aliases: tuple[str, ...]


def named(level: Level, name: str) -> Named:
    """The parts of an official name; the word for its kind is written as the law does, whatever its capitals.

    Raises ValueError for a name that begins with no kind of the level.
    """
    for naming in _NAMINGS[level]:
        if name.casefold().startswith(f"{naming.word.casefold()} "):
            bare = name[len(naming.word) + 1 :].strip()
            return Named(
                naming.kind, f"{naming.word} {bare}", _short(level, naming, bare), bare, _aliases(naming, bare)
            )
    raise ValueError(f"no kind of unit: {name!r}")


def _short(level: Level, naming: Naming, bare: str) -> str:
    if level is Level.PROVINCE:
        return bare
    return f"{naming.short or naming.word} {bare}"


def _aliases(naming: Naming, bare: str) -> tuple[str, ...]:
    """`TX Hòa Thành`; a unit called by a number also as staff type it: `P1`."""
    typed = [f"{word} {bare}" for word in naming.typed]
    close = [f"{word.rstrip('.')}{bare}" for word in naming.typed if bare.isdecimal()]
    return (*typed, *close)


def told_apart(groups: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """One name for each key, all different, from the names that each could take, the shortest first.

    Keys of an earlier group have the first choice. Within a group, keys that would share a name all take a longer one,
    so that no name depends on the order of the keys. Raises ValueError when the choices do not suffice.
    """
    chosen: dict[str, str] = {}
    for group in groups:
        chosen |= _group_apart(group, frozenset(chosen.values()))
    return chosen


def _group_apart(group: Mapping[str, Sequence[str]], taken: frozenset[str]) -> dict[str, str]:
    at = dict.fromkeys(group, 0)
    for _ in range(max(map(len, group.values()), default=0)):
        names = {key: group[key][number] for key, number in at.items()}
        shared = Counter(names.values())
        clashing = [key for key, name in names.items() if shared[name] > 1 or name in taken]
        if not clashing:
            return names
        for key in clashing:
            at[key] = min(at[key] + 1, len(group[key]) - 1)
    names = {key: group[key][number] for key, number in at.items()}
    if len(set(names.values())) < len(names) or taken.intersection(names.values()):
        raise ValueError("units that cannot be told apart")
    return names
