"""Words changes of the data in Vietnamese, for the pages and for the report of `generator compare`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from generator import formats, words
from generator.history.changes import Change, ChangeKind
from generator.history.releases import Release
from generator.history.subjects import FIGURES, TRACKED_COLUMNS, SubjectKind, without_value
from generator.history.versions import Version, values_by_id
from generator.loading.tasks import schedule_of
from generator.model import (
    Aggregate,
    Assessment,
    Comparison,
    Direction,
    Level,
    Measure,
    Period,
    Portal,
    ResultStatus,
    TargetStatus,
    TaskStatus,
)

ARROW = "\N{RIGHTWARDS ARROW}"

KIND = {
    ChangeKind.NEW: "bổ sung",
    ChangeKind.CHANGED: "điều chỉnh",
    ChangeKind.MOVED: "đổi dòng dẫn nguồn",
    ChangeKind.WITHDRAWN: "rút bỏ",
}
WHAT = {
    SubjectKind.UNIT: "đơn vị",
    SubjectKind.INDICATOR: "chỉ tiêu theo dõi",
    SubjectKind.SOURCE: "văn bản",
    SubjectKind.TASK: "nhiệm vụ",
    SubjectKind.TARGET: "mức phải đạt",
    SubjectKind.RESULT: "số liệu kết quả",
    SubjectKind.ASSESSMENT: "đánh giá, xếp hạng",
}
FIELD = {
    "name": "tên",
    "parent_id": "thuộc",
    "measure": "loại số liệu",
    "direction": "chiều đánh giá",
    "definition": "định nghĩa",
    "formula": "công thức",
    "number": "số hiệu",
    "title": "tên",
    "issued_on": "ngày ban hành",
    "url": "địa chỉ văn bản",
    "status": "tình trạng",
    "due": "thời hạn",
    "lead_ids": "cơ quan chủ trì",
}
LIFE = {
    "active_from": ("chưa rõ ngày bắt đầu hoạt động", "hoạt động từ ngày {}"),
    "active_to": ("đang hoạt động", "hoạt động đến hết ngày {}"),
}
"""Texts for a unit's first and last day: without a day, and with one."""

SAME = "Dữ liệu không thay đổi."

FigureKey = tuple[str, str, str]
"""Unit id, indicator id and period."""


@dataclass(frozen=True)
class Names:
    """Names by id, and the measure of each indicator. An id without a name is shown itself.

    `withdrawn_pages` are the addresses of the pages of documents that are no longer in the data, by document id.
    `unread` are the indicators with a target that cannot be read, or could not at some time. Texts on them do not state
    that a unit has no target.
    """

    units: Mapping[str, str]
    indicators: Mapping[str, str]
    measures: Mapping[str, Measure]
    sources: Mapping[str, str]
    withdrawn_pages: Mapping[str, str] = field(default_factory=dict)
    unread: AbstractSet[str] = frozenset()

    def unit(self, id_: str) -> str:
        """Returns the unit's name."""
        return self.units.get(id_, id_)


def names_in(portal: Portal) -> Names:
    """Returns the names of everything in the portal."""
    bodies = {body.id: body.name for body in portal.bodies.values()}
    return Names(
        units=bodies | {unit.id: unit.name for unit in portal.units.values()},
        indicators={indicator.id: indicator.name for indicator in portal.indicators.values()},
        measures={indicator.id: indicator.measure for indicator in portal.indicators.values()},
        sources={source.id: formats.source_name(source) for source in portal.sources.values()},
        unread=frozenset(_with_unread_target(portal)),
    )


def _with_unread_target(portal: Portal) -> Iterable[str]:
    targets = portal.targets
    return map(str, targets["indicator_id"][targets["status"].eq(TargetStatus.UNREADABLE)])


def _with_unread_target_in(version: Version) -> Iterable[str]:
    rows = version.rows
    unread = rows["what"].eq(SubjectKind.TARGET) & without_value(rows["state"], TargetStatus.UNREADABLE)
    return map(str, rows["indicator_id"][unread])


def with_withdrawn_documents(names: Names, releases: Sequence[Release]) -> Names:
    """Returns the names, with those of documents that the releases (the newest first) withdrew and that are no longer
    in the data."""
    withdrawn = {
        change.source_id: document_name(change.old[0])
        for release in reversed(releases)
        for change in release.changes
        if change.what is SubjectKind.SOURCE and change.kind is ChangeKind.WITHDRAWN and change.old
    }
    return replace(names, sources={**withdrawn, **names.sources})


def with_unread_targets(names: Names, releases: Iterable[Release]) -> Names:
    """Returns the names, with the indicators whose unreadable targets a release corrected or withdrew."""
    corrected = {
        change.indicator_id
        for release in releases
        for change in release.changes
        if change.what is SubjectKind.TARGET and TargetStatus.UNREADABLE in (*(change.old or ()), *(change.new or ()))
    }
    return replace(names, unread=names.unread | corrected)


