"""Reads the releases in `data/history/`, and writes the next one."""

import gzip
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from generator.artifacts import Artifact
from generator.data_files import HISTORY
from generator.grouping import grouped
from generator.history.changes import Change, ChangeKind, changes_of, difference
from generator.history.logs import Logs, Published
from generator.history.ranks import (
    Figure,
    RankByUnit,
    figures_with_changed_assessments,
    first_assessed,
    newly_assessed,
    ranks_of,
)
from generator.history.replacements import Replacement, replacements
from generator.history.replay import (
    ORDER_COLUMNS,
    RELEASE_COLUMNS,
    RELEASES,
    RESTORE_HINT,
    ReleaseEntry,
    changes_in,
    entries_of,
    new_in,
    no_changes,
    published_after,
    release_name,
    same_day_steps_in,
    with_restore_hint,
)
from generator.history.subjects import FIGURES, LOCATED, VERSION_COLUMNS, SubjectKind, without_value
from generator.history.versions import EMPTY_VERSION, Version
from generator.model import ResultStatus
from generator.problems import Problem, ProblemsFound
from generator.reading.csv_rows import read_csv
from generator.reading.records import Records

COUNT_COLUMNS = ("what", "source_id", "unit_id", "figures")


@dataclass(frozen=True)
class NewFigureCount:
    """The number of targets or results of a unit that a release published for the first time from one document. `blank`
    of them are results that the document leaves empty."""

    what: SubjectKind
    source_id: str
    unit_id: str
    figures: int
    blank: int = 0

    @property
    def stated(self) -> int:
        """The number of those that the document states."""
        return self.figures - self.blank


@dataclass(frozen=True)
class Release:
    """The changes of one release. `on` is None for changes since the last release, which have no day yet.

    `changes` holds all changes except new figures; `counts` counts the new figures by document and unit. The first
    release has counts only. `replaced` holds figures whose value in force now comes from another document; the row of a
    new figure does not contain the old value.
    """

    id: str
    on: date | None
    first: bool
    changes: tuple[Change, ...]
    counts: tuple[NewFigureCount, ...]
    replaced: tuple[Replacement, ...] = ()
    newly_assessed: Mapping[Figure, Sequence[str]] = field(default_factory=dict, compare=False, repr=False)
    """The units whose assessment was added in this release, by indicator and period that already had other units'
    assessments."""
    read_new: Callable[[], pd.DataFrame] = field(default=no_changes, compare=False, repr=False)
    """Reads the log of what the release published for the first time, that is, the rows counted in `counts`. There are
    many, so they are read only when needed."""

    @property
    def name(self) -> str:
        """The release's name in addresses and files: `2024-10-04`, for the second of a day `2024-10-04-2`."""
        return release_name(self.id)

    def ranks_before(self, indicator_id: str, period: str) -> Iterator[tuple[str, str]]:
        """Yields each unit whose assessment was changed or added by the release, with its rank before that; empty if it
        had none."""
        figure = (indicator_id, period)
        yield from ((unit_id, "") for unit_id in self.newly_assessed.get(figure, ()))
        for change in self._changed_assessments.get(figure, ()):
            yield change.unit_id, change.old[1] if change.old else ""

    @cached_property
    def _changed_assessments(self) -> Mapping[Figure, Sequence[Change]]:
        assessed = [change for change in self.changes if change.what is SubjectKind.ASSESSMENT]
        return grouped(assessed, lambda change: (change.indicator_id, change.period))


@dataclass(frozen=True)
class PublishedDocument:
    """A document as a release published it. The texts are those of `data/sources.yml`; `issued_on` is an ISO date."""

    number: str
    title: str
    issued_on: str
    url: str


@dataclass(frozen=True)
class WithdrawnDocument:
    """A document that is no longer in the data.

    - `id`, `address`: its id and the address of its page.
    - `document`: the document as it was published last.
    - `last`: the last release with the document.
    - `withdrawn_by`: the release that withdrew it; None if no release was recorded since.
    """

    id: str
    address: str
    document: PublishedDocument
    last: Release
    withdrawn_by: Release | None


