"""Reads the releases in `data/history/` one after the other and rebuilds the version of the data after each of them."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from generator.bulk import ARROW_TEXT, ARROW_TYPES_MAPPER
from generator.data_files import HISTORY
from generator.history.changes import LOG_COLUMNS, ChangeKind
from generator.history.logs import HistoryBroken, Logs, Published
from generator.history.subjects import VERSION_COLUMNS, SubjectKind
from generator.history.versions import EMPTY_VERSION, Version
from generator.loading.fields import UNREAD_DAY, Fields, rows
from generator.problems import Problem, raise_if_any
from generator.reading.csv_rows import read_csv

RELEASES = f"{HISTORY}/releases.csv"
RELEASE_COLUMNS = ("id", "on", "rows", "sha256", "addresses")
ORDER_COLUMNS = ("source_id", "step")
RESTORE_HINT = "tệp do `make release` ghi, không sửa tay; lấy lại từ bản trước trong kho mã"

_ID = re.compile(r"\d{4}-\d\d-\d\d(?:\.\d+)?")
"""The form of a release id: a day, with a number from the second release of a day on."""


def with_restore_hint(damage: Iterable[Problem]) -> Iterator[Problem]:
    """Yields format faults of history files with the only possible remedy: only the program writes these files, so they
    must be restored."""
    return (replace(fault, hint=RESTORE_HINT) for fault in damage)


def release_name(id_: str) -> str:
    """Returns a release's name in addresses and files, from its id."""
    return id_.replace(".", "-")


def archive_path(name: str) -> str:
    """Returns the path of the archive with a release's tables, from the release's name."""
    return f"data/phien-ban/{name}.zip"


@dataclass(frozen=True)
class ReleaseEntry:
    """A line of `releases.csv`.

    - `rows`, `sha256`: the number of rows and the digest of the version after the release.
    - `addresses`: the digest of `addresses.csv` after the release; empty for a release that was recorded without it.
    - `line`: the line number.
    """

    id: str
    on: date
    rows: int
    sha256: str
    addresses: str
    line: int

    @property
    def name(self) -> str:
        """The release's name in addresses and files."""
        return release_name(self.id)


class ReleaseVersions:
    """The versions after all releases, each rebuilt from `data/history/` on request.

    The files are read when the first version is requested. If versions are requested in order, each release is applied
    once.
    """

    def __init__(self, root: Path) -> None:
        faults: list[Problem] = []
        self._root = root
        self._applied: tuple[int, Published] | None = None
        self.entries = tuple(entries_of(root, faults))
        """The releases, the oldest first."""
        raise_if_any(faults)

    def version(self, number: int) -> Version:
        """Returns what was published after the release of that number. Raises ProblemsFound if the history is
        damaged."""
        start, published = self._applied or (0, self._logs.before)
        if start > number + 1:
            start, published = 0, self._logs.before
        faults: list[Problem] = []
        for release in range(start, number + 1):
            published = published_after(self._logs, published, release, self.entries[release], faults)
        raise_if_any(faults)
        self._applied = number + 1, published
        return self._logs.version(published)

    @cached_property
    def _logs(self) -> Logs:
        faults: list[Problem] = []
        read = [(new_in(self._root, entry, faults), changes_in(self._root, entry, faults)) for entry in self.entries]
        raise_if_any(faults)
        return Logs([pd.concat(parts, ignore_index=True) for parts in read])


def entries_of(root: Path, faults: list[Problem]) -> list[ReleaseEntry]:
    """Returns the lines of `releases.csv`, the oldest first; empty for a portal without releases."""
    if not (root / RELEASES).exists():
        return []
    damage: list[Problem] = []
    found = [_entry(fields) for fields in rows(read_csv(root, RELEASES, _columns(root), damage), damage)]
    faults.extend(with_restore_hint(damage))
    if [entry.on for entry in found] != sorted(entry.on for entry in found):
        faults.append(Problem(RELEASES, 0, "on", "", "các phiên bản không theo thứ tự ngày", RESTORE_HINT))
    return [entry for entry in found if _ID.fullmatch(entry.id)]


def _columns(root: Path) -> tuple[str, ...]:
    """Returns the columns of `releases.csv`: a file that was written before releases had `addresses` lacks it."""
    former = RELEASE_COLUMNS[:-1]
    with (root / RELEASES).open("rb") as file:
        return former if file.readline().strip() == ",".join(former).encode() else RELEASE_COLUMNS