def document_name(number: str) -> str:
    """Returns the name of a document of which only the number is known."""
    return f"Văn bản số{formats.NBSP}{number}" if number[:1].isdigit() else number


def names_of(versions: Sequence[Version]) -> Names:
    """Returns the names in these versions; a later version takes precedence over an earlier one."""
    units, indicators, sources = (
        {id_: values for version in versions for id_, values in values_by_id(version, what).items()}
        for what in (SubjectKind.UNIT, SubjectKind.INDICATOR, SubjectKind.SOURCE)
    )
    return Names(
        units={id_: values[0] for id_, values in units.items()},
        indicators={id_: values[0] for id_, values in indicators.items()},
        measures={id_: Measure(values[1]) for id_, values in indicators.items()},
        sources={id_: values[0] for id_, values in sources.items()},
        unread=frozenset(chain.from_iterable(map(_with_unread_target_in, versions))),
    )


def place_text(change: Change, names: Names) -> str:
    """Returns what the figure belongs to: a unit, or all units of a level within it with the kind of aggregate."""
    unit = names.unit(change.unit_id)
    level = words.inline(words.LEVELS[Level(change.level)]) if change.level else ""
    whole = f"Các đơn vị {level} của {words.place_in_text(unit)}" if level else unit
    if not change.aggregate:
        return whole
    return f"{whole} ({words.inline(words.AGGREGATES[Aggregate(change.aggregate)])})"


def row_text(change: Change) -> str:
    """Returns the row of the document; for a moved figure, the former row and the new one: `bảng PL.I, dòng 5 → dòng
    6`. Empty for a subject without a row."""
    if not change.locator:
        return ""
    if not change.old_locator:
        return formats.locator(change.locator)
    stays = formats.locator_table(change.old_locator) == formats.locator_table(change.locator)
    now = formats.locator_row(change.locator) if stays else formats.locator(change.locator)
    return f"{formats.locator(change.old_locator)} {ARROW} {now}"


def locator_text(change: Change) -> str:
    """Returns the locators as the data files write them: `PL.I:5 → PL.I:6`."""
    return f" {ARROW} ".join(filter(None, [change.old_locator, change.locator]))


def time_text(change: Change) -> str:
    """Returns the figure's period or the target's due date; empty without one."""
    if not change.period:
        return ""
    period = Period.parse(change.period)
    return formats.due(period) if change.what is SubjectKind.TARGET else formats.period(period)


def subject_text(change: Change, names: Names) -> str:
    """Returns the subject of the change without its unit: an indicator with its time, a document, a task, a unit."""
    if change.what in FIGURES:
        indicator = names.indicators.get(change.indicator_id, change.indicator_id)
        return ", ".join(filter(None, [indicator, time_text(change)]))
    if change.what is SubjectKind.UNIT:
        return names.unit(change.unit_id)
    if change.what is SubjectKind.SOURCE:
        return names.sources.get(change.source_id, change.source_id)
    if change.what is SubjectKind.INDICATOR:
        return names.indicators.get(change.indicator_id, change.indicator_id)
    return (change.new or change.old or (change.task_id,))[0]


@dataclass(frozen=True)
class SharedRanks:
    """The figures whose rank is shared with another unit, in the older of two versions and in the newer one, as far as
    known."""

    old: AbstractSet[FigureKey] = frozenset()
    new: AbstractSet[FigureKey] = frozenset()


UNKNOWN_SHARED_RANKS = SharedRanks()
"""Used if it is not known which ranks are shared."""


def old_text(change: Change, names: Names, shared: SharedRanks = UNKNOWN_SHARED_RANKS) -> str:
    """Returns what was published before, in words; empty for a new row."""
    return _state_text(change, change.old, names, shared.old) if change.old else ""


def new_text(change: Change, names: Names, shared: SharedRanks = UNKNOWN_SHARED_RANKS) -> str:
    """Returns what is published now, in words; empty for a withdrawn row."""
    return _state_text(change, change.new, names, shared.new) if change.new else ""


def figure_key(change: Change) -> FigureKey:
    """Returns the key of the figure that was changed, independent of the documents that state it."""
    return change.unit_id, change.indicator_id, change.period


def _state_text(change: Change, values: tuple[str, ...], names: Names, shared: AbstractSet[FigureKey]) -> str:
    measure = names.measures.get(change.indicator_id, Measure.COUNT)
    if change.what is SubjectKind.RESULT:
        return _result_text(values, measure)
    if change.what is SubjectKind.TARGET:
        return _target_text(values, measure)
    if change.what is SubjectKind.ASSESSMENT:
        assessment, rank = values
        place = rank_text(rank, tied=figure_key(change) in shared) if rank else ""
        return assessed_text(assessment, place, unread=change.indicator_id in names.unread)
    return _fields_text(change, values, names)


def _result_text(values: Sequence[str], measure: Measure) -> str:
    value, status, reading = values
    if not value:
        return words.MISSING[ResultStatus(status)]
    doubts, figure = words.caveats(status, reading), formats.stated(value, measure)
    return f"{figure} ({doubts})" if doubts else figure


