"""Rules across files: faults that show only when several files are compared.

Each rule is a function from the portal to problems; a new rule is a new function in RULES and a case in
`tests/problems/`.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pandas as pd

from generator.bulk import days_of, repeat, row_keys
from generator.lineage import lineage_problems
from generator.loading.fields import UNREAD_DAY
from generator.model import (
    SCALE,
    SKIPPED,
    Aggregate,
    IndexScheme,
    Indicator,
    Level,
    Measure,
    Period,
    Point,
    Portal,
    Source,
    Task,
    Unit,
    UnitKind,
)
from generator.problems import Problem

UNITS = "data/units.csv"
BODIES = "data/bodies.csv"
INDICATORS = "data/indicators.yml"
SOURCES = "data/sources.yml"
PORTAL = "data/portal.yml"

POINTS = "data/points.csv"

INDEX_POINTS = 100

_LATITUDES = (6, 24)
_LONGITUDES = (102, 118)
"""What holds the whole country with its islands, in degrees."""

_KINDS = {
    Level.COUNTRY: (UnitKind.COUNTRY,),
    Level.PROVINCE: (UnitKind.PROVINCE, UnitKind.CITY_PROVINCE),
    Level.DEPARTMENT: (UnitKind.DEPARTMENT, UnitKind.BOARD, UnitKind.INSPECTORATE),
    Level.DISTRICT: (UnitKind.CITY, UnitKind.TOWN, UnitKind.URBAN_DISTRICT, UnitKind.DISTRICT),
    Level.COMMUNE: (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE),
}

_PARENT_LEVELS = {
    Level.COUNTRY: (),
    Level.PROVINCE: (),
    Level.DEPARTMENT: (Level.PROVINCE,),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.PROVINCE, Level.DISTRICT),
}

_BELOW = {level: [str(lower) for lower, above in _PARENT_LEVELS.items() if level in above] for level in Level} | {
    Level.COUNTRY: [str(level) for level in Level if level is not Level.COUNTRY]
}
"""Of which levels a unit can have figures or targets. The country is above all, though nothing names it as parent."""


def check(portal: Portal) -> list[Problem]:
    """Every problem of the portal across its files, in no particular order."""
    return [problem for rule in RULES for problem in rule(portal)]


def _nearest(value: str, known: Iterable[str], place: str) -> str:
    """`có phải "…"? Danh sách: data/units.csv`; without a near one `danh sách: data/units.csv`."""
    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f'có phải "{near[0]}"? Danh sách: {place}' if near else f"danh sách: {place}"


def unique_slugs(portal: Portal) -> Iterator[Problem]:
    """An address belongs to one page: no two units, indicators or documents share a slug."""
    yield from _repeated(UNITS, list(portal.units.values()))
    yield from _repeated(INDICATORS, list(portal.indicators.values()))
    yield from _repeated(SOURCES, list(portal.sources.values()))


def _repeated(path: str, entities: Sequence[Unit | Indicator | Source]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entity in entities:
        other = first.setdefault(entity.slug, entity.id)
        if other != entity.id:
            hint = "thêm tên cấp trên vào sau, ví dụ xa-tan-binh-tan-bien"
            yield Problem(path, entity.line, "slug", entity.slug, f"đã dùng cho {other}", hint)


def parents(portal: Portal) -> Iterator[Problem]:
    """Each unit's parent exists and is of a level above; only a province and the country have none."""
    for unit in portal.units.values():
        allowed = _PARENT_LEVELS[unit.level]
        parent = portal.units.get(unit.parent_id)
        if not allowed and unit.parent_id:
            what = "tỉnh" if unit.level is Level.PROVINCE else "cả nước"
            yield _unit_problem(unit, "parent_id", f"{what} không thuộc đơn vị nào", "để trống parent_id")
        elif allowed and parent is None:
            hint = _nearest(unit.parent_id, portal.units, UNITS)
            yield _unit_problem(unit, "parent_id", "không có đơn vị này", hint)
        elif allowed and parent is not None and parent.level not in allowed:
            yield _unit_problem(
                unit, "parent_id", "không phải cấp trên trực tiếp", f"chọn đơn vị cấp {' hoặc '.join(allowed)}"
            )


