"""What changed between two versions of the published data, and the log of all releases.

`data/history/` is only ever added to. `addresses.csv` says for whom each page was published (`owners`). `releases.csv`
has a line for each release: its id, its day, how many rows were published after it and their SHA-256. Its folder
`<id>/` holds three files:

- `changes.csv`: what was changed, moved to another row or withdrawn, with old and new value, and the units, indicators,
  documents and tasks that came. This is what `/cap-nhat/` tells, and what a reviewer reads in a diff.
- `new.csv.gz`: the figures published for the first time. They stand in the data anyway; here they are kept so that the
  next release can tell what changed, at a few bytes a figure, each written once. In the first release it is everything.
- `counts.csv`: how many targets and results came, by document and unit, so that no page needs to read the former.

Applied one after the other, the releases give all versions that were published; the number of rows and the SHA-256 of
each prove it.

A row of a version says what is published under one key. What may change of it is packed into its `state`: the watched
columns in the subject's order, `|` between them, empty ones at the end left out (`58.73`, `|not_reported`, `met|3`);
`%` and `|` within a text are written `%25` and `%7C`.
"""

from generator.history.changes import Change, Kind, compare
from generator.history.days import Days, days_of
from generator.history.lasting import lasting_problems
from generator.history.owners import with_owners
from generator.history.releases import History, NewFigures, Release, forget_history, load_history, release
from generator.history.replacements import Replacement
from generator.history.replay import Past, ReleaseEntry, archive_path, entries_of
from generator.history.subjects import What
from generator.history.versions import Version, read_version, table_of, version_of

__all__ = [
    "Change",
    "Days",
    "History",
    "Kind",
    "NewFigures",
    "Past",
    "Release",
    "ReleaseEntry",
    "Replacement",
    "Version",
    "What",
    "archive_path",
    "compare",
    "days_of",
    "entries_of",
    "forget_history",
    "lasting_problems",
    "load_history",
    "read_version",
    "release",
    "table_of",
    "version_of",
    "with_owners",
]