def _target_text(values: Sequence[str], measure: Measure) -> str:
    value, status, comparison = values
    if not value:
        return "được miễn" if status == TargetStatus.EXEMPT else words.MISSING[ResultStatus.UNREADABLE]
    wanted = formats.target_text(value, Comparison(comparison), measure)
    return f"{wanted} (được miễn)" if status == TargetStatus.EXEMPT else wanted


def rank_text(rank: str, *, tied: bool) -> str:
    """Returns `hạng 3`, or `đồng hạng 3` if another unit has the same rank."""
    return f"{'đồng ' if tied else ''}hạng{formats.NBSP}{rank}"


def assessed_text(assessment: str, place: str, *, unread: bool) -> str:
    """Returns an assessment in words, with its rank if it has one: `Đạt, hạng 3`. `unread` says that the indicator has
    targets that could not be read, so that the lack of a target is not certain."""
    unassessed = unread and assessment == Assessment.NO_TARGET
    text = words.UNASSESSED if unassessed else words.ASSESSMENTS[Assessment(assessment)]
    return ", ".join(filter(None, [text, place]))


def _fields_text(change: Change, values: Sequence[str], names: Names) -> str:
    """Returns the differences of a unit, indicator, document or task; for one that was added or withdrawn, its name."""
    if change.old is None or change.new is None:
        return values[0]
    tracked = zip(TRACKED_COLUMNS[change.what], values, change.old, change.new, strict=True)
    turned = [(name, value) for name, value, old, new in tracked if old != new]
    return "; ".join(_named_field(name, value, names) for name, value in turned)


def _named_field(name: str, value: str, names: Names) -> str:
    if name in LIFE:
        unknown, known = LIFE[name]
        return known.format(formats.day(date.fromisoformat(value))) if value else unknown
    return f"{FIELD[name]}: {_field_text(name, value, names)}"


def _field_text(name: str, value: str, names: Names) -> str:
    if not value:
        return "chưa có"
    if name == "lead_ids":
        return ", ".join(_lead(id_, names) for id_ in value.split(";"))
    if name == "issued_on":
        return formats.day(date.fromisoformat(value))
    plain: Mapping[str, Callable[[str], str]] = {
        "parent_id": names.unit,
        "measure": lambda text: words.inline(words.MEASURES[Measure(text)]),
        "direction": lambda text: words.inline(words.DIRECTIONS[Direction(text)]),
        "status": lambda text: words.inline(words.TASK_STATUSES[TaskStatus(text)]),
        "due": lambda text: formats.schedule(schedule_of(text)),
    }
    return plain[name](value) if name in plain else value


def _lead(id_: str, names: Names) -> str:
    """Returns who leads a task: a unit, a body, or all units of a level within a unit (`tay-ninh:district`)."""
    unit_id, colon, level = id_.partition(":")
    name = names.unit(unit_id)
    return f"các {words.LEVEL_UNITS[Level(level)]} của {words.place_in_text(name)}" if colon else name


def values_text(change: Change, names: Names) -> str:
    """Returns a figure before and after: `84,52% → 93,52%`."""
    return f"{old_text(change, names)} {ARROW} {new_text(change, names)}"


def report(changes: Sequence[Change], names: Names, shared: SharedRanks = UNKNOWN_SHARED_RANKS) -> str:
    """Returns the report of `generator compare`: the number of changes of each kind, then all changes except new
    figures, line by line."""
    if not changes:
        return SAME
    listed = [change for change in changes if not _counted(change)]
    return "\n".join(
        [f"{len(changes)} thay đổi:", *_tallies(changes), *(_line(change, names, shared) for change in listed)]
    )


def _counted(change: Change) -> bool:
    return change.kind is ChangeKind.NEW and change.what in FIGURES


def _tallies(changes: Iterable[Change]) -> Iterator[str]:
    tally: dict[tuple[SubjectKind, ChangeKind], int] = {}
    for change in changes:
        key = change.what, reported_kind(change)
        tally[key] = tally.get(key, 0) + 1
    for (what, kind), number in sorted(
        tally.items(), key=lambda item: (list(SubjectKind).index(item[0][0]), item[0][1])
    ):
        yield f"  {WHAT[what]}: {number} {KIND[kind]}"


def reported_kind(change: Change) -> ChangeKind:
    """Returns the kind of a change; a figure that moved and also changed counts as changed."""
    return ChangeKind.CHANGED if change.kind is ChangeKind.MOVED and not change.only_moved else change.kind


def _line(change: Change, names: Names, shared: SharedRanks) -> str:
    owner = f"{place_text(change, names)}: " if change.what in FIGURES else ""
    place = f" [{change.source_id} {locator_text(change)}]" if change.locator else ""
    old, new = old_text(change, names, shared), new_text(change, names, shared)
    turn = f" {ARROW} ".join([old or "(chưa có)", new or "(không còn)"])
    return f"{WHAT[change.what]}, {KIND[reported_kind(change)]}: {owner}{subject_text(change, names)}{place}: {turn}"
