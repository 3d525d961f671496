"""Words findings in plain Vietnamese: which figures contradict each other, and what a correction would change."""

from collections.abc import Sequence
from fractions import Fraction

from generator import formats, words
from generator.model import Assessment, Comparison, DiscrepancyKind, Indicator, Level, Period, Portal
from generator.reconcile.effects import Consequence, Place
from generator.reconcile.findings import Case, Cell
from generator.reconcile.precision import amount_of

LISTED = 12
"""Maximum number of units that a sentence lists by name; the remaining units are counted."""


def explanation(case: Case, portal: Portal) -> str:
    """Returns a sentence with the figure in the document and the value that follows from its other figures, and another
    one if some of these figures are provisional or inferred."""
    caveats = sorted({cell.caveats for cell in (case.stated, *case.others)} - {""})
    doubts = f" Trong các số này có số {' và số '.join(caveats)}." if caveats else ""
    return _EXPLANATIONS[case.kind](case, portal) + doubts


def subject(cell: Cell, portal: Portal) -> str:
    """Returns the unit or level that the figure belongs to: `Sở Nội vụ`, `các huyện, thị xã, thành phố của tỉnh Tây
    Ninh`."""
    unit = portal.units[cell.unit_id]
    name = words.name_in_text(unit)
    return f"các {_units_of(cell.level)} của {name}" if cell.level else name


def _units_of(level: str) -> str:
    """Returns the word for a level's units: `huyện, thị xã, thành phố`."""
    return words.LEVEL_UNITS[Level(level)]


def stated(cell: Cell, portal: Portal) -> str:
    """Returns the figure as its document writes it; for a target, together with its comparison."""
    measure = portal.indicators[cell.indicator_id].measure
    if cell.comparison:
        return formats.target_text(cell.value, Comparison(cell.comparison), measure)
    return formats.stated(cell.value, measure)


def recomputed(exact: Fraction, indicator: Indicator) -> str:
    """Returns a recomputed figure, rounded to the indicator's decimals."""
    return formats.figure(amount_of(exact, indicator.decimals), indicator.measure, indicator.decimals)


def indicator_name(cell: Cell, portal: Portal) -> str:
    """Returns the indicator's short name in quotes."""
    return f"“{portal.indicators[cell.indicator_id].short_name}”"


def _figure(cell: Cell, portal: Portal) -> str:
    return f"{indicator_name(cell, portal)} của {subject(cell, portal)}"


def place(cell: Cell, portal: Portal) -> str:
    """Returns the document and locator: `Kế hoạch số 3688/KH-UBND, mục II.2.a`."""
    return f"{formats.source_name(portal.sources[cell.source_id])}, {formats.locator(cell.locator)}"


def _listed(cells: Sequence[Cell], portal: Portal) -> str:
    """Returns names and figures: `“Số dịch vụ toàn trình” 61, “Số dịch vụ một phần” 0`."""
    return ", ".join(f"{indicator_name(cell, portal)} {stated(cell, portal)}" for cell in cells)


def _exact(case: Case, portal: Portal) -> str:
    return recomputed(case.exact or Fraction(0), portal.indicators[case.stated.indicator_id])


def _share(case: Case, portal: Portal) -> str:
    together = {cell.locator for cell in case.others} == {case.stated.locator}
    row = "cùng mục" if case.stated.locator.startswith("text:") else "cùng dòng"
    where = row if together else "trong văn bản"
    return (
        f"{_figure(case.stated, portal)} được ghi là {stated(case.stated, portal)}, "
        f"nhưng chia hai số {where} ({_listed(case.others, portal)}) thì được {_exact(case, portal)}."
    )


def _parts(case: Case, portal: Portal) -> str:
    return (
        f"{_figure(case.stated, portal)} được ghi là {stated(case.stated, portal)}, "
        f"nhưng các phần cộng lại ({_listed(case.others, portal)}) thì được {_exact(case, portal)}."
    )


def _excess(case: Case, portal: Portal) -> str:
    return (
        f"{_figure(case.stated, portal)} được ghi là {stated(case.stated, portal)}, "
        f"lớn hơn {_listed(case.others, portal)}, dù chỉ là một phần của số đó."
    )


def _total(case: Case, portal: Portal) -> str:
    return (
        f"Dòng tổng ghi {_figure(case.stated, portal)} là {stated(case.stated, portal)}, "
        f"nhưng cộng {len(case.others)} dòng của bảng thì được {_exact(case, portal)}."
    )


def _mean(case: Case, portal: Portal) -> str:
    return (
        f"Dòng bình quân ghi {_figure(case.stated, portal)} là {stated(case.stated, portal)}, "
        f"nhưng bình quân của {len(case.others)} dòng trong bảng là {_exact(case, portal)}."
    )


