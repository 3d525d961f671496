"""What a change of the data does, before it is public: for the person who reads the pull request."""

from collections.abc import Iterator
from dataclasses import replace
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
    review = replace(review_of(before, after, changes, names), files=tuple(changed_files(old, new)))
    return as_markdown(review) if markdown else as_text(report(changes, names), review)


_FOLDERS = ("data", "content")
"""What a portal is made of."""


def changed_files(old: Path, new: Path) -> Iterator[str]:
    """The files of two portals that differ, or that only one has; none where one is a folder of published data."""
    if all((root / "data" / "portal.yml").is_file() for root in (old, new)):
        paths = sorted({path for root in (old, new) for path in _files(root)})
        yield from (path for path in paths if _content(old / path) != _content(new / path))


def _files(root: Path) -> Iterator[str]:
    """The files of a portal, without those that programs hide."""
    for folder in _FOLDERS:
        for path in (root / folder).rglob("*"):
            if path.is_file() and not path.name.startswith((".", "~")):
                yield path.relative_to(root).as_posix()


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
