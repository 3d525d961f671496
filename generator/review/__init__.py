"""Reports the effects of a change of the data before it is published, for the reviewer of the pull request."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.history import compare
from generator.history.wording import SharedRanks, names_of, report
from generator.problems import Problem, raise_if_any
from generator.review.editions import Edition, edition
from generator.review.effects import Review, review_of
from generator.review.files import ChangedFile, changed_files
from generator.review.rendering import as_markdown, as_text

__all__ = ["compare_editions"]


def compare_editions(old: Path, new: Path, today: date, *, markdown: bool = False) -> str:
    """Returns the differences between two editions, each a portal or a folder of published data.

    Raises ProblemsFound if one of them cannot be read, or is a portal with faults.
    """
    faults: list[Problem] = []
    before, after = edition(old, today, faults), edition(new, today, faults)
    raise_if_any(faults)
    changes = compare(before.version, after.version)
    names = names_of((before.version, after.version))
    shared = SharedRanks(before.shared_ranks(changes), after.shared_ranks(changes))
    review = review_of(before, after, changes, names, shared)
    review = replace(review, files=_files(old, new, before, after, review))
    return as_markdown(review) if markdown else as_text(report(changes, names, shared) if changes else "", review)


def _files(old: Path, new: Path, before: Edition, after: Edition, review: Review) -> tuple[ChangedFile, ...]:
    """Returns the files with differences that the review does not report otherwise. A portal and published data have no
    files in common."""
    portals = before.portal is not None
    if portals != (after.portal is not None):
        return ()
    reported = set(before.addresses) ^ set(after.addresses)
    return changed_files(old, new, portals=portals, reported=reported, has_sections=bool(review.sections))
