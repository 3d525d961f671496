"""Loads the records of all data files into the model of the portal."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator import data_files
from generator.columnar import PARQUET, read_parquet
from generator.loading.answers import ACCEPTANCE_COLUMNS, CORRECTION_COLUMNS, load_acceptances, load_corrections
from generator.loading.indicators import load_indicators, load_schemes
from generator.loading.mappings import load_mappings, mapping_paths
from generator.loading.observations import load_results, load_targets
from generator.loading.points import load_points
from generator.loading.settings import REDIRECT_COLUMNS, load_redirects, load_settings
from generator.loading.sources import load_sources
from generator.loading.tasks import load_tasks
from generator.loading.units import load_bodies, load_lineage, load_units
from generator.model import Portal
from generator.problems import Problem
from generator.reading.text import leads_elsewhere, read_text
from generator.tables import BODIES, LINEAGE, POINTS, RESULTS, TARGETS, TASKS, UNITS

CSV = ".csv"
_YAML_FILES = (data_files.INDICATORS, data_files.SOURCES, data_files.SERVICE_INDEX, data_files.SETTINGS)
_FOLDERS = (data_files.RESULTS, data_files.TARGETS, data_files.TASKS, data_files.MAPPINGS)
_LINE_END = re.compile(rb"[\r\n]")
_HIDDEN = re.compile(r"/(?:\.|~\$)")
ENTITY_FILES = (data_files.UNITS, data_files.INDICATORS, data_files.SOURCES, data_files.SERVICE_INDEX)
"""Files in which each record is one entity."""


def load_portal(root: Path) -> tuple[Portal, list[Problem]]:
    """Returns everything in `root/data` as a portal, and every fault of form.

    With faults, the portal is complete enough for checks across files, but must not be published.
    """
    faults = list(_unread_files(root))
    portal = Portal(
        settings=load_settings(root, faults),
        units=load_units(root, faults),
        indicators=load_indicators(root, faults),
        sources=load_sources(root, faults),
        bodies=load_bodies(root, faults),
        lineage=load_lineage(root, faults),
        tasks=load_tasks(root, _observation_files(root, "tasks"), faults),
        corrections=load_corrections(root, faults),
        schemes=load_schemes(root, faults),
        targets=load_targets(root, _observation_files(root, "targets"), faults),
        results=load_results(root, _observation_files(root, "results"), faults),
        redirects=load_redirects(root, faults),
        addresses=_addresses(root, faults),
        acceptances=load_acceptances(root, faults),
        files_without_rows=tuple(_files_without_rows(root)),
        workbook_mappings=load_mappings(root, faults),
        points=load_points(root, faults),
    )
    return portal, faults


def csv_columns(root: Path) -> dict[str, tuple[str, ...]]:
    """Returns every existing CSV file of the data, with the columns that it must have."""
    single = {
        data_files.UNITS: UNITS.entered,
        data_files.BODIES: BODIES.entered,
        data_files.LINEAGE: LINEAGE.entered,
        data_files.POINTS: POINTS.entered,
        data_files.CORRECTIONS: CORRECTION_COLUMNS,
        data_files.REDIRECTS: REDIRECT_COLUMNS,
        data_files.ACCEPTANCES: ACCEPTANCE_COLUMNS,
    }
    kinds = {"targets": TARGETS.entered, "results": RESULTS.entered, "tasks": TASKS.entered}
    observed = {
        path: columns
        for kind, columns in kinds.items()
        for path in _observation_files(root, kind).values()
        if path.endswith(CSV)
    }
    return {path: columns for path, columns in (single | observed).items() if (root / path).exists()}


def _observation_files(root: Path, kind: str) -> dict[str, str]:
    """Returns the files of targets, results or tasks by document id, in a fixed order. If a document has both a CSV and
    a Parquet file of results, the CSV file. A file with an invisible character in its name is left out; it is reported
    as a file that the portal does not read."""
    endings = (CSV, PARQUET) if kind == "results" else (CSV,)
    folder = root / "data" / kind
    files = [path for ending in reversed(endings) for path in folder.glob(f"[!.]*{ending}")]
    found = {path.stem: path.name for path in files if path.name.isprintable()}
    return {id_: f"data/{kind}/{found[id_]}" for id_ in sorted(found)}


def _files_without_rows(root: Path) -> Iterator[str]:
    """Yields the files of observations that have no row besides the heading."""
    for kind in ("results", "targets", "tasks"):
        for path in _observation_files(root, kind).values():
            file = root / path
            if file.is_file() and not leads_elsewhere(file, path) and _has_no_row(root, path):
                yield path


def _has_no_row(root: Path, path: str) -> bool:
    if path.endswith(PARQUET):
        records = read_parquet(root, path, RESULTS.entered, [])
        return records is not None and records.frame.empty
    return not _LINE_END.search((root / path).read_bytes().strip())


def _unread_files(root: Path) -> Iterator[Problem]:
    """Yields a fault for each file in `data/` that the portal does not read. Whoever put it there expects it to be
    published."""
    data = root / "data"
    known = {
        *csv_columns(root),
        *_observation_files(root, "results").values(),
        *_YAML_FILES,
        *mapping_paths(root),
        data_files.LEDGER,
    }
    folders = {"data", *_FOLDERS}
    for path in sorted(data.rglob("*")):
        name = path.relative_to(root).as_posix()
        exempt = path.relative_to(data).parts[0] == "history" or _HIDDEN.search(f"/{name}")
        folder = path.is_dir() and name in folders
        if path.parent.relative_to(root).as_posix() in folders and name not in known and not exempt and not folder:
            yield _unread_problem(
                name, doubled=(data / "results" / f"{path.stem}{CSV}").is_file() and path.suffix == PARQUET
            )


def _unread_problem(path: str, *, doubled: bool) -> Problem:
    if doubled:
        hint = "mỗi văn bản một tệp kết quả, .csv hoặc .parquet; xóa tệp thừa"
        return Problem(path, 0, "", "", "văn bản này đã có tệp kết quả .csv", hint)
    hint = "đặt số liệu ở data/results, data/targets, data/tasks, mỗi văn bản một tệp .csv; tệp thừa thì xóa"
    return Problem(path, 0, "", "", "tệp hoặc thư mục không có trong quy định, cổng không đọc", hint)


def _addresses(root: Path, faults: list[Problem]) -> tuple[str, ...]:
    if not (root / data_files.LEDGER).exists():
        return ()
    text = read_text(root, data_files.LEDGER, faults) or ""
    return tuple(line for line in text.splitlines() if line)
