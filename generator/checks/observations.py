"""Rules for targets and results: they refer to what exists, are in range, are stated once, and belong to units that
existed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from generator import formats
from generator.bulk import days_of, has_duplicates, row_keys
from generator.checks.hints import Nearest, ids_by_name, nearest
from generator.checks.units import BELOW, first_day
from generator.data_files import INDICATORS, SOURCES, UNITS
from generator.grouping import grouped
from generator.lineage import LineageByUnit, lineage_by_unit
from generator.loading.fields import UNREAD_DAY
from generator.model import SCALE, Indicator, Level, Measure, Period, Portal, Unit
from generator.problems import Problem

_MOST_NAMED = 5
"""How many units a hint names at most."""


def observation_references(portal: Portal) -> Iterator[Problem]:
    """Checks that the units, indicators and documents of targets and results exist."""
    for frame in (portal.targets, portal.results):
        yield from _unknown(frame, "unit_id", portal.units, "không có đơn vị này", UNITS)
        yield from _unknown(frame, "indicator_id", portal.indicators, "không có chỉ tiêu này", INDICATORS)
        if portal.sources:
            files = frame.drop_duplicates("path")
            for row in files[~files["source_id"].isin(list(portal.sources))].itertuples():
                hint = f"tên tệp phải là mã văn bản; {nearest(str(row.source_id), portal.sources, SOURCES)}"
                yield Problem(str(row.path), 0, "", "", f"không có văn bản {row.source_id}", hint)


def _unknown(
    frame: pd.DataFrame,
    field: str,
    known: Mapping[str, Unit] | Mapping[str, Indicator],
    message: str,
    place: str,
) -> Iterator[Problem]:
    """Yields problems for cells of a column that name nothing known. Nothing is checked if nothing is known, because
    the file of the known names has a fault then."""
    if not known or not {*frame[field].cat.categories}.difference(known, [""]):
        return
    wrong = frame[frame[field].ne("") & ~frame[field].isin(list(known))]
    hints = Nearest(known, place, ids_by_name(known))
    for path, line, value in zip(wrong["path"], wrong["line"], wrong[field], strict=True):
        yield Problem(path, int(line), field, value, message, hints.hint_for(value))


def values_in_range(portal: Portal) -> Iterator[Problem]:
    """Checks that a percent is between 0 and 100, a count is whole, a rank is whole and at least 1, and no value is
    negative."""
    kinds = {kind: [item.id for item in portal.indicators.values() if item.measure is kind] for kind in Measure}
    for frame in (portal.targets, portal.results):
        indicators, amount, values = frame["indicator_id"], frame["amount"], frame["value"]
        percent = amount.gt(100 * SCALE).fillna(False) & indicators.isin(kinds[Measure.PERCENT])
        hint = "xem lại dấu thập phân; tỷ lệ phần trăm từ 0 đến 100"
        yield from _out_of_range(frame, percent, "lớn hơn 100 phần trăm", hint)
        negative = amount.notna() & values.str.startswith("-")
        yield from _out_of_range(frame, negative, "là số âm", "xem lại văn bản; số liệu không nhỏ hơn 0")
        with_point = amount.notna() & values.str.contains(".", regex=False)
        not_whole = with_point & indicators.isin([id_ for kind in Measure if kind.whole for id_ in kinds[kind]])
        yield from _out_of_range(frame, not_whole, "không phải số nguyên", _whole_hint)
        rank_zero = amount.eq(0).fillna(False) & indicators.isin(kinds[Measure.RANK])
        yield from _out_of_range(frame, rank_zero, "không phải thứ hạng", "thứ hạng bắt đầu từ 1")


def _out_of_range(
    frame: pd.DataFrame, wrong: "pd.Series[bool]", message: str, hint: str | Callable[[str], str]
) -> Iterator[Problem]:
    found = frame[wrong]
    for path, line, value in zip(found["path"], found["line"], found["value"], strict=True):
        yield Problem(path, int(line), "value", value, message, hint(value) if callable(hint) else hint)


def _whole_hint(value: str) -> str:
    """Returns the hint for a count that is not whole. In `1.777` the point may separate thousands; in `8.5` it
    cannot."""
    rule = "chỉ tiêu đếm số lượng chỉ nhận số nguyên"
    grouped = re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", value)
    return f"{rule}; nếu dấu chấm ngăn hàng nghìn thì viết {value.replace('.', '')}" if grouped else rule


def level_scopes(portal: Portal) -> Iterator[Problem]:
    """Checks that a figure of a whole level is for a level below the unit it is stated for."""
    below = {id_: BELOW[unit.level] for id_, unit in portal.units.items()}
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


def no_results_of_future_periods(portal: Portal) -> Iterator[Problem]:
    """Checks that a document states no result of a period that began after its issue."""
    issued = {source.id: source.issued_on for source in portal.sources.values() if source.issued_on != UNREAD_DAY}
    results = portal.results
    begins = days_of(results["period"], {text: item.start for text, item in _periods(results["period"]).items()})
    early = results[begins.gt(days_of(results["source_id"], issued))]
    for row in early.drop_duplicates(["source_id", "period"]).itertuples():
        message = f"bắt đầu sau ngày ban hành văn bản ({issued[str(row.source_id)].isoformat()})"
        hint = f"xem lại kỳ, hoặc issued_on trong {SOURCES}"
        yield Problem(str(row.path), int(str(row.line)), "period", str(row.period), message, hint)


def _periods(texts: "pd.Series[str]") -> Mapping[str, Period]:
    """Returns the periods of a column by their texts. Invalid texts are left out; a problem was already collected for
    them."""
    return {text: Period.parse(text) for text in texts.cat.categories if Period.is_valid(text)}


def unique_observations(portal: Portal) -> Iterator[Problem]:
    """Checks that one place of a document states each figure only once."""
    targets = ["source_id", "locator", "unit_id", "level", "indicator_id", "due"]
    results = ["source_id", "locator", "unit_id", "level", "aggregate", "indicator_id", "period"]
    for frame, key in ((portal.targets, targets), (portal.results, results)):
        yield from _duplicates(_stated_again(frame, key), key)
    yield from _contradictions(_stated_again(portal.results, results), [name for name in results if name != "locator"])


def _stated_again(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Returns the rows whose figure (the key without the locator) another row of the same document states too. There
    are few such rows, or none."""
    figures = row_keys(frame, [name for name in key if name != "locator"])
    if not has_duplicates(figures):
        return frame[:0]
    return frame[pd.Series(figures).duplicated(keep=False).to_numpy()].reset_index(drop=True)


