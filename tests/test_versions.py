"""The archive of each release: rebuilt from the history byte for byte, and how a release is cited."""

import csv
import hashlib
import io
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.addresses import LEDGER
from generator.cli import main
from generator.export import published_tables
from generator.export.citation import CITATION, citation_file
from generator.export.versions import version_archive, version_archives
from generator.history import Past, load_history, tables_of, version_of
from generator.loading import load_portal
from generator.measures import measure
from generator.problems import ProblemsFound
from tests.conftest import ROOT

RESULTS = "data/results/demo-2024.csv"

# What Citation File Format 1.2.0 asks of the keys that we write.
CFF = {
    "type": "object",
    "additionalProperties": False,
    "required": ["authors", "cff-version", "message", "title"],
    "properties": {
        "abstract": {"type": "string", "minLength": 1},
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {"name": {"type": "string", "minLength": 1}},
            },
        },
        "cff-version": {"const": "1.2.0"},
        "date-released": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "license": {"enum": ["CC-BY-4.0"]},
        "message": {"type": "string", "minLength": 1},
        "repository-code": {"type": "string", "pattern": "^https?://"},
        "title": {"type": "string", "minLength": 1},
        "type": {"enum": ["dataset", "software"]},
        "version": {"type": "string", "minLength": 1},
    },
}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Released on 1 July; on 1 August with Sở Đại Đồng's waiting time 25 instead of 35. Tests leave it as it is."""
    root = tmp_path_factory.mktemp("twice") / "portal"
    shutil.copytree(ROOT / "tests" / "mini", root)
    _release(root, "2024-07-01")
    path = root / RESULTS
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("waiting-time,2024-06,35", "waiting-time,2024-06,25"), encoding="utf-8")
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


def _archives(root: Path) -> dict[str, bytes]:
    files = [file for recipe in version_archives(Past(root)) for file in recipe.make()]
    return {file.path: file.content for file in files}


def _waiting(content: bytes) -> list[str]:
    rows = _unpacked(content)["results.csv"]
    return [row["value"] for row in rows if row["unit_id"] == "demo.so-b" and row["indicator_id"] == "waiting-time"]


def test_each_release_keeps_the_figures_of_its_day(twice: Path) -> None:
    """35 minutes in July, 25 in August, whatever the data say now."""
    found = _archives(twice)
    assert list(found) == ["data/phien-ban/2024-07-01.zip", "data/phien-ban/2024-08-01.zip"]
    assert [_waiting(content) for content in found.values()] == [["35"], ["25"]]


def test_an_archive_is_the_same_before_and_after_later_releases(twice: Path) -> None:
    """Made from the data of its day, which were those of the mini portal, and rebuilt from the history."""
    portal, _ = load_portal(ROOT / "tests" / "mini")
    then = version_archive(version_of(published_tables(portal, measure(portal), ())))
    assert _archives(twice)["data/phien-ban/2024-07-01.zip"] == then


def test_archives_can_be_made_in_any_order(twice: Path) -> None:
    """Whichever process makes which."""
    past = Past(twice)
    assert [past.version(number).sha256 for number in (1, 0, 0, 1)] == [
        past.entries[number].sha256 for number in (1, 0, 0, 1)
    ]


def test_a_version_opened_into_tables_gives_the_version_again() -> None:
    """Of the real portal: keys and watched columns hold all of it."""
    past = Past(ROOT)
    version = past.version(len(past.entries) - 1)
    assert version_of(tables_of(version)).sha256 == version.sha256


def test_the_published_columns_stand_in_their_order(twice: Path) -> None:
    tables = _unpacked(_archives(twice)["data/phien-ban/2024-08-01.zip"])
    assert list(tables) == [
        "units.csv", "indicators.csv", "sources.csv", "targets.csv", "results.csv", "assessments.csv", "tasks.csv",
    ]  # fmt: skip
    assert list(tables["results.csv"][0]) == [
        "unit_id", "level", "aggregate", "indicator_id", "period", "value", "status", "reading", "locator", "source_id",
    ]  # fmt: skip


def test_the_first_real_release_stays_what_it_was() -> None:
    """Of the files in the archive, which do not hang on who compresses them. A column that is watched from now on would
    change it: leave such a column out of the archives of earlier releases."""
    content = _archives(ROOT)["data/phien-ban/2026-11-23.zip"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        digests = {name: hashlib.sha256(archive.read(name)).hexdigest()[:16] for name in archive.namelist()}
    assert digests == {
        "units.csv": "1e44d016ff1a5c64",
        "indicators.csv": "b01bf9fa6d8640d5",
        "sources.csv": "d33482f272072233",
        "targets.csv": "f7e038aa344545a6",
        "results.csv": "22eb9960c388ef9c",
        "assessments.csv": "333d8973ecda0e8d",
        "tasks.csv": "66710ccf4911a380",
    }


def test_a_damaged_history_gives_no_archive(twice: Path, tmp_path: Path) -> None:
    shutil.copytree(twice / "data/history", tmp_path / "data/history")
    (tmp_path / "data/history/2024-07-01/new.csv.gz").write_bytes(b"")
    with pytest.raises(ProblemsFound, match="không đọc được tệp này"):
        Past(tmp_path).version(0)


def test_a_release_enters_its_page_into_the_ledger_and_dates_the_citation(twice: Path) -> None:
    ledger = (twice / LEDGER).read_text(encoding="utf-8").splitlines()
    assert {"/cap-nhat/2024-07-01/", "/cap-nhat/2024-08-01/"} <= set(ledger)
    cited = yaml.safe_load((twice / CITATION).read_text(encoding="utf-8"))
    assert (cited["version"], cited["date-released"]) == ("2024-08-01", "2024-08-01")
    assert main(["build", "--root", str(twice), "--today", "2024-08-01"]) == 0
    assert (twice / "build/docs/cap-nhat/2024-08-01/index.md").is_file()
    assert (twice / "build/docs/data/phien-ban/2024-07-01.zip").is_file()


def test_the_citation_file_is_valid_and_names_the_newest_release() -> None:
    """It can't go stale: who releases without `make release`, or edits it by hand, is told here."""
    portal, _ = load_portal(ROOT)
    newest = load_history(ROOT, []).newest
    assert newest is not None
    written = (ROOT / CITATION).read_text(encoding="utf-8")
    assert written == citation_file(portal.settings, newest).content.decode()
    fields = yaml.safe_load(written)
    jsonschema.validate(fields, CFF)
    assert date.fromisoformat(fields["date-released"]) == newest.on
