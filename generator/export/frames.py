"""The portal as the tables that are published: every cell a text, in the contract's columns and a fixed order."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pandas as pd

from generator.formats import decimal_of
from generator.measures import Measured
from generator.model import Body, IndexScheme, Indicator, Lineage, Portal, Source, Task, Unit
from generator.published import LIST_SIGN, TABLES, PublishedTable
from generator.reconcile.findings import Discrepancy

Record = tuple[str, ...]


def published_tables(
    portal: Portal, measured: Measured, discrepancies: Sequence[Discrepancy]
) -> Mapping[str, pd.DataFrame]:
    """Every table of `/data/` by its name. Figures are as stated; texts are as in the data, not yet guarded."""
    frames = _frames(portal, measured, discrepancies)
    return {table.name: _ordered(table, frames[table.name]) for table in TABLES}


def _frames(
    portal: Portal, measured: Measured, discrepancies: Sequence[Discrepancy]
) -> Mapping[str, pd.DataFrame | list[Record]]:
    names = {unit.id: unit.name for unit in portal.units.values()}
    return {
        "units": [_unit(unit) for unit in portal.units.values()],
        "bodies": [_body(body) for body in portal.bodies.values()],
        "lineage": [_lineage(step) for step in portal.lineage],
        "indicators": [_indicator(indicator) for indicator in portal.indicators.values()],
        "sources": [_source(source) for source in portal.sources.values()],
        "targets": _named(portal.targets, names),
        "results": _named(portal.results, names),
        "assessments": _assessments(measured.assessments, names),
        "discrepancies": [_discrepancy(found, names) for found in discrepancies],
        "tasks": [_task(task) for task in portal.tasks],
        "service-index": [row for scheme in portal.schemes for row in _scheme(scheme)],
    }


def _ordered(table: PublishedTable, rows: pd.DataFrame | list[Record]) -> pd.DataFrame:
    """The table's columns in order, sorted by its key, every cell a text."""
    columns = list(table.headings)
    frame = rows[columns] if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=columns)
    return frame.astype("str").sort_values(_sort_key(table), kind="stable", ignore_index=True)


def _sort_key(table: PublishedTable) -> list[str]:
    return [*table.key, *(name for name in table.headings if name not in table.key)]


def _named(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(unit_name=frame["unit_id"].map(names).fillna(""))


def _assessments(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    amounts = {name: _decimals(rows[name]) for name in ("gap", "baseline", "change")}
    counts = {name: rows[name].astype("str").where(rows[name].notna(), "") for name in ("rank", "ranked_of", "peers")}
    tied = rows["tied"].map({True: "true", False: "false"}).where(rows["rank"].notna(), "")
    return _named(rows, names).assign(**amounts, **counts, tied=tied, progress=_ten_thousandths(rows["progress"]))


def _decimals(amounts: "pd.Series[int]") -> "pd.Series[str]":
    """Millionths as plain decimals, exact and without needless zeros; empty where there is none."""
    texts = {amount: _decimal(amount) for amount in amounts.dropna().unique()}
    return _as_text(amounts, texts)


def _as_text(numbers: "pd.Series[int]", texts: Mapping[int, str]) -> "pd.Series[str]":
    return numbers.map(texts).astype("object").where(numbers.notna(), "").astype("str")


def _decimal(amount: int) -> str:
    text = f"{decimal_of(int(amount)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ten_thousandths(millionths: "pd.Series[int]") -> "pd.Series[str]":
    """A share of the way with four decimals, rounded down: 421_399 is `0.4213`."""
    known = millionths.dropna().unique()
    texts = {share: f"{Decimal(int(share) // 100).scaleb(-4):.4f}" for share in known}
    return _as_text(millionths, texts)


def _unit(unit: Unit) -> Record:
    return (
        unit.id,
        unit.slug,
        unit.name,
        unit.short_name,
        unit.kind,
        unit.level,
        unit.parent_id,
        unit.code,
        unit.active_from.isoformat() if unit.active_from else "",
        unit.active_to.isoformat() if unit.active_to else "",
        _list(unit.aliases),
        unit.note,
    )


def _body(body: Body) -> Record:
    return (body.id, body.name, body.short_name, body.parent_id, body.note)


def _lineage(step: Lineage) -> Record:
    return (step.predecessor_id, step.successor_id, step.on.isoformat(), step.kind, step.source_id, step.note)


def _indicator(indicator: Indicator) -> Record:
    return (
        indicator.id,
        indicator.slug,
        indicator.name,
        indicator.short_name,
        indicator.name_en,
        indicator.measure,
        str(indicator.decimals),
        indicator.direction,
        indicator.definition,
        indicator.group,
        indicator.formula.text if indicator.formula else "",
        indicator.aggregate,
        _list(indicator.sources),
        indicator.measured_by,
        indicator.measured_by_reason,
    )


def _source(source: Source) -> Record:
    return (
        source.id,
        source.number,
        source.title,
        source.kind,
        source.issuer,
        source.issued_on.isoformat(),
        source.about,
        source.url,
        source.sha256,
        source.language,
        source.note,
        source.slug,
        source.signer,
        _list(source.replaces),
        _list(source.amends),
    )


def _task(task: Task) -> Record:
    return (
        task.id,
        task.parent_id,
        task.title,
        task.product,
        _list(task.lead_ids),
        _list(task.partner_ids),
        task.schedule.text if task.schedule else "",
        task.status,
        task.progress_note,
        task.locator,
        task.source_id,
    )


def _discrepancy(found: Discrepancy, names: Mapping[str, str]) -> Record:
    return (
        found.source_id,
        found.locator,
        found.unit_id,
        found.level,
        found.indicator_id,
        found.period,
        found.kind,
        found.stated,
        found.recomputed,
        found.difference,
        found.explanation,
        found.id,
        names.get(found.unit_id, ""),
        found.effect,
        "true" if found.needs_check else "false",
        _list(f"{cell.source_id} {cell.locator} {cell.indicator_id}" for cell in found.cells),
        found.answer.answer if found.answer else "",
    )


def _scheme(scheme: IndexScheme) -> list[Record]:
    return [
        (scheme.id, scheme.name, str(number), group.name, str(group.points), scheme.source_id, scheme.note)
        for number, group in enumerate(scheme.groups, 1)
    ]


def _list(items: Iterable[str]) -> str:
    return LIST_SIGN.join(items)