@dataclass(frozen=True)
class History:
    """All releases, the newest first, and the version after the last of them.

    - `ranks`: the ranks after all releases, for the indicators and periods whose assessments a release changed.
    - `withdrawn`: the documents that are no longer in the data and still have a page (`history.withdrawn`).
    """

    releases: tuple[Release, ...]
    last_version: Version = EMPTY_VERSION
    ranks: Mapping[Figure, RankByUnit] = field(default_factory=dict, compare=False, repr=False)
    withdrawn: tuple[WithdrawnDocument, ...] = ()

    @property
    def released(self) -> tuple[Release, ...]:
        """The releases that have a day, the newest first."""
        return tuple(release for release in self.releases if release.on)

    @property
    def newest_release(self) -> Release | None:
        """The last release that has a day, which citations refer to; None for a portal without releases."""
        return next(iter(self.released), None)

    @property
    def without_version(self) -> "History":
        """The history without its version, which is large and needed only by feeds."""
        return replace(self, last_version=EMPTY_VERSION)

    def with_unreleased(self, now: Version) -> "History":
        """Returns the history with the changes since the last release added as a release, if there are any."""
        pending = _unreleased(self.last_version, now)
        if pending is None:
            return self
        figures = _figures_with_changed_assessments((pending, *self.releases))
        joining = replace(pending, newly_assessed=newly_assessed(pending.read_new(), figures))
        return replace(self, releases=(joining, *self.releases), ranks=ranks_of(now, figures))


def load_history(root: Path, faults: list[Problem]) -> History:
    """Returns the releases and the version published last; empty for a portal without releases."""
    history, found = _loaded(root, _digest(root))
    faults.extend(found)
    return history


def forget_history() -> None:
    """Frees the memory of `load_history`, for a build that does not load a history again."""
    _loaded.cache_clear()


@lru_cache(maxsize=2)
def _loaded(root: Path, digest: bytes) -> tuple[History, tuple[Problem, ...]]:  # noqa: ARG001 - part of the cache key
    """Returns the history and its faults. The result is cached until a file of the history changes, because years of
    releases take seconds."""
    faults: list[Problem] = []
    entries = entries_of(root, faults)
    # If the list cannot be read, no release is known. Its folders must then not be reported as unlisted.
    faults.extend(() if faults else _unlisted(root, entries))
    if not entries:
        return History(()), tuple(faults)
    recorded = [_recorded(root, entry, faults) for entry in entries]
    logs = Logs([one.log for one in recorded])
    releases: list[Release] = []
    published, steps, matches = logs.before, EMPTY_VERSION.same_day_steps, True
    assessed: frozenset[Figure] = frozenset()
    for number, (entry, one) in enumerate(zip(entries, recorded, strict=True)):
        after = published_after(logs, published, number, entry, faults)
        old, now = logs.around_restated(published, after, number)
        new = one.log.iloc[: one.added]
        first_time = first_assessed(new)
        found = Release(
            entry.id,
            entry.on,
            first=not releases,
            changes=tuple(changes_of(one.log.iloc[one.added :])),
            counts=one.counts,
            replaced=replacements(replace(old, same_day_steps=steps), replace(now, same_day_steps=one.steps), one.log),
            newly_assessed=newly_assessed(new, first_time & assessed),
            read_new=partial(new_in, root, entry, faults),
        )
        releases.append(found)
        assessed |= first_time
        published, steps = after, one.steps
        matches = matches and _matches_record(logs, published, entry, faults)
    version = replace(logs.version(published), same_day_steps=steps)
    ranks = ranks_of(version, _figures_with_changed_assessments(releases))
    return History(tuple(reversed(releases)), version, ranks), tuple(faults)


def _figures_with_changed_assessments(releases: Iterable[Release]) -> frozenset[Figure]:
    return frozenset().union(*(figures_with_changed_assessments(release.changes) for release in releases))


