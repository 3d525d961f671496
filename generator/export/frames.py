"""The portal as the tables that are published: every cell a text, in the contract's columns and a fixed order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from generator.bulk import as_texts
from generator.formats import plain
from generator.measures import Measured
from generator.model import Body, Formula, IndexScheme, Indicator, Lineage, Point, Portal, Source, Task, Unit
from generator.reconcile.findings import Discrepancy
from generator.tables import (
    BODIES,
    DISCREPANCIES,
    INDICATORS,
    LINEAGE,
    LIST_SEPARATOR,
    POINTS,
    SOURCES,
    TABLES,
    TASKS,
    UNITS,
    DataTable,
)

_MILLIONTHS = 6
"""So many decimals has a figure in millionths."""

Record = tuple[str, ...]
Entity = Unit | Body | Lineage | Point | Indicator | Source | Task


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
    entities: Mapping[DataTable, Iterable[Entity]] = {
        UNITS: portal.units.values(),
        BODIES: portal.bodies.values(),
        LINEAGE: portal.lineage,
        POINTS: portal.points,
        INDICATORS: portal.indicators.values(),
        SOURCES: portal.sources.values(),
        TASKS: portal.tasks,
    }
    return {
        **{table.name: [_record(entity, table) for entity in found] for table, found in entities.items()},
        "targets": _named(portal.targets, names),
        "results": _named(portal.results, names),
        "assessments": _assessments(measured.assessments, names),
        "discrepancies": [_discrepancy(found, names) for found in discrepancies],
        "service-index": [row for scheme in portal.schemes for row in _scheme(scheme)],
    }


def _record(entity: Entity, table: DataTable) -> Record:
    """The entity's row: each column holds the attribute of its name."""
    return tuple(_cell(getattr(entity, name)) for name in table.headings)


def _cell(value: object) -> str:
    """The text of a cell; nothing is empty, a list has its separator, a formula is written as staff wrote it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def _ordered(table: DataTable, rows: pd.DataFrame | list[Record]) -> pd.DataFrame:
    """The table's columns in order, sorted by its key, every cell a text."""
    columns = list(table.headings)
    frame = rows[columns] if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=columns)
    texts = pd.DataFrame({name: as_texts(frame[name]) for name in columns})
    if len(texts) < 2:  # noqa: PLR2004 - one row is in order
        return texts.reset_index(drop=True)
    return texts.sort_values(_sort_key(table, texts), kind="stable", ignore_index=True)


def _sort_key(table: DataTable, frame: pd.DataFrame) -> list[str]:
    """The table's key; where rows share it, all other columns decide."""
    key = list(table.key)
    others = [name for name in table.headings if name not in key]
    return [*key, *others] if not key or frame.duplicated(key).any() else key


def _named(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(unit_name=as_texts(frame["unit_id"], lambda id_: names.get(id_, "")))


def _assessments(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    amounts = {name: as_texts(rows[name], exact) for name in ("gap", "baseline", "change", "year_change")}
    tied = rows["tied"].map({True: "true", False: "false"}).where(rows["rank"].notna(), "")
    return _named(rows, names).assign(**amounts, tied=tied, progress=as_texts(rows["progress"], _ten_thousandths))


def exact(amount: int) -> str:
    """Millionths as a plain decimal without needless zeros."""
    return plain(amount, _MILLIONTHS)


def _ten_thousandths(millionths: int) -> str:
    """A share of the way with four decimals, rounded down: 421_399 is `0.4213`."""
    whole, rest = divmod(abs(millionths // 100), 10_000)
    return f"{'-' if millionths < 0 else ''}{whole}.{rest:04d}"


def _discrepancy(found: Discrepancy, names: Mapping[str, str]) -> Record:
    told = {
        "unit_name": names.get(found.unit_id, ""),
        "cells": LIST_SEPARATOR.join(f"{cell.source_id} {cell.locator} {cell.indicator_id}" for cell in found.cells),
        "answer": found.answer.answer if found.answer else "",
    }
    return tuple(told[name] if name in told else _cell(getattr(found, name)) for name in DISCREPANCIES.headings)


def _scheme(scheme: IndexScheme) -> list[Record]:
    return [
        (scheme.id, scheme.name, str(number), group.name, str(group.points), scheme.source_id, scheme.note)
        for number, group in enumerate(scheme.groups, 1)
    ]
