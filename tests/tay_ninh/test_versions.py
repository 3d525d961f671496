"""Tests the archives of the real releases and the citation file."""

import hashlib
import io
import zipfile
from datetime import date

import jsonschema
import yaml

from generator.export.citing import citation_file
from generator.history import ReleaseVersions, load_history, table_of, version_of
from generator.history.forgotten import CITATION
from generator.history.subjects import SUBJECTS
from generator.loading import load_portal
from tests.support.folders import ROOT
from tests.support.releasing import archives_of

# Schema of Citation File Format 1.2.0 for the keys that we write.
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


def test_a_version_split_into_tables_gives_the_same_version() -> None:
    """Keys and followed columns contain everything of the real portal's version."""
    past = ReleaseVersions(ROOT)
    version = past.version(len(past.entries) - 1)
    assert version_of({subject.table: table_of(version, subject) for subject in SUBJECTS}, {}).sha256 == version.sha256


def test_the_first_real_release_never_changes() -> None:
    """The files in the archive are compared, because they do not depend on the compression. A newly followed column
    would change them: omit such a column from the archives of earlier releases."""
    content = archives_of(ROOT)["data/phien-ban/2026-11-23.zip"]
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


def test_the_citation_file_is_valid_and_names_the_newest_release() -> None:
    """A release without `make release`, or an edit of the file by hand, makes this test fail."""
    portal, _ = load_portal(ROOT)
    newest = load_history(ROOT, []).newest_release
    assert newest is not None
    written = (ROOT / CITATION).read_text(encoding="utf-8")
    assert written == citation_file(portal.settings, newest).content.decode()
    fields = yaml.safe_load(written)
    jsonschema.validate(fields, CFF)
    assert date.fromisoformat(fields["date-released"]) == newest.on