def one_country(portal: Portal) -> Iterator[Problem]:
    """There is one country: its figures are what all others are compared with."""
    first = portal.country
    for unit in portal.units.values():
        if first and unit.level is Level.COUNTRY and unit is not first:
            hint = "giữ một dòng cho cả nước, hoặc sửa level của dòng này"
            yield _unit_problem(unit, "level", f"cả nước đã có ở dòng {first.line} ({first.id})", hint)


def kinds(portal: Portal) -> Iterator[Problem]:
    """A unit's kind is one of its level: a commune is no district."""
    for unit in portal.units.values():
        if unit.kind not in _KINDS[unit.level]:
            hint = f"cấp {unit.level} gồm: {', '.join(_KINDS[unit.level])}; xem lại kind và level"
            yield _unit_problem(unit, "kind", f"không thuộc cấp {unit.level}", hint)


def bodies(portal: Portal) -> Iterator[Problem]:
    """A body is none of the units, and belongs to one or to nothing."""
    for body in portal.bodies.values():
        if body.id in portal.units:
            yield Problem(BODIES, body.line, "id", body.id, "đã là mã của một đơn vị", f"bỏ dòng này; xem {UNITS}")
        if body.parent_id and portal.units and body.parent_id not in portal.units:
            hint = _nearest(body.parent_id, portal.units, UNITS)
            yield Problem(BODIES, body.line, "parent_id", body.parent_id, "không có đơn vị này", hint)


def lifetimes(portal: Portal) -> Iterator[Problem]:
    """A unit ends after it begins, and not after the unit it belongs to."""
    for unit in portal.units.values():
        if unit.active_from and unit.active_to and unit.active_to < unit.active_from:
            yield _unit_problem(unit, "active_to", "trước ngày bắt đầu", "xem lại hai ngày active_from, active_to")
        parent = portal.units.get(unit.parent_id)
        if parent and parent.active_to and (unit.active_to is None or unit.active_to > parent.active_to):
            message = f"đơn vị còn hoạt động khi đơn vị cấp trên đã kết thúc ({parent.active_to.isoformat()})"
            yield _unit_problem(unit, "active_to", message, "điền ngày kết thúc, hoặc sửa parent_id")


def codes(portal: Portal) -> Iterator[Problem]:
    """At any time an official code belongs to one unit of a level: codes are reused, but only after a merger."""
    by_code: dict[tuple[str, Level], list[Unit]] = {}
    for unit in portal.units.values():
        if unit.code:
            by_code.setdefault((unit.code, unit.level), []).append(unit)
    for units in by_code.values():
        for unit, other in pairwise(units):
            if _overlap(unit, other):
                yield _unit_problem(
                    other, "code", f"cùng mã với {unit.id} trong cùng thời gian", "xem lại mã hoặc ngày hoạt động"
                )


def _overlap(one: Unit, other: Unit) -> bool:
    return not (
        (one.active_to and other.active_from and one.active_to < other.active_from)
        or (other.active_to and one.active_from and other.active_to < one.active_from)
    )


def _unit_problem(unit: Unit, field: str, message: str, hint: str) -> Problem:
    values = {"parent_id": unit.parent_id, "active_to": unit.active_to, "code": unit.code}
    values |= {"kind": unit.kind, "level": unit.level}
    return Problem(UNITS, unit.line, field, str(values[field] or ""), f"(đơn vị {unit.id}) {message}", hint)


def points(portal: Portal) -> Iterator[Problem]:
    """A point is of a unit that exists, once, within the country, and from a known source."""
    first: dict[str, Point] = {}
    for point in portal.points:
        if portal.units and point.unit_id not in portal.units:
            hint = _nearest(point.unit_id, portal.units, UNITS)
            yield Problem(POINTS, point.line, "unit_id", point.unit_id, "không có đơn vị này", hint)
        other = first.setdefault(point.unit_id, point)
        if other is not point:
            message = f"đơn vị này đã có điểm ở dòng {other.line}"
            yield Problem(POINTS, point.line, "unit_id", point.unit_id, message, "giữ một dòng cho mỗi đơn vị")
        if portal.sources and point.source_id not in portal.sources:
            hint = _nearest(point.source_id, portal.sources, SOURCES)
            yield Problem(POINTS, point.line, "source_id", point.source_id, "không có văn bản này", hint)
        yield from _astray(point)