def _duplicates(frame: pd.DataFrame, key: list[str]) -> Iterator[Problem]:
    for row, first in _repetitions([frame[name].tolist() for name in key]):
        value = str(frame.at[row, "unit_id"])
        hint = "xóa một dòng; nếu văn bản nêu ở hai chỗ thì ghi locator khác nhau"
        message = f"trùng khóa với dòng {int(str(frame.at[first, 'line']))}"
        yield Problem(str(frame.at[row, "path"]), int(str(frame.at[row, "line"])), "unit_id", value, message, hint)


def _contradictions(frame: pd.DataFrame, key: list[str]) -> Iterator[Problem]:
    """Yields a problem for each further row of a table with the same figure. It is a typing error, because a table
    states each figure once."""
    locators = frame["locator"].tolist()
    tables = [locator.partition(":")[0] for locator in locators]
    known: dict[int, set[str]] = {}
    for row, first in _repetitions([tables, *(frame[name].tolist() for name in key)]):
        stated = known.setdefault(first, {locators[first]})
        if tables[row] != "text" and locators[row] not in stated:
            value = str(frame.at[row, "unit_id"])
            hint = "một bảng chỉ nêu mỗi số một lần; xem lại đơn vị, chỉ tiêu và kỳ của dòng này"
            message = f"bảng này đã có số ấy ở dòng khác ({locators[first]})"
            yield Problem(str(frame.at[row, "path"]), int(str(frame.at[row, "line"])), "unit_id", value, message, hint)
        stated.add(locators[row])


def unique_anchors(portal: Portal) -> Iterator[Problem]:
    """Checks that each row of a document has its own anchor on the document's page. Anchors ignore punctuation and
    upper case."""
    frames = (portal.targets, portal.results)
    by_anchor = grouped(dict.fromkeys(text for frame in frames for text in frame["locator"].unique()), formats.anchor)
    shared = {text: name for name, texts in by_anchor.items() if len(texts) > 1 for text in texts}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for frame in frames if shared else ():
        rows = frame[frame["locator"].isin(list(shared))]
        columns = (rows[name].tolist() for name in ("source_id", "locator", "path", "line"))
        for source_id, locator, path, line in zip(*columns, strict=True):
            stated, place = first.setdefault((source_id, shared[locator]), (locator, f"{path}:{line}"))
            if stated != locator:
                message = f"trên trang của văn bản có cùng địa chỉ với {stated} ({place})"
                hint = "cùng một dòng của văn bản thì viết y như nhau; hai dòng thì phải khác nhau ở chữ hay số"
                yield Problem(path, line, "locator", locator, message, f"{hint}, không chỉ ở chữ hoa hay dấu")


