"""Targets of an indicator: common targets of provinces and whole levels, and targets assigned to single units."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import Indicator, Level, Period, Source, TargetStatus, province_id_of
from generator.pages.facts import Facts, Target
from generator.pages.figures import note_on_target, required
from generator.pages.links import row_address, source_ref
from generator.pages.parts import Cell, Link, Table
from generator.pages.unit_names import by_name, name_with_months

_FILTERED = 20
"""Tables with more rows than this get a filter."""

_COLUMNS = 2
"""Maximum number of columns in a table of assigned targets: those of the last due dates. More would not fit on a phone,
and would be added with each year's plan."""

_NAMED = 3
"""Maximum number of units of a level whose own targets are named one by one where targets are told in short."""


@dataclass(frozen=True)
class TargetGroup:
    """Targets with the same value from one place of a document, for several levels or due dates: one line instead of a
    dozen. `has_ambiguous_name` is set if another unit has the same name; the unit is then shown with the month in which
    it began or ended."""

    target: Target
    levels: tuple[Level | None, ...]
    dues: tuple[Period, ...]
    has_ambiguous_name: bool = False

    @property
    def due(self) -> str:
        """As in `đến hết năm 2022, năm 2023, năm 2024`."""
        return f"đến hết {', '.join(formats.period(due) for due in self.dues)}"

    @property
    def text(self) -> str:
        """As in `tối thiểu 20% đến hết năm 2022, năm 2023`, or the reason why there is no target."""
        return f"{required(self.target)} {self.due}" if self.target.binding else f"{required(self.target)} ({self.due})"

    @property
    def place(self) -> Link:
        """Link to the unit, named with the levels that must reach the target: `Các sở, ban, ngành; huyện, thị xã, thành
        phố của tỉnh Tây Ninh`."""
        unit = self.target.unit
        name = name_with_months(unit) if self.has_ambiguous_name else unit.name
        named = "; ".join(words.LEVEL_UNITS[level] for level in self.levels if level)
        return Link(f"Các {named} của {words.inline(name)}" if named else name, unit.address)

    @property
    def short_place(self) -> str:
        """The same in short: `Tây Ninh: sở, ban, ngành, cấp huyện`."""
        levels = ", ".join(words.inline(words.LEVELS[level]) for level in self.levels if level)
        return f"{self.target.unit.short_name}: {levels}" if levels else self.target.unit.short_name


@dataclass(frozen=True)
class AssignedTargets:
    """Targets assigned to single units of one level. `earlier` links to the documents with earlier due dates, which
    have no column."""

    sentence: str
    summary: str
    table: Table
    filterable: bool
    earlier: tuple[Link, ...]


@dataclass(frozen=True)
class Targets:
    """All targets of an indicator: `common` ones, and by level the `own` ones of single units."""

    common: Table | None
    own: tuple[AssignedTargets, ...]


def targets_of(targets: Iterable[Target], facts: Facts) -> Targets:
    """Separates common targets from targets of single units."""
    shared: list[Target] = []
    own: list[Target] = []
    for target in sorted(targets, key=lambda target: target.due.end):
        (shared if _is_common(target) else own).append(replace(target, note=note_on_target(target, facts)))
    return Targets(_common_table(grouped_targets(shared)), tuple(_own(own, facts)))


@dataclass(frozen=True)
class ShortTargets:
    """Targets of an indicator where there is no room for tables: `groups` are named with their places, and each of the
    `sentences` sums up the targets that the units of a level have of their own."""

    groups: tuple[TargetGroup, ...]
    sentences: tuple[str, ...]


def targets_in_short(indicator: Indicator, facts: Facts) -> ShortTargets:
    """Returns the targets in force. Those of single units are summed up by level, unless there are only a few."""
    asked = facts.targets_in_force_by_indicator.get(indicator.id, ())
    named = [target for target in asked if _is_common(target)]
    own = sorted((target for target in asked if not _is_common(target)), key=lambda target: target.due.end)
    sentences = []
    for level, of_province, targets in _by_level(own, facts):
        if len({target.unit.id for target in targets}) > _NAMED:
            sentences.append(_summary(level, of_province, _columns(targets)))
        else:
            named += targets
    return ShortTargets(grouped_targets(named), tuple(sentences))


def _is_common(target: Target) -> bool:
    return target.level is not None or not target.unit.level.below_province


def grouped_targets(targets: Iterable[Target]) -> tuple[TargetGroup, ...]:
    """Combines targets of the same place in a document: first the levels with the same due date, then the due dates
    with the same levels. Keeps their order."""
    by_date = grouped(targets, lambda target: (_statement_key(target), target.due))
    parts = [(part[0], tuple(target.level for target in part)) for part in by_date.values()]
    by_levels = grouped(parts, lambda part: (_statement_key(part[0]), part[1]))
    return tuple(
        TargetGroup(part[0][0], part[0][1], tuple(target.due for target, _ in part)) for part in by_levels.values()
    )


def _statement_key(target: Target) -> tuple[object, ...]:
    """Targets with equal keys have the same place in a document and the same value. They may differ in level and due
    date."""
    return (target.unit.id, target.source.id, target.locator, target.note, required(target), target.level is None)


def _common_table(asked: tuple[TargetGroup, ...]) -> Table | None:
    rows = tuple(
        (
            Cell(one.place.text, address=one.place.address),
            Cell(required(one.target), note=one.due),
            source_cell(one.target.source, one.target.locator, one.target.note),
        )
        for one in _with_months_if_ambiguous(asked)
    )
    return Table("Mức chung và mức của từng cấp", ("Áp dụng cho", "Mức", "Nguồn"), rows) if rows else None