def _astray(point: Point) -> Iterator[Problem]:
    for field, degrees, (low, high) in (("lat", point.lat, _LATITUDES), ("lon", point.lon, _LONGITUDES)):
        if degrees and not low <= degrees <= high:
            hint = f"từ {low} đến {high}; xem lại thứ tự vĩ độ (lat), kinh độ (lon)"
            yield Problem(POINTS, point.line, field, str(degrees), "nằm ngoài Việt Nam", hint)


def settings(portal: Portal) -> Iterator[Problem]:
    """The portal's provinces are units of the level of a province."""
    for id_ in portal.settings.province_ids if portal.units else ():
        unit = portal.units.get(id_)
        if unit is None or unit.level is not Level.PROVINCE:
            yield Problem(
                PORTAL,
                portal.settings.line,
                "province_ids",
                id_,
                "không phải tỉnh nào trong danh sách đơn vị",
                _nearest(id_, portal.units, UNITS),
            )


def indicator_references(portal: Portal) -> Iterator[Problem]:
    """Formulas, `measured_by` and `sources` of indicators name what exists, and no formula refers to itself."""
    for item in portal.indicators.values():
        for operand in _operands(item):
            if operand not in portal.indicators:
                yield _indicator_problem(item, "formula", operand, portal)
        if item.measured_by and item.measured_by not in portal.indicators:
            yield _indicator_problem(item, "measured_by", item.measured_by, portal)
        if item.measured_by and not item.measured_by_reason:
            hint = "viết một câu: vì sao chỉ tiêu kia đo được mục tiêu này"
            yield Problem(INDICATORS, item.line, "measured_by_reason", "", f"(chỉ tiêu {item.id}) còn trống", hint)
        for source_id in item.sources if portal.sources else ():
            if source_id not in portal.sources:
                hint = _nearest(source_id, portal.sources, SOURCES)
                yield Problem(
                    INDICATORS, item.line, "sources", source_id, f"(chỉ tiêu {item.id}) không có văn bản này", hint
                )


def _indicator_problem(item: Indicator, field: str, value: str, portal: Portal) -> Problem:
    hint = _nearest(value, portal.indicators, INDICATORS)
    return Problem(INDICATORS, item.line, field, value, f"(chỉ tiêu {item.id}) không có chỉ tiêu này", hint)


def _operands(item: Indicator) -> tuple[str, ...]:
    return item.formula.operands if item.formula else ()


def indicator_circles(portal: Portal) -> Iterator[Problem]:
    """No indicator follows from itself or is measured by itself, directly or through others."""
    items = portal.indicators
    formulas = {item.id: _operands(item) for item in items.values()}
    measured_by = {item.id: (item.measured_by,) for item in items.values()}
    for field, links in (("formula", formulas), ("measured_by", measured_by)):
        for ring in _rings(links):
            hint = f"sửa {field} của một trong các chỉ tiêu này; một chỉ tiêu không thể tính từ hoặc đo bằng chính nó"
            line = items[ring[0]].line
            yield Problem(INDICATORS, line, field, "", f"(chỉ tiêu {ring[0]}) quay vòng: {' → '.join(ring)}", hint)