def _grand_total(case: Case, portal: Portal) -> str:
    sums = " + ".join(stated(cell, portal) for cell in case.others)
    return (
        f"{_figure(case.stated, portal)} được ghi là {stated(case.stated, portal)}, "
        f"nhưng cộng số của các cấp trong cùng văn bản ({sums}) thì được {_exact(case, portal)}."
    )


def _range(case: Case, portal: Portal) -> str:
    ordered = sorted(case.others, key=lambda cell: formats.amount_of(cell.value))
    low, high = stated(ordered[0], portal), stated(ordered[-1], portal)
    parts = "từng cấp" if case.others[0].level else f"cả {len(ordered)} đơn vị"
    return (
        f"Tỷ lệ chung {_figure(case.stated, portal)} được ghi là {stated(case.stated, portal)}, "
        f"trong khi tỷ lệ của {parts} chỉ từ {low} đến {high}; nếu tính trên cùng số liệu, "
        "tỷ lệ chung không thể nằm ngoài khoảng này."
    )


def _result(case: Case, portal: Portal) -> str:
    other = case.others[0]
    return (
        f"Hai nơi ghi khác nhau về {_figure(case.stated, portal)} {formats.period(Period.parse(case.stated.period))}: "
        f"{place(case.stated, portal)} ghi {stated(case.stated, portal)}; "
        f"{place(other, portal)} ghi {stated(other, portal)}."
    )


def _target(case: Case, portal: Portal) -> str:
    other = case.others[0]
    due = formats.due(Period.parse(case.stated.period))
    return (
        f"Hai nơi đặt mức phải đạt khác nhau về {_figure(case.stated, portal)} {due}: "
        f"{place(case.stated, portal)} đặt {stated(case.stated, portal)}; "
        f"{place(other, portal)} đặt {stated(other, portal)}."
    )


def _due(case: Case, portal: Portal) -> str:
    when: dict[str, list[str]] = {}
    for cell in (case.stated, *case.others):
        when.setdefault(cell.period, []).append(formats.locator(cell.locator))
    places = "; ".join(f"{', '.join(found)} ghi {formats.due(Period.parse(due))}" for due, found in when.items())
    return (
        f"Cùng mức {stated(case.stated, portal)} về {_figure(case.stated, portal)}, "
        f"văn bản đặt những hạn khác nhau: {places}."
    )


def _below(case: Case, portal: Portal) -> str:
    return (
        f"Mức phải đạt về {_figure(case.stated, portal)} "
        f"{formats.due(Period.parse(case.stated.period))} là {stated(case.stated, portal)}, "
        f"kém hơn mức {stated(case.others[0], portal)} mà cùng dòng ghi là đã đạt."
    )


def _slipped(case: Case, portal: Portal) -> str:
    columns = list(dict.fromkeys(indicator_name(cell, portal) for cell in case.others))
    first = [cell for cell in case.others if cell.indicator_id == case.others[0].indicator_id]
    shown = ", ".join(f"{portal.units[cell.unit_id].short_name} {stated(cell, portal)}" for cell in first[:LISTED])
    more = f" và {len(first) - LISTED} đơn vị khác" if len(first) > LISTED else ""
    return (
        f"Ở {len(first)} đơn vị ({shown}{more}), hai cột {columns[0]} và {columns[1]} ghi cùng một số, dù đó là những "
        "số ít gặp; có thể một cột đã bị chép nhầm từ cột còn lại."
    )


def _repeated(case: Case, portal: Portal) -> str:
    return (
        f"Cả {len(case.others)} {_units_of(case.stated.level)} trong bảng đều ghi {stated(case.stated, portal)} "
        f"ở cột {indicator_name(case.stated, portal)}; có thể đây là một số chung của cả cấp, "
        "không phải số riêng của từng đơn vị."
    )


_EXPLANATIONS = {
    DiscrepancyKind.SHARE: _share,
    DiscrepancyKind.PARTS: _parts,
    DiscrepancyKind.EXCESS: _excess,
    DiscrepancyKind.TOTAL: _total,
    DiscrepancyKind.MEAN: _mean,
    DiscrepancyKind.GRAND_TOTAL: _grand_total,
    DiscrepancyKind.RANGE: _range,
    DiscrepancyKind.RESULT: _result,
    DiscrepancyKind.TARGET: _target,
    DiscrepancyKind.DUE: _due,
    DiscrepancyKind.BELOW: _below,
    DiscrepancyKind.SLIPPED: _slipped,
    DiscrepancyKind.REPEATED: _repeated,
}


