"""The lineage of units: which unit succeeded which, and the rules for `data/lineage.csv`.

A unit keeps its id and its page permanently, and its territory never changes. A unit that takes in another, or
continues under another name or border, is a new unit from that day; the old unit ends the day before. So figures are
never added or compared across a merger.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from generator.data_files import LINEAGE, SOURCES, UNITS
from generator.model import Level, Lineage, LineageKind, Period, Portal, Unit
from generator.problems import Problem

_TRACED = [level for level in Level if level is Level.PROVINCE or level.area_of_province]


@dataclass(frozen=True)
class LineageByUnit:
    """The rows of the lineage grouped by predecessor (`by_predecessor`) and by successor (`by_successor`). Rows keep
    the order of the data."""

    by_predecessor: Mapping[str, tuple[Lineage, ...]]
    by_successor: Mapping[str, tuple[Lineage, ...]]

    def successors(self, unit_id: str) -> tuple[Lineage, ...]:
        """Returns the rows that lead from the unit to its successors; none if the unit was abolished without one."""
        return tuple(row for row in self.by_predecessor.get(unit_id, ()) if row.successor_id)

    def predecessors(self, unit_id: str) -> tuple[Lineage, ...]:
        """Returns the rows that lead from its predecessors to the unit."""
        return self.by_successor.get(unit_id, ())


def lineage_by_unit(lineage: Iterable[Lineage]) -> LineageByUnit:
    """Groups the rows by predecessor and by successor."""
    following: dict[str, list[Lineage]] = {}
    preceding: dict[str, list[Lineage]] = {}
    for row in lineage:
        following.setdefault(row.predecessor_id, []).append(row)
        if row.successor_id:
            preceding.setdefault(row.successor_id, []).append(row)
    return LineageByUnit(
        {unit_id: tuple(rows) for unit_id, rows in following.items()},
        {unit_id: tuple(rows) for unit_id, rows in preceding.items()},
    )


def lineage_without_renamings(lineage: Iterable[Lineage]) -> Iterator[Lineage]:
    """Yields the rows with which a unit became a different one. A renamed unit still counts as the same unit among its
    peers."""
    return (row for row in lineage if row.kind is not LineageKind.RENAMED)


def units_not_comparable(lineage: Iterable[Lineage], earlier: Period, later: Period) -> frozenset[str]:
    """Returns the ids of units whose figures of two periods must not be compared. These units ended or began between
    the first day of the earlier period and the last day of the later one, other than by renaming."""
    between = (row for row in lineage_without_renamings(lineage) if earlier.start < row.on <= later.end)
    return frozenset(id_ for row in between for id_ in (row.predecessor_id, row.successor_id))


def lineage_references(portal: Portal) -> Iterator[Problem]:
    """Yields the faults of rows that name something that does not exist, form a circle or repeat another row."""
    yield from _references(portal)
    yield from _repeated(portal.lineage)
    yield from _circles(lineage_by_unit(portal.lineage))


def lineage_agreement(portal: Portal) -> Iterator[Problem]:
    """Yields the faults of rows that contradict the dates of units or their own kind."""
    yield from _dates(portal)
    yield from _kinds(lineage_by_unit(portal.lineage))


def _references(portal: Portal) -> Iterator[Problem]:
    for row in portal.lineage:
        ends = {"predecessor_id": row.predecessor_id, "successor_id": row.successor_id}
        for field, id_ in ends.items():
            if id_ and portal.units and id_ not in portal.units:
                yield _problem(row, field, id_, "không có đơn vị này", f"xem mã đơn vị trong {UNITS}")
        if row.source_id and portal.sources and row.source_id not in portal.sources:
            yield _problem(row, "source_id", row.source_id, "không có văn bản này", f"thêm văn bản vào {SOURCES}")


def _repeated(lineage: Iterable[Lineage]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Lineage] = {}
    for row in lineage:
        other = first.setdefault((row.predecessor_id, row.successor_id), row)
        if other is not row:
            message = f"cặp đơn vị này đã có ở dòng {other.line}"
            yield _problem(row, "predecessor_id", row.predecessor_id, message, "xóa một trong hai dòng")


def _circles(lines: LineageByUnit) -> Iterator[Problem]:
    """Yields one problem for each row that closes a circle. Each row is followed only once."""
    done: set[str] = set()
    for start in lines.by_predecessor:
        path: list[str] = []
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            unit_id, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(unit_id)
            elif unit_id not in done and unit_id not in path:
                path.append(unit_id)
                rows = lines.successors(unit_id)
                yield from (_circle(row, path) for row in rows if row.successor_id in path)
                waiting += [(unit_id, True), *((row.successor_id, False) for row in reversed(rows))]


def _circle(row: Lineage, path: list[str]) -> Problem:
    ring = [*path[path.index(row.successor_id) :], row.successor_id]
    hint = "một đơn vị không thể kế tiếp chính nó; đơn vị hình thành sau phải có mã mới"
    return _problem(row, "successor_id", row.successor_id, f"quay vòng: {' → '.join(ring)}", hint)


def _dates(portal: Portal) -> Iterator[Problem]:
    """Checks that a predecessor ends the day before and a successor begins on the day, without overlap or gap."""
    for row in portal.lineage:
        predecessor = portal.units.get(row.predecessor_id)
        successor = portal.units.get(row.successor_id)
        if predecessor:
            yield from _end_of_predecessor(row, predecessor)
        if successor:
            yield from _start_of_successor(row, successor)


def _end_of_predecessor(row: Lineage, unit: Unit) -> Iterator[Problem]:
    """Checks that the unit's last day is the day before the change."""
    last = row.on - timedelta(days=1)
    if unit.active_to is None or unit.active_to > last:
        message = f"đơn vị {unit.id} vẫn còn hoạt động vào ngày này ({_stated_end(unit)})"
    elif unit.active_to < last:
        message = f"bị hở: đơn vị {unit.id} đã kết thúc từ {unit.active_to.isoformat()}"
    else:
        return
    hint = f"ghi active_to của đơn vị là {last.isoformat()} trong {UNITS}, hoặc sửa ngày ở đây"
    yield _problem(row, "on", row.on.isoformat(), message, hint)


