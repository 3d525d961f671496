"""Only what changed is written, nothing stale stays, nothing is written twice or outside the tree."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.artifacts import Artifact, Collision, delete_stale, put, refuse_collisions, replace_files


def write_tree(folder: Path, artifacts: Sequence[Artifact]) -> tuple[list[str], tuple[str, ...]]:
    """Makes the folder hold these files, as a build does; the paths that changed, and those that went."""
    refuse_collisions(artifact.path for artifact in artifacts)
    changed = [artifact.path for artifact in artifacts if put(folder, artifact)]
    return changed, delete_stale(folder, {artifact.path for artifact in artifacts})


def test_the_folder_holds_exactly_the_artifacts(tmp_path: Path) -> None:
    """Unchanged files keep their time, stale ones go, and so do folders left empty."""
    write_tree(tmp_path, [Artifact("a/index.md", b"1"), Artifact("b/index.md", b"2")])
    before = (tmp_path / "a/index.md").stat().st_mtime_ns
    assert write_tree(tmp_path, [Artifact("a/index.md", b"1"), Artifact("c.md", b"3")]) == (["c.md"], ("b/index.md",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c.md"]
    assert (tmp_path / "a/index.md").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "pair",
    [("a.md", "a.md"), ("a.md", "A.md"), ("don-vi", "don-vi/index.md")],
    ids=["twice", "differ in case", "file and folder"],
)
def test_collisions_are_refused_before_anything_is_written(pair: tuple[str, str], tmp_path: Path) -> None:
    """Two pages must never fight for one place, not even on file systems that know no case."""
    with pytest.raises(Collision):
        write_tree(tmp_path / "docs", [Artifact(path, b"") for path in pair])
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "a/../x", "a//b", "a/./b", "a\\b", "tệp.md", "a b.md", "."]
)
def test_unsafe_paths_are_refused(path: str) -> None:
    """No data can make a file appear outside the tree."""
    with pytest.raises(ValueError, match="unsafe path"):
        Artifact(path, b"")


@given(st.text(alphabet="./\\aB-_ ", max_size=12))
def test_a_path_stays_within_the_tree(path: str) -> None:
    """Whatever the text, an artifact's path either is refused or lies within its folder."""
    try:
        artifact = Artifact(path, b"")
    except ValueError:
        return
    assert (Path("/docs") / artifact.path).resolve().is_relative_to("/docs")


@pytest.mark.parametrize(("before", "after"), [("a", "a/b/c"), ("a/b/c", "a"), ("a/b", "a/b/c")])
def test_a_file_and_a_folder_may_change_places(before: str, after: str, tmp_path: Path) -> None:
    """From one version of the program to the next: the older tree is still there."""
    write_tree(tmp_path, [Artifact(before, b"old")])
    write_tree(tmp_path, [Artifact(after, b"new")])
    found = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert found == {after: b"new"}


def test_files_are_replaced_together(tmp_path: Path) -> None:
    """Only what changes is named; folders are made."""
    (tmp_path / "a.csv").write_bytes(b"as before")
    changed = replace_files(tmp_path, {"a.csv": b"as before", "b.csv": b"new", "c/d.csv": b"new"})
    assert changed == ("b.csv", "c/d.csv")
    assert {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == {
        "a.csv": b"as before",
        "b.csv": b"new",
        "d.csv": b"new",
    }


def test_no_file_is_replaced_where_one_cannot_be_written(tmp_path: Path) -> None:
    """A file stands where the second one needs a folder; a full disk is no other case."""
    (tmp_path / "a.csv").write_bytes(b"as before")
    (tmp_path / "c").write_bytes(b"a file")
    with pytest.raises(FileExistsError):
        replace_files(tmp_path, {"a.csv": b"new", "c/d.csv": b"new"})
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "c"]
    assert (tmp_path / "a.csv").read_bytes() == b"as before"