def effect(case: Case, found: Sequence[Consequence], turned: int, portal: Portal) -> str:
    """Returns one sentence: which assessment or rank would change if the other figure were correct. `turned` is the
    number of units affected by a target."""
    if case.kind in _FIXED_EFFECTS:
        return _FIXED_EFFECTS[case.kind]
    if case.kind is DiscrepancyKind.SLIPPED:
        units = len({cell.unit_id for cell in case.others})
        return f"Nếu một cột bị chép nhầm, đánh giá và thứ hạng của {units} đơn vị này ở cột đó cần xem lại."
    if case.kind is DiscrepancyKind.TARGET:
        return _other_target(case, turned, portal)
    clauses = [clause for item in found if (clause := _clause(item, portal))]
    other, used = "số tính lại", ""
    if case.kind is DiscrepancyKind.RESULT:
        if case.in_force:
            used = place(case.in_force, portal)
            return f"Cổng không dùng số nào trong hai số này, vì ô được dùng ({used}) không có số."
        other, used = "số thứ hai", f"{_used('số', case, portal)}. "
    if not clauses:
        return f"{used}Nếu lấy {other}, đánh giá và thứ hạng không thay đổi."
    turns = any(item.standing and item.standing.changes for item in found)
    ending = "" if turns else "; đánh giá và thứ hạng không thay đổi"
    return f"{used}Nếu {other} là đúng, {'; '.join(clauses)}{ending}."


def _used(figure: str, case: Case, portal: Portal) -> str:
    """States which of two figures the portal uses, that of which document or place; `figure` names them."""
    later, earlier = (portal.sources[cell.source_id] for cell in (case.stated, case.others[0]))
    if later.id == earlier.id:
        return f"Cổng dùng {figure} nêu trước trong văn bản"
    if later.issued_on == earlier.issued_on:
        return f"Hai văn bản ban hành cùng ngày; cổng dùng {figure} của {formats.source_name(later)}"
    adjusted = ", có thể là số đã được điều chỉnh" if case.kind is DiscrepancyKind.RESULT else ""
    return f"Cổng dùng {figure} của văn bản ban hành sau{adjusted}"


def _other_target(case: Case, turned: int, portal: Portal) -> str:
    if case.in_force:
        used = place(case.in_force, portal)
        return f"Cổng không dùng mức nào trong hai mức này, vì văn bản được dùng ({used}) miễn chỉ tiêu này."
    changed = f"đánh giá của {turned} đơn vị sẽ thay đổi" if turned else "không đánh giá nào thay đổi"
    return f"{_used('mức', case, portal)}; nếu dùng mức còn lại, {changed}."


def _clause(item: Consequence, portal: Portal) -> str:
    """Returns the change of one supposed figure, or an empty text if nothing relevant changes."""
    turns = ", ".join(filter(None, [_assessment(item), _place(item)]))
    changes = list(filter(None, [_value(item, portal), f"chuyển {turns}" if turns else ""]))
    if not changes:
        return ""
    return (
        f"{indicator_name(item.supposed.cell, portal)} của {subject(item.supposed.cell, portal)} {', '.join(changes)}"
    )


def _value(item: Consequence, portal: Portal) -> str:
    if not item.supposed.is_dependent:
        return ""
    indicator = portal.indicators[item.supposed.cell.indicator_id]
    then = formats.figure(item.supposed.amount, indicator.measure, indicator.decimals)
    return f"sẽ là {then} thay vì {stated(item.supposed.cell, portal)}"


def _assessment(item: Consequence) -> str:
    standing = item.standing
    if standing is None or standing.reached == standing.would_reach:
        return ""
    reached, missed = (words.inline(words.ASSESSMENTS[code]) for code in (Assessment.MET, Assessment.NOT_MET))
    now, then = (reached, missed) if standing.reached else (missed, reached)
    return f"từ “{now}” sang “{then}”"


def _place(item: Consequence) -> str:
    standing = item.standing
    if standing is None or standing.rank == standing.would_be_rank:
        return ""
    return f"từ {_rank(standing.rank)} sang {_rank(standing.would_be_rank)}"


def _rank(place: Place) -> str:
    return f"{'đồng ' if place.tied else ''}hạng{formats.NBSP}{place.rank}"


_FIXED_EFFECTS = {
    DiscrepancyKind.EXCESS: "Không đủ số liệu để tính lại; cần đối chiếu với bản giấy.",
    DiscrepancyKind.RANGE: "Đánh giá và thứ hạng của từng đơn vị không thay đổi; cần làm rõ cách tính tỷ lệ chung.",
    DiscrepancyKind.DUE: "Mức phải đạt không đổi; chỉ khác thời điểm phải đạt.",
    DiscrepancyKind.BELOW: "Theo chính dòng này, mức phải đạt đã đạt ngay từ khi giao; cần đối chiếu với bản giấy.",
    DiscrepancyKind.REPEATED: "Với chỉ tiêu này, các đơn vị này được đánh giá như nhau, nên không so sánh được với "
    "nhau.",
}
