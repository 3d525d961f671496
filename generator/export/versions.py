"""Packs the tables of each release into an archive, which can be rebuilt at any time from `data/history/`."""

from pathlib import Path

import pandas as pd

from generator.artifacts import Artifact
from generator.cache import Recipe, key_of, sequential
from generator.deferred import Deferred
from generator.export.archives import archive
from generator.export.cells import csv_parts
from generator.history import ReleaseVersions, Version, archive_path, table_of
from generator.history.subjects import SUBJECTS
from generator.tables import TABLES


def version_archives(root: Path) -> Deferred[Recipe]:
    """Returns the recipes for the archives of all releases, in order. An archive contains the tracked columns of the
    tables.

    An archive never changes. It contains only what was published at that time, and no text that could be reworded
    later. A new release does not change the archives of earlier ones. All archives are built by one process, because it
    reads each release once; several processes would each read all releases. Raises ProblemsFound if the history is
    damaged.
    """
    return Deferred(
        [lambda: archives_in_order(ReleaseVersions(root))],
        [tuple(archive_path(entry.name) for entry in ReleaseVersions(root).entries)],
    )


def archives_in_order(past: ReleaseVersions) -> Recipe:
    """Returns one recipe for the archives of all releases, one after the other."""
    return sequential([_recipe(past, number) for number in range(len(past.entries))])


def _recipe(past: ReleaseVersions, number: int) -> Recipe:
    entry = past.entries[number]
    path = archive_path(entry.name)
    return Recipe(
        (path,), key_of((entry.id, entry.sha256)), lambda: (Artifact(path, version_archive(past.version(number))),)
    )


def version_archive(version: Version) -> bytes:
    """Returns the tables of a version as an archive of CSV files, in the order of `tables`."""
    subjects = {subject.table: subject for subject in SUBJECTS}
    followed = ((table, subjects[table.name]) for table in TABLES if table.name in subjects)
    return archive(
        (table.file, csv_parts(_in_order(table_of(version, subject), table.headings))) for table, subject in followed
    )


def _in_order(frame: pd.DataFrame, headings: tuple[str, ...]) -> pd.DataFrame:
    return frame[[name for name in headings if name in frame.columns]]
