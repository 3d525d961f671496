"""Tests the archive of each release, which is rebuilt from the history byte for byte, and the citation of a release."""

import csv
import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from generator.cache import Cache, make
from generator.cli import main
from generator.data_files import LEDGER
from generator.export import published_tables
from generator.export.versions import archives_in_order, version_archive
from generator.history import ReleaseVersions, Version, version_of
from generator.history.forgotten import CITATION
from generator.loading import load_portal
from generator.measures import measure
from generator.problems import ProblemsFound
from tests.support.folders import MINI
from tests.support.portals import RESULTS_FILE, copy_of_mini, replace_in
from tests.support.releasing import archives_of


@pytest.fixture(scope="module")
def released_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal released on 1 July, and again on 1 August with Sở Đại Đồng's waiting time 25 instead of 35. Tests
    do not change it."""
    root = copy_of_mini(tmp_path_factory)
    _release(root, "2024-07-01")
    path = root / RESULTS_FILE
    replace_in(path, "waiting-time,2024-06,35", "waiting-time,2024-06,25")
    _release(root, "2024-08-01")
    return root


def _release(root: Path, day: str) -> None:
    assert main(["format", "--root", str(root)]) == 0
    assert main(["release", "--root", str(root), "--today", day]) == 0


def _unpacked(content: bytes) -> Mapping[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


def _waiting(content: bytes) -> list[str]:
    rows = _unpacked(content)["results.csv"]
    return [row["value"] for row in rows if row["unit_id"] == "demo.so-b" and row["indicator_id"] == "waiting-time"]


def test_the_archive_of_each_release_has_the_figures_of_its_day(released_twice: Path) -> None:
    """The waiting time is 35 minutes in July and 25 in August, whatever the data contain now."""
    found = archives_of(released_twice)
    assert list(found) == ["data/phien-ban/2024-07-01.zip", "data/phien-ban/2024-08-01.zip"]
    assert [_waiting(content) for content in found.values()] == [["35"], ["25"]]


def test_an_archive_is_not_changed_by_later_releases(released_twice: Path) -> None:
    """The archive rebuilt from the history equals one made from the data of its day, which are those of the mini
    portal."""
    portal, _ = load_portal(MINI)
    then = version_archive(version_of(published_tables(portal, measure(portal), ()), {}))
    assert archives_of(released_twice)["data/phien-ban/2024-07-01.zip"] == then


def test_archives_can_be_made_in_any_order(released_twice: Path) -> None:
    """Several processes may make them."""
    past = ReleaseVersions(released_twice)
    assert [past.version(number).sha256 for number in (1, 0, 0, 1)] == [
        past.entries[number].sha256 for number in (1, 0, 0, 1)
    ]


class _RecordingPast(ReleaseVersions):
    """Records which versions were requested."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.numbers: list[int] = []

    def version(self, number: int) -> Version:
        self.numbers.append(number)
        return super().version(number)


def test_a_new_release_does_not_remake_olderarchives_of(released_twice: Path, tmp_path: Path) -> None:
    """One process makes the missing archives, oldest first. It requests no version of archives that exist."""
    past = _RecordingPast(released_twice)
    work = archives_in_order(past)
    july, august = make(work, Cache(tmp_path, {}))
    assert past.numbers == [0, 1]
    again = make(work, Cache(tmp_path, {july.path: july.record}))
    assert past.numbers == [0, 1, 1]
    assert [file.record for file in again] == [july.record, august.record]
    assert {path: (tmp_path / path).read_bytes() for path in (july.path, august.path)} == archives_of(released_twice)


def test_the_tables_of_an_archive_have_their_columns_in_order(released_twice: Path) -> None:
    tables = _unpacked(archives_of(released_twice)["data/phien-ban/2024-08-01.zip"])
    assert list(tables) == [
        "units.csv", "indicators.csv", "sources.csv", "targets.csv", "results.csv", "assessments.csv", "tasks.csv",
    ]  # fmt: skip
    assert list(tables["results.csv"][0]) == [
        "unit_id", "level", "aggregate", "indicator_id", "period", "value", "status", "reading", "locator", "source_id",
    ]  # fmt: skip


def test_a_damaged_history_gives_no_archive(released_twice: Path, tmp_path: Path) -> None:
    shutil.copytree(released_twice / "data/history", tmp_path / "data/history")
    (tmp_path / "data/history/2024-07-01/new.csv.gz").write_bytes(b"")
    with pytest.raises(ProblemsFound, match="không đọc được tệp này"):
        ReleaseVersions(tmp_path).version(0)


def test_a_release_adds_its_page_to_the_ledger_and_updates_the_citation(released_twice: Path) -> None:
    ledger = (released_twice / LEDGER).read_text(encoding="utf-8").splitlines()
    assert {"/cap-nhat/2024-07-01/", "/cap-nhat/2024-08-01/"} <= set(ledger)
    cited = yaml.safe_load((released_twice / CITATION).read_text(encoding="utf-8"))
    assert (cited["version"], cited["date-released"]) == ("2024-08-01", "2024-08-01")
    assert main(["build", "--root", str(released_twice), "--today", "2024-08-01"]) == 0
    assert (released_twice / "build/docs/cap-nhat/2024-08-01/index.md").is_file()
    assert (released_twice / "build/docs/data/phien-ban/2024-07-01.zip").is_file()
