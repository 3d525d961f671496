"""Records → the model of the portal. Only this package knows the names of files, columns and keys."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.columnar import PARQUET, read_parquet
from generator.loading.answers import ACCEPTANCE_COLUMNS, CORRECTION_COLUMNS, load_acceptances, load_corrections
from generator.loading.indicators import load_indicators, load_schemes
from generator.loading.mappings import FOLDER as MAPPINGS
from generator.loading.mappings import load_mappings, mapping_paths
from generator.loading.observations import load_results, load_targets
from generator.loading.points import PATH as POINTS_PATH
from generator.loading.points import load_points
from generator.loading.settings import REDIRECT_COLUMNS, load_redirects, load_settings
from generator.loading.sources import load_sources
from generator.loading.tasks import load_tasks
from generator.loading.units import load_bodies, load_lineage, load_units
from generator.model import Portal
from generator.problems import Problem
from generator.reading.text import read_text
from generator.tables import BODIES, LINEAGE, POINTS, RESULTS, TARGETS, TASKS, UNITS

CSV = ".csv"
ADDRESSES = "data/addresses.txt"
_YAML_FILES = ("data/indicators.yml", "data/sources.yml", "data/service-index.yml", "data/portal.yml")
_FOLDERS = ("data/results", "data/targets", "data/tasks", MAPPINGS)
_LINE_END = re.compile(rb"[\r\n]")
_HIDDEN = re.compile(r"/(?:\.|~\$)")
ENTITY_FILES = ("data/units.csv", "data/indicators.yml", "data/sources.yml", "data/service-index.yml")
"""Files with one entity a record."""


def load_portal(root: Path) -> tuple[Portal, list[Problem]]:
    """Everything under `root/data`, with every fault of form found on the way.

    With problems, the portal is whole enough to be checked across files, but not to be published.
    """
    faults = list(_astray(root))
    portal = Portal(
        settings=load_settings(root, faults),
        units=load_units(root, faults),
        indicators=load_indicators(root, faults),
        sources=load_sources(root, faults),
        bodies=load_bodies(root, faults),
        lineage=load_lineage(root, faults),
        tasks=load_tasks(root, _observed(root, "tasks"), faults),
        corrections=load_corrections(root, faults),
        schemes=load_schemes(root, faults),
        targets=load_targets(root, _observed(root, "targets"), faults),
        results=load_results(root, _observed(root, "results"), faults),
        redirects=load_redirects(root, faults),
        addresses=_addresses(root, faults),
        accepted=load_acceptances(root, faults),
        bare_files=tuple(_bare(root)),
        correspondences=load_mappings(root, faults),
        points=load_points(root, faults),
    )
    return portal, faults


def csv_columns(root: Path) -> dict[str, tuple[str, ...]]:
    """Every CSV file of the data that exists, with the columns it must have."""
    single = {
        "data/units.csv": UNITS.entered,
        "data/bodies.csv": BODIES.entered,
        "data/lineage.csv": LINEAGE.entered,
        POINTS_PATH: POINTS.entered,
        "data/corrections.csv": CORRECTION_COLUMNS,
        "data/redirects.csv": REDIRECT_COLUMNS,
        "data/accepted.csv": ACCEPTANCE_COLUMNS,
    }
    kinds = {"targets": TARGETS.entered, "results": RESULTS.entered, "tasks": TASKS.entered}
    observed = {
        path: columns
        for kind, columns in kinds.items()
        for path in _observed(root, kind).values()
        if path.endswith(CSV)
    }
    return {path: columns for path, columns in (single | observed).items() if (root / path).exists()}


def _observed(root: Path, kind: str) -> dict[str, str]:
    """The files of one kind of observation by document, in a fixed order; of a document with two kinds of files for its
    results, the CSV file."""
    endings = (CSV, PARQUET) if kind == "results" else (CSV,)
    folder = root / "data" / kind
    found = {path.stem: path.name for ending in reversed(endings) for path in folder.glob(f"[!.]*{ending}")}
    return {id_: f"data/{kind}/{found[id_]}" for id_ in sorted(found)}


def _bare(root: Path) -> Iterator[str]:
    """The files of observations that hold their heading at most."""
    for kind in ("results", "targets", "tasks"):
        for path in _observed(root, kind).values():
            file = root / path
            if file.is_file() and _holds_no_row(root, path):
                yield path


def _holds_no_row(root: Path, path: str) -> bool:
    if path.endswith(PARQUET):
        records = read_parquet(root, path, RESULTS.entered, [])
        return records is not None and records.frame.empty
    return not _LINE_END.search((root / path).read_bytes().strip())


def _astray(root: Path) -> Iterator[Problem]:
    """Files under `data/` that the portal does not read: the person who put them there expects them to be published."""
    data = root / "data"
    known = {*csv_columns(root), *_observed(root, "results").values(), *_YAML_FILES, *mapping_paths(root), ADDRESSES}
    folders = {"data", *_FOLDERS}
    for path in sorted(data.rglob("*")):
        name = path.relative_to(root).as_posix()
        own = path.relative_to(data).parts[0] == "history" or _HIDDEN.search(f"/{name}")
        folder = path.is_dir() and name in folders
        if path.parent.relative_to(root).as_posix() in folders and name not in known and not own and not folder:
            yield _unread(name, doubled=(data / "results" / f"{path.stem}{CSV}").is_file() and path.suffix == PARQUET)


def _unread(path: str, *, doubled: bool) -> Problem:
    if doubled:
        hint = "mỗi văn bản một tệp kết quả, .csv hoặc .parquet; xóa tệp thừa"
        return Problem(path, 0, "", "", "văn bản này đã có tệp kết quả .csv", hint)
    hint = "đặt số liệu ở data/results, data/targets, data/tasks, mỗi văn bản một tệp .csv; tệp thừa thì xóa"
    return Problem(path, 0, "", "", "tệp hoặc thư mục không có trong quy định, cổng không đọc", hint)


def _addresses(root: Path, faults: list[Problem]) -> tuple[str, ...]:
    if not (root / ADDRESSES).exists():
        return ()
    text = read_text(root, ADDRESSES, faults) or ""
    return tuple(line for line in text.splitlines() if line)
