"""Which part of the work falls to which of several machines.

Every machine finds the same division by itself, from the names of all files alone. What belongs to one unit (its pages,
files, charts, picture, feed) stays together; units go in the order of their provinces, and the row of them is cut where
the shares are even. So a machine mostly has whole provinces, whose units rest on the same rankings and maps, yet no
large province makes one machine late, and a portal of a single province is divided too. Whatever belongs to no unit,
such as whole tables and documents, is dealt out one by one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.measures import province_of
from generator.model import Unit
from generator.problems import Problem, refuse
from generator.sharing import Names

_FORM = re.compile(r"(?P<number>[1-9][0-9]{0,3})/(?P<count>[1-9][0-9]{0,3})")
_UNITS = re.compile(r"(?:^|/)(?:don-vi|nhung)/(?P<slug>[^/.]+)[/.]")
"""Where the address of a unit stands in the path of a file."""


@dataclass(frozen=True)
class Shard:
    """The part with this number, counted from 1, of so many."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def shard_of(text: str) -> Shard:
    """The part that `2/3` means. Raises ProblemsFound for anything else than a number of that many."""
    found = _FORM.fullmatch(text)
    shard = Shard(int(found["number"]), int(found["count"])) if found else None
    if shard and shard.number <= shard.count:
        return shard
    message = f"không có phần này, chỉ có {shard.count} phần" if shard else "không phải là phần thứ mấy của mấy phần"
    refuse(
        [Problem("--shard", 0, "", text, message, "ghi k/n với k từ 1 đến n, ví dụ 1/3 là phần thứ nhất của ba phần")]
    )
    raise AssertionError("what is no part is refused")


def mine(names: Sequence[Names], units: Mapping[str, Unit], shard: Shard) -> list[int]:
    """The numbers of the works that fall to a part, in order; `names` are the paths of the files of each work."""
    places = {unit.slug: number for number, unit in enumerate(_by_province(units))}
    of_unit: dict[int, list[int]] = {}
    others: list[int] = []
    for number, paths in enumerate(names):
        place = next((places[slug] for slug in map(_slug, paths) if slug in places), None)
        (others if place is None else of_unit.setdefault(place, [])).append(number)
    return sorted(
        [*_run([of_unit[place] for place in sorted(of_unit)], shard), *others[shard.number - 1 :: shard.count]]
    )


def _slug(path: str) -> str:
    found = _UNITS.search(path)
    return found["slug"] if found else ""


def _by_province(units: Mapping[str, Unit]) -> Iterable[Unit]:
    """The units in the order of the data, those of a province together with it."""
    order = {id_: number for number, id_ in enumerate(units)}
    return sorted(units.values(), key=lambda unit: order[province_of(unit, units)])


def _run(groups: Sequence[Sequence[int]], shard: Shard) -> Iterator[int]:
    """The members of those groups that begin within the part's share of all members."""
    whole = sum(map(len, groups))
    begun = 0
    for group in groups:
        if begun * shard.count // max(whole, 1) == shard.number - 1:
            yield from group
        begun += len(group)