def _digest(root: Path) -> bytes:
    """Returns a digest of the names and contents of all history files."""
    digest = hashlib.sha256()
    for file in sorted(path for path in (root / HISTORY).rglob("*") if path.is_file()):
        name = os.fsencode(file.relative_to(root))
        digest.update(b"%b\0%d\0" % (name, file.stat().st_size) + file.read_bytes())
    return digest.digest()


class _Recorded(NamedTuple):
    """What the files of a release record: its log, which begins with the `added` rows that were published for the first
    time, the counts of the new figures, and `Version.same_day_steps`."""

    log: pd.DataFrame
    added: int
    counts: tuple[NewFigureCount, ...]
    steps: Mapping[str, int]


def _recorded(root: Path, entry: ReleaseEntry, faults: list[Problem]) -> _Recorded:
    """Returns what a release recorded, and checks the recorded counts against the new figures."""
    unread: list[Problem] = []
    new = new_in(root, entry, unread)
    counts = _counts(new)
    damage: list[Problem] = []
    records = read_csv(root, f"{HISTORY}/{entry.id}/counts.csv", COUNT_COLUMNS, damage)
    faults.extend([*with_restore_hint(damage), *unread])
    if records and not unread:
        faults.extend(_miscounted(records, counts))
    log = pd.concat([new, changes_in(root, entry, faults)], ignore_index=True)
    return _Recorded(log, len(new), counts, same_day_steps_in(root, entry, faults))


def _matches_record(logs: Logs, published: Published, entry: ReleaseEntry, faults: list[Problem]) -> bool:
    """Whether a version has the number of rows and the SHA-256 that its release recorded. If one version cannot be
    rebuilt, all later ones cannot either, so only the first such fault is reported."""
    if logs.rows(published) == entry.rows and logs.sha256(published) == entry.sha256:
        return True
    message = "lịch sử không dựng lại được số liệu đã công bố"
    faults.append(Problem(RELEASES, entry.line, "sha256", entry.sha256, message, RESTORE_HINT))
    return False


def _miscounted(records: Records, counts: Iterable[NewFigureCount]) -> Iterator[Problem]:
    """Yields lines of `counts.csv` that differ from the counts of new figures, and reports counts without a line."""
    path = records.path
    right = {(count.what.value, count.source_id, count.unit_id, str(count.figures)) for count in counts}
    stated = list(zip(*(records.frame[name].tolist() for name in COUNT_COLUMNS), strict=True))
    for line, count in zip(records.frame["line"].tolist(), stated, strict=True):
        if count not in right:
            yield Problem(path, line, "figures", count[-1], "không phải số dòng có trong new.csv.gz", RESTORE_HINT)
    if len(stated) != len(right):
        message = f"có {len(stated)} dòng, phải có {len(right)} dòng theo new.csv.gz"
        yield Problem(path, 0, "", "", message, RESTORE_HINT)


def _unlisted(root: Path, entries: Iterable[ReleaseEntry]) -> Iterator[Problem]:
    """Yields folders of releases that `releases.csv` does not list."""
    listed = {entry.id for entry in entries}
    for folder in sorted((root / HISTORY).glob("[!.]*/")):
        if folder.name not in listed:
            hint = f"lấy lại {RELEASES} từ bản trước trong kho mã; nếu phiên bản này chưa từng đăng thì xóa thư mục"
            yield Problem(f"{HISTORY}/{folder.name}", 0, "", "", f"phiên bản này không có trong {RELEASES}", hint)


def _unreleased(before: Version, now: Version) -> Release | None:
    """Returns the changes since the last release, or None without changes or without an earlier release."""
    log = difference(before, now) if len(before.rows) else no_changes()
    if log.empty:
        return None
    counted = _is_counted(log, first=False)
    changes, new = tuple(changes_of(log[~counted])), log[counted]
    return Release(
        "",
        None,
        first=False,
        changes=changes,
        counts=_counts(new),
        replaced=replacements(before, now, log),
        read_new=lambda: new,
    )


