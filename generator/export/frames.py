"""Builds the published tables from the portal: every cell a text, with the columns of the data contract and a fixed
order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from generator.bulk import as_categories, as_texts
from generator.formats import plain_decimal
from generator.history.subjects import SUBJECTS
from generator.measures import Measured
from generator.model import Body, Formula, IndexScheme, Indicator, Lineage, Point, Portal, Source, Task, Unit
from generator.reconcile.findings import Discrepancy
from generator.tables import (
    ASSESSMENTS,
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

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

_MILLIONTHS = 6
"""Number of decimals of a figure in millionths."""

Record = tuple[str, ...]
"""A row of a published table, its cells in the order of the table's columns."""

Entity = Unit | Body | Lineage | Point | Indicator | Source | Task


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name. Each is built on first access; its builder is then released."""

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = self._makers[name]()
            del self._makers[name]
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._made, *self._makers))

    def __len__(self) -> int:
        return len(self._made) + len(self._makers)


def published_tables(portal: Portal, measured: Measured, discrepancies: Sequence[Discrepancy]) -> Tables:
    """Returns every table of `/data/` by name. Figures are as stated; texts are as in the data, not yet protected
    against spreadsheets."""
    makers = _makers(portal, measured.assessments, discrepancies)
    return Tables({table.name: partial(_made, table, makers[table.name]) for table in TABLES})


def _made(table: DataTable, make: Callable[[], pd.DataFrame | list[Record]]) -> pd.DataFrame:
    return _ordered(table, make())


def _makers(
    portal: Portal, assessments: pd.DataFrame, discrepancies: Sequence[Discrepancy]
) -> Mapping[str, Callable[[], pd.DataFrame | list[Record]]]:
    names = _unit_names(portal)
    entities = _entities(portal)
    return {
        **{table.name: partial(_records, entities[table], table) for table in entities},
        "targets": lambda: _with_unit_names(portal.targets, names),
        "results": lambda: _with_unit_names(portal.results, names),
        "assessments": lambda: _assessments(assessments, names),
        "discrepancies": lambda: [_discrepancy(found, names) for found in discrepancies],
        "service-index": lambda: [row for scheme in portal.schemes for row in _scheme(scheme)],
    }


def _entities(portal: Portal) -> Mapping[DataTable, Sequence[Entity]]:
    return {
        UNITS: tuple(portal.units.values()),
        BODIES: tuple(portal.bodies.values()),
        LINEAGE: portal.lineage,
        POINTS: portal.points,
        INDICATORS: tuple(portal.indicators.values()),
        SOURCES: tuple(portal.sources.values()),
        TASKS: portal.tasks,
    }


def tracked_tables(portal: Portal, measured: Measured) -> Mapping[str, pd.DataFrame]:
    """Returns the tables whose changes are tracked (`history.subjects`), by name. They have the tracked columns only,
    every cell is a text, and the rows are not sorted."""
    entities = {table.name: found for table, found in _entities(portal).items()}
    figures = {"targets": portal.targets, "results": portal.results, "assessments": measured.assessments}
    followed = {subject.table: (*subject.key.values(), *subject.tracked_columns) for subject in SUBJECTS}

    def texts(name: str, column: str) -> "ExtensionArray":
        if name in figures:
            return as_texts(figures[name][column])
        return pd.array([_cell(getattr(entity, column)) for entity in entities[name]], dtype="str")

    return {
        name: pd.DataFrame({column: texts(name, column) for column in columns}) for name, columns in followed.items()
    }


def _records(entities: Sequence[Entity], table: DataTable) -> list[Record]:
    return [_record(entity, table) for entity in entities]


def _record(entity: Entity, table: DataTable) -> Record:
    """Returns the entity's row: each column contains the attribute of the same name."""
    return tuple(_cell(getattr(entity, name)) for name in table.headings)


def _cell(value: object) -> str:
    """Returns the text of a cell: empty for None, joined for a list, and a formula as staff wrote it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _ordered(table: DataTable, rows: pd.DataFrame | list[Record]) -> pd.DataFrame:
    """Returns the table's columns in order, sorted by its key, every cell a text. No two rows of valid data have equal
    keys."""
    columns = list(table.headings)
    frame = rows[columns] if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=columns)
    texts = pd.DataFrame({name: as_categories(frame[name]) for name in columns})
    return texts.sort_values(list(table.key), ignore_index=True)


def _with_unit_names(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(unit_name=as_texts(frame["unit_id"], lambda id_: names.get(id_, "")))


def _assessments(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    amounts = {name: as_texts(rows[name], decimal_text) for name in ("gap", "baseline", "change", "year_change")}
    tied = rows["tied"].map({True: "true", False: "false"}).where(rows["rank"].notna(), "")
    return _with_unit_names(rows, names).assign(
        **amounts, tied=tied, progress=as_texts(rows["progress"], _ten_thousandths)
    )


def assessments_table(portal: Portal, assessments: pd.DataFrame) -> pd.DataFrame:
    """Returns some assessments as the published table."""
    return _ordered(ASSESSMENTS, _assessments(assessments, _unit_names(portal)))


def _unit_names(portal: Portal) -> Mapping[str, str]:
    return {unit.id: unit.name for unit in portal.units.values()}


def decimal_text(amount: int) -> str:
    """Returns millionths as a plain decimal without trailing zeros."""
    return plain_decimal(amount, _MILLIONTHS)


def _ten_thousandths(millionths: int) -> str:
    """Returns the progress with four decimals, rounded down: 421_399 gives `0.4213`."""
    whole, rest = divmod(abs(millionths // 100), 10_000)
    return f"{'-' if millionths < 0 else ''}{whole}.{rest:04d}"


def _discrepancy(found: Discrepancy, names: Mapping[str, str]) -> Record:
    special = {
        "unit_name": names.get(found.unit_id, ""),
        "cells": LIST_SEPARATOR.join(f"{cell.source_id} {cell.locator} {cell.indicator_id}" for cell in found.cells),
        "answer": found.answer.answer if found.answer else "",
    }
    return tuple(special[name] if name in special else _cell(getattr(found, name)) for name in DISCREPANCIES.headings)


def _scheme(scheme: IndexScheme) -> list[Record]:
    return [
        (scheme.id, scheme.name, str(number), group.name, str(group.points), scheme.source_id, scheme.note)
        for number, group in enumerate(scheme.groups, 1)
    ]
