"""Writes the figures for the comparison script (`theme/scripts/compare.js`): `/data/so-sanh.json`.

A portal with province pages splits them into several files, so that a comparison loads only the units that it shows.
Then `/data/so-sanh.json` has only the indicators. Each `/data/so-sanh/<number>.json` has the units whose slugs hash to
that number, with their figures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from generator import words
from generator.artifacts import Artifact, compact_json
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.model import SCALE, Level, Measure, Portal, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import caveats_of, figure_text, period_text, row_mark, target_phrase, unread_target_link
from generator.pages.links import statement_address
from generator.pages.unit_names import by_name, full_name

PATH = "data/so-sanh.json"
FOLDER = "data/so-sanh"

PARTS = 256
"""The number of files of a portal with province pages: with a country's 14,000 units, each file has about 55."""

_FNV_START, _FNV_PRIME, _32_BITS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def parts_of(portal: Portal) -> int:
    """Returns the number of files that the figures are split into."""
    return PARTS if portal.has_province_pages else 1


def part_of(slug: str, parts: int) -> int:
    """Returns the number of the file that contains a unit: the 32-bit FNV-1a hash of its slug, modulo `parts`.

    The script computes the same number.
    """
    number = _FNV_START
    for byte in slug.encode():
        number = ((number ^ byte) * _FNV_PRIME) & _32_BITS
    return number % parts


def comparison_data(facts: Facts) -> Deferred[tuple[Artifact, ...]]:
    """Returns the files with the latest figures of all units: one file or, for a portal with province pages, several.

    Indicators without a figure of any unit are left out, and so are figures that were never reported. Counts come last,
    because they show the size of a unit and not its performance.
    """
    units = facts.portal.units.values()
    shared_names = cache(partial(_shared_names, units))
    parts = parts_of(facts.portal)
    if parts == 1:
        return _files({PATH: lambda: _units_with_figures(units, facts, shared_names()) | _indicators(facts)})
    members = grouped(units, lambda unit: part_of(unit.slug, parts))

    def part(number: int) -> dict[str, object]:
        return _units_with_figures(members.get(number, ()), facts, shared_names())

    numbered = {f"{FOLDER}/{number}.json": partial(part, number) for number in range(parts)}
    return _files({PATH: lambda: _indicators(facts), **numbered})


def _files(contents: Mapping[str, Callable[[], dict[str, object]]]) -> Deferred[tuple[Artifact, ...]]:
    """Returns a file for each path. Its content is computed when the file is written."""
    return deferred(lambda path: (compact_json(path, contents[path]()),), contents, str)


def _units_with_figures(units: Iterable[Unit], facts: Facts, shared_names: frozenset[str]) -> dict[str, object]:
    """Returns these units in Vietnamese order of names, and the figures of the units that have any."""
    ordered = by_name(units)
    latest = {unit.slug: _figures(facts.latest.get(unit.id, {})) for unit in ordered}
    return {
        "units": [_unit(unit, facts, unique=unit.name not in shared_names) for unit in ordered],
        "figures": {slug: found for slug, found in latest.items() if found},
    }


def _shared_names(units: Iterable[Unit]) -> frozenset[str]:
    """Returns the names that several units have."""
    return frozenset(name for name, count in Counter(unit.name for unit in units).items() if count > 1)


def _indicators(facts: Facts) -> dict[str, object]:
    used = {id_ for rows in facts.latest.values() for id_ in rows}
    ordered = sorted(facts.portal.indicators.values(), key=lambda one: one.measure is Measure.COUNT)
    included = [one for one in ordered if one.id in used]
    return {"indicators": [{"slug": one.slug, "name": one.short_name, "unit": one.measure.value} for one in included]}


def _unit(unit: Unit, facts: Facts, *, unique: bool) -> dict[str, str]:
    """Returns a unit for the script: `short` if its name has a shorter form, `title` if other units have its name."""
    parent = facts.portal.units.get(unit.parent_id)
    above = parent.name if parent and unit.level is Level.COMMUNE else ""
    short = {"short": unit.short_name} if unique and unit.short_name != unit.name else {}
    title = {} if unique else {"title": full_name(unit, facts.portal)}
    return {"slug": unit.slug, "name": unit.name, "level": unit.level.value, "parent": above, **short, **title}


_Entry = list[float | int | str | None]


def _figures(rows: Mapping[str, Assessed]) -> dict[str, _Entry]:
    return {row.indicator.slug: _entry(row) for row in rows.values()}


def _entry(row: Assessed) -> _Entry:
    """Returns a figure as a list, in the order that the script expects.

    The items are value, text, period, word and code of the assessment, target, address of the document row, and the
    value of the target.
    """
    mark = row_mark(row)
    target = target_phrase(row.stated_target) if row.stated_target else ""
    if unread := unread_target_link(row):
        target = f"{target}; {words.inline(unread.text)}"
    text = f"{figure_text(row)} ({caveats})" if (caveats := caveats_of(row)) else figure_text(row)
    texts = [text, period_text(row), mark.word, mark.code.value, target, statement_address(row)]
    return [_number(row.amount), *texts, _number(row.required_amount)]


def _number(amount: int | None) -> float | None:
    return None if amount is None else amount / SCALE
