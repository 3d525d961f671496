"""A suspected fault that a rule found: a warning before answers are considered."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from generator.problems import DataWarning, Problem

_DIGITS = 10
"""Length of the digest in a warning's id."""
_MAX_NAMED = 3
"""Number of units or indicators that a message names."""


@dataclass(frozen=True)
class SuspectedFault:
    """One suspected fault that a rule found.

    - `rule`, `key`: together they give the id. `key` identifies the figure and what is wrong with it. It contains no
      line number, and no row of a document unless the row itself is suspected, so that rows can be moved without
      changing the id.
    - `note`: the staff's note in the row.
    """

    rule: str
    key: tuple[str, ...]
    problem: Problem
    note: str = ""

    @property
    def warning(self) -> DataWarning:
        """The warning. Its id stays the same as long as the suspected values stay the same."""
        digest = hashlib.sha256("\x1f".join(self.key).encode()).hexdigest()
        return DataWarning(self.problem, f"{self.rule}-{digest[:_DIGITS]}")


def in_row(rule: str, key: tuple[str, ...], row: pd.Series, field: str, message: str, hint: str) -> SuspectedFault:
    """Returns a suspected fault of a cell in a row of results or targets."""
    problem = Problem(str(row["path"]), int(row["line"]), field, str(row[field]), message, hint)
    return SuspectedFault(rule, key, problem, str(row["note"]))


def listed(names: Sequence[str]) -> str:
    """Returns the names as a message lists them: the first `_MAX_NAMED`, and a mark if there are more."""
    return ", ".join(names[:_MAX_NAMED]) + (", …" if len(names) > _MAX_NAMED else "")
