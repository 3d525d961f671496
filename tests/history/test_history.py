"""Tests the log of releases: its files, the versions that are rebuilt from it, and the reports of damaged files."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from generator.artifacts import Artifact
from generator.history import ChangeKind, History, Release, SubjectKind, Version, load_history, release
from generator.history.replay import entries_of
from generator.problems import Problem, ProblemsFound
from tests.support.portals import replace_in
from tests.support.small_versions import RESULTS, UNITS, summaries, version

DAY, NEXT_DAY = date(2024, 6, 10), date(2024, 7, 8)


def write(root: Path, artifacts: tuple[Artifact, ...]) -> None:
    for artifact in artifacts:
        path = root / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)


def pending_of(root: Path, now: Version) -> Release | None:
    """Returns the changes that are not released yet, or None."""
    history = load_history(root, [])
    extended = history.with_unreleased(now)
    return extended.releases[0] if len(extended.releases) > len(history.releases) else None


def released(root: Path) -> Version:
    """Writes two releases. The second has 64 instead of 40, and a new figure of June."""
    write(root, release(root, version(), DAY))
    second = version(results=RESULTS.replace("2024-05,40,", "2024-05,64,") + "p.a,,,pay,2024-06,61,,,d1,PL1:1\n")
    write(root, release(root, second, NEXT_DAY))
    return second


def test_reading_releases_gives_their_changes_and_the_newest_version(tmp_path: Path) -> None:
    second = released(tmp_path)
    faults: list[Problem] = []
    history = load_history(tmp_path, faults)
    assert load_history(tmp_path, faults).last_version.sha256 == second.sha256
    assert faults == []
    latest, first = history.releases
    assert (first.id, first.on, first.first, first.changes) == ("2024-06-10", DAY, True, ())
    assert [(c.what, c.source_id, c.unit_id, c.figures) for c in first.counts] == [
        (SubjectKind.RESULT, "d1", "p", 1),
        (SubjectKind.RESULT, "d1", "p.a", 1),
        (SubjectKind.RESULT, "d1", "p.b", 1),
        (SubjectKind.TARGET, "d1", "p", 1),
    ]
    assert summaries(latest.changes) == [
        (SubjectKind.RESULT, ChangeKind.CHANGED, "p.b", ("40", "", ""), ("64", "", ""))
    ]
    assert [(c.what, c.source_id, c.unit_id, c.figures) for c in latest.counts] == [
        (SubjectKind.RESULT, "d1", "p.a", 1)
    ]


def test_history_files_are_plain_text_and_only_grow(tmp_path: Path) -> None:
    released(tmp_path)
    folder = tmp_path / "data/history"
    assert (folder / "2024-07-08/changes.csv").read_text(encoding="utf-8").splitlines() == [
        "what,kind,unit_id,level,aggregate,indicator_id,period,source_id,locator,task_id,old_locator,old,new",
        "result,changed,p.b,,,pay,2024-05,d1,PL1:2,,,40,64",
    ]
    assert gzip.decompress((folder / "2024-07-08/new.csv.gz").read_bytes()).decode().splitlines() == [
        "what,unit_id,level,aggregate,indicator_id,period,source_id,locator,task_id,state",
        "result,p.a,,,pay,2024-06,d1,PL1:1,,61",
    ]
    releases = (folder / "releases.csv").read_text(encoding="utf-8").splitlines()
    assert [line.rsplit(",", 2)[0] for line in releases] == [
        "id,on,rows",
        "2024-06-10,2024-06-10,12",
        "2024-07-08,2024-07-08,13",
    ]


def test_a_release_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    assert release(tmp_path, version(), DAY) == release(tmp_path, version(), DAY)


def test_releasing_does_not_rebuild_a_history_that_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make release` reads and checks the history just before. Rebuilding years of releases takes seconds."""
    second = released(tmp_path)
    load_history(tmp_path, [])
    applied_again: list[str] = []
    monkeypatch.setattr("generator.history.releases.published_after", lambda *args: applied_again.append(args[3].id))
    assert len(release(tmp_path, version(), date(2024, 8, 1))) == 4
    assert release(tmp_path, second, date(2024, 8, 1)) == ()
    assert applied_again == []


def test_without_changes_there_is_no_release(tmp_path: Path) -> None:
    second = released(tmp_path)
    assert release(tmp_path, second, date(2024, 8, 1)) == ()
    assert pending_of(tmp_path, second) is None


def test_a_second_release_on_the_same_day_has_its_own_id(tmp_path: Path) -> None:
    released(tmp_path)
    write(tmp_path, release(tmp_path, version(), NEXT_DAY))
    faults: list[Problem] = []
    assert [item.id for item in load_history(tmp_path, faults).releases] == ["2024-07-08.2", "2024-07-08", "2024-06-10"]
    assert load_history(tmp_path, faults).last_version.sha256 == version().sha256
    assert faults == []


def test_a_release_before_the_newest_one_is_refused(tmp_path: Path) -> None:
    released(tmp_path)
    with pytest.raises(ProblemsFound, match="đã có phiên bản ngày 2024-07-08, sau ngày này") as raised:
        release(tmp_path, version(), DAY)
    assert [(problem.path, problem.line) for problem in raised.value.problems] == [("data/history/releases.csv", 3)]


def test_unreleased_changes_are_listed_without_a_day(tmp_path: Path) -> None:
    assert pending_of(tmp_path, version()) is None
    released(tmp_path)
    pending = pending_of(tmp_path, version(units=UNITS + "q,Tỉnh Mới,2025-07-01,,\n"))
    assert pending is not None
    assert (pending.on, pending.first) == (None, False)
    assert [(change.what, change.kind) for change in pending.changes] == [
        (SubjectKind.RESULT, ChangeKind.WITHDRAWN),
        (SubjectKind.RESULT, ChangeKind.CHANGED),
        (SubjectKind.UNIT, ChangeKind.NEW),
    ]


