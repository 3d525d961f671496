"""Section about the indicator itself: unit of measure, formula, related indicators, scoring schemes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import words
from generator.grouping import grouped
from generator.model import SERVICE_INDEX, IndexScheme, Indicator, Portal
from generator.pages.facts import Facts
from generator.pages.links import indicator_link, source_link
from generator.pages.parts import Cell, Link, Table

_SIGNS = {"/": "chia cho", "+": "cộng"}


@dataclass(frozen=True)
class Related:
    """A related indicator. `lead` states how it is related, `reason` why."""

    lead: str
    link: Link
    reason: str = ""


@dataclass(frozen=True)
class Scheme:
    """One scheme of the service index: the maximum points of each group of criteria."""

    table: Table
    note: str
    source: Link


@dataclass(frozen=True)
class About:
    """Section about the indicator itself, only on its main page. `sign` is the word between the operands of the
    formula."""

    properties: tuple[tuple[str, str | Link], ...] = ()
    formula: tuple[Link, ...] = ()
    sign: str = ""
    related: tuple[Related, ...] = ()
    schemes: tuple[Scheme, ...] = ()


def about(indicator: Indicator, related: tuple[Related, ...], portal: Portal) -> About:
    """Builds the section. `related` are the indicators related to this one."""
    return About(
        properties=tuple(_properties(indicator, portal)),
        formula=_formula(indicator, portal),
        sign=_SIGNS[indicator.formula.operator] if indicator.formula else "",
        related=related,
        schemes=tuple(_scheme(scheme, portal) for scheme in _schemes(indicator, portal)),
    )


def _properties(indicator: Indicator, portal: Portal) -> Iterator[tuple[str, str | Link]]:
    yield "Đơn vị tính", words.MEASURES[indicator.measure]
    yield "Chiều đánh giá", words.DIRECTIONS[indicator.direction]
    yield "Nhóm", indicator.group
    for source_id in indicator.sources:
        yield "Văn bản", source_link(portal.sources[source_id])


def _formula(indicator: Indicator, portal: Portal) -> tuple[Link, ...]:
    operands = indicator.formula.operands if indicator.formula else ()
    return tuple(indicator_link(portal.indicators[operand]) for operand in operands)


def related_of(facts: Facts) -> Mapping[str, tuple[Related, ...]]:
    """Returns for each indicator id the indicators computed from it, those that measure it indirectly, and those that
    it measures indirectly."""
    pairs = [pair for indicator in facts.portal.indicators.values() for pair in _relations(indicator, facts)]
    return {key: tuple(item for _, item in items) for key, items in grouped(pairs, lambda pair: pair[0]).items()}


def _relations(indicator: Indicator, facts: Facts) -> Iterator[tuple[str, Related]]:
    for operand in indicator.formula.operands if indicator.formula else ():
        yield operand, Related("Dùng để tính chỉ tiêu", indicator_link(indicator))
    if indicator.measured_by:
        other = facts.portal.indicators[indicator.measured_by]
        reason = indicator.measured_by_reason
        yield indicator.id, Related("Chưa có số liệu riêng; đo gián tiếp bằng", indicator_link(other), reason)
        yield other.id, Related("Được dùng để đo gián tiếp mục tiêu", indicator_link(indicator), reason)


def _schemes(indicator: Indicator, portal: Portal) -> tuple[IndexScheme, ...]:
    return portal.schemes if indicator.id == SERVICE_INDEX else ()


def _scheme(scheme: IndexScheme, portal: Portal) -> Scheme:
    rows = tuple(
        (Cell(group.name), Cell(str(group.points), str(group.points), numeric=True)) for group in scheme.groups
    )
    table = Table(scheme.name, ("Nhóm tiêu chí", "Điểm tối đa"), rows)
    return Scheme(table, scheme.note, source_link(portal.sources[scheme.source_id]))