def _with_months_if_ambiguous(asked: Sequence[TargetGroup]) -> Iterator[TargetGroup]:
    """Marks the statements of two units with the same name as `has_ambiguous_name`."""
    bearers_of_name = Counter(name for _, name in {(one.target.unit.id, one.target.unit.name) for one in asked})
    return (replace(one, has_ambiguous_name=bearers_of_name[one.target.unit.name] > 1) for one in asked)


def source_cell(source: Source, locator: str, note: str) -> Cell:
    """Cell with a link to the document's row, and with the note on a figure."""
    ref = source_ref(source, locator)
    return Cell(ref.text, address=ref.address, note=note)


def _own(targets: Iterable[Target], facts: Facts) -> Iterator[AssignedTargets]:
    """Yields a table for each level of each province. Each pair of due date and document has a column."""
    for level, of_province, of_level in _by_level(targets, facts):
        yield _assigned(level, of_province, of_level)


def _by_level(targets: Iterable[Target], facts: Facts) -> Iterator[tuple[Level, str, tuple[Target, ...]]]:
    """Yields the targets of each level of each province, with words for the province unless it is the portal's own;
    provinces that have ended come last."""
    units = facts.portal.units

    def order(place: tuple[str, Level]) -> tuple[bool, int]:
        return units[place[0]].active_to is not None, place[1].order

    places = grouped(targets, lambda target: (province_id_of(target.unit, units), target.unit.level))
    for place in sorted(places, key=order):
        province = units[place[0]]
        of_province = "" if province == facts.own else f" của {words.inline(name_with_months(province))}"
        yield place[1], of_province, places[place]


def _assigned(level: Level, of_province: str, targets: tuple[Target, ...]) -> AssignedTargets:
    by_date = _columns(targets)
    columns = by_date[-_COLUMNS:]
    rows = tuple(_assigned_rows(columns))
    headings = tuple(_column_heading(column[0]) for column in columns)
    return AssignedTargets(
        sentence=_summary(level, of_province, by_date),
        summary=f"Mức giao cho từng đơn vị: {_counted(level, of_province, columns)}",
        table=Table(f"Mức giao riêng: {words.inline(words.LEVELS[level])}{of_province}", ("Đơn vị", *headings), rows),
        filterable=len(rows) > _FILTERED,
        earlier=tuple(_column_link(column[0]) for column in by_date[:-_COLUMNS]),
    )


def _columns(targets: Sequence[Target]) -> tuple[tuple[Target, ...], ...]:
    """Returns the targets of each pair of due date and document."""
    return tuple(grouped(targets, lambda target: (target.due, target.source.id)).values())


def _summary(level: Level, of_province: str, by_date: Sequence[tuple[Target, ...]]) -> str:
    """Sums up the targets of the last due dates: `12 sở, ban, ngành được giao mức riêng: đến hết năm 2025 đều là tối
    thiểu 80%.`."""
    columns = by_date[-_COLUMNS:]
    counted = _counted(level, of_province, columns)
    return f"{counted} được giao mức riêng: {'; '.join(_range(column) for column in columns)}."


def _counted(level: Level, of_province: str, columns: Iterable[Sequence[Target]]) -> str:
    units = {target.unit.id for column in columns for target in column}
    return f"{words.counted(len(units), level)}{of_province}"


def _assigned_rows(columns: Sequence[Sequence[Target]]) -> Iterator[tuple[Cell, ...]]:
    """Yields a row for each unit in these columns, in Vietnamese order of names."""
    by_unit = [{target.unit.id: target for target in column} for column in columns]
    units = {target.unit.id: target.unit for column in columns for target in column}
    for unit in by_name(units.values()):
        yield Cell(unit.name, address=unit.address), *(_assigned_cell(column.get(unit.id)) for column in by_unit)


def _column_link(target: Target) -> Link:
    """Link to the document with the targets of one due date."""
    return Link(f"{formats.due(target.due)}: {formats.source_name(target.source)}", target.source.address)


def _column_heading(target: Target) -> str:
    return f"{words.capitalised(formats.due(target.due))}, theo {formats.source_name(target.source)}"


def _assigned_cell(target: Target | None) -> Cell:
    if target is None:
        return Cell("không giao")
    return Cell(required(target), target.value, row_address(target.source, target.locator), note=target.note)


def _range(targets: tuple[Target, ...]) -> str:
    """As in `đến hết năm 2023 từ tối thiểu 50% đến tối thiểu 83%, 2 đơn vị được miễn`."""
    asked = sorted((t for t in targets if t.binding), key=lambda target: target.amount or 0)
    exempt = sum(target.status is TargetStatus.EXEMPT for target in targets)
    unreadable = sum(target.status is TargetStatus.UNREADABLE for target in targets)
    parts = [_bounds(asked)] if asked else []
    parts += [f"{exempt} đơn vị được miễn"] if exempt else []
    parts += [f"{unreadable} đơn vị có mức không đọc được trên bản quét"] if unreadable else []
    return f"{formats.due(targets[0].due)} {', '.join(parts)}"


def _bounds(asked: list[Target]) -> str:
    low, high = required(asked[0]), required(asked[-1])
    same = "là" if len(asked) == 1 else "đều là"
    return f"{same} {low}" if low == high else f"từ {low} đến {high}"
