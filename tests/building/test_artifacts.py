"""Tests that only changed files are written, stale files are deleted, and no file is written twice or outside the
tree."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.artifacts import Artifact, Collision, delete_stale, raise_if_paths_collide, replace_files, write_artifact


def write_tree(folder: Path, artifacts: Sequence[Artifact]) -> tuple[list[str], tuple[str, ...]]:
    """Makes the folder hold these files, as a build does. Returns the changed paths and the deleted paths."""
    raise_if_paths_collide(artifact.path for artifact in artifacts)
    changed = [artifact.path for artifact in artifacts if write_artifact(folder, artifact)]
    return changed, delete_stale(folder, {artifact.path for artifact in artifacts})


def test_the_folder_holds_exactly_the_artifacts(tmp_path: Path) -> None:
    """Unchanged files keep their modification time. Stale files and folders that became empty are deleted."""
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
    """Two pages must never have the same path, not even on case-insensitive file systems."""
    with pytest.raises(Collision):
        write_tree(tmp_path / "docs", [Artifact(path, b"") for path in pair])
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "a/../x", "a//b", "a/./b", "a\\b", "tệp.md", "a b.md", "."]
)
def test_unsafe_paths_are_refused(path: str) -> None:
    """No text in the data can create a file outside the tree."""
    with pytest.raises(ValueError, match="unsafe path"):
        Artifact(path, b"")


@given(st.text(alphabet="./\\aB-_ ", max_size=12))
def test_a_path_stays_within_the_tree(path: str) -> None:
    """For any text, the path of an artifact is refused or lies inside its folder."""
    try:
        artifact = Artifact(path, b"")
    except ValueError:
        return
    assert (Path("/docs") / artifact.path).resolve().is_relative_to("/docs")


@pytest.mark.parametrize(("before", "after"), [("a", "a/b/c"), ("a/b/c", "a"), ("a/b", "a/b/c")])
def test_a_file_can_replace_a_folder_and_a_folder_a_file(before: str, after: str, tmp_path: Path) -> None:
    """This happens when a new version of the program builds over the tree of an older version."""
    write_tree(tmp_path, [Artifact(before, b"old")])
    write_tree(tmp_path, [Artifact(after, b"new")])
    found = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert found == {after: b"new"}


def test_files_are_replaced_together(tmp_path: Path) -> None:
    """Only changed files are returned, and missing folders are created."""
    (tmp_path / "a.csv").write_bytes(b"as before")
    changed = replace_files(tmp_path, {"a.csv": b"as before", "b.csv": b"new", "c/d.csv": b"new"})
    assert changed == ("b.csv", "c/d.csv")
    assert {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == {
        "a.csv": b"as before",
        "b.csv": b"new",
        "d.csv": b"new",
    }


def test_no_file_is_replaced_if_one_of_them_cannot_be_written(tmp_path: Path) -> None:
    """The second file needs a folder where a file exists. A full disk is handled in the same way."""
    (tmp_path / "a.csv").write_bytes(b"as before")
    (tmp_path / "c").write_bytes(b"a file")
    with pytest.raises(FileExistsError):
        replace_files(tmp_path, {"a.csv": b"new", "c/d.csv": b"new"})
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "c"]
    assert (tmp_path / "a.csv").read_bytes() == b"as before"
