"""Figures of a document (results and targets) as entries: what each figure is, its unit, its place in the document, and
its text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import (
    Aggregate,
    Comparison,
    Indicator,
    Level,
    Period,
    Reading,
    ResultStatus,
    Source,
    Unit,
)
from generator.pages.facts import Facts, Stated, Target
from generator.pages.figures import note_on_result, note_on_target
from generator.pages.links import place_link
from generator.pages.parts import Link


@dataclass(frozen=True)
class Column:
    """What a figure is: its indicator and its period, for a target the due date. `comparison` is None for a result."""

    indicator_id: str
    when: Period
    comparison: Comparison | None
    indicator: Indicator = field(compare=False)

    @property
    def target(self) -> bool:
        """Whether the figure is a target."""
        return self.comparison is not None


@dataclass(frozen=True)
class LocatedFigure:
    """One figure with its place in the document and the unit it belongs to. `levels` has several levels if they share
    one figure. `words` is the complete text (`tối thiểu 80%`); `bare` is the text for a column whose heading states the
    comparison (`80%`)."""

    locator: str
    unit: Unit
    levels: tuple[Level, ...]
    aggregate: Aggregate
    column: Column
    value: str
    bare: str
    words: str
    inferred: bool
    note: str


@dataclass(frozen=True)
class CellFigure:
    """A figure as the document states it. `sort` is its machine-readable value, empty if the figure is missing.
    `remarks` are the numbers of remarks under the table."""

    text: str
    sort: str = ""
    missing: bool = False
    inferred: bool = False
    remarks: tuple[int, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the cell shows only the figure, without marks or remarks."""
        return not (self.missing or self.inferred or self.remarks)


def entries_of(source: Source, facts: Facts) -> list[LocatedFigure]:
    """Returns all figures of a document in the order of their places. At the same place, results come before
    targets."""
    columns = _Columns()
    results = (_result(result, columns, facts) for result in facts.results_of.get(source.id, ()))
    targets = (_target(target, columns, facts) for target in facts.targets_of.get(source.id, ()))
    return sorted(_merged([*results, *targets]), key=lambda entry: formats.locator_key(entry.locator))


class _Columns:
    """Creates each column once. Equal columns are the same object, which makes looking them up fast."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, Period, Comparison | None], Column] = {}

    def of(self, indicator: Indicator, when: Period, comparison: Comparison | None) -> Column:
        key = indicator.id, when, comparison
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Column(*key, indicator)
        return found


def _result(result: Stated, columns: _Columns, facts: Facts) -> LocatedFigure:
    status = words.RESULT_STATUSES.get(result.status, "")
    provisional = status if result.status is ResultStatus.PROVISIONAL else ""
    shown = formats.stated(result.value, result.indicator.measure) if result.value else words.inline(status)
    return LocatedFigure(
        locator=result.locator,
        unit=result.unit,
        levels=(result.level,) if result.level else (),
        aggregate=result.aggregate,
        column=columns.of(result.indicator, result.period, None),
        value=result.value,
        bare=shown,
        words=shown,
        inferred=result.reading is Reading.INFERRED,
        note=". ".join(part for part in (provisional, note_on_result(result, facts)) if part),
    )


def _target(target: Target, columns: _Columns, facts: Facts) -> LocatedFigure:
    bare, full = _target_texts(target)
    return LocatedFigure(
        locator=target.locator,
        unit=target.unit,
        levels=(target.level,) if target.level else (),
        aggregate=Aggregate.NONE,
        column=columns.of(target.indicator, target.due, target.comparison),
        value=target.value if target.binding else "",
        bare=bare,
        words=full,
        inferred=False,
        note=note_on_target(target, facts),
    )


def _target_texts(target: Target) -> tuple[str, str]:
    """`80%` and `tối thiểu 80%`, or twice the reason why there is no target."""
    if not target.binding:
        status = words.inline(words.TARGET_STATUSES[target.status])
        return status, status
    measure = target.indicator.measure
    return formats.stated(target.value, measure), formats.target_text(target.value, target.comparison, measure)


def _merged(entries: Iterable[LocatedFigure]) -> Iterator[LocatedFigure]:
    """Combines entries of one sentence that sets the same figure for several levels."""
    same = grouped(entries, lambda one: (one.locator, one.unit.id, one.aggregate, one.column, one.words, one.note))
    for group in same.values():
        levels = tuple(level for entry in group for level in entry.levels)
        yield replace(group[0], levels=levels) if len(group) > 1 else group[0]


def subject(entry: LocatedFigure) -> Link:
    """Link to the unit of a figure. Several levels of one unit share one link."""
    if not entry.levels[1:]:
        return place_link(entry.unit, entry.levels[0] if entry.levels else None)
    levels = ", ".join(words.inline(words.LEVELS[level]) for level in entry.levels)
    return Link(f"{entry.unit.name}: {levels}", entry.unit.address)


def aggregate_text(entry: LocatedFigure) -> str:
    """How the figure of a level was computed: `bình quân của các đơn vị trong cấp`."""
    return words.inline(words.aggregate(entry.aggregate, entry.column.indicator.measure))


def kind_text(entry: LocatedFigure) -> str:
    """As in `kết quả tháng 10/2023`, or `phải đạt đến hết năm 2025`. For a level's figure, also states how it was
    computed."""
    if entry.column.target:
        return f"phải đạt {formats.due(entry.column.when)}"
    made = f"; {aggregate_text(entry)}" if entry.aggregate in words.AGGREGATES else ""
    return f"kết quả {formats.period(entry.column.when)}{made}"


def cell(entry: LocatedFigure, remarks: Mapping[str, int]) -> CellFigure:
    """Cell with the complete text of a figure, and the number of its note."""
    return CellFigure(entry.words, entry.value, not entry.value, entry.inferred, numbers(entry.note, remarks))


def numbers(note: str, remarks: Mapping[str, int]) -> tuple[int, ...]:
    """Number of a note under the table. Empty if there is no note."""
    return (remarks[note],) if note else ()
