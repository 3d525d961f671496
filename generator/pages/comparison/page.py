"""`/so-sanh/`: two to five units side by side. A script fills the page from `/data/so-sanh.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from generator import formats
from generator.artifacts import Artifact
from generator.model import Assessment, Level, Measure, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import figure_of, legend, mark_of, period_text, target_text
from generator.pages.links import COMPARISON, HOME, RANKINGS, UNITS, indicator_link, stated_at
from generator.pages.parts import Link, Mark, Page

DATA = "data/so-sanh.json"


@dataclass(frozen=True, kw_only=True)
class ComparisonPage(Page):
    """The comparison; without scripts its doors lead to the same figures."""

    lead: str
    legend: tuple[Mark, ...]
    doors: tuple[Link, ...]
    rankings: tuple[Link, ...]


def comparison_page(facts: Facts) -> ComparisonPage:
    """The page that the script of comparisons works on."""
    return ComparisonPage(
        address=COMPARISON.address,
        title="So sánh đơn vị",
        description="Đặt từ hai đến năm đơn vị cạnh nhau, so từng chỉ tiêu ở kỳ có số liệu mới nhất.",
        trail=(HOME,),
        hide_toc=True,
        lead="Chọn từ hai đến năm đơn vị để đặt cạnh nhau. Địa chỉ trang lưu lựa chọn nên có thể gửi cho người khác.",
        legend=legend(),
        doors=(
            Link("Bảng tổng hợp đơn vị và chỉ tiêu", RANKINGS.address),
            Link("Danh sách đơn vị", UNITS.address),
        ),
        rankings=tuple(
            indicator_link(indicator)
            for indicator in facts.portal.indicators.values()
            if any(row.rank is not None for row in facts.by_indicator.get(indicator.id, ()))
        ),
    )


def comparison_data(facts: Facts) -> Artifact:
    """The latest figures of all units, as the script of comparisons reads them (theme/scripts/compare.js).

    Indicators that no unit has a figure for are left out, as are figures that are merely unknown. Counts come last:
    they tell the size of a unit, not how it does.
    """
    latest = {unit_id: _figures(rows, facts) for unit_id, rows in facts.latest.items()}
    figures = {facts.portal.units[id_].slug: found for id_, found in latest.items() if found}
    used = {slug for found in figures.values() for slug in found}
    units = sorted(facts.portal.units.values(), key=lambda unit: formats.collation(unit.name))
    published = {
        "units": [_unit(unit, facts) for unit in units],
        "indicators": [
            {"slug": one.slug, "name": one.short_name, "unit": one.measure.value}
            for one in sorted(facts.portal.indicators.values(), key=lambda one: one.measure is Measure.COUNT)
            if one.slug in used
        ],
        "figures": figures,
    }
    text = json.dumps(published, ensure_ascii=False, separators=(",", ":"))
    return Artifact(DATA, f"{text}\n".encode())


def _unit(unit: Unit, facts: Facts) -> dict[str, str]:
    parent = facts.portal.units.get(unit.parent_id)
    above = parent.name if parent and unit.level is Level.COMMUNE else ""
    return {"slug": unit.slug, "name": unit.name, "level": unit.level.value, "parent": above}


_Entry = list[float | int | str | None]


def _figures(rows: Mapping[str, Assessed], facts: Facts) -> dict[str, _Entry]:
    known = [row for row in rows.values() if row.assessment is not Assessment.NO_RESULT and row.period]
    return {row.indicator.slug: _entry(row, facts) for row in known}


def _entry(row: Assessed, facts: Facts) -> _Entry:
    """In the order that the script expects: value, text, period, word, code, target, the row that states it."""
    mark = mark_of(row, facts.today)
    target = target_text(row.target) if row.target else ""
    value = None if row.amount is None else float(formats.plain(row.amount, 6))
    return [value, figure_of(row).text, period_text(row), mark.word, mark.code.value, target, stated_at(row)]
