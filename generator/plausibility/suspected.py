"""A suspected fault that a rule found: a warning before answers are considered."""

import hashlib
from dataclasses import dataclass

from generator.problems import DataWarning, Problem

_DIGITS = 10
"""Length of the digest in a warning's id."""


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