def test_a_portal_without_releases_has_an_empty_history(tmp_path: Path) -> None:
    faults: list[Problem] = []
    assert load_history(tmp_path, faults) == History(())
    assert load_history(tmp_path, faults).last_version.rows.empty
    assert faults == []


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("2024-07-08/changes.csv", ",40,64", ",40,65", "lịch sử không dựng lại được số liệu đã công bố"),
        (
            "2024-07-08/changes.csv",
            ",40,64",
            ",41,64",
            "thay đổi của phiên bản 2024-07-08 không khớp với các phiên bản trước",
        ),
        ("2024-07-08/changes.csv", "result,", "ket-qua,", "không hiểu được dòng này"),
        ("releases.csv", "2024-07-08,2024-07-08", "2024-07-08,2024-05-08", "các phiên bản không theo thứ tự ngày"),
        ("releases.csv", "2024-07-08,2024-07-08", "../x,2024-07-08", "không phải mã phiên bản"),
        (
            "releases.csv",
            "2024-07-08,2024-07-08",
            "2024-07-08,2024-07-09",
            "không phải ngày của phiên bản 2024-07-08",
        ),
        (
            "releases.csv",
            "2024-06-10,2024-06-10,",
            "2024-06-10,2024-06-10,1",
            "lịch sử không dựng lại được số liệu đã công bố",
        ),
        ("2024-06-10/counts.csv", "result,d1,p,1", "result,d1,p,2", "không phải số dòng có trong new.csv.gz"),
        ("2024-06-10/counts.csv", "result,d1,p,1\n", "", "có 3 dòng, phải có 4 dòng theo new.csv.gz"),
    ],
)
def test_a_history_that_was_edited_is_a_problem(tmp_path: Path, path: str, old: str, new: str, message: str) -> None:
    released(tmp_path)
    file = tmp_path / "data/history" / path
    replace_in(file, old, new)
    faults: list[Problem] = []
    load_history(tmp_path, faults)
    assert message in [fault.message for fault in faults]


def test_an_edited_past_that_gives_the_same_present_is_a_problem(tmp_path: Path) -> None:
    """40 was released first, then 64. If both logs are edited to 41, the newest version is unchanged but the first
    one is not."""
    released(tmp_path)
    new, changes = (tmp_path / "data/history" / name for name in ("2024-06-10/new.csv.gz", "2024-07-08/changes.csv"))
    new.write_bytes(gzip.compress(gzip.decompress(new.read_bytes()).replace(b",40\n", b",41\n"), mtime=0))
    changes.write_bytes(changes.read_bytes().replace(b",40,64\n", b",41,64\n"))
    faults: list[Problem] = []
    load_history(tmp_path, faults)
    assert [(fault.path, fault.line, fault.field) for fault in faults] == [("data/history/releases.csv", 2, "sha256")]


def test_a_release_folder_that_is_not_listed_is_a_problem(tmp_path: Path) -> None:
    """If its line is removed, nothing else shows that the release existed."""
    released(tmp_path)
    listed = tmp_path / "data/history/releases.csv"
    listed.write_text("".join(listed.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    faults: list[Problem] = []
    load_history(tmp_path, faults)
    assert [(fault.path, fault.message) for fault in faults] == [
        ("data/history/2024-07-08", "phiên bản này không có trong data/history/releases.csv")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        gzip.compress(b"a,b\n1,2\n", mtime=0),
        gzip.compress(b"\xff", mtime=0),
        gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9],
        gzip.compress(b"a,b\n1,2\n", mtime=0)[:10] + b"\xff",
    ],
)
def test_a_damaged_file_of_figures_is_a_problem(tmp_path: Path, content: bytes) -> None:
    """The release itself cannot be rebuilt then. Later ones cannot either, which is said only of their changes."""
    released(tmp_path)
    (tmp_path / "data/history/2024-06-10/new.csv.gz").write_bytes(content)
    faults: list[Problem] = []
    load_history(tmp_path, faults)
    assert [(fault.path, fault.line, fault.message) for fault in faults] == [
        ("data/history/2024-06-10/new.csv.gz", 0, "không đọc được tệp này"),
        ("data/history/releases.csv", 2, "lịch sử không dựng lại được số liệu đã công bố"),
        ("data/history/releases.csv", 3, "thay đổi của phiên bản 2024-07-08 không khớp với các phiên bản trước"),
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    released(tmp_path)
    for name in ("changes.csv", "counts.csv", "new.csv.gz"):
        (tmp_path / "data/history/2024-06-10" / name).unlink()
    faults: list[Problem] = []
    load_history(tmp_path, faults)
    paths = {fault.path for fault in faults}
    assert {f"data/history/2024-06-10/{name}" for name in ("changes.csv", "counts.csv", "new.csv.gz")} <= paths


def test_releases_recorded_before_they_stated_addresses_are_read(tmp_path: Path) -> None:
    """The next release adds the column. Nothing proves the record of addresses until then."""
    released(tmp_path)
    listed = tmp_path / "data/history/releases.csv"
    lines = [line.rpartition(",")[0] for line in listed.read_text(encoding="utf-8").splitlines()]
    listed.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    faults: list[Problem] = []
    assert [entry.addresses for entry in entries_of(tmp_path, faults)] == ["", ""]
    write(tmp_path, release(tmp_path, version(), date(2024, 8, 1), "0f"))
    assert [entry.addresses for entry in entries_of(tmp_path, faults)] == ["", "", "0f"]
    assert faults == []
