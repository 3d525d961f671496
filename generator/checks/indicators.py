"""Rules for indicators and for the division of the service index's points."""

from collections.abc import Iterator

from generator.checks.circles import circles
from generator.checks.hints import nearest
from generator.data_files import INDICATORS, SERVICE_INDEX, SOURCES
from generator.model import IndexScheme, Indicator, Portal
from generator.problems import Problem

INDEX_POINTS = 100


def indicator_references(portal: Portal) -> Iterator[Problem]:
    """Checks that the formulas, `measured_by` and `sources` of indicators name what exists, and that `measured_by` has
    a reason."""
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
                hint = nearest(source_id, portal.sources, SOURCES)
                yield Problem(
                    INDICATORS, item.line, "sources", source_id, f"(chỉ tiêu {item.id}) không có văn bản này", hint
                )


def _indicator_problem(item: Indicator, field: str, value: str, portal: Portal) -> Problem:
    hint = nearest(value, portal.indicators, INDICATORS)
    return Problem(INDICATORS, item.line, field, value, f"(chỉ tiêu {item.id}) không có chỉ tiêu này", hint)


def _operands(item: Indicator) -> tuple[str, ...]:
    return item.formula.operands if item.formula else ()


def indicator_circles(portal: Portal) -> Iterator[Problem]:
    """Checks that no indicator is computed from itself or measured by itself, directly or through others."""
    items = portal.indicators
    formulas = {item.id: _operands(item) for item in items.values()}
    measured_by = {item.id: (item.measured_by,) for item in items.values()}
    for field, links in (("formula", formulas), ("measured_by", measured_by)):
        for ring in circles(links):
            hint = f"sửa {field} của một trong các chỉ tiêu này; một chỉ tiêu không thể tính từ hoặc đo bằng chính nó"
            line = items[ring[0]].line
            yield Problem(INDICATORS, line, field, "", f"(chỉ tiêu {ring[0]}) quay vòng: {' → '.join(ring)}", hint)


def scheme_points(portal: Portal) -> Iterator[Problem]:
    """Checks that the groups of a service index have exactly 100 points together (Decision 766/QĐ-TTg)."""
    for scheme in portal.schemes:
        points = sum(group.points for group in scheme.groups)
        if points != INDEX_POINTS:
            yield _scheme_problem(
                scheme, "points", str(points), "tổng điểm các nhóm phải là 100", "xem lại điểm từng nhóm"
            )


def scheme_sources(portal: Portal) -> Iterator[Problem]:
    """Checks that the document that divides the points of a service index exists."""
    for scheme in portal.schemes:
        if scheme.source_id and portal.sources and scheme.source_id not in portal.sources:
            hint = nearest(scheme.source_id, portal.sources, SOURCES)
            yield _scheme_problem(scheme, "source_id", scheme.source_id, "không có văn bản này", hint)


def _scheme_problem(scheme: IndexScheme, field: str, value: str, message: str, hint: str) -> Problem:
    return Problem(SERVICE_INDEX, scheme.line, field, value, f"(cách chia {scheme.id}) {message}", hint)
