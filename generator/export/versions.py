"""The releases, each as an archive of its tables that anybody can make again from `data/history/`."""

from collections.abc import Callable

import pandas as pd

from generator.artifacts import Artifact
from generator.cache import Recipe, key_of
from generator.export.archives import archive
from generator.export.cells import csv_bytes
from generator.history import Past, Version, archive_path, release_name, tables_of
from generator.sharing import Deferred
from generator.tables import TABLES


def version_archives(past: Past) -> Deferred[Recipe]:
    """How to make the archive of each release: the columns of its tables that the history follows.

    An archive never changes: it holds nothing but what was published then, and no word that could be put better later.
    """
    numbers = range(len(past.entries))
    return Deferred([_recipe(past, number) for number in numbers], [(_path(past, number),) for number in numbers])


def _path(past: Past, number: int) -> str:
    return archive_path(release_name(past.entries[number].id))


def _recipe(past: Past, number: int) -> Callable[[], Recipe]:
    entry = past.entries[number]
    path = _path(past, number)
    return lambda: Recipe(
        (path,), key_of((entry.id, entry.sha256)), lambda: (Artifact(path, version_archive(past.version(number))),)
    )


def version_archive(version: Version) -> bytes:
    """The tables of a version as an archive of CSV files, in the order of `tables`."""
    frames = tables_of(version)
    return archive(
        (table.file, [csv_bytes(_in_order(frames[table.name], table.headings))])
        for table in TABLES
        if table.name in frames
    )


def _in_order(frame: pd.DataFrame, headings: tuple[str, ...]) -> pd.DataFrame:
    return frame[[name for name in headings if name in frame.columns]]
