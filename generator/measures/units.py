"""The groups of units that are compared with one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from generator.bulk import Numbers
from generator.measures.periods import Spans
from generator.model import Unit, comparison_unit_id, country_of, province_id_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unit_table(units: Mapping[str, Unit]) -> pd.DataFrame:
    """Returns the columns of units that measures need: unit_id, unit_level, province_id, within_id, active_from,
    active_to (timestamps).

    `within_id` is the unit within which a unit is compared with the units of its level (`comparison_unit_id`).
    """
    country = country_of(units)
    return pd.DataFrame(
        {
            "unit_id": pd.Series(list(units), dtype="str"),
            "unit_level": pd.Series([unit.level.value for unit in units.values()], dtype="str"),
            "province_id": pd.Series([province_id_of(unit, units) for unit in units.values()], dtype="str"),
            "within_id": pd.Series([comparison_unit_id(unit, units, country) for unit in units.values()], dtype="str"),
            "active_from": pd.to_datetime(pd.Series([unit.active_from for unit in units.values()], dtype="object")),
            "active_to": pd.to_datetime(pd.Series([unit.active_to for unit in units.values()], dtype="object")),
        }
    )


@dataclass(frozen=True)
class Peers:
    """The groups of units that are compared with one another (peers), as arrays.

    Units are numbered in the order of all ids, periods by their position in `spans`. `table` is the unit table in the
    order of ids.
    """

    table: pd.DataFrame
    spans: Spans

    @cached_property
    def ids(self) -> "pd.Index[str]":
        """The ids of units, in order."""
        ids: pd.Index[str] = pd.Index(self.table["unit_id"])
        return ids

    @cached_property
    def group(self) -> Numbers:
        """For each unit, the number of its group of peers: the units of one level within one unit."""
        return self.table.groupby(["within_id", "unit_level"]).ngroup().to_numpy().astype(np.int64)

    @property
    def groups(self) -> int:
        """The number of groups of peers."""
        return int(self.group.max(initial=-1)) + 1

    @cached_property
    def active(self) -> "NDArray[np.bool_]":
        """For each period and unit, whether the unit existed within the period. An unknown start or end day sets no
        limit."""
        started, ended = (self.table[name].to_numpy()[None, :] for name in ("active_from", "active_to"))
        return ~(started > self.spans.end[:, None]) & ~(ended < self.spans.start[:, None])

    @cached_property
    def present(self) -> "NDArray[np.bool_]":
        """For each period and unit, whether the unit is one of those of which figures of the period are expected: it
        existed on the last day. The units of a group that ended as a whole within the period are expected too.

        Units that ended within the period and those that followed them never existed side by side, so a year with a
        merger must not count both.
        """
        until_end = self.active & ~(self.table["active_to"].to_numpy()[None, :] < self.spans.end[:, None])
        ended_as_a_whole = self._counted(until_end) == 0
        expected: NDArray[np.bool_] = until_end | (self.active & ended_as_a_whole[:, self.group])
        return expected

    @cached_property
    def size(self) -> Numbers:
        """For each period and group, the number of units of which figures are expected (`present`)."""
        return self._counted(self.present)

    def _counted(self, units: "NDArray[np.bool_]") -> Numbers:
        """Returns the number of these units for each period and group."""
        counted = [np.bincount(self.group[found], minlength=self.groups) for found in units]
        return np.array(counted, dtype=np.int64).reshape(len(counted), self.groups)


def peers_of(units: Mapping[str, Unit], spans: Spans) -> Peers:
    """Returns the peers of all units of a portal, in the order of their ids."""
    return Peers(unit_table(units).sort_values("unit_id", ignore_index=True), spans)
