"""Finds differences between files of two portals, or of two folders of published data, in columns that are not tracked.
A review must not say that nothing changed where it did not look."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from generator.data_files import LEDGER, LINEAGE
from generator.history.subjects import SUBJECTS

_PORTAL = ("data", "content", "CONTRIBUTING.md")
"""Files and folders of a portal that are compared."""
_PROGRAM = ("engine", "generator", "theme", "mkdocs.yml")
"""Files and folders of the portal's program, reported as one entry."""
_TRACKED = {subject.table: subject for subject in SUBJECTS}
"""Tracked tables by name."""
_COMPUTED = ("assessments", "discrepancies")
"""Published tables that are computed from the others."""
_COPIED_COLUMN = "unit_name"
"""A column of published tables that is copied from another table."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class ChangedFile:
    """A file with differences that no section reports.

    `rows` is the number of differing rows; 0 if the text has no rows or only their order differs. `path` is empty for
    the portal's own program, and `rows` is then the number of its changed files.
    """

    path: str
    rows: int

    @property
    def text(self) -> str:
        """The file in words."""
        if not self.path:
            return f"mã và giao diện của cổng ({self.rows} tệp)"
        return f"{self.path} ({self.rows} dòng)" if self.rows else self.path


def changed_files(
    old: Path, new: Path, *, portals: bool, reported: Collection[str], has_sections: bool
) -> tuple[ChangedFile, ...]:
    """Returns the files with differences that the rest of a review does not report, in order.

    `reported` are the addresses that the review lists as new or gone. `has_sections` is whether the review reports any
    difference; if so, a file whose differences are all in tracked columns is left out.
    """
    paths = _paths(old, new, _PORTAL) if portals else _published(old, new)
    found = [_compared(old, new, path, reported, has_sections=has_sections) for path in paths]
    program = [path for path in _paths(old, new, _PROGRAM) if _bytes(old, path) != _bytes(new, path)] if portals else []
    return (*(item for item in found if item), *([ChangedFile("", len(program))] if program else []))


def _paths(old: Path, new: Path, roots: Sequence[str]) -> list[str]:
    return sorted({path for root in (old, new) for name in roots for path in _below(root, name)})


def _below(root: Path, name: str) -> Iterator[str]:
    files = [root / name] if (root / name).is_file() else (root / name).rglob("*")
    for file in files:
        if file.is_file() and file.suffix != ".pyc" and not file.name.startswith((".", "~")):
            yield file.relative_to(root).as_posix()


def _published(old: Path, new: Path) -> list[str]:
    """Returns the tables that both folders of published data have, without computed ones. A table that only one folder
    has belongs to another version of the portal's program."""
    names = {file.name for file in old.glob("*.csv")} & {file.name for file in new.glob("*.csv")}
    return sorted(name for name in names if Path(name).stem not in _COMPUTED)


def _bytes(root: Path, path: str) -> bytes | None:
    return (root / path).read_bytes() if (root / path).is_file() else None


def _compared(old: Path, new: Path, path: str, reported: Collection[str], *, has_sections: bool) -> ChangedFile | None:
    """Compares a file; None if no difference is left to report. New addresses are reported as new pages, and new rows
    of the lineage as successions of units."""
    if _bytes(old, path) == _bytes(new, path):
        return None
    before, after = _rows(old / path), _rows(new / path)
    if before is None or after is None:
        return ChangedFile(path, 0)
    if path == LEDGER:
        before, after = ([row for row in rows if row[""] not in reported] for rows in (before, after))
    if path == LINEAGE:
        known = [_successor(row) for row in before]
        after = [row for row in after if _successor(row) in known]
    count = _differing(before, after, path)
    return ChangedFile(path, count) if count or not has_sections else None


def _successor(row: Row) -> tuple[str | None, str | None]:
    return row.get("predecessor_id"), row.get("successor_id")


def _rows(file: Path) -> list[Row] | None:
    """Returns the rows of a table, the entries of a YAML list, or the lines of a text file; None for any other text."""
    if not file.is_file():
        return []
    if file.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), restval=""))
    if file.suffix == ".parquet":
        return [
            {str(name): cell for name, cell in row.items()}
            for row in pd.read_parquet(file).fillna("").astype(str).to_dict("records")
        ]
    if file.suffix == ".yml":
        return _entries(yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - it makes texts only
    if file.suffix == ".txt":
        return [{"": line} for line in file.read_text("utf-8").splitlines()]
    return None


def _entries(tree: Any) -> list[Row] | None:  # noqa: ANN401 - what a file of YAML holds
    if not isinstance(tree, list) or not all(isinstance(entry, dict) for entry in tree):
        return None
    return [{name: repr(cell) if isinstance(cell, list | dict) else cell for name, cell in row.items()} for row in tree]


def _differing(before: Sequence[Row], after: Sequence[Row], path: str) -> int:
    """Returns the number of rows that differ in untracked data. For a tracked table, these are rows in both files that
    differ in untracked columns. For any other file, these are rows that were added, removed or changed."""
    subject = _TRACKED.get(_table(path))
    if not subject:
        old, new = (Counter(tuple(sorted(row.items())) for row in rows) for rows in (before, after))
        return max((old - new).total(), (new - old).total())
    keys = list(subject.key.values())
    skipped = {*subject.tracked_columns, *keys, _COPIED_COLUMN}
    old_by_key, new_by_key = (
        {tuple(row.get(name, "") for name in keys): _rest(row, skipped) for row in rows} for rows in (before, after)
    )
    return sum(rest != new_by_key[key] for key, rest in old_by_key.items() if key in new_by_key)


def _rest(row: Row, skipped: Collection[str]) -> Row:
    return {name: cell for name, cell in row.items() if name not in skipped and cell}


def _table(path: str) -> str:
    """Returns the name of the table in a file of any folder: `results` for `data/results/demo-2024.csv`."""
    parts = Path(path).with_suffix("").parts
    return parts[1] if len(parts) > 2 or parts[0] == "data" else parts[0]  # noqa: PLR2004 - a folder of its own
