"""What a change of the data does, before it is public: for the person who reads the pull request."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.history import compare
from generator.history.wording import Shared, names_of, report
from generator.problems import Problem, refuse
from generator.review.editions import Edition, edition
from generator.review.effects import Review, review_of
from generator.review.files import Touched, touched_files
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
    shared = Shared(before.sharing(changes), after.sharing(changes))
    review = review_of(before, after, changes, names, shared)
    review = replace(review, files=_files(old, new, before, after, review))
    return as_markdown(review) if markdown else as_text(report(changes, names, shared) if changes else "", review)


def _files(old: Path, new: Path, before: Edition, after: Edition, review: Review) -> tuple[Touched, ...]:
    """The files that differ in what the review does not tell of; a portal and published data have none in common."""
    portals = before.portal is not None
    if portals != (after.portal is not None):
        return ()
    told = set(before.addresses) ^ set(after.addresses)
    return touched_files(old, new, portals=portals, told=told, anything=bool(review.sections))