def release(root: Path, now: Version, on: date, addresses: str = "") -> tuple[Artifact, ...]:
    """Returns the files that record the version `now` as published on the day `on`, with paths relative to the root;
    empty if nothing changed. `addresses` is the SHA-256 of `addresses.csv` after the release.

    Raises ProblemsFound if the history is damaged, or has a release of a later day.
    """
    faults: list[Problem] = []
    last, entries = load_history(root, faults).last_version, entries_of(root, [])
    if entries and on < entries[-1].on:
        message = f"đã có phiên bản ngày {entries[-1].on.isoformat()}, sau ngày này"
        faults.append(Problem(RELEASES, entries[-1].line, "on", on.isoformat(), message, "xem lại ngày công bố"))
    if faults:
        raise ProblemsFound(faults)
    log = difference(last, now)
    entry = ReleaseEntry(_next_id(entries, on), on, len(now.rows), now.sha256, addresses, line=len(entries) + 2)
    return _files(entries, entry, log, now.same_day_steps) if len(log) else ()


def _files(
    entries: list[ReleaseEntry], entry: ReleaseEntry, log: pd.DataFrame, same_day_steps: Mapping[str, int]
) -> tuple[Artifact, ...]:
    counted = _is_counted(log, first=not entries)
    folder = f"{HISTORY}/{entry.id}"
    figures = log[counted].rename(columns={"new": "state"})[list(VERSION_COLUMNS)]
    counts = [(count.what, count.source_id, count.unit_id, count.figures) for count in _counts(log[counted])]
    lines = [(e.id, e.on.isoformat(), e.rows, e.sha256, e.addresses) for e in (*entries, entry)]
    order = pd.DataFrame(sorted(same_day_steps.items()), columns=ORDER_COLUMNS)
    return (
        Artifact(f"{folder}/changes.csv", _csv(log[~counted])),
        Artifact(f"{folder}/counts.csv", _csv(pd.DataFrame(counts, columns=COUNT_COLUMNS))),
        Artifact(f"{folder}/new.csv.gz", gzip.compress(_csv(figures), mtime=0)),
        *([Artifact(f"{folder}/order.csv", _csv(order))] if len(order) else []),
        Artifact(RELEASES, _csv(pd.DataFrame(lines, columns=RELEASE_COLUMNS))),
    )


def _is_counted(log: pd.DataFrame, *, first: bool) -> "pd.Series[bool]":
    """Marks the rows of a log that are counted instead of listed: new figures, and in the first release all rows."""
    return log["kind"].eq(ChangeKind.NEW) & (log["what"].isin(list(FIGURES)) | first)


def _counts(log: pd.DataFrame) -> tuple[NewFigureCount, ...]:
    """Counts the new figures of a log by kind, document and unit."""
    located = log["what"].isin(list(LOCATED))
    groups = [*zip(*(log[name][located].tolist() for name in ("what", "source_id", "unit_id")), strict=True)]
    blank = Counter(compress(groups, blank_results(log)[located]))
    return tuple(
        NewFigureCount(SubjectKind(what), source_id, unit_id, figures, blank[what, source_id, unit_id])
        for (what, source_id, unit_id), figures in sorted(Counter(groups).items())
    )


def blank_results(log: pd.DataFrame) -> "pd.Series[bool]":
    """Marks the new results of a log that their document leaves empty. They are no figures."""
    return log["what"].eq(SubjectKind.RESULT) & without_value(log["new"], ResultStatus.NOT_REPORTED)


def _next_id(entries: Iterable[ReleaseEntry], on: date) -> str:
    """Returns the day as the release's id; the second release of a day is `2024-10-04.2`."""
    same = Counter(entry.on for entry in entries)[on]
    return f"{on.isoformat()}.{same + 1}" if same else on.isoformat()


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()