def _repetitions(columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yields the number of each row whose cells occurred before, with the number of the first row that has them."""
    first: dict[tuple[str, ...], int] = {}
    for row, cells in enumerate(zip(*columns, strict=True)):
        earlier = first.setdefault(cells, row)
        if earlier != row:
            yield row, earlier


def result_lifetimes(portal: Portal) -> Iterator[Problem]:
    """Checks that a unit has results only for periods in which it existed."""
    results = portal.results
    begins, ends = _first_and_last_days(results["unit_id"], portal)
    first, last = _period_limits(results["period"])
    later = begins.gt(last)
    not_active = later | ends.lt(first)
    outside = results[not_active].assign(later=later[not_active])
    yield from _outside_lifetime(portal, outside, "period", "kỳ này", "kỳ")


def target_lifetimes(portal: Portal) -> Iterator[Problem]:
    """Checks that a unit has no target due before it began, and no target set after it ended for a time after its end.
    A target that was set earlier for a later time is allowed, because the document states it."""
    targets = portal.targets
    issued = {source.id: source.issued_on for source in portal.sources.values()}
    begins, ends = _first_and_last_days(targets["unit_id"], portal)
    first, last = _period_limits(targets["due"])
    later, ended = begins.gt(last), ends.lt(first) & ends.lt(days_of(targets["source_id"], issued))
    outside = targets[later | ended].assign(later=later[later | ended])
    yield from _outside_lifetime(portal, outside, "due", "thời gian này", "thời hạn")


def _outside_lifetime(portal: Portal, outside: pd.DataFrame, field: str, when: str, what: str) -> Iterator[Problem]:
    """Yields a problem for rows of units that began after the stated time (`later`) or had ended before it: one for
    each unit, time and file. The hint names the units that existed instead."""
    place = ["unit_id", field, "path"]
    counts = outside.groupby(place, observed=True)["line"].transform("size")
    lines = lineage_by_unit(portal.lineage)
    for row in outside.assign(rows=counts).drop_duplicates(place).itertuples():
        unit = portal.units[str(row.unit_id)]
        life, instead = _lifetime_and_others(portal, unit, lines, later=bool(row.later))
        rows = f", ở {row.rows} dòng của tệp" if int(str(row.rows)) > 1 else ""
        hint = f"{instead}xem lại mã đơn vị (mã được dùng lại sau sáp nhập) hoặc {what}; {UNITS}"
        message = f"đơn vị {unit.id} không hoạt động trong {when}{life}{rows}"
        yield Problem(str(row.path), int(str(row.line)), field, str(getattr(row, field)), message, hint)


def _lifetime_and_others(portal: Portal, unit: Unit, lines: LineageByUnit, *, later: bool) -> tuple[str, str]:
    """Returns two texts for a message. The first is the first day of a unit that began `later`, or the last day of a
    unit that had ended. The second names the units that existed instead."""
    day = first_day(unit, portal.units) if later else unit.active_to
    life = f" ({'từ' if later else 'đến'} {formats.day(day)})" if day else ""
    if later:
        others = [link.predecessor_id for link in lines.predecessors(unit.id)]
    else:
        others = [link.successor_id for link in lines.successors(unit.id)]
    listed = ", ".join(others[:_MOST_NAMED]) + (", …" if len(others) > _MOST_NAMED else "")
    return life, f"đơn vị {'trước đó' if later else 'kế tiếp'}: {listed}; " if others else ""


def _first_and_last_days(ids: "pd.Series[str]", portal: Portal) -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Returns the first and the last day of the unit of each row, missing if not known."""
    units = portal.units
    begins = {unit.id: first_day(unit, units) for unit in units.values()}
    return days_of(ids, begins), days_of(ids, {unit.id: unit.active_to for unit in units.values()})


def _period_limits(texts: "pd.Series[str]") -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Returns the first and the last day of the period of each row."""
    periods = _periods(texts)
    first = days_of(texts, {text: period.start for text, period in periods.items()})
    return first, days_of(texts, {text: period.end for text, period in periods.items()})