def _stated_end(unit: Unit) -> str:
    return f"active_to là {unit.active_to.isoformat()}" if unit.active_to else "active_to còn trống"


def _start_of_successor(row: Lineage, unit: Unit) -> Iterator[Problem]:
    """Checks that the unit's first day is the day of the change."""
    if unit.active_from is None or unit.active_from < row.on:
        message = f"đơn vị kế tiếp {unit.id} đã hoạt động từ trước ngày này"
        hint = f"đơn vị hình thành sau phải có mã mới, active_from là {row.on.isoformat()} trong {UNITS}"
    elif unit.active_from > row.on:
        message = f"bị hở: đơn vị kế tiếp {unit.id} chỉ bắt đầu từ {unit.active_from.isoformat()}"
        hint = f"ghi active_from của đơn vị là {row.on.isoformat()} trong {UNITS}, hoặc sửa ngày ở đây"
    else:
        return
    yield _problem(row, "on", row.on.isoformat(), message, hint)


def _kinds(lines: LineageByUnit) -> Iterator[Problem]:
    """Checks that the kind of each row agrees with the number of successors and predecessors."""
    for rows in lines.by_predecessor.values():
        yield from (problem for row in rows for problem in _kind_of_row(row, lines))
        yield from _kinds_of_unit(rows)


def _kind_of_row(row: Lineage, lines: LineageByUnit) -> Iterator[Problem]:
    """Checks that an abolished unit has no successor, that any other has one, and that the successor of a renamed unit
    has no other predecessor."""
    if row.kind is LineageKind.ABOLISHED and row.successor_id:
        hint = "để trống successor_id, hoặc ghi kind là merged, split hay renamed"
        yield _problem(row, "kind", row.kind, "đơn vị kết thúc hẳn thì không có đơn vị kế tiếp", hint)
    if row.kind is not LineageKind.ABOLISHED and not row.successor_id:
        hint = "ghi mã đơn vị kế tiếp, hoặc ghi kind là abolished nếu không có"
        yield _problem(row, "successor_id", "", "còn trống", hint)
    if row.kind is LineageKind.RENAMED and len(lines.predecessors(row.successor_id)) > 1:
        hint = "ghi kind là merged nếu nhiều đơn vị nhập lại"
        yield _problem(row, "kind", row.kind, f"đơn vị kế tiếp {row.successor_id} còn hình thành từ đơn vị khác", hint)


def _kinds_of_unit(rows: tuple[Lineage, ...]) -> Iterator[Problem]:
    """Checks the rows of one predecessor."""
    first = rows[0]
    if len(rows) == 1 and first.kind is LineageKind.SPLIT:
        hint = "ghi đủ các đơn vị kế tiếp, hoặc ghi kind là merged hay renamed"
        yield _problem(first, "kind", first.kind, "chia tách mà chỉ có một đơn vị kế tiếp", hint)
    if len(rows) == 1:
        return
    for row in rows:
        if row.kind is not LineageKind.SPLIT:
            hint = "ghi kind là split cho mọi dòng của đơn vị này"
            yield _problem(row, "kind", row.kind, f"đơn vị {row.predecessor_id} có {len(rows)} dòng", hint)
        if row.on != first.on:
            message = f"khác ngày với dòng {first.line} của cùng đơn vị"
            yield _problem(row, "on", row.on.isoformat(), message, "một đơn vị chỉ kết thúc một lần; xem lại ngày")


def lineage_gaps(portal: Portal) -> Iterator[Problem]:
    """Yields the faults of units that ended and have no row in the lineage."""
    lines = lineage_by_unit(portal.lineage)
    for unit in portal.units.values():
        if unit.active_to and unit.level in _TRACED and unit.id not in lines.by_predecessor:
            message = f"đơn vị {unit.id} đã kết thúc mà không rõ đơn vị nào kế tiếp"
            hint = f"thêm dòng cho đơn vị vào {LINEAGE} (kind là abolished nếu không có đơn vị kế tiếp)"
            yield Problem(UNITS, unit.line, "active_to", unit.active_to.isoformat(), message, hint)


def _problem(row: Lineage, field: str, value: str, message: str, hint: str) -> Problem:
    return Problem(row.path, row.line, field, value, message, hint)
