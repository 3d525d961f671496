"""Formats an import for the terminal: each figure with its unit, indicator, period, value, cell and change."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator import formats, words
from generator.grouping import grouped
from generator.importing.entries import RESULTS, TARGETS, Entry, Remark
from generator.importing.existing_rows import PERIOD_COLUMN
from generator.importing.tables.labels import is_same_label
from generator.importing.writing import MergedFile, figure_text
from generator.model import Aggregate, Comparison, Level, Period, Portal, ResultStatus, province_id_of
from generator.model.addresses import subjects_of

_HEADINGS = ("Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Ô", "So với kỳ trước")
_MAX_WIDTHS = (38, 30, 14, 26, 18, 60)
_EXEMPT = "được miễn"
_AGGREGATES = {
    Aggregate.TOTAL: "tổng",
    Aggregate.MEAN: "bình quân",
    Aggregate.POOLED: "tính gộp",
    Aggregate.COMMON: "chung",
}
_BOUNDS = {Comparison.AT_LEAST: "tối thiểu ", Comparison.AT_MOST: "tối đa ", Comparison.EXACTLY: "đúng "}


_Values = Mapping[tuple[str, ...], Mapping[str, str]]
"""The value of each period, by unit, level, aggregate and indicator."""


def _values_in(portal: Portal) -> _Values:
    """Returns the results that the portal already has. New results are compared with those of the period before."""
    known: dict[tuple[str, ...], dict[str, str]] = {}
    columns = ("unit_id", "level", "aggregate", "indicator_id", "period", "value")
    for *scope, period, value in zip(*(portal.results[name] for name in columns), strict=True):
        if value:
            known.setdefault(tuple(map(str, scope)), {})[str(period)] = str(value)
    return known


def _change(entry: Entry, portal: Portal, values: _Values) -> str:
    """Returns the change since the latest earlier period of the same length: `31,98 → 35,20 (+3,22 điểm phần trăm;
    tháng 4/2024)`. Empty if there is none."""
    known = values.get((entry.unit_id, entry.level, str(entry.aggregate), entry.indicator_id), {})
    new = Period.parse(entry.period)
    earlier = [period for period in map(Period.parse, known) if period.end < new.end and period.length == new.length]
    if entry.kind != RESULTS or not entry.value or not earlier:
        return ""
    last = max(earlier, key=lambda period: period.end)
    old = known[str(last)]
    indicator = portal.indicators[entry.indicator_id]
    step = formats.amount_of(entry.value) - formats.amount_of(old)
    moved = formats.difference(step, indicator.measure, indicator.decimals) if step else "không đổi"
    return f"{formats.without_unit(old)} → {formats.without_unit(entry.value)} ({moved}; {formats.period(last)})"


def table(entries: Sequence[Entry], portal: Portal) -> str:
    """Returns the entries as a table with aligned columns."""
    values = _values_in(portal)
    rows = [_HEADINGS, *(_row(entry, portal, values) for entry in entries)]
    plain = [tuple(_cut(text.replace(formats.NBSP, " "), at) for at, text in enumerate(row)) for row in rows]
    widths = [max(len(row[at]) for row in plain) for at in range(len(_HEADINGS))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in plain]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])


def _cut(text: str, at: int) -> str:
    return text if len(text) <= _MAX_WIDTHS[at] else f"{text[: _MAX_WIDTHS[at] - 1]}…"


def _row(entry: Entry, portal: Portal, values: _Values) -> tuple[str, ...]:
    indicator = portal.indicators[entry.indicator_id]
    return (
        _owner(entry, portal),
        indicator.short_name,
        formats.period(Period.parse(entry.period)) if entry.kind == RESULTS else f"hạn {entry.period}",
        _value(entry, portal),
        entry.at.address,
        _change(entry, portal, values),
    )


def _owner(entry: Entry, portal: Portal) -> str:
    unit = portal.units[entry.unit_id]
    if not entry.level:
        return unit.name
    level = words.inline(words.LEVELS[Level(entry.level)])
    aggregate = _AGGREGATES.get(entry.aggregate, "chung")
    return f"{unit.short_name}: {level} ({aggregate})"


def _value(entry: Entry, portal: Portal) -> str:
    measure = portal.indicators[entry.indicator_id].measure
    if entry.kind == TARGETS and entry.status and not entry.value:
        return _EXEMPT
    if not entry.value:
        return words.MISSING.get(ResultStatus(entry.status), entry.status)
    shown = formats.stated(entry.value, measure)
    if entry.kind == RESULTS:
        return f"{shown} (tạm tính)" if entry.status == ResultStatus.PROVISIONAL else shown
    return _EXEMPT if entry.status else f"{_BOUNDS[entry.comparison]}{shown}"


def remarks(found: Iterable[Remark]) -> str:
    """Lists what is left out of the data, each with its cell."""
    return "\n".join(["Không đưa vào số liệu:", *(f"  {item.at.address}: {_short(item.text)}" for item in found)])


def interpretations(found: Iterable[Remark]) -> str:
    """Lists the rows whose figures belong to another owner than their name, as the user decided, each with its cell."""
    return "\n".join(["Hiểu theo câu trả lời:", *(f"  {item.at.address}: {item.text}" for item in found)])


def _short(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:109]}…"  # noqa: PLR2004 — the width of a terminal.


_MAX_UNITS_NAMED = 5
"""Largest number of units missing from a file that are named."""


def missing_units(entries: Iterable[Entry], portal: Portal) -> Iterator[str]:
    """Yields a line on the units without a row if most units of their level have one: their lines may have been
    deleted."""
    present: dict[tuple[str, Level, str], set[str]] = {}
    for entry in entries:
        unit = portal.units[entry.unit_id]
        if entry.kind == RESULTS and not entry.level:
            present.setdefault((province_id_of(unit, portal.units), unit.level, entry.period), set()).add(unit.id)
    for (province, level, period), ids in present.items():
        peers = [
            unit
            for unit in portal.units.values()
            if unit.level is level
            and level.below_province
            and unit.active_in(Period.parse(period))
            and province_id_of(unit, portal.units) == province
        ]
        names = [unit.name for unit in peers if unit.id not in ids]
        if names and len(names) * 2 < len(peers):
            listed = "; ".join(names[:_MAX_UNITS_NAMED]) + ("; …" if len(names) > _MAX_UNITS_NAMED else "")
            yield f"Tệp không có {len(names)} trong {len(peers)} {words.LEVEL_UNITS[level]}: {listed}."


_MAX_CONTRADICTIONS = 10
"""Largest number of contradictions that are listed."""


def contradictions(found: Sequence[str]) -> str:
    """Lists figures that do not agree with others. They may be typing errors, faults of the document, or corrections by
    it."""
    more = [f"  và {len(found) - _MAX_CONTRADICTIONS} chỗ khác"] if len(found) > _MAX_CONTRADICTIONS else []
    head = (
        "Không khớp với số khác, ghi rồi thì nêu ở trang Đối chiếu (gõ nhầm thì sửa; văn bản này đính chính văn bản "
        "kia thì thêm AMENDS=mã-văn-bản-kia, hoặc ghi amends trong data/sources.yml nếu đã khai văn bản này):"
    )
    return "\n".join([head, *(f"  {text.replace(formats.NBSP, ' ')}" for text in found[:_MAX_CONTRADICTIONS]), *more])


_MAX_PAGES = 3
"""Largest number of addresses that a line about pages names."""

_MAX_GROUPS = 10
"""Largest number of lines about removed pages, and about restored ones."""


def removed_pages(redirects: Mapping[str, str]) -> Iterator[str]:
    """Yields lines on addresses whose pages are removed, given where each address leads: one for each indicator, unit
    or period. An indicator that is removed from a report of a hundred communes has hundreds of addresses."""
    groups = _by_subject(redirects)
    for subject, addresses in groups[:_MAX_GROUPS]:
        targets = {redirects[address] for address in addresses}
        if len(addresses) == 1:
            yield f"Trang {addresses[0]} không còn, địa chỉ này chuyển sang {targets.pop()}."
        else:
            where = targets.pop() if len(targets) == 1 else "trang gần nhất còn lại"
            named = f"{len(addresses)} trang thuộc {subject} không còn ({_some(addresses)})"
            yield f"{named}, các địa chỉ này chuyển sang {where}."
    left = sum(len(addresses) for _, addresses in groups[_MAX_GROUPS:])
    if left:
        yield f"Và {left} trang khác không còn, địa chỉ chuyển sang trang gần nhất còn lại."


def restored_pages(addresses: Iterable[str]) -> Iterator[str]:
    """Yields lines on addresses that no longer redirect because their pages exist again, grouped likewise."""
    groups = _by_subject(addresses)
    for subject, found in groups[:_MAX_GROUPS]:
        if len(found) == 1:
            yield f"Trang {found[0]} có lại, địa chỉ này không còn chuyển đi nơi khác."
        else:
            named = f"{len(found)} trang thuộc {subject} có lại ({_some(found)})"
            yield f"{named}, các địa chỉ này không còn chuyển đi nơi khác."
    left = sum(len(found) for _, found in groups[_MAX_GROUPS:])
    if left:
        yield f"Và {left} trang khác có lại, địa chỉ không còn chuyển đi nơi khác."


def _some(addresses: Sequence[str]) -> str:
    return f"{', '.join(addresses[:_MAX_PAGES])}{', …' if len(addresses) > _MAX_PAGES else ''}"


def _by_subject(addresses: Iterable[str]) -> Sequence[tuple[str, Sequence[str]]]:
    """Groups addresses by the page of the unit, indicator, document or period that most of them belong to."""
    subjects = {address: [page for page, _ in subjects_of(address)] or [address] for address in addresses}
    counts = Counter(page for pages in subjects.values() for page in pages)
    return tuple(grouped(subjects, lambda address: max(subjects[address], key=counts.__getitem__)).items())


def changes(files: Iterable[MergedFile]) -> str:
    """Lists, for each file, how many rows are added, replaced, removed or unchanged, and each replaced and removed
    row."""
    lines = []
    for item in files:
        same = len(item.lines) - len(item.added) - len(item.replaced) - len(item.kept_by_decision)
        gone = f", bỏ {len(item.removed)}" if item.removed else ""
        lines.append(f"{item.path}: thêm {len(item.added)} dòng, sửa {len(item.replaced)}{gone}, giữ nguyên {same}.")
        lines += [
            f"  {entry.at.address}: {entry.unit_id}, {entry.indicator_id}: {_replaced(old, new)}"
            for old, new, entry in item.replaced
        ]
        lines += [
            f"  bỏ {row['locator']}: {row['unit_id'] or row['level']}, {row['indicator_id']}: "
            f"{figure_text(row['value'], row['status'])}"
            for row in item.removed
        ]
    return "\n".join(lines)


def kept(rows: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    """Yields the rows that stay in the data although the file does not state them. `rows` contains kind and row of
    each."""
    if rows:
        yield "Có trong cổng mà tệp này không có (giữ nguyên):"
    for kind, row in rows:
        unit, figure = row["unit_id"] or row["level"], figure_text(row["value"], row["status"])
        yield f"  {row['locator']}: {unit}, {row['indicator_id']}, {row[PERIOD_COLUMN[kind]]}: {figure}"


def tables(renamed: Mapping[str, str], repeated_tables: Collection[str]) -> Iterator[str]:
    """Yields a line on each table of the file that has another label in the data. Either the data already has it under
    that label, or its own label belongs to another table of the document."""
    for old, new in renamed.items():
        if old != new and (new in repeated_tables or is_same_label(old, new)):
            yield f"{old} của tệp này là bảng {new} đã nhập."
        elif old != new:
            yield f"{old} của tệp này là bảng khác với {old} đã nhập của văn bản, nên ghi là {new} (như {new}:1)."
            yield f"  Văn bản không gọi bảng này là {new} thì thêm dòng như “Phụ lục II” vào trên bảng rồi mới ghi."


def _replaced(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Returns the differences between the old and the new row: figure, comparison and note. If the figure is the same,
    the locators."""
    previous, now = figure_text(old["value"], old["status"]), figure_text(new["value"], new["status"])
    found = [f"{previous} → {now}"] if previous != now else []
    if old.get("comparison") != new.get("comparison"):
        found.append(" → ".join(_BOUNDS[Comparison(row["comparison"])].strip() for row in (old, new)))
    if not found and old["locator"] != new["locator"]:
        found.append(f"{old['locator']} → {new['locator']}")
    if old["note"] != new["note"]:
        found.append(f"ghi chú: {old['note'] or 'không có'} → {new['note'] or 'không có'}")
    return "; ".join(found)