def _entry(fields: Fields) -> ReleaseEntry:
    if not _ID.fullmatch(fields.text("id")):
        fields.fault("id", "không phải mã phiên bản", RESTORE_HINT)
    entry = ReleaseEntry(
        fields.text("id"),
        fields.day("on"),
        fields.whole_number("rows"),
        fields.text("sha256"),
        fields.optional("addresses"),
        fields.line,
    )
    if entry.on not in (UNREAD_DAY, _day_in(entry.id)):
        fields.fault("on", f"không phải ngày của phiên bản {entry.id}", RESTORE_HINT)
    return entry


def _day_in(id_: str) -> date | None:
    """Returns the day at the start of a release id, or None if the id does not start with a day."""
    try:
        return date.fromisoformat(id_.partition(".")[0])
    except ValueError:
        return None


def changes_in(root: Path, entry: ReleaseEntry, faults: list[Problem]) -> pd.DataFrame:
    """Returns the log in `changes.csv`. Rows with unknown subjects or kinds are reported as faults and left out."""
    damage: list[Problem] = []
    records = read_csv(root, f"{HISTORY}/{entry.id}/changes.csv", LOG_COLUMNS, damage)
    faults.extend(with_restore_hint(damage))
    if records is None:
        return no_changes()
    log = records.frame
    known = log["what"].isin(list(SubjectKind)) & log["kind"].isin(list(ChangeKind))
    unknown = log["line"][~known]
    faults.extend(
        Problem(records.path, int(line), "", "", "không hiểu được dòng này", RESTORE_HINT) for line in unknown
    )
    return log[known][list(LOG_COLUMNS)].astype(ARROW_TEXT)


def new_in(root: Path, entry: ReleaseEntry, faults: list[Problem]) -> pd.DataFrame:
    """Returns the log of what a release published for the first time."""
    figures = _figures_in(root, f"{HISTORY}/{entry.id}/new.csv.gz", faults)
    new = figures.rename(columns={"state": "new"}).assign(kind=ChangeKind.NEW.value, old_locator="", old="")
    return new[list(LOG_COLUMNS)]


def same_day_steps_in(root: Path, entry: ReleaseEntry, faults: list[Problem]) -> Mapping[str, int]:
    """Returns the steps in `order.csv` (`Version.same_day_steps`); empty for a release without this file."""
    path = f"{HISTORY}/{entry.id}/order.csv"
    if not (root / path).exists():
        return {}
    damage: list[Problem] = []
    lines = rows(read_csv(root, path, ORDER_COLUMNS, damage), damage)
    found = {fields.text("source_id"): fields.whole_number("step") for fields in lines}
    faults.extend(with_restore_hint(damage))
    return found


def published_after(
    logs: Logs, published: Published, release: int, entry: ReleaseEntry, faults: list[Problem]
) -> Published:
    """Returns the version after the release of this number. If its changes do not fit, adds a fault and returns the
    version before them."""
    try:
        return logs.applied(published, release)
    except HistoryBroken:
        message = f"thay đổi của phiên bản {entry.id} không khớp với các phiên bản trước"
        faults.append(Problem(RELEASES, entry.line, "id", entry.id, message, RESTORE_HINT))
        return published


def _figures_in(root: Path, path: str, faults: list[Problem]) -> pd.DataFrame:
    """Returns the rows that a release published for the first time: VERSION_COLUMNS."""
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(gzip.decompress((root / path).read_bytes())),
            # Only one thread, because builds fork, and a process with several threads cannot be forked safely.
            read_options=arrow_csv.ReadOptions(use_threads=False),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(VERSION_COLUMNS, pa.large_string()), include_columns=VERSION_COLUMNS
            ),
        )
    except (FileNotFoundError, gzip.BadGzipFile, zlib.error, EOFError, pa.ArrowInvalid, KeyError):
        faults.append(Problem(path, 0, "", "", "không đọc được tệp này", RESTORE_HINT))
        return EMPTY_VERSION.rows
    frame: pd.DataFrame = table.to_pandas(types_mapper=ARROW_TYPES_MAPPER.get)
    return frame


def no_changes() -> pd.DataFrame:
    """Returns an empty log."""
    return pd.DataFrame({name: pd.Series(dtype=ARROW_TEXT) for name in LOG_COLUMNS})
