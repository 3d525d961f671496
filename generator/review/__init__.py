"""What a change of the data does, before it is public: for the person who reads the pull request."""

from datetime import date
from pathlib import Path

from generator.history import compare
from generator.history.wording import names_of, report
from generator.problems import Problem, refuse
from generator.review.editions import edition
from generator.review.effects import review_of
from generator.review.rendering import as_markdown, as_text

__all__ = ["reviewed"]


def reviewed(old: Path, new: Path, today: date, *, markdown: bool = False) -> str:
    """What differs between two editions, each a portal or a folder of published data.

    Raises ProblemsFound when one of them cannot be read, or is a portal with faults.
    """
    faults: list[Problem] = []
    before, after = edition(old, today, faults), edition(new, today, faults)
    refuse(faults)
    changes = compare(before.version, after.version)
    names = names_of((before.version, after.version))
    review = review_of(before, after, changes, names)
    return as_markdown(review) if markdown else as_text(report(changes, names), review)
