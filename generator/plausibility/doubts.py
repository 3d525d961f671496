"""What a rule doubts: a warning before anybody has answered it."""

import hashlib
from dataclasses import dataclass

from generator.problems import DataWarning, Problem

_DIGITS = 10


@dataclass(frozen=True)
class Doubt:
    """One thing that a rule doubts. `rule` and `key` make the id: `key` holds what says which figure it is and what was
    found of it: no line of a file, and no row of a document unless the row is what is doubted, so that rows may be
    moved. `note` is what staff wrote beside the row.
    """

    rule: str
    key: tuple[str, ...]
    problem: Problem
    note: str = ""

    @property
    def warning(self) -> DataWarning:
        """The warning, with an id that stays while what was found stays."""
        digest = hashlib.sha256("\x1f".join(self.key).encode()).hexdigest()
        return DataWarning(self.problem, f"{self.rule}-{digest[:_DIGITS]}")
