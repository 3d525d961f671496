"""The figures that the script of comparisons reads (theme/scripts/compare.js): `/data/so-sanh.json`.

A vast portal parts them, so that a comparison loads only what it shows: `/data/so-sanh.json` then tells the indicators,
and each of `/data/so-sanh/<number>.json` the units whose slugs lead to that number, with their figures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from generator import formats
from generator.artifacts import Artifact, compact_json
from generator.grouping import grouped
from generator.model import SCALE, Assessment, Level, Measure, Portal, TargetStatus, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import asked_text, bare_mark, doubts, figure_text, period_text
from generator.pages.links import full_name, stated_at
from generator.sharing import Deferred, deferred

PATH = "data/so-sanh.json"
FOLDER = "data/so-sanh"

PARTS = 256
"""How many files a vast portal has: of a country's 14,000 units each holds about 55."""

_FNV_START, _FNV_PRIME, _32_BITS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def parts_of(portal: Portal) -> int:
    """In how many files the figures stand."""
    return PARTS if portal.vast else 1


def part_of(slug: str, parts: int) -> int:
    """The number of the file that holds a unit, as the script finds it: the FNV-1a hash of the slug, 32 bits wide."""
    number = _FNV_START
    for byte in slug.encode():
        number = ((number ^ byte) * _FNV_PRIME) & _32_BITS
    return number % parts


def comparison_data(facts: Facts) -> Deferred[tuple[Artifact, ...]]:
    """The latest figures of all units, in one file or in as many as a vast portal needs.

    Indicators that no unit has a figure for are left out, as are figures that are merely unknown. Counts come last:
    they tell the size of a unit, not how it does.
    """
    units = facts.portal.units.values()
    shared_names = cache(partial(_shared_names, units))
    parts = parts_of(facts.portal)
    if parts == 1:
        return _files({PATH: lambda: _part(units, facts, shared_names()) | _indicators(facts)})
    members = grouped(units, lambda unit: part_of(unit.slug, parts))

    def part(number: int) -> dict[str, object]:
        return _part(members.get(number, ()), facts, shared_names())

    numbered = {f"{FOLDER}/{number}.json": partial(part, number) for number in range(parts)}
    return _files({PATH: lambda: _indicators(facts), **numbered})


def _files(contents: Mapping[str, Callable[[], dict[str, object]]]) -> Deferred[tuple[Artifact, ...]]:
    """A file at each path, of what is made when it is asked for."""
    return deferred(lambda path: (compact_json(path, contents[path]()),), contents, str)


def _part(units: Iterable[Unit], facts: Facts, shared_names: frozenset[str]) -> dict[str, object]:
    """These units in Vietnamese order of names, and the figures of those that have any."""
    ordered = sorted(units, key=lambda unit: formats.collation(unit.name))
    latest = {unit.slug: _figures(facts.latest.get(unit.id, {})) for unit in ordered}
    return {
        "units": [_unit(unit, facts, unique=unit.name not in shared_names) for unit in ordered],
        "figures": {slug: found for slug, found in latest.items() if found},
    }


def _shared_names(units: Iterable[Unit]) -> frozenset[str]:
    """The names that several units have."""
    return frozenset(name for name, count in Counter(unit.name for unit in units).items() if count > 1)


def _indicators(facts: Facts) -> dict[str, object]:
    used = {id_ for rows in facts.latest.values() for id_, row in rows.items() if _is_told(row)}
    ordered = sorted(facts.portal.indicators.values(), key=lambda one: one.measure is Measure.COUNT)
    told = [one for one in ordered if one.id in used]
    return {"indicators": [{"slug": one.slug, "name": one.short_name, "unit": one.measure.value} for one in told]}


def _is_told(row: Assessed) -> bool:
    return row.assessment is not Assessment.NO_RESULT and row.period is not None


def _unit(unit: Unit, facts: Facts, *, unique: bool) -> dict[str, str]:
    """`short` where the name has a shorter form, `title` where others have the same name."""
    parent = facts.portal.units.get(unit.parent_id)
    above = parent.name if parent and unit.level is Level.COMMUNE else ""
    short = {"short": unit.short_name} if unique and unit.short_name != unit.name else {}
    title = {} if unique else {"title": full_name(unit, facts.portal)}
    return {"slug": unit.slug, "name": unit.name, "level": unit.level.value, "parent": above, **short, **title}


_Entry = list[float | int | str | None]


def _figures(rows: Mapping[str, Assessed]) -> dict[str, _Entry]:
    return {row.indicator.slug: _entry(row) for row in rows.values() if _is_told(row)}


def _entry(row: Assessed) -> _Entry:
    """In the order that the script expects: value, text, period, word, code, target, the row that states it, the
    target's value."""
    mark = bare_mark(row.assessment)
    target = asked_text(row.target) if row.target else ""
    binding = row.target.amount if row.target and row.target.status is TargetStatus.BINDING else None
    text = f"{figure_text(row)} ({doubtful})" if (doubtful := doubts(row)) else figure_text(row)
    words_of = [text, period_text(row), mark.word, mark.code.value, target, stated_at(row)]
    return [_number(row.amount), *words_of, _number(binding)]


def _number(amount: int | None) -> float | None:
    return None if amount is None else amount / SCALE
