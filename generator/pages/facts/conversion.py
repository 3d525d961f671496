"""Converts the portal's tables into typed rows, column by column."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from generator.bulk import cells_with_none, interned_texts, map_texts
from generator.model import (
    Aggregate,
    Assessment,
    Comparison,
    Indicator,
    Level,
    Period,
    Portal,
    Reading,
    ResultStatus,
    Source,
    TargetOrigin,
    TargetStatus,
    Unit,
)
from generator.pages.facts.rows import Assessed, Stated, Target

C = TypeVar("C", bound=StrEnum)


class RowConverter:
    """Converts tables into typed rows, column by column: most values occur many times and are converted once."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def assessed(self, frame: pd.DataFrame) -> list[Assessed]:
        """Converts `measures.Measured.assessments`; adds the country's figure of the same indicator and period."""
        countries = [unit.id for unit in self._portal.units.values() if unit.level is Level.COUNTRY]
        of_country = frame["unit_id"].isin(countries)
        own = frame[of_country & frame["amount"].notna()]
        figures = self._assessed(own, [None] * len(own))
        known = dict(zip(_figure_keys(own), figures, strict=True))
        if not known:
            return self._assessed(frame, [None] * len(frame))
        keys = zip(_figure_keys(frame), of_country, strict=True)
        return self._assessed(frame, [None if itself else known.get(key) for key, itself in keys])

    def _assessed(self, frame: pd.DataFrame, benchmarks: Sequence[Assessed | None]) -> list[Assessed]:
        columns = (
            self._units(frame["unit_id"]),
            self._indicators(frame["indicator_id"]),
            self._dated(frame["period"]),
            interned_texts(frame["value"]),
            cells_with_none(frame["amount"]),
            _codes(frame["status"], ResultStatus),
            _codes(frame["reading"], Reading),
            map_texts(frame["source_id"], self._portal.sources.get),
            interned_texts(frame["locator"]),
            interned_texts(frame["note"]),
            self._targets(frame, "target"),
            _codes(frame["assessment"], Assessment),
            cells_with_none(frame["gap"]),
            self._dated(frame["baseline_period"]),
            cells_with_none(frame["baseline"]),
            cells_with_none(frame["progress"]),
            *(cells_with_none(frame[name]) for name in ("rank", "ranked_of")),
            frame["tied"].tolist(),
            cells_with_none(frame["peers"]),
            self._dated(frame["previous_period"]),
            *(cells_with_none(frame[name]) for name in ("change", "year_change")),
            benchmarks,
            self._targets(frame, "unread"),
        )
        return list(map(Assessed._make, zip(*columns, strict=True)))

    def _targets(self, frame: pd.DataFrame, kind: str) -> list[Target | None]:
        """Returns a target for each row: the one in force (`target`) or the one that would be in force if it could be
        read (`unread`). Rows with the same target share one object."""
        origins = frame[f"{kind}_origin"].cat
        stated = frame[f"{kind}_row"].to_numpy(np.int64)
        keys, places = np.unique(stated * len(origins.categories) + origins.codes.to_numpy(), return_inverse=True)
        made = np.empty(len(keys), dtype=object)
        for place, (row, origin) in enumerate(zip(*np.divmod(keys, len(origins.categories)), strict=True)):
            if row >= 0:
                made[place] = replace(self.all_targets[row], origin=TargetOrigin(origins.categories[origin]))
        found: list[Target | None] = made[places].tolist()
        return found

    def stated(self, frame: pd.DataFrame) -> list[Stated]:
        """Converts rows of `model.Portal.results`."""
        columns = (
            self._units(frame["unit_id"]),
            _levels(frame["level"]),
            _codes(frame["aggregate"], Aggregate),
            self._indicators(frame["indicator_id"]),
            self._dated(frame["period"]),
            interned_texts(frame["value"]),
            cells_with_none(frame["amount"]),
            _codes(frame["status"], ResultStatus),
            _codes(frame["reading"], Reading),
            self._sources(frame["source_id"]),
            *(interned_texts(frame[name]) for name in ("locator", "note")),
        )
        return list(map(Stated._make, zip(*columns, strict=True)))

    @cached_property
    def all_targets(self) -> list[Target]:
        """All rows of `model.Portal.targets`, converted."""
        frame = self._portal.targets
        columns = (
            self._units(frame["unit_id"]),
            _levels(frame["level"]),
            self._indicators(frame["indicator_id"]),
            self._dated(frame["due"]),
            _codes(frame["comparison"], Comparison),
            interned_texts(frame["value"]),
            cells_with_none(frame["amount"]),
            _codes(frame["status"], TargetStatus),
            self._sources(frame["source_id"]),
            *(interned_texts(frame[name]) for name in ("locator", "note")),
        )
        return [Target(*cells) for cells in zip(*columns, strict=True)]

    def _units(self, ids: "pd.Series[str]") -> list[Unit]:
        return map_texts(ids, self._portal.units.__getitem__)

    def _indicators(self, ids: "pd.Series[str]") -> list[Indicator]:
        return map_texts(ids, self._portal.indicators.__getitem__)

    def _sources(self, ids: "pd.Series[str]") -> list[Source]:
        return map_texts(ids, self._portal.sources.__getitem__)

    def _dated(self, texts: "pd.Series[str]") -> list[Any]:
        """Returns the periods of a column; None for an empty text."""
        return map_texts(texts, lambda text: Period.parse(text) if text else None)


def _figure_keys(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yields the indicator id and the period of each row."""
    return zip(interned_texts(frame["indicator_id"]), interned_texts(frame["period"]), strict=True)


def _codes(column: "pd.Series[str]", kind: type[C]) -> list[C]:
    return map_texts(column, {code.value: code for code in kind}.__getitem__)


def _levels(column: "pd.Series[str]") -> list[Level | None]:
    levels: dict[str, Level | None] = {"": None, **{level.value: level for level in Level}}
    return map_texts(column, levels.__getitem__)