def _rings(links: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Each circle once, from the member that stands first in the data round to it again."""
    open_links = dict(links)
    while ring := _ring(open_links):
        first = next(id_ for id_ in links if id_ in ring)
        at = ring.index(first)
        yield [*ring[at:], *ring[:at], first]
        open_links = {id_: ends for id_, ends in open_links.items() if id_ not in ring}


def _ring(links: Mapping[str, Iterable[str]]) -> list[str]:
    """The members of some circle in their order; none when there is no circle."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring[:0:-1]
    return []


def observation_references(portal: Portal) -> Iterator[Problem]:
    """Targets and results name units, indicators and documents that exist."""
    for frame in (portal.targets, portal.results):
        yield from _unknown(frame, "unit_id", portal.units, "không có đơn vị này", UNITS)
        yield from _unknown(frame, "indicator_id", portal.indicators, "không có chỉ tiêu này", INDICATORS)
        if portal.sources:
            files = frame.drop_duplicates("path")
            for row in files[~files["source_id"].isin(list(portal.sources))].itertuples():
                hint = f"tên tệp phải là mã văn bản; {_nearest(str(row.source_id), portal.sources, SOURCES)}"
                yield Problem(str(row.path), 0, "", "", f"không có văn bản {row.source_id}", hint)


def _unknown(
    frame: pd.DataFrame, field: str, known: Mapping[str, object], message: str, place: str
) -> Iterator[Problem]:
    if not known or not {*frame[field].cat.categories}.difference(known, [""]):
        return
    wrong = frame[frame[field].ne("") & ~frame[field].isin(list(known))]
    hints = {value: _nearest(value, known, place) for value in wrong[field].unique()}
    for path, line, value in zip(wrong["path"], wrong["line"], wrong[field], strict=True):
        yield Problem(path, int(line), field, value, message, hints[value])


def values_in_range(portal: Portal) -> Iterator[Problem]:
    """A percent lies within 0 and 100, a count is whole, a rank is at least 1; nothing is negative."""
    kinds = {kind: [item.id for item in portal.indicators.values() if item.measure is kind] for kind in Measure}
    for frame in (portal.targets, portal.results):
        indicators, amount, values = frame["indicator_id"], frame["amount"], frame["value"]
        percent = amount.gt(100 * SCALE).fillna(False) & indicators.isin(kinds[Measure.PERCENT])
        yield from _out_of_range(
            frame, percent, "lớn hơn 100 phần trăm", lambda _: "xem lại dấu thập phân; tỷ lệ phần trăm từ 0 đến 100"
        )
        negative = amount.notna() & values.str.startswith("-")
        yield from _out_of_range(frame, negative, "là số âm", lambda _: "xem lại văn bản; số liệu không nhỏ hơn 0")
        pointed = amount.notna() & values.str.contains(".", regex=False)
        uneven = pointed & indicators.isin([*kinds[Measure.COUNT], *kinds[Measure.RANK]])
        yield from _out_of_range(frame, uneven, "không phải số nguyên", _whole_hint)
        nowhere = amount.eq(0).fillna(False) & indicators.isin(kinds[Measure.RANK])
        yield from _out_of_range(frame, nowhere, "không phải thứ hạng", lambda _: "thứ hạng bắt đầu từ 1")


def _out_of_range(
    frame: pd.DataFrame, wrong: "pd.Series[bool]", message: str, hint: Callable[[str], str]
) -> Iterator[Problem]:
    found = frame[wrong]
    for path, line, value in zip(found["path"], found["line"], found["value"], strict=True):
        yield Problem(path, int(line), "value", value, message, hint(value))


def _whole_hint(value: str) -> str:
    """The remedy for `1.777`, whose point may set off thousands, and for `8.5`, where it cannot."""
    rule = "chỉ tiêu đếm số lượng chỉ nhận số nguyên"
    grouped = re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", value)
    return f"{rule}; nếu dấu chấm ngăn hàng nghìn thì viết {value.replace('.', '')}" if grouped else rule


def scopes(portal: Portal) -> Iterator[Problem]:
    """A figure of a whole level is one of units below the unit it is stated for."""
    below = {id_: _BELOW[unit.level] for id_, unit in portal.units.items()}
    sound = [f"{id_}:{level}" for id_, levels in below.items() for level in levels]
    for frame in (portal.targets, portal.results):
        stated = frame[frame["level"].isin(list(Level)) & frame["unit_id"].isin(list(below))]
        scope = stated["unit_id"].astype("str").str.cat(stated["level"].astype("str"), sep=":")
        for row in stated[~scope.isin(sound)].itertuples():
            allowed = below[str(row.unit_id)]
            message = f"không phải cấp dưới của đơn vị {row.unit_id}"
            choices = f"chọn một trong: {', '.join(allowed)}; " if allowed else ""
            hint = f"{choices}số của chính đơn vị thì để trống level"
            yield Problem(str(row.path), int(str(row.line)), "level", str(row.level), message, hint)


def periods_past(portal: Portal) -> Iterator[Problem]:
    """A document can state no result of a period that began after its issue."""
    issued = {source.id: source.issued_on for source in portal.sources.values() if source.issued_on != UNREAD_DAY}
    results = portal.results
    begins = days_of(results["period"], {text: period.start for text, period in _periods(results).items()})
    early = results[begins.gt(days_of(results["source_id"], issued))]
    for row in early.drop_duplicates(["source_id", "period"]).itertuples():
        message = f"bắt đầu sau ngày ban hành văn bản ({issued[str(row.source_id)].isoformat()})"
        hint = f"xem lại kỳ, hoặc issued_on trong {SOURCES}"
        yield Problem(str(row.path), int(str(row.line)), "period", str(row.period), message, hint)


def _periods(results: pd.DataFrame) -> Mapping[str, Period]:
    """The periods of results by their texts; a text that is none is left out, for it is a problem already."""
    return {text: Period.parse(text) for text in results["period"].cat.categories if Period.told_by(text)}


def unique_observations(portal: Portal) -> Iterator[Problem]:
    """One place of one document states one figure once."""
    targets = ["source_id", "locator", "unit_id", "level", "indicator_id", "due"]
    results = ["source_id", "locator", "unit_id", "level", "aggregate", "indicator_id", "period"]
    for frame, key in ((portal.targets, targets), (portal.results, results)):
        yield from _duplicates(_alike(frame, key), key)
    yield from _contradictions(_alike(portal.results, results), [name for name in results if name != "locator"])


def _alike(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows that state a figure which their document states in another row too: few, or none."""
    figures = row_keys(frame, [name for name in key if name != "locator"])
    if not repeat(figures):
        return frame[:0]
    return frame[pd.Series(figures).duplicated(keep=False).to_numpy()].reset_index(drop=True)


def _duplicates(frame: pd.DataFrame, key: list[str]) -> Iterator[Problem]:
    for row, first in _again([frame[name].tolist() for name in key]):
        value = str(frame.at[row, "unit_id"])
        hint = "xóa một dòng; nếu văn bản nêu ở hai chỗ thì ghi locator khác nhau"
        message = f"trùng khóa với dòng {int(str(frame.at[first, 'line']))}"
        yield Problem(str(frame.at[row, "path"]), int(str(frame.at[row, "line"])), "unit_id", value, message, hint)


def _contradictions(frame: pd.DataFrame, key: list[str]) -> Iterator[Problem]:
    """Two rows of one table with the same figure: a typing error, for a table states each figure once."""
    locators = frame["locator"].tolist()
    tables = [locator.partition(":")[0] for locator in locators]
    known: dict[int, set[str]] = {}
    for row, first in _again([tables, *(frame[name].tolist() for name in key)]):
        stated = known.setdefault(first, {locators[first]})
        if tables[row] != "text" and locators[row] not in stated:
            value = str(frame.at[row, "unit_id"])
            hint = "một bảng chỉ nêu mỗi số một lần; xem lại đơn vị, chỉ tiêu và kỳ của dòng này"
            message = "bảng này đã có số ấy ở dòng khác"
            yield Problem(str(frame.at[row, "path"]), int(str(frame.at[row, "line"])), "unit_id", value, message, hint)
        stated.add(locators[row])


def _again(columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """The numbers of rows whose cells stood before, each with the first row that has them."""
    first: dict[tuple[str, ...], int] = {}
    for row, cells in enumerate(zip(*columns, strict=True)):
        earlier = first.setdefault(cells, row)
        if earlier != row:
            yield row, earlier


def observed_lifetimes(portal: Portal) -> Iterator[Problem]:
    """A unit has results only of periods in which it existed."""
    results, units = portal.results, portal.units
    begins = days_of(results["unit_id"], {unit.id: unit.active_from for unit in units.values()})
    ends = days_of(results["unit_id"], {unit.id: unit.active_to for unit in units.values()})
    periods = _periods(results)
    first = days_of(results["period"], {text: period.start for text, period in periods.items()})
    last = days_of(results["period"], {text: period.end for text, period in periods.items()})
    outside = results[begins.gt(last) | ends.lt(first)]
    for row in outside.drop_duplicates(["unit_id", "period", "path"]).itertuples():
        hint = f"xem lại mã đơn vị (mã được dùng lại sau sáp nhập) hoặc kỳ; {UNITS}"
        message = f"đơn vị {row.unit_id} không hoạt động trong kỳ này"
        yield Problem(str(row.path), int(str(row.line)), "period", str(row.period), message, hint)


def task_references(portal: Portal) -> Iterator[Problem]:
    """Tasks name parents, leads and partners that exist; ids are unique; documents exist."""
    known = {task.id: task for task in reversed(portal.tasks)}
    actors = [*portal.units, *portal.bodies]
    for task in portal.tasks:
        if known[task.id] is not task:
            yield _task_problem(task, "id", task.id, "mã này đã dùng", "đặt mã khác")
        if task.parent_id and task.parent_id not in known:
            yield _task_problem(
                task, "parent_id", task.parent_id, "không có nhiệm vụ này", _nearest(task.parent_id, known, task.path)
            )
        if portal.sources and task.source_id not in portal.sources:
            yield Problem(
                task.path, 0, "", "", f"không có văn bản {task.source_id}", f"tên tệp phải là mã văn bản; xem {SOURCES}"
            )
        for field, ids in (("lead_ids", task.lead_ids), ("partner_ids", task.partner_ids)):
            yield from _unknown_actors(task, field, ids, actors, portal)


def task_circles(portal: Portal) -> Iterator[Problem]:
    """The tasks of a plan are a tree: none stands below itself."""
    known = {task.id: task for task in reversed(portal.tasks)}
    for ring in _rings({task.id: (known[task.id].parent_id,) for task in portal.tasks}):
        task = known[ring[0]]
        hint = "ghi mã của mục lớn hơn chứa nhiệm vụ, hoặc để trống"
        yield _task_problem(task, "parent_id", task.parent_id, f"quay vòng: {' → '.join(ring)}", hint)


def _unknown_actors(task: Task, field: str, ids: Iterable[str], actors: list[str], portal: Portal) -> Iterator[Problem]:
    for id_ in ids if portal.units else ():
        unit_id, colon, level = id_.partition(":")
        if colon and unit_id in portal.units and level in list(map(str, Level)):
            continue
        if colon or id_ not in actors:
            hint = f"{_nearest(id_, actors, UNITS)}, {BODIES}; cả một cấp: <mã tỉnh>:district"
            hint = "các mã ngăn nhau bằng dấu chấm phẩy" if "," in id_ else hint
            yield _task_problem(task, field, id_, "không có đơn vị hay cơ quan này", hint)


def _task_problem(task: Task, field: str, value: str, message: str, hint: str) -> Problem:
    return Problem(task.path, task.line, field, value, message, hint)


def index_schemes(portal: Portal) -> Iterator[Problem]:
    """The groups of a service index share out exactly 100 points (Decision 766/QĐ-TTg)."""
    for scheme in portal.schemes:
        points = sum(group.points for group in scheme.groups)
        if points != INDEX_POINTS:
            yield _scheme_problem(
                scheme, "points", str(points), "tổng điểm các nhóm phải là 100", "xem lại điểm từng nhóm"
            )
        if scheme.source_id and portal.sources and scheme.source_id not in portal.sources:
            hint = _nearest(scheme.source_id, portal.sources, SOURCES)
            yield _scheme_problem(scheme, "source_id", scheme.source_id, "không có văn bản này", hint)


def _scheme_problem(scheme: IndexScheme, field: str, value: str, message: str, hint: str) -> Problem:
    return Problem("data/service-index.yml", scheme.line, field, value, f"(cách chia {scheme.id}) {message}", hint)


def correspondences(portal: Portal) -> Iterator[Problem]:
    """What was decided on headings and names of workbooks leads to indicators, units and levels that exist."""
    for item in portal.correspondences:
        for text, id_ in item.headings.items():
            if id_ not in (SKIPPED, *portal.indicators) and portal.indicators:
                hint = _nearest(id_, portal.indicators, INDICATORS)
                line = item.lines.get(f"headings/{text}", 0)
                yield Problem(item.path, line, "headings", id_, "không có chỉ tiêu này", hint)
        for text, id_ in item.names.items():
            unit_id, _, scope = id_.partition(":")
            level, _, aggregate = scope.partition(":")
            known = unit_id in portal.units and level in ("", *Level) and aggregate in list(Aggregate)
            if id_ != SKIPPED and not known and portal.units:
                hint = f"{_nearest(id_, portal.units, UNITS)}; cả một cấp: <mã tỉnh>:district"
                line = item.lines.get(f"names/{text}", 0)
                yield Problem(item.path, line, "names", id_, "không có đơn vị này", hint)


RULES: tuple[Callable[[Portal], Iterable[Problem]], ...] = (
    settings,
    unique_slugs,
    parents,
    one_country,
    kinds,
    bodies,
    lifetimes,
    codes,
    points,
    indicator_references,
    indicator_circles,
    observation_references,
    values_in_range,
    scopes,
    periods_past,
    unique_observations,
    observed_lifetimes,
    task_references,
    task_circles,
    index_schemes,
    lineage_problems,
    correspondences,
)
