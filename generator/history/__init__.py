"""Compares versions of the published data and keeps the log of all releases.

Files in `data/history/` are only ever added to. `addresses.csv` records each published address and the owner of its
page (`address_owners`). `releases.csv` has a line for each release: its id, its day, the number of rows published after
it and their SHA-256, and the SHA-256 of `addresses.csv`. Its folder `<id>/` holds these files:

- `changes.csv`: rows that were changed, moved to another row of the document or withdrawn, with old and new value, and
  new units, indicators, documents and tasks. `/cap-nhat/` shows these changes, and reviewers read them in a diff.
- `new.csv.gz`: the figures published for the first time. They are in the data too; they are kept here so that the next
  release can be compared with this one. A figure takes a few bytes and is written once. In the first release the file
  holds everything.
- `counts.csv`: number of new targets and results by document and unit, which a diff shows, unlike `new.csv.gz`.
- `order.csv`: documents that correct others of the same day, so that it is known which of them counted. It exists only
  if there are such documents.

If the releases are applied one after the other, they give all published versions. The number of rows and the SHA-256 of
each release prove that the result is right.

A row of a version holds what is published under one key. The columns that may change are packed into its `state`: the
tracked columns in the subject's order, joined by `|`, without empty ones at the end (`58.73`, `|not_reported`,
`met|3`). `%` and `|` within a text are written `%25` and `%7C`.
"""

from generator.history.address_owners import moved_addresses, with_address_owners
from generator.history.changes import Change, ChangeKind, compare
from generator.history.days import Days, days_of
from generator.history.forgotten import CITATION
from generator.history.permanence import permanence_problems
from generator.history.releases import (
    History,
    NewFigureCount,
    Release,
    WithdrawnDocument,
    forget_history,
    load_history,
    release,
)
from generator.history.replacements import Replacement
from generator.history.replay import ReleaseEntry, ReleaseVersions, archive_path, entries_of
from generator.history.subjects import SubjectKind
from generator.history.versions import Version, read_version, table_of, version_of
from generator.history.withdrawn import withdrawn_documents

__all__ = [
    "CITATION",
    "Change",
    "ChangeKind",
    "Days",
    "History",
    "NewFigureCount",
    "Release",
    "ReleaseEntry",
    "ReleaseVersions",
    "Replacement",
    "SubjectKind",
    "Version",
    "WithdrawnDocument",
    "archive_path",
    "compare",
    "days_of",
    "entries_of",
    "forget_history",
    "load_history",
    "moved_addresses",
    "permanence_problems",
    "read_version",
    "release",
    "table_of",
    "version_of",
    "with_address_owners",
    "withdrawn_documents",
]
