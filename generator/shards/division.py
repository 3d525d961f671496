"""Decides which part of the work each of several machines does.

Every machine computes the same division by itself, from the names of all files alone. Everything of one unit (its
pages, files, charts, picture, feed) stays together. Units are sorted by province, and this list is cut into equal
shares. A machine therefore mostly has whole provinces, whose units share rankings and maps. Still, no large province
makes one machine late, and a portal of a single province is divided too. Work that belongs to no unit, such as whole
tables and documents, is dealt out one by one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.deferred import Names
from generator.model import Unit, province_id_of
from generator.problems import Problem, raise_if_any

_FORM = re.compile(r"(?P<number>[1-9][0-9]{0,3})/(?P<count>[1-9][0-9]{0,3})")
"""The form of a shard on the command line: `2/3`."""
_UNIT_SLUG = re.compile(r"(?:^|/)(?:don-vi|nhung)/(?P<slug>[^/.]+)[/.]")
"""Finds the slug of a unit in the path of a file."""


@dataclass(frozen=True)
class Shard:
    """The part with this number, counted from 1, out of `count` parts."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def shard_of(text: str) -> Shard:
    """Returns the part for a text such as `2/3`. Raises ProblemsFound if the text has another form or the number is
    greater than the count."""
    found = _FORM.fullmatch(text)
    shard = Shard(int(found["number"]), int(found["count"])) if found else None
    if shard and shard.number <= shard.count:
        return shard
    message = f"không có phần này, chỉ có {shard.count} phần" if shard else "không phải là phần thứ mấy của mấy phần"
    raise_if_any(
        [Problem("--shard", 0, "", text, message, "ghi k/n với k từ 1 đến n, ví dụ 1/3 là phần thứ nhất của ba phần")]
    )
    raise AssertionError("what is no part is refused")


def tasks_of(names: Sequence[Names], units: Mapping[str, Unit], shard: Shard) -> list[int]:
    """Returns the numbers of the tasks of a part, in order. `names` are the paths of the files of each task."""
    places = {unit.slug: number for number, unit in enumerate(_by_province(units))}
    of_unit: dict[int, list[int]] = {}
    others: list[int] = []
    for number, paths in enumerate(names):
        place = next((places[slug] for slug in map(_slug, paths) if slug in places), None)
        (others if place is None else of_unit.setdefault(place, [])).append(number)
    return sorted(
        [*_share_of([of_unit[place] for place in sorted(of_unit)], shard), *others[shard.number - 1 :: shard.count]]
    )


def _slug(path: str) -> str:
    found = _UNIT_SLUG.search(path)
    return found["slug"] if found else ""


def _by_province(units: Mapping[str, Unit]) -> Iterable[Unit]:
    """Returns the units in the order of the data, with the units of a province together."""
    order = {id_: number for number, id_ in enumerate(units)}
    return sorted(units.values(), key=lambda unit: order[province_id_of(unit, units)])


def _share_of(groups: Sequence[Sequence[int]], shard: Shard) -> Iterator[int]:
    """Yields the members of the groups that begin within the part's share of all members."""
    whole = sum(map(len, groups))
    start = 0
    for group in groups:
        if start * shard.count // whole == shard.number - 1:
            yield from group
        start += len(group)
